"""The log added up by task and day, and by day alone: what an agenda and a calendar need of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.task_due import TaskDay
from cchc_desktop.storage.activity_query import LIVE
from cchc_desktop.storage.both_engines import unindexed
from cchc_desktop.storage.tables import ActivityRecord, CountRecord, table
from cchc_desktop.storage.values import from_thousandths, to_day

_CHUNK = 500
_A = table(ActivityRecord)
_C = table(CountRecord)
# The plus sign keeps SQLite from walking all that is not in the bin instead of the few rows of a task.
_LIVE_OF_TASK = unindexed(_A.c.deleted_at) == literal_column("''")


class TaskDayRepo:
    """Sums of the log. It writes nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, tasks: Sequence[Task]) -> dict[str, list[TaskDay]]:
        """Return the days of some tasks in order, as `domain.task_due.task_days` adds them up."""
        measures: dict[str, list[str]] = {}
        for task in tasks:
            if task.id:
                measures.setdefault(task.measure, []).append(task.id)
        found: dict[str, list[TaskDay]] = {}
        for measure, task_ids in measures.items():
            for start in range(0, len(task_ids), _CHUNK):
                self._add(found, measure, task_ids[start : start + _CHUNK])
        return found

    def _add(self, found: dict[str, list[TaskDay]], measure: str, task_ids: Sequence[str]) -> None:
        columns = [_A.c.task_id, _A.c.date, func.count()]
        source: Any = _A
        if measure:
            # Whole and rest are summed apart: the sum of thousandths could pass 64 bits, and SQLite would refuse.
            columns += [
                func.sum(_C.c.amount.op("/")(literal_column("1000"))),
                func.sum(_C.c.amount.op("%")(literal_column("1000"))),
            ]
            source = _A.outerjoin(_C, (_C.c.activity == _A.c.seq) & (_C.c.measure == measure))
        listed = (
            select(*columns)
            .select_from(source)
            .where(_A.c.task_id != literal_column("''"), _A.c.task_id.in_(task_ids), _LIVE_OF_TASK)
            .group_by(_A.c.task_id, _A.c.date)
            .order_by(_A.c.task_id, _A.c.date)
        )
        for task_id, day, number, *sums in self._session.execute(listed).all():
            amount = Decimal(sums[0] or 0) + from_thousandths(sums[1] or 0) if sums else Decimal(number)
            found.setdefault(task_id, []).append(TaskDay(to_day(day), number, amount))

    def by_day(self, start: date, end: date) -> dict[date, int]:
        """Return how many activities each day from `start` to `end`, both inside, has; days without any lack."""
        listed = (
            select(_A.c.date, func.count())
            .where(LIVE, _A.c.date >= start.isoformat(), _A.c.date <= end.isoformat())
            .group_by(_A.c.date)
        )
        return {to_day(day): number for day, number in self._session.execute(listed)}
