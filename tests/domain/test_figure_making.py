"""Typed values in longer spans, formulas, things counted anew: over random logs and statements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import FigureRule, Indicator, IndicatorKind, IndicatorSource, Relation
from cchc_desktop.domain.figure import NIL, UNKNOWN, Amount, Figure, FigureState, Statement
from cchc_desktop.domain.figure_making import Reading, Scope, figures, formula_amount
from cchc_desktop.domain.figure_rule import broken_rules
from cchc_desktop.domain.period import Period, year_before
from cchc_desktop.domain.tally import Distinct, distinct, tally

K, S = IndicatorKind, IndicatorSource
HEARD = Indicator("H", "Lượt người", "lượt", K.SUM, S.LOG_MEASURE, forms=("hop",), measures=("nguoi",))
TALKS = Indicator("T", "Cuộc", "cuộc", K.SUM, S.LOG_COUNT, forms=("hop",))
DAYS = Indicator("D", "Ngày", "ngày", K.DISTINCT, S.LOG_DISTINCT, item="days")
RANK = Indicator("X", "Hạng", "hạng", K.SEPARATE, S.TYPED)
FANS = Indicator("L", "Người theo dõi", "người", K.LATEST, S.TYPED)
SHARE = Indicator("R", "Mỗi cuộc", "%", K.RATIO, S.FORMULA, numerator="H", denominator="T")
TWICE = Indicator("F", "Hai lần", "lượt", K.SUM, S.FORMULA, formula="2 * H")
ALL = (HEARD, TALKS, DAYS, RANK, FANS, SHARE, TWICE)
START = date(2024, 12, 15)
SPANS = {
    "Q1": (START, date(2025, 3, 14)),
    "6M": (START, date(2025, 6, 14)),
    "Q3": (date(2025, 6, 15), date(2025, 9, 14)),
    "9M": (START, date(2025, 9, 14)),
    "Y": (START, date(2025, 12, 14)),
}
PERIODS = {code: Period(f"2025-{code}", code, 2025, *span, span[1]) for code, span in SPANS.items()}


def report(
    code: str, log: list[Activity], said: list[Statement], indicators: tuple[Indicator, ...] = ALL
) -> dict[str, Figure]:
    def read(start: date, end: date) -> Reading:
        inside = [one for one in log if start <= one.date <= end]
        days = distinct(Distinct.DAYS, (), inside)
        return Reading(tally(inside), {"D": Amount.of(days) if days else UNKNOWN})

    period = PERIODS[code]
    scope = Scope(period, START, year_before(period), tuple(PERIODS.values()))
    return {line.indicator.code: line for line in figures(indicators, scope, read, said, ())}


def entry(day: date, people: int | None = 1) -> Activity:
    return Activity(day, "hop", "x", {} if people is None else {"nguoi": Decimal(people)})


def typed(period: str, value: int | None, code: str = "H") -> Statement:
    if value is None:
        return Statement(f"2025-{period}", code, FigureState.NIL)
    return Statement(f"2025-{period}", code, FigureState.COUNTED, Decimal(value))


LOG = [entry(date(2025, 1, 5), 30), entry(date(2025, 4, 5), 7), entry(date(2025, 7, 5), 100)]


@pytest.mark.parametrize(
    ("period", "said", "current", "cumulative"),
    [
        ("6M", [typed("Q1", 45)], 52, 52),
        ("9M", [typed("Q1", 45)], 152, 152),
        ("Q3", [typed("Q1", 45)], 100, 152),
        ("Q3", [typed("6M", 60)], 100, 160),
        ("Q3", [typed("Q1", 45), typed("6M", 60), typed("Q3", 90)], 90, 150),
        ("Y", [typed("9M", 500), typed("Q1", 45), typed("Q3", 1)], 500, 500),
        ("Y", [typed("Q1", None)], 137, 137),
        ("Q1", [typed("6M", 60)], 30, 30),
    ],
)
def test_a_typed_quarter_is_carried_into_later_figures(
    period: str, said: list[Statement], current: int, cumulative: int
) -> None:
    line = report(period, LOG, said)["H"]
    assert (line.current, line.cumulative) == (Amount.of(current), Amount.of(cumulative))
    assert line.found == report(period, LOG, [])["H"].current, "what the log says stays known"


def test_what_was_carried_is_named() -> None:
    line = report("Q3", LOG, [typed("Q1", 45), typed("Q3", 90)])["H"]
    assert [said.period for said in line.carried] == ["2025-Q1"]
    assert line.overridden
    assert not report("Q3", LOG, [typed("Q1", 45)])["H"].overridden


def test_a_thematic_report_takes_part_in_no_other() -> None:
    special = Period("2025-CD1", "Chuyên đề", 2025, START, date(2025, 3, 14), date(2025, 3, 20), special=True)
    said = [Statement("2025-CD1", "H", FigureState.COUNTED, Decimal(999))]
    scope = Scope(PERIODS["6M"], START, year_before(PERIODS["6M"]), (*PERIODS.values(), special))
    lines = figures((HEARD,), scope, lambda start, end: Reading(tally(LOG[:2])), said, ())
    assert lines[0].cumulative == Amount.of(37)


STATED = st.lists(
    st.builds(typed, st.sampled_from(sorted(SPANS)), st.one_of(st.none(), st.integers(0, 500))),
    max_size=5,
    unique_by=lambda said: said.period,
)
ENTRIES = st.lists(
    st.builds(entry, st.integers(0, 364).map(lambda n: START + timedelta(days=n)), st.integers(0, 50)), max_size=25
)


@given(ENTRIES, STATED)
def test_a_year_so_far_is_its_parts_and_a_period_from_december_is_the_year_so_far(
    log: list[Activity], said: list[Statement]
) -> None:
    for code in ("Q1", "6M", "9M", "Y"):
        line = report(code, log, said)["H"]
        assert line.current == line.cumulative, "both begin on 15 December"
    half, third, nine = (report(code, log, said)["H"] for code in ("6M", "Q3", "9M"))
    values = half.cumulative.value, third.current.value, nine.cumulative.value
    whole_said = any(one.period == "2025-9M" and one.state is FigureState.COUNTED for one in said)
    if None not in values and not whole_said:
        assert values[0] + values[1] == values[2]  # type: ignore[operator]


@given(ENTRIES, STATED)
def test_nothing_but_sums_is_carried_or_added(log: list[Activity], said: list[Statement]) -> None:
    ranks = [replace(one, indicator=code) for one in said for code in ("X", "L", "D")]
    for code, (start, end) in SPANS.items():
        lines = report(code, log, [*said, *ranks])
        own = next((one for one in said if one.period == f"2025-{code}"), None)
        days = len({one.date for one in log if start <= one.date <= end})
        if own is None:
            assert lines["X"].current == UNKNOWN
            assert lines["L"].current == UNKNOWN
            assert lines["D"].current == (Amount.of(days) if days else UNKNOWN)
        elif own.value is not None:
            assert lines["X"].current == lines["L"].current == lines["D"].current == Amount.of(own.value)
        latest = lines["L"].cumulative.value
        assert latest is None or latest in [one.value for one in said]


@given(ENTRIES, STATED)
def test_a_share_is_divided_anew_and_a_formula_follows_its_parts(log: list[Activity], said: list[Statement]) -> None:
    lines = report("9M", log, said)
    for column in ("current", "cumulative"):
        top, bottom, share = (getattr(lines[code], column) for code in ("H", "T", "R"))
        if top.value is None or not bottom.value:
            assert share == UNKNOWN
        else:
            assert share.value == 100 * top.value / bottom.value
        doubled = getattr(lines["F"], column)
        assert doubled.state is top.state
        assert top.value is None or doubled.value == 2 * top.value


def test_a_formula_of_nothing_known_is_unknown() -> None:
    amounts = {"A": Amount.of(3), "B": NIL, "C": UNKNOWN}
    assert formula_amount("A + B", amounts) == Amount.of(3)
    assert formula_amount("B + B", amounts) == NIL
    assert formula_amount("A + C", amounts) == UNKNOWN
    assert formula_amount("A / B", amounts) == UNKNOWN
    assert formula_amount("A +", amounts) == UNKNOWN


def test_circles_end_in_unknown_not_in_a_hang() -> None:
    first = Indicator("P", "p", "x", K.SUM, S.FORMULA, formula="Q + H")
    second = Indicator("Q", "q", "x", K.SUM, S.FORMULA, formula="P + H")
    lines = report("Q1", LOG, [], (HEARD, first, second))
    assert lines["P"].current == lines["Q"].current == UNKNOWN


def test_broken_rules_are_found_and_the_unknown_breaks_none() -> None:
    ruled = replace(TALKS, rules=(FigureRule(Relation.AT_MOST, "H"), FigureRule(Relation.EQUAL, "X")))
    few = report("Q1", [entry(date(2025, 1, 5), 0)], [], (HEARD, ruled, RANK))
    (broken,) = broken_rules(tuple(few.values()))
    assert (broken.rule.relation, broken.left, broken.right) == (Relation.AT_MOST, Amount.of(1), Amount.of(0))
    assert broken_rules(tuple(report("Q1", LOG, [], (HEARD, ruled, RANK)).values())) == ()
    two = report("Q1", LOG, [typed("Q1", 3, "X")], (HEARD, ruled, RANK))
    assert [one.rule.relation for one in broken_rules(tuple(two.values()))] == [Relation.EQUAL]
