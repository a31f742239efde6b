"""The words of a report and the figures in them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain import narrative
from cchc_desktop.domain.catalogue import Indicator, IndicatorKind, IndicatorSource
from cchc_desktop.domain.figure import NIL, UNKNOWN, Amount, Figure
from cchc_desktop.domain.narrative import NarrativePart, NarrativeRule, NarrativeSentence, Piece


def figure(now: Amount, before: Amount = UNKNOWN, unit: str = "bài", decimals: int = 0, **more: Decimal) -> Figure:
    indicator = Indicator("TT07", "Tin, bài", unit, IndicatorKind.SUM, IndicatorSource.LOG_MEASURE, decimals=decimals)
    return Figure(indicator, now, Amount.of(40), before, more.get("target"), more.get("percent"), 0)


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("{{TT07}}", "1.250 bài"),
        ("{{ TT07 }}", "1.250 bài"),
        ("{{TT07:số}}", "1.250"),
        ("{{TT07:so}}", "1.250"),
        ("{{TT07:Lũy kế}}", "40 bài"),
        ("{{TT07:luỹ kế}}", "40 bài"),
        ("{{TT07:cùng kỳ}}", "1.000 bài"),
        ("{{TT07:so sánh}}", "tăng 250 bài (25%) so với cùng kỳ năm trước"),
        ("{{TT07:kế hoạch}}", "62,5% kế hoạch năm"),
    ],
)
def test_what_a_token_becomes(token: str, words: str) -> None:
    figures = {"TT07": figure(Amount.of(1250), Amount.of(1000), percent=Decimal("62.5"))}
    (part,) = narrative.resolved([NarrativePart("I", f"Đã đăng {token}.")], figures)
    assert part.text == f"Đã đăng {words}."


@pytest.mark.parametrize(
    ("now", "before", "unit", "words"),
    [
        (Amount.of(3), Amount.of(3), "bài", "bằng cùng kỳ năm trước"),
        (Amount.of(1), Amount.of(3), "bài", "giảm 2 bài (66,7%) so với cùng kỳ năm trước"),
        (Amount.of(3), Amount.of(0), "bài", "tăng 3 bài so với cùng kỳ năm trước"),
        (Amount.of(Decimal("98.5")), Amount.of(90), "%", "tăng 8,5 điểm phần trăm so với cùng kỳ năm trước"),
        (NIL, Amount.of(3), "bài", "chưa có số liệu cùng kỳ năm trước để so sánh"),
    ],
)
def test_comparisons(now: Amount, before: Amount, unit: str, words: str) -> None:
    figures = {"TT07": figure(now, before, unit, decimals=1)}
    assert narrative.pieces("{{TT07:so sánh}}", figures) == (Piece(words, "TT07"),)


def test_the_three_zeros_are_words_of_their_own() -> None:
    texts = [narrative.value_text(amount, "bài") for amount in (Amount.of(0), NIL, UNKNOWN)]
    assert texts == ["0 bài", "không phát sinh", "chưa có số liệu"]


def test_a_small_fraction_is_not_printed_as_nothing() -> None:
    assert narrative.value_text(Amount.of(Decimal("0.4")), "giờ") == "0,4 giờ"


def test_sentences_are_offered_only_where_their_figures_allow() -> None:
    rule = NarrativeRule(
        "Kết quả {ky}",
        (
            NarrativeSentence("Đăng {{TT07}} trong {ky}.", needs=("TT07",)),
            NarrativeSentence("Không có tin, bài.", unless=("TT07",)),
            NarrativeSentence("Luôn có {la}."),
        ),
    )
    facts = {"ky": "quý I năm 2026"}
    (some,) = narrative.propose([rule], {"TT07": figure(Amount.of(2))}, facts)
    assert some == NarrativePart("Kết quả quý I năm 2026", "Đăng {{TT07}} trong quý I năm 2026.\nLuôn có {la}.")
    for nothing in (Amount.of(0), NIL, UNKNOWN):
        (none,) = narrative.propose([rule], {"TT07": figure(nothing)}, facts)
        assert none.text == "Không có tin, bài.\nLuôn có {la}."


def test_nothing_is_said_to_have_happened_only_when_that_is_known() -> None:
    rule = NarrativeRule("I", (NarrativeSentence("Không phát sinh.", nothing=("TT07",)),))
    offered = {
        amount: narrative.propose([rule], {"TT07": figure(amount)}, {})[0].text
        for amount in (Amount.of(0), NIL, UNKNOWN, Amount.of(2))
    }
    assert list(offered.values()) == ["Không phát sinh.", "Không phát sinh.", "", ""]
    assert narrative.propose([rule], {}, {})[0].text == ""


def test_unknown_codes_and_aspects_are_named_and_stay_as_they_stand() -> None:
    parts = [NarrativePart("I", "{{TT99}} và {{TT07:lạ}} và {{TT99}}")]
    figures = {"TT07": figure(Amount.of(2))}
    assert narrative.unknown_tokens(parts, figures) == ("{{TT99}}", "{{TT07:lạ}}")
    assert narrative.resolved(parts, figures) == tuple(parts)


@given(st.text())
def test_words_without_tokens_are_never_touched(text: str) -> None:
    if "{{" not in text:
        assert "".join(piece.text for piece in narrative.pieces(text, {})) == text


@given(st.lists(st.one_of(st.text("ab {}:", max_size=5), st.just("{{TT07}}"), st.just("{{TT07:số}}")), max_size=8))
def test_no_letter_outside_a_token_is_lost(runs: list[str]) -> None:
    text = "".join(runs)
    figures = {"TT07": figure(Amount.of(7))}
    made = narrative.pieces(text, figures)
    kept = "".join(piece.text for piece in made if not piece.code or not piece.known)
    assert kept == narrative.TOKEN.sub(lambda m: "" if m[1] == "TT07" and narrative._aspect(m[2]) else m[0], text)
