"""Vietnamese order for lists: a ă â b c d đ …, then the tone (none, huyền, hỏi, ngã, sắc, nặng), numbers by value.

Written out instead of taken from `QCollator`, whose order differs between the ICU of Linux and that of Windows.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = str.maketrans({letter: chr(0xE000 + rank) for rank, letter in enumerate(_LETTERS)})
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=50_000)
def vietnamese_key(text: str) -> tuple[str, str, str]:
    """Return a key by which texts sort as in a Vietnamese dictionary, whatever their case and Unicode form."""
    letters: list[str] = []
    tones: list[str] = []
    for mark in unicodedata.normalize("NFD", text.casefold()):
        if mark in _TONES and tones:
            tones[-1] = _TONES[mark]
        elif unicodedata.combining(mark) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + mark)
        else:
            letters.append(mark)
            tones.append("0")
    plain = _DIGITS.sub(lambda digits: digits[0].lstrip("0").zfill(12), "".join(letters))
    return plain.translate(_RANKS), "".join(tones), text
