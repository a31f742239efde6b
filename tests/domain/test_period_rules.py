"""The data year runs from 15 December to 14 December; every day of it is counted once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.catalogue import DayOfYear, PeriodRule, WorkdaySwap
from cchc_desktop.domain.period import (
    Period,
    WorkCalendar,
    data_year,
    of_year,
    resolve,
    same_period_last_year,
)

START = DayOfYear(12, 15, -1)
RULES = (
    PeriodRule("Q1", "Quý I", START, DayOfYear(3, 14)),
    PeriodRule("6M", "6 tháng đầu năm", START, DayOfYear(6, 14)),
    PeriodRule("Q3", "Quý III", DayOfYear(6, 15), DayOfYear(9, 14)),
    PeriodRule("9M", "9 tháng đầu năm", START, DayOfYear(9, 14)),
    PeriodRule("Y", "Năm", START, DayOfYear(12, 14), deadline=DayOfYear(12, 20)),
)
PLAIN = WorkCalendar(frozenset())
YEARS = st.integers(2001, 2099)


def period(code: str, calendar: WorkCalendar = PLAIN) -> Period:
    found = resolve(code, RULES, calendar)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2025-Q1", date(2024, 12, 15), date(2025, 3, 14)),
        ("2025-6M", date(2024, 12, 15), date(2025, 6, 14)),
        ("2025-Q3", date(2025, 6, 15), date(2025, 9, 14)),
        ("2025-9M", date(2024, 12, 15), date(2025, 9, 14)),
        ("2025-Y", date(2024, 12, 15), date(2025, 12, 14)),
        (" 2025-y ", date(2024, 12, 15), date(2025, 12, 14)),
    ],
)
def test_boundaries(code: str, start: date, end: date) -> None:
    found = period(code)
    assert (found.start, found.end) == (start, end)
    assert start in found
    assert end in found
    assert start - timedelta(days=1) not in found
    assert end + timedelta(days=1) not in found


@pytest.mark.parametrize(
    "code", ["2025-Q2", "2025-Q4", "2025", "25-Q1", "2025/Q1", "1999-Q1", "2101-Q1", "٢٠٢٥-Q1", ""]
)
def test_codes_without_a_rule(code: str) -> None:
    assert resolve(code, RULES, PLAIN) is None


@given(YEARS, st.integers(0, 365))
def test_every_day_of_a_data_year_is_in_one_year_and_in_the_right_parts(year: int, number: int) -> None:
    whole = period(f"{year}-Y")
    day = whole.start + timedelta(days=number % ((whole.end - whole.start).days + 1))
    assert data_year(day, RULES) == year
    inside = {found.code[5:] for found in of_year(year, RULES, PLAIN) if day in found}
    assert inside in ({"Q1", "6M", "9M", "Y"}, {"6M", "9M", "Y"}, {"Q3", "9M", "Y"}, {"Y"})
    assert not any(day in found for other in (year - 1, year + 1) for found in of_year(other, RULES, PLAIN))


@given(YEARS)
def test_years_follow_each_other_without_gap(year: int) -> None:
    assert period(f"{year}-Y").end + timedelta(days=1) == period(f"{year + 1}-Y").start
    assert period(f"{year}-6M").end + timedelta(days=1) == period(f"{year}-Q3").start
    assert period(f"{year}-9M").end == period(f"{year}-Q3").end


def test_a_rule_holds_in_its_years_only() -> None:
    rules = (
        PeriodRule("Y", "Năm", DayOfYear(1, 1), DayOfYear(12, 31), valid_to=2020),
        PeriodRule("Y", "Năm", START, DayOfYear(12, 14), valid_from=2021),
    )
    old, new = resolve("2020-Y", rules, PLAIN), resolve("2021-Y", rules, PLAIN)
    assert old is not None
    assert new is not None
    assert (old.start, new.start) == (date(2020, 1, 1), date(2020, 12, 15))
    assert data_year(date(2020, 6, 1), rules) == 2020
    assert data_year(date(2021, 12, 20), rules) == 2022


def test_a_leap_day_may_end_no_rule_but_lies_in_the_first_quarter() -> None:
    assert date(2024, 2, 29) in period("2024-Q1")


def test_deadlines_count_working_days() -> None:
    assert period("2025-Q1").deadline == date(2025, 3, 18)  # 14/3 is a Friday: Monday, Tuesday
    assert period("2025-Y").deadline == date(2025, 12, 20), "a fixed day is kept as it is"
    tet = WorkCalendar.build([date(2025, 3, 17)], [])
    assert period("2025-Q1", tet).deadline == date(2025, 3, 19)


def test_swaps_move_work_to_a_saturday() -> None:
    calendar = WorkCalendar.build(
        [], [WorkdaySwap(date(2025, 5, 2), date(2025, 4, 26)), WorkdaySwap(date(2025, 5, 5), None)]
    )
    assert calendar.is_working(date(2025, 4, 26))
    assert not calendar.is_working(date(2025, 5, 2))
    assert not calendar.is_working(date(2025, 5, 5))
    assert calendar.add(date(2025, 4, 25), 1) == date(2025, 4, 26)
    assert calendar.add(date(2025, 5, 1), 1) == date(2025, 5, 6)


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(0, 60), st.sets(st.dates(), max_size=20))
def test_adding_working_days_passes_exactly_that_many(day: date, count: int, off: set[date]) -> None:
    calendar = WorkCalendar(frozenset(off))
    end = calendar.add(day, count)
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(map(calendar.is_working, passed)) == count
    assert count == 0 or calendar.is_working(end)


def test_the_same_period_last_year() -> None:
    assert same_period_last_year(period("2025-6M")) == "2024-6M"
