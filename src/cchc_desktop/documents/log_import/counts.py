"""Reading quantities as clerks write them: "45", "1.200", "45 người", "3 cuộc, 120 lượt người"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from cchc_desktop.documents.log_import.header import Column, Header, MeasureWords, Role, bare, value_of
from cchc_desktop.domain.catalogue import Form, Measure
from cchc_desktop.domain.numbers import NotANumber, format_number, parse_number
from cchc_desktop.domain.sheet import Cell, CellKind

_NUMBER = re.compile(r"[+\-−]?\d+(?:[.,]\d+)*(?: \d{3}(?!\d))*", re.ASCII)
_JOINTS = re.compile(r"^[\s;,.+]*(?:và\s)?|[\s;,.+]*(?:\svà)?[\s;,.+]*$")
_NONE = frozenset({"-", "–", "—", "không", "không có", "ko"})


class RowRefused(Exception):
    """A row that cannot come in: the column to blame and the Vietnamese reason."""

    def __init__(self, column: int, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass(slots=True)
class Counts:
    """The counts of a row while they are read, with what was understood on the way."""

    form: Form
    amounts: dict[str, Decimal] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def add(self, measure: Measure, amount: Decimal, column: int) -> None:
        """Keep an amount; two columns may say the same, but not different things."""
        if self.amounts.setdefault(measure.code, amount) != amount:
            words = f"{format_number(self.amounts[measure.code])} và {format_number(amount)}"
            raise RowRefused(column, f"có hai số khác nhau cho “{measure.name}”: {words}")


def read_counts(cells: Sequence[Cell], header: Header, form: Form) -> Counts:
    """Return the counts of a row.

    Raises:
        RowRefused: a number that can be read in two ways, a unit the form does not have, two different amounts.

    """
    counts = Counts(form)
    words = _words_of(form)
    for column in header.all(Role.MEASURE):
        _read_measure(counts, words, column, value_of(cells, column))
    quantity = header.one(Role.QUANTITY)
    if quantity is not None:
        unit = value_of(cells, header.one(Role.UNIT))
        _read_quantity(counts, words, quantity, value_of(cells, quantity), unit.text)
    return counts


@lru_cache(maxsize=256)
def _words_of(form: Form) -> MeasureWords:
    return MeasureWords([form])


def _read_measure(counts: Counts, words: MeasureWords, column: Column, cell: Cell) -> None:
    """Read a column that counts one thing ("Lượt người")."""
    parts = _amounts(cell, column.number, counts.remarks)
    if not parts:
        return
    form = counts.form
    own = [measure for measure in form.measures if measure.code in column.measures]
    heading = column.heading.rpartition(" – ")[2]
    if len(own) > 1:
        exact = {bare(heading), bare(column.unit_words)}
        own = [measure for measure in own if bare(measure.name) in exact] or own
    if len(parts) > 1 or any(text for text, _ in parts):
        _add_parts(counts, words, parts, column.number)
        return
    amount = parts[0][1]
    if len(own) == 1:
        counts.add(own[0], amount, column.number)
    elif own:
        names = ", ".join(f"“{measure.name}”" for measure in own)
        raise RowRefused(column.number, f"không rõ cột “{heading}” là {names}")
    elif amount:
        raise RowRefused(column.number, f"hình thức “{form.name}” không có số lượng “{heading}”")


def _read_quantity(counts: Counts, words: MeasureWords, column: Column, cell: Cell, unit: str) -> None:
    """Read the general column "Số lượng", with or without a column of units."""
    parts = _amounts(cell, column.number, counts.remarks)
    if not parts:
        return
    if len(parts) > 1 or parts[0][0]:
        _add_parts(counts, words, parts, column.number)
        if unit and not words.codes(unit) & set(counts.amounts):
            raise RowRefused(column.number, f"ô ghi “{cell.text}” nhưng cột đơn vị tính ghi “{unit}”")
        return
    amount = parts[0][1]
    if unit or column.unit_words:
        _add_parts(counts, words, [(unit or column.unit_words, amount)], column.number)
    elif len(counts.form.measures) == 1:
        measure = counts.form.measures[0]
        counts.remarks.append(f"số {format_number(amount)} không ghi đơn vị, hiểu là “{measure.name}”")
        counts.add(measure, amount, column.number)
    else:
        names = " hay ".join(f"“{measure.name}”" for measure in counts.form.measures)
        raise RowRefused(column.number, f"không rõ {format_number(amount)} là {names}; hãy ghi kèm đơn vị")


def _add_parts(counts: Counts, words: MeasureWords, parts: Sequence[tuple[str, Decimal]], column: int) -> None:
    for text, amount in parts:
        measure = _measure(counts, words, text)
        if measure is None:
            raise RowRefused(column, f"hình thức “{counts.form.name}” không có đơn vị “{text or 'bỏ trống'}”")
        counts.add(measure, amount, column)


def _measure(counts: Counts, words: MeasureWords, text: str) -> Measure | None:
    """Return the measure that unit words mean; understood from a part of its name it gets a remark."""
    key = bare(text)
    named = [measure for measure in counts.form.measures if key == bare(measure.name)]
    exact = named or [measure for measure in counts.form.measures if key == bare(measure.unit)]
    if len(exact) == 1:
        return exact[0]
    codes = words.codes(text)
    near = [measure for measure in counts.form.measures if measure.code in codes]
    if exact or len(near) != 1:
        return None
    counts.remarks.append(f"hiểu “{text}” là “{near[0].name}”")
    return near[0]


def _amounts(cell: Cell, column: int, remarks: list[str]) -> list[tuple[str, Decimal]]:
    """Return (unit words, amount) for each number of a cell; nothing for an empty cell or a dash."""
    if cell.kind is CellKind.EMPTY or (cell.kind is CellKind.TEXT and cell.text.strip().casefold() in _NONE):
        return []
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        return [("", _whole(cell.number, cell.text, column))]
    if cell.kind is not CellKind.TEXT:
        raise RowRefused(column, f"số lượng không phải là số: “{cell.text}”")
    found = []
    for line in re.split(r"[;\n]", cell.text):
        if line.strip():
            found += _parts(line.strip(), column, remarks)
    return found


def _whole(number: Decimal, text: str, column: int) -> Decimal:
    """Refuse 1.234 in a cell of numbers: on a PC set to English that is what becomes of a typed "1.234"."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        raise RowRefused(column, f"số lẻ {text}: không rõ là số thập phân hay dấu chấm phân cách hàng nghìn")
    return number


