"""Báo cáo, tab "Tiến độ nhiệm vụ": the tasks of the year's plan against the log."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QStackedLayout, QVBoxLayout, QWidget

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure import Report, TaskProgress
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.wording import progress_text
from cchc_desktop.ui.models.report_figures import NO_TARGET
from cchc_desktop.ui.models.rows import Align, Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.report_share_delegate import ReportShareDelegate
from cchc_desktop.ui.widgets.report_wrap_delegate import wrap_cells

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_CONTENT, _SHARE = 1, 4


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
        self.model: RowsModel[TaskProgress] = RowsModel(self._columns(), self)
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

    def _columns(self) -> tuple[Column[TaskProgress], ...]:
        return (
            Column("number", self.tr("TT"), lambda p: str(p.number), lambda p: p.number, Align.CENTER),
            Column("content", self.tr("Nhiệm vụ"), lambda p: p.task.content, tip=lambda p: p.task.product),
            Column("target", self.tr("Chỉ tiêu"), _target_text, lambda p: p.task.target, Align.RIGHT),
            Column("done", self.tr("Đã làm"), lambda p: format_number(p.done), lambda p: p.done, Align.RIGHT),
            Column("share", self.tr("Tỷ lệ"), _share_text, lambda p: p.percent),
            Column("state", self.tr("Tình trạng"), progress_text),
        )

    def _dress_table(self) -> None:
        wrap_cells(self.table)
        self.table.setItemDelegateForColumn(_SHARE, ReportShareDelegate(self.table))
        metrics = self.table.fontMetrics()
        state = metrics.horizontalAdvance("Chưa thực hiện") + 24
        target = metrics.horizontalAdvance("10.000 lượt") + 24
        self.table.set_model(self.model, (44, 300, target, 84, 200, state))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_CONTENT, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(5, state)

    def show_report(self, report: Report) -> None:
        """Show how far the tasks were at the end of the period."""
        self._report = report
        kept = [progress.task.id for progress in self.table.selected_rows()]
        self.model.set_rows(report.progress)
        self.summary.setText(self._summary(report))
        year = report.period.year
        if not report.plan_title:
            self._empty.set_sentence(self.tr("Chưa có kế hoạch năm {}.").format(year), self.tr("Mở Kế hoạch"))
        else:
            self._empty.set_sentence(
                self.tr("Kế hoạch năm {} chưa có bảng nhiệm vụ.").format(year), self.tr("Mở Kế hoạch")
            )
        self._stack.setCurrentIndex(0 if report.progress else 1)
        for row, progress in enumerate(self.model.rows):
            if progress.task.id in kept[:1]:
                self.table.select_number(row)

    def _summary(self, report: Report) -> str:
        states = Counter(progress_text(progress) for progress in report.progress)
        return self.tr("Đến hết {}: {} nhiệm vụ ({}). Bấm Enter ở một dòng để xem các hoạt động trong Nhật ký.").format(
            short_date(report.period.end),
            len(report.progress),
            ", ".join(f"{number} {words.lower()}" for words, number in states.most_common()),
        )

    def _open(self, progress: TaskProgress) -> None:
        end = self._report.period.end if self._report else None
        if end is not None and end >= self._context.today():
            end = None
        self.opened.emit(ActivityFilter(end=end, task_id=progress.task.id))


def _target_text(progress: TaskProgress) -> str:
    target = progress.task.target
    return NO_TARGET if target is None else f"{format_number(target)} {progress.task.target_unit}".strip()


def _share_text(progress: TaskProgress) -> str:
    return NO_TARGET if progress.percent is None else f"{format_number(progress.percent, 1)}\u00a0%"
