"""The tables of reports: their state, frozen versions, what left the house and what came back."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from cchc_desktop.storage.tables import STRICT, Base


class ReportRecord(Base):
    """The report of a period while it is worked on; `content` (narrative and choices) is JSON."""

    __tablename__ = "reports"
    __table_args__ = STRICT

    id: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    content: Mapped[str]
    updated_at: Mapped[str]
    version: Mapped[int]


class ReportVersionRecord(Base):
    """A report as it was frozen. A row once frozen is never altered but for `state`, `sent_at` and `package_id`.

    `kind` is "first" or "supplement"; `content` holds figures, narrative and accepted warnings as JSON; `audit_seq` is
    the last row of the audit trail at that moment, so that what changed since is known; the files lie with the
    attachments of the owner kind "report_version".
    """

    __tablename__ = "report_versions"
    __table_args__ = (Index("ix_report_versions_report", "report_id", "ordinal", unique=True), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    kind: Mapped[str]
    number: Mapped[int | None]
    symbol: Mapped[str]
    date: Mapped[str]
    reason: Mapped[str]
    frozen_at: Mapped[str]
    actor: Mapped[str]
    content: Mapped[str]
    audit_seq: Mapped[int]
    state: Mapped[str]
    sent_at: Mapped[str]
    package_id: Mapped[str]


class ReportRemarkRecord(Base):
    """What the superior remarked of a figure (or, with an empty `indicator`, of the whole report)."""

    __tablename__ = "report_remarks"
    __table_args__ = (Index("ix_report_remarks_version", "report_version_id"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    report_version_id: Mapped[str] = mapped_column(ForeignKey("report_versions.id", ondelete="CASCADE"))
    receipt_id: Mapped[str]
    position: Mapped[int]
    indicator: Mapped[str]
    text: Mapped[str]
    resolution: Mapped[str]
    resolved_at: Mapped[str]


class ReceiptRecord(Base):
    """A receipt or return that came back for a package; `content` is the file's own JSON, `sha256` its digest."""

    __tablename__ = "receipts"
    __table_args__ = (Index("ix_receipts_package", "package_id"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    package_id: Mapped[str]
    report_version_id: Mapped[str]
    kind: Mapped[str]
    unit_name: Mapped[str]
    at: Mapped[str]
    received_at: Mapped[str]
    sha256: Mapped[str]
    fingerprint: Mapped[str]
    content: Mapped[str]


class HandoverRecord(Base):
    """A package that left: `way` is "usb", "folder" or "email"; `files` is JSON (name, size, SHA-256).

    `report_version_id` is no foreign key: the log of what went where outlives everything.
    """

    __tablename__ = "handovers"
    __table_args__ = (Index("ix_handovers_version", "report_version_id"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    report_version_id: Mapped[str]
    package_id: Mapped[str]
    at: Mapped[str]
    way: Mapped[str]
    target: Mapped[str]
    files: Mapped[str]
    verified: Mapped[int]
    actor: Mapped[str]
    note: Mapped[str]


class ReportFormRecord(Base):
    """A workbook of the superior with the cells that are ours to fill; the file lies in the evidence store.

    `period` is the code of the period without the year ("Q1"), "" for any; `cells` is JSON.
    """

    __tablename__ = "report_forms"
    __table_args__ = STRICT

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    period: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    cells: Mapped[str]
    valid_from: Mapped[str]
    valid_to: Mapped[str]
    note: Mapped[str]
    deleted_at: Mapped[str]
    version: Mapped[int]


class WarningAnswerRecord(Base):
    """Why a warning of the report is accepted; `fingerprint` tells the state it was given for."""

    __tablename__ = "warning_answers"
    __table_args__ = STRICT

    period: Mapped[str] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    reason: Mapped[str]
    actor: Mapped[str]
    at: Mapped[str]


class TrustedKeyRecord(Base):
    """A public key pinned to a unit at its first receipt; `public_key` is the raw key in base64."""

    __tablename__ = "trusted_keys"
    __table_args__ = STRICT

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    unit_code: Mapped[str]
    unit_name: Mapped[str]
    public_key: Mapped[str]
    pinned_at: Mapped[str]
    note: Mapped[str]
    deleted_at: Mapped[str]
