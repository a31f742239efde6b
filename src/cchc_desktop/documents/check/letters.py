"""Which of a run's four fonts draws a letter (ECMA-376 part 1, 17.3.2.26)."""

from __future__ import annotations

_COMPLEX = ((0x0590, 0x08FF), (0x0900, 0x0FFF), (0x1780, 0x17FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFE))
_EAST_ASIAN = (
    (0x1100, 0x11FF),
    (0x2E80, 0xA4CF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE6F),
    (0xFF00, 0xFFEF),
)
_HINTED = (  # with the hint "eastAsia" these, too: quotes, dashes, the ellipsis and their like
    (0xA1, 0xA1), (0xA4, 0xA4), (0xA7, 0xA8), (0xAA, 0xAA), (0xAD, 0xAD), (0xAF, 0xB4), (0xB6, 0xBA), (0xBC, 0xBF),
    (0xD7, 0xD7), (0xF7, 0xF7), (0x02B0, 0x02FF), (0x0370, 0x04FF), (0x2000, 0x2BFF), (0xE000, 0xF8FF),
)  # fmt: skip


def slots_of(text: str, hint: str, complex_script: bool) -> tuple[str, ...]:
    """Return the slots ("ascii", "hAnsi", "eastAsia", "cs") that draw the letters of `text`, blanks left out."""
    if complex_script:
        return ("cs",)
    if text.isascii():
        return ("ascii",)
    found = {_slot(ord(letter), hint) for letter in set(text) if not letter.isspace()}
    return tuple(slot for slot in ("ascii", "hAnsi", "eastAsia", "cs") if slot in found) or ("ascii",)


def _slot(code: int, hint: str) -> str:
    if code < 0x80:
        return "ascii"
    if _in(code, _COMPLEX):
        return "cs"
    if _in(code, _EAST_ASIAN) or (hint == "eastAsia" and _in(code, _HINTED)):
        return "eastAsia"
    return "hAnsi"


def _in(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
