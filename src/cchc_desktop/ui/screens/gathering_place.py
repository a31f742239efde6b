"""Tổng hợp: the units that report to this office, what they sent, and what is made of it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from cchc_desktop.domain.change import Topic
from cchc_desktop.ui.place import Context, Place
from cchc_desktop.ui.screens.gathering_tab import GatheringTab

TABS: tuple[tuple[str, str], ...] = (
    ("receiving", "Tiếp nhận"),
    ("board", "Theo dõi"),
    ("consolidation", "Số liệu tổng hợp"),
    ("scoring", "Chấm điểm"),
    ("directory", "Đơn vị"),
)
"""Key and word of each tab, in their order. `_make_tab` knows the page of each."""


def _make_tab(key: str, context: Context) -> GatheringTab:
    """Return the page of a tab; plain imports, so that the one-folder build finds them by reading the code."""
    if key == "directory":
        from cchc_desktop.ui.screens.gathering_directory_page import DirectoryPage

        return DirectoryPage(context)
    if key == "receiving":
        from cchc_desktop.ui.screens.gathering_receiving_page import ReceivingPage

        return ReceivingPage(context)
    if key == "board":
        from cchc_desktop.ui.screens.gathering_board_page import BoardPage

        return BoardPage(context)
    if key == "scoring":
        from cchc_desktop.ui.screens.gathering_scoring_page import ScoringPage

        return ScoringPage(context)
    if key == "consolidation":
        from cchc_desktop.ui.screens.gathering_consolidation_page import ConsolidationPage

        return ConsolidationPage(context)
    raise KeyError(key)


class GatheringPlace(Place):
    """One tab for each noun; a page is made when its tab is first shown.

    Requests: the key of a tab, or (key of a tab, a request of its page).
    """

    title = "Tổng hợp"
    icon = "mdi6.source-merge"
    topics = frozenset({Topic.DIRECTORY, Topic.UNIT, Topic.CATALOGUE, Topic.RECEIVED})
    help_text = (
        "Dành cho nơi nhận báo cáo của nhiều đơn vị.\n\n"
        "Tiếp nhận: đưa tệp, cả thư mục hoặc USB vào; gói báo cáo, tệp Excel của chương trình và tệp Excel tự làm đều "
        "được. Tệp chưa rõ đơn vị, kỳ hay cột thì chờ xác nhận; hai tệp khác nhau của cùng một lần gửi được đặt cạnh "
        "nhau để chọn; tệp hỏng được để riêng kèm lý do.\n\n"
        "Theo dõi: kỳ này đơn vị nào chưa nộp, đúng hạn, muộn, bổ sung, bị trả lại; số liệu nào không khớp hoặc khác "
        "thường; lập công văn đôn đốc cho mọi đơn vị chưa nộp; tiếp nhận, trả lại và ghi phiếu phản hồi.\n\n"
        "Chấm điểm: xếp hạng các đơn vị theo bộ tiêu chí; mở một đơn vị (Enter) để thẩm định cạnh điểm tự chấm, lý do "
        "và minh chứng. Điểm đề xuất tính từ báo cáo đã nhận; khác đề xuất hoặc điểm tự chấm thì phải ghi lý do.\n\n"
        "Số liệu tổng hợp: tổng theo chỉ tiêu, bấm vào một tổng để xem số của từng đơn vị và ô của tệp gốc; chốt, xuất "
        "Excel, Word, điền biểu cấp trên, gửi lên trên.\n\n"
        "Đơn vị: danh sách đơn vị gửi báo cáo theo từng thời kỳ, người liên hệ, đơn vị nào báo cáo cho ai; sáp nhập, "
        "chia tách, đổi tên từ một ngày: báo cáo cũ giữ tên cũ. “Chế độ báo cáo” nêu ai phải gửi kỳ nào, hạn riêng."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("gathering_tabs")
        self.tabs.setDocumentMode(True)
        self.pages: dict[str, GatheringTab] = {}
        self._fresh: set[str] = set()
        self._holders: dict[str, QStackedLayout] = {}
        for key, word in TABS:
            holder = QWidget(self)
            self._holders[key] = QStackedLayout(holder)
            self.tabs.addTab(holder, word)
        self.main = QPushButton(self)
        self.main.setObjectName("gathering_main")
        self.main.setProperty("role", "main")
        self.main.clicked.connect(self.new)
        self.corner = self.main
        self._current = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 4, 20, 12)
        column.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._shown)

    @property
    def page(self) -> GatheringTab:
        """The page on show."""
        return self.tab(TABS[self.tabs.currentIndex()][0])

    def tab(self, key: str) -> GatheringTab:
        """Return the page of a tab, made now when it was not yet."""
        if key not in self.pages:
            page = _make_tab(key, self.context)
            page.wanted.connect(self._go)
            page.action_changed.connect(self._name_action)
            self.pages[key] = page
            self._holders[key].addWidget(page)
        return self.pages[key]

    def show_tab(self, key: str) -> None:
        """Show a tab, when the one on show lets go."""
        self.tabs.setCurrentIndex([name for name, _ in TABS].index(key))

    # ------------------------------------------------------------------ what every place does

    def refresh(self) -> None:
        """Read the page on show again, the others when they are shown."""
        self._fresh.clear()
        self._shown()

    def new(self) -> None:
        """Do the main action of the page on show."""
        self.page.new()

    def find(self) -> None:  # type: ignore[override]
        """Focus the search box of the page on show."""
        self.page.find()

    def accept(self, request: object) -> None:
        """Show a tab, with a request of its own or without."""
        key, inner = request if isinstance(request, tuple) else (request, None)
        if key == "new":
            self.new()
        elif any(key == name for name, _ in TABS):
            self.show_tab(str(key))
            if inner is not None:
                self.page.accept(inner)

    def leave(self) -> bool:
        """Write what is being typed on whichever page; an unsound entry brings its tab to the front."""
        for key, page in self.pages.items():
            if not page.leave():
                self.show_tab(key)
                return False
        return True

    def escape(self) -> bool:
        """Close what the page on show opened last."""
        return self.page.escape()

    # ------------------------------------------------------------------ tabs

    def _go(self, key: str, request: object) -> None:
        if key == "gathering":
            self.accept(request)
        else:
            self.wanted.emit(key, request)

    def _shown(self) -> None:
        number = self.tabs.currentIndex()
        key = TABS[number][0]
        left = self.pages.get(TABS[self._current][0])
        if number != self._current and left is not None and not left.leave():
            self.tabs.setCurrentIndex(self._current)
            return
        self._current = number
        page = self.tab(key)
        if key not in self._fresh:
            self._fresh.add(key)
            page.refresh()
        self._name_action()

    def _name_action(self) -> None:
        words = self.page.action
        self.main.setText(words)
        self.main.setVisible(bool(words) and self.isVisible())
