"""Versions follow each other without gap or overlap, and old days keep what they had."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.catalogue import DayOfYear, PeriodRule
from cchc_desktop.domain.catalogue_time import as_of, timeline, version_on
from cchc_desktop.domain.period import rules_in_time

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@dataclass(frozen=True)
class Entry:
    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None


@given(st.lists(DAYS, max_size=5, unique=True), st.one_of(st.none(), DAYS), st.one_of(st.none(), DAYS), DAYS)
def test_each_day_has_the_last_version_begun_before_it(
    begins: list[date], base_end: date | None, last_end: date | None, day: date
) -> None:
    own = [Entry("a", f"bản {begin}", begin) for begin in begins]
    if own and last_end is not None:
        newest = max(own, key=lambda one: one.valid_from or date.min)
        own[own.index(newest)] = Entry("a", newest.name, newest.valid_from, last_end)
    versions = timeline([Entry("a", "gốc", None, base_end), Entry("b", "khác")], own)
    found = version_on(versions, "a", day)
    begun = [begin for begin in begins if begin <= day]
    if not begun:
        assert (found is not None) == (base_end is None or day <= base_end)
        assert found is None or found.name == "gốc"
    elif max(begun) == max(begins) and last_end is not None and day > last_end:
        assert found is None
    else:
        assert found is not None
        assert found.name == f"bản {max(begun)}"
    assert version_on(versions, "b", day) is not None
    spans = [(one.valid_from or date.min, one.valid_to or date.max) for one in versions if one.code == "a"]
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(spans))


@given(st.lists(DAYS, min_size=1, max_size=4, unique=True), DAYS, st.integers(1, 400))
def test_a_later_change_alters_no_earlier_day(begins: list[date], day: date, later: int) -> None:
    base = [Entry("a", "gốc")]
    own = [Entry("a", str(begin), begin) for begin in begins]
    before = as_of(timeline(base, own), day)
    change = Entry("a", "mới", day + timedelta(days=later))
    after = as_of(timeline(base, [one for one in own if one.valid_from != change.valid_from] + [change]), day)
    assert [one.name for one in after] == [one.name for one in before]


def test_names_stay_known_before_and_after_the_time_of_use() -> None:
    versions = timeline([Entry("a", "cũ", None, date(2025, 1, 31))], [Entry("n", "sẽ có", date(2026, 1, 1))])
    assert [one.name for one in as_of(versions, date(2025, 6, 1))] == ["cũ", "sẽ có"]
    assert version_on(versions, "a", date(2025, 6, 1)) is None


def test_a_rule_of_the_office_holds_from_its_year_and_thematic_reports_stand_alone() -> None:
    start, end = DayOfYear(12, 15, -1), DayOfYear(3, 14)
    base = (PeriodRule("Q1", "Quý I", start, end), PeriodRule("Y", "Năm", start, DayOfYear(12, 14)))
    own = (
        PeriodRule("Q1", "Quý I", start, DayOfYear(3, 20), valid_from=2026),
        PeriodRule("CD1", "Một", DayOfYear(2, 1), DayOfYear(4, 1), valid_from=2025, valid_to=2025, special=True),
        PeriodRule("CD1", "Hai", DayOfYear(5, 1), DayOfYear(6, 1), valid_from=2026, valid_to=2026, special=True),
    )
    rules = rules_in_time(base, own)
    for year, quarter_end, thematic in ((2025, 14, "Một"), (2026, 20, "Hai"), (2027, 20, None)):
        held = {rule.code: rule for rule in rules if rule.valid_from <= year <= rule.valid_to}
        assert held["Q1"].end.day == quarter_end
        assert (held["CD1"].name if "CD1" in held else None) == thematic
        assert len([rule for rule in rules if rule.valid_from <= year <= rule.valid_to]) == len(held)
