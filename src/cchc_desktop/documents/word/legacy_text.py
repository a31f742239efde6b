"""Vietnamese typed in fonts from before Unicode (TCVN3: ".VnTime"; VNI: "VNI-Times"), made readable.

Such a file holds other letters than it shows: "B¸o c¸o" in .VnTime looks like "Báo cáo". Which of the two alphabets
it is only the font tells, run by run, so nothing here ever guesses from the text alone. The tables are viparse's;
its gaps are filled here: VNI with a capital base and a small mark ("Uûy"), VNI ẳ and ỵ, and the capitals that
TCVN3 has only as fonts (".VnTimeH").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viparse.normalize.tables import Charmap


class Charset(StrEnum):
    """The alphabets from before Unicode that are known."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


@dataclass(frozen=True, slots=True)
class LegacyFont:
    """What a font's name tells: its alphabet, and whether it draws small letters as capitals."""

    charset: Charset
    capitals: bool = False


_VNI_EXTRA = (("aú", "ẳ"), ("AÚ", "Ẳ"), ("î", "ỵ"), ("Î", "Ỵ"), ("yï", "ỵ"), ("YÏ", "Ỵ"), ("uõ", "ũ"), ("UÕ", "Ũ"))
_TCVN3_FONT = re.compile(r"\.vn", re.IGNORECASE)
_VNI_FONT = re.compile(r"vni", re.IGNORECASE)
# Letters that are Vietnamese as they stand and letters of an old alphabet too: they alone prove nothing.
_EITHER = frozenset("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý")
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]")
_LEFT = re.compile("[\u00a1-\u00a6\u00a8-\u00aa\u00ac\u00ae\u00af\u00b4-\u00b6\u00b8-\u00ba\u00bc-\u00bf]")


@cache
def font_charset(font: str) -> LegacyFont | None:
    """Return what the name of a font tells; None for a Unicode font.

    ".VnTime" and its kin are TCVN3, a name that ends with "H" draws capitals; "VNI-Times" and its kin are VNI.
    """
    name = font.strip()
    if _TCVN3_FONT.match(name):
        return LegacyFont(Charset.TCVN3, capitals=name.endswith("H"))
    return LegacyFont(Charset.VNI) if _VNI_FONT.match(name) else None


def convert_runs(runs: Sequence[tuple[str, LegacyFont | None]]) -> list[str]:
    """Return the text of the runs of a paragraph in Unicode, one for one.

    A mark of VNI at the beginning of a run goes to the letter at the end of the run before. Runs that hold
    Unicode in spite of their font stay as they are, and so do runs beside them that could be either.
    """
    texts = [text for text, _ in runs]
    start = 0
    while start < len(runs):
        font = runs[start][1]
        end = start + 1
        while end < len(runs) and _charset(runs[end][1]) == _charset(font):
            end += 1
        if font is not None:
            _convert_group(texts, [found for _, found in runs[start:end]], start, font.charset)
        start = end
    return texts


def convert(text: str, font: str) -> str:
    """Return a text in one font (a cell of a table) in Unicode."""
    return convert_runs([(text, font_charset(font))])[0]


def leftovers(text: str) -> str:
    """Return the letters of a converted text that no alphabet explained, each once."""
    return "".join(dict.fromkeys(_LEFT.findall(text)))


def _charset(font: LegacyFont | None) -> Charset | None:
    return None if font is None else font.charset


def _convert_group(texts: list[str], fonts: list[LegacyFont | None], start: int, charset: Charset) -> None:
    """Convert neighbouring runs of one alphabet in place."""
    span = range(start, start + len(fonts))
    certain = _certain(charset)
    legacy = {index: any(letter in certain for letter in texts[index]) for index in span}
    unicode = {index: _UNICODE.search(texts[index]) is not None for index in span}
    doubtful = any(unicode.values()) and not any(legacy[index] and not unicode[index] for index in span)
    chosen = [index for index in span if not unicode[index] and not doubtful]
    if charset is Charset.VNI:
        for index in span[1:]:
            _join_mark(texts, index)
    for index in chosen:
        text = _convert(texts[index], charset)
        font = fonts[index - start]
        texts[index] = text.upper() if font is not None and font.capitals else text


def _join_mark(texts: list[str], index: int) -> None:
    """Move a VNI mark from the beginning of a run to the end of the one before it, where its letter stands."""
    before, text = texts[index - 1], texts[index]
    if before and text and (before[-1] + text[0]) in _table(Charset.VNI)[1]:
        texts[index - 1], texts[index] = before + text[0], text[1:]


def _convert(text: str, charset: Charset) -> str:
    from viparse.normalize.tables import convert as convert_with

    charmap, pairs = _table(charset)
    if charset is Charset.VNI:
        # Longest first, as the library does: its table lacks these, and they must win over their first letter.
        pattern = _vni_pattern()
        parts = [pairs[part] if part in pairs else convert_with(part, charmap) for part in pattern.split(text) if part]
        return unicodedata.normalize("NFC", "".join(parts))
    return str(convert_with(text, charmap))


@cache
def _vni_pattern() -> re.Pattern[str]:
    pairs = _table(Charset.VNI)[1]
    return re.compile("(" + "|".join(map(re.escape, sorted(pairs, key=len, reverse=True))) + ")")


@cache
def _table(charset: Charset) -> tuple[Charmap, dict[str, str]]:
    """Return the library's table and, for VNI, all its pairs with ours and with mixed capitals."""
    from viparse.normalize.encodings import CHARMAPS

    charmap = CHARMAPS[charset.value.lower()]
    pairs = dict(charmap.pairs)
    if charset is Charset.VNI:
        pairs.update(_VNI_EXTRA)
        for written, letter in list(pairs.items()):
            if len(written) == 2:
                base, mark = written
                pairs.setdefault(base.upper() + mark.lower(), letter.upper())
                pairs.setdefault(base.lower() + mark.upper(), letter.lower())
    return charmap, pairs


@cache
def _certain(charset: Charset) -> frozenset[str]:
    """Return the letters that only a text in that alphabet holds."""
    pairs = _table(charset)[1]
    return frozenset(letter for written in pairs for letter in written if ord(letter) > 127) - _EITHER
