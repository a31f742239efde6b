"""What is expected of each task by a day, and whether the log shows it.

The time of a task ("Hằng tháng", "Quý II", "Trước 30/6") makes expectations, each with its last day:

- what returns ("Hằng tháng" makes twelve) is met by the activities of its own week, month or quarter; what was
  missed can be made up by one more activity later on;
- single days are met one after the other, in the order of the log;
- "Thường xuyên" is a least number spread over the year: short of it a task lags, but it is late only at the end.

A target counts besides: once it is reached the task is done, and the last expectation is not met without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.figure import Amount, TaskProgress, percent_of
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.schedule import Schedule, ScheduleKind, month_end

SOON_DAYS = 7
"""Days before its last day from which an expectation is due "this week"."""


class DueState(StrEnum):
    """Where a task is on a day."""

    DONE = "done"
    ON_TRACK = "on_track"
    BEHIND = "behind"  # fewer than the share of the year asks for, but no last day is passed
    DUE = "due"
    LATE = "late"
    NOT_STARTED = "not_started"
    NOT_DUE = "not_due"
    UNDATED = "undated"  # its time is empty or not understood


COLOURS = {
    DueState.DONE: "green",
    DueState.ON_TRACK: "green",
    DueState.BEHIND: "amber",
    DueState.DUE: "amber",
    DueState.LATE: "red",
    DueState.NOT_STARTED: "quiet",
    DueState.NOT_DUE: "quiet",
    DueState.UNDATED: "quiet",
}
"""State → colour role of the window. Never shown without the words."""


@dataclass(frozen=True, slots=True)
class TaskDay:
    """What the log holds for a task on a day: activities, and their sum in the task's measure (else their number)."""

    date: date
    activities: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Expectation:
    """Something expected once: from `opens` to `due`, both inside; `met` is the day it was done.

    `skipped` is the reason why it is left out on purpose, "" when it is not.
    """

    opens: date
    due: date
    met: date | None = None
    skipped: str = ""

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.met is None and not self.skipped


@dataclass(frozen=True, slots=True)
class TaskDue:
    """A task on a day.

    `words` say the state as a person reads it; `days` are days late (below 0) or left, None where no day is set.
    `missed` counts the expectations whose day is passed.
    """

    task: Task
    year: int
    schedule: Schedule
    progress: TaskProgress
    expectations: tuple[Expectation, ...]
    state: DueState
    words: str
    days: int | None = None
    missed: int = 0

    @property
    def colour(self) -> str:
        """Role of the colour that goes with the words."""
        return COLOURS[self.state]

    @property
    def deadlines(self) -> tuple[Expectation, ...]:
        """The expectations with a day to keep: all of them, of "thường xuyên" only the last."""
        return self.expectations[-1:] if self.schedule.kind is ScheduleKind.CONTINUOUS else self.expectations

    @property
    def next_deadline(self) -> Expectation | None:
        """The first expectation still to be done that has a day to keep."""
        if self.state is DueState.DONE:
            return None
        return next((expectation for expectation in self.deadlines if expectation.open), None)


Days = Mapping[str, Sequence[TaskDay]]
"""Task id → its days in order."""
Skips = Mapping[tuple[str, date], str]
"""(task id, last day of an expectation) → reason why it is left out."""


def task_days(tasks: Iterable[Task], activities: Iterable[Activity]) -> dict[str, list[TaskDay]]:
    """Add up activities by task and day; storage does the same in SQL and a test holds one against the other."""
    measures = {task.id: task.measure for task in tasks}
    found: dict[str, dict[date, TaskDay]] = {}
    for activity in activities:
        if activity.task_id not in measures or not activity.task_id:
            continue
        measure = measures[activity.task_id]
        amount = activity.counts.get(measure, Decimal(0)) if measure else Decimal(1)
        days = found.setdefault(activity.task_id, {})
        before = days.get(activity.date, TaskDay(activity.date, 0, Decimal(0)))
        days[activity.date] = TaskDay(activity.date, before.activities + 1, before.amount + amount)
    return {task_id: [days[day] for day in sorted(days)] for task_id, days in found.items()}


