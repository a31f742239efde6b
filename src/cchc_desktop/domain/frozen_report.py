"""What a report said when it was frozen, whole and for good; and how two versions differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cchc_desktop.domain.figure import UNKNOWN, Amount, Figure, FigureState, Report
from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.unit import Unit

SCHEMA = 1
"""Version of the JSON below; it grows only by fields that older programs may pass over."""


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A line of a frozen report. `typed` tells that a person's word stands in place of the log, with `reason`."""

    code: str
    name: str
    unit: str
    kind: str
    group: str = ""
    decimals: int = 0
    current: Amount = UNKNOWN
    cumulative: Amount = UNKNOWN
    previous: Amount = UNKNOWN
    target: Decimal | None = None
    activities: int = 0
    typed: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AcceptedWarning:
    """A warning with the reason a person gave for leaving it."""

    rule: str
    subject: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class FrozenReport:
    """All that a version of a report says; names and units as they were on the last day of its period."""

    period: str
    period_name: str
    start: date
    end: date
    deadline: date
    unit_code: str
    unit_name: str
    figures: tuple[FrozenFigure, ...] = ()
    narrative: tuple[NarrativePart, ...] = ()
    warnings: tuple[AcceptedWarning, ...] = ()

    def digest(self) -> str:
        """Return the SHA-256 of what is said, in hexadecimal: two versions with one digest say the same."""
        text = json.dumps(to_json(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def freeze(
    report: Report, unit: Unit, narrative: Sequence[NarrativePart], warnings: Iterable[AcceptedWarning]
) -> FrozenReport:
    """Return a report as it stands; the narrative must have its figures filled in already."""
    period = report.period
    return FrozenReport(
        period.code,
        period.name,
        period.start,
        period.end,
        period.deadline,
        unit.code,
        unit.full_name,
        tuple(frozen_figure(figure) for figure in report.figures),
        tuple(narrative),
        tuple(warnings),
    )


def frozen_figure(figure: Figure) -> FrozenFigure:
    """Return a line of a report as it stands."""
    indicator, said = figure.indicator, figure.statement
    return FrozenFigure(
        indicator.code,
        indicator.name,
        indicator.unit,
        indicator.kind.value,
        indicator.group,
        indicator.decimals,
        figure.current,
        figure.cumulative,
        figure.previous,
        figure.target,
        figure.activities,
        said is not None,
        said.reason if said else "",
    )


# ------------------------------------------------------------------ as JSON


def to_json(report: FrozenReport) -> dict[str, Any]:
    """Return a frozen report as plain JSON values: days ISO, numbers as texts so that no digit is lost."""
    return {
        "schema": SCHEMA,
        "period": report.period,
        "period_name": report.period_name,
        "start": report.start.isoformat(),
        "end": report.end.isoformat(),
        "deadline": report.deadline.isoformat(),
        "unit_code": report.unit_code,
        "unit_name": report.unit_name,
        "figures": [_figure_json(figure) for figure in report.figures],
        "narrative": [{"title": part.title, "text": part.text} for part in report.narrative],
        "warnings": [
            {"rule": w.rule, "subject": w.subject, "text": w.text, "reason": w.reason} for w in report.warnings
        ],
    }


def _figure_json(figure: FrozenFigure) -> dict[str, Any]:
    return {
        "code": figure.code,
        "name": figure.name,
        "unit": figure.unit,
        "kind": figure.kind,
        "group": figure.group,
        "decimals": figure.decimals,
        "current": _amount_json(figure.current),
        "cumulative": _amount_json(figure.cumulative),
        "previous": _amount_json(figure.previous),
        "target": None if figure.target is None else str(figure.target),
        "activities": figure.activities,
        "typed": figure.typed,
        "reason": figure.reason,
    }


def _amount_json(amount: Amount) -> dict[str, str | None]:
    return {"state": amount.state.value, "value": None if amount.value is None else str(amount.value)}


def from_json(data: Mapping[str, Any]) -> FrozenReport:
    """Return the frozen report that `to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError, ArithmeticError: it is none.

    """
    return FrozenReport(
        str(data["period"]),
        str(data["period_name"]),
        date.fromisoformat(data["start"]),
        date.fromisoformat(data["end"]),
        date.fromisoformat(data["deadline"]),
        str(data["unit_code"]),
        str(data["unit_name"]),
        tuple(_figure_of(figure) for figure in data["figures"]),
        tuple(NarrativePart(str(part["title"]), str(part["text"])) for part in data["narrative"]),
        tuple(
            AcceptedWarning(str(w["rule"]), str(w["subject"]), str(w["text"]), str(w["reason"]))
            for w in data["warnings"]
        ),
    )


def _figure_of(data: Mapping[str, Any]) -> FrozenFigure:
    return FrozenFigure(
        str(data["code"]),
        str(data["name"]),
        str(data["unit"]),
        str(data["kind"]),
        str(data["group"]),
        int(data["decimals"]),
        _amount_of(data["current"]),
        _amount_of(data["cumulative"]),
        _amount_of(data["previous"]),
        _decimal_of(data["target"]),
        int(data["activities"]),
        bool(data["typed"]),
        str(data["reason"]),
    )


def _amount_of(data: Mapping[str, Any]) -> Amount:
    state, value = FigureState(data["state"]), _decimal_of(data["value"])
    if (state is FigureState.COUNTED) != (value is not None):
        raise ValueError(f"an amount {state} with the value {value}")
    return Amount(value, state)


def _decimal_of(text: str | None) -> Decimal | None:
    if text is None:
        return None
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(f"no finite number: {text}")
    return value


# ------------------------------------------------------------------ what differs


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """A figure that two versions say differently. None: that version has no such line.

    `before` and `after` are of the period, the two `cumulative_` ones since the data year began.
    """

    code: str
    name: str
    unit: str
    before: Amount | None
    after: Amount | None
    cumulative_before: Amount | None
    cumulative_after: Amount | None
    reason: str = ""

    @property
    def change(self) -> Decimal | None:
        """By how much the figure of the period grew; None where either version has no number."""
        if self.before is None or self.after is None or self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value


def differences(old: FrozenReport, new: FrozenReport) -> tuple[FigureDifference, ...]:
    """Return the figures that differ, in the order of the new version, then those only the old one has."""
    before = {figure.code: figure for figure in old.figures}
    after = {figure.code: figure for figure in new.figures}
    found = []
    for code in (*after, *(code for code in before if code not in after)):
        one, other = before.get(code), after.get(code)
        if one and other and (one.current, one.cumulative) == (other.current, other.cumulative):
            continue
        known = other or one
        assert known is not None
        found.append(
            FigureDifference(
                code,
                known.name,
                known.unit,
                one.current if one else None,
                other.current if other else None,
                one.cumulative if one else None,
                other.cumulative if other else None,
                other.reason if other else "",
            )
        )
    return tuple(found)


def changed_parts(old: FrozenReport, new: FrozenReport) -> tuple[str, ...]:
    """Return the titles of the parts of the narrative that differ."""
    before = {part.title: part.text for part in old.narrative}
    after = {part.title: part.text for part in new.narrative}
    return tuple(title for title in {**before, **after} if before.get(title) != after.get(title))
