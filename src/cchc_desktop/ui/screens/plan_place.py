"""The place "Kế hoạch": list, import preview, bin and editor, one at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.plan import Plan, PlanRow, PlanStatus
from cchc_desktop.domain.search import SearchHit
from cchc_desktop.errors import AppError
from cchc_desktop.ui.ask import WORD_INPUT_FILES
from cchc_desktop.ui.models.plan_tidy import tidy_plan, with_new_ids
from cchc_desktop.ui.place import Context, Place
from cchc_desktop.ui.screens.check_page import CheckPage
from cchc_desktop.ui.screens.plan_editor import PlanEditor
from cchc_desktop.ui.screens.plan_export import PlanExporter, can_make_pdf
from cchc_desktop.ui.screens.plan_found import show_found
from cchc_desktop.ui.screens.plan_jobs import keep_plan, read_word
from cchc_desktop.ui.screens.plan_life_flow import PlanLifeFlow
from cchc_desktop.ui.screens.plan_list_page import PlanBinPage, PlanListPage
from cchc_desktop.ui.screens.plan_preview_page import PlanPreviewPage
from cchc_desktop.ui.screens.superior_page import SuperiorPage
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.page_stack import PageStack
from cchc_desktop.ui.widgets.plan_header_panel import YEARS

if TYPE_CHECKING:
    from cchc_desktop.services.plans import SavedPlan


class PlanPlace(Place):
    """Plans from the first word to the printed page."""

    title = "Kế hoạch"
    icon = "mdi6.file-document-edit-outline"
    topics = frozenset({Topic.PLAN})
    help_text = (
        "Danh sách kế hoạch tuyên truyền các năm. “Tạo kế hoạch mới” lấy khung có sẵn; “Nhập từ Word…” đọc kế hoạch "
        "cũ; “Nhân bản sang năm…” chép một kế hoạch sang năm khác.\n\n"
        "Trong khi soạn: Enter thêm đoạn, Shift+Enter thêm dòng, Tab và Shift+Tab đưa vào trong, ra ngoài, Ctrl+↑ và "
        "Ctrl+↓ chuyển mục lên, xuống, Alt+1 … Alt+5 đổi loại, Ctrl+B đổi tiêu đề, Ctrl+F tìm, Ctrl+H thay, F2 từ dàn "
        "ý sang nội dung, Esc quay lại. Số thứ tự I., 1., a) do chương trình tự đánh. Mọi thay đổi tự được lưu; Ctrl+Z "
        "để hoàn tác, kể cả lần sửa trước.\n\n"
        "“Rà soát” tìm chữ còn sót của năm cũ, tên cũ, chỗ trống trước khi in. “Trình ký” khóa nội dung; “Ban hành…” "
        "cấp số, ngày và giữ lại tệp; bản đã ban hành chỉ sửa được qua “Điều chỉnh…” thành bản mới."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("plan_place")
        self._has_pdf = can_make_pdf()
        self._exporter = PlanExporter(context, self)
        self._path = Path()
        self.editor: PlanEditor | None = None
        self.list = PlanListPage(context, self._has_pdf, self)
        self.preview = PlanPreviewPage(context, self)
        self.bin = PlanBinPage(context, self)
        self.stack = PageStack(self)
        self.corner = QWidget(self)
        corner = QHBoxLayout(self.corner)
        corner.setContentsMargins(0, 0, 0, 0)
        self._toolbars: dict[QWidget, QWidget] = {}
        for page in (self.list, self.preview, self.bin):
            self.add_page(page, page.toolbar)
        self.life = PlanLifeFlow(context, self, self, self._exporter, self._has_pdf)
        self.superior = SuperiorPage(context, self)
        self.superior.join(self)
        self.check = CheckPage(context, self)
        self.add_page(self.check, self.check.toolbar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 20, 12)
        layout.addWidget(self.stack)
        self._connect()
        self.show_page(self.list)

    def _connect(self) -> None:
        self.list.create_wanted.connect(self.new)
        self.list.import_wanted.connect(self.import_word)
        self.list.open_wanted.connect(self._open_row)
        self.list.clone_wanted.connect(self._clone)
        self.list.word_wanted.connect(self._export_word)
        self.list.pdf_wanted.connect(self._export_pdf)
        self.list.remove_wanted.connect(self._remove)
        self.list.bin_wanted.connect(self._show_bin)
        self.list.check_wanted.connect(partial(self.show_page, self.check))
        self.check.back_wanted.connect(self._back)
        self.preview.keep_wanted.connect(self._keep)
        self.preview.drop_wanted.connect(self._back)
        self.bin.back_wanted.connect(self._back)
        self.bin.restore_wanted.connect(self._restore_row)

    def add_page(self, page: QWidget, toolbar: QWidget) -> None:
        """Take a page into the stack; `toolbar` stands at the right of the place's title while it is shown."""
        self.stack.addWidget(page)
        self._toolbars[page] = toolbar
        corner = self.corner.layout() if self.corner is not None else None
        if corner is not None:
            corner.addWidget(toolbar)

    def show_page(self, page: QWidget) -> None:
        """Show a page, and its buttons at the right of the place's title."""
        for other, toolbar in self._toolbars.items():
            if other is not page:  # both at once would widen the window
                toolbar.hide()
        self.stack.setCurrentWidget(page)
        self._toolbars[page].show()

    def current_page(self) -> QWidget | None:
        """Return the page on show."""
        return self.stack.currentWidget()

    # -- what the window asks for

    def refresh(self) -> None:
        """Reload the lists. A plan that is being edited stays as it is on the screen."""
        plans = self.context.services.plans
        binned = plans.rows(binned=True)
        self.list.show_rows(plans.rows(), len(binned))
        self.bin.show_rows(binned)
        self.life.refresh()

    def new(self) -> None:
        """Ask for the year and open a new plan made from the built-in skeleton."""
        if not self.leave():
            return
        title, label = self.tr("Tạo kế hoạch mới"), self.tr("Kế hoạch của năm:")
        year = self.context.ask.integer(self, title, label, self._next_year(), *YEARS)
        if year is None:
            return
        saved = self._try(partial(self.context.services.plans.create, year))
        if saved is not None:
            self.open(saved.plan)

    def _next_year(self) -> int:
        today = self.context.today()
        # Plans of a year are written from the last months of the year before on.
        year = today.year + 1 if today.month >= 10 else today.year
        taken = {row.year for row in self.context.services.plans.rows()}
        return year + 1 if year in taken else year

    def find(self) -> None:  # type: ignore[override]
        """Go to the search box of the list."""
        if self.stack.currentWidget() is self.list:
            self.list.search.setFocus()
            self.list.search.selectAll()
        elif self.editor is not None and self.stack.currentWidget() is self.editor:
            self.editor.desk.search()

    def accept(self, request: object) -> None:
        """Open a plan by its id, or what the search found; "new" makes one, "import" reads one."""
        if request == "new":
            self.new()
        elif request == "import":
            self.import_word()
        elif isinstance(request, SearchHit):
            show_found(self, request)
        elif isinstance(request, str) and request and self.leave():
            self.open_id(request)

    def leave(self) -> bool:
        """Write what is being edited; a plan that cannot be written keeps the person here."""
        return self.superior.leave() and (self.editor is None or self.editor.finish())

    def escape(self) -> bool:
        """Go back one step: from a field to the outline, from a page to the list."""
        if self.life.escape():
            return True
        if self.editor is not None and self.editor.escape():
            return True
        if self.stack.currentWidget() is self.list:
            if self.list.bar.isVisible():
                self.list.bar.hide()
                return True
            return False
        self._back()
        return True

    # -- the list

    def _try(self, command: partial[SavedPlan]) -> SavedPlan | None:
        try:
            saved = command()
        except AppError as error:
            self.context.ask.error(self, error)
            return None
        self.announce(saved.change)
        return saved

    def announce(self, change: Change) -> None:
        """Tell everybody what changed."""
        self.context.saved()
        self.context.bus.announce(change)
        self.refresh()

    def _open_row(self, row: PlanRow) -> None:
        self.open_id(row.id)

    def open_id(self, plan_id: str) -> None:
        """Open a plan; one that was issued is shown as it was printed."""
        plan = self._read(plan_id)
        if plan is not None and not self.life.open(plan):
            self.open(plan)

    def _read(self, plan_id: str) -> Plan | None:
        try:
            return self.context.services.plans.get(plan_id)
        except AppError as error:
            self.context.ask.error(self, error)
            return None

    def _clone(self, row: PlanRow) -> None:
        plan = self._read(row.id)
        if plan is not None:
            self.life.ask_clone(plan)

    def _remove(self, row: PlanRow) -> None:
        self.announce(self.context.services.plans.bin(row.id))
        self.list.bar.tell(
            self.tr("Đã chuyển “{0}” vào thùng rác.").format(row.title or self.tr("kế hoạch chưa có tên")),
            (self.tr("Hoàn tác"), partial(self._restore, row.id)),
        )

    def _restore(self, plan_id: str) -> None:
        self.announce(self.context.services.plans.restore(plan_id))
        self.list.choose(plan_id)

    def _show_bin(self) -> None:
        self.show_page(self.bin)
        self.bin.show_rows(self.context.services.plans.rows(binned=True))

    def _restore_row(self, row: PlanRow) -> None:
        self._restore(row.id)
        self.list.bar.tell(self.tr("Đã lấy lại “{0}”.").format(row.title))
        if not self.context.services.plans.rows(binned=True):
            self._back()
            self.list.choose(row.id)

    # -- out of and into Word

    def import_word(self) -> None:
        """Ask for a Word file, read it, and show what was understood."""
        if not self.leave():
            return
        path = self.context.ask.open_file(self, self.tr("Chọn kế hoạch cũ để nhập"), WORD_INPUT_FILES)
        if path is not None:
            self._path = path
            work = partial(read_word, self.context.services, path)
            self.context.runner.run(work, self._show_preview, label=self.tr("Đang đọc {0}").format(path.name))

    def _show_preview(self, plan: Plan) -> None:
        if not self.leave():  # typed on while the file was being read
            return
        self.close_editor()
        self.preview.show_plan(plan, self._path)
        self.show_page(self.preview)

    def _keep(self, plan: Plan) -> None:
        work = partial(keep_plan, self.context.services, plan)
        self.preview.keep.setEnabled(False)
        label = self.tr("Đang nhập {0}").format(self._path.name)
        self.context.runner.run(work, self._kept, self._not_kept, label)

    def _kept(self, saved: SavedPlan) -> None:
        self.announce(saved.change)
        editor = self.open(saved.plan)
        notes = len(saved.plan.notes)
        sentence = self.tr("Đã nhập kế hoạch từ “{0}”.").format(self._path.name)
        if notes:
            show = (self.tr("Xem {0} chỗ cần xem lại").format(notes), editor.show_notes)
            editor.bar.tell(sentence, show)
        else:
            editor.bar.tell(sentence)

    def _not_kept(self, error: AppError) -> None:
        self.preview.keep.setEnabled(True)
        self.context.ask.error(self, error)

    def _export_word(self, row: PlanRow) -> None:
        self._export_row(row, ".docx")

    def _export_pdf(self, row: PlanRow) -> None:
        self._export_row(row, ".pdf")

    def _export_row(self, row: PlanRow, ending: str) -> None:
        plan = self._read(row.id)
        if plan is not None:
            unsolved = 0 if plan.status is PlanStatus.ISSUED else self.life.open_findings(plan.id)
            if unsolved:
                review = (self.tr("Mở để rà soát"), partial(self._open_to_review, plan.id))
                self.list.bar.tell(self.tr("Kế hoạch còn {0} chỗ cần rà soát.").format(unsolved), review)
            self._export(plan, self.list.bar, ending)

    def _open_to_review(self, plan_id: str) -> None:
        self.open_id(plan_id)
        if self.editor is not None:
            self.editor.open_review()

    def _export(self, plan: Plan, bar: NoticeBar, ending: str) -> None:
        if ending == ".pdf":
            self._exporter.pdf(plan, bar)
        else:
            self._exporter.word(plan, bar)

    def _export_open_word(self) -> None:
        self._export_open(".docx")

    def _export_open_pdf(self) -> None:
        self._export_open(".pdf")

    def _written_editor(self) -> PlanEditor | None:
        """Return the editor, its plan written and its open findings told; None when it cannot be."""
        if self.editor is None or not self.editor.finish():
            return None
        self.editor.life.show_open(self.life.open_findings(self.editor.plan.id))
        return self.editor

    def _export_open(self, ending: str) -> None:
        if self._written_editor() is not None and self.editor is not None:
            self._export(self.editor.plan, self.editor.bar, ending)

    def _print_open(self) -> None:
        if self._written_editor() is not None and self.editor is not None:
            self._exporter.print(self.editor.plan, self.editor.bar)

    def _view_open(self) -> None:
        if self._written_editor() is not None and self.editor is not None:
            self._exporter.view(self.editor.plan)

    # -- the editor

    def open(self, plan: Plan) -> PlanEditor:
        """Edit a plan."""
        self.close_editor()
        editor = PlanEditor(self.context, plan, self._has_pdf, self)
        editor.back_wanted.connect(self._back)
        editor.word_wanted.connect(self._export_open_word)
        editor.pdf_wanted.connect(self._export_open_pdf)
        editor.print_view_wanted.connect(self._view_open)
        editor.superior_wanted.connect(self.superior.open)
        editor.print_wanted.connect(self._print_open)
        editor.reload_wanted.connect(self._reload)
        editor.copy_wanted.connect(self._keep_copy)
        self.editor = editor
        self.add_page(editor, editor.toolbar)
        self.life.watch(editor)
        self.show_page(editor)
        editor.tree.setFocus()
        return editor

    def close_editor(self) -> None:
        """Throw the editor away; what is in it is written already."""
        if self.editor is not None:
            self.editor.draft.stop()
            self._toolbars.pop(self.editor, None)
            self.stack.removeWidget(self.editor)
            self.editor.toolbar.hide()
            self.editor.toolbar.deleteLater()
            self.editor.deleteLater()
            self.editor = None

    def _back(self) -> None:
        if not self.leave():
            return
        plan_id = self.editor.plan.id if self.editor is not None else ""
        self.close_editor()
        self.show_list(plan_id)

    def show_list(self, plan_id: str) -> None:
        """Go back to the list, with a plan chosen."""
        self.refresh()
        self.show_page(self.list)
        if plan_id:
            self.list.choose(plan_id)
        self.list.table.setFocus()

    def _reload(self) -> None:
        """Throw away what could not be written and show the plan as it is stored."""
        if self.editor is not None:
            plan = self._read(self.editor.plan.id)
            if plan is not None and not self.life.open(plan):
                self.open(plan)

    def _keep_copy(self) -> None:
        """Keep what could not be written as a plan of its own."""
        if self.editor is not None:
            mine = with_new_ids(tidy_plan(self.editor.plan))
            title = self.tr("{0} (bản sao)").format(mine.title)
            copy = replace(mine, id=new_id(), version=0, number=None, title=title, status=PlanStatus.DRAFT)
            saved = self._try(partial(self.context.services.plans.save, copy))
            if saved is not None:
                self.open(saved.plan)
