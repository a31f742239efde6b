"""Which parts of our plan come nearest to a demand of the superior, by their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from cchc_desktop.domain.plan import Plan, SectionKind
from cchc_desktop.domain.superior_plan import Demand, TargetKind
from cchc_desktop.domain.text import clean_line, fold

LEAST = 55.0
"""Out of 100. Below it two texts of administrative language share no more than its set phrases."""

LIMIT = 3
_LONGEST = 600
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A section or task that may answer a demand; `words` are its own, `score` is out of 100."""

    kind: TargetKind
    target_id: str
    words: str
    score: float


def suggestions(plan: Plan, demand: Demand) -> tuple[Suggestion, ...]:
    """Return at most `LIMIT` parts of `plan`, best first."""
    wanted = fold(demand.text)[:_LONGEST]
    found = [
        Suggestion(kind, target, words, score)
        for kind, target, words in _parts(plan)
        if len(words.split()) >= _FEWEST_WORDS and (score := _score(wanted, fold(words)[:_LONGEST])) >= LEAST
    ]
    return tuple(sorted(found, key=lambda one: -one.score)[:LIMIT])


def _score(wanted: str, words: str) -> float:
    # The set ratio alone is full for any text whose words all stand in the other; the sort ratio minds the rest.
    return (fuzz.token_set_ratio(wanted, words) + fuzz.token_sort_ratio(wanted, words)) / 2


def _parts(plan: Plan) -> Iterator[tuple[TargetKind, str, str]]:
    for task in plan.tasks:
        yield TargetKind.TASK, task.id, clean_line(task.content)
    for section in plan.walk():
        if section.kind is not SectionKind.PART:
            yield TargetKind.SECTION, section.id, clean_line(f"{section.title} {section.text}")
