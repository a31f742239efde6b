"""Putting right how a foreign workbook was read: which column holds what, which row is which indicator."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.received_reading import CODE, CUMULATIVE, CURRENT, NAME, FoundTable, Reading
from cchc_desktop.domain.sheet import column_letters
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.search_combo import SearchCombo

COLUMN_WORDS = ((CODE, "Mã chỉ tiêu"), (NAME, "Tên chỉ tiêu"), (CURRENT, "Số liệu kỳ này"), (CUMULATIVE, "Lũy kế"))

Again = Callable[[dict[int, str], dict[str, str], str, int], None]


class ReceivedColumnsDialog(QDialog):
    """Shows the columns and the rows in doubt of a table, each with a box.

    Args:
        reading: how the file was read.
        indicators: (code, name, words to find it by).
        again: reads the file once more with columns, row labels, sheet and heading; answers through `show_reading`.
        parent: of the dialog.

    """

    def __init__(
        self, reading: Reading, indicators: Sequence[tuple[str, str, str]], again: Again, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("received_columns_dialog")
        self.setWindowTitle(self.tr("Ghép cột và dòng"))
        self.resize(760, 560)
        self._indicators = indicators
        self._again = again
        self.reading = reading
        self.columns: dict[int, QComboBox] = {}
        self.labels: dict[str, SearchCombo] = {}
        self.sheet = QLineEdit(self)
        self.sheet.setObjectName("received_sheet")
        self.heading = QSpinBox(self)
        self.heading.setObjectName("received_heading")
        self.heading.setRange(1, 20_000)
        self.again = QPushButton(self.tr("Đọc lại"), self)
        self.again.setObjectName("received_again")
        self.again.clicked.connect(self._read)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setObjectName("received_told")
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        buttons = QDialogButtonBox(self)
        self.use = buttons.addButton(self.tr("Dùng cách đọc này"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.use.setProperty("role", "main")
        buttons.addButton(self.tr("Thôi"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(Field(self.tr("Trang tính"), self.sheet), 1)
        row.addWidget(Field(self.tr("Dòng tiêu đề"), self.heading))
        row.addWidget(self.again, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self._area, 1)
        column.addWidget(self.told)
        column.addWidget(buttons)
        self.show_reading(reading)

    @property
    def chosen_labels(self) -> dict[str, str]:
        """The rows a person put to indicators."""
        return {label: box.key() for label, box in self.labels.items() if box.key()}

    def show_reading(self, reading: Reading) -> None:
        """Show how the file is read now."""
        kept = self.chosen_labels
        self.reading = reading
        table = reading.table or FoundTable("", 1, "")
        self.sheet.setText(table.sheet)
        self.heading.setValue(max(table.heading, 1))
        doubts = "".join(f"\n• {one}" for one in reading.doubts[:6])
        words = self.tr("Đọc được {0} chỉ tiêu.").format(len(reading.figures))
        self.told.setText(reading.trouble or words + doubts)
        self.use.setEnabled(bool(reading.figures))
        self._fill(table, kept)

    def _fill(self, table: FoundTable, kept: dict[str, str]) -> None:
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        self.columns, self.labels = {}, {}
        fields = [(code, name) for code, name, _ in self._indicators] if table.wide else COLUMN_WORDS
        column.addWidget(self._section(self.tr("Cột")))
        for one in table.columns:
            box = QComboBox(inner)
            box.setObjectName(f"received_column_{one.number}")
            box.addItem(self.tr("(không lấy)"), "")
            for field, words in fields:
                box.addItem(words, field)
            box.setCurrentIndex(max(box.findData(one.field), 0))
            self.columns[one.number] = box
            column.addLayout(self._line(f"{column_letters(one.number)} – {one.heading}", box))
        rows = {text: code for _, text, code in table.labels} | kept
        if rows:
            column.addWidget(self._section(self.tr("Dòng chưa rõ chỉ tiêu")))
        for text, code in rows.items():
            combo = SearchCombo(inner)
            combo.set_items([("", self.tr("(không lấy)"), ""), *self._indicators])
            combo.set_key(kept.get(text, code))
            self.labels[text] = combo
            column.addLayout(self._line(text, combo))
        column.addStretch(1)
        self._area.setWidget(inner)

    def _section(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("role", "heading")
        return label

    def _line(self, words: str, editor: QWidget) -> QHBoxLayout:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setBuddy(editor)
        editor.setAccessibleName(words)
        editor.setMinimumWidth(300)
        row = QHBoxLayout()
        row.addWidget(label, 1)
        row.addWidget(editor)
        return row

    def _read(self) -> None:
        columns = {number: str(box.currentData()) for number, box in self.columns.items() if box.currentData()}
        self._again(columns, self.chosen_labels, self.sheet.text().strip(), self.heading.value())
