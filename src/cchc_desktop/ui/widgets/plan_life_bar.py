"""The line above a plan that tells where it is in its life, with the steps that may follow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.plan import PLAN_STATUS_NAMES, Plan, PlanStatus
from cchc_desktop.domain.plan_life import Step, allowed
from cchc_desktop.domain.plan_version import PlanVersion
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.reason_row import ReasonRow


class PlanLifeBar(QFrame):
    """Says what a person wants done with the plan as a whole. `amend_wanted` carries the reason."""

    submit_wanted = Signal()
    withdraw_wanted = Signal()
    issue_wanted = Signal()
    amend_wanted = Signal(str)
    drop_wanted = Signal()
    compare_wanted = Signal()
    review_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan_life_bar")
        self.setProperty("role", "bar")
        self.state = QLabel(self)
        self.state.setObjectName("plan_life_state")
        self.state.setProperty("role", "heading")
        self.text = QLabel(self)
        self.text.setObjectName("plan_life_text")
        self.text.setWordWrap(True)
        self.detail = QLabel(self)
        self.detail.setObjectName("plan_life_detail")
        self.detail.setWordWrap(True)
        self.open_findings = QLabel(self)
        self.open_findings.setObjectName("plan_life_findings")
        self.open_findings.setProperty("role", "warning")
        for label in (self.state, self.text, self.detail, self.open_findings):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.open_findings.setWordWrap(True)
        self.open_findings.hide()
        self.reason = ReasonRow("amend_reason", self.tr("Lý do điều chỉnh"), self.tr("Bắt đầu điều chỉnh"), self)
        self.reason.given.connect(self.amend_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.addWidget(self.state)
        row.addWidget(self.text, 1)
        row.addWidget(self.open_findings)
        for name, words, picture, slot in (
            ("life_review", self.tr("Rà soát"), "mdi6.clipboard-search-outline", self.review_wanted.emit),
            ("life_compare", self.tr("So sánh"), "mdi6.compare-horizontal", self.compare_wanted.emit),
            ("life_drop", self.tr("Bỏ điều chỉnh"), "mdi6.undo-variant", self.drop_wanted.emit),
            ("life_withdraw", self.tr("Rút lại để sửa"), "mdi6.arrow-u-left-top", self.withdraw_wanted.emit),
            ("life_submit", self.tr("Trình ký"), "mdi6.file-sign", self.submit_wanted.emit),
            ("life_amend", self.tr("Điều chỉnh…"), "mdi6.file-edit-outline", self.reason.ask),
            ("life_issue", self.tr("Ban hành…"), "mdi6.stamper", self.issue_wanted.emit),
        ):
            button = QPushButton(icon(picture), words, self)
            button.setObjectName(name)
            button.clicked.connect(slot)
            button.hide()
            self._buttons[name] = button
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 6, 5)
        column.addLayout(row)
        column.addWidget(self.detail)
        column.addWidget(self.reason)

    def show_plan(self, plan: Plan, versions: Sequence[PlanVersion]) -> None:
        """Show the state of a plan and the steps that may follow."""
        self.reason.hide()
        self.state.setText(PLAN_STATUS_NAMES[plan.status])
        amending = plan.status is PlanStatus.AMENDING  # five buttons leave no room for a sentence beside them
        sentence = self._sentence(plan, versions)
        self.text.setText("" if amending else sentence)
        self.detail.setText(sentence if amending else "")
        self.detail.setVisible(amending and bool(sentence))
        steps = allowed(plan.status)
        editable = plan.status in (PlanStatus.DRAFT, PlanStatus.AMENDING)
        issued = sum(version.issued for version in versions)
        for name, shown in (
            ("life_review", editable),
            ("life_compare", issued > (plan.status is PlanStatus.ISSUED)),
            ("life_drop", Step.DROP_AMENDMENT in steps),
            ("life_withdraw", Step.WITHDRAW in steps),
            ("life_submit", Step.SUBMIT in steps),
            ("life_amend", Step.AMEND in steps),
            ("life_issue", Step.ISSUE in steps),
        ):
            self._buttons[name].setVisible(shown)

    def show_open(self, count: int) -> None:
        """Tell how many findings of the scan are open; 0 takes it back."""
        self.open_findings.setText(self.tr("Còn {0} chỗ cần rà soát").format(count))
        self.open_findings.setVisible(count > 0)

    def _sentence(self, plan: Plan, versions: Sequence[PlanVersion]) -> str:
        begun = next((version for version in versions if not version.issued), None)
        last = next((version for version in reversed(versions) if version.issued), None)
        if plan.status is PlanStatus.ISSUED:
            day = short_date(plan.date) if plan.date else "…"
            words = self.tr("Số {0} ngày {1}. Nội dung đã khóa; muốn sửa thì bấm “Điều chỉnh…”.")
            return words.format(plan.number_text.strip(), day)
        if plan.status is PlanStatus.SUBMITTED:
            return self.tr("Nội dung tạm khóa để bản ký đúng với bản trình.")
        if begun is not None and last is not None:
            return self.tr("Từ bản số {0}. Lý do: {1}").format(last.number_text, begun.reason)
        return ""
