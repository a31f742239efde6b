"""Frozen versions of reports, the superior's remarks on them, and what changed in the log since."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cchc_desktop.domain import frozen_report
from cchc_desktop.domain.frozen_report import FrozenReport
from cchc_desktop.domain.report_life import LateChange, Remark, ReportState, ReportVersion, VersionKind
from cchc_desktop.errors import NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables import ActivityRecord, AuditRecord, table
from cchc_desktop.storage.tables_reports import ReportRemarkRecord, ReportVersionRecord
from cchc_desktop.storage.values import cleaned, local_time, to_optional_day, utc_now

_NOUN = "bản báo cáo đã chốt"


class ReportVersionRepo:
    """Keeps what was frozen, for good; only its way (sent, received, returned) is written later."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def of(self, report_id: str) -> tuple[ReportVersion, ...]:
        """Return the versions of a report, the first first."""
        records = self._session.scalars(
            select(ReportVersionRecord)
            .where(ReportVersionRecord.report_id == report_id)
            .order_by(ReportVersionRecord.ordinal)
        )
        return tuple(_version(record) for record in records)

    def get(self, version_id: str) -> ReportVersion:
        """Return a version.

        Raises:
            NotFound: there is none of that id.

        """
        return _version(self._record(version_id))

    def of_package(self, package_id: str) -> ReportVersion | None:
        """Return the version that left in a package, None when it was not ours."""
        record = self._session.scalar(select(ReportVersionRecord).where(ReportVersionRecord.package_id == package_id))
        return _version(record) if record else None

    def content(self, version_id: str) -> FrozenReport:
        """Return what a version says.

        Raises:
            NotFound: there is none of that id.

        """
        return frozen_report.from_json(json.loads(self._record(version_id).content))

    def freeze(self, version: ReportVersion, said: FrozenReport, actor: str) -> ReportVersion:
        """Keep a version for good; return it with time, actor and the place in the audit trail."""
        self._audit.flush()
        last = self._session.scalar(select(func.max(table(AuditRecord).c.seq))) or 0
        frozen_at = utc_now()
        version = replace(cleaned(version), actor=actor, audit_seq=last, frozen_at=local_time(frozen_at))
        record = ReportVersionRecord(
            id=version.id,
            report_id=version.report_id,
            ordinal=version.ordinal,
            kind=str(version.kind),
            number=version.number,
            symbol=version.symbol,
            date=version.date.isoformat() if version.date else "",
            reason=version.reason,
            frozen_at=frozen_at,
            actor=actor,
            content=json.dumps(frozen_report.to_json(said), ensure_ascii=False),
            audit_seq=last,
            state=str(version.state),
            sent_at="",
            package_id="",
        )
        self._audit.record("create", "report_version", version.id, {}, _facts(record))
        self._session.add(record)
        self._session.flush()
        return version

    def drop(self, version_id: str) -> None:
        """Take back a version that never left the house.

        Raises:
            NotFound: there is none of that id.

        """
        record = self._record(version_id)
        self._audit.record("remove", "report_version", version_id, _facts(record), {})
        self._session.expunge(record)
        self._session.execute(delete(ReportVersionRecord).where(ReportVersionRecord.id == version_id))

    def move(self, version_id: str, state: ReportState, package_id: str = "") -> ReportVersion:
        """Write down that a version was sent, received or returned; return it.

        Raises:
            NotFound: there is none of that id.

        """
        record = self._record(version_id)
        before = _facts(record)
        record.state = str(state)
        if package_id:
            record.package_id = package_id
        if state is ReportState.SENT and not record.sent_at:
            record.sent_at = utc_now()
        self._audit.record("update", "report_version", version_id, before, _facts(record))
        self._session.flush()
        return _version(record)

    # -- remarks

    def remarks(self, *version_ids: str) -> tuple[Remark, ...]:
        """Return the superior's remarks on versions, in the order they came."""
        records = self._session.scalars(
            select(ReportRemarkRecord)
            .where(ReportRemarkRecord.report_version_id.in_(version_ids))
            .order_by(ReportRemarkRecord.receipt_id, ReportRemarkRecord.position)
        )
        return tuple(_remark(record) for record in records)

    def add_remarks(self, remarks: Iterable[Remark]) -> None:
        """Keep remarks that came back."""
        for position, remark in enumerate(cleaned(tuple(remarks))):
            record = ReportRemarkRecord(
                id=remark.id,
                report_version_id=remark.report_version_id,
                receipt_id=remark.receipt_id,
                position=position,
                indicator=remark.indicator,
                text=remark.text,
                resolution=remark.resolution,
                resolved_at="",
            )
            facts = {"indicator": remark.indicator, "text": remark.text}
            self._audit.record("create", "report_remark", remark.id, {}, facts)
            self._session.add(record)
        self._session.flush()

    def resolve(self, remark_id: str, resolution: str) -> None:
        """Write down what was done about a remark; an empty text opens it again.

        Raises:
            NotFound: there is none of that id.

        """
        record = self._session.get(ReportRemarkRecord, remark_id)
        if record is None:
            raise NotFound("ý kiến của cấp trên", remark_id)
        before = {"resolution": record.resolution}
        record.resolution = cleaned(resolution)
        record.resolved_at = utc_now() if record.resolution else ""
        self._audit.record("update", "report_remark", remark_id, before, {"resolution": record.resolution})
        self._session.flush()

    # -- what changed since

    def late_changes(self, audit_seq: int, start: date, end: date) -> tuple[LateChange, ...]:
        """Return the entries of the log in a span that were changed after a row of the audit trail, the latest first.

        An entry that was moved out of the span counts as well: the frozen figures held it.
        """
        rows, log = table(AuditRecord).c, table(ActivityRecord).c
        found = self._session.execute(
            select(rows.entity_id, rows.action, rows.actor, rows.at, rows.before, log.title, log.date)
            .outerjoin_from(table(AuditRecord), table(ActivityRecord), log.id == rows.entity_id)
            .where(rows.seq > audit_seq, rows.entity == "activity")
            .order_by(rows.seq)
        )
        changes: dict[str, LateChange] = {}
        span = start.isoformat(), end.isoformat()
        touched: set[str] = set()
        for activity_id, action, actor, at, before, title, day in found:
            days = [day, json.loads(before).get("date")] if before else [day]
            if any(isinstance(known, str) and span[0] <= known <= span[1] for known in days):
                touched.add(activity_id)
            changes.pop(activity_id, None)
            changes[activity_id] = LateChange(
                activity_id, title or "", to_optional_day(day), action, actor, local_time(at)
            )
        return tuple(change for change in reversed(changes.values()) if change.activity_id in touched)

    def _record(self, version_id: str) -> ReportVersionRecord:
        record = self._session.get(ReportVersionRecord, version_id)
        if record is None:
            raise NotFound(_NOUN, version_id)
        return record


# The content is not repeated in the trail: the row itself keeps it and is never altered.
_FACTS = ("report_id", "ordinal", "kind", "number", "symbol", "date", "reason", "state", "sent_at", "package_id")


def _facts(record: ReportVersionRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _FACTS}


def _version(record: ReportVersionRecord) -> ReportVersion:
    return ReportVersion(
        report_id=record.report_id,
        ordinal=record.ordinal,
        kind=VersionKind(record.kind),
        number=record.number,
        symbol=record.symbol,
        date=to_optional_day(record.date),
        reason=record.reason,
        frozen_at=local_time(record.frozen_at),
        actor=record.actor,
        audit_seq=record.audit_seq,
        state=ReportState(record.state),
        sent_at=local_time(record.sent_at),
        package_id=record.package_id,
        id=record.id,
    )


def _remark(record: ReportRemarkRecord) -> Remark:
    return Remark(
        record.report_version_id,
        record.text,
        record.indicator,
        record.receipt_id,
        record.resolution,
        local_time(record.resolved_at),
        record.id,
    )
