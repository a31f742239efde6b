"""The tabs of Báo cáo; the page of points is made when its tab is first shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.screens.report_scoring_page import ReportScoringPage


class ReportTabs(QTabWidget):
    """The pages of a report and, last, the points of its year.

    `wanted` asks for another place: (its key, request). `of_period` stands above and tells of the period alone: it
    makes room while the points of the year are on show.
    """

    wanted = Signal(str, object)

    def __init__(
        self,
        context: Context,
        pages: Sequence[tuple[QWidget, str]],
        of_period: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._of_period = of_period
        self._year = 0
        self.scoring: ReportScoringPage | None = None
        self.setObjectName("report_tabs")
        self.setDocumentMode(True)
        for page, words in pages:
            self.addTab(page, words)
        self._holder = QWidget(self)
        QVBoxLayout(self._holder).setContentsMargins(0, 0, 0, 0)
        self.addTab(self._holder, self.tr("Tự chấm điểm"))
        self._last = self.currentIndex()
        self.currentChanged.connect(self._turn)

    def show_year(self, year: int) -> None:
        """Show the points of a year, now or when their tab is shown."""
        self._year = year
        if self.scoring is not None and self.currentWidget() is self._holder:
            self.scoring.show_year(year)

    def show_scoring(self) -> None:
        """Turn to the points."""
        self.setCurrentWidget(self._holder)

    def put_away(self) -> bool:
        """Keep the points being typed; False, and their tab to the front, when they cannot be kept."""
        if self.scoring is None or self.scoring.put_away():
            return True
        self.setCurrentWidget(self._holder)
        return False

    def escape(self) -> bool:
        """Drop what is typed at the points."""
        return self.scoring is not None and self.currentWidget() is self._holder and self.scoring.escape()

    def _turn(self, number: int) -> None:
        left, self._last = self.widget(self._last), number
        self._of_period.setVisible(self.currentWidget() is not self._holder)
        if left is self._holder and self.currentWidget() is not self._holder:
            self.put_away()
        if self.currentWidget() is not self._holder:
            return
        if self.scoring is None:
            from cchc_desktop.ui.screens.report_scoring_page import ReportScoringPage

            self.scoring = ReportScoringPage(self._context, self._holder)
            self.scoring.wanted.connect(self.wanted)
            layout = self._holder.layout()
            assert layout is not None
            layout.addWidget(self.scoring)
        self.scoring.show_year(self._year)
