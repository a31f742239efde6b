"""The registers: channels, broadcasts, collaborators, deliveries, petitions, commendations, budget, spending."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cchc_desktop.storage.column_types import WHOLE, WORDS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORDS, nullable=False) for name in names]


def _number(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, WHOLE, nullable=False) for name in names]


def _parent(name: str, table: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, sa.ForeignKey(f"{table}.id"), nullable=False)


def _register(name: str, *columns: sa.Column[str] | sa.Column[int]) -> None:
    key = sa.Column("id", WORDS, primary_key=True)
    op.create_table(name, key, *columns, *_text("folded", "deleted_at"), *_number("version"), sqlite_strict=True)


def upgrade() -> None:
    _register("channels", *_text("kind", "name", "address", "person", "active_from", "active_to", "note"))
    _register(
        "broadcasts",
        _parent("channel_id", "channels"),
        *_text("date", "programme", "time"),
        *_number("minutes", "plays"),
        *_text("note", "activity_id"),
    )
    op.create_index("ix_broadcasts_channel", "broadcasts", ["channel_id", "date"])
    _register("collaborators", *_text("name", "role", "workplace", "area", "phone", "active_from", "active_to", "note"))
    _register(
        "deliveries",
        _parent("collaborator_id", "collaborators"),
        *_text("date", "title", "kind"),
        *_number("quantity"),
        *_text("note"),
    )
    op.create_index("ix_deliveries_collaborator", "deliveries", ["collaborator_id", "date"])
    _register(
        "petitions",
        *_text("received"),
        *_number("number"),
        *_text("content", "channel", "person", "address", "contact", "kind", "about", "topic", "competence"),
        *_text("transferred_to", "transferred_on", "answered_on", "answer_number", "result", "published", "note"),
    )
    op.create_index("ix_petitions_received", "petitions", ["received"])
    _register(
        "commendations",
        *_text("kind", "date", "honoured", "title", "form", "issuer", "decision", "effect", "note"),
    )
    _money()


def _money() -> None:
    _register(
        "budget_lines",
        *_number("year"),
        *_text("content", "unit"),
        *_number("quantity", "price"),
        *_text("source", "task_id", "basis", "note"),
        *_number("position"),
    )
    op.create_index("ix_budget_lines_year", "budget_lines", ["year"])
    _register(
        "spendings",
        _parent("line_id", "budget_lines"),
        *_text("date", "content"),
        *_number("amount"),
        *_text("voucher", "note"),
    )
    op.create_index("ix_spendings_line", "spendings", ["line_id", "date"])


def downgrade() -> None:
    raise NotImplementedError("a newer database is never made older: restore a backup")
