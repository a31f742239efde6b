"""Demands of the superior's plan: proposing them, and what answers them in ours."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.demand_proposals import deadline_in, from_lines, from_plan
from cchc_desktop.domain.plan import Plan, Section, SectionKind, Task
from cchc_desktop.domain.superior_plan import (
    Answer,
    CoverState,
    Demand,
    DemandSource,
    SuperiorPlan,
    TargetKind,
    cover_lines,
)


def item(title, *texts):
    return Section(SectionKind.ITEM, title, children=tuple(Section(SectionKind.POINT, "", text) for text in texts))


def superior_word_plan(*items, tasks=()):
    part = Section(SectionKind.PART, "TỔ CHỨC THỰC HIỆN", children=items)
    aims = Section(SectionKind.PART, "MỤC ĐÍCH", children=(item("Mục đích", "Nâng cao nhận thức của cán bộ"),))
    return Plan(2026, "KH tỉnh", ("UBND",), "Hưng Yên", sections=(aims, part), tasks=tasks)


def test_points_given_to_the_communes_are_proposed_and_nothing_else():
    plan = superior_word_plan(
        item("Sở Nội vụ", "Chủ trì tham mưu, đôn đốc các đơn vị"),
        item("Ủy ban nhân dân các xã, phường", "Ban hành kế hoạch trước ngày 15/02/2026.", "Mở chuyên mục về CCHC;"),
    )
    demands = from_plan(plan)
    assert [demand.text for demand in demands] == ["Ban hành kế hoạch trước ngày 15/02/2026.", "Mở chuyên mục về CCHC;"]
    assert demands[0].deadline == "trước ngày 15/02/2026"
    assert {(demand.source, demand.confirmed) for demand in demands} == {(DemandSource.IMPORTED, False)}


def test_without_a_word_about_communes_all_points_are_proposed():
    plan = superior_word_plan(item("Sở Nội vụ", "Chủ trì tham mưu kế hoạch"), item("", "Các đơn vị báo cáo hằng quý"))
    assert len(from_plan(plan)) == 2


def test_an_item_of_text_alone_is_proposed_by_its_paragraphs():
    plan = superior_word_plan(
        Section(SectionKind.ITEM, "UBND cấp xã", "Có trách nhiệm:\nXây dựng kế hoạch tuyên truyền\nBáo cáo kết quả")
    )
    assert [demand.text for demand in from_plan(plan)] == ["Xây dựng kế hoạch tuyên truyền", "Báo cáo kết quả"]


def test_tasks_that_name_the_communes_bring_their_time():
    tasks = (
        Task("Tập huấn cho công chức cấp tỉnh", lead="Sở Nội vụ"),
        Task(
            "Thi tìm hiểu CCHC.",
            product="Cuộc thi",
            lead="Sở Nội vụ",
            support="UBND các xã, phường",
            time_text="Quý II",
        ),
    )
    demands = from_plan(superior_word_plan(tasks=tasks))
    assert [(demand.text, demand.deadline) for demand in demands] == [
        ("Thi tìm hiểu CCHC (sản phẩm: Cuộc thi)", "Quý II")
    ]


def test_lines_read_by_a_machine_are_put_together_and_marked():
    lines = [
        "ỦY BAN NHÂN DÂN",
        "2. UBND các xã, phường xây dựng kế",
        "hoạch tuyên truyền hằng năm",
        "",
        "- Báo cáo định kỳ",
    ]
    demands = from_lines([*lines, "trước ngày 10 tháng 12", "a) ngắn"])
    assert [demand.text for demand in demands] == [
        "UBND các xã, phường xây dựng kế hoạch tuyên truyền hằng năm",
        "Báo cáo định kỳ trước ngày 10 tháng 12",
    ]
    assert demands[1].deadline == "trước ngày 10 tháng 12"
    assert {demand.state_name for demand in demands} == {"máy đọc, chưa xác nhận"}
    assert replace(demands[0], confirmed=True).state_name == "máy đọc, đã xác nhận"
    assert Demand("x").state_name == "nhập tay"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gửi Sở Nội vụ trước ngày 10/12/2026 để", "trước ngày 10/12/2026"),
        ("hoàn thành trước quý II/2026", "hoàn thành trước quý II/2026"),
        ("báo cáo định kỳ hằng quý", "định kỳ hằng quý"),
        ("trước hết là", ""),
    ],
)
def test_a_deadline_is_found_as_it_is_written(text, expected):
    assert deadline_in(text) == expected


@given(st.lists(st.text(alphabet="abcđ 1.)-:\n", max_size=40), max_size=12))
def test_no_page_breaks_the_reading(lines):
    assert all(demand.source is DemandSource.MACHINE and not demand.confirmed for demand in from_lines(lines))


SECTION = Section(SectionKind.ITEM, "Tuyên truyền")
TASK = Task("Báo cáo")
OURS = Plan(2026, "t", ("UBND",), "Lệ Xá", sections=(SECTION,), tasks=(TASK,))
FIRST, SECOND, THIRD, PROPOSED = Demand("một"), Demand("hai"), Demand("ba"), Demand("bốn", confirmed=False)
SUPERIOR = SuperiorPlan(2026, "KH", "12/KH-UBND", demands=(FIRST, SECOND, THIRD, PROPOSED))


def lines_of(*answers, plan=OURS):
    return cover_lines(plan, (SUPERIOR,), answers)


def test_uncovered_demands_stand_first_and_proposals_do_not_stand_at_all():
    lines = lines_of(
        Answer(FIRST.id, TargetKind.SECTION, SECTION.id),
        Answer(FIRST.id, TargetKind.TASK, TASK.id),
        Answer(SECOND.id, TargetKind.NONE, reason="Xã không có cảng"),
    )
    assert [(line.demand, line.state) for line in lines] == [
        (THIRD, CoverState.UNCOVERED),
        (FIRST, CoverState.COVERED),
        (SECOND, CoverState.NOT_APPLICABLE),
    ]
    assert len(lines[1].answers) == 2
    assert lines[2].reason == "Xã không có cảng"


def test_a_section_that_was_taken_out_answers_nothing_any_more():
    answer = Answer(FIRST.id, TargetKind.SECTION, SECTION.id)
    line = lines_of(answer, plan=replace(OURS, sections=()))[0]
    assert (line.demand, line.state, line.answers) == (FIRST, CoverState.UNCOVERED, ())


def test_the_reference_says_what_is_known():
    assert SUPERIOR.reference == "Kế hoạch số 12/KH-UBND"
    assert SuperiorPlan(2026, "Tuyên truyền CCHC").reference == "Tuyên truyền CCHC"