def progress_until(tasks: Sequence[Task], days: Days, end: date) -> tuple[TaskProgress, ...]:
    """Return how far the tasks are by the end of a day, as `figure.task_progress` counts it."""
    lines = []
    for number, task in enumerate(tasks, 1):
        own = [day for day in days.get(task.id, ()) if day.date <= end]
        done = sum((day.amount for day in own), Decimal(0))
        percent = percent_of(Amount.of(done), task.target)
        lines.append(TaskProgress(task, number, done, sum(day.activities for day in own), percent))
    return tuple(lines)


def task_dues(
    tasks: Sequence[Task], year: int, days: Days, day: date, skips: Skips | None = None
) -> tuple[TaskDue, ...]:
    """Return where each task of a plan of `year` is on `day`; what the log holds after that day does not count."""
    return tuple(
        _task_due(progress, year, [one for one in days.get(progress.task.id, ()) if one.date <= day], day, skips or {})
        for progress in progress_until(tasks, days, day)
    )


@lru_cache(maxsize=512)
def schedule_of(time_text: str, year: int) -> Schedule:
    """Return what the time of a task means; remembered, since the same texts are read again and again."""
    from cchc_desktop.domain.schedule_text import parse_schedule  # its patterns take 15 ms, which the start can spare

    return parse_schedule(time_text, year)


# -- expectations


def expectations(task: Task, schedule: Schedule, days: Sequence[TaskDay]) -> tuple[Expectation, ...]:
    """Return what is expected of a task in the year, with the day each was met."""
    found = [Expectation(_opens(schedule, number), due) for number, due in enumerate(schedule.due)]
    if not found:
        return ()
    if schedule.kind in _ONE_AFTER_THE_OTHER or len(found) == 1:
        return _met_in_order(found, task.target, days)
    found = _met_in_own_time(found, [_closes(schedule.kind, due) for due in schedule.due], days)
    reached = _reached(task.target, days) if task.target else date.min
    if task.target and found[-1].met:
        found[-1] = replace(found[-1], met=max(found[-1].met, reached) if reached else None)
    return tuple(found)


_ONE_AFTER_THE_OTHER = (ScheduleKind.BY_DATE, ScheduleKind.CONTINUOUS)
_QUARTERS = (ScheduleKind.QUARTERS, ScheduleKind.EVERY_QUARTER)


