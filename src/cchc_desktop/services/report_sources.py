"""What a report reads besides the log's sums: different things in the log, the plan, the budget, the petitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from cchc_desktop.domain.budget import BudgetLine, Spending
from cchc_desktop.domain.catalogue import Indicator, IndicatorSource
from cchc_desktop.domain.figure import UNKNOWN, Amount
from cchc_desktop.domain.figure_making import Reading
from cchc_desktop.domain.petition import Competence, Petition
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.tally import Distinct
from cchc_desktop.domain.task_due import Days, DueState, Skips, task_dues
from cchc_desktop.storage.uow import UnitOfWork


class ReportSources:
    """Reads the sources for one report, inside one unit of work.

    Args:
        uow: open for reading.
        indicators: those of the report.
        year_of: returns the report year a day belongs to, whose plan holds then.
        today: what lies later has not happened yet.

    """

    def __init__(
        self, uow: UnitOfWork, indicators: Iterable[Indicator], year_of: Callable[[date], int], today: date
    ) -> None:
        self._uow = uow
        self._indicators = tuple(indicators)
        self._year_of = year_of
        self._today = today
        self._spans: dict[tuple[date, date], Reading] = {}
        self._tasks: dict[date, dict[str, Amount]] = {}
        self._work: dict[int, tuple[tuple[Task, ...], Days]] = {}

    def read(self, start: date, end: date) -> Reading:
        """Return what the sources hold from a day to a day, both inside; each span is read once."""
        if (start, end) not in self._spans:
            self._spans[start, end] = self._read(start, end)
        return self._spans[start, end]

    def work(self, year: int) -> tuple[tuple[Task, ...], Days]:
        """Return the tasks of the plan of a year, and the log added up by them."""
        if year not in self._work:
            tasks = self._uow.plans.tasks(year)
            self._work[year] = tasks, self._uow.task_days.of(tasks)
        return self._work[year]

    @cached_property
    def skips(self) -> Skips:
        """What is left out of the plans on purpose."""
        return self._uow.skips.all()

    def _read(self, start: date, end: date) -> Reading:
        others = {}
        for one in self._indicators:
            match one.source:
                case IndicatorSource.LOG_DISTINCT:
                    number = self._uow.activities.distinct(Distinct(one.item), one.forms, start, end)
                    others[one.code] = Amount.of(number) if number else UNKNOWN
                case IndicatorSource.TASKS:
                    others[one.code] = self._of_tasks(min(end, self._today)).get(one.item, UNKNOWN)
                case IndicatorSource.BUDGET:
                    others[one.code] = budget_amount(one.item, self._budget, start, end)
                case IndicatorSource.PETITIONS:
                    begun = date(start.year, 1, 1)
                    others[one.code] = petition_amount(one.item, self._petitions, (begun, start, end))
        return Reading(self._uow.activities.tallies(start, end), others)

    def _of_tasks(self, day: date) -> dict[str, Amount]:
        if day not in self._tasks:
            year = self._year_of(day)
            tasks, days = self.work(year)
            dues = task_dues(tasks, year, days, day, self.skips) if tasks else ()
            states = [due.state for due in dues]
            self._tasks[day] = (
                {
                    "total": Amount.of(len(tasks)),
                    "done": Amount.of(states.count(DueState.DONE)),
                    "late": Amount.of(states.count(DueState.LATE)),
                }
                if tasks
                else {}
            )
        return self._tasks[day]

    @cached_property
    def _budget(self) -> tuple[Sequence[BudgetLine], Sequence[Spending]]:
        registers = self._uow.registers
        return registers.budget_lines.all(), registers.spendings.all()

    @cached_property
    def _petitions(self) -> Sequence[Petition]:
        return self._uow.registers.petitions.all()


def budget_amount(item: str, budget: tuple[Sequence[BudgetLine], Sequence[Spending]], start: date, end: date) -> Amount:
    """Return money in đồng: spent from a day to a day; estimated and left of the calendar year of the last day.

    Unknown while the year has neither a line nor spending: the register is not kept then.
    """
    lines, spendings = budget
    own = {line.id for line in lines}
    spent = [one for one in spendings if one.line_id in own]
    if item == "spent":
        years = {start.year, end.year}
        if not any(line.year in years for line in lines) and not any(one.date.year in years for one in spent):
            return UNKNOWN
        return Amount.of(sum(one.amount for one in spent if start <= one.date <= end))
    of_year = [line for line in lines if line.year == end.year]
    if not of_year:
        return UNKNOWN
    estimated = sum(line.amount for line in of_year)
    if item == "estimated":
        return Amount.of(estimated)
    ids = {line.id for line in of_year}
    gone = sum((one.amount for one in spent if one.line_id in ids and one.date <= end), 0)
    return Amount.of(Decimal(estimated - gone))


def petition_amount(item: str, petitions: Sequence[Petition], days: tuple[date, date, date]) -> Amount:
    """Return a number of petitions. `days`: since when the register must show that it is kept, and the span.

    A register without any entry since then says nothing; once it has one, none in the span is zero.
    """
    begun, start, end = days
    if not any(begun <= one.received <= end for one in petitions):
        return UNKNOWN
    if item == "received":
        return Amount.of(sum(start <= one.received <= end for one in petitions))
    if item == "answered":
        return Amount.of(sum(one.answered_on is not None and start <= one.answered_on <= end for one in petitions))
    if item == "transferred":
        return Amount.of(
            sum(one.transferred_on is not None and start <= one.transferred_on <= end for one in petitions)
        )
    return Amount.of(sum(one.received <= end and not _closed(one, end) for one in petitions))


def _closed(petition: Petition, day: date) -> bool:
    """Tell whether nothing more is to be done of a petition after a day."""
    if petition.answered_on is not None and petition.answered_on <= day:
        return True
    moved = petition.transferred_on is not None and petition.transferred_on <= day
    return petition.competence is Competence.REFUSED or (moved and petition.competence is not Competence.OWN)
