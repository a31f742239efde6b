"""The result of reading a foreign log: what will come in, what will not, and why."""

from __future__ import annotations

from dataclasses import dataclass

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.table_import import RefusedRow

__all__ = ["AcceptedRow", "LogPreview", "RefusedRow"]


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """A row that can be imported. `remarks` tell what was understood in a way worth showing."""

    sheet: str
    row: int
    activity: Activity
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogPreview:
    """What an import would do. Nothing is stored yet.

    `skipped` are rows passed over on purpose (totals, titles), with the reason; `known` are in the log already.
    """

    file_name: str
    accepted: tuple[AcceptedRow, ...]
    refused: tuple[RefusedRow, ...]
    skipped: tuple[RefusedRow, ...] = ()
    columns: tuple[str, ...] = ()
    known: tuple[AcceptedRow, ...] = ()
