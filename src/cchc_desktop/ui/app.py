"""The window's life: painted first, then filled.

What is named at the top of this file and of `main_window` is imported before the first paint: keep it cheap.
Reading the settings properly costs 20 ms (tomllib, dataclasses, tempfile), an eighth of a bare window, so the
two values the first paint needs are looked up by hand.
"""

from __future__ import annotations

import re
import sys

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication

from cchc_desktop.ui import style, translation
from cchc_desktop.ui.garbage import GarbageCollector
from cchc_desktop.ui.main_window import MainWindow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from cchc_desktop.paths import Paths
    from cchc_desktop.services.container import Services
    from cchc_desktop.ui.session import Session

    OpenServices = Callable[[Callable[[], str]], Services]

_THEME = re.compile(r'^theme = "(\w+)"', re.MULTILINE)
_WINDOW = re.compile(r"^window = \[([-\d,\s]*)\]", re.MULTILINE)


def run(paths: Paths, open_services: OpenServices, today: Callable[[], date] | None = None) -> int:
    """Show the window until it is closed; return the exit code.

    Args:
        paths: where the data live.
        open_services: opens the data; called on the worker thread after the window has painted, with a function
            that returns the clerk's name (which can change while the program runs).
        today: returns the day the program takes for today; None: the PC's.

    """
    sessions: list[Session] = []
    try:
        app = dress(QApplication.instance() or QApplication(sys.argv[:1]), *first_look(paths.settings)[:1])
        garbage = GarbageCollector()  # before any other thread begins
        window = MainWindow()
        window.place_at(first_look(paths.settings)[1])
    except Exception as error:  # before the log is open: a windowed program has no other voice
        from cchc_desktop import logs

        logs.start(paths).report(error)
        raise

    def begin() -> None:
        from cchc_desktop.ui.session import Session

        sessions.append(Session(window, paths, open_services, today))
        sessions[0].start()

    def show_last() -> None:
        show_last_overview(window, paths, today)
        QTimer.singleShot(0, window, begin)

    window.painted.connect(show_last)
    window.show()
    code = app.exec()
    for session in sessions:
        session.close()
    garbage.stop()
    return code


def show_last_overview(window: MainWindow, paths: Paths, today: Callable[[], date] | None = None) -> None:
    """Show the overview as it was at the last close, until the data are open. It cannot be clicked yet."""
    from cchc_desktop.ui.models.overview import last_overview

    overview = last_overview(paths.data, paths.database)
    if overview is None:
        return
    from datetime import date

    from cchc_desktop.ui.screens.overview_view import OverviewView

    view = OverviewView(None, window)
    view.show_overview(overview, today() if today else date.today())
    view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    window.show_early(view)


def dress(app: object, theme: str) -> QApplication:
    """Give the application its name, language, font and colours."""
    assert isinstance(app, QApplication)
    app.setApplicationName("CCHC")
    app.setApplicationDisplayName("CCHC Desktop")
    app.setDesktopFileName("cchc-desktop")
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    translation.install(app)
    app.setStyle("Fusion")
    app.setFont(style.base_font())
    style.apply(app, theme)
    return app


def first_look(settings: Path) -> tuple[str, tuple[int, ...]]:
    """Return theme and window position from the settings file, defaults where they are missing."""
    try:
        text = settings.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return "light", ()
    theme, window = _THEME.search(text), _WINDOW.search(text)
    numbers = window[1].replace(",", " ").split() if window else []
    try:
        position = tuple(int(number) for number in numbers)
    except ValueError:
        position = ()
    return theme[1] if theme else "light", position if len(position) == 5 else ()
