"""A line that says when something returns ("mỗi thứ Sáu phát thanh, đến 30/6"), and the days it means.

What is not understood for certain is said, never guessed: a wrong day in the log is a wrong figure in a report.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cchc_desktop.domain.dates import NotADate, parse_spoken_date, short_date
from cchc_desktop.domain.schedule import day_in, month_end
from cchc_desktop.domain.text import clean_line, fold

MOST_DAYS = 400
"""Days of one series: a year of every day, and some more. Beyond it the line is a slip of the hand."""

LONGEST = 300
"""Letters of a line that are read."""

WEEKDAY_NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class Rhythm(StrEnum):
    """How something returns."""

    DAILY = "daily"
    WORKDAYS = "workdays"
    WEEKLY = "weekly"
    MONTHLY = "monthly"  # on days of the month; 31 is the last one of a shorter month
    MONTHLY_WEEKDAY = "monthly_weekday"  # on the first or last such weekday of a month


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rhythm with its particulars.

    `weekdays` count from Monday 0; `month_days` are days of a month; `step` is the number of weeks from one week to
    the next; `last` takes the last such weekday of a month instead of the first.
    """

    rhythm: Rhythm
    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    step: int = 1
    last: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """What a line means: its days in order, in words, and the words that are not about time (`rest`).

    `problem` is the Vietnamese reason why there are no days, "" when there are.
    """

    days: tuple[date, ...] = ()
    words: str = ""
    rest: str = ""
    problem: str = ""


def parse_series(text: str, today: date, is_working: Callable[[date], bool]) -> Series:
    """Return the days a line means. Without "từ …" they begin today; "đến …" must be there.

    `is_working` tells working days. A day and month without year are of this year, an end before its beginning of
    the next. Never raises.
    """
    line = _Line.of(text)
    try:
        first, last = _span(line, today)
        recurrence = _recurrence(line)
    except _NotUnderstood as error:
        return Series(rest=line.rest(), problem=error.reason)
    rest = line.rest()
    if last is None:
        return Series(rest=rest, problem="chưa rõ đến ngày nào; thêm chẳng hạn “đến 30/6”")
    if first is None:
        if last < today:
            return Series(rest=rest, problem="ngày cuối đã qua; ghi cả ngày đầu, chẳng hạn “từ 1/3 đến 31/3”")
        first = today
    if last < first:
        return Series(rest=rest, problem="ngày cuối đứng trước ngày đầu")
    if (last - first).days > 3 * 366:
        return Series(rest=rest, problem="khoảng thời gian dài quá 3 năm")
    days = expand(recurrence, first, last, is_working)
    if not days:
        return Series(rest=rest, problem="trong khoảng này không có ngày nào như vậy")
    if len(days) > MOST_DAYS:
        return Series(rest=rest, problem=f"ra {len(days)} ngày, mỗi lần chỉ ghi được {MOST_DAYS} ngày")
    said = f"{recurrence_words(recurrence)}, từ {short_date(first)} đến {short_date(last)} – {len(days)} ngày"
    return Series(days, said, rest)


def expand(recurrence: Recurrence, first: date, last: date, is_working: Callable[[date], bool]) -> tuple[date, ...]:
    """Return the days of a recurrence from `first` to `last`, both inside, in order."""
    whole = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    match recurrence.rhythm:
        case Rhythm.DAILY:
            return tuple(whole)
        case Rhythm.WORKDAYS:
            return tuple(day for day in whole if is_working(day))
        case Rhythm.WEEKLY:
            monday = first - timedelta(days=first.weekday())
            if not any(day.weekday() in recurrence.weekdays for day in whole[: 7 - first.weekday()]):
                monday += timedelta(days=7)  # nothing is left of this week: the count begins with the next
            return tuple(
                day
                for day in whole
                if day.weekday() in recurrence.weekdays and (day - monday).days // 7 % recurrence.step == 0
            )
        case Rhythm.MONTHLY:
            return tuple(
                day
                for day in whole
                if any(day == day_in(day.year, day.month, wanted) for wanted in recurrence.month_days)
            )
    return tuple(day for day in whole if day.weekday() in recurrence.weekdays and _is_edge(day, recurrence.last))


