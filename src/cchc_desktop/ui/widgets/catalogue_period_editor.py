"""Editing the rule of a report period, or a thematic report with days of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QCheckBox, QWidget

from cchc_desktop.domain.catalogue import Catalogues, DayOfYear, PeriodRule
from cchc_desktop.domain.catalogue_check import day_of_year
from cchc_desktop.ui.models.catalogue_words import Unread, day_words, read_day
from cchc_desktop.ui.widgets.catalogue_editor import EntryEditor, put_line, spin, typed, unread
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.field import Field

_DEADLINES = {"working": "Số ngày làm việc sau ngày chốt", "days": "Số ngày sau ngày chốt", "fixed": "Ngày cố định"}
_EMPTY = DayOfYear(1, 1)


class PeriodEditor(EntryEditor[PeriodRule]):
    """Two sets of fields: days of every year ("15/12 năm trước") for a rule, dates for a thematic report."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__("period", parent)
        self._special = False
        self._year = today().year
        self.code, self.name = self.line("code"), self.line("name")
        self.start, self.end = self.line("start"), self.line("end")
        self.first, self.last, self.due = (self._date(today, name) for name in ("first", "last", "due"))
        self.way = self.choice("way", _DEADLINES)
        self.way.activated.connect(self._show_needed)
        self.days = spin("period_days", 90, self)
        self.days.valueChanged.connect(self._changed)
        self.deadline = self.line("deadline")
        self.cumulative = QCheckBox(self.tr("Cộng dồn từ đầu năm số liệu"), self)
        self.cumulative.setObjectName("period_cumulative")
        self.cumulative.toggled.connect(self._changed)
        hint = self.tr("14/3, hoặc 15/12 năm trước")
        self.fields = {
            "code": Field(self.tr("Mã kỳ"), self.code, self.tr("Ví dụ: Q1, T5."), self),
            "name": Field(self.tr("Tên kỳ"), self.name, parent=self),
            "start": Field(self.tr("Từ ngày"), self.start, hint, self),
            "end": Field(self.tr("Đến hết ngày"), self.end, hint, self),
            "first": Field(self.tr("Số liệu từ ngày"), self.first, parent=self),
            "last": Field(self.tr("Đến hết ngày"), self.last, parent=self),
            "due": Field(self.tr("Hạn gửi"), self.due, parent=self),
            "way": Field(self.tr("Hạn gửi tính theo"), self.way, parent=self),
            "days": Field(self.tr("Số ngày"), self.days, parent=self),
            "deadline": Field(self.tr("Gửi chậm nhất ngày"), self.deadline, hint, self),
            "cumulative": Field(self.tr("Cách tính"), self.cumulative, parent=self),
        }
        self.add("name")
        self.add("code")
        self.add("start", "end")
        self.add("first", "last")
        for name in ("due", "way", "days", "deadline", "cumulative"):
            self.add(name)

    def _date(self, today: Callable[[], date], name: str) -> DateEdit:
        edit = DateEdit(today, self)
        edit.setObjectName(f"period_{name}")
        edit.textChanged.connect(self._changed)
        return edit

    def show_value(self, value: PeriodRule, catalogues: Catalogues, *, new: bool) -> None:
        """Show a rule."""
        self._special, self._year = value.special, value.valid_from
        put_line(self.code, value.code)
        self.code.setEnabled(new and not value.special)
        put_line(self.name, value.name)
        empty = new and value.start == value.end
        if value.special:
            for edit, day in ((self.first, value.start), (self.last, value.end), (self.due, value.deadline)):
                edit.set_date(None if empty or day is None else day.of(value.valid_from))
        else:
            put_line(self.start, "" if empty else day_words(value.start))
            put_line(self.end, "" if empty else day_words(value.end))
        fixed = value.deadline is not None
        self.way.show_value("fixed" if fixed else "days" if value.deadline_days is not None else "working")
        self.days.setValue(value.deadline_working_days if value.deadline_days is None else value.deadline_days)
        put_line(self.deadline, day_words(value.deadline) if fixed and not value.special else "")
        self.cumulative.setChecked(value.cumulative)
        self._show_needed()

    def value(self, base: PeriodRule) -> PeriodRule:
        """Return the rule as the fields say."""
        made = replace(base, code=base.code or typed(self.code).upper(), name=typed(self.name))
        if self._special:
            return self._thematic(made)
        way = self.way.currentData()
        return replace(
            made,
            start=_read(self.start.text(), base.start),
            end=_read(self.end.text(), base.end),
            deadline=_read(self.deadline.text(), base.end) if way == "fixed" else None,
            deadline_days=self.days.value() if way == "days" else None,
            deadline_working_days=self.days.value() if way == "working" else base.deadline_working_days,
            cumulative=self.cumulative.isChecked(),
        )

    def _thematic(self, base: PeriodRule) -> PeriodRule:
        days = [edit.date() for edit in (self.first, self.last, self.due)]
        start, end, due = (day_of_year(day, base.valid_from) if day else None for day in days)
        return replace(base, start=start or base.start, end=end or base.end, deadline=due or base.deadline)

    def problems(self) -> dict[str, str]:
        """Return what cannot be read."""
        if not self._special:
            lines = [("start", self.start), ("end", self.end)]
            if self.way.currentData() == "fixed":
                lines.append(("deadline", self.deadline))
            return unread([(name, lambda line=line: read_day(line.text())) for name, line in lines])  # type: ignore[misc]
        found = {}
        for name, edit in (("first", self.first), ("last", self.last), ("due", self.due)):
            day = edit.date()
            if day is None:
                found[name] = edit.problem() or "chưa nhập ngày"
            elif abs(day.year - self._year) > 1:
                found[name] = f"cách năm báo cáo {self._year} quá xa"
        return found

    def named(self, problems: dict[str, str]) -> dict[str, str]:
        """Put the problems of a thematic report at its own fields."""
        if not self._special:
            return problems
        names = {"start": "first", "end": "last", "deadline": "due", "code": "name"}
        return {names.get(name, name): reason for name, reason in problems.items()}

    def _show_needed(self) -> None:
        way = self.way.currentData()
        for name in ("first", "last", "due"):
            self.fields[name].setVisible(self._special)
        for name in ("code", "start", "end", "way", "cumulative"):
            self.fields[name].setVisible(not self._special)
        self.fields["deadline"].setVisible(not self._special and way == "fixed")
        self.fields["days"].setVisible(not self._special and way != "fixed")


def _read(text: str, otherwise: DayOfYear) -> DayOfYear:
    try:
        return read_day(text)
    except Unread:
        return otherwise
