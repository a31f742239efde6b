"""Báo cáo: the figures of a period, how far the tasks are, the charts, and the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.change import Topic
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.period import Period, data_year
from cchc_desktop.domain.report_check import IssuePlace
from cchc_desktop.errors import AppError, Cancelled, NotFound
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.report_words import period_text
from cchc_desktop.ui.place import Place
from cchc_desktop.ui.screens.evidence_binder_export import Part
from cchc_desktop.ui.screens.report_charts_page import ReportChartsPage
from cchc_desktop.ui.screens.report_figures_page import ReportFiguresPage
from cchc_desktop.ui.screens.report_form_page import ReportFormPage
from cchc_desktop.ui.screens.report_issues_page import ReportIssuesPage
from cchc_desktop.ui.screens.report_life_flow import ReportLifeFlow
from cchc_desktop.ui.screens.report_narrative_page import ReportNarrativePage
from cchc_desktop.ui.screens.report_sending import ReportSending
from cchc_desktop.ui.screens.report_tabs import ReportTabs
from cchc_desktop.ui.screens.report_tasks_page import ReportTasksPage
from cchc_desktop.ui.screens.report_tools import ReportTools
from cchc_desktop.ui.screens.report_versions_page import ReportVersionsPage
from cchc_desktop.ui.screens.report_year_page import ReportYearPage
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.report_life_bar import ReportLifeBar

if TYPE_CHECKING:
    from cchc_desktop.domain.figure import Report
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.domain.report_check import ReportIssue
    from cchc_desktop.services.report_desk import ReportDesk
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.work import Job

_YEARS_BACK = 6


class ReportPlace(Place):
    """The report. Requests it accepts: the code of a period ("2026-Q1"), or "new" to write the workbook."""

    title = "Báo cáo"
    icon = "mdi6.chart-box-outline"
    topics = frozenset(Topic) - {Topic.BACKUP, Topic.SETTINGS, Topic.LEGAL_BASIS, Topic.TEXT_BLOCK, Topic.SCORE}
    help_text = (
        "Chọn năm và kỳ báo cáo; số liệu được cộng từ nhật ký. “Không phát sinh” là đã kiểm tra và không có; “chưa có "
        "số liệu” là chưa ai cho biết; số 0 là đã đếm và bằng 0. Chọn một chỉ tiêu để xem cách tính, các hoạt động "
        "phía sau, nhập số hoặc ghi không phát sinh. Chọn nhiều dòng (Shift, Ctrl) để ghi một lần. “Xuất Excel…” "
        "(Ctrl+Shift+N) ghi sổ báo cáo đủ bìa, chỉ tiêu, tiến độ, biểu đồ và nhật ký. “Tập minh chứng…” chép ảnh, "
        "tệp của cả kỳ, của nhiệm vụ hoặc chỉ tiêu đang chọn vào thư mục hay tệp zip, kèm mục lục Word để in."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._period: Period | None = None
        self._report: Report | None = None
        self._job: Job | None = None
        self._build()
        self._arrange()
        self._connect()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self.bar = NoticeBar(self)
        self.corner = self.tools = ReportTools(self.context, self.bar, self._binder_parts, self)
        self.tools.hide()
        self.life = ReportLifeBar(self)
        self.unproven = QPushButton(icon("mdi6.paperclip"), "", self)
        self.unproven.setObjectName("report_unproven")
        self.unproven.setToolTip(self.tr("Xem các hoạt động này trong Nhật ký để thêm minh chứng"))
        self.unproven.hide()
        self.year_box = QComboBox(self)
        self.year_box.setObjectName("report_year")
        self.year_box.setAccessibleName(self.tr("Năm báo cáo"))
        self.year_box.setMinimumContentsLength(9)
        self.period_box = QComboBox(self)
        self.period_box.setObjectName("report_period")
        self.period_box.setAccessibleName(self.tr("Kỳ báo cáo"))
        self.period_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.dates = QLabel(self)
        self.dates.setObjectName("report_dates")
        self.dates.setWordWrap(True)
        self.issues = ReportIssuesPage(self.context, self.bar, self)
        self.figures = ReportFiguresPage(self.context, self.bar, self)
        self.narrative = ReportNarrativePage(self.context, self.bar, self)
        self.tasks = ReportTasksPage(self.context, self)
        self.versions = ReportVersionsPage(self.context, self)
        self.year = ReportYearPage(self.context, self)
        self.flow = ReportLifeFlow(self.context, self.life, self.bar, self._put_away, self)
        self.charts = ReportChartsPage(lambda: self.context.services.catalogues, self)
        self.forms = ReportFormPage(self.context, self)
        self._empty = EmptyState(
            self.tr("Chưa có thông tin đơn vị nên chưa lập được báo cáo."), self.tr("Mở Cài đặt"), self
        )

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.year_box)
        row.addWidget(self.period_box)
        row.addWidget(self.dates, 1)
        self.figures.offer(self.unproven)
        tabs: tuple[tuple[QWidget, str], ...] = (
            (self.issues, self.tr("Cần xem")),
            (self.figures, self.tr("Chỉ tiêu")),
            (self.narrative, self.tr("Lời báo cáo")),
            (self.tasks, self.tr("Nhiệm vụ")),
            (self.charts, self.tr("Biểu đồ")),
            (self.versions, self.tr("Các bản")),
            (self.year, self.tr("Cả năm")),
        )
        self.tabs = ReportTabs(self.context, tabs, self.life, self)
        self.tabs.setCurrentWidget(self.figures)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 4, 20, 12)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.life)
        column.addWidget(self.bar)
        column.addWidget(self.tabs, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(page)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.forms)
        self.sending = ReportSending(self.context, self._pages, self.tools, self.bar, self)

    def _connect(self) -> None:
        self.tools.export_wanted.connect(self._start_export)
        self.tools.form_wanted.connect(self._open_forms)
        self.forms.closed.connect(self._close_forms)
        self.tabs.wanted.connect(self.wanted)
        self.unproven.clicked.connect(self._open_unproven)
        self.year_box.activated.connect(self._take_year)
        self.period_box.activated.connect(self._take_period)
        self.figures.opened.connect(self._open_log)
        self.tasks.opened.connect(self._open_log)
        self.charts.opened.connect(self._open_log)
        self.tasks.plan_wanted.connect(self._open_plan)
        self.charts.new_wanted.connect(self._log_new)
        self._empty.clicked.connect(self._open_settings)
        self.issues.opened.connect(self._open_issue)
        self.issues.freeze_wanted.connect(self.flow.freeze)
        self.flow.issues_wanted.connect(self._show_issues)
        self.flow.send_wanted.connect(self.sending.open)
        self.life.answer_wanted.connect(self.sending.read_answer)
        self.sending.answered.connect(self._show_remarks)
        self.narrative.figure_wanted.connect(self._show_figure)
        self.versions.figure_wanted.connect(self._show_figure)
        self.versions.activity_wanted.connect(self._open_log)
        self.year.opened.connect(self.accept)

    # ------------------------------------------------------------------ what every place does

    def refresh(self) -> None:
        """Compute the figures again; the old ones stay on show meanwhile."""
        if self._period is None:
            self._offer_years()
        self._show_choice(self.context.services.reports.as_now(self._period))
        assert self._period is not None
        known = self.context.services.units.current(self._period.end) is not None
        covered = known and self._pages.currentIndex() > 1
        if not covered:
            self._pages.setCurrentIndex(0 if known else 1)
        self.tools.show_all(known and not covered)
        if self._pages.currentWidget() is self.forms:
            self.forms.refresh()
        if known:
            self._compute(self._period)

    def new(self) -> None:
        """Write the workbook where the person says."""
        self._start_export(opens=False)

    def find(self) -> None:  # type: ignore[override]
        """Go to the search box of the figures."""
        self.tabs.setCurrentWidget(self.figures)
        self.figures.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.figures.search.selectAll()

    def accept(self, request: object) -> None:
        """Show a period, or write the workbook."""
        if request == "new":
            self.new()
        elif isinstance(request, str):
            try:
                self._choose(self.context.services.reports.period(request))
            except NotFound as error:
                self.context.ask.error(self, error)

    def leave(self) -> bool:
        """Keep the number and the words being typed."""
        return self._put_away()

    def _put_away(self) -> bool:
        if not self.narrative.put_away():
            self.tabs.setCurrentWidget(self.narrative)
            return False
        return self.figures.panel.put_away() and self.tabs.put_away()

    def escape(self) -> bool:
        """Close the hand-over or the superior's form, the panel of a figure, then the message."""
        if self.sending.close():
            return True
        if self._pages.currentWidget() is self.forms:
            if not self.forms.escape():
                self._close_forms()
            return True
        page = self.tabs.currentWidget()
        if (page is self.figures and self.figures.escape()) or (page is self.issues and self.issues.escape()):
            return True
        if self.tabs.escape():
            return True
        if self.bar.isHidden():
            return False
        self.bar.hide()
        return True

    # ------------------------------------------------------------------ the period

    def _offer_years(self) -> None:
        this = data_year(self.context.today(), self.context.services.catalogues.periods)
        for year in range(this + 1, this - _YEARS_BACK - 1, -1):
            self.year_box.addItem(self.tr("Năm {}").format(year), year)

    def _show_choice(self, period: Period) -> None:
        """Set year, period and their words; nothing is computed yet."""
        self._period = period
        if self.year_box.findData(period.year) < 0:
            self.year_box.addItem(self.tr("Năm {}").format(period.year), period.year)
        self.year_box.setCurrentIndex(self.year_box.findData(period.year))
        self.period_box.clear()
        for row, offered in enumerate(self.context.services.reports.periods(period.year)):
            self.period_box.addItem(offered.name, offered)
            if offered.code == period.code:
                self.period_box.setCurrentIndex(row)
        self.dates.setText(period_text(period, self.context.today()))

    def _choose(self, period: Period) -> None:
        """Show another period; the one on show stays when a number typed for it cannot be read."""
        if self._period is not None and period != self._period and not self._put_away():
            self._show_choice(self._period)
            return
        if self._period is None:
            self._offer_years()
        if period != self._period:
            self.bar.hide()
        self._show_choice(period)
        self.refresh()

    def _take_year(self) -> None:
        year = self.year_box.currentData()
        offered = self.context.services.reports.periods(year)
        kind = self._period.code[5:] if self._period else ""
        if offered:
            self._choose(next((period for period in offered if period.code[5:] == kind), offered[0]))
        elif self._period is not None:
            self.context.hint(self.tr("Danh mục không có kỳ báo cáo nào cho năm {}.").format(year))
            self._show_choice(self._period)

    def _take_period(self) -> None:
        self._choose(self.period_box.currentData())

    def _compute(self, period: Period) -> None:
        if self._job is not None:
            self._job.cancel()
        # Figures of another period than the one chosen may be read but not stated of.
        self.tabs.setEnabled(self._report is None or self._report.period == period)
        services = self.context.services

        def work(progress: Progress) -> ReportDesk:
            return services.report_desk.open(period.code)

        self._job = self.context.runner.run(work, self._show, self._failed, self.tr("Đang tính số liệu"))

    def _show(self, desk: ReportDesk) -> None:
        report = desk.report
        if report.period != self._period:
            return  # another period was chosen meanwhile
        self._report = report
        self.tabs.setEnabled(True)
        self.figures.panel.locked = desk.draft.frozen
        self.figures.show_report(report)
        self.tasks.show_report(report)
        self.charts.show_report(report)
        for page in (self.life, self.flow, self.issues, self.narrative, self.versions):
            page.show_desk(desk)
        self.year.show_year(report.period.year)
        self.tabs.show_year(report.period.year)
        left = len(desk.open_issues)
        words = self.tr("Cần xem ({})").format(left) if left and not desk.draft.frozen else self.tr("Cần xem")
        self.tabs.setTabText(self.tabs.indexOf(self.issues), words)
        words = period_text(report.period, self.context.today())
        if not report.by_month:
            words += self.tr(" Nhật ký chưa có hoạt động nào trong kỳ.")
        self.dates.setText(words)
        self.unproven.setText(self.tr("{} chưa có minh chứng").format(format_number(desk.unproven)))
        self.unproven.setVisible(desk.unproven > 0)

    def _failed(self, error: AppError) -> None:
        if not isinstance(error, Cancelled):
            self.tabs.setEnabled(True)
            self.context.ask.error(self, error)

    # ------------------------------------------------------------------ the workbook and the other places

    def _start_export(self, opens: bool) -> None:
        if self._period is not None and self._pages.currentIndex() == 0 and self._put_away():
            self.tools.exporter.start(self._period, opens)

    def _open_forms(self) -> None:
        """Show the superior's own forms for the period on show."""
        if self._period is not None and self._put_away():
            self.tools.show_all(False)
            self._pages.setCurrentWidget(self.forms)
            self.forms.show_period(self._period)

    def _close_forms(self) -> None:
        self._pages.setCurrentIndex(0)
        self.tools.show_all(True)

    def _binder_parts(self) -> list[Part]:
        """Return what a binder can be of: the period, and the task or indicator that is selected."""
        if self._report is None or self._period is None:
            return []
        code = self._period.code
        parts = [Part(code, self.tr("Cả kỳ báo cáo"))]
        numbers = {progress.task.id: progress.number for progress in self._report.progress}
        if self.tabs.currentWidget() is self.tasks:
            tasks = [row.task.id for row in self.tasks.table.selected_rows()[:1]]
            parts += [Part(code, self.tr("Nhiệm vụ {}").format(numbers[task]), task) for task in tasks]
        elif self.tabs.currentWidget() is self.figures:
            codes = [figure.indicator.code for figure in self.figures.table.chosen()[:1]]
            parts += [Part(code, self.tr("Chỉ tiêu {}").format(chosen), indicator=chosen) for chosen in codes]
        return parts

    def _open_issue(self, issue: ReportIssue) -> None:
        """Go to the place where an issue is mended."""
        if issue.place is IssuePlace.FIGURE:
            self._show_figure(issue.subject)
        elif issue.place is IssuePlace.UNPROVEN:
            self._open_unproven()
        elif issue.place is IssuePlace.LOG:
            self._open_log(issue.subject)
        elif issue.place is IssuePlace.NARRATIVE:
            self.tabs.setCurrentWidget(self.narrative)
        else:
            self._open_settings()

    def _show_issues(self) -> None:
        self.tabs.setCurrentWidget(self.issues)
        self.issues.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_figure(self, code: str) -> None:
        self.tabs.setCurrentWidget(self.figures)
        self.figures.show_code(code)

    def _show_remarks(self, code: str) -> None:
        self.accept(code)
        self.tabs.setCurrentWidget(self.versions)
        self.versions.show_remarks()

    def _open_unproven(self) -> None:
        if self._period is not None:
            wanted = ActivityFilter(start=self._period.start, end=self._period.end, unproven=True)
            self.wanted.emit("activity", wanted)

    def _open_log(self, request: object) -> None:
        self.wanted.emit("activity", request)

    def _open_plan(self) -> None:
        self.wanted.emit("plan", None)

    def _log_new(self) -> None:
        self.wanted.emit("activity", "new")

    def _open_settings(self) -> None:
        self.wanted.emit("settings", None)
