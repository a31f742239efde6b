"""The four cards of the overview. Needs no services: at the start it shows what stood there at the last close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cchc_desktop.domain.dates import short_date
from cchc_desktop.ui.models.overview import LatestLine, Month, Overview, days_left
from cchc_desktop.ui.models.rows import Align, Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.overview_chart import MonthChart, ReadyRing
from cchc_desktop.ui.widgets.overview_progress import ProgressList

if TYPE_CHECKING:
    from cchc_desktop.ui.settings_store import SettingsStore


class OverviewView(QWidget):
    """Shows an `Overview`. The signals say what a person clicked; each carries what the name says."""

    report_wanted = Signal()
    plan_wanted = Signal()
    log_wanted = Signal()
    new_wanted = Signal()
    month_wanted = Signal(object)  # Month
    task_wanted = Signal(str)  # id
    activity_wanted = Signal(str)  # id
    agenda_wanted = Signal()

    def __init__(self, settings: SettingsStore | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.shown: Overview | None = None
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
        open_report = self._link(self.tr("Mở báo cáo"), "open_report")
        open_report.clicked.connect(self.report_wanted)
        head.addWidget(open_report)
        self._due_name = self._label("due_name")
        self._due_left = self._label("due_left", "number")
        self._due_day = self._label("due_day", "quiet")
        self._due_missing = self._label("due_missing")
        self._due_tasks = self._link("", "due_tasks")
        self._due_tasks.clicked.connect(self.agenda_wanted)
        words = QVBoxLayout()
        words.setSpacing(6)
        for label in (self._due_name, self._due_left, self._due_day):
            words.addWidget(label)
        words.addSpacing(6)
        words.addWidget(self._due_missing)
        words.addWidget(self._due_tasks, 0, Qt.AlignmentFlag.AlignLeft)
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
        self.chart.picked.connect(self.month_wanted)
        self._month_text = self._label("month_text", "quiet")
        column.addWidget(self.chart, 1)
        column.addWidget(self._month_text)
        return card

    def _task_card(self) -> QFrame:
        card, column, head = self._card("task_card", self.tr("Tiến độ nhiệm vụ của kế hoạch"))
        self._open_plan = self._link(self.tr("Mở kế hoạch"), "open_plan")
        self._open_plan.clicked.connect(self.plan_wanted)
        head.addWidget(self._open_plan)
        self.tasks = ProgressList(card)
        self.tasks.opened.connect(self.task_wanted)
        self._task_area = QScrollArea(card)
        self._task_area.setWidgetResizable(True)
        self._task_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._task_area.setWidget(self.tasks)
        self._no_tasks = EmptyState("", "", card)
        self._no_tasks.clicked.connect(self.plan_wanted)
        column.addWidget(self._task_area, 1)
        column.addWidget(self._no_tasks, 1)
        return card

    def _latest_card(self) -> QFrame:
        card, column, head = self._card("latest_card", self.tr("Hoạt động mới ghi"))
        self._open_log = self._link(self.tr("Mở nhật ký"), "open_log")
        self._open_log.clicked.connect(self.log_wanted)
        head.addWidget(self._open_log)
        self._latest = RowsModel[LatestLine](
            (
                Column("date", self.tr("Ngày"), lambda row: short_date(row.date), align=Align.CENTER),
                Column("form", self.tr("Hình thức"), lambda row: row.form, tip=lambda row: row.form),
                Column("title", self.tr("Nội dung"), lambda row: row.title, tip=lambda row: row.title),
            ),
            self,
        )
        self.table = DataTable("overview_latest", self._settings, card, sortable=False)
        self.table.set_model(self._latest, (100, 190))
        self.table.activated_row.connect(self._go_activity)
        self._no_latest = EmptyState(self.tr("Nhật ký chưa có hoạt động nào."), self.tr("Ghi hoạt động đầu tiên"), card)
        self._no_latest.clicked.connect(self.new_wanted)
        column.addWidget(self.table, 1)
        column.addWidget(self._no_latest, 1)
        return card

    def _go_activity(self, line: LatestLine) -> None:
        self.activity_wanted.emit(line.id)

    # ------------------------------------------------------------------ showing

    def show_overview(self, overview: Overview, today: date) -> None:
        """Fill the four cards."""
        self.shown = overview
        self._show_due(overview, today)
        self._show_months(overview)
        # "Còn 5 ngày" was true on the day it was written.
        fresh = overview.day == today
        self.tasks.show_lines(overview.tasks if fresh else [replace(line, words="") for line in overview.tasks])
        self._task_area.setVisible(bool(overview.tasks))
        self._no_tasks.setVisible(not overview.tasks)
        if overview.plan_title:
            self._no_tasks.set_sentence(
                self.tr("Kế hoạch năm {} chưa có nhiệm vụ nào trong phụ lục.").format(overview.year),
                self.tr("Mở kế hoạch để thêm nhiệm vụ"),
            )
        else:
            self._no_tasks.set_sentence(
                self.tr("Chưa có kế hoạch năm {}.").format(overview.year), self.tr("Lập kế hoạch")
            )
        self._open_plan.setVisible(bool(overview.plan_title))
        self._latest.set_rows(overview.latest)
        self.table.setVisible(bool(overview.latest))
        self._no_latest.setVisible(not overview.latest)
        self._open_log.setVisible(bool(overview.latest))

    def _show_due(self, overview: Overview, today: date) -> None:
        left = days_left(overview.deadline, today, overview.working)
        self._due_name.setText(self.tr("Báo cáo {}").format(overview.due_name[:1].lower() + overview.due_name[1:]))
        self._due_left.setText(left[:1].upper() + left[1:])
        self._due_day.setText(
            self.tr("Hạn gửi {}, số liệu từ {} đến {}").format(
                short_date(overview.deadline), short_date(overview.due_start), short_date(overview.due_end)
            )
        )
        self.ring.show_share(overview.indicators - overview.unknown, overview.indicators)
        if not overview.indicators:
            text = self.tr("Danh mục chưa có chỉ tiêu nào cho kỳ này.")
        elif overview.unknown:
            text = self.tr("{} trong {} chỉ tiêu chưa có số liệu.").format(overview.unknown, overview.indicators)
        else:
            text = self.tr("Cả {} chỉ tiêu đã có số liệu, có thể xuất báo cáo.").format(overview.indicators)
        self._due_missing.setText(text)
        counts = ((self.tr("{} quá hạn"), overview.late), (self.tr("{} đến hạn trong 7 ngày"), overview.this_week))
        urgent = ", ".join(words.format(number) for words, number in counts if number)
        self._due_tasks.setText(self.tr("Nhiệm vụ: {}").format(urgent))
        self._due_tasks.setVisible(bool(urgent) and overview.day == today)

    def _show_months(self, overview: Overview) -> None:
        self.chart.show_months(overview.months)
        total = sum(month.count for month in overview.months)
        if not total:
            self._month_text.setText(self.tr("Năm báo cáo {} chưa có hoạt động nào.").format(overview.year))
            return
        best: Month = max(overview.months, key=lambda month: month.count)
        self._month_text.setText(
            self.tr("Năm báo cáo {}: {} hoạt động, nhiều nhất là tháng {} ({}). Bấm vào một cột để xem.").format(
                overview.year, f"{total:,}".replace(",", "."), best.label, f"{best.count:,}".replace(",", ".")
            )
        )
