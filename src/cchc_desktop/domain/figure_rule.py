"""Rules between figures: one must equal others, or be no greater than they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cchc_desktop.domain.catalogue import FigureRule, Relation
from cchc_desktop.domain.figure import Amount, Figure, FigureState
from cchc_desktop.domain.figure_making import formula_amount

RELATION_NAMES = {Relation.EQUAL: "phải bằng", Relation.AT_MOST: "phải không lớn hơn"}


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that does not hold: `left` is the figure's amount, `right` that of the formula."""

    figure: Figure
    rule: FigureRule
    left: Amount
    right: Amount
    cumulative: bool = False


def holds(relation: Relation, left: Amount, right: Amount) -> bool:
    """Tell whether two amounts stand so to each other; what is not known breaks no rule, nothing counts as 0."""
    if FigureState.UNKNOWN in (left.state, right.state):
        return True
    one, other = left.value or 0, right.value or 0
    return one == other if relation is Relation.EQUAL else one <= other


def broken_rules(figures: Sequence[Figure]) -> tuple[BrokenRule, ...]:
    """Return the rules of the indicators that do not hold, in the period and (where it does there) cumulatively."""
    now = {figure.indicator.code: figure.current for figure in figures}
    whole = {figure.indicator.code: figure.cumulative for figure in figures}
    found = []
    for figure in figures:
        for rule in figure.indicator.rules:
            broken = _broken(figure, rule, now, cumulative=False) or _broken(figure, rule, whole, cumulative=True)
            if broken is not None:
                found.append(broken)
    return tuple(found)


def _broken(figure: Figure, rule: FigureRule, amounts: Mapping[str, Amount], *, cumulative: bool) -> BrokenRule | None:
    left, right = amounts[figure.indicator.code], formula_amount(rule.formula, amounts)
    if holds(rule.relation, left, right):
        return None
    return BrokenRule(figure, rule, left, right, cumulative)
