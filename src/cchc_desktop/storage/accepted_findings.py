"""Findings of the leftover scan that a person accepted with a reason."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.leftovers import Acceptance
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables import AcceptedFindingRecord
from cchc_desktop.storage.values import cleaned, local_time, utc_now


class AcceptedFindingRepo:
    """Keeps acceptances by plan, rule and fingerprint."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def of(self, plan_id: str) -> tuple[Acceptance, ...]:
        """Return what was accepted in a plan, the oldest first."""
        records = self._session.scalars(
            select(AcceptedFindingRecord)
            .where(AcceptedFindingRecord.plan_id == plan_id)
            .order_by(AcceptedFindingRecord.at, AcceptedFindingRecord.rule, AcceptedFindingRecord.fingerprint)
        )
        return tuple(
            Acceptance(record.rule, record.fingerprint, record.reason, record.actor, local_time(record.at))
            for record in records
        )

    def facts(self, plan_id: str, rule: str, fingerprint: str) -> dict[str, Any] | None:
        """Return what the trail says of an acceptance, None when there is none."""
        record = self._session.get(AcceptedFindingRecord, (plan_id, rule, fingerprint))
        return None if record is None else _facts(record)

    def save(self, plan_id: str, acceptance: Acceptance, actor: str, at: str = "") -> None:
        """Keep an acceptance; a second one of the same finding takes the place of the first.

        `at` is the stored time of one that is put back.
        """
        acceptance = cleaned(acceptance)
        key = (plan_id, acceptance.rule, acceptance.fingerprint)
        old = self._session.get(AcceptedFindingRecord, key)
        new = AcceptedFindingRecord(
            plan_id=plan_id,
            rule=acceptance.rule,
            fingerprint=acceptance.fingerprint,
            reason=acceptance.reason,
            actor=actor,
            at=at or utc_now(),
        )
        before = _facts(old) if old else {}
        self._audit.record("update" if old else "create", "accepted_finding", "/".join(key), before, _facts(new))
        self._session.merge(new)
        self._session.flush()

    def remove(self, plan_id: str, rule: str, fingerprint: str) -> None:
        """Take an acceptance back; where there is none nothing happens."""
        key = (plan_id, rule, fingerprint)
        old = self._session.get(AcceptedFindingRecord, key)
        if old is None:
            return
        self._audit.record("remove", "accepted_finding", "/".join(key), _facts(old), {})
        self._session.expunge(old)
        self._session.execute(
            delete(AcceptedFindingRecord).where(
                AcceptedFindingRecord.plan_id == plan_id,
                AcceptedFindingRecord.rule == rule,
                AcceptedFindingRecord.fingerprint == fingerprint,
            )
        )


def _facts(record: AcceptedFindingRecord) -> dict[str, Any]:
    return {"reason": record.reason, "actor": record.actor, "at": record.at}
