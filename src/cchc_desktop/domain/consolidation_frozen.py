"""A consolidation as it is kept, whole and for good; and how two versions of one differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cchc_desktop.domain import frozen_report
from cchc_desktop.domain.catalogue import IndicatorKind
from cchc_desktop.domain.consolidation import (
    Absence,
    Consolidation,
    LeftOut,
    MissingUnit,
    Source,
    Total,
    TotalFigure,
)
from cchc_desktop.domain.consolidation_report import as_frozen
from cchc_desktop.domain.figure import Amount, FigureState
from cchc_desktop.domain.frozen_report import FigureDifference
from cchc_desktop.domain.narrative import NarrativePart

SCHEMA = 1
"""Version of the JSON below; it grows only by fields that older programs may pass over."""


def to_json(made: Consolidation) -> dict[str, Any]:
    """Return a consolidation as plain JSON values: days ISO, numbers as texts so that no digit is lost."""
    return {
        "schema": SCHEMA,
        "period": made.period,
        "period_name": made.period_name,
        "start": made.start.isoformat(),
        "end": made.end.isoformat(),
        "deadline": made.deadline.isoformat(),
        "unit_code": made.unit_code,
        "unit_name": made.unit_name,
        "figures": [_figure_json(figure) for figure in made.figures],
        "missing": [[one.code, one.name, one.absence.value, one.contact, one.phone] for one in made.missing],
        "left_out": [[one.unit_code, one.unit_name, one.file_name, one.reason] for one in made.left_out],
        "strangers": [list(one) for one in made.strangers],
        "narrative": [[part.title, part.text] for part in made.narrative],
        "cumulative_from": made.cumulative_from.isoformat() if made.cumulative_from else "",
        "with_predecessors": made.with_predecessors,
    }


def sources_json(made: Consolidation) -> list[list[Any]]:
    """Return which reports are in a consolidation, as plain JSON values."""
    return [
        [s.report_id, s.unit_code, s.unit_name, s.ordinal, s.sha256, s.file_name, s.digest, s.successor]
        for s in made.sources
    ]


def _figure_json(one: TotalFigure) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "unit": one.unit,
        "kind": one.kind.value,
        "group": one.group,
        "decimals": one.decimals,
        "current": _total_json(one.current),
        "cumulative": _total_json(one.cumulative),
        "previous": _amount_json(one.previous),
    }


def _total_json(total: Total) -> list[Any]:
    return [*_amount_json(total.amount), total.counted, total.nil, total.unknown]


def _amount_json(amount: Amount) -> list[str | None]:
    return [amount.state.value, None if amount.value is None else str(amount.value)]


def from_json(data: Mapping[str, Any], sources: list[list[Any]]) -> Consolidation:
    """Return the consolidation that `to_json` and `sources_json` wrote.

    Raises:
        KeyError, TypeError, ValueError, ArithmeticError: it is none.

    """
    return Consolidation(
        str(data["period"]),
        str(data["period_name"]),
        date.fromisoformat(data["start"]),
        date.fromisoformat(data["end"]),
        date.fromisoformat(data["deadline"]),
        str(data["unit_code"]),
        str(data["unit_name"]),
        tuple(_figure_of(figure) for figure in data["figures"]),
        tuple(Source(*one) for one in sources),
        tuple(MissingUnit(code, name, Absence(absence), *who) for code, name, absence, *who in data["missing"]),
        tuple(LeftOut(*one) for one in data["left_out"]),
        tuple((str(code), int(count)) for code, count in data["strangers"]),
        tuple(NarrativePart(title, text) for title, text in data["narrative"]),
        date.fromisoformat(data["cumulative_from"]) if data["cumulative_from"] else None,
        bool(data["with_predecessors"]),
    )


def _figure_of(data: Mapping[str, Any]) -> TotalFigure:
    return TotalFigure(
        str(data["code"]),
        str(data["name"]),
        str(data["unit"]),
        IndicatorKind(data["kind"]),
        str(data["group"]),
        int(data["decimals"]),
        _total_of(data["current"]),
        _total_of(data["cumulative"]),
        _amount_of(*data["previous"]),
    )


def _total_of(data: list[Any]) -> Total:
    state, value, counted, nil, unknown = data
    return Total(_amount_of(state, value), int(counted), int(nil), int(unknown))


def _amount_of(state: str, value: str | None) -> Amount:
    return Amount(None if value is None else Decimal(value), FigureState(state))


def digest(made: Consolidation) -> str:
    """Return the SHA-256 of what a consolidation says and is made of, hexadecimal: one digest, one consolidation."""
    whole = [to_json(made), sources_json(made)]
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# ------------------------------------------------------------------ what differs


@dataclass(frozen=True, slots=True)
class ConsolidationChange:
    """What a supplement changed: totals, and units by name that came, sent something new, or went."""

    figures: tuple[FigureDifference, ...] = ()
    came: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    went: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.figures or self.came or self.renewed or self.went)


def change(old: Consolidation, new: Consolidation) -> ConsolidationChange:
    """Return how two versions differ."""
    before = {source.unit_code: source for source in old.sources}
    after = {source.unit_code: source for source in new.sources}
    return ConsolidationChange(
        frozen_report.differences(as_frozen(old), as_frozen(new)),
        tuple(source.unit_name for code, source in after.items() if code not in before),
        tuple(
            source.unit_name
            for code, source in after.items()
            if code in before and (before[code].digest, before[code].ordinal) != (source.digest, source.ordinal)
        ),
        tuple(source.unit_name for code, source in before.items() if code not in after),
    )
