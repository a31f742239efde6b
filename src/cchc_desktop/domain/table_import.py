"""What a list takes from a foreign table: its fields, how a cell is read as each kind, and what a reading found.

A value that can be read in two ways is never guessed: it is refused with its cell, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cchc_desktop.domain.channel import read_clock
from cchc_desktop.domain.dates import NotADate, parse_date, short_date
from cchc_desktop.domain.numbers import NotANumber, format_number, parse_number
from cchc_desktop.domain.sheet import Cell, CellKind, Grid, is_old_encoding
from cchc_desktop.domain.text import clean, clean_line, fold

OLD_ENCODING = "chữ dùng bảng mã cũ (TCVN3, phông .VnTime); hãy chuyển sang Unicode rồi nhập"
"""Why a cell typed in an encoding from before Unicode is not taken in."""

_SERIAL_LIMIT = 2_958_465  # 31/12/9999 as Excel counts days
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_EXACT_DIGITS = 15
_CURRENCY = re.compile(r"(?<=[\d)])\s*(?:đồng|đ|vnđ|vnd)$", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm\s*)?(\d{4})", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")


class FieldKind(StrEnum):
    """How a field is read."""

    LINE = "line"
    TEXT = "text"  # several lines
    PHONE = "phone"
    DATE = "date"
    CLOCK = "clock"
    YEAR = "year"
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    CHOICES = "choices"  # several, divided by semicolons
    REFERENCE = "reference"  # to an entry of another list, by its name
    NUMBERS = "numbers"  # several numbers of documents, divided by semicolons


@dataclass(frozen=True, slots=True)
class Choice:
    """A value with the names it goes by; the first is the one that is printed."""

    value: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportField:
    """A field of a list. `words` are other headings it is known by; `width` is in digits of the template.

    `noun` is what a reference names ("kênh"). `example` stands in the template's help. `many` columns may fill it.
    """

    name: str
    title: str
    kind: FieldKind = FieldKind.LINE
    words: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[Choice, ...] = ()
    width: float = 22
    example: str = ""
    noun: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """A list that takes entries from tables. `noun` counts them ("kênh"), `title` names the list."""

    key: str
    title: str
    noun: str
    fields: tuple[ImportField, ...]

    def field(self, name: str) -> ImportField | None:
        """Return the field of that name."""
        return next((one for one in self.fields if one.name == name), None)


class Matched(StrEnum):
    """How a column came to its field."""

    NONE = ""
    EXACT = "exact"
    NEAR = "near"
    REMEMBERED = "remembered"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A column of a foreign table (from 1): its heading and the field it fills, "" for none."""

    number: int
    heading: str
    field: str = ""
    matched: Matched = Matched.NONE


