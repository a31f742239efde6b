"""Choosing bases of the register for a plan: a list with boxes to tick, and what to know about each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from cchc_desktop.domain.legal_basis import LegalBasis, basis_warnings, cite_full
from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.text import fold
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.legal_basis_rows import matches, said
from cchc_desktop.ui.widgets.page_frame import PageFrame

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_SEARCH_PAUSE = 250  # ms: an input method sends Backspace and letters in bursts
_ID = int(Qt.ItemDataRole.UserRole)
_ENABLED = Qt.ItemFlag.ItemIsEnabled


class _TickList(QListWidget):
    """A list in which Enter asks for what is ticked, and a click anywhere on a line ticks it."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for the whole list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class LegalBasisPicker(PageFrame):
    """`picked` carries the ids that were ticked, `closed` that nothing was chosen."""

    picked = Signal(list)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Chọn từ danh mục căn cứ"), parent)
        self.setObjectName("legal_basis_picker")
        self._context = context
        self._bases: dict[str, LegalBasis] = {}
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE)
        self.search = QLineEdit(self)
        self.search.setObjectName("basis_search")
        self.search.setPlaceholderText(self.tr("Tìm theo số, tên, trích yếu; không cần gõ dấu"))
        self.search.setAccessibleName(self.tr("Tìm căn cứ"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.list = _TickList(self)
        self.list.setObjectName("basis_list")
        self.list.setAccessibleName(self.tr("Danh mục căn cứ"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.count = QLabel(self)
        self.count.setObjectName("basis_count")
        self.count.setProperty("role", "quiet")
        self.insert = QPushButton(self.tr("Đưa vào kế hoạch"), self)
        self.insert.setObjectName("basis_insert")
        self.insert.setProperty("role", "main")
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        row.addWidget(self.insert)
        self.column.addWidget(self.search)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(row)
        self.search.textChanged.connect(self._timer.start)
        self.search.returnPressed.connect(self._filter)
        self._timer.timeout.connect(self._filter)
        self.list.itemChanged.connect(self._show_count)
        self.list.entered.connect(self._pick)
        self.insert.clicked.connect(self._pick)

    def show_plan(self, plan: Plan) -> None:
        """Offer the register for a plan; what stands among its bases already is shown ticked and grey.

        Raises:
            CatalogueProblem: the office's own file of the register is wrong.

        """
        service = self._context.services.legal_bases
        register, there = service.all(), service.cited(plan)
        today = self._context.today()
        self.search.clear()
        self.list.blockSignals(True)
        self.list.clear()
        for basis in register:
            self.list.addItem(_item(basis, basis.id in there, plan, today))
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._bases = {basis.id: basis for basis in register}
        self._filter()
        self._show_count()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def ticked(self) -> list[str]:
        """Return the ids that are ticked and not in the plan yet, also those the search hides."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [
            str(item.data(_ID))
            for item in items
            if item.checkState() is Qt.CheckState.Checked and item.flags() & _ENABLED
        ]

    def item(self, number: str) -> QListWidgetItem:
        """Return the line of a document by its number.

        Raises:
            LookupError: there is none.

        """
        for row in range(self.list.count()):
            if self._bases[str(self.list.item(row).data(_ID))].number == number:
                return self.list.item(row)
        raise LookupError(number)

    def _filter(self) -> None:
        self._timer.stop()
        words = fold(self.search.text()).split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(not matches(self._bases[str(item.data(_ID))], words))

    def _show_count(self) -> None:
        number = len(self.ticked())
        self.insert.setEnabled(bool(number))
        self.count.setText(
            self.tr("Đã chọn {0} văn bản").format(number) if number else self.tr("Đánh dấu các văn bản cần viện dẫn")
        )

    def _pick(self) -> None:
        QGuiApplication.inputMethod().commit()
        chosen = self.ticked()
        if not chosen and self.list.currentItem() is not None and self.list.currentItem().flags() & _ENABLED:
            chosen = [str(self.list.currentItem().data(_ID))]
        if chosen:
            self.picked.emit(chosen)


def _item(basis: LegalBasis, there: bool, plan: Plan, today: date) -> QListWidgetItem:
    warnings = basis_warnings(basis, plan.date or today, today)
    lines = [cite_full(basis)]
    if basis.is_law:
        lines[0] += f" (số {basis.number})"
    if there:
        lines.append("Đã có trong kế hoạch")
    if warnings:
        lines.append(f"Lưu ý: {said(warnings)}")
    item = QListWidgetItem("\n".join(lines))
    item.setData(_ID, basis.id)
    item.setToolTip(basis.note)
    if any(warning.serious for warning in warnings):
        item.setIcon(icon("mdi6.alert-circle-outline", "red"))
    elif warnings:
        item.setIcon(icon("mdi6.information-outline", "amber"))
    else:
        item.setIcon(icon("mdi6.check-circle-outline", "green"))
    item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable | _ENABLED)
    item.setCheckState(Qt.CheckState.Checked if there else Qt.CheckState.Unchecked)
    if there:
        item.setFlags(Qt.ItemFlag.ItemIsUserCheckable)
    return item
