"""Public keys that are pinned to units. A key that is taken back stays as a row, so that the trail is whole."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.domain.trusted_key import TrustedKey
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables_reports import TrustedKeyRecord
from cchc_desktop.storage.values import cleaned, local_time, utc_now


class TrustedKeyRepo:
    """Keeps trusted keys by fingerprint."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def all(self) -> tuple[TrustedKey, ...]:
        """Return the keys that count now, by unit, then by time."""
        found = self._session.scalars(
            select(TrustedKeyRecord)
            .where(TrustedKeyRecord.deleted_at == "")
            .order_by(TrustedKeyRecord.unit_code, TrustedKeyRecord.unit_name, TrustedKeyRecord.pinned_at)
        )
        return tuple(
            TrustedKey(
                record.unit_code,
                record.unit_name,
                record.public_key,
                record.fingerprint,
                local_time(record.pinned_at),
                record.note,
            )
            for record in found
        )

    def pin(self, key: TrustedKey) -> None:
        """Take a key for a unit's own from now on; one that was taken back counts again."""
        key = cleaned(key)
        old = self._session.get(TrustedKeyRecord, key.fingerprint)
        new = TrustedKeyRecord(
            fingerprint=key.fingerprint,
            unit_code=key.unit_code,
            unit_name=key.unit_name,
            public_key=key.public_key,
            pinned_at=utc_now(),
            note=key.note,
            deleted_at="",
        )
        before = _facts(old) if old else {}
        self._audit.record("update" if old else "create", "trusted_key", key.fingerprint, before, _facts(new))
        self._session.merge(new)
        self._session.flush()

    def take_back(self, fingerprint: str) -> None:
        """Let a key count no longer; one that does not count already stays as it is."""
        record = self._session.get(TrustedKeyRecord, fingerprint)
        if record is None or record.deleted_at:
            return
        before = _facts(record)
        record.deleted_at = utc_now()
        self._session.flush()
        self._audit.record("bin", "trusted_key", fingerprint, before, _facts(record))


def _facts(record: TrustedKeyRecord) -> dict[str, Any]:
    return {
        "unit_code": record.unit_code,
        "unit_name": record.unit_name,
        "note": record.note,
        "counts": not record.deleted_at,
    }
