"""Results of the formulas that depend on filled cells.

Excel calculates anew on opening, but LibreOffice, viewers on phones and programs that collect forms show the results
that the file holds. Those of formulas that our figures go into are therefore given where they can be known, and taken
out where they cannot: an old total beside new figures would be a wrong number. Formulas that do not depend on filled
cells, and all formulas of other sheets, stay untouched.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cchc_desktop.documents.report_form.formula import Fault, Reference, Scalar, Unknown, Words, evaluate, references
from cchc_desktop.documents.report_form.sheet_xml import SheetXml, Span, attribute
from cchc_desktop.domain.report_form import cell_place, column_letters
from cchc_desktop.domain.report_form_grid import SHOWN_ROWS, Area

Place = tuple[str, int, int]
"""Name of the sheet in small letters, row, column."""

Result = float | str | bool | Fault | None
"""None: it cannot be known."""

MAX_FORMULAS = 20_000
"""With more formulas than that in the filled sheets nothing is looked at, and all results stay."""

_DEPTH = 200
_TAG_ENDS = (b" ", b">", b"/", b"\n", b"\t", b"\r")


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell with a formula: where its bytes are, and the formula without "="."""

    place: Place
    start: int
    end: int
    text: str


class SheetValues:
    """The values of one sheet, read where they are asked for."""

    def __init__(self, xml: SheetXml) -> None:
        self.xml = xml
        self._rows: dict[int, Span] | None = None
        self._cells: dict[int, dict[int, Span]] = {}
        self._plain: dict[bytes, tuple[bytes, bytes]] | None = None
        self._whole = False

    def span(self, row: int, column: int) -> Span | None:
        """Return a cell's place in the bytes, None where there is none."""
        if self._rows is None:
            self._rows = {}
            for one in self.xml.rows():
                if one.number > SHOWN_ROWS:
                    break
                self._rows[one.number] = one
        if row > SHOWN_ROWS:
            raise Unknown("too low")
        if row not in self._cells:
            found = self._rows.get(row)
            self._cells[row] = {cell.number: cell for cell in self.xml.cells(found)} if found else {}
        return self._cells[row].get(column)

    def value(self, row: int, column: int, name: str) -> Scalar | Fault:
        """Return what a cell holds by the file; `name` is its name, which whoever asks for many has at hand.

        Raises:
            Unknown: a formula without a result, or an error.

        """
        if self._plain is None:
            self._plain = self._index()
        if found := self._plain.get(name.encode()):
            attributes, number = found
            if number and b" t=" not in attributes:
                return float(number)
            if attributes.endswith(b"/"):
                return None
        elif self._whole:
            return None
        return self._other_value(row, column)

    def _index(self) -> dict[bytes, tuple[bytes, bytes]]:
        """Return the cells by name in one pass: their further attributes, and the value where it is simply written."""
        xml = self.xml
        formula = rb"(?:<%bf[^>]*/>|<%bf[^>]*>[^<]*</%bf>)?" % ((xml.prefix,) * 3)
        cell = rb"<%bc r=\"([A-Z]{1,3}[0-9]+)\"([^>]*)>(?:%b<%bv>([^<]*)</%bv></%bc>)?"
        cell %= xml.prefix, formula, *((xml.prefix,) * 3)
        region = memoryview(xml.data)[xml.start : xml.end]
        found = re.findall(cell, region)
        written = sum(xml.data.count(b"<%bc%b" % (xml.prefix, end), xml.start, xml.end) for end in _TAG_ENDS)
        self._whole = len(found) == written
        return {name: (attributes, number) for name, attributes, number in found}

    def _other_value(self, row: int, column: int) -> Scalar | Fault:
        cell = self.span(row, column)
        if cell is None or cell.body_start == cell.body_end:
            return None
        body = self.xml.data[cell.body_start : cell.body_end]
        prefix = self.xml.prefix
        formula = re.search(rb"<" + prefix + rb"f[\s/>]", body) is not None
        kind = cell.attribute("t")
        if kind in ("s", "inlineStr", "str"):
            return Words()
        found = re.search(rb"<" + prefix + rb"v(?:\s[^>]*)?>([^<]*)</", body)
        if found is None:
            if formula:
                raise Unknown("no result")
            return None
        if kind not in ("", "n"):
            raise Unknown(kind)
        return float(found[1])


