"""The log place, the figures and the overview on 100,000 activities over five years, in the real window.

    python benchmarks/log.py [--activities 100000] [--data FOLDER] [--cpu]

Without `--data` the log is made anew (see `_log_data.py`); with it, it is made once in that folder and kept. The window
runs unchanged on the offscreen platform. "paint" is the time until the rows are painted; "longest block" is the longest
turn of the event loop meanwhile, the time for which the window does not answer. Memory is that of the whole process.
With `--cpu` the processor time of the window's thread is counted, not the clock: for a machine with other work to do.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from _log_data import TODAY
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from cchc_desktop import wiring
from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services
from cchc_desktop.ui.app import dress
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.models.overview import read_overview
from cchc_desktop.ui.screens.activity_place import ActivityPlace
from cchc_desktop.ui.session import Session

TYPED = ("tuyen truyen", "dich vu cong", "phat thanh ve", "thôn Kim Liên", "Nguyễn Thị Hạnh", "khong co tu nay")

clock = time.perf_counter


def say(name: str, found: list[float], aim: str) -> None:
    """Print median, 95th percentile and the longest of some times in ms."""
    ranked = sorted(found)
    p95 = ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))]
    print(
        f"{name:46}{statistics.median(ranked):8.1f} ms  p95 {p95:8.1f}  max {ranked[-1]:8.1f}   aim {aim}", flush=True
    )


def timed(work: Callable[[], object], times: int = 15) -> list[float]:
    """Return how long each of some calls took, in ms; the first call is not counted."""
    work()
    found = []
    for _ in range(times):
        start = clock()
        work()
        found.append(1000 * (clock() - start))
    return found


def memory(field: str = "VmRSS") -> float:
    """Return what the process holds now ("VmRSS") or held at most ("VmHWM"), in MiB; 0 where Linux is not."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


