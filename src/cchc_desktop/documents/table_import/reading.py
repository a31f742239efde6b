"""A table file read once into memory: Excel behind the house's guards, or CSV in whatever letters it was written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from cchc_desktop.documents.file_kind import foreign_kind
from cchc_desktop.documents.foreign_workbook.cells import read_grids
from cchc_desktop.documents.foreign_workbook.scan import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from cchc_desktop.documents.office_file import read_bytes
from cchc_desktop.domain.sheet import EMPTY, Cell, CellKind, Grid
from cchc_desktop.domain.table_import import TableFile
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.errors import FileUnreadable, UnreadableReason, WorkbookProblem

TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
"""Endings of files that are read as CSV; the kind of all others is told by their bytes."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PACKAGES = (b"PK", b"\xd0\xcf\x11\xe0")
_DIVIDERS = (";", "\t", ",", "|")
_LOOKED_AT = 20  # lines that tell what divides the cells


def open_table(path: Path) -> TableFile:
    """Read a table file: .xlsx, .xlsm, .xltx, or CSV (also with tabs) in UTF-8, UTF-16 or Windows-1258.

    Raises:
        FileUnreadable: neither, or not whole and harmless.
        FileInUse: Windows keeps it from being read.
        WorkbookProblem: too many sheets, rows, columns or cells.

    """
    name = clean_line(path.name)  # letters that turn the reading direction may be in it
    if path.suffix.lower() not in TEXT_SUFFIXES:
        return TableFile(name, read_grids(path))
    data = read_bytes(path)
    if data.startswith(_PACKAGES):  # a workbook under a false name
        return TableFile(name, read_grids(path))
    return TableFile(name, (_csv_grid(path, _decoded(path, data)),))


def _decoded(path: Path, data: bytes) -> str:
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    if not encoding and (found := foreign_kind(data)) and "CSV" not in found and "văn bản" not in found:
        raise FileUnreadable(path, UnreadableReason.WRONG_KIND, found)
    if not encoding and b"\x00" in data:
        raise FileUnreadable(path, UnreadableReason.WRONG_KIND)
    for name in (encoding,) if encoding else ("utf-8", "cp1258"):
        try:
            return clean(data.decode(name))
        except UnicodeDecodeError:
            continue
    raise FileUnreadable(path, UnreadableReason.BROKEN, detail="no known encoding")


def _csv_grid(path: Path, text: str) -> Grid:
    divider = _divider(text)
    rows: dict[int, tuple[Cell, ...]] = {}
    cells = 0
    for number, row in enumerate(_csv_rows(path, text, divider), 1):
        if not any(value.strip() for value in row):
            continue
        if number > MAX_ROWS:
            raise WorkbookProblem(path, f"có dữ liệu dưới dòng {MAX_ROWS:,}".replace(",", "."))
        if len(row) > MAX_COLUMNS:
            raise WorkbookProblem(path, f"có dữ liệu bên phải cột thứ {MAX_COLUMNS}")
        cells += len(row)
        if cells > MAX_CELLS:
            raise WorkbookProblem(path, f"có hơn {MAX_CELLS:,} ô có dữ liệu".replace(",", "."))
        rows[number] = tuple(Cell(CellKind.TEXT, value.strip()) if value.strip() else EMPTY for value in row)
    return Grid(clean_line(path.stem), rows)


def _csv_rows(path: Path, text: str, divider: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text), delimiter=divider)
    except csv.Error as error:
        raise WorkbookProblem(path, "có ô dài bất thường hoặc dấu nháy kép không khép") from error


def _divider(text: str) -> str:
    """Return what divides the cells: the mark that splits the first lines into the most, most equal parts."""
    lines = [line for line in text.split("\n")[:_LOOKED_AT] if line.strip()]
    best, divider = (0, 0), ","
    for mark in _DIVIDERS:
        counts = [line.count(mark) for line in lines]
        common = max(set(counts), key=lambda number: (counts.count(number), number), default=0)
        score = (counts.count(common) if common else 0, common)
        if score > best:
            best, divider = score, mark
    return divider
