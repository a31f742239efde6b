"""The panel beside the list of received files: what became of one, and what a person can decide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cchc_desktop.domain.attachment import size_text
from cchc_desktop.domain.received import FileState, ReportStanding
from cchc_desktop.services.receiving import ReceivedRow
from cchc_desktop.services.receiving_recognition import Waiting
from cchc_desktop.ui.models.received_choices import Item
from cchc_desktop.ui.models.received_rows import KIND_WORDS, state_words, time_words
from cchc_desktop.ui.widgets.field import Field, show_problems
from cchc_desktop.ui.widgets.search_combo import SearchCombo


class ReceivedPanel(QWidget):
    """`take` asks to take the file in as chosen, `aside` to put it apart, `columns` to put its columns right,
    `compare` to show it beside its rivals.
    """

    take = Signal()
    aside = Signal()
    columns = Signal()
    compare = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("received_panel")
        self.setMinimumWidth(300)
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.state = QLabel(self)
        self.reason = QLabel(self)
        self.remarks = QLabel(self)
        for label in (self.title, self.state, self.reason, self.remarks):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.remarks.setProperty("role", "quiet")
        self.unit = SearchCombo(self)
        self.unit.setObjectName("received_unit")
        self.period = SearchCombo(self)
        self.period.setObjectName("received_period")
        self.note = QLineEdit(self)
        self.note.setObjectName("received_note")
        self.fields = {
            "unit": Field(self.tr("Đơn vị"), self.unit),
            "period": Field(self.tr("Kỳ báo cáo"), self.period),
            "note": Field(self.tr("Ghi chú"), self.note, self.tr("Ví dụ: đã hỏi chị Hoa ngày 16/3.")),
        }
        self.take_button = self._button(self.tr("Nhận báo cáo"), "received_take", self.take)
        self.take_button.setProperty("role", "main")
        self.aside_button = self._button(self.tr("Để riêng"), "received_aside", self.aside)
        self.columns_button = self._button(self.tr("Ghép cột, dòng…"), "received_columns", self.columns)
        self.compare_button = self._button(self.tr("So sánh và chọn…"), "received_compare", self.compare)
        self._lay_out()
        self.show_nothing()

    def _button(self, words: str, name: str, signal: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.clicked.connect(signal)
        return button

    def _lay_out(self) -> None:
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 4, 4, 4)
        column.setSpacing(8)
        for part in (self.title, self.state, self.reason, *self.fields.values()):
            column.addWidget(part)
        for pair in ((self.take_button, self.aside_button), (self.columns_button, self.compare_button)):
            row = QHBoxLayout()
            for button in pair:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(self.remarks)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def show_nothing(self) -> None:
        """Show that no file is selected."""
        self.title.setText("")
        self.state.setText(self.tr("Chọn một tệp để xem chi tiết."))
        self.reason.hide()
        self.remarks.hide()
        self._offer(deciding=False, columns=False, compare=False, key=False)

    def show_file(
        self,
        row: ReceivedRow,
        waiting: Waiting | None,
        units: Sequence[Item],
        periods: Sequence[Item],
        warnings: Sequence[str] = (),
    ) -> None:
        """Show a file with the remarks of its report; `units` and `periods` may be chosen, what is proposed first."""
        file = row.file
        self.title.setText(file.name)
        words = [state_words(row), KIND_WORDS[file.kind], size_text(file.size), time_words(file.received_at)]
        self.state.setText(" · ".join(words))
        self.reason.setText("\n".join(f"• {one}" for one in file.reason.split("; ") if one))
        self.reason.setVisible(bool(file.reason))
        remarks = list(warnings)
        if waiting is not None and row.report is None:
            remarks += [*waiting.reading.warnings, *(f"{one.title}: {one.reason}" for one in waiting.verdict.units)]
        self.remarks.setText("\n".join(f"– {one}" for one in remarks[:30]))
        self.remarks.setVisible(bool(remarks))
        deciding = file.state is not FileState.ACCEPTED and waiting is not None
        if deciding and waiting is not None:
            self.unit.set_items(list(units))
            self.unit.set_key(waiting.verdict.unit)
            self.period.set_items(list(periods))
            self.period.set_key(waiting.verdict.period)
            self.note.clear()
            show_problems(self.fields, {})
        foreign = waiting is not None and waiting.reading.table is not None
        conflict = row.report is not None and row.report.standing in (ReportStanding.CONFLICT, ReportStanding.SET_ASIDE)
        self._offer(deciding, foreign, conflict, deciding)
        self.take_button.setEnabled(waiting is not None and bool(waiting.reading.figures))
        self.aside_button.setEnabled(file.state is FileState.UNDECIDED)

    def _offer(self, deciding: bool, columns: bool, compare: bool, key: bool) -> None:
        for name, field in self.fields.items():
            field.setVisible(deciding and (name != "note" or key))
        self.take_button.setVisible(deciding)
        self.aside_button.setVisible(deciding)
        self.columns_button.setVisible(columns)
        self.compare_button.setVisible(compare)
