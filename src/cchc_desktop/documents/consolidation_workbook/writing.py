"""Writes the workbook row by row: of a country with its 200,000 figures no more than a row is in memory."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from cchc_desktop.documents.consolidation_workbook import totals, units
from cchc_desktop.documents.consolidation_workbook.content import WorkbookContent
from cchc_desktop.documents.excel_text import WORKBOOK_OPTIONS, excel_text
from cchc_desktop.documents.report_workbook.charts import CHART_WIDTHS
from cchc_desktop.documents.report_workbook.cover import cover_widths, write_cover
from cchc_desktop.documents.report_workbook.data import DATA_SHEET, DATA_WIDTHS, SCHEMA, write_data
from cchc_desktop.documents.report_workbook.page import FONT, FONT_SIZE, Page, Styles
from cchc_desktop.domain.consolidation_report import as_report
from cchc_desktop.domain.progress import NoProgress, Progress

_OPTIONS: dict[str, Any] = {
    **WORKBOOK_OPTIONS,
    "in_memory": False,
    "constant_memory": True,
    "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},
    "default_column_width": 72,
    "default_row_height": 21,
}
_EVERY = 50
"""Reports between two steps of the progress."""


def write_consolidation(target: Path, content: WorkbookContent, progress: Progress | None = None) -> None:
    """Write the workbook of a consolidation to a file; the same content gives the same bytes.

    Raises:
        Cancelled: a person stopped it; what stands at `target` is no workbook.
        OSError: the place refuses.

    """
    options = deepcopy(_OPTIONS)  # XlsxWriter writes into the options it is given
    options["tmpdir"] = str(target.parent)
    book = xlsxwriter.Workbook(str(target), options)
    try:
        _fill(book, content, progress or NoProgress())
    finally:
        book.close()


def _fill(book: Any, content: WorkbookContent, progress: Progress) -> None:
    made = content.made
    styles, count = Styles(book), len(made.sources)
    _describe(book, content)

    def tick(sheet: int, words: str) -> Callable[[int], None]:
        def told(done: int) -> None:
            if done % _EVERY == 0 or done == count:
                progress.step(sheet * count + done, 3 * count, words)

        return told

    def page(name: str, widths: tuple[float, ...]) -> Page:
        return Page(book, styles, name, widths)

    matrix = units.matrix_widths(len(made.figures))
    write_cover(page("Bìa", cover_widths()), totals.cover_of(content))
    totals.write_totals(page("Tổng hợp", totals.TOTAL_WIDTHS), content)
    units.write_matrix(page("Theo đơn vị", matrix), content, units.CURRENT, tick(0, "Đang ghi số liệu theo đơn vị"))
    units.write_matrix(page("Lũy kế", matrix), content, units.CUMULATIVE, tick(1, "Đang ghi số lũy kế"))
    totals.write_missing(page("Chưa có báo cáo", totals.MISSING_WIDTHS), content)
    if content.change is not None:
        totals.write_change(page("Thay đổi", totals.CHANGE_WIDTHS), content)
    units.write_texts(page("Lời báo cáo", units.TEXT_WIDTHS), content)
    totals.write_charts(page("Biểu đồ", CHART_WIDTHS), content)
    units.write_files(page("Báo cáo đã cộng", units.FILE_WIDTHS), content)
    units.write_trace(page("Nguồn số liệu", units.TRACE_WIDTHS), content, tick(2, "Đang ghi nguồn của từng số liệu"))
    write_data(page(DATA_SHEET, DATA_WIDTHS), as_report(made), content.unit)


def _describe(book: Any, content: WorkbookContent) -> None:
    """Set the document properties; the custom ones tell another program what this file is."""
    made, unit = content.made, content.unit
    title = excel_text(f"Tổng hợp kết quả tuyên truyền cải cách hành chính {made.period_name}")
    book.set_properties(
        {
            "title": title,
            "subject": excel_text(made.period),
            "author": excel_text(unit.committee),
            "company": excel_text(unit.committee),
            "category": "Báo cáo cải cách hành chính",
            "created": datetime.combine(content.made_on, time()),
        }
    )
    book.set_custom_property("cchc_schema", SCHEMA)
    book.set_custom_property("cchc_period_code", made.period)
    if unit.code:
        book.set_custom_property("cchc_unit_code", excel_text(unit.code)[:255])
