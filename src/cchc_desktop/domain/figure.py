"""Figures of a report: an amount, or one of the ways of having none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Indicator, IndicatorSource
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
    """A line of the report: this period, cumulative since the data year began, a year ago, the year's target.

    `found` is what the source itself says of the period, before anything a person stated. `carried` are typed
    values of other periods that the cumulative figure holds in the place of the source's.
    """

    indicator: Indicator
    current: Amount
    cumulative: Amount
    previous: Amount
    target: Decimal | None
    percent: Decimal | None
    activities: int
    statement: Statement | None = None
    found: Amount = UNKNOWN
    carried: tuple[Statement, ...] = ()

    @property
    def source(self) -> IndicatorSource:
        """Where the figure comes from when nobody overrides it."""
        return self.indicator.source

    @property
    def overridden(self) -> bool:
        """Whether a person typed a value in the place of what the source says."""
        typed = self.statement is not None and self.statement.state is FigureState.COUNTED
        return typed and self.source is not IndicatorSource.TYPED


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


def percent_of(done: Amount, target: Decimal | None) -> Decimal | None:
    """Return 100 x done / target; None without a target or a number."""
    if not target or done.value is None:
        return None
    return 100 * done.value / target


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
