"""The measures of a form of communication, one a row: what is counted, its unit, its kind, its decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QSpinBox, QToolButton, QVBoxLayout, QWidget

from cchc_desktop.domain.catalogue import MEASURE_KIND_NAMES, Measure, MeasureKind
from cchc_desktop.domain.text import clean_line, fold
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.catalogue_editor import spin
from cchc_desktop.ui.widgets.plan_fields import Choice


@dataclass(slots=True)
class _Row:
    code: str
    name: QLineEdit
    unit: QLineEdit
    kind: Choice
    decimals: QSpinBox
    box: QWidget


class MeasureRows(QWidget):
    """Measures of two lines each; the first is the main one. A new measure takes its code from its name."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(10)
        self.add_button = QPushButton(icon("mdi6.plus"), self.tr("Thêm số lượng"), self)
        self.add_button.setObjectName("measure_add")
        self.add_button.clicked.connect(self._add_empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._column)
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
        box = QWidget(self)
        kind = Choice(f"measure_kind_{len(self._rows)}", box)
        for value, words in MEASURE_KIND_NAMES.items():
            kind.addItem(words, value)
        kind.show_value(measure.kind)
        kind.setMinimumContentsLength(8)
        decimals = spin(f"measure_decimals_{len(self._rows)}", 4, box)
        decimals.setValue(measure.decimals)
        decimals.setSuffix(self.tr(" số lẻ"))
        remove = QToolButton(box)
        remove.setIcon(icon("mdi6.close"))
        remove.setToolTip(self.tr("Bỏ số lượng này"))
        remove.setAccessibleName(self.tr("Bỏ số lượng này"))
        row = _Row(measure.code, QLineEdit(measure.name, box), QLineEdit(measure.unit, box), kind, decimals, box)
        row.name.setObjectName(f"measure_name_{len(self._rows)}")
        row.unit.setObjectName(f"measure_unit_{len(self._rows)}")
        row.name.setPlaceholderText(self.tr("Tên số lượng, ví dụ: Số lượt phát"))
        row.unit.setPlaceholderText(self.tr("ĐVT"))
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
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 4)
        grid.addWidget(row.name, 0, 0, 1, 3)
        grid.addWidget(remove, 0, 3)
        for place, widget in enumerate((row.unit, kind, decimals)):
            grid.addWidget(widget, 1, place)
        self._column.addWidget(box)
        self._rows.append(row)
        return row

    def _remove(self, row: _Row) -> None:
        self._drop(row)
        self.edited.emit()

    def _drop(self, row: _Row) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row.box)
        row.box.hide()
        row.box.deleteLater()


def _code(name: str, taken: set[str]) -> str:
    """Return a free code made of a name: "Số lượt phát" → "so_luot_phat"."""
    stem = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:36].rstrip("_") or "so_luong"
    stem = stem if stem[0].isalpha() else f"so_{stem}"
    return next(code for n in range(1, len(taken) + 2) if (code := stem if n == 1 else f"{stem}_{n}") not in taken)
