"""Fits a list to its window: which columns a narrow one does without, how high the rows of a long list are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHeaderView, QTableView

from cchc_desktop.ui.models.rows import Column

_READABLE = 150  # pixels the stretching column keeps
_MEASURED_ROWS = 300
_AIR = 12  # above and below together: stacked marks (Ắ Ễ Ự) rise above the font's own height


def fit_heights(table: QTableView, rows: int) -> None:
    """Let the rows be as high as their texts; in a long list give all of them two lines.

    To be called before the rows are shown. Measuring three thousand rows takes seconds.
    """
    header = table.verticalHeader()
    one = table.fontMetrics().height() + _AIR
    if rows <= _MEASURED_ROWS:
        header.setDefaultSectionSize(one)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    else:
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultSectionSize(one + table.fontMetrics().lineSpacing())


class ColumnFit(QObject):
    """Watches the width of a table.

    Args:
        table: with its model set.
        columns: of the model.
        widths: in pixels; 0 for the column that takes what room is left.
        spare: keys of the columns to do without, the first one first.

    """

    def __init__(
        self, table: QTableView, columns: Sequence[Column[Any]], widths: Sequence[int], spare: Sequence[str]
    ) -> None:
        super().__init__(table)
        self._table = table
        self._widths = {column.key: width or _READABLE for column, width in zip(columns, widths, strict=True)}
        self._spare = tuple(spare)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the columns when the table became wider or narrower."""
        if event.type() == QEvent.Type.Resize and watched is self._table.viewport():
            self._fit(self._table.viewport().width())
        return False

    def _fit(self, room: int) -> None:
        needed = sum(self._widths.values())
        hidden = set()
        for key in self._spare:
            if needed <= room:
                break
            hidden.add(key)
            needed -= self._widths[key]
        for number, key in enumerate(self._widths):
            if self._table.isColumnHidden(number) != (key in hidden):
                self._table.setColumnHidden(number, key in hidden)
