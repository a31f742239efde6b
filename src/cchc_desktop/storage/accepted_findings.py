"""Findings of the leftover scan that a person accepted with a reason."""

from __future__ import annotations

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

    def save(self, plan_id: str, acceptance: Acceptance, actor: str) -> None:
        """Keep an acceptance; a second one of the same finding takes the place of the first."""
        acceptance = cleaned(acceptance)
        key = (plan_id, acceptance.rule, acceptance.fingerprint)
        old = self._session.get(AcceptedFindingRecord, key)
        before = {"reason": old.reason} if old else {}
        self._audit.record(
            "update" if old else "create", "accepted_finding", "/".join(key), before, {"reason": acceptance.reason}
        )
        self._session.merge(
            AcceptedFindingRecord(
                plan_id=plan_id,
                rule=acceptance.rule,
                fingerprint=acceptance.fingerprint,
                reason=acceptance.reason,
                actor=actor,
                at=utc_now(),
            )
        )
        self._session.flush()

    def remove(self, plan_id: str, rule: str, fingerprint: str) -> None:
        """Take an acceptance back; where there is none nothing happens."""
        key = (plan_id, rule, fingerprint)
        old = self._session.get(AcceptedFindingRecord, key)
        if old is None:
            return
        self._audit.record("remove", "accepted_finding", "/".join(key), {"reason": old.reason}, {})
        self._session.expunge(old)
        self._session.execute(
            delete(AcceptedFindingRecord).where(
                AcceptedFindingRecord.plan_id == plan_id,
                AcceptedFindingRecord.rule == rule,
                AcceptedFindingRecord.fingerprint == fingerprint,
            )
        )
