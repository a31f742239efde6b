"""Receipts and returns that came back, each kept once, whole as its file said it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.domain.receipt import Receipt
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables_reports import ReceiptRecord
from cchc_desktop.storage.values import cleaned, local_time, utc_now


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt as it was kept: `content` is the file's own text, `at` when it was written, both as the sender has it.

    `received_at` is ISO local time.
    """

    id: str
    package_id: str
    version_id: str
    kind: str
    issuer_name: str
    at: str
    received_at: str
    sha256: str
    fingerprint: str
    content: str


class ReceiptRepo:
    """Keeps receipts."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def has(self, receipt_id: str) -> bool:
        """Tell whether a receipt was taken in before."""
        return self._session.get(ReceiptRecord, receipt_id) is not None

    def add(self, receipt: Receipt, version_id: str, sha256: str, content: str) -> None:
        """Keep a receipt; one that is kept already stays as it is."""
        if self.has(receipt.id):
            return
        receipt = cleaned(receipt)
        record = ReceiptRecord(
            id=receipt.id,
            package_id=receipt.package_id,
            report_version_id=version_id,
            kind=receipt.kind.value,
            unit_name=receipt.issuer_name,
            at=receipt.at,
            received_at=utc_now(),
            sha256=sha256,
            fingerprint=receipt.fingerprint,
            content=content,
        )
        self._session.add(record)
        facts = {"package_id": receipt.package_id, "kind": receipt.kind.value, "from": receipt.issuer_name}
        self._audit.record("create", "receipt", receipt.id, {}, facts)
        self._session.flush()

    def of_version(self, version_id: str) -> tuple[KeptReceipt, ...]:
        """Return the receipts of a report version in the order they were taken in."""
        found = self._session.scalars(
            select(ReceiptRecord)
            .where(ReceiptRecord.report_version_id == version_id)
            .order_by(ReceiptRecord.received_at, ReceiptRecord.id)
        )
        return tuple(
            KeptReceipt(
                record.id,
                record.package_id,
                record.report_version_id,
                record.kind,
                record.unit_name,
                record.at,
                local_time(record.received_at),
                record.sha256,
                record.fingerprint,
                record.content,
            )
            for record in found
        )
