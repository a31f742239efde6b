"""A foreign sheet with a box above each column that says which field the column fills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableView, QVBoxLayout, QWidget

from cchc_desktop.domain.sheet import Grid, column_letters
from cchc_desktop.domain.table_import import ImportField, Matched, RefusedRow, TableHead
from cchc_desktop.ui.models.table_grid import TableGridModel

_COLUMN_WIDTH = 150


class _FieldBox(QComboBox):
    """A box that leaves the wheel to the table below it: turning it must not match anew by accident."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the wheel pass."""
        event.ignore()


class TableMatch(QWidget):
    """`matched` carries (column, field) when a person chooses; the field is "" for a column that is left out."""

    matched = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TableGridModel(self)
        self.boxes: dict[int, QComboBox] = {}
        self._fields: Sequence[ImportField] = ()
        self._strip = QWidget(self)
        self._room = QWidget(self._strip)
        self.table = QTableView(self)
        self.table.setObjectName("import_grid")
        self.table.setAccessibleName(self.tr("Nội dung trong tệp"))
        self.table.setModel(self.model)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setWordWrap(False)
        rows = self.table.verticalHeader()
        rows.setDefaultSectionSize(self.fontMetrics().height() + 10)
        rows.setMinimumWidth(self.fontMetrics().horizontalAdvance("000000"))
        header = self.table.horizontalHeader()
        header.setDefaultSectionSize(_COLUMN_WIDTH)
        header.setMinimumSectionSize(70)
        header.sectionResized.connect(self._place)
        header.geometriesChanged.connect(self._place)
        rows.geometriesChanged.connect(self._place)
        self.table.horizontalScrollBar().valueChanged.connect(self._place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._strip)
        column.addWidget(self.table, 1)
        measured = QComboBox(self)
        self._strip.setFixedHeight(measured.sizeHint().height())
        measured.hide()
        measured.deleteLater()

    def show_table(
        self, grid: Grid, head: TableHead, fields: Sequence[ImportField], refused: Iterable[RefusedRow]
    ) -> None:
        """Show a sheet and how its columns are matched; cells that were refused are marked."""
        self.model.show(grid, head, refused)
        names = {one.number: one for one in head.columns}
        if set(names) != set(self.boxes) or fields != self._fields:
            self._make_boxes(head, fields)
        for number, box in self.boxes.items():
            field, how = names[number].field, names[number].matched
            box.blockSignals(True)
            box.setCurrentIndex(max(box.findData(field), 0))
            box.blockSignals(False)
            box.setToolTip(_HOW.get(how, "") if field else self.tr("Cột này không được nhập"))
        self._place()

    def go(self, cell: str) -> None:
        """Show a cell of the file and put the cursor on it."""
        row, column = self.model.place(cell)
        if row >= 0:
            index = self.model.index(row, column)
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            command = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.table.selectionModel().setCurrentIndex(index, command)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_boxes(self, head: TableHead, fields: Sequence[ImportField]) -> None:
        for box in self.boxes.values():
            box.hide()
            box.deleteLater()
        self._fields = fields
        self.boxes = {}
        for one in head.columns:
            box = _FieldBox(self._room)
            box.setObjectName(f"match_{one.number}")
            words = self.tr("Cột {0} “{1}” được đưa vào")
            box.setAccessibleName(words.format(column_letters(one.number), one.heading))
            box.addItem(self.tr("(không nhập)"), "")
            for field in fields:
                box.addItem(f"{field.title} *" if field.required else field.title, field.name)
            box.activated.connect(partial(self._chosen, one.number))
            box.show()
            self.boxes[one.number] = box

    def _chosen(self, number: int, _: int) -> None:
        self.matched.emit(number, str(self.boxes[number].currentData() or ""))

    def _place(self) -> None:
        left = self.table.verticalHeader().width() + self.table.frameWidth()
        self._room.setGeometry(left, 0, max(self._strip.width() - left, 0), self._strip.height())
        for number, box in self.boxes.items():
            place, width = self.table.columnViewportPosition(number - 1), self.table.columnWidth(number - 1)
            box.setGeometry(place + 1, 0, max(width - 2, 40), self._strip.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the boxes above their columns."""
        super().resizeEvent(event)
        self._place()


_HOW = {
    Matched.EXACT: "Nhận ra theo tiêu đề cột",
    Matched.NEAR: "Tiêu đề gần giống, hãy xem lại",
    Matched.REMEMBERED: "Như lần nhập trước",
    Matched.PERSON: "Do người dùng chọn",
}
