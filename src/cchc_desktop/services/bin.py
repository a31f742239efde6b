"""Use cases of the bin: what lies in it, taking it out, emptying it knowingly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cchc_desktop.domain.bin import BinnedRecord
from cchc_desktop.domain.change import Change
from cchc_desktop.domain.record_title import record_title
from cchc_desktop.domain.record_words import noun
from cchc_desktop.domain.text import fold
from cchc_desktop.services.backups import BackupService
from cchc_desktop.services.catalogues import CatalogueShelf
from cchc_desktop.services.undo import topics
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.keepers import keeper
from cchc_desktop.storage.record_names import PURGED


@dataclass(frozen=True, slots=True)
class BinRow:
    """A record in the bin as lists show it: its kind in a word, its name, and when and by whom it went there.

    `folded` is what to search in; `forever` tells whether it can be deleted for good.
    """

    entity: str
    id: str
    kind: str
    title: str
    at: str
    actor: str
    folded: str
    forever: bool


class BinService:
    """The bin over all nouns."""

    def __init__(
        self,
        database: Database,
        backups: BackupService,
        catalogues: CatalogueShelf,
        actor: Callable[[], str],
    ) -> None:
        self._database = database
        self._backups = backups
        self._catalogues = catalogues
        self._actor = actor

    def all(self) -> tuple[BinRow, ...]:
        """Return all that lies in the bin, the latest first."""
        with self._database.read() as uow:
            return tuple(map(_row, uow.record_names.binned()))

    def restore(self, rows: Sequence[BinRow]) -> tuple[Change, ...]:
        """Take records out of the bin: all of them or none, as one step.

        Raises:
            NotFound: one is gone for good.

        """
        names = {form.code: form.name for form in self._catalogues().forms}
        with self._database.write(self._actor()) as uow:
            for entity, ids in _by_entity(rows).items():
                keeper(uow, entity, names).move(ids, live=True)
            uow.commit()
        self._catalogues.forget()
        return topics(row.entity for row in rows)

    def purge(self, rows: Sequence[BinRow]) -> tuple[Change, ...]:
        """Delete records of the bin for good, after a backup. What must stay (`forever` is not set) stays.

        Raises:
            BackupProblem: the backup failed; nothing is deleted.
            Conflict: something still hangs on one of them; nothing is deleted.

        """
        wanted = _by_entity(row for row in rows if row.forever)
        if not wanted:
            return ()
        self._backups.before_purge()
        with self._database.write(self._actor()) as uow:
            # What hangs on another goes first.
            for entity in sorted(wanted, key=lambda entity: entity in _HOLDERS):
                uow.record_names.purge(entity, wanted[entity])
            uow.commit()
        return topics(wanted)


_HOLDERS = frozenset({"channel", "collaborator", "budget_line"})


def _by_entity(rows: Iterable[BinRow]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.entity, []).append(row.id)
    return found


def _row(record: BinnedRecord) -> BinRow:
    kind = noun(record.entity)
    title = record_title(record.entity, record.name)
    words = fold(f"{kind} {title} {record.actor}")
    return BinRow(
        record.entity,
        record.id,
        kind[:1].upper() + kind[1:],
        title,
        record.at,
        record.actor,
        words,
        record.entity in PURGED,
    )
