"""Vietnamese numbers in words, read into figures."""

from __future__ import annotations

from cchc_desktop.domain.text import clean_line

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_FILLERS = frozenset({"linh", "lẻ"})
_UNITS = frozenset({"đồng", "chẵn", "bằng", "chữ"})


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
