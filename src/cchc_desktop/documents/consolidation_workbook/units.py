"""The sheets of the units, written as a stream: units by indicators, where each figure came from, what units wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from xlsxwriter.utility import xl_rowcol_to_cell

from cchc_desktop.documents.consolidation_workbook.content import WorkbookContent
from cchc_desktop.documents.consolidation_workbook.totals import head, total_cell
from cchc_desktop.documents.excel_text import excel_text
from cchc_desktop.documents.report_workbook.page import Column, Page, number_pattern
from cchc_desktop.domain.catalogue import IndicatorKind
from cchc_desktop.domain.consolidation import Source, TotalFigure
from cchc_desktop.domain.figure import STATE_NAMES, UNKNOWN, Amount, FigureState
from cchc_desktop.domain.received import ReceivedFigure

FIRST_WIDTHS = (5, 12, 28)
"""Number, code and name of the unit, before the indicators."""
TRACE_WIDTHS = (12, 26, 12, 38, 13, 13, 34, 14, 9, 22)
FILE_WIDTHS = (5, 14, 34, 9, 46, 30)
TEXT_WIDTHS = (30, 28, 84)
_FIGURE_WIDTH = 13.0
_A3 = 8
_PAGE_DIGITS = 175.0
"""Digits of 12 pt that fit across an A3 sheet lying, at a size that can still be read."""

Pick = Callable[[ReceivedFigure], Amount]
Tick = Callable[[int], None]
"""Told how many reports are written; raises `Cancelled`."""

_cleaned = lru_cache(maxsize=65536)(excel_text)


def matrix_widths(count: int) -> tuple[float, ...]:
    """Return the column widths of a matrix of `count` indicators."""
    return (*FIRST_WIDTHS, *([_FIGURE_WIDTH] * count))


@dataclass(frozen=True, slots=True)
class Matrix:
    """A sheet of units by indicators: `pick` takes the amount from a figure, `total` that of a line."""

    title: str
    pick: Pick
    total: Callable[[TotalFigure], Amount]


CURRENT = Matrix("SỐ LIỆU THEO ĐƠN VỊ", lambda figure: figure.current, lambda figure: figure.current.amount)
CUMULATIVE = Matrix("SỐ LŨY KẾ THEO ĐƠN VỊ", lambda figure: figure.cumulative, lambda figure: figure.cumulative.amount)


def write_matrix(page: Page, content: WorkbookContent, matrix: Matrix, tick: Tick) -> None:
    """Fill a sheet of units by indicators with the totals in its last row."""
    made = content.made
    figures = made.figures
    last = len(FIRST_WIDTHS) + len(figures) - 1
    head(page, content, f"{matrix.title} {made.period_name.upper()}", min(last, 11), 3)
    page.sheet.set_paper(_A3)
    page.sheet.fit_to_pages(max(1, round(sum(page.widths) / _PAGE_DIGITS + 0.4)), 0)
    page.sheet.repeat_rows(3, 4)
    page.sheet.repeat_columns(0, 2)
    heads = ["STT", "Mã", "Đơn vị", *(f"{one.name} ({one.unit})" for one in figures)]
    page.heads(3, [Column(words, width) for words, width in zip(heads, page.widths, strict=True)])
    for column, words in enumerate(("", "", "Mã chỉ tiêu", *(one.code for one in figures))):
        page.text(4, column, words, "machine_head")
    page.height(4, 2, 10)
    page.sheet.freeze_panes(5, 3)
    cells = _Cells(page, figures)
    row = 5
    for source, found in content.units():
        amounts = {figure.indicator: matrix.pick(figure) for figure in found}
        cells.write_row(row, row - 4, source, amounts)
        row += 1
        tick(row - 5)
    _write_sums(page, row, figures, matrix)
    page.sheet.print_area(0, 0, row, last)


class _Cells:
    """Writes rows of a matrix; formats and words are looked up once, for a country has hundreds of thousands."""

    def __init__(self, page: Page, figures: tuple[TotalFigure, ...]) -> None:
        self._page = page
        self._codes = [one.code for one in figures]
        self._numbers = [page.styles.number("cell", number_pattern(one.decimals)) for one in figures]
        self._state = page.styles.text("state").plain

    def write_row(self, row: int, number: int, source: Source, amounts: dict[str, Amount]) -> None:
        """Write the figures of a report."""
        page, sheet = self._page, self._page.sheet
        page.number(row, 0, number, style="cell_centre")
        page.text(row, 1, source.unit_code, "code")
        name = f"↳ {source.unit_name} (đơn vị cũ)" if source.successor else source.unit_name
        lines = page.text(row, 2, name)
        for column, (code, style) in enumerate(zip(self._codes, self._numbers, strict=True), len(FIRST_WIDTHS)):
            amount = amounts.get(code, UNKNOWN)
            if amount.value is not None:
                sheet.write_number(row, column, float(amount.value), style)
            else:
                sheet.write_string(row, column, STATE_NAMES[amount.state], self._state)
                lines = max(lines, 2)
        page.height(row, lines)


def _write_sums(page: Page, row: int, figures: tuple[TotalFigure, ...], matrix: Matrix) -> None:
    for column, words in enumerate(("", "", "Tổng cộng")):
        page.text(row, column, words, "total")
    for column, one in enumerate(figures, len(FIRST_WIDTHS)):
        amount = matrix.total(one)
        if one.kind is IndicatorKind.SUM and amount.value is not None:
            formula = f"=SUM({xl_rowcol_to_cell(5, column)}:{xl_rowcol_to_cell(row - 1, column)})"
            style = page.styles.number("total", number_pattern(one.decimals))
            page.sheet.write_formula(row, column, formula, style, float(amount.value))
        else:
            total_cell(page, row, column, one, amount)
    page.height(row, 2)


def write_trace(page: Page, content: WorkbookContent, tick: Tick) -> None:
    """Fill the sheet that tells of each figure the file, the sheet and the cell it was read from."""
    names = {one.code: (one.name, one.decimals) for one in content.made.figures}
    heads = (
        *("Mã đơn vị", "Đơn vị", "Mã chỉ tiêu", "Chỉ tiêu", "Kỳ này", "Lũy kế"),
        *("Tệp đã nhận", "Trang", "Ô", "Ô ghi bằng chữ"),
    )
    last = len(heads) - 1
    head(page, content, f"NGUỒN CỦA TỪNG SỐ LIỆU {content.made.period_name.upper()}", last, 3)
    page.heads(3, [Column(words, width) for words, width in zip(heads, TRACE_WIDTHS, strict=True)])
    page.sheet.freeze_panes(4, 2)
    trace = _Trace(page)
    row = 4
    for done, (source, found) in enumerate(content.units(), 1):
        for figure in found:
            trace.write_row(row, source, figure, *names.get(figure.indicator, ("không có trong danh mục", 0)))
            row += 1
        tick(done)
    if row > 4:
        page.sheet.autofilter(3, 0, row - 1, last)
    page.sheet.print_area(0, 0, max(row - 1, 4), last)


class _Trace:
    """Writes rows of the trace straight, without measuring them: they are for searching and filtering."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._words = page.styles.text("machine")
        self._states = page.styles.text("machine").plain

    def write_row(self, row: int, source: Source, figure: ReceivedFigure, name: str, decimals: int) -> None:
        """Write where a figure came from."""
        own = (source.unit_code, source.unit_name, figure.indicator, name)
        for column, text in enumerate(own):
            self._text(row, column, text)
        for column, amount in ((4, figure.current), (5, figure.cumulative)):
            self._amount(row, column, amount, decimals)
        for column, text in enumerate((source.file_name, figure.sheet, figure.cell, figure.text), 6):
            if text:
                self._text(row, column, text)

    def _text(self, row: int, column: int, text: str) -> None:
        text = _cleaned(text)
        if re.match(r"[=+\-@\t']|<r>", text) or len(text) > 255:
            self._page.text(row, column, text, "machine")
        else:
            self._page.sheet.write_string(row, column, text, self._words.plain)

    def _amount(self, row: int, column: int, amount: Amount, decimals: int) -> None:
        if amount.state is FigureState.COUNTED and amount.value is not None:
            style = self._page.styles.number("machine", number_pattern(decimals))
            self._page.sheet.write_number(row, column, float(amount.value), style)
        else:
            self._page.sheet.write_string(row, column, STATE_NAMES[amount.state], self._states)


