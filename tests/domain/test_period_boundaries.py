"""Activities on the edge days fall where the rule says: over all rules and years."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.catalogues import loader
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import DayOfYear, Indicator, IndicatorKind, IndicatorSource, PeriodRule
from cchc_desktop.domain.figure import UNKNOWN, Amount
from cchc_desktop.domain.figure_making import Reading, Scope, figures
from cchc_desktop.domain.period import Period, WorkCalendar, data_year, of_year, year_before
from cchc_desktop.domain.tally import tally

SHIPPED = loader.load(Path(__file__).parents[2] / "resources" / "catalogues").periods
PLAIN = WorkCalendar(frozenset())
COUNT = Indicator("N", "Hoạt động", "việc", IndicatorKind.SUM, IndicatorSource.LOG_COUNT)
YEARS = st.integers(2001, 2099)
EDGES = [(month, day) for month in (12, 3, 6, 9) for day in (14, 15)]


def counted(period: Period, log: list[Activity]) -> Amount:
    def read(start: date, end: date) -> Reading:
        return Reading(tally(one for one in log if start <= one.date <= end))

    scope = Scope(period, period.start, year_before(period), (period,))
    return figures((COUNT,), scope, read, (), ())[0].current


@given(YEARS, st.sampled_from(EDGES), st.integers(-1, 0))
def test_edge_days_under_the_shipped_rules(year: int, edge: tuple[int, int], offset: int) -> None:
    day = date(year + offset, *edge)
    log = [Activity(day, "hop", "x")]
    held = {period.code[5:] for period in of_year(year, SHIPPED, PLAIN) if counted(period, log) == Amount.of(1)}
    # 15/12 of the year before to 14/12; quarters end on 14/3 and 14/9, half the year on 14/6 (CV 581/BNV-CCHC).
    expected = {
        code
        for code, start, end in (
            ("Q1", date(year - 1, 12, 15), date(year, 3, 14)),
            ("6M", date(year - 1, 12, 15), date(year, 6, 14)),
            ("Q3", date(year, 6, 15), date(year, 9, 14)),
            ("9M", date(year - 1, 12, 15), date(year, 9, 14)),
            ("Y", date(year - 1, 12, 15), date(year, 12, 14)),
        )
        if start <= day <= end
    }
    assert held == expected
    assert (data_year(day, SHIPPED) == year) == bool(expected)


@st.composite
def rules(draw: st.DrawFn) -> PeriodRule:
    """Return any rule an office may make."""
    first = draw(st.dates(date(2022, 1, 1), date(2023, 11, 30)))
    last = draw(st.dates(first + timedelta(days=1), date(2024, 12, 31)))
    start, end = (DayOfYear(day.month, min(day.day, 28), day.year - 2023) for day in (first, last))
    special = draw(st.booleans())
    days = draw(st.one_of(st.none(), st.integers(0, 30)))
    return PeriodRule("K", "Kỳ", start, end, draw(st.integers(0, 10)), deadline_days=days, special=special)


@given(rules(), YEARS, st.data())
def test_edge_days_under_any_rule(rule: PeriodRule, year: int, data: st.DataObject) -> None:
    start, end = rule.start.of(year), rule.end.of(year)
    if end < start:
        return
    (period,) = of_year(year, [rule], PLAIN)
    assert (period.start, period.end) == (start, end)
    for day, inside in ((start, True), (end, True), (start - timedelta(1), False), (end + timedelta(1), False)):
        assert counted(period, [Activity(day, "hop", "x")]) == (Amount.of(1) if inside else UNKNOWN)
        assert (day in period) == inside
    edge = date(year + data.draw(st.integers(-1, 1)), *data.draw(st.sampled_from(EDGES)))
    assert (counted(period, [Activity(edge, "hop", "x")]) == Amount.of(1)) == (start <= edge <= end)
    assert period.deadline >= period.end
    if rule.deadline_days is not None:
        assert (period.deadline - period.end).days == rule.deadline_days
    else:
        assert PLAIN.between(period.end, period.deadline) == rule.deadline_working_days


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-40, 40), st.sets(st.dates(), max_size=10))
def test_working_days_between_two_days(day: date, span: int, off: set[date]) -> None:
    calendar = WorkCalendar(frozenset(off))
    other = day + timedelta(days=span)
    assert calendar.between(day, other) == -calendar.between(other, day)
    if span > 0:
        assert calendar.between(day, other) == sum(
            calendar.is_working(day + timedelta(days=number)) for number in range(1, span + 1)
        )
