"""The sheets of a workbook from outside as plain cells: text, number, day, or why there is no value."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cchc_desktop.documents.excel_text import plain_text
from cchc_desktop.documents.foreign_workbook.repair import find_sheet_parts, repaired, sheet_titles
from cchc_desktop.documents.foreign_workbook.scan import SheetScan, scan_sheet
from cchc_desktop.documents.office_file import OfficeKind, read_office_file
from cchc_desktop.documents.word.legacy_text import convert, font_charset
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.sheet import EMPTY, Cell, CellKind, Grid
from cchc_desktop.errors import AppError, FileUnreadable, UnreadableReason, WorkbookProblem

MAX_SHEETS = 60
"""Most sheets of a workbook."""

MAX_PART_BYTES = 120 * 1024 * 1024
"""Largest unpacked sheet or table of strings."""

if not openpyxl.DEFUSEDXML:
    raise ImportError("openpyxl must find defusedxml: without it a workbook of 5 KB can fill the memory")

_ERRORS = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)")


@dataclass(slots=True)
class _Book:
    path: Path
    data: bytes
    scans: dict[str, SheetScan] = field(default_factory=dict)


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Read all sheets of an Excel file from outside.

    Raises:
        FileUnreadable: no whole, harmless Excel file.
        FileInUse: Windows keeps it from being read.
        WorkbookProblem: too many sheets, rows, columns or cells.

    """
    book = _Book(path, read_office_file(path, OfficeKind.EXCEL))
    book.data = repaired(book.data, thorough=False)
    _scan(book)
    try:
        return _grids(book)
    except AppError:
        raise
    except Exception:
        # Colours, fonts or properties that openpyxl does not forgive: try once without all of them.
        book.data = repaired(book.data, thorough=True)
    try:
        return _grids(book)
    except AppError:
        raise
    except Exception as error:
        raise FileUnreadable(path, UnreadableReason.BROKEN, detail=f"{type(error).__name__}: {error}") from error


def _scan(book: _Book) -> None:
    with zipfile.ZipFile(io.BytesIO(book.data)) as package:
        parts = find_sheet_parts(package)
        titles = sheet_titles(package)
        if len(parts) > MAX_SHEETS:
            raise WorkbookProblem(book.path, f"tệp có {len(parts)} trang tính, nhiều hơn {MAX_SHEETS}")
        for info in package.infolist():
            if info.file_size > MAX_PART_BYTES and info.filename.endswith(".xml"):
                raise WorkbookProblem(book.path, "trang tính hoặc bảng chữ quá lớn")
        for part in parts:
            if part in package.namelist():
                with package.open(part) as stream:
                    book.scans[part] = scan_sheet(stream, book.path, titles.get(part) or part.rpartition("/")[2])


def _grids(book: _Book) -> tuple[Grid, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions it passes over; we only want values
        workbook = openpyxl.load_workbook(io.BytesIO(book.data), read_only=True, data_only=True, keep_links=False)
        try:
            return tuple(_grid(book, sheet) for sheet in workbook.worksheets)
        finally:
            workbook.close()


def _grid(book: _Book, sheet: Any) -> Grid:
    # The read-only worksheet keeps the name of its part; there is no public way to ask for it.
    part = str(sheet._worksheet_path).lstrip("/")
    scan = book.scans.get(part)
    if scan is None:
        with zipfile.ZipFile(io.BytesIO(book.data)) as package, package.open(part) as stream:
            scan = scan_sheet(stream, book.path, sheet.title)
    sheet.reset_dimensions()  # programs write wrong ones (WPS: "A1" for a full sheet)
    rows = dict(_rows(sheet, scan)) if scan.last_row else {}
    merges = tuple(area for area in scan.merges if area.top <= scan.last_row)
    hidden = sheet.sheet_state != "visible"
    old_days = sheet.parent.epoch == CALENDAR_MAC_1904
    columns = frozenset(scan.hidden_columns)
    return Grid(plain_text(sheet.title), rows, merges, frozenset(scan.hidden_rows), hidden, old_days, columns)


def _rows(sheet: Any, scan: SheetScan) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    table = sheet.iter_rows(min_row=1, max_row=scan.last_row, min_col=1, max_col=scan.last_column)
    fonts = _old_fonts(sheet)
    for number, row in enumerate(table, 1):
        cells = tuple(_cell(cell, (number, column) in scan.uncalculated, fonts) for column, cell in enumerate(row, 1))
        if any(cell.kind is not CellKind.EMPTY for cell in cells):
            yield number, cells


def _old_fonts(sheet: Any) -> dict[int, str]:
    """Return the fonts of the workbook that draw TCVN3 or VNI, by their number; mostly there are none."""
    # The read-only workbook keeps its fonts; asking each cell for its own would take longer than reading it.
    fonts = enumerate(getattr(sheet.parent, "_fonts", ()))
    return {number: font.name for number, font in fonts if font.name and font_charset(font.name)}


def _in_unicode(source: Any, text: str, fonts: dict[int, str]) -> str:
    array = getattr(source, "style_array", None)  # an empty cell of openpyxl has none
    return text if array is None else convert(text, fonts.get(array.fontId, ""))


def _cell(source: Any, uncalculated: bool, fonts: dict[int, str]) -> Cell:
    value = source.value
    if uncalculated:
        return Cell(CellKind.UNCALCULATED, "công thức chưa tính")
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return Cell(CellKind.FLAG, "TRUE" if value else "FALSE")
    if source.data_type == "e" or (isinstance(value, str) and _ERRORS.fullmatch(value)):
        return Cell(CellKind.ERROR, str(value))
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return Cell(CellKind.DAY, short_date(value.date()), day=value.date())
    if isinstance(value, date):
        return Cell(CellKind.DAY, short_date(value), day=value)
    if isinstance(value, str):
        return _text(_in_unicode(source, value, fonts) if fonts else value)
    return Cell(CellKind.TIME, str(value))


@lru_cache(maxsize=8192)
def _text(value: str) -> Cell:
    """Return a cell of text; logs repeat forms, names and units, and a cell is never changed."""
    text = plain_text(value).strip()
    return Cell(CellKind.TEXT, text) if text else EMPTY


def _number(value: float) -> Cell:
    """Return a number with the 15 digits that Excel itself shows."""
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if not number.is_finite() or number.adjusted() > 30:
        return Cell(CellKind.ERROR, str(value)[:40])
    if number == number.to_integral_value():
        number = number.quantize(Decimal(1))
    return Cell(CellKind.NUMBER, format_number(number), number=number)


def row_text(cells: Sequence[Cell]) -> str:
    """Return a row in one line, to be recognised by a person."""
    text = " | ".join(cell.text.replace("\n", " ") for cell in cells if cell.text)
    return text if len(text) <= 200 else text[:199] + "…"
