"""One value for many tasks at once: who leads, who supports, when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from cchc_desktop.domain.text import clean_line
from cchc_desktop.ui.widgets.plan_fields import Choice

TIMES = (
    "Hằng tuần",
    "Hằng tháng",
    "Hằng quý",
    "6 tháng/lần",
    "Quý I",
    "Quý II",
    "Quý III",
    "Quý IV",
    "Trước ngày 15 của tháng cuối quý",
    "Thường xuyên",
    "Cả năm",
    "Khi có phát sinh",
)
"""Times to choose from; any other can be typed."""


class ValueBox(QComboBox):
    """A line to type into with a list below it; nothing is completed in the line. Enter is `entered`."""

    entered = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setEditable(True)
        self.setCompleter(None)  # type: ignore[arg-type]
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for done."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class BulkBar(QWidget):
    """`wanted` carries the name of a field and the text for it in all chosen rows."""

    wanted = Signal(str, str)

    def __init__(self, bodies: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = {"lead": tuple(bodies), "support": tuple(bodies), "time_text": TIMES}
        self.rows = QLabel(self)
        self.rows.setProperty("role", "quiet")
        self.field = Choice("bulk_field", self)
        self.field.setAccessibleName(self.tr("Cột cần đặt"))
        self.field.setMinimumContentsLength(7)
        for name, words in (
            ("lead", self.tr("Chủ trì")),
            ("support", self.tr("Phối hợp")),
            ("time_text", self.tr("Thời gian")),
        ):
            self.field.addItem(words, name)
        self.value = ValueBox("bulk_value", self)
        self.value.setAccessibleName(self.tr("Nội dung đặt cho các dòng đang chọn"))
        self.button = QPushButton(self.tr("Đặt"), self)
        self.button.setObjectName("bulk_set")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.rows)
        row.addWidget(self.field)
        row.addWidget(self.value, 1)
        row.addWidget(self.button)
        self.field.currentIndexChanged.connect(self._offer)
        self.button.clicked.connect(self._want)
        self.value.entered.connect(self._want)
        self._offer()
        self.show_rows(0)

    def show_rows(self, count: int) -> None:
        """Say for how many rows a value would be set."""
        self.rows.setText(self.tr("Đặt cho {0} dòng:").format(count))
        self.button.setEnabled(count > 0)

    def _offer(self) -> None:
        self.value.clear()
        self.value.addItems(list(self._choices[str(self.field.currentData())]))
        self.value.setCurrentIndex(-1)
        self.value.clearEditText()

    def _want(self) -> None:
        QGuiApplication.inputMethod().commit()
        if self.button.isEnabled():
            self.wanted.emit(str(self.field.currentData()), clean_line(self.value.currentText()))
