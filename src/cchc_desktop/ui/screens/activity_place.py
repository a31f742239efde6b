"""Nhật ký: the log, its search, the form beside it, the bin and the import."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.change import Topic
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.period import data_year
from cchc_desktop.domain.search import terms
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.activity_draft import ActivityDraft
from cchc_desktop.ui.models.activity_pages import ActivityPages
from cchc_desktop.ui.place import Place
from cchc_desktop.ui.screens.activity_desk import ActivityDesk
from cchc_desktop.ui.screens.table_import_button import save_import_template, start_import
from cchc_desktop.ui.undoing import tell_undoable
from cchc_desktop.ui.widgets.activity_filters import ActivityFilters
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.marks_delegate import MarksDelegate
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.screens.activity_grid_page import ActivityGridPage
    from cchc_desktop.ui.screens.activity_series_page import ActivitySeriesPage

_WIDTHS = (104, 200, 350, 180, 84, 52)


class ActivityPlace(Place):
    """The log. Requests it accepts: "new", the day of a new one, an `ActivityFilter`, or the id of an entry to open."""

    title = "Nhật ký"
    icon = "mdi6.notebook-edit-outline"
    topics = frozenset({Topic.ACTIVITY, Topic.PLAN, Topic.CATALOGUE})
    help_text = (
        "Nhật ký ghi lại từng hoạt động tuyên truyền đã làm. Bấm “Ghi hoạt động” (Ctrl+Shift+N; Ctrl+N mở khung "
        "ghi nhanh từ bất cứ nơi nào), gõ ngày như 15/3 hoặc hôm qua, chọn hình thức, gõ nội dung và số lượng rồi bấm "
        "Ctrl+Enter để ghi và nhập tiếp. Ctrl+D chép hoạt động đang chọn. “Ghi nhiều” ghi theo lịch lặp lại (“mỗi thứ "
        "Sáu, đến 30/6”) hoặc dán cả bảng từ Excel. Ô tìm kiếm không cần gõ dấu. Hoạt động đã xóa nằm trong Thùng rác "
        "và lấy lại được. Số liệu báo cáo được cộng từ nhật ký."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        services = context.services
        self._forms = self._known_forms()
        self._series: ActivitySeriesPage | None = None
        self._grid: ActivityGridPage | None = None
        self._model = ActivityPages(
            services.activities, self._forms, services.evidence.counts, context.runner.read, self
        )
        self._build()
        self._connect()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        catalogues = self.context.services.catalogues
        self._add_button = QPushButton(icon("mdi6.plus", "on_accent"), self.tr("Ghi hoạt động"), self)
        self._add_button.setObjectName("activity_add")
        self._add_button.setProperty("role", "main")
        self._import_button = QPushButton(icon("mdi6.file-excel-outline"), self.tr("Nhập từ Excel…"), self)
        self._import_button.setObjectName("activity_import")
        self.many_button = self._many_button()
        self._template_button = QPushButton(self.tr("Mẫu Excel để ghi…"), self)
        self._template_button.setObjectName("activity_template")
        self._template_button.setToolTip(
            self.tr("Lưu một tệp Excel trống, có sẵn danh sách hình thức, để ghi rồi nhập vào")
        )
        self._count = QLabel(self)
        self._count.setObjectName("activity_count")
        self._count.setProperty("role", "quiet")
        self._delete_button = QPushButton(icon("mdi6.trash-can-outline"), self.tr("Xóa"), self)
        self._delete_button.setObjectName("activity_delete")
        self._restore_button = QPushButton(icon("mdi6.restore"), self.tr("Lấy lại"), self)
        self._restore_button.setObjectName("activity_restore")
        self.filters = ActivityFilters(catalogues.forms, self.context.today(), self)
        self.filters.add_views(self.context)
        self.bar = NoticeBar(self)
        self.table = DataTable("activity_table", self.context.settings, self, sortable=False)
        self.table.setAccessibleName(self.tr("Các hoạt động"))
        self.table.set_model(self._model, _WIDTHS)
        self.table.offer_history(self.context, lambda row: ("activity", row.id))
        self._marks = MarksDelegate(self.table)
        for column in (1, 2, 6):  # form, title, people: what the search looks at and shows
            self.table.setItemDelegateForColumn(column, self._marks)
        self._empty = EmptyState("", "", self)
        self.desk = ActivityDesk(self.context, self)
        self.form = self.desk.form
        self._arrange()

    def _many_button(self) -> QPushButton:
        """Return the button for several entries at once."""
        button = QPushButton(icon("mdi6.playlist-plus"), self.tr("Ghi nhiều"), self)
        button.setObjectName("activity_many")
        menu = QMenu(button)
        menu.addAction(self.tr("Theo lịch lặp lại…"), self.show_series)
        menu.addAction(self.tr("Dạng bảng, dán từ Excel…"), self.show_grid)
        menu.addSeparator()
        menu.addAction(self.tr("Chép hoạt động đang chọn (Ctrl+D)"), self._duplicate)
        button.setMenu(menu)
        return button

    def _arrange(self) -> None:
        self.corner = QWidget(self)
        corner = QHBoxLayout(self.corner)
        corner.setContentsMargins(0, 0, 0, 0)
        self._corner_buttons = (self._template_button, self._import_button, self.many_button, self._add_button)
        if self.filters.views is not None:  # beside the list it would not fit a small screen
            corner.addWidget(self.filters.views)
        for button in self._corner_buttons:
            corner.addWidget(button)
        list_side = QWidget(self)
        self._list_stack = QStackedLayout()
        self._list_stack.addWidget(self.table)
        self._list_stack.addWidget(self._empty)
        foot = QHBoxLayout()
        foot.addWidget(self._count)
        foot.addWidget(self.filters.marks)
        foot.addStretch(1)
        foot.addWidget(self._restore_button)
        foot.addWidget(self._delete_button)
        column = QVBoxLayout(list_side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._list_stack, 1)
        column.addLayout(foot)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(list_side)
        self._splitter.addWidget(self.form)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([800, 430])
        self.form.setMinimumWidth(400)
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(20, 4, 20, 12)
        layout.setSpacing(10)
        layout.addWidget(self.filters)
        layout.addWidget(self.bar)
        layout.addWidget(self._splitter, 1)
        self._list_page = page
        self._pages = QStackedLayout(self)
        self._pages.addWidget(page)

    def _connect(self) -> None:
        self._add_button.clicked.connect(self.new)
        self._import_button.clicked.connect(self._choose_import)
        self._template_button.clicked.connect(partial(save_import_template, self, "activity"))
        self._empty.clicked.connect(self.new)
        self._delete_button.clicked.connect(self._delete)
        self._restore_button.clicked.connect(self._restore)
        self._model.counted.connect(self._tell_total)
        self.filters.changed.connect(self._show)
        self.table.activated_row.connect(self.desk.edit)
        self.table.selected_changed.connect(self._selection_changed)
        self.desk.saved.connect(self._show_saved)
        self.desk.left.connect(self._focus_table)
        self.desk.told.connect(self.bar.tell)
        self.desk.look_wanted.connect(self._look)
        for keys, action in ((Qt.Key.Key_Delete, self._delete), ("Ctrl+D", self._duplicate)):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(action)

    # ------------------------------------------------------------------ what every place does

    def refresh(self) -> None:
        """Read the list, the tasks and the periods again."""
        services = self.context.services
        catalogues = services.catalogues
        year = data_year(self.context.today(), catalogues.periods)
        self._forms.clear()
        self._forms.update(self._known_forms())
        self.filters.set_forms(catalogues.forms)
        self.form.set_catalogues(catalogues)
        self.filters.set_periods([*services.reports.periods(year), *services.reports.periods(year - 1)])
        tasks = services.plans.tasks(year)
        self._model.set_tasks({task.id: number for number, task in enumerate(tasks, 1)})
        self.filters.set_tasks(tasks)
        self.desk.refresh()
        self._show()

    def _known_forms(self) -> dict[str, Form]:
        """Return the forms by code with all measures that entries have, also those no longer counted."""
        forms = self.context.services.catalogues.forms_between(date(2000, 1, 1), self.context.today())
        return {form.code: form for form in forms}

    def new(self) -> None:
        """Open the form for a new entry; a draft that was left behind comes back."""
        self._close_pages()
        self.desk.new(self.context.today())

    def find(self) -> None:  # type: ignore[override]
        """Go to the search box."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def accept(self, request: object) -> None:
        """Show a filter, open an entry, or start a new one."""
        if request == "new":
            self.new()
        elif isinstance(request, date):
            self._close_pages()
            self.desk.new(request)
        elif isinstance(request, ActivityDraft):
            self._close_pages()
            self.desk.take(request)
        elif isinstance(request, ActivityFilter):
            self._close_pages()
            self.filters.show_filter(request)
        elif isinstance(request, str):
            self._close_pages()
            self.filters.show_filter(ActivityFilter())
            self.desk.edit(self.context.services.activities.get(request))

    def leave(self) -> bool:
        """Keep what is being typed."""
        for page in (self._series, self._grid):
            if page is not None and self._pages.currentWidget() is page:
                page.keep()
        return self.desk.put_away()

    def escape(self) -> bool:
        """Close the page that lies over the list, then the form, then the notice."""
        if self._pages.currentIndex() > 0:
            self._close_pages()
        elif self.form.isVisible():
            self.desk.close()
        elif self.bar.isVisible():
            self.bar.hide()
        else:
            return False
        return True

    # ------------------------------------------------------------------ the list

    def _show(self) -> None:
        wanted = self.filters.filter()
        selected = self.table.first_selected_row()
        self._marks.set_terms(terms(wanted.words))
        self._model.show(wanted)
        self._tell_total()
        if selected is not None:
            self.table.select_number(self._model.number_of(selected.id))
        self._restore_button.setVisible(wanted.binned)
        self._delete_button.setVisible(not wanted.binned)
        self._list_stack.setCurrentWidget(self.table if self._model.total else self._empty)
        if not self._model.total:
            self._say_empty(wanted)
        self._selection_changed()

    def _tell_total(self) -> None:
        words = self.tr("{} hoạt động") if self._model.is_counted else self.tr("Hơn {} hoạt động")
        self._count.setText(words.format(format_number(self._model.total)))

    def _say_empty(self, wanted: ActivityFilter) -> None:
        if wanted == ActivityFilter():
            self._empty.set_sentence(
                self.tr("Nhật ký chưa có hoạt động nào. Ghi hoạt động đầu tiên, hoặc nhập sổ Excel đang có."),
                self.tr("Ghi hoạt động"),
            )
        elif wanted == ActivityFilter(binned=True):
            self._empty.set_sentence(self.tr("Thùng rác trống."))
        else:
            self._empty.set_sentence(self.tr("Không có hoạt động nào khớp với bộ lọc."))

    def _selection_changed(self) -> None:
        chosen = self.table.has_selection()
        self._delete_button.setEnabled(chosen)
        self._restore_button.setEnabled(chosen)

    def _delete(self) -> None:
        ids = [row.id for row in self.table.selected_rows() if not row.deleted_at]
        if not ids:
            return
        editing = self.form.draft().base
        if self.form.isVisible() and editing and editing.id in ids:
            self.form.hide()
        self.context.bus.announce(self.context.services.activities.bin(ids))
        self.context.saved()
        text = self.tr("Đã chuyển {} hoạt động vào thùng rác.").format(len(ids))
        tell_undoable(self.bar, self.context, text, self._show)
        self._show()

    def _restore(self) -> None:
        ids = [row.id for row in self.table.selected_rows()]
        if ids:
            self.context.bus.announce(self.context.services.activities.restore(ids))
            self.context.saved()
            text = self.tr("Đã lấy lại {} hoạt động.").format(len(ids))
            tell_undoable(self.bar, self.context, text, self._show)
            self._show()

    # ------------------------------------------------------------------ the form

    def _show_saved(self, activity: Activity) -> None:
        self._show()
        self.table.select_number(self._model.number_of(activity.id))

    def _focus_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self, activity_id: str) -> None:
        self.desk.edit(self.context.services.activities.get(activity_id))

    def _duplicate(self) -> None:
        """Copy the entry that is selected, or the one made last."""
        chosen = self.table.selected_rows()
        self.desk.duplicate(chosen[0] if chosen else None)

    # ------------------------------------------------------------------ pages over the list

    def show_series(self) -> None:
        """Log what returns by a rule."""
        if self._series is None:
            from cchc_desktop.ui.screens.activity_series_page import ActivitySeriesPage

            self._series = ActivitySeriesPage(self.context, self)
            self._series.finished.connect(self._logged_many)
            self._series.closed.connect(self._close_pages)
            self._pages.addWidget(self._series)
        self._open_page(self._series)

    def show_grid(self) -> None:
        """Log many entries in a sheet."""
        if self._grid is None:
            from cchc_desktop.ui.screens.activity_grid_page import ActivityGridPage

            self._grid = ActivityGridPage(self.context, self)
            self._grid.finished.connect(self._logged_many)
            self._grid.closed.connect(self._close_pages)
            self._pages.addWidget(self._grid)
        self._open_page(self._grid)

    def _open_page(self, page: ActivitySeriesPage | ActivityGridPage) -> None:
        if self.desk.put_away():
            self.form.hide()
            self._show_page(page)
            page.open()

    def _show_page(self, page: QWidget) -> None:
        """Lay a page over the list; it has its own buttons."""
        self._pages.setCurrentWidget(page)
        for button in (self.filters.views, *self._corner_buttons):
            if button is not None:
                button.setVisible(page is self._list_page)

    def _close_pages(self) -> None:
        for page in (self._series, self._grid):
            if page is not None and self._pages.currentWidget() is page:
                page.keep()
        if self._pages.currentIndex() > 0:
            self._show_page(self._list_page)
            self._show()

    def _logged_many(self, ids: tuple[str, ...]) -> None:
        """Say how many were logged in one step, with the way back; rows that were not stay in their sheet."""
        if self._grid is None or self._pages.currentWidget() is not self._grid or not self._grid.model.rows:
            self._close_pages()
        text = self.tr("Đã ghi {} hoạt động vào nhật ký.").format(format_number(len(ids)))
        bar = self.bar if self._pages.currentIndex() == 0 or self._grid is None else self._grid.bar
        tell_undoable(bar, self.context, text, self._show)
        self._show()

    # ------------------------------------------------------------------ the import

    def _choose_import(self) -> None:
        if self.desk.put_away():
            start_import(self, "activity")
