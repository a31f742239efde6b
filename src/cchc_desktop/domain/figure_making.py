"""How the figures of a report come about: from the sources, from what people stated, from each other.

A typed value stands in the place of the source's for its own days only: the figure of a longer span is what the
source holds outside of those days, and the typed value besides. What does not add up is never carried over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from cchc_desktop.domain import formula
from cchc_desktop.domain.catalogue import Indicator, IndicatorKind, IndicatorSource
from cchc_desktop.domain.figure import NIL, UNKNOWN, Amount, Figure, FigureState, Statement, percent_of
from cchc_desktop.domain.figure_kind import adds_up, needs
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.tally import FROM_LOG, Tallies, from_log


@dataclass(frozen=True, slots=True)
class Reading:
    """What the sources hold on some days: the log counted, and the amounts of indicators with other sources."""

    tallies: Tallies = field(default_factory=dict)
    others: Mapping[str, Amount] = field(default_factory=dict)


Read = Callable[[date, date], Reading]
"""Reads the sources from a day to a day, both inside."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The days a report is about.

    `since` is where its cumulative figures begin, `earlier` the same period a year ago (its code is "" when no rule
    makes one), `known` the periods that statements may be about, of this and the last year.
    """

    period: Period
    since: date
    earlier: Period
    known: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class _Stated:
    """A statement with the days it is about."""

    start: date
    end: date
    said: Statement

    @property
    def value(self) -> Decimal | None:
        """The typed value, None for "nothing happened"."""
        return self.said.value if self.said.state is FigureState.COUNTED else None


@dataclass(frozen=True, slots=True)
class _Column:
    """An indicator on some days: its amount, what the source says, entries behind it, typed values it carries."""

    amount: Amount = UNKNOWN
    found: Amount = UNKNOWN
    activities: int = 0
    carried: tuple[Statement, ...] = ()


def figures(
    indicators: Iterable[Indicator], scope: Scope, read: Read, statements: Iterable[Statement], tasks: Sequence[Task]
) -> tuple[Figure, ...]:
    """Compute the lines of a report.

    Args:
        indicators: those in force, in the order of the report.
        scope: the days.
        read: reads the sources; asked once for each span.
        statements: what people stated, of any period.
        tasks: tasks of the year's plan, for the targets.

    """
    indicators = tuple(indicators)
    read = lru_cache(maxsize=None)(read)
    by_code = {period.code: period for period in (*scope.known, scope.period, scope.earlier) if period.code}
    stated: dict[str, list[_Stated]] = {}
    own: dict[str, Statement] = {}
    for said in statements:
        period = by_code.get(said.period)
        if period is None or (said.state is FigureState.COUNTED and said.value is None):
            continue
        if said.period == scope.period.code:
            own[said.indicator] = said
        if not period.special or said.period in (scope.period.code, scope.earlier.code):
            stated.setdefault(said.indicator, []).append(_Stated(period.start, period.end, said))
    columns = []
    for period, start, cumulative in (
        (scope.period, scope.period.start, False),
        (scope.period, scope.since, True),
        (scope.earlier, scope.earlier.start, False),
    ):
        made = {
            one.code: _column(one, (start, period.end), read, stated.get(one.code, ()), (period.code, cumulative))
            for one in indicators
            if one.source is not IndicatorSource.FORMULA
        }
        columns.append(_with_formulas(indicators, made))
    lines = []
    for one in indicators:
        now, whole, before = (column[one.code] for column in columns)
        target = target_of(one, tasks)
        percent = percent_of(whole.amount, target)
        carried = tuple(said for said in whole.carried if said.period != scope.period.code)
        lines.append(
            Figure(
                *(one, now.amount, whole.amount, before.amount, target, percent, now.activities),
                *(own.get(one.code), now.found, carried),
            )
        )
    return tuple(lines)


def _column(
    indicator: Indicator, span: tuple[date, date], read: Read, stated: Sequence[_Stated], place: tuple[str, bool]
) -> _Column:
    """Return an indicator on some days. `place` is the period's code, and whether the column is cumulative."""
    start, end = span
    code, cumulative = place
    inside = [one for one in stated if start <= one.start and one.end <= end]
    exact = [one for one in inside if (one.start, one.end) == span]
    # Of two periods on the same days (nine months, and what Q3 has come to since December) its own word counts.
    exact.sort(key=lambda one: one.said.period != code)
    found, activities = _from_source(indicator, read(start, end))
    if adds_up(indicator):
        inside.sort(key=lambda one: one.said.period != code)
        amount, carried = _sum(indicator, span, found, activities, inside, read)
        return _Column(amount, found, activities, carried)
    if not exact and indicator.kind is IndicatorKind.LATEST and cumulative and found.state is FigureState.UNKNOWN:
        exact = sorted(inside, key=lambda one: (one.end, one.start), reverse=True)
    if exact and exact[0].value is not None:
        return _Column(Amount.of(exact[0].value), found, activities, (exact[0].said,))
    if exact and found.state is FigureState.UNKNOWN and not activities:
        return _Column(NIL, found, activities)
    return _Column(found, found, activities)


