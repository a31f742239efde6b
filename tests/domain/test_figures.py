"""Counting the log, the three zeros, cumulative figures, ratios, targets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Indicator, IndicatorKind, IndicatorSource
from cchc_desktop.domain.figure import (
    NIL,
    UNKNOWN,
    Amount,
    Figure,
    FigureState,
    Statement,
    percent_of,
    task_progress,
)
from cchc_desktop.domain.figure_making import Reading, Scope, figures, ratio, target_of
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.tally import Tally, tally

DAY = date(2025, 3, 1)
HEARD = Indicator(
    "nghe",
    "Lượt người nghe",
    "lượt",
    IndicatorKind.SUM,
    IndicatorSource.LOG_MEASURE,
    forms=("hop",),
    measures=("nguoi",),
)
MEETINGS = Indicator("hop", "Cuộc họp", "cuộc", IndicatorKind.SUM, IndicatorSource.LOG_COUNT, forms=("hop",))
ALL = Indicator("tat_ca", "Hoạt động", "việc", IndicatorKind.SUM, IndicatorSource.LOG_COUNT)
TYPED = Indicator("sang_kien", "Sáng kiến", "sáng kiến", IndicatorKind.SUM, IndicatorSource.TYPED)
LATEST = Indicator("theo_doi", "Người theo dõi", "người", IndicatorKind.LATEST, IndicatorSource.TYPED)
RATIO = Indicator(
    "moi_cuoc", "Người mỗi cuộc", "%", IndicatorKind.RATIO, IndicatorSource.FORMULA, numerator="nghe", denominator="hop"
)
SPANS = {
    "Q1": (date(2024, 12, 15), date(2025, 3, 14)),
    "6M": (date(2024, 12, 15), date(2025, 6, 14)),
    "Q3": (date(2025, 6, 15), date(2025, 9, 14)),
    "9M": (date(2024, 12, 15), date(2025, 9, 14)),
    "Y": (date(2024, 12, 15), date(2025, 12, 14)),
}
PERIODS = {f"2025-{code}": Period(f"2025-{code}", code, 2025, *span, span[1]) for code, span in SPANS.items()}


def scope(code: str) -> Scope:
    """Return the days of a report of 2025."""
    period = PERIODS[code]
    start, end = (day.replace(year=day.year - 1) for day in (period.start, period.end))
    earlier = Period(f"2024{code[4:]}", "", 2024, start, end, end)
    return Scope(period, SPANS["Y"][0], earlier, (*PERIODS.values(), earlier))


def done(form: str = "hop", task: str = "", **counts: int) -> Activity:
    return Activity(DAY, form, "x", {code: Decimal(n) for code, n in counts.items()}, task_id=task)


def typed(code: str, value: int | None, indicator: Indicator = TYPED) -> Statement:
    """Return what a person said; None is "nothing happened"."""
    if value is None:
        return Statement(code, indicator.code, FigureState.NIL)
    return Statement(code, indicator.code, FigureState.COUNTED, Decimal(value))


def figure(
    indicator: Indicator,
    now: Sequence[Activity] = (),
    before: Sequence[Activity] = (),
    last_year: Sequence[Activity] = (),
    said: Sequence[Statement] = (),
    period: str = "2025-Q3",
    tasks: Sequence[Task] = (),
) -> Figure:
    days = scope(period)
    held = {
        (days.period.start, days.period.end): now,
        (days.since, days.period.end): [*before, *now],
        (days.earlier.start, days.earlier.end): last_year,
    }

    def read(start: date, end: date) -> Reading:
        return Reading(tally(held.get((start, end), ())))

    return figures([HEARD, MEETINGS, indicator], days, read, said, tasks)[-1]


def test_silence_nothing_and_zero_are_three_things() -> None:
    assert figure(HEARD).current == UNKNOWN
    assert figure(HEARD, said=[typed("2025-Q3", None, HEARD)]).current == NIL
    assert figure(HEARD, [done(nguoi=0)]).current == Amount.of(0)
    assert figure(HEARD, [done()]).current == UNKNOWN, "an activity that does not say the measure leaves it open"
    assert figure(MEETINGS, [done()]).current == Amount.of(1)
    assert figure(MEETINGS).current == UNKNOWN


def test_nothing_happened_is_not_believed_against_the_log() -> None:
    said = [typed("2025-Q3", None, HEARD)]
    assert figure(HEARD, [done(nguoi=30)], said=said).current == Amount.of(30)
    assert figure(HEARD, [done()], said=said).current == UNKNOWN


def test_a_typed_value_wins_over_the_log() -> None:
    line = figure(HEARD, [done(nguoi=30)], [done(nguoi=100)], said=[typed("2025-Q3", 45, HEARD)])
    assert line.current == Amount.of(45)
    assert line.cumulative == Amount.of(145), "it takes the place of its own quarter only"
    assert line.statement == typed("2025-Q3", 45, HEARD)
    assert line.activities == 1


def test_statements_of_others_do_not_count() -> None:
    assert figure(HEARD, said=[typed("2025-Q3", 45, TYPED), typed("2025-Q1", 45, HEARD)]).current == UNKNOWN


def test_this_period_cumulative_and_last_year() -> None:
    line = figure(HEARD, [done(nguoi=30), done(nguoi=5)], [done(nguoi=100)], [done(nguoi=7)])
    assert (line.current, line.cumulative, line.previous) == (Amount.of(35), Amount.of(135), Amount.of(7))
    assert line.activities == 2


@pytest.mark.parametrize(
    ("period", "said", "expected"),
    [
        ("2025-Q1", {"Q1": 20}, Amount.of(20)),
        ("2025-6M", {"Q1": 20, "6M": 50}, Amount.of(50)),
        ("2025-6M", {"Q1": 20}, UNKNOWN),
        ("2025-Q3", {"Q1": 20, "6M": 50, "Q3": 30}, Amount.of(80)),
        ("2025-Q3", {"6M": 50, "Q3": None}, Amount.of(50)),
        ("2025-Q3", {"Q1": 20, "Q3": 30}, UNKNOWN),
        ("2025-9M", {"6M": 50, "Q3": 30}, Amount.of(80)),
        ("2025-9M", {"6M": 50, "Q3": 30, "9M": 85}, Amount.of(85)),
        ("2025-Y", {"6M": 50, "9M": 80}, UNKNOWN),
        ("2025-Y", {"6M": 50, "9M": 80, "Y": 100}, Amount.of(100)),
        ("2025-6M", {"6M": None}, NIL),
        ("2025-6M", {"Q1": None}, UNKNOWN),
        ("2025-Q3", {"6M": None, "Q3": None}, NIL),
        ("2025-Q3", {"6M": 0, "Q3": None}, Amount.of(0)),
        ("2025-Q3", {}, UNKNOWN),
    ],
)
def test_typed_figures_add_up_and_count_no_quarter_twice(
    period: str, said: dict[str, int | None], expected: Amount
) -> None:
    statements = [typed(f"2025-{code}", value) for code, value in said.items()]
    assert figure(TYPED, said=statements, period=period).cumulative == expected


def test_nothing_happened_since_the_year_began_must_be_said_of_all_of_it() -> None:
    assert figure(HEARD, said=[typed("2025-Q1", None, HEARD)], period="2025-6M").cumulative == UNKNOWN
    assert figure(HEARD, said=[typed("2025-6M", None, HEARD)], period="2025-6M").cumulative == NIL


def test_a_latest_figure_is_never_added() -> None:
    said = [typed("2025-6M", 2000, LATEST), typed("2025-Q3", 2500, LATEST)]
    line = figure(LATEST, said=said)
    assert (line.current, line.cumulative) == (Amount.of(2500), Amount.of(2500))


def test_a_ratio_is_made_of_the_figures_not_added() -> None:
    line = figure(RATIO, [done(nguoi=30)], [done(nguoi=10)])
    assert line.current == Amount.of(3000)
    assert line.cumulative == Amount.of(2000)
    assert line.previous == UNKNOWN


def test_a_ratio_of_nothing_is_unknown() -> None:
    assert ratio(Amount.of(5), Amount.of(0)) == UNKNOWN
    assert ratio(NIL, Amount.of(5)) == UNKNOWN
    assert ratio(Amount.of(0), Amount.of(5)) == Amount.of(0)
    assert percent_of(Amount.of(0), Decimal(50)) == 0
    assert percent_of(UNKNOWN, Decimal(50)) is None
    assert percent_of(Amount.of(5), Decimal(0)) is None


def test_targets_come_from_the_tasks_that_count_the_same_thing() -> None:
    tasks = [
        Task("a", target=Decimal(100), form="hop", measure="nguoi"),
        Task("b", target=Decimal(60), form="hop", measure="nguoi"),
        Task("c", target=Decimal(12), form="hop"),
        Task("d", target=Decimal(9), form="bai", measure="nguoi"),
        Task("e", form="hop", measure="nguoi"),
    ]
    assert target_of(HEARD, tasks) == 160
    assert target_of(MEETINGS, tasks) == 12
    assert target_of(TYPED, tasks) is None
    line = figure(HEARD, [done(nguoi=30)], [done(nguoi=10)], tasks=tasks)
    assert (line.target, line.percent) == (160, 25)


def test_an_indicator_without_forms_counts_every_activity() -> None:
    assert figure(ALL, [done(), done("bai", tin=3)]).current == Amount.of(2)


def test_progress_of_tasks_counts_linked_activities_only() -> None:
    counted = Task("a", target=Decimal(100), measure="nguoi", id="t1")
    plain = Task("b", target=Decimal(4), id="t2")
    lines = task_progress(
        [counted, plain, Task("c", id="t3")],
        [done(task="t1", nguoi=30), done(task="t1"), done(task="t2", nguoi=9), done(nguoi=1000)],
    )
    assert [(line.number, line.done, line.activities, line.percent) for line in lines] == [
        *((1, 30, 2, 30), (2, 1, 1, 25), (3, 0, 0, None))
    ]


ACTIVITIES = st.lists(
    st.builds(
        Activity,
        date=st.just(DAY),
        form=st.sampled_from(["hop", "bai", "loa"]),
        title=st.just("x"),
        counts=st.dictionaries(st.sampled_from(["nguoi", "tin"]), st.integers(0, 10**6).map(Decimal)),
    ),
    max_size=30,
)


@given(ACTIVITIES, st.randoms())
def test_a_tally_neither_loses_nor_invents(activities: list[Activity], random: object) -> None:
    found = tally(activities)
    assert sum(part.activities for (_, measure), part in found.items() if not measure) == len(activities)
    for measure in ("nguoi", "tin"):
        parts = [part for (_, code), part in found.items() if code == measure]
        assert sum(part.total for part in parts) == sum(a.counts.get(measure, Decimal(0)) for a in activities)
        assert sum(part.counted for part in parts) == sum(measure in a.counts for a in activities)
    random.shuffle(activities)  # type: ignore[attr-defined]
    assert tally(activities) == found


@given(ACTIVITIES, ACTIVITIES)
def test_two_spans_together_are_their_sum(first: list[Activity], second: list[Activity]) -> None:
    one, two, both = tally(first), tally(second), tally([*first, *second])
    for key in both:
        left, right = one.get(key, Tally()), two.get(key, Tally())
        assert both[key].total == left.total + right.total
        assert both[key].activities == left.activities + right.activities
