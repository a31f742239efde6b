"""When a task is due, understood from the time as people write it ("Hằng tháng", "Quý II, quý III", "Trước 30/6").

The text stays what is printed; the schedule is what the program reads out of it for a year. What is not understood
for certain stays `UNKNOWN`: a wrong deadline is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class ScheduleKind(StrEnum):
    """How often something is due."""

    UNKNOWN = "unknown"
    BY_DATE = "by_date"  # done once, by each of the days named
    MONTHS = "months"  # once in each of the months named
    QUARTERS = "quarters"  # once in each of the quarters named
    EVERY_WEEK = "every_week"
    EVERY_MONTH = "every_month"
    EVERY_QUARTER = "every_quarter"
    CONTINUOUS = "continuous"  # all the time; what is expected is a least number
    ON_OCCURRENCE = "on_occurrence"  # when something happens; nothing is expected


PERIODIC = (ScheduleKind.EVERY_WEEK, ScheduleKind.EVERY_MONTH, ScheduleKind.EVERY_QUARTER)
"""Kinds that return through the year."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a time text means in a year.

    `due` has one day for each time something is expected, in order; a day may stand several times ("2 lần/tháng").
    `span` holds the first and last day of what is meant to go on ("Từ tháng 3 đến tháng 10"), None for the whole
    year. `every` is the number of weeks, months or quarters from one time to the next.
    """

    kind: ScheduleKind
    text: str = ""
    due: tuple[date, ...] = ()
    span: tuple[date, date] | None = None
    every: int = 1

    @property
    def known(self) -> bool:
        """Whether the text was understood."""
        return self.kind is not ScheduleKind.UNKNOWN

    @property
    def count(self) -> int:
        """How many times something is expected in the year; for `CONTINUOUS` at least so many."""
        return len(self.due)

    def expected_by(self, day: date) -> int:
        """Return how many times something should have been done by the end of `day`."""
        return sum(due <= day for due in self.due)

    def next_due(self, day: date) -> date | None:
        """Return the first due day on or after `day`, None when there is none left."""
        return next((due for due in self.due if due >= day), None)


def unknown(text: str = "") -> Schedule:
    """Return the schedule of a text that is not understood."""
    return Schedule(ScheduleKind.UNKNOWN, text)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    first_after = date(year + month // 12, month % 12 + 1, 1)
    return first_after - timedelta(days=1)


def day_in(year: int, month: int, day: int) -> date:
    """Return a day of a month, the last one when the month is shorter."""
    return date(year, month, min(day, month_end(year, month).day))


def by_dates(days: Sequence[date]) -> Schedule:
    """Return the schedule of what is due on single days."""
    return Schedule(ScheduleKind.BY_DATE, due=tuple(sorted(set(days))))


def in_months(year: int, months: Sequence[int], day: int = 31) -> Schedule:
    """Return the schedule of months named; due on `day` of each."""
    return Schedule(ScheduleKind.MONTHS, due=tuple(day_in(year, month, day) for month in sorted(set(months))))


def in_quarters(year: int, quarters: Sequence[int], day: int = 31, month: int = 3) -> Schedule:
    """Return the schedule of quarters named; due on `day` of the `month`-th month of each."""
    due = tuple(day_in(year, 3 * quarter - 3 + month, day) for quarter in sorted(set(quarters)))
    return Schedule(ScheduleKind.QUARTERS, due=due)


def every_months(year: int, step: int, times: int = 1, day: int = 31) -> Schedule:
    """Return what comes every `step` months, `times` each time, due on `day` of the last month of each span."""
    due = [day_in(year, month, day) for month in range(step, 13, step) for _ in range(times)]
    return Schedule(ScheduleKind.EVERY_MONTH, due=tuple(due), every=step)


def every_quarter(year: int, times: int = 1, day: int = 31, month: int = 3) -> Schedule:
    """Return what comes every quarter, due on `day` of the `month`-th month of each."""
    once = in_quarters(year, (1, 2, 3, 4), day, month)
    due = tuple(day for day in once.due for _ in range(times))
    return Schedule(ScheduleKind.EVERY_QUARTER, due=due)


def every_weeks(year: int, step: int, times: int = 1) -> Schedule:
    """Return what comes every `step` weeks, due on the Sunday that ends each span."""
    sunday = date(year, 1, 1) + timedelta(days=6 - date(year, 1, 1).weekday() + 7 * (step - 1))
    due: list[date] = []
    while sunday.year == year:
        due += [sunday] * times
        sunday += timedelta(weeks=step)
    return Schedule(ScheduleKind.EVERY_WEEK, due=tuple(due), every=step)


def continuous(year: int, first: int = 1, last: int = 12, minimum: int = 0) -> Schedule:
    """Return what goes on from month `first` to month `last`.

    At least `minimum` times; without one, once in each quarter it touches, since results are reported by quarter.
    """
    months = range(first, last + 1)
    wanted = minimum or (last - 1) // 3 - (first - 1) // 3 + 1
    places = [-(-number * len(months) // wanted) - 1 for number in range(1, wanted + 1)]
    due = tuple(month_end(year, months[max(place, 0)]) for place in places)
    whole = (first, last) == (1, 12)
    span = None if whole else (date(year, first, 1), month_end(year, last))
    return Schedule(ScheduleKind.CONTINUOUS, due=due, span=span)


def within(schedule: Schedule, span: tuple[date, date]) -> Schedule:
    """Return a schedule with only what falls into a span."""
    first, last = span
    return replace(schedule, due=tuple(day for day in schedule.due if first <= day <= last), span=span)


def words(schedule: Schedule) -> str:
    """Return in Vietnamese what was understood, for the line beside the text; "" for an empty text."""
    count = schedule.count
    match schedule.kind:
        case ScheduleKind.UNKNOWN:
            return "chưa hiểu" if schedule.text.strip() else ""
        case ScheduleKind.ON_OCCURRENCE:
            return "khi có phát sinh"
        case ScheduleKind.BY_DATE:
            days = ", ".join(f"{day:%d/%m/%Y}" for day in schedule.due)
            return f"chậm nhất {days}" if count == 1 else f"{count} lần, chậm nhất {days}"
        case ScheduleKind.MONTHS:
            return "tháng " + _named(schedule, [str(day.month) for day in schedule.due])
        case ScheduleKind.QUARTERS:
            return "quý " + _named(schedule, [_ROMAN[(day.month - 1) // 3] for day in schedule.due])
        case ScheduleKind.CONTINUOUS:
            return f"{_span_words(schedule) or 'thường xuyên'} – ít nhất {count} lần"
    return _periodic_words(schedule)


def _periodic_words(schedule: Schedule) -> str:
    period = {
        ScheduleKind.EVERY_WEEK: ("mỗi tuần", "{} tuần một lần"),
        ScheduleKind.EVERY_MONTH: ("mỗi tháng", "{} tháng một lần"),
        ScheduleKind.EVERY_QUARTER: ("mỗi quý", "{} quý một lần"),
    }[schedule.kind]
    often = period[0] if schedule.every == 1 else period[1].format(schedule.every)
    days = {day.day for day in schedule.due}
    by_day = f"hạn ngày {days.pop()}" if len(days) == 1 and schedule.kind is not ScheduleKind.EVERY_WEEK else ""
    return ", ".join(filter(None, (often, by_day, _span_words(schedule)))) + f" – {schedule.count} lần"


_ROMAN = ("I", "II", "III", "IV")


def _named(schedule: Schedule, names: list[str]) -> str:
    """Return "II, III/2026 – 2 lần"; one alone says its last day."""
    years = [day.year for day in schedule.due]
    if len(set(years)) > 1:
        text = ", ".join(f"{name}/{year}" for name, year in zip(names, years, strict=True))
    else:
        text = f"{', '.join(names)}/{years[0]}"
    return f"{text}, hạn {schedule.due[0]:%d/%m/%Y}" if len(names) == 1 else f"{text} – {len(names)} lần"


def _span_words(schedule: Schedule) -> str:
    if schedule.span is None:
        return ""
    first, last = schedule.span
    return f"từ tháng {first.month} đến tháng {last.month}"
