"""Words out of use, as data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cchc_desktop.catalogues import loader
from cchc_desktop.domain.catalogue import TermGroup
from cchc_desktop.errors import CatalogueProblem

SHIPPED = Path(__file__).parents[2] / "resources" / "catalogues"
TERM = """# own
schema = 1

[[terms]]
code = "huyen"
group = "cap_huyen"
words = ["huyện"]
since = 2025-07-01
reason = "Không còn cấp huyện"
"""


def test_the_shipped_terms_are_whole_words_with_a_reason_and_a_day():
    terms = loader.load(SHIPPED).dated_terms
    assert {term.group for term in terms} == set(TermGroup)
    words = [word.casefold() for term in terms for word in term.words if not term.match_case]
    assert len(words) == len(set(words))
    for term in terms:
        assert term.since >= date(2020, 1, 1)
        assert not term.reason.endswith(".")


def test_an_office_may_bring_its_own_terms(tmp_path):
    (tmp_path / "dated_terms.toml").write_text(TERM, encoding="utf-8")
    (term,) = loader.load(SHIPPED, tmp_path).dated_terms
    assert (term.code, term.words, term.since, term.match_case) == ("huyen", ("huyện",), date(2025, 7, 1), False)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('group = "cap_huyen"', 'group = "khac"', 6),
        ('words = ["huyện"]', "words = []", 7),
        ("since = 2025-07-01", 'since = "2025-07-01"', 8),
        ('reason = "Không còn cấp huyện"', 'reson = "x"', 9),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path, old, new, line):
    (tmp_path / "dated_terms.toml").write_text(TERM.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueProblem) as caught:
        loader.load(SHIPPED, tmp_path)
    assert caught.value.line in (line, 4)
    assert caught.value.path.name == "dated_terms.toml"


def test_a_code_stands_once(tmp_path):
    again = TERM + TERM[TERM.index("[[terms]]") :]
    (tmp_path / "dated_terms.toml").write_text(again, encoding="utf-8")
    with pytest.raises(CatalogueProblem):
        loader.load(SHIPPED, tmp_path)
