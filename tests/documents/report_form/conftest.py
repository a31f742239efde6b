"""Made-up forms of a superior, each with something that other programs lose when they save a workbook."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink, ExternalSheetNames

MADE_BEFORE = Path(__file__).resolve().parents[2] / "data" / "report_forms"
LABELS = (
    "Tin, bài trên báo, đài",
    "Tin, bài trên Trang thông tin điện tử",
    "Bài đăng trên mạng xã hội",
    "Hội nghị tuyên truyền",
    "Lượt phát trên hệ thống truyền thanh",
    "Tờ rơi, tờ gấp phát hành",
)


def _png() -> bytes:
    """A picture of 8 x 8 red points."""
    raw = b"".join(b"\x00" + b"\xc0\x20\x20" * 8 for _ in range(8))
    parts = ((b"IHDR", struct.pack(">2I5B", 8, 8, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    made = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + made


def draw(extra: Callable[[Any, Any], None] | None = None, name: str = "Biểu 01") -> bytes:
    """Return a form: a title, two rows of headings, six rows to fill in C6:E11, totals in row 12, a note below."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True})
    boxed = book.add_format({"border": 1})
    yellow = book.add_format({"border": 1, "bg_color": "#FFF2CC", "num_format": "#,##0", "locked": False})
    percent = book.add_format({"border": 1, "num_format": "0.0%"})
    sheet.merge_range("A1:F1", "BIỂU 01: KẾT QUẢ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH", bold)
    sheet.merge_range("A3:A4", "TT", bold)
    sheet.merge_range("B3:B4", "Nội dung", bold)
    sheet.merge_range("C3:D3", "Kết quả", bold)
    sheet.write_row("C4", ["Kỳ này", "Lũy kế"], bold)
    sheet.merge_range("E3:E4", "Tỷ lệ so với kế hoạch", bold)
    sheet.merge_range("F3:F4", "Ghi chú", bold)
    sheet.write_row("A5", ["1", "2", "3", "4", "5", "6"], bold)
    sheet.set_column("A:A", 5)
    sheet.set_column("B:B", 46)
    sheet.set_column("C:F", 13, boxed)
    for number, label in enumerate(LABELS, 1):
        row = 4 + number
        sheet.write_number(row, 0, number, boxed)
        sheet.write_string(row, 1, label, boxed)
        sheet.write_blank(row, 2, None, yellow)
        sheet.write_number(row, 3, 900 + number, yellow)
        sheet.write_blank(row, 4, None, percent)
    sheet.write_string("B12", "Tổng cộng", bold)
    sheet.write_formula("C12", "=SUM(C6:C11)", bold, 0)
    sheet.write_formula("D12", "=SUM(D6:D11)", bold, 5421)
    sheet.write_string("B15", "Ghi chú: số liệu < 5 & > 0 phải giải trình")
    if extra is not None:
        extra(book, sheet)
    book.close()
    return memory.getvalue()


def _chart(book: Any, sheet: Any) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Biểu 01'!$C$6:$C$11", "categories": "='Biểu 01'!$B$6:$B$11"})
    sheet.insert_chart("H2", chart)
    pie = book.add_chart({"type": "pie"})
    pie.add_series({"values": "='Biểu 01'!$D$6:$D$11"})
    book.add_chartsheet("Biểu đồ").set_chart(pie)


def _image(_book: Any, sheet: Any) -> None:
    sheet.insert_image("H2", "dau.png", {"image_data": io.BytesIO(_png())})
    sheet.set_background(io.BytesIO(_png()))


def _rules(book: Any, sheet: Any) -> None:
    sheet.data_validation("C6:C11", {"validate": "integer", "criteria": ">=", "value": 0, "input_title": "Nhập số"})
    sheet.data_validation("F6:F11", {"validate": "list", "source": ["Đạt", "Chưa đạt > 50%"]})
    sheet.conditional_format("C6:C11", {"type": "data_bar"})
    red = book.add_format({"bg_color": "#FFC7CE"})
    sheet.conditional_format("D6:D11", {"type": "cell", "criteria": ">", "value": 5, "format": red})


def _names(book: Any, sheet: Any) -> None:
    book.define_name("SoLieu", "='Biểu 01'!$C$6:$C$11")
    sheet.write_comment("C6", "Nhập số tin, bài đã đăng", {"author": "Sở Nội vụ"})
    sheet.write_comment("C7", "Không tính bài chia sẻ lại")


def _table(_book: Any, sheet: Any) -> None:
    columns = [{"header": "Mục"}, {"header": "Số", "total_function": "sum"}]
    sheet.add_table("H3:I9", {"name": "BangPhu", "total_row": True, "columns": columns})


def _text_box(_book: Any, sheet: Any) -> None:
    sheet.insert_textbox("H2", "Lưu ý khi điền biểu", {"fill": {"color": "#EEEEEE"}})
    sheet.insert_button("H12", {"caption": "Kiểm tra"})
    sheet.insert_checkbox("J2", True)


def _protection(_book: Any, sheet: Any) -> None:
    sheet.protect("bi-mat", {"format_cells": True})


