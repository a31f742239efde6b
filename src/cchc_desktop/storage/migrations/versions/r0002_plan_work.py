"""What a plan is made from and becomes: legal bases, superior's plans, text blocks, attachments, versions, findings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cchc_desktop.storage.column_types import WHOLE, WORDS

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORDS, nullable=False) for name in names]


def _number(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, WHOLE, nullable=False) for name in names]


def _id() -> sa.Column[str]:
    return sa.Column("id", WORDS, primary_key=True)


def _plan(primary: bool = False) -> sa.Column[str]:
    return sa.Column(
        "plan_id", WORDS, sa.ForeignKey("plans.id", ondelete="CASCADE"), nullable=False, primary_key=primary
    )


def upgrade() -> None:
    op.add_column("plan_sections", sa.Column("origin", WORDS, nullable=False, server_default=""))
    op.create_table(
        "legal_bases",
        _id(),
        *_text("kind", "number", "date", "issuer", "subject", "valid_from", "valid_to", "amends", "amended_by"),
        *_text("replaced_by", "checked_on", "source", "note", "folded", "deleted_at"),
        *_number("version"),
        sqlite_strict=True,
    )
    _superiors()
    _life()
    op.create_table(
        "text_blocks",
        _id(),
        *_text("title", "section", "topics", "kind", "text", "deleted_at"),
        *_number("position", "version"),
        sqlite_strict=True,
    )


def _superiors() -> None:
    op.create_table(
        "superior_plans",
        _id(),
        *_number("year"),
        *_text("number", "date", "issuer", "title", "note", "updated_at", "deleted_at"),
        *_number("version"),
        sqlite_strict=True,
    )
    op.create_table(
        "demands",
        _id(),
        sa.Column("superior_plan_id", WORDS, sa.ForeignKey("superior_plans.id", ondelete="CASCADE"), nullable=False),
        *_number("position", "confirmed"),
        *_text("text", "deadline", "source"),
        sqlite_strict=True,
    )
    op.create_index("ix_demands_plan", "demands", ["superior_plan_id"])
    op.create_table(
        "coverage",
        _plan(primary=True),
        sa.Column("demand_id", WORDS, sa.ForeignKey("demands.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("target_kind", WORDS, primary_key=True),
        sa.Column("target_id", WORDS, primary_key=True),
        *_text("reason"),
        sqlite_strict=True,
    )


def _life() -> None:
    op.create_table(
        "attachments",
        _id(),
        *_text("owner_kind", "owner_id", "name", "sha256", "media_type", "note", "added_at", "deleted_at"),
        *_number("size"),
        sqlite_strict=True,
    )
    op.create_index("ix_attachments_owner", "attachments", ["owner_kind", "owner_id"])
    op.create_table(
        "plan_versions",
        _id(),
        _plan(),
        *_number("ordinal"),
        sa.Column("number", WHOLE, nullable=True),
        *_text("symbol", "date", "reason", "issued_at", "actor", "content", "file_sha256"),
        *_text("template_name", "template_sha256"),
        sqlite_strict=True,
    )
    op.create_index("ix_plan_versions_plan", "plan_versions", ["plan_id", "ordinal"], unique=True)
    op.create_table(
        "accepted_findings",
        _plan(primary=True),
        sa.Column("rule", WORDS, primary_key=True),
        sa.Column("fingerprint", WORDS, primary_key=True),
        *_text("reason", "actor", "at"),
        sqlite_strict=True,
    )
    op.create_table(
        "plan_snapshots",
        sa.Column("seq", WHOLE, primary_key=True),
        _plan(),
        *_text("at", "actor", "content"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_snapshots_plan", "plan_snapshots", ["plan_id", "seq"])


def downgrade() -> None:
    raise NotImplementedError("a newer database is never made older: restore a backup")
