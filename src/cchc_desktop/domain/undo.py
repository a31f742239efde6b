"""Taking back what was done: the inverse of what the trail says of an act, and which act is next.

An act is a *step*: all that one unit of work wrote. What it did to a record in all is its `NetChange`; the record goes
back only when it still stands as the step left it, so that nothing that was done later is overwritten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cchc_desktop.domain.audit import ERASED, AuditRow

BIN_FIELD = "deleted_at"
"""In the trail: when a record went to the bin, "" while it is not there."""
GONE = ""
"""Names no field: the whole record is not what the step left."""

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class State:
    """How a record stands: its fields as the trail names them, and whether it is out of the bin."""

    facts: Facts
    live: bool = True


@dataclass(frozen=True, slots=True)
class NetChange:
    """What a step did to one record in all.

    `before` and `after` hold the fields that it changed, without the bin. `live` is whether the record was out of the
    bin (before, after), None where the step did not move it. `last` is the seq of its last row.
    """

    entity: str
    entity_id: str
    before: Facts
    after: Facts
    appeared: bool
    vanished: bool
    live: tuple[bool, bool] | None
    last: int


@dataclass(frozen=True, slots=True)
class Clash:
    """A record that cannot go back: fields that were changed since (`GONE`: the record as a whole), by whom, when."""

    entity: str
    entity_id: str
    fields: tuple[str, ...]
    actor: str = ""
    at: str = ""


def net_changes(rows: Iterable[AuditRow]) -> tuple[NetChange, ...]:
    """Return what the rows of one step did to each record, in the order to take it back: the last first."""
    by_record: dict[tuple[str, str], list[AuditRow]] = {}
    for row in rows:
        by_record.setdefault((row.entity, row.entity_id), []).append(row)
    found = [_net(entity, key, own) for (entity, key), own in by_record.items()]
    return tuple(sorted(found, key=lambda change: -change.last))


def _net(entity: str, entity_id: str, rows: Sequence[AuditRow]) -> NetChange:
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    touched: set[str] = set()
    for row in rows:
        for field in {**row.before, **row.after}:
            if field not in touched:
                touched.add(field)
                if field in row.before:
                    before[field] = row.before[field]
            if field in row.after:
                after[field] = row.after[field]
            else:
                after.pop(field, None)
    live = None
    if BIN_FIELD in touched:
        live = not before.pop(BIN_FIELD, ""), not after.pop(BIN_FIELD, "")
    return NetChange(
        entity,
        entity_id,
        before,
        after,
        appeared=rows[0].action == "create",
        vanished=rows[-1].action == "remove",
        live=live,
        last=rows[-1].seq,
    )


def clashes(change: NetChange, now: State | None) -> tuple[str, ...]:
    """Return the fields in which a record no longer is what the step left; empty when it can go back."""
    if now is None or change.vanished:
        return () if now is None and change.vanished else (GONE,)
    fields = [
        field
        for field in dict.fromkeys((*change.before, *change.after))
        if _value(now.facts, field) != _value(change.after, field) or change.before.get(field) == ERASED
    ]
    left_live = True if change.live is None else change.live[1]
    return (*fields, BIN_FIELD) if now.live != left_live else tuple(fields)


def _value(facts: Facts, field: str) -> object:
    """Return a field's value; empty and left out are the same."""
    value = facts.get(field)
    return None if value == "" else value


def taken_back(change: NetChange, now: State | None, has_bin: bool) -> State | None:
    """Return how a record stands once the change is taken back; None: it is not there.

    A record that the step made goes to the bin where there is one. To be asked only without `clashes`.
    """
    if change.appeared and change.vanished:
        return None
    if now is None:
        return State(change.before)
    if change.appeared:
        return State(now.facts, live=False) if has_bin else None
    kept = {field: value for field, value in now.facts.items() if field not in change.after}
    return State({**kept, **change.before}, now.live if change.live is None else change.live[0])


@dataclass(frozen=True, slots=True)
class Touched:
    """How many records of an entity a step did something to; `sample` is one of them."""

    entity: str
    action: str
    number: int
    sample: str


@dataclass(frozen=True, slots=True)
class Step:
    """An act. `undoes` names the step that it takes back; `at` is ISO local time; `last` its last row in the trail."""

    id: str
    undoes: str
    at: str
    actor: str
    touched: tuple[Touched, ...]
    last: int


class Trail:
    """The latest steps, and what follows from them: which still hold, which is next to go back or to come again.

    Args:
        steps: all steps from some moment on, oldest first.

    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        known = {step.id: step for step in steps}
        # A step is an act of work, the undo of one, or the undo of an undo (a redo).
        self._redone = {
            step.undoes for step in steps if step.undoes and (of := known.get(step.undoes)) is not None and of.undoes
        }
        self._undone: dict[str, Step] = {}
        for step in steps:
            if step.undoes and step.undoes not in self._redone:
                if step.id in self._redone:
                    self._undone.pop(step.undoes, None)
                else:
                    self._undone[step.undoes] = step

    @property
    def works(self) -> tuple[Step, ...]:
        """The steps that are no undo and no redo, newest first."""
        return tuple(step for step in reversed(self._steps) if not step.undoes)

    def undone_by(self, step_id: str) -> Step | None:
        """Return the step that took a step back, None while that holds."""
        return self._undone.get(step_id)

    def next_undo(self, own: Collection[str], fit: Collection[str]) -> Step | None:
        """Return the latest step of `own` that holds and is among those that can be taken back at all."""
        return next(
            (s for s in self.works if s.id in own and s.id in fit and s.id not in self._undone),
            None,
        )

    def next_redo(self, own: Collection[str], fit: Collection[str]) -> Step | None:
        """Return the undo to take back next: the latest, unless something else was done since."""
        for step in reversed(self._steps):
            if step.id not in own:
                continue
            if not step.undoes and step.id in fit:
                return None
            if self._undone.get(step.undoes) is step:
                return step
        return None
