"""From a Word file's paragraphs and tables to one list of items: tables that only lay text out are taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cchc_desktop.documents.plan_export import styles
from cchc_desktop.documents.plan_import.label import typed_label
from cchc_desktop.documents.plan_import.line import Line, read_lines
from cchc_desktop.documents.plan_import.tasks import is_task_table
from cchc_desktop.documents.word.text import Block, Cell, Paragraph, Piece, Table
from cchc_desktop.domain.text import clean_line, fold

_LONG_CELL_LINES = 4
_SIGNING = re.compile(r"(?:noi nhan\b|(?:tm|kt|tl|tuq|q)\.\s*\w)")
_HEADER = re.compile(
    r"cong hoa xa hoi chu nghia|doc lap\s*-\s*tu do|so\s*:.*/|[^,]{1,40},\s*ngay\b.*\bthang\b.*\bnam\b"
)


@dataclass(slots=True)
class Columns:
    """Columns side by side that belong to the header or the signing block: the lines of each cell."""

    cells: list[list[Line]]


@dataclass(slots=True)
class Grid:
    """A table of data; `tasks` tells that its headings are those of a task table."""

    table: Table
    tasks: bool


Item = Line | Columns | Grid


def lay_out(blocks: list[Block]) -> list[Item]:
    """Return the items of a document in reading order."""
    items: list[Item] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            items += read_lines(block)
            items += lay_out(block.boxes)
        else:
            items += _table(block)
    return items


def _table(table: Table) -> list[Item]:
    if is_task_table(table):
        return [Grid(table, tasks=True)]
    rows = [row for row in table.rows if any(cell.text for cell in row)]
    kinds = [_row_kind(row) for row in rows]
    items: list[Item] = []
    index = 0
    while index < len(rows):
        if kinds[index] in ("side", "label", "long"):
            items += _apart(rows[index], kinds[index])
            index += 1
            continue
        end = index
        while end < len(rows) and kinds[end] in ("data", "single"):
            end += 1
        if "data" in kinds[index:end]:
            items.append(Grid(Table(rows[index:end]), tasks=False))
        else:
            items += [item for row in rows[index:end] for item in _apart(row, "single")]
        index = end
    return items


def _row_kind(row: list[Cell]) -> str:
    """Return "side" (header, signing), "label" (label | text), "long", "single" or "data"."""
    filled = [cell for cell in row if cell.text]
    lines = [fold(line) for cell in filled for line in cell.text.split("\n")]
    own = {paragraph.style for cell in filled for paragraph in cell.paragraphs}
    if own & {styles.NUMBER, styles.ISSUER, styles.NATION, styles.RECIPIENT, styles.SIGNATURE_LINE}:
        return "side"
    if len(filled) == 1:
        return "long" if len(lines) >= _LONG_CELL_LINES else "single"
    if len(filled) == 2 and (
        any(_SIGNING.match(line) for line in lines) or sum(bool(_HEADER.match(line)) for line in lines) >= 1
    ):
        return "side"
    first = clean_line(filled[0].text) if filled else ""
    found = typed_label(f"{first} X")
    if len(filled) == 2 and found and not first[found[1] :].strip():
        return "label"
    return "data"


def _apart(row: list[Cell], kind: str) -> list[Item]:
    filled = [cell for cell in row if cell.text]
    if kind == "side":
        return [Columns([_lines(cell) for cell in filled])]
    if kind == "label":
        paragraphs = filled[1].paragraphs
        first = next(p for p in paragraphs if p.text.strip())
        first.pieces.insert(0, Piece(clean_line(filled[0].text) + " ", False, False))
        filled = filled[1:]
    return [item for cell in filled for item in lay_out(cell.blocks)]


def _lines(cell: Cell) -> list[Line]:
    return [line for paragraph in cell.paragraphs for line in read_lines(paragraph)]
