"""Units over time: on which day, made of what, whose figures count."""

from __future__ import annotations

from datetime import date

import pytest

from cchc_desktop.domain.directory_succession import merge, rename, sources, split
from cchc_desktop.domain.directory_unit import (
    DirectoryKind,
    DirectoryUnit,
    Expectation,
    deadline_of,
    expected,
    on_day,
    overlaps,
    read_kind,
    unit_problems,
)

DAY = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("UBND xã Lệ Xá", (DirectoryKind.COMMUNE, "Lệ Xá")),
        ("Ủy ban nhân dân phường Trần Phú", (DirectoryKind.WARD, "Trần Phú")),
        ("ĐẶC KHU Phú Quốc", (DirectoryKind.SPECIAL_ZONE, "Phú Quốc")),
        ("thị trấn Vương", (DirectoryKind.TOWN, "Vương")),
        ("huyện Xuân Lộc", (DirectoryKind.DISTRICT, "huyện Xuân Lộc")),
        ("Tỉnh Hưng Yên", (DirectoryKind.PROVINCE, "Hưng Yên")),
        ("Sở Nội vụ", (DirectoryKind.AGENCY, "Sở Nội vụ")),
        ("Lệ Xá", (DirectoryKind.COMMUNE, "Lệ Xá")),
        ("Xã Đàn", (DirectoryKind.COMMUNE, "Đàn")),
    ],
)
def test_the_kind_is_read_from_the_name(text: str, found: tuple[DirectoryKind, str]) -> None:
    assert read_kind(text) == found


def test_full_names() -> None:
    assert DirectoryUnit("A", "Lệ Xá").full_name == "xã Lệ Xá"
    assert DirectoryUnit("A", "1", DirectoryKind.WARD).full_name == "Phường 1"
    assert DirectoryUnit("A", "Xã Lệ Xá").full_name == "Xã Lệ Xá"
    assert DirectoryUnit("A", "Sở Y tế", DirectoryKind.AGENCY).full_name == "Sở Y tế"


def test_a_merger_ends_the_old_rows_and_begins_the_new_one() -> None:
    old = [DirectoryUnit("A", "An"), DirectoryUnit("B", "Bình"), DirectoryUnit("C", "Châu")]
    shape = merge(old, DirectoryUnit("A", "An Bình"), DAY)
    units = (*shape.ended, *shape.begun)
    assert {unit.name for unit in on_day(units, date(2025, 6, 30)).values()} == {"An", "Bình", "Châu"}
    assert [unit.name for unit in on_day(units, DAY).values()] == ["An Bình"]
    assert shape.begun[0].predecessors == ("B", "C")
    assert shape.begun[0].id not in {unit.id for unit in old}
    assert sources(units, ["A"])["A"].codes == ("A", "B", "C")


def test_a_split_gives_nobody_the_figures_of_before() -> None:
    shape = split(DirectoryUnit("A", "An"), [DirectoryUnit("A", "An"), DirectoryUnit("D", "Đông")], DAY)
    found = sources((*shape.ended, *shape.begun), ["A", "D"])
    assert found["A"].codes == ("A",)
    assert (found["D"].codes, found["D"].divided) == (("D",), ("A",))


def test_a_new_code_takes_the_figures_along_also_over_two_steps() -> None:
    first = rename(DirectoryUnit("A", "An"), DirectoryUnit("A2", "An Mới"), DAY)
    second = rename(first.begun[0], DirectoryUnit("A3", "An Nay"), date(2026, 1, 1))
    units = (*first.ended, *second.ended, *second.begun)
    assert sources(units, ["A3"])["A3"].codes == ("A3", "A2", "A")
    assert on_day(units, date(2025, 12, 31))["A2"].name == "An Mới"


def test_rows_of_one_code_may_not_hold_on_the_same_day() -> None:
    unit = DirectoryUnit("A", "An", valid_to=date(2025, 6, 30))
    assert overlaps(DirectoryUnit("A", "An", valid_from=DAY), [unit]) is None
    assert overlaps(DirectoryUnit("A", "An", valid_from=date(2025, 6, 30)), [unit]) == unit
    assert overlaps(unit, [unit]) is None


def test_what_is_wrong_with_a_unit() -> None:
    wrong = DirectoryUnit("A", " ", parent="A", valid_from=DAY, valid_to=date(2025, 1, 1), predecessors=("A",))
    assert set(unit_problems(wrong)) == {"name", "parent", "valid_to", "predecessors"}


def test_what_is_expected_of_one_wins_over_what_is_expected_of_all() -> None:
    said = [Expectation("Q1", wanted=False), Expectation("Q1", "B", first_year=2026)]
    assert expected(said, "Q1", 2026, ["A", "B"], default=True) == {"B"}
    assert expected(said, "Q1", 2025, ["A", "B"], default=True) == set()
    assert expected(said, "Q2", 2026, ["A", "B"], default=True) == {"A", "B"}


def test_deadlines_of_one_of_all_and_of_the_rule() -> None:
    said = [Expectation("Y", deadline=(12, 20)), Expectation("Y", "B", deadline=(1, 5)), Expectation("Q1", "B")]
    end, rule = date(2026, 12, 14), date(2026, 12, 16)
    assert deadline_of(said, "Y", end, rule, "A") == date(2026, 12, 20)
    assert deadline_of(said, "Y", end, rule, "B") == date(2027, 1, 5)
    assert deadline_of(said, "Q1", date(2026, 3, 14), date(2026, 3, 16), "B") == date(2026, 3, 16)
    leap = [Expectation("Q1", deadline=(2, 29))]
    assert deadline_of(leap, "Q1", date(2026, 2, 14), rule, "A") == date(2026, 2, 28)
