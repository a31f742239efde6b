"""Any list as a printable workbook: a title, a head repeated on every page, rows as high as their texts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from cchc_desktop.documents.excel_text import WORKBOOK_OPTIONS
from cchc_desktop.documents.report_workbook.page import FONT, FONT_SIZE, Column, Page, Styles
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.listing import Cell, ListColumn, ListTable
from cchc_desktop.domain.numbers import format_number

_HEAD_ROW = 3
_PORTRAIT_WIDTH = 92  # digits that fit on an upright A4 page in full size
_A3_WIDTH = 170  # digits beyond which an A4 page across would be too small to read
_A3 = 8
_SHEET = "Danh sách"
_MOST_ROWS = 1_048_575
_FIRST_YEAR = 1900  # Excel counts 29/02/1900, which never was: days up to then would be one off
_EXACT = 10**15  # Excel keeps 15 digits


def write_list(table: ListTable) -> bytes:
    """Return a list as .xlsx bytes. Texts stay texts whatever they begin with; days and numbers are values."""
    return write_rows(table.title, table.subtitle, table.columns, table.rows, table.foot)


def write_rows(
    title: str,
    subtitle: str,
    columns: Sequence[ListColumn],
    rows: Iterable[tuple[Cell, ...]],
    foot: tuple[Cell, ...] = (),
) -> bytes:
    """Return rows as .xlsx bytes, as they come: only the row under way is in memory (100,000 rows: 8 MB of file).

    Raises:
        OSError: no room for the temporary file.
        OverflowError: more rows than a sheet of Excel has.

    """
    target = io.BytesIO()
    properties = {"font_name": FONT, "font_size": FONT_SIZE}
    options = {**WORKBOOK_OPTIONS, "in_memory": False, "constant_memory": True, "default_format_properties": properties}
    book = xlsxwriter.Workbook(target, {**options, "default_column_width": 72, "default_row_height": 21})
    try:
        _fill(book, title, subtitle, columns, rows, foot)
    finally:
        book.close()  # else XlsxWriter leaves its temporary file behind
    return target.getvalue()


def _fill(
    book: Any,
    title: str,
    subtitle: str,
    columns: Sequence[ListColumn],
    rows: Iterable[tuple[Cell, ...]],
    foot: tuple[Cell, ...],
) -> None:
    widths = [column.width for column in columns]
    page = Page(book, Styles(book), _SHEET, widths)
    last = len(widths) - 1
    page.paper(landscape=sum(widths) > _PORTRAIT_WIDTH, repeat=(_HEAD_ROW, _HEAD_ROW))
    if sum(widths) > _A3_WIDTH:
        page.sheet.set_paper(_A3)
    page.merged(0, 0, last, title, "sheet_title")
    if subtitle:
        page.merged(1, 0, last, subtitle, "sheet_subtitle")
    page.heads(_HEAD_ROW, [Column(column.title, column.width) for column in columns])
    page.sheet.freeze_panes(_HEAD_ROW + 1, 0)
    number = _HEAD_ROW
    for row in rows:
        number += 1
        if number >= _MOST_ROWS:
            raise OverflowError(number)
        page.height(number, max(_put(page, number, col, cell, "cell") for col, cell in enumerate(row)))
    if number > _HEAD_ROW:
        page.sheet.autofilter(_HEAD_ROW, 0, number, last)
    if foot:
        below = number + 1
        page.height(below, max(_put(page, below, col, cell, "total") for col, cell in enumerate(foot)))


def _put(page: Page, row: int, col: int, cell: Cell, style: str) -> int:
    """Write a cell and return the lines it takes."""
    if isinstance(cell, date) and cell.year > _FIRST_YEAR:
        centred = "cell_centre" if style == "cell" else style
        page.sheet.write_datetime(row, col, cell, page.styles.number(centred, "dd/mm/yyyy"))
        return 1
    if isinstance(cell, date):
        return page.text(row, col, short_date(cell), style)
    if isinstance(cell, int | Decimal):
        if not -_EXACT < cell < _EXACT:
            return page.text(row, col, format_number(cell), style)
        if col == 0:
            page.sheet.write_number(row, col, int(cell), page.styles.number("cell_centre", "0"))
            return 1
        page.number(row, col, cell, _decimals(cell), style)
        return 1
    return page.text(row, col, cell or "", style)


def _decimals(value: int | Decimal) -> int:
    exponent = Decimal(value).normalize().as_tuple().exponent
    return min(3, max(0, -exponent)) if isinstance(exponent, int) else 0
