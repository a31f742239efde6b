"""The XML of a sheet as bytes: finding single cells in it and putting others in their place.

Only the bytes of the cells that are filled change. A tree would have to be written anew as a whole; and the cells of
a million formatted rows would have to be held in memory to change one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from cchc_desktop.documents.report_form.package import FormPackage, SheetPart
from cchc_desktop.domain.report_form import cell_place
from cchc_desktop.domain.report_form_grid import SHOWN_ROWS, Area
from cchc_desktop.errors import FormProblem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ATTRIBUTES = rb"""((?:[^<>"']+|"[^"]*"|'[^']*')*)"""
_ATTRIBUTE = re.compile(rb"""\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_RANGE = re.compile(r"\$?[A-Z]{1,3}\$?[1-9][0-9]*(?::\$?[A-Z]{1,3}\$?[1-9][0-9]*)?")
_PEEK_ROWS = 100
_Numbering = Callable[[str, int], int]
MAX_MERGES = 20_000
"""Most merged areas that are read."""


@dataclass(frozen=True, slots=True)
class Span:
    """A row or cell within the bytes: its number, the whole element, the content between its tags, its attributes.

    `body` is empty (start equals end) for an element closed at once.
    """

    number: int
    start: int
    end: int
    body_start: int
    body_end: int
    attributes: bytes

    def attribute(self, name: str) -> str:
        """Return an attribute of its tag, "" when there is none."""
        return attribute(self.attributes, name)


def attribute(raw: bytes, name: str) -> str:
    """Return one of the attributes of a tag by its name, "" when there is none."""
    wanted = name.encode()
    for match in _ATTRIBUTE.finditer(b" " + raw):
        if match[1] == wanted:
            return (match[2] if match[2] is not None else match[3]).decode("utf-8", "replace")
    return ""


class SheetXml:
    """A sheet's XML, whole and well-formed.

    Raises:
        FileUnreadable: it is not well-formed.
        FormProblem: it has no cells (a chart), or is written in a way that cannot be changed in place.

    """

    def __init__(self, package: FormPackage, sheet: SheetPart) -> None:
        self.package = package
        self.sheet = sheet
        self.data = package.read(sheet.part)
        root = self._verify()
        name = re.compile(rb"<([\w.-]+:)?([\w.-]+)").match(self.data, root)
        if name is None or name[2] != b"worksheet":
            raise self.problem("trang này không phải bảng tính")
        self.prefix = name[1] or b""
        self._row = self._pattern(b"row")
        self._cell = self._pattern(b"c")
        self._row_end = re.compile(rb"</" + self.prefix + rb"row\s*>")
        self._cell_end = re.compile(rb"</" + self.prefix + rb"c\s*>")
        opening = self._pattern(b"sheetData").search(self.data, root)
        if opening is None:
            raise self.problem("trang tính không có vùng ô")
        self.closed_at_once = opening[1].endswith(b"/")
        self.head_start, self.open_start, self.open_end = root, opening.start(), opening.end()
        closing = None if self.closed_at_once else self._last_end()
        self.start = opening.end()
        self.end = closing.start() if closing else opening.end()
        self.tail_start = closing.end() if closing else opening.end()

    def problem(self, reason: str, cell: str = "") -> FormProblem:
        """Return the error of this sheet."""
        return FormProblem(self.package.path, reason, self.sheet.name, cell)

    def _pattern(self, name: bytes) -> re.Pattern[bytes]:
        return re.compile(rb"<" + self.prefix + name + rb"(?=[\s/>])" + _ATTRIBUTES + rb">")

    def _last_end(self) -> re.Match[bytes] | None:
        place = self.data.rfind(b"</" + self.prefix + b"sheetData")
        return re.compile(rb"</" + self.prefix + rb"sheetData\s*>").match(self.data, place)

    def _verify(self) -> int:
        """Read the XML once at the speed of C; return where its root begins.

        Comments, CDATA and instructions could hide what looks like a cell; no office program writes them into a sheet.
        """
        parser = expat.ParserCreate()
        root: list[int] = []
        odd: list[str] = []

        def start(_name: str, _attributes: object) -> None:
            root.append(parser.CurrentByteIndex)
            parser.StartElementHandler = None

        def strange(*_given: object) -> None:
            if root:
                odd.append("hidden")

        def declared(_version: str, encoding: str | None, _alone: int) -> None:
            if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
                odd.append(encoding)

        parser.StartElementHandler = start
        parser.CommentHandler = parser.StartCdataSectionHandler = parser.ProcessingInstructionHandler = strange
        parser.XmlDeclHandler = declared
        try:
            parser.Parse(self.data, True)
        except expat.ExpatError as error:
            raise self.package.broken(f"{self.sheet.part}: {error}") from error
        if odd or self.data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise self.problem("trang tính được ghi theo cách lạ; hãy mở bằng Excel, lưu lại rồi chọn lại")
        return root[0]

    # ------------------------------------------------------------------ rows and cells

    def rows(self) -> Iterator[Span]:
        """Give the rows from the top; a row without a number follows the one before it."""
        yield from self._spans(self._row, self._row_end, self.start, self.end, _row_number)

    def cells(self, row: Span) -> Iterator[Span]:
        """Give the cells of a row from the left; a cell without an address follows the one before it."""
        yield from self._spans(self._cell, self._cell_end, row.body_start, row.body_end, _column_number)

    def _spans(
        self, opening: re.Pattern[bytes], closing: re.Pattern[bytes], start: int, end: int, number: _Numbering
    ) -> Iterator[Span]:
        last = 0
        position = start
        while match := opening.search(self.data, position, end):
            attributes = match[1]
            body_end = position = match.end()
            if attributes.endswith(b"/"):
                attributes = attributes[:-1]
            elif close := closing.search(self.data, match.end(), end):
                body_end, position = close.start(), close.end()
            here = number(attribute(attributes, "r"), last)
            if here <= last:
                raise self.problem("các dòng, ô không theo thứ tự; hãy mở bằng Excel, lưu lại rồi chọn lại")
            last = here
            yield Span(here, match.start(), position, match.end(), body_end, attributes)

    def last_row(self) -> int:
        """Return the number of the lowest row that is written down; quick however many there are."""
        opening = b"<" + self.prefix + b"row"
        place = self.data.rfind(opening, self.start, self.end)
        while place >= 0:
            match = self._row.match(self.data, place)
            number = attribute(match[1].rstrip(b"/"), "r") if match else ""
            if number.isdigit():
                return int(number)
            if match:
                return max((row.number for row in self.rows()), default=0)
            place = self.data.rfind(opening, self.start, place)
        return 0

    def extent(self, around: Element) -> tuple[int, int]:
        """Return the last row and column of the sheet, (0, 0) for an empty one.

        The right edge is what the sheet says of itself where that reaches as low as its rows, else what its first
        rows hold: some programs write "A1" whatever there is.
        """
        merges = merges_of(around)
        last_row = max(self.last_row(), max((area.bottom for area in merges), default=0))
        right = max((area.right for area in merges), default=0)
        node = around.find("{*}dimension")
        said = area_of(node.get("ref", "")) if node is not None else None
        if said is not None and said.bottom >= last_row > 0:
            return last_row, max(said.right, right, self._widest(_PEEK_ROWS))
        return last_row, max(right, self._widest(SHOWN_ROWS))

    def _widest(self, rows: int) -> int:
        """Return the rightmost column that holds a cell in the first rows."""
        widest = 0
        for row in itertools.islice(self.rows(), rows):
            place = self.data.rfind(b"<" + self.prefix + b"c", row.body_start, row.body_end)
            match = self._cell.match(self.data, place) if place >= 0 else None
            cell = cell_place(attribute(match[1].rstrip(b"/"), "r")) if match else None
            if cell is None and row.body_end > row.body_start:  # no address: count them
                cell = 0, max((one.number for one in self.cells(row)), default=0)
            widest = max(widest, cell[1] if cell else 0)
        return widest

    # ------------------------------------------------------------------ what stands around the cells

    def around(self) -> Element:
        """Return the sheet without its cells: columns, protection, merged areas and the rest."""
        content = self.data[self.head_start : self.open_start] + self.data[self.tail_start :]
        return self.package.parse(content, self.sheet.part)

    def shown_rows(self) -> Element:
        """Return the rows that are drawn as a tree (`sheetData`)."""
        end = self.end
        for row in self.rows():
            if row.number > SHOWN_ROWS:
                end = row.start
                break
        closing = b"</" + self.prefix + b"sheetData></" + self.prefix + b"worksheet>"
        content = (
            self.data[self.start : end] + closing if not self.closed_at_once else b"</" + self.prefix + b"worksheet>"
        )
        tree = self.package.parse(self.data[self.head_start : self.open_end] + content, self.sheet.part)
        found = tree.find("{*}sheetData")
        assert found is not None
        return found

    def count_formulas(self) -> int:
        """Return how many cells hold a formula."""
        return len(re.findall(rb"<%bf[\s/>]" % self.prefix, memoryview(self.data)[self.start : self.end]))

    def arrays(self) -> tuple[Area, ...]:
        """Return the areas that one formula or data table fills: no single cell of them may change."""
        if b"array" not in self.data and b"dataTable" not in self.data:
            return ()
        found = []
        for match in self._pattern(b"f").finditer(self.data, self.start, self.end):
            raw = match[1].rstrip(b"/")
            if attribute(raw, "t") in ("array", "dataTable") and (area := area_of(attribute(raw, "ref"))):
                found.append(area)
        return tuple(found)

    def heads(self) -> tuple[Area, ...]:
        """Return the heading rows of the sheet's tables: their words are also in the table's own part."""
        found = []
        for part in self.package.related(self.sheet.part, "table"):
            node = self.package.tree(part)
            area = area_of(node.get("ref", ""))
            rows = node.get("headerRowCount", "1")
            if area and rows.isdigit() and int(rows):
                found.append(Area(area.top, area.left, area.top + int(rows) - 1, area.right))
        return tuple(found)


def _row_number(written: str, last: int) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else last + 1


def _column_number(written: str, last: int) -> int:
    place = cell_place(written)
    return place[1] if place else last + 1


def area_of(reference: str) -> Area | None:
    """Return the area of a reference ("B7:D7", "B7"), None when it is none."""
    if not _RANGE.fullmatch(reference):
        return None
    first, _, second = reference.partition(":")
    start, end = cell_place(first), cell_place(second or first)
    if start is None or end is None:
        return None
    return Area(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))


def merges_of(around: Element) -> tuple[Area, ...]:
    """Return the merged areas of a sheet."""
    nodes = around.findall("{*}mergeCells/{*}mergeCell")[:MAX_MERGES]
    return tuple(area for node in nodes if (area := area_of(node.get("ref", ""))) is not None)


def is_protected(around: Element) -> bool:
    """Tell whether the sheet is protected."""
    node = around.find("{*}sheetProtection")
    return node is not None and node.get("sheet", "0") in ("1", "true", "on")
