"""Lines that say when something returns, and the days they mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.activity_series import (
    LONGEST,
    MOST_DAYS,
    WEEKDAY_NAMES,
    Recurrence,
    Rhythm,
    Series,
    expand,
    parse_series,
    recurrence_words,
)
from cchc_desktop.domain.text import fold

TODAY = date(2026, 3, 12)  # a Thursday
HOLIDAYS = frozenset({date(2026, 4, 30), date(2026, 5, 1)})


def working(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def read(text: str) -> Series:
    return parse_series(text, TODAY, working)


def test_every_friday_until_the_end_of_june() -> None:
    series = read("mỗi thứ Sáu phát thanh, đến 30/6")
    assert series.days[0] == date(2026, 3, 13)
    assert series.days[-1] == date(2026, 6, 26)
    assert len(series.days) == 16
    assert {day.weekday() for day in series.days} == {4}
    assert series.rest == "phát thanh"
    assert series.words == "thứ Sáu hằng tuần, từ 12/03/2026 đến 30/06/2026 – 16 ngày"


@pytest.mark.parametrize(
    ("text", "number", "first", "last"),
    [
        ("thứ Hai, Tư, Sáu từ 1/3 đến 31/3", 13, (3, 2), (3, 30)),
        ("2 lần/tuần thứ Ba và thứ Năm, đến hết tháng 4", 15, (3, 12), (4, 30)),
        ("thứ 2 - thứ 6 từ 2/3 - 13/3", 10, (3, 2), (3, 13)),
        ("t2-t6 đến 20/3", 7, (3, 12), (3, 20)),
        ("thứ tư từ 1/3 đến 31/3", 4, (3, 4), (3, 25)),
        ("thứ năm hằng tuần, đến cuối năm", 43, (3, 12), (12, 31)),
        ("Chủ nhật hằng tuần đến 30/4", 7, (3, 15), (4, 26)),
        ("mỗi ngày từ 1/3 đến 10/3", 10, (3, 1), (3, 10)),
        ("mỗi ngày làm việc từ 27/4 đến 8/5", 8, (4, 27), (5, 8)),
        ("ngày 15 hằng tháng đến hết năm", 10, (3, 15), (12, 15)),
        ("ngày 1 và 15 hằng tháng từ tháng 3 đến tháng 6", 8, (3, 1), (6, 15)),
        ("hằng tháng vào ngày 10, quý II", 3, (4, 10), (6, 10)),
        ("ngày 31 hằng tháng đến 30/6", 4, (3, 31), (6, 30)),
        ("cuối mỗi tháng, đến 30/6", 4, (3, 31), (6, 30)),
        ("thứ Sáu đầu tháng, cả năm 2026", 12, (1, 2), (12, 4)),
        ("thứ Hai cuối cùng của mỗi tháng đến 31/12", 10, (3, 30), (12, 28)),
        ("cách tuần thứ 5, đến 30/6", 8, (3, 12), (6, 18)),
        ("mỗi thứ 6 năm 2026", 52, (1, 2), (12, 25)),
    ],
)
def test_lines_as_people_write_them(text: str, number: int, first: tuple[int, int], last: tuple[int, int]) -> None:
    series = read(text)
    assert series.problem == ""
    assert len(series.days) == number
    assert (series.days[0], series.days[-1]) == (date(2026, *first), date(2026, *last))
    assert series.rest == ""


def test_a_span_over_new_year() -> None:
    series = read("từ 1/12 đến 28/2 mỗi thứ sáu")
    assert (series.days[0], series.days[-1]) == (date(2026, 12, 4), date(2027, 2, 26))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lặp lại thế nào"),
        ("phát thanh đến 30/6", "lặp lại thế nào"),
        ("mỗi thứ Sáu", "đến ngày nào"),
        ("mỗi thứ Sáu đến 31/2", "31/2"),
        ("mỗi thứ Sáu đến 1/1", "đã qua"),
        ("3 lần/tuần thứ 2, 4 đến 30/4", "3 lần mỗi tuần nhưng nêu 2"),
        ("2 lần/tuần đến 30/4", "thứ mấy"),
        ("mỗi ngày từ 1/1/2026 đến 31/12/2027", "mỗi lần chỉ ghi được"),
        ("mỗi ngày từ 1/1/2020 đến 31/12/2029", "3 năm"),
        ("ngày 45 hằng tháng đến 30/6", "từ 1 đến 31"),
        ("mỗi thứ Sáu từ 1/4/2026 đến 2/4/2026", "không có ngày nào"),
        ("mỗi thứ Sáu từ 1/5/2026 đến 2/4/2026", "đứng trước"),
    ],
)
def test_what_is_not_certain_is_said(text: str, said: str) -> None:
    series = read(text)
    assert series.days == ()
    assert said in series.problem


@given(st.text(max_size=120))
def test_any_text_gives_days_or_a_reason(text: str) -> None:
    series = read(text)
    assert bool(series.days) != bool(series.problem)


_LINE = (
    "mỗi hằng thứ tư năm sáu t2 - , đến từ ngày tháng tuần quý II 15 3 30/6 1/4/2026 31/2 "
    "và lần cuối đầu năm 2026 / 2 hai"
)
_WORDS = st.sampled_from(_LINE.split())


@given(st.lists(_WORDS, max_size=40))
def test_any_mixture_of_its_own_words_gives_sound_days(words: list[str]) -> None:
    series = read(" ".join(words))
    assert bool(series.days) != bool(series.problem)
    assert list(series.days) == sorted(set(series.days))
    assert len(series.days) <= MOST_DAYS


_days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(st.sets(st.integers(0, 6), min_size=1), _days, st.integers(0, 370))
def test_weekdays_are_read_back_as_they_are_said(weekdays: set[int], first: date, length: int) -> None:
    last = first + timedelta(days=length)
    names = ", ".join(WEEKDAY_NAMES[day] for day in sorted(weekdays))
    series = read(f"{names} hằng tuần từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}")
    wanted = tuple(day for n in range(length + 1) if (day := first + timedelta(days=n)).weekday() in weekdays)
    assert series.days == wanted
    assert series.rest == ""


@given(
    st.builds(
        Recurrence,
        st.sampled_from([Rhythm.DAILY, Rhythm.WORKDAYS]),
    )
    | st.builds(
        Recurrence,
        st.just(Rhythm.WEEKLY),
        st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
        step=st.integers(1, 4),
    )
    | st.builds(
        Recurrence,
        st.just(Rhythm.MONTHLY),
        month_days=st.sets(st.integers(1, 31), min_size=1).map(lambda found: tuple(sorted(found))),
    )
    | st.builds(
        Recurrence, st.just(Rhythm.MONTHLY_WEEKDAY), st.integers(0, 6).map(lambda day: (day,)), last=st.booleans()
    ),
    _days,
    st.integers(0, 200),
)
def test_what_was_understood_is_said_so_that_it_reads_the_same(rule: Recurrence, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    days = expand(rule, first, last, working)
    series = read(f"{recurrence_words(rule)} từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}")
    assert series.days == days
    assert all(first <= day <= last for day in days)


@given(st.lists(st.sampled_from(["đọc", "bản", "tin", "cải", "cách", "loa", "Ấp", "số"]), min_size=1, max_size=6))
def test_words_that_are_not_about_time_come_back_as_written(words: list[str]) -> None:
    title = " ".join(words)
    assert read(f"mỗi thứ Sáu {title}, đến 30/6").rest == title


def test_a_very_long_line_is_cut_not_hung_on() -> None:
    series = read("mỗi thứ hai, " * 5000 + "đến 30/6")
    assert series.problem
    assert len(fold(series.rest)) <= LONGEST
