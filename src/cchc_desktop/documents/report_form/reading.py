"""Reading a form as a person sees it: texts, merged areas, sizes, fills; only as far as it is drawn."""

from __future__ import annotations

import functools
import hashlib
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop.documents.excel_text import plain_text
from cchc_desktop.documents.report_form.package import FormPackage, SheetPart
from cchc_desktop.documents.report_form.sheet_xml import SheetXml, is_protected, merges_of
from cchc_desktop.documents.report_form.styles import looks_of
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.report_form import cell_place
from cchc_desktop.domain.report_form_grid import (
    SHOWN_COLUMNS,
    SHOWN_ROWS,
    CellKind,
    CellLook,
    FormBook,
    FormCell,
    FormSheet,
)
from cchc_desktop.errors import FormProblem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TEXT_LIMIT = 4000  # letters drawn of one cell
_PIXELS_PER_POINT = 96 / 72
_MIN_PIXELS, _MAX_PIXELS = 4, 800
_NUMBER = re.compile(r"[+-]?\d{1,300}(?:\.\d{1,300})?(?:[eE][+-]?\d{1,3})?")


def read_form(data: bytes, name: str) -> FormBook:
    """Return a form ready to draw.

    Args:
        data: the form, already checked by `office_file`.
        name: its file name.

    Raises:
        FileUnreadable: the file does not hold together.
        FormProblem: it has no sheet with cells, or one is written in a way that cannot be changed in place.

    """
    package = FormPackage(data, Path(name))
    looks = looks_of(package)
    texts = _shared_strings(package)
    epoch = _epoch(package.workbook)
    sheets = tuple(_Sheet(package, part, looks, texts, epoch).read() for part in package.sheets)
    if all(sheet.chart for sheet in sheets):
        raise FormProblem(Path(name), "tệp không có trang tính nào chứa ô")
    return FormBook(name, hashlib.sha256(data).hexdigest(), sheets, looks, tuple(_notes(package, sheets)))


def _notes(package: FormPackage, sheets: tuple[FormSheet, ...]) -> list[str]:
    notes = []
    if package.has("xl/vbaProject.bin"):
        notes.append("Biểu có macro: được giữ nguyên và không bao giờ được chạy.")
    if package.has("xl/externalLinks/"):
        notes.append("Biểu có công thức lấy số từ tệp khác: chương trình không mở các tệp đó.")
    if package.has("_xmlsignatures/"):
        notes.append("Biểu có chữ ký số; sau khi điền, chữ ký đó không còn hợp lệ.")
    cut = [sheet.name for sheet in sheets if sheet.last_row > SHOWN_ROWS or sheet.last_column > SHOWN_COLUMNS]
    if cut:
        named = ", ".join(f"“{name}”" for name in cut)
        limit = f"{SHOWN_ROWS:,}".replace(",", ".")
        notes.append(f"Trang {named} rất dài: chỉ xem và ghép được {limit} dòng, {SHOWN_COLUMNS} cột đầu.")
    return notes


def _epoch(workbook: Element) -> date:
    """Return the day number 0 of the workbook's dates: 1904 for files that began on an old Mac."""
    node = workbook.find("{*}workbookPr")
    old = node is not None and node.get("date1904", "0") in ("1", "true")
    return date(1904, 1, 1) if old else date(1899, 12, 30)


def _shared_strings(package: FormPackage) -> list[str]:
    name = package.part_of("sharedStrings")
    if not name:
        return []
    return [_text_of(node) for node in package.tree(name).findall("{*}si")]


def _text_of(node: Element) -> str:
    """Return a text: its own, or its rich runs in their order; readings for Japanese (rPh) are left out."""
    parts = [part.text or "" for part in node.findall("{*}t") + node.findall("{*}r/{*}t")]
    return plain_text("".join(parts))[:_TEXT_LIMIT]


