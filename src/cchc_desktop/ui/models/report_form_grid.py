"""A sheet of a form for a table view: paper colours, the form's own fills, and today's figures in the mapped cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from cchc_desktop.domain.report_form import cell_name, column_letters
from cchc_desktop.domain.report_form_grid import CellKind, FormBook, FormCell, FormSheet

Index = QModelIndex | QPersistentModelIndex

PAPER = "#ffffff"
"""A form is paper: it stays white in the dark theme, because its own fills are made for white."""
INK = "#1d2430"
MAPPED_GROUND = "#d7e7f8"
MAPPED_INK = "#084a8c"
"""A mapped cell: 7.6:1."""
_SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_HEIGHTS = {
    "top": Qt.AlignmentFlag.AlignTop,
    "center": Qt.AlignmentFlag.AlignVCenter,
    "bottom": Qt.AlignmentFlag.AlignBottom,
}


class FormGridModel(QAbstractTableModel):
    """Shows one sheet. `show_mapped` puts words into cells by their name: figures of today, or codes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book: FormBook | None = None
        self._sheet: FormSheet | None = None
        self._mapped: dict[str, tuple[str, str]] = {}

    @property
    def sheet(self) -> FormSheet | None:
        """The sheet on show."""
        return self._sheet

    def show_sheet(self, book: FormBook | None, sheet: FormSheet | None) -> None:
        """Show another sheet, without mapped cells."""
        self.beginResetModel()
        self._book, self._sheet, self._mapped = book, sheet, {}
        self.endResetModel()

    def show_mapped(self, mapped: Mapping[str, tuple[str, str]]) -> None:
        """Show other words in cells: name of the cell → (words, tip)."""
        self._mapped = dict(mapped)
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows are drawn."""
        return 0 if parent.isValid() or self._sheet is None else self._sheet.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many columns are drawn."""
        return 0 if parent.isValid() or self._sheet is None else self._sheet.columns

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return "A", "B", … and 1, 2, … as Excel has them."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_letters(section + 1) if orientation is Qt.Orientation.Horizontal else section + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows and how."""
        if self._sheet is None or self._book is None or not index.isValid():
            return None
        place = index.row() + 1, index.column() + 1
        cell = self._sheet.cell(*place)
        mapped = self._mapped.get(cell_name(*place))
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return mapped[0] if mapped else cell.text
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return mapped[1] if mapped else (cell.text or None)
            case Qt.ItemDataRole.BackgroundRole:
                return QColor(MAPPED_GROUND if mapped else (self._book.look(cell).fill or PAPER))
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(MAPPED_INK if mapped else (self._book.look(cell).colour or INK))
            case Qt.ItemDataRole.FontRole:
                return self._font(cell, mapped is not None)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(cell, mapped is not None)
        return None

    def wraps(self, index: Index) -> bool:
        """Tell whether a cell's text goes over several lines."""
        if self._sheet is None or self._book is None:
            return False
        return self._book.look(self._sheet.cell(index.row() + 1, index.column() + 1)).wrap

    def _font(self, cell: FormCell, mapped: bool) -> QFont:
        assert self._book is not None
        look = self._book.look(cell)
        font = QFont()
        font.setPointSizeF(min(max(look.size or 11, 6), 28))
        font.setBold(look.bold or mapped)
        font.setItalic(look.italic)
        return font

    def _alignment(self, cell: FormCell, mapped: bool) -> Qt.AlignmentFlag:
        assert self._book is not None
        look = self._book.look(cell)
        usual = "right" if mapped or cell.kind in (CellKind.NUMBER, CellKind.FORMULA) else "left"
        return _SIDES[look.horizontal or usual] | _HEIGHTS[look.vertical]
