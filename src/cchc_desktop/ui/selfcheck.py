"""What the self-test asks of the window: that it opens, in Vietnamese, with every letter, and every place in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QFontInfo, QRawFont
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from cchc_desktop.ui.app import dress
from cchc_desktop.ui.main_window import PLACES, MainWindow
from cchc_desktop.ui.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_desktop.paths import Paths
    from cchc_desktop.services.container import Services

_TIMEOUT = 60_000  # ms to open and to visit every place


class WindowFault(Exception):
    """The window is not as it should be; the text says how."""


def check_window(paths: Paths, services: Services, letters: str) -> str:
    """Build the window on some services, visit every place, and return what was found in a few words.

    Args:
        paths: the data folder behind the services.
        services: open services; the window closes them.
        letters: letters that the font of the window has to hold.

    Raises:
        WindowFault: Qt's own texts are not Vietnamese, letters are missing, or the window does not get ready.

    """
    app = dress(QApplication.instance() or QApplication(sys.argv[:1]), "light")
    cancel = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    word = cancel.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "")
    if word != "Hủy":
        raise WindowFault(f"nút của Qt ghi “{word}” thay vì “Hủy”")
    raw = QRawFont.fromFont(app.font())
    missing = "".join(letter for letter in letters if not raw.supportsCharacter(ord(letter)))
    if missing:
        raise WindowFault(f"phông chữ {app.font().family()} thiếu các chữ {missing}")
    _visit_all(paths, services)
    return f"{len(PLACES)} nơi, phông chữ {QFontInfo(app.font()).family()}"


def _visit_all(paths: Paths, services: Services) -> None:
    def open_services(clerk: Callable[[], str]) -> Services:
        return services

    window = MainWindow()
    session = Session(window, paths, open_services)
    loop = QEventLoop()
    session.ready.connect(loop.quit)
    window.painted.connect(session.start)
    QTimer.singleShot(_TIMEOUT, loop, loop.quit)
    window.show()
    loop.exec()
    try:
        if session.context is None:
            raise WindowFault("cửa sổ không mở được dữ liệu")
        for key, _, _ in PLACES:
            session.go(key)
            while session.runner.busy:
                loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if session.current != key:
                raise WindowFault(f"không chuyển được sang nơi “{key}”")
    finally:
        session.close()
        window.close()
        window.deleteLater()
