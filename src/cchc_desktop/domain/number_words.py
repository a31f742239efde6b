"""Vietnamese numbers in words, read into figures and written out of them."""

from __future__ import annotations

from cchc_desktop.domain.text import clean_line

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_FILLERS = frozenset({"linh", "lẻ"})
_UNITS = frozenset({"đồng", "chẵn", "bằng", "chữ"})
_NAMES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu")
_BILLION = 10**9

LARGEST = 10**18 - 1
"""The largest number that is written in words."""


def read_number_words(text: str) -> int | None:
    """Return 1500000 for "Một triệu năm trăm nghìn đồng", 6 for "sáu"; None for anything that is no number.

    "bằng chữ:", "đồng" and "chẵn" around the number are passed over.
    """
    words = [word.strip(" .,:;").casefold() for word in clean_line(text).split()]
    words = [word for word in words if word and word not in _UNITS]
    if not words:
        return None
    total = group = 0
    digit: int | None = None
    seen = False
    for word in words:
        if word in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[word]
        elif word in ("mười", "chục"):
            group, digit = group + 10 * (digit or 1), None
        elif word == "mươi":
            if digit is None:
                return None
            group, digit = group + 10 * digit, None
        elif word == "trăm":
            if digit is None:
                return None
            group, digit = group + 100 * digit, None
        elif word in _SCALES:
            value = group + (digit or 0)
            if not value and not total:
                return None
            total = (total + value) * 10**9 if _SCALES[word] == 10**9 else total + value * _SCALES[word]
            group, digit = 0, None
        elif word not in _FILLERS:
            return None
        seen = seen or word not in _FILLERS
    return total + group + (digit or 0) if seen else None


def number_words(number: int, filler: str = "linh") -> str:
    """Return a whole number in Vietnamese words: 15 "mười lăm", 21 "hai mươi mốt", 105 "một trăm linh năm".

    A group of three figures after another one is read with its hundreds ("một nghìn không trăm linh năm"), as on
    vouchers; groups of noughts are passed over. `filler` is "linh" (the North, textbooks) or "lẻ" (the South).

    Raises:
        ValueError: beyond `LARGEST`.

    """
    if abs(number) > LARGEST:
        raise ValueError(number)
    if number < 0:
        return "âm " + number_words(-number, filler)
    if number == 0:
        return _NAMES[0]
    billions, rest = divmod(number, _BILLION)
    head = f"{number_words(billions, filler)} tỷ" if billions else ""
    return " ".join(filter(None, (head, _below_billion(rest, bool(head), filler))))


def money_words(amount: int, filler: str = "linh") -> str:
    """Return an amount as it stands behind "Bằng chữ:": "Hai mươi lăm triệu đồng".

    Raises:
        ValueError: beyond `LARGEST`.

    """
    words = f"{number_words(amount, filler)} đồng"
    return words[:1].upper() + words[1:]


def _below_billion(number: int, follows: bool, filler: str) -> str:
    """Read up to nine figures; `follows` tells that there are higher ones."""
    parts: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            parts.append(_group(group, follows or bool(parts), filler) + _GROUPS[power])
    return " ".join(parts)


def _group(number: int, whole: bool, filler: str) -> str:
    """Read three figures; `whole` reads the hundreds even when there are none."""
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = [f"{_NAMES[hundreds]} trăm"] if hundreds or whole else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words.append(f"{_NAMES[tens]} mươi")
    elif units and words:
        words.append(filler)
    if units:
        words.append(_unit(tens, units))
    return " ".join(words)


def _unit(tens: int, units: int) -> str:
    if tens and units == 5:
        return "lăm"
    if tens > 1 and units == 1:
        return "mốt"
    if tens > 1 and units == 4:
        return "tư"
    return _NAMES[units]
