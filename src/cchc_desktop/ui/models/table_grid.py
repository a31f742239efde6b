"""A sheet of a foreign file as it is, with its heading and the cells that stand in the way marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from cchc_desktop.domain.sheet import CellKind, Grid, address, column_letters
from cchc_desktop.domain.table_import import RefusedRow, TableHead
from cchc_desktop.ui import style
from cchc_desktop.ui.models.rows import Index

_LEAST_COLUMNS = 1


class TableGridModel(QAbstractTableModel):
    """Rows go by their numbers in the file; blank ones are left out, as when reading."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = Grid("", {})
        self._numbers: list[int] = []
        self._width = _LEAST_COLUMNS
        self._head = (0, 0)
        self._wrong: dict[str, str] = {}

    def show(self, grid: Grid, head: TableHead, refused: Iterable[RefusedRow]) -> None:
        """Show a sheet, its heading, and the reasons at the cells that were refused."""
        self.beginResetModel()
        self._grid = grid
        self._numbers = sorted(grid.rows)
        self._width = max((len(cells) for cells in grid.rows.values()), default=_LEAST_COLUMNS)
        self._head = (head.top, head.bottom)
        self._wrong = {one.cell: one.reason for one in refused if one.sheet == grid.name}
        self.endResetModel()

    def place(self, cell: str) -> tuple[int, int]:
        """Return row and column of this model for an address ("C12"); (-1, -1) when it is not there."""
        letters = cell.rstrip("0123456789")
        column = next((n for n in range(self._width) if column_letters(n + 1) == letters), -1)
        number = int(cell[len(letters) :] or 0)
        return (self._numbers.index(number), column) if number in self._grid.rows and column >= 0 else (-1, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows have anything in them."""
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many columns the widest row has."""
        return 0 if parent.isValid() else self._width

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return letters above and the rows' numbers at the left, as Excel does."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return column_letters(section + 1)
        return str(self._numbers[section]) if section < len(self._numbers) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text; a heading is bold, a refused cell marked, with its reason as tool tip."""
        if not index.isValid() or index.row() >= len(self._numbers):
            return None
        number, column = self._numbers[index.row()], index.column() + 1
        cell = self._grid.cell(number, column)
        reason = self._wrong.get(address(number, column), "")
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text.replace("\n", " ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return reason or cell.text or None
        if role == Qt.ItemDataRole.BackgroundRole and reason:
            return QBrush(QColor(style.colour("amber_ground")))
        if role == Qt.ItemDataRole.FontRole and self._head[0] <= number <= self._head[1]:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if cell.kind is CellKind.NUMBER else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
