"""What records are called, and what lies in the bin, over all nouns that have one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from cchc_desktop.domain.bin import BinnedRecord
from cchc_desktop.errors import Conflict
from cchc_desktop.storage import tables, tables_gathering, tables_registers, tables_reports, tables_work
from cchc_desktop.storage.search_index import LOG, SearchIndex
from cchc_desktop.storage.tables import AuditRecord, table
from cchc_desktop.storage.values import local_time

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from cchc_desktop.storage.audit import AuditRepo

_CHUNK = 500
_A = table(AuditRecord)


@dataclass(frozen=True, slots=True)
class Named:
    """The table of an entity and the columns that make up the name of a record."""

    record: type[tables.Base]
    columns: tuple[str, ...]


NAMED: dict[str, Named] = {
    "activity": Named(tables.ActivityRecord, ("date", "title")),
    "channel": Named(tables_registers.ChannelRecord, ("name",)),
    "broadcast": Named(tables_registers.BroadcastRecord, ("date", "programme")),
    "collaborator": Named(tables_registers.CollaboratorRecord, ("name",)),
    "delivery": Named(tables_registers.DeliveryRecord, ("date", "title")),
    # By number and day: the content may name the person.
    "petition": Named(tables_registers.PetitionRecord, ("received", "number")),
    "commendation": Named(tables_registers.CommendationRecord, ("honoured", "title")),
    "budget_line": Named(tables_registers.BudgetLineRecord, ("year", "content")),
    "spending": Named(tables_registers.SpendingRecord, ("date", "content")),
    "legal_basis": Named(tables.LegalBasisRecord, ("kind", "number", "subject")),
    "text_block": Named(tables.TextBlockRecord, ("title",)),
    "superior_plan": Named(tables.SuperiorPlanRecord, ("number", "title")),
    "attachment": Named(tables.AttachmentRecord, ("name",)),
    "plan": Named(tables.PlanRecord, ("year", "title")),
    "unit": Named(tables.UnitRecord, ("name",)),
    "signer": Named(tables.SignerRecord, ("name",)),
    "catalogue_entry": Named(tables_work.CatalogueEntryRecord, ("catalogue", "code")),
    "saved_view": Named(tables_work.SavedViewRecord, ("name",)),
    "report_form": Named(tables_reports.ReportFormRecord, ("name",)),
    "score": Named(tables_gathering.ScoreRecord, ("year", "unit_code", "criterion")),
    "directory_unit": Named(tables_gathering.DirectoryUnitRecord, ("name", "code")),
    "report_expectation": Named(tables_gathering.ExpectationRecord, ("period", "unit_code")),
}
"""Entity of the trail → where its records lie."""

BINS = tuple(entity for entity, named in NAMED.items() if "deleted_at" in table(named.record).c)
"""Entities whose records can lie in the bin."""

PURGED = frozenset(BINS) - {"plan", "catalogue_entry"}
"""Entities whose records can be deleted for good. A plan may have given its number away, and a catalogue entry may
stand behind a frozen report: both stay."""


class RecordNameRepo:
    """Names records, lists the bin, empties it."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def of(self, entity: str, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the parts of the names of records by id, as they are stored; what is gone has no entry."""
        named = NAMED.get(entity)
        if named is None:
            return {}
        columns = table(named.record).c
        found: dict[str, tuple[str, ...]] = {}
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), _CHUNK):
            rows = self._session.execute(
                select(columns.id, *(columns[name] for name in named.columns)).where(
                    columns.id.in_(wanted[start : start + _CHUNK])
                )
            )
            found |= {key: tuple(map(str, parts)) for key, *parts in rows}
        return found

    def binned(self) -> tuple[BinnedRecord, ...]:
        """Return all that lies in the bin, the latest first."""
        self._audit.flush()
        found: list[tuple[str, BinnedRecord]] = []
        for entity in BINS:
            for key, deleted_at, *parts in self._session.execute(self._lying(entity)):
                name = tuple(map(str, parts))
                found.append((deleted_at, BinnedRecord(entity, key, name, local_time(deleted_at), "", "")))
        found.sort(key=lambda one: one[0], reverse=True)
        who = self._who([record for _, record in found])
        return tuple(
            BinnedRecord(one.entity, one.id, one.name, one.at, *who.get((one.entity, one.id), ("", "")))
            for _, one in found
        )

    def purge(self, entity: str, ids: Sequence[str]) -> None:
        """Delete records that lie in the bin for good, with the personal values that the trail kept of them.

        Raises:
            Conflict: something else still hangs on one of them.
            LookupError: records of this entity are never deleted.

        """
        if entity not in PURGED:
            raise LookupError(entity)
        columns = table(NAMED[entity].record).c
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            lying = list(
                self._session.scalars(select(columns.id).where(columns.id.in_(chunk), columns.deleted_at != ""))
            )
            for child, column in _HANGING.get(entity, ()):
                hanging = table(child).c[column]
                if self._session.scalar(select(hanging).where(hanging.in_(lying)).limit(1)) is not None:
                    raise Conflict("việc xóa hẳn", "còn mục khác gắn với mục này; hãy xóa hẳn những mục đó trước")
            self._purge_files(entity, lying)
            for key in lying:
                self._audit.record("purge", entity, key, {}, {})
            if entity == "activity":
                seqs = self._session.scalars(select(columns.seq).where(columns.id.in_(lying))).all()
                SearchIndex(self._session).forget(LOG, seqs)
            self._session.execute(delete(NAMED[entity].record).where(columns.id.in_(lying)))
            self._audit.erase(entity, lying)
        self._session.expire_all()

    def _purge_files(self, owner_kind: str, owner_ids: Sequence[str]) -> None:
        """Delete the rows of the files of records that go for good; the contents stay in the evidence folder."""
        columns = table(tables.AttachmentRecord).c
        own = columns.owner_kind == owner_kind, columns.owner_id.in_(owner_ids)
        for key in self._session.scalars(select(columns.id).where(*own)).all():
            self._audit.record("purge", "attachment", key, {}, {})
        self._session.execute(delete(tables.AttachmentRecord).where(*own))

    def _lying(self, entity: str) -> Any:
        named = NAMED[entity]
        columns = table(named.record).c
        return select(columns.id, columns.deleted_at, *(columns[name] for name in named.columns)).where(
            columns.deleted_at != ""
        )

    def _who(self, records: Sequence[BinnedRecord]) -> dict[tuple[str, str], tuple[str, str]]:
        """Return who put records into the bin, and in which step."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        by_entity: dict[str, list[str]] = {}
        for record in records:
            by_entity.setdefault(record.entity, []).append(record.id)
        for entity, ids in by_entity.items():
            for start in range(0, len(ids), _CHUNK):
                rows = self._session.execute(
                    select(_A.c.entity_id, _A.c.actor, _A.c.step)
                    .where(_A.c.entity == entity, _A.c.entity_id.in_(ids[start : start + _CHUNK]), _A.c.action == "bin")
                    .order_by(_A.c.seq)
                )
                found |= {(entity, key): (actor, step) for key, actor, step in rows}
        return found


_HANGING: dict[str, tuple[tuple[type[tables.Base], str], ...]] = {
    "channel": ((tables_registers.BroadcastRecord, "channel_id"),),
    "collaborator": ((tables_registers.DeliveryRecord, "collaborator_id"),),
    "budget_line": ((tables_registers.SpendingRecord, "line_id"),),
}
"""Entity → the columns that point at its records and must not be left hanging."""
