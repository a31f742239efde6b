"""What was issued of plans, and amendments under way."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.plan import Plan, PlanStatus
from cchc_desktop.domain.plan_version import PlanVersion
from cchc_desktop.errors import NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.plan_json import plan_from_json, plan_to_json
from cchc_desktop.storage.tables import PlanRecord, PlanVersionRecord
from cchc_desktop.storage.values import cleaned, local_time, to_optional_day, utc_now

_NOUN = "bản kế hoạch đã ban hành"


class PlanVersionRepo:
    """Keeps versions. An issued one is never altered; only an amendment under way is written again or dropped."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def of(self, plan_id: str) -> tuple[PlanVersion, ...]:
        """Return the versions of a plan, the first first; the last may be an amendment under way."""
        records = self._session.scalars(
            select(PlanVersionRecord).where(PlanVersionRecord.plan_id == plan_id).order_by(PlanVersionRecord.ordinal)
        )
        return tuple(_version(record) for record in records)

    def get(self, version_id: str) -> PlanVersion:
        """Return a version.

        Raises:
            NotFound: there is none of that id.

        """
        return _version(self._record(version_id))

    def content(self, version_id: str) -> Plan:
        """Return the plan as it was issued in a version.

        Raises:
            NotFound: there is none of that id, or it is an amendment under way.

        """
        record = self._record(version_id)
        if not record.content:
            raise NotFound(_NOUN, version_id)
        return plan_from_json(record.content)

    def begin(self, version: PlanVersion, actor: str) -> None:
        """Note that an amendment begins."""
        version = replace(cleaned(version), actor=actor)
        self._write(version, "", "")

    def drop(self, version_id: str) -> None:
        """Take an amendment under way back.

        Raises:
            NotFound: there is none of that id, or it has been issued.

        """
        record = self._record(version_id)
        if record.issued_at:
            raise NotFound("lần điều chỉnh đang làm", version_id)
        self._audit.record("remove", "plan_version", version_id, _facts(record), {})
        self._session.expunge(record)
        self._session.execute(delete(PlanVersionRecord).where(PlanVersionRecord.id == version_id))

    def issue(self, version: PlanVersion, plan: Plan, actor: str) -> PlanVersion:
        """Keep a version for good, with the plan as it is issued; return it with time and actor."""
        version = replace(cleaned(version), actor=actor)
        issued_at = utc_now()
        self._write(version, plan_to_json(plan), issued_at)
        return replace(version, issued_at=local_time(issued_at))

    def numbers(self, year: int, symbol: str) -> dict[int, str]:
        """Return number → title of the plan for the numbers given in a calendar year under a symbol.

        Plans in the bin keep their numbers, and so does every version of an amended plan.
        """
        span = f"{year}-01-01", f"{year}-12-31"
        own = self._session.execute(
            select(PlanRecord.number, PlanRecord.title).where(
                PlanRecord.status == str(PlanStatus.ISSUED),
                PlanRecord.symbol == symbol,
                PlanRecord.number.is_not(None),
                PlanRecord.date.between(*span),
            )
        )
        versions = self._session.execute(
            select(PlanVersionRecord.number, PlanRecord.title)
            .join(PlanRecord, PlanRecord.id == PlanVersionRecord.plan_id)
            .where(
                PlanVersionRecord.issued_at != "",
                PlanVersionRecord.symbol == symbol,
                PlanVersionRecord.number.is_not(None),
                PlanVersionRecord.date.between(*span),
            )
        )
        return {number: title for rows in (own, versions) for number, title in rows if number is not None}

    def _record(self, version_id: str) -> PlanVersionRecord:
        record = self._session.get(PlanVersionRecord, version_id)
        if record is None:
            raise NotFound(_NOUN, version_id)
        return record

    def _write(self, version: PlanVersion, content: str, issued_at: str) -> None:
        old = self._session.get(PlanVersionRecord, version.id)
        before = _facts(old) if old else {}
        record = PlanVersionRecord(
            id=version.id,
            plan_id=version.plan_id,
            ordinal=version.ordinal,
            number=version.number,
            symbol=version.symbol,
            date=version.date.isoformat() if version.date else "",
            reason=version.reason,
            issued_at=issued_at,
            actor=version.actor,
            content=content,
            file_sha256=version.file_sha256,
            template_name=version.template_name,
            template_sha256=version.template_sha256,
        )
        self._audit.record("update" if old else "create", "plan_version", version.id, before, _facts(record))
        self._session.merge(record)
        self._session.flush()


# The content is not repeated in the trail: the row itself keeps it and is never altered.
_FACTS = ("plan_id", "ordinal", "number", "symbol", "date", "reason", "file_sha256", "template_name", "template_sha256")


def _facts(record: PlanVersionRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in _FACTS}


def _version(record: PlanVersionRecord) -> PlanVersion:
    return PlanVersion(
        plan_id=record.plan_id,
        ordinal=record.ordinal,
        number=record.number,
        symbol=record.symbol,
        date=to_optional_day(record.date),
        reason=record.reason,
        issued_at=local_time(record.issued_at),
        actor=record.actor,
        file_sha256=record.file_sha256,
        template_name=record.template_name,
        template_sha256=record.template_sha256,
        id=record.id,
    )
