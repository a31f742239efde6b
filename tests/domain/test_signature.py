"""Names of the office and signing blocks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.unit import (
    Signature,
    Signer,
    SigningMode,
    Unit,
    UnitKind,
    place_of,
    read_signature,
    split_unit_name,
)

BODY = "ỦY BAN NHÂN DÂN"
MODES = [mode for mode in SigningMode if mode is not SigningMode.AS_WRITTEN]
TITLES = ["CHỦ TỊCH", "PHÓ CHỦ TỊCH", "TRƯỞNG PHÒNG", "CHÁNH VĂN PHÒNG", "CHỦ NHIỆM"]


@given(
    st.builds(
        Signature,
        mode=st.sampled_from(MODES),
        body=st.sampled_from(["", BODY, "BAN CHỈ ĐẠO"]),
        head=st.sampled_from(TITLES),
        title=st.sampled_from(TITLES),
        name=st.just("Nguyễn Văn An"),
    )
)
def test_a_signature_written_is_read_back(signature: Signature) -> None:
    if signature.mode is SigningMode.COLLECTIVE and not signature.body:
        return  # nobody signs "TM." without saying for whom
    again = read_signature(signature.lines, signature.name)
    assert again.lines == signature.lines
    assert again.mode is signature.mode
    assert again.name == signature.name


@given(st.lists(st.text(alphabet="TMKLUQ. CHỦỊPÓabỷ", max_size=12), max_size=4))
def test_no_line_of_a_foreign_block_is_lost(lines: list[str]) -> None:
    signature = read_signature(tuple(lines), "")
    words = " ".join(" ".join(lines).upper().replace(".", ". ").split())
    again = " ".join(" ".join(signature.lines).replace(".", ". ").split())
    assert again == words.replace("UỶ BAN", "ỦY BAN")


@pytest.mark.parametrize(
    ("lines", "mode"),
    [
        (("TM. UỶ BAN NHÂN DÂN", "CHỦ TỊCH"), SigningMode.COLLECTIVE),
        (("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"), SigningMode.DEPUTY),
        (("KT.CHỦ TỊCH", "PHÓ CHỦ TỊCH"), SigningMode.DEPUTY),
        (("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"), SigningMode.BY_ORDER),
        (("TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), SigningMode.BY_AUTHORITY),
        (("Q. CHỦ TỊCH",), SigningMode.ACTING),
        (("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"), SigningMode.ACTING),
        (("CHỦ TỊCH",), SigningMode.OWN),
        (("TL. CHỦ TỊCH", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), SigningMode.AS_WRITTEN),
        ((), SigningMode.AS_WRITTEN),
    ],
)
def test_blocks_as_offices_write_them(lines: tuple[str, ...], mode: SigningMode) -> None:
    assert read_signature(lines, "").mode is mode


def test_the_lines_of_article_13() -> None:
    assert Signature(SigningMode.DEPUTY, title="PHÓ CHỦ TỊCH").lines == (f"TM. {BODY}", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    by_order = Signer("1", "Trần Thị Bình", SigningMode.BY_ORDER, "Trưởng phòng", date(2025, 7, 1))
    assert by_order.signature().lines == ("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã Lệ Xá", (UnitKind.COMMUNE, "Lệ Xá")),
        ("UBND phường Trần Phú", (UnitKind.WARD, "Trần Phú")),
        ("Uỷ ban  nhân dân xã\u00a0Lệ Xá", (UnitKind.COMMUNE, "Lệ Xá")),
        ("đặc khu Phú Quốc", (UnitKind.SPECIAL_ZONE, "Phú Quốc")),
        ("Phường 1", (UnitKind.WARD, "1")),
        ("phu\u031bo\u031b\u0300ng Tân An", (UnitKind.WARD, "Tân An")),
        ("Lệ Xá", None),
        ("Thị trấn Vương", None),
        ("Xãluận", None),
    ],
)
def test_names_of_units(text: str, expected: tuple[UnitKind, str] | None) -> None:
    assert split_unit_name(text) == expected


def test_a_unit_named_by_a_number_keeps_its_noun() -> None:
    unit = Unit("u", date(2025, 7, 1), UnitKind.WARD, "1", "Thành phố Hồ Chí Minh", "")
    assert unit.full_name == "Phường 1"
    assert place_of(UnitKind.WARD, "1") == "Phường 1"
    assert place_of(UnitKind.SPECIAL_ZONE, "Phú Quốc") == "Phú Quốc"


def test_a_unit_in_header_and_text() -> None:
    unit = Unit("u", date(2025, 7, 1), UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên", "")
    assert unit.issuer_lines == (BODY, "XÃ LỆ XÁ")
    assert unit.committee == "Ủy ban nhân dân xã Lệ Xá"
