"""Rows that are no activities: totals, repeated headings, column numbers, group titles, the signatures below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc_desktop.documents.foreign_workbook.headings import heading_key
from cchc_desktop.documents.log_import.header import Header, Role, value_of
from cchc_desktop.domain.sheet import Cell, CellKind, Grid
from cchc_desktop.domain.text import fold

_TOTAL = re.compile(
    r"(?:(?:[ivx]+|\d+)[.)]? )?(?:tong cong|tong so|tong|cong|luy ke|cong don)"
    r"(?:\s*[:.(\-–].*|\s+(?:quy|thang|nam|ky|toan|chung|6|9|\d+ (?:thang|hoat dong|dong)).*)?"
)
_ROMAN = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])[.)]?")
FOOT = re.compile(
    r"nguoi (?:lap|ghi|tong hop|bao cao)|thu truong|chu tich|pho chu tich|truong phong|(?:tm|kt|tl|tuq|q)\. ?\w|"
    r"noi nhan|ghi chu ?:|xac nhan|\(?ky(?:,| va)? ?(?:ghi ro|dong dau|ten)|\w[\w ]*, ?ngay .*thang .*nam"
)
_COLUMN_MARK = re.compile(r"\(?\[?(\d{1,2}|[a-z])\]?\)?")


def skip_reason(grid: Grid, header: Header, number: int, cells: Sequence[Cell]) -> str:
    """Return why a row is passed over; "" when it must be read as an activity."""
    filled = [cell for cell in cells if cell.kind is not CellKind.EMPTY]
    day = value_of(cells, header.one(Role.DATE))
    if day.kind is CellKind.DAY:
        return ""
    texts = [cell.text for cell in filled if cell.kind is CellKind.TEXT]
    if texts and is_total(texts[0]):
        return "dòng tổng cộng"
    if _repeats_header(header, cells):
        return "dòng lặp lại tiêu đề bảng"
    if len(filled) >= 3 and numbers_columns(filled, number - header.bottom):
        return "dòng đánh số cột"
    if _is_group(grid, header, number, cells):
        return "dòng tiêu đề nhóm"
    if texts and len(texts) == len(filled) and _is_foot(header, texts, cells):
        return "phần dưới bảng (chữ ký, nơi nhận)"
    return ""


def is_total(text: str) -> bool:
    """Tell whether the first text of a row makes it a row of totals."""
    return _TOTAL.fullmatch(fold(text)) is not None


def _repeats_header(header: Header, cells: Sequence[Cell]) -> bool:
    day = value_of(cells, header.one(Role.DATE))
    if day.kind is not CellKind.TEXT or heading_key(day.text)[0] not in header.keys:
        return False
    keys = [heading_key(cell.text)[0] for cell in cells if cell.kind is CellKind.TEXT]
    return len(keys) >= 3 and sum(key in header.keys for key in keys) == len(keys)


def numbers_columns(filled: Sequence[Cell], distance: int) -> bool:
    """Tell whether a row right below the heading only numbers the columns, "(1) (2) (3)"."""
    if distance != 1:
        return False
    marks = [_COLUMN_MARK.fullmatch(fold(cell.text)) for cell in filled]
    numbers = [int(mark[1]) for mark in marks if mark and mark[1].isdigit()]
    return all(marks) and numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False


def _is_group(grid: Grid, header: Header, number: int, cells: Sequence[Cell]) -> bool:
    """Tell whether a row is a title between rows: one text, merged over columns or behind a Roman numeral."""
    order = header.one(Role.ORDER)
    mark = value_of(cells, order)
    others = [
        (column, cell)
        for column, cell in enumerate(cells, 1)
        if cell.kind is not CellKind.EMPTY and (order is None or column != order.number)
    ]
    wide = [area for area in grid.merges if area.top == area.bottom == number and area.right - area.left >= 2]
    if wide and sum(cell.kind is not CellKind.EMPTY for cell in cells) <= 2 and len(others) <= 1:
        return all(cell.kind is CellKind.TEXT for _, cell in others)
    return len(others) == 1 and others[0][1].kind is CellKind.TEXT and bool(_ROMAN.fullmatch(mark.text.strip()))


def _is_foot(header: Header, texts: Sequence[str], cells: Sequence[Cell]) -> bool:
    if value_of(cells, header.one(Role.FORM)).text and value_of(cells, header.one(Role.DATE)).text:
        return False
    return any(FOOT.match(fold(text)) for text in texts)