def formulas_of(xml: SheetXml) -> list[FormulaCell]:
    """Return the plain and shared formulas of a sheet; those of arrays and data tables are left out."""
    found: list[FormulaCell] = []
    masters: dict[str, tuple[str, str]] = {}
    region = memoryview(xml.data)[: xml.end]
    opening = re.compile(rb"<%bc\s([^>]*)><%bf(?=[\s/>])([^>]*)>([^<]*)" % (xml.prefix, xml.prefix))
    matches = list(opening.finditer(region, xml.start))
    sheet, closing = xml.sheet.name.casefold(), b"</%bc>" % xml.prefix
    if len(matches) > MAX_FORMULAS or len(matches) != xml.count_formulas():
        return []  # too many, or written in a way that is not seen through here
    for match in matches:
        name, raw, text = attribute(match[1], "r"), match[2].rstrip(b"/"), html.unescape(match[3].decode())
        place, end = cell_place(name), xml.data.find(closing, match.end())
        if place is None or end < 0:
            return []
        kind, group = (attribute(raw, "t"), attribute(raw, "si")) if raw else ("", "")
        if kind in ("array", "dataTable"):
            continue
        if kind == "shared":
            if text:
                masters[group] = text, name
            elif group not in masters:
                return []
            else:
                text = _translated(*masters[group], name)
        found.append(FormulaCell((sheet, *place), match.start(), end + len(closing), text))
    return found


def _translated(master: str, origin: str, name: str) -> str:
    """Return a shared formula as it is in another cell."""
    from openpyxl.formula.translate import Translator

    return str(Translator(f"={master}", origin=origin).translate_formula(name))[1:]


class Results:
    """The formulas of the filled sheets, and what they give now.

    Args:
        sheets: the filled sheets by their name in small letters.
        written: what is put into cells.

    """

    def __init__(
        self, sheets: Mapping[str, SheetValues], written: Mapping[Place, Decimal | float | str | None]
    ) -> None:
        self._sheets = sheets
        self._written = written
        self._formulas = {one.place: one for sheet in sheets.values() for one in formulas_of(sheet.xml)}
        if len(self._formulas) > MAX_FORMULAS:
            self._formulas = {}
        self._known: dict[Place, Result] = {}
        self._open: set[Place] = set()
        self.dirty = self._dependants()

    def of_sheet(self, name: str) -> Iterable[tuple[FormulaCell, Result]]:
        """Give the formulas of a sheet that depend on filled cells, with their results."""
        for place in sorted(self.dirty):
            if place[0] == name:
                yield self._formulas[place], self._result(place)

    def _dependants(self) -> set[Place]:
        needs: dict[Place, list[Reference]] = {}
        dirty: set[Place] = set()
        for place, formula in self._formulas.items():
            try:
                named, roams = references(formula.text)
            except Unknown:
                named, roams = [], True
            needs[place] = named
            if roams:
                dirty.add(place)
        frontier = set(self._written) | dirty
        while frontier:
            near = _frontiers(frontier)
            frontier = {
                place
                for place, named in needs.items()
                if place not in dirty
                and any(
                    (found := near.get(one.sheet.casefold() or place[0])) is not None and found.touches(one.area)
                    for one in named
                )
            }
            dirty |= frontier
        return dirty

    def _result(self, place: Place) -> Result:
        if place not in self._known:
            if place in self._open or len(self._open) > _DEPTH:
                return None  # a circle
            self._open.add(place)
            try:
                self._known[place] = evaluate(self._formulas[place].text, lambda one: self._look(one, place[0]))
            except (Unknown, ArithmeticError, ValueError, RecursionError):
                self._known[place] = None
            self._open.discard(place)
        return self._known[place]

    def _look(self, reference: Reference, own: str) -> list[Scalar | Fault]:
        name = reference.sheet.casefold() or own
        sheet = self._sheets.get(name)
        if sheet is None:
            raise Unknown("another sheet")  # what it holds may itself depend on filled cells
        area = reference.area
        columns = [(column, column_letters(column)) for column in range(area.left, area.right + 1)]
        return [
            self._cell(sheet, (name, row, column), f"{letters}{row}")
            for row in range(area.top, area.bottom + 1)
            for column, letters in columns
        ]

    def _cell(self, sheet: SheetValues, place: Place, name: str) -> Scalar | Fault:
        if place in self._written:
            value = self._written[place]
            return float(value) if isinstance(value, Decimal | float) else value
        if place in self.dirty:
            result = self._result(place)
            if result is None:
                raise Unknown("another formula")
            return result
        return sheet.value(place[1], place[2], name)


