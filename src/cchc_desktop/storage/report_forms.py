"""The superior's forms with the cells that are ours to fill; the workbook itself lies in the evidence folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.domain.report_form import FormMapping
from cchc_desktop.domain.report_form_file import cells_from_json, cells_to_json
from cchc_desktop.domain.undo import State
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables_reports import ReportFormRecord
from cchc_desktop.storage.values import cleaned, to_optional_day, utc_now

_NOUN = "biểu của cấp trên"
_FACTS = ("name", "period", "file_name", "sha256", "cells", "valid_from", "valid_to", "note")


class ReportFormRepo:
    """Keeps mappings by name."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def all(self, binned: bool = False) -> tuple[FormMapping, ...]:
        """Return the mappings by name; with `binned` those in the bin."""
        record = ReportFormRecord
        found = self._session.scalars(
            select(record)
            .where(record.deleted_at != "" if binned else record.deleted_at == "")
            .order_by(record.name, record.id)
        )
        return tuple(_mapping(one) for one in found)

    def get(self, mapping_id: str) -> FormMapping:
        """Return a mapping, also one from the bin.

        Raises:
            NotFound: there is none.

        """
        return _mapping(self._record(mapping_id))

    def save(self, mapping: FormMapping) -> FormMapping:
        """Add a mapping, or change the stored one of that id; return it with its new version.

        Raises:
            Conflict: it was changed since it was read, or lies in the bin.
            NotFound: it has been stored before (version > 0) but is not here.

        """
        mapping = cleaned(mapping)
        record = self._session.get(ReportFormRecord, mapping.id)
        before: dict[str, Any] = {}
        if record is None:
            if mapping.version:
                raise NotFound(_NOUN, mapping.name)
            record = ReportFormRecord(id=mapping.id, version=0, deleted_at="")
            self._session.add(record)
        elif record.version != mapping.version:
            raise Conflict(_NOUN, "đã được sửa ở nơi khác sau khi mở")
        elif record.deleted_at:
            raise Conflict(_NOUN, "đang nằm trong thùng rác")
        else:
            before = _facts(record)
        for name, value in _columns(mapping).items():
            setattr(record, name, value)
        record.version += 1
        self._audit.record("update" if before else "create", "report_form", mapping.id, before, _facts(record))
        self._session.flush()
        return replace(mapping, version=record.version)

    def state(self, mapping_id: str) -> State | None:
        """Return how a form stands, as the trail names its fields; None when there is none."""
        record = self._session.get(ReportFormRecord, mapping_id)
        return None if record is None else State(_facts(record), not record.deleted_at)

    def put(self, mapping_id: str, facts: Mapping[str, Any]) -> None:
        """Give a stored form the fields that the trail names.

        Raises:
            Conflict: it lies in the bin.
            NotFound: there is none.

        """
        record = self._record(mapping_id)
        self.save(_mapping(ReportFormRecord(id=mapping_id, version=record.version, **facts)))

    def bin(self, mapping_id: str) -> None:
        """Put a mapping into the bin.

        Raises:
            NotFound: there is none.

        """
        self._set_deleted(mapping_id, utc_now(), "bin")

    def restore(self, mapping_id: str) -> None:
        """Take a mapping out of the bin.

        Raises:
            NotFound: there is none.

        """
        self._set_deleted(mapping_id, "", "restore")

    def _set_deleted(self, mapping_id: str, deleted_at: str, action: str) -> None:
        record = self._record(mapping_id)
        if bool(record.deleted_at) == bool(deleted_at):
            return
        before, after = {"deleted_at": record.deleted_at}, {"deleted_at": deleted_at}
        self._audit.record(action, "report_form", mapping_id, before, after)
        record.deleted_at = deleted_at
        self._session.flush()

    def _record(self, mapping_id: str) -> ReportFormRecord:
        record = self._session.get(ReportFormRecord, mapping_id)
        if record is None:
            raise NotFound(_NOUN, mapping_id)
        return record


def _columns(mapping: FormMapping) -> dict[str, Any]:
    return {
        "name": mapping.name,
        "period": mapping.period,
        "file_name": mapping.file_name,
        "sha256": mapping.sha256,
        "cells": cells_to_json(mapping),
        "valid_from": mapping.valid_from.isoformat() if mapping.valid_from else "",
        "valid_to": mapping.valid_to.isoformat() if mapping.valid_to else "",
        "note": mapping.note,
    }


def _facts(record: ReportFormRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _FACTS}


def _mapping(record: ReportFormRecord) -> FormMapping:
    cells, nil, unknown = cells_from_json(record.cells)
    return FormMapping(
        name=record.name,
        file_name=record.file_name,
        sha256=record.sha256,
        cells=cells,
        period=record.period,
        nil=nil,
        unknown=unknown,
        valid_from=to_optional_day(record.valid_from),
        valid_to=to_optional_day(record.valid_to),
        note=record.note,
        id=record.id,
        version=record.version,
    )
