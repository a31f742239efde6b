"""What all window tests share: real services on a database in a temporary folder, answers instead of pop-ups, and
screenshots."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

import gc
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, QThreadPool
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from cchc_desktop.errors import AppError
from cchc_desktop.paths import Paths
from cchc_desktop.settings import Settings
from cchc_desktop.ui import style, translation
from cchc_desktop.ui.bus import Bus
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.settings_store import SettingsStore
from cchc_desktop.ui.work import Runner

if TYPE_CHECKING:
    from cchc_desktop.services.container import Services

TODAY = date(2026, 3, 12)
SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"


class FakeAsk(QObject):
    """Takes the place of `Ask`: answers from a queue, keeps what was asked, fails on a question nobody expects.

    `answers["open_file"].append(path)` queues an answer for that method. For `run(dialog)` queue a callable: it
    receives the dialog, shown, and works it; its result (or that of the dialog) is the answer. `error` needs no
    answer but an entry in `expected_errors`: the class of the error.
    """

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, deque[Any]] = {
            name: deque()
            for name in (
                "confirm",
                "retry_or_rename",
                "open_file",
                "open_files",
                "save_file",
                "folder",
                "integer",
                "run",
            )
        }
        self.expected_errors: list[type[AppError]] = []
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.opened: list[Path] = []
        self.links: list[str] = []

    def queue(self, name: str, answer: Any) -> None:
        """Queue an answer for a method."""
        self.answers[name].append(answer)

    def calls(self, name: str) -> list[tuple[Any, ...]]:
        """Return the arguments (without the parent) of the calls of a method."""
        return [arguments for called, arguments in self.asked if called == name]

    def error(self, parent: QWidget | None, error: AppError) -> None:
        self.asked.append(("error", (error,)))
        assert type(error) in self.expected_errors, f"unexpected error shown: {error!r}"

    def failure(self, parent: QWidget | None, report: object, earlier: bool = False) -> None:
        raise AssertionError(f"unexpected crash dialog: {report}")

    def confirm(self, parent: QWidget | None, question: str, action: str) -> bool:
        return self._answer("confirm", question, action)

    def retry_or_rename(self, parent: QWidget | None, error: AppError) -> str:
        return self._answer("retry_or_rename", error)

    def open_file(self, parent: QWidget | None, title: str, patterns: str, start: Path | None = None) -> Path | None:
        return self._answer("open_file", title, patterns)

    def open_files(self, parent: QWidget | None, title: str, patterns: str) -> list[Path]:
        return self._answer("open_files", title, patterns)

    def save_file(self, parent: QWidget | None, title: str, suggested: Path, patterns: str) -> Path | None:
        return self._answer("save_file", title, suggested, patterns)

    def folder(self, parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
        return self._answer("folder", title)

    def integer(self, parent: QWidget | None, title: str, label: str, value: int, low: int, high: int) -> int | None:
        return self._answer("integer", title, label, value, low, high)

    def run(self, dialog: QDialog) -> bool:
        work = self._answer("run", type(dialog).__name__)
        dialog.show()
        result = work(dialog)
        accepted = dialog.result() == QDialog.DialogCode.Accepted if result is None else bool(result)
        dialog.close()
        dialog.deleteLater()
        return accepted

    def open_path(self, path: Path) -> bool:
        self.opened.append(path)
        return True

    def open_link(self, address: str) -> bool:
        self.links.append(address)
        return True

    def _answer(self, name: str, *arguments: Any) -> Any:
        self.asked.append((name, arguments))
        assert self.answers[name], f"unexpected question: {name}{arguments}"
        return self.answers[name].popleft()


@pytest.fixture(scope="session", autouse=True)
def settled_heap() -> None:
    """Leave what the imports made out of every later sweep, so that a sweep costs little."""
    import cchc_desktop.ui.session
    import cchc_desktop.wiring  # noqa: F401

    gc.collect()
    gc.freeze()
    gc.disable()  # as in the window: a worker that collected would delete widgets in the wrong thread


@pytest.fixture(autouse=True)
def swept(settled_heap: None, qapp: QApplication) -> Iterator[None]:
    """Free the windows of each test at its end: freed at random in another test, they can take the process along."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def dressed_app(qapp: QApplication) -> QApplication:
    """The application in the program's own style, font and language."""
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    qapp.setStyle("Fusion")
    qapp.setFont(style.base_font())
    style.apply(qapp, "light")
    translation.install(qapp)
    return qapp


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a fresh database, made once and copied for each test."""
    from cchc_desktop.wiring import open_services

    folder = tmp_path_factory.mktemp("empty") / "data"
    paths = Paths.under(folder)
    paths.create()
    open_services(paths, lambda: "Nguyễn Văn Bình", lambda: TODAY).close()
    return folder


@pytest.fixture
def paths(empty_data: Path, tmp_path: Path) -> Paths:
    """A data folder of the test's own, with an empty database."""
    shutil.copytree(empty_data, tmp_path / "data")
    return Paths.under(tmp_path / "data")


