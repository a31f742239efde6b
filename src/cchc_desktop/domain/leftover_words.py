"""Leftovers in the wording: old years, old names, dated terms, dates that are in no calendar, room left empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from cchc_desktop.domain.catalogue import DatedTerm, TermGroup
from cchc_desktop.domain.check import Severity
from cchc_desktop.domain.check_text import date_slips
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.leftover_texts import Text, cited, in_citation, texts
from cchc_desktop.domain.leftovers import Finding, Rule, Spot, Surroundings
from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.text import clean_line

_YEAR = re.compile(r"(?<![\d/.-])(20\d{2})(?![\d]|\s*[-–]\s*20\d{2})")
_RANGE_END = re.compile(r"20\d{2}\s*[-–]\s*$")
_FULL_DATE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]$|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+$|tháng\s+\d{1,2}/$", re.IGNORECASE
)
# Years of the past that a plan may well speak of.
_LOOKING_BACK = re.compile(
    r"(?:so với|từ|đến hết|cuối|(?:kết quả|tổng kết|sơ kết|đánh giá|chỉ số|xếp hạng|PAR INDEX|SIPAS|PAPI)[^.;]{0,120})"
    r"\s+(?:cả\s+)?năm\s+$",
    re.IGNORECASE,
)
_TIME_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_TITLE_YEAR = re.compile(r"\bnăm\s+(20\d{2})\b", re.IGNORECASE)


def old_years(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find the year of the plan it was made from outside of citations, and deadlines of other years."""
    old = around.source.year if around.source is not None else plan.year - 1
    if old == plan.year:
        return
    for text in texts(plan):
        for match in _YEAR.finditer(text.text):
            before = text.text[max(0, match.start() - 200) : match.start()]
            if int(match[1]) != old or in_citation(match.start(), cited(text.text)):
                continue
            if _RANGE_END.search(before) or _FULL_DATE.search(before) or _LOOKING_BACK.search(before):
                continue
            reason = f"Còn năm {old} trong kế hoạch năm {plan.year}"
            yield text.finding("nam_cu", Severity.ERROR, reason, *match.span())
    for task in plan.tasks:
        text = Text(task.time_text, Spot.TASKS, task_id=task.id)
        for match in _TIME_YEAR.finditer(task.time_text):
            if int(match[1]) not in (plan.year, plan.year + 1):
                reason = f"Thời gian của nhiệm vụ không thuộc năm {plan.year}"
                yield text.finding("thoi_han_khac_nam", Severity.ERROR, reason, *match.span())


