"""Rows as they are typed or pasted, and the activities they mean."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.catalogues import load
from cchc_desktop.domain import activity as rules
from cchc_desktop.domain.activity_grid import (
    columns,
    find_form,
    find_task,
    form_in,
    heading_columns,
    placed,
    read_day,
    read_row,
)
from cchc_desktop.domain.dates import NotADate, short_date
from cchc_desktop.domain.plan import Task
from cchc_desktop.paths import resources_dir

TODAY = date(2026, 3, 12)
CATALOGUES: Any = load(resources_dir() / "catalogues")
TASKS = (Task("Phát thanh hằng tuần"), Task("Tổ chức hội nghị đối thoại"), Task("Tổ chức hội nghị tổng kết"))


def read(**cells: str) -> Any:
    return read_row(cells, CATALOGUES, lambda day: TASKS, TODAY)


def test_a_row_is_an_activity_and_is_written_out_in_full() -> None:
    reading = read(day="5/3", form="loa", title=" Bản  tin ", count1="1.200", count2="45,0", task="1", note="a\nb")
    assert reading.problems == {}
    assert reading.activity.date == date(2026, 3, 5)
    assert reading.activity.form == "phat_thanh"
    assert reading.activity.title == "Bản tin"
    assert reading.activity.counts == {"luot_phat": Decimal(1200), "so_phut": Decimal(45)}
    assert reading.activity.task_id == TASKS[0].id
    assert reading.activity.note == "a\nb"
    assert reading.tidy["day"] == "05/03/2026"
    assert reading.tidy["form"] == "Phát thanh trên hệ thống truyền thanh cơ sở"
    assert reading.tidy["count2"] == "45"
    assert reading.tidy["task"] == "1. Phát thanh hằng tuần"


def test_each_problem_stands_at_its_column() -> None:
    reading = read(day="31/2", form="thổi kèn", title="", count1="1,234", task="9")
    assert reading.activity is None
    assert set(reading.problems) == {"day", "form", "title", "count1", "task"}
    only = read(day="5/3", form="tin bài", title="A", count1="1,5", count2="3")
    assert set(only.problems) == {"count1", "count2"}
    assert "số nguyên" in only.problems["count1"]
    assert "chỉ có 1 số lượng" in only.problems["count2"]
    assert read(day=" ", title="\u00a0").blank


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("46086", date(2026, 3, 5)),
        ("46086,35", date(2026, 3, 5)),
        ("05/03/2026 08:30", date(2026, 3, 5)),
        ("2026-03-05 00:00:00", date(2026, 3, 5)),
        ("5-3-26", date(2026, 3, 5)),
        ("hôm qua", date(2026, 3, 11)),
    ],
)
def test_dates_as_typed_and_as_excel_gives_them(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["12345", "99999", "31/02/2026", "ngày mai kia", "1/2/3/4", ""])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        read_day(text, TODAY)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_excel_serial_numbers_are_days(day: date) -> None:
    assert read_day(str((day - date(1899, 12, 30)).days), TODAY) == day


def test_forms_and_tasks_are_found_when_they_are_certain() -> None:
    forms = CATALOGUES.forms
    assert find_form("PHAT THANH", forms).code == "phat_thanh"
    assert find_form("truyen thanh co so", forms).code == "phat_thanh"
    assert find_form("tuyên truyền", forms) is None  # a part of many names
    assert form_in("phát thanh bản tin", forms).code == "phat_thanh"
    assert form_in("đăng bài fanpage", forms).code == "mang_xa_hoi"
    assert form_in("không nói gì", forms) is None
    assert find_task("đối thoại", TASKS) is TASKS[1]
    assert find_task("hội nghị", TASKS) is None
    assert find_task("3. Tổ chức hội nghị tổng kết", TASKS) is TASKS[2]
    assert find_task("0", TASKS) is None


def test_headings_place_a_range_and_data_rows_are_none() -> None:
    order = heading_columns(["STT", "Ngày", "Hình thức", "Nội dung", "Lượt người dự", "Lạ"], CATALOGUES)
    assert order == ("", "day", "form", "title", "=luot nguoi du", "")
    row = placed(["1", "5/3", "hội nghị", "A", "120", "x"], order, CATALOGUES)
    assert row == {"day": "5/3", "form": "hội nghị", "title": "A", "count2": "120"}
    assert heading_columns(["5/3", "loa", "Nội dung"], CATALOGUES) is None
    assert heading_columns(["Ngày"], CATALOGUES) is None


_text = st.text(max_size=30) | st.sampled_from(
    ["5/3", "46086", "loa", "hội nghị", "1.200", "-3", "1e9", "Bản tin", "2"]
)


@given(st.fixed_dictionaries(dict.fromkeys(columns(CATALOGUES), _text)))
def test_any_row_is_an_activity_that_the_log_takes_or_has_problems(cells: dict[str, str]) -> None:
    reading = read(**cells)
    if reading.activity is not None:
        assert rules.problems(reading.activity, CATALOGUES) == {}
        assert reading.tidy["day"] == short_date(reading.activity.date)
        assert read(**reading.tidy).activity.counts == reading.activity.counts
    else:
        assert reading.problems or reading.blank
    assert set(reading.problems) <= set(columns(CATALOGUES))


def test_a_row_of_the_far_future_is_refused() -> None:
    reading = read(day=short_date(TODAY + timedelta(days=80 * 365)), form="loa", title="A")
    assert set(reading.problems) == {"day"}
