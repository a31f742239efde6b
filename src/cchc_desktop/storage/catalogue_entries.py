"""The office's own entries of the catalogues; the files lie in the room `catalogues`."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.domain.catalogue_entry import CatalogueEntry, CatalogueKind
from cchc_desktop.domain.undo import State
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables_reports import ReportRecord, ReportVersionRecord
from cchc_desktop.storage.tables_work import CatalogueEntryRecord
from cchc_desktop.storage.values import cleaned, to_day, to_optional_day, utc_now

ENTITY = "catalogue_entry"
_NOUN = "mục của danh mục"
_FACTS = ("catalogue", "code", "valid_from", "valid_to", "position", "content", "note")


class CatalogueEntryRepo:
    """Keeps versions of entries."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def all(self, binned: bool = False) -> tuple[CatalogueEntry, ...]:
        """Return all versions by catalogue, position, code and first day; with `binned` those in the bin."""
        record = CatalogueEntryRecord
        found = self._session.scalars(
            select(record)
            .where(record.deleted_at != "" if binned else record.deleted_at == "")
            .order_by(record.catalogue, record.position, record.code, record.valid_from, record.id)
        )
        return tuple(_entry(one) for one in found)

    def save(self, entry: CatalogueEntry) -> CatalogueEntry:
        """Add a version, or change the stored one of that id; return it with its new version number.

        Raises:
            Conflict: it was changed since it was read, or lies in the bin.
            NotFound: it has been stored before (version > 0) but is not here.

        """
        entry = cleaned(entry)
        record = self._session.get(CatalogueEntryRecord, entry.id)
        before: dict[str, Any] = {}
        if record is None:
            if entry.version:
                raise NotFound(_NOUN, entry.id)
            record = CatalogueEntryRecord(id=entry.id, version=0, deleted_at="")
            self._session.add(record)
        else:
            if record.version != entry.version:
                raise Conflict(_NOUN, "đã được sửa ở nơi khác sau khi mở")
            if record.deleted_at:
                raise Conflict(_NOUN, "đang nằm trong thùng rác")
            before = _facts(record)
        record.catalogue, record.code, record.note = str(entry.catalogue), entry.code, entry.note
        record.valid_from = entry.valid_from.isoformat()
        record.valid_to = entry.valid_to.isoformat() if entry.valid_to else ""
        record.position = entry.position
        record.content = json.dumps(entry.content, ensure_ascii=False, sort_keys=True)
        record.version += 1
        self._audit.record("update" if before else "create", ENTITY, entry.id, before, _facts(record))
        self._session.flush()
        return dataclasses.replace(entry, version=record.version)

    def bin(self, entry_id: str) -> None:
        """Put a version into the bin: it never counted.

        Raises:
            NotFound: there is none.

        """
        self._set_deleted(entry_id, utc_now(), "bin")

    def restore(self, entry_id: str) -> None:
        """Take a version out of the bin.

        Raises:
            NotFound: there is none.

        """
        self._set_deleted(entry_id, "", "restore")

    def state(self, entry_id: str) -> State | None:
        """Return how a version stands, as the trail names its fields; None when there is none."""
        record = self._session.get(CatalogueEntryRecord, entry_id)
        return None if record is None else State(_facts(record), not record.deleted_at)

    def put(self, entry_id: str, facts: Mapping[str, Any]) -> None:
        """Give a stored version the fields that the trail names.

        Raises:
            Conflict: it lies in the bin.
            NotFound: there is none.

        """
        record = self._record(entry_id)
        self.save(_entry(CatalogueEntryRecord(id=entry_id, version=record.version, **facts)))

    def frozen_periods(self) -> tuple[str, ...]:
        """Return the codes of the periods whose report was frozen at least once."""
        return tuple(
            self._session.scalars(
                select(ReportRecord.period)
                .join(ReportVersionRecord, ReportVersionRecord.report_id == ReportRecord.id)
                .distinct()
                .order_by(ReportRecord.period)
            )
        )

    def _set_deleted(self, entry_id: str, deleted_at: str, action: str) -> None:
        record = self._record(entry_id)
        if bool(record.deleted_at) == bool(deleted_at):
            return
        self._audit.record(action, ENTITY, entry_id, {"deleted_at": record.deleted_at}, {"deleted_at": deleted_at})
        record.deleted_at = deleted_at
        record.version += 1
        self._session.flush()

    def _record(self, entry_id: str) -> CatalogueEntryRecord:
        record = self._session.get(CatalogueEntryRecord, entry_id)
        if record is None:
            raise NotFound(_NOUN, entry_id)
        return record


def _entry(record: CatalogueEntryRecord) -> CatalogueEntry:
    return CatalogueEntry(
        catalogue=CatalogueKind(record.catalogue),
        code=record.code,
        content=json.loads(record.content),
        valid_from=to_day(record.valid_from),
        valid_to=to_optional_day(record.valid_to),
        position=record.position,
        note=record.note,
        id=record.id,
        version=record.version,
    )


def _facts(record: CatalogueEntryRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _FACTS}
