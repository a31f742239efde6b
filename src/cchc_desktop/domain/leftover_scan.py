"""Runs all rules of the leftover scan over a plan."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_desktop.domain import leftover_structure, leftover_words
from cchc_desktop.domain.leftovers import Finding, Rule, Spot, Surroundings
from cchc_desktop.domain.plan import Plan


def scan(plan: Plan, around: Surroundings, extra: Sequence[Rule] = ()) -> tuple[Finding, ...]:
    """Return all findings in the order of reading. `extra` are rules of other nouns, such as legal bases."""
    found: dict[str, Finding] = {}
    for rule in (*leftover_words.RULES, *leftover_structure.RULES, *extra):
        for finding in rule(plan, around):
            found.setdefault(finding.fingerprint, finding)
    order = _reading_order(plan)
    spots = list(Spot)
    return tuple(
        sorted(
            found.values(),
            key=lambda f: (spots.index(f.spot), order.get(f.section_id or f.task_id, -1)),
        )
    )


def _reading_order(plan: Plan) -> dict[str, int]:
    ids = [*(section.id for section in plan.walk()), *(task.id for task in plan.tasks)]
    return {key: number for number, key in enumerate(ids)}