def _parts(text: str, column: int, remarks: list[str]) -> list[tuple[str, Decimal]]:
    name, colon, rest = text.partition(":")
    if colon and not _NUMBER.search(name):
        text = f"{rest.strip()} {name.strip()}"
    matches = list(_NUMBER.finditer(text))
    if not matches:
        raise RowRefused(column, f"số lượng không phải là số: “{text}”")
    before = _JOINTS.sub("", text[: matches[0].start()])
    if before:
        raise RowRefused(column, f"không đọc được số lượng “{text}” (chữ “{before}” đứng trước số)")
    found = []
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        end = following.start() if following else len(text)
        unit = _JOINTS.sub("", text[match.end() : end]).strip()
        if following and not unit:
            raise RowRefused(column, f"không đọc được số lượng “{text}”")
        found.append((unit, _parse(match[0], column, remarks)))
    return found


def _parse(text: str, column: int, remarks: list[str]) -> Decimal:
    try:
        amount = parse_number(text)
    except NotANumber:
        raise RowRefused(
            column, f"không rõ “{text}” là số mấy; hãy ghi 1234 hoặc 1.234 (phần lẻ sau dấu phẩy: 1,5)"
        ) from None
    if re.search(r"[. ]", text):
        remarks.append(f"“{text}” hiểu là {amount:f}")
    return amount
