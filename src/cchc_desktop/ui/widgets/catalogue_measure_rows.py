"""The measures of a form of communication, one a row: what is counted, its unit, its kind, its decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QToolButton, QVBoxLayout, QWidget

from cchc_desktop.domain.catalogue import MEASURE_KIND_NAMES, Measure, MeasureKind
from cchc_desktop.domain.text import clean_line, fold
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.plan_fields import Choice


@dataclass(slots=True)
class _Row:
    code: str
    name: QLineEdit
    unit: QLineEdit
    kind: Choice
    decimals: QSpinBox
    remove: QToolButton

    def widgets(self) -> tuple[QWidget, ...]:
        """Return the editors from the left."""
        return self.name, self.unit, self.kind, self.decimals, self.remove


class MeasureRows(QWidget):
    """Rows of measures; the first is the main one. A new measure takes its code from its name."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 3)
        heads = (self.tr("Tên số lượng"), self.tr("ĐVT"), self.tr("Loại"), self.tr("Số lẻ"))
        for number, words in enumerate(heads):
            head = QLabel(words, self)
            head.setProperty("role", "quiet")
            self._grid.addWidget(head, 0, number)
        self.add_button = QPushButton(icon("mdi6.plus"), self.tr("Thêm số lượng"), self)
        self.add_button.setObjectName("measure_add")
        self.add_button.clicked.connect(self._add_empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addWidget(self.add_button)
        self.setFocusProxy(self.add_button)

    def show_measures(self, measures: tuple[Measure, ...]) -> None:
        """Show measures."""
        while self._rows:
            self._drop(self._rows[-1])
        for measure in measures:
            self._add(measure)

    def measures(self) -> tuple[Measure, ...]:
        """Return the measures as they stand; rows left wholly empty are not among them."""
        found: list[Measure] = []
        for row in self._rows:
            name, unit = clean_line(row.name.text()), clean_line(row.unit.text())
            if not name and not unit and not row.code:
                continue
            code = row.code or _code(name, {one.code for one in found} | {one.code for one in self._rows})
            found.append(Measure(code, name, unit, row.decimals.value(), MeasureKind(row.kind.currentData())))
        return tuple(found)

    def _add_empty(self) -> None:
        row = self._add(Measure("", "", ""))
        row.name.setFocus()
        self.edited.emit()

    def _add(self, measure: Measure) -> _Row:
        number = self._grid.rowCount()
        kind = Choice(f"measure_kind_{number}", self)
        for value, words in MEASURE_KIND_NAMES.items():
            kind.addItem(words, value)
        kind.show_value(measure.kind)
        kind.setMinimumContentsLength(8)
        kind.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        decimals = QSpinBox(self)
        decimals.setRange(0, 4)
        decimals.setValue(measure.decimals)
        remove = QToolButton(self)
        remove.setIcon(icon("mdi6.close"))
        remove.setToolTip(self.tr("Bỏ số lượng này"))
        remove.setAccessibleName(self.tr("Bỏ số lượng này"))
        row = _Row(measure.code, QLineEdit(measure.name, self), QLineEdit(measure.unit, self), kind, decimals, remove)
        row.name.setObjectName(f"measure_name_{len(self._rows)}")
        row.unit.setObjectName(f"measure_unit_{len(self._rows)}")
        row.name.setAccessibleName(self.tr("Tên số lượng"))
        row.unit.setAccessibleName(self.tr("Đơn vị tính"))
        kind.setAccessibleName(self.tr("Loại số lượng"))
        decimals.setAccessibleName(self.tr("Số chữ số thập phân"))
        for line in (row.name, row.unit):
            line.setCursorPosition(0)
            line.textEdited.connect(self.edited)
        kind.activated.connect(self.edited)
        decimals.valueChanged.connect(self.edited)
        remove.clicked.connect(lambda: self._remove(row))
        for place, widget in enumerate(row.widgets()):
            self._grid.addWidget(widget, number, place)
        self._rows.append(row)
        return row

    def _remove(self, row: _Row) -> None:
        self._drop(row)
        self.edited.emit()

    def _drop(self, row: _Row) -> None:
        self._rows.remove(row)
        for widget in row.widgets():
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()


def _code(name: str, taken: set[str]) -> str:
    """Return a free code made of a name: "Số lượt phát" → "so_luot_phat"."""
    stem = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:36].rstrip("_") or "so_luong"
    stem = stem if stem[0].isalpha() else f"so_{stem}"
    return next(code for n in range(1, len(taken) + 2) if (code := stem if n == 1 else f"{stem}_{n}") not in taken)
