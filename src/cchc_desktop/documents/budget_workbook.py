"""The estimate with what was spent of it as an Excel table: formulas that carry their value, and totals in words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from cchc_desktop.documents.excel_text import WORKBOOK_OPTIONS
from cchc_desktop.documents.report_workbook.page import FONT, FONT_SIZE, Column, Page, Styles, number_pattern
from cchc_desktop.domain.budget import BudgetRow, budget_totals
from cchc_desktop.domain.number_words import LARGEST, money_words

_COLUMNS = (
    Column("STT", 6),
    Column("Nội dung chi", 34),
    Column("ĐVT", 8),
    Column("Số lượng", 10),
    Column("Đơn giá (đồng)", 13),
    Column("Thành tiền (đồng)", 15),
    Column("Nguồn kinh phí", 18),
    Column("Nhiệm vụ của kế hoạch", 24),
    Column("Căn cứ, định mức", 20),
    Column("Đã chi (đồng)", 15),
    Column("Còn lại (đồng)", 15),
    Column("Ghi chú", 14),
)
_QUANTITY, _PRICE, _AMOUNT, _SPENT, _LEFT = 3, 4, 5, 9, 10
_HEAD_ROW = 4


def write_budget(year: int, rows: Sequence[BudgetRow], committee: str, subtitle: str) -> bytes:
    """Return the lines of a year as .xlsx bytes.

    Amounts are formulas, so that a changed quantity counts; each carries its value for programs that do not compute.
    """
    target = io.BytesIO()
    properties = {"font_name": FONT, "font_size": FONT_SIZE}
    options = {**WORKBOOK_OPTIONS, "default_format_properties": properties}
    book = xlsxwriter.Workbook(target, {**options, "default_column_width": 72, "default_row_height": 21})
    page = Page(book, Styles(book), f"Kinh phí {year}", [column.width for column in _COLUMNS])
    last = len(_COLUMNS) - 1
    page.paper(landscape=True, repeat=(_HEAD_ROW, _HEAD_ROW))
    page.merged(0, 0, last, committee.upper(), "centre_bold")
    page.merged(1, 0, last, f"DỰ TOÁN VÀ THỰC HIỆN KINH PHÍ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH NĂM {year}", "sheet_title")
    page.merged(2, 0, last, subtitle, "sheet_subtitle")
    page.heads(_HEAD_ROW, _COLUMNS)
    page.sheet.freeze_panes(_HEAD_ROW + 1, 0)
    for number, row in enumerate(rows, 1):
        _write_row(page, _HEAD_ROW + number, number, row)
    _write_totals(page, rows)
    book.close()
    return target.getvalue()


def _write_row(page: Page, at: int, number: int, row: BudgetRow) -> None:
    line = row.line
    page.sheet.write_number(at, 0, number, page.styles.number("cell_centre", "0"))
    texts = {1: line.content, 2: line.unit, 6: line.source, 7: row.task, 8: line.basis, 11: line.note}
    lines = max(page.text(at, col, text) for col, text in texts.items())
    decimals = 0 if line.quantity == line.quantity.to_integral_value() else 3
    page.number(at, _QUANTITY, line.quantity, decimals)
    page.number(at, _PRICE, line.price)
    quantity, price = xl_rowcol_to_cell(at, _QUANTITY), xl_rowcol_to_cell(at, _PRICE)
    _formula(page, at, _AMOUNT, f"=ROUND({quantity}*{price},0)", line.amount)
    page.number(at, _SPENT, row.spent)
    amount, spent = xl_rowcol_to_cell(at, _AMOUNT), xl_rowcol_to_cell(at, _SPENT)
    _formula(page, at, _LEFT, f"={amount}-{spent}", row.left)
    page.height(at, lines)


def _write_totals(page: Page, rows: Sequence[BudgetRow]) -> None:
    totals = budget_totals(rows)
    first, at = _HEAD_ROW + 1, _HEAD_ROW + 1 + len(rows)
    for col in range(len(_COLUMNS)):
        page.text(at, col, "Tổng cộng" if col == 1 else "", "total")
    sums = {_AMOUNT: totals.estimated, _SPENT: totals.spent, _LEFT: totals.left}
    for col, value in sums.items():
        if rows:
            span = f"{xl_rowcol_to_cell(first, col)}:{xl_rowcol_to_cell(at - 1, col)}"
            _formula(page, at, col, f"=SUM({span})", value, "total")
        else:
            page.number(at, col, value, style="total")
    page.height(at, 1)
    if totals.estimated <= LARGEST:
        text = f"Tổng dự toán bằng chữ: {money_words(totals.estimated)}."
        page.merged(at + 1, 0, len(_COLUMNS) - 1, text, "italic")


def _formula(page: Page, row: int, col: int, formula: str, value: Any, style: str = "cell") -> None:
    page.sheet.write_formula(row, col, formula, page.styles.number(style, number_pattern(0)), value)
