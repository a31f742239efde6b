"""The ranking of units by their points: equal totals share a rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal


def ranks(totals: Sequence[Decimal | None]) -> tuple[int | None, ...]:
    """Return the rank of each total: equal totals share one and the next is as many further (1, 2, 2, 4)."""
    known = sorted((one for one in totals if one is not None), reverse=True)
    places: dict[Decimal, int] = {}
    for place, one in enumerate(known, 1):
        places.setdefault(one, place)
    return tuple(None if one is None else places[one] for one in totals)


@dataclass(frozen=True, slots=True)
class RankLine:
    """A unit in the ranking: `settled` is its total by appraisal where given, else by proposal.

    `appraised` of `criteria` have points that a person gave at appraisal; `own` is the self-score, None without one.
    """

    code: str
    name: str
    own: Decimal | None
    proposed: Decimal | None
    settled: Decimal | None
    appraised: int
    criteria: int
    rank: int | None = None


def ranked(lines: Iterable[RankLine]) -> tuple[RankLine, ...]:
    """Return lines with their ranks, the best first, equal ones by code, those without points last."""
    given = list(lines)
    found = [
        replace(line, rank=rank) for line, rank in zip(given, ranks([line.settled for line in given]), strict=True)
    ]
    return tuple(sorted(found, key=lambda line: (line.rank is None, line.rank or 0, line.code)))
