"""The texts of a plan with their places, and which part of a text only cites another document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cchc_desktop.domain.check import Severity
from cchc_desktop.domain.leftovers import Finding, Spot
from cchc_desktop.domain.plan import Plan

_AROUND = 35
_KINDS = (
    "Hiến pháp|Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư liên tịch|Thông tư|Kế hoạch"
    "|Chương trình|Đề án|Hướng dẫn|Kết luận|Công văn|Thông báo|Công điện|Báo cáo|Tờ trình"
)
# "Kế hoạch số 167/KH-UBND ngày 30/12/2021 của Ủy ban nhân dân huyện về …": to the end of its subject. A comma before
# a verb of the sentence ends it, one inside the subject does not.
_CITATION = re.compile(
    rf"(?:{_KINDS})\b[^;.\n]{{0,80}}?\bsố\s*:?\s*(?P<number>\d{{1,5}}[/-][^\s,;]{{2,40}})"
    r"(?P<rest>(?:(?!,\s+(?:giao|đề nghị|yêu cầu|gửi|báo cáo|thực hiện|tổ chức|theo đề nghị)\b)"
    r"(?:[^;.\n]|\.(?=\d))){0,600})",
    re.IGNORECASE,
)
_DATED = re.compile(r"ngày\s+(\d{1,2})(?:[/.-]|\s+tháng\s+)(\d{1,2})(?:[/.-]|\s+năm\s+)(\d{4})", re.IGNORECASE)
_NUMBER_YEAR = re.compile(r"^\d{1,5}/((?:19|20)\d{2})/")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or field of a plan with its place."""

    text: str
    spot: Spot
    section_id: str = ""
    task_id: str = ""

    def finding(self, rule: str, severity: Severity, reason: str, start: int, end: int) -> Finding:
        """Return a finding about a part of this text, quoted with the words around it."""
        return Finding(rule, severity, reason, self.quote(start, end), self.spot, self.section_id, self.task_id)

    def quote(self, start: int, end: int) -> str:
        """Return a part of the text with whole words around it, "…" where more follows."""
        left, right = max(0, start - _AROUND), min(len(self.text), end + _AROUND)
        while 0 < left < start and not self.text[left - 1].isspace():
            left -= 1
        while end < right < len(self.text) and not self.text[right].isspace():
            right += 1
        words = " ".join(self.text[left:right].split())
        return f"{'…' if left > 0 else ''}{words}{'…' if right < len(self.text) else ''}"


def texts(plan: Plan) -> Iterator[Text]:
    """Yield every text of a plan that holds something, in reading order; paragraphs of a section one by one."""
    return (text for text in _all_texts(plan) if text.text)


def _all_texts(plan: Plan) -> Iterator[Text]:
    for text in (plan.title, plan.place, *plan.issuer, plan.upper_line):
        yield Text(text, Spot.HEADER)
    for line in plan.preamble:
        yield Text(line.text, Spot.PREAMBLE)
    for section in plan.walk():
        yield Text(section.title, Spot.SECTION, section.id)
        for paragraph in section.text.split("\n"):
            yield Text(paragraph, Spot.SECTION, section.id)
    for text in plan.closing:
        yield Text(text, Spot.CLOSING)
    for text in plan.recipients:
        yield Text(text, Spot.RECIPIENTS)
    yield Text(plan.appendix_title, Spot.TASKS)
    for task in plan.tasks:
        for text in (task.group, task.content, task.product, task.lead, task.support, task.time_text, task.note):
            yield Text(text, Spot.TASKS, task_id=task.id)


@dataclass(frozen=True, slots=True)
class Cited:
    """A stretch of text that cites another document; `day` is its date, where one is written."""

    start: int
    end: int
    day: date | None


@lru_cache(maxsize=64)
def cited(text: str) -> tuple[Cited, ...]:
    """Return the stretches of a text that cite documents, from their type to the end of their subject."""
    found = []
    for match in _CITATION.finditer(text):
        found.append(Cited(match.start(), match.end(), _day(match["number"], match["rest"])))
    return tuple(found)


def _day(number: str, rest: str) -> date | None:
    dated = _DATED.search(rest)
    if dated:
        try:
            return date(int(dated[3]), int(dated[2]), int(dated[1]))
        except ValueError:
            return None
    year = _NUMBER_YEAR.match(number)
    return date(int(year[1]), 1, 1) if year else None


def in_citation(position: int, stretches: tuple[Cited, ...], before: date | None = None) -> bool:
    """Tell whether a position lies in a citation; with `before`, in one of a document dated before that day."""
    return any(
        found.start <= position < found.end and (before is None or (found.day is not None and found.day < before))
        for found in stretches
    )