@dataclass(slots=True)
class _Frontier:
    """Cells of one sheet, to be looked up by area."""

    rows: list[int]
    by_column: dict[int, list[int]]

    def touches(self, area: Area) -> bool:
        """Tell whether any of the cells lies in an area."""
        if not _within(self.rows, area):
            return False
        if area.right - area.left < len(self.by_column):
            near = (self.by_column.get(column, []) for column in range(area.left, area.right + 1))
        else:
            near = (rows for column, rows in self.by_column.items() if area.left <= column <= area.right)
        return any(_within(rows, area) for rows in near)


def _within(rows: list[int], area: Area) -> bool:
    """Tell whether one of the sorted rows lies between top and bottom of an area."""
    first = bisect_left(rows, area.top)
    return first < len(rows) and rows[first] <= area.bottom


def _frontiers(places: Iterable[Place]) -> dict[str, _Frontier]:
    found: dict[str, _Frontier] = {}
    for sheet, row, column in sorted(places):
        frontier = found.setdefault(sheet, _Frontier([], {}))
        frontier.rows.append(row)
        frontier.by_column.setdefault(column, []).append(row)
    return found


def with_result(xml: SheetXml, formula: FormulaCell, result: Result) -> bytes:
    """Return the bytes of a formula's cell with its new result, or without one; all else of it stays."""
    cell = xml.data[formula.start : formula.end]
    prefix = xml.prefix
    head, close, rest = cell.partition(b">")
    head = re.sub(rb"""\st\s*=\s*(?:"[^"]*"|'[^']*')""", b"", head)
    value = rb"<" + prefix + rb"v(?:\s[^>]*)?(?:/>|>[^<]*</" + prefix + rb"v\s*>)"
    rest = re.sub(value, b"", rest)
    if result is None:
        return head + close + rest
    kind, text = _written(result)
    end = re.search(rb"<" + prefix + rb"f[\s/>].*?(?:/>|</" + prefix + rb"f\s*>)", rest, re.DOTALL)
    assert end is not None
    new = b"<" + prefix + b"v>" + text + b"</" + prefix + b"v>"
    return head + kind + close + rest[: end.end()] + new + rest[end.end() :]


def _written(result: float | str | bool | Fault) -> tuple[bytes, bytes]:
    """Return the attribute for the kind of a result, and its text."""
    if isinstance(result, Fault):
        return b' t="e"', result.encode()
    if isinstance(result, bool):
        return b' t="b"', b"1" if result else b"0"
    if isinstance(result, str):
        return b' t="str"', html.escape(result, quote=False).encode()
    return b"", f"{result:.15g}".encode()


def place_of(sheet: str, row: int, column: int) -> Place:
    """Return the place of a cell."""
    return sheet.casefold(), row, column
