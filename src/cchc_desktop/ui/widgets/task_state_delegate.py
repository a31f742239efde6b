"""Paints the state of a task: a dot like that of a traffic light, and always the words beside it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from cchc_desktop.ui.models.rows import ROW_ROLE
from cchc_desktop.ui.widgets.report_wrap_delegate import ReportWrapDelegate
from cchc_desktop.ui.widgets.task_dot import DOT, dot_icon

_ROOM = DOT + 24  # the dot, its air, and the edges of a cell


class TaskStateDelegate(ReportWrapDelegate):
    """Takes the colour role from `colour` of the row's dataclass."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Put the dot before the words."""
        super().initStyleOption(option, index)
        row = index.data(ROW_ROLE)
        if row is not None and row.colour:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = dot_icon(row.colour)
            option.decorationSize = QSize(DOT, DOT)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room of the words in what the dot leaves of the column."""
        table = option.widget
        if not isinstance(table, QTableView):
            return super().sizeHint(option, index)
        width = max(40, table.columnWidth(index.column()) - _ROOM)
        return QSize(width, self._height(str(index.data() or ""), width, option.fontMetrics))
