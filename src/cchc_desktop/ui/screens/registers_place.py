"""Sổ theo dõi: the office's registers, each a list with the form of the row chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.change import Topic
from cchc_desktop.domain.search import SearchHit, SearchKind
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.place import Context, Place
from cchc_desktop.ui.screens.register_budget import BudgetPage, SpendingPage
from cchc_desktop.ui.screens.register_channels import BroadcastsPage, ChannelsPage
from cchc_desktop.ui.screens.register_commendations import CommendationsPage
from cchc_desktop.ui.screens.register_page import RegisterPage
from cchc_desktop.ui.screens.register_people import DeliveriesPage, PeoplePage
from cchc_desktop.ui.screens.register_petitions import PetitionsPage
from cchc_desktop.ui.screens.register_tab import RegisterTab

_SEARCH_PAUSE = 250  # ms: an input method sends Backspace and letters in bursts


_LISTS = {
    SearchKind.CHANNEL: (0, 0),
    SearchKind.BROADCAST: (0, 1),
    SearchKind.COLLABORATOR: (1, 0),
    SearchKind.DELIVERY: (1, 1),
    SearchKind.PETITION: (2, 0),
    SearchKind.COMMENDATION: (3, 0),
    SearchKind.BUDGET_LINE: (4, 0),
    SearchKind.SPENDING: (4, 1),
}
"""Noun of a find → its tab and its list there."""


class RegistersPlace(Place):
    """The registers. Requests it accepts: "new", or the name of a tab ("petitions", "budget" …)."""

    title = "Sổ theo dõi"
    icon = "mdi6.clipboard-list-outline"
    topics = frozenset({Topic.REGISTER, Topic.ACTIVITY, Topic.PLAN})
    help_text = (
        "Năm sổ của công tác tuyên truyền: kênh và nhật ký phát, đăng; cộng tác viên, báo cáo viên; phản ánh, kiến "
        "nghị; biểu dương, sáng kiến; kinh phí. Chọn một dòng để sửa ở bên phải, thay đổi tự được lưu; “Xóa” hoàn tác "
        "được và mục đã xóa nằm trong “Đã xóa”. Ô tìm kiếm không cần gõ dấu. “Xuất Excel” ghi đúng các dòng đang "
        "hiện, “Nhập Excel” đưa cả bảng vào sổ.\n\n"
        "Kênh: chọn các lượt phát rồi bấm “Ghi vào nhật ký” để thành hoạt động. Phản ánh, kiến nghị: hạn chuyển và hạn "
        "trả lời tính theo ngày làm việc, sửa được ở tệp petitions.toml trong Danh mục; họ tên, địa chỉ, điện thoại "
        "không vào tệp xuất trừ khi chọn kèm. Kinh phí: thành tiền, còn lại và số tiền bằng chữ do chương trình tính; "
        "“Xuất Word” cho phụ lục dự toán."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE)
        self._fresh: set[RegisterPage[Any]] = set()
        self.search = QLineEdit(self)
        self.search.setObjectName("registers_search")
        self.search.setPlaceholderText(self.tr("Tìm trong mọi sổ, không cần gõ dấu"))
        self.search.setAccessibleName(self.tr("Tìm trong mọi sổ"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMaximumWidth(420)
        self.add = QPushButton(icon("mdi6.plus", "on_accent"), "", self)
        self.add.setObjectName("registers_add")
        self.add.setProperty("role", "main")
        self.corner = self.add
        self._make_pages()
        self._arrange()
        self._connect()
        self._shown()

    def _make_pages(self) -> None:
        self.channels = ChannelsPage(self.context)
        self.broadcasts = BroadcastsPage(self.context)
        self.people = PeoplePage(self.context)
        self.deliveries = DeliveriesPage(self.context)
        self.petitions = PetitionsPage(self.context)
        self.commendations = CommendationsPage(self.context)
        self.budget = BudgetPage(self.context)
        self.spending = SpendingPage(self.context)

    def _arrange(self) -> None:
        tr = self.tr
        lists: tuple[tuple[str, str, tuple[tuple[RegisterPage[Any], str], ...]], ...] = (
            (
                "channels",
                tr("Kênh tuyên truyền"),
                ((self.channels, tr("Kênh")), (self.broadcasts, tr("Nhật ký phát"))),
            ),
            (
                "people",
                tr("Cộng tác viên, báo cáo viên"),
                ((self.people, tr("Danh sách")), (self.deliveries, tr("Sản phẩm, buổi tuyên truyền"))),
            ),
            ("petitions", tr("Phản ánh, kiến nghị"), ((self.petitions, tr("Phản ánh, kiến nghị")),)),
            ("commendations", tr("Biểu dương, sáng kiến"), ((self.commendations, tr("Biểu dương, sáng kiến")),)),
            ("budget", tr("Kinh phí"), ((self.budget, tr("Dự toán")), (self.spending, tr("Đã chi")))),
        )
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("registers_tabs")
        self.tabs.setDocumentMode(True)
        self.keys = [key for key, _, _ in lists]
        self._names = [name for _, name, _ in lists]
        self._tabs = [RegisterTab(key, pages, self) for key, _, pages in lists]
        for tab, name in zip(self._tabs, self._names, strict=True):
            self.tabs.addTab(tab, name)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 4, 20, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._timer.start)
        self.search.returnPressed.connect(self._filter)
        self._timer.timeout.connect(self._filter)
        self.add.clicked.connect(self.new)
        self.tabs.currentChanged.connect(self._shown)
        for tab in self._tabs:
            tab.group.idClicked.connect(self._switch)
            for page in tab.pages:
                page.cleared.connect(self._clear_search)
        self.channels.table.activated_row.connect(self._show_broadcasts)
        self.people.table.activated_row.connect(self._show_deliveries)
        self.budget.table.activated_row.connect(self._show_spending)

    @property
    def page(self) -> RegisterPage[Any]:
        """The list on show."""
        return self._tabs[self.tabs.currentIndex()].page

    # ------------------------------------------------------------------ what every place does

    def refresh(self) -> None:
        """Read the list on show again, the others when they are shown."""
        self._fresh.clear()
        self._shown()

    def new(self) -> None:
        """Begin a new entry of the list on show."""
        self.page.begin_new()

    def find(self) -> None:  # type: ignore[override]
        """Go to the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def accept(self, request: object) -> None:
        """Show a tab, or begin a new entry."""
        if request == "new":
            self.new()
        elif isinstance(request, SearchHit):
            self._show_found(request)
        elif request in self.keys:
            self.tabs.setCurrentIndex(self.keys.index(str(request)))

    def _show_found(self, hit: SearchHit) -> None:
        """Show an entry in its list, whatever was searched or filtered there."""
        number, which = _LISTS[hit.kind]
        if not self.leave():
            return
        self._clear_search()
        self.tabs.setCurrentIndex(number)
        self._tabs[number].show_list(which)
        self._shown()
        self.broadcasts.channel_box.setCurrentIndex(0)
        self.deliveries.person_box.setCurrentIndex(0)
        if self.page is self.spending and hit.date is not None:
            self.spending.show_year(hit.date.year)
        elif self.page is self.budget and hit.date is not None:
            self.budget.year_box.setCurrentIndex(self.budget.year_box.findData(hit.date.year))
        self.page.show_entry(hit.id)

    def leave(self) -> bool:
        """Write what is being typed, in whichever list; an unsound entry brings its list to the front."""
        for number, tab in enumerate(self._tabs):
            for place, page in enumerate(tab.pages):
                if not page.leave():
                    self.tabs.setCurrentIndex(number)
                    tab.show_list(place)
                    return False
        return True

    def escape(self) -> bool:
        """Close what the list opened last, then empty the search box."""
        if self.page.escape():
            return True
        if self.search.text():
            self.search.clear()
            self._filter()
            return True
        return False

    # ------------------------------------------------------------------ tabs

    def _shown(self) -> None:
        """Read the list on show, when it was not read since the last change; name its main action."""
        page = self.page
        self.add.setText(page.add_text)
        if page not in self._fresh:
            self._fresh.add(page)
            page.refresh()

    def _switch(self, number: int) -> None:
        tab = self._tabs[self.tabs.currentIndex()]
        if tab.page.leave():
            tab.show_list(number)
            self._shown()
        else:
            tab.show_list(tab.stack.currentIndex())

    def _filter(self) -> None:
        """Search all lists; the number found stands on each tab."""
        self._timer.stop()
        words = self.search.text().strip()
        for number, (tab, name) in enumerate(zip(self._tabs, self._names, strict=True)):
            for page in tab.pages:
                if page not in self._fresh:
                    page.forget_rows()
            found = sum(page.search(words) for page in tab.pages)
            self.tabs.setTabText(number, f"{name} ({found})" if words else name)
            self._fresh.update(tab.pages)

    def _clear_search(self) -> None:
        if self.search.text():
            self.search.clear()
            self._filter()

    def _show_broadcasts(self, row: Any) -> None:
        self._tabs[0].show_list(1)
        self._shown()
        self.broadcasts.show_channel(row.channel.id)

    def _show_deliveries(self, row: Any) -> None:
        self._tabs[1].show_list(1)
        self._shown()
        self.deliveries.show_person(row.person.id)

    def _show_spending(self, row: Any) -> None:
        self._tabs[4].show_list(1)
        self._shown()
        self.spending.show_year(row.line.year)
