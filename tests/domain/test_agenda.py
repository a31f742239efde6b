"""The agenda puts each thing into one place, the calendar each on its day; holidays have their names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.catalogues.workdays import holidays_of
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.agenda import AHEAD_DAYS, Agenda, AgendaKind, since_sheet
from cchc_desktop.domain.agenda_calendar import calendar_span
from cchc_desktop.domain.holiday_names import holiday_name
from cchc_desktop.domain.period import Period, WorkCalendar
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.task_due import SOON_DAYS, DueState, task_days, task_dues

TIMES = ("Hằng tháng", "Quý II, quý III", "Trước 30/6", "Thường xuyên", "Hằng tuần", "Theo kế hoạch", "", "15/3; 1/4")
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
QUARTER = Period("2026-Q1", "Quý I năm 2026", 2026, date(2025, 12, 15), date(2026, 3, 14), date(2026, 3, 17))


def agenda(times: list[str], log: list[tuple[int, date]], day: date) -> Agenda:
    tasks = [Task(f"Việc {number}", time_text=time, id=f"t{number}") for number, time in enumerate(times)]
    entries = [Activity(done, "f", "Việc", task_id=f"t{number}") for number, done in log]
    return Agenda(day, task_dues(tasks, 2026, task_days(tasks, entries), day), (QUARTER,))


@given(st.lists(st.sampled_from(TIMES), max_size=8), st.lists(st.tuples(st.integers(0, 7), DAYS), max_size=20), DAYS)
def test_each_thing_stands_in_one_place(times, log, day):
    found = agenda(times, log, day)
    places = [{(item.kind, item.id) for item in part} for part in (found.late, found.due, found.soon)]
    assert sum(map(len, places)) == len(set().union(*places))
    assert sum(map(len, places)) == len(found.late) + len(found.due) + len(found.soon)
    urgent = {one.task.id for one in found.tasks if one.state in (DueState.LATE, DueState.BEHIND)}
    assert urgent == {key for _, key in places[0]}
    for item in found.due:
        assert item.due is not None
        assert 0 <= (item.due - day).days <= SOON_DAYS
    for item in found.soon:
        assert item.due is not None
        assert SOON_DAYS < (item.due - day).days <= AHEAD_DAYS
    done = {one.task.id for one in found.tasks if one.state is DueState.DONE}
    assert not done & {key for part in places for _, key in part}


@given(st.lists(st.sampled_from(TIMES), max_size=8), st.lists(st.tuples(st.integers(0, 7), DAYS), max_size=20), DAYS)
def test_the_calendar_and_the_states_say_the_same(times, log, day):
    found = agenda(times, log, day)
    span = calendar_span(
        (date(2026, 1, 1), date(2026, 12, 31)), day, found.tasks, found.periods, {}, WorkCalendar(frozenset())
    )
    items = [item for one in span.days.values() for item in one.items]
    assert len([item for item in items if item.kind is AgendaKind.TASK]) == sum(
        len(one.deadlines) for one in found.tasks
    )
    red = {item.id for item in items if item.colour == "red" and item.kind is AgendaKind.TASK}
    assert red == {one.task.id for one in found.tasks if one.state is DueState.LATE}


def test_the_longest_late_comes_first_and_reports_before_tasks_of_a_day():
    found = agenda(["Trước 20/2", "Hằng tháng", "Trước 17/3"], [], date(2026, 3, 12))
    assert [item.id for item in found.late] == ["t1", "t0"]
    assert [(item.kind.value, item.words) for item in found.due] == [("report", "Còn 5 ngày"), ("task", "Còn 5 ngày")]


def test_a_deadline_that_passed_meanwhile_is_named_once_more():
    for since, named in ((date(2026, 3, 17), True), (date(2026, 3, 18), False)):
        sheet = since_sheet(agenda([], [], date(2026, 3, 20)), since, (), 0)
        assert bool(sheet.passed) is named is sheet.anything


def test_an_empty_agenda_has_nothing_to_say():
    assert not since_sheet(Agenda(date(2026, 3, 12), (), ()), date(2026, 3, 1), (), 0).anything


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Tết Dương lịch"),
        (date(2026, 2, 17), "Tết Nguyên đán"),
        (date(2025, 1, 27), "Tết Nguyên đán"),
        (date(2026, 4, 26), "Giỗ Tổ Hùng Vương"),
        (date(2026, 4, 27), "Nghỉ bù, nghỉ hoán đổi"),
        (date(2026, 4, 30), "Ngày Chiến thắng 30/4"),
        (date(2026, 5, 1), "Quốc tế Lao động 1/5"),
        (date(2026, 9, 1), "Quốc khánh 2/9"),
        (date(2026, 3, 12), ""),
    ],
)
def test_a_holiday_has_its_name(day, name):
    assert holiday_name(day, holidays_of(day.year)) == name


@pytest.mark.parametrize("year", range(2020, 2046))
def test_every_year_has_each_holiday(year):
    days = holidays_of(year)
    names = [holiday_name(day, days) for day in sorted(days)]
    assert names.count("Giỗ Tổ Hùng Vương") == 1
    assert names.count("Tết Dương lịch") == 1
    assert names.count("Tết Nguyên đán") >= 5
    tet = [day for day in days if holiday_name(day, days) == "Tết Nguyên đán"]
    assert max(tet) - min(tet) <= timedelta(days=9)
    assert "" not in names
