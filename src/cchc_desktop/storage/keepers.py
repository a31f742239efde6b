"""What undo needs of the repositories, in one shape for every entity of the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from cchc_desktop.domain.leftovers import Acceptance
from cchc_desktop.domain.undo import State
from cchc_desktop.errors import Conflict

if TYPE_CHECKING:
    from cchc_desktop.storage.uow import UnitOfWork

Facts = Mapping[str, Any]

_BIN = frozenset({"create", "bin", "restore"})
_EDIT = _BIN | {"update"}
_KEPT = frozenset({"create", "update", "remove"})

CAN: Mapping[str, frozenset[str]] = {
    "activity": _EDIT,
    "channel": _EDIT,
    "broadcast": _EDIT,
    "collaborator": _EDIT,
    "delivery": _EDIT,
    "petition": _EDIT,
    "commendation": _EDIT,
    "budget_line": _EDIT,
    "spending": _EDIT,
    "legal_basis": _EDIT,
    "text_block": _EDIT,
    "superior_plan": _EDIT,
    "catalogue_entry": _EDIT,
    "saved_view": _EDIT,
    "report_form": _EDIT,
    "directory_unit": _EDIT,
    "report_expectation": _EDIT,
    "attachment": _BIN,
    # What is written in a plan goes back in its own editor, over the plan's snapshots.
    "plan": _BIN,
    "unit": _KEPT,
    "signer": _KEPT,
    "statement": _KEPT,
    "score": _KEPT,
    "accepted_finding": _KEPT,
    "coverage": _KEPT,
    "expectation": frozenset({"skip", "unskip"}),
}
"""Entity → the actions that can be taken back."""

HAS_BIN = frozenset(entity for entity, actions in CAN.items() if "bin" in actions)
"""Entities whose records go to the bin instead of away."""


class Keeper(Protocol):
    """Reads and sets how records of one entity stand. Every change leaves its rows in the trail."""

    def states(self, ids: Sequence[str]) -> Mapping[str, State]:
        """Return how records stand; those that do not exist are left out."""

    def put(self, wanted: Mapping[str, Facts]) -> None:
        """Give records, out of the bin, the facts that the trail names; those that do not exist are made."""

    def move(self, ids: Sequence[str], live: bool) -> None:
        """Take records out of the bin, or put them there."""

    def remove(self, ids: Sequence[str]) -> None:
        """Take records away, where there is no bin."""


def keeper(uow: UnitOfWork, entity: str, form_names: Mapping[str, str]) -> Keeper:
    """Return the keeper of an entity.

    Raises:
        LookupError: undo does not know the entity.

    """
    if entity == "activity":
        return _Activities(uow, form_names)
    if entity in _REGISTERS:
        repo = getattr(uow.registers, _REGISTERS[entity])
        return _OneByOne(repo.state, repo.put, repo.bin, repo.restore)
    if entity in _SINGLE:
        return _single(uow, entity)
    if entity in _PARTS:
        return _parts(uow, entity)
    raise LookupError(entity)


_REGISTERS = {
    "channel": "channels",
    "broadcast": "broadcasts",
    "collaborator": "collaborators",
    "delivery": "deliveries",
    "petition": "petitions",
    "commendation": "commendations",
    "budget_line": "budget_lines",
    "spending": "spendings",
    "directory_unit": "directory_units",
    "report_expectation": "expectations",
}
_SINGLE = {
    "legal_basis": "legal_bases",
    "text_block": "text_blocks",
    "superior_plan": "superior_plans",
    "attachment": "attachments",
    "catalogue_entry": "catalogue_entries",
    "saved_view": "saved_views",
    "report_form": "report_forms",
    "plan": "plans",
}
_PARTS = frozenset({"unit", "signer", "statement", "score", "accepted_finding", "coverage", "expectation"})


class _Activities:
    """The log, in few statements: an import of thousands is one step."""

    def __init__(self, uow: UnitOfWork, form_names: Mapping[str, str]) -> None:
        self._repo = uow.activities
        self._form_names = form_names

    def states(self, ids: Sequence[str]) -> Mapping[str, State]:
        return self._repo.states(ids)

    def put(self, wanted: Mapping[str, Facts]) -> None:
        self._repo.put(wanted, self._form_names)

    def move(self, ids: Sequence[str], live: bool) -> None:
        (self._repo.restore if live else self._repo.bin)(ids)

    def remove(self, ids: Sequence[str]) -> None:
        raise NotImplementedError("activities go to the bin")


@dataclass(frozen=True, slots=True)
class _OneByOne:
    """Entities with a bin whose repositories know `state`, `put`, `bin` and `restore`."""

    state: Callable[[str], State | None]
    write: Callable[[str, Facts], None]
    bin: Callable[[Iterable[str]], None]
    restore: Callable[[Iterable[str]], None]

    def states(self, ids: Sequence[str]) -> Mapping[str, State]:
        return {key: state for key in ids if (state := self.state(key)) is not None}

    def put(self, wanted: Mapping[str, Facts]) -> None:
        for key, facts in wanted.items():
            self.write(key, facts)

    def move(self, ids: Sequence[str], live: bool) -> None:
        (self.restore if live else self.bin)(ids)

    def remove(self, ids: Sequence[str]) -> None:
        raise NotImplementedError("what has a bin goes there")


@dataclass(frozen=True, slots=True)
class _Parts:
    """Entities without a bin: they are there or not."""

    facts: Callable[[str], Facts | None]
    write: Callable[[str, Facts], None]
    drop: Callable[[str], None]

    def states(self, ids: Sequence[str]) -> Mapping[str, State]:
        return {key: State(facts) for key in ids if (facts := self.facts(key)) is not None}

    def put(self, wanted: Mapping[str, Facts]) -> None:
        for key, facts in wanted.items():
            self.write(key, facts)

    def move(self, ids: Sequence[str], live: bool) -> None:
        raise NotImplementedError("there is no bin for it")

    def remove(self, ids: Sequence[str]) -> None:
        for key in ids:
            self.drop(key)


def _single(uow: UnitOfWork, entity: str) -> Keeper:
    repo: Any = getattr(uow, _SINGLE[entity])

    def each(command: Callable[[str], None]) -> Callable[[Iterable[str]], None]:
        def run(ids: Iterable[str]) -> None:
            for key in ids:
                command(key)

        return run

    return _OneByOne(repo.state, getattr(repo, "put", _refuse), each(repo.bin), each(repo.restore))


def _refuse(key: str, facts: Facts) -> None:
    raise NotImplementedError("its fields are not taken back here")


def _parts(uow: UnitOfWork, entity: str) -> Keeper:
    if entity == "unit":
        return _Parts(uow.units.facts, lambda key, facts: uow.units.put({**facts, "id": key}), _remove_unit(uow))
    if entity == "signer":
        units = uow.units
        return _Parts(
            units.signer_facts, lambda key, facts: units.put_signer({**facts, "id": key}), units.remove_signer
        )
    if entity == "statement":
        return _statements(uow)
    if entity == "score":
        return _Parts(uow.scores.facts, uow.scores.put, uow.scores.remove)
    if entity == "accepted_finding":
        return _findings(uow)
    return _coverage(uow) if entity == "coverage" else _expectations(uow)


def _remove_unit(uow: UnitOfWork) -> Callable[[str], None]:
    def remove(key: str) -> None:
        if len(uow.units.all()) < 2:
            raise Conflict("thông tin đơn vị", "phải còn ít nhất một lần khai báo")
        uow.units.remove(key)

    return remove


def _statements(uow: UnitOfWork) -> Keeper:
    repo = uow.statements

    def split(key: str) -> tuple[str, str]:
        period, _, indicator = key.partition("/")
        return period, indicator

    return _Parts(
        lambda key: repo.facts(*split(key)),
        lambda key, facts: repo.put(*split(key), facts),
        lambda key: repo.remove(*split(key)),
    )


def _findings(uow: UnitOfWork) -> Keeper:
    repo = uow.accepted_findings

    def split(key: str) -> tuple[str, str, str]:
        plan_id, _, rest = key.partition("/")
        rule, _, fingerprint = rest.rpartition("/")
        return plan_id, rule, fingerprint

    def write(key: str, facts: Facts) -> None:
        plan_id, rule, fingerprint = split(key)
        repo.save(plan_id, Acceptance(rule, fingerprint, facts["reason"]), facts["actor"], facts["at"])

    return _Parts(lambda key: repo.facts(*split(key)), write, lambda key: repo.remove(*split(key)))


def _coverage(uow: UnitOfWork) -> Keeper:
    repo = uow.superior_plans

    def split(key: str) -> tuple[str, str]:
        plan_id, _, demand_id = key.partition("/")
        return plan_id, demand_id

    return _Parts(
        lambda key: repo.answer_facts(*split(key)),
        lambda key, facts: repo.put_answers(*split(key), facts),
        lambda key: repo.put_answers(*split(key), {}),
    )


def _expectations(uow: UnitOfWork) -> Keeper:
    repo = uow.skips

    def split(key: str) -> tuple[str, date]:
        task_id, _, day = key.rpartition(":")
        return task_id, date.fromisoformat(day)

    def facts(key: str) -> Facts | None:
        reason = repo.all().get(split(key), "")
        return {"reason": reason}

    def write(key: str, wanted: Facts) -> None:
        if wanted.get("reason"):
            repo.save(*split(key), str(wanted["reason"]))
        else:
            repo.remove(*split(key))

    return _Parts(facts, write, lambda key: repo.remove(*split(key)))
