"""Citing, ordering and warning about legal bases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cchc_desktop.domain.legal_basis import (
    BasisSource,
    BasisWarningKind,
    CitationStyle,
    LegalBasis,
    basis_problems,
    basis_warnings,
    cite_full,
    cite_short,
    in_order,
    number_key,
    style_of,
)
from cchc_desktop.domain.legal_preamble import pick, sort_bases
from cchc_desktop.domain.legal_update import BasisUpdate, UpdateKind, preview, to_write
from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine

TODAY = date(2026, 3, 12)
LAW = LegalBasis("Luật", "72/2025/QH15", "Quốc hội", "Tổ chức chính quyền địa phương", date(2025, 6, 16))
DECREE = LegalBasis(
    "Nghị định", "30/2020/NĐ-CP", "Chính phủ", "về công tác văn thư", date(2020, 3, 5), checked_on=date(2026, 1, 2)
)
RESOLUTION = LegalBasis("Nghị quyết", "76/NQ-CP", "Chính phủ", "ban hành Chương trình tổng thể", date(2021, 7, 15))


def basis(kind: str, number: str, issuer: str, day: date = date(2025, 1, 2)) -> LegalBasis:
    return LegalBasis(kind, number, issuer, "về việc gì đó", day)


def kinds(entry: LegalBasis, on: date = TODAY, today: date = TODAY) -> list[str]:
    return [warning.kind.value for warning in basis_warnings(entry, on, today)]


def test_a_decree_is_cited_in_full_with_the_zeros_of_the_decree_on_layout() -> None:
    assert cite_full(DECREE) == "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
    assert cite_short(DECREE) == "Nghị định số 30/2020/NĐ-CP"
    short = CitationStyle(spelled_dates=False)
    assert cite_full(DECREE, short).startswith("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ")


def test_a_law_is_cited_by_its_name_and_by_its_number_only_where_that_is_the_house_style() -> None:
    assert cite_full(LAW) == cite_short(LAW) == "Luật Tổ chức chính quyền địa phương"
    assert cite_full(replace(LAW, subject="Luật Tổ chức chính quyền địa phương")) == cite_full(LAW)
    numbered = CitationStyle(spelled_dates=False, numbered_laws=True)
    assert cite_full(LAW, numbered) == "Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16/6/2025"


def test_the_style_is_that_of_the_lines_already_there() -> None:
    assert style_of([]) == CitationStyle()
    lines = ["Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16/6/2025"]
    assert style_of(lines) == CitationStyle(spelled_dates=False, numbered_laws=True)
    assert style_of(["Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ"]) == CitationStyle()


def test_order_is_the_hierarchy_then_the_date() -> None:
    wanted = [
        basis("Luật", "10/2020/QH14", "Quốc hội", date(2020, 1, 1)),
        LAW,
        basis("Nghị quyết", "202/2025/QH15", "Quốc hội"),
        basis("Nghị quyết", "1676/NQ-UBTVQH15", "Ủy ban Thường vụ Quốc hội"),
        DECREE,
        basis("Nghị định", "150/2025/NĐ-CP", "Chính phủ"),
        RESOLUTION,
        basis("Quyết định", "06/QĐ-TTg", "Thủ tướng Chính phủ"),
        basis("Chỉ thị", "23/CT-TTg", "Thủ tướng Chính phủ"),
        basis("Thông tư", "06/2026/TT-BNV", "Bộ trưởng Bộ Nội vụ"),
        basis("Quyết định", "892/QĐ-BNV", "Bộ trưởng Bộ Nội vụ"),
        basis("Nghị quyết", "12/NQ-HĐND", "Hội đồng nhân dân tỉnh Hưng Yên"),
        basis("Quyết định", "01/2025/QĐ-UBND", "Ủy ban nhân dân tỉnh Hưng Yên"),
        basis("Kế hoạch", "07/KH-UBND", "Ủy ban nhân dân tỉnh Hưng Yên"),
        basis("Nghị quyết", "05/NQ-HĐND", "Hội đồng nhân dân xã Lệ Xá"),
        basis("Quyết định", "09/QĐ-UBND", "Ủy ban nhân dân xã Lệ Xá"),
        basis("Nghị quyết", "57-NQ/TW", "Bộ Chính trị"),
    ]
    assert [one.number for one in in_order(reversed(wanted))] == [one.number for one in wanted]


def test_a_document_is_told_by_number_year_and_local_issuer() -> None:
    assert number_key(" 07/KH – UBND ") == number_key("7/KH-UBND")
    assert basis("Nghị quyết", "76/NQ-CP", "Chính phủ", date(2021, 7, 15)).key == RESOLUTION.key
    assert basis("Nghị quyết", "76/NQ-CP", "Chính phủ", date(2025, 7, 15)).key != RESOLUTION.key
    here = basis("Quyết định", "01/2025/QĐ-UBND", "UBND tỉnh Hưng Yên")
    assert here.key == basis("Quyết định", "01/2025/QĐ-UBND", "Ủy ban nhân dân tỉnh Hưng Yên").key
    assert here.key != basis("Quyết định", "01/2025/QĐ-UBND", "Ủy ban nhân dân tỉnh Sơn La").key


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 5, 31), ["not_yet"]),
        (date(2025, 6, 1), []),
        (date(2026, 6, 30), []),
        (date(2026, 7, 1), ["expired"]),
    ],
)
def test_what_is_in_force_is_told_on_the_day(day: date, expected: list[str]) -> None:
    entry = replace(DECREE, valid_from=date(2025, 6, 1), valid_to=date(2026, 6, 30))
    assert [kind for kind in kinds(entry, day) if kind != "amended"] == expected


def test_a_replaced_document_says_by_what_and_an_end_to_come_is_told_before() -> None:
    gone = replace(DECREE, replaced_by="99/2026/NĐ-CP", valid_to=date(2026, 2, 28))
    texts = [warning.text for warning in basis_warnings(gone, TODAY, TODAY)]
    assert texts == ["đã được thay thế bởi 99/2026/NĐ-CP", "hết hiệu lực từ ngày 01/03/2026"]
    assert all(warning.serious for warning in basis_warnings(gone, TODAY, TODAY))
    (soon,) = basis_warnings(replace(gone, valid_to=date(2026, 6, 30)), TODAY, TODAY)
    assert soon.text == "sẽ hết hiệu lực từ ngày 01/07/2026, được thay thế bởi 99/2026/NĐ-CP"
    assert not soon.serious


def test_a_check_holds_a_year() -> None:
    assert kinds(replace(DECREE, checked_on=date(2025, 3, 12))) == []
    (old,) = basis_warnings(replace(DECREE, checked_on=date(2025, 3, 11)), TODAY, TODAY)
    assert old.text == "chưa kiểm tra hiệu lực từ ngày 11/03/2025"
    assert kinds(replace(DECREE, checked_on=None)) == [BasisWarningKind.UNCHECKED]


def test_an_entry_that_cannot_be_cited_in_full_says_what_is_missing() -> None:
    bare = LegalBasis("Quyết định", "892/QĐ-BNV", "", "về Chỉ số", checked_on=TODAY)
    assert [w.text for w in basis_warnings(bare, TODAY, TODAY)] == ["thiếu ngày ban hành, cơ quan ban hành"]
    assert cite_full(bare) == "Quyết định số 892/QĐ-BNV ngày … tháng … năm … về Chỉ số"


def test_wrong_entries_are_named_by_field() -> None:
    wrong = LegalBasis("", "không số", "", "", date(2025, 1, 1), date(2025, 2, 1), date(2024, 1, 1))
    assert set(basis_problems(wrong)) == {"kind", "number", "subject", "valid_to"}
    assert basis_problems(replace(DECREE, replaced_by="030/2020/NĐ-CP")).keys() == {"replaced_by"}
    for number in ("30/2020/NĐ-CP", "76/NQ-CP", "57-NQ/TW", "581/BNV-CCHC"):
        assert basis_problems(replace(DECREE, number=number)) == {}


# -- into the plan


def plan(*lines: tuple[LineKind, str]) -> Plan:
    return Plan(2026, "Kế hoạch", (), "Lệ Xá", preamble=tuple(PreambleLine(*line) for line in lines))


def test_picked_bases_stand_in_order_before_the_opening() -> None:
    register = (LAW, DECREE, RESOLUTION)
    made = pick(plan((LineKind.OPENING, "Ủy ban nhân dân xã ban hành …")), (RESOLUTION, LAW, DECREE), register)
    assert [line.text for line in made.preamble] == [
        "Căn cứ Luật Tổ chức chính quyền địa phương",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
        "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ ban hành Chương trình tổng thể",
        "Ủy ban nhân dân xã ban hành …",
    ]
    assert [line.kind for line in made.preamble] == [LineKind.BASIS] * 3 + [LineKind.OPENING]


def test_lines_of_a_persons_own_keep_their_place_and_nothing_comes_twice() -> None:
    old = plan(
        (LineKind.BASIS, "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ"),
        (LineKind.BASIS, "Căn cứ Kế hoạch số 12/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh"),
        (LineKind.OPENING, "Theo đề nghị …"),
    )
    register = (LAW, DECREE, RESOLUTION)
    made = pick(old, (RESOLUTION, DECREE), register)
    assert [line.text[:37] for line in made.preamble] == [
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngà",
        "Căn cứ Nghị quyết số 76/NQ-CP ngày 15",
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 05",
        "Theo đề nghị …",
    ]
    assert "05/3/2020" in made.preamble[0].text  # the dates of the plan are short, so this one is
    assert pick(made, (RESOLUTION, DECREE), register) == made


def test_sorting_moves_known_lines_only() -> None:
    old = plan(
        (LineKind.BASIS, "Căn cứ Nghị định số 30/2020/NĐ-CP"),
        (LineKind.BASIS, "Căn cứ tình hình thực tế"),
        (LineKind.BASIS, "Căn cứ Luật Tổ chức chính quyền địa phương"),
    )
    made = sort_bases(old, (LAW, DECREE))
    assert [line.text for line in made.preamble] == [
        "Căn cứ Luật Tổ chức chính quyền địa phương",
        "Căn cứ tình hình thực tế",
        "Căn cứ Nghị định số 30/2020/NĐ-CP",
    ]


# -- update files


def test_an_update_tells_new_changed_same_and_the_offices_own() -> None:
    own = replace(LAW, source=BasisSource.OFFICE, note="ghi chú của xã", version=2)
    seed = replace(DECREE, source=BasisSource.SEED)
    known = replace(RESOLUTION, source=BasisSource.UPDATE)
    new = basis("Nghị định", "224/2026/NĐ-CP", "Chính phủ")
    ended = replace(seed, id="x", valid_to=date(2026, 6, 30))
    update = BasisUpdate("1", "", (new, ended, replace(known, id="y"), replace(own, id="z", note="")))
    shown = preview(update, (own, seed, known))
    assert [row.kind for row in shown.rows] == [UpdateKind.NEW, UpdateKind.CHANGED, UpdateKind.SAME, UpdateKind.OWN]
    assert shown.rows[1].changes == ("ngày cuối còn hiệu lực: (trống) → 30/06/2026",)
    assert shown.rows[3].changes == ("ghi chú: ghi chú của xã → (trống)",)
    assert [one.number for one in to_write(shown)] == ["224/2026/NĐ-CP", "30/2020/NĐ-CP"]
    assert to_write(shown)[1].id == seed.id
    assert [one.number for one in to_write(shown, [own.id])][-1] == LAW.number


def test_an_older_check_never_takes_the_place_of_a_newer_one() -> None:
    seed = replace(DECREE, source=BasisSource.SEED)
    older = replace(DECREE, id="x", checked_on=date(2024, 1, 1))
    (row,) = preview(BasisUpdate("1", "", (older,)), (seed,)).rows
    assert row.kind is UpdateKind.SAME
    own = replace(DECREE, source=BasisSource.OFFICE)
    newer = replace(DECREE, id="x", checked_on=date(2026, 3, 1))
    (row,) = preview(BasisUpdate("1", "", (newer,)), (own,)).rows
    assert row.kind is UpdateKind.CHANGED
    assert row.after.source is BasisSource.OFFICE
