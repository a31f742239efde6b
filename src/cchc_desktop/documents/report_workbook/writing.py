"""The quarterly workbook: cover, indicators, tasks, log, charts and a machine-readable sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from cchc_desktop.documents.excel_text import WORKBOOK_OPTIONS, excel_text
from cchc_desktop.documents.report_workbook.charts import CHART_WIDTHS, write_charts
from cchc_desktop.documents.report_workbook.cover import Cover, cover_widths, write_cover
from cchc_desktop.documents.report_workbook.data import DATA_SHEET, DATA_WIDTHS, SCHEMA, write_data
from cchc_desktop.documents.report_workbook.figures import (
    PROGRESS_WIDTHS,
    figure_widths,
    write_figures,
    write_progress,
)
from cchc_desktop.documents.report_workbook.log import log_widths, measures_of, write_log
from cchc_desktop.documents.report_workbook.page import FONT, FONT_SIZE, Page, Styles
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.figure import Report
from cchc_desktop.domain.unit import Signature, Unit

_OPTIONS: dict[str, Any] = {
    **WORKBOOK_OPTIONS,
    # Times New Roman 12 as the Normal style: a digit is 8 pixels, a column of the default width 72, a row 21.
    "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},
    "default_column_width": 72,
    "default_row_height": 21,
}


def write_report(
    report: Report, unit: Unit, catalogues_forms: Sequence[Form], signature: Signature, made_on: date
) -> bytes:
    """Return the quarterly workbook (.xlsx) as bytes.

    The same arguments give the same bytes. Nothing in it is calculated by Excel to be right: formulas carry their
    value.

    Args:
        report: the figures, tasks and activities of a period.
        unit: the office as it is on the day of the report.
        catalogues_forms: the forms of communication, for their names and measures.
        signature: who signs.
        made_on: the day printed on the cover.

    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, deepcopy(_OPTIONS))  # XlsxWriter writes into the options it is given
    _describe(book, report, unit, made_on)
    styles = Styles(book)
    measures = measures_of(report.activities, catalogues_forms)
    write_cover(Page(book, styles, "Bìa", cover_widths()), Cover(report, unit, signature, made_on))
    write_figures(Page(book, styles, "Chỉ tiêu", figure_widths(report)), report)
    write_progress(Page(book, styles, "Tiến độ nhiệm vụ", PROGRESS_WIDTHS), report)
    write_log(Page(book, styles, "Nhật ký", log_widths(measures)), report, catalogues_forms, measures)
    write_charts(Page(book, styles, "Biểu đồ", CHART_WIDTHS), report, catalogues_forms)
    write_data(Page(book, styles, DATA_SHEET, DATA_WIDTHS), report, unit)
    book.close()
    return target.getvalue()


def _describe(book: Any, report: Report, unit: Unit, made_on: date) -> None:
    """Set the document properties; the custom ones tell another program what this file is."""
    title = excel_text(f"Kết quả tuyên truyền cải cách hành chính {report.period.name}")
    book.set_properties(
        {
            "title": title,
            "subject": excel_text(report.period.code),
            "author": excel_text(unit.committee),
            "company": excel_text(unit.committee),
            "category": "Báo cáo cải cách hành chính",
            "created": datetime.combine(made_on, time()),
        }
    )
    book.set_custom_property("cchc_schema", SCHEMA)
    book.set_custom_property("cchc_period_code", report.period.code)
    if unit.code:
        book.set_custom_property("cchc_unit_code", excel_text(unit.code)[:255])
