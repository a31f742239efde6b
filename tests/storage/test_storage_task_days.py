"""The log by task and day: SQL and plain Python must agree; and what is left out with a reason."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.task_due import task_days
from cchc_desktop.storage.database import Database

Make = Callable[..., Activity]

TASKS = (Task("A", id="a"), Task("B", measure="luot", id="b"), Task("C", measure="bai", id="c"), Task("D", id=""))
amounts = st.none() | st.decimals(0, 10**12 - 1, places=3) | st.integers(0, 5).map(Decimal)
entries = st.tuples(st.integers(0, 40), st.sampled_from(("a", "b", "c", "", "gone")), amounts, amounts, st.booleans())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.lists(entries, max_size=25))
def test_sql_adds_up_as_python_does(database: Database, make_activity: Make, log: list[tuple]) -> None:
    made, binned = [], []
    for offset, task, luot, bai, gone in log:
        counts = {code: amount for code, amount in (("luot", luot), ("bai", bai)) if amount is not None}
        one = make_activity(date=date(2026, 1, 1) + timedelta(days=offset), task_id=task, counts=counts)
        made.append(one)
        if gone:
            binned.append(one.id)
    with contextlib.suppress(_Undone), database.write("Đào") as uow:
        uow.activities.save_many(made)
        uow.activities.bin(binned)
        live = [one for one in made if one.id not in binned]
        assert uow.task_days.of(TASKS) == task_days(TASKS, live)
        by_day: dict[date, int] = {}
        for one in live:
            if one.date <= date(2026, 1, 20):
                by_day[one.date] = by_day.get(one.date, 0) + 1
        assert uow.task_days.by_day(date(2026, 1, 1), date(2026, 1, 20)) == by_day
        raise _Undone  # each example starts with an empty log


class _Undone(Exception):
    """Leaves the unit of work without keeping anything."""


def test_an_expectation_is_left_out_changed_and_taken_up_again(database: Database) -> None:
    day = date(2026, 2, 28)
    with database.write("Đào") as uow:
        uow.skips.save("a", day, " nghỉ Tết ")
        uow.skips.save("b:c", day, "mất điện")
        uow.commit()
    with database.write("Bình") as uow:
        assert uow.skips.all() == {("a", day): "nghỉ Tết", ("b:c", day): "mất điện"}
        uow.skips.save("a", day, "nghỉ Tết Nguyên đán")
        uow.skips.remove("b:c", day)
        uow.skips.remove("never", day)
        uow.commit()
    with database.read() as uow:
        assert uow.skips.all() == {("a", day): "nghỉ Tết Nguyên đán"}
        history = uow.audit.history("expectation", "a:2026-02-28")
    assert [(row.actor, row.action, row.after) for row in history] == [
        ("Bình", "skip", {"reason": "nghỉ Tết Nguyên đán"}),
        ("Đào", "skip", {"reason": "nghỉ Tết"}),
    ]
