"""A blank Excel log for colleagues without the program: what they fill in can be imported as it is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from cchc_desktop.documents.excel_text import WORKBOOK_OPTIONS
from cchc_desktop.documents.report_workbook.page import FONT, FONT_SIZE, Column, Page, Styles
from cchc_desktop.domain.catalogue import Form

ROWS = 300
"""How many prepared rows the blank log has."""

_PRINTED_ROWS = 20  # a page to fill in by hand

_COLUMNS = (
    Column("STT", 6),
    Column("Ngày", 12),
    Column("Hình thức", 30),
    Column("Nội dung", 44),
    Column("Số lượng", 24),
    Column("Nhiệm vụ", 10),
    Column("Người thực hiện", 22),
    Column("Ghi chú", 26),
)
_HEAD_ROW = 3
_HELP = (
    "Ngày ghi đủ ngày/tháng/năm (15/3/{year}). Hình thức chọn trong danh sách. Số lượng ghi kèm đơn vị, ví dụ: "
    "3 cuộc; 120 lượt người. Nhiệm vụ ghi số thứ tự trong phụ lục kế hoạch."
)


def write_log_template(forms: Sequence[Form], year: int) -> bytes:
    """Return a blank log (.xlsx) of a year, with a drop-down list of the forms and a sheet of their units."""
    target = io.BytesIO()
    properties = {"font_name": FONT, "font_size": FONT_SIZE}
    options = {**WORKBOOK_OPTIONS, "default_format_properties": properties}
    book = xlsxwriter.Workbook(target, {**options, "default_column_width": 72, "default_row_height": 21})
    styles = Styles(book)
    page = Page(book, styles, "Nhật ký", [column.width for column in _COLUMNS])
    last = len(_COLUMNS) - 1
    page.paper(landscape=True, repeat=(_HEAD_ROW, _HEAD_ROW))
    page.merged(0, 0, last, f"NHẬT KÝ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH NĂM {year}", "sheet_title")
    page.merged(1, 0, last, _HELP.replace("{year}", str(year)), "note")
    page.heads(_HEAD_ROW, _COLUMNS)
    page.sheet.freeze_panes(_HEAD_ROW + 1, 0)
    _write_rows(page, len(forms), year)
    page.sheet.print_area(0, 0, _HEAD_ROW + _PRINTED_ROWS, last)
    _write_forms(Page(book, styles, "Hình thức", (46, 60)), forms)
    book.close()
    return target.getvalue()


def _write_rows(page: Page, forms: int, year: int) -> None:
    first, final = _HEAD_ROW + 1, _HEAD_ROW + ROWS
    text = page.styles.text("cell").long
    day = page.styles.number("cell_centre", "dd/mm/yyyy")
    for row in range(first, final + 1):
        for col in range(len(_COLUMNS)):
            page.sheet.write_blank(row, col, None, day if col == 1 else text)
    rule: dict[str, Any] = {"ignore_blank": True, "error_type": "warning"}
    page.sheet.data_validation(
        first,
        1,
        final,
        1,
        {
            **rule,
            "validate": "date",
            "criteria": "between",
            "minimum": date(year - 1, 12, 15),
            "maximum": date(year, 12, 31),
            "error_title": "Ngày",
            "error_message": f"Ghi ngày/tháng/năm, ví dụ 15/3/{year}.",
        },
    )
    page.sheet.data_validation(
        first,
        2,
        final,
        2,
        {
            **rule,
            "validate": "list",
            "source": f"='Hình thức'!$A$2:$A${forms + 1}",
            "error_title": "Hình thức",
            "error_message": "Hình thức này không có trong danh sách.",
        },
    )


def _write_forms(page: Page, forms: Sequence[Form]) -> None:
    page.paper(landscape=False, repeat=(0, 0))
    page.heads(0, (Column("Tên hình thức", 46), Column("Đơn vị của số lượng", 60)))
    for row, form in enumerate(forms, 1):
        units = "; ".join(f"{measure.name} ({measure.unit})" for measure in form.measures)
        page.height(row, max(page.text(row, 0, form.name), page.text(row, 1, units)))