@dataclass(frozen=True, slots=True)
class TableHead:
    """Where the table of a sheet begins, and what its columns are. `top` and `bottom` are rows, 0 without a heading."""

    sheet: str
    top: int
    bottom: int
    columns: tuple[HeadColumn, ...]
    fingerprint: str = ""

    def column_of(self, name: str) -> int:
        """Return the column that fills a field, 0 when none does."""
        return next((column.number for column in self.columns if column.field == name), 0)

    @property
    def matches(self) -> dict[int, str]:
        """Column → field, of those that have one."""
        return {column.number: column.field for column in self.columns if column.field}


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot come in, with the cell and the Vietnamese reason."""

    sheet: str
    row: int
    cell: str
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row that can: the entry made of it, how a list shows it, what was understood, and what it is a twin of."""

    sheet: str
    row: int
    entry: Any
    texts: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    twin: str = ""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do; nothing is stored yet. `titles` head the `texts` of the rows.

    `twins` are rows that are in the list, or earlier in the file, already. `serials` counts cells in which only a
    number stands where a day should.
    """

    file_name: str
    heads: tuple[TableHead, ...]
    titles: tuple[str, ...]
    accepted: tuple[ImportRow, ...] = ()
    twins: tuple[ImportRow, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    skipped: tuple[RefusedRow, ...] = ()
    serials: int = 0


@dataclass(frozen=True, slots=True)
class TableFile:
    """A foreign file, read once: what changes on disk later does not matter."""

    name: str
    grids: tuple[Grid, ...]

    def grid(self, sheet: str) -> Grid | None:
        """Return the sheet of that name."""
        return next((grid for grid in self.grids if grid.name == sheet), None)


class CellRefused(ValueError):
    """A cell that cannot be read as its field; the message is the Vietnamese reason. `serial`: a day without format."""

    def __init__(self, reason: str, serial: bool = False) -> None:
        super().__init__(reason)
        self.serial = serial


@dataclass(slots=True)
class CellReader:
    """Reads cells as fields. `serials` takes bare numbers for days of Excel; `remarks` gathers what was understood."""

    today: date
    from_1904: bool = False
    serials: bool = False
    remarks: list[str] = field(default_factory=list)

    def read(self, wanted: ImportField, cell: Cell) -> Any:
        """Return the value of a cell; what an empty one means depends on the kind ("", None, ()).

        Raises:
            CellRefused: no such value, or one that can be read in two ways.

        """
        if cell.kind is CellKind.ERROR:
            raise CellRefused(f"ô báo lỗi {cell.text}")
        if cell.kind is CellKind.UNCALCULATED:
            raise CellRefused("công thức chưa có kết quả; hãy mở tệp bằng Excel, lưu lại rồi nhập")
        if cell.kind is CellKind.FLAG:
            raise CellRefused(f"ô chứa {cell.text}, không phải {wanted.title.lower()}")
        if is_old_encoding(cell.text):
            raise CellRefused(OLD_ENCODING)
        if cell.kind is CellKind.EMPTY and wanted.required:
            raise CellRefused(f"thiếu {wanted.title.lower()}")
        match wanted.kind:
            case FieldKind.DATE:
                return self._day(cell)
            case FieldKind.CLOCK:
                return self._clock(cell)
            case FieldKind.YEAR:
                return self._year(cell)
            case FieldKind.WHOLE | FieldKind.NUMBER | FieldKind.MONEY:
                return self._number(wanted, cell)
            case FieldKind.CHOICE | FieldKind.REFERENCE:
                return self._choice(wanted, self._text(cell)) if cell.text else None
            case FieldKind.CHOICES:
                return tuple(self._choice(wanted, part) for part in _parts(cell.text))
            case FieldKind.NUMBERS:
                return _parts(cell.text)
            case FieldKind.PHONE:
                return self._phone(cell)
            case FieldKind.TEXT:
                return clean(self._text(cell)).strip()
        return clean_line(self._text(cell))

    def _text(self, cell: Cell) -> str:
        """Return a cell as text; a number without the marks of its format, as it would be typed."""
        if cell.kind is not CellKind.NUMBER or cell.number is None:
            return cell.text
        if len(cell.number.as_tuple().digits) >= _EXACT_DIGITS:
            self.remarks.append(f"“{cell.number:f}”: Excel chỉ giữ được 15 chữ số, hãy xem lại")
        return f"{cell.number:f}".replace(".", ",")

    def _phone(self, cell: Cell) -> str:
        text = clean_line(self._text(cell))
        if cell.kind is CellKind.NUMBER and len(text) == 9 and text.isdigit():
            self.remarks.append(f"số {text} hiểu là 0{text} (Excel bỏ mất số 0 đứng đầu)")
            return f"0{text}"
        return text

    def _day(self, cell: Cell) -> date | None:
        if cell.kind is CellKind.EMPTY or cell.text in ("-", "–"):
            return None
        if cell.kind is CellKind.DAY:
            return cell.day
        if cell.kind is CellKind.NUMBER and cell.number is not None:
            return self._serial(cell.number)
        if cell.kind is CellKind.TIME:
            raise CellRefused(f"ô chứa giờ “{cell.text}”, không phải ngày")
        line = clean_line(cell.text)
        try:
            day = parse_date(line, self.today)
        except NotADate:
            raise CellRefused(f"không đọc được ngày “{line[:60]}”; hãy ghi đủ ngày/tháng/năm") from None
        if re.search(r"\D\d{2}$", line):
            self.remarks.append(f"“{line}” hiểu là {short_date(day)}")
        return day

    def _serial(self, number: Decimal) -> date:
        if not 1 <= number <= _SERIAL_LIMIT:
            raise CellRefused(f"ô ngày chứa số {format_number(number)}")
        if not self.serials:
            reason = f"ô ngày chứa số {format_number(number)} mà không có định dạng ngày"
            raise CellRefused(reason, serial=True)
        try:
            day = _EPOCHS[self.from_1904] + timedelta(int(number))
        except OverflowError:
            raise CellRefused(f"ô ngày chứa số {format_number(number)}") from None
        self.remarks.append(f"số {number:f} hiểu là ngày {short_date(day)}")
        return day

    def _clock(self, cell: Cell) -> str:
        if cell.kind is CellKind.EMPTY:
            return ""
        match = _TIME.fullmatch(cell.text.strip()) if cell.kind in (CellKind.TIME, CellKind.TEXT) else None
        text = f"{int(match[1]):02d}:{match[2]}" if match else cell.text
        found = read_clock(text) if cell.kind in (CellKind.TIME, CellKind.TEXT) else None
        if found is None:
            raise CellRefused(f"không đọc được giờ “{cell.text[:40]}”, ví dụ: 17:00 hoặc 5h30")
        return found

    def _year(self, cell: Cell) -> int | None:
        if cell.kind is CellKind.EMPTY:
            return None
        if cell.kind is CellKind.DAY and cell.day is not None:
            return cell.day.year
        text = f"{cell.number:f}" if cell.number is not None else clean_line(cell.text)
        match = _YEAR.fullmatch(text)
        if match is None:
            raise CellRefused(f"không đọc được năm “{cell.text[:40]}”")
        return int(match[1])

    def _number(self, wanted: ImportField, cell: Cell) -> Decimal | int | None:
        if cell.kind is CellKind.EMPTY or cell.text in ("-", "–", "—"):
            return None
        number = cell.number
        if number is None and cell.kind is CellKind.TEXT:
            text = clean_line(cell.text)
            number = self._parsed(_CURRENCY.sub("", text) if wanted.kind is FieldKind.MONEY else text)
        if number is None:
            raise CellRefused(f"“{cell.text[:40]}” không phải là số")
        if wanted.kind is FieldKind.NUMBER:
            return _few_decimals(number, cell.kind is CellKind.NUMBER)
        if number != number.to_integral_value():
            raise CellRefused(f"{format_number(number)} phải là số nguyên")
        return int(number)

    def _parsed(self, text: str) -> Decimal:
        try:
            number = parse_number(text)
        except NotANumber:
            reason = f"không rõ “{text[:40]}” là số mấy; hãy ghi 1234 hoặc 1.234 (phần lẻ sau dấu phẩy: 1,5)"
            raise CellRefused(reason) from None
        if re.search(r"[. ]", text):
            self.remarks.append(f"“{text}” hiểu là {number:f}")
        return number

    def _choice(self, wanted: ImportField, text: str) -> str:
        key = fold(text)
        found = [one for one in wanted.choices if key in {fold(name) for name in (one.value, *one.names)}]
        if len(found) == 1:
            return found[0].value
        words = clean_line(text)[:80]
        if found:
            raise CellRefused(f"“{words}” có thể là nhiều {wanted.noun or wanted.title.lower()} khác nhau")
        if wanted.kind is FieldKind.REFERENCE:
            raise CellRefused(f"không có {wanted.noun} “{words}” trong sổ; hãy thêm trước rồi nhập lại")
        names = ", ".join(f"“{one.names[0]}”" for one in wanted.choices[:8])
        raise CellRefused(f"“{words}” không phải là {wanted.title.lower()}; hãy ghi một trong: {names}")


def _few_decimals(number: Decimal, typed: bool) -> Decimal:
    """Refuse 1.234 in a cell of numbers: on a PC set to English that is what becomes of a typed "1.234"."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < (-2 if typed else -3):
        raise CellRefused(f"số lẻ {number:f}: không rõ là số thập phân hay dấu chấm phân cách hàng nghìn")
    return number


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in map(clean_line, re.split(r"[;\n]", text)) if part)


def choices_of(names: Iterable[tuple[str, str]], *more: tuple[str, Sequence[str]]) -> tuple[Choice, ...]:
    """Return choices of (value, name); `more` are (value, further names)."""
    others = dict(more)
    return tuple(Choice(str(value), (name, *others.get(value, ()))) for value, name in names)