@pytest.fixture
def services(paths: Paths) -> Iterator[Services]:
    """Real services on the test's own database."""
    from cchc_desktop.wiring import open_services

    opened = open_services(paths, lambda: "Nguyễn Văn Bình", lambda: TODAY)
    yield opened
    opened.close()


@pytest.fixture
def fake_ask(qapp: QApplication) -> Iterator[FakeAsk]:
    """The answers to pop-ups; answers nobody asked for fail the test."""
    ask = FakeAsk()
    yield ask
    left = {name: list(queue) for name, queue in ask.answers.items() if queue}
    assert not left, f"questions that were never asked: {left}"


@pytest.fixture
def context(dressed_app: QApplication, services: Services, paths: Paths, fake_ask: FakeAsk) -> Iterator[Context]:
    """What a place receives, around real services."""
    runner = Runner(lambda error: fake_ask.error(None, error))
    made = Context(
        services=services,
        runner=runner,
        bus=Bus(),
        ask=fake_ask,
        settings=SettingsStore(paths.settings, Settings(clerk="Nguyễn Văn Bình", first_start_done=True)),
        today=lambda: TODAY,
        saved=lambda: None,
        hint=lambda text: None,
        paths=paths,
    )
    yield made
    runner.close()


@pytest.fixture
def unit(context: Context) -> Context:
    """The context of an office that finished its first start: xã Lệ Xá, tỉnh Hưng Yên, with a chairman."""
    from cchc_desktop.domain.ids import new_id
    from cchc_desktop.domain.unit import Signer, SigningMode, Unit, UnitKind

    context.services.units.save(
        Unit(
            new_id(),
            date(2025, 7, 1),
            UnitKind.COMMUNE,
            "Lệ Xá",
            "Tỉnh Hưng Yên",
            "Sở Nội vụ tỉnh Hưng Yên",
            code="H29.12",
            drafting_body="Phòng Văn hóa - Xã hội",
        )
    )
    context.services.units.save_signer(
        Signer(new_id(), "Trần Thị Minh Nguyệt", SigningMode.COLLECTIVE, "CHỦ TỊCH", date(2025, 7, 1))
    )
    return context


@pytest.fixture
def settle(qtbot: Any) -> Callable[[Context], None]:
    """Wait until the worker has nothing left and its results have arrived."""

    def wait(context: Context) -> None:
        qtbot.waitUntil(lambda: not context.runner.busy, timeout=20_000)
        QThreadPool.globalInstance().waitForDone()
        QApplication.processEvents()

    return wait


@pytest.fixture
def type_text(qapp: QApplication) -> Callable[[QWidget, str], None]:
    """Type a text key by key as UniKey sends it. `qtbot.keyClicks` aborts on letters outside of Latin-1."""

    def typed(widget: QWidget, text: str) -> None:
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    return typed


@pytest.fixture
def photograph(qtbot: Any) -> Callable[..., Path]:
    """Save what a widget looks like as build/screenshots/<name>.png.

    Run the tests with QT_SCALE_FACTOR=1.25 to see it on a screen at 125 %; the name then ends in "@125".
    """

    def take(widget: QWidget, name: str, width: int = 1366, height: int = 728) -> Path:
        if widget.isWindow() and width:
            scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
            widget.resize(int(width / scale), int(height / scale))
        if not widget.isVisible():
            widget.show()
        QApplication.processEvents()
        QApplication.processEvents()
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        scaled = os.environ.get("QT_SCALE_FACTOR", "1") != "1"
        path = SCREENSHOTS / f"{name}{'@125' if scaled else ''}.png"
        picture = widget.grab()
        assert picture.save(str(path))
        return path

    return take
