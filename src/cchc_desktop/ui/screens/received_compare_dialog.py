"""Reports of one unit, period and version that differ, side by side, with a choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.received import STANDING_NAMES, ReceivedReport
from cchc_desktop.services.receiving import Compared
from cchc_desktop.ui.models.received_rows import compared_model, time_words
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.field import Field


class ReceivedCompareDialog(QDialog):
    """`chosen` is the id of the report that was chosen, "" until then.

    Args:
        names: report id → name of its file.
        reports: in the order of the columns.
        lines: figures side by side.
        parent: of the dialog.

    """

    def __init__(
        self,
        names: dict[str, str],
        reports: Sequence[ReceivedReport],
        lines: Sequence[Compared],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("received_compare_dialog")
        first = reports[0]
        self.setWindowTitle(self.tr("{0}, kỳ {1}: các bản khác nhau").format(first.unit_name, first.period))
        self.resize(980, 600)
        self.chosen = ""
        self._lines = tuple(lines)
        head = QLabel(
            self.tr(
                "Các tệp này cùng đơn vị, cùng kỳ, cùng lần gửi nhưng số liệu khác nhau. Bản không lấy vẫn được giữ."
            ),
            self,
        )
        head.setWordWrap(True)
        titles = [self.tr("Bản {0}").format(number) for number, _ in enumerate(reports, 1)]
        self.model = compared_model(titles, self)
        self.table = DataTable("received_compare", None, self)
        self.table.set_model(self.model, (340, *(150 for _ in reports)))
        self.only = QCheckBox(self.tr("Chỉ những chỉ tiêu khác nhau"), self)
        self.only.setChecked(True)
        self.only.toggled.connect(self._fill)
        self.note = QLineEdit(self)
        self.note.setObjectName("received_choice_note")
        column = QVBoxLayout(self)
        column.addWidget(head)
        self.buttons: list[QPushButton] = []
        for title, report in zip(titles, reports, strict=True):
            column.addLayout(self._report_line(title, names.get(report.id, ""), report))
        column.addWidget(self.only)
        column.addWidget(self.table, 1)
        column.addWidget(Field(self.tr("Vì sao chọn (không bắt buộc)"), self.note))
        self._fill()

    def _report_line(self, title: str, name: str, report: ReceivedReport) -> QHBoxLayout:
        words = self.tr("{0}: {1} – nhận {2} – {3}").format(
            title, name, time_words(report.received_at), STANDING_NAMES[report.standing]
        )
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        button = QPushButton(self.tr("Dùng {0}").format(title.lower()), self)
        button.setObjectName(f"received_choose_{len(self.buttons)}")
        button.setProperty("report", report.id)
        button.clicked.connect(self._choose)
        self.buttons.append(button)
        row = QHBoxLayout()
        row.addWidget(label, 1)
        row.addWidget(button)
        return row

    def _fill(self) -> None:
        self.model.set_rows([one for one in self._lines if one.differs or not self.only.isChecked()])

    def _choose(self) -> None:
        self.chosen = str(self.sender().property("report"))
        self.accept()
