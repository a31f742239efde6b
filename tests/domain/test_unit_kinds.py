"""Offices of every kind: their names in text, in the header, behind the number."""

from __future__ import annotations

from datetime import date

import pytest

from cchc_desktop.domain.unit import Unit, UnitKind, place_of, split_unit_name


def unit(kind: UnitKind, name: str) -> Unit:
    return Unit("u", date(2025, 7, 1), kind, name, "Tỉnh Hưng Yên", "Bộ Nội vụ")


@pytest.mark.parametrize(
    ("text", "kind", "name", "committee", "lines", "symbol", "place"),
    [
        ("Xã Lệ Xá", UnitKind.COMMUNE, "Lệ Xá", "Ủy ban nhân dân xã Lệ Xá", 2, "UBND", "Lệ Xá"),
        ("Phường 1", UnitKind.WARD, "1", "Ủy ban nhân dân Phường 1", 2, "UBND", "Phường 1"),
        ("UBND tỉnh Hưng Yên", UnitKind.PROVINCE, "Hưng Yên", "Ủy ban nhân dân tỉnh Hưng Yên", 2, "UBND", "Hưng Yên"),
        ("Thành phố Huế", UnitKind.CITY, "Huế", "Ủy ban nhân dân thành phố Huế", 2, "UBND", "Huế"),
        (
            "Thành phố Hồ Chí Minh", UnitKind.CITY, "Hồ Chí Minh", "Ủy ban nhân dân Thành phố Hồ Chí Minh", 2, "UBND",
            "Hồ Chí Minh",
        ),
        (
            "Sở Nội vụ tỉnh Hưng Yên", UnitKind.AGENCY, "Sở Nội vụ tỉnh Hưng Yên", "Sở Nội vụ tỉnh Hưng Yên", 1, "SNV",
            "Hưng Yên",
        ),
        (
            "Sở Nội vụ thành phố Hải Phòng", UnitKind.AGENCY, "Sở Nội vụ thành phố Hải Phòng",
            "Sở Nội vụ thành phố Hải Phòng", 1, "SNV", "Hải Phòng",
        ),
        ("Bộ Nội vụ", UnitKind.AGENCY, "Bộ Nội vụ", "Bộ Nội vụ", 1, "BNV", ""),
    ],
)  # fmt: skip
def test_names_of_an_office(
    text: str, kind: UnitKind, name: str, committee: str, lines: int, symbol: str, place: str
) -> None:
    assert split_unit_name(text) == (kind, name)
    made = unit(kind, name)
    assert (made.committee, made.symbol, place_of(kind, name)) == (committee, symbol, place)
    assert len(made.issuer_lines) == lines
    assert made.issuer_lines[-1] in ("SỞ NỘI VỤ", "BỘ NỘI VỤ", made.full_name.upper())
