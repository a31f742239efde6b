"""Sheets of a workbook from outside, by one of two libraries.

python-calamine is an order of magnitude faster and can abort the process on a hostile sheet, so it runs only in
processes that may be killed; and it tells neither errors nor formulas that were never calculated, so it reads only
files that have none. Everything else goes the careful way through openpyxl, behind all guards.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from cchc_desktop.documents.excel_text import plain_text
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.machine_sheet import DATA_SHEET
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.sheet import EMPTY, Area, Cell, CellKind, Grid
from cchc_desktop.errors import WorkbookProblem

MOST_CELLS = 400_000
"""Most cells of a sheet the fast way; a larger one goes the careful way, which counts before it reads."""

MOST_SHEETS = 60
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_NOT_PLAIN = re.compile(rb"""<(?:\w+:)?f[ >/]|\bt=["']e["']""")
_OLD_FONTS = re.compile(rb"""val=["'](?:\.Vn|VNI-)""", re.IGNORECASE)
_NOT_ONE_WAY = "cần đọc kỹ"


class NeedsCare(Exception):
    """The file has something in it that the fast way would not tell."""


def machine_rows(data: bytes) -> list[list[Any]] | None:
    """Return the rows of the machine-readable sheet the fast way, None when there is none.

    Raises:
        NeedsCare: the fast way cannot read it.

    """
    book = _fast(data)
    if DATA_SHEET not in book.sheet_names:
        return None
    return _values(book.get_sheet_by_name(DATA_SHEET))


def careful_machine_rows(data: bytes, path: Path) -> list[list[Any]] | None:
    """Return the same the careful way; errors of formulas stay as they are written ("#REF!")."""
    import openpyxl

    from cchc_desktop.documents.received.machine_sheet import MOST_ROWS
    from cchc_desktop.domain.machine_sheet import HEAD_ROW

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        if DATA_SHEET not in book.sheetnames:
            return None
        sheet = book[DATA_SHEET]
        sheet.reset_dimensions()
        return [list(row) for row in sheet.iter_rows(max_row=HEAD_ROW + 1 + MOST_ROWS, max_col=16, values_only=True)]
    except (ValueError, KeyError, AttributeError, TypeError, IndexError) as error:
        raise WorkbookProblem(path, "trang tính dữ liệu bị hỏng", DATA_SHEET) from error
    finally:
        book.close()


def fast_grids(data: bytes) -> tuple[Grid, ...]:
    """Return all sheets the fast way.

    Raises:
        NeedsCare: there are formulas, errors or old letters in it, or the fast way cannot read it.

    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if _SHEETS.fullmatch(name) and _NOT_PLAIN.search(package.read(name)):
                raise NeedsCare(_NOT_ONE_WAY)
            if name.lower() == "xl/styles.xml" and _OLD_FONTS.search(package.read(name)):
                raise NeedsCare(_NOT_ONE_WAY)
    book = _fast(data)
    if len(book.sheet_names) > MOST_SHEETS:
        raise NeedsCare(_NOT_ONE_WAY)
    return tuple(_grid(book, place) for place in range(len(book.sheet_names)))


def _fast(data: bytes) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError) as error:
        raise NeedsCare(str(error)) from error


def _values(sheet: Any) -> list[list[Any]]:
    from python_calamine import CalamineError

    try:
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise NeedsCare(_NOT_ONE_WAY)
        rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise NeedsCare(str(error)) from error
    return rows


def _grid(book: Any, place: int) -> Grid:
    facts = book.sheets_metadata[place]
    sheet = book.get_sheet_by_index(place)
    rows = {}
    for number, values in enumerate(_values(sheet), 1):
        cells = tuple(map(_cell, values))
        if any(cell is not EMPTY for cell in cells):
            rows[number] = cells
    merges = tuple(_areas(sheet.merged_cell_ranges or ()))
    return Grid(plain_text(facts.name), rows, merges, hidden="Visible" not in str(facts.visible).rpartition(".")[2])


def _areas(ranges: Any) -> Iterator[Area]:
    for (top, left), (bottom, right) in ranges:
        yield Area(top + 1, left + 1, bottom + 1, right + 1)


def _cell(value: Any) -> Cell:
    if value == "" and isinstance(value, str):
        return EMPTY
    if isinstance(value, str):
        text = plain_text(value).strip()
        return Cell(CellKind.TEXT, text) if text else EMPTY
    if isinstance(value, bool):
        return Cell(CellKind.FLAG, "TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return _number(float(value))
    if isinstance(value, datetime):
        return Cell(CellKind.DAY, short_date(value.date()), day=value.date())
    if isinstance(value, date):
        return Cell(CellKind.DAY, short_date(value), day=value)
    return Cell(CellKind.TIME, str(value))


def _number(value: float) -> Cell:
    number = Decimal(int(value)) if value.is_integer() and abs(value) < 1e15 else Decimal(f"{value:.15g}")
    if not number.is_finite() or number.adjusted() > 30:
        return Cell(CellKind.ERROR, str(value)[:40])
    return Cell(CellKind.NUMBER, format_number(number), number=number)
