"""The editor of one plan: outline at the left, the chosen part at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain import outline
from cchc_desktop.domain.leftovers import Finding
from cchc_desktop.domain.plan import Plan
from cchc_desktop.errors import AppError, Conflict
from cchc_desktop.messages import describe
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.plan_draft import Edit, PlanDraft
from cchc_desktop.ui.models.plan_older import OlderPlans
from cchc_desktop.ui.models.plan_outline import NodeKind
from cchc_desktop.ui.screens.plan_desk import PlanDesk
from cchc_desktop.ui.screens.plan_inserts import EditorParts, PlanInserts
from cchc_desktop.ui.screens.table_import_button import import_tasks
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.page_stack import PageStack
from cchc_desktop.ui.widgets.plan_assignment_panel import AssignmentPanel
from cchc_desktop.ui.widgets.plan_coverage_panel import CoveragePanel
from cchc_desktop.ui.widgets.plan_header_panel import HeaderPanel
from cchc_desktop.ui.widgets.plan_life_bar import PlanLifeBar
from cchc_desktop.ui.widgets.plan_lines_panel import ClosingPanel, RecipientsPanel
from cchc_desktop.ui.widgets.plan_notes_panel import NotesPanel
from cchc_desktop.ui.widgets.plan_outline_pane import OutlinePane
from cchc_desktop.ui.widgets.plan_panel import PlanPanel, tool_button
from cchc_desktop.ui.widgets.plan_preamble_panel import PreamblePanel
from cchc_desktop.ui.widgets.plan_review_panel import ReviewPanel
from cchc_desktop.ui.widgets.plan_signature_panel import SignaturePanel
from cchc_desktop.ui.widgets.plan_tasks_panel import TasksPanel
from cchc_desktop.ui.widgets.plan_text_panel import PlanTextPanel

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


class PlanEditor(QWidget):
    """Edits a plan; everything is written by itself. One editor serves one plan and is thrown away after it."""

    back_wanted = Signal()
    word_wanted = Signal()
    pdf_wanted = Signal()
    print_wanted = Signal()
    print_view_wanted = Signal()
    reload_wanted = Signal()
    copy_wanted = Signal()
    superior_wanted = Signal()

    def __init__(self, context: Context, plan: Plan, has_pdf: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan_editor")
        self.context = context
        history = context.services.plan_history
        self.draft = PlanDraft(plan, history.save, self, OlderPlans(history, plan.id))
        self.pane = OutlinePane(self.draft, self)
        self.tree = self.pane.tree
        self.bar = NoticeBar(self)
        self.life = PlanLifeBar(self)
        self.review = ReviewPanel(context, plan.id, self._section_names, self)
        self.stack = PageStack(self)
        self.text_panel = PlanTextPanel(context, self.draft, self)
        self.panels: dict[NodeKind, PlanPanel] = {
            NodeKind.HEADER: HeaderPanel(context, self.draft, self),
            NodeKind.PREAMBLE: PreamblePanel(context, self.draft, self),
            NodeKind.SECTION: self.text_panel,
            NodeKind.CLOSING: ClosingPanel(context, self.draft, self),
            NodeKind.RECIPIENTS: RecipientsPanel(context, self.draft, self),
            NodeKind.SIGNATURE: SignaturePanel(context, self.draft, self),
            NodeKind.TASKS: TasksPanel(context, self.draft, self),
            NodeKind.ASSIGNMENT: AssignmentPanel(context, self.draft, self),
            NodeKind.COVERAGE: CoveragePanel(context, self.draft, self),
            NodeKind.NOTES: NotesPanel(context, self.draft, self),
        }
        self.desk = PlanDesk(context, self.draft, self.stack, self.pane, self.panels, self)
        self._pages: dict[NodeKind, QWidget] = {}
        self._shown: PlanPanel | None = None
        parts = EditorParts(self.draft, self.stack, self.bar, self._section_id, self.pane.go_to)
        self.inserts = PlanInserts(context, parts, self)
        self.toolbar = self._make_toolbar(has_pdf)
        self._lay_out()
        self._connect()
        self._show_history()
        if plan.sections:
            self.tree.go_to_section(plan.sections[0].id)
        else:
            self.tree.go_to_part(NodeKind.HEADER)
        self.desk.take_kept(self.bar, self.undo)

    # -- building

    def _lay_out(self) -> None:
        for kind, panel in self.panels.items():
            self._pages[kind] = panel if kind is NodeKind.SECTION else _scrolled(panel)
            self.stack.addWidget(self._pages[kind])
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.pane)
        split.addWidget(self.desk)
        split.setSizes([400, 700])
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.life)
        layout.addWidget(self.bar)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.setChildrenCollapsible(False)
        halves.addWidget(split)
        halves.addWidget(self.review)
        halves.setSizes([420, 210])
        halves.setStretchFactor(0, 1)
        layout.addWidget(halves, 1)

    def _make_toolbar(self, has_pdf: bool) -> QWidget:
        """Return what stands at the right of the place's title while a plan is open."""
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.undo_button = tool_button(bar, "plan_undo", self.tr("Hoàn tác"), "mdi6.undo", self.undo)
        self.redo_button = tool_button(bar, "plan_redo", self.tr("Làm lại"), "mdi6.redo", self.redo)
        for button in (self.undo_button, self.redo_button):  # their signs are known; words would not fit at 125 %
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setAccessibleName(button.text())
        self.undo_button.setToolTip(self.tr("Hoàn tác (Ctrl+Z)"))
        self.redo_button.setToolTip(self.tr("Làm lại (Ctrl+Y)"))
        row.addWidget(tool_button(bar, "plan_back", self.tr("Danh sách"), "mdi6.arrow-left", self.back_wanted.emit))
        row.addWidget(self.undo_button)
        row.addWidget(self.redo_button)
        if has_pdf:
            for name, words, picture, signal in (
                ("plan_print_view", self.tr("Mở bản PDF"), "mdi6.eye-outline", self.print_view_wanted),
                ("plan_pdf", self.tr("Xuất PDF…"), "mdi6.file-pdf-box", self.pdf_wanted),
                ("plan_print", self.tr("In ngay"), "mdi6.printer-outline", self.print_wanted),
            ):
                row.addWidget(tool_button(bar, name, words, picture, signal.emit))
        word = QPushButton(icon("mdi6.file-word-outline", "on_accent"), self.tr("Xuất Word…"), bar)
        word.setObjectName("plan_word")
        word.setProperty("role", "main")
        word.clicked.connect(self.word_wanted)
        row.addWidget(word)
        return bar

    def _connect(self) -> None:
        self.tree.chosen.connect(self._show_chosen)
        self.pane.edit_wanted.connect(self.focus_panel)
        self.pane.undo_wanted.connect(self.undo)
        self.pane.redo_wanted.connect(self.redo)
        self.pane.removed.connect(self._tell_removed)
        self.pane.hinted.connect(self._hint)
        self.pane.block_wanted.connect(self.inserts.open_blocks)
        self.pane.keep_block_wanted.connect(self.inserts.keep_block)
        self.inserts.closed.connect(self._show_chosen_page)
        for panel in self.panels.values():
            panel.undo_wanted.connect(self.undo)
            panel.redo_wanted.connect(self.redo)
            if isinstance(panel, PreamblePanel):
                panel.pick_wanted.connect(self.inserts.pick_bases)
            if isinstance(panel, TasksPanel):
                panel.told.connect(self.bar.tell)
                panel.import_wanted.connect(partial(import_tasks, self.context, panel))
            if isinstance(panel, (NotesPanel, AssignmentPanel, CoveragePanel)):
                panel.goto_wanted.connect(self.go_to)
            if isinstance(panel, (AssignmentPanel, CoveragePanel)):
                panel.told.connect(self.bar.tell)
            if isinstance(panel, AssignmentPanel):
                panel.offered.connect(self.bar.tell)
            if isinstance(panel, CoveragePanel):
                panel.watch_outline(self.tree)
                panel.superior_wanted.connect(self.superior_wanted)
        # Where no text field takes these keys for itself, they are the plan's all the same.
        for keys, slot in (("Ctrl+Z", self.undo), ("Ctrl+Y", self.redo), ("Ctrl+Shift+Z", self.redo)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self.text_panel.entered.connect(self.pane.go_to)
        self.text_panel.hinted.connect(self._hint)
        self.draft.changed.connect(self._follow)
        self.draft.history_changed.connect(self._show_history)
        self.draft.stored.connect(self._stored)
        self.draft.store_failed.connect(self._not_stored)
        self.life.review_wanted.connect(self.open_review)
        self.review.scan_wanted.connect(self.open_review)
        self.review.goto_wanted.connect(self._go_to_finding)
        self.review.changed.connect(self.context.bus.announce)
        self.review.counted.connect(self.life.show_open)

    # -- following the draft

    @property
    def plan(self) -> Plan:
        """The plan as it is on the screen."""
        return self.draft.plan

    def _follow(self, edit: Edit) -> None:
        self.pane.follow(edit)
        if self._shown is not None:
            self._shown.renew()

    def _show_history(self) -> None:
        self.undo_button.setEnabled(self.draft.can_undo)
        self.redo_button.setEnabled(self.draft.can_redo)

    def _show_chosen(self) -> None:
        node = self.tree.node
        # While the text itself changes the plan, the outline is only catching up.
        if node is None or self.text_panel.editing:
            return
        panel = self.panels[node.kind]
        if self._shown is not None and self._shown is not panel:
            self._shown.tidy()
        self._shown = panel
        if node.section is not None:
            self.text_panel.show_section(node.section.id)
        else:
            self._shown.reload()
        if not self.inserts.follow():
            self.stack.setCurrentWidget(self._pages[node.kind])

    def _show_chosen_page(self) -> None:
        node = self.tree.node
        if node is not None:
            self.stack.setCurrentWidget(self._pages[node.kind])
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _section_id(self) -> str:
        return self.tree.section_id

    def focus_panel(self) -> None:
        """Go from the outline to the first field of the chosen part."""
        if self._shown is not None:
            self._shown.first_field().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to(self, section_id: str) -> None:
        """Choose a section in the outline."""
        self.pane.go_to(section_id)
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_review(self) -> None:
        """Write the plan and show what the leftover scan finds."""
        if self.finish():
            self.review.open()

    def _section_names(self) -> dict[str, str]:
        return outline.place_names(self.plan.sections)

    def _go_to_finding(self, finding: Finding) -> None:
        if finding.section_id and self.plan.section(finding.section_id) is not None:
            self.go_to(finding.section_id)
        else:
            self.tree.go_to_part(NodeKind(finding.spot.value))
        self.focus_panel()

    def show_notes(self) -> None:
        """Choose the list of what needs a look."""
        self.tree.go_to_part(NodeKind.NOTES)
        self.focus_panel()

    def _tell_removed(self, sentence: str) -> None:
        self.bar.tell(sentence, (self.tr("Hoàn tác"), self.undo))

    def _hint(self, sentence: str) -> None:
        self.context.hint(sentence)

    def undo(self) -> None:
        """Take the last step back and show where it was."""
        QGuiApplication.inputMethod().commit()
        self._show_step(self.draft.undo())

    def redo(self) -> None:
        """Do the step again."""
        QGuiApplication.inputMethod().commit()
        self._show_step(self.draft.redo())

    def _show_step(self, edit: Edit | None) -> None:
        if edit is not None:
            self.pane.show_step(edit)
            if self._shown is not None:
                self._shown.reload()

    # -- writing

    def _stored(self, change: object) -> None:
        self.context.saved()
        self.context.bus.announce(change)  # type: ignore[arg-type]
        self.review.follow()

    def _not_stored(self, error: AppError) -> None:
        text = describe(error).as_text()
        if isinstance(error, Conflict):
            reload = (self.tr("Nạp bản mới nhất"), self.reload_wanted.emit)
            copy = (self.tr("Giữ bản của tôi thành bản sao"), self.copy_wanted.emit)
            self.bar.tell(text, reload, copy)
        else:
            drop = (self.tr("Bỏ phần chưa lưu"), self.reload_wanted.emit)
            self.bar.tell(text, (self.tr("Thử lưu lại"), self._write_again), drop)

    def _write_again(self) -> None:
        self.draft.write()

    def finish(self) -> bool:
        """Tidy and write everything; tell whether it is safe to leave."""
        QGuiApplication.inputMethod().commit()
        if self._shown is not None:
            self._shown.tidy()
        return self.draft.write()

    def escape(self) -> bool:
        """Close the message, or go from a field back to the outline; False when there was neither."""
        if self.desk.escape():
            return True
        if self.bar.isVisible() and self.draft.conflict is None:
            self.bar.hide()
            return True
        if self.inserts.is_open:
            self.inserts.close()
            return True
        if self.review.isVisible():
            self.review.hide()
            return True
        focus = self.focusWidget()
        if focus is not None and focus.hasFocus() and self.stack.isAncestorOf(focus):
            self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return False


def _scrolled(panel: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(panel)
    return area
