"""Reading the time of a task as people write it into a `Schedule`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from cchc_desktop.domain.schedule import (
    PERIODIC,
    Schedule,
    ScheduleKind,
    by_dates,
    continuous,
    every_months,
    every_quarter,
    every_weeks,
    in_months,
    in_quarters,
    month_end,
    unknown,
    within,
)
from cchc_desktop.domain.text import fold

_LONGEST = 300
"""Letters. A longer time text is a story; reading it would only find false dates."""

_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_N = r"(\d{1,3}|mot|hai|ba|bon|sau|muoi)"
_Q = r"(i{1,3}|iv|0?[1-4])"
_Y = r"(?:(?: nam |/)(\d{4}))?"
_UNIT = "(ngay|tuan|thang|quy|nam)"
_NOISE = re.compile(
    r"^(?:thuc hien|hoan thanh|xong|trien khai|to chuc|thoi gian|du kien|bao cao|dinh ky|chia|toi thieu|it nhat|duy tri"
    r"|vao|trong|luc|ngay tu|cac)\b[: ]*"
)
_TAIL = re.compile(r" (?:trong |cua |ca )?(?:nam(?: \d{4})?|hang nam|trong nam|nam ke hoach)$")
_SPLIT = re.compile(r"\s*[,;]\s*|\s+(?:va|cung)\s+")
_HEAD = re.compile(r"^(truoc ngay|truoc|ngay|quy|thang)\b")

Reader = Callable[["re.Match[str]", int], Schedule | None]


def parse_schedule(text: str, year: int) -> Schedule:
    """Return what a time text means in the plan year `year`; `UNKNOWN` when it is not understood for certain.

    A year that is written in the text counts before `year`. Dates that do not exist (31/02) are not understood.
    """
    line = _normal(text)
    if not line or len(line) > _LONGEST:
        return unknown(text)
    try:
        found = _part(line, year) or _report_rhythm(line, year) or _joined(line, year)
    except ValueError:  # a day that is in no calendar
        found = None
    return unknown(text) if found is None else replace(found, text=text)


def _normal(text: str) -> str:
    line = fold(text)
    line = re.sub("[–—−]", "-", line).replace("&", " va ").replace("+", ", ")
    line = re.sub(r"[()\[\]]", ", ", line)
    line = re.sub(r"\s*([,;:/-])\s*", r"\1", line).replace(",", ", ").replace(";", "; ").replace(":", ": ")
    return re.sub(r"\s+", " ", line).strip(" .,;:-")


def _stripped(line: str) -> str:
    """Return a part without the words around the time ("hoàn thành trong …")."""
    while (shorter := _NOISE.sub("", line)) != line and shorter:
        line = shorter
    return line


def _part(line: str, year: int) -> Schedule | None:
    for variant in dict.fromkeys((line, _stripped(line), _TAIL.sub("", _stripped(line)))):
        for pattern, read in _READERS:
            match = pattern.fullmatch(variant)
            if match is not None:
                found = read(match, _year_of(line, year))
                if found is not None:
                    return found
    return None


def _year_of(line: str, year: int) -> int:
    written = re.search(r"\bnam (\d{4})\b", line)
    return int(written[1]) if written else year


# -- several parts


def _joined(line: str, year: int) -> Schedule | None:
    line = re.sub(r" (?=tu (?:dau )?(?:thang|quy) )", ", ", line)
    parts = [part for part in _SPLIT.split(line) if part]
    if len(parts) < 2:
        return None
    year = _year_of(line, year)
    tail = re.search(r"/(\d{4})$", parts[-1])
    if tail and sum(bool(re.search(r"\d{4}", part)) for part in parts) == 1:
        year = int(tail[1])
    head = ""
    found: list[Schedule] = []
    for part in parts:
        part = _stripped(part)
        own = _HEAD.match(part)
        head = own[1] if own else head
        read = _part(part, year) or (_part(f"{head} {part}", year) if head and not own else None)
        if read is None:
            return None
        found.append(read)
    return _together(found)


def _together(found: list[Schedule]) -> Schedule | None:
    """Return what parts mean together: the definite ones count, and one rhythm may be held within a span."""
    dated = [one for one in found if one.kind is not ScheduleKind.ON_OCCURRENCE] or found[:1]
    spans = [one.span for one in dated if one.kind is ScheduleKind.CONTINUOUS and one.span]
    firm = [one for one in dated if one.kind is not ScheduleKind.CONTINUOUS]
    if not firm:
        # "Thường xuyên, tối thiểu 12 lần/năm": the number that is written counts, not the usual one.
        usual = continuous(dated[0].due[0].year).count if dated[0].due else 0
        return next((one for one in dated if one.count != usual), dated[0]) if len(spans) <= 1 else None
    if len({(one.kind, one.every) for one in firm}) == 1 and firm[0].kind in PERIODIC:
        only = max(firm, key=lambda one: one.count)
        return within(only, spans[0]) if spans else only
    if spans or any(one.kind in PERIODIC for one in firm):
        return None
    kinds = {one.kind for one in firm}
    due = tuple(sorted({day for one in firm for day in one.due}))
    return Schedule(kinds.pop() if len(kinds) == 1 else ScheduleKind.BY_DATE, due=due)


_RHYTHM = re.compile(
    r"(?:bao cao |dinh ky |hang )*(?:(thang), )?(?:(?:hang )?(quy)(?:, | va ))?6 thang(, 9 thang)?(?:, | va )"
    rf"(?:hang |ca |1 |mot |cuoi )?nam{_Y}"
)


def _report_rhythm(line: str, year: int) -> Schedule | None:
    """Read the rhythm of reports: "Hằng quý, 6 tháng, năm"; the longer periods end with the shorter ones."""
    match = _RHYTHM.fullmatch(line)
    if match is None:
        return None
    year = int(match[4] or year)
    if match[1]:
        return every_months(year, 1)
    if match[2]:
        return every_quarter(year)
    nine = (month_end(year, 9),) if match[3] else ()
    return by_dates((month_end(year, 6), *nine, month_end(year, 12)))


# -- one part


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _quarter(word: str) -> int:
    return _QUARTERS[word.lstrip("0")]


def _periodic(unit: str, year: int, step: int, times: int) -> Schedule | None:
    if not (0 < step <= 52 and 0 < times <= 366):
        return None
    match unit:
        case "ngay":
            return continuous(year)
        case "tuan":
            return every_weeks(year, step, times)
        case "thang":
            return every_months(year, step, times) if step <= 12 else None
        case "quy":
            return every_quarter(year, times) if step == 1 else every_months(year, 3 * step, times)
    if step != 1:
        return None
    return by_dates((date(year, 12, 31),)) if times == 1 else continuous(year, minimum=times)


def _every_unit(match: re.Match[str], year: int) -> Schedule | None:
    return _periodic(match[1], year, 1, 1)


def _times_per_unit(match: re.Match[str], year: int) -> Schedule | None:
    return _periodic(match[2], year, 1, _number(match[1]))


def _unit_times(match: re.Match[str], year: int) -> Schedule | None:
    return _periodic(match[1], year, 1, _number(match[2]))


def _units_once(match: re.Match[str], year: int) -> Schedule | None:
    return _periodic(match[2], year, _number(match[1]), 1)


def _units_times(match: re.Match[str], year: int) -> Schedule | None:
    return _periodic(match[2], year, _number(match[1]), _number(match[3]))


def _month(match: re.Match[str], year: int) -> Schedule | None:
    part, month, written = match[1], int(match[2]), match[3]
    if not 1 <= month <= 12:
        return None
    day = {None: 31, "dau": 10, "giua": 20, "cuoi": 31}[part]
    return in_months(int(written or year), (month,), day)


def _month_year(match: re.Match[str], year: int) -> Schedule | None:
    month = int(match[2])
    return in_months(int(match[3]), (month,)) if 1 <= month <= 12 else None


def _quarter_named(match: re.Match[str], year: int) -> Schedule | None:
    month = {None: 3, "dau": 1, "giua": 2, "cuoi": 3}[match[1]]
    return in_quarters(int(match[3] or year), (_quarter(match[2]),), month=month)


def _month_range(match: re.Match[str], year: int) -> Schedule | None:
    first, last = int(match[1]), int(match[3])
    years = {int(written) for written in (match[2], match[4]) if written}
    if not (1 <= first <= last <= 12) or len(years) > 1:
        return None
    return continuous(years.pop() if years else year, first, last)


def _quarter_range(match: re.Match[str], year: int) -> Schedule | None:
    first, last = _quarter(match[1]), _quarter(match[2])
    return continuous(int(match[3] or year), 3 * first - 2, 3 * last) if first <= last else None


def _dates(match: re.Match[str], year: int) -> Schedule | None:
    return by_dates((date(int(match[3] or year), int(match[2]), int(match[1])),))


def _date_range(match: re.Match[str], year: int) -> Schedule | None:
    last = date(int(match[6] or year), int(match[5]), int(match[4]))
    first = date(int(match[3] or last.year), int(match[2]), int(match[1]))
    return by_dates((last,)) if first <= last else None


def _before_month(match: re.Match[str], year: int) -> Schedule | None:
    month, year = int(match[1]), int(match[2] or year)
    return by_dates((date(year, month, 1) - timedelta(days=1),)) if 2 <= month <= 12 else None


def _before_quarter(match: re.Match[str], year: int) -> Schedule | None:
    quarter, year = _quarter(match[1]), int(match[2] or year)
    return by_dates((date(year, 3 * quarter - 2, 1) - timedelta(days=1),)) if quarter > 1 else None


def _until_month(match: re.Match[str], year: int) -> Schedule | None:
    return by_dates((month_end(int(match[2] or year), int(match[1])),)) if 1 <= int(match[1]) <= 12 else None


def _until_quarter(match: re.Match[str], year: int) -> Schedule | None:
    return by_dates((month_end(int(match[2] or year), 3 * _quarter(match[1])),))


def _day_of_each_month(match: re.Match[str], year: int) -> Schedule | None:
    return every_months(year, 1, day=int(match[1])) if 1 <= int(match[1]) <= 31 else None


def _day_of_each_quarter(match: re.Match[str], year: int) -> Schedule | None:
    month = {"dau": 1, "giua": 2, "cuoi": 3}[match[2]]
    return every_quarter(year, day=int(match[1]), month=month) if 1 <= int(match[1]) <= 31 else None


def _each_quarter(match: re.Match[str], year: int) -> Schedule | None:
    return every_quarter(year, month={"dau": 1, "giua": 2, "cuoi": 3}[match[1]])


def _half(match: re.Match[str], year: int) -> Schedule | None:
    year = int(match[2] or year)
    return by_dates((month_end(year, 6 if match[1] == "dau" else 12),))


def _in_year(match: re.Match[str], year: int) -> Schedule | None:
    return by_dates((date(int(match[1] or year), 12, 31),))


def _end_of_year(match: re.Match[str], year: int) -> Schedule | None:
    return in_quarters(year, (1 if match[1] == "dau" else 4,))


def _always(match: re.Match[str], year: int) -> Schedule | None:
    return continuous(year)


def _always_from(match: re.Match[str], year: int) -> Schedule | None:
    return continuous(int(match[2] or year), int(match[1]), 12) if 1 <= int(match[1]) <= 12 else None


def _on_occurrence(match: re.Match[str], year: int) -> Schedule | None:
    return Schedule(ScheduleKind.ON_OCCURRENCE)


_LEAST = r"(?:(?:toi thieu|it nhat|khoang|trung binh|tu) )?"
_DAY = r"(\d{1,2})(?:/| thang )(\d{1,2})(?:(?:/| nam )(\d{4}))?"
_BEFORE = r"(?:truoc|cham nhat|den|den het|het|han|trong|xong|xong truoc|hoan thanh truoc|cham nhat la|cham nhat vao)"
_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            rf"(?:hang|moi|tung|theo|dinh ky|dinh ky hang|dinh ky moi) {_UNIT}(?: {_LEAST}(?:1|01|mot) lan)?",
            _every_unit,
        ),
        (rf"{_LEAST}{_N} lan(?:/| moi | mot | trong |/1 |/01 | 1 )(?:1 |mot |moi )?{_UNIT}", _times_per_unit),
        (rf"(?:hang |moi |mot |1 |01 )?{_UNIT},? {_LEAST}{_N} lan", _unit_times),
        (rf"(?:moi |cu |dinh ky )?{_N} (tuan|thang|quy)(?:/| )(?:1 |mot |01 )?(?:lan)", _units_once),
        (rf"(?:moi |cu |dinh ky ){_N} (tuan|thang|quy)", _units_once),
        (rf"{_N} (tuan|thang|quy) {_LEAST}{_N} lan", _units_times),
        (rf"(?:(dau|giua|cuoi) )?(?:thang |t)(\d{{1,2}}){_Y}", _month),
        (r"()(\d{1,2})/(20\d{2})", _month_year),
        (rf"(?:(dau|giua|cuoi) )?quy {_Q}{_Y}", _quarter_named),
        (rf"(?:tu )?thang (\d{{1,2}}){_Y}(?:-| den (?:het )?)(?:thang )?(\d{{1,2}}){_Y}", _month_range),
        (rf"(?:tu )?quy {_Q}(?:-| den (?:het )?)(?:quy )?{_Q}{_Y}", _quarter_range),
        (rf"(?:{_BEFORE} )?(?:ngay )?{_DAY}", _dates),
        (rf"tu (?:ngay )?{_DAY}(?:-| den (?:het )?)(?:ngay )?{_DAY}", _date_range),
        (rf"truoc thang (\d{{1,2}}){_Y}", _before_month),
        (rf"truoc quy {_Q}{_Y}", _before_quarter),
        (rf"(?:den het|het|den cuoi|truoc khi het|cham nhat|den) thang (\d{{1,2}}){_Y}", _until_month),
        (rf"(?:den het|het|den cuoi|truoc khi het|cham nhat|den) quy {_Q}{_Y}", _until_quarter),
        (rf"(?:{_BEFORE} )?(?:ngay )?(\d{{1,2}}) (?:cua )?(?:hang|moi) thang", _day_of_each_month),
        (rf"(?:hang|moi) thang, (?:{_BEFORE} )?(?:ngay )?(\d{{1,2}})", _day_of_each_month),
        (
            rf"(?:{_BEFORE} )?(?:ngay )?(\d{{1,2}}) (?:cua )?(?:cac )?thang (dau|giua|cuoi) (?:cua )?"
            r"(?:hang |moi )?quy",
            _day_of_each_quarter,
        ),
        (r"(?:vao )?(?:thang )?(dau|giua|cuoi) (?:hang |moi )?quy", _each_quarter),
        (r"6 thang (dau|cuoi) nam(?:[ /](\d{4}))?", _half),
        (r"(?:trong |xong trong )?nam(?: ke hoach| \d{4})?()", _in_year),
        (r"(dau|cuoi) nam(?: \d{4})?", _end_of_year),
        (
            r"(?:thuc hien )?(?:thuong xuyen|lien tuc|hang ngay|quanh nam|suot nam|ca nam|trong ca nam|trong suot nam)"
            r"(?: lien tuc)?(?: (?:trong |ca )*nam)?(?: \d{4})?(?: hang ngay)?",
            _always,
        ),
        (rf"(?:bat dau )?(?:ke )?tu (?:dau )?thang (\d{{1,2}}){_Y}(?: tro di)?", _always_from),
        (
            r"(?:ngay )?(?:sau )?khi .+|dot xuat.*|(?:thuc hien )?theo (?:yeu cau|ke hoach|huong dan|chi dao|thuc te"
            r"|tung dot|dot|lich|quy dinh|tien do|phat sinh|tinh hinh).*|neu co.*",
            _on_occurrence,
        ),
    )
)
