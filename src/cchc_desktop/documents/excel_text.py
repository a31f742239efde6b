"""Text of people in Excel cells: always text, never a formula, a link or a number, and never cut unseen.

XlsxWriter escapes control characters and literal `_xHHHH_` itself; what it does not guard against is a text that
looks like its own rich-text XML, and text beyond the limit of a cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Protocol

from cchc_desktop.domain.text import clean

CELL_LIMIT = 32_767
"""Most UTF-16 units an Excel cell holds."""

CUT_MARK = " … [đã cắt bớt: một ô Excel chỉ chứa được 32.767 ký tự]"
"""Stands at the end of a text that does not fit into a cell."""

WORKBOOK_OPTIONS: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
"""XlsxWriter options without which a text could become something else."""

_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|FFF[EF]|005F(?=_x[0-9A-Fa-f]{4}_))_")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "'")
_SHOWN_AS_TEXT = 255  # older Excel shows #### for longer texts in the text format


class TextSheet(Protocol):
    """The part of an XlsxWriter worksheet that `put_text` needs."""

    def write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> int:
        """Write text."""

    def write_rich_string(self, row: int, col: int, *args: Any) -> int:
        """Write text in fragments."""

    def write_blank(self, row: int, col: int, blank: Any, cell_format: Any = None) -> int:
        """Write an empty cell with its borders."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A cell style in the variants text needs.

    `plain` has the text format "@", so that "0012" stays as it is when edited; `quoted` also has the quote prefix,
    so that "=1+1" stays text after F2 and Enter; `long` has the quote prefix and the general format.
    """

    plain: Any
    quoted: Any
    long: Any


def excel_text(text: str) -> str:
    """Return `text` cleaned and, beyond 32,767 UTF-16 units, cut with a visible mark."""
    text = clean(text)
    if len(text) * 2 <= CELL_LIMIT or _units(text) <= CELL_LIMIT:
        return text
    room = CELL_LIMIT - len(CUT_MARK)
    kept = text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    return kept + CUT_MARK


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def plain_text(text: str) -> str:
    """Return the text a person saw in a cell: escaped control characters resolved, then cleaned.

    openpyxl has already taken "x005F_" out of shared strings, so that a literal "_x0041_" can no longer be told from
    an escaped "A"; Excel escapes nothing but control characters, hence only those are resolved.
    """
    return clean(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))


def put_text(sheet: TextSheet, row: int, col: int, text: str, style: TextStyle) -> None:
    """Write `text` into a cell (0-based) as text, whatever it begins with; empty text leaves a blank cell."""
    text = excel_text(text)
    if not text:
        sheet.write_blank(row, col, None, style.plain)
        return
    cell_format = style.plain
    if len(text) > _SHOWN_AS_TEXT:
        cell_format = style.long
    elif text.startswith(_STARTS_FORMULA):
        cell_format = style.quoted
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter would take this for its own markup and copy it unescaped into the file.
        sheet.write_rich_string(row, col, style.plain, text[:1], style.plain, text[1:], cell_format)
    else:
        sheet.write_string(row, col, text, cell_format)
