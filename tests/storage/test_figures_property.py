"""What SQL says of the log equals what plain Python says of the same entries, whatever was done to them.

Entries come in one by one and in batches, are edited, binned, restored and put back to an earlier state. The plain
side is a dictionary of entries and the rules of the domain; it shares no code with the storage.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.tally import Distinct, distinct, tally
from cchc_desktop.domain.task_due import task_days
from cchc_desktop.storage import activity_rows
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.uow import UnitOfWork

# The days at which periods begin and end (15/12, 14/12, ends of quarters and of February) and those beside them.
EDGES = [
    date(2025, 12, 14) + timedelta(days=step) for step in (-366, -365, -1, 0, 1, 2, 77, 78, 92, 183, 275, 364, 365, 366)
]
FORMS = ["phat-thanh", "PHAT-THANH", "tờ rơi", "đ", "d", "ă", "a", "📣", "it's", 'x"y', "%_"]
MEASURES = ["luot", "lượt", "nguoi", "Người", "🧮", "a'b"]
TASKS = [
    Task("Một", id="t1", measure="luot"),
    Task("Hai", id="t2"),
    Task("Ba", id="t3", measure="Người"),
    Task("Bốn", id="T3", measure="🧮"),
]
NAMES = {form: f"Tên {form}" for form in FORMS}

days = st.sampled_from(EDGES) | st.dates(date(2024, 11, 1), date(2027, 1, 31))
spans = st.tuples(days, days)
amounts = st.one_of(
    st.sampled_from([Decimal(0), Decimal("0.001"), Decimal("0.999"), Decimal("1.50"), Decimal(10) ** 12]),
    st.decimals(0, 10**12, allow_nan=False, allow_infinity=False, places=3),
    st.integers(0, 500).map(Decimal),
)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ["Tuyên truyền", unicodedata.normalize("NFD", "Đường lối"), "\u200bẩn\u202e", "a\x00b"]
)
contents = st.fixed_dictionaries(
    {
        "date": days,
        "form": st.sampled_from(FORMS),
        "title": texts,
        "counts": st.dictionaries(st.sampled_from(MEASURES), amounts, max_size=len(MEASURES)),
        "task_id": st.sampled_from(["", "", "t1", "t2", "t3", "T3", "gone"]),
        "people": texts,
        "note": texts,
    }
)
picks = st.lists(st.integers(0, 10**6), min_size=1, max_size=6)
steps = st.one_of(
    st.tuples(st.just("import"), st.lists(contents, min_size=1, max_size=12)),
    st.tuples(st.just("edit"), st.tuples(picks, contents)),
    st.tuples(st.just("bin"), picks),
    st.tuples(st.just("restore"), picks),
    st.tuples(st.just("put"), st.tuples(picks, contents)),
)


@dataclass
class Plain:
    """The log as a person would keep it in their head: entries in the order they came, and which are binned."""

    entries: dict[str, Activity] = field(default_factory=dict)
    binned: set[str] = field(default_factory=set)

    def picked(self, numbers: Iterable[int], binned: bool) -> list[str]:
        known = [key for key in self.entries if (key in self.binned) is binned]
        return list(dict.fromkeys(known[number % len(known)] for number in numbers)) if known else []

    def live(self, start: date = date.min, end: date = date.max) -> list[Activity]:
        return [one for key, one in self.entries.items() if key not in self.binned and start <= one.date <= end]


def do(uow: UnitOfWork, plain: Plain, step: tuple[str, object]) -> None:
    """Do a step on both sides."""
    match step:
        case "import", list(many):
            saved = uow.activities.save_many([Activity(**one) for one in many], NAMES)
            plain.entries |= {one.id: one for one in saved}
        case "edit", (numbers, content):
            keys = plain.picked(numbers, binned=False)
            edited = [replace(plain.entries[key], **content) for key in keys]
            plain.entries |= {one.id: one for one in uow.activities.save_many(edited, NAMES)}
        case "put", (numbers, content):
            keys = plain.picked(numbers, binned=False)
            facts = activity_rows.facts(Activity(**content))
            uow.activities.put(dict.fromkeys(keys, facts), NAMES)
            plain.entries |= {
                key: replace(plain.entries[key], **content, version=plain.entries[key].version + 1) for key in keys
            }
        case ("bin" | "restore") as act, list(numbers):
            keys = plain.picked(numbers, binned=act == "restore")
            getattr(uow.activities, act)(keys)
            plain.binned = plain.binned | set(keys) if act == "bin" else plain.binned - set(keys)


def newest_first(plain: Plain, wanted: Callable[[Activity], bool]) -> list[str]:
    order = {key: number for number, key in enumerate(plain.entries)}
    found = [one for one in plain.live() if wanted(one)]
    return [one.id for one in sorted(found, key=lambda one: (one.date, order[one.id]), reverse=True)]


def compare_figures(uow: UnitOfWork, plain: Plain, start: date, end: date) -> None:
    inside = plain.live(start, end)
    assert uow.activities.tallies(start, end) == tally(inside)
    for what in Distinct:
        for forms in ((), (FORMS[0],), tuple(FORMS[2:6])):
            assert uow.activities.distinct(what, forms, start, end) == distinct(what, forms, inside)
    months = Counter(f"{one.date:%Y-%m}" for one in inside)
    assert uow.activities.by_month(start, end) == tuple(sorted(months.items()))
    assert uow.task_days.by_day(start, end) == Counter(one.date for one in inside)
    assert [one.id for one in uow.activities.in_span(start, end)] == [
        one.id for one in sorted(inside, key=lambda one: one.date)
    ]


def compare_lists(uow: UnitOfWork, plain: Plain, start: date, end: date) -> None:
    checks: list[tuple[ActivityFilter, Callable[[Activity], bool]]] = [
        (ActivityFilter(), lambda one: True),
        (ActivityFilter(start=start, end=end), lambda one: start <= one.date <= end),
        (ActivityFilter(forms=("đ", "a")), lambda one: one.form in ("đ", "a")),
        (ActivityFilter(task_id="t3", start=start), lambda one: one.task_id == "t3" and one.date >= start),
        (ActivityFilter(measure="lượt"), lambda one: "lượt" in one.counts),
        (ActivityFilter(unproven=True, end=end), lambda one: one.date <= end),
    ]
    for wanted, lets_through in checks:
        expected = newest_first(plain, lets_through)
        keys = uow.activities.keys(replace(wanted, limit=3), NAMES)
        found = uow.activities.by_keys(keys)
        assert [found[key].id for key in keys] == expected
        assert [one.id for one in uow.activities.first(replace(wanted, limit=4), NAMES)] == expected[:4]
        page = uow.activities.page(replace(wanted, limit=3, offset=2), NAMES)
        assert ([one.id for one in page.activities], page.total) == (expected[2:5], len(expected))
    binned = uow.activities.page(ActivityFilter(binned=True), NAMES)
    assert {one.id for one in binned.activities} == plain.binned


def compare_tasks(uow: UnitOfWork, plain: Plain) -> None:
    assert uow.task_days.of(TASKS) == task_days(TASKS, plain.live())
    linked = [one for one in plain.live() if one.task_id in ("t1", "T3")]
    assert {one.id for one in uow.activities.linked(["t1", "T3", ""])} == {one.id for one in linked}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.lists(contents, min_size=1, max_size=12),
    given=st.lists(steps, min_size=3, max_size=10),
    checked=st.lists(spans, min_size=1, max_size=3),
)
def test_sql_and_plain_python_agree_after_every_step(
    database: Database,
    first: list[dict[str, object]],
    given: list[tuple[str, object]],
    checked: list[tuple[date, date]],
) -> None:
    plain = Plain()
    with database.write("Đào") as uow:  # never committed: every example begins with an empty log
        for step in [("import", first), *given]:
            do(uow, plain, step)
            for start, end in [(date(2024, 1, 1), date(2027, 12, 31)), *checked]:
                compare_figures(uow, plain, start, end)
        compare_lists(uow, plain, *checked[0])
        compare_tasks(uow, plain)
        for key, wanted in plain.entries.items():
            stored = uow.activities.get(key)
            assert (stored.date, stored.form, stored.task_id) == (wanted.date, wanted.form, wanted.task_id)
            assert stored.counts == wanted.counts
            assert bool(stored.deleted_at) == (key in plain.binned)
