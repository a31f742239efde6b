"""Reading what a person types of a figure."""

from __future__ import annotations

from cchc_desktop.domain.catalogue import Indicator
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.numbers import NotANumber, parse_number
from cchc_desktop.domain.text import clean_line

_TOO_LARGE = 10**12


def read_statement(period: str, indicator: Indicator, value: str, reason: str) -> tuple[Statement | None, str]:
    """Return the statement of a typed value, or why it cannot be one (a short Vietnamese reason)."""
    raw = value.strip()
    if indicator.unit == "%":
        raw = raw.removesuffix("%").strip()
    if not raw:
        return None, "chưa nhập số"
    try:
        number = parse_number(raw)
    except NotANumber:
        return None, "không đọc được số này; hãy gõ như 1.234 hoặc 12,5"
    if number < 0:
        return None, "số liệu phải từ 0 trở lên"
    if number >= _TOO_LARGE:
        return None, "số quá lớn"
    if number != round(number, indicator.decimals):
        whole = "chỉ tiêu này là số nguyên"
        return None, whole if not indicator.decimals else f"tối đa {indicator.decimals} số lẻ"
    return Statement(period, indicator.code, FigureState.COUNTED, number, clean_line(reason)), ""
