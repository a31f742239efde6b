"""How a superior's form looks: sheets, cells, merged areas, sizes and fills, ready to draw; and which cells may be
filled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from cchc_desktop.domain.report_form import cell_name, cell_place

SHOWN_ROWS = 3000
"""Most rows of a sheet that are read and drawn; forms for people have a few hundred."""

SHOWN_COLUMNS = 256
"""Most columns of a sheet that are read and drawn."""


class CellKind(StrEnum):
    """What a cell holds."""

    EMPTY = "empty"
    NUMBER = "number"
    TEXT = "text"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells; rows and columns count from 1 and are inside."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, place: tuple[int, int]) -> bool:
        """Tell whether a cell (row, column) lies in it."""
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right

    @property
    def anchor(self) -> str:
        """The name of its first cell, the only one of a merged area that holds anything."""
        return cell_name(self.top, self.left)

    @property
    def name(self) -> str:
        """Its name ("B7:D7")."""
        return f"{self.anchor}:{cell_name(self.bottom, self.right)}"


@dataclass(frozen=True, slots=True)
class CellLook:
    """The style of cells. Colours are "#rrggbb", "" for the usual one; `size` is in points, 0 for the usual one."""

    bold: bool = False
    italic: bool = False
    colour: str = ""
    fill: str = ""
    size: float = 0
    horizontal: str = ""  # left, center, right; "" as the value wants it
    vertical: str = "bottom"  # top, center, bottom
    wrap: bool = False
    border: bool = False
    locked: bool = True
    percent: bool = False
    date: bool = False


PLAIN = CellLook()
"""The style of a cell that has none."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell that holds something or has a style; `style` is its place in `FormBook.looks`."""

    text: str = ""
    kind: CellKind = CellKind.EMPTY
    style: int = 0


@dataclass(frozen=True)  # no slots: the index of merged cells is made once and kept
class FormSheet:
    """A sheet as far as it is drawn: widths and heights in pixels of a screen at 96 dpi.

    `last_row` and `last_column` tell how far the sheet goes, drawn or not; `heads` are the heading rows of its
    tables, `arrays` the areas that one formula fills. `chart` marks a sheet without cells.
    """

    name: str
    cells: Mapping[tuple[int, int], FormCell] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0
    merges: tuple[Area, ...] = ()
    widths: Mapping[int, int] = field(default_factory=dict)
    heights: Mapping[int, int] = field(default_factory=dict)
    default_width: int = 64
    default_height: int = 20
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    protected: bool = False
    heads: tuple[Area, ...] = ()
    arrays: tuple[Area, ...] = ()
    chart: bool = False

    @property
    def rows(self) -> int:
        """How many rows are drawn."""
        return min(self.last_row, SHOWN_ROWS)

    @property
    def columns(self) -> int:
        """How many columns are drawn."""
        return min(self.last_column, SHOWN_COLUMNS)

    def cell(self, row: int, column: int) -> FormCell:
        """Return a cell; an empty one where nothing stands."""
        return self.cells.get((row, column), _NOTHING)

    def area_of(self, row: int, column: int) -> Area | None:
        """Return the merged area a cell lies in."""
        if row <= SHOWN_ROWS and column <= SHOWN_COLUMNS:
            return self._covered.get((row, column))
        return next((area for area in self.merges if (row, column) in area), None)

    @cached_property
    def _covered(self) -> dict[tuple[int, int], Area]:
        return {
            (row, column): area
            for area in self.merges
            for row in range(area.top, min(area.bottom, SHOWN_ROWS) + 1)
            for column in range(area.left, min(area.right, SHOWN_COLUMNS) + 1)
        }

    def trouble(self, name: str) -> str:
        """Return why a cell must not be filled, "" when it may. The words fit after "ô B7: "."""
        place = cell_place(name)
        if place is None:
            return "không phải địa chỉ ô"
        if self.chart:
            return SHEET_CHART
        if place[0] > self.last_row or place[1] > self.last_column:
            return cell_gone(self.last_row, self.last_column)
        area = self.area_of(*place)
        if area is not None and area.anchor != name:
            return cell_merged(area)
        if self.cell(*place).kind is CellKind.FORMULA or any(place in one for one in self.arrays):
            return CELL_FORMULA
        if any(place in one for one in self.heads):
            return CELL_HEAD
        return ""


