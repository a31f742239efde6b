"""Differences people can read, which lose and invent no word."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine, Section, SectionKind, Task
from cchc_desktop.domain.plan_diff import Fate, plan_diff
from cchc_desktop.domain.words_diff import Mark, words_diff


def section(key: str, title: str = "", text: str = "", *children: Section, kind: SectionKind = SectionKind.ITEM):
    return Section(kind, title, text, children, id=key)


PLAN = Plan(
    2026,
    "Tuyên truyền năm 2026",
    ("ỦY BAN NHÂN DÂN", "XÃ HÒA BÌNH"),
    "Hòa Bình",
    preamble=(PreambleLine(LineKind.BASIS, "Căn cứ A"), PreambleLine(LineKind.OPENING, "Ban hành như sau:")),
    sections=(
        section(
            "1", "MỤC ĐÍCH", "",
            section("1a", "", "Nâng cao nhận thức của cán bộ"),
            section("1b", "", "Người dân hiểu rõ"),
            kind=SectionKind.PART,
        ),
        section("2", "NỘI DUNG", "Tuyên truyền qua loa truyền thanh", kind=SectionKind.PART),
        section("3", "KINH PHÍ", "Ngân sách xã", kind=SectionKind.PART),
    ),
    closing=("Trên đây là Kế hoạch",),
    recipients=("Đảng ủy", "HĐND", "Lưu: VT"),
    tasks=(Task("Phát thanh", target=Decimal(12), id="t1"), Task("Hội nghị", id="t2"), Task("Tờ rơi", id="t3")),
)  # fmt: skip


def facts(new: Plan) -> list[tuple[Fate, str]]:
    return [(change.fate, change.part) for change in plan_diff(PLAN, new)]


def test_a_plan_does_not_differ_from_itself_nor_by_number_version_and_state():
    assert plan_diff(PLAN, PLAN) == ()
    assert plan_diff(PLAN, replace(PLAN, number=5, version=9, status="issued", notes=(), id="x")) == ()


def test_a_changed_word_shows_as_a_word():
    new = replace(PLAN, sections=outline.update(PLAN.sections, "1a", text="Nâng cao trách nhiệm của cán bộ"))
    (change,) = plan_diff(PLAN, new)
    assert (change.fate, change.part) == (Fate.CHANGED, "Mục I.1")
    assert [(piece.mark, piece.text) for piece in change.pieces] == [
        (Mark.SAME, "Nâng cao "),
        (Mark.REMOVED, "nhận thức"),
        (Mark.ADDED, "trách nhiệm"),
        (Mark.SAME, " của cán bộ"),
    ]


def test_sections_added_removed_and_moved():
    assert facts(replace(PLAN, sections=outline.remove(PLAN.sections, "1b"))) == [(Fate.REMOVED, "Mục I.2")]
    new = outline.insert_child(PLAN.sections, "1", section("9", "", "Điểm mới"))
    assert facts(replace(PLAN, sections=new)) == [(Fate.ADDED, "Mục I.3")]
    moved = plan_diff(PLAN, replace(PLAN, sections=outline.move_by(PLAN.sections, "3", -1)))
    assert [change.fate for change in moved] == [Fate.MOVED]
    assert moved[0].place in ("Mục III → Mục II", "Mục II → Mục III")
    inwards = plan_diff(PLAN, replace(PLAN, sections=outline.indent(PLAN.sections, "3")))
    assert [(change.fate, change.place) for change in inwards] == [(Fate.CHANGED, "Mục III → Mục II.1")]


def test_a_part_that_goes_or_comes_whole_is_one_difference():
    (change,) = plan_diff(PLAN, replace(PLAN, sections=outline.remove(PLAN.sections, "1")))
    assert (change.fate, change.part) == (Fate.REMOVED, "Mục I")
    assert change.pieces[0].text == "MỤC ĐÍCH\n1. Nâng cao nhận thức của cán bộ\n2. Người dân hiểu rõ"
    rescued = outline.remove(outline.move(PLAN.sections, "1b", None, 3), "1")
    changes = plan_diff(PLAN, replace(PLAN, sections=rescued))
    assert sorted(change.fate for change in changes) == [Fate.MOVED, Fate.REMOVED]


def test_a_section_pasted_anew_is_the_same_one():
    pasted = tuple(replace(part, id=part.id + "x") for part in PLAN.sections[1:])
    assert facts(replace(PLAN, sections=(PLAN.sections[0], *pasted))) == []


def test_lines_and_tasks():
    assert facts(replace(PLAN, recipients=("HĐND", "Lưu: VT", "Công an xã"))) == [
        (Fate.REMOVED, "Nơi nhận"),
        (Fate.ADDED, "Nơi nhận"),
    ]
    assert facts(replace(PLAN, recipients=("HĐND", "Đảng ủy", "Lưu: VT"))) == [(Fate.MOVED, "Nơi nhận")]
    first, second, third = PLAN.tasks
    assert facts(replace(PLAN, tasks=(first, third))) == [(Fate.REMOVED, "Nhiệm vụ 2")]
    changed = plan_diff(PLAN, replace(PLAN, tasks=(replace(first, target=Decimal(24)), second, third)))
    assert [(change.fate, change.part) for change in changed] == [(Fate.CHANGED, "Nhiệm vụ 1")]
    assert ("24", Mark.ADDED) in [(piece.text, piece.mark) for piece in changed[0].pieces]
    assert facts(replace(PLAN, tasks=(third, first, second))) == [(Fate.MOVED, "Nhiệm vụ 1")]


def test_the_header():
    assert facts(replace(PLAN, title="Tuyên truyền năm 2027")) == [(Fate.CHANGED, "Trích yếu")]


@pytest.mark.parametrize("seed", range(30))
def test_no_word_is_lost_or_invented(seed):
    chance = random.Random(seed)
    words = ["cán bộ", "Nhân dân", "tuyên truyền", "12,5", "(CCHC)", ";", "\n", "đ", "Ắ"]
    old, new = (" ".join(chance.choices(words, k=chance.randint(0, 25))) for _ in range(2))
    pieces = words_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.REMOVED) == new
    assert all(first.mark is not second.mark for first, second in pairwise(pieces))


@pytest.mark.parametrize("seed", range(20))
def test_every_edit_of_the_tree_is_told(seed):
    chance = random.Random(seed)
    sections = PLAN.sections
    for _ in range(3):
        key = chance.choice([part.id for top in sections for part in top.walk()])
        sections = chance.choice(
            [
                lambda tree, key=key: outline.remove(tree, key),
                lambda tree, key=key: outline.move_by(tree, key, chance.choice([-1, 1])),
                lambda tree, key=key: outline.update(tree, key, text=f"Lời {chance.random()}"),
                lambda tree, key=key: outline.insert_after(tree, key, section(f"n{chance.random()}", "", "Mới")),
            ]
        )(sections)
        if not sections:
            break
    changes = plan_diff(PLAN, replace(PLAN, sections=sections))
    assert bool(changes) == (outline.shape(sections) != outline.shape(PLAN.sections))