def _is_edge(day: date, last: bool) -> bool:
    return day.day > month_end(day.year, day.month).day - 7 if last else day.day <= 7


def recurrence_words(recurrence: Recurrence) -> str:
    """Return a recurrence in Vietnamese, for the line that says what was understood."""
    names = ", ".join(WEEKDAY_NAMES[day] for day in recurrence.weekdays)
    match recurrence.rhythm:
        case Rhythm.DAILY:
            return "mỗi ngày"
        case Rhythm.WORKDAYS:
            return "mỗi ngày làm việc"
        case Rhythm.WEEKLY:
            return f"{names} hằng tuần" if recurrence.step == 1 else f"{names}, {recurrence.step} tuần một lần"
        case Rhythm.MONTHLY:
            if recurrence.month_days == (31,):
                return "ngày cuối mỗi tháng"
            return f"ngày {', '.join(map(str, recurrence.month_days))} hằng tháng"
    return f"{names} {'cuối cùng' if recurrence.last else 'đầu tiên'} của mỗi tháng"


# -- reading


class _NotUnderstood(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Line:
    """A folded line that remembers which letter of the original each of its letters comes from."""

    def __init__(self, original: str, folded: str, origins: list[int]) -> None:
        self.original = original
        self.folded = folded
        self._origins = origins

    @classmethod
    def of(cls, text: str) -> _Line:
        original = clean_line(text)[:LONGEST]
        letters: list[str] = []
        origins: list[int] = []
        for place, letter in enumerate(original):
            bare = " " if letter == " " else fold(letter)
            bare = "-" if bare in ("–", "—", "−") else bare
            letters += bare
            origins += [place] * len(bare)
        return cls(original, "".join(letters), origins)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find a pattern and blank it out, so that it is read once."""
        match = pattern.search(self.folded)
        if match is not None:
            start, end = match.span()
            self.folded = self.folded[:start] + "\x00" * (end - start) + self.folded[end:]
        return match

    def rest(self) -> str:
        """Return the original words that nothing has taken, without the small words of time."""
        line = self.folded
        for noise in _NOISE:
            line = noise.sub(lambda match: "\x00" * len(match[0]), line)
        kept = {self._origins[place] for place, letter in enumerate(line) if letter != "\x00"}
        words = "".join(letter if place in kept else " " for place, letter in enumerate(self.original))
        return re.sub(r"\s+", " ", re.sub(r"\s*[,;:]\s*(?=[,;:]|$)", " ", words)).strip(" ,;:.-–/")


_DATE = r"\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?(?:\d{4}|\d{2}))?(?![\d/])"
_MONTH = r"thang\s?(?:0?[1-9]|1[0-2])(?!\d)(?:(?:\s?/\s?|\s?-\s?| nam )\d{4})?(?! lan)"
_QUARTER = r"quy\s?(?:iv|i{1,3}|[1-4])(?!\w)(?:(?:\s?/\s?| nam )\d{4})?"
_YEAR = r"nam (?:\d{4}|nay)"
_DAY_MONTH = r"\d{1,2} thang \d{1,2}(?: nam \d{4})?"
_POINT = rf"(?:(?:ngay )?(?:{_DATE}|{_DAY_MONTH})|{_MONTH}|{_QUARTER}|{_YEAR})"
_FROM = re.compile(rf"(?<!thu )(?<!\w)(?:bat dau )?tu (?:dau |ngay )?({_POINT}|nay|hom nay|ngay mai)(?!\w)")
_UNTIL = re.compile(
    rf"(?<!\w)(?:(?:cho )?(?:den|toi)|-) ?(?:het |cuoi )?(?:ngay )?({_POINT}|nay|hom nay|nam|cuoi nam|het nam)(?!\w)"
)
_YEAR_END = re.compile(r"(?<!\w)(?:den |toi )?(?:het|cuoi) nam(?: nay)?(?!\w)")
_WITHIN = re.compile(
    r"(?<!\w)(?:trong |ca |suot )?(?<!moi )(?<!hang )(?<!thu )"
    rf"({_MONTH}|{_QUARTER}|{_YEAR}|(?<=trong )nam|(?<=ca )nam)(?!\w)"
)


def _span(line: _Line, today: date) -> tuple[date | None, date | None]:
    """Return the first and last day meant, None for one that is not said."""
    begin, end = line.take(_FROM), line.take(_UNTIL) or line.take(_YEAR_END)
    if begin is None and end is None:
        within = line.take(_WITHIN)
        return _edges(within[1], today) if within else (None, None)
    first = _edges(begin[1], today)[0] if begin else None
    last = _edges(end[1] if end.re is _UNTIL else "nam", today)[1] if end else None
    if first and last and last < first and end and not re.search(r"\d{4}|/\d{2}$", end[0]):
        last = day_in(last.year + 1, last.month, last.day)
    return first, last


def _edges(words: str, today: date) -> tuple[date, date]:
    """Return first and last day of a point in time: a day twice, a month, a quarter, a year.

    Raises:
        _NotUnderstood: there is no such day.

    """
    written = re.search(r"\d{4}", words)
    year = int(written[0]) if written else today.year
    if not 2000 <= year <= 2100:
        raise _NotUnderstood(f"năm {year} nằm ngoài khoảng từ 2000 đến 2100")
    if words in ("nay", "hom nay", "ngay mai"):
        day = today + timedelta(days=words == "ngay mai")
        return day, day
    if words.startswith("thang"):
        month = int(re.findall(r"\d+", words)[0])
        return date(year, month, 1), month_end(year, month)
    if quarter := re.match(r"quy\s?(iv|i{1,3}|[1-4])", words):
        number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(quarter[1]) or int(quarter[1])
        return date(year, 3 * number - 2, 1), month_end(year, 3 * number)
    if words.startswith(("nam", "cuoi nam", "het nam")):
        return date(year, 1, 1), date(year, 12, 31)
    return (_day(words, today),) * 2


def _day(words: str, today: date) -> date:
    try:
        day = parse_spoken_date(re.sub(r"\s*([/.-])\s*", r"\1", words.removeprefix("ngay ")), today)
    except NotADate:
        raise _NotUnderstood(f"“{words}” không phải là ngày có trong lịch") from None
    if not 2000 <= day.year <= 2100:
        raise _NotUnderstood(f"“{words}” nằm ngoài khoảng từ năm 2000 đến năm 2100")
    return day


_WEEKDAYS = {
    **{word: day for day, word in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"))},
    **{str(number): number - 2 for number in range(2, 8)},
    "chu nhat": 6,
    "cn": 6,
}
_WD = r"(?:thu\s?(?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn)(?![\w/])"
_BARE = r"(?:hai|ba|tu|nam|sau|bay|[2-7])(?![\w/])(?! (?:lan|tuan|thang))"
_AND = r"(?:\s?,\s?(?:va )?| va |\s?-\s?| den )"
_WEEK_DAYS = re.compile(rf"(?<!\w)(?:(?:cac )?ngay )?(?:cac |moi )?{_WD}(?:{_AND}(?:cac |moi )?(?:{_WD}|{_BARE}))*")
_ONE_WEEKDAY = re.compile(r"(?P<to>\s?-\s?| den )?(?:thu\s?|t)?(?P<word>chu nhat|cn|hai|ba|tu|nam|sau|bay|[2-7])(?!\w)")
_NUMBER = r"(\d{1,2}|mot|hai|ba|bon|nam|sau|bay)"
_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7}
_TIMES_A_WEEK = re.compile(
    rf"(?<!\w){_NUMBER} (?:lan|buoi|ky|so)(?: ?/ ?| (?:mot |moi |trong |tren )?(?:1 )?)tuan(?!\w)"
)
_STEP = re.compile(rf"(?<!\w)(?:(?:moi |cu )?{_NUMBER} tuan (?:mot|1|/) ?lan|moi {_NUMBER} tuan|(cach tuan))(?!\w)")
_WORK = re.compile(r"(?<!\w)(?:(?:moi|hang|cac|tung) )*ngay (?:lam viec|hanh chinh)(?!\w)")
_DAILY = re.compile(r"(?<!\w)(?:(?:moi|hang|tung) ngay|ngay nao cung|cac ngay)(?!\w)")
_MONTHLY = r"(?:(?:hang|moi|tung|cac|cua) )+thang"
_LAST_DAY = re.compile(
    rf"(?<!\w)(?:vao )?(?:ngay )?cuoi (?:cung )?(?:{_MONTHLY}|thang)(?!\w)(?: (?:hang|moi) thang)?"
    rf"|{_MONTHLY} (?:vao )?ngay cuoi(?: thang| cung)?(?!\w)"
)
_LIST = r"(\d{1,2}(?:(?:\s?,\s?|\s?va\s?)(?:ngay )?\d{1,2})*)(?![\d/.])"
_MONTH_DAYS = re.compile(
    rf"(?<!\w)(?:vao )?(?:cac )?(?:ngay|mung|mong) {_LIST},? (?:{_MONTHLY})(?!\w)"
    rf"|(?<!\w){_MONTHLY},? (?:vao )?(?:cac )?ngay {_LIST}"
)
_NTH = re.compile(
    rf"(?<!\w)({_WD}) (?:(?:tuan )?(dau tien|dau|cuoi cung|cuoi))(?: tuan)? (?:{_MONTHLY}|thang)(?!\w)"
    r"(?: (?:hang|moi) thang)?"
)
_NOISE = tuple(
    re.compile(rf"(?<!\w)(?:{words})(?!\w)")
    for words in (
        r"(?:hang|moi|tung|cac) (?:tuan|thang|nam)",
        r"(?:moi|dinh ky|deu dan|vao|luc|cac|hang)",
        r"\d (?:lan|buoi)(?: ?/ ?| )(?:ngay|tuan)",
    )
)


def _recurrence(line: _Line) -> Recurrence:
    """Read how it returns.

    Raises:
        _NotUnderstood: the line does not say, or says two things.

    """
    if nth := line.take(_NTH):
        return Recurrence(Rhythm.MONTHLY_WEEKDAY, _weekdays(nth[1]), last=nth[2].startswith("cuoi"))
    if found := line.take(_MONTH_DAYS):
        days = sorted({int(word) for word in re.findall(r"\d+", found[1] or found[2])})
        if not days or days[0] < 1 or days[-1] > 31:
            raise _NotUnderstood("ngày trong tháng phải từ 1 đến 31")
        return Recurrence(Rhythm.MONTHLY, month_days=tuple(days))
    if line.take(_LAST_DAY):
        return Recurrence(Rhythm.MONTHLY, month_days=(31,))
    if line.take(_WORK):
        return Recurrence(Rhythm.WORKDAYS)
    times, step = line.take(_TIMES_A_WEEK), line.take(_STEP)
    if found := line.take(_WEEK_DAYS):
        weekdays = _weekdays(found[0])
        if times and _number(times[1]) != len(weekdays):
            raise _NotUnderstood(f"ghi {_number(times[1])} lần mỗi tuần nhưng nêu {len(weekdays)} thứ")
        every = (2 if step[3] else _number(step[1] or step[2])) if step else 1
        if not 1 <= every <= 26:
            raise _NotUnderstood("số tuần phải từ 1 đến 26")
        return Recurrence(Rhythm.WEEKLY, weekdays, step=every)
    if times or step:
        raise _NotUnderstood("chưa rõ vào thứ mấy; thêm chẳng hạn “thứ Ba và thứ Năm”")
    if line.take(_DAILY):
        return Recurrence(Rhythm.DAILY)
    raise _NotUnderstood(
        "chưa rõ lặp lại thế nào; ghi chẳng hạn “mỗi thứ Sáu”, “mỗi ngày làm việc”, “ngày 15 hằng tháng”"
    )


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _weekdays(words: str) -> tuple[int, ...]:
    """Return the weekdays of a list, with ranges ("thứ Hai đến thứ Sáu") filled, Monday first."""
    found: list[int] = []
    for match in _ONE_WEEKDAY.finditer(words):
        day = _WEEKDAYS[match["word"]]
        if match["to"] and found:
            found += range(found[-1] + 1, day) if found[-1] < day else ()
        found.append(day)
    return tuple(sorted(set(found)))
