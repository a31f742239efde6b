"""One clean form to keep, one folded form to search by."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cchc_desktop.domain.text import clean, clean_line, fold, same_words

VIETNAMESE = st.text(alphabet="aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐbcdghklmnpqrstvx \u0300\u0301\u0303\u0309\u0323ðÐ")


@given(st.text())
@example("\u2000\u2001")  # NFC turns these blanks into others
@example("a\u200b\u0301")  # the accent joins its letter once the invisible is gone
@example("\r\r\n\n\x0b\u2028")
@example("\ud800\udc00")
@example("\ufeff=1+1\x00")
def test_clean_is_idempotent_and_fits_every_sink(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode("utf-8")
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"]
    assert not [c for c in cleaned if unicodedata.category(c) == "Zs" and c != " "]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Tuye\u0302n truye\u0302\u0300n", "Tuyên truyền"),
        ("một\u00a0hai\u202fba\u3000bốn", "một hai ba bốn"),
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("cải\u00adcách\x00\x07\ufffe", "cảicách"),
        ("giữ\ttab và 👍\n", "giữ\ttab và 👍\n"),
        ("  ", "  "),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_clean_line_is_one_line() -> None:
    assert clean_line("\n Kế \t hoạch\u00a0 số 07 \r\n") == "Kế hoạch số 07"


@given(VIETNAMESE)
def test_fold_leaves_plain_letters(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert folded == folded.lower().strip()
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "text", ["Tuyên truyền", "TUYÊN  TRUYỀN", "tuyen truyen", "Tuye\u0302n\u00a0truye\u0302\u0300n\n"]
)
def test_spellings_of_one_word_fold_alike(text: str) -> None:
    assert fold(text) == "tuyen truyen"


def test_fold_knows_both_places_of_the_tone_and_both_looks_of_d() -> None:
    assert fold("hòa thủy") == fold("hoà thuỷ") == "hoa thuy"
    assert fold("Đường ĐÔNG") == fold("Ðường ÐÔNG") == "duong dong"


def test_same_words_keeps_accents_apart() -> None:
    assert same_words("Đông  Đô", "đông đô")
    assert same_words("Ðông Đô", "Đông Đô")
    assert not same_words("Lệ Xá", "Lê Xá")
