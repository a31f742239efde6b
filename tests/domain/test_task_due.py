"""What is expected of a task by a day, and how that is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.figure import task_progress
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.task_due import DueState, TaskDay, TaskDue, progress_until, task_days, task_dues

YEAR = 2026
TIMES = (
    "Hằng tháng",
    "Trước ngày 15 hằng tháng",
    "2 lần/tháng",
    "Hằng quý",
    "Hằng tuần",
    "Quý II",
    "Quý II, quý III",
    "Tháng 3, tháng 9",
    "Trước 30/6",
    "15/3; 20/10",
    "Thường xuyên",
    "Thường xuyên, tối thiểu 12 lần/năm",
    "Từ tháng 3 đến tháng 10",
    "Theo kế hoạch của cấp trên",
    "lúc nào rảnh thì làm",
    "",
)
SINGLE_OR_REPEATED = ("Hằng tháng", "2 lần/tháng", "Hằng quý", "Hằng tuần", "Quý II, quý III", "Tháng 3, tháng 9")


def due(time: str, day: str, done: tuple[str, ...] = (), target: int | None = None, **skips: str) -> TaskDue:
    """Return where one task is on a day ("03-12") after activities on other days."""
    task = Task("Phát thanh", time_text=time, target=None if target is None else Decimal(target), id="a")
    log = [Activity(on(one), "phat_thanh", "Phát thanh", task_id="a") for one in done]
    return task_dues([task], YEAR, task_days([task], log), on(day))[0]


def on(day: str) -> date:
    return date.fromisoformat(day if len(day) > 5 else f"{YEAR}-{day}")


@pytest.mark.parametrize(
    ("time", "day", "done", "target", "state", "words", "days"),
    [
        ("Hằng tháng", "03-12", ("01-05", "02-20"), None, DueState.ON_TRACK, "Đúng tiến độ", 19),
        ("Hằng tháng", "03-26", ("01-05", "02-20"), None, DueState.DUE, "Còn 5 ngày", 5),
        ("Hằng tháng", "03-12", ("01-05",), None, DueState.LATE, "Quá hạn 12 ngày", -12),
        ("Hằng tháng", "03-12", (), None, DueState.LATE, "Quá hạn 40 ngày, thiếu 2 lần", -40),
        ("Hằng tháng", "03-12", ("01-05", "03-02", "03-09"), None, DueState.ON_TRACK, "Đúng tiến độ", 49),
        ("Hằng tháng", "02-10", ("2025-12-20",), None, DueState.ON_TRACK, "Đúng tiến độ", 18),
        ("Hằng tháng", "05-10", tuple(f"0{m}-0{d}" for m in (1, 2, 3) for d in (1, 2, 3, 4)), 12, DueState.DONE,
         "Đủ chỉ tiêu", None),
        ("Hằng tháng", "06-20", tuple(f"0{m}-09" for m in range(1, 7)), 24, DueState.BEHIND,
         "Chậm so với chỉ tiêu", 41),
        ("Trước ngày 15 hằng tháng", "01-16", (), None, DueState.LATE, "Quá hạn 1 ngày", -1),
        ("Trước ngày 15 hằng tháng", "01-15", (), None, DueState.DUE, "Hôm nay là hạn cuối", 0),
        ("Quý II", "03-12", (), 3, DueState.NOT_DUE, "Chưa đến hạn", 110),
        ("Quý II", "04-12", (), 3, DueState.NOT_STARTED, "Chưa thực hiện", 79),
        ("Quý II", "07-02", ("05-03", "06-03"), 3, DueState.LATE, "Quá hạn 2 ngày", -2),
        ("Quý II", "07-02", ("05-03", "06-03", "07-01"), 3, DueState.DONE, "Đủ chỉ tiêu", None),
        ("Quý II", "07-02", ("05-03",), None, DueState.DONE, "Đã thực hiện", None),
        ("Trước 30/6", "06-30", (), None, DueState.DUE, "Hôm nay là hạn cuối", 0),
        ("Trước 30/6", "07-12", (), None, DueState.LATE, "Quá hạn 12 ngày", -12),
        ("Thường xuyên", "04-12", (), None, DueState.BEHIND, "Còn thiếu 1 lần", 263),
        ("Thường xuyên", "04-12", ("02-01",), None, DueState.ON_TRACK, "Đúng tiến độ", 263),
        ("Thường xuyên", "04-12", ("02-01", "02-02"), 40, DueState.BEHIND, "Chậm so với chỉ tiêu", 263),
        ("Thường xuyên", "12-30", ("02-01",), None, DueState.DUE, "Còn 1 ngày", 1),
        ("Thường xuyên", "2027-01-02", ("02-01",), None, DueState.LATE, "Quá hạn 2 ngày, thiếu 3 lần", -2),
        ("Thường xuyên", "04-12", ("02-01", "02-02", "03-01", "04-01"), None, DueState.DONE, "Đủ số lần", None),
        ("Theo kế hoạch của cấp trên", "04-12", (), None, DueState.NOT_DUE, "Chưa phát sinh", None),
        ("Theo kế hoạch của cấp trên", "04-12", ("02-01",), None, DueState.ON_TRACK, "Đã thực hiện", None),
        ("lúc nào rảnh thì làm", "04-12", ("02-01",), 3, DueState.UNDATED, "Chưa rõ hạn", None),
        ("", "04-12", (), None, DueState.UNDATED, "Chưa ghi thời hạn", None),
    ],
)  # fmt: skip
def test_a_task_says_where_it_is(time, day, done, target, state, words, days):
    found = due(time, day, done, target)
    assert (found.state, found.words, found.days) == (state, words, days)


def test_every_month_is_twelve_expectations_each_met_in_its_month():
    found = due("Hằng tháng", "12-31", tuple(f"{month:02d}-{month:02d}" for month in range(1, 13)))
    assert [one.met for one in found.expectations] == [date(YEAR, month, month) for month in range(1, 13)]
    assert found.state is DueState.DONE


def test_two_in_january_do_not_stand_for_february():
    found = due("Hằng tháng", "03-01", ("01-05", "01-06"))
    assert (found.state, found.missed) == (DueState.LATE, 1)


def test_the_last_expectation_waits_for_the_target():
    months = tuple(f"{month:02d}-05" for month in range(1, 13))
    found = due("Hằng tháng", "12-20", months, target=13)
    assert found.state is DueState.BEHIND or found.expectations[-1].met is None
    assert due("Hằng tháng", "12-20", (*months, "12-06"), target=13).expectations[-1].met == date(YEAR, 12, 6)


def test_what_is_left_out_with_a_reason_is_not_late():
    task = Task("Phát thanh", time_text="Hằng tháng", id="a")
    late = task_dues([task], YEAR, {}, on("02-10"))[0]
    left_out = task_dues([task], YEAR, {}, on("02-10"), {("a", on("01-31")): "nghỉ Tết"})[0]
    assert (late.state, left_out.state) == (DueState.LATE, DueState.NOT_STARTED)
    assert left_out.expectations[0].skipped == "nghỉ Tết"
    assert left_out.next_deadline == left_out.expectations[1]


days = st.dates(date(2025, 12, 15), date(2027, 1, 10))
logs = st.lists(days, max_size=40)
times = st.sampled_from(TIMES)
targets = st.none() | st.integers(1, 30)


def of(time: str, log: list[date], day: date, target: int | None = None) -> TaskDue:
    task = Task("Phát thanh", time_text=time, target=None if target is None else Decimal(target), id="a")
    entries = [Activity(one, "phat_thanh", "Phát thanh", task_id="a") for one in log]
    return task_dues([task], YEAR, task_days([task], entries), day)[0]


@given(times, logs, days, targets)
def test_state_words_and_days_agree(time, log, day, target):
    found = of(time, log, day, target)
    late = [one for one in found.expectations if one.open and one.due < day]
    reached = target is not None and found.progress.done >= target
    if found.state is DueState.LATE:
        assert late
        assert found.days in ((late[0].due - day).days, (late[-1].due - day).days)
        assert found.days < 0
        assert f"Quá hạn {-found.days} ngày" in found.words
    elif late and not reached:
        assert found.state in (DueState.BEHIND, DueState.DUE)
        assert found.deadlines != found.expectations
    if reached:
        assert found.state is DueState.DONE
    if found.state is DueState.DUE:
        assert 0 <= found.days <= 7
    assert found.words
    assert found.colour in ("green", "amber", "red", "quiet")


@given(times, logs, days, days, targets)
def test_one_more_activity_never_makes_less_met(time, log, extra, day, target):
    before, after = of(time, log, day, target), of(time, [*log, extra], day, target)
    met = [sum(one.met is not None for one in found.expectations) for found in (before, after)]
    assert met[0] <= met[1]


@given(times, logs, days)
def test_an_activity_meets_at_most_one_expectation_and_not_in_advance(time, log, day):
    found = of(time, log, day)
    used = sorted(one.met for one in found.expectations if one.met)
    left = sorted(log)
    for one in used:
        left.remove(one)
    assert all(one <= day for one in used)


@given(st.sampled_from(SINGLE_OR_REPEATED), logs)
def test_every_own_activity_counts_for_its_own_time_first(time, log):
    """Where a month has an activity, its expectation is met, and by the first one of that month."""
    found = of(time, log, date(2027, 1, 31))
    for number, one in enumerate(found.expectations):
        before = sum(other.due == one.due for other in found.expectations[:number])
        own = [day for day in log if one.opens <= day <= one.due]
        if len(own) > before:
            assert one.met is not None
            assert one.met <= one.due


@given(times, logs, days, targets)
def test_the_future_does_not_count(time, log, day, target):
    assert of(time, log, day, target) == of(time, [one for one in log if one <= day], day, target)


@given(st.lists(st.tuples(days, st.sampled_from(("a", "b", "", "x")), st.none() | st.integers(0, 500))), days)
def test_progress_is_that_of_the_report(entries, end):
    tasks = [Task("A", measure="luot", target=Decimal(100), id="a"), Task("B", id="b")]
    log = [
        Activity(day, "f", "t", {} if amount is None else {"luot": Decimal(amount)}, task)
        for day, task, amount in entries
    ]
    kept = [activity for activity in log if activity.date <= end]
    assert progress_until(tasks, task_days(tasks, log), end) == task_progress(tasks, kept)


def test_days_are_added_up_in_order():
    tasks = [Task("A", measure="luot", id="a")]
    first, second = date(2026, 2, 1), date(2026, 1, 1)
    log = [Activity(first, "f", "t", {"luot": Decimal(5)}, "a"), Activity(second, "f", "t", {}, "a")]
    assert task_days(tasks, [*log, replace(log[0], id="z")])["a"] == [
        TaskDay(second, 1, Decimal(0)),
        TaskDay(first, 2, Decimal(10)),
    ]
    assert first - second == timedelta(days=31)
