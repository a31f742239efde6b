"""The time of a task as people write it, and what is due when."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.schedule import ScheduleKind, month_end, words
from cchc_desktop.domain.schedule_text import parse_schedule
from cchc_desktop.domain.text import fold

KIND = ScheduleKind
YEAR = 2026
MONTH_ENDS = tuple(month_end(YEAR, month) for month in range(1, 13))
QUARTER_ENDS = MONTH_ENDS[2::3]


def due(*days: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day if len(day) > 5 else f"{YEAR}-{day}") for day in days)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Hằng tháng", KIND.EVERY_MONTH, MONTH_ENDS),
        ("hàng tháng trong năm 2026", KIND.EVERY_MONTH, MONTH_ENDS),
        ("Hàng quý", KIND.EVERY_QUARTER, QUARTER_ENDS),
        ("Định kỳ hằng quý", KIND.EVERY_QUARTER, QUARTER_ENDS),
        ("Hằng quý, 6 tháng, năm", KIND.EVERY_QUARTER, QUARTER_ENDS),
        ("6 tháng, năm", KIND.BY_DATE, due("06-30", "12-31")),
        ("6 tháng/lần", KIND.EVERY_MONTH, due("06-30", "12-31")),
        ("03 tháng một lần", KIND.EVERY_MONTH, QUARTER_ENDS),
        ("Quý II, quý III", KIND.QUARTERS, due("06-30", "09-30")),
        ("Quý II và Quý IV/2026", KIND.QUARTERS, due("06-30", "12-31")),
        ("Quý IV/2025 và quý I/2026", KIND.QUARTERS, due("2025-12-31", "2026-03-31")),
        ("Quý I, II, III, IV", KIND.QUARTERS, QUARTER_ENDS),
        ("Hoàn thành trong quý 2", KIND.QUARTERS, due("06-30")),
        ("Tháng 3 và tháng 9", KIND.MONTHS, due("03-31", "09-30")),
        ("Tháng 3, 6, 9", KIND.MONTHS, due("03-31", "06-30", "09-30")),
        ("T3; T9", KIND.MONTHS, due("03-31", "09-30")),
        ("Tháng 01/2026", KIND.MONTHS, due("01-31")),
        ("Tháng 02 năm 2028", KIND.MONTHS, due("2028-02-29")),
        ("Tháng 6 và tháng 12/2027", KIND.MONTHS, due("2027-06-30", "2027-12-31")),
        ("12/2026", KIND.MONTHS, due("12-31")),
        ("Đầu tháng 3", KIND.MONTHS, due("03-10")),
        ("Trước 30/6", KIND.BY_DATE, due("06-30")),
        ("Xong trước ngày 30 tháng 6 năm 2027", KIND.BY_DATE, due("2027-06-30")),
        ("Trước ngày 15/3, 15/6, 15/9, 15/12", KIND.BY_DATE, due("03-15", "06-15", "09-15", "12-15")),
        ("Đến hết tháng 6", KIND.BY_DATE, due("06-30")),
        ("Trước tháng 6", KIND.BY_DATE, due("05-31")),
        ("Từ ngày 01/3 đến 30/4", KIND.BY_DATE, due("04-30")),
        ("Quý I và tháng 9", KIND.BY_DATE, due("03-31", "09-30")),
        ("Trong năm 2026", KIND.BY_DATE, due("12-31")),
        ("Hằng năm", KIND.BY_DATE, due("12-31")),
        ("Trước ngày 15 của tháng cuối quý", KIND.EVERY_QUARTER, due("03-15", "06-15", "09-15", "12-15")),
        ("Ngày 31 hằng tháng", KIND.EVERY_MONTH, MONTH_ENDS),
        ("Hằng tháng (từ tháng 3 đến tháng 10)", KIND.EVERY_MONTH, MONTH_ENDS[2:10]),
        ("Thường xuyên, hằng quý", KIND.EVERY_QUARTER, QUARTER_ENDS),
        ("Hằng quý và đột xuất khi có yêu cầu", KIND.EVERY_QUARTER, QUARTER_ENDS),
        ("Thường xuyên", KIND.CONTINUOUS, QUARTER_ENDS),
        ("Cả năm", KIND.CONTINUOUS, QUARTER_ENDS),
        ("Từ tháng 3 đến tháng 10", KIND.CONTINUOUS, due("04-30", "06-30", "08-31", "10-31")),
        ("2 lần/năm", KIND.CONTINUOUS, due("06-30", "12-31")),
        ("Thường xuyên; tối thiểu 12 lần/năm", KIND.CONTINUOUS, MONTH_ENDS),
        ("Khi có phát sinh", KIND.ON_OCCURRENCE, ()),
        ("Theo kế hoạch của tỉnh", KIND.ON_OCCURRENCE, ()),
    ],
)
def test_times_as_people_write_them(text, kind, expected):
    schedule = parse_schedule(text, YEAR)
    assert (schedule.kind, schedule.due) == (kind, expected)
    assert schedule.text == text
    assert words(schedule) not in ("", "chưa hiểu")


@pytest.mark.parametrize(
    "text",
    [
        "Trước 31/02",
        "Tháng 13",
        "Tháng 0",
        "Quý V",
        "Trước tháng 1",
        "Tháng 9 đến tháng 3",
        "Từ 30/4 đến 01/3",
        "khoảng giữa mùa",
        "Hằng tháng và tháng 3",
        "0 lần/tháng",
        "x" * 301,
    ],
)
def test_what_is_not_certain_stays_unknown(text):
    schedule = parse_schedule(text, YEAR)
    assert not schedule.known
    assert (schedule.due, words(schedule)) == ((), "chưa hiểu")


def test_an_empty_time_is_not_a_misunderstanding():
    assert words(parse_schedule("  ", YEAR)) == ""


def test_times_a_month_fall_due_together():
    schedule = parse_schedule("Ít nhất 02 lần/tháng", YEAR)
    assert schedule.count == 24
    assert schedule.expected_by(date(2026, 2, 28)) == 4
    assert schedule.expected_by(date(2026, 2, 27)) == 2
    assert schedule.next_due(date(2026, 12, 31)) == date(2026, 12, 31)
    assert schedule.next_due(date(2027, 1, 1)) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Trước ngày 15 tháng cuối quý", "mỗi quý, hạn ngày 15 – 4 lần"),
        ("Hai tuần một lần", "2 tuần một lần – 26 lần"),
        ("Quý II", "quý II/2026, hạn 30/06/2026"),
        ("Tháng 3, 9", "tháng 3, 9/2026 – 2 lần"),
        ("Quý IV/2025 và quý I/2026", "quý IV/2025, I/2026 – 2 lần"),
        ("Trước 30/6 và trước 31/12", "2 lần, chậm nhất 30/06/2026, 31/12/2026"),
        ("Từ tháng 11 đến tháng 12", "từ tháng 11 đến tháng 12 – ít nhất 1 lần"),
    ],
)
def test_what_was_understood_is_said(text, said):
    assert words(parse_schedule(text, YEAR)) == said


months = st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True)


@given(months, st.sampled_from(["Tháng {}", "tháng {}", "T{}"]), st.sampled_from([", ", "; ", " và "]), st.booleans())
def test_any_list_of_months_is_read(numbers, pattern, separator, heads):
    names = [pattern.format(number) if heads or place == 0 else str(number) for place, number in enumerate(numbers)]
    if pattern == "T{}" and not heads:
        names = [pattern.format(number) for number in numbers]
    schedule = parse_schedule(separator.join(names), YEAR)
    assert schedule.kind is KIND.MONTHS
    assert schedule.due == tuple(MONTH_ENDS[number - 1] for number in sorted(numbers))


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(["Trước {}", "Chậm nhất ngày {}", "{}"]))
def test_any_day_with_its_year_is_read(day, pattern):
    assert parse_schedule(pattern.format(f"{day:%d/%m/%Y}"), YEAR).due == (day,)


SOUND = ["Hằng tháng", "Quý II, quý III", "Trước 30/6", "Thường xuyên", "Từ tháng 3 đến tháng 10", "6 tháng/lần"]


@given(st.sampled_from(SOUND), st.sampled_from([str.upper, str.lower, fold, lambda t: unicodedata.normalize("NFD", t)]))
def test_case_marks_and_spelling_make_no_difference(text, way):
    assert parse_schedule(way(text), YEAR).due == parse_schedule(text, YEAR).due
    assert parse_schedule(f"  {way(text)}. ", YEAR).due == parse_schedule(text, YEAR).due


WORDS = "tháng quý tuần năm ngày hằng mỗi trước từ đến 1 3 31 12 II IV / - , ; và lần 2026 khi cuối đầu ( ) 99999"
PIECES = st.sampled_from(WORDS.split(" "))


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=10).map(" ".join)), st.integers(2000, 2100))
def test_no_text_breaks_the_reading(text, year):
    schedule = parse_schedule(text, year)
    assert schedule.text == text
    assert list(schedule.due) == sorted(schedule.due)
    assert schedule.known == (words(schedule) not in ("", "chưa hiểu"))
    if schedule.known and schedule.kind is not KIND.ON_OCCURRENCE:
        assert schedule.count == schedule.expected_by(max(schedule.due))
