"""The left side of the plan editor: the outline with its buttons, and what they do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from cchc_desktop.domain.plan import Plan
from cchc_desktop.ui.models import plan_edits
from cchc_desktop.ui.models.plan_draft import Edit, Part, PlanDraft
from cchc_desktop.ui.models.plan_outline import NodeKind, OutlineModel
from cchc_desktop.ui.models.plan_tidy import summary
from cchc_desktop.ui.widgets.plan_outline_view import OutlineView
from cchc_desktop.ui.widgets.plan_panel import button_row, tool_button

PART_NODES = {
    Part.HEADER: NodeKind.HEADER,
    Part.PREAMBLE: NodeKind.PREAMBLE,
    Part.CLOSING: NodeKind.CLOSING,
    Part.RECIPIENTS: NodeKind.RECIPIENTS,
    Part.SIGNATURE: NodeKind.SIGNATURE,
    Part.TASKS: NodeKind.TASKS,
    Part.NOTES: NodeKind.NOTES,
}
"""Which line of the outline stands for which part of the plan."""


class OutlinePane(QWidget):
    """`removed` carries a sentence about what is gone, `hinted` a short remark, `edit_wanted` asks for the fields."""

    removed = Signal(str)
    hinted = Signal(str)
    edit_wanted = Signal()
    block_wanted = Signal()
    keep_block_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self.model = OutlineModel(self)
        self.model.mover = self._drop
        self.model.set_plan(draft.plan)
        self.tree = OutlineView(self.model, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._make_buttons())
        column.addWidget(self.tree, 1)
        column.addLayout(self._make_block_buttons())
        self._connect()
        self.tree.expandAll()

    def _make_buttons(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(0)
        lines = (QHBoxLayout(), QHBoxLayout())
        for line in lines:
            line.setSpacing(0)
            rows.addLayout(line)
        self.buttons: dict[str, QToolButton] = {}
        for place, (name, words, tip, picture, slot) in enumerate(
            (
                ("outline_add", self.tr("Thêm mục"), "Enter", "mdi6.plus", self.add_sibling),
                ("outline_add_child", self.tr("Mục con"), "", "mdi6.subdirectory-arrow-right", self.add_child),
                ("outline_remove", self.tr("Xóa"), "Delete", "mdi6.trash-can-outline", self.remove),
                ("outline_up", self.tr("Lên"), "Alt+↑", "mdi6.arrow-up", self.up),
                ("outline_down", self.tr("Xuống"), "Alt+↓", "mdi6.arrow-down", self.down),
                ("outline_outdent", self.tr("Ra ngoài"), "Shift+Tab", "mdi6.format-indent-decrease", self.outdent),
                ("outline_indent", self.tr("Vào trong"), "Tab", "mdi6.format-indent-increase", self.indent),
            )
        ):
            button = tool_button(self, name, words, picture, slot)
            button.setToolTip(f"{words} ({tip})" if tip else words)
            self.buttons[name] = button
            lines[0 if place < 3 else 1].addWidget(button)
        for line in lines:
            line.addStretch(1)
        return rows

    def _make_block_buttons(self) -> QHBoxLayout:
        return button_row(
            self,
            ("outline_block", self.tr("Chèn đoạn mẫu…"), "mdi6.text-box-plus-outline", self.block_wanted.emit),
            ("outline_keep_block", self.tr("Lưu thành mẫu…"), "mdi6.content-save-outline", self.keep_block_wanted.emit),
        )

    def _connect(self) -> None:
        tree = self.tree
        tree.chosen.connect(self._enable)
        tree.sibling_wanted.connect(self.add_sibling)
        tree.indent_wanted.connect(self.indent)
        tree.outdent_wanted.connect(self.outdent)
        tree.up_wanted.connect(self.up)
        tree.down_wanted.connect(self.down)
        tree.remove_wanted.connect(self.remove)
        tree.edit_wanted.connect(self.edit_wanted)
        tree.undo_wanted.connect(self.undo_wanted)
        tree.redo_wanted.connect(self.redo_wanted)

    def _enable(self) -> None:
        for name, button in self.buttons.items():
            button.setEnabled(name == "outline_add" or bool(self.tree.section_id))

    def follow(self, edit: Edit) -> None:
        """Renew the lines an edit of the draft touched, no others."""
        plan = self.draft.plan
        section = plan.section(edit.section_id) if edit.part is Part.SECTION else None
        if section is not None and not edit.stepped:
            self.model.set_section(section)
        elif edit.part in (Part.SECTION, Part.OUTLINE):
            self.model.set_plan(plan)
        else:
            self.model.set_counts(plan)

    def show_step(self, edit: Edit) -> None:
        """Go to where an undone or redone step was."""
        if edit.part in PART_NODES:
            if not (edit.part is Part.NOTES and edit.section_id):
                self.tree.go_to_part(PART_NODES[edit.part])
        elif edit.section_id:
            self.go_to(edit.section_id)

    def go_to(self, section_id: str) -> None:
        """Choose a section, opening what it lies in."""
        index = self.model.section_index(section_id)
        if not index.isValid():
            return
        self.tree.setExpanded(index, True)
        above = index.parent()
        while above.isValid():
            self.tree.setExpanded(above, True)
            above = above.parent()
        self.tree.go_to_section(section_id)

    def _edit(self, edited: plan_edits.Edited) -> bool:
        plan, goal = edited
        if plan == self.draft.plan:
            return False
        self.draft.seal()
        self.draft.apply(plan, Edit(Part.OUTLINE, goal))
        self.go_to(goal)
        return True

    @property
    def _plan(self) -> Plan:
        # The last word may still be composing in the field beside the outline.
        QGuiApplication.inputMethod().commit()
        return self.draft.plan

    def add_sibling(self) -> None:
        """Add an empty section behind the chosen one."""
        node = self.tree.node
        self._edit(plan_edits.add_sibling(self._plan, self.tree.section_id, node.kind if node else None))

    def add_child(self) -> None:
        """Add an empty section below the chosen one."""
        self._edit(plan_edits.add_child(self._plan, self.tree.section_id))

    def indent(self) -> None:
        """Shift the chosen section in."""
        if self.tree.section_id and not self._edit(plan_edits.indent(self._plan, self.tree.section_id)):
            self.hinted.emit(self.tr("Phía trên chưa có mục cùng cấp để đưa mục này vào trong."))

    def outdent(self) -> None:
        """Shift the chosen section out."""
        if self.tree.section_id and not self._edit(plan_edits.outdent(self._plan, self.tree.section_id)):
            self.hinted.emit(self.tr("Mục này đã ở ngoài cùng."))

    def up(self) -> None:
        """Move the chosen section up."""
        self._edit(plan_edits.move_by(self._plan, self.tree.section_id, -1))

    def down(self) -> None:
        """Move the chosen section down."""
        self._edit(plan_edits.move_by(self._plan, self.tree.section_id, 1))

    def remove(self) -> None:
        """Take the chosen section out; it can be taken back."""
        section = self._plan.section(self.tree.section_id)
        if section is None:
            return
        below = sum(1 for _ in section.walk()) - 1
        words = summary(section)[:60] or self.tr("mục trống")
        self._edit(plan_edits.remove(self._plan, section.id))
        more = self.tr(" và {0} mục con").format(below) if below else ""
        self.removed.emit(self.tr("Đã xóa “{0}”{1}.").format(words, more))

    def _drop(self, section_id: str, parent_id: str | None, position: int) -> bool:
        return self._edit(plan_edits.move(self._plan, section_id, parent_id, position))
