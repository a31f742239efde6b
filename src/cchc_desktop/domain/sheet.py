"""A sheet of a workbook as plain cells, whoever wrote the file: text, number, day, or why there is no value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

_TCVN3 = re.compile(r"[^\W\d_][µ¸¶·¹¨¾¼½®«¬][^\W\d_]")


class CellKind(StrEnum):
    """What stands in a cell."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    FLAG = "flag"
    ERROR = "error"
    UNCALCULATED = "uncalculated"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: `text` is how a person would read it; `number` and `day` are set for their kinds."""

    kind: CellKind = CellKind.EMPTY
    text: str = ""
    number: Decimal | None = None
    day: date | None = None


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area; rows and columns count from 1 and are inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: `rows` maps row numbers (from 1) to cells from column A on; blank rows are left out.

    `from_1904` tells that days are counted from 1904, as Excel for the Mac did.
    """

    name: str
    rows: dict[int, tuple[Cell, ...]]
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False
    from_1904: bool = False
    hidden_columns: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at a row and column (both from 1)."""
        cells = self.rows.get(row, ())
        return cells[column - 1] if column <= len(cells) else EMPTY


def column_letters(number: int) -> str:
    """Return "A" for 1, "AA" for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return "B7" for row 7, column 2."""
    return f"{column_letters(column)}{row}"


def is_old_encoding(text: str) -> bool:
    """Tell whether a text was typed in TCVN3 ("Ngµy", "V¨n"): its signs between letters occur in no Unicode word."""
    return _TCVN3.search(text) is not None
