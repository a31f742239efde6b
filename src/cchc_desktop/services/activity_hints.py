"""What the log and the plan know already of an entry that is being typed: titles to take over, and its double."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.text import clean_line, fold

NEAR_SAME = 90.0
"""Out of 100, on folded words in any order. Two bulletins of one series ("số 12", "số 13") differ by their number."""

RECENT = 600
"""Entries that are looked through for titles: about three months of a busy commune."""


@dataclass(frozen=True, slots=True)
class TitleHint:
    """A title to take over. `task_id` links it to a task of the plan; one from the log brings form and people along.

    `number` is that of the task in the plan's appendix, 0 for a title of the log.
    """

    title: str
    form: str = ""
    task_id: str = ""
    people: str = ""
    number: int = 0


def title_hints(tasks: Iterable[Task], recent: Iterable[Activity]) -> tuple[TitleHint, ...]:
    """Return titles to take over: those of the log, the last one first, then the tasks of the plan; none twice."""
    tasks = tuple(tasks)
    known = {task.id for task in tasks}
    found: dict[tuple[str, str], TitleHint] = {}
    for activity in recent:
        task_id = activity.task_id if activity.task_id in known else ""
        hint = TitleHint(activity.title, activity.form, task_id, activity.people)
        found.setdefault((fold(activity.title), activity.form), hint)
    for number, task in enumerate(tasks, 1):
        title = clean_line(task.content)
        if title:
            found.setdefault((fold(title), "task"), TitleHint(title, task.form, task.id, number=number))
    return tuple(found.values())


def near_same(title: str, other: str) -> bool:
    """Tell whether two titles probably mean the same event, whatever their accents, case and order of words."""
    left, right = fold(title), fold(other)
    if not left or not right:
        return False
    if _numbers(left) != _numbers(right):
        return False
    if min(len(left), len(right)) >= _PREFIX and (left.startswith(right) or right.startswith(left)):
        return True
    from rapidfuzz import fuzz  # takes longer to load than the titles to find

    return left == right or fuzz.token_sort_ratio(left, right) >= NEAR_SAME


def _numbers(folded: str) -> list[str]:
    """Return the words with a figure in them: "thôn 3" and "thôn 4" are two events."""
    return sorted(word for word in folded.split() if any(letter.isdigit() for letter in word))


_PREFIX = 12
