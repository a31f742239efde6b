"""The task appendix of a plan as an editable table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.numbers import NotANumber, format_number, parse_number
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.text import clean_line, fold
from cchc_desktop.ui.models.plan_tidy import tidy_task

Index = QModelIndex | QPersistentModelIndex
COLUMNS = (
    "content",
    "product",
    "lead",
    "support",
    "time_text",
    "target",
    "target_unit",
    "form",
    "measure",
    "cost",
    "group",
    "note",
)
"""Fields of a task in the order of the table."""

LONG_COLUMNS = frozenset({"content", "product", "lead", "support", "note"})
"""Fields that may hold several lines."""

NUMBER_COLUMNS = frozenset({"target", "cost"})

_AMOUNT = re.compile(r"\s*([\d.,\s]*\d)\s*([^\d\s].*)?", re.DOTALL)


class Refused(ValueError):
    """A cell that does not take a text; the message is the Vietnamese reason."""


class TasksModel(QAbstractTableModel):
    """Shows tasks; every change is handed to `apply` as the new tuple of tasks with a key for merging undo steps."""

    refused = Signal(str)  # a Vietnamese sentence

    def __init__(
        self,
        forms: tuple[Form, ...],
        apply: Callable[[tuple[Task, ...], str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.tasks: tuple[Task, ...] = ()
        self.forms = forms
        self._apply = apply

    def set_tasks(self, tasks: tuple[Task, ...]) -> None:
        """Show `tasks`; rows that stay keep selection and scroll position."""
        old = self.tasks
        if [task.id for task in old] == [task.id for task in tasks]:
            self.tasks = tasks
            for row, (before, after) in enumerate(zip(old, tasks, strict=True)):
                if before is not after:
                    self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.tasks = tasks
        self.endResetModel()

    def form(self, code: str) -> Form | None:
        """Return a form of communication by its code."""
        return next((form for form in self.forms if form.code == code), None)

    # -- the model interface of Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of tasks."""
        return 0 if parent.isValid() else len(self.tasks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of fields."""
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be edited; the measure only where a form is chosen."""
        flags = super().flags(index)
        if index.isValid() and not (COLUMNS[index.column()] == "measure" and not self.tasks[index.row()].form):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the column titles and the running numbers of the rows."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.titles()[section] if orientation is Qt.Orientation.Horizontal else str(section + 1)

    def titles(self) -> list[str]:
        """Return the column titles."""
        return [
            self.tr("Nội dung nhiệm vụ"),
            self.tr("Sản phẩm"),
            self.tr("Chủ trì"),
            self.tr("Phối hợp"),
            self.tr("Thời gian"),
            self.tr("Chỉ tiêu"),
            self.tr("Đơn vị tính"),
            self.tr("Hình thức"),
            self.tr("Số đo"),
            self.tr("Kinh phí (đồng)"),
            self.tr("Nhóm"),
            self.tr("Ghi chú"),
        ]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell; numbers stand at the right."""
        if not index.isValid() or index.row() >= len(self.tasks):
            return None
        column = COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self.text(self.tasks[index.row()], column)
            case Qt.ItemDataRole.ToolTipRole:
                return self.text(self.tasks[index.row()], column) or None
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column in NUMBER_COLUMNS else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignTop
        return None

    def text(self, task: Task, column: str) -> str:
        """Return what a cell shows."""
        value = getattr(task, column)
        match column:
            case "form":
                form = self.form(task.form)
                return form.name if form else task.form
            case "measure":
                form = self.form(task.form)
                measure = form.measure(task.measure) if form else None
                return measure.name if measure else task.measure
            case "target" | "cost":
                return "" if value is None else format_number(value)
        return str(value)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a typed cell; a text that does not fit is refused with a sentence."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.row() >= len(self.tasks):
            return False
        row, column = index.row(), COLUMNS[index.column()]
        try:
            task = self.with_text(self.tasks[row], column, str(value))
        except Refused as error:
            self.refused.emit(str(error))
            return False
        if task != self.tasks[row]:
            self._apply((*self.tasks[:row], task, *self.tasks[row + 1 :]), "")
        return True

    # -- changing

    def with_text(self, task: Task, column: str, text: str) -> Task:
        """Return `task` with the text put into a column.

        Raises:
            Refused: the column does not take it.

        """
        match column:
            case "target":
                return _with_target(task, text)
            case "cost":
                return replace(task, cost=_cost(text))
            case "form":
                return self._with_form(task, text)
            case "measure":
                return self._with_measure(task, text)
        return tidy_task(replace(task, **{column: text}))  # type: ignore[arg-type]

    def _with_form(self, task: Task, text: str) -> Task:
        wanted = fold(text)
        if not wanted:
            return replace(task, form="", measure="")
        for form in self.forms:
            if wanted in {fold(name) for name in (form.code, form.name, *form.aliases)}:
                measure = form.measure(task.measure) or (form.measures[0] if form.measures else None)
                unit = task.target_unit or (measure.unit if measure else "")
                return replace(task, form=form.code, measure=measure.code if measure else "", target_unit=unit)
        raise Refused(self.tr("Danh mục không có hình thức “{0}”.").format(clean_line(text)))

    def _with_measure(self, task: Task, text: str) -> Task:
        form = self.form(task.form)
        wanted = fold(text)
        if not wanted:
            return replace(task, measure="")
        for measure in form.measures if form else ():
            if wanted in (fold(measure.code), fold(measure.name)):
                return replace(task, measure=measure.code, target_unit=measure.unit)
        raise Refused(self.tr("Hình thức này không có số đo “{0}”.").format(clean_line(text)))

    def insert(self, row: int) -> None:
        """Put an empty task before `row`, in the group of the row above."""
        group = self.tasks[row - 1].group if 0 < row <= len(self.tasks) else ""
        self._apply((*self.tasks[:row], Task("", group=group), *self.tasks[row:]), "")

    def remove(self, rows: set[int]) -> None:
        """Take rows out."""
        self._apply(tuple(task for row, task in enumerate(self.tasks) if row not in rows), "")

    def move(self, row: int, step: int) -> int:
        """Move a row up (-1) or down (+1); return where it is then."""
        target = row + step
        if not 0 <= target < len(self.tasks):
            return row
        order = list(self.tasks)
        order.insert(target, order.pop(row))
        self._apply(tuple(order), "")
        return target

    def clear(self, cells: list[tuple[int, int]]) -> None:
        """Empty cells."""
        tasks = list(self.tasks)
        for row, column in cells:
            tasks[row] = self.with_text(tasks[row], COLUMNS[column], "")
        self._apply(tuple(tasks), "")

    def paste(self, row: int, column: int, block: list[list[str]]) -> list[str]:
        """Put a copied range at a cell, adding rows as needed, as one undo step.

        Returns the sentences about cells that were not taken; all others are.
        """
        tasks = list(self.tasks)
        problems: list[str] = []
        for offset, cells in enumerate(block):
            if row + offset >= len(tasks):
                tasks.append(Task(""))
            for step, cell in enumerate(cells[: len(COLUMNS) - column]):
                name = COLUMNS[column + step]
                try:
                    tasks[row + offset] = self.with_text(tasks[row + offset], name, cell)
                except Refused as error:
                    problems.append(self.tr("Dòng {0}: {1}").format(row + offset + 1, error))
        self._apply(tuple(tasks), "")
        return problems


def _with_target(task: Task, text: str) -> Task:
    """Read "50", "1.200", "50 tin", "90 %": the words behind the number become the unit."""
    line = clean_line(text)
    if not line:
        return replace(task, target=None)
    match = _AMOUNT.fullmatch(line)
    if match is None:
        raise Refused(f"“{line}” chưa phải là số. Chỉ tiêu ghi bằng số, ví dụ 1.200 hoặc 50 tin.")
    return replace(task, target=_number(match[1]), target_unit=(match[2] or task.target_unit).strip())


def _cost(text: str) -> int | None:
    line = clean_line(text)
    for ending in ("đồng", "đ", "vnđ", "vnd"):
        if line.casefold().endswith(ending):
            line = line[: -len(ending)].strip()
            break
    if not line:
        return None
    value = _number(line)
    if value != int(value) or value < 0:
        raise Refused(f"Kinh phí “{line}” phải là số đồng nguyên.")
    return int(value)


def _number(text: str) -> Decimal:
    try:
        return parse_number(text.strip())
    except NotANumber:
        raise Refused(f"“{text}” chưa phải là số. Viết như 1.200 hoặc 12,5.") from None
