"""A first look at a sheet's XML, before openpyxl reads it: how far values go, what is merged, hidden, uncalculated.

openpyxl's read-only mode keeps memory low but tells nothing of merged cells and trusts what the file says of itself.
This pass over the raw XML (SAX, no tree) is the guard in front of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.parsers import expat

from openpyxl.utils import get_column_letter

from cchc_desktop.domain.sheet import Area
from cchc_desktop.errors import FileUnreadable, UnreadableReason, WorkbookProblem

MAX_ROWS = 20_000
"""Lowest row that may hold a value."""

MAX_COLUMNS = 200
"""Rightmost column that may hold a value."""

MAX_CELLS = 250_000
"""Most cells with a value in one sheet."""

MAX_ELEMENTS = 4_000_000
"""Most XML elements of one sheet, blank bordered cells included."""

MAX_MERGES = 20_000
_MAX_DEPTH = 64
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?")


@dataclass(slots=True)
class SheetScan:
    """What the raw XML of a sheet tells."""

    last_row: int = 0
    last_column: int = 0
    values: int = 0
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)


def column_number(letters: str) -> int:
    """Return 1 for "A", 27 for "AA"."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _Reader:
    """Expat handlers that fill a `SheetScan`."""

    def __init__(self, path: Path, part: str) -> None:
        self.path = path
        self.part = part
        self.scan = SheetScan()
        self._depth = 0
        self._elements = 0
        self._row = 0
        self._column = 0
        self._formula = False
        self._value = False
        self._inside = False
        self._is_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._elements > MAX_ELEMENTS or self._depth > _MAX_DEPTH:
            raise WorkbookProblem(self.path, "trang tính có quá nhiều ô trống hoặc cấu trúc bất thường", self.part)
        local = name.rpartition(" ")[2]
        if local == "c":
            self._is_text = attributes.get("t") == "str"  # "" is a result too
            self._start_cell(attributes.get("r"))
        elif local == "row":
            self._start_row(attributes)
        elif local in ("v", "is"):
            self._inside = self._formula
            self._value = self._value or not self._formula or self._is_text
        elif local == "f":
            self._formula = True
        elif local == "col":
            self._hide_columns(attributes)
        elif local == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        self._depth -= 1
        if (self._formula or self._value) and name.rpartition(" ")[2] == "c":
            self._end_cell()

    def text(self, data: str) -> None:
        # Programs that write formulas without calculating leave <v></v> behind.
        if self._inside and data.strip():
            self._value = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else self._row + 1
        self._column = 0
        if attributes.get("hidden") in ("1", "true"):
            self.scan.hidden_rows.add(self._row)

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden") in ("1", "true") and all(re.fullmatch("[0-9]{1,5}", end) for end in (first, last)):
            self.scan.hidden_columns.update(range(int(first), min(int(last), MAX_COLUMNS) + 1))

    def _start_cell(self, address: str | None) -> None:
        self._formula = self._value = False
        if address is None:
            self._column += 1
            return
        match = _CELL.fullmatch(address)
        if match is None:
            raise WorkbookProblem(self.path, "địa chỉ ô không hợp lệ", self.part, address[:20])
        self._column = column_number(match[1])
        self._row = int(match[2])

    def _end_cell(self) -> None:
        scan = self.scan
        if self._formula and not self._value:
            scan.uncalculated.add((self._row, self._column))
        self._formula = self._value = self._inside = False
        scan.values += 1
        scan.last_row = max(scan.last_row, self._row)
        scan.last_column = max(scan.last_column, self._column)
        if self._row > MAX_ROWS:
            self._refuse(f"có dữ liệu dưới dòng {MAX_ROWS:,}".replace(",", "."))
        if self._column > MAX_COLUMNS:
            self._refuse(f"có dữ liệu bên phải cột thứ {MAX_COLUMNS}")
        if scan.values > MAX_CELLS:
            self._refuse(f"có hơn {MAX_CELLS:,} ô có dữ liệu".replace(",", "."))

    def _refuse(self, reason: str) -> None:
        raise WorkbookProblem(
            self.path, reason, self.part, f"{get_column_letter(min(self._column, 16_384))}{self._row}"
        )

    def _merge(self, reference: str) -> None:
        match = _RANGE.fullmatch(reference)
        if match is None:
            return
        if len(self.scan.merges) >= MAX_MERGES:
            self._refuse("có quá nhiều ô gộp")
        left, top = column_number(match[1]), int(match[2])
        right, bottom = (column_number(match[3]), int(match[4])) if match[3] else (left, top)
        self.scan.merges.append(Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))


def scan_sheet(stream: IO[bytes], path: Path, part: str) -> SheetScan:
    """Read the XML of a sheet once.

    Args:
        stream: the part, already known to hold no DTD.
        path: the workbook, for errors.
        part: the name of the sheet, for errors.

    Raises:
        WorkbookProblem: values beyond the limits, or too many elements.
        FileUnreadable: no well-formed XML.

    """
    reader = _Reader(path, part)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        while chunk := stream.read(1 << 20):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileUnreadable(path, UnreadableReason.BROKEN, detail=f"{part}: {error}") from error
    return reader.scan
