"""Dates as people type them and as Decree 30/2020 prints them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from cchc_desktop.domain.text import fold

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?")
_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?")
_YEARS_AHEAD = 10
_WEEKDAYS = {"t2": 0, "t3": 1, "t4": 2, "t5": 3, "t6": 4, "t7": 5, "cn": 6}
_RELATIVE = {"hom nay": 0, "nay": 0, "hom qua": -1, "qua": -1, "hom kia": -2, "ngay mai": 1, "mai": 1}


class NotADate(ValueError):
    """Text that is no date of the calendar."""


def parse_date(text: str, today: date) -> date:
    """Read a date with its year: "15/3/2025", "15-03-2025", "15.3.25", "2025-03-15", "ngày 15 tháng 3 năm 2025".

    Two-digit years are 20xx, at most `_YEARS_AHEAD` from now: "80" may be 1980 and is refused. For short forms
    without a year see `parse_spoken_date`.

    Raises:
        NotADate: not a date, or one that does not exist (31/02/2025).

    """
    found, had_year = _parse(text, today)
    if not had_year:
        raise NotADate(text)
    return found


def parse_spoken_date(text: str, today: date) -> date:
    """Read a date as a person types it today: all of `parse_date`, and "15/3", "hôm qua", "t2", "15".

    A day and month without year is this year's; a weekday is the last one (today included); a bare day is of
    this month.

    Raises:
        NotADate: as for `parse_date`.

    """
    folded = fold(text)
    if folded in _RELATIVE:
        return today + timedelta(days=_RELATIVE[folded])
    if folded in _WEEKDAYS:
        return today - timedelta(days=(today.weekday() - _WEEKDAYS[folded]) % 7)
    if folded.isascii() and folded.isdigit() and len(folded) <= 2:
        return _make(today.year, today.month, int(folded), text)
    return _parse(text, today)[0]


def _parse(text: str, today: date) -> tuple[date, bool]:
    folded = fold(text)
    if not folded.isascii():
        raise NotADate(text)
    if iso := _ISO.fullmatch(folded.upper()):
        return _make(int(iso[1]), int(iso[2]), int(iso[3]), text), True
    match = _NUMERIC.fullmatch(folded) or _WORDS.fullmatch(folded)
    if match is None:
        raise NotADate(text)
    day, month, year = match.groups()
    full_year = today.year if year is None else int(year) + (2000 if len(year) == 2 else 0)
    if year is not None and len(year) == 2 and full_year > today.year + _YEARS_AHEAD:
        raise NotADate(text)
    return _make(full_year, int(month), int(day), text), year is not None


def _make(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate(text) from None


def short_date(day: date) -> str:
    """Return 15/03/2025, the form of lists and tables."""
    return f"{day:%d/%m/%Y}"


def official_date(day: date) -> str:
    """Return "ngày 05 tháng 01 năm 2026".

    Days below 10 and the months 1 and 2 take a leading zero, other months do not (Decree 30/2020, annex I,
    part II.4).
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
