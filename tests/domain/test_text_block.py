"""Blocks find the right level of the outline, and come out of a plan without its names and years."""

from __future__ import annotations

from datetime import date

import pytest

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.domain.text_block import (
    BlockSection,
    BlockTopic,
    TextBlock,
    block_values,
    from_section,
    generalised,
    insert,
    search,
)
from cchc_desktop.domain.unit import Signature, Unit, UnitKind

PART, ITEM, POINT, DASH, TEXT = (
    SectionKind.PART,
    SectionKind.ITEM,
    SectionKind.POINT,
    SectionKind.DASH,
    SectionKind.TEXT,
)
UNIT = Unit(
    "u", date(2025, 7, 1), UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên", "", drafting_body="Phòng Văn hóa - Xã hội"
)


def sample() -> Plan:
    return Plan(
        2026,
        "",
        (),
        "",
        sections=(
            Section(
                PART,
                "MỤC ĐÍCH",
                children=(
                    Section(
                        ITEM,
                        "Mục đích",
                        children=(
                            Section(POINT, text="một", children=(Section(DASH, text="gạch"),)),
                            Section(POINT, text="hai"),
                        ),
                    ),
                    Section(ITEM, "Yêu cầu"),
                ),
            ),
            Section(PART, "HÌNH THỨC", children=(Section(ITEM, text="Tin, bài"), Section(TEXT, text="(Phụ lục)"))),
        ),
        signature=Signature(name="Trần Thị Nguyệt"),
    )


def block(kind: SectionKind, *children: Section) -> TextBlock:
    return TextBlock("mẫu", BlockSection.PURPOSE, (BlockTopic.GENERAL,), kind, "MỚI {nam}", children=children)


def shown(plan: Plan) -> list[str]:
    labels = outline.labels(plan.sections)
    return [f"{outline.printed_label(s.kind, labels[s.id])} {s.title or s.text}".strip() for s in plan.walk()]


def after(plan: Plan, words: str, new: TextBlock) -> list[str]:
    place = next(s.id for s in plan.walk() if words in (s.title, s.text))
    made, created = insert(plan, new, place, block_values(plan, UNIT))
    assert made.section(created) is not None
    return shown(made)


@pytest.mark.parametrize(
    ("kind", "place", "before", "label"),
    [
        (POINT, "một", "- gạch", "b)"),  # same level: behind it and all below it
        (POINT, "gạch", "- gạch", "b)"),  # deeper: behind the point it stands in
        (POINT, "Mục đích", "b) hai", "c)"),  # a heading: at the end of its points
        (POINT, "Yêu cầu", "2. Yêu cầu", "a)"),  # an empty heading gets its first point
        (POINT, "Tin, bài", "1. Tin, bài", "a)"),
        (ITEM, "hai", "b) hai", "2."),
        (ITEM, "HÌNH THỨC", "(Phụ lục)", "2."),
        (POINT, "HÌNH THỨC", "(Phụ lục)", "2."),  # no points there: it takes the kind of its neighbours
        (POINT, "(Phụ lục)", "(Phụ lục)", "2."),
        (PART, "một", "2. Yêu cầu", "II."),
        (TEXT, "hai", "b) hai", ""),
        (TEXT, "HÌNH THỨC", "(Phụ lục)", ""),
    ],
)
def test_a_block_finds_its_level(kind: SectionKind, place: str, before: str, label: str) -> None:
    lines = after(sample(), place, block(kind))
    assert lines[lines.index(before) + 1] == f"{label} MỚI 2026".strip()


def test_what_is_below_a_block_shifts_with_it() -> None:
    lines = after(sample(), "HÌNH THỨC", block(POINT, Section(DASH, text="con {nguoi_ky}")))
    assert lines[-2:] == ["2. MỚI 2026", "a) con Trần Thị Nguyệt"]


def test_an_empty_plan_takes_a_block_and_each_insertion_is_new() -> None:
    empty = Plan(2026, "", (), "")
    once, first = insert(empty, block(POINT), "", {})
    twice, second = insert(once, block(POINT), "", {})
    assert shown(twice) == ["a) MỚI {nam}", "b) MỚI {nam}"]
    assert first != second


def test_variables_without_an_office_leave_what_is_not_known() -> None:
    values = block_values(Plan(2026, "", (), ""), None)
    assert values == {"nam": "2026", "nam_truoc": "2025", "nguoi_ky": "……"}


def test_search_needs_no_accents_and_finds_by_topic_name() -> None:
    blocks = (block(POINT), TextBlock("Đặt lịch", BlockSection.FORM, (BlockTopic.ONLINE,), DASH, "Nộp hồ sơ"))
    assert search(blocks, "dich vu cong") == (blocks[1],)
    assert search(blocks, "DAT lich ho so") == (blocks[1],)
    assert search(blocks, section=BlockSection.PURPOSE) == (blocks[0],)
    assert search(blocks, topic=BlockTopic.SIPAS) == ()


def test_a_section_becomes_a_block_without_names_and_years() -> None:
    values = block_values(sample(), UNIT)
    section = Section(
        POINT,
        text="Ủy ban nhân dân xã Lệ Xá, tỉnh Hưng Yên năm 2026, so với năm 2025",
        children=(Section(DASH, text="Phòng Văn hóa - Xã hội"),),
        origin="assignment",
    )
    made = from_section(section, "Tên", BlockSection.DUTIES, (), values)
    assert made.text == "Ủy ban nhân dân {ten_don_vi}, {ten_tinh} năm {nam}, so với năm {nam_truoc}"
    assert made.children[0].text == "{co_quan_chu_tri}"
    assert made.own
    again, created = insert(sample(), made, "", values)
    back = again.section(created)
    assert back is not None
    assert back.text == section.text
    assert back.origin == ""


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 10/KH-UBND ngày 10/01/2026",
        "ngày 05 tháng 01 năm 2026",
        "ngày 5 tháng 3 năm 2026",
        "giai đoạn từ năm 2026 - 2030",
        "số 12026",
    ],
)
def test_years_of_other_documents_stay(text: str) -> None:
    assert generalised(text, block_values(sample(), UNIT)) == text
