"""What there is to do: tasks of the plan and reports, by the day they are due; and what changed since last time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.task_due import SOON_DAYS, DueState, TaskDue, left_words

AHEAD_DAYS = 30
"""Days ahead that count as soon."""


class AgendaKind(StrEnum):
    """What an item of the agenda opens."""

    TASK = "task"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """Something to do. `id` is a task's id or a period's code, `number` the task's number in its plan (0 for others).

    `due` is its last day, None where it lags without one. `words` say how far that is; `colour` is the role of the
    colour beside the words.
    """

    kind: AgendaKind
    id: str
    title: str
    due: date | None
    words: str
    colour: str
    number: int = 0
    year: int = 0


@dataclass(frozen=True, slots=True)
class SkippedItem:
    """An expectation that was left out on purpose."""

    task_id: str
    title: str
    due: date
    reason: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """All that is due as seen on `day`: the tasks of the plans that hold then, and the reports."""

    day: date
    tasks: tuple[TaskDue, ...]
    periods: tuple[Period, ...]

    @property
    def late(self) -> tuple[AgendaItem, ...]:
        """Tasks past their day, the longest first; then those that lag behind their share."""
        late = sorted((one for one in self.tasks if one.state is DueState.LATE), key=lambda one: one.days or 0)
        behind = [one for one in self.tasks if one.state is DueState.BEHIND]
        return tuple(_of_task(one, _last_day(one)) for one in (*late, *behind))

    @property
    def due(self) -> tuple[AgendaItem, ...]:
        """What is due within a week, by day."""
        return self._coming(0, SOON_DAYS)

    @property
    def soon(self) -> tuple[AgendaItem, ...]:
        """What is due after a week and within thirty days, by day."""
        return self._coming(SOON_DAYS + 1, AHEAD_DAYS)

    @property
    def skipped(self) -> tuple[SkippedItem, ...]:
        """Expectations that were left out with a reason, the latest first."""
        found = [
            SkippedItem(one.task.id, one_line(one.task.content), expectation.due, expectation.skipped)
            for one in self.tasks
            for expectation in one.expectations
            if expectation.skipped
        ]
        return tuple(sorted(found, key=lambda item: item.due, reverse=True))

    def _coming(self, first: int, last: int) -> tuple[AgendaItem, ...]:
        found = [
            of_period(period, self.day) for period in self.periods if first <= (period.deadline - self.day).days <= last
        ]
        for one in self.tasks:
            expected = one.next_deadline
            if one.state in (DueState.LATE, DueState.BEHIND) or expected is None:
                continue
            if first <= (expected.due - self.day).days <= last:
                found.append(_of_task(one, expected.due, left_words((expected.due - self.day).days)))
        return tuple(sorted(found, key=lambda item: (item.due or self.day, item.kind is AgendaKind.TASK, item.number)))


@dataclass(frozen=True, slots=True)
class SinceSheet:
    """What a person sees first: what was done since `since`, and what is to be done as of `agenda.day`.

    `done` are the newest of the `done_total` activities of these days.
    """

    since: date
    agenda: Agenda
    done: tuple[Activity, ...]
    done_total: int
    passed: tuple[AgendaItem, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything to say."""
        agenda = self.agenda
        return bool(self.done or self.passed or agenda.late or agenda.due or agenda.soon)


def since_sheet(agenda: Agenda, since: date, done: Iterable[Activity], total: int) -> SinceSheet:
    """Join what was done with what is to do; deadlines of reports that passed meanwhile are named once more."""
    passed = tuple(of_period(period, agenda.day) for period in agenda.periods if since <= period.deadline < agenda.day)
    return SinceSheet(since, agenda, tuple(done), total, passed)


def one_line(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def _last_day(one: TaskDue) -> date | None:
    expected = one.next_deadline
    return None if expected is None or one.state is DueState.BEHIND else expected.due


def _of_task(one: TaskDue, due: date | None, words: str = "") -> AgendaItem:
    title = one_line(one.task.content)
    words = words or one.words
    colour = one.colour if one.state is not DueState.ON_TRACK else "quiet"
    return AgendaItem(AgendaKind.TASK, one.task.id, title, due, words, colour, one.progress.number, one.year)


def of_period(period: Period, day: date) -> AgendaItem:
    """Return the report of a period as something to do, as seen on `day`."""
    left = (period.deadline - day).days
    name = period.name[:1].lower() + period.name[1:]
    colour = "red" if left < 0 else "amber" if left <= SOON_DAYS else "quiet"
    words = left_words(left)
    return AgendaItem(AgendaKind.REPORT, period.code, f"Báo cáo {name}", period.deadline, words, colour)
