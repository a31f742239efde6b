"""What marks a file as ours, and which steps of the schema this program knows.

Kept apart from the migrations so that a start does not import Alembic (277 ms) to learn that nothing is due.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x43434843
"""`PRAGMA application_id` of our databases: the letters "CCHC"."""

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005")
"""All revisions, oldest first; a test holds them against the migration scripts."""

HEAD: Final = REVISIONS[-1]
"""The revision this program works with."""

TABLES: Final = frozenset(
    {
        "accepted_findings",
        "activities",
        "activity_counts",
        "alembic_version",
        "answers",
        "attachments",
        "audit",
        "audit_private",
        "broadcasts",
        "budget_lines",
        "catalogue_entries",
        "channels",
        "collaborators",
        "column_matches",
        "commendations",
        "consolidations",
        "coverage",
        "deliveries",
        "demands",
        "directory_units",
        "evidence_contents",
        "expectations",
        "handovers",
        "legal_bases",
        "members",
        "meta",
        "petitions",
        "plan_sections",
        "plan_snapshots",
        "plan_tasks",
        "plan_versions",
        "plans",
        "receipts",
        "received_figures",
        "received_files",
        "received_reports",
        "report_forms",
        "report_remarks",
        "report_versions",
        "reports",
        "saved_views",
        "scores",
        "search_entries",
        "signers",
        "spendings",
        "statements",
        "superior_plans",
        "text_blocks",
        "trusted_keys",
        "units",
        "warning_answers",
    }
)
"""The tables at `HEAD`; a file without one of them is damaged."""

SEARCH_KEY: Final = "search_index"
"""Key in `meta` of the version of the search index that is in step; missing: the index is made anew at the start."""

SEARCH_TABLES: Final = "words_of_"
"""What the names of the tables of FTS5 begin with, which are no part of the schema: see `search_index`."""

INSTANCE_KEY: Final = "instance"
"""Key in `meta` of the id that ties a database to the marker file beside it."""
