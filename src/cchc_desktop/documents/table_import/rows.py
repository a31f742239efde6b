"""The rows below a heading as values of fields, or the cells that stand in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cchc_desktop.documents.foreign_workbook.cells import row_text
from cchc_desktop.documents.log_import.skips import FOOT, is_total, numbers_columns
from cchc_desktop.domain.sheet import Area, Cell, CellKind, Grid, address
from cchc_desktop.domain.table_import import CellReader, CellRefused, ImportField, RefusedRow, TableHead
from cchc_desktop.domain.text import fold


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row whose cells could all be read: field → value, and what was understood on the way."""

    sheet: str
    row: int
    values: Mapping[str, Any]
    remarks: tuple[str, ...]
    text: str


@dataclass(slots=True)
class ReadRows:
    """What was found below a heading. `serials` counts numbers that stand where a day should."""

    rows: list[RawRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    skipped: list[RefusedRow] = field(default_factory=list)
    serials: int = 0


def read_rows(
    grid: Grid, head: TableHead, fields: Sequence[ImportField], today: date, serials: bool = False
) -> ReadRows:
    """Read all rows of a table; each is in the result once as read or skipped, or with every cell that is wrong."""
    found = ReadRows()
    _describe(found, grid, head)
    columns = [(one, head.column_of(one.name)) for one in fields]
    for one, column in columns:
        if one.required and not column:
            place = address(max(head.top, 1), 1)
            reason = f"chưa có cột nào được chọn cho “{one.title}”; cả bảng chưa đọc được"
            found.refused.append(RefusedRow(head.sheet, head.top, place, reason))
    if found.refused:
        return found
    merged = {
        (row, column): area
        for area in grid.merges
        if area.bottom > max(area.top, head.bottom)
        for row in range(max(area.top, head.bottom + 1), min(area.bottom, area.top + 2000) + 1)
        for column in range(area.left, min(area.right, 200) + 1)
    }
    for number, cells in grid.rows.items():
        if number > head.bottom:
            _read_row(found, grid, head, columns, number, cells, merged, CellReader(today, grid.from_1904, serials))
    return found


def _read_row(
    found: ReadRows,
    grid: Grid,
    head: TableHead,
    columns: Sequence[tuple[ImportField, int]],
    number: int,
    cells: Sequence[Cell],
    merged: Mapping[tuple[int, int], Area],
    reader: CellReader,
) -> None:
    text = row_text(cells)
    if reason := _skip_reason(head, columns, number, cells):
        found.skipped.append(RefusedRow(head.sheet, number, f"A{number}", reason, text))
        return
    values: dict[str, Any] = {}
    wrong: list[RefusedRow] = []
    for one, column in columns:
        if not column:
            continue
        try:
            if (area := merged.get((number, column))) is not None:
                span = f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"
                raise CellRefused(f"ô gộp {span}; hãy bỏ gộp và ghi vào từng dòng")
            values[one.name] = reader.read(one, grid.cell(number, column))
        except CellRefused as error:
            found.serials += error.serial
            wrong.append(RefusedRow(head.sheet, number, address(number, column), str(error), text))
    if wrong:
        found.refused += wrong
        return
    if number in grid.hidden_rows:
        reader.remarks.append("dòng đang ẩn trong Excel")
    found.rows.append(RawRow(head.sheet, number, values, tuple(dict.fromkeys(reader.remarks)), text))


def _skip_reason(
    head: TableHead, columns: Sequence[tuple[ImportField, int]], number: int, cells: Sequence[Cell]
) -> str:
    """Return why a row is passed over; "" when it must be read."""
    filled = [cell for cell in cells if cell.kind is not CellKind.EMPTY]
    texts = [cell.text for cell in filled if cell.kind is CellKind.TEXT]
    needed = [column for one, column in columns if one.required]
    there = [column for column in needed if column <= len(cells) and cells[column - 1].kind is not CellKind.EMPTY]
    if texts and is_total(texts[0]) and len(there) < max(len(needed), 2):
        return "dòng tổng cộng"
    headings = {fold(column.heading) for column in head.columns}
    if len(texts) >= 2 and len(texts) == len(filled) and all(fold(text) in headings for text in texts):
        return "dòng lặp lại tiêu đề bảng"
    if len(filled) >= 3 and numbers_columns(filled, number - head.bottom):
        return "dòng đánh số cột"
    if not there and texts and len(texts) == len(filled) and any(FOOT.match(fold(text)) for text in texts):
        return "phần dưới bảng (chữ ký, nơi nhận)"
    if len(filled) == 1 and texts and len(head.matches) > 1 and FOOT.match(fold(texts[0])):
        return "phần dưới bảng (chữ ký, nơi nhận)"
    ours = [column for _, column in columns if column and column <= len(cells)]
    if all(cells[column - 1].kind is CellKind.EMPTY for column in ours):
        return "không có gì trong các cột được nhập"
    return ""


def _describe(found: ReadRows, grid: Grid, head: TableHead) -> None:
    """Tell what a person might not expect to be read."""
    first = f"A{max(head.top, 1)}"

    def note(reason: str) -> None:
        found.skipped.append(RefusedRow(head.sheet, head.top, first, reason))

    if grid.hidden:
        note("lưu ý: trang tính đang ẩn, vẫn được đọc")
    rows = sum(row > head.bottom for row in grid.hidden_rows & grid.rows.keys())
    if rows:
        note(f"lưu ý: {rows} dòng đang ẩn hoặc bị lọc trong Excel, vẫn được đọc")
    hidden = [column.heading for column in head.columns if column.field and column.number in grid.hidden_columns]
    if hidden:
        note(f"lưu ý: cột đang ẩn, vẫn được đọc: {', '.join(hidden)}")