def title_year(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find a title or a date that speaks of another year than the plan's."""
    years = [int(year) for year in _TITLE_YEAR.findall(plan.title)]
    if years and plan.year not in years:
        reason = f"Trích yếu ghi năm {years[0]}, kế hoạch là của năm {plan.year}"
        yield Finding("trich_yeu_khac_nam", Severity.ERROR, reason, plan.title, Spot.HEADER)
    if plan.date is not None and plan.date.year not in (plan.year - 1, plan.year):
        reason = f"Ngày ban hành {short_date(plan.date)} khác năm của kế hoạch ({plan.year})"
        yield Finding("ngay_khac_nam", Severity.WARNING, reason, short_date(plan.date), Spot.HEADER)


def old_names(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find names that the office, or the office of the plan it was made from, bore before."""
    names = _names_of_the_past(plan, around)
    if not names:
        return
    day = plan.date or around.today
    current = around.unit(day)
    pattern = _any_of(names, re.IGNORECASE)
    for text in texts(plan):
        for match in pattern.finditer(text.text):
            if not in_citation(match.start(), cited(text.text)):
                now = f", nay là {current.full_name}" if current else ""
                reason = f"Còn tên cũ “{match[0]}”{now}"
                yield text.finding("ten_don_vi_cu", Severity.ERROR, reason, *match.span())


def _names_of_the_past(plan: Plan, around: Surroundings) -> tuple[str, ...]:
    day = plan.date or around.today
    current = around.unit(day)
    if current is None:
        return ()
    names = [unit.full_name for unit in around.units]
    if around.source is not None and len(around.source.issuer) > 1:
        names.append(clean_line(" ".join(around.source.issuer[1:])).lower())
    for province in around.provinces:
        if province.name == current.province:
            names += province.predecessors
    keep = {current.full_name.casefold(), current.province.casefold()}
    issuer = " ".join(plan.issuer).casefold()
    found: dict[str, str] = {}
    for name in names:
        key = name.casefold()
        if key not in keep and not issuer.endswith(key):
            found.setdefault(key, name)
    return tuple(found.values())


def dated_terms(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find words that are no longer used on the plan's day, outside of citations of older documents."""
    day = plan.date or max(around.today, date(plan.year, 1, 1))
    terms = [(term, _pattern(term)) for term in around.terms if term.since <= day]
    words = _any_of([word for term, _ in terms for word in term.words], re.IGNORECASE)
    for text in texts(plan):
        if not terms or words.search(text.text) is None:
            continue
        taken: list[tuple[int, int]] = []
        for term, pattern in terms:
            for match in pattern.finditer(text.text):
                start, end = match.span()
                if any(left < end and start < right for left, right in taken):
                    continue
                if in_citation(start, cited(text.text), term.since):
                    continue
                taken.append((start, end))
                instead = f"; viết: {term.instead}" if term.instead else ""
                rule = "cap_huyen" if term.group is TermGroup.DISTRICT else "tu_cu"
                yield text.finding(rule, Severity.ERROR, f"{term.reason}{instead}", start, end)


def _pattern(term: DatedTerm) -> re.Pattern[str]:
    return _any_of(term.words, re.RegexFlag(0) if term.match_case else re.IGNORECASE)


def _any_of(words: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    choices = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", flags)


def impossible_dates(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find dates that are in no calendar: 31/4/2026, "ngày 30 tháng 02", "trước 31/6"."""
    for text in texts(plan):
        for slip in date_slips(text.text):
            reason = f"Ngày “{slip.found}” không có trong lịch"
            yield text.finding("ngay_khong_co", Severity.ERROR, reason, slip.start, slip.start + len(slip.found))
        for match in _BEFORE_DAY.finditer(text.text):
            if not _is_day(int(match[2]), int(match[3])):
                reason = f"Ngày “{match[1]}” không có trong lịch"
                yield text.finding("ngay_khong_co", Severity.ERROR, reason, *match.span(1))


_BEFORE_DAY = re.compile(r"\b(?:trước|sau|đến|hết|từ)\s+((\d{1,2})/(\d{1,2}))(?![\d/.,-]*\d)", re.IGNORECASE)


def _is_day(day: int, month: int) -> bool:
    try:
        date(2024, month, day)
    except ValueError:
        return False
    return True


_VARIABLE = re.compile(r"\{\{?[^{}\n]{0,60}\}\}?|\{%[^{}\n]{0,60}%\}|\[[A-ZĐÀ-Ỹ_ ]{3,40}\]")
_BLANK = re.compile(
    r"(?:(?:số|ngày|tháng|năm)\s*)?(?:…{2,}|\.{4,}|_{3,})|(?:số|ngày|tháng|năm)\s*(?:…|\.{3})(?!\w)"
    r"|(?:…|\.{3})\s*/\s*[A-ZĐ]",
    re.IGNORECASE,
)


def unfilled(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find variables that were not filled in, and room left for words."""
    for text in texts(plan):
        for match in _VARIABLE.finditer(text.text):
            reason = f"Biến {match[0]} chưa được thay"
            yield text.finding("bien_con_lai", Severity.ERROR, reason, *match.span())
        end = -100
        for match in _BLANK.finditer(text.text):
            if match.start() - end > 25:  # "số ……/KH-UBND ngày ……" is one place to fill in
                yield text.finding("cho_trong", Severity.ERROR, "Còn chỗ trống chưa điền", *match.span())
            end = match.end()


RULES: tuple[Rule, ...] = (old_years, title_year, old_names, dated_terms, impossible_dates, unfilled)
"""The rules of wording."""
