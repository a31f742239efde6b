"""Báo cáo, tab "Cần xem": what is missing or odd before the period can be frozen, each with the place to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.report_check import IssueLevel, IssueRule, ReportIssue
from cchc_desktop.errors import AppError
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.rows import Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.reason_row import ReasonRow
from cchc_desktop.ui.widgets.report_wrap_delegate import wrap_cells

if TYPE_CHECKING:
    from cchc_desktop.services.report_desk import ReportDesk
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.widgets.notice_bar import NoticeBar

_TEXT = 1
_LEVELS = {IssueLevel.ERROR: "Lỗi", IssueLevel.WARNING: "Cảnh báo"}


class ReportIssuesPage(QWidget):
    """`opened` carries the `ReportIssue` whose place is wanted; `freeze_wanted` fires when nothing is left to do."""

    opened = Signal(object)
    freeze_wanted = Signal()

    def __init__(self, context: Context, bar: NoticeBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._bar = bar
        self._desk: ReportDesk | None = None
        self._build()
        self._arrange()
        self.table.activated_row.connect(self.opened)
        self.table.selected_changed.connect(self._dress)
        self.open_button.clicked.connect(self._open)
        self.nil_button.clicked.connect(self._state_nil)
        self.reason_button.clicked.connect(self._ask_reason)
        self.reason.given.connect(self._answer)
        self._empty.clicked.connect(self.freeze_wanted)

    def _build(self) -> None:
        self.summary = QLabel(self)
        self.summary.setObjectName("report_issues_summary")
        self.summary.setWordWrap(True)
        self.model: RowsModel[ReportIssue] = RowsModel(
            (
                Column("level", self.tr("Mức"), lambda i: _LEVELS[i.level], lambda i: i.level.value),
                Column("text", self.tr("Nội dung"), lambda i: i.text),
                Column("state", self.tr("Xử lý"), self._state_text),
            ),
            self,
        )
        self.table = DataTable("report_issues", self._context.settings, self)
        self.table.setAccessibleName(self.tr("Những chỗ cần xem trước khi chốt kỳ"))
        wrap_cells(self.table)
        metrics = self.table.fontMetrics()
        state = metrics.horizontalAdvance("M") * 22
        self.table.set_model(self.model, (metrics.horizontalAdvance("Cảnh báo") + 32, 500, state))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_TEXT, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(2, state)
        self.open_button = self._button(
            "report_issue_open", self.tr("Mở chỗ cần sửa"), "mdi6.arrow-right-circle-outline"
        )
        self.nil_button = self._button("report_issue_nil", self.tr("Ghi không phát sinh"), "mdi6.circle-off-outline")
        self.nil_button.setToolTip(
            self.tr("Đã kiểm tra và không có: ghi cho mọi chỉ tiêu đang chọn (Shift, Ctrl, Ctrl+A)")
        )
        self.reason_button = self._button("report_issue_reason", self.tr("Ghi lý do…"), "mdi6.comment-check-outline")
        self.reason_button.setToolTip(self.tr("Giữ nguyên số liệu và ghi lý do, cho mọi cảnh báo đang chọn"))
        self.reason = ReasonRow("report_issue_why", self.tr("Lý do giữ nguyên"), self.tr("Ghi lý do"), self)
        self._empty = EmptyState("", "", self)

    def _button(self, name: str, words: str, picture: str) -> QPushButton:
        button = QPushButton(icon(picture), words, self)
        button.setObjectName(name)
        button.setEnabled(False)
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.summary, 1)
        for button in (self.nil_button, self.reason_button, self.open_button):
            row.addWidget(button)
        full = QWidget(self)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(row)
        column.addWidget(self.reason)
        column.addWidget(self.table, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(self._empty)

    # ------------------------------------------------------------------ showing

    def show_desk(self, desk: ReportDesk) -> None:
        """Show what is to be looked at; the row chosen stays, or the one that took its place."""
        row = self.table.currentIndex().row()
        self._desk = desk
        if not self.reason.isHidden() and desk.draft.frozen:
            self.reason.hide()
        self.model.set_rows(() if desk.draft.frozen else desk.issues)
        self.summary.setText(self._summary(desk))
        if desk.draft.frozen:
            self._empty.set_sentence(self.tr("Kỳ báo cáo đã chốt: không còn gì phải xem."))
        elif not desk.issues:
            self._empty.set_sentence(self.tr("Không có gì thiếu hay bất thường."), self.tr("Chốt kỳ…"))
        self._stack.setCurrentIndex(0 if self.model.rows else 1)
        if row >= 0 and self.model.rows:
            self.table.select_number(min(row, len(self.model.rows) - 1))
        self._dress()

    def _summary(self, desk: ReportDesk) -> str:
        errors = sum(issue.level is IssueLevel.ERROR for issue in desk.issues)
        warnings = sum(issue.level is IssueLevel.WARNING and issue.open for issue in desk.issues)
        if not desk.open_issues:
            return self.tr("Mọi cảnh báo đã có lý do. Bấm “Chốt kỳ” để khóa số liệu và gửi.")
        parts = []
        if errors:
            parts.append(self.tr("{} lỗi phải sửa").format(errors))
        if warnings:
            parts.append(self.tr("{} cảnh báo cần sửa hoặc ghi lý do").format(warnings))
        return self.tr("Trước khi chốt kỳ còn {}. Vẫn lưu và xuất nháp được.").format(", ".join(parts))

    def _state_text(self, issue: ReportIssue) -> str:
        if issue.reason:
            return self.tr("Giữ nguyên: {}").format(issue.reason)
        return self.tr("Phải sửa") if issue.level is IssueLevel.ERROR else self.tr("Sửa hoặc ghi lý do")

    def _chosen(self) -> list[ReportIssue]:
        return list(self.table.selected_rows())

    def _dress(self) -> None:
        chosen = self._chosen()
        self.open_button.setEnabled(len(chosen) == 1)
        self.nil_button.setEnabled(any(issue.rule is IssueRule.MISSING for issue in chosen))
        self.reason_button.setEnabled(any(issue.level is IssueLevel.WARNING for issue in chosen))

    # ------------------------------------------------------------------ what a person does

    def _open(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.opened.emit(chosen[0])

    def _state_nil(self) -> None:
        if self._desk is None:
            return
        period = self._desk.report.period.code
        codes = [issue.subject for issue in self._chosen() if issue.rule is IssueRule.MISSING]
        reports = self._context.services.reports
        try:
            change = reports.state(*(Statement(period, code, FigureState.NIL) for code in codes))
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._undo = period, codes
        words = self.tr("Đã ghi “không phát sinh” cho {} chỉ tiêu.").format(len(codes))
        self._bar.tell(words, (self.tr("Hoàn tác"), self._take_back))
        self._context.saved()
        self._context.bus.announce(change)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_back(self) -> None:
        period, codes = self._undo
        try:
            change = self._context.services.reports.withdraw(period, *codes)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._context.saved()
        self._context.bus.announce(change)

    def _ask_reason(self) -> None:
        self.reason.ask()
        known = {issue.reason for issue in self._chosen() if issue.reason}
        if len(known) == 1:
            self.reason.line.setText(known.pop())

    def _answer(self, reason: str) -> None:
        if self._desk is None:
            return
        period = self._desk.report.period.code
        chosen = [issue for issue in self._chosen() if issue.level is IssueLevel.WARNING]
        try:
            self._context.services.report_desk.answer(period, reason, *chosen)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._context.saved()
        self._context.bus.announce(Change(Topic.REPORT, (period,)))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Close the line for a reason; True when it was open."""
        if self.reason.isHidden():
            return False
        self.reason.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
