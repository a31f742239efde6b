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


class _Widths(dict[str, int]):
    """Widths by letter; one that is asked for the first time is worked out and kept.

    A log of a year has millions of letters: a look into a dict is all that each may cost.
    """

    def __missing__(self, letter: str) -> int:
        width = self[letter] = self._of(letter)
        return width

    def _of(self, letter: str) -> int:
        # "ự" → "ư" → "u": take off one mark at a time, for the horn does widen the letter.
        base = unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter)[:2])
        if base != letter and base in self:
            return self[base]
        first = unicodedata.normalize("NFD", letter)[0]
        if first in self:
            return self[first]
        return _USUAL if ord(first) < 0x250 else _WIDE


_WIDTHS = {False: _Widths(_table(_REGULAR)), True: _Widths(_table(_BOLD))}


def text_width(text: str, size: float = 12, bold: bool = False) -> float:
    """Return the width in pt of `text` on one line, set in Times New Roman of `size` pt."""
    return sum(map(_WIDTHS[bold].__getitem__, text)) * size / 1000


@lru_cache(maxsize=16384)
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


# A language has few words: each is measured once.
_word_width = lru_cache(maxsize=16384)(text_width)


def _wrapped(words: list[str], room: float, size: float, bold: bool) -> int:
    blank = _word_width(" ", size, bold)
    lines, used = 1, 0.0
    for word in words:
        length = _word_width(word, size, bold)
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
