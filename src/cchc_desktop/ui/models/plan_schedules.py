"""The task table with a column beside the time that says what was understood of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor

from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.schedule import words
from cchc_desktop.domain.schedule_text import parse_schedule
from cchc_desktop.ui import style
from cchc_desktop.ui.models.plan_tasks import COLUMNS, Index, TasksModel

SCHEDULE = len(COLUMNS)
"""The number of the column; it stands last in the model, so that pasted ranges fall where they did, and is shown
beside the time."""

TIME = COLUMNS.index("time_text")


class ScheduledTasksModel(TasksModel):
    """Adds the understood schedule, read only. `year` is the plan's."""

    def __init__(
        self,
        forms: tuple[Form, ...],
        apply: Callable[[tuple[Task, ...], str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(forms, apply, parent)
        self.year = 0
        self._understood: dict[tuple[str, int], str] = {}

    def schedule_text(self, task: Task) -> str:
        """Return in words what was understood of a task's time."""
        key = (task.time_text, self.year)
        if key not in self._understood:
            self._understood[key] = words(parse_schedule(*key)) if self.year else ""
        return self._understood[key]

    def misunderstood(self) -> int:
        """Return how many times are written but not understood."""
        return sum(self.schedule_text(task) == "chưa hiểu" for task in self.tasks)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of fields and one."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What was understood cannot be typed."""
        if index.column() == SCHEDULE:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return super().flags(index)

    def titles(self) -> list[str]:
        """Return the column titles."""
        return [*super().titles(), self.tr("Được hiểu là")]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what was understood; what was not stands in amber, and says so."""
        if index.column() != SCHEDULE or not index.isValid() or index.row() >= len(self.tasks):
            return super().data(index, role)
        text = self.schedule_text(self.tasks[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.ToolTipRole:
                if text != "chưa hiểu":
                    return text or None
                return self.tr("Chưa hiểu thời gian này nên chưa nhắc hạn được; chữ vẫn được giữ và in nguyên văn.")
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(style.colour("amber" if text == "chưa hiểu" else "quiet"))
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a typed cell; the understood column takes none."""
        return index.column() != SCHEDULE and super().setData(index, value, role)

    def clear(self, cells: list[tuple[int, int]]) -> None:
        """Empty cells; the understood column has nothing of its own."""
        super().clear([(row, column) for row, column in cells if column != SCHEDULE])

    def paste(self, row: int, column: int, block: list[list[str]]) -> list[str]:
        """Put a copied range at a cell; on the understood column it goes to the time beside it."""
        return super().paste(row, TIME if column == SCHEDULE else column, block)

    def set_field(self, rows: set[int], column: str, text: str) -> None:
        """Put one text into a field of several rows, as one undo step.

        Raises:
            Refused: the field does not take it.

        """
        changed = (self.with_text(task, column, text) if row in rows else task for row, task in enumerate(self.tasks))
        self._apply(tuple(changed), "")

    def move_rows(self, rows: set[int], step: int) -> set[int]:
        """Move rows up (-1) or down (+1) together; return where they are then."""
        if not rows or min(rows) + min(step, 0) < 0 or max(rows) + max(step, 0) >= len(self.tasks):
            return rows
        order = list(self.tasks)
        for row in sorted(rows, reverse=step > 0):
            order.insert(row + step, order.pop(row))
        self._apply(tuple(order), "")
        return {row + step for row in rows}
