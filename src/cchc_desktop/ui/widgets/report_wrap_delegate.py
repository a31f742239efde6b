"""Cells whose text runs over several lines, with air above and below and no word cut off."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

_AIR = 12  # above and below together: stacked marks (Ắ Ễ Ự) rise above the font's own height
_KNOWN = 5_000  # heights kept in mind
_EDGES = 15  # left and right together: padding 8, margin 6, and one for the rounding at 125 %


class ReportWrapDelegate(QStyledItemDelegate):
    """Measures a text in the width of its column: Qt's own measure forgets the padding of the style sheet."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[tuple[str, int], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room of the whole text."""
        table = option.widget
        line = option.fontMetrics.height() + _AIR
        if not isinstance(table, QTableView) or table.columnSpan(index.row(), index.column()) > 1:
            return QSize(0, line)
        width = max(40, table.columnWidth(index.column()) - _EDGES)
        return QSize(width, self._height(str(index.data() or ""), width, option.fontMetrics))

    def _height(self, text: str, width: int, metrics: QFontMetrics) -> int:
        """Return the height of a text; known ones are not measured again, a table asks for each many times."""
        key = (text, width)
        if key not in self._known:
            if len(self._known) > _KNOWN:
                self._known.clear()
            box = metrics.boundingRect(QRect(0, 0, width, 10_000), int(Qt.TextFlag.TextWordWrap), text)
            self._known[key] = max(metrics.height(), box.height()) + _AIR
        return self._known[key]


def wrap_cells(table: QTableView) -> None:
    """Let the rows of a table be as high as their texts."""
    table.setWordWrap(True)
    table.setItemDelegate(ReportWrapDelegate(table))
    rows = table.verticalHeader()
    rows.setMinimumSectionSize(rows.defaultSectionSize())
    rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
