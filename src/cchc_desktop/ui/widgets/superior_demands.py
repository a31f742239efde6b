"""The list of demands of a superior's plan: typed, pasted line by line, or proposed and confirmed one by one."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.superior_plan import Demand
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.demand_rows import DemandsModel
from cchc_desktop.ui.models.plan_tsv import read_tsv
from cchc_desktop.ui.models.superior_draft import SuperiorDraft
from cchc_desktop.ui.widgets.plan_panel import button_row
from cchc_desktop.ui.widgets.plan_task_editors import TaskDelegate

Index = QModelIndex | QPersistentModelIndex


class DemandDelegate(TaskDelegate):
    """A box of several lines for the words, a line for the deadline."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor of a cell."""
        if index.column() == 0:
            box = QPlainTextEdit(parent)
            box.setObjectName("demand_text")
            box.setTabChangesFocus(True)
            return box
        line = QLineEdit(parent)
        line.setObjectName("demand_line")
        line.setFrame(False)
        return line


class DemandTable(QTableView):
    """The table with the keys of Excel."""

    paste_wanted = Signal()
    remove_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, remove; Enter edits."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            if self.state() is not QAbstractItemView.State.EditingState:
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class DemandsEditor(QWidget):
    """`told` carries a sentence about what happened."""

    told = Signal(str)

    def __init__(self, draft: SuperiorDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = DemandsModel(draft)
        self.table = DemandTable(self)
        self.state = QLabel(self)
        self.state.setObjectName("demands_state")
        self.state.setWordWrap(True)
        self.state.setMargin(4)
        row = button_row(
            self,
            ("demands_add", self.tr("Thêm"), "mdi6.plus", self.add),
            ("demands_remove", self.tr("Xóa"), "mdi6.trash-can-outline", self.remove),
            ("demands_paste", self.tr("Dán"), "mdi6.content-paste", self.paste),
        )
        self.confirm = QPushButton(icon("mdi6.check"), self.tr("Xác nhận dòng đang chọn"), self)
        self.confirm.setObjectName("demands_confirm")
        row.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(self.state)
        self._set_up_table()
        self.confirm.clicked.connect(self._confirm)
        draft.changed.connect(self._renew)

    def _set_up_table(self) -> None:
        table = self.table
        table.setObjectName("demands_table")
        table.setAccessibleName(self.tr("Yêu cầu của cấp trên"))
        table.setModel(self.model)
        table.setItemDelegate(DemandDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setWordWrap(True)
        table.setAlternatingRowColors(True)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(1, 130)
        table.setColumnWidth(2, 190)
        table.verticalHeader().setMinimumSectionSize(self.fontMetrics().height() + 12)
        # The first column takes what the window leaves; the heights follow once it is known.
        self._fit = QTimer(self, singleShot=True, interval=0)
        self._fit.timeout.connect(table.resizeRowsToContents)
        header.sectionResized.connect(self._fit_soon)
        table.paste_wanted.connect(self.paste)
        table.remove_wanted.connect(self.remove)
        table.selectionModel().selectionChanged.connect(self._enable)

    def _fit_soon(self) -> None:
        self._fit.start()

    def _renew(self) -> None:
        self._fit.start()
        waiting = sum(not demand.confirmed for demand in self.model.demands)
        self.state.setText(
            self.tr(
                "{0} đề xuất chưa xác nhận. Đọc lại từng dòng, sửa chỗ sai rồi xác nhận; dòng thừa thì xóa."
            ).format(waiting)
            if waiting
            else self.tr("Mỗi yêu cầu một dòng. Dán được từ Word hoặc Excel (Ctrl+V).")
        )
        self.state.setProperty("role", "warning" if waiting else "quiet")
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)
        self._enable()

    def _rows(self) -> set[int]:
        return {index.row() for index in self.table.selectedIndexes()}

    def _enable(self) -> None:
        demands = self.model.demands
        self.confirm.setEnabled(any(not demands[row].confirmed for row in self._rows() if row < len(demands)))

    def _go(self, row: int) -> None:
        command = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(self.model.index(row, 0), command)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self) -> None:
        """Put an empty demand behind the current row and open it."""
        current = self.table.currentIndex()
        row = current.row() + 1 if current.isValid() else self.model.rowCount()
        self.model.insert(row, (Demand(""),))
        self._go(row)
        self.table.edit(self.model.index(row, 0))

    def remove(self) -> None:
        """Take the chosen demands out."""
        rows = self._rows()
        if rows:
            self.model.remove(rows)
            if self.model.rowCount():
                self._go(min(min(rows), self.model.rowCount() - 1))
            self.told.emit(self.tr("Đã xóa {0} yêu cầu.").format(len(rows)))

    def paste(self) -> None:
        """Take each line on the clipboard as a demand; a second column is its deadline."""
        lines = [
            Demand(clean_line(cells[0]), clean_line(cells[1]) if len(cells) > 1 else "")
            for cells in read_tsv(clean(QGuiApplication.clipboard().text()))
            if cells and clean_line(cells[0])
        ]
        if not lines:
            self.told.emit(self.tr("Chưa có gì để dán: hãy chép các dòng trong Word hoặc Excel trước."))
            return
        row = self.model.rowCount()
        self.model.insert(row, tuple(lines))
        self._go(row)
        self.told.emit(self.tr("Đã dán {0} yêu cầu.").format(len(lines)))

    def _confirm(self) -> None:
        """Confirm the chosen rows and go on to the next proposal."""
        rows = self._rows()
        self.model.confirm(rows)
        later = [row for row, demand in enumerate(self.model.demands) if not demand.confirmed]
        if later:
            self._go(next((row for row in later if row > max(rows, default=0)), later[0]))
