"""A span of days as a calendar shows it: what is expected, what was logged, which days are free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cchc_desktop.domain.agenda import AgendaItem, AgendaKind, of_period, one_line
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.holiday_names import holiday_name
from cchc_desktop.domain.period import Period, WorkCalendar
from cchc_desktop.domain.task_due import SOON_DAYS, DueState, Expectation, TaskDue, left_words


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day: `items` have it as their last day, `activities` counts the log. `holiday` is "" on ordinary days."""

    date: date
    items: tuple[AgendaItem, ...] = ()
    activities: int = 0
    holiday: str = ""
    working: bool = True

    @property
    def colour(self) -> str:
        """The most urgent colour of the items, "" without any."""
        colours = {item.colour for item in self.items}
        return next((colour for colour in ("red", "amber", "quiet", "green") if colour in colours), "")


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """The days from `first` to `last`, both inside, as seen on `today`."""

    first: date
    last: date
    today: date
    days: Mapping[date, CalendarDay]

    def day(self, day: date) -> CalendarDay:
        """Return a day; one outside of the span is empty."""
        return self.days.get(day) or CalendarDay(day)


def calendar_span(
    span: tuple[date, date],
    today: date,
    tasks: Iterable[TaskDue],
    periods: Iterable[Period],
    log: Mapping[date, int],
    calendar: WorkCalendar,
) -> CalendarSpan:
    """Put everything on its day."""
    first, last = span
    items: dict[date, list[AgendaItem]] = {}
    for period in periods:
        if first <= period.deadline <= last:
            items.setdefault(period.deadline, []).append(of_period(period, today))
    for task in tasks:
        for expected in task.deadlines:
            if first <= expected.due <= last:
                items.setdefault(expected.due, []).append(_expected(task, expected, today))
    days = {
        day: CalendarDay(
            day,
            tuple(items.get(day, ())),
            log.get(day, 0),
            holiday_name(day, calendar.holidays),
            calendar.is_working(day),
        )
        for day in each_day(first, last)
    }
    return CalendarSpan(first, last, today, days)


def each_day(first: date, last: date) -> Iterator[date]:
    """Yield the days from `first` to `last`, both inside."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _expected(task: TaskDue, expected: Expectation, today: date) -> AgendaItem:
    left = (expected.due - today).days
    if expected.met is not None:
        words, colour = f"Đã làm {short_date(expected.met)}", "green"
    elif expected.skipped:
        words, colour = f"Bỏ qua: {expected.skipped}", "green"
    elif task.state is DueState.DONE:
        words, colour = task.words, "green"
    else:
        words = left_words(left)
        colour = "red" if left < 0 else "amber" if left <= SOON_DAYS else "quiet"
    title = one_line(task.task.content)
    number = task.progress.number
    return AgendaItem(AgendaKind.TASK, task.task.id, title, expected.due, words, colour, number, task.year)
