"""Criteria sets as they ship, and as an office may write them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from cchc_desktop.catalogues import loader
from cchc_desktop.domain.criteria import CriterionKind, Fault
from cchc_desktop.errors import CatalogueProblem

FOLDER = Path(__file__).parents[2] / "resources" / "catalogues"
SOUND = """\
schema = 1
[[sets]]
code = "tinh"
name = "Bộ của tỉnh"
first_year = 2026
[[sets.criteria]]
code = "ke_hoach"
name = "Kế hoạch"
kind = "deadline"
points = 1
lowest = -1
deadline = { day = 31, month = 1 }
none_points = -1
[[sets.criteria]]
code = "muc_do"
name = "Mức độ"
kind = "rate"
points = 0.35
floor = 90
[[sets.criteria]]
code = "da_dang"
name = "Đa dạng"
kind = "diversity"
points = 0.5
channels = [{ name = "Mạng", points = 0.2, forms = ["mang_xa_hoi"] },
  { name = "Khác", points = 0.3, groups = ["Kênh truyền thống"] }]
[[sets.criteria]]
code = "bao_cao"
name = "Báo cáo"
kind = "deduction"
points = 2
deductions = [{ fault = "late", points = 0.25 }]
"""


def read(tmp_path: Path, text: str):
    (tmp_path / "criteria.toml").write_text(text, encoding="utf-8")
    return loader.criteria(FOLDER, tmp_path)


def test_the_shipped_set_of_xuan_loc_is_that_of_its_letter() -> None:
    sets = {one.code: one for one in loader.criteria(FOLDER)}
    xuan_loc = sets["xuan_loc_2022"]
    rate, diversity = xuan_loc.criteria
    assert (rate.number, rate.points, rate.floor, rate.kind) == ("4.1", 1, 90, CriterionKind.RATE)
    assert [channel.points for channel in diversity.channels] == [Decimal("0.25"), Decimal("0.25"), Decimal("0.5")]
    assert diversity.proven
    assert xuan_loc.most == 2
    assert not xuan_loc.holds_in(2021)


def test_the_shipped_sets_know_the_forms_and_periods_they_name() -> None:
    catalogues = loader.load(FOLDER)
    forms = {form.code for form in catalogues.forms}
    groups = {form.scoring_group for form in catalogues.forms}
    periods = {rule.code for rule in catalogues.periods}
    for one in loader.criteria(FOLDER):
        assert one.note, "every set tells what of it was verified"
        for criterion in one.criteria:
            for channel in criterion.channels:
                assert set(channel.forms) <= forms
                assert set(channel.groups) <= groups
            assert set(criterion.periods) <= periods
            assert {period for taken in criterion.deductions for period in taken.periods} <= periods


def test_the_deductions_of_tien_giang_are_kept() -> None:
    sets = {one.code: one for one in loader.criteria(FOLDER)}
    reports = sets["bao_cao_2022"].criterion("bao_cao")
    assert reports is not None
    taken = {(one.fault, one.periods): one.points for one in reports.deductions}
    assert taken[Fault.LATE, ()] == taken[Fault.POOR, ()] == Decimal("0.25")
    assert taken[Fault.MISSING, ("Q1", "6M", "Q3")] == Decimal("0.5")
    assert taken[Fault.MISSING, ("Y",)] == 1


def test_numbers_are_those_written_in_the_file(tmp_path: Path) -> None:
    (one,) = read(tmp_path, SOUND)
    assert one.most == Decimal("3.85")
    assert [criterion.lowest for criterion in one.criteria] == [-1, 0, 0, 0]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('kind = "rate"', 'kind = "share"', 17, "rate, diversity, deduction, deadline, typed"),
        ('fault = "late"', 'fault = "early"', 32, "late, missing, poor"),
        ("points = 0.35", "points = -1", 18, "từ 0 trở lên"),
        ("points = 0.35", "points = nan", 18, "."),
        ("points = 0.35", "points = inf", 18, "không được quá 1000"),
        ("points = 0.35", 'points = "0,35"', 18, "cần số thập phân"),
        ("floor = 90", "floor = 101", 19, "không được quá 100"),
        ("points = 0.3,", "points = 0.4,", 25, "tổng điểm các nhóm kênh"),
        (', forms = ["mang_xa_hoi"]', "", 25, "“groups” hoặc “forms”"),
        ("none_points = -1", "none_points = -2", 13, "ngoài khoảng"),
        ("deadline = { day = 31, month = 1 }\n", "", 6, "phải có “deadline”"),
        ("day = 31, month = 1", "day = 29, month = 2", 12, "mọi năm"),
        ('code = "muc_do"', 'code = "ke_hoach"', 15, "đã có ở dòng 7"),
        ("lowest = -1", "lowest = 2", 11, "lớn hơn điểm tối đa"),
        ("first_year = 2026", "first_year = 2026\nlast_year = 2025", 6, "năm cuối đứng trước"),
        ("floor = 90", 'floor = 90\ndeductions = [{ fault = "late", points = 1 }]', 20, "mới có mức trừ"),
        ("floor = 90", "sàn = 90", 19, "."),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    assert old in SOUND
    with pytest.raises(CatalogueProblem, match=reason) as caught:
        read(tmp_path, SOUND.replace(old, new))
    assert caught.value.line == line


def test_a_file_without_a_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueProblem):
        read(tmp_path, "schema = 1\nsets = []\n")
