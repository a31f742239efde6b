"""What stands above the body of a plan: number, day, place, title and the issuing body."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from cchc_desktop.domain.dates import official_date
from cchc_desktop.domain.plan import PLAN_STATUS_NAMES
from cchc_desktop.domain.text import clean_line
from cchc_desktop.ui.models.plan_draft import Part, PlanDraft
from cchc_desktop.ui.models.plan_tidy import tidy_lines
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.plan_fields import TextBox, TextLine
from cchc_desktop.ui.widgets.plan_panel import PlanPanel, quiet

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

STATUS_NAMES = PLAN_STATUS_NAMES
"""How states of a plan are called."""

YEARS = (2000, 2100)


class HeaderPanel(PlanPanel):
    """The fields of the header. A value that does not fit stays on the screen with the reason below it."""

    part = Part.HEADER

    def __init__(self, context: Context, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(context, draft, self.tr("Phần đầu"), parent)
        self.year = TextLine("header_year", self)
        self.number = TextLine("header_number", self)
        self.symbol = TextLine("header_symbol", self)
        self.date = DateEdit(context.today, self)
        self.date.setObjectName("header_date")
        # The state changes only through the steps of the plan's life, each with its own button.
        self.status = TextLine("header_status", self)
        self.status.setReadOnly(True)
        self.place = TextLine("header_place", self)
        self.kind = TextLine("header_kind", self)
        self.title = TextBox("header_title", self)
        self.upper_line = TextLine("header_upper_line", self)
        self.issuer = TextBox("header_issuer", self)
        self._lines = (self.year, self.number, self.symbol, self.place, self.kind, self.upper_line)
        self.fields: dict[str, Field] = {}
        self._lay_out()
        self.watch(*self._lines, self.title, self.issuer)
        for field in (*self._lines, self.title, self.issuer):
            field.typed.connect(self._take)
            field.left.connect(self.tidy)
        self.date.textEdited.connect(self._take)
        self.date.date_changed.connect(self._take_date)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        height = self.fontMetrics().height()
        for box in (self.title, self.issuer):
            box.setFixedHeight(height * 2 + 26)
        for name, words, widget, row, column, span in (
            ("year", self.tr("Năm của kế hoạch"), self.year, 0, 0, 1),
            ("status", self.tr("Trạng thái"), self.status, 0, 1, 1),
            ("number", self.tr("Số"), self.number, 1, 0, 1),
            ("symbol", self.tr("Ký hiệu"), self.symbol, 1, 1, 1),
            ("place", self.tr("Địa danh"), self.place, 2, 0, 1),
            ("date", self.tr("Ngày ban hành"), self.date, 2, 1, 1),
            ("kind", self.tr("Tên loại văn bản"), self.kind, 3, 0, 1),
            ("upper_line", self.tr("Cơ quan chủ quản (nếu có)"), self.upper_line, 3, 1, 1),
            ("title", self.tr("Trích yếu"), self.title, 4, 0, 2),
            ("issuer", self.tr("Cơ quan ban hành (mỗi dòng in một dòng)"), self.issuer, 5, 0, 2),
        ):
            self.fields[name] = Field(words, widget, parent=self)
            grid.addWidget(self.fields[name], row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.printed = quiet("", self)
        self.printed.setObjectName("header_printed")
        self.column.addWidget(self.printed)
        self.column.addStretch(1)

    def reload(self) -> None:
        """Show the header of the draft."""
        plan = self.plan
        self.year.show_text(str(plan.year))
        self.number.show_text("" if plan.number is None else str(plan.number))
        self.symbol.show_text(plan.symbol)
        self.date.blockSignals(True)
        self.date.set_date(plan.date)
        self.date.blockSignals(False)
        self.status.show_text(STATUS_NAMES[plan.status])
        self.place.show_text(plan.place)
        self.kind.show_text(plan.kind)
        self.title.show_text(plan.title)
        self.upper_line.show_text(plan.upper_line)
        self.issuer.show_text("\n".join(plan.issuer))
        for field in self.fields.values():
            field.set_problem("")
        self._show_printed()

    def _problems(self) -> dict[str, str]:
        problems = {}
        year, number = self.year.text().strip(), self.number.text().strip()
        if not (_whole(year) and YEARS[0] <= int(year) <= YEARS[1]):
            problems["year"] = self.tr("năm phải là số từ {0} đến {1}").format(*YEARS)
        if number and not (_whole(number) and int(number) > 0):
            problems["number"] = self.tr("số văn bản chỉ gồm chữ số; bỏ trống nếu chưa có")
        if self.date.problem():
            problems["date"] = self.date.problem()
        return problems

    def _take_date(self) -> None:
        self.draft.seal()
        self._take()

    def _take(self) -> None:
        problems = self._problems()
        for name, field in self.fields.items():
            field.set_problem(problems.get(name, ""))
        plan, number = self.plan, self.number.text().strip()
        changed = replace(
            plan,
            year=plan.year if "year" in problems else int(self.year.text()),
            number=plan.number if "number" in problems else (int(number) if number else None),
            date=plan.date if "date" in problems else self.date.date(),
            symbol=self.symbol.text(),
            place=self.place.text(),
            kind=self.kind.text(),
            title=self.title.toPlainText(),
            upper_line=self.upper_line.text(),
            issuer=tuple(self.issuer.toPlainText().split("\n")),
        )
        focus = self.focusWidget()
        self.apply(changed, focus.objectName() if focus else "")
        self._show_printed()

    def _show_printed(self) -> None:
        plan = self.plan
        day = official_date(plan.date) if plan.date else self.tr("ngày … tháng … năm {0}").format(plan.year)
        number = plan.number_text.strip() if plan.number is not None else f"…/{plan.symbol}"
        self.printed.setText(self.tr("Khi in: Số: {0} · {1}, {2}").format(number, plan.place, day))

    def first_field(self) -> QWidget:
        """Return the field that F2 goes to."""
        return self.number

    def tidy(self) -> None:
        """Keep the header clean."""
        plan = self.plan
        clean = replace(
            plan,
            symbol=clean_line(plan.symbol),
            place=clean_line(plan.place),
            kind=clean_line(plan.kind).upper(),
            title=clean_line(plan.title),
            upper_line=clean_line(plan.upper_line).upper(),
            issuer=tidy_lines("\n".join(plan.issuer)),
        )
        wrong = bool(self._problems())
        if clean != plan:
            self.amend(clean)
            if not wrong:  # a wrong value stays on the screen, with its reason, until the person mends it
                self.reload()
        self.draft.seal()


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6
