"""Which record has which file; the contents lie in the evidence folder (see `attachment_files`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.domain.attachment import Attachment, OwnerKind
from cchc_desktop.domain.undo import State
from cchc_desktop.errors import NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables import AttachmentRecord
from cchc_desktop.storage.values import cleaned, local_time, utc_now

_NOUN = "tệp đính kèm"
_CHUNK = 500


class AttachmentRepo:
    """Keeps the particulars of attached files."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def add(self, attachment: Attachment) -> Attachment:
        """Add a file to a record; the same content a second time gives back the first."""
        attachment = cleaned(attachment)
        same = self._session.scalar(
            select(AttachmentRecord)
            .where(
                AttachmentRecord.owner_kind == str(attachment.owner_kind),
                AttachmentRecord.owner_id == attachment.owner_id,
                AttachmentRecord.sha256 == attachment.sha256,
                AttachmentRecord.note == attachment.note,
                AttachmentRecord.deleted_at == "",
            )
            .limit(1)
        )
        if same is not None:
            return _attachment(same)
        record = AttachmentRecord(
            id=attachment.id,
            owner_kind=str(attachment.owner_kind),
            owner_id=attachment.owner_id,
            name=attachment.name,
            sha256=attachment.sha256,
            media_type=attachment.media_type,
            note=attachment.note,
            added_at=utc_now(),
            deleted_at="",
            size=attachment.size,
        )
        self._session.add(record)
        self._audit.record("create", "attachment", record.id, {}, _facts(record))
        self._session.flush()
        return _attachment(record)

    def of(self, owner_kind: OwnerKind, owner_id: str) -> tuple[Attachment, ...]:
        """Return the files of a record in the order they came, without those in the bin."""
        records = self._session.scalars(
            select(AttachmentRecord)
            .where(
                AttachmentRecord.owner_kind == str(owner_kind),
                AttachmentRecord.owner_id == owner_id,
                AttachmentRecord.deleted_at == "",
            )
            .order_by(AttachmentRecord.added_at, AttachmentRecord.name, AttachmentRecord.id)
        )
        return tuple(_attachment(record) for record in records)

    def of_many(self, owner_kind: OwnerKind, owner_ids: Iterable[str]) -> dict[str, tuple[Attachment, ...]]:
        """Return the files of several records by the record's id, each in the order of `of`; none have no entry."""
        found: dict[str, list[Attachment]] = {}
        wanted = sorted(set(owner_ids))
        for start in range(0, len(wanted), _CHUNK):
            records = self._session.scalars(
                select(AttachmentRecord)
                .where(
                    AttachmentRecord.owner_kind == str(owner_kind),
                    AttachmentRecord.owner_id.in_(wanted[start : start + _CHUNK]),
                    AttachmentRecord.deleted_at == "",
                )
                .order_by(AttachmentRecord.added_at, AttachmentRecord.name, AttachmentRecord.id)
            )
            for record in records:
                found.setdefault(record.owner_id, []).append(_attachment(record))
        return {owner: tuple(files) for owner, files in found.items()}

    def ids_of(self, owner_kind: str, owner_id: str) -> tuple[str, ...]:
        """Return the ids of all files a record has or had, those in the bin too."""
        record = AttachmentRecord
        return tuple(
            self._session.scalars(select(record.id).where(record.owner_kind == owner_kind, record.owner_id == owner_id))
        )

    def get(self, attachment_id: str) -> Attachment:
        """Return a file's particulars, also of one in the bin.

        Raises:
            NotFound: there is none of that id.

        """
        return _attachment(self._record(attachment_id))

    def state(self, attachment_id: str) -> State | None:
        """Return how a file stands, as the trail names its fields; None when there is none."""
        record = self._session.get(AttachmentRecord, attachment_id)
        return None if record is None else State(_facts(record), not record.deleted_at)

    def bin(self, attachment_id: str) -> None:
        """Put a file into the bin; its content stays.

        Raises:
            NotFound: there is none of that id.

        """
        self._set_deleted(attachment_id, utc_now(), "bin")

    def restore(self, attachment_id: str) -> None:
        """Take a file out of the bin.

        Raises:
            NotFound: there is none of that id.

        """
        self._set_deleted(attachment_id, "", "restore")

    def _record(self, attachment_id: str) -> AttachmentRecord:
        record = self._session.get(AttachmentRecord, attachment_id)
        if record is None:
            raise NotFound(_NOUN, attachment_id)
        return record

    def _set_deleted(self, attachment_id: str, deleted_at: str, action: str) -> None:
        record = self._record(attachment_id)
        if bool(record.deleted_at) == bool(deleted_at):
            return
        before, after = {"deleted_at": record.deleted_at}, {"deleted_at": deleted_at}
        self._audit.record(action, "attachment", attachment_id, before, after)
        record.deleted_at = deleted_at
        self._session.flush()


def _attachment(record: AttachmentRecord) -> Attachment:
    return Attachment(
        owner_kind=OwnerKind(record.owner_kind),
        owner_id=record.owner_id,
        name=record.name,
        sha256=record.sha256,
        size=record.size,
        media_type=record.media_type,
        note=record.note,
        added_at=local_time(record.added_at),
        id=record.id,
    )


def _facts(record: AttachmentRecord) -> dict[str, Any]:
    return {
        name: getattr(record, name)
        for name in ("owner_kind", "owner_id", "name", "sha256", "media_type", "note", "size")
    }
