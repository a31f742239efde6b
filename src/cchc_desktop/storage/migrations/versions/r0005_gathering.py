"""One level up: the directory of units, what is expected and received of them, consolidations and scores."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cchc_desktop.storage.column_types import WHOLE, WORDS

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORDS, nullable=False) for name in names]


def _number(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, WHOLE, nullable=False) for name in names]


def _maybe_number(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, WHOLE, nullable=True) for name in names]


def _key(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORDS, primary_key=True) for name in names]


def _table(name: str, *columns: sa.Column[str] | sa.Column[int]) -> None:
    op.create_table(name, *columns, sqlite_strict=True)


def upgrade() -> None:
    _table(
        "directory_units",
        *_key("id"),
        *_text("code", "name", "kind", "parent", "contact", "phone", "email", "address", "valid_from", "valid_to"),
        *_text("predecessors", "aliases", "note", "folded", "deleted_at"),
        *_number("version"),
    )
    op.create_index("ix_directory_units_code", "directory_units", ["code"])
    _table(
        "expectations",
        *_key("id"),
        *_text("unit_code", "period"),
        *_number("first_year", "last_year", "wanted"),
        *_text("deadline", "note", "folded", "deleted_at"),
        *_number("version"),
    )
    _received()
    _made()
    _shared()


def _received() -> None:
    _table(
        "received_files",
        *_key("sha256"),
        *_text("name"),
        *_number("size"),
        *_text("batch", "received_at", "actor", "kind", "state", "reason", "details"),
    )
    op.create_index("ix_received_files_batch", "received_files", ["batch"])
    _table(
        "received_reports",
        *_key("id"),
        *_text("unit_code", "unit_name", "period"),
        *_number("ordinal"),
        sa.Column("sha256", WORDS, sa.ForeignKey("received_files.sha256"), nullable=False),
        *_text("package_id", "made_at", "received_at", "state", "digest", "fingerprint", "content", "note"),
        *_number("version"),
    )
    op.create_index("ix_received_reports_place", "received_reports", ["period", "unit_code", "ordinal"])
    op.create_table(
        "received_figures",
        sa.Column(
            "report_id",
            WORDS,
            sa.ForeignKey("received_reports.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        *_key("indicator"),
        *_number("position"),
        *_text("state"),
        *_maybe_number("value"),
        *_text("cumulative_state"),
        *_maybe_number("cumulative"),
        *_text("text", "sheet", "cell"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_received_figures_indicator", "received_figures", ["indicator", "report_id"])
    _table(
        "answers",
        *_key("id"),
        *_text("received_report_id", "kind", "at", "actor", "content", "handed_over"),
    )
    op.create_index("ix_answers_report", "answers", ["received_report_id"])


def _made() -> None:
    _table(
        "consolidations",
        *_key("id"),
        *_text("period"),
        *_number("ordinal"),
        *_text("made_at", "actor", "reason", "sources", "content", "package_id"),
    )
    op.create_index("ix_consolidations_period", "consolidations", ["period", "ordinal"], unique=True)
    _table(
        "scores",
        *_key("id"),
        *_number("year"),
        *_text("criteria", "unit_code", "criterion", "side"),
        *_maybe_number("points"),
        *_text("reason", "evidence", "actor", "at"),
        *_number("version"),
    )
    place = ["year", "criteria", "unit_code", "criterion", "side"]
    op.create_index("ix_scores_place", "scores", place, unique=True)


def _shared() -> None:
    """Who may do what on a shared database, and the contents of evidence there."""
    _table("members", *_key("login"), *_text("name", "role"))
    op.create_table(
        "evidence_contents",
        *_key("sha256"),
        sa.Column("part", WHOLE, primary_key=True, autoincrement=False),
        *_text("ending"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise NotImplementedError("a newer database is never made older: restore a backup")
