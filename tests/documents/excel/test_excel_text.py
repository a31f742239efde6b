from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from xml.etree import ElementTree

import openpyxl
import pytest
import xlsxwriter

from cchc_desktop.documents.excel_text import (
    CELL_LIMIT,
    CUT_MARK,
    WORKBOOK_OPTIONS,
    TextStyle,
    excel_text,
    plain_text,
    put_text,
)
from cchc_desktop.domain.text import clean

HOSTILE = (
    "=1+1",
    "= tổng",
    "==",
    '=HYPERLINK("http://x.vn","bấm")',
    "=cmd|' /C calc'!A0",
    "+84 912 345 678",
    "-5 triệu",
    "@SUM(A1)",
    "\t=1+1",
    "'nháy",
    "{=SUM(A1)}",
    "#N/A",
    "#REF!",
    "0012",
    "1/2",
    "1e5",
    "15/3/2025",
    "TRUE",
    "http://example.vn",
    "mailto:a@b.vn",
    "internal:'Bìa'!A1",
    "_x0041_",
    "a_x005F_b _x000D_",
    "A & B <abc> \"C\" 'D'",
    "</t></si><si><t>chèn",
    "<r><t>chèn</t></r>",
    "<r>",
    "dòng một\ndòng hai",
    "  hai đầu có dấu cách  ",
    "tiếng Việt: Ủy ban nhân dân xã Lệ Xá, Đ đ ơ ư",
    "tệ\u0302p NFD",
    "😀 biểu tượng",
    "a\u202egpj.exe",
    "\x00\x0b\x1f",
    "\ud800 nửa cặp",
    "\ufffe\uffff",
    "x" * 300,
)


def _write(texts: Sequence[str]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, dict(WORKBOOK_OPTIONS))
    sheet = book.add_worksheet("A")
    style = TextStyle(
        book.add_format({"num_format": "@"}),
        book.add_format({"num_format": "@", "quote_prefix": True}),
        book.add_format({"quote_prefix": True}),
    )
    for row, text in enumerate(texts):
        put_text(sheet, row, 0, text, style)
    book.close()
    return target.getvalue()


def _as_excel_reads(data: bytes) -> list[str]:
    """Return the shared strings with every `_xHHHH_` resolved; openpyxl resolves only some of them."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = ElementTree.fromstring(package.read("xl/sharedStrings.xml"))
    texts = ["".join(node.text or "" for node in item.iter() if node.tag.endswith("}t")) for item in root]
    return [re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), text) for text in texts]


def test_every_text_stays_the_text_it_is() -> None:
    data = _write(HOSTILE)
    assert _as_excel_reads(data) == list(dict.fromkeys(clean(text) for text in HOSTILE if clean(text)))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["A"]
    for row, text in enumerate(HOSTILE, 1):
        cell = sheet.cell(row, 1)
        assert cell.data_type == ("s" if clean(text) else "n"), text
        assert (cell.value is None) == (not clean(text)), text
        assert cell.hyperlink is None, text


def test_escaped_control_characters_are_read_as_what_a_person_sees() -> None:
    assert plain_text("một_x000D_\nhai_x0009_ba") == "một\nhai\tba"
    assert plain_text("_x0041_ _x005F_x000D_") == "_x0041_ _x000D_"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "'x"])
def test_a_text_like_a_formula_carries_the_quote_prefix(text: str) -> None:
    cell = openpyxl.load_workbook(io.BytesIO(_write([text])))["A"]["A1"]
    assert cell.quotePrefix
    assert cell.number_format == "@"


def test_a_long_text_is_not_in_the_text_format_that_old_excel_shows_as_hashes() -> None:
    cell = openpyxl.load_workbook(io.BytesIO(_write(["=" + "x" * 300])))["A"]["A1"]
    assert cell.number_format == "General"
    assert cell.quotePrefix


@pytest.mark.parametrize("letter", ["x", "ậ", "😀"])
def test_a_text_beyond_the_limit_ends_with_a_visible_mark(letter: str) -> None:
    text = excel_text(letter * 40_000)
    assert text.endswith(CUT_MARK)
    assert CELL_LIMIT - 2 <= len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT
    cell = openpyxl.load_workbook(io.BytesIO(_write([text])))["A"]["A1"]
    assert cell.value == text


def test_a_text_of_exactly_the_limit_is_whole() -> None:
    assert excel_text("x" * CELL_LIMIT) == "x" * CELL_LIMIT
