"""Report periods: a rule and a year make a span of days and a deadline.

The data year runs from 15 December to 14 December (Decree 09/2019, article 12; CV 581/BNV-CCHC for reform
reports), which is why no function here ever looks at calendar quarters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cchc_desktop.domain.catalogue import PeriodRule, WorkdaySwap

_CODE = re.compile(r"([0-9]{4})-([A-Z0-9]{1,8})")


@dataclass(frozen=True, slots=True)
class Period:
    """A report period: `start` and `end` are both inside; `code` is "2025-Q1".

    `cumulative` tells that its figures begin with the data year; `special` marks a thematic report ("2026-CD1").
    """

    code: str
    name: str
    year: int
    start: date
    end: date
    deadline: date
    cumulative: bool = False
    special: bool = False

    def __contains__(self, day: date) -> bool:
        """Tell whether a day lies in the period."""
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days: Monday to Friday, but public holidays and the year's official swaps."""

    holidays: frozenset[date]
    worked: frozenset[date] = frozenset()

    @classmethod
    def build(cls, holidays: Iterable[date], swaps: Iterable[WorkdaySwap]) -> WorkCalendar:
        """Join public holidays with the swaps of the catalogue."""
        swaps = tuple(swaps)
        return cls(
            frozenset(holidays) | {swap.off for swap in swaps},
            frozenset(swap.worked for swap in swaps if swap.worked),
        )

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on a day."""
        return day in self.worked or (day.weekday() < 5 and day not in self.holidays)

    def add(self, day: date, working_days: int) -> date:
        """Return the day that is `working_days` working days after `day`."""
        while working_days > 0:
            day += timedelta(days=1)
            working_days -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and with `end`; below 0 when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working(start + timedelta(days=number)) for number in range(1, (end - start).days + 1))


def resolve(code: str, rules: Iterable[PeriodRule], calendar: WorkCalendar) -> Period | None:
    """Return the period of a code such as "2025-Q1", None when no rule of that year has it."""
    match = _CODE.fullmatch(code.strip().upper())
    if match is None:
        return None
    year = int(match[1])
    if not 2000 <= year <= 2100:
        return None
    for rule in rules:
        if rule.code == match[2] and rule.valid_from <= year <= rule.valid_to:
            return of_rule(rule, year, calendar)
    return None


def of_rule(rule: PeriodRule, year: int, calendar: WorkCalendar) -> Period:
    """Return the period that a rule makes in a year."""
    end = rule.end.of(year)
    if rule.deadline:
        due = rule.deadline.of(year)
    elif rule.deadline_days is not None:
        due = end + timedelta(days=rule.deadline_days)
    else:
        due = calendar.add(end, rule.deadline_working_days)
    name = rule.name if rule.special else period_name(rule.name, year)
    days = rule.start.of(year), end, due
    return Period(f"{year}-{rule.code}", name, year, *days, rule.cumulative, rule.special)


def period_name(name: str, year: int) -> str:
    """Return "Quý I năm 2026", "6 tháng đầu năm 2026", "Năm 2026": a name that ends with "năm" has it already."""
    return f"{name} {year}" if name.casefold().endswith("năm") else f"{name} năm {year}"


def of_year(year: int, rules: Iterable[PeriodRule], calendar: WorkCalendar) -> tuple[Period, ...]:
    """Return all periods of a report year, in the order of the rules."""
    return tuple(of_rule(rule, year, calendar) for rule in rules if rule.valid_from <= year <= rule.valid_to)


def data_year(day: date, rules: Iterable[PeriodRule]) -> int:
    """Return the report year a day belongs to: 15/12/2025 is of 2026 under the rule from 15/12 to 14/12."""
    for year in (day.year, day.year + 1):
        for rule in rules:
            if rule.code == "Y" and rule.valid_from <= year <= rule.valid_to:
                if rule.start.of(year) <= day <= rule.end.of(year):
                    return year
                break
    return day.year


def same_period_last_year(period: Period) -> str:
    """Return the code of the same period one year earlier."""
    return f"{period.year - 1}{period.code[4:]}"


def year_before(period: Period) -> Period:
    """Return the same days a year earlier under no code: what a thematic report, made once, is compared with."""
    start, end, due = (_year_before(day) for day in (period.start, period.end, period.deadline))
    return Period("", period.name, period.year - 1, start, end, due, period.cumulative, period.special)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def rules_in_time(base: Iterable[PeriodRule], own: Iterable[PeriodRule]) -> tuple[PeriodRule, ...]:
    """Return all rules: the office's own hold from their first report year on, `base` holds before.

    Rules of a code end the year before the next one begins; a rule that would end before it begins never was.
    """
    base = tuple(base)
    later: dict[str, list[PeriodRule]] = {}
    for rule in own:
        # A thematic report has its one year: "CD1" of another year is another report.
        later.setdefault(f"{rule.valid_from}-{rule.code}" if rule.special else rule.code, []).append(rule)
    found: list[PeriodRule] = []
    for number, rule in enumerate(base):
        mine = later.get(rule.code, [])
        found.append(replace(rule, valid_to=min([rule.valid_to, *(one.valid_from - 1 for one in mine)])))
        if all(one.code != rule.code for one in base[number + 1 :]):
            found += _cut(later.pop(rule.code, []))
    for mine in later.values():
        found += _cut(mine)
    return tuple(rule for rule in found if rule.valid_from <= rule.valid_to)


def _cut(rules: list[PeriodRule]) -> list[PeriodRule]:
    """End each rule of a code the year before the next begins."""
    rules = sorted(rules, key=lambda rule: rule.valid_from)
    ends = [rule.valid_from - 1 for rule in rules[1:]]
    return [
        replace(rule, valid_to=min(rule.valid_to, end))
        for rule, end in zip(rules, [*ends, rules[-1].valid_to] if rules else [], strict=True)
    ]
