"""Report periods: a rule and a year make a span of days and a deadline.

The data year runs from 15 December to 14 December (Decree 09/2019, article 12; CV 581/BNV-CCHC for reform
reports), which is why no function here ever looks at calendar quarters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cchc_desktop.domain.catalogue import PeriodRule, WorkdaySwap

_CODE = re.compile(r"([0-9]{4})-([A-Z0-9]{1,8})")


@dataclass(frozen=True, slots=True)
class Period:
    """A report period: `start` and `end` are both inside; `code` is "2025-Q1"."""

    code: str
    name: str
    year: int
    start: date
    end: date
    deadline: date

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
    due = rule.deadline.of(year) if rule.deadline else calendar.add(end, rule.deadline_working_days)
    return Period(f"{year}-{rule.code}", period_name(rule.name, year), year, rule.start.of(year), end, due)


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
