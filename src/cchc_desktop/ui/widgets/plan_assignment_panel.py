"""The assignment matrix of a plan: who leads and who supports each task, and the part made of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHBoxLayout, QPushButton, QTableView, QWidget

from cchc_desktop.domain import plan_skeleton
from cchc_desktop.domain.assignment import Role
from cchc_desktop.domain.organisation import Organised, organise
from cchc_desktop.domain.plan import Task
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.plan_assignment import AssignmentModel
from cchc_desktop.ui.models.plan_draft import Part, PlanDraft
from cchc_desktop.ui.models.plan_tidy import summary
from cchc_desktop.ui.models.unit_bodies import unit_finder
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.plan_panel import PlanPanel, button_row, quiet

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_BODY_WIDTH = 104
_TASK_WIDTH = (180, 320)


class MatrixTable(QTableView):
    """The cells with the keys C (leads), P (supports), Delete and the arrows; undo and redo go to the plan."""

    role_wanted = Signal(object)  # Role or None
    undo_wanted = Signal()
    redo_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn keys into wishes; all others move."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        ctrl_y = key == Qt.Key.Key_Y and modifiers == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) or ctrl_y:
            self.redo_wanted.emit()
        elif plain and key == Qt.Key.Key_C:
            self.role_wanted.emit(Role.LEAD)
        elif plain and key == Qt.Key.Key_P:
            self.role_wanted.emit(Role.SUPPORT)
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Minus):
            self.role_wanted.emit(None)
        else:
            super().keyPressEvent(event)


class AssignmentPanel(PlanPanel):
    """`told` carries a sentence and, where there is something to do about it, a button (words, what it does).

    `goto_wanted` carries the id of the part that was made.
    """

    told = Signal(str)
    offered = Signal(str, object)
    goto_wanted = Signal(str)
    part = Part.TASKS

    def __init__(self, context: Context, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(context, draft, self.tr("Bảng phân công"), parent)
        self.column.addLayout(self._buttons())
        self.column.addLayout(self._part_row())
        self.model = AssignmentModel(unit_finder(context), self._apply_tasks, self)
        self.table = MatrixTable(self)
        self._set_up_table()
        self.column.addWidget(self.table, 1)
        sentence = self.tr("Chưa có nhiệm vụ nào. Nhập nhiệm vụ ở “Phụ lục nhiệm vụ” trước.")
        self.empty = EmptyState(sentence, "", self)
        self.column.addWidget(self.empty, 1)
        self.cell = quiet("", self)
        self.cell.setObjectName("assignment_cell")
        self.column.addWidget(self.cell)
        self.hint = quiet("", self)
        self.hint.setObjectName("assignment_hint")
        self.column.addWidget(self.hint)

    def _buttons(self) -> QHBoxLayout:
        return button_row(
            self,
            ("assignment_lead", self.tr("C chủ trì"), "mdi6.alpha-c-box-outline", partial(self.set_role, Role.LEAD)),
            ("assignment_support", self.tr("P phối hợp"), "mdi6.alpha-p-box-outline", self._support),
            ("assignment_none", self.tr("Bỏ"), "mdi6.close", partial(self.set_role, None)),
        )

    def _part_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.used = QCheckBox(self.tr("Chỉ nơi được giao"), self)
        self.used.setObjectName("assignment_used")
        self.used.toggled.connect(self._hide_unused)
        self.make = QPushButton(icon("mdi6.file-tree-outline"), self.tr("Lập phần Tổ chức thực hiện"), self)
        self.make.setObjectName("assignment_make")
        self.make.clicked.connect(self.organise)
        row.addWidget(self.used)
        row.addStretch(1)
        row.addWidget(self.make)
        return row

    def _support(self) -> None:
        self.set_role(Role.SUPPORT)

    def _set_up_table(self) -> None:
        table = self.table
        table.setObjectName("assignment_table")
        table.setAccessibleName(self.tr("Bảng phân công: nhiệm vụ theo cơ quan"))
        table.setModel(self.model)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        line = self.fontMetrics().height()
        across, down = table.horizontalHeader(), table.verticalHeader()
        across.setDefaultSectionSize(_BODY_WIDTH)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap))
        across.setMinimumHeight(2 * line + 16)
        down.setDefaultSectionSize(line + 14)
        down.setFixedWidth(_TASK_WIDTH[0])
        down.setTextElideMode(Qt.TextElideMode.ElideRight)
        down.setStyleSheet("QHeaderView::section { font-weight: 400; }")  # sentences, no headings
        table.role_wanted.connect(self.set_role)
        table.undo_wanted.connect(self.undo_wanted)
        table.redo_wanted.connect(self.redo_wanted)
        table.selectionModel().currentChanged.connect(self._say_cell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the tasks a third of the width, so that some bodies stay in sight on a small screen."""
        super().resizeEvent(event)
        low, high = _TASK_WIDTH
        self.table.verticalHeader().setFixedWidth(min(max(event.size().width() // 3, low), high))

    # -- showing

    def reload(self) -> None:
        """Show the tasks of the draft."""
        current = self.table.currentIndex()
        place = (max(current.row(), 0), max(current.column(), 0))
        self.model.set_tasks(self.plan.tasks)
        if not self.table.currentIndex().isValid() and self.plan.tasks:
            command = QItemSelectionModel.SelectionFlag.ClearAndSelect
            row = min(place[0], len(self.plan.tasks) - 1)
            column = min(place[1], self.model.columnCount() - 1)
            self.table.selectionModel().setCurrentIndex(self.model.index(row, column), command)
        self._hide_unused()
        self._say_cell()
        self._say_hint()

    def _hide_unused(self) -> None:
        for column, body in enumerate(self.model.matrix.bodies):
            hidden = self.used.isChecked() and not self.model.matrix.is_used(body)
            if self.table.isColumnHidden(column) != hidden:
                self.table.setColumnHidden(column, hidden)
        current = self.table.currentIndex()
        if current.isValid() and self.table.isColumnHidden(current.column()):
            shown = [at for at in range(self.model.columnCount()) if not self.table.isColumnHidden(at)]
            if shown:
                self.table.setCurrentIndex(self.model.index(current.row(), shown[0]))

    def _say_cell(self) -> None:
        index = self.table.currentIndex()
        self.cell.setText(self.model.sentence(index) if index.isValid() else "")

    def _say_hint(self) -> None:
        for widget in (self.table, self.cell, self.hint):
            widget.setVisible(bool(self.plan.tasks))
        self.empty.setVisible(not self.plan.tasks)
        keys = self.tr("Phím C: chủ trì, P: phối hợp, Delete: bỏ. Sửa ở đây là sửa cột Chủ trì, Phối hợp của phụ lục.")
        missing = len(self.model.matrix.without_lead)
        lead = self.tr("{0} nhiệm vụ chưa có nơi chủ trì. ").format(missing) if missing else ""
        self.hint.setText(lead + keys)

    def first_field(self) -> QWidget:
        """Return the field that F2 goes to."""
        return self.table

    # -- changing

    def set_role(self, role: Role | None) -> None:
        """Put a role into the chosen cells."""
        cells = [(index.row(), index.column()) for index in self.table.selectedIndexes()]
        shown = [cell for cell in cells if not self.table.isColumnHidden(cell[1])]
        if shown:
            self.model.set_role(shown, role)

    def _apply_tasks(self, tasks: tuple[Task, ...]) -> None:
        self.draft.seal()
        self.apply(replace(self.plan, tasks=tasks))
        self.reload()

    def organise(self) -> None:
        """Make the part "Tổ chức thực hiện", or bring it up to date."""
        self._organise(overwrite=False)

    def _organise_all(self) -> None:
        self._organise(overwrite=True)

    def _organise(self, overwrite: bool) -> None:
        unit = self.context.services.units.current(self.context.today())
        values = plan_skeleton.variables(self.plan.year, unit) if unit else {}
        result = organise(self.plan, self.model.finder, values, overwrite)
        if not result.part_id:
            self.told.emit(self.tr("Chưa có nhiệm vụ nào được giao. Ghi nơi chủ trì, phối hợp vào bảng trước."))
            return
        self.draft.seal()
        self.apply(result.plan, section_id=result.part_id, part=Part.OUTLINE)
        self._tell(result)

    def _tell(self, result: Organised) -> None:
        if result.kept:
            names = ", ".join(f"“{summary(section)[:50]}”" for section in result.kept[:3])
            more = self.tr(" và {0} mục khác").format(len(result.kept) - 3) if len(result.kept) > 3 else ""
            sentence = self.tr("Đã cập nhật phần Tổ chức thực hiện. Giữ nguyên {0} chỗ đã sửa tay: {1}{2}.")
            again = (self.tr("Lập lại cả chỗ đã sửa"), self._organise_all)
            self.offered.emit(sentence.format(len(result.kept), names, more), again)
            return
        words = self.tr("Đã lập phần Tổ chức thực hiện: {0} điểm mới hoặc được cập nhật.").format(result.made)
        if not result.made:
            words = self.tr("Phần Tổ chức thực hiện đã đúng với bảng phân công.")
        self.offered.emit(words, (self.tr("Đi tới phần này"), partial(self.goto_wanted.emit, result.part_id)))
