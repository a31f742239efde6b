"""Which column of a foreign table filled which field, remembered by the table's heading."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.storage.tables_work import ColumnMatchRecord
from cchc_desktop.storage.values import utc_now


class ColumnMatchRepo:
    """Keeps matches. They are habits, no records: no row of the audit tells of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, list_key: str, fingerprint: str, source: str = "") -> dict[int, str] | None:
        """Return column (from 1) → field as it was last matched; None for a heading never seen.

        `source` is whose table it is, "" for the office's own.
        """
        record = self._session.get(ColumnMatchRecord, (list_key, source, fingerprint))
        if record is None:
            return None
        try:
            kept = json.loads(record.columns)
            return {int(column): str(field) for column, field in kept.items()}
        except (ValueError, AttributeError):  # written by hand or by a later version: as if never seen
            return None

    def all(self, list_key: str, source: str = "") -> dict[str, dict[int, str]]:
        """Return all matches of a list by fingerprint."""
        statement = select(ColumnMatchRecord.fingerprint).where(
            ColumnMatchRecord.list == list_key, ColumnMatchRecord.source == source
        )
        found = {one: self.get(list_key, one, source) for one in self._session.scalars(statement)}
        return {fingerprint: columns for fingerprint, columns in found.items() if columns is not None}

    def save(self, list_key: str, fingerprint: str, columns: Mapping[int, str], source: str = "") -> None:
        """Remember how a heading was matched, in the place of what was remembered before."""
        record = ColumnMatchRecord(
            list=list_key,
            source=source,
            fingerprint=fingerprint,
            columns=json.dumps({str(number): field for number, field in sorted(columns.items())}),
            used_at=utc_now(),
        )
        self._session.merge(record)
        self._session.flush()
