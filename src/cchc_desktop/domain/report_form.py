"""The superior's own Excel form: which figure goes into which cell, and what is written there.

A mapping is what a person keeps and shares: cells of a form, each with an indicator and a column of the report. The
form itself stays a file; `domain.report_form_grid` holds how it looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cchc_desktop.domain.figure import STATE_NAMES, FigureState
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.text import clean_line, fold

MAX_ROW = 1_048_576
"""Lowest row of an Excel sheet."""

MAX_COLUMN = 16_384
"""Rightmost column of an Excel sheet ("XFD")."""

MAX_CELLS = 5000
"""Most mapped cells of one form; the largest forms of a ministry have some 600 figures."""


class FigureColumn(StrEnum):
    """Which column of the report a cell takes its value from."""

    CURRENT = "current"
    CUMULATIVE = "cumulative"
    PREVIOUS = "previous"
    TARGET = "target"
    PERCENT = "percent"
    NOTE = "note"
    FACT = "fact"  # not of an indicator: the office, the period, a day


COLUMN_NAMES = {
    FigureColumn.CURRENT: "Kỳ này",
    FigureColumn.CUMULATIVE: "Lũy kế từ đầu năm",
    FigureColumn.PREVIOUS: "Cùng kỳ năm trước",
    FigureColumn.TARGET: "Mục tiêu năm",
    FigureColumn.PERCENT: "Tỷ lệ đạt mục tiêu (%)",
    FigureColumn.NOTE: "Ghi chú, giải trình",
}
"""Columns of an indicator as a person chooses them."""

COLUMN_TAGS = {
    "ky nay": FigureColumn.CURRENT,
    "luy ke": FigureColumn.CUMULATIVE,
    "cung ky": FigureColumn.PREVIOUS,
    "muc tieu": FigureColumn.TARGET,
    "ty le": FigureColumn.PERCENT,
    "ghi chu": FigureColumn.NOTE,
}
"""What stands after the colon in `{{TT05: lũy kế}}`, folded."""

FACT_NAMES = {
    "don_vi": "Tên đơn vị",
    "tinh": "Tên tỉnh, thành phố",
    "cap_tren": "Cơ quan nhận báo cáo",
    "ky": "Tên kỳ báo cáo",
    "nam": "Năm báo cáo",
    "tu_ngay": "Ngày đầu kỳ",
    "den_ngay": "Ngày cuối kỳ",
    "ngay_lap": "Ngày lập biểu",
    "nguoi_ky": "Họ tên người ký",
}
"""Codes that are no indicators → what they print."""


class Absent(StrEnum):
    """What is written where there is no number."""

    ZERO = "zero"
    WORDS = "words"
    BLANK = "blank"


ABSENT_NAMES = {Absent.ZERO: "số 0", Absent.WORDS: "bằng chữ", Absent.BLANK: "để trống"}
"""Choices in words."""


@dataclass(frozen=True, slots=True)
class MappedCell:
    """A cell of a form with what goes into it.

    `row_label` and `column_label` are the words that stood left of the cell and above it when it was mapped: by them
    the form doctor finds the cell again. `text` is what the cell says when it holds words around tags ("Tổng số:
    {{TT05}} lượt"); `code` is then that of the first tag.
    """

    sheet: str
    cell: str
    code: str
    column: FigureColumn = FigureColumn.CURRENT
    row_label: str = ""
    column_label: str = ""
    text: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Sheet and cell."""
        return self.sheet, self.cell


@dataclass(frozen=True, slots=True)
class FormMapping:
    """A named mapping with the form it was made for.

    `period` is the ending of the periods it serves ("Q1", "6M"; "" for all). `sha256` is the form's content in the
    evidence folder, `file_name` the name it came with. `nil` and `unknown` tell what is written for "không phát
    sinh" and "chưa có số liệu". `valid_from` and `valid_to` are report years, both inside; None: no limit.
    """

    name: str
    file_name: str
    sha256: str
    cells: tuple[MappedCell, ...] = ()
    period: str = ""
    nil: Absent = Absent.ZERO
    unknown: Absent = Absent.BLANK
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0

    def at(self, sheet: str, cell: str) -> MappedCell | None:
        """Return what is mapped to a cell."""
        return next((one for one in self.cells if one.place == (sheet, cell)), None)

    def serves(self, period: str) -> bool:
        """Tell whether the mapping is for a period such as "2026-Q1"."""
        return not self.period or period[5:] == self.period


@dataclass(frozen=True, slots=True)
class FormFigure:
    """A value of the report for a cell: a number, or words; `percent` numbers count hundredths (12.5 is 12,5 %)."""

    value: Decimal | None = None
    text: str = ""
    state: FigureState = FigureState.COUNTED
    percent: bool = False


FormFigures = Mapping[tuple[str, FigureColumn], FormFigure]
"""(code, column) → what the report says."""


@dataclass(frozen=True, slots=True)
class CellWrite:
    """What to put into a cell: a number, a text, or nothing (the cell is emptied and keeps its style).

    `percent` tells that the number counts hundredths: in a cell with a percent format it is divided by 100.
    """

    sheet: str
    cell: str
    value: Decimal | str | None
    percent: bool = False


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A filled form: the file, what was written, and what a person should know (Vietnamese sentences)."""

    data: bytes
    writes: tuple[CellWrite, ...]
    notes: tuple[str, ...] = ()


def column_letters(column: int) -> str:
    """Return "A" for 1, "AA" for 27."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return "B7" for row 7, column 2."""
    return f"{column_letters(column)}{row}"


_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)


