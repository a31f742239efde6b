"""What people stated of indicators: nothing happened, or a typed value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables import StatementRecord
from cchc_desktop.storage.values import cleaned, from_thousandths, to_thousandths


class StatementRepo:
    """Keeps at most one statement for a period and an indicator."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def all(self) -> tuple[Statement, ...]:
        """Return all statements, by period code, then indicator code."""
        records = self._session.scalars(
            select(StatementRecord).order_by(StatementRecord.period, StatementRecord.indicator)
        )
        return tuple(
            Statement(
                record.period,
                record.indicator,
                FigureState(record.state),
                None if record.value is None else from_thousandths(record.value),
                record.reason,
            )
            for record in records
        )

    def save(self, statement: Statement) -> None:
        """Keep a statement in the place of the one for the same period and indicator.

        Raises:
            InvalidInput: the value has more than three decimals.

        """
        statement = cleaned(statement)
        new = StatementRecord(
            period=statement.period,
            indicator=statement.indicator,
            state=str(statement.state),
            value=None if statement.value is None else to_thousandths(statement.value, "value"),
            reason=statement.reason,
        )
        old = self._session.get(StatementRecord, (new.period, new.indicator))
        key = f"{new.period}/{new.indicator}"
        self._audit.record("update" if old else "create", "statement", key, _facts(old) if old else {}, _facts(new))
        self._session.merge(new)
        self._session.flush()

    def facts(self, period: str, indicator: str) -> dict[str, Any] | None:
        """Return what the trail says of a statement, None when there is none."""
        record = self._session.get(StatementRecord, (period, indicator))
        return None if record is None else _facts(record)

    def put(self, period: str, indicator: str, facts: Mapping[str, Any]) -> None:
        """Keep the statement that the trail names."""
        value = facts.get("value")
        self.save(
            Statement(
                period,
                indicator,
                FigureState(facts["state"]),
                None if value is None else Decimal(value),
                facts.get("reason", ""),
            )
        )

    def remove(self, period: str, indicator: str) -> None:
        """Take a statement back; where nothing was stated nothing happens."""
        old = self._session.get(StatementRecord, (period, indicator))
        if old is None:
            return
        self._audit.record("remove", "statement", f"{period}/{indicator}", _facts(old), {})
        self._session.expunge(old)
        self._session.execute(
            delete(StatementRecord).where(StatementRecord.period == period, StatementRecord.indicator == indicator)
        )


def _facts(record: StatementRecord) -> dict[str, Any]:
    value = None if record.value is None else str(from_thousandths(record.value))
    return {"state": record.state, "value": value, "reason": record.reason}
