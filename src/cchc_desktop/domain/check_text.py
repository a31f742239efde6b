"""Rules of wording that need nothing but the text: spaces, dashes, dates, numbers in words, tone marks, spelling.

Each function returns the slips it finds. Patterns are bounded so that a hostile text of megabytes stays linear.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cchc_desktop.domain.check import quoted
from cchc_desktop.domain.number_words import read_number_words


@dataclass(frozen=True, slots=True)
class Slip:
    """Something wrong in a text: what stands there and, where it can be told, what should."""

    found: str
    wanted: str = ""
    start: int = 0

    @property
    def text(self) -> str:
        """What was found, with the correction: "“sử lý” → “xử lý”"."""
        return f"“{self.found}” → “{self.wanted}”" if self.wanted else f"“{self.found}”"


_SPACE_RUN = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_LEADING = re.compile(r"^[ \u00a0]+(?=\S)")
_ROOM_FOR_PEN = re.compile(r"(?:ngày|tháng|năm|số:?|khóa|[….:_/])$", re.IGNORECASE)
_BEFORE_MARK = re.compile(r"(?<=[^\s….])[ \u00a0]{1,9}(?:[,;:!?)\]”]|\.(?![\w.…]))")
_AFTER_OPENING = re.compile(r"[(\[“][ \u00a0]{1,9}(?=\S)")
_AFTER_MARK = re.compile(r"(?<=[^\W\d_])[,;](?=[^\W\d_])")
_DOUBLE_MARK = re.compile(r"[,;:]{2,5}|(?<![./])\.,|(?<=[^\s.])\.\.(?![./])")


def space_slips(text: str) -> list[Slip]:
    """Find two or more spaces in a row, and spaces that stand in for an indent at the start.

    Room left for the pen ("ngày       tháng", "Số:      /KH") is no slip.
    """
    found = [_seen(text, match) for match in _LEADING.finditer(text)]
    for match in _SPACE_RUN.finditer(text):
        if not _ROOM_FOR_PEN.search(text[max(0, match.start() - 6) : match.start()]) and text[match.end()] not in "/_…":
            found.append(_seen(text, match))
    return found


def _seen(text: str, match: re.Match[str]) -> Slip:
    """Return superfluous spaces as dots that can be seen."""
    dots = "·" * min(len(match[0]), 9)
    before, after = text[max(0, match.start() - 15) : match.start()], text[match.end() : match.end() + 15]
    return Slip(quoted(f"{before}{dots}{after}"), start=match.start())


def mark_slips(text: str) -> list[Slip]:
    """Find spaces before a punctuation mark or after an opening one, none after a comma, and doubled marks."""
    found: list[Slip] = []
    for pattern in (_BEFORE_MARK, _AFTER_OPENING, _AFTER_MARK, _DOUBLE_MARK):
        for match in pattern.finditer(text):
            if not _in_address(text, match.start()):
                found.append(Slip(quoted(_around(text, match)), start=match.start()))
    return found


def _in_address(text: str, position: int) -> bool:
    """Tell whether a position lies in a web or mail address, where a comma is no punctuation."""
    before = text[max(0, position - 100) : position].rpartition(" ")[2]
    return "://" in before or before.startswith("www.") or "@" in before


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 15) : match.end() + 15].strip().replace("\n", " ")


_HYPHEN = r"\s{0,3}[-‐‑–—]\s{0,3}"
_DOUBLE_DASH = re.compile(r"(?<![-–—\w])--(?![-–—])|(?<=\w)\s?--\s?(?=\w)")
_DASH_BULLET = re.compile(r"^[–—]\s")


def dash_slips(text: str, pairs: Iterable[tuple[str, str]]) -> list[Slip]:
    """Find hyphens without spaces between equal nouns, dashes as bullets, and doubled hyphens."""
    found: list[Slip] = []
    folded = text.casefold()
    for left, right in pairs:
        if left not in folded or right not in folded:
            continue
        for match in re.finditer(rf"\b({re.escape(left)})({_HYPHEN})({re.escape(right)})\b", text, re.IGNORECASE):
            if match[2] != " - ":
                found.append(Slip(match[0], f"{match[1]} - {match[3]}", match.start()))
    for match in (*_DASH_BULLET.finditer(text), *_DOUBLE_DASH.finditer(text)):
        found.append(Slip(quoted(_around(text, match)), start=match.start()))
    return found


_LONG_DATE = re.compile(r"\bngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+(\d{4})\b)?", re.IGNORECASE)
_SHORT_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/-]|\.\d)")
_DAY_MONTH = re.compile(r"\bngày\s+(\d{1,2})/(\d{1,2})(?![\d/]|\.\d)", re.IGNORECASE)
_LEAP_YEAR = 2024


def _dates(text: str) -> Iterator[tuple[re.Match[str], int, int, int | None]]:
    for match in _LONG_DATE.finditer(text):
        yield match, int(match[1]), int(match[2]), int(match[3]) if match[3] else None
    for match in _SHORT_DATE.finditer(text):
        yield match, int(match[1]), int(match[3]), int(match[4])
    for match in _DAY_MONTH.finditer(text):
        yield match, int(match[1]), int(match[2]), None


def _real(day: int, month: int, year: int | None) -> date | None:
    try:
        return date(_LEAP_YEAR if year is None else year, month, day)
    except ValueError:
        return None


def date_slips(text: str) -> list[Slip]:
    """Find dates that are in no calendar: 31/4/2026, "ngày 30 tháng 02"."""
    return [
        Slip(match[0], start=match.start())
        for match, day, month, year in _dates(text)
        if _real(day, month, year) is None
    ]


_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_WEEKDAY = re.compile(r"\b(thứ\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\s+nhật)\b[\s,(-]{0,4}(?:ngày\s+)?$", re.I)


def weekday_slips(text: str) -> list[Slip]:
    """Find weekdays that are not those of the date right behind them."""
    found = []
    for match, day, month, year in _dates(text):
        named = _WEEKDAY.search(text[max(0, match.start() - 30) : match.start()])
        real = _real(day, month, year)
        if named is None or year is None or real is None:
            continue
        right = _WEEKDAYS[real.weekday()]
        if _weekday_name(named[1]) != right:
            found.append(Slip(f"{named[0]}{match[0]}", right, match.start()))
    return found


def _weekday_name(text: str) -> str:
    name = " ".join(text.casefold().split()).replace("bẩy", "bảy")
    return _WEEKDAYS[int(name[-1]) - 2] if name[-1].isdigit() else name


_NUMBER_AND_WORDS = re.compile(
    r"(?<![\d.,/])(\d{1,3}(?:\.\d{3}){1,5}|\d{1,12})(?:\s?(?:đồng|đ|%))?\s?\(([^()]{2,150})\)"
)


def number_slips(text: str) -> list[Slip]:
    """Find figures that differ from the words in brackets behind them: "05 (sáu) ngày"."""
    found = []
    for match in _NUMBER_AND_WORDS.finditer(text):
        figure, words = int(match[1].replace(".", "")), read_number_words(match[2])
        if words is not None and words != figure:
            found.append(Slip(match[0], start=match.start()))
    return found


_OLD_TONE = re.compile(r"(?<!\w)[^\W\d_]{0,3}(?:[òóỏõọ][ae]|(?<![qQ])[ùúủũụ]y)(?!\w)", re.IGNORECASE)
_NEW_TONE = re.compile(r"(?<!\w)[^\W\d_]{0,3}(?:o[àáảãạèéẻẽẹ]|(?<![qQ])u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)


def tone_words(text: str) -> tuple[list[Slip], list[Slip]]:
    """Return the words with the tone mark set the old way (hòa, ủy) and those set the new way (hoà, uỷ)."""
    old = [Slip(match[0], start=match.start()) for match in _OLD_TONE.finditer(text)]
    new = [Slip(match[0], start=match.start()) for match in _NEW_TONE.finditer(text)]
    return old, new


class Spelling:
    """Looks for the mistakes of a list, all at once."""

    def __init__(self, misspelt: Iterable[tuple[str, str]]) -> None:
        self._right = {wrong.casefold(): right for wrong, right in misspelt}
        longest_first = sorted(self._right, key=len, reverse=True)
        words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None

    def slips(self, text: str) -> list[Slip]:
        """Return the mistakes in a text, each with its correction."""
        if self._pattern is None:
            return []
        return [
            Slip(match[0], self._right.get(" ".join(match[0].casefold().split()), ""), match.start())
            for match in self._pattern.finditer(text)
        ]


def composed_slips(text: str) -> list[Slip]:
    """Find letters written as a base letter and loose marks (NFD): searching and sorting miss them."""
    if unicodedata.is_normalized("NFC", text):
        return []
    for index, letter in enumerate(text):
        if unicodedata.combining(letter):
            return [Slip(quoted(unicodedata.normalize("NFC", text[max(0, index - 8) : index + 8])), start=index)]
    return []


_PARTY_SYMBOL = re.compile(r"\b\d{1,5}\s?-\s?[A-ZĐa-z]{2,4}\s?/\s?(?:UBND|HĐND)\b")


def symbol_slips(text: str) -> list[Slip]:
    """Find symbols of a People's Committee or Council in the Party's pattern: "132-KH/UBND"."""
    return [Slip(match[0], start=match.start()) for match in _PARTY_SYMBOL.finditer(text)]
