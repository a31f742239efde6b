"""How many lines a text takes in a cell: Excel fits the height of merged cells to nothing, so we compute it.

The widths are those of Times New Roman in thousandths of the type size. Accents do not change a letter's width, so
one entry serves "a", "ấ" and "ậ".
"""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

_REGULAR = {
    180: "'",
    200: "|",
    250: " ,.",
    278: "/:;\\ijlt",
    333: "!()-I[]`fr",
    389: "Js",
    408: '"',
    444: "?acez“”‘’",
    480: "{}",
    541: "~ư",
    556: "FPS",
    564: "+<=>",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐƠ",
    778: "&mƯ",
    833: "%",
    889: "M",
    921: "@",
    944: "W",
    1000: "…—",
}
_BOLD = {
    220: "|",
    250: " ,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt",
    389: "Is",
    394: "{}",
    444: "cerz",
    556: "Sbdhknpquđơ",
    570: "+<=>",
    600: "ư",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYwĐ",
    778: "GHKOQƠ",
    796: "Ư",
    833: "&m",
    930: "@",
    944: "M",
    1000: "%W…—",
}
_USUAL = 500  # digits, most small letters
_WIDE = 1000  # what we do not know: symbols, emoji, ideographs
_SAFETY = 1.04  # printers and programs differ a little in how they set the same line

ROW_LIMIT = 409.0
"""Greatest height of an Excel row in pt."""


def _table(groups: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in groups.items() for letter in letters}


_TABLES = {False: _table(_REGULAR), True: _table(_BOLD)}


@lru_cache(maxsize=8192)
def _letter_width(letter: str, bold: bool) -> int:
    table = _TABLES[bold]
    if letter in table:
        return table[letter]
    # "ự" → "ư" → "u": take off one mark at a time, for the horn does widen the letter.
    base = unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter)[:2])
    if base != letter and base in table:
        return table[base]
    first = unicodedata.normalize("NFD", letter)[0]
    if first in table:
        return table[first]
    return _USUAL if ord(first) < 0x250 else _WIDE


@lru_cache(maxsize=32768)
def text_width(text: str, size: float = 12, bold: bool = False) -> float:
    """Return the width in pt of `text` on one line, set in Times New Roman of `size` pt."""
    return sum(_letter_width(letter, bold) for letter in text) * size / 1000


def line_count(text: str, width: float, size: float = 12, bold: bool = False) -> int:
    """Return the lines that `text` fills in a cell `width` pt wide when its words are wrapped."""
    room = width / _SAFETY
    lines = 0
    for paragraph in text.split("\n"):
        if text_width(paragraph, size, bold) <= room:
            lines += 1
            continue
        lines += _wrapped(paragraph.split(" "), room, size, bold)
    return lines


def _wrapped(words: list[str], room: float, size: float, bold: bool) -> int:
    blank = text_width(" ", size, bold)
    lines, used = 1, 0.0
    for word in words:
        length = text_width(word, size, bold)
        if used and used + blank + length > room:
            lines += 1
            used = 0.0
        if length > room:  # a word without blanks is broken wherever the line ends
            extra = math.ceil(length / room) - 1
            lines += extra
            length -= extra * room
        used += length + (blank if used else 0.0)
    return lines


def row_height(lines: int, size: float = 12, padding: float = 4.0) -> float:
    """Return the height in pt of a row of `lines` lines, at most what Excel allows."""
    return min(ROW_LIMIT, math.ceil(lines * size * 1.28 + padding))