class Painted(QObject):
    """Notes when the table's viewport was painted last."""

    def __init__(self, viewport: QObject) -> None:
        super().__init__(viewport)
        self.at = 0.0
        viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let everything pass."""
        if event.type() is QEvent.Type.Paint:
            self.at = clock()
        return False


class Window:
    """The program as a person sees it, with the log place at hand."""

    def __init__(self, folder: Path) -> None:
        self.app = dress(QApplication.instance() or QApplication([]), "light")
        self.window = MainWindow()
        self.window.resize(1366, 728)
        self.paths = Paths.under(folder)
        opener = lambda clerk: wiring.open_services(self.paths, clerk, lambda: TODAY)  # noqa: E731
        self.session = Session(self.window, self.paths, opener, lambda: TODAY)
        self.window.painted.connect(self.session.start)
        self.painted: Painted | None = None
        ready: list[bool] = []
        self.session.ready.connect(lambda: ready.append(True))
        self.window.show()
        self.wait(lambda: bool(ready))
        self.rest(0.5)

    @property
    def services(self) -> Services:
        assert self.session.context is not None
        return self.session.context.services

    @property
    def place(self) -> ActivityPlace:
        found = self.session.places["activity"]
        assert isinstance(found, ActivityPlace)
        return found

    def wait(self, done: Callable[[], bool], seconds: float = 60) -> None:
        """Run the event loop until something holds."""
        end = time.perf_counter() + seconds
        while not done():
            self.app.processEvents()
            time.sleep(0.0005)  # the other thread must come to its turn
            assert time.perf_counter() < end

    def rest(self, seconds: float) -> float:
        """Run the event loop for a while; return its longest turn in ms."""
        end, longest = time.perf_counter() + seconds, 0.0
        while time.perf_counter() < end:
            start = clock()
            self.app.processEvents()
            longest = max(longest, 1000 * (clock() - start))
            time.sleep(0.0005)
        return longest

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> float:
        """Press a key in the table and paint what it does; return the ms."""
        table = self.place.table
        start = clock()
        self.app.sendEvent(table, QKeyEvent(QEvent.Type.KeyPress, key, modifier))
        self.app.sendEvent(table, QKeyEvent(QEvent.Type.KeyRelease, key, modifier))
        self.paint(start)
        return 1000 * (clock() - start)

    def paint(self, since: float) -> None:
        """See to it that the table has been painted since a moment."""
        if self.painted is None:
            self.painted = Painted(self.place.table.viewport())
        self.app.processEvents()
        if self.painted.at < since:
            self.place.table.viewport().repaint()

    def blanks(self) -> int:
        """Return how many of the rows in sight show no day yet."""
        table, model = self.place.table, self.place.table.model()
        first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
        last = model.rowCount() - 1 if last < 0 else last
        return sum(not model.index(row, 0).data() for row in range(first, last + 1))

    def full(self) -> float:
        """Return after how many ms no row in sight is blank any more."""
        start = time.perf_counter()
        self.wait(lambda: not self.blanks())
        return 1000 * (time.perf_counter() - start)


def open_times(window: Window) -> None:
    """Open the place for the first time, then again and again, each time with other data."""
    first = _open(window)
    say("open the log, first time in this run", [first], "< 100")
    again = []
    for _ in range(12):
        window.session.go("overview")
        window.rest(0.1)
        window.session._stale.add("activity")
        again.append(_open(window))
        window.rest(0.2)
    say("open the log again, read anew", again, "< 100")


def _open(window: Window) -> float:
    start = clock()
    window.session.go("activity")
    painted = Painted(window.place.table.viewport())
    window.wait(lambda: painted.at > start and window.place.table.model().rowCount() > 0)
    assert not window.blanks()
    return 1000 * (painted.at - start)


def scroll_times(window: Window) -> None:
    """Hold PageDown, jump, drag the scroll bar."""
    table = window.place.table
    window.rest(1)
    table.setFocus()
    table.select_number(0)
    key, blank, turns, rows = Qt.Key.Key_PageDown, 0, [], table.model().rowCount()
    for _ in range(600):
        turns.append(window.key(key))
        blank += bool(window.blanks())
        turns.append(window.rest(0.033 - min(0.03, turns[-1] / 1000)))  # a keyboard repeats 30 times a second
    say(f"PageDown held over {table.currentIndex().row()} of {rows} rows, block", turns, "max < 16")
    print(f"{'  of 600 pages, with blank rows when painted':46}{blank:8}")
    jumps, filled = [], []
    for number in range(20):
        jumps.append(window.key(Qt.Key.Key_Home if number % 2 else Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier))
        filled.append(jumps[-1] + window.full())
    say(f"Ctrl+End and Ctrl+Home, to row {table.model().rowCount()}", jumps, "max < 16")
    say("  until no row is blank", filled, "< 100")
    drags, filled = [], []
    bar = table.verticalScrollBar()
    for number in range(60):
        start = clock()
        bar.setValue(bar.maximum() * (number * 37 % 60) // 60)
        window.paint(start)
        drags.append(1000 * (clock() - start))
        filled.append(drags[-1] + window.full())
    say("scroll bar dragged to and fro", drags, "max < 16")
    say("  until no row is blank", filled, "< 100")


def search_times(window: Window) -> None:
    """Type words key by key; the pause before a search is left out."""
    found, blocks = [], []
    filters, table = window.place.filters, window.place.table
    for words in TYPED:
        for end in range(1, len(words) + 1):
            start = clock()
            filters.search.setText(words[:end])
            filters._timer.stop()
            filters.changed.emit()
            table.viewport().repaint()
            found.append(1000 * (clock() - start))
            blocks.append(window.rest(0.05))
    filters.reset()
    window.rest(0.5)
    say("search, per key typed, painted", found, "p95 < 50")
    say("  longest block in the 50 ms after", blocks, "max < 16")


def filter_times(window: Window) -> None:
    """Show other filters, painted."""
    year = {"start": date(2024, 12, 15), "end": date(2025, 12, 14)}
    task = window.services.plans.tasks(2025)[0].id
    for name, wanted in (
        ("a year", ActivityFilter(**year)), ("a form", ActivityFilter(forms=("phat_thanh",))),
        ("a task", ActivityFilter(task_id=task)), ("without evidence", ActivityFilter(unproven=True)),
        ("a year without evidence", ActivityFilter(unproven=True, **year)), ("the bin", ActivityFilter(binned=True)),
    ):  # fmt: skip

        def show(wanted: ActivityFilter = wanted) -> None:
            window.place.filters.show_filter(wanted)
            window.place.table.viewport().repaint()

        with blocks(window) as turns:
            times = timed(show, 7)
        say(f"filter: {name}", times, "< 50")
        print(f"{'  longest block after':46}{max(turns):8.1f} ms")
    window.place.filters.reset()
    window.rest(0.5)


@contextmanager
def blocks(window: Window) -> Iterator[list[float]]:
    """Give a list that receives the longest turn of the event loop after the block."""
    turns: list[float] = []
    yield turns
    turns.append(window.rest(0.6))


def figure_times(window: Window) -> None:
    """Figures as the report place, the overview and the agenda ask for them."""
    services = window.services
    for code in ("2026-Q1", "2026-6M", "2025-Y"):
        say(f"figures of {code}", timed(lambda code=code: services.reports.report(code, log=False)), "< 100")
    whole = timed(lambda: services.reports.report("2025-Y"), 5)
    say("  with the log of the year, for paper", whole, "-")
    say("overview", timed(lambda: read_overview(services, TODAY)), "< 100")
    say("agenda", timed(lambda: services.agenda.agenda(TODAY)), "< 100")
    say("sheet since a week", timed(lambda: services.agenda.since(TODAY - timedelta(days=7), TODAY)), "< 100")
    year = (date(2026, 1, 1), date(2026, 12, 31))
    say("calendar of a year", timed(lambda: services.agenda.calendar(*year, TODAY)), "< 100")
    say(
        "activities without evidence, a year",
        timed(lambda: services.evidence.without(date(2024, 12, 15), date(2025, 12, 14))),
        "< 100",
    )


def measure(folder: Path) -> None:
    """Print all figures."""
    window = Window(folder)
    try:
        _measure(window)
    finally:  # a worker that is left alive would keep the process waiting
        window.window.can_close = None
        window.session.close()
        window.window.close()


def _measure(window: Window) -> None:
    print(f"{'memory with the overview on show':46}{memory():8.0f} MiB")
    open_times(window)
    scroll_times(window)
    print(f"{'memory after scrolling':46}{memory():8.0f} MiB")
    filter_times(window)
    search_times(window)
    figure_times(window)
    print(f"{'memory at the end':46}{memory():8.0f} MiB  at most {memory('VmHWM'):6.0f} MiB   aim < 350")


def main() -> None:
    """Make the log where it is missing, then measure in this process."""
    global clock
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activities", type=int, default=100_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--cpu", action="store_true")
    wanted = parser.parse_args()
    if wanted.cpu:
        clock = time.thread_time
    with tempfile.TemporaryDirectory() as name:
        folder = wanted.data or Path(name) / "data"
        if not Paths.under(folder).database.exists():
            maker = Path(__file__).with_name("_log_data.py")
            # In a process of its own: the memory it takes is none of the window's.
            subprocess.run(
                [sys.executable, str(maker), str(folder), "--activities", str(wanted.activities)], check=True
            )
        measure(folder)


if __name__ == "__main__":
    main()
