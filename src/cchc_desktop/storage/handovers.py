"""The log of what went where. Lines are added and completed, never taken away."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.domain.handover import Handover, HandoverFile, Way
from cchc_desktop.errors import NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables_reports import HandoverRecord
from cchc_desktop.storage.values import cleaned, local_time, utc_now


class HandoverRepo:
    """Keeps handovers."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def add(self, handover: Handover, actor: str) -> Handover:
        """Keep a new line; its time is now."""
        handover = cleaned(handover)
        record = HandoverRecord(
            id=handover.id,
            report_version_id=handover.version_id,
            package_id=handover.package_id,
            at=utc_now(),
            way=handover.way.value,
            target=handover.target,
            files=_files_text(handover.files),
            verified=int(handover.verified),
            actor=actor,
            note=handover.note,
        )
        self._session.add(record)
        self._session.flush()
        self._audit.record("create", "handover", record.id, {}, _facts(record))
        return _handover(record)

    def complete(self, handover_id: str, verified: bool, note: str = "") -> Handover:
        """Say how a handover ended.

        Raises:
            NotFound: there is none of that id.

        """
        record = self._session.get(HandoverRecord, handover_id)
        if record is None:
            raise NotFound("lần gửi", handover_id)
        before = _facts(record)
        record.verified, record.note = int(verified), cleaned(note)
        self._session.flush()
        self._audit.record("update", "handover", record.id, before, _facts(record))
        return _handover(record)

    def of_version(self, version_id: str) -> tuple[Handover, ...]:
        """Return the handovers of a report version, newest first."""
        return self._list(HandoverRecord.report_version_id == version_id)

    def of_package(self, package_id: str) -> tuple[Handover, ...]:
        """Return the handovers of a package, newest first."""
        return self._list(HandoverRecord.package_id == package_id)

    def all(self) -> tuple[Handover, ...]:
        """Return all handovers, newest first."""
        return self._list()

    def _list(self, *conditions: Any) -> tuple[Handover, ...]:
        order = (HandoverRecord.at.desc(), HandoverRecord.id)
        return tuple(
            _handover(record)
            for record in self._session.scalars(select(HandoverRecord).where(*conditions).order_by(*order))
        )


def _files_text(files: tuple[HandoverFile, ...]) -> str:
    listed = [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in files]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))


def _handover(record: HandoverRecord) -> Handover:
    return Handover(
        record.report_version_id,
        record.package_id,
        Way(record.way),
        record.target,
        tuple(HandoverFile(one["name"], one["size"], one["sha256"]) for one in json.loads(record.files)),
        bool(record.verified),
        local_time(record.at),
        record.actor,
        record.note,
        record.id,
    )


def _facts(record: HandoverRecord) -> dict[str, Any]:
    return {
        "report_version_id": record.report_version_id,
        "package_id": record.package_id,
        "way": record.way,
        "target": record.target,
        "verified": bool(record.verified),
        "note": record.note,
    }
