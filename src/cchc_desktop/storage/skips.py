"""What was left out on purpose, with the reason.

Kept in the audit trail alone, whose rows are never altered: the last word on an expectation holds. It is said
seldom, and who said it when matters as much as the reason.
"""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables import AuditRecord, table
from cchc_desktop.storage.values import cleaned, to_day

ENTITY = "expectation"
"""In the trail; the record is "<task id>:<last day>"."""
_LEAVE_OUT, _TAKE_UP = "skip", "unskip"


class SkipRepo:
    """Expectations that are left out."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def all(self) -> dict[tuple[str, date], str]:
        """Return (task id, last day) → reason for all that is left out now."""
        self._audit.flush()
        rows = table(AuditRecord).c
        said = self._session.execute(
            select(rows.entity_id, rows.action, rows.after).where(rows.entity == ENTITY).order_by(rows.seq)
        )
        found: dict[tuple[str, date], str] = {}
        for entity_id, action, after in said:
            task_id, _, day = entity_id.rpartition(":")
            if action == _LEAVE_OUT:
                found[task_id, to_day(day)] = json.loads(after)["reason"]
            else:
                found.pop((task_id, to_day(day)), None)
        return found

    def save(self, task_id: str, due: date, reason: str) -> None:
        """Leave an expectation out, or change the reason."""
        before = self.all().get((task_id, due), "")
        after = cleaned(reason).strip()
        if before != after:
            self._audit.record(_LEAVE_OUT, ENTITY, _id(task_id, due), {"reason": before}, {"reason": after})

    def remove(self, task_id: str, due: date) -> None:
        """Take an expectation up again; nothing happens when it is not left out."""
        before = self.all().get((task_id, due))
        if before is not None:
            self._audit.record(_TAKE_UP, ENTITY, _id(task_id, due), {"reason": before}, {})


def _id(task_id: str, due: date) -> str:
    return f"{task_id}:{due.isoformat()}"
