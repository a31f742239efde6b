"""Receipts and returns that this office gave to units, each whole as its file says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cchc_desktop.domain.receipt import Receipt, ReceiptKind
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables import table
from cchc_desktop.storage.tables_gathering import AnswerRecord
from cchc_desktop.storage.values import cleaned, local_time, utc_now

_A = table(AnswerRecord).c
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was kept: `content` is the text of its file before it is signed.

    `at` is ISO local time; `handed_over` when it was written to a folder or stick, "" while it was not.
    """

    id: str
    report_id: str
    kind: ReceiptKind
    at: str
    actor: str
    content: str
    handed_over: str


class AnswerRepo:
    """Keeps answers."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def add(self, receipt: Receipt, report_id: str, content: str) -> None:
        """Keep an answer to a received report."""
        receipt = cleaned(receipt)
        self._session.add(
            AnswerRecord(
                id=receipt.id,
                received_report_id=report_id,
                kind=receipt.kind.value,
                at=utc_now(),
                actor=receipt.person,
                content=content,
                handed_over="",
            )
        )
        facts = {"kind": receipt.kind.value, "to": receipt.unit_name, "period": receipt.period}
        self._audit.record("create", "answer", receipt.id, {}, facts)
        self._session.flush()

    def of_reports(self, report_ids: Sequence[str]) -> dict[str, tuple[KeptAnswer, ...]]:
        """Return report → its answers, the newest first."""
        found: dict[str, list[KeptAnswer]] = {}
        for start in range(0, len(report_ids), _CHUNK):
            chunk = report_ids[start : start + _CHUNK]
            statement = select(AnswerRecord).where(_A.received_report_id.in_(chunk)).order_by(_A.at.desc(), _A.id)
            for record in self._session.scalars(statement):
                found.setdefault(record.received_report_id, []).append(_kept(record))
        return {report_id: tuple(answers) for report_id, answers in found.items()}

    def hand_over(self, ids: Iterable[str]) -> None:
        """Note that answers were written now."""
        now = utc_now()
        for key in ids:
            before = self._session.scalar(select(_A.handed_over).where(_A.id == key)) or ""
            self._session.execute(update(AnswerRecord).where(_A.id == key).values(handed_over=now))
            self._audit.record("update", "answer", key, {"handed_over": before}, {"handed_over": now})


def _kept(record: AnswerRecord) -> KeptAnswer:
    return KeptAnswer(
        record.id,
        record.received_report_id,
        ReceiptKind(record.kind),
        local_time(record.at),
        record.actor,
        record.content,
        local_time(record.handed_over) if record.handed_over else "",
    )
