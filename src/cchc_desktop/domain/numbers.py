"""Numbers as Vietnamese offices write and read them, whatever the locale of the PC."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

# One kind of separator throughout, and no leading zero: "0.123" may well be a decimal typed the English way.
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([. ])\d{3}(?:\1\d{3})*(?:,\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:,\d+)?")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))

VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The enumeration letters of a "điểm" in their order (Decree 30/2020, annex I, part II.6.đ): no f, j, w, z."""


class NotANumber(ValueError):
    """Text that is no number, or could be read as two different ones."""


def parse_number(text: str) -> Decimal:
    """Read a number: "1.234" and "1 234" are 1234, "1,5" is one and a half, "(5)" and "−5" are -5, "12%" is 0.12.

    Raises:
        NotANumber: no number, or one that a person must decide: "1,234" (thousands or decimals?), "1.5", "0.123".

    """
    raw = text.replace("\u00a0", " ").replace("\u202f", " ").strip().replace("\u2212", "-")
    raw = raw.translate({0xFF10 + digit: str(digit) for digit in range(10)})
    percent = raw.endswith("%")
    raw = raw.removesuffix("%").strip()
    if raw.startswith("(") and raw.endswith(")"):
        raw = "-" + raw[1:-1].strip()
    if not raw.isascii():
        raise NotANumber(text)
    if _GROUPED.fullmatch(raw):
        value = Decimal(raw.replace(".", "").replace(" ", "").replace(",", "."))
    elif _PLAIN.fullmatch(raw):
        if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", raw):
            raise NotANumber(text)
        value = Decimal(raw.replace(",", "."))
    else:
        raise NotANumber(text)
    return value / 100 if percent else value


def format_number(value: Decimal | int, decimals: int | None = None) -> str:
    """Write a number as 1.234.567 or 1.234,5; `decimals` fixes the digits after the comma (at most 3 by default).

    Halves are rounded away from zero, as Excel shows them: the screen and the workbook must not differ.
    """
    if not decimals and value == (whole := int(value)):
        # Most numbers are counts, and lists are full of them: no need for a quantised Decimal.
        return f"{whole:,}".replace(",", ".")
    places = 3 if decimals is None else decimals
    number = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=100))
    text = f"{abs(number):,.{places}f}"
    if decimals is None:
        text = text.rstrip("0").rstrip(".")
    sign = "-" if number < 0 else ""
    return sign + text.translate(str.maketrans(",.", ".,"))


def roman(number: int) -> str:
    """Return 1 → "I" … 39 → "XXXIX".

    Raises:
        ValueError: outside 1…39: no plan has so many parts.

    """
    if not 1 <= number <= 39:
        raise ValueError(number)
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def letter(number: int) -> str:
    """Return 1 → "a", 5 → "đ", 7 → "g" …; after y come aa, ab, … so that nothing is ever without a label."""
    if number < 1:
        raise ValueError(number)
    size = len(VIETNAMESE_LETTERS)
    text = ""
    while number:
        number, rest = divmod(number - 1, size)
        text = VIETNAMESE_LETTERS[rest] + text
    return text
