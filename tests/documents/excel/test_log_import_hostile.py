"""Workbooks made to harm, or harmed on the way: each gives a preview or one clear error, quickly."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cchc_desktop.documents.log_import import read_log
from cchc_desktop.domain.log_import import LogPreview
from cchc_desktop.errors import AppError, FileUnreadable, UnreadableReason, WorkbookProblem

pytestmark = pytest.mark.timeout(20)

SHEET = "xl/worksheets/sheet1.xml"
HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Ngày</t></is></c><c r="B1" t="inlineStr"><is><t>Hình thức</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>Nội dung</t></is></c><c r="D1" t="inlineStr"><is><t>Số tờ</t></is></c></row>'
)
ROW = (
    '<row r="2"><c r="A2" t="inlineStr"><is><t>1/3/2025</t></is></c><c r="B2" t="inlineStr"><is><t>tờ rơi</t></is></c>'
    '<c r="C2" t="inlineStr"><is><t>Phát</t></is></c><c r="D2"><v>5</v></c></row>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'

Parts = dict[str, bytes]


def _good() -> Parts:
    book = Workbook()
    for row in (["Ngày", "Hình thức", "Nội dung", "Số tờ"], ["1/3/2025", "tờ rơi", "Phát", 5]):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    with zipfile.ZipFile(target) as package:
        return {name: package.read(name) for name in package.namelist()}


def _pack(parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def _sheet(body: str, before: str = "", after: str = "") -> bytes:
    parts = _good()
    parts[SHEET] = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'.encode()
    return _pack(parts)


def _with(name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = _good()
    parts[name] = change(parts[name])
    return _pack(parts)


def _without(*names: str) -> bytes:
    return _pack({name: content for name, content in _good().items() if name not in names})


@pytest.fixture
def attempt(house: Any, tmp_path: Path) -> Callable[[bytes], LogPreview]:
    def do(data: bytes, name: str = "nhat_ky.xlsx") -> LogPreview:
        path = tmp_path / name
        path.write_bytes(data)
        return read_log(path, house.forms, house.tasks, date(2025, 3, 20))

    return do


def _blank_rows() -> bytes:
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(3, 300_000))
    return _sheet(HEADER + ROW + rows, '<dimension ref="A1:D300000"/>')


READABLE: dict[str, Callable[[], bytes]] = {
    "plain": lambda: _pack(_good()),
    "inline strings": lambda: _sheet(HEADER + ROW),
    "dimension too small": lambda: _sheet(HEADER + ROW, '<dimension ref="A1"/>'),
    "dimension too large": lambda: _sheet(HEADER + ROW, '<dimension ref="A1:XFD1048576"/>'),
    "300 000 blank bordered rows": _blank_rows,
    "cells and rows without addresses": lambda: _sheet(
        (HEADER + ROW).replace(' r="1"', "").replace(' r="2"', "").replace(' r="A1"', "").replace(' r="B2"', "")
    ),
    "a merge over the whole sheet below": lambda: _sheet(
        HEADER + ROW, after='<mergeCells><mergeCell ref="A500:XFD1048576"/></mergeCells>'
    ),
    "a merge that makes no sense": lambda: _sheet(
        HEADER + ROW, after='<mergeCells><mergeCell ref="xyz"/><mergeCell ref="A9:A3"/></mergeCells>'
    ),
    "colours openpyxl does not forgive": lambda: _with(
        "xl/styles.xml", lambda xml: xml.replace(b"<fonts", b'<fonts bad="1"', 1).replace(b'val="2"', b'val="34"')
    ),
    "broken theme": lambda: _with("xl/theme/theme1.xml", lambda xml: b"<a:theme"),
    "broken creation date": lambda: _with(
        "docProps/core.xml",
        lambda xml: xml.replace(b"<dcterms:created", b"<dcterms:created bad='1'").replace(b"T", b"?"),
    ),
    "styles that are no styles": lambda: _with(
        "xl/styles.xml", lambda xml: xml.replace(b"<font>", b"<font><b val='x'/>")
    ),
    "without styles": lambda: _without("xl/styles.xml"),
    "without theme and properties": lambda: _without("xl/theme/theme1.xml", "docProps/core.xml", "docProps/app.xml"),
    "backslashes in part names": lambda: _pack({name.replace("/", "\\"): data for name, data in _good().items()}),
    "strict Open XML": lambda: _pack(
        {
            name: data.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            for name, data in _good().items()
        }
    ),
    "an empty reference to a shared string": lambda: _sheet(HEADER + ROW + '<row r="3"><c r="A3" t="s"><v/></c></row>'),
    "an external link and a DDE formula in an unused cell": lambda: _sheet(
        HEADER + ROW.replace("</row>", "<c r=\"F2\"><f>cmd|'/C calc'!A0</f><v>0</v></c></row>")
    ),
    "extension lists": lambda: _sheet(HEADER + ROW, after='<extLst><ext uri="{x}"><x/></ext></extLst>'),
    "a huge gap between rows": lambda: _sheet(HEADER + ROW + '<row r="19999"><c r="A19999"><v>1</v></c></row>'),
}


@pytest.mark.parametrize("name", READABLE)
def test_what_can_be_read_is_read_whole(attempt: Callable[[bytes], LogPreview], name: str) -> None:
    preview = attempt(READABLE[name]())
    assert [(row.activity.title, dict(row.activity.counts)) for row in preview.accepted] == [("Phát", {"so_to": 5})]


def _many_sheets() -> bytes:
    book = Workbook()
    for _ in range(80):
        book.create_sheet()
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _twice() -> bytes:
    target = io.BytesIO(_pack(_good()))
    with zipfile.ZipFile(target, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(SHEET, "<x/>")
    return target.getvalue()


def _lying_sizes() -> bytes:
    data = bytearray(_pack(_good()))
    place = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 10)
    return bytes(data)


def _nested() -> bytes:
    return _sheet(HEADER + ROW + "<x>" * 5000 + "</x>" * 5000)


BAD: dict[str, tuple[Callable[[], bytes], type[AppError], str]] = {
    "a value in the last cell of Excel": (
        lambda: _sheet(HEADER + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        WorkbookProblem,
        "dưới dòng 20.000",
    ),
    "a value far to the right": (
        lambda: _sheet(HEADER + '<row r="2"><c r="XFD2"><v>1</v></c></row>'),
        WorkbookProblem,
        "cột thứ 200",
    ),
    "an address that cannot be": (
        lambda: _sheet('<row r="1"><c r="ZZZZ99999999"><v>1</v></c></row>'),
        WorkbookProblem,
        "địa chỉ ô",
    ),
    "a value after 20 000 cells without address": (
        lambda: _sheet(HEADER + "<row>" + "<c/>" * 20_000 + "<c><v>1</v></c></row>"),
        WorkbookProblem,
        "cột thứ 200",
    ),
    "80 sheets": (_many_sheets, WorkbookProblem, "nhiều hơn 60"),
    "deep nesting": (_nested, WorkbookProblem, "cấu trúc bất thường"),
    "an empty sheet": (lambda: _sheet(""), WorkbookProblem, "không tìm thấy bảng nhật ký"),
    "the sheet part is missing": (lambda: _without(SHEET), AppError, ""),
    "the workbook part is missing": (lambda: _without("xl/workbook.xml"), FileUnreadable, "broken"),
    "no relationships": (lambda: _without("xl/_rels/workbook.xml.rels"), AppError, ""),
    "no content types": (lambda: _without("[Content_Types].xml"), FileUnreadable, "broken"),
    "sheet XML cut in the middle": (lambda: _with(SHEET, lambda xml: xml[: len(xml) // 2]), FileUnreadable, "broken"),
    "workbook XML cut": (lambda: _with("xl/workbook.xml", lambda xml: xml[:200]), FileUnreadable, "broken"),
    "shared string out of range": (
        lambda: _sheet('<row r="1"><c r="A1" t="s"><v>999</v></c></row>'),
        FileUnreadable,
        "broken",
    ),
    "a number that is none": (lambda: _sheet('<row r="1"><c r="A1"><v>abc</v></c></row>'), FileUnreadable, "broken"),
    "a style number that is none": (
        lambda: _sheet('<row r="1"><c r="A1" s="x"><v>1</v></c></row>'),
        FileUnreadable,
        "broken",
    ),
    "billion laughs in the strings": (
        lambda: _pack({**_good(), "xl/sharedStrings.xml": LAUGHS}),
        FileUnreadable,
        "hostile",
    ),
    "an external entity": (
        lambda: _with(SHEET, lambda xml: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xml),
        FileUnreadable,
        "hostile",
    ),
    "300 MB of blanks": (lambda: _sheet(" " * 300_000_000), FileUnreadable, "hostile"),
    "two parts of one name": (_twice, FileUnreadable, "hostile"),
    "a path that climbs out": (lambda: _pack({**_good(), "../../evil.xml": b"<x/>"}), FileUnreadable, "hostile"),
    "sizes that lie": (_lying_sizes, FileUnreadable, "broken"),
    "nothing": (lambda: b"", FileUnreadable, "empty"),
    "cut": (lambda: _pack(_good())[:2000], FileUnreadable, "truncated"),
    "a PDF": (lambda: b"%PDF-1.7\n" + b"x" * 100, FileUnreadable, "wrong_kind"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 100, FileUnreadable, "wrong_kind"),
    "a CSV": (lambda: "Ngày,Hình thức\n1/3/2025,tờ rơi\n".encode(), FileUnreadable, "wrong_kind"),
    "a web page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", FileUnreadable, "wrong_kind"),
    "zeros": (lambda: bytes(1000), FileUnreadable, "broken"),
    "any zip": (lambda: _pack({"a.txt": b"x"}), FileUnreadable, "wrong_kind"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_refused_by_name(attempt: Callable[[bytes], LogPreview], name: str) -> None:
    make, kind, words = BAD[name]
    data = make()
    with pytest.raises(kind) as caught:
        attempt(data)
    assert words in str(caught.value)


def test_the_error_names_sheet_and_cell_as_a_person_knows_them(attempt: Callable[[bytes], LogPreview]) -> None:
    with pytest.raises(WorkbookProblem) as caught:
        attempt(_sheet(HEADER + '<row r="30000"><c r="C30000"><v>1</v></c></row>'))
    assert (caught.value.sheet, caught.value.cell) == ("Sheet", "C30000")


def test_an_owner_file_of_excel_is_named(attempt: Callable[..., LogPreview]) -> None:
    with pytest.raises(FileUnreadable) as caught:
        attempt(b"x" * 165, "~$nhat_ky.xlsx")
    assert caught.value.reason is UnreadableReason.LOCK_FILE


@pytest.mark.parametrize("serial", ["-5", "2958466", "1e15", "1E999"])
def test_a_date_beyond_the_calendar_is_an_error_cell(attempt: Callable[[bytes], LogPreview], serial: str) -> None:
    parts = _good()
    row = ROW.replace('<c r="A2" t="inlineStr"><is><t>1/3/2025</t></is></c>', f'<c r="A2" s="1"><v>{serial}</v></c>')
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(
        b"</cellXfs>", b'<xf numFmtId="14" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/></cellXfs>'
    )
    parts[SHEET] = f'<worksheet xmlns="{MAIN}"><sheetData>{HEADER}{row}</sheetData></worksheet>'.encode()
    preview = attempt(_pack(parts))
    assert not preview.accepted
    assert preview.refused[0].cell == "A2", preview.refused


def test_dates_of_the_1904_calendar_of_old_macs(attempt: Callable[[bytes], LogPreview]) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["Ngày", "Hình thức", "Nội dung"], [date(2025, 3, 1), "tờ rơi", "Phát"]):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    assert attempt(target.getvalue()).accepted[0].activity.date == date(2025, 3, 1)


def test_a_formula_result_that_is_an_empty_text_counts_as_calculated(attempt: Callable[[bytes], LogPreview]) -> None:
    row = ROW.replace('<c r="D2"><v>5</v></c>', '<c r="D2" t="str"><f>IF(1,"","")</f><v></v></c>')
    assert attempt(_sheet(HEADER + row)).accepted[0].remarks[-1] == "chưa có số lượng"


def test_a_formula_with_its_value_is_read(attempt: Callable[[bytes], LogPreview]) -> None:
    row = ROW.replace("<v>5</v>", "<f>2+3</f><v>5</v>")
    assert attempt(_sheet(HEADER + row)).accepted[0].activity.counts == {"so_to": 5}


def test_dates_survive_the_repair_of_broken_styles(attempt: Callable[[bytes], LogPreview]) -> None:
    book = Workbook()
    for row in (["Ngày", "Hình thức", "Nội dung"], [date(2025, 3, 1), "tờ rơi", "Phát"]):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    with zipfile.ZipFile(target) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    styles = parts["xl/styles.xml"]
    parts["xl/styles.xml"] = styles.replace(b"<fill>", b'<fill><patternFill><fgColor rgb="zzz"/></patternFill>', 1)
    assert parts["xl/styles.xml"] != styles
    assert attempt(_pack(parts)).accepted[0].activity.date == date(2025, 3, 1)


def test_a_damaged_byte_anywhere_gives_a_preview_or_an_error_of_ours(attempt: Callable[[bytes], LogPreview]) -> None:
    chance = random.Random(7)
    for _ in range(60):
        parts = _good()
        name = chance.choice(sorted(parts))
        content = bytearray(parts[name])
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        parts[name] = bytes(content)
        try:
            attempt(_pack(parts))
        except AppError:
            continue
