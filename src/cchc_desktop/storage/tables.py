"""The tables, as typed Declarative classes. They never leave this room.

Dates are ISO days, times ISO in UTC, amounts whole thousandths, booleans 0/1, lists JSON. Tables are STRICT: a
text can never slip into a number's place. The migrations make the tables; a test holds them against these classes.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from cchc_desktop.storage.column_types import WHOLE, only_where

STRICT = {"sqlite_strict": True}


class Base(DeclarativeBase):
    """Root of the row classes."""

    type_annotation_map = {str: Text, int: WHOLE}  # noqa: RUF012 - the name SQLAlchemy looks for


class MetaRecord(Base):
    """Facts about the database itself, such as its instance id."""

    __tablename__ = "meta"
    __table_args__ = STRICT

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class UnitRecord(Base):
    """The office from a day on."""

    __tablename__ = "units"
    __table_args__ = STRICT

    id: Mapped[str] = mapped_column(primary_key=True)
    valid_from: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    province: Mapped[str]
    superior: Mapped[str]
    code: Mapped[str]
    place: Mapped[str]
    drafting_body: Mapped[str]
    upper_line: Mapped[str]


class SignerRecord(Base):
    """A person who signs."""

    __tablename__ = "signers"
    __table_args__ = STRICT

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    mode: Mapped[str]
    title: Mapped[str]
    valid_from: Mapped[str]
    valid_to: Mapped[str | None]
    head: Mapped[str]


class PlanRecord(Base):
    """A plan without its sections and tasks."""

    __tablename__ = "plans"
    __table_args__ = (Index("ix_plans_year", "year"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int]
    title: Mapped[str]
    issuer: Mapped[str]
    place: Mapped[str]
    preamble: Mapped[str]
    closing: Mapped[str]
    recipients: Mapped[str]
    signature: Mapped[str]
    appendix_title: Mapped[str]
    kind: Mapped[str]
    upper_line: Mapped[str]
    number: Mapped[int | None]
    symbol: Mapped[str]
    date: Mapped[str | None]
    status: Mapped[str]
    notes: Mapped[str]
    cloned_from: Mapped[str]
    version: Mapped[int]
    updated_at: Mapped[str]
    deleted_at: Mapped[str]


class SectionRecord(Base):
    """A node of a plan's body. The parent is checked at commit, so that order of writing does not matter."""

    __tablename__ = "plan_sections"
    __table_args__ = (
        ForeignKeyConstraint(
            ["plan_id", "parent_id"],
            ["plan_sections.plan_id", "plan_sections.id"],
            deferrable=True,
            initially="DEFERRED",
        ),
        STRICT,
    )

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    parent_id: Mapped[str | None]
    position: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    origin: Mapped[str] = mapped_column(server_default="")


