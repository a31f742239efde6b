"""Báo cáo, tab "Tiến độ nhiệm vụ": the tasks of the year's plan against the log."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QStackedLayout, QVBoxLayout, QWidget

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure import Report
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.schedule import words
from cchc_desktop.domain.task_due import SOON_DAYS, DueState, TaskDue
from cchc_desktop.ui.models.report_figures import NO_TARGET
from cchc_desktop.ui.models.rows import Align, Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.report_share_delegate import ReportShareDelegate
from cchc_desktop.ui.widgets.report_wrap_delegate import wrap_cells
from cchc_desktop.ui.widgets.task_state_delegate import TaskStateDelegate

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_CONTENT, _SHARE, _STATE = 1, 4, 5


class ReportTasksPage(QWidget):
    """`opened` carries the `ActivityFilter` of a task; `plan_wanted` fires when there is no plan to show."""

    opened = Signal(object)
    plan_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._report: Report | None = None
        self.summary = QLabel(self)
        self.summary.setObjectName("report_tasks_summary")
        self.summary.setWordWrap(True)
        self.model: RowsModel[TaskDue] = RowsModel(self._columns(), self)
        self.table = DataTable("report_tasks", context.settings, self)
        self.table.setAccessibleName(self.tr("Tiến độ nhiệm vụ của kế hoạch"))
        self._dress_table()
        self._empty = EmptyState("", "", self)
        full = QWidget(self)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(self._empty)
        self.table.activated_row.connect(self._open)
        self._empty.clicked.connect(self.plan_wanted)

    def _columns(self) -> tuple[Column[TaskDue], ...]:
        return (
            Column(
                "number", self.tr("TT"), lambda d: str(d.progress.number), lambda d: d.progress.number, Align.CENTER
            ),
            Column("content", self.tr("Nhiệm vụ"), lambda d: d.task.content, tip=lambda d: d.task.product),
            Column("target", self.tr("Chỉ tiêu"), _target_text, lambda d: d.task.target, Align.RIGHT),
            Column(
                "done",
                self.tr("Đã làm"),
                lambda d: format_number(d.progress.done),
                lambda d: d.progress.done,
                Align.RIGHT,
            ),
            Column("share", self.tr("Tỷ lệ"), _share_text, lambda d: d.progress.percent),
            Column("state", self.tr("Tình trạng"), lambda d: d.words, _urgency, tip=_time_text),
        )

    def _dress_table(self) -> None:
        wrap_cells(self.table)
        self.table.setItemDelegateForColumn(_SHARE, ReportShareDelegate(self.table))
        metrics = self.table.fontMetrics()
        self.table.setItemDelegateForColumn(_STATE, TaskStateDelegate(self.table))
        state = metrics.horizontalAdvance("Chậm so với chỉ tiêu") + 48
        target = metrics.horizontalAdvance("10.000 lượt") + 24
        self.table.set_model(self.model, (44, 300, target, 84, 180, state))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_CONTENT, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(_STATE, state)

    def show_report(self, report: Report) -> None:
        """Show how far the tasks were at the end of the period."""
        self._report = report
        kept = [due.task.id for due in self.table.selected_rows()]
        self.model.set_rows(report.dues)
        self.summary.setText(self._summary(report))
        year = report.period.year
        if not report.plan_title:
            self._empty.set_sentence(self.tr("Chưa có kế hoạch năm {}.").format(year), self.tr("Mở Kế hoạch"))
        else:
            self._empty.set_sentence(
                self.tr("Kế hoạch năm {} chưa có bảng nhiệm vụ.").format(year), self.tr("Mở Kế hoạch")
            )
        self._stack.setCurrentIndex(0 if report.dues else 1)
        for row, due in enumerate(self.model.rows):
            if due.task.id in kept[:1]:
                self.table.select_number(row)

    def _summary(self, report: Report) -> str:
        states = Counter(_short_words(due) for due in report.dues)
        day = min(report.period.end, self._context.today())
        return self.tr("Đến hết {}: {} nhiệm vụ ({}). Bấm Enter ở một dòng để xem các hoạt động trong Nhật ký.").format(
            short_date(day),
            len(report.dues),
            ", ".join(f"{number} {state}" for state, number in states.most_common()),
        )

    def _open(self, due: TaskDue) -> None:
        end = self._report.period.end if self._report else None
        if end is not None and end >= self._context.today():
            end = None
        self.opened.emit(ActivityFilter(end=end, task_id=due.task.id))


_ORDER = (
    DueState.LATE,
    DueState.BEHIND,
    DueState.DUE,
    DueState.NOT_STARTED,
    DueState.ON_TRACK,
    DueState.UNDATED,
    DueState.NOT_DUE,
    DueState.DONE,
)


def _urgency(due: TaskDue) -> tuple[int, int]:
    """Return what the states sort by: the latest and the nearest first."""
    return _ORDER.index(due.state), due.days or 0


def _short_words(due: TaskDue) -> str:
    """Return a state without its number of days, to count how many tasks are in it."""
    if due.state is DueState.LATE:
        return "quá hạn"
    return f"đến hạn trong {SOON_DAYS} ngày" if due.state is DueState.DUE else due.words[:1].lower() + due.words[1:]


def _time_text(due: TaskDue) -> str:
    """Return the time as written with what it was understood as."""
    return " → ".join(filter(None, (due.task.time_text.strip(), words(due.schedule))))


def _target_text(due: TaskDue) -> str:
    target = due.task.target
    return NO_TARGET if target is None else f"{format_number(target)} {due.task.target_unit}".strip()


def _share_text(due: TaskDue) -> str:
    percent = due.progress.percent
    return NO_TARGET if percent is None else f"{format_number(percent, 1)}\u00a0%"
