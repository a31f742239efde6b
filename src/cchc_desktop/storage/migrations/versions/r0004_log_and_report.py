"""Own catalogue entries, views, matched columns and steps of the audit; reports, their versions and their way."""

from __future__ import annotations

import json
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from cchc_desktop.storage.column_types import WHOLE, WORDS, only_where

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORDS, nullable=False) for name in names]


def _number(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, WHOLE, nullable=False) for name in names]


def _key(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORDS, primary_key=True) for name in names]


def _parent(name: str, table: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)


def _table(name: str, *columns: sa.Column[str] | sa.Column[int]) -> None:
    op.create_table(name, *columns, sqlite_strict=True)


def upgrade() -> None:
    for name in ("step", "undoes"):
        op.add_column("audit", sa.Column(name, WORDS, nullable=False, server_default=""))
    op.create_index("ix_audit_step", "audit", ["step"], **only_where(sa.text("step <> ''")))
    _indexes()
    _work()
    _put_personal_values_apart()
    _reports()
    _ways()


def _indexes() -> None:
    """Let a long list be put in order, and what has no evidence be found, without reading the rows."""
    for name, table, columns in (
        ("ix_activities_date", "activities", ["deleted_at", "date", "seq", "id"]),
        ("ix_attachments_owner", "attachments", ["owner_kind", "owner_id", "deleted_at"]),
    ):
        op.drop_index(name, table)
        op.create_index(name, table, columns)
    op.drop_index("ix_activities_task", "activities")
    columns = ["task_id", "date", "deleted_at"]
    op.create_index("ix_activities_task", "activities", columns, **only_where(sa.text("task_id <> ''")))


def _work() -> None:
    _table(
        "catalogue_entries",
        *_key("id"),
        *_text("catalogue", "code", "valid_from", "valid_to"),
        *_number("position"),
        *_text("content", "note", "deleted_at"),
        *_number("version"),
    )
    op.create_index("ix_catalogue_entries_code", "catalogue_entries", ["catalogue", "code"])
    _table(
        "saved_views",
        *_key("id"),
        *_text("place", "name", "query"),
        *_number("position"),
        *_text("deleted_at"),
        *_number("version"),
    )
    _table("audit_private", *_key("id"), *_text("entity", "entity_id", "content"))
    op.create_index("ix_audit_private_record", "audit_private", ["entity", "entity_id"])
    _table(
        "search_entries",
        sa.Column("seq", WHOLE, primary_key=True),
        *_text("kind", "entity_id", "owner_id", "date", "form", "title", "text", "folded"),
    )
    op.create_index("ix_search_entries_owner", "search_entries", ["owner_id"])
    op.create_index("ix_search_entries_kind", "search_entries", ["kind", "date"])
    _table("column_matches", *_key("list", "source", "fingerprint"), *_text("columns", "used_at"))


# Spelled out: a migration must not change with the code it was written for.
_PERSONAL = {
    "petition": {"person", "address", "contact", "content", "result", "note"},
    "collaborator": {"phone"},
}


def _put_personal_values_apart() -> None:
    """Take what registers say of people out of the trail, where it could never be deleted."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text("SELECT seq, entity, entity_id, before, after FROM audit WHERE entity IN ('petition', 'collaborator')")
    ).fetchall()
    for seq, entity, entity_id, *sides in rows:
        kept = []
        for side in map(json.loads, sides):
            private = {field: value for field, value in side.items() if field in _PERSONAL[entity]}
            key = uuid4().hex
            if private:
                connection.execute(
                    sa.text("INSERT INTO audit_private VALUES (:id, :entity, :entity_id, :content)"),
                    {
                        "id": key,
                        "entity": entity,
                        "entity_id": entity_id,
                        "content": json.dumps(private, ensure_ascii=False),
                    },
                )
            marks = {field: {"private": key} for field in private}
            kept.append(json.dumps({**side, **marks}, ensure_ascii=False, separators=(",", ":")))
        connection.execute(
            sa.text("UPDATE audit SET before = :before, after = :after WHERE seq = :seq"),
            {"before": kept[0], "after": kept[1], "seq": seq},
        )


def _reports() -> None:
    _table(
        "reports",
        *_key("id"),
        sa.Column("period", WORDS, nullable=False, unique=True),
        *_text("state", "content", "updated_at"),
        *_number("version"),
    )
    _table(
        "report_versions",
        *_key("id"),
        _parent("report_id", "reports"),
        *_number("ordinal"),
        *_text("kind"),
        sa.Column("number", WHOLE, nullable=True),
        *_text("symbol", "date", "reason", "frozen_at", "actor", "content"),
        *_number("audit_seq"),
        *_text("state", "sent_at", "package_id"),
    )
    op.create_index("ix_report_versions_report", "report_versions", ["report_id", "ordinal"], unique=True)
    _table(
        "report_remarks",
        *_key("id"),
        _parent("report_version_id", "report_versions"),
        *_text("receipt_id"),
        *_number("position"),
        *_text("indicator", "text", "resolution", "resolved_at"),
    )
    op.create_index("ix_report_remarks_version", "report_remarks", ["report_version_id"])
    _table(
        "report_forms",
        *_key("id"),
        *_text("name", "period", "file_name", "sha256", "cells", "valid_from", "valid_to", "note", "deleted_at"),
        *_number("version"),
    )
    _table(
        "warning_answers",
        *_key("period", "rule", "subject"),
        *_text("fingerprint", "reason", "actor", "at"),
    )


def _ways() -> None:
    _table(
        "receipts",
        *_key("id"),
        *_text("package_id", "report_version_id", "kind", "unit_name", "at", "received_at", "sha256"),
        *_text("fingerprint", "content"),
    )
    op.create_index("ix_receipts_package", "receipts", ["package_id"])
    _table(
        "handovers",
        *_key("id"),
        *_text("report_version_id", "package_id", "at", "way", "target", "files"),
        *_number("verified"),
        *_text("actor", "note"),
    )
    op.create_index("ix_handovers_version", "handovers", ["report_version_id"])
    _table(
        "trusted_keys",
        *_key("fingerprint"),
        *_text("unit_code", "unit_name", "public_key", "pinned_at", "note", "deleted_at"),
    )


def downgrade() -> None:
    raise NotImplementedError("a newer database is never made older: restore a backup")
