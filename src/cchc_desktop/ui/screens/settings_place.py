"""Cài đặt: the office, its signers, this PC, the backups, and the hand-over to a successor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from cchc_desktop.ui.place import Place
from cchc_desktop.ui.widgets.settings_backups import BackupsPage
from cchc_desktop.ui.widgets.settings_clerk_pack import ClerkPackPage
from cchc_desktop.ui.widgets.settings_general import GeneralPage
from cchc_desktop.ui.widgets.settings_shared import SharedPage
from cchc_desktop.ui.widgets.settings_signers import SignersPage
from cchc_desktop.ui.widgets.settings_unit import UnitPage

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


class SettingsPlace(Place):
    """Six pages under tabs. Everything is written by itself."""

    title = "Cài đặt"
    icon = "mdi6.cog-outline"
    help_text = (
        "Nơi khai báo đơn vị và người ký theo từng thời gian, tên cán bộ, màu cửa sổ, và sao lưu. Mọi thay đổi được "
        "ghi ngay, không có nút Lưu. Bản sao lưu gồm cả số liệu và tệp minh chứng, được kiểm tra ngay khi làm xong. "
        "“Bàn giao” tạo một tệp đủ mọi thứ cho người kế nhiệm. “Dữ liệu dùng chung” đặt số liệu trên máy chủ "
        "PostgreSQL khi nhiều người cùng làm."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.unit = UnitPage(context)
        self.signers = SignersPage(context)
        self.general = GeneralPage(context)
        self.backups = BackupsPage(context)
        self.clerk_pack = ClerkPackPage(context)
        self.shared = SharedPage(context)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("settings_tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.unit, self.tr("Đơn vị"))
        self.tabs.addTab(self.signers, self.tr("Người ký"))
        self.tabs.addTab(self.general, self.tr("Máy này"))
        self.tabs.addTab(self.backups, self.tr("Sao lưu"))
        self.tabs.addTab(self.clerk_pack, self.tr("Bàn giao"))
        self.tabs.addTab(self.shared, self.tr("Dữ liệu dùng chung"))
        self.tabs.currentChanged.connect(self._tab_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 16)
        layout.addWidget(self.tabs)
        self._shown_tab = 0

    def refresh(self) -> None:
        """Read all pages anew."""
        self.unit.reload()
        self.signers.reload()
        self.backups.refresh()
        self.shared.refresh()

    def new(self) -> None:
        """Add to the page on show."""
        page = self.tabs.currentWidget()
        if isinstance(page, UnitPage | SignersPage):
            page.begin_new()
        elif page is self.backups:
            self.backups.back_up()

    def find(self) -> None:  # type: ignore[override]
        """Go to the list of the page on show: nothing is searched here."""
        self.tabs.currentWidget().setFocus()

    def leave(self) -> bool:
        """Write what was typed; stay where something cannot be written."""
        self.general.save()
        for page in (self.unit, self.signers):
            if not page.leave():
                self.tabs.setCurrentWidget(page)
                return False
        return True

    def escape(self) -> bool:
        """Drop a new entry that was not written."""
        page = self.tabs.currentWidget()
        return isinstance(page, UnitPage | SignersPage) and page.cancel_new()

    def _tab_changed(self, number: int) -> None:
        left = self.tabs.widget(self._shown_tab)
        if isinstance(left, UnitPage | SignersPage) and not left.leave():
            self.tabs.setCurrentIndex(self._shown_tab)
            return
        self.general.save()
        self._shown_tab = number
