"""A table model over a list of dataclasses, described by its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cchc_desktop.ui.models.collation import vietnamese_key

T = TypeVar("T")

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""`index.data(ROW_ROLE)` is the dataclass of the row."""
SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 2
"""`index.data(SORT_ROLE)` is the typed value a column sorts by."""

Index = QModelIndex | QPersistentModelIndex


class Align(Enum):
    """Where a column's text stands: words left, numbers right, dates and states in the middle."""

    LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: `text` is what is shown, `sort` what it sorts by (None: by the text, in Vietnamese order).

    A sort value that is a `str` sorts in Vietnamese order too; None stands last.
    """

    key: str
    title: str
    text: Callable[[T], str]
    sort: Callable[[T], Any] | None = None
    align: Align = Align.LEFT
    tip: Callable[[T], str] | None = None


class RowsModel(QAbstractTableModel, Generic[T]):
    """Shows rows in the order given, until a column is sorted by."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._given: list[T] = []
        self._rows: list[T] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> tuple[T, ...]:
        """The rows in the order shown."""
        return tuple(self._rows)

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show other rows, sorted as before."""
        self.beginResetModel()
        self._given = list(rows)
        self._rows = self._in_order()
        self.endResetModel()

    def need(self, rows: Iterable[int]) -> None:
        """Make sure that rows are there, by number, for a model that does not hold all of them."""

    def row(self, number: int) -> T:
        """Return the dataclass shown in a row."""
        return self._rows[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, how it is aligned, or the row behind it."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        column, row = self.columns[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align.value
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip else None
        if role == ROW_ROLE:
            return row
        if role == SORT_ROLE:
            return column.sort(row) if column.sort else column.text(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[section].align.value
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column (-1: back to the order given); equal rows keep their order."""
        self.layoutAboutToBeChanged.emit()
        self._sorted_by = (column, order) if 0 <= column < len(self.columns) else None
        before = self.persistentIndexList()
        held = [self._rows[index.row()] for index in before]
        self._rows = self._in_order()
        places = {id(row): number for number, row in enumerate(self._rows)}
        after = [self.index(places[id(row)], index.column()) for row, index in zip(held, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _in_order(self) -> list[T]:
        if self._sorted_by is None:
            return list(self._given)
        number, order = self._sorted_by
        column = self.columns[number]
        value = column.sort or column.text
        known = [row for row in self._given if value(row) is not None]
        unknown = [row for row in self._given if value(row) is None]
        known.sort(key=lambda row: _sort_key(value(row)), reverse=order is Qt.SortOrder.DescendingOrder)
        return known + unknown


def _sort_key(value: Any) -> Any:
    return vietnamese_key(value) if isinstance(value, str) else value