def _from_source(indicator: Indicator, reading: Reading) -> tuple[Amount, int]:
    if indicator.source in FROM_LOG:
        return from_log(indicator, reading.tallies)
    return reading.others.get(indicator.code, UNKNOWN), 0


def _sum(
    indicator: Indicator,
    span: tuple[date, date],
    found: Amount,
    activities: int,
    inside: Sequence[_Stated],
    read: Read,
) -> tuple[Amount, tuple[Statement, ...]]:
    """Return what a sum comes to on some days, and the typed values in it."""
    typed = [one for one in inside if one.value is not None]
    if found.value is None:
        # Silence is not zero: only what is stated of every day counts. "Nothing happened" is not believed against
        # entries that merely do not say how much.
        tiles = _tiled(span, typed if activities else inside)
        if tiles is None:
            return UNKNOWN, ()
        values = [tile.value for tile in tiles if tile.value is not None]
        carried = tuple(tile.said for tile in tiles if tile.value is not None)
        return (Amount.of(sum(values, Decimal(0))) if values else NIL), carried
    total, chosen = found.value, _apart(typed)
    for tile in chosen:
        replaced, _ = _from_source(indicator, read(tile.start, tile.end))
        total += (tile.value or Decimal(0)) - (replaced.value or Decimal(0))
    return Amount.of(total), tuple(tile.said for tile in chosen)


def _apart(stated: Iterable[_Stated]) -> list[_Stated]:
    """Return statements whose days do not touch; the longer goes before the shorter it holds."""
    chosen: list[_Stated] = []
    for one in sorted(stated, key=lambda one: one.start - one.end):
        if all(one.end < other.start or other.end < one.start for other in chosen):
            chosen.append(one)
    return chosen


def _tiled(span: tuple[date, date], stated: Sequence[_Stated]) -> list[_Stated] | None:
    """Return statements that cover all days once, the longest first; None when some day is left."""
    start, end = span
    if start > end:
        return []
    for one in sorted((one for one in stated if one.start == start), key=lambda one: one.start - one.end):
        rest = _tiled((one.end + timedelta(days=1), end), stated) if one.end <= end else None
        if rest is not None:
            return [one, *rest]
    return None


# ------------------------------------------------------------------ figures made of figures


def _with_formulas(indicators: Sequence[Indicator], made: Mapping[str, _Column]) -> dict[str, _Column]:
    """Add what is computed from other figures, those that need others after them."""
    found = dict(made)
    waiting = [one for one in indicators if one.code not in found]
    codes = {one.code for one in waiting}
    while waiting:
        ready = [one for one in waiting if not codes & set(needs(one))]
        if not ready:  # a circle, which no sound catalogue has
            found |= {one.code: _Column() for one in waiting}
            break
        for one in ready:
            found[one.code] = _Column(_computed(one, {code: column.amount for code, column in found.items()}))
        codes -= {one.code for one in ready}
        waiting = [one for one in waiting if one.code in codes]
    return found


def _computed(indicator: Indicator, amounts: Mapping[str, Amount]) -> Amount:
    if indicator.kind is IndicatorKind.RATIO:
        return ratio(amounts.get(indicator.numerator, UNKNOWN), amounts.get(indicator.denominator, UNKNOWN))
    return formula_amount(indicator.formula, amounts)


def formula_amount(text: str, amounts: Mapping[str, Amount]) -> Amount:
    """Return what a formula comes to; unknown when a part is unknown. "Nothing happened" counts as 0 beside numbers."""
    try:
        node = formula.parse(text)
    except formula.BadFormula:
        return UNKNOWN
    parts = {code: amounts.get(code, UNKNOWN) for code in node.codes()}
    if any(part.state is FigureState.UNKNOWN for part in parts.values()):
        return UNKNOWN
    if parts and all(part.state is FigureState.NIL for part in parts.values()):
        return NIL
    value = formula.evaluate(node, {code: part.value or Decimal(0) for code, part in parts.items()})
    return UNKNOWN if value is None else Amount.of(value)


def ratio(numerator: Amount, denominator: Amount) -> Amount:
    """Return 100 x numerator / denominator; unknown when either is, or when dividing by nothing."""
    if numerator.value is None or not denominator.value:
        return UNKNOWN
    return Amount.of(100 * numerator.value / denominator.value)


def target_of(indicator: Indicator, tasks: Iterable[Task]) -> Decimal | None:
    """Return the sum of the targets of the tasks that count towards an indicator, None when there is none."""
    if not adds_up(indicator):
        return None
    found = [
        task.target
        for task in tasks
        if task.target is not None
        and task.form in indicator.forms
        and (
            task.measure in indicator.measures
            if indicator.source is IndicatorSource.LOG_MEASURE
            else not task.measure and indicator.source is IndicatorSource.LOG_COUNT
        )
    ]
    return sum(found, Decimal(0)) if found else None
