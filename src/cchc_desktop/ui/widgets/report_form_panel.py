"""Beside the form: the mapping's name and choices, what goes into the chosen cell, and the list of mapped cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QTabWidget, QVBoxLayout, QWidget

from cchc_desktop.domain.report_form import (
    ABSENT_NAMES,
    COLUMN_NAMES,
    FACT_NAMES,
    Absent,
    CellWrite,
    FigureColumn,
    FormMapping,
    MappedCell,
    column_of_heading,
)
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.report_form_rows import CellRow, cell_columns, cell_rows, write_words
from cchc_desktop.ui.models.rows import RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.search_combo import SearchCombo

if TYPE_CHECKING:
    from cchc_desktop.domain.catalogue import Indicator
    from cchc_desktop.ui.settings_store import SettingsStore


class ReportFormPanel(QWidget):
    """`chosen` carries a code ("" takes the mapping away) and the value of a `FigureColumn` for the cell on show.

    `opened` carries a `MappedCell` of the list, `edited` fires when name or choices were changed.
    """

    chosen = Signal(str, str)
    opened = Signal(object)
    edited = Signal()

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: dict[str, str] = dict(FACT_NAMES)
        self._showing = False
        self.name = QLineEdit(self)
        self.name.setObjectName("report_form_name")
        self.name.setMaxLength(200)
        self.period = self._box("report_form_period")
        self.nil = self._box("report_form_nil")
        self.unknown = self._box("report_form_unknown")
        for choice in (Absent.ZERO, Absent.WORDS, Absent.BLANK):
            self.nil.addItem(ABSENT_NAMES[choice], choice)
        for choice in (Absent.BLANK, Absent.WORDS):
            self.unknown.addItem(ABSENT_NAMES[choice], choice)
        self.heading = QLabel(self)
        self.heading.setObjectName("report_form_cell")
        self.heading.setProperty("role", "heading")
        self.words = QLabel(self)
        self.words.setObjectName("report_form_words")
        self.words.setProperty("role", "quiet")
        self.words.setWordWrap(True)
        self.indicator = SearchCombo(self)
        self.indicator.setObjectName("report_form_indicator")
        self.column = self._box("report_form_column")
        for column, words in COLUMN_NAMES.items():
            self.column.addItem(words, column)
        self.value = QLabel(self)
        self.value.setObjectName("report_form_value")
        self.value.setWordWrap(True)
        self.remove_button = QPushButton(icon("mdi6.link-off"), self.tr("Bỏ ghép ô này"), self)
        self.remove_button.setObjectName("report_form_remove")
        self.model: RowsModel[CellRow] = RowsModel(cell_columns(lambda: self._names), self)
        self.table = DataTable("report_form_cells", settings, self)
        self.table.setAccessibleName(self.tr("Các ô đã ghép"))
        self.table.set_model(self.model, (58, 210, 90))
        self.count = QLabel(self)
        self.count.setObjectName("report_form_count")
        self.count.setProperty("role", "quiet")
        self._arrange()
        self._connect()
        self.show_cell("", ("", ""))

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        return box

    def _arrange(self) -> None:
        self.indicator_field = Field(self.tr("Số liệu ghi vào ô"), self.indicator, parent=self)
        self.column_field = Field(self.tr("Lấy cột"), self.column, parent=self)
        last = QHBoxLayout()
        last.addWidget(self.value, 1)
        last.addWidget(self.remove_button)
        cells = QWidget(self)
        column = QVBoxLayout(cells)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        for widget in (self.heading, self.words, self.indicator_field, self.column_field):
            column.addWidget(widget)
        column.addLayout(last)
        column.addWidget(self.count)
        column.addWidget(self.table, 1)
        choices = QWidget(self)
        column = QVBoxLayout(choices)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        for words, editor in (
            (self.tr("Tên bảng ghép"), self.name),
            (self.tr("Dùng cho kỳ"), self.period),
            (self.tr("“Không phát sinh” ghi vào biểu là"), self.nil),
            (self.tr("“Chưa có số liệu” ghi vào biểu là"), self.unknown),
        ):
            column.addWidget(Field(words, editor, parent=choices))
        column.addStretch(1)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("report_form_tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(cells, self.tr("Ô đã ghép"))
        self.tabs.addTab(choices, self.tr("Tên và cách ghi"))
        page = QVBoxLayout(self)
        page.setContentsMargins(8, 0, 0, 0)
        page.addWidget(self.tabs)

    def _connect(self) -> None:
        self.indicator.key_changed.connect(self._choose)
        self.column.activated.connect(self._choose)
        self.remove_button.clicked.connect(self._remove)
        self.table.activated_row.connect(self._open)
        self.table.clicked.connect(lambda index: self._open(self.model.row(index.row())))
        self.name.editingFinished.connect(self._edit)
        for box in (self.period, self.nil, self.unknown):
            box.activated.connect(self._edit)

    # ------------------------------------------------------------------ what is offered

    def offer(self, indicators: Sequence[Indicator], periods: Sequence[tuple[str, str]]) -> None:
        """Offer indicators and facts for cells, and periods (code without year, name) for the mapping."""
        self._names = {one.code: one.name for one in indicators} | dict(FACT_NAMES)
        items = [("", self.tr("(không ghép)"), "")]
        items += [(one.code, f"{one.code} {one.name}", f"{one.unit} {one.group}") for one in indicators]
        items += [(code, f"{words}", code) for code, words in FACT_NAMES.items()]
        self.indicator.set_items(items)
        self.period.clear()
        self.period.addItem(self.tr("Mọi kỳ"), "")
        for code, name in periods:
            self.period.addItem(name, code)

    @property
    def names(self) -> Mapping[str, str]:
        """Code → name of what is offered."""
        return self._names

    # ------------------------------------------------------------------ the mapping

    def show_mapping(self, mapping: FormMapping | None, writes: Mapping[tuple[str, str], CellWrite]) -> None:
        """Show the name, the choices and the cells of a mapping."""
        self.setEnabled(mapping is not None)
        self._showing = True
        if not self.name.hasFocus():
            self.name.setText(mapping.name if mapping else "")
        self.period.setCurrentIndex(max(self.period.findData(mapping.period if mapping else ""), 0))
        self.nil.setCurrentIndex(max(self.nil.findData(mapping.nil if mapping else Absent.ZERO), 0))
        self.unknown.setCurrentIndex(max(self.unknown.findData(mapping.unknown if mapping else Absent.BLANK), 0))
        self.model.set_rows(cell_rows(mapping, writes))
        number = len(mapping.cells) if mapping else 0
        self.count.setText(self.tr("{} ô đã ghép. Bấm một dòng để tới ô đó.").format(number) if number else "")
        self._showing = False

    def show_cell(
        self,
        cell: str,
        labels: tuple[str, str],
        trouble: str = "",
        mapped: MappedCell | None = None,
        write: CellWrite | None = None,
    ) -> None:
        """Show what goes into a cell ("" for none): the words left of it and above it, why nothing may go in."""
        heading = labels[1]
        words = " — ".join(filter(None, labels))
        self._showing = True
        self.heading.setText(self.tr("Ô {}").format(cell) if cell else self.tr("Chọn một ô trong biểu"))
        self.words.setText(words)
        self.words.setVisible(bool(words))
        plain = mapped is None or not mapped.text
        self.indicator_field.setVisible(bool(cell) and not trouble and plain)
        self.column_field.setVisible(
            bool(cell) and not trouble and plain and not (mapped and mapped.code in FACT_NAMES)
        )
        self.indicator.set_key(mapped.code if mapped else "")
        column = mapped.column if mapped and mapped.column in COLUMN_NAMES else column_of_heading(heading)
        self.column.setCurrentIndex(self.column.findData(column))
        self.remove_button.setVisible(mapped is not None)
        if trouble:
            text = trouble[:1].upper() + trouble[1:] + "."
        elif mapped is not None:
            text = self.tr("Kỳ này ghi: {}").format(write_words(write) or "…")
        else:
            text = ""
        self.value.setText(text)
        self._showing = False

    def _choose(self, *_given: object) -> None:
        if not self._showing:
            code = self.indicator.key()
            if code or self.indicator.currentText() == self.indicator.itemText(0):
                self.chosen.emit(code, str(self.column.currentData()))

    def _remove(self) -> None:
        self.chosen.emit("", FigureColumn.CURRENT.value)

    def _open(self, row: CellRow) -> None:
        self.opened.emit(row.cell)

    def _edit(self, *_given: object) -> None:
        if not self._showing and self.isEnabled():
            self.edited.emit()
