"""Finding the documents a plan cites."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cchc_desktop.domain.legal_basis import LegalBasis
from cchc_desktop.domain.legal_citation import citation_findings, citations, preamble_warnings
from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine, Section, SectionKind, Task

TODAY = date(2026, 8, 1)
LAW = LegalBasis(
    "Luật", "72/2025/QH15", "Quốc hội", "Tổ chức chính quyền địa phương", date(2025, 6, 16), checked_on=TODAY
)
DECREE = LegalBasis(
    "Nghị định", "30/2020/NĐ-CP", "Chính phủ", "về công tác văn thư", date(2020, 3, 5), checked_on=TODAY
)
RESOLUTION = LegalBasis(
    "Nghị quyết", "76/NQ-CP", "Chính phủ", "ban hành Chương trình", date(2021, 7, 15), checked_on=TODAY
)
OLD = LegalBasis(
    "Nghị định",
    "42/2022/NĐ-CP",
    "Chính phủ",
    "về dịch vụ công trực tuyến",
    date(2022, 6, 24),
    valid_to=date(2026, 6, 30),
    replaced_by="224/2026/NĐ-CP",
    checked_on=TODAY,
)
REGISTER = (LAW, DECREE, RESOLUTION, OLD)


def body(*texts: str) -> Plan:
    return Plan(2026, "", (), "", sections=tuple(Section(SectionKind.TEXT, text=text) for text in texts))


def cited(text: str) -> list[tuple[str, str, bool]]:
    return [(one.text, one.number, one.basis is not None) for one in citations(body(text), REGISTER)]


@pytest.mark.parametrize(
    ("text", "found", "known"),
    [
        ("theo Nghị định số 30/2020/NĐ-CP của Chính phủ", "Nghị định số 30/2020/NĐ-CP", True),
        ("theo Nghị định 30/2020/NĐ–CP", "Nghị định 30/2020/NĐ–CP", True),  # no "số", an en dash out of Word
        ("Nghị quyết số 76/NQ-CP ngày 15/7/2021", "Nghị quyết số 76/NQ-CP ngày 15/7/2021", True),
        ("Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021", "Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021", True),
        ("Nghị quyết số 76/NQ-CP ngày 02/6/2023", "Nghị quyết số 76/NQ-CP ngày 02/6/2023", False),
        (
            "Luật Tổ chức chính quyền địa phương số 72/2025/QH15",
            "Luật Tổ chức chính quyền địa phương số 72/2025/QH15",
            True,
        ),
        ("Luật Tổ chức chính quyền địa phương; các luật", "Luật Tổ chức chính quyền địa phương", True),
        ("Kế hoạch thực hiện Nghị định số 30/2020/NĐ-CP", "Nghị định số 30/2020/NĐ-CP", True),
        ("Luật A và Nghị định số 30/2020/NĐ-CP", "Nghị định số 30/2020/NĐ-CP", True),
        ("Chỉ thị số 28-CT/TU ngày 10/8/2022", "Chỉ thị số 28-CT/TU ngày 10/8/2022", False),
        ("Kế hoạch số 07/KH-UBND", "Kế hoạch số 07/KH-UBND", False),
        ("Công văn số 581/BNV-CCHC", "Công văn số 581/BNV-CCHC", False),
    ],
)
def test_citations_of_all_shapes_are_found(text: str, found: str, known: bool) -> None:
    assert [(one[0], one[2]) for one in cited(text)] == [(found, known)]


@pytest.mark.parametrize(
    "text",
    [
        "đạt 30/2020 chỉ tiêu",
        "ngày 15/7/2021",
        "tỷ lệ 24/7",
        "Luật Tổ chức chính quyền địa phương năm 2015",
        "50/50 km/h",
    ],
)
def test_what_only_looks_like_one_is_none_of_the_register(text: str) -> None:
    assert not [one for one in cited(text) if one[2]]


def test_every_part_of_a_plan_is_read_and_the_first_mention_is_marked() -> None:
    plan = Plan(
        2026,
        "",
        (),
        "",
        preamble=(PreambleLine(LineKind.BASIS, "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ"),),
        sections=(Section(SectionKind.PART, "THEO NGHỊ ĐỊNH", children=(Section(SectionKind.ITEM, text="76/NQ-CP"),)),),
        closing=("theo Nghị định số 30/2020/NĐ-CP",),
        tasks=(Task("Thực hiện Nghị quyết số 76/NQ-CP"),),
    )
    found = citations(plan, REGISTER)
    assert [(one.spot.part, one.number, one.first) for one in found] == [
        ("preamble", "30/2020/NĐ-CP", True),
        ("section", "76/NQ-CP", True),
        ("closing", "30/2020/NĐ-CP", False),
        ("task", "76/NQ-CP", False),
    ]
    first = found[0]
    assert plan.preamble[0].text[first.start : first.end] == first.text


def rules(plan: Plan) -> list[str]:
    return [finding.rule for finding in citation_findings(plan, REGISTER, TODAY)]


def test_first_full_later_short() -> None:
    full = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
    assert rules(body(full, "Nghị định số 30/2020/NĐ-CP")) == []
    assert rules(body("Nghị định số 30/2020/NĐ-CP", full)) == ["cite-first-full", "cite-later-short"]
    first, later = citation_findings(body("Nghị định số 30/2020/NĐ-CP", full), REGISTER, TODAY)
    assert first.suggestion == full
    assert later.suggestion == "Nghị định số 30/2020/NĐ-CP"
    assert rules(body("Luật Tổ chức chính quyền địa phương", "Luật Tổ chức chính quyền địa phương")) == []


def test_the_plans_own_date_decides_what_is_in_force() -> None:
    text = "Nghị định số 42/2022/NĐ-CP ngày 24/6/2022 của Chính phủ"
    assert rules(body(text)) == ["basis-replaced", "basis-expired"]
    assert rules(replace(body(text), date=date(2025, 1, 5))) == []


def test_a_wrong_date_is_told() -> None:
    (finding,) = citation_findings(body("Nghị định số 30/2020/NĐ-CP ngày 03/5/2020 của Chính phủ"), REGISTER, TODAY)
    assert finding.rule == "basis-date"
    assert finding.reason == "ghi ngày 03/05/2020, trong danh mục căn cứ là ngày 05/03/2020"


def test_two_documents_of_one_number_are_told_by_year_and_issuer() -> None:
    here = LegalBasis("Quyết định", "01/QĐ-UBND", "Ủy ban nhân dân tỉnh Hưng Yên", "a", date(2026, 1, 5))
    there = LegalBasis("Quyết định", "01/QĐ-UBND", "Ủy ban nhân dân xã Lệ Xá", "b", date(2026, 1, 7))
    before = LegalBasis("Quyết định", "01/QĐ-UBND", "Ủy ban nhân dân xã Lệ Xá", "c", date(2025, 1, 7))
    plan = body(
        "Quyết định số 01/QĐ-UBND ngày 07/01/2026 của Ủy ban nhân dân xã Lệ Xá",
        "Quyết định số 01/QĐ-UBND ngày 07/01/2025 của Ủy ban nhân dân xã Lệ Xá",
    )
    assert [one.basis and one.basis.subject for one in citations(plan, (here, there, before))] == ["b", "c"]


def test_warnings_stand_at_the_line_of_the_preamble() -> None:
    plan = Plan(
        2026,
        "",
        (),
        "",
        preamble=(
            PreambleLine(LineKind.BASIS, "Căn cứ Luật Tổ chức chính quyền địa phương"),
            PreambleLine(LineKind.BASIS, "Căn cứ Nghị định số 42/2022/NĐ-CP"),
        ),
    )
    found = preamble_warnings(plan, REGISTER, TODAY)
    assert list(found) == [1]
    assert found[1][0] is OLD
    assert found[1][1][0].text == "đã được thay thế bởi 224/2026/NĐ-CP"
