"""Self-scores on their way to the superior: what the file in a package says, and how it is read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from cchc_desktop.domain.score_sheet import ScoreSheet
from cchc_desktop.domain.text import clean_line

FILE_NAME = "tu-cham-diem.json"
"""What the file is called inside a package."""

LARGEST = 1 << 20
"""Bytes. A sheet of fifty criteria with long reasons has some 60 KB."""

_FORMAT, _VERSION = "cchc-self-score", 1
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class SentScore:
    """Points that a unit gave itself for a criterion."""

    criterion: str
    points: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class SentScores:
    """What a unit says of its year under a criteria set."""

    year: int
    criteria: str
    scores: tuple[SentScore, ...]


def to_json(sheet: ScoreSheet) -> dict[str, Any]:
    """Return what a person gave on a sheet; what is only proposed is left out."""
    return {
        "format": _FORMAT,
        "version": _VERSION,
        "year": sheet.year,
        "criteria": sheet.criteria.code,
        "criteria_name": sheet.criteria.name,
        "scores": [
            {
                "criterion": line.criterion.code,
                "points": str(line.own.points),
                "reason": line.own.reason,
                "files": [file.name for file in line.files],
            }
            for line in sheet.lines
            if line.own is not None and line.own.points is not None
        ],
    }


def from_json(raw: object) -> SentScores:
    """Return what such a file says, with clean texts.

    Raises:
        ValueError: it is no such file, or of a later version.

    """
    if not isinstance(raw, Mapping) or raw.get("format") != _FORMAT or raw.get("version") != _VERSION:
        raise ValueError("not a file of self-scores this program knows")
    year, criteria, scores = raw.get("year"), raw.get("criteria"), raw.get("scores")
    if type(year) is not int or not isinstance(criteria, str) or not isinstance(scores, list):
        raise ValueError("the file of self-scores lacks year, set or points")
    return SentScores(year, criteria, tuple(_score(one) for one in scores[:500]))


def _score(raw: object) -> SentScore:
    if not isinstance(raw, Mapping):
        raise ValueError("a line of the file of self-scores is no table")
    criterion, points, reason = raw.get("criterion"), raw.get("points"), raw.get("reason")
    if not isinstance(criterion, str) or not isinstance(points, str) or not isinstance(reason, str):
        raise ValueError("a line of the file of self-scores lacks criterion, points or reason")
    try:
        value = Decimal(points[:20])
    except InvalidOperation as error:
        raise ValueError("points that are no number") from error
    return SentScore(criterion, value, clean_line(reason)[:_LONGEST])