def cell_place(name: str) -> tuple[int, int] | None:
    """Return (7, 2) for "B7" or "$B$7"; None for what is no cell of a sheet."""
    match = _CELL.fullmatch(name.strip())
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if row <= MAX_ROW and column <= MAX_COLUMN else None


# ------------------------------------------------------------------ tags written in Excel

_TAG = re.compile(r"\{\{([^{}]*)\}\}")


@dataclass(frozen=True, slots=True)
class FormTag:
    """A `{{…}}` found in a cell: `raw` as written, `code` and `column` as read; `column` None when it is unknown."""

    raw: str
    code: str
    column: FigureColumn | None


def tags_in(text: str) -> tuple[FormTag, ...]:
    """Return the tags of a cell's text in their order: `{{TT05}}`, `{{TT05: lũy kế}}`, `{{don_vi}}`."""
    return tuple(_tag(match[0], match[1]) for match in _TAG.finditer(text))


def _tag(raw: str, inner: str) -> FormTag:
    code, _, column = inner.replace("|", ":").partition(":")
    code = clean_line(code)
    if not column.strip():
        return FormTag(raw, code, FigureColumn.FACT if fold(code) in FACT_NAMES else FigureColumn.CURRENT)
    return FormTag(raw, code, COLUMN_TAGS.get(fold(column)))


def known_code(code: str, codes: Iterable[str]) -> str:
    """Return the code as the catalogue writes it ("tt05" → "TT05"), "" when there is none such."""
    wanted = fold(code)
    if wanted in FACT_NAMES:
        return wanted
    return next((known for known in codes if fold(known) == wanted), "")


def tag_of(code: str, column: FigureColumn) -> str:
    """Return the tag a person may write into Excel for a figure."""
    word = {FigureColumn.CUMULATIVE: "lũy kế", FigureColumn.PREVIOUS: "cùng kỳ", FigureColumn.TARGET: "mục tiêu"}
    word |= {FigureColumn.PERCENT: "tỷ lệ", FigureColumn.NOTE: "ghi chú"}
    return f"{{{{{code}: {word[column]}}}}}" if column in word else f"{{{{{code}}}}}"


_HEADINGS = (
    (("luy ke", "cong don", "tu dau nam"), FigureColumn.CUMULATIVE),
    (("cung ky", "nam truoc"), FigureColumn.PREVIOUS),
    (("ty le", "dat %", "%"), FigureColumn.PERCENT),
    (("ke hoach", "chi tieu", "muc tieu"), FigureColumn.TARGET),
    (("ghi chu", "giai trinh", "ly do"), FigureColumn.NOTE),
)


def column_of_heading(heading: str) -> FigureColumn:
    """Return the column that the words above a cell most likely mean, to be offered first; the innermost counts."""
    folded = fold(heading.rpartition("›")[2])
    return next((column for words, column in _HEADINGS if any(word in folded for word in words)), FigureColumn.CURRENT)


# ------------------------------------------------------------------ what is written


def value_to_write(figure: FormFigure | None, nil: Absent, unknown: Absent) -> Decimal | str | None:
    """Return what goes into a cell for a figure; None empties the cell. Silence is never written as 0."""
    if figure is None or figure.state is FigureState.UNKNOWN:
        return STATE_NAMES[FigureState.UNKNOWN] if unknown is Absent.WORDS else None
    if figure.state is FigureState.NIL:
        if nil is Absent.ZERO:
            return Decimal(0)
        return STATE_NAMES[FigureState.NIL] if nil is Absent.WORDS else None
    return figure.value if figure.value is not None else (figure.text or None)


def problems(mapping: FormMapping, codes: Iterable[str]) -> dict[str, str]:
    """Return what is wrong with a mapping by field; {} when it can be kept."""
    found: dict[str, str] = {}
    known = {*codes, *FACT_NAMES}
    if not mapping.name.strip():
        found["name"] = "hãy đặt tên cho bảng ghép"
    if mapping.unknown is Absent.ZERO:
        found["unknown"] = "“chưa có số liệu” không được ghi thành số 0"
    if len(mapping.cells) > MAX_CELLS:
        found["cells"] = f"nhiều nhất {MAX_CELLS} ô"
    if mapping.valid_from and mapping.valid_to and mapping.valid_to < mapping.valid_from:
        found["valid_to"] = "ngày hết dùng sớm hơn ngày bắt đầu"
    seen: set[tuple[str, str]] = set()
    for cell in mapping.cells:
        if cell_place(cell.cell) is None:
            found["cells"] = f"“{cell.cell}” không phải địa chỉ ô"
        elif cell.place in seen:
            found["cells"] = f"ô {cell.cell} của trang “{cell.sheet}” được ghép hai lần"
        elif cell.code not in known:
            found["cells"] = f"ô {cell.cell} của trang “{cell.sheet}”: không có chỉ tiêu “{cell.code}”"
        seen.add(cell.place)
    return found
