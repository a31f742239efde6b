"""A quantity of an activity: its name, a short number field, and the unit behind it, on one line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from cchc_desktop.domain.catalogue import Measure
from cchc_desktop.ui.widgets.field import Field


class CountField(Field):
    """The number field of one measure; a problem stands below the line."""

    def __init__(self, measure: Measure, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        super().__init__(measure.name, self.line, parent=parent)
        self.line.setObjectName(f"count_{measure.code}")
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.setFixedWidth(self.fontMetrics().horizontalAdvance("000.000.000") + 20)
        self.label.setWordWrap(True)
        unit = QLabel(measure.unit, self)
        unit.setProperty("role", "quiet")
        unit.setMinimumWidth(self.fontMetrics().horizontalAdvance("chương trình") + 4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(self.line)
        row.addWidget(unit)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertLayout(0, row)