class TaskRecord(Base):
    """A row of a plan's task appendix. Ids are unique over all plans, because activities point at them."""

    __tablename__ = "plan_tasks"
    __table_args__ = (Index("ix_plan_tasks_plan", "plan_id"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"))
    position: Mapped[int]
    content: Mapped[str]
    product: Mapped[str]
    lead: Mapped[str]
    support: Mapped[str]
    time_text: Mapped[str]
    target: Mapped[int | None]
    target_unit: Mapped[str]
    form: Mapped[str]
    measure: Mapped[str]
    cost: Mapped[int | None]
    note: Mapped[str]
    group: Mapped[str] = mapped_column("task_group")


class ActivityRecord(Base):
    """An entry of the log. `seq` is the order of entry; `folded` is what searches look through.

    `task_id` is no foreign key: the link outlives the task while a plan is being edited, and holds again when
    the task is put back.
    """

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_date", "deleted_at", "date", "seq", "id"),
        Index("ix_activities_date_form", "deleted_at", "date", "form"),
        Index("ix_activities_form_date", "deleted_at", "form", "date"),
        Index("ix_activities_task", "task_id", "date", "deleted_at", **only_where(text("task_id <> ''"))),
        STRICT,
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    date: Mapped[str]
    form: Mapped[str]
    task_id: Mapped[str]
    deleted_at: Mapped[str]
    version: Mapped[int]
    title: Mapped[str]
    people: Mapped[str]
    note: Mapped[str]
    folded: Mapped[str]


class CountRecord(Base):
    """An amount of an activity.

    `live`, `date` and `form` repeat the activity's, so that a period is summed from one covering index.
    """

    __tablename__ = "activity_counts"
    __table_args__ = (
        Index("ix_activity_counts_span", "live", "date", "form", "measure", "amount"),
        {"sqlite_strict": True, "sqlite_with_rowid": False},
    )

    activity: Mapped[int] = mapped_column(ForeignKey("activities.seq", ondelete="CASCADE"), primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[int]
    live: Mapped[int]
    date: Mapped[str]
    form: Mapped[str]


class StatementRecord(Base):
    """What a person said of an indicator in a period."""

    __tablename__ = "statements"
    __table_args__ = STRICT

    period: Mapped[str] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    value: Mapped[int | None]
    reason: Mapped[str]


class LegalBasisRecord(Base):
    """A document of the register of legal bases; `amends` and `amended_by` are JSON lists of numbers."""

    __tablename__ = "legal_bases"
    __table_args__ = STRICT

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    number: Mapped[str]
    date: Mapped[str]
    issuer: Mapped[str]
    subject: Mapped[str]
    valid_from: Mapped[str]
    valid_to: Mapped[str]
    amends: Mapped[str]
    amended_by: Mapped[str]
    replaced_by: Mapped[str]
    checked_on: Mapped[str]
    source: Mapped[str]
    note: Mapped[str]
    folded: Mapped[str]
    deleted_at: Mapped[str]
    version: Mapped[int]


class SuperiorPlanRecord(Base):
    """A plan of the superior."""

    __tablename__ = "superior_plans"
    __table_args__ = STRICT

    id: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[str]
    date: Mapped[str]
    issuer: Mapped[str]
    title: Mapped[str]
    note: Mapped[str]
    updated_at: Mapped[str]
    deleted_at: Mapped[str]
    version: Mapped[int]


class DemandRecord(Base):
    """Something the superior's plan asks of the commune. `source`: typed, imported or machine."""

    __tablename__ = "demands"
    __table_args__ = (Index("ix_demands_plan", "superior_plan_id"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    superior_plan_id: Mapped[str] = mapped_column(ForeignKey("superior_plans.id", ondelete="CASCADE"))
    position: Mapped[int]
    confirmed: Mapped[int]
    text: Mapped[str]
    deadline: Mapped[str]
    source: Mapped[str]


class CoverageRecord(Base):
    """Which section or task of a plan answers a demand; `target_kind` "none" with a reason: it does not apply."""

    __tablename__ = "coverage"
    __table_args__ = STRICT

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True)
    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id", ondelete="CASCADE"), primary_key=True)
    target_kind: Mapped[str] = mapped_column(primary_key=True)
    target_id: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]


class AttachmentRecord(Base):
    """A file in the evidence store, kept under its SHA-256; `owner_kind` and `owner_id` say whose it is."""

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_owner", "owner_kind", "owner_id", "deleted_at"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    owner_kind: Mapped[str]
    owner_id: Mapped[str]
    name: Mapped[str]
    sha256: Mapped[str]
    media_type: Mapped[str]
    note: Mapped[str]
    added_at: Mapped[str]
    deleted_at: Mapped[str]
    size: Mapped[int]


class PlanVersionRecord(Base):
    """A plan as it was issued: its content as JSON, and the file and template by their SHA-256."""

    __tablename__ = "plan_versions"
    __table_args__ = (Index("ix_plan_versions_plan", "plan_id", "ordinal", unique=True), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    number: Mapped[int | None]
    symbol: Mapped[str]
    date: Mapped[str]
    reason: Mapped[str]
    issued_at: Mapped[str]
    actor: Mapped[str]
    content: Mapped[str]
    file_sha256: Mapped[str]
    template_name: Mapped[str]
    template_sha256: Mapped[str]


class AcceptedFindingRecord(Base):
    """A finding of the leftover scan that a person accepted, with the reason."""

    __tablename__ = "accepted_findings"
    __table_args__ = STRICT

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True)
    rule: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    actor: Mapped[str]
    at: Mapped[str]


class PlanSnapshotRecord(Base):
    """A plan as it stood at a save, as JSON: undo reaches back over sessions."""

    __tablename__ = "plan_snapshots"
    __table_args__ = (
        Index("ix_plan_snapshots_plan", "plan_id", "seq"),
        {"sqlite_strict": True, "sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"))
    at: Mapped[str]
    actor: Mapped[str]
    content: Mapped[str]


class TextBlockRecord(Base):
    """A paragraph the office keeps for its plans."""

    __tablename__ = "text_blocks"
    __table_args__ = STRICT

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    section: Mapped[str]
    topics: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    deleted_at: Mapped[str]
    position: Mapped[int]
    version: Mapped[int]


class AuditRecord(Base):
    """Who changed what, when; only fields that changed, before and after, as JSON. Rows are never altered.

    `step` is shared by all rows of one act of a person, so that it can be taken back whole; `undoes` is the step that
    this one takes back.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_entity", "entity", "entity_id"),
        Index("ix_audit_step", "step", **only_where(text("step <> ''"))),
        {"sqlite_strict": True, "sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    actor: Mapped[str]
    action: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    step: Mapped[str] = mapped_column(server_default="")
    undoes: Mapped[str] = mapped_column(server_default="")


def table(record: type[Base]) -> Table:
    """Return the Core table of a row class, for statements that need no ORM."""
    found = record.__table__
    assert isinstance(found, Table)
    return found
