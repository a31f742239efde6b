"""The assignment matrix as a table: tasks down, bodies across, and what each body does in the cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from cchc_desktop.domain.assignment import ROLE_NAMES, Matrix, Role, assign, read_matrix
from cchc_desktop.domain.body import Body, BodyFinder
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.text import clean_line
from cchc_desktop.ui import style

Index = QModelIndex | QPersistentModelIndex

LETTERS = {Role.LEAD: "C", Role.SUPPORT: "P"}
"""What stands before the word in a cell, and the key that sets it."""


class AssignmentModel(QAbstractTableModel):
    """Shows the matrix of tasks; a changed cell is handed to `apply` as the new tuple of tasks."""

    def __init__(
        self, finder: BodyFinder, apply: Callable[[tuple[Task, ...]], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.finder = finder
        self.matrix = Matrix(finder.bodies, ())
        self._apply = apply

    def set_tasks(self, tasks: tuple[Task, ...]) -> None:
        """Show tasks; the same rows and columns keep selection and scroll position."""
        old, new = self.matrix, read_matrix(tasks, self.finder)
        same = [task.id for task in old.tasks] == [task.id for task in tasks] and old.bodies == new.bodies
        if same:
            self.matrix = new
            if tasks and new.bodies:
                self.dataChanged.emit(self.index(0, 0), self.index(len(tasks) - 1, len(new.bodies) - 1))
                self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(tasks) - 1)
            return
        self.beginResetModel()
        self.matrix = new
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of tasks."""
        return 0 if parent.isValid() else len(self.matrix.tasks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of bodies."""
        return 0 if parent.isValid() else len(self.matrix.bodies)

    def role_at(self, index: Index) -> Role | None:
        """Return what the body of a cell does for its task."""
        return self.matrix.role(self.matrix.bodies[index.column()], self.matrix.tasks[index.row()])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return letter and word of a cell, never a colour alone."""
        if not index.isValid() or index.row() >= self.rowCount() or index.column() >= self.columnCount():
            return None
        found = self.role_at(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{LETTERS[found]} {ROLE_NAMES[found]}" if found else ""
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return self.sentence(index)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Qt.ItemDataRole.FontRole if found is Role.LEAD:
                font = QFont(QApplication.font())
                font.setBold(True)
                return font
            case Qt.ItemDataRole.BackgroundRole if found is Role.LEAD:
                return QColor(style.colour("hover"))
        return None

    def sentence(self, index: Index) -> str:
        """Return a cell in words: "Công an xã phối hợp: Phát thanh …"."""
        body, task = self.matrix.bodies[index.column()], self.matrix.tasks[index.row()]
        found = self.role_at(index)
        does = ROLE_NAMES[found] if found else self.tr("không tham gia")
        return f"{body.name} – {does}: {_name(task) or self.tr('(nhiệm vụ chưa có nội dung)')}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the short names of bodies and the tasks with their numbers; the whole names are the tips."""
        across = orientation is Qt.Orientation.Horizontal
        if section >= (self.columnCount() if across else self.rowCount()):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                if across:
                    return self.matrix.bodies[section].heading.replace("-", "\u2011")  # "VH-XH" stays on one line
                return f"{section + 1}. {_name(self.matrix.tasks[section])}"
            case Qt.ItemDataRole.ToolTipRole:
                return self.matrix.bodies[section].name if across else _name(self.matrix.tasks[section])
            case Qt.ItemDataRole.TextAlignmentRole if not across:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def set_role(self, cells: list[tuple[int, int]], role: Role | None) -> None:
        """Put a role (None: none) into cells of (row, column), as one step."""
        tasks = list(self.matrix.tasks)
        for row, column in cells:
            tasks[row] = assign(tasks[row], self.matrix.bodies[column], role, self.finder)
        if tuple(tasks) != self.matrix.tasks:
            self._apply(tuple(tasks))

    def column_of(self, body: Body) -> int:
        """Return the column of a body, -1 when it has none."""
        codes = [other.code for other in self.matrix.bodies]
        return codes.index(body.code) if body.code in codes else -1


def _name(task: Task) -> str:
    return clean_line(task.content)