def _opens(schedule: Schedule, number: int) -> date:
    """Return the first day of the time an expectation is for."""
    due = schedule.due[number]
    match schedule.kind:
        case ScheduleKind.EVERY_WEEK:
            return due - timedelta(days=7 * schedule.every - 1)
        case ScheduleKind.MONTHS:
            return due.replace(day=1)
        case ScheduleKind.EVERY_MONTH:
            return date(due.year, max(due.month - schedule.every + 1, 1), 1)
        case ScheduleKind.QUARTERS | ScheduleKind.EVERY_QUARTER:
            return date(due.year, (due.month - 1) // 3 * 3 + 1, 1)
    before = max((other for other in schedule.due if other < due), default=None)
    if before is None:
        return schedule.span[0] if schedule.span else date(due.year, 1, 1)
    return before + timedelta(days=1)


def _closes(kind: ScheduleKind, due: date) -> date:
    """Return the last day of the time an expectation is for; it may be due earlier ("trước ngày 15 hằng tháng")."""
    if kind is ScheduleKind.EVERY_WEEK:
        return due
    month = (due.month + 2) // 3 * 3 if kind in _QUARTERS else due.month
    return month_end(due.year, month)


def _reached(amount: Decimal, days: Iterable[TaskDay]) -> date | None:
    """Return the day the sum of the log comes to `amount`."""
    total = Decimal(0)
    for one in days:
        total += one.amount
        if total >= amount:
            return one.date
    return None


def _met_in_order(
    found: Sequence[Expectation], target: Decimal | None, days: Sequence[TaskDay]
) -> tuple[Expectation, ...]:
    """Let the n-th expectation be met by the n-th activity, or by the n-th share of the target."""
    if not target:
        days = [replace(one, amount=Decimal(one.activities)) for one in days]
    share = (target or Decimal(len(found))) / len(found)
    return tuple(
        replace(one, met=_reached(target if target and number == len(found) else share * number, days))
        for number, one in enumerate(found, 1)
    )


def _met_in_own_time(found: list[Expectation], closes: Sequence[date], days: Sequence[TaskDay]) -> list[Expectation]:
    """Let each expectation be met by an activity of its own time; what is over makes up for the oldest missed."""
    dates = [one.date for one in days for _ in range(one.activities)]
    spare: list[date] = []
    place = 0
    for close, same in groupby(range(len(found)), closes.__getitem__):
        own = []
        while place < len(dates) and dates[place] <= close:
            own.append(dates[place])
            place += 1
        wanted = list(same)
        for number, day in zip(wanted, own, strict=False):
            found[number] = replace(found[number], met=day)
        spare += own[len(wanted) :]
    spare += dates[place:]
    missed = [number for number, one in enumerate(found) if one.met is None]
    for day in spare:
        if missed and closes[missed[0]] < day:
            number = missed.pop(0)
            found[number] = replace(found[number], met=day)
    return found


# -- state and words


def _task_due(progress: TaskProgress, year: int, days: Sequence[TaskDay], day: date, skips: Skips) -> TaskDue:
    task = progress.task
    schedule = schedule_of(task.time_text, year)
    expected = tuple(
        replace(one, skipped=skips.get((task.id, one.due), "")) if one.met is None else one
        for one in expectations(task, schedule, days)
    )
    state, words, left, missed = _state(task, schedule, progress, expected, day)
    return TaskDue(task, year, schedule, progress, expected, state, words, left, missed)


State = tuple[DueState, str, int | None, int]


def _state(task: Task, schedule: Schedule, progress: TaskProgress, expected: Sequence[Expectation], day: date) -> State:
    if task.target and progress.done >= task.target:
        return DueState.DONE, "Đủ chỉ tiêu", None, 0
    if not expected:
        return _without_dates(task, schedule, progress)
    still = [one for one in expected if one.open]
    if not still:
        return DueState.DONE, "Đủ số lần" if len(expected) > 1 else "Đã thực hiện", None, 0
    late = [one for one in still if one.due < day]
    continuous = schedule.kind is ScheduleKind.CONTINUOUS
    lasting = continuous and day <= expected[-1].due
    if late and not lasting:
        days = (day - late[-1 if continuous else 0].due).days
        return DueState.LATE, _late_words(days, len(late)), -days, len(late)
    coming = still[-1] if lasting else still[0]
    left = (coming.due - day).days
    if left <= SOON_DAYS:
        return DueState.DUE, left_words(left), left, len(late)
    if late or _lags(task, progress, expected, day):
        words = "Chậm so với chỉ tiêu" if task.target else f"Còn thiếu {len(late)} lần"
        return DueState.BEHIND, words, left, len(late)
    if progress.activities:
        return DueState.ON_TRACK, "Đúng tiến độ", left, 0
    if still[0].opens <= day:
        return DueState.NOT_STARTED, "Chưa thực hiện", left, 0
    return DueState.NOT_DUE, "Chưa đến hạn", left, 0


def _without_dates(task: Task, schedule: Schedule, progress: TaskProgress) -> State:
    if schedule.kind is not ScheduleKind.ON_OCCURRENCE:
        return DueState.UNDATED, "Chưa rõ hạn" if task.time_text.strip() else "Chưa ghi thời hạn", None, 0
    if not progress.activities:
        return DueState.NOT_DUE, "Chưa phát sinh", None, 0
    return DueState.ON_TRACK, "Đang thực hiện" if task.target else "Đã thực hiện", None, 0


def _lags(task: Task, progress: TaskProgress, expected: Sequence[Expectation], day: date) -> bool:
    """Tell whether less of the target is done than the share of the days that are passed."""
    passed = sum(one.due < day for one in expected)
    return bool(task.target) and progress.done * len(expected) < (task.target or 0) * passed


def left_words(days: int) -> str:
    """Return "Còn 5 ngày", "Hôm nay là hạn cuối", "Quá hạn 3 ngày"."""
    if days < 0:
        return f"Quá hạn {-days} ngày"
    return f"Còn {days} ngày" if days else "Hôm nay là hạn cuối"


def _late_words(days: int, missed: int) -> str:
    return left_words(-days) + (f", thiếu {missed} lần" if missed > 1 else "")
