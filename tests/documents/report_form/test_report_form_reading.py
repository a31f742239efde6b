"""A form is shown as a person knows it from Excel."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cchc_desktop.documents.report_form import read_form
from cchc_desktop.domain.report_form_grid import Area, CellKind, column_label, row_label

SHEET = "Biểu 01"


def test_texts_merges_and_looks_are_read(any_form: tuple[str, bytes]) -> None:
    name, data = any_form
    book = read_form(data, name)
    sheet = book.sheet("biểu 01")
    assert sheet is not None
    assert sheet.name == SHEET
    assert (sheet.last_row, sheet.last_column) >= (15, 4)
    if "macros" in name:
        assert book.notes == ("Biểu có macro: được giữ nguyên và không bao giờ được chạy.",)
        return
    assert sheet.cell(1, 1).text.startswith("BIỂU 01")
    assert Area(3, 3, 3, 4) in sheet.merges
    assert book.look(sheet.cell(4, 3)).bold
    assert book.look(sheet.cell(4, 3)).horizontal == "center"
    assert book.look(sheet.cell(6, 3)).fill == "#fff2cc"
    assert book.look(sheet.cell(6, 5)).percent
    assert (sheet.cell(7, 4).text, sheet.cell(7, 4).kind) == ("902", CellKind.NUMBER)
    assert sheet.cell(12, 3).kind is CellKind.FORMULA
    assert sheet.cell(15, 2).text == "Ghi chú: số liệu < 5 & > 0 phải giải trình"
    assert sheet.widths[2] > 2 * sheet.widths[3]


def test_labels_left_and_above_are_found(make_form: Callable[[str], bytes]) -> None:
    sheet = read_form(make_form("plain.xlsx"), "x.xlsx").sheets[0]
    assert row_label(sheet, 8, 3) == "Bài đăng trên mạng xã hội"
    assert column_label(sheet, 8, 3) == "Kết quả › Kỳ này"
    assert column_label(sheet, 11, 4) == "Kết quả › Lũy kế"
    assert column_label(sheet, 6, 5) == "Tỷ lệ so với kế hoạch"


def test_rich_texts_and_hidden_sheets_are_read(make_form: Callable[[str], bytes]) -> None:
    rich = read_form(make_form("rich_text.xlsx"), "x.xlsx").sheets[0]
    assert rich.cell(16, 2).text == "Bắt buộc: điền đủ các ô vàng"
    hidden = read_form(make_form("properties.xlsx"), "x.xlsx").sheet("Danh mục")
    assert hidden is not None
    assert hidden.hidden
    chart = read_form(make_form("chart.xlsx"), "x.xlsx").sheet("Biểu đồ")
    assert chart is not None
    assert chart.chart
    assert "biểu đồ" in chart.trouble("A1")


def test_colours_come_from_themes_and_the_old_palette(
    make_form: Callable[[str], bytes], change_part: Callable[..., bytes]
) -> None:
    def change(xml: str) -> str:
        return xml.replace('<fgColor rgb="FFFFF2CC"/>', '<fgColor theme="4" tint="0.5"/>')

    book = read_form(change_part(make_form("plain.xlsx"), "xl/styles.xml", change), "x.xlsx")
    fill = book.look(book.sheets[0].cell(6, 3)).fill
    assert fill not in ("", "#fff2cc")
    red, green, blue = (int(fill[place : place + 2], 16) for place in (1, 3, 5))
    assert blue > green > red  # a lighter blue than the accent

    def old(xml: str) -> str:
        return xml.replace('<fgColor rgb="FFFFF2CC"/>', '<fgColor indexed="10"/>')

    book = read_form(change_part(make_form("plain.xlsx"), "xl/styles.xml", old), "x.xlsx")
    assert book.look(book.sheets[0].cell(6, 3)).fill == "#ff0000"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("46082", "01/03/2026"), ("-5", "-5"), ("1e15", "1e+15"), ("nhầm", "nhầm"), ("0.1", "0,1")],
)
def test_numbers_and_dates_are_shown_the_vietnamese_way(
    make_form: Callable[[str], bytes], change_part: Callable[..., bytes], value: str, shown: str
) -> None:
    data = make_form("plain.xlsx")
    if value == "46082":
        data = change_part(data, "xl/styles.xml", lambda xml: xml.replace("#,##0", "dd/mm/yyyy"))
    data = change_part(data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("<v>902</v>", f"<v>{value}</v>"))
    assert read_form(data, "x.xlsx").sheets[0].cell(7, 4).text == shown
