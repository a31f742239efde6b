"""Tổng quan: what is due, how far the plan is, what happened by month, what was logged last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.change import Topic
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure import FigureState, TaskProgress
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.period import Period, data_year
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.rows import Align, Column, RowsModel
from cchc_desktop.ui.place import Place
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.overview_chart import Month, MonthChart, ReadyRing
from cchc_desktop.ui.widgets.overview_progress import ProgressList

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.container import Services
    from cchc_desktop.ui.place import Context

_LATEST = 8


@dataclass(frozen=True, slots=True)
class Overview:
    """What the place shows. `year` is the running report year with its months; `due` the next report."""

    due: Period
    unknown: int
    indicators: int
    year: Period
    months: tuple[Month, ...]
    progress: tuple[TaskProgress, ...]
    plan_title: str
    latest: tuple[Activity, ...]


def read_overview(services: Services, today: date) -> Overview:
    """Gather everything in one go; runs on the worker thread."""
    due = services.reports.report(services.reports.next_due().code)
    year_code = f"{data_year(today, services.catalogues.periods)}-Y"
    year = due if due.period.code == year_code else services.reports.report(year_code)
    unknown = sum(figure.current.state is FigureState.UNKNOWN for figure in due.figures)
    return Overview(
        due.period,
        unknown,
        len(due.figures),
        year.period,
        months_of(year.period, dict(year.by_month)),
        year.progress,
        year.plan_title,
        services.activities.page(ActivityFilter(limit=_LATEST)).activities,
    )


def months_of(year: Period, counts: dict[str, int]) -> tuple[Month, ...]:
    """Cut a report year (15/12 to 14/12) into calendar months; the first and the last are halves of a December."""
    months: list[Month] = []
    start = year.start
    while start <= year.end:
        following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        label = f"{start.month}/{start.year % 100:02d}" if start.month == 12 else str(start.month)
        count = counts.get(f"{start:%Y-%m}", 0)
        months.append(Month(start, min(following - timedelta(days=1), year.end), label, count))
        start = following
    return tuple(months)


def days_left(deadline: date, today: date) -> str:
    """Say how far a deadline is: "còn 3 ngày", "hôm nay là hạn cuối", "quá hạn 2 ngày"."""
    days = (deadline - today).days
    if days < 0:
        return f"quá hạn {-days} ngày"
    return f"còn {days} ngày" if days else "hôm nay là hạn cuối"


class OverviewPlace(Place):
    """The first place. Clicks on it open the lists behind its pictures."""

    title = "Tổng quan"
    icon = "mdi6.view-dashboard-outline"
    topics = frozenset({Topic.UNIT, Topic.PLAN, Topic.ACTIVITY, Topic.FIGURE})
    help_text = (
        "Nơi này trả lời bốn câu hỏi: báo cáo nào sắp đến hạn và còn thiếu số liệu gì; mỗi nhiệm vụ của kế hoạch đã "
        "làm đến đâu; từng tháng có bao nhiêu hoạt động; và vừa ghi những gì. Bấm vào một cột tháng hay một nhiệm "
        "vụ để mở các hoạt động tương ứng trong Nhật ký."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.shown: Overview | None = None
        self._forms = {form.code: form.name for form in context.services.catalogues.forms}
        button = QPushButton(icon("mdi6.plus", "on_accent"), self.tr("Ghi hoạt động"), self)
        button.setObjectName("overview_new")
        button.setProperty("role", "main")
        button.setToolTip(self.tr("Ghi một hoạt động vào nhật ký (Ctrl+N)"))
        button.clicked.connect(self.new)
        button.hide()
        self.corner = button
        grid = QGridLayout(self)
        grid.setContentsMargins(20, 6, 20, 16)
        grid.setSpacing(14)
        grid.addWidget(self._due_card(), 0, 0)
        grid.addWidget(self._month_card(), 0, 1)
        grid.addWidget(self._task_card(), 1, 0)
        grid.addWidget(self._latest_card(), 1, 1)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 6)
        grid.setRowStretch(0, 4)
        grid.setRowStretch(1, 6)

    # ------------------------------------------------------------------ building

    def _card(self, name: str, heading: str) -> tuple[QFrame, QVBoxLayout, QHBoxLayout]:
        card = QFrame(self)
        card.setObjectName(name)
        card.setProperty("role", "card")
        title = QLabel(heading, card)
        title.setProperty("role", "heading")
        head = QHBoxLayout()
        head.addWidget(title, 1)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addLayout(head)
        return card, column, head

    def _link(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setProperty("role", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def _label(self, name: str, role: str = "") -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            label.setProperty("role", role)
        return label

    def _due_card(self) -> QFrame:
        card, column, head = self._card("due_card", self.tr("Báo cáo sắp đến hạn"))
        self._open_report = self._link(self.tr("Mở báo cáo"), "open_report")
        self._open_report.clicked.connect(self._go_report)
        head.addWidget(self._open_report)
        self._due_name = self._label("due_name")
        self._due_left = self._label("due_left", "number")
        self._due_day = self._label("due_day", "quiet")
        self._due_missing = self._label("due_missing")
        words = QVBoxLayout()
        words.setSpacing(6)
        for label in (self._due_name, self._due_left, self._due_day):
            words.addWidget(label)
        words.addSpacing(6)
        words.addWidget(self._due_missing)
        words.addStretch(1)
        self.ring = ReadyRing(card)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row, 1)
        return card

    def _month_card(self) -> QFrame:
        card, column, _ = self._card("month_card", self.tr("Hoạt động theo tháng"))
        self.chart = MonthChart(card)
        self.chart.picked.connect(self._go_month)
        self._month_text = self._label("month_text", "quiet")
        column.addWidget(self.chart, 1)
        column.addWidget(self._month_text)
        return card

    def _task_card(self) -> QFrame:
        card, column, head = self._card("task_card", self.tr("Tiến độ nhiệm vụ của kế hoạch"))
        self._open_plan = self._link(self.tr("Mở kế hoạch"), "open_plan")
        self._open_plan.clicked.connect(self._go_plan)
        head.addWidget(self._open_plan)
        self.tasks = ProgressList(card)
        self.tasks.opened.connect(self._go_task)
        self._task_area = QScrollArea(card)
        self._task_area.setWidgetResizable(True)
        self._task_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._task_area.setWidget(self.tasks)
        self._no_tasks = EmptyState("", "", card)
        self._no_tasks.clicked.connect(self._go_plan)
        column.addWidget(self._task_area, 1)
        column.addWidget(self._no_tasks, 1)
        return card

    def _latest_card(self) -> QFrame:
        card, column, head = self._card("latest_card", self.tr("Hoạt động mới ghi"))
        self._open_log = self._link(self.tr("Mở nhật ký"), "open_log")
        self._open_log.clicked.connect(self._go_log)
        head.addWidget(self._open_log)
        self._latest = RowsModel[Activity](
            (
                Column("date", self.tr("Ngày"), lambda row: short_date(row.date), lambda row: row.date, Align.CENTER),
                Column("form", self.tr("Hình thức"), self._form_name, tip=self._form_name),
                Column("title", self.tr("Nội dung"), lambda row: row.title, tip=lambda row: row.title),
            ),
            self,
        )
        self.table = DataTable("overview_latest", self.context.settings, card, sortable=False)
        self.table.set_model(self._latest, (100, 190))
        self.table.activated_row.connect(self._go_activity)
        self._no_latest = EmptyState(self.tr("Nhật ký chưa có hoạt động nào."), self.tr("Ghi hoạt động đầu tiên"), card)
        self._no_latest.clicked.connect(self.new)
        column.addWidget(self.table, 1)
        column.addWidget(self._no_latest, 1)
        return card

    def _form_name(self, activity: Activity) -> str:
        return self._forms.get(activity.form, activity.form)

    # ------------------------------------------------------------------ showing

    def refresh(self) -> None:
        """Read everything anew on the worker thread."""
        self.context.runner.run(self._read, self._show)

    def _read(self, progress: Progress) -> Overview:
        return read_overview(self.context.services, self.context.today())

    def _show(self, overview: Overview) -> None:
        self.shown = overview
        self._show_due(overview)
        self._show_months(overview)
        self.tasks.show_progress(overview.progress)
        self._task_area.setVisible(bool(overview.progress))
        self._no_tasks.setVisible(not overview.progress)
        year = overview.year.year
        if overview.plan_title:
            self._no_tasks.set_sentence(
                self.tr("Kế hoạch năm {} chưa có nhiệm vụ nào trong phụ lục.").format(year),
                self.tr("Mở kế hoạch để thêm nhiệm vụ"),
            )
        else:
            self._no_tasks.set_sentence(self.tr("Chưa có kế hoạch năm {}.").format(year), self.tr("Lập kế hoạch"))
        self._open_plan.setVisible(bool(overview.plan_title))
        self._latest.set_rows(overview.latest)
        self.table.setVisible(bool(overview.latest))
        self._no_latest.setVisible(not overview.latest)
        self._open_log.setVisible(bool(overview.latest))

    def _show_due(self, overview: Overview) -> None:
        left = days_left(overview.due.deadline, self.context.today())
        self._due_name.setText(self.tr("Báo cáo {}").format(overview.due.name[:1].lower() + overview.due.name[1:]))
        self._due_left.setText(left[:1].upper() + left[1:])
        self._due_day.setText(
            self.tr("Hạn gửi {}, số liệu từ {} đến {}").format(
                short_date(overview.due.deadline), short_date(overview.due.start), short_date(overview.due.end)
            )
        )
        self.ring.show_share(overview.indicators - overview.unknown, overview.indicators)
        if not overview.indicators:
            self._due_missing.setText(self.tr("Danh mục chưa có chỉ tiêu nào cho kỳ này."))
        elif overview.unknown:
            self._due_missing.setText(
                self.tr("{} trong {} chỉ tiêu chưa có số liệu.").format(overview.unknown, overview.indicators)
            )
        else:
            self._due_missing.setText(
                self.tr("Cả {} chỉ tiêu đã có số liệu, có thể xuất báo cáo.").format(overview.indicators)
            )

    def _show_months(self, overview: Overview) -> None:
        self.chart.show_months(overview.months)
        total = sum(month.count for month in overview.months)
        if not total:
            self._month_text.setText(self.tr("Năm báo cáo {} chưa có hoạt động nào.").format(overview.year.year))
            return
        best = max(overview.months, key=lambda month: month.count)
        self._month_text.setText(
            self.tr("Năm báo cáo {}: {} hoạt động, nhiều nhất là tháng {} ({}). Bấm vào một cột để xem.").format(
                overview.year.year, format_number(total), best.label, format_number(best.count)
            )
        )

    # ------------------------------------------------------------------ going elsewhere

    def new(self) -> None:
        """Log an activity."""
        self.wanted.emit("activity", "new")

    def find(self) -> None:  # type: ignore[override]
        """Search the log: nothing is searched here."""
        self.wanted.emit("activity", ActivityFilter())

    def _go_report(self) -> None:
        if self.shown is not None:
            self.wanted.emit("report", self.shown.due.code)

    def _go_month(self, month: Month) -> None:
        self.wanted.emit("activity", ActivityFilter(start=month.start, end=month.end))

    def _go_task(self, task_id: str) -> None:
        self.wanted.emit("activity", ActivityFilter(task_id=task_id))

    def _go_plan(self) -> None:
        self.wanted.emit("plan", None)

    def _go_log(self) -> None:
        self.wanted.emit("activity", ActivityFilter())

    def _go_activity(self, activity: Activity) -> None:
        self.wanted.emit("activity", activity.id)
