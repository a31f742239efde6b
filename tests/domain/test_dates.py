"""Dates as people type them and as the decree prints them."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.dates import NotADate, official_date, parse_date, parse_spoken_date, short_date

TODAY = date(2025, 3, 19)  # a Wednesday


@pytest.mark.parametrize(
    "text",
    [
        *("03/02/2025", "3/2/2025", "3-2-2025", "3.2.2025", "3.2.25", " 03 / 02 / 2025 ", "2025-02-03", "2025-2-3"),
        *("2025-02-03 00:00:00", "2025-02-03T07:30", "ngày 3 tháng 2 năm 2025", "Ngày 03 tháng 02 năm 2025"),
        *("NGÀY 3  THÁNG 2 NĂM 2025", "3 tháng 2 năm 2025", "nga\u0300y 3 tha\u0301ng 2 na\u0306m 2025"),
    ],
)
def test_spellings_of_one_day(text: str) -> None:
    assert parse_date(text, TODAY) == date(2025, 2, 3)
    assert parse_spoken_date(text, TODAY) == date(2025, 2, 3)


@pytest.mark.parametrize(
    "text",
    [
        *("1980", "31/02/1980", "29/02/2025", "__/02/1980", "3/2", "02/13/1980", "03/02/80", "0/1/2025", "1/0/2025"),
        *("", "-", "quý I", "tháng 3 năm 2025", "29254", "3//2025", "3/2/20255", "2025/02/03", "ngày 3", "١/٢/٢٠٢٥"),
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        parse_date(text, TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/3", date(2025, 3, 15)),
        ("15.3", date(2025, 3, 15)),
        ("15.3.25", date(2025, 3, 15)),
        ("15", date(2025, 3, 15)),
        ("hôm nay", TODAY),
        ("hôm qua", date(2025, 3, 18)),
        ("Hôm kia", date(2025, 3, 17)),
        ("mai", date(2025, 3, 20)),
        ("t4", TODAY),
        ("T2", date(2025, 3, 17)),
        ("t5", date(2025, 3, 13)),
        ("cn", date(2025, 3, 16)),
        ("ngày 5 tháng 1", date(2025, 1, 5)),
    ],
)
def test_short_forms(text: str, day: date) -> None:
    assert parse_spoken_date(text, TODAY) == day


@pytest.mark.parametrize("text", ["31/2", "32", "0", "t8", "hôm", "1/13", "٥"])
def test_wrong_short_forms_are_refused(text: str) -> None:
    with pytest.raises(NotADate):
        parse_spoken_date(text, TODAY)


@given(st.sampled_from(["t2", "t3", "t4", "t5", "t6", "t7", "cn"]), st.dates(date(2000, 1, 8), date(2100, 1, 1)))
def test_a_weekday_is_the_last_one(word: str, today: date) -> None:
    day = parse_spoken_date(word, today)
    assert today - timedelta(days=6) <= day <= today
    assert day.weekday() == ["t2", "t3", "t4", "t5", "t6", "t7", "cn"].index(word)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_what_we_write_we_read(day: date) -> None:
    for text in (short_date(day), official_date(day), day.isoformat(), f"{day.day}-{day.month}-{day.year}"):
        assert parse_date(text, TODAY) == day


@given(st.text(alphabet="0123456789/.- thángnămy", max_size=14) | st.text())
def test_any_text_is_a_day_or_refused(text: str) -> None:
    for read in (parse_date, parse_spoken_date):
        with contextlib.suppress(NotADate):
            assert isinstance(read(text, TODAY), date)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2025, 6, 29), "ngày 29 tháng 6 năm 2025"),
        (date(2025, 10, 10), "ngày 10 tháng 10 năm 2025"),
        (date(2025, 12, 1), "ngày 01 tháng 12 năm 2025"),
    ],
)
def test_the_zeros_of_decree_30(day: date, text: str) -> None:
    assert official_date(day) == text
