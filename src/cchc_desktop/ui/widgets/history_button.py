"""The small buttons that open the history of a record: the selected row of a list, what stands in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from cchc_desktop.ui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.widgets.data_table import DataTable


class RecordHistoryButton(QPushButton):
    """Opens the history of what stands in a form.

    Args:
        context: shows the history.
        record: returns entity and id of the record in the trail, None while it is not stored.
        parent: the form.

    """

    def __init__(self, context: Context, record: Callable[[], tuple[str, str] | None], parent: QWidget) -> None:
        super().__init__(icon("mdi6.history"), "", parent)
        self._context = context
        self._record = record
        self.setObjectName(f"{parent.objectName()}_history")
        self.setToolTip(self.tr("Lịch sử"))
        self.setAccessibleName(self.tr("Lịch sử"))
        self.clicked.connect(self._show)

    def _show(self) -> None:
        record = self._record()
        if record is not None:
            self._context.history(*record)


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
