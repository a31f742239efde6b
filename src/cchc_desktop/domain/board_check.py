"""What is odd in figures that came: rules that do not hold, leaps against the unit's own past, strangers among peers.

Peers are compared by a robust z-score (Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993: 0.6745 of the
distance from the median in median absolute deviations, odd above 3.5) of the logarithm, for counts of small and large
units spread by factors, not by sums. It is a hint to a person, never a refusal.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cchc_desktop.domain.catalogue import Indicator, IndicatorKind
from cchc_desktop.domain.figure import UNKNOWN, Amount, Figure, FigureState, Report
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.received import ReceivedFigure
from cchc_desktop.domain.report_check import IssueRule, report_issues


class OddKind(StrEnum):
    """What speaks against a figure."""

    RULE = "rule"
    HISTORY = "history"
    PEERS = "peers"
    MISSING = "missing"


ODD_NAMES = {
    OddKind.RULE: "không khớp",
    OddKind.HISTORY: "khác các kỳ trước",
    OddKind.PEERS: "khác các đơn vị khác",
    OddKind.MISSING: "chưa có số liệu",
}
"""How the kinds are called."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A figure that a person should look at, with the reason in words."""

    kind: OddKind
    indicator: str
    text: str


_KINDS = {
    IssueRule.RELATION: OddKind.RULE,
    IssueRule.SHRUNK: OddKind.RULE,
    IssueRule.SHARE: OddKind.RULE,
    IssueRule.OUTLIER: OddKind.HISTORY,
    IssueRule.MISSING: OddKind.MISSING,
}

Received = Mapping[str, ReceivedFigure]
"""Indicator code → figure."""


def by_code(figures: Iterable[ReceivedFigure]) -> dict[str, ReceivedFigure]:
    """Return figures by the code of their indicator."""
    return {figure.indicator: figure for figure in figures}


def added(reports: Sequence[Received], indicators: Iterable[Indicator]) -> Received:
    """Return the figures of several units as those of one: sums only, and only where each unit has said something.

    The figures of one unit alone stay as they are.
    """
    if len(reports) == 1:
        return reports[0]
    found: dict[str, ReceivedFigure] = {}
    for indicator in indicators:
        figures = [report.get(indicator.code) for report in reports]
        if indicator.kind is IndicatorKind.SUM and indicator.unit != "%" and None not in figures:
            known = [figure for figure in figures if figure is not None]
            now = _sum([figure.current for figure in known])
            found[indicator.code] = ReceivedFigure(indicator.code, now, _sum([figure.cumulative for figure in known]))
    return found


def _sum(amounts: Sequence[Amount]) -> Amount:
    if any(amount.state is FigureState.UNKNOWN for amount in amounts):
        return UNKNOWN
    values = [amount.value for amount in amounts if amount.value is not None]
    return Amount.of(sum(values, Decimal(0))) if values else amounts[0]


def odd_figures(
    period: Period, indicators: Sequence[Indicator], received: Received, history: Sequence[Received] = ()
) -> tuple[Odd, ...]:
    """Return what in a report does not add up or leaps, in the order of the catalogue's indicators.

    Args:
        period: of the report.
        indicators: those of the period; a figure of none of them is not looked at.
        received: the report's figures.
        history: those of the same unit in like periods, the newest first.

    """
    figures = []
    for indicator in indicators:
        found = received.get(indicator.code)
        before = history[0].get(indicator.code) if history else None
        current, cumulative = (found.current, found.cumulative) if found else (UNKNOWN, UNKNOWN)
        previous = before.current if before else UNKNOWN
        figures.append(Figure(indicator, current, cumulative, previous, None, None, 0))
    past = {
        indicator.code: [
            value
            for one in history
            if (figure := one.get(indicator.code)) and (value := figure.current.value) is not None
        ]
        for indicator in indicators
    }
    report = Report(period, tuple(figures), (), ())
    heads = {indicator.code: f"{indicator.code} {indicator.name}: " for indicator in indicators}
    odd = [
        Odd(kind, issue.subject, issue.text.removeprefix(heads[issue.subject]))
        for issue in report_issues(report, past, (), 0)
        if (kind := _KINDS.get(issue.rule)) is not None
    ]
    place = {indicator.code: number for number, indicator in enumerate(indicators)}
    return tuple(sorted(odd, key=lambda one: place[one.indicator]))


@dataclass(frozen=True, slots=True)
class Spread:
    """What the units together say of an indicator: how many have a number, the median, how far they spread (logs)."""

    number: int
    median: Decimal
    middle: float
    deviation: float


LEAST_PEERS = 8
"""Below so many units nothing can be said of the usual."""
_BOUND = 3.5
_LEAST = 10
"""A difference below this is a trifle."""
_ALIKE = 0.2
"""Least deviation (of the logarithm): where most units say the same, a fifth more is no wonder yet."""


def spreads(reports: Iterable[Received], indicators: Iterable[Indicator]) -> dict[str, Spread]:
    """Return indicator code → spread over the units, of indicators that enough units have a number for."""
    values: dict[str, list[Decimal]] = {
        one.code: [] for one in indicators if one.kind is not IndicatorKind.RATIO and one.unit != "%"
    }
    for report in reports:
        for code, figure in report.items():
            value = figure.current.value
            if code in values and value is not None and value >= 0:
                values[code].append(value)
    return {code: _spread(found) for code, found in values.items() if len(found) >= LEAST_PEERS}


def _spread(values: list[Decimal]) -> Spread:
    logs = [math.log1p(value) for value in values]
    middle = statistics.median(logs)
    deviation = statistics.median(abs(one - middle) for one in logs) / 0.6745
    if not deviation:  # more than half say the same
        deviation = 1.2533 * statistics.fmean(abs(one - middle) for one in logs)
    return Spread(len(values), Decimal(statistics.median(values)), middle, max(deviation, _ALIKE))


def strangers(received: Received, usual: Mapping[str, Spread]) -> tuple[Odd, ...]:
    """Return the figures that stand far from those of the other units."""
    found = []
    for code, spread in usual.items():
        figure = received.get(code)
        value = figure.current.value if figure and figure.current.state is FigureState.COUNTED else None
        if value is None or value < 0 or abs(value - spread.median) < _LEAST:
            continue
        if abs(math.log1p(value) - spread.middle) / spread.deviation > _BOUND:
            words = "cao" if value > spread.median else "thấp"
            text = (
                f"{format_number(value)} {words} khác thường so với {spread.number} đơn vị "
                f"(mức giữa {format_number(spread.median)})"
            )
            found.append(Odd(OddKind.PEERS, code, text))
    return tuple(found)


def amount_text(amount: Amount, text: str = "") -> str:
    """Return an amount as the board shows it; `text` is what stood in a cell that is no number."""
    if amount.value is not None:
        return format_number(amount.value)
    if amount.state is FigureState.NIL:
        return "không phát sinh"
    return f"“{text}”" if text else ""
