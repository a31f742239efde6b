"""The part "Tổ chức thực hiện" out of the matrix: made, brought up to date, and what people wrote left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_desktop.domain import outline
from cchc_desktop.domain.body import Body, BodyFinder
from cchc_desktop.domain.organisation import find_part, is_changed, organisation_part, organise, restamped
from cchc_desktop.domain.plan import Plan, Section, SectionKind, Task
from cchc_desktop.domain.plan_clone import clone

FINDER = BodyFinder(
    (Body("vp", "Văn phòng HĐND và UBND"), Body("vhxh", "Phòng Văn hóa - Xã hội"), Body("ca", "Công an"))
)
TASKS = (
    Task("Phát thanh về CCHC.", lead="Phòng Văn hóa - Xã hội", support="Công an", time_text="Hằng tuần"),
    Task("Viết tin bài;", lead="Phòng Văn hóa - Xã hội", support="Văn phòng HĐND và UBND; Công an"),
    Task("Đối thoại", lead="Văn phòng HĐND và UBND", time_text="Quý II"),
)


def plan_of(*sections, tasks=TASKS):
    return Plan(2026, "t", ("UBND",), "Lệ Xá", sections=sections, tasks=tasks)


def made(plan, overwrite=False):
    return organise(plan, FINDER, {}, overwrite)


def printed(plan):
    """The part as lines: title or text, indented."""

    def lines(section, depth):
        yield "  " * depth + " ".join(filter(None, (section.title, section.text)))
        for child in section.children:
            yield from lines(child, depth + 1)

    return list(lines(find_part(plan), 0))


def change(plan, section, **values):
    return replace(plan, sections=outline.update(plan.sections, section.id, **values))


def find(plan, words):
    return next(section for section in plan.walk() if words in section.title + section.text)


def test_each_body_has_its_item_with_what_it_leads_and_supports():
    result = made(plan_of(Section(SectionKind.PART, "MỤC ĐÍCH")))
    assert printed(result.plan) == [
        "TỔ CHỨC THỰC HIỆN",
        "  Văn phòng HĐND và UBND",
        "    Chủ trì: Đối thoại (quý II).",
        "    Phối hợp với Phòng Văn hóa - Xã hội: Viết tin bài.",
        "  Phòng Văn hóa - Xã hội",
        "    Chủ trì thực hiện các nhiệm vụ:",
        "      Phát thanh về CCHC (hằng tuần);",
        "      Viết tin bài.",
        "  Công an",
        "    Phối hợp thực hiện các nhiệm vụ:",
        "      Phát thanh về CCHC (Phòng Văn hóa - Xã hội chủ trì);",
        "      Viết tin bài (Phòng Văn hóa - Xã hội chủ trì).",
    ]
    part = find_part(result.plan)
    assert (part.kind, part.origin, part.id) == (SectionKind.PART, "assignment", result.part_id)
    assert [child.origin.partition("#")[0] for child in part.children] == [
        "assignment:vp",
        "assignment:vhxh",
        "assignment:ca",
    ]
    assert {child.kind for child in part.children} == {SectionKind.ITEM}
    assert {point.kind for child in part.children for point in child.children} == {SectionKind.POINT}


def test_a_plan_whose_tasks_name_nobody_gets_no_part():
    assert made(plan_of(tasks=(Task("a"),))).plan.sections == ()


def test_a_second_run_changes_nothing():
    plan = made(plan_of()).plan
    again = made(plan)
    assert (again.plan, again.made, again.kept) == (plan, 0, ())


def test_a_changed_matrix_changes_what_was_made_in_its_place():
    plan = made(plan_of()).plan
    point = find(plan, "Đối thoại")
    tasks = (*TASKS[:2], replace(TASKS[2], time_text="Quý IV", support="Công an"))
    result = made(replace(plan, tasks=tasks))
    assert find(result.plan, "Đối thoại (quý IV)").id == point.id
    assert "      Đối thoại (Văn phòng HĐND và UBND chủ trì)." in printed(result.plan)
    assert result.kept == ()


def test_a_body_without_tasks_loses_its_item():
    plan = made(plan_of()).plan
    result = made(replace(plan, tasks=(replace(TASKS[0], support=""),)))
    assert [child.title for child in find_part(result.plan).children] == ["Phòng Văn hóa - Xã hội"]


def test_a_body_outside_the_catalogue_comes_and_goes():
    task = replace(TASKS[0], support="Hội Khuyến học")
    plan = made(plan_of(tasks=(task,))).plan
    assert "  Hội Khuyến học" in printed(plan)
    gone = made(replace(plan, tasks=(replace(task, support=""),)))
    assert "  Hội Khuyến học" not in printed(gone.plan)


def test_a_point_changed_by_hand_is_kept_and_reported_until_it_is_asked_for():
    plan = made(plan_of()).plan
    point = find(plan, "Đối thoại")
    mine = change(plan, point, text="Chủ trì đối thoại hai lần.")
    tasks = (*TASKS[:2], replace(TASKS[2], time_text="Quý IV"))
    result = made(replace(mine, tasks=tasks))
    assert [section.id for section in result.kept] == [point.id]
    assert result.plan.section(point.id).text == "Chủ trì đối thoại hai lần."
    forced = made(replace(mine, tasks=tasks), overwrite=True)
    assert forced.kept == ()
    assert forced.plan.section(point.id).text == "Chủ trì: Đối thoại (quý IV)."


def test_a_changed_line_below_a_point_counts_as_changed():
    plan = made(plan_of()).plan
    mine = change(plan, find(plan, "Phát thanh về CCHC (hằng tuần)"), text="Phát thanh mỗi sáng;")
    result = made(mine)
    assert [section.text for section in result.kept] == ["Chủ trì thực hiện các nhiệm vụ:"]
    assert find(result.plan, "Phát thanh mỗi sáng;")


def test_a_changed_point_of_a_body_that_lost_its_tasks_stays():
    plan = made(plan_of()).plan
    mine = change(plan, find(plan, "Đối thoại"), text="Viết tay")
    result = made(replace(mine, tasks=TASKS[:1]))
    assert len(result.kept) == 1
    assert find(result.plan, "Viết tay")


@pytest.mark.parametrize("title", ["TỔ CHỨC THỰC HIỆN", "Phân công và tổ chức thực hiện"])
def test_a_part_written_by_hand_is_taken_and_its_words_stay(title):
    own = Section(SectionKind.ITEM, "Phòng VH-XH", children=(Section(SectionKind.DASH, "", "Biên soạn nội dung."),))
    other = Section(SectionKind.ITEM, "", "Các đơn vị báo cáo trước ngày 15.")
    finder = BodyFinder((Body("vhxh", "Phòng Văn hóa - Xã hội"), Body("ca", "Công an")))
    plan = organisation_part(plan_of(Section(SectionKind.PART, title, children=(own, other))), finder, {})
    children = find_part(plan).children
    assert [child.title or child.text for child in children[:3]] == ["Phòng VH-XH", other.text, "Công an"]
    assert [child.text for child in children[0].children] == ["Biên soạn nội dung.", "Chủ trì thực hiện các nhiệm vụ:"]
    assert children[0].children[1].kind is SectionKind.DASH
    assert children[0].children[1].children[0].kind is SectionKind.PLUS
    assert children[0].origin == ""
    assert len(plan.sections) == 1


def test_names_of_bodies_are_filled_in():
    finder = BodyFinder((Body("ca", "Công an {ten_don_vi}", aliases=("Công an",)),))
    plan = organisation_part(plan_of(tasks=TASKS[:1]), finder, {"ten_don_vi": "xã Lệ Xá"})
    assert "  Công an xã Lệ Xá" in printed(plan)


def test_a_section_rolled_on_by_the_program_is_not_changed_by_hand():
    plan = made(plan_of(tasks=(replace(TASKS[2], time_text="Tháng 3/2026"),))).plan
    point = find(plan, "Đối thoại")
    rolled = replace(point, text=point.text.replace("2026", "2027"))
    assert is_changed(rolled)
    assert not is_changed(restamped(rolled, point))
    mine = replace(point, text="Viết tay 2026")
    assert is_changed(restamped(replace(mine, text="Viết tay 2027"), mine))


def test_a_clone_carries_what_was_made_as_unchanged():
    tasks = (replace(TASKS[2], content="Đối thoại năm 2026", time_text="Tháng 3/2026"),)
    plan = made(plan_of(tasks=tasks)).plan
    rolled = clone(plan, 2027, None, plan.signature)
    assert not any(is_changed(section) for section in rolled.walk())
    result = made(rolled)  # dates that a clone leaves alone in running text come from the tasks again
    assert result.kept == ()
    assert "    Chủ trì: Đối thoại năm 2027 (tháng 3/2027)." in printed(result.plan)


TASK = st.builds(
    Task,
    content=st.sampled_from(["Một", "Hai", "Ba"]),
    lead=st.sampled_from(["", "Công an", "Phòng Văn hóa - Xã hội; ông A"]),
    support=st.sampled_from(["", "Văn phòng HĐND và UBND", "Công an, ông A"]),
)


@settings(max_examples=60)
@given(st.lists(TASK, max_size=4), st.lists(TASK, max_size=4))
def test_going_over_another_matrix_and_back_gives_the_same_words(first, second):
    plan = made(plan_of(tasks=tuple(first))).plan
    there = made(replace(plan, tasks=tuple(second))).plan
    back = made(replace(there, tasks=tuple(first))).plan
    fresh = made(plan_of(tasks=tuple(first))).plan
    if find_part(fresh):
        assert sorted(printed(back)) == sorted(printed(fresh))
    assert len({section.id for section in back.walk()}) == sum(1 for _ in back.walk())
