"""The assignment matrix: who leads and who supports each task. It is a view over the tasks; they are the one source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cchc_desktop.domain.body import Body, BodyFinder, Mention, free_body, written
from cchc_desktop.domain.plan import Task


class Role(StrEnum):
    """What a body does for a task."""

    LEAD = "lead"
    SUPPORT = "support"


ROLE_NAMES = {Role.LEAD: "chủ trì", Role.SUPPORT: "phối hợp"}
"""How roles are called."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Bodies by tasks. `bodies` are those of the catalogue in its order, then others the tasks name."""

    bodies: tuple[Body, ...]
    tasks: tuple[Task, ...]
    roles: Mapping[tuple[str, str], Role] = field(default_factory=dict)

    def role(self, body: Body, task: Task) -> Role | None:
        """Return what a body does for a task, None for nothing."""
        return self.roles.get((body.code, task.id))

    def tasks_of(self, body: Body, role: Role) -> tuple[Task, ...]:
        """Return the tasks in which a body has a role."""
        return tuple(task for task in self.tasks if self.role(body, task) is role)

    def is_used(self, body: Body) -> bool:
        """Whether a body has any task."""
        return any(code == body.code for code, _ in self.roles)

    @property
    def without_lead(self) -> tuple[Task, ...]:
        """The tasks that nobody leads."""
        led = {task for (_, task), role in self.roles.items() if role is Role.LEAD}
        return tuple(task for task in self.tasks if task.id not in led)


def read_matrix(tasks: Iterable[Task], finder: BodyFinder) -> Matrix:
    """Return who does what. A body written as lead and support of one task leads it."""
    tasks = tuple(tasks)
    roles: dict[tuple[str, str], Role] = {}
    others: dict[str, Body] = {}
    for task in tasks:
        for role in (Role.LEAD, Role.SUPPORT):
            for body in named(getattr(task, role), finder):
                roles.setdefault((body.code, task.id), role)
                if body.is_free:
                    others.setdefault(body.code, body)
    return Matrix((*finder.bodies, *others.values()), tasks, roles)


def named(text: str, finder: BodyFinder) -> tuple[Body, ...]:
    """Return the bodies a text names; a name of no catalogue is a body of its own."""
    found = (mention.body or free_body(mention.text) for mention in finder.read(text) if mention.text.strip())
    return tuple({body.code: body for body in found}.values())


def assign(task: Task, body: Body, role: Role | None, finder: BodyFinder) -> Task:
    """Return the task with another role (None: none) for a body; the words of all others stay as they are."""
    texts = {}
    for field_role in Role:
        text: str = getattr(task, field_role)
        has = body.code in {found.code for found in named(text, finder)}
        if has and role is not field_role:
            text = _without(text, body, finder)
        elif not has and role is field_role:
            text = _with(text, body, finder)
        texts[str(field_role)] = text
    return replace(task, **texts)  # type: ignore[arg-type]


def _code(mention: Mention) -> str:
    return (mention.body or free_body(mention.text)).code


def _without(text: str, body: Body, finder: BodyFinder) -> str:
    kept = [mention for mention in finder.read(text) if mention.text.strip() and _code(mention) != body.code]
    if kept:
        kept[0] = replace(kept[0], before="")
    return _safely(kept, finder)


def _with(text: str, body: Body, finder: BodyFinder) -> str:
    mentions = [mention for mention in finder.read(text) if mention.text.strip()]
    if not mentions:
        return body.name
    marks = {mention.before for mention in mentions[1:]}
    mark = ", " if marks and marks <= {", ", ","} else "; "
    return _safely([*mentions, Mention(body.name, mark, body)], finder)


def _safely(mentions: list[Mention], finder: BodyFinder) -> str:
    """Return the text of mentions; where neighbours would read as another name, semicolons keep them apart."""
    text = written(mentions)
    codes = [_code(mention) for mention in mentions]
    if [_code(mention) for mention in finder.read(text) if mention.text.strip()] == codes:
        return text
    return "; ".join(mention.text for mention in mentions)