class _Sheet:
    """One sheet being read."""

    def __init__(
        self, package: FormPackage, part: SheetPart, looks: tuple[CellLook, ...], texts: list[str], epoch: date
    ) -> None:
        self._package = package
        self._part = part
        self._looks = looks
        self._texts = texts
        self._epoch = epoch

    def read(self) -> FormSheet:
        """Return the sheet."""
        if self._part.kind != "worksheet":
            return FormSheet(self._part.name, hidden=self._part.hidden, chart=True)
        xml = SheetXml(self._package, self._part)
        around = xml.around()
        last_row, last_column = xml.extent(around)
        cells: dict[tuple[int, int], FormCell] = {}
        heights: dict[int, int] = {}
        hidden: set[int] = set()
        number = 0
        for row in xml.shown_rows():
            number = _whole(row.get("r")) or number + 1
            if row.get("hidden") in ("1", "true"):
                hidden.add(number)
            if height := row.get("ht"):
                heights[number] = _pixels(height, _PIXELS_PER_POINT)
            self._read_row(number, row, cells)
        widths, hidden_columns = _columns(around)
        wide, high = _defaults(around)
        return FormSheet(
            self._part.name,
            cells,
            last_row,
            last_column,
            merges_of(around),
            widths,
            heights,
            wide,
            high,
            frozenset(hidden),
            frozenset(hidden_columns),
            self._part.hidden,
            is_protected(around),
            xml.heads(),
            xml.arrays(),
        )

    def _read_row(self, number: int, row: Element, cells: dict[tuple[int, int], FormCell]) -> None:
        column = 0
        for cell in row:
            column = _column(cell.get("r", "").rstrip("0123456789")) or column + 1
            if column > SHOWN_COLUMNS:
                return
            style = _whole(cell.get("s"))
            text, kind = self._content(cell, style) if len(cell) else ("", CellKind.EMPTY)
            if style or kind is not CellKind.EMPTY:
                cells[number, column] = FormCell(text, kind, style)

    def _content(self, cell: Element, style: int) -> tuple[str, CellKind]:
        """Return what a cell shows and what it is."""
        value, formula, kind = "", False, cell.get("t", "")
        for part in cell:
            match part.tag.rpartition("}")[2]:
                case "v":
                    value = part.text or ""
                case "f":
                    formula = True
                case "is" if kind == "inlineStr":
                    return _text_of(part), CellKind.TEXT
        look = self._looks[style] if style < len(self._looks) else self._looks[0]
        text, what = self._value(value, kind, look)
        return text, CellKind.FORMULA if formula else what

    def _value(self, value: str, kind: str, look: CellLook) -> tuple[str, CellKind]:
        if kind == "s":
            place = int(value) if value.isascii() and value.isdigit() else -1
            text = self._texts[place] if 0 <= place < len(self._texts) else ""
            return text, CellKind.TEXT if text else CellKind.EMPTY
        if kind == "e":
            return value, CellKind.ERROR
        if kind == "b":
            return ("ĐÚNG" if value == "1" else "SAI"), CellKind.TEXT
        if kind in ("str", "d") or not _NUMBER.fullmatch(value):
            text = plain_text(value)[:_TEXT_LIMIT]
            return text, CellKind.TEXT if text else CellKind.EMPTY
        if value.isdigit() and len(value) < 16 and not (look.date or look.percent):
            return f"{int(value):,}".replace(",", "."), CellKind.NUMBER
        return self._number(Decimal(value), look), CellKind.NUMBER

    def _number(self, number: Decimal, look: CellLook) -> str:
        if abs(number) >= 10**15 or (number and abs(number) < Decimal("0.0005")):
            return f"{number:.6g}".replace(".", ",")
        if look.date and 0 < number < 200_000:
            return short_date(self._epoch + timedelta(days=int(number)))
        return f"{format_number(number * 100)}%" if look.percent else format_number(number)


@functools.lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """Return the number of a column by its letters, 0 for none; the same few come again and again."""
    place = cell_place(f"{letters}1")
    return place[1] if place else 0


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _columns(around: Element) -> tuple[dict[int, int], set[int]]:
    """Return the widths of columns in pixels and the hidden ones."""
    widths: dict[int, int] = {}
    hidden: set[int] = set()
    for node in around.findall("{*}cols/{*}col"):
        first, last = node.get("min", ""), node.get("max", "")
        if not (first.isdigit() and last.isdigit()):
            continue
        for column in range(int(first), min(int(last), SHOWN_COLUMNS) + 1):
            if node.get("hidden", "0") in ("1", "true"):
                hidden.add(column)
            if width := node.get("width"):
                widths[column] = _width(width)
    return widths, hidden


def _defaults(around: Element) -> tuple[int, int]:
    node = around.find("{*}sheetFormatPr")
    width = node.get("defaultColWidth", "") if node is not None else ""
    height = node.get("defaultRowHeight", "15") if node is not None else "15"
    return _width(width) if width else 64, _pixels(height, _PIXELS_PER_POINT)


def _width(characters: str) -> int:
    """Return a width in characters as pixels: 7 for a digit of the usual font, 5 for the edges."""
    return _pixels(characters, 7.0) + 5


def _pixels(text: str, scale: float) -> int:
    try:
        return round(min(max(float(text) * scale, _MIN_PIXELS), _MAX_PIXELS))
    except ValueError:
        return _MIN_PIXELS
