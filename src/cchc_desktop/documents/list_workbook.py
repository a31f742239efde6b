"""Any list as a printable workbook: a title, a head repeated on every page, rows as high as their texts."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import xlsxwriter

from cchc_desktop.documents.excel_text import WORKBOOK_OPTIONS
from cchc_desktop.documents.report_workbook.page import FONT, FONT_SIZE, Column, Page, Styles
from cchc_desktop.domain.listing import Cell, ListTable

_HEAD_ROW = 3
_PORTRAIT_WIDTH = 92  # digits that fit on an upright A4 page in full size
_A3_WIDTH = 170  # digits beyond which an A4 page across would be too small to read
_A3 = 8
_SHEET = "Danh sách"


def write_list(table: ListTable) -> bytes:
    """Return a list as .xlsx bytes. Texts stay texts whatever they begin with; days and numbers are values."""
    target = io.BytesIO()
    properties = {"font_name": FONT, "font_size": FONT_SIZE}
    options = {**WORKBOOK_OPTIONS, "default_format_properties": properties}
    book = xlsxwriter.Workbook(target, {**options, "default_column_width": 72, "default_row_height": 21})
    widths = [column.width for column in table.columns]
    page = Page(book, Styles(book), _SHEET, widths)
    last = len(widths) - 1
    page.paper(landscape=sum(widths) > _PORTRAIT_WIDTH, repeat=(_HEAD_ROW, _HEAD_ROW))
    if sum(widths) > _A3_WIDTH:
        page.sheet.set_paper(_A3)
    page.merged(0, 0, last, table.title, "sheet_title")
    if table.subtitle:
        page.merged(1, 0, last, table.subtitle, "sheet_subtitle")
    page.heads(_HEAD_ROW, [Column(column.title, column.width) for column in table.columns])
    page.sheet.freeze_panes(_HEAD_ROW + 1, 0)
    for number, row in enumerate(table.rows, _HEAD_ROW + 1):
        page.height(number, max(_put(page, number, col, cell, "cell") for col, cell in enumerate(row)))
    if table.rows:
        page.sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(table.rows), last)
    if table.foot:
        below = _HEAD_ROW + 1 + len(table.rows)
        page.height(below, max(_put(page, below, col, cell, "total") for col, cell in enumerate(table.foot)))
    book.close()
    return target.getvalue()


def _put(page: Page, row: int, col: int, cell: Cell, style: str) -> int:
    """Write a cell and return the lines it takes."""
    if isinstance(cell, date):
        centred = "cell_centre" if style == "cell" else style
        page.sheet.write_datetime(row, col, cell, page.styles.number(centred, "dd/mm/yyyy"))
        return 1
    if isinstance(cell, int | Decimal):
        if col == 0:
            page.sheet.write_number(row, col, int(cell), page.styles.number("cell_centre", "0"))
            return 1
        page.number(row, col, cell, _decimals(cell), style)
        return 1
    return page.text(row, col, cell or "", style)


def _decimals(value: int | Decimal) -> int:
    exponent = Decimal(value).normalize().as_tuple().exponent
    return min(3, max(0, -exponent)) if isinstance(exponent, int) else 0
