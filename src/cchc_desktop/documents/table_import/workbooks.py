"""What an import gives out: a blank workbook to fill in, and the rows it did not take, each with the reason."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from cchc_desktop.documents.excel_text import WORKBOOK_OPTIONS
from cchc_desktop.documents.list_workbook import write_rows
from cchc_desktop.documents.report_workbook.page import FONT, FONT_SIZE, Column, Page, Styles
from cchc_desktop.domain import sheet as cells
from cchc_desktop.domain.listing import Cell, ListColumn
from cchc_desktop.domain.table_import import FieldKind, ImportField, ImportPreview, ImportTarget, TableFile

ROWS = 300
"""How many prepared rows a blank workbook has."""

REASON = "Lý do chưa nhập được"

_HEAD_ROW = 3
_LISTS = "Danh mục"
_A3_WIDTH = 200  # digits beyond which an A4 page across would be too small to read
_A3 = 8
_KIND_HELP = {
    FieldKind.DATE: "ngày/tháng/năm, ví dụ 15/3/2026",
    FieldKind.CLOCK: "giờ:phút, ví dụ 17:00",
    FieldKind.YEAR: "bốn chữ số",
    FieldKind.WHOLE: "số nguyên",
    FieldKind.NUMBER: "số, phần lẻ sau dấu phẩy",
    FieldKind.MONEY: "số đồng, không ghi nghìn hay triệu",
    FieldKind.CHOICE: "chọn trong danh sách ở ô",
    FieldKind.CHOICES: "một hoặc nhiều mục của trang “Danh mục”, cách nhau bằng dấu chấm phẩy",
    FieldKind.REFERENCE: "ghi đúng tên đã có trong chương trình",
    FieldKind.NUMBERS: "một hoặc nhiều số, ký hiệu, cách nhau bằng dấu chấm phẩy",
    FieldKind.PHONE: "ô dạng chữ để giữ số 0 đứng đầu",
}


def write_import_template(target: ImportTarget) -> bytes:
    """Return a blank workbook (.xlsx) whose headings are the fields of a list, with drop-downs and explanations."""
    stream = io.BytesIO()
    properties = {"font_name": FONT, "font_size": FONT_SIZE}
    options = {**WORKBOOK_OPTIONS, "default_format_properties": properties}
    book = xlsxwriter.Workbook(stream, {**options, "default_column_width": 72, "default_row_height": 21})
    styles = Styles(book)
    page = Page(book, styles, "Danh sách", [one.width for one in target.fields])
    last = len(target.fields) - 1
    page.paper(landscape=True, repeat=(_HEAD_ROW, _HEAD_ROW))
    if sum(page.widths) > _A3_WIDTH:
        page.sheet.set_paper(_A3)
    page.merged(0, 0, last, target.title.upper(), "sheet_title")
    page.merged(1, 0, last, "Cột có dấu * bắt buộc phải ghi. Cách ghi từng cột: trang “Hướng dẫn”.", "note")
    page.heads(_HEAD_ROW, [Column(f"{one.title} *" if one.required else one.title, one.width) for one in target.fields])
    page.sheet.freeze_panes(_HEAD_ROW + 1, 0)
    for col, one in enumerate(target.fields):
        look = _look(styles, one)
        for row in range(_HEAD_ROW + 1, _HEAD_ROW + ROWS + 1):
            page.sheet.write_blank(row, col, None, look)
    page.sheet.print_area(0, 0, _HEAD_ROW + 20, last)
    _write_help(Page(book, styles, "Hướng dẫn", (30, 90)), target)
    _write_choices(book, styles, page, target)
    book.close()
    return stream.getvalue()


def _look(styles: Styles, one: ImportField) -> Any:
    if one.kind is FieldKind.DATE:
        return styles.number("cell_centre", "dd/mm/yyyy")
    if one.kind in (FieldKind.WHOLE, FieldKind.NUMBER, FieldKind.MONEY):
        return styles.number("cell", "#,##0.###" if one.kind is FieldKind.NUMBER else "#,##0")
    if one.kind is FieldKind.YEAR:
        return styles.number("cell_centre", "0")
    text = styles.text("cell")
    return text.plain if one.kind is FieldKind.PHONE else text.long


def _write_help(page: Page, target: ImportTarget) -> None:
    page.paper(landscape=False, repeat=(0, 0))
    page.heads(0, (Column("Cột", 30), Column("Cách ghi", 90)))
    for row, one in enumerate(target.fields, 1):
        said = [_KIND_HELP.get(one.kind, ""), f"ví dụ: {one.example}" if one.example else ""]
        words = "; ".join(filter(None, ("bắt buộc" if one.required else "", *said)))
        page.height(row, max(page.text(row, 0, one.title), page.text(row, 1, words[:1].upper() + words[1:])))


def _write_choices(book: Any, styles: Styles, page: Page, target: ImportTarget) -> None:
    """Put the choices on a sheet of their own: a list within the rule may have 255 letters only."""
    chosen = [(col, one) for col, one in enumerate(target.fields) if one.choices]
    if not chosen:
        return
    lists = Page(book, styles, _LISTS, [36] * len(chosen))
    lists.heads(0, [Column(one.title, 36) for _, one in chosen])
    for place, (col, one) in enumerate(chosen):
        for row, choice in enumerate(one.choices, 1):
            lists.text(row, place, choice.names[0])
        letters = cells.column_letters(place + 1)
        rule = {
            "validate": "list",
            "source": f"='{_LISTS}'!${letters}$2:${letters}${len(one.choices) + 1}",
            "ignore_blank": True,
            "error_type": "warning",
            "error_title": one.title[:32],
            "error_message": "Giá trị này không có trong danh sách.",
        }
        if one.kind is not FieldKind.CHOICES:
            page.sheet.data_validation(_HEAD_ROW + 1, col, _HEAD_ROW + ROWS, col, rule)


def write_refused(target: ImportTarget, file: TableFile, preview: ImportPreview) -> bytes:
    """Return the rows that were refused as a workbook (.xlsx) that can be mended and imported: all their columns as
    they stand, and a last one with the reason and its cell in the old file.
    """
    reasons: dict[tuple[str, int], list[str]] = {}
    for one in preview.refused:
        reasons.setdefault((one.sheet, one.row), []).append(f"{one.cell}: {one.reason}")
    titles = _titles(target, preview)
    rows = [
        (*_row(target, file, preview, sheet, row, titles), "\n".join(said))
        for (sheet, row), said in reasons.items()
        if any(head.sheet == sheet and row > head.bottom for head in preview.heads)
    ]
    columns = [ListColumn(title, _width(target, title)) for title in titles]
    head = f"{target.title.upper()}: CÁC DÒNG CHƯA NHẬP ĐƯỢC"
    return write_rows(head, f"(Từ tệp {file.name})", (*columns, ListColumn(REASON, 50)), rows)


def _titles(target: ImportTarget, preview: ImportPreview) -> Sequence[str]:
    found: dict[str, None] = {}
    for head in preview.heads:
        for column in head.columns:
            field = target.field(column.field)
            found[field.title if field else column.heading or cells.column_letters(column.number)] = None
    found.pop(REASON, None)
    return list(found)


def _row(
    target: ImportTarget, file: TableFile, preview: ImportPreview, sheet: str, row: int, titles: Iterable[str]
) -> tuple[Cell, ...]:
    grid = file.grid(sheet)
    head = next(one for one in preview.heads if one.sheet == sheet)
    values: dict[str, Cell] = {}
    for column in head.columns:
        field = target.field(column.field)
        title = field.title if field else column.heading or cells.column_letters(column.number)
        values[title] = _value(grid.cell(row, column.number)) if grid else ""
    return tuple(values.get(title, "") for title in titles)


def _value(cell: cells.Cell) -> Cell:
    if cell.day is not None:
        return cell.day
    if cell.number is not None:
        return int(cell.number) if cell.number == cell.number.to_integral_value() else cell.number
    return "" if cell.kind is cells.CellKind.UNCALCULATED else cell.text


def _width(target: ImportTarget, title: str) -> float:
    return next((one.width for one in target.fields if one.title == title), 18)
