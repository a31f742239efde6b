"""A figure as units write it into a cell: "12 bài", "1.250 lượt", "không phát sinh", "-"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cchc_desktop.domain.figure import NIL, UNKNOWN, Amount, FigureState
from cchc_desktop.domain.numbers import NotANumber, parse_number
from cchc_desktop.domain.sheet import Cell, CellKind, is_old_encoding
from cchc_desktop.domain.text import clean_line, fold

_NIL = frozenset({"khong phat sinh", "khong co", "khong", "kps", "k.p.s", "chua phat sinh", "khong phat sinh."})
_UNKNOWN = frozenset({"chua co so lieu", "chua co", "chua thong ke", "dang tong hop", "-", "–", "—", "…", "...", "x"})
_WITH_UNIT = re.compile(r"([+\-−(]?\d[\d.,\u00a0 ]*\)?)\s*(%|[^\W\d_][^\d]*)?")
_SCALES = frozenset({"trieu", "ty", "ti", "nghin", "ngan", "tram", "chuc"})
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell says: an amount, the words that stood there, and why a person must look at it ("" : no need)."""

    amount: Amount
    text: str = ""
    doubt: str = ""


_EMPTY = CellValue(UNKNOWN)


def read_value(cell: Cell, percent: bool = False) -> CellValue:
    """Read a cell of a foreign table as a figure; what can be read in two ways is none, with the reason.

    Args:
        cell: the cell.
        percent: whether the figure is kept in percent: "12,5%" is then 12.5, and a bare number is taken as it is.

    """
    match cell.kind:
        case CellKind.EMPTY:
            return _EMPTY
        case CellKind.NUMBER:
            assert cell.number is not None
            return CellValue(Amount.of(cell.number))
        case CellKind.TEXT:
            return _of_text(cell.text, percent)
        case CellKind.ERROR:
            return CellValue(UNKNOWN, cell.text, "ô báo lỗi công thức")
        case CellKind.UNCALCULATED:
            return CellValue(UNKNOWN, "", "công thức chưa được tính; hãy mở bằng Excel rồi lưu lại")
        case _:
            return CellValue(UNKNOWN, cell.text, "không phải là số")


def _of_text(raw: str, percent: bool) -> CellValue:
    text = clean_line(raw)[:_LONGEST]
    folded = fold(text)
    if folded in _NIL:
        return CellValue(NIL, text)
    if folded in _UNKNOWN:
        return CellValue(UNKNOWN, text)
    if is_old_encoding(text):
        return CellValue(UNKNOWN, text, "chữ dùng bảng mã cũ")
    match = _WITH_UNIT.fullmatch(text)
    if match is None:
        return CellValue(UNKNOWN, text, "không đọc được thành một số")
    number, unit = match[1].strip(), (match[2] or "").strip()
    words = fold(unit).split()
    if words and words[0] in _SCALES:
        return CellValue(UNKNOWN, text, "số ghi kèm nghìn, triệu, tỷ; hãy ghi đủ chữ số")
    try:
        value = parse_number(number)
    except NotANumber:
        return CellValue(UNKNOWN, text, "đọc được hai cách (dấu chấm, dấu phẩy)")
    if unit == "%" and not percent:
        value /= 100
    return CellValue(Amount(value, FigureState.COUNTED), text if unit else "")
