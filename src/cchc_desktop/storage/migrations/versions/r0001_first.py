"""The first tables: unit, plans, log, statements and the audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cchc_desktop.storage.column_types import WHOLE, WORDS, only_where

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORDS, nullable=False) for name in names]


def upgrade() -> None:
    op.create_table("meta", sa.Column("key", WORDS, primary_key=True), *_text("value"), sqlite_strict=True)
    op.create_table(
        "units",
        sa.Column("id", WORDS, primary_key=True),
        *_text("valid_from", "kind", "name", "province", "superior", "code", "place", "drafting_body", "upper_line"),
        sqlite_strict=True,
    )
    op.create_table(
        "signers",
        sa.Column("id", WORDS, primary_key=True),
        *_text("name", "mode", "title", "valid_from"),
        sa.Column("valid_to", WORDS, nullable=True),
        *_text("head"),
        sqlite_strict=True,
    )
    _plans()
    _plan_parts()
    _log()
    op.create_table(
        "statements",
        sa.Column("period", WORDS, primary_key=True),
        sa.Column("indicator", WORDS, primary_key=True),
        *_text("state"),
        sa.Column("value", WHOLE, nullable=True),
        *_text("reason"),
        sqlite_strict=True,
    )
    op.create_table(
        "audit",
        sa.Column("seq", WHOLE, primary_key=True),
        *_text("at", "actor", "action", "entity", "entity_id", "before", "after"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_entity", "audit", ["entity", "entity_id"])


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", WORDS, primary_key=True),
        sa.Column("year", WHOLE, nullable=False),
        *_text("title", "issuer", "place", "preamble", "closing", "recipients", "signature", "appendix_title"),
        *_text("kind", "upper_line"),
        sa.Column("number", WHOLE, nullable=True),
        *_text("symbol"),
        sa.Column("date", WORDS, nullable=True),
        *_text("status", "notes", "cloned_from"),
        sa.Column("version", WHOLE, nullable=False),
        *_text("updated_at", "deleted_at"),
        sqlite_strict=True,
    )
    op.create_index("ix_plans_year", "plans", ["year"])


def _plan_parts() -> None:
    op.create_table(
        "plan_sections",
        sa.Column("plan_id", WORDS, sa.ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("id", WORDS, primary_key=True),
        sa.Column("parent_id", WORDS, nullable=True),
        sa.Column("position", WHOLE, nullable=False),
        *_text("kind", "title", "text"),
        sa.ForeignKeyConstraint(
            ["plan_id", "parent_id"],
            ["plan_sections.plan_id", "plan_sections.id"],
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "plan_tasks",
        sa.Column("id", WORDS, primary_key=True),
        sa.Column("plan_id", WORDS, sa.ForeignKey("plans.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        *_text("content", "product", "lead", "support", "time_text"),
        sa.Column("target", WHOLE, nullable=True),
        *_text("target_unit", "form", "measure"),
        sa.Column("cost", WHOLE, nullable=True),
        *_text("note", "task_group"),
        sqlite_strict=True,
    )
    op.create_index("ix_plan_tasks_plan", "plan_tasks", ["plan_id"])


def _log() -> None:
    op.create_table(
        "activities",
        sa.Column("seq", WHOLE, primary_key=True),
        *_text("id", "date", "form", "task_id", "deleted_at"),
        sa.Column("version", WHOLE, nullable=False),
        *_text("title", "people", "note", "folded"),
        sa.UniqueConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_activities_date", "activities", ["deleted_at", "date"])
    op.create_index("ix_activities_date_form", "activities", ["deleted_at", "date", "form"])
    op.create_index("ix_activities_form_date", "activities", ["deleted_at", "form", "date"])
    op.create_index("ix_activities_task", "activities", ["task_id"], **only_where(sa.text("task_id <> ''")))
    op.create_table(
        "activity_counts",
        sa.Column("activity", WHOLE, sa.ForeignKey("activities.seq", ondelete="CASCADE"), primary_key=True),
        sa.Column("measure", WORDS, primary_key=True),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("live", WHOLE, nullable=False),
        *_text("date", "form"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_activity_counts_span", "activity_counts", ["live", "date", "form", "measure", "amount"])


def downgrade() -> None:
    raise NotImplementedError("a newer database is never made older: restore a backup")
