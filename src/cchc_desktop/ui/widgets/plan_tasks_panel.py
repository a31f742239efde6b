"""The task appendix of a plan: a table to type into and to paste into from Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableView, QWidget

from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.ui.models.plan_draft import Part, PlanDraft
from cchc_desktop.ui.models.plan_schedules import SCHEDULE, TIME, ScheduledTasksModel
from cchc_desktop.ui.models.plan_tasks import COLUMNS, Refused
from cchc_desktop.ui.models.plan_tsv import read_tsv, write_tsv
from cchc_desktop.ui.models.unit_bodies import unit_finder
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.plan_fields import TextLine
from cchc_desktop.ui.widgets.plan_panel import PlanPanel, button_row, quiet
from cchc_desktop.ui.widgets.plan_task_bulk import BulkBar
from cchc_desktop.ui.widgets.plan_task_editors import TaskDelegate

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_WIDTHS = (260, 130, 130, 130, 140, 80, 104, 150, 120, 130, 120, 140, 170)


class TaskTable(QTableView):
    """The table with the keys of Excel. Undo and redo go to the plan."""

    undo_wanted = Signal()
    redo_wanted = Signal()
    paste_wanted = Signal()
    clear_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, empty cells, undo; Enter edits."""
        ctrl_y = event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) or ctrl_y:
            self.redo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            # The Enter that closes an editor comes by here too.
            if self.state() is not QAbstractItemView.State.EditingState:
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the chosen cells on the clipboard for Excel."""
        chosen = {(index.row(), index.column()): str(index.data() or "") for index in self.selectedIndexes()}
        if any(column != SCHEDULE for _, column in chosen):  # what was understood is no part of a row
            chosen = {cell: text for cell, text in chosen.items() if cell[1] != SCHEDULE}
        if chosen:
            rows = sorted({row for row, _ in chosen})
            columns = sorted({column for _, column in chosen})
            block = [[chosen.get((row, column), "") for column in columns] for row in rows]
            QGuiApplication.clipboard().setText(write_tsv(block))


class TasksPanel(PlanPanel):
    """Rows are added, removed, moved, typed and pasted. `told` carries a sentence about what happened;
    `import_wanted` asks for a file of tasks, which `take` puts below the others.
    """

    told = Signal(str)
    import_wanted = Signal()
    part = Part.TASKS

    def __init__(self, context: Context, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(context, draft, self.tr("Phụ lục nhiệm vụ"), parent)
        self.title = TextLine("tasks_title", self)
        self.column.addWidget(Field(self.tr("Tên phụ lục"), self.title, parent=self))
        self.column.addLayout(self._buttons())
        self.bulk = BulkBar([body.name for body in unit_finder(context).bodies], self)
        self.column.addWidget(self.bulk)
        self.model = ScheduledTasksModel(context.services.catalogues.forms, self._apply_tasks, self)
        self.table = TaskTable(self)
        self._set_up_table()
        self.column.addWidget(self.table, 1)
        self.hint = quiet("", self)
        self.column.addWidget(self.hint)
        self.bulk.wanted.connect(self._set_field)
        self.watch(self.title)
        self.title.typed.connect(self._take_title)
        self.title.left.connect(self.tidy)

    def _set_up_table(self) -> None:
        table = self.table
        table.setObjectName("tasks_table")
        table.setAccessibleName(self.tr("Bảng nhiệm vụ"))
        table.setModel(self.model)
        table.setItemDelegate(TaskDelegate(table))
        # What was understood stands right of the time, wherever the model keeps it.
        table.horizontalHeader().moveSection(SCHEDULE, TIME + 1)
        table.selectionModel().selectionChanged.connect(self._count_rows)
        table.setWordWrap(True)
        table.setAlternatingRowColors(True)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, width)
        table.verticalHeader().setMinimumSectionSize(self.fontMetrics().height() + 12)
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        table.undo_wanted.connect(self.undo_wanted)
        table.redo_wanted.connect(self.redo_wanted)
        table.paste_wanted.connect(self.paste)
        table.clear_wanted.connect(self._clear)
        self.model.refused.connect(self.told)

    def _buttons(self) -> QHBoxLayout:
        return button_row(
            self,
            ("tasks_add", self.tr("Thêm"), "mdi6.plus", self.add),
            ("tasks_remove", self.tr("Xóa"), "mdi6.trash-can-outline", self.remove),
            ("tasks_up", self.tr("Lên"), "mdi6.arrow-up", self.up),
            ("tasks_down", self.tr("Xuống"), "mdi6.arrow-down", self.down),
            ("tasks_paste", self.tr("Dán"), "mdi6.content-paste", self.paste),
            ("tasks_import", self.tr("Nhập Excel"), "mdi6.file-import-outline", self._ask_import),
        )

    def reload(self) -> None:
        """Show the tasks of the draft."""
        self.title.show_text(self.plan.appendix_title)
        self.model.year = self.plan.year
        self.model.set_tasks(self.plan.tasks)
        self._fit_rows()
        self._count_rows()
        self._say_hint()

    def _say_hint(self) -> None:
        missed = self.model.misunderstood()
        text = self.tr(
            "“Hình thức” và “Số đo” cho biết hoạt động nào được tính vào chỉ tiêu. Dán được từ Excel (Ctrl+V)."
        )
        if missed:
            text = self.tr("{0} dòng có thời gian chương trình chưa hiểu; chữ vẫn được in nguyên văn. {1}").format(
                missed, text
            )
        self.hint.setText(text)

    def _count_rows(self) -> None:
        self.bulk.show_rows(len(self._rows()))

    def _set_field(self, column: str, text: str) -> None:
        rows = self._rows()
        try:
            self.model.set_field(rows, column, text)
        except Refused as error:
            self.told.emit(str(error))
            return
        name = self.bulk.field.currentText()
        words = self.tr("Đã đặt {0} “{1}” cho {2} dòng. Bấm Ctrl+Z để bỏ.")
        self.told.emit(words.format(name.lower(), text or self.tr("trống"), len(rows)))

    def _fit_rows(self) -> None:
        # Rows grow with their text up to four lines; the whole text is in the tip and in the editor.
        self.table.resizeRowsToContents()
        most = self.fontMetrics().height() * 4 + 12
        for row in range(self.model.rowCount()):
            if self.table.rowHeight(row) > most:
                self.table.setRowHeight(row, most)

    def _apply_tasks(self, tasks: tuple[Task, ...], merge: str) -> None:
        self.draft.seal()
        self.apply(replace(self.plan, tasks=tasks), merge)
        self.model.set_tasks(self.plan.tasks)
        self._fit_rows()
        self._say_hint()

    def _take_title(self) -> None:
        self.apply(replace(self.plan, appendix_title=self.title.text()), "appendix title")

    def _rows(self) -> set[int]:
        return {index.row() for index in self.table.selectedIndexes()}

    def _go(self, row: int, column: int = 0) -> None:
        # Said outright: Qt's own choice would toggle the selection while Ctrl is still held down from Ctrl+V.
        command = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.table.selectionModel().setCurrentIndex(self.model.index(row, column), command)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self) -> None:
        """Put an empty task behind the current row and go to its first cell."""
        current = self.table.currentIndex()
        row = current.row() + 1 if current.isValid() else len(self.plan.tasks)
        self.model.insert(row)
        self._go(row)

    def remove(self) -> None:
        """Take the chosen rows out."""
        rows = self._rows()
        if rows:
            self.model.remove(rows)
            if self.plan.tasks:
                self._go(min(min(rows), len(self.plan.tasks) - 1))
            self.told.emit(self.tr("Đã xóa {0} dòng nhiệm vụ. Bấm Ctrl+Z để lấy lại.").format(len(rows)))

    def up(self) -> None:
        """Move the chosen rows up."""
        self._move(-1)

    def down(self) -> None:
        """Move the chosen rows down."""
        self._move(1)

    def _move(self, step: int) -> None:
        current = self.table.currentIndex()
        rows = self._rows() or ({current.row()} if current.isValid() else set())
        moved = self.model.move_rows(rows, step)
        if moved != rows:
            self._go(current.row() + step, current.column())
            select = QItemSelectionModel.SelectionFlag.Select
            for row in moved:
                self.table.selectionModel().select(self.model.index(row, current.column()), select)

    def paste(self) -> None:
        """Put the range on the clipboard at the current cell; without one below the last row."""
        block = read_tsv(clean(QGuiApplication.clipboard().text()))
        if not block:
            self.told.emit(self.tr("Chưa có gì để dán: hãy chép vùng ô trong Excel trước."))
            return
        current = self.table.currentIndex()
        row, column = (current.row(), current.column()) if current.isValid() else (len(self.plan.tasks), 0)
        problems = self.model.paste(row, column, block)
        self._go(row, column)
        sentence = self.tr("Đã dán {0} dòng. Bấm Ctrl+Z để bỏ.").format(len(block))
        if len(block[0]) > len(COLUMNS) - (TIME if column == SCHEDULE else column):
            problems.append(self.tr("Vùng dán rộng hơn bảng, các cột thừa bên phải không lấy."))
        if problems:
            more = self.tr(" … và {0} ô khác.").format(len(problems) - 3) if len(problems) > 3 else ""
            sentence += " " + self.tr("Chưa lấy được: {0}{1}").format(" ".join(problems[:3]), more)
        self.told.emit(sentence)

    def _ask_import(self) -> None:
        self.import_wanted.emit()

    def take(self, tasks: Sequence[Task]) -> None:
        """Put tasks below the others, as one step that Ctrl+Z takes back."""
        row = len(self.plan.tasks)
        self._apply_tasks((*self.plan.tasks, *tasks), "")
        self._go(row)
        self.told.emit(self.tr("Đã nhập {0} nhiệm vụ từ tệp. Bấm Ctrl+Z để bỏ.").format(len(tasks)))

    def _clear(self) -> None:
        cells = [(index.row(), index.column()) for index in self.table.selectedIndexes()]
        if cells:
            self.model.clear(cells)

    def first_field(self) -> QWidget:
        """Return the field that F2 goes to."""
        return self.table

    def tidy(self) -> None:
        """Keep the appendix title clean."""
        title = clean_line(self.plan.appendix_title)
        if title != self.plan.appendix_title:
            self.amend(replace(self.plan, appendix_title=title))
            self.title.show_text(title)
        self.draft.seal()
