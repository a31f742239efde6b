"""Hints for an entry that is being typed, entries saved together, and entries that become tasks of the plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.plan import PlanStatus
from cchc_desktop.errors import Conflict, InvalidInput
from cchc_desktop.services.activity_hints import near_same
from cchc_desktop.services.container import Services

DAY = date(2026, 3, 6)


def log(services: Services, title: str, day: date = DAY, **fields: object) -> Activity:
    return services.activities.save(Activity(day, "phat_thanh", title, **fields)).activity  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Phát thanh về dịch vụ công", "phat thanh ve dich vu cong", True),
        ("Phát thanh bản tin dịch vụ công", "Bản tin dịch vụ công phát thanh", True),
        ("Phát thanh bản tin dịch vụ công trực tuyến", "Phát thanh bản tin dịch vụ công", True),
        ("Phát thanh bản tin số 12", "Phát thanh bản tin số 13", False),
        ("Họp thôn 3", "Họp thôn 4", False),
        ("Phát thanh về dịch vụ công", "Hội nghị đối thoại với người dân", False),
        ("", "", False),
        ("Họp", "Họp dân phố về căn cước", False),
    ],
)
def test_near_same_titles(left: str, right: str, same: bool) -> None:
    assert near_same(left, right) is same
    assert near_same(right, left) is same


@given(st.text(max_size=60), st.text(max_size=60))
def test_near_same_is_the_same_both_ways(left: str, right: str) -> None:
    assert near_same(left, right) == near_same(right, left)


def test_the_double_of_an_entry_is_of_the_same_day_and_form(services: Services) -> None:
    first = log(services, "Phát thanh về dịch vụ công")
    log(services, "Phát thanh về dịch vụ công", date(2026, 3, 7))
    twin = Activity(DAY, "phat_thanh", "phát thanh về Dịch vụ công")
    assert [other.id for other in services.activities.near_same(twin)] == [first.id]
    assert services.activities.near_same(first) == ()


def test_several_entries_are_kept_all_or_none(services: Services) -> None:
    good = [Activity(date(2026, 3, day), "phat_thanh", f"Bản tin {day}") for day in (2, 3, 4)]
    with pytest.raises(InvalidInput):
        services.activities.save_many([*good, Activity(DAY, "phat_thanh", " ")])
    with pytest.raises(InvalidInput):
        services.activities.save_many([*good, Activity(DAY, "phat_thanh", "x", task_id="mat")])
    assert services.activities.page(ActivityFilter()).total == 0
    change = services.activities.save_many(good)
    assert change.ids == tuple(activity.id for activity in good)
    assert services.activities.page(ActivityFilter()).total == 3


def test_titles_to_take_over_come_from_log_and_plan_once(services: Services) -> None:
    plan = services.plans.create(2026).plan
    task = plan.tasks[0]
    log(services, "Bản tin cũ", people="Chị Hoa")
    log(services, "Bản tin mới", task_id=task.id)
    log(services, "BẢN TIN CŨ")
    binned = log(services, "Đã bỏ")
    services.activities.bin([binned.id])
    hints = services.activities.title_hints(DAY)
    assert [hint.title for hint in hints[:2]] == ["BẢN TIN CŨ", "Bản tin mới"]
    assert hints[1].task_id == task.id
    assert [hint.task_id for hint in hints if hint.number] == [task.id for task in plan.tasks]
    assert services.activities.last_entered() is not None
    assert services.activities.last_entered().title == "BẢN TIN CŨ"  # type: ignore[union-attr]


def test_an_entry_becomes_a_task_of_the_draft(services: Services) -> None:
    plan = services.plans.create(2026).plan
    entry = log(services, "Ra quân làm sạch thủ tục", counts={"luot_phat": Decimal(3)})
    done = services.activity_planning.into_plan(entry.id)
    assert done.added
    stored = services.plans.get(plan.id)
    assert stored.tasks[-1].content == "Ra quân làm sạch thủ tục"
    assert stored.tasks[-1].time_text == "Tháng 3/2026"
    assert services.activities.get(entry.id).task_id == stored.tasks[-1].id
    assert services.activities.get(entry.id).counts == {"luot_phat": Decimal(3)}
    with pytest.raises(Conflict, match="đã thuộc"):
        services.activity_planning.into_plan(entry.id)


def test_a_task_of_that_content_is_linked_not_doubled(services: Services) -> None:
    plan = services.plans.create(2026).plan
    entry = log(services, plan.tasks[1].content.upper().split("\n")[0])
    done = services.activity_planning.into_plan(entry.id)
    assert not done.added
    assert done.activity.task_id == plan.tasks[1].id
    assert services.plans.get(plan.id).tasks == plan.tasks


def test_an_issued_plan_is_amended_only_when_a_reason_is_given(services: Services) -> None:
    plan = services.plans.create(2026).plan
    services.plan_life.issue(plan.id, 7, date(2026, 1, 15))
    entry = log(services, "Ra quân làm sạch thủ tục")
    with pytest.raises(Conflict, match="Điều chỉnh"):
        services.activity_planning.into_plan(entry.id)
    assert services.activities.get(entry.id).task_id == ""
    done = services.activity_planning.into_plan(entry.id, "Bổ sung nhiệm vụ từ nhật ký")
    assert done.plan.status is PlanStatus.AMENDING
    issued, begun = services.plan_life.versions(plan.id)
    assert len(services.plan_life.content(issued.id).tasks) == len(plan.tasks)
    assert begun.reason == "Bổ sung nhiệm vụ từ nhật ký"


def test_a_plan_with_the_leader_stays_as_it_is(services: Services) -> None:
    plan = services.plans.create(2026).plan
    services.plan_life.submit(plan.id)
    entry = log(services, "Ra quân làm sạch thủ tục")
    with pytest.raises(Conflict, match="trình ký"):
        services.activity_planning.into_plan(entry.id, "lý do")
    assert services.plans.get(plan.id).status is PlanStatus.SUBMITTED


def test_without_a_plan_it_says_so(services: Services) -> None:
    entry = log(services, "Ra quân")
    with pytest.raises(Conflict, match="chưa có kế hoạch"):
        services.activity_planning.into_plan(entry.id)


def test_doubles_are_found_in_the_log_and_among_themselves(services: Services) -> None:
    log(services, "Bản tin dịch vụ công")
    fresh = [
        Activity(DAY, "phat_thanh", "BẢN TIN dịch vụ công"),
        Activity(DAY, "phat_thanh", "Bản tin căn cước"),
        Activity(DAY, "phat_thanh", "bản tin căn cước"),
        Activity(date(2026, 3, 7), "phat_thanh", "Bản tin dịch vụ công"),
        Activity(DAY, "hoi_nghi", "Bản tin dịch vụ công"),
    ]
    assert services.activities.doubles(fresh) == {fresh[0].id, fresh[2].id}


def test_days_of_work_and_holidays_have_names(services: Services) -> None:
    planning = services.activity_planning
    assert planning.holiday(date(2026, 5, 1)) == "Quốc tế Lao động 1/5"
    assert planning.holiday(date(2026, 5, 4)) == ""
    assert not planning.is_working(date(2026, 5, 1))
    assert planning.is_working(date(2026, 5, 4))
    assert not planning.is_working(date(2027, 2, 6))
