"""Nhật ký: the log, its search, the form beside it, the bin and the import."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.change import Topic
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.period import data_year
from cchc_desktop.domain.text import fold
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.ui.ask import EXCEL_FILES
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.activity_draft import ActivityDraft, near
from cchc_desktop.ui.models.activity_pages import ActivityPages
from cchc_desktop.ui.place import Place
from cchc_desktop.ui.screens.activity_import_page import ActivityImportPage
from cchc_desktop.ui.widgets.activity_evidence import ActivityEvidence
from cchc_desktop.ui.widgets.activity_filters import ActivityFilters
from cchc_desktop.ui.widgets.activity_form import ActivityForm
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from cchc_desktop.domain.log_import import LogPreview
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context

_DRAFT = "hoat-dong-moi"
_WIDTHS = (104, 200, 350, 180, 84, 52)


class ActivityPlace(Place):
    """The log. Requests it accepts: "new", the day of a new one, an `ActivityFilter`, or the id of an entry to open."""

    title = "Nhật ký"
    icon = "mdi6.notebook-edit-outline"
    topics = frozenset({Topic.ACTIVITY, Topic.PLAN})
    help_text = (
        "Nhật ký ghi lại từng hoạt động tuyên truyền đã làm. Bấm “Ghi hoạt động” (Ctrl+N), gõ ngày như 15/3 hoặc "
        "hôm qua, chọn hình thức, gõ nội dung và số lượng rồi bấm Ctrl+Enter để ghi và nhập tiếp. Ô tìm kiếm không "
        "cần gõ dấu. Hoạt động đã xóa nằm trong Thùng rác và lấy lại được. Số liệu báo cáo được cộng từ nhật ký."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        services = context.services
        self._forms = {form.code: form for form in services.catalogues.forms}
        self._year = 0
        self._model = ActivityPages(services.activities.page, self._forms, services.evidence.counts, self)
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
        self.bar = NoticeBar(self)
        self.table = DataTable("activity_table", self.context.settings, self, sortable=False)
        self.table.setAccessibleName(self.tr("Các hoạt động"))
        self.table.set_model(self._model, _WIDTHS)
        self._empty = EmptyState("", "", self)
        self.form = ActivityForm(catalogues, self.context.today, self)
        self.form.put_evidence(ActivityEvidence(self.context, self.form))
        self.form.hide()
        self._import_page = ActivityImportPage(self.context, self)
        self._arrange()

    def _arrange(self) -> None:
        self.corner = QWidget(self)
        corner = QHBoxLayout(self.corner)
        corner.setContentsMargins(0, 0, 0, 0)
        for button in (self._template_button, self._import_button, self._add_button):
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
        self._pages = QStackedLayout(self)
        self._pages.addWidget(page)
        self._pages.addWidget(self._import_page)

    def _connect(self) -> None:
        self._add_button.clicked.connect(self.new)
        self._import_button.clicked.connect(self._choose_import)
        self._template_button.clicked.connect(self._save_template)
        self._empty.clicked.connect(self.new)
        self._delete_button.clicked.connect(self._delete)
        self._restore_button.clicked.connect(self._restore)
        self.filters.changed.connect(self._show)
        self.table.activated_row.connect(self._edit)
        self.table.selected_changed.connect(self._selection_changed)
        self.form.submitted.connect(self._submit)
        self.form.paused.connect(self._pause)
        self.form.closed.connect(self._close_form)
        self.form.date_changed.connect(self._follow_date)
        self._import_page.finished.connect(self._end_import)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete)

    # ------------------------------------------------------------------ what every place does

    def refresh(self) -> None:
        """Read the list, the tasks and the periods again."""
        services = self.context.services
        year = data_year(self.context.today(), services.catalogues.periods)
        self.filters.set_periods([*services.reports.periods(year), *services.reports.periods(year - 1)])
        tasks = services.plans.tasks(year)
        self._model.set_tasks({task.id: number for number, task in enumerate(tasks, 1)})
        self.filters.set_tasks(tasks)
        self._year = 0
        self._follow_date(self.form.date_edit.date())
        self._show()

    def new(self) -> None:
        """Open the form for a new entry; a draft that was left behind comes back."""
        self._new_on(self.context.today())

    def _new_on(self, day: date) -> None:
        draft = self.form.draft()
        if self.form.isVisible() and draft.base is None and (not draft.is_blank() or draft.day == short_date(day)):
            self.form.focus_first()
            return
        if not self._put_away():
            return
        kept = self.context.services.drafts.read(_DRAFT)
        self._open_form(ActivityDraft.from_json(kept) if kept else ActivityDraft(day=short_date(day)))
        if kept:
            self.context.hint(self.tr("Đã mở lại hoạt động đang nhập dở."))

    def find(self) -> None:  # type: ignore[override]
        """Go to the search box."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def accept(self, request: object) -> None:
        """Show a filter, open an entry, or start a new one."""
        if request == "new":
            self.new()
        elif isinstance(request, date):
            self._new_on(request)
        elif isinstance(request, ActivityFilter):
            self.filters.show_filter(request)
        elif isinstance(request, str):
            self.filters.show_filter(ActivityFilter())
            self._edit(self.context.services.activities.get(request))

    def leave(self) -> bool:
        """Keep what is being typed."""
        return self._put_away() if self.form.isVisible() else True

    def escape(self) -> bool:
        """Close the import page, then the form, then the notice."""
        if self._pages.currentWidget() is self._import_page:
            self._end_import(None)
        elif self.form.isVisible():
            self._close_form()
        elif self.bar.isVisible():
            self.bar.hide()
        else:
            return False
        return True

    # ------------------------------------------------------------------ the list

    def _show(self) -> None:
        wanted = self.filters.filter()
        selected = [row.id for row in self.table.selected_rows()]
        self._model.show(wanted)
        for activity_id in selected[:1]:
            self.table.select_number(self._model.number_of(activity_id))
        total = format_number(self._model.total)
        self._count.setText(self.tr("{} hoạt động").format(total))
        self._restore_button.setVisible(wanted.binned)
        self._delete_button.setVisible(not wanted.binned)
        self._list_stack.setCurrentWidget(self.table if self._model.total else self._empty)
        if not self._model.total:
            self._say_empty(wanted)
        self._selection_changed()

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
        chosen = bool(self.table.selected_rows())
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
        self._deleted = ids
        text = self.tr("Đã chuyển {} hoạt động vào thùng rác.").format(len(ids))
        self.bar.tell(text, (self.tr("Hoàn tác"), self._undo_delete))
        self._show()

    def _undo_delete(self) -> None:
        self.context.bus.announce(self.context.services.activities.restore(self._deleted))
        self.context.saved()
        self._show()

    def _restore(self) -> None:
        ids = [row.id for row in self.table.selected_rows()]
        if ids:
            self.context.bus.announce(self.context.services.activities.restore(ids))
            self.context.saved()
            self.bar.tell(self.tr("Đã lấy lại {} hoạt động.").format(len(ids)))
            self._show()

    # ------------------------------------------------------------------ the form

    def _open_form(self, draft: ActivityDraft) -> None:
        self.form.show()
        self.form.show_draft(draft)
        self._follow_date(self.form.date_edit.date())
        self.form.task_box.set_key(draft.task_id)
        self.form.focus_first()

    def _edit(self, activity: Activity) -> None:
        if activity.deleted_at:
            self.context.hint(self.tr("Hoạt động đang ở thùng rác. Bấm “Lấy lại” trước khi sửa."))
        elif self._put_away():
            self._open_form(ActivityDraft.of(activity))

    def _follow_date(self, day: date | None) -> None:
        """Offer the tasks of the plan that holds on the day typed."""
        services = self.context.services
        year = data_year(day or self.context.today(), services.catalogues.periods)
        if year != self._year:
            self._year = year
            self.form.set_tasks(services.plans.tasks(year))

    def _submit(self, activity: Activity, then_next: bool) -> None:
        try:
            saved = self.context.services.activities.save(activity)
        except InvalidInput as error:
            self.form.show_problems(error.problems)
            return
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self.context.services.drafts.drop(_DRAFT)
        self.context.saved()
        following = self.form.next_draft()
        self.context.bus.announce(saved.change)
        self._show()
        self.table.select_number(self._model.number_of(saved.activity.id))
        if then_next:
            self._open_form(following)
            self.form.title_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.hide()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.context.hint(self.tr("Đã ghi: {}").format(saved.activity.title))

    def _pause(self) -> None:
        """Write the draft of a new entry and look whether the same thing is logged already."""
        draft = self.form.draft()
        if draft.base is None and not draft.is_blank():
            self.context.services.drafts.keep(_DRAFT, draft.as_json())
            self.context.saved()
        activity, problems = draft.read(self.context.services.catalogues, self.context.today())
        same = []
        if activity is not None and not problems:
            words = fold(activity.title)
            same = [o for o in self.context.services.activities.similar(activity) if near(words, fold(o.title))]
        warning = self.tr("Có thể đã ghi rồi: cùng ngày, cùng hình thức đã có “{}”.")
        self.form.show_warning(warning.format(same[0].title) if same else "")

    def _put_away(self) -> bool:
        """Keep what stands in the form before something else is shown; False when the person must look at it."""
        if not self.form.isVisible() or not self.form.is_changed():
            return True
        draft = self.form.draft()
        if draft.base is None:
            if not draft.is_blank():
                self.context.services.drafts.keep(_DRAFT, draft.as_json())
            return True
        return self.form.submit()

    def _close_form(self) -> None:
        if self._put_away():
            self.form.hide()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ the import

    def _choose_import(self) -> None:
        path = self.context.ask.open_file(self, self.tr("Chọn tệp Excel nhật ký"), EXCEL_FILES)
        if path is not None and self._put_away():
            self._read_import(path)

    def _save_template(self) -> None:
        year = data_year(self.context.today(), self.context.services.catalogues.periods)
        suggested = Path(self.context.settings.value.last_export_folder) / f"Nhat ky tuyen truyen CCHC {year}.xlsx"
        path = self.context.ask.save_file(self, self.tr("Lưu mẫu nhật ký Excel"), suggested, EXCEL_FILES)
        if path is None:
            return
        try:
            self.context.services.activities.export_template(path, year)
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self.bar.tell(self.tr("Đã lưu mẫu “{}”.").format(path.name), (self.tr("Mở tệp"), partial(self._open, path)))

    def _open(self, path: Path) -> None:
        self.context.ask.open_path(path)

    def _read_import(self, path: Path) -> None:
        services = self.context.services

        def work(progress: Progress) -> LogPreview:
            progress.step(0, 0, f"Đang đọc {path.name}")
            return services.activities.preview_import(path)

        self.context.runner.run(work, self._show_import, label=self.tr("Đang đọc tệp Excel"))

    def _show_import(self, preview: LogPreview) -> None:
        self._import_page.show_preview(preview)
        self._pages.setCurrentWidget(self._import_page)
        self._show_corner(False)

    def _end_import(self, imported: int | None) -> None:
        self._pages.setCurrentIndex(0)
        self._show_corner(True)
        if imported:
            self.bar.tell(self.tr("Đã nhập {} hoạt động từ tệp Excel.").format(imported))
        self._show()

    def _show_corner(self, shown: bool) -> None:
        """The import page has its own buttons."""
        for button in (self._template_button, self._import_button, self._add_button):
            button.setVisible(shown)
