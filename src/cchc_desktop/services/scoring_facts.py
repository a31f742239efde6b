"""What points go by: the plan, the log and the reports of this office, and what other units sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from cchc_desktop.domain.catalogue import Catalogues, Indicator, IndicatorSource
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.plan import PlanStatus
from cchc_desktop.domain.report_life import ReportState
from cchc_desktop.domain.schedule import ScheduleKind
from cchc_desktop.domain.scoring import Facts, OpenTask, ReportFact, Sent, Use, Work
from cchc_desktop.domain.task_due import DueState, TaskDue, task_dues
from cchc_desktop.services.reports import ReportService
from cchc_desktop.storage.uow import UnitOfWork

_FIGURES = (IndicatorSource.LOG_MEASURE, IndicatorSource.LOG_COUNT)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a report year, both inside, and its regular periods."""

    start: date
    end: date
    periods: tuple[Period, ...]


class FactReader:
    """Reads facts inside a unit of work of the caller.

    Args:
        reports: knows the periods.
        catalogues: returns forms and indicators.
        today: what lies later has not happened.

    """

    def __init__(self, reports: ReportService, catalogues: Callable[[], Catalogues], today: Callable[[], date]) -> None:
        self._reports = reports
        self._catalogues = catalogues
        self._today = today

    def span(self, year: int) -> Span:
        """Return the days of a report year; without a yearly period those of the calendar."""
        periods = tuple(period for period in self._reports.periods(year) if not period.special)
        whole = next((period for period in periods if period.code.endswith("-Y")), None)
        if whole is None:
            return Span(date(year, 1, 1), date(year, 12, 31), periods)
        return Span(whole.start, whole.end, periods)

    # ------------------------------------------------------------------ this office

    def own(self, uow: UnitOfWork, year: int) -> Facts:
        """Return the facts of this office's year as of today."""
        span = self.span(year)
        day = min(self._today(), span.end)
        uses = tuple(
            Use(frozenset({form}), number, proven)
            for form, (number, proven) in sorted(uow.scores.uses(span.start, span.end).items())
        )
        return Facts(year, day, self._work(uow, year, day), uses, self._sent(uow, span), True, _issued(uow, year))

    def _work(self, uow: UnitOfWork, year: int, day: date) -> Work | None:
        tasks = uow.plans.tasks(year)
        if not tasks:
            return None
        dues = task_dues(tasks, year, uow.task_days.of(tasks), day, uow.skips.all())
        counted = [due for due in dues if not _not_arisen(due)]
        left = tuple(_open_task(due) for due in counted if not _done(due))
        return Work(len(counted), len(counted) - len(left), left)

    def _sent(self, uow: UnitOfWork, span: Span) -> tuple[ReportFact, ...]:
        found = []
        for period in span.periods:
            draft = uow.reports.of(period.code)
            versions = uow.report_versions.of(draft.id) if draft else ()
            days = [date.fromisoformat(version.sent_at[:10]) for version in versions if version.sent_at]
            poor = any(version.state is ReportState.RETURNED for version in versions)
            found.append(self._report(period, period.deadline, min(days, default=None), poor))
        return tuple(found)

    def _report(self, period: Period, deadline: date, came: date | None, poor: bool) -> ReportFact:
        if came is not None:
            sent = Sent.ON_TIME if came <= deadline else Sent.LATE
        else:
            sent = Sent.MISSING if self._today() > deadline else Sent.AHEAD
        return ReportFact(period.code[5:], period.name, deadline, sent, poor)

    # ------------------------------------------------------------------ units that report here

    def of_units(
        self, uow: UnitOfWork, year: int, due: Mapping[str, Sequence[tuple[Period, date]]]
    ) -> dict[str, Facts]:
        """Return unit code → its facts, by what it sent.

        Args:
            uow: open for reading.
            year: the report year.
            due: unit code → the reports expected of it, with their deadlines.

        """
        span = self.span(year)
        day = min(self._today(), span.end)
        codes = [period.code for period in span.periods]
        alone = next(iter(due)) if len(due) == 1 else ""
        arrivals = {(one.unit_code, one.period): one for one in uow.scores.arrivals(codes, alone)}
        figures = _Figures(self._catalogues().indicators_in(span.start, span.end), span.periods)
        figures.read_uses(uow.scores.largest(codes, figures.used, alone))
        figures.read_tasks(uow.scores.figures(codes, figures.counted, alone))
        found = {}
        for unit, reports in due.items():
            sent = []
            for period, deadline in reports:
                arrival = arrivals.get((unit, period.code))
                came = arrival.came if arrival else None
                sent.append(self._report(period, deadline, came, bool(arrival and arrival.returned)))
            heard = any((unit, period.code) in arrivals for period, _ in reports)
            uses = figures.uses(unit) if heard else None
            found[unit] = Facts(year, day, figures.work(unit), uses, tuple(sent))
        return found


