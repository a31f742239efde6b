"""How long a line of Times New Roman is, so that rules and columns fit the words they belong to.

The widths are those of the font's own tables (shared by Tinos and Liberation Serif) in thousandths of the font
size. Tone marks, circumflexes and breves never widen a letter; the horn of ơ and ư does.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import lru_cache

_MM_PER_POINT = 25.4 / 72
_HORN = "\u031b"
_FIRST = 32  # the tuples begin with the space and run to "~"
_DEFAULT = 722


class Face(StrEnum):
    """The three cuts of the font that lines are measured in."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"


_WIDTHS = {
    Face.REGULAR: (
        *(250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278),
        *(500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921),
        *(722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889),
        *(722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611),
        *(333, 278, 333, 469, 500, 333),
        *(444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778),
        *(500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444),
        *(480, 200, 480, 541),
    ),
    Face.BOLD: (
        *(250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278),
        *(500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930),
        *(722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944),
        *(722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667),
        *(333, 278, 333, 581, 500, 333),
        *(500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833),
        *(556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444),
        *(394, 220, 394, 520),
    ),
    Face.ITALIC: (
        *(250, 333, 420, 500, 500, 833, 778, 214, 333, 333, 500, 675, 250, 333, 250, 278),
        *(500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 675, 675, 675, 500, 920),
        *(611, 611, 667, 722, 611, 611, 722, 722, 333, 444, 667, 556, 833),
        *(667, 722, 611, 722, 611, 500, 556, 722, 611, 833, 611, 556, 556),
        *(389, 278, 389, 422, 500, 333),
        *(500, 500, 444, 500, 444, 278, 500, 500, 278, 278, 444, 278, 722),
        *(500, 500, 500, 500, 389, 389, 278, 500, 444, 667, 444, 444, 389),
        *(400, 275, 400, 541),
    ),
}
_SPECIAL = {
    Face.REGULAR: {
        "đ": 500,
        "ơ": 529,
        "Ư": 776,
        "ư": 542,
        "–": 500,
        "—": 1000,
        "“": 444,
        "”": 444,
        "’": 333,
        "…": 1000,
    },
    Face.BOLD: {"đ": 556, "ơ": 554, "Ơ": 778, "Ư": 796, "ư": 600, "–": 500, "—": 1000, "“": 500, "”": 500, "’": 333},
    Face.ITALIC: {"đ": 500, "ơ": 534, "Ư": 754, "ư": 545, "–": 500, "—": 889, "“": 556, "”": 556, "’": 333, "…": 889},
}
_PHRASE_OPENERS = frozenset(
    ("trên", "năm", "của", "giai", "và", "tại", "thuộc", "cho", "về", "đối", "theo", "nhằm", "phục", "từ", "đến")
)
_HORNED = {"o": "ơ", "O": "Ơ", "u": "ư", "U": "Ư"}


def _letter_width(letter: str, face: Face) -> int:
    parts = unicodedata.normalize("NFD", letter)
    base = _HORNED.get(parts[0], parts[0]) if _HORN in parts else parts[0]
    if base in _SPECIAL[face]:
        return _SPECIAL[face][base]
    index = ord(base) - _FIRST
    widths = _WIDTHS[face]
    return widths[index] if 0 <= index < len(widths) else _DEFAULT


@lru_cache(maxsize=4096)
def width_mm(text: str, size_pt: float, face: Face) -> float:
    """Return the width of a line of text in mm. Letters outside Vietnamese count as wide as a capital."""
    letters = unicodedata.normalize("NFC", text)
    return sum(_letter_width(letter, face) for letter in letters) * size_pt / 1000 * _MM_PER_POINT


def wrapped(text: str, measure_mm: float, size_pt: float, face: Face) -> list[str]:
    """Return the lines that `text` breaks into on a measure, as a word processor breaks them: at spaces only."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if line and width_mm(longer, size_pt, face) > measure_mm:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


@lru_cache(maxsize=64)
def balanced_measure(text: str, measure_mm: float, size_pt: float, face: Face) -> float:
    """Return a narrower measure on which centred `text` needs no more lines but breaks better.

    Better is: before a word that opens a phrase ("trên địa bàn …", "năm 2026"), no short last line, and then as
    even as can be. A compound such as "hành chính" is torn apart only when nothing else fits.
    """
    lines = wrapped(text, measure_mm, size_pt, face)
    if len(lines) < 2:
        return measure_mm
    best = (9, True, measure_mm)
    for step in range(int(measure_mm) + 1):
        narrower = measure_mm - step
        tried = wrapped(text, narrower, size_pt, face)
        widths = [width_mm(line, size_pt, face) for line in tried]
        if len(tried) > len(lines) or max(widths) > narrower:
            break
        torn = sum(line.split(maxsplit=1)[0].casefold() not in _PHRASE_OPENERS for line in tried[1:] if line)
        best = min(best, (torn, widths[-1] < max(widths) / 3, narrower))
    return best[2]
