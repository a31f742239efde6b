"""How days of rules, rules between figures, foreign codes and versions are written in fields, and read back."""

from __future__ import annotations

import re
from datetime import date

from cchc_desktop.domain.catalogue import DayOfYear, FigureRule, Relation
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.text import clean_line, fold

_DAY = re.compile(r"(?:ngay )?(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s+nam (truoc|sau|nay|bao cao))?")
_OFFSETS = {-1: " năm trước", 0: "", 1: " năm sau"}
_RELATIONS = {
    Relation.EQUAL: ("=", "bằng", "phải bằng"),
    Relation.AT_MOST: ("≤", "<=", "<", "không lớn hơn", "không vượt quá"),
}


class Unread(ValueError):
    """What was typed cannot be read; the message is a Vietnamese reason."""


def day_words(day: DayOfYear | None) -> str:
    """Return "15/12 năm trước", "14/3"."""
    return "" if day is None else f"{day.day}/{day.month}{_OFFSETS[day.year_offset]}"


def read_day(text: str) -> DayOfYear:
    """Return the day of a rule as typed: "15/12 năm trước".

    Raises:
        Unread: it is none.

    """
    found = _DAY.fullmatch(fold(clean_line(text)))
    if found is None:
        raise Unread("hãy gõ ngày/tháng, ví dụ 14/3 hoặc 15/12 năm trước")
    day, month = int(found[1]), int(found[2])
    offset = {"truoc": -1, "sau": 1}.get(found[3] or "", 0)
    try:
        date(2023, month, day)
    except ValueError as error:
        raise Unread(f"không có ngày {day:02d}/{month:02d} trong mọi năm") from error
    return DayOfYear(month, day, offset)


def rules_text(rules: tuple[FigureRule, ...]) -> str:
    """Return the rules of an indicator, one a line: "≤ TT26"."""
    return "\n".join(f"{_RELATIONS[rule.relation][0]} {rule.formula}" for rule in rules)


def read_rules(text: str) -> tuple[FigureRule, ...]:
    """Return the rules that stand in a field, one a line.

    Raises:
        Unread: a line does not say how the figures must stand to each other.

    """
    found = []
    for line in filter(None, map(clean_line, text.splitlines())):
        folded = line.casefold()
        words = sorted(((word, one) for one, many in _RELATIONS.items() for word in many), key=lambda w: -len(w[0]))
        known = next(((word, one) for word, one in words if folded.startswith(word)), None)
        if known is None:
            raise Unread(f"“{line}”: bắt đầu bằng “=” (phải bằng) hoặc “≤” (không lớn hơn)")
        found.append(FigureRule(known[1], line[len(known[0]) :].strip()))
    return tuple(found)


def codes_text(codes: tuple[tuple[str, str], ...]) -> str:
    """Return the codes in forms of others, one a line: "Sở Nội vụ: 2.1"."""
    return "\n".join(f"{name}: {code}" for name, code in codes)


def read_codes(text: str) -> tuple[tuple[str, str], ...]:
    """Return the codes that stand in a field, one a line.

    Raises:
        Unread: a line has no colon, or a form is named twice.

    """
    found: dict[str, str] = {}
    for line in filter(None, map(clean_line, text.splitlines())):
        name, colon, code = (part.strip() for part in line.partition(":"))
        if not colon or not name or not code:
            raise Unread(f"“{line}”: viết “tên biểu: mã”, mỗi biểu một dòng")
        if name in found:
            raise Unread(f"biểu “{name}” có hai dòng")
        found[name] = code
    return tuple(found.items())


def list_words(words: tuple[str, ...]) -> str:
    """Return words as they stand in a line: "Người dân; Tổ chức, doanh nghiệp"."""
    return "; ".join(words)


def read_list(text: str) -> tuple[str, ...]:
    """Return the words of a field, parted by ";" or lines, each once."""
    parts = (clean_line(part) for line in text.splitlines() for part in line.split(";"))
    return tuple(dict.fromkeys(filter(None, parts)))


def span_words(start: date | None, end: date | None, *, years: bool = False) -> str:
    """Return when a version holds: "Từ 15/06/2026", "Đến hết 14/06/2026", "Từ năm báo cáo 2027"."""
    if years:
        parts = [f"từ năm báo cáo {start.year}" if start else "", f"đến hết năm báo cáo {end.year}" if end else ""]
    else:
        parts = [f"từ {short_date(start)}" if start else "", f"đến hết {short_date(end)}" if end else ""]
    words = " ".join(filter(None, parts)) or "mọi lúc"
    return words[:1].upper() + words[1:]
