"""The limits of petitions as an office may set them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cchc_desktop.catalogues import loader
from cchc_desktop.domain.petition import PetitionRule
from cchc_desktop.errors import CatalogueProblem

FOLDER = Path(__file__).parents[2] / "resources" / "catalogues"
SOUND = """\
schema = 1
channels = ["Đường dây nóng"]

[[rules]]
valid_from = 2008-03-04
transfer_days = 5
answer_days = 15

[[rules]]
valid_from = 2027-01-01
transfer_days = 3
answer_days = 10
soon_days = 1
"""


def read(tmp_path: Path, text: str):
    (tmp_path / "petitions.toml").write_text(text, encoding="utf-8")
    return loader.petitions(FOLDER, tmp_path)


def test_the_shipped_limits_are_those_of_the_decree() -> None:
    settings = loader.petitions(FOLDER)
    assert settings.rules == (PetitionRule(date(2008, 3, 4), 5, 15, 2),)
    assert len(settings.channels) > 5
    assert len(settings.topics) > 5


def test_an_office_sets_its_own(tmp_path: Path) -> None:
    settings = read(tmp_path, SOUND)
    assert settings.rule(date(2027, 5, 1)) == PetitionRule(date(2027, 1, 1), 3, 10, 1)
    assert (settings.channels, settings.topics) == (("Đường dây nóng",), ())


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("2027-01-01", "2008-03-04", 10, "xếp theo ngày"),
        ("transfer_days = 5", "transfer_days = 0", 6, "không được dưới|từ 1|1"),
        ("answer_days = 15", 'answer_days = "15"', 7, "cần số nguyên"),
        ("soon_days", "son_days", 13, "son_days"),
        ("schema = 1", "schema = 2", 1, "lược đồ"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    with pytest.raises(CatalogueProblem, match=reason) as caught:
        read(tmp_path, SOUND.replace(old, new))
    assert caught.value.line == line


def test_without_a_rule_there_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(CatalogueProblem):
        read(tmp_path, "schema = 1\nrules = []\n")
