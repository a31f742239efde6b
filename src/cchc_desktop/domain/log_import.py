"""The result of reading a foreign log: what will come in, what will not, and why."""

from __future__ import annotations

from dataclasses import dataclass

from cchc_desktop.domain.activity import Activity


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """A row that can be imported. `remarks` tell what was understood in a way worth showing."""

    sheet: str
    row: int
    activity: Activity
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot, with the cell and the Vietnamese reason."""

    sheet: str
    row: int
    cell: str
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class LogPreview:
    """What an import would do. Nothing is stored yet.

    `skipped` are rows passed over on purpose (totals, titles), with the reason.
    """

    file_name: str
    accepted: tuple[AcceptedRow, ...]
    refused: tuple[RefusedRow, ...]
    skipped: tuple[RefusedRow, ...] = ()
    columns: tuple[str, ...] = ()
