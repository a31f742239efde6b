"""The sheet of charts: native Excel charts over small tables on the same sheet, readable in black and white."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from cchc_desktop.documents.report_workbook.figures import span_text
from cchc_desktop.documents.report_workbook.lines import row_height
from cchc_desktop.documents.report_workbook.page import FONT, Column, Page, number_pattern
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.figure import Report

CHART_WIDTHS = (34, 12, 3, 11, 11, 11, 11, 11, 11, 11)
_CHART_COLUMN = 3
_CHART_PIXELS = 640
_MOST_PIXELS = 600
_ROW_POINTS = 15.75
_SCALE = 90
_TITLE_POINTS = 60.0
_TABLE_POINTS = 60.0  # title, headings and sum of a small table
_PAGE_POINTS = 500.0  # an A4 sheet on its side less margins and a little, at that scale
_BAR_COLOUR = "#1F4E79"
_FONT: dict[str, Any] = {"name": FONT, "size": 11}

Rows = Sequence[tuple[str, Decimal]]


def write_charts(page: Page, report: Report, forms: Sequence[Form]) -> None:
    """Fill the sheet of charts: activities by month and by form, and the share of the yearly targets reached."""
    last = len(CHART_WIDTHS) - 1
    page.paper(landscape=True, header=report.period.name)
    page.merged(0, 0, last, f"BIỂU ĐỒ {report.period.name.upper()}", "sheet_title")
    page.merged(1, 0, last, span_text(report.period), "sheet_subtitle")
    names = {form.code: form.name for form in forms}
    by_month = [(label, Decimal(count)) for label, count in report.by_month]
    # Of thirty forms a commune uses ten; the rest would only make the bars thin.
    by_form = [(names.get(label, label), Decimal(count)) for label, count in report.by_form if count]
    shares = [(f.indicator.name, round(f.percent, 1)) for f in report.figures if f.percent is not None]
    blocks = [
        Block("Số hoạt động theo tháng", ("Tháng", "Số hoạt động"), by_month, "column", summed=True),
        Block("Số hoạt động theo hình thức", ("Hình thức", "Số hoạt động"), by_form, "bar", summed=True),
    ]
    if shares:
        heads = ("Chỉ tiêu", "Tỷ lệ (%)")
        blocks.append(Block("Tỷ lệ thực hiện chỉ tiêu năm (%)", heads, shares, "bar", summed=False))
    write_blocks(page, blocks)


def write_blocks(page: Page, blocks: Sequence[Block]) -> None:
    """Write tables and their charts one below the other, from the fourth row on; no chart is cut by a page's edge."""
    row, used, breaks = 3, _TITLE_POINTS, []
    for block in blocks:
        needed = max(block.chart_pixels * 0.75, len(block.rows) * 36 + _TABLE_POINTS) + 2 * _ROW_POINTS
        if used + needed > _PAGE_POINTS and used > _TITLE_POINTS:
            breaks.append(row)  # a chart is never cut by the edge of the paper
            used = 0
        used += needed
        row = _write_block(page, row, block)
    # Excel keeps to breaks set by hand only under a fixed scale, not under "fit to one page wide".
    page.sheet.set_print_scale(_SCALE)
    page.sheet.set_h_pagebreaks(breaks)
    page.sheet.print_area(0, 0, row - 1, len(CHART_WIDTHS) - 1)


@dataclass(frozen=True, slots=True)
class Block:
    """A small table and the chart beside it; `kind` is "bar" (lying) or "column"."""

    title: str
    heads: tuple[str, str]
    rows: Rows
    kind: str
    summed: bool

    @property
    def chart_pixels(self) -> int:
        """The height of the chart."""
        return 300 if self.kind == "column" else min(_MOST_PIXELS, 110 + 34 * len(self.rows))


def _write_block(page: Page, row: int, block: Block) -> int:
    """Write a table and the chart beside it; return the row where the next block begins."""
    page.merged(row, 0, 1, block.title, "group")
    if not any(value for _, value in block.rows):
        page.merged(row + 1, 0, 1, "Chưa có số liệu để vẽ biểu đồ.", "cell")
        return row + 3
    page.heads(row + 1, [Column(head, width) for head, width in zip(block.heads, CHART_WIDTHS, strict=False)])
    first = row + 2
    decimals = 0 if all(value == value.to_integral_value() for _, value in block.rows) else 1
    points = 0.0
    for offset, (label, value) in enumerate(block.rows):
        lines = page.text(first + offset, 0, label)
        page.number(first + offset, 1, value, decimals)
        page.height(first + offset, lines)
        points += row_height(lines)
    end = first + len(block.rows)
    if block.summed:
        _write_sum(page, end, first, block.rows)
        end += 1
    page.sheet.insert_chart(row, _CHART_COLUMN, _chart(page, block, first), {"object_position": 3, "y_offset": 4})
    left = block.chart_pixels * 0.75 - points - _TABLE_POINTS
    return end + max(1, math.ceil(left / _ROW_POINTS)) + 1


def _write_sum(page: Page, row: int, first: int, rows: Rows) -> None:
    total = sum((value for _, value in rows), Decimal(0))
    page.text(row, 0, "Cộng", "total")
    formula = f"=SUM({xl_rowcol_to_cell(first, 1)}:{xl_rowcol_to_cell(row - 1, 1)})"
    page.sheet.write_formula(row, 1, formula, page.styles.number("total", number_pattern(0)), float(total))


def _chart(page: Page, block: Block, first: int) -> Any:
    chart = page.book.add_chart({"type": block.kind})
    last = first + len(block.rows) - 1
    chart.add_series(
        {
            "name": block.title,
            "categories": [page.name, first, 0, last, 0],
            "values": [page.name, first, 1, last, 1],
            "fill": {"color": _BAR_COLOUR},
            "border": {"color": "black", "width": 0.75},
            "gap": 60,
            "data_labels": {"value": True, "font": _FONT},
        }
    )
    chart.set_title({"name": block.title, "name_font": {**_FONT, "size": 13, "bold": True}, "overlay": False})
    chart.set_legend({"none": True})
    categories: dict[str, Any] = {"num_font": _FONT}
    values: dict[str, Any] = {"num_font": _FONT, "min": 0, "visible": False, "major_gridlines": {"visible": False}}
    if block.kind == "bar":
        # The first row of the table at the top; bars lie, so their categories stand on the vertical axis.
        chart.set_y_axis({**categories, "reverse": True})
        chart.set_x_axis(values)
    else:
        chart.set_x_axis(categories)
        chart.set_y_axis(values)
    chart.set_size({"width": _CHART_PIXELS, "height": block.chart_pixels})
    return chart
