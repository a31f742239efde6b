"""The sheet of the grid entry with the keys of Excel, and the editors of its cells."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cchc_desktop.ui.models.activity_grid import ActivityGridModel
from cchc_desktop.ui.models.plan_tsv import write_tsv
from cchc_desktop.ui.widgets.suggest_line import Suggestion, SuggestLine

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDTHS = {"day": 104, "form": 176, "title": 250, "task": 110, "people": 158, "note": 100}

Offers = Callable[[str, int], "list[Suggestion]"]


class GridDelegate(QStyledItemDelegate):
    """Gives each cell its editor; `offers` returns the suggestions of a column and row."""

    def __init__(self, offers: Offers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offers = offers

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor of a cell: one with suggestions where there are any."""
        model = index.model()
        column = model.columns[index.column()] if isinstance(model, ActivityGridModel) else ""
        if column in ("form", "task", "title"):
            line = SuggestLine(f"grid_{column}", parent, free=column == "title")
            line.set_suggestions(self._offers(column, index.row()))
            return line
        editor = QLineEdit(parent)
        editor.setObjectName("grid_line")
        if column.startswith("count"):
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the cell's text into its editor."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take the text over; a composing input method finishes first."""
        QGuiApplication.inputMethod().commit()
        if isinstance(editor, SuggestLine):
            editor.take_marked()
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Let an editor with suggestions be wide enough to read what is chosen."""
        rect = option.rect
        rect.setHeight(max(rect.height(), editor.sizeHint().height()))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter goes down and Tab right, as in Excel; an open list keeps Esc and the arrows."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QLineEdit):
            if event.key() in _ENTER:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                table = self.parent()
                if isinstance(table, GridTable):
                    table.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if isinstance(editor, SuggestLine) and editor.popup.isVisible() and event.key() == Qt.Key.Key_Escape:
                editor.popup.hide()
                return True
        return super().eventFilter(editor, event)


class GridTable(QTableView):
    """The sheet. What a key asks for beyond moving is told by a signal."""

    paste_wanted = Signal()
    fill_wanted = Signal()
    undo_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, model: ActivityGridModel, offers: Offers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = model
        self.setObjectName("grid_table")
        self.setAccessibleName(self.tr("Bảng nhập hoạt động"))
        self.setModel(model)
        self.setItemDelegate(GridDelegate(offers, self))
        self.setWordWrap(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        self.verticalHeader().setMinimumWidth(self.fontMetrics().horizontalAdvance("0000 !") + 8)
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        for place, name in enumerate(model.columns):
            self.setColumnWidth(place, _WIDTHS.get(name, 110))
        self.show_counts()
        model.changed.connect(self.show_counts)

    def show_counts(self) -> None:
        """Show as many columns for quantities as the forms in the sheet have."""
        used = self._grid.counts_used()
        for place, name in enumerate(self._grid.columns):
            if name.startswith("count"):
                self.setColumnHidden(place, int(name.removeprefix("count")) > used)

    def shown_columns(self) -> list[int]:
        """Return the columns in sight that can be written in."""
        return [place for place in range(len(self._grid.columns)) if not self.isColumnHidden(place)]

    def cells(self) -> list[tuple[int, int]]:
        """Return the chosen cells by row and column (the current one when none is), without those that only tell."""
        chosen = self.selectedIndexes() or [self.currentIndex()]
        width = len(self._grid.columns)
        return [(index.row(), index.column()) for index in chosen if index.isValid() and index.column() < width]

    def step(self, rows: int) -> None:
        """Go up or down in the column."""
        current = self.currentIndex()
        row = min(max(current.row() + rows, 0), self._grid.rowCount() - 1)
        self.setCurrentIndex(self._grid.index(row, current.column()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, empty, fill down, undo, save; Enter goes down, F2 and letters edit."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self._grid.change(dict.fromkeys(self.cells(), ""))
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif control and event.key() == Qt.Key.Key_D:
            self.fill_wanted.emit()
        elif control and event.key() in _ENTER:
            self.save_wanted.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._grid.change(dict.fromkeys(self.cells(), ""))
        elif event.key() in _ENTER:
            # The Enter that closes an editor comes by here too.
            if self.state() is not QAbstractItemView.State.EditingState:
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the chosen cells on the clipboard for Excel."""
        chosen = {place: str(self._grid.index(*place).data(Qt.ItemDataRole.EditRole) or "") for place in self.cells()}
        if chosen:
            rows, columns = sorted({row for row, _ in chosen}), sorted({column for _, column in chosen})
            block = [[chosen.get((row, column), "") for column in columns] for row in rows]
            QGuiApplication.clipboard().setText(write_tsv(block))
