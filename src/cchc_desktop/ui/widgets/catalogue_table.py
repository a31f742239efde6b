"""One catalogue as a table that can be searched, with room for a panel beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedLayout, QVBoxLayout, QWidget

from cchc_desktop.ui.models import catalogue_rows
from cchc_desktop.ui.models.rows import Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.report_wrap_delegate import wrap_cells

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


class CatalogueTable(QWidget):
    """One catalogue as a table that can be searched; `add_top` puts widgets above it, `add_side` one beside it.

    `widths` are those of the columns in pixels; columns of width 0 share what room is left.
    """

    def __init__(
        self,
        key: str,
        columns: Sequence[Column[Any]],
        widths: tuple[int, ...],
        context: Context,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows: list[Any] = []
        self._words = ""
        self.model: RowsModel[Any] = RowsModel(columns, self)
        self.table = DataTable(key, context.settings, self)
        wrap_cells(self.table)
        self.table.set_model(self.model, tuple(width or 100 for width in widths))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for number, width in enumerate(widths):
            if not width:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        empty = EmptyState(self.tr("Không có dòng nào khớp với từ đang tìm."), "", self)
        self._top = QHBoxLayout()
        body = QWidget(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        self._halves = QHBoxLayout()
        self._halves.setSpacing(14)
        self._halves.addWidget(body, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 10, 0, 0)
        self._column.addLayout(self._top)
        self._column.addLayout(self._halves, 1)

    def add_top(self, *widgets: QWidget) -> None:
        """Put widgets above the table, from the left."""
        for widget in widgets:
            self._top.addWidget(widget)
        self._top.addStretch(1)

    def add_side(self, widget: QWidget) -> None:
        """Put a widget to the right of the table."""
        self._halves.addWidget(widget)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self._rows = list(rows)
        self.search(self._words)

    def search(self, words: str) -> int:
        """Show the rows that have all the words; return how many."""
        self._words = words
        found = catalogue_rows.matching(self._rows, self.model.columns, words)
        self.model.set_rows(found)
        self._stack.setCurrentIndex(0 if found else 1)
        return len(found)
