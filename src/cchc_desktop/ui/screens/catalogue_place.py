"""Danh mục: the forms, indicators, periods and provinces in use, to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.period import data_year
from cchc_desktop.domain.search import SearchHit
from cchc_desktop.errors import AppError
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models import catalogue_rows
from cchc_desktop.ui.place import Place
from cchc_desktop.ui.screens.catalogue_entry_page import CatalogueEntryPage
from cchc_desktop.ui.screens.catalogue_pages import FormsPage, IndicatorsPage, PeriodsPage
from cchc_desktop.ui.screens.legal_basis_page import LegalBasisPage
from cchc_desktop.ui.screens.template_page import TemplatePage
from cchc_desktop.ui.widgets.catalogue_table import CatalogueTable
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from cchc_desktop.domain.catalogue import Province
    from cchc_desktop.ui.place import Context

_SEARCH_PAUSE = 250  # ms: an input method sends Backspace and letters in bursts
_YEARS_BACK = 6


class CataloguePlace(Place):
    """The catalogues. It accepts no requests."""

    title = "Danh mục"
    icon = "mdi6.format-list-bulleted-type"
    topics = frozenset({Topic.LEGAL_BASIS, Topic.CATALOGUE})
    help_text = (
        "Các danh mục đang dùng: hình thức tuyên truyền và số lượng được đếm, chỉ tiêu báo cáo và cách tính, kỳ báo "
        "cáo và hạn gửi, tỉnh, thành phố. Ô tìm kiếm không cần gõ dấu.\n\n"
        "Sửa hình thức, chỉ tiêu, kỳ báo cáo: chọn dòng rồi bấm “Sửa…” (hoặc nhấn đúp), sửa, chọn ngày áp dụng và bấm "
        "“Lưu”. Mỗi lần sửa thành một bản mới từ ngày đó; báo cáo cũ vẫn theo bản cũ, báo cáo đã chốt không đổi. Mục "
        "không dùng nữa thì “Ngừng dùng từ lúc này”. Báo cáo chuyên đề thêm ở tab “Kỳ báo cáo”.\n\n"
        "Danh mục khác đổi bằng tệp: mở thư mục danh mục của đơn vị, chép tệp cần đổi từ thư mục con “mau” ra ngoài, "
        "sửa bằng Notepad, bấm “Kiểm tra tệp”, rồi đóng và mở lại chương trình.\n\n"
        "Tab “Căn cứ pháp lý”: văn bản dùng làm căn cứ, tình trạng hiệu lực và ngày kiểm tra gần nhất. Sửa ngay trong "
        "bảng bên phải, thay đổi tự được lưu; “Đã kiểm tra hôm nay” sau khi đã đối chiếu với văn bản công bố; “Nhập "
        "tệp cập nhật…” cho xem trước các thay đổi, văn bản đơn vị đã sửa được giữ nguyên."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE)
        self._build()
        self._build_tables()
        self.legal = LegalBasisPage(context)
        self.templates = TemplatePage(context, self)
        self._arrange()
        self._connect()

    def _build(self) -> None:
        self.search = QLineEdit(self)
        self.search.setObjectName("catalogue_search")
        self.search.setPlaceholderText(self.tr("Tìm trong mọi danh mục, không cần gõ dấu"))
        self.search.setAccessibleName(self.tr("Tìm trong mọi danh mục"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMaximumWidth(420)
        self.sources = QLabel(self)
        self.sources.setObjectName("catalogue_sources")
        self.sources.setProperty("role", "quiet")
        self.sources.setWordWrap(True)
        self.bar = NoticeBar(self)
        self.folder_button = QPushButton(
            icon("mdi6.folder-open-outline"), self.tr("Mở thư mục danh mục của đơn vị"), self
        )
        self.folder_button.setObjectName("catalogue_folder")
        self.check_button = QPushButton(icon("mdi6.check-circle-outline"), self.tr("Kiểm tra tệp"), self)
        self.check_button.setObjectName("catalogue_check")
        self.check_button.setToolTip(self.tr("Đọc thử các tệp danh mục và báo dòng sai, nếu có"))
        self.year_box = QComboBox(self)
        self.year_box.setObjectName("catalogue_year")
        self.year_box.setAccessibleName(self.tr("Năm báo cáo"))

    def _build_tables(self) -> None:
        context = self.context
        self.forms = FormsPage(context, self)
        self.indicators = IndicatorsPage(context, self)
        self.periods = PeriodsPage(context, self)
        self.periods.add_top(
            QLabel(self.tr("Năm báo cáo"), self),
            self.year_box,
            self.periods.add_button,
            self.periods.special_button,
            self.periods.edit_button,
            self.periods.bin_button,
        )
        self.provinces = CatalogueTable(
            "catalogue_provinces", catalogue_rows.province_columns(), (70, 260, 0), context, self
        )

        self.take_provinces = QPushButton(
            icon("mdi6.file-import-outline"), self.tr("Cập nhật từ tệp provinces.toml…"), self
        )
        self.take_provinces.setObjectName("provinces_take")
        self.drop_provinces = QPushButton(self.tr("Về danh mục của chương trình"), self)
        self.drop_provinces.setObjectName("provinces_drop")
        self.provinces.add_top(self.take_provinces, self.drop_provinces)

    def _arrange(self) -> None:
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("catalogue_tabs")
        self.tabs.setDocumentMode(True)
        self._names: tuple[tuple[CatalogueTable | LegalBasisPage | TemplatePage, str], ...] = (
            (self.forms, self.tr("Hình thức")),
            (self.indicators, self.tr("Chỉ tiêu")),
            (self.periods, self.tr("Kỳ báo cáo")),
            (self.provinces, self.tr("Tỉnh, thành phố")),
            (self.legal, self.tr("Căn cứ pháp lý")),
            (self.templates, self.tr("Mẫu văn bản")),
        )
        for page, name in self._names:
            page.table.setAccessibleName(name)
            self.tabs.addTab(page, name)
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addStretch(0)
        top.addWidget(self.check_button)
        top.addWidget(self.folder_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 4, 20, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.sources)
        column.addWidget(self.bar)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._timer.start)
        self.search.returnPressed.connect(self._filter)
        self._timer.timeout.connect(self._filter)
        self.folder_button.clicked.connect(self._open_folder)
        self.check_button.clicked.connect(self._check)
        self.year_box.activated.connect(self._show_periods)
        self.take_provinces.clicked.connect(self._take_provinces)
        self.drop_provinces.clicked.connect(self._drop_provinces)
        self._own = (self.forms, self.indicators, self.periods)
        for page in self._own:
            page.changed.connect(self.refresh)

    # ------------------------------------------------------------------ what every place does

    def refresh(self) -> None:
        """Show the catalogues as they are today."""
        first = not self.year_box.count()
        catalogues = self.context.services.catalogues
        if not self.year_box.count():
            this = data_year(self.context.today(), catalogues.periods)
            for year in range(this + 1, this - _YEARS_BACK - 1, -1):
                self.year_box.addItem(str(year), year)
            self.year_box.setCurrentIndex(self.year_box.findData(this))
        self.forms.set_rows(catalogues.forms)
        self.indicators.set_rows(catalogues.indicators)
        self.provinces.set_rows(catalogues.provinces)
        self._show_periods()
        self._show_sources()
        if first:
            for page in self._own:
                page.offer_draft()

    def new(self) -> None:
        """Start a new entry; on the tabs that are not changed here open the office's own folder."""
        page = self.tabs.currentWidget()
        if isinstance(page, (CatalogueEntryPage, LegalBasisPage)):
            page.begin_new()
        else:
            self._open_folder()

    def leave(self) -> bool:
        """Write a legal basis that is being typed, and keep as a draft what is being changed elsewhere."""
        for page in self._own:
            page.keep_draft()
        return self.legal.leave()

    def find(self) -> None:  # type: ignore[override]
        """Go to the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def accept(self, request: object) -> None:
        """Show an entry of the legal bases that the search found."""
        if isinstance(request, SearchHit) and self.leave():
            self.search.clear()
            self.tabs.setCurrentWidget(self.legal)
            self.legal.show_entry(request.id)

    def escape(self) -> bool:
        """Close the entry that is open, then the message, then empty the search box."""
        page = self.tabs.currentWidget()
        if page is self.legal and self.legal.escape():
            return True
        if isinstance(page, CatalogueEntryPage) and page.is_open():
            page.close_panel()
            return True
        if not self.bar.isHidden():
            self.bar.hide()
            return True
        if self.search.text():
            self.search.clear()
            self._filter()
            return True
        return False

    # ------------------------------------------------------------------ tables

    def _show_periods(self) -> None:
        self.periods.year = self.year_box.currentData()
        self.periods.set_rows(self.context.services.reports.periods(self.year_box.currentData()))
        self._filter()

    def _filter(self) -> None:
        """Search all tables; the number found stands on each tab."""
        self._timer.stop()
        words = self.search.text()
        for number, (page, name) in enumerate(self._names):
            self.tabs.setTabText(number, f"{name} ({page.search(words)})")

    # ------------------------------------------------------------------ files

    def _show_sources(self) -> None:
        own = [file.name for file in self.context.services.catalogue_files.files() if file.own]
        self.drop_provinces.setVisible("provinces.toml" in own)
        if own:
            text = self.tr("Tệp riêng của đơn vị: {}. Các tệp khác theo chương trình.").format(", ".join(own))
        else:
            text = self.tr("Đang dùng danh mục kèm theo chương trình; đơn vị chưa có tệp riêng.")
        self.sources.setText(text)

    def _take_provinces(self) -> None:
        title = self.tr("Chọn tệp danh mục tỉnh, thành phố")
        chosen = self.context.ask.open_file(self, title, self.tr("Danh mục tỉnh, thành phố (*.toml)"))
        if chosen is not None:
            self._set_provinces(partial(self.context.services.catalogue_files.take_provinces, chosen))

    def _drop_provinces(self) -> None:
        self._set_provinces(self.context.services.catalogue_files.drop_provinces)

    def _set_provinces(self, command: Callable[[], Sequence[Province]]) -> None:
        try:
            found = command()
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self.refresh()
        self.context.saved()
        self.context.bus.announce(Change(Topic.CATALOGUE))
        self.bar.tell(self.tr("Danh mục có {0} tỉnh, thành phố, dùng ngay từ bây giờ.").format(len(found)))

    def _open_folder(self) -> None:
        try:
            folder = self.context.services.catalogue_files.prepare_folder()
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self.context.ask.open_path(folder)
        self.bar.tell(
            self.tr(
                "Thư mục: {}. Chép tệp cần đổi từ thư mục con “mau” ra thư mục này rồi sửa; "
                "tệp đã sửa được dùng từ lần mở chương trình sau."
            ).format(folder)
        )

    def _check(self) -> None:
        self._show_sources()
        problems = self.context.services.catalogue_files.problems()
        if not problems:
            self.bar.tell(self.tr("Các tệp danh mục đều đúng."))
            return
        lines = [
            self.tr("{}, dòng {}: {}").format(problem.path.name, problem.line or "?", problem.reason)
            for problem in problems
        ]
        text = self.tr("Tệp danh mục có chỗ sai, hãy sửa trước khi đóng chương trình:")
        self.bar.tell("\n".join([text, *lines]), (self.tr("Mở thư mục"), self._open_folder))
