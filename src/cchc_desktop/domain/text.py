"""Vietnamese text: one clean form to keep, one folded form to search by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# All of Unicode's blanks: NFC turns U+2000 and U+2001 into U+2002 and U+2003, so half a list would not be idempotent.
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029|\x0b|\x0c")
# C0 and C1 controls but tab and newline; zero width; bidi controls; BOM; non-characters; surrogates.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BLANKS = re.compile(r"\s+")
_ODD = re.compile(f"{_DROPPED.pattern[:-1]}\r\x0b\x0c\u2028\u2029{''.join(map(chr, _SPACES))}]")
"""What `clean` has to look at; nearly no text has any."""
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]+")


def clean(text: str) -> str:
    """Return `text` as the program keeps it: NFC, plain spaces, LF line ends, nothing invisible.

    Idempotent. After it no sink (SQLite, Word, Excel, JSON, UTF-8) refuses or alters the text.
    """
    if _ODD.search(text):
        text = _DROPPED.sub("", _LINE_ENDS.sub("\n", text.translate(_SPACES)))
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Return `clean(text)` on one line, with single spaces and no blank at either end."""
    return _BLANKS.sub(" ", clean(text)).strip()


def fold(text: str) -> str:
    """Return the form to search by: no accents, đ as d, lower case, single spaces.

    "Tuyên truyền", "TUYEN  TRUYEN" and their NFD spellings all give "tuyen truyen"; "hòa" and "hoà" agree.
    """
    text = unicodedata.normalize("NFD", clean(text).casefold())
    # Đ/đ have no decomposition; ð (U+00F0) is the look-alike that old fonts and OCR leave behind.
    bare = _ACCENTS.sub("", text).replace("đ", "d").replace("ð", "d")
    if not bare.isascii():  # accents of other scripts
        bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _BLANKS.sub(" ", bare).strip()


def fold_places(text: str) -> tuple[str, list[int]]:
    """Return `fold(text)` and, for each of its letters, which letter of `text` it came from.

    `text` is clean (NFC): a letter may fold to several ("ß") or to none (a lone accent), a run of blanks to one.
    """
    folded: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        piece = _folded_letter(letter)
        if piece == " " and (not folded or folded[-1] == " "):
            continue
        folded += piece
        places += [place] * len(piece)
    if folded and folded[-1] == " ":
        del folded[-1], places[-1]
    return "".join(folded), places


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    if _DROPPED.match(letter):
        return ""
    return " " if letter.isspace() else fold(letter)


def same_words(left: str, right: str) -> bool:
    """Tell whether two names are the same but for case, spacing and the Ð/Đ look-alike (accents count)."""
    return _name_key(left) == _name_key(right)


def _name_key(text: str) -> str:
    return clean_line(text).casefold().replace("ð", "đ")
