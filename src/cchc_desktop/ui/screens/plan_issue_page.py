"""Issuing a plan: its number and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.plan import Plan
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.field import Field, show_problems
from cchc_desktop.ui.widgets.plan_panel import quiet

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


class PlanIssuePage(QWidget):
    """`issue_wanted` carries (plan id, number, day). The next free number follows the year of the day."""

    issue_wanted = Signal(str, int, object)
    back_wanted = Signal()
    review_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan_issue_page")
        self._context = context
        self.plan: Plan | None = None
        self._offered = ""
        self.heading = QLabel(self)
        self.heading.setProperty("role", "heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.number = QLineEdit(self)
        self.number.setObjectName("issue_number")
        self.number.setMaxLength(6)
        self.date = DateEdit(context.today, self)
        self.date.setObjectName("issue_date")
        self.fields = {
            "number": Field(self.tr("Số"), self.number, parent=self),
            "date": Field(self.tr("Ngày ban hành"), self.date, parent=self),
        }
        self.printed = quiet("", self)
        self.printed.setObjectName("issue_printed")
        self.warning = QLabel(self)
        self.warning.setObjectName("issue_warning")
        self.warning.setProperty("role", "warning")
        self.warning.setWordWrap(True)
        self.findings = QLabel(self)
        self.findings.setObjectName("issue_findings")
        self.findings.setWordWrap(True)
        self.review = QPushButton(icon("mdi6.clipboard-search-outline"), self.tr("Rà soát"), self)
        self.review.setObjectName("issue_review")
        self.review.clicked.connect(self.review_wanted)
        self.toolbar = self._make_toolbar()
        self._lay_out()
        self.number.textEdited.connect(self._follow)
        self.number.returnPressed.connect(self._issue)
        self.date.date_changed.connect(self._follow_day)

    def _make_toolbar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        stop = QPushButton(self.tr("Thôi"), bar)
        stop.setObjectName("issue_stop")
        stop.clicked.connect(self.back_wanted)
        self.issue = QPushButton(icon("mdi6.stamper", "on_accent"), self.tr("Ban hành"), bar)
        self.issue.setObjectName("issue_do")
        self.issue.setProperty("role", "main")
        self.issue.clicked.connect(self._issue)
        row.addWidget(stop)
        row.addWidget(self.issue)
        return bar

    def _lay_out(self) -> None:
        self.bar = QFrame(self)
        self.bar.setObjectName("issue_bar")
        self.bar.setProperty("role", "warning")
        line = QHBoxLayout(self.bar)
        line.setContentsMargins(12, 6, 6, 6)
        line.addWidget(self.findings, 1)
        line.addWidget(self.review)
        fields = QHBoxLayout()
        fields.setSpacing(16)
        for name, width in (("number", 160), ("date", 240)):
            self.fields[name].setFixedWidth(width)
            fields.addWidget(self.fields[name], 0, Qt.AlignmentFlag.AlignTop)
        fields.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self.bar)
        layout.addLayout(fields)
        layout.addWidget(self.warning)
        layout.addWidget(self.printed)
        layout.addWidget(
            quiet(
                self.tr(
                    "Khi ban hành, chương trình giữ lại tệp Word, mẫu và toàn bộ nội dung của bản này; nội dung được "
                    "khóa. Muốn sửa về sau thì lập bản điều chỉnh với số mới, bản cũ vẫn còn nguyên. Bản ký (tệp quét "
                    "hoặc ảnh chụp) lưu kèm sau khi ban hành."
                ),
                self,
            )
        )
        layout.addStretch(1)

    def show_plan(self, plan: Plan, open_findings: int) -> None:
        """Ask for the number and day of a plan; what the draft already has is offered."""
        self.plan = plan
        self.heading.setText(self.tr("Ban hành “{0}”").format(plan.title))
        self.findings.setText(self.tr("Kế hoạch còn {0} chỗ cần rà soát. Vẫn có thể ban hành.").format(open_findings))
        self.bar.setVisible(open_findings > 0)
        for field in self.fields.values():
            field.set_problem("")
        self._offered = ""
        self.number.setText("" if plan.number is None else f"{plan.number:02d}")
        self.date.set_date(plan.date or self._context.today())
        self._follow_day()
        self.issue.setEnabled(True)
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self.number.selectAll()

    def _follow_day(self) -> None:
        """Offer the next free number of the day's year, unless a person typed one."""
        day = self.date.date()
        if self.plan is not None and day is not None and self.number.text() in ("", self._offered):
            number = self._context.services.plan_life.next_number(day.year, self.plan.symbol)
            self._offered = f"{number:02d}"
            self.number.setText(self._offered)
        self._follow()

    def _number(self) -> int | None:
        text = self.number.text().strip()
        return int(text) if text.isascii() and text.isdigit() else None

    def _follow(self) -> None:
        if self.plan is None:
            return
        day, number = self.date.date(), self._number()
        life = self._context.services.plan_life
        self.warning.setText("\n".join(life.warnings(self.plan, day)) if day else "")
        self.warning.setVisible(bool(self.warning.text()))
        shown = "…" if number is None else f"{number:02d}"
        words = self.tr("Khi in: Số: {0}/{1} · {2}").format(shown, self.plan.symbol, self.plan.place)
        self.printed.setText(f"{words}, {day:%d/%m/%Y}" if day else words)

    def show_problems(self, problems: dict[str, str]) -> None:
        """Put what is wrong at its field."""
        self.issue.setEnabled(True)
        show_problems(self.fields, problems)

    def _issue(self) -> None:
        if self.plan is None or not self.issue.isEnabled():
            return
        day, number = self.date.date(), self._number()
        problems = self._context.services.plan_life.check_issue(self.plan, number, day)
        if self.date.problem():
            problems["date"] = self.date.problem()
        if self.number.text().strip() and number is None:
            problems["number"] = self.tr("số văn bản chỉ gồm chữ số")
        show_problems(self.fields, problems)
        if not problems and number is not None and day is not None:
            self.issue.setEnabled(False)  # a second press must not ask for a second issue
            self.issue_wanted.emit(self.plan.id, number, day)
