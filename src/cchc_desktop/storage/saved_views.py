"""Searches and filtered lists with a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.saved_view import SavedView
from cchc_desktop.domain.undo import State
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables_work import SavedViewRecord
from cchc_desktop.storage.values import cleaned, utc_now

_NOUN = "bộ lọc đã lưu"


class SavedViewRepo:
    """Keeps views, in the order in which they were made."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def of(self, place: str) -> tuple[SavedView, ...]:
        """Return the views of a place, without those in the bin."""
        record = SavedViewRecord
        found = self._session.scalars(
            select(record).where(record.place == place, record.deleted_at == "").order_by(record.position, record.id)
        )
        return tuple(_view(one) for one in found)

    def save(self, view: SavedView) -> SavedView:
        """Add a view at the end, or change the stored one of that id; return it with its new version.

        Raises:
            Conflict: it was changed since it was read.
            NotFound: it has been stored before (version > 0) but is not here.

        """
        view = cleaned(view)
        record = self._session.get(SavedViewRecord, view.id)
        before: dict[str, Any] = {}
        if record is None:
            if view.version:
                raise NotFound(_NOUN, view.id)
            last = self._session.scalar(select(func.max(SavedViewRecord.position))) or 0
            record = SavedViewRecord(id=view.id, version=0, position=last + 1, deleted_at="")
            self._session.add(record)
        elif record.version != view.version:
            raise Conflict(_NOUN, "đã được sửa ở nơi khác sau khi mở")
        else:
            before = _facts(record)
        record.place, record.name = view.place, view.name
        record.query = json.dumps(dict(view.query), ensure_ascii=False, sort_keys=True)
        record.version += 1
        self._audit.record("update" if before else "create", "saved_view", view.id, before, _facts(record))
        self._session.flush()
        return replace(view, position=record.position, version=record.version)

    def state(self, view_id: str) -> State | None:
        """Return how a view stands, as the trail names its fields; None when there is none."""
        record = self._session.get(SavedViewRecord, view_id)
        return None if record is None else State(_facts(record), not record.deleted_at)

    def put(self, view_id: str, facts: Mapping[str, Any]) -> None:
        """Give a stored view the fields that the trail names.

        Raises:
            NotFound: there is none.

        """
        record = self._session.get(SavedViewRecord, view_id)
        if record is None:
            raise NotFound(_NOUN, view_id)
        self.save(_view(SavedViewRecord(id=view_id, version=record.version, **facts)))

    def bin(self, view_id: str) -> None:
        """Put a view into the bin.

        Raises:
            NotFound: there is none.

        """
        self._set_deleted(view_id, utc_now(), "bin")

    def restore(self, view_id: str) -> None:
        """Take a view out of the bin.

        Raises:
            NotFound: there is none.

        """
        self._set_deleted(view_id, "", "restore")

    def _set_deleted(self, view_id: str, deleted_at: str, action: str) -> None:
        record = self._session.get(SavedViewRecord, view_id)
        if record is None:
            raise NotFound(_NOUN, view_id)
        if bool(record.deleted_at) == bool(deleted_at):
            return
        before, after = {"deleted_at": record.deleted_at}, {"deleted_at": deleted_at}
        self._audit.record(action, "saved_view", view_id, before, after)
        record.deleted_at = deleted_at
        self._session.flush()


def _facts(record: SavedViewRecord) -> dict[str, Any]:
    return {"place": record.place, "name": record.name, "query": record.query, "position": record.position}


def _view(record: SavedViewRecord) -> SavedView:
    query = json.loads(record.query)
    return SavedView(record.place, record.name, query, record.position, record.id, record.version)
