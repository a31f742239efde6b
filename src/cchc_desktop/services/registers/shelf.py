"""What every register can do: list, keep, throw away, take back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.register import RegisterEntry
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.errors import InvalidInput
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.register_repos import RegisterRepos
from cchc_desktop.storage.registers import RegisterRepo

T = TypeVar("T", bound=RegisterEntry)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class SavedEntry(Generic[T]):
    """An entry as stored (its version moved on) and what changed."""

    entry: T
    change: Change


@dataclass(frozen=True)  # slots would refuse the type parameter of a call: python/cpython#90562
class ShelfRules(Generic[T]):
    """What a shelf needs to know of its noun.

    `pick` finds its repository; `texts` names the fields of several lines; `problems` says what forbids keeping an
    entry; `prepare` fills in, within the transaction, what depends on the other entries, and may refuse; `topic` is
    that of the screens that show the entries.
    """

    pick: Callable[[RegisterRepos], RegisterRepo[T]]
    problems: Callable[[T], dict[str, str]]
    texts: frozenset[str] = frozenset({"note"})
    prepare: Callable[[RegisterRepos, T], T] | None = None
    topic: Topic = Topic.REGISTER


class Shelf(Generic[T]):
    """One register."""

    def __init__(self, database: Database, actor: Callable[[], str], rules: ShelfRules[T]) -> None:
        self._database = database
        self._actor = actor
        self._rules = rules

    def all(self, binned: bool = False) -> tuple[T, ...]:
        """Return the entries in their order; with `binned` those in the bin."""
        with self._database.read() as uow:
            return self._rules.pick(uow.registers).all(binned)

    def some(self, ids: Sequence[str]) -> tuple[T, ...]:
        """Return the entries of these ids, in the order given, without those in the bin."""
        with self._database.read() as uow:
            return self._rules.pick(uow.registers).some(ids)

    def save(self, entry: T) -> SavedEntry[T]:
        """Keep a new or changed entry.

        Raises:
            InvalidInput: field → reason.
            Conflict: it was changed elsewhere since it was read, or lies in the bin.

        """
        entry = tidied(entry, self._rules.texts)
        if problems := self._rules.problems(entry):
            raise InvalidInput(problems)
        with self._database.write(self._actor()) as uow:
            if self._rules.prepare is not None:
                entry = self._rules.prepare(uow.registers, entry)
            saved = self._rules.pick(uow.registers).save(entry)
            uow.commit()
        return SavedEntry(saved, Change(self._rules.topic, (saved.id,)))

    def add_many(self, entries: Sequence[T]) -> Change:
        """Keep new entries, all of them or none.

        Raises:
            InvalidInput: one is not sound; none is kept.

        """
        sound = [tidied(entry, self._rules.texts) for entry in entries]
        for entry in sound:
            if problems := self._rules.problems(entry):
                raise InvalidInput(problems)
        with self._database.write(self._actor()) as uow:
            for entry in sound:
                if self._rules.prepare is not None:
                    entry = self._rules.prepare(uow.registers, entry)
                self._rules.pick(uow.registers).save(entry)
            uow.commit()
        return Change(self._rules.topic, tuple(entry.id for entry in sound))

    def bin(self, ids: Sequence[str]) -> Change:
        """Put entries into the bin.

        Raises:
            NotFound: one does not exist.

        """
        with self._database.write(self._actor()) as uow:
            self._rules.pick(uow.registers).bin(ids)
            uow.commit()
        return Change(self._rules.topic, tuple(ids))

    def restore(self, ids: Sequence[str]) -> Change:
        """Take entries out of the bin.

        Raises:
            NotFound: one does not exist.

        """
        with self._database.write(self._actor()) as uow:
            self._rules.pick(uow.registers).restore(ids)
            uow.commit()
        return Change(self._rules.topic, tuple(ids))


def tidied(entry: T, texts: frozenset[str]) -> T:
    """Return an entry with clean texts: one line each, but for the fields in `texts`."""
    changes: dict[str, str] = {}
    for field in dataclasses.fields(cast("Any", entry)):
        value = getattr(entry, field.name)
        if type(value) is str:
            changes[field.name] = clean(value).strip() if field.name in texts else clean_line(value)
    return cast("T", dataclasses.replace(cast("Any", entry), **changes))


def in_order(rows: Mapping[str, R], ids: Iterable[str]) -> list[R]:
    """Return the rows of these ids, in the order given; those that are gone are left out."""
    return [rows[entry_id] for entry_id in ids if entry_id in rows]
