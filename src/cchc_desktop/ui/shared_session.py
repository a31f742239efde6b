"""What a window does while its data lie on a server: hear what others change, find a way out when it is gone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from cchc_desktop.domain.change import Change, Topic

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cchc_desktop.errors import AppError
    from cchc_desktop.services.container import Services
    from cchc_desktop.ui.ask import Ask
    from cchc_desktop.ui.bus import Bus
    from cchc_desktop.ui.screens.start_trouble import StartTrouble
    from cchc_desktop.ui.settings_store import SettingsStore
    from cchc_desktop.ui.work import Runner


class SharedSession(QObject):
    """Stands between the change notices of the server, which come on a thread of their own, and the bus.

    `trouble` carries trouble of the server that a screen met while it read; it is told once, not by every list. `again`
    fires when the data are to be opened once more: on the server, or on the file of this computer instead.
    """

    again = Signal()
    trouble = Signal(object)
    _heard = Signal(object)

    def __init__(self, window: QWidget, bus: Bus, ask: Ask, settings: SettingsStore, runner: Runner) -> None:
        super().__init__(window)
        self._window = window
        self._bus = bus
        self._ask = ask
        self._settings = settings
        self._runner = runner
        self._stop: Callable[[], None] | None = None
        self._heard.connect(self._announce)
        self._telling = False
        self.trouble.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def begin(self, services: Services) -> None:
        """Listen to the changes of others; on a file of this computer there are none."""
        self.end()
        if services.is_shared:
            self._stop = services.shared_data.listen(self._heard.emit)

    def end(self) -> None:
        """Listen no more."""
        if self._stop is not None:
            self._stop()
            self._stop = None

    def _tell(self, error: AppError) -> None:
        if not self._telling:
            self._telling = True
            self._ask.error(self._window, error)
            self._telling = False

    def attend(self, page: StartTrouble) -> None:
        """Answer the page that tells why the data were not opened."""
        page.retry.connect(partial(self._try_again, page))
        page.local.connect(self._use_local)
        page.prepare.connect(self._prepare)

    def _try_again(self, page: StartTrouble) -> None:
        """Open once more; a password that was typed because the server refused the login is kept first."""
        if page.password.text():
            from cchc_desktop.services.passwords import keep_password

            keep_password(self._settings.value.database_url, page.password.text())
        self.again.emit()

    def _prepare(self) -> None:
        """Make the tables of the server, or bring them up to date, and open once more."""
        question = self.tr(
            "Chuẩn bị hoặc nâng cấp dữ liệu trên máy chủ?\n\nNếu ở đó đã có số liệu, hãy chắc chắn người quản trị vừa "
            "sao lưu máy chủ. Sau khi nâng cấp, các máy khác cũng phải cài phiên bản này."
        )
        if self._ask.confirm(self._window, question, self.tr("Chuẩn bị máy chủ")):
            from cchc_desktop.services.shared_data import prepare_data

            address, clerk = self._settings.value.database_url, self._settings.value.clerk
            self._runner.run(
                lambda progress: prepare_data(address, clerk),
                lambda _: self.again.emit(),
                label=self.tr("Đang chuẩn bị máy chủ"),
            )

    def _use_local(self) -> None:
        """Go on with the file of this computer; the server stays as it is."""
        question = self.tr(
            "Dùng tệp số liệu trên máy này, không dùng dữ liệu chung nữa?\n\nNhững gì ghi vào tệp này không tự lên máy "
            "chủ. Muốn dùng lại dữ liệu chung, vào Cài đặt → Dữ liệu dùng chung."
        )
        if self._ask.confirm(self._window, question, self.tr("Dùng tệp trên máy này")):
            self._settings.update(database_url="", shared_evidence="")
            self.again.emit()

    def _announce(self, topics: tuple[Topic, ...]) -> None:
        for topic in topics if self._stop is not None else ():
            self._bus.announce(Change(topic))
