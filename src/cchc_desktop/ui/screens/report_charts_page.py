"""Báo cáo, tab "Biểu đồ": activities by month and by form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from cchc_desktop.ui.models.report_bars import bars_text, form_bars, month_bars
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.report_bar_chart import ReportBarChart

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_desktop.domain.catalogue import Catalogues
    from cchc_desktop.domain.figure import Report


class ReportChartsPage(QWidget):
    """`opened` carries the `ActivityFilter` of a bar; `new_wanted` fires when there is nothing to draw."""

    opened = Signal(object)
    new_wanted = Signal()

    def __init__(self, catalogues: Callable[[], Catalogues], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogues = catalogues
        self.months = ReportBarChart("report_chart_months", self)
        self.months.setAccessibleName(self.tr("Hoạt động theo tháng"))
        self.forms = ReportBarChart("report_chart_forms", self)
        self.forms.setAccessibleName(self.tr("Hoạt động theo hình thức"))
        self.months_text = self._text("report_chart_months_text")
        self.forms_text = self._text("report_chart_forms_text")
        self._empty = EmptyState(self.tr("Kỳ này chưa có hoạt động nào trong nhật ký."), self.tr("Ghi hoạt động"), self)
        page = QWidget(self)
        page.setProperty("role", "page")
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 10, 4, 4)
        row.setSpacing(12)
        row.addWidget(self._card(self.tr("Theo tháng"), self.months_text, self.months), 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._card(self.tr("Theo hình thức"), self.forms_text, self.forms), 3, Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(scroll)
        self._stack.addWidget(self._empty)
        self.months.opened.connect(self.opened)
        self.forms.opened.connect(self.opened)
        self._empty.clicked.connect(self.new_wanted)

    def _text(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", "quiet")
        label.setWordWrap(True)
        return label

    def _card(self, title: str, text: QLabel, chart: ReportBarChart) -> QFrame:
        card = QFrame(self)
        card.setProperty("role", "card")
        heading = QLabel(title, card)
        heading.setProperty("role", "heading")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.addWidget(heading)
        column.addWidget(text)
        column.addWidget(chart)
        return card

    def show_report(self, report: Report) -> None:
        """Draw the activities of a period."""
        for chart, text, bars in (
            (self.months, self.months_text, month_bars(report)),
            (self.forms, self.forms_text, form_bars(report, self._catalogues().at(report.period.end).forms)),
        ):
            chart.set_bars(bars)
            text.setText(bars_text(bars))
        self._stack.setCurrentIndex(0 if report.by_month else 1)
