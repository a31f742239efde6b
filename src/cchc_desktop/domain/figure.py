"""Figures of a report: an amount, or one of the ways of having none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Indicator, IndicatorKind, IndicatorSource
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.plan import Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cchc_desktop.domain.task_due import TaskDue


class FigureState(StrEnum):
    """The "three zeros": counted (perhaps as 0), nothing happened, nobody has said yet."""

    COUNTED = "counted"
    NIL = "nil"
    UNKNOWN = "unknown"


STATE_NAMES = {FigureState.NIL: "không phát sinh", FigureState.UNKNOWN: "chưa có số liệu"}
"""What is printed in place of a number."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value with its state; `value` is None unless the state is COUNTED."""

    value: Decimal | None
    state: FigureState

    @classmethod
    def of(cls, value: Decimal | int) -> Amount:
        """A counted amount, which may be 0."""
        return cls(Decimal(value), FigureState.COUNTED)


NIL = Amount(None, FigureState.NIL)
UNKNOWN = Amount(None, FigureState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person said of an indicator in a period: nothing happened, or a typed value, with a reason."""

    period: str
    indicator: str
    state: FigureState
    value: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the report: this period, cumulative since the data year began, a year ago, the year's target."""

    indicator: Indicator
    current: Amount
    cumulative: Amount
    previous: Amount
    target: Decimal | None
    percent: Decimal | None
    activities: int
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """How far a task of the plan is at the end of the period."""

    task: Task
    number: int
    done: Decimal
    activities: int
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of a period, ready to show and print.

    `cumulative_from` is the day the cumulative figures begin (15/12 of the year before), when the maker knows it.
    `dues` tell for each task of `progress` where it is: at the end of the period, or today when that is earlier.
    """

    period: Period
    figures: tuple[Figure, ...]
    progress: tuple[TaskProgress, ...]
    activities: tuple[Activity, ...]
    plan_title: str = ""
    by_month: tuple[tuple[str, int], ...] = ()
    by_form: tuple[tuple[str, int], ...] = ()
    cumulative_from: date | None = None
    dues: tuple[TaskDue, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What the log holds for one form and measure in a span: activities, of them with the measure, and the sum."""

    activities: int = 0
    counted: int = 0
    total: Decimal = Decimal(0)


Tallies = Mapping[tuple[str, str], Tally]
"""(form code, measure code; "" for the activities themselves) → tally."""


def tally(activities: Iterable[Activity]) -> dict[tuple[str, str], Tally]:
    """Count activities in plain Python; storage does the same in SQL and a test holds one against the other."""
    found: dict[tuple[str, str], Tally] = {}
    for activity in activities:
        key = (activity.form, "")
        before = found.get(key, Tally())
        found[key] = Tally(before.activities + 1, before.counted + 1, before.total + 1)
        for code, amount in activity.counts.items():
            key = (activity.form, code)
            before = found.get(key, Tally())
            found[key] = Tally(before.activities + 1, before.counted + 1, before.total + amount)
    return found


def from_log(indicator: Indicator, tallies: Tallies) -> tuple[Amount, int]:
    """Return an indicator's amount from the log, and the number of activities behind it.

    Activities that do not say the measure leave it unknown: silence is not zero.
    """
    forms = indicator.forms or tuple(form for form, measure in tallies if not measure)
    activities = sum(tallies.get((form, ""), Tally()).activities for form in forms)
    if indicator.source is IndicatorSource.LOG_COUNT:
        return (Amount.of(activities) if activities else UNKNOWN), activities
    parts = [tallies.get((form, measure), Tally()) for form in forms for measure in indicator.measures]
    counted = sum(part.counted for part in parts)
    if not counted:
        return UNKNOWN, activities
    return Amount.of(sum((part.total for part in parts), Decimal(0))), activities


def amount(indicator: Indicator, tallies: Tallies, statements: Sequence[Statement]) -> tuple[Amount, int]:
    """Return an indicator's amount in a span from the log and what people stated of the periods inside it.

    A typed value wins over the log. "Nothing happened" holds only where the log is silent too.
    """
    found, activities = from_log(indicator, tallies) if indicator.source in _FROM_LOG else (UNKNOWN, 0)
    typed = [s for s in statements if s.state is FigureState.COUNTED and s.value is not None]
    if typed:
        last = typed[-1].value
        assert last is not None
        return Amount.of(last), activities
    if found.state is FigureState.UNKNOWN and not activities and any(s.state is FigureState.NIL for s in statements):
        return NIL, 0
    return found, activities


_FROM_LOG = (IndicatorSource.LOG_MEASURE, IndicatorSource.LOG_COUNT)


def ratio(numerator: Amount, denominator: Amount) -> Amount:
    """Return 100 x numerator / denominator; unknown when either is, or when dividing by nothing."""
    if numerator.value is None or not denominator.value:
        return UNKNOWN
    return Amount.of(100 * numerator.value / denominator.value)


def percent_of(done: Amount, target: Decimal | None) -> Decimal | None:
    """Return 100 x done / target; None without a target or a number."""
    if not target or done.value is None:
        return None
    return 100 * done.value / target


def target_of(indicator: Indicator, tasks: Iterable[Task]) -> Decimal | None:
    """Return the sum of the targets of the tasks that count towards an indicator, None when there is none."""
    if indicator.kind is not IndicatorKind.SUM:
        return None
    found = [
        task.target
        for task in tasks
        if task.target is not None
        and task.form in indicator.forms
        and (
            task.measure in indicator.measures
            if indicator.source is IndicatorSource.LOG_MEASURE
            else not task.measure and indicator.source is IndicatorSource.LOG_COUNT
        )
    ]
    return sum(found, Decimal(0)) if found else None


def figures(
    indicators: Iterable[Indicator],
    current: Tallies,
    cumulative: Tallies,
    previous: Tallies,
    statements: Sequence[Statement],
    codes: tuple[str, frozenset[str], str],
    tasks: Sequence[Task],
) -> tuple[Figure, ...]:
    """Compute the lines of a report.

    Args:
        indicators: those in force, in the order of the report.
        current: tallies of the period.
        cumulative: tallies from the start of the data year to the end of the period.
        previous: tallies of the same period last year.
        statements: what people stated, of any period.
        codes: (code of the period, codes that lie within the cumulative span, code of last year's period).
        tasks: tasks of the year's plan, for the targets.

    """
    indicators = tuple(indicators)
    period, within, last_year = codes
    amounts: dict[str, tuple[Amount, Amount, Amount, int]] = {}
    for indicator in indicators:
        own = [s for s in statements if s.indicator == indicator.code]
        now, count = amount(indicator, current, [s for s in own if s.period == period])
        whole = _cumulative(indicator, current, cumulative, [s for s in own if s.period in within], period)
        before, _ = amount(indicator, previous, [s for s in own if s.period == last_year])
        amounts[indicator.code] = now, whole, before, count
    for indicator in indicators:
        if indicator.kind is IndicatorKind.RATIO:
            none = (UNKNOWN, UNKNOWN, UNKNOWN, 0)
            top = amounts.get(indicator.numerator, none)
            bottom = amounts.get(indicator.denominator, none)
            amounts[indicator.code] = (
                ratio(top[0], bottom[0]),
                ratio(top[1], bottom[1]),
                ratio(top[2], bottom[2]),
                0,
            )
    lines = []
    for indicator in indicators:
        now, whole, before, count = amounts[indicator.code]
        target = target_of(indicator, tasks)
        stated = next((s for s in statements if s.indicator == indicator.code and s.period == period), None)
        lines.append(Figure(indicator, now, whole, before, target, percent_of(whole, target), count, stated))
    return tuple(lines)


_QUARTER = {"Q1": 1, "Q2": 2, "Q3": 3, "Q4": 4}
_REACH = {"Q1": 1, "6M": 2, "9M": 3, "Y": 4}
"""Periods that begin with the data year → how many quarters they cover."""


def _cumulative(
    indicator: Indicator, current: Tallies, tallies: Tallies, stated: Sequence[Statement], period: str
) -> Amount:
    """Return an indicator's amount from the start of the data year to the end of a period."""
    own = [s for s in stated if s.period == period]
    if indicator.kind is not IndicatorKind.SUM:
        return amount(indicator, tallies, own)[0]
    found, activities = from_log(indicator, tallies) if indicator.source in _FROM_LOG else (UNKNOWN, 0)
    if not activities:
        return _stated_sum(stated, period)
    typed = [s.value for s in own if s.state is FigureState.COUNTED and s.value is not None]
    if not typed:
        return found
    if period[5:] in _REACH:
        return Amount.of(typed[-1])
    # A typed third quarter takes the place of the log of that quarter only.
    now = from_log(indicator, current)[0].value or Decimal(0)
    return Amount.of((found.value or Decimal(0)) - now + typed[-1])


def _stated_sum(stated: Sequence[Statement], period: str) -> Amount:
    """Add up what people stated from the start of the data year to the end of a period, counting no quarter twice.

    The longest statement from the start counts ("6M" holds the first two quarters), then single quarters. A
    quarter nobody spoke of leaves the sum unknown: silence is not zero.
    """
    said = {s.period[5:]: s for s in stated}
    code = period[5:]
    end = _REACH.get(code, _QUARTER.get(code, 0))
    if not end:
        return _said(said.get(code))
    covered = max((reach for known, reach in _REACH.items() if known in said and reach <= end), default=0)
    parts = [_said(said[known]) for known, reach in _REACH.items() if known in said and reach == covered]
    parts += [_said(said.get(known)) for known, quarter in _QUARTER.items() if covered < quarter <= end]
    if any(part.state is FigureState.UNKNOWN for part in parts):
        return UNKNOWN
    values = [part.value for part in parts if part.value is not None]
    return Amount.of(sum(values, Decimal(0))) if values else NIL


def _said(statement: Statement | None) -> Amount:
    if statement is None or (statement.state is FigureState.COUNTED and statement.value is None):
        return UNKNOWN
    return Amount(statement.value if statement.state is FigureState.COUNTED else None, statement.state)


def task_progress(tasks: Sequence[Task], activities: Iterable[Activity]) -> tuple[TaskProgress, ...]:
    """Count the log against the tasks: linked activities, in the task's measure where it has one."""
    linked: dict[str, list[Activity]] = {}
    for activity in activities:
        if activity.task_id:
            linked.setdefault(activity.task_id, []).append(activity)
    lines = []
    for number, task in enumerate(tasks, 1):
        own = linked.get(task.id, [])
        if task.measure:
            done = sum((activity.counts.get(task.measure, Decimal(0)) for activity in own), Decimal(0))
        else:
            done = Decimal(len(own))
        percent = percent_of(Amount.of(done), task.target)
        lines.append(TaskProgress(task, number, done, len(own), percent))
    return tuple(lines)
