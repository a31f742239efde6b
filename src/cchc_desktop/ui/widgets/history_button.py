"""The small button beside a list that opens the history of its selected row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from cchc_desktop.ui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.widgets.data_table import DataTable


class HistoryButton(QPushButton):
    """A picture without words: it stands in rows that have no room left at 125 %. F8 and the right button do the same.

    Args:
        table: the list; its selected row is meant.
        context: shows the history.
        record: returns a row's entity and id in the trail.

    """

    def __init__(self, table: DataTable, context: Context, record: Callable[[Any], tuple[str, str]]) -> None:
        super().__init__(icon("mdi6.history"), "", table)
        self._table = table
        self.setObjectName(f"{table.objectName()}_history_button")
        words = self.tr("Lịch sử của dòng đang chọn (F8)")
        self.setToolTip(words)
        self.setAccessibleName(words)
        action = table.offer_history(context, record)
        self.clicked.connect(action.trigger)
        table.selected_changed.connect(self._enable)
        self._enable()

    def _enable(self) -> None:
        self.setEnabled(bool(self._table.selected_rows()))
