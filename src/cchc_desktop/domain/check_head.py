"""Rules of wording for the head and the end of a document: number and symbol, place and date, signing, recipients.

Decree 30/2020/NĐ-CP, annex I, part I, II.3, II.4, II.6, II.7, II.9. Texts come in as printed (capitals applied).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_BLANK = r"[\s.…_]*"
_NUMBER = re.compile(rf"Số: (?P<number>\d{{1,5}}|{_BLANK})/(?P<symbol>[A-ZĐ][A-Za-zĐđ]*(?:-[A-ZĐ][A-Za-zĐđ0-9&]*)*)")
_PARTY = re.compile(r"số\s?:?\s?\d{1,5}\s?-\s?(?P<kind>[A-ZĐ]{2,4}r?)\s?/", re.IGNORECASE)
_LOOSE = re.compile(r"số\s{0,3}[:.;]?\s{0,9}(?P<number>\d{0,5})[\s.…_]{0,30}/\s?(?P<symbol>\S.{0,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A line "Số: 07/KH-UBND" taken apart.

    `exact` tells that it is written as the decree has it, a number with or without its leading zero; `number` is
    "" while the number is left to the pen; `groups` are the parts of the symbol between hyphens.
    """

    exact: bool
    party: bool
    number: str
    groups: tuple[str, ...]


def read_number_line(text: str) -> NumberLine:
    """Take a number line apart; what cannot be read is empty."""
    line = text.strip()
    if party := _PARTY.match(line):
        return NumberLine(True, True, "", (party["kind"],))
    if match := _NUMBER.fullmatch(line):
        number = match["number"].strip(" .…_")
        capital = all(group.upper() == group or group in ("TTr", "CTr", "QyĐ", "TrS") for group in _groups(match))
        return NumberLine(capital, False, number, _groups(match))
    loose = _LOOSE.match(line)
    return NumberLine(False, False, loose["number"] if loose else "", _groups(loose) if loose else ())


def _groups(match: re.Match[str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in match["symbol"].split("-"))


_PLACE_DATE = re.compile(
    r"(?P<place>[^,]{0,80}[^,\s]),\sngày\s(?P<day>\d{1,2}|[\s.…_]+?)\s?tháng\s(?P<month>\d{1,2}|[\s.…_]+?)\s?"
    r"năm\s(?P<year>\d{4}|[\d\s.…_]+)"
)
_DAY_MONTH = re.compile(
    r"ngày\s{1,9}(?P<day>\d{1,2})\s{1,9}tháng\s{1,9}(?P<month>\d{1,2})(?:\s{1,9}năm\s{1,9}(?P<year>\d{4}))?", re.I
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line "Lệ Xá, ngày 13 tháng 01 năm 2025" taken apart; day and month are "" while left to the pen."""

    exact: bool
    day: str
    month: str
    year: str


def read_date_line(text: str) -> DateLine:
    """Take the line of place and date apart. `exact`: comma, words and capital of the place as the decree has them."""
    line = text.strip()
    match = _PLACE_DATE.fullmatch(line)
    parts = _DAY_MONTH.search(line)
    day, month, year = (parts["day"], parts["month"], parts["year"] or "") if parts else ("", "", "")
    capital = match is not None and match["place"][:1].isupper() and match["place"] != match["place"].upper()
    return DateLine(capital, day, month, year)


def has_official_zeros(day: str, month: str) -> bool:
    """Tell whether day and month carry the zeros of the decree: days below 10, the months 1 and 2, no others."""
    right_day = f"{int(day):02d}"
    right_month = f"{int(month):02d}" if int(month) <= 2 else str(int(month))
    return (day, month) == (right_day, right_month)


def exists(day: str, month: str, year: str) -> bool:
    """Tell whether a date is in the calendar; without a year, whether it is in some year's."""
    try:
        date(int(year) if year else 2024, int(month), int(day))
    except ValueError:
        return False
    return True


_END = re.compile(r"[;.,:!?…]*$")


def list_slips(lines: Sequence[str], last: str = ".", dashes: bool = False) -> list[tuple[int, str]]:
    """Return (index, what is wrong) of list lines that do not end with ";", the last with ".".

    With `dashes` each line must also begin with "-".
    """
    found = []
    for index, line in enumerate(lines):
        wanted = last if index == len(lines) - 1 else ";"
        end = _END.search(line.rstrip())
        mark = end[0] if end else ""
        if mark != wanted:
            found.append((index, f"kết thúc bằng “{mark}”" if mark else "không có dấu ở cuối dòng"))
        elif dashes and not re.match(r"-\s", line.lstrip()):
            found.append((index, "không có gạch “-” ở đầu dòng"))
    return found


def ending(text: str) -> str:
    """Return how a text ends, in words: "kết thúc bằng “;”"."""
    marks = re.search(r"[^\w\s“”()]{1,5}$", text.rstrip())
    return f"kết thúc bằng “{marks[0]}”" if marks else "không có dấu ở cuối"


_ARCHIVE = re.compile(r"-\s?Lưu: VT\b")


def is_archive_line(text: str) -> bool:
    """Tell whether a recipient is the archive's: "- Lưu: VT, VHXH."."""
    return _ARCHIVE.match(text.strip()) is not None


_WRONG_MODE = re.compile(r"(?:T/M|K/T|T/L|T/UQ|T\.\s?M\.?|K\.\s?T\.?|TM|KT|TL|TUQ|TM,|KT,)(?:\s|:|$)", re.IGNORECASE)
_RIGHT_MODE = re.compile(r"(?:TM|KT|TL|TUQ|Q)\. \S")


def signing_slip(line: str) -> str:
    """Return what is wrong with how a signing line abbreviates the authority, "" when nothing is."""
    text = line.strip()
    if _WRONG_MODE.match(text):
        return f"“{text.split()[0]}”"
    if re.match(r"(?:TM|KT|TL|TUQ|Q)\.", text, re.IGNORECASE) and not _RIGHT_MODE.match(text.upper()):
        return f"“{text[:12]}”"
    return ""


def leading_title(name: str, degrees: Sequence[str]) -> str:
    """Return the degree or honorary title before a signer's name, "" when there is none."""
    folded = name.strip().casefold()
    for degree in degrees:
        title = degree.casefold()
        if folded.startswith(title) and (title.endswith(".") or folded[len(title) : len(title) + 1] in (" ", ".")):
            return name.strip()[: len(degree)]
    return ""
