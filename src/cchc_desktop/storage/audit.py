"""The audit trail: one row for every change, written in the same transaction as the change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.audit import AuditRow
from cchc_desktop.storage.tables import AuditRecord, table
from cchc_desktop.storage.values import local_time, utc_now

Facts = Mapping[str, Any]
"""Field → plain JSON value."""


class AuditRepo:
    """Reads the trail; the other repositories write it through `record`.

    Args:
        session: of the unit of work.
        actor: who changes; None in a unit of work that only reads.

    """

    def __init__(self, session: Session, actor: str | None) -> None:
        self._session = session
        self._actor = actor
        self._waiting: list[dict[str, str]] = []

    def record(self, action: str, entity: str, entity_id: str, before: Facts, after: Facts) -> None:
        """Note a change; only fields that differ are kept. Written by `flush`.

        Raises:
            RuntimeError: the unit of work was opened for reading.

        """
        if self._actor is None:
            raise RuntimeError("a unit of work opened with read() cannot change anything")
        fields = [field for field in {**before, **after} if before.get(field) != after.get(field)]
        self._waiting.append(
            {
                "at": utc_now(),
                "actor": self._actor,
                "action": action,
                "entity": entity,
                "entity_id": entity_id,
                "before": _json({field: before[field] for field in fields if field in before}),
                "after": _json({field: after[field] for field in fields if field in after}),
            }
        )

    def flush(self) -> None:
        """Write what was noted."""
        if self._waiting:
            self._session.execute(insert(table(AuditRecord)), self._waiting)
            self._waiting = []

    def history(self, entity: str, entity_id: str) -> tuple[AuditRow, ...]:
        """Return the changes of one record, newest first.

        `entity` is "plan", "activity", "unit", "signer", "statement", "legal_basis", "text_block" or
        "expectation"; a statement's id is "2025-Q1/tin-bai" (period, indicator), an expectation's "<task>:2025-02-28".
        """
        self.flush()
        rows = table(AuditRecord).c
        found = self._session.execute(
            select(rows.at, rows.actor, rows.action, rows.before, rows.after)
            .where(rows.entity == entity, rows.entity_id == entity_id)
            .order_by(rows.seq.desc())
        )
        return tuple(
            AuditRow(local_time(at), actor, action, entity, entity_id, json.loads(before), json.loads(after))
            for at, actor, action, before, after in found
        )


def _json(facts: Facts) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
