"""What is never added, is never added: by kind, by source, by formula."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.catalogue import FigureRule, Indicator, IndicatorKind, IndicatorSource, Relation
from cchc_desktop.domain.figure_kind import ITEMS, KINDS, adds_up, kind_problems
from cchc_desktop.domain.figure_making import target_of

K, S = IndicatorKind, IndicatorSource


def one(code: str, kind: K = K.SUM, source: S = S.TYPED, **more: object) -> Indicator:
    return Indicator(code, code, "cuộc", kind, source, **more)  # type: ignore[arg-type]


SUM_A, SUM_B = one("A"), one("B")
PEOPLE = replace(one("P"), unit="lượt người")
LATEST, SHARE = one("L", K.LATEST), one("R", K.RATIO, S.FORMULA, numerator="A", denominator="B")
DAYS, RANK = one("D", K.DISTINCT, S.LOG_DISTINCT, item="days"), one("X", K.SEPARATE)
KNOWN = (SUM_A, SUM_B, PEOPLE, LATEST, SHARE, DAYS, RANK)


def made(formula: str, kind: K = K.SUM) -> dict[str, str]:
    return kind_problems(one("F", kind, S.FORMULA, formula=formula), KNOWN)


def test_sums_of_one_unit_may_be_added() -> None:
    assert made("A + B") == {}
    assert made("2 * (A - B)") == {}
    assert made("A / B", K.SEPARATE) == {}
    assert made("L + L", K.LATEST) == {}


@pytest.mark.parametrize(
    ("formula", "kind", "field", "words"),
    [
        ("(R + R) / 2", K.SEPARATE, "formula", "bình quân các tỷ lệ"),
        ("R * 2", K.SEPARATE, "formula", "tỷ lệ %"),
        ("A + P", K.SUM, "formula", "đơn vị tính khác nhau"),
        ("D + D", K.SUM, "formula", "không cộng được"),
        ("A - X", K.SUM, "formula", "không cộng được"),
        ("A + 1", K.SUM, "formula", "một số với một chỉ tiêu"),
        ("A + L", K.SUM, "kind", "không cộng dồn"),
        ("A / B", K.SUM, "kind", "không cộng dồn"),
        ("A * B", K.SUM, "kind", "không cộng dồn"),
        ("Z + A", K.SUM, "formula", "không có chỉ tiêu “Z”"),
        ("F + A", K.SUM, "formula", "đi vòng"),
        ("1 + 2", K.SUM, "formula", "không có chỉ tiêu nào"),
        ("P + P", K.SUM, "unit", "lượt người"),
    ],
)
def test_formulas_that_would_lie_are_refused(formula: str, kind: K, field: str, words: str) -> None:
    problems = made(formula, kind)
    assert words in problems[field], problems


def test_a_longer_circle_names_its_way() -> None:
    first = one("F", K.SUM, S.FORMULA, formula="G + A")
    second = one("G", K.SUM, S.FORMULA, formula="F - A")
    assert kind_problems(first, (*KNOWN, second))["formula"].endswith("F → G → F")


def test_rules_name_known_codes_other_than_their_own() -> None:
    def said(formula: str) -> dict[str, str]:
        return kind_problems(replace(SUM_A, rules=(FigureRule(Relation.AT_MOST, formula),)), KNOWN)

    assert said("B + B") == {}
    assert "chính nó" in said("A - B")["rules"]
    assert "không có chỉ tiêu" in said("Z")["rules"]
    assert said("B +")["rules"]


@given(st.sampled_from(K), st.sampled_from(S), st.sampled_from(["", *{i for items in ITEMS.values() for i in items}]))
def test_only_what_a_source_can_add_is_a_sum(kind: K, source: S, item: str) -> None:
    indicator = one("N", kind, source, item=item, formula="A", numerator="A", denominator="B")
    sound = not kind_problems(indicator, KNOWN)
    if sound:
        assert kind in KINDS[source]
        assert source not in ITEMS or kind is ITEMS[source][item][1]
    if sound and source in (S.LOG_DISTINCT, S.TASKS):
        assert not adds_up(indicator)
    if not adds_up(indicator):
        assert target_of(indicator, ()) is None