def write_files(page: Page, content: WorkbookContent) -> None:
    """Fill the sheet of the reports that were added, with the digest of the file of each."""
    heads = ("STT", "Mã đơn vị", "Đơn vị", "Lần", "Tệp đã nhận", "Mã kiểm tra tệp (SHA-256)")
    last = len(heads) - 1
    head(page, content, f"BÁO CÁO ĐÃ TỔNG HỢP {content.made.period_name.upper()}", last, 3)
    page.heads(3, [Column(words, width) for words, width in zip(heads, FILE_WIDTHS, strict=True)])
    page.sheet.freeze_panes(4, 3)
    row = 4
    for row, source in enumerate(content.made.sources, 4):
        page.number(row, 0, row - 3, style="cell_centre")
        heir = f" (đơn vị cũ, cộng vào mã {source.successor})" if source.successor else ""
        lines = [page.text(row, 1, source.unit_code), page.text(row, 2, source.unit_name + heir)]
        page.number(row, 3, source.ordinal, style="cell_centre")
        lines += [page.text(row, 4, source.file_name), page.text(row, 5, source.sha256, "code")]
        page.height(row, max(lines))
    if not content.made.sources:
        page.merged(row, 0, last, "Chưa có báo cáo nào được tổng hợp.", "cell")
    page.sheet.print_area(0, 0, row, last)


def write_texts(page: Page, content: WorkbookContent) -> None:
    """Fill the sheet of what units wrote, joined under the titles of its parts."""
    heads = ("Mục", "Đơn vị", "Nội dung")
    last = len(heads) - 1
    head(page, content, f"LỜI BÁO CÁO CỦA CÁC ĐƠN VỊ {content.made.period_name.upper()}", last, 3)
    page.heads(3, [Column(words, width) for words, width in zip(heads, TEXT_WIDTHS, strict=True)])
    page.sheet.freeze_panes(4, 0)
    row = 4
    for title, name, text in content.texts():
        lines = [page.text(row, column, words) for column, words in enumerate((title, name, text))]
        page.height(row, max(lines))
        row += 1
    if row == 4:
        page.merged(row, 0, last, "Các báo cáo không có phần lời.", "cell")
        row += 1
    page.sheet.print_area(0, 0, row - 1, last)
