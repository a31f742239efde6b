"""What every sheet of the quarterly workbook shares: styles, paper, and cells that know their height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from cchc_desktop.documents.excel_text import TextStyle, put_text
from cchc_desktop.documents.report_workbook.lines import line_count, row_height
from cchc_desktop.domain.figure import STATE_NAMES, Amount, FigureState

FONT = "Times New Roman"
FONT_SIZE = 12
"""Type size of tables in pt; Excel measures columns in digits of this font."""

_INDENT = 7.0  # pt that one step of indentation takes at the left of a cell
_POINTS_PER_CHARACTER = 6.0  # a digit of Times New Roman 12 is 8 pixels = 6 pt wide
_MM_PER_INCH = 25.4

_BASE: dict[str, Any] = {"font_name": FONT, "font_size": FONT_SIZE, "valign": "vcenter"}
_WRAP: dict[str, Any] = {**_BASE, "text_wrap": True}
_CELL: dict[str, Any] = {**_WRAP, "border": 1, "align": "left", "indent": 1}
_CENTRED: dict[str, Any] = {**_WRAP, "border": 1, "align": "center"}
_HEAD_COLOUR = "#D9E2EC"
_GROUP_COLOUR = "#F2F2F2"

_STYLES: dict[str, dict[str, Any]] = {
    "plain": _WRAP,
    "line": {**_BASE},
    "italic": {**_WRAP, "italic": True},
    "note": {**_WRAP, "italic": True, "font_size": 11, "valign": "top"},
    "centre": {**_WRAP, "align": "center"},
    "centre_italic": {**_WRAP, "align": "center", "italic": True},
    "centre_bold": {**_WRAP, "align": "center", "bold": True},
    "issuer": {**_BASE, "align": "center", "bold": True, "font_size": 13, "text_wrap": True},
    "issuer_upper": {**_BASE, "align": "center", "font_size": 12, "text_wrap": True},
    "country": {**_BASE, "align": "center", "bold": True, "font_size": 12},
    "motto": {**_BASE, "align": "center", "bold": True, "font_size": 13},
    "date_line": {**_BASE, "align": "center", "italic": True, "font_size": 13},
    "title": {**_WRAP, "align": "center", "bold": True, "font_size": 14},
    "rule": {"top": 1},
    "sheet_title": {**_WRAP, "align": "center", "bold": True, "font_size": 14},
    "sheet_subtitle": {**_WRAP, "align": "center", "italic": True},
    "head": {**_CENTRED, "bold": True, "bg_color": _HEAD_COLOUR},
    "cell": _CELL,
    "cell_bold": {**_CELL, "bold": True},
    "cell_centre": _CENTRED,
    "code": {**_CELL, "font_size": 10},
    "group": {**_CELL, "bold": True, "bg_color": _GROUP_COLOUR},
    "state": {**_CENTRED, "italic": True},
    "total": {**_CELL, "bold": True, "bg_color": _GROUP_COLOUR},
    "machine": {**_WRAP, "font_size": 10, "valign": "top"},
    "machine_head": {**_CENTRED, "bold": True, "font_size": 10, "bg_color": _HEAD_COLOUR},
}


class Styles:
    """The cell styles of one workbook, made when first used."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._texts: dict[str, TextStyle] = {}
        self._numbers: dict[tuple[str, str], Any] = {}

    def text(self, name: str) -> TextStyle:
        """Return the text variants of a style."""
        if name not in self._texts:
            look = _STYLES[name]
            self._texts[name] = TextStyle(
                self._book.add_format({**look, "num_format": "@"}),
                self._book.add_format({**look, "num_format": "@", "quote_prefix": True}),
                self._book.add_format({**look, "quote_prefix": True}),
            )
        return self._texts[name]

    def number(self, name: str, pattern: str) -> Any:
        """Return a style with an Excel number format such as "#,##0"; digits stand at the right."""
        key = (name, pattern)
        if key not in self._numbers:
            look = {**_STYLES[name], "num_format": pattern}
            if look.get("align", "left") == "left":
                look |= {"align": "right", "indent": 0}
            self._numbers[key] = self._book.add_format(look)
        return self._numbers[key]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading and width in digits."""

    head: str
    width: float


@cache
def number_pattern(decimals: int) -> str:
    """Return the Excel format of a number; Excel shows its marks in the way the PC is set to.

    "_)" keeps digits off the border by the width of a bracket; LibreOffice forgets the indent of every second cell.
    """
    return "#,##0" + ("." + "0" * decimals if decimals else "") + "_)"


class Page:
    """A sheet under construction. Rows and columns count from 0."""

    def __init__(self, book: Any, styles: Styles, name: str, widths: Sequence[float]) -> None:
        self.book = book
        self.styles = styles
        self.name = name
        self.sheet = book.add_worksheet(name)
        self.widths = tuple(widths)
        for index, width in enumerate(widths):
            self.sheet.set_column(index, index, width)

    def paper(self, landscape: bool, header: str = "", repeat: tuple[int, int] | None = None) -> None:
        """Set A4, margins of Decree 30/2020 (annex I, part I), one page wide, page numbers, repeated rows.

        `header` is printed small at the top right; `repeat` are the first and last row repeated on every page.
        """
        sheet = self.sheet
        sheet.set_paper(9)
        margins = (20, 15, 20, 20) if landscape else (30, 15, 20, 20)
        left, right, top, bottom = (mm / _MM_PER_INCH for mm in margins)
        sheet.set_margins(left=left, right=right, top=top, bottom=bottom)
        if landscape:
            sheet.set_landscape()
        else:
            sheet.set_portrait()
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        if header:
            text = header[:180].replace("&", "&&")
            # The blank ends the size code: "&10" before "6 tháng" would ask for type of 106 points.
            sheet.set_header(f'&R&"{FONT},Italic"&10 {text}', {"margin": 10 / _MM_PER_INCH})
        sheet.set_footer(f'&C&"{FONT},Regular"&11Trang &P/&N', {"margin": 10 / _MM_PER_INCH})
        if repeat:
            sheet.repeat_rows(*repeat)

    def width(self, first: int, last: int) -> float:
        """Return the room for text in pt of the columns `first` to `last` together."""
        return sum(self.widths[first : last + 1]) * _POINTS_PER_CHARACTER - 2

    def lines(self, text: str, first: int, last: int, style: str) -> int:
        """Return how many lines `text` takes in those columns."""
        look = _STYLES[style]
        room = self.width(first, last) - _INDENT * look.get("indent", 0)
        return line_count(text, room, look.get("font_size", FONT_SIZE), look.get("bold", False))

    def text(self, row: int, col: int, text: str, style: str = "cell") -> int:
        """Write text and return the lines it takes."""
        put_text(self.sheet, row, col, text, self.styles.text(style))
        return self.lines(text, col, col, style) if text else 1

    def merged(self, row: int, first: int, last: int, text: str, style: str, extra: float = 4.0) -> None:
        """Write text over the columns `first` to `last` and give the row the height it needs."""
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", self.styles.text(style).plain)
        put_text(self.sheet, row, first, text, self.styles.text(style))
        size = _STYLES[style].get("font_size", FONT_SIZE)
        self.sheet.set_row(row, row_height(self.lines(text, first, last, style), size, extra))

    def number(self, row: int, col: int, value: Decimal | int, decimals: int = 0, style: str = "cell") -> None:
        """Write a number as a value."""
        self.sheet.write_number(row, col, float(value), self.styles.number(style, number_pattern(decimals)))

    def amount(self, row: int, col: int, amount: Amount, decimals: int) -> int:
        """Write an amount: a number when there is one, else the words for having none; return the lines."""
        if amount.state is FigureState.COUNTED and amount.value is not None:
            self.number(row, col, amount.value, decimals)
            return 1
        return self.text(row, col, STATE_NAMES.get(amount.state, STATE_NAMES[FigureState.UNKNOWN]), "state")

    def height(self, row: int, lines: int, size: float = FONT_SIZE) -> None:
        """Give a row the height of `lines` lines."""
        self.sheet.set_row(row, row_height(lines, size))

    def heads(self, row: int, columns: Sequence[Column]) -> None:
        """Write the headings of a table."""
        lines = max(self.text(row, index, column.head, "head") for index, column in enumerate(columns))
        self.height(row, lines)
