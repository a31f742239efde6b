"""Mapped cells of a form, and what the form doctor proposes, as rows of tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.report_form import (
    COLUMN_NAMES,
    FACT_NAMES,
    CellWrite,
    FigureColumn,
    FormMapping,
    MappedCell,
    cell_place,
)
from cchc_desktop.domain.report_form_doctor import MOVE_NAMES, Proposal
from cchc_desktop.ui.models.rows import Align, Column

Names = Mapping[str, str]
"""Code → name of an indicator or fact."""


@dataclass(frozen=True, slots=True)
class CellRow:
    """A mapped cell with what would be written into it today; None: nothing is known of it yet."""

    cell: MappedCell
    write: CellWrite | None = None


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal of the doctor; `taken` tells whether the person takes it, `trial` what the last period writes."""

    proposal: Proposal
    taken: bool
    trial: str = ""


def figure_words(cell: MappedCell, names: Names) -> str:
    """Return what goes into a cell in words: "TT05 Tổng số hoạt động · Lũy kế"."""
    if cell.text:
        return cell.text
    name = f"{cell.code} {names.get(cell.code, '')}".strip()
    if cell.column is FigureColumn.FACT:
        return FACT_NAMES.get(cell.code, cell.code)
    return name if cell.column is FigureColumn.CURRENT else f"{name} · {COLUMN_NAMES[cell.column]}"


def write_words(write: CellWrite | None) -> str:
    """Return what would stand in a cell."""
    if write is None:
        return ""
    if write.value is None:
        return "(để trống)"
    if isinstance(write.value, Decimal):
        return format_number(write.value) + ("%" if write.percent else "")
    return write.value


def shown_cells(
    mapping: FormMapping | None, writes: Mapping[tuple[str, str], CellWrite], names: Names
) -> dict[tuple[str, str], tuple[str, str]]:
    """Return what mapped cells show, with a tip: the figure, or the code before that is known."""
    return {
        cell.place: (write_words(writes[cell.place]) if cell.place in writes else cell.code, figure_words(cell, names))
        for cell in (mapping.cells if mapping else ())
    }


def _order(cell: MappedCell) -> tuple[str, int, int]:
    return cell.sheet, *(cell_place(cell.cell) or (0, 0))


def cell_rows(mapping: FormMapping | None, writes: Mapping[tuple[str, str], CellWrite]) -> list[CellRow]:
    """Return the mapped cells from the top of the form."""
    cells = sorted(mapping.cells, key=_order) if mapping else []
    return [CellRow(cell, writes.get(cell.place)) for cell in cells]


def cell_columns(names: Callable[[], Names]) -> tuple[Column[CellRow], ...]:
    """Return the columns of the list of mapped cells."""
    return (
        Column("cell", "Ô", lambda row: row.cell.cell, lambda row: _order(row.cell), tip=lambda row: row.cell.sheet),
        Column(
            "figure",
            "Số liệu",
            lambda row: figure_words(row.cell, names()),
            tip=lambda row: figure_words(row.cell, names()),
        ),
        Column(
            "value",
            "Kỳ này ghi",
            lambda row: write_words(row.write),
            None,
            Align.RIGHT,
            lambda row: write_words(row.write),
        ),
    )


def proposal_columns(names: Names) -> tuple[Column[ProposalRow], ...]:
    """Return the columns of the doctor's proposals."""

    def old(row: ProposalRow) -> str:
        return row.proposal.old.cell

    def new(row: ProposalRow) -> str:
        """Name the sheet only where it is another one."""
        cell = row.proposal.new
        if cell is None:
            return "—"
        return cell.cell if cell.sheet == row.proposal.old.sheet else f"{cell.sheet}!{cell.cell}"

    def sheet(row: ProposalRow) -> str:
        return row.proposal.old.sheet

    def reasons(row: ProposalRow) -> str:
        return "; ".join(row.proposal.reasons)

    return (
        Column("taken", "Nhận", lambda row: "☑" if row.taken else "☐", lambda row: row.taken, Align.CENTER),
        Column("figure", "Số liệu", lambda row: figure_words(row.proposal.old, names)),
        Column("old", "Ô cũ", old, lambda row: _order(row.proposal.old), tip=sheet),
        Column("new", "Ô mới", new),
        Column("move", "Kết quả", lambda row: MOVE_NAMES[row.proposal.move]),
        Column("reasons", "Vì sao", reasons, tip=reasons),
        Column("trial", "Thử kỳ trước", lambda row: row.trial, align=Align.RIGHT),
    )
