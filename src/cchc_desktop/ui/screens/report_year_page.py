"""Báo cáo, tab "Cả năm": where the report of each period of the year stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cchc_desktop.domain.report_life import PeriodStanding
from cchc_desktop.ui.models.report_versions import standings_model
from cchc_desktop.ui.widgets.data_table import DataTable

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


class ReportYearPage(QWidget):
    """`opened` carries the code of the period to show."""

    opened = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.summary = QLabel(self)
        self.summary.setObjectName("report_year_summary")
        self.summary.setWordWrap(True)
        self.model = standings_model(self)
        self.table = DataTable("report_standings", context.settings, self)
        self.table.setAccessibleName(self.tr("Tình trạng báo cáo các kỳ trong năm"))
        width = self.fontMetrics().horizontalAdvance
        self.table.set_model(
            self.model,
            (
                width("6 tháng đầu năm 2026") + 60,
                width("00/00/0000") + 40,
                width("Đã tiếp nhận – quá hạn") + 40,
                width("Bổ sung lần 10") + 40,
                width("00:00 ngày 00/00/0000") + 40,
            ),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        self.table.activated_row.connect(self._open)

    def show_year(self, year: int) -> None:
        """Show the periods of a year."""
        standings = self._context.services.report_life.standings(year)
        self.model.set_rows(standings)
        late = sum(standing.late for standing in standings)
        words = self.tr("Năm {}: {} kỳ báo cáo.").format(year, len(standings))
        if late:
            words += self.tr(" {} kỳ đã quá hạn mà chưa gửi.").format(late)
        self.summary.setText(words + self.tr(" Bấm Enter ở một dòng để mở kỳ đó."))

    def _open(self, standing: PeriodStanding) -> None:
        self.opened.emit(standing.period)