_NOTHING = FormCell()

CELL_FORMULA = "ô có công thức của biểu nên không ghi đè; hãy chọn các ô nhập số mà công thức cộng lại"
CELL_HEAD = "ô là tiêu đề của bảng Excel nên không ghi vào"
SHEET_CHART = "trang này chỉ có biểu đồ, không có ô"
SHEET_GONE = "trang tính không còn trong biểu"


def cell_merged(area: Area) -> str:
    """Return why a cell inside a merged area cannot be filled."""
    return f"ô nằm trong ô gộp {area.name}; chỉ ô đầu {area.anchor} ghi được"


def cell_gone(last_row: int, last_column: int) -> str:
    """Return why a cell beyond the end of a sheet cannot be filled."""
    end = cell_name(last_row, last_column) if last_row and last_column else "rỗng"
    return f"ô không còn trong biểu (biểu chỉ đến {end})"


@dataclass(frozen=True, slots=True)
class FormBook:
    """A form as read from a file. `notes` are sentences a person should know of it."""

    name: str
    sha256: str
    sheets: tuple[FormSheet, ...]
    looks: tuple[CellLook, ...] = (PLAIN,)
    notes: tuple[str, ...] = ()

    def sheet(self, name: str) -> FormSheet | None:
        """Return a sheet by its name; Excel takes capital and small letters for the same."""
        wanted = name.casefold()
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == wanted), None)

    def look(self, cell: FormCell) -> CellLook:
        """Return the style of a cell."""
        return self.looks[cell.style] if 0 <= cell.style < len(self.looks) else PLAIN

    def trouble(self, sheet: str, cell: str) -> str:
        """Return why a cell must not be filled, "" when it may."""
        found = self.sheet(sheet)
        return SHEET_GONE if found is None else found.trouble(cell)


# ------------------------------------------------------------------ the words around a cell

_LABEL_LIMIT = 200


def row_label(sheet: FormSheet, row: int, column: int) -> str:
    """Return the words left of a cell that say what its row is: the nearest text with letters, merged cells too."""
    for left in range(column - 1, 0, -1):
        text = cell_text(sheet, row, left)
        if says_something(text):
            return text
    return ""


def column_label(sheet: FormSheet, row: int, column: int) -> str:
    """Return the words above a cell that say what its column is, outermost first ("Kết quả › Kỳ này").

    The headings are the nearest block of texts above the cell, without a gap; the cells between (other figures, the
    numbers of the columns) are passed over.
    """
    found: list[str] = []
    for above in range(row - 1, 0, -1):
        text = cell_text(sheet, above, column)
        if not says_something(text):
            if found:
                break
            continue
        if text not in found:
            found.append(text)
        if len(found) == 3:
            break
    return " › ".join(reversed(found))


def cell_text(sheet: FormSheet, row: int, column: int) -> str:
    """Return the text a person sees at a cell: that of the merged area it lies in."""
    cell = sheet.cells.get((row, column))
    if cell is None or not cell.text:
        area = sheet.area_of(row, column)
        cell = sheet.cells.get((area.top, area.left)) if area else None
    if cell is None or cell.kind is not CellKind.TEXT:
        return ""
    return " ".join(cell.text.split())[:_LABEL_LIMIT]


def says_something(text: str) -> bool:
    """Tell words from numbering: "I", "1.", "(2)", "x", "A" and tags say nothing."""
    return "{{" not in text and sum(letter.isalpha() for letter in text) > 2


def fillable(sheet: FormSheet) -> Iterator[tuple[int, int]]:
    """Return the drawn cells that may take a figure: empty or a number, neither merged away nor a formula."""
    for row in range(1, sheet.rows + 1):
        for column in range(1, sheet.columns + 1):
            cell = sheet.cell(row, column)
            if cell.kind not in (CellKind.EMPTY, CellKind.NUMBER):
                continue
            area = sheet.area_of(row, column)
            if area is not None and (row, column) != (area.top, area.left):
                continue
            if not _in_any((row, column), (*sheet.arrays, *sheet.heads)):
                yield row, column


def _in_any(place: tuple[int, int], areas: Iterable[Area]) -> bool:
    return any(place in area for area in areas)
