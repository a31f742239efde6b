"""The table of all lists: click to sort, Enter or double click opens, Ctrl+C copies for Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from cchc_desktop.ui.models.rows import ROW_ROLE, RowsModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.settings_store import SettingsStore

_WIDTHS_PAUSE = 500  # ms after the last drag of a column edge before the widths are written


class DataTable(QTableView):
    """A list of records.

    `activated_row` carries the row's dataclass on Enter or double click; `selected_changed` fires when other
    rows are selected. `settings` remember the column widths (None: nobody does). The model sorts itself in `sort`
    (see `RowsModel`); `sortable=False` leaves the header dead.
    """

    activated_row = Signal(object)
    selected_changed = Signal()

    def __init__(
        self, key: str, settings: SettingsStore | None, parent: QWidget | None = None, *, sortable: bool = True
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._settings = settings
        self._sortable = sortable
        self.setObjectName(key)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        # Stacked marks (Ắ Ễ Ự) rise above the font's own height.
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(40)
        header.sectionResized.connect(self._note_resize)
        self._widths_timer = QTimer(self, singleShot=True, interval=_WIDTHS_PAUSE)
        self._widths_timer.timeout.connect(self._remember_widths)
        self._ready = False
        self._first_widths: tuple[int, ...] = ()
        self.doubleClicked.connect(self._open)

    def set_model(self, model: QAbstractItemModel, widths: tuple[int, ...] = ()) -> None:
        """Show a model; `widths` are the first widths of the columns in pixels, the last one stretches."""
        self._ready = False
        self._first_widths = widths
        self.setModel(model)
        if self._sortable:
            header = self.horizontalHeader()
            header.setSortIndicatorClearable(True)
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
        for column, width in enumerate((self._settings.widths(self._key) if self._settings else ()) or widths):
            if column < model.columnCount() - 1:
                self.setColumnWidth(column, width)
        self._ready = True

    def selected_rows(self) -> list[Any]:
        """Return the dataclasses of the selected rows, from top to bottom."""
        selection = self.selectionModel()
        if not selection:  # before `set_model`
            return []
        indexes = sorted(selection.selectedRows(), key=QModelIndex.row)
        return [index.data(ROW_ROLE) for index in indexes]

    def has_selection(self) -> bool:
        """Tell whether any row is selected; cheap also when all of a long list is."""
        selection = self.selectionModel()
        return bool(selection) and selection.hasSelection()

    def first_selected_row(self) -> Any:
        """Return the dataclass of the uppermost selected row, None without one; cheap like `has_selection`."""
        if not self.has_selection():
            return None
        spans = self.selectionModel().selection()
        number = min(spans.at(n).top() for n in range(spans.count()))
        return self.model().index(number, 0).data(ROW_ROLE)

    def current_row(self) -> Any:
        """Return the dataclass of the current row, None without one."""
        index = self.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def select_number(self, row: int) -> None:
        """Select a row by its number and show it."""
        model = self.model()
        if model is not None and 0 <= row < model.rowCount():
            self.selectRow(row)
            self.scrollTo(model.index(row, 0))

    def offer_history(self, context: Context, record: Callable[[Any], tuple[str, str] | None]) -> QAction:
        """Let the history of the selected row be opened with F8 and the right button; return the action for a button.

        `record` tells a row's entity and id in the trail, None of one that is no record.
        """
        action = QAction(self.tr("Lịch sử (F8)"), self)
        action.setObjectName(f"{self.objectName()}_history")
        action.setShortcut(QKeySequence(Qt.Key.Key_F8))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

        def open_history() -> None:
            rows = self.selected_rows()
            found = record(rows[0]) if rows else None
            if found is not None:
                context.history(*found)

        action.triggered.connect(open_history)
        self.addAction(action)  # the menu of the right click has it, beside what every list can do
        return action

    def copy(self) -> None:
        """Put the selected rows on the clipboard as Excel pastes them: tabs between cells, one line a row."""
        model, selection = self.model(), self.selectionModel()
        if not selection:
            return
        rows = sorted(index.row() for index in selection.selectedRows())
        if isinstance(model, RowsModel):
            model.need(rows)
        columns = [column for column in range(model.columnCount()) if not self.isColumnHidden(column)]
        lines = [[str(model.index(row, column).data() or "") for column in columns] for row in rows]
        if lines:
            plain = ["\t".join(" ".join(cell.split()) for cell in line) for line in lines]
            QGuiApplication.clipboard().setText("\n".join(plain))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on Ctrl+C, open on Enter; other keys move as usual."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Pass the news on."""
        super().selectionChanged(selected, deselected)
        self.selected_changed.emit()

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.activated_row.emit(row)

    def _note_resize(self) -> None:
        if self._ready and self.isVisible():
            self._widths_timer.start()

    def _remember_widths(self) -> None:
        header = self.horizontalHeader()
        known = (self._settings.widths(self._key) if self._settings else ()) or self._first_widths
        # A hidden column has no width of its own: the one it had before is kept for when it comes back.
        widths = tuple(
            max(
                known[column] if self.isColumnHidden(column) and column < len(known) else header.sectionSize(column), 40
            )
            for column in range(header.count())
        )
        if self._settings is not None:
            self._settings.remember_widths(self._key, widths)