def _issued(uow: UnitOfWork, year: int) -> date | None:
    """Return the day the plan of a year was first issued, None while it was not."""
    plan = uow.plans.for_year(year)
    if plan is None:
        return None
    issued = [version.date for version in uow.plan_versions.of(plan.id) if version.issued and version.date]
    if issued:
        return min(issued)
    return plan.date if plan.status in (PlanStatus.ISSUED, PlanStatus.AMENDING) else None


def _not_arisen(due: TaskDue) -> bool:
    """Tell whether a task is to be done when something arises, and nothing did: it cannot count."""
    return due.schedule.kind is ScheduleKind.ON_OCCURRENCE and not due.progress.activities


def _done(due: TaskDue) -> bool:
    """Tell whether a task counts as done; one that was only left out on purpose does not."""
    if due.state is DueState.DONE:
        return bool(due.progress.activities)
    return due.schedule.kind is ScheduleKind.ON_OCCURRENCE and not due.task.target


def _open_task(due: TaskDue) -> OpenTask:
    coming = next((one for one in due.expectations if one.open), None)
    words = "Bỏ qua có lý do, chưa có hoạt động nào" if due.state is DueState.DONE else due.words
    return OpenTask(due.task.id, due.progress.number, due.task.content, words, coming.due if coming else None)


class _Figures:
    """Picks from the figures of a year those that points go by."""

    def __init__(self, indicators: Iterable[Indicator], periods: Iterable[Period]) -> None:
        self._forms: dict[str, frozenset[str]] = {}
        self._items: dict[str, str] = {}
        for one in indicators:
            if one.source in _FIGURES and one.forms:
                self._forms[one.code] = frozenset(one.forms)
            elif one.source is IndicatorSource.TASKS and one.item in ("total", "done"):
                self._items[one.code] = one.item
        self._ends = {period.code: period.end for period in periods}
        self._uses: dict[str, list[Use]] = {}
        self._tasks: dict[tuple[str, str], tuple[date, int, Decimal]] = {}

    @property
    def used(self) -> tuple[str, ...]:
        """Codes of the indicators that tell of forms."""
        return tuple(self._forms)

    @property
    def counted(self) -> tuple[str, ...]:
        """Codes of the indicators that tell of tasks."""
        return tuple(self._items)

    def read_uses(self, rows: Iterable[tuple[str, str, Decimal]]) -> None:
        """Take what was done in some period; whether it has evidence is not known here."""
        for unit, indicator, value in rows:
            use = Use(self._forms[indicator], int(value.to_integral_value(ROUND_CEILING)))
            self._uses.setdefault(unit, []).append(use)

    def read_tasks(self, rows: Iterable[tuple[str, str, str, int, Decimal]]) -> None:
        """Take the numbers of tasks; the latest version of the latest period counts."""
        for unit, period, indicator, ordinal, value in rows:
            if period in self._ends:
                key, known = (unit, self._items[indicator]), (self._ends[period], ordinal, value)
                self._tasks[key] = max(self._tasks.get(key, known), known)

    def uses(self, unit: str) -> tuple[Use, ...]:
        """Return what a unit did."""
        return tuple(self._uses.get(unit, ()))

    def work(self, unit: str) -> Work | None:
        """Return the tasks by the latest report that names them."""
        planned, done = (self._tasks.get((unit, item)) for item in ("total", "done"))
        if planned is None or done is None or planned[-1] < 1:
            return None
        return Work(int(planned[-1]), min(int(done[-1]), int(planned[-1])))
