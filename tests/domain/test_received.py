"""What received files are of, what their cells say, and which of several counts."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal

import pytest

from cchc_desktop.domain.directory_unit import DirectoryKind, DirectoryUnit
from cchc_desktop.domain.received import ReceivedReport, ReportStanding, standings
from cchc_desktop.domain.received_reading import figures_digest, from_millionths, to_millionths
from cchc_desktop.domain.received_recognition import UnitFinder, periods_in
from cchc_desktop.domain.received_values import read_value
from cchc_desktop.domain.sheet import Cell, CellKind

C, OLD, X, S, A, R = (
    ReportStanding.CURRENT,
    ReportStanding.OLDER,
    ReportStanding.CONFLICT,
    ReportStanding.SET_ASIDE,
    ReportStanding.ACCEPTED,
    ReportStanding.RETURNED,
)


def report(key: str, ordinal: int, digest: str, standing: ReportStanding = C, package: str = "") -> ReceivedReport:
    return ReceivedReport(
        "HY-A", "xã An", "2026-Q1", ordinal, key * 64, digest=digest, standing=standing, package_id=package, id=key
    )


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ((report("a", 1, "x"),), {"a": C}),
        ((report("a", 1, "x"), report("b", 2, "y")), {"a": OLD, "b": C}),
        ((report("a", 1, "x"), report("b", 1, "y")), {"a": X, "b": X}),
        ((report("a", 1, "x"), report("b", 1, "x", package="p")), {"a": OLD, "b": C}),
        ((report("a", 1, "x", A), report("b", 1, "x", package="p")), {"a": A, "b": OLD}),
        ((report("a", 1, "x", A), report("b", 1, "y")), {"a": A, "b": X}),
        ((report("a", 1, "x", R), report("b", 1, "y")), {"a": R, "b": C}),
        ((report("a", 1, "x", S), report("b", 1, "y", X)), {"a": S, "b": C}),
        ((report("a", 2, "x", S), report("b", 1, "y", OLD)), {"a": S, "b": C}),
        ((report("a", 1, "x", A), report("b", 2, "y")), {"a": OLD, "b": C}),
    ],
)
def test_standings_whatever_the_order(reports: tuple[ReceivedReport, ...], expected: dict[str, ReportStanding]) -> None:
    for order in itertools.permutations(reports):
        assert standings(order) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Quý I năm 2026", {"2026-Q1"}),
        ("BÁO CÁO QUÝ 3/2026", {"2026-Q3"}),
        ("Kết quả 6 tháng đầu năm 2026", {"2026-6M"}),
        ("báo cáo chín tháng năm 2026", {"2026-9M"}),
        ("Báo cáo công tác năm 2026", {"2026-Y"}),
        ("CCHC_H29-12_2026-Q1_v2.cchc.zip", {"2026-Q1"}),
        ("Báo cáo quý II năm 2026 so với quý II năm 2025", {"2026-Q2", "2025-Q2"}),
        ("Lệ Xá, ngày 14 tháng 3 năm 2026", set()),
        ("Kế hoạch năm 2026", set()),
        ("Báo cáo tháng 3 năm 2026", set()),
        ("số 12/2026", set()),
    ],
)
def test_periods_are_named_or_not(text: str, found: set[str]) -> None:
    assert periods_in(text) == found


@pytest.mark.parametrize(
    ("text", "value", "doubt"),
    [
        ("12 bài", "12", ""),
        ("1.250 lượt", "1250", ""),
        ("1 250", "1250", ""),
        ("(1.000)", "-1000", ""),
        ("0", "0", ""),
        ("1,5 giờ", "1.5", ""),
        ("không phát sinh", None, ""),
        ("-", None, ""),
        ("1,234", None, "hai cách"),
        ("1.5", None, "hai cách"),
        ("1,5 triệu", None, "nghìn, triệu"),
        ("khoảng 12", None, "không đọc được"),
        ("12 bài/3 lượt", None, "không đọc được"),
        ("１２", "12", ""),
    ],
)
def test_a_cell_says_one_thing_or_waits(text: str, value: str | None, doubt: str) -> None:
    said = read_value(Cell(CellKind.TEXT, text))
    assert said.amount.value == (None if value is None else Decimal(value))
    assert (doubt in said.doubt) if doubt else said.doubt == ""


def test_percent_stays_percent_where_the_figure_is_kept_so() -> None:
    assert read_value(Cell(CellKind.TEXT, "12,5%"), percent=True).amount.value == Decimal("12.5")


@pytest.mark.parametrize("number", ["0", "0.1", "-3.25", "9007199254740993", "1234567.891", "66.666667"])
def test_millionths_give_the_number_back(number: str) -> None:
    kept = to_millionths(Decimal(number))
    if Decimal(number) > 10**13:
        assert kept is None
        return
    assert from_millionths(kept) == Decimal(number)


def test_a_digest_knows_content_not_order_or_place() -> None:
    one = ("TT01", "counted", 5, "counted", 5, "", "Du_lieu", "D10")
    two = ("TT02", "nil", None, "nil", None, "", "Du_lieu", "D11")
    moved = ("TT01", "counted", 5, "counted", 5, "", "so-lieu.json", "")
    assert figures_digest([one, two]) == figures_digest([two, moved])
    assert figures_digest([one, two]) != figures_digest([one])


UNITS = (
    DirectoryUnit("H1", "Tân Lập"),
    DirectoryUnit("H2", "Tân Lập Đông", aliases=("xã Tân Đông",)),
    DirectoryUnit("H3", "1", DirectoryKind.WARD),
    DirectoryUnit("T9.001", "An", DirectoryKind.WARD),
    DirectoryUnit("T8.001", "An", DirectoryKind.WARD),
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ỦY BAN NHÂN DÂN XÃ TÂN LẬP", {"H1"}),
        ("UBND xã Tân Lập Đông, tỉnh", {"H2"}),
        ("xa_tan_dong-2026", {"H2"}),
        ("Phường 1", {"H3"}),
        ("phường 12", set()),
        ("Phường An", {"T9.001", "T8.001"}),
        ("CCHC_T9-001_2026-Q1", {"T9.001"}),
        ("huyện Tân Lập", set()),
    ],
)
def test_units_are_mentioned_by_code_or_full_name(text: str, codes: set[str]) -> None:
    assert UnitFinder(UNITS, date(2026, 3, 14)).mentioned(text) == codes