def _printing(_book: Any, sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.print_area("A1:F15")
    sheet.repeat_rows(2, 4)
    sheet.set_header('&C&"Times New Roman,Bold"Trang &P / &N')
    sheet.set_h_pagebreaks([10])
    sheet.freeze_panes(5, 2)
    sheet.autofilter("A5:F11")


def _rich(book: Any, sheet: Any) -> None:
    red = book.add_format({"color": "red", "bold": True})
    sheet.write_rich_string("B16", "Bắt buộc: ", red, "điền đủ ", "các ô vàng")
    sheet.write_url("B17", "https://example.org/huong-dan?a=1&b=2", string="Hướng dẫn")
    sheet.add_sparkline("G6", {"range": "'Biểu 01'!C6:D6"})


def _properties(book: Any, _sheet: Any) -> None:
    book.set_properties({"title": "Biểu 01", "author": "Sở Nội vụ", "keywords": "cải cách"})
    book.set_custom_property("MaBieu", "BC-01/2026")
    other = book.add_worksheet("Danh mục")
    other.write_column("A1", ["một", "hai", "ba"])
    other.very_hidden()


def _shared(form: bytes) -> bytes:
    """Give E6:E11 one shared formula, and G6:G8 one array formula."""

    def change(xml: str) -> str:
        for row in range(6, 12):
            formula = '<f t="shared" ref="E6:E11" si="0">C6/D6</f>' if row == 6 else '<f t="shared" si="0"/>'
            xml = re.sub(rf'<c r="E{row}" s="(\d+)"/>', rf'<c r="E{row}" s="\1">{formula}<v>0</v></c>', xml)
        first = '<c r="G6"><f t="array" ref="G6:G8">D6:D8*2</f><v>2</v></c></row>'
        xml = re.sub(r'(<row r="6".*?)</row>', rf"\1{first}", xml, count=1)
        return re.sub(r'(<row r="7".*?)</row>', r'\1<c r="G7"><v>4</v></c></row>', xml, count=1)

    return edit_part(form, "xl/worksheets/sheet1.xml", change)


def _external(form: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(form))
    link = ExternalLink(externalBook=ExternalBook(sheetNames=ExternalSheetNames(sheetName=["Năm 2025"])))
    link.file_link = Relationship(type="externalLinkPath", Target="so-lieu-2025.xlsx", TargetMode="External", Id="rId1")
    link.externalBook.id = "rId1"
    book._external_links.append(link)
    book["Biểu 01"]["F12"] = "=[1]Năm!$A$1"
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def _macros() -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    book.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"macro " * 200), is_stream=True)
    sheet = book.add_worksheet("Biểu 01")
    for row in range(5, 12):
        sheet.write_string(row, 1, f"Chỉ tiêu {row}")
        sheet.write_number(row, 2, row)
        sheet.write_number(row, 3, row)
    sheet.write_string("B15", "hết")
    sheet.insert_button("F2", {"macro": "KiemTra", "caption": "Kiểm tra"})
    book.close()
    return memory.getvalue()


def _prefixed(form: bytes) -> bytes:
    """Write the sheet with a prefix before every name, apostrophes and no addresses, as some libraries do."""

    def change(xml: str) -> str:
        xml = re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", xml)
        xml = xml.replace('xmlns="http', 'xmlns:x="http')
        xml = re.sub(r'(<x:row r=")(\d+)" [^>]*?>', r"<x:row r='\2' >", xml)
        return re.sub(r'(<x:c) r="[A-Z]+(?:1|3|4|5)"', r"\1", xml)

    return edit_part(form, "xl/worksheets/sheet1.xml", change)


def edit_part(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """Return a package with one part changed."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, change(content.decode()).encode() if entry.filename == name else content)
    return memory.getvalue()


def _streamed(form: bytes) -> bytes:
    """Pack the form as programs do that write without going back: sizes after the data, one part not packed."""

    class NoSeek(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_given: Any) -> int:
            raise OSError

    memory = NoSeek()
    with zipfile.ZipFile(io.BytesIO(form)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        new.comment = "biểu".encode()
        for entry in old.infolist():
            kind = zipfile.ZIP_STORED if entry.filename.endswith("theme1.xml") else zipfile.ZIP_DEFLATED
            new.writestr(entry.filename, old.read(entry), kind)
    return memory.getvalue()


MAKERS: dict[str, Callable[[], bytes]] = {
    "plain.xlsx": draw,
    "chart.xlsx": lambda: draw(_chart),
    "image.xlsx": lambda: draw(_image),
    "rules.xlsx": lambda: draw(_rules),
    "names_comments.xlsx": lambda: draw(_names),
    "table.xlsx": lambda: draw(_table),
    "text_box.xlsx": lambda: draw(_text_box),
    "protected.xlsx": lambda: draw(_protection),
    "printing.xlsx": lambda: draw(_printing),
    "rich_text.xlsx": lambda: draw(_rich),
    "properties.xlsx": lambda: draw(_properties),
    "shared_formula.xlsx": lambda: _shared(draw()),
    "external_link.xlsx": lambda: _external(draw()),
    "macros.xlsm": _macros,
    "prefixed.xlsx": lambda: _prefixed(draw()),
    "streamed.xlsx": lambda: _streamed(draw(_chart)),
    **{path.name: path.read_bytes for path in sorted(MADE_BEFORE.glob("*.xlsx"))},
}


@pytest.fixture(scope="session", params=sorted(MAKERS))
def any_form(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    """Each of the forms in turn: its file name and content."""
    return request.param, MAKERS[request.param]()


@pytest.fixture(scope="session")
def form_names() -> tuple[str, ...]:
    """The names of all forms."""
    return tuple(sorted(MAKERS))


@pytest.fixture(scope="session")
def make_form() -> Callable[[str], bytes]:
    """Make a form by its name."""
    return lambda name: MAKERS[name]()


@pytest.fixture(scope="session")
def change_part() -> Callable[[bytes, str, Callable[[str], str]], bytes]:
    """Change one part of a package."""
    return edit_part
