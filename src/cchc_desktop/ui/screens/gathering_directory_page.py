"""Tổng hợp → Đơn vị: the directory, and which reports are expected of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from cchc_desktop.domain.change import Topic
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.screens.gathering_expectations_page import ExpectationsPage
from cchc_desktop.ui.screens.gathering_tab import GatheringTab
from cchc_desktop.ui.screens.gathering_units_page import UnitsPage
from cchc_desktop.ui.screens.register_tab import RegisterTab

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.screens.register_page import RegisterPage

_SEARCH_PAUSE = 250  # ms: an input method sends Backspace and letters in bursts


class DirectoryPage(GatheringTab):
    """Two lists with a switch between them, one search box for the one on show."""

    topics = frozenset({Topic.DIRECTORY, Topic.UNIT, Topic.CATALOGUE})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("gathering_directory")
        self.search = QLineEdit(self)
        self.search.setObjectName("directory_search")
        self.search.setPlaceholderText(self.tr("Tìm theo mã, tên, người liên hệ; không cần gõ dấu"))
        self.search.setAccessibleName(self.tr("Tìm đơn vị"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMaximumWidth(420)
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE)
        self.units = UnitsPage(context)
        self.expectations = ExpectationsPage(context)
        lists = ((self.units, self.tr("Đơn vị")), (self.expectations, self.tr("Chế độ báo cáo")))
        self.lists = RegisterTab("directory", lists, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(self.units.times)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.lists, 1)
        self.search.textChanged.connect(self._timer.start)
        self.search.returnPressed.connect(self._filter)
        self._timer.timeout.connect(self._filter)
        self.lists.group.idClicked.connect(self._switch)
        for page in self.lists.pages:
            page.cleared.connect(self.search.clear)

    @property
    def page(self) -> RegisterPage[Any]:
        """The list on show."""
        return self.lists.page

    @property
    def action(self) -> str:
        """What the list on show adds."""
        return self.page.add_text

    def refresh(self) -> None:
        """Read the list on show again."""
        self.page.refresh()

    def new(self) -> None:
        """Begin a new entry of the list on show."""
        self.page.begin_new()

    def find(self) -> None:  # type: ignore[override]
        """Go to the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def accept(self, request: object) -> None:
        """Show the unit of a code, or the list that was asked for."""
        if request == "expectations":
            self.lists.show_list(1)
            self._switch(1)
        elif isinstance(request, str):
            found = self.units.directory.on_day().get(request)
            if found is not None and self.leave():
                self.lists.show_list(0)
                self.units.show_entry(found.id)

    def leave(self) -> bool:
        """Write what is being typed in either list."""
        return all(page.leave() for page in self.lists.pages)

    def escape(self) -> bool:
        """Close what the list opened last, then empty the search box."""
        if self.page.escape():
            return True
        if self.search.text():
            self.search.clear()
            self._filter()
            return True
        return False

    def _switch(self, number: int) -> None:
        if self.page.leave():
            self.lists.show_list(number)
            self.units.times.setVisible(number == 0)
            self._filter()
            self.page.refresh()
            self.action_changed.emit()
        else:
            self.lists.show_list(self.lists.stack.currentIndex())

    def _filter(self) -> None:
        self._timer.stop()
        self.page.forget_rows()
        self.page.search(self.search.text().strip())
