"""The laid-out pages of a plan, made in the background while it is being written."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.text import fold
from cchc_desktop.errors import AppError, Cancelled
from cchc_desktop.ui.models.plan_tidy import summary

TIMEOUT_S = 60.0
"""Seconds a layout may take before it is given up."""

_NEEDLE = 40


@dataclass(frozen=True, slots=True)
class Pages:
    """A plan as laid out: the PDF, how many pages, and where each section begins (page from 0, share of its text)."""

    pdf: bytes
    count: int
    places: dict[str, tuple[int, float]] = field(default_factory=dict)


def places_of(plan: Plan, texts: list[str]) -> dict[str, tuple[int, float]]:
    """Return where the sections begin, found by their words from the beginning on.

    A section that is not found (a line broken within a word, say) is left out.
    """
    folded = [fold(text) for text in texts]
    found: dict[str, tuple[int, float]] = {}
    page, at = 0, 0
    for section in plan.walk():
        words = fold(summary(section))[:_NEEDLE].strip()
        if not words:
            continue
        for number in range(page, len(folded)):
            place = folded[number].find(words, at if number == page else 0)
            if place >= 0:
                found[section.id] = (number, place / max(1, len(folded[number])))
                page, at = number, place + len(words)
                break
    return found


class _Stop:
    """The `Progress` of a layout: its step is where it is stopped."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def stop(self) -> None:
        self._event.set()

    def step(self, done: int, total: int, note: str) -> None:
        if self._event.is_set():
            raise Cancelled


class PageMaker(QObject):
    """Lays plans out on a thread of its own; a newer request stops the older one.

    `laid` carries `Pages`, `failed` an `AppError`, `drawn` (the pages, number from 0, PNG picture).
    """

    laid = Signal(object)
    failed = Signal(object)
    drawn = Signal(object, int, bytes)

    _reported = Signal(object)  # a call to make in the window's thread

    def __init__(self, render: Callable[[Plan], bytes], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._render = render
        self._pool: ThreadPoolExecutor | None = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cchc-pages")
        self._stop = _Stop()
        self._wanted: set[int] = set()
        self._reported.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)

    def lay_out(self, plan: Plan) -> None:
        """Lay a plan out, and stop the layout under way."""
        if self._pool is not None:
            self._stop.stop()
            self._stop = _Stop()
            self._wanted.clear()
            self._pool.submit(self._work, plan, self._stop)

    def draw(self, pages: Pages, page: int, dpi: int) -> None:
        """Draw a page, unless it is being drawn already."""
        if self._pool is not None and page not in self._wanted:
            self._wanted.add(page)
            self._pool.submit(self._draw, pages, page, dpi, self._stop)

    def close(self) -> None:
        """Stop what is under way and end the thread."""
        self._stop.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    # -- on the thread

    def _work(self, plan: Plan, stop: _Stop) -> None:
        from cchc_desktop.documents import pdf, pdf_pages

        try:
            stop.step(0, 0, "")
            document = self._render(plan)
            made = pdf.pdf_of(document, TIMEOUT_S, stop)
            count = pdf_pages.page_count(made)
            texts = []
            for page in range(count):
                stop.step(page, count, "")
                texts.append(pdf_pages.page_text(made, page))
            pages = Pages(made, count, places_of(plan, texts))
        except Cancelled:
            return
        except AppError as error:
            self._reported.emit((stop, partial(self.failed.emit, error)))
        else:
            self._reported.emit((stop, partial(self.laid.emit, pages)))

    def _draw(self, pages: Pages, page: int, dpi: int, stop: _Stop) -> None:
        from cchc_desktop.documents import pdf_pages

        try:
            stop.step(0, 0, "")
            picture = pdf_pages.render_page(pages.pdf, page, dpi)
        except AppError:
            return
        self._reported.emit((stop, partial(self._pass_on, pages, page, picture)))

    # -- in the window

    def _receive(self, report: tuple[_Stop, Callable[[], None]]) -> None:
        stop, call = report
        # What was laid out before the last request is of an older text.
        if stop is self._stop and self._pool is not None:
            call()

    def _pass_on(self, pages: Pages, page: int, picture: bytes) -> None:
        self._wanted.discard(page)
        self.drawn.emit(pages, page, picture)
