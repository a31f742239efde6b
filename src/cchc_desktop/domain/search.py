"""The one search box: what a person typed, what it may find, what stands first, and which letters to mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.dates import NotADate, parse_spoken_date
from cchc_desktop.domain.text import clean, fold, fold_places

Span = tuple[int, int]
"""Begin and end in a text, in code points."""


class SearchKind(StrEnum):
    """The nouns that are searched, in the order in which their finds are shown."""

    PLAN = "plan"
    SECTION = "section"
    TASK = "task"
    ACTIVITY = "activity"
    FILE = "file"
    PETITION = "petition"
    LEGAL_BASIS = "legal_basis"
    SUPERIOR_PLAN = "superior_plan"
    DEMAND = "demand"
    CHANNEL = "channel"
    BROADCAST = "broadcast"
    COLLABORATOR = "collaborator"
    DELIVERY = "delivery"
    COMMENDATION = "commendation"
    BUDGET_LINE = "budget_line"
    SPENDING = "spending"
    TEXT_BLOCK = "text_block"


KIND_NAMES = {
    SearchKind.PLAN: "Kế hoạch",
    SearchKind.SECTION: "Nội dung kế hoạch",
    SearchKind.TASK: "Nhiệm vụ",
    SearchKind.ACTIVITY: "Nhật ký",
    SearchKind.FILE: "Tệp minh chứng, đính kèm",
    SearchKind.PETITION: "Phản ánh, kiến nghị",
    SearchKind.LEGAL_BASIS: "Căn cứ pháp lý",
    SearchKind.SUPERIOR_PLAN: "Kế hoạch cấp trên",
    SearchKind.DEMAND: "Yêu cầu của cấp trên",
    SearchKind.CHANNEL: "Kênh tuyên truyền",
    SearchKind.BROADCAST: "Nhật ký phát",
    SearchKind.COLLABORATOR: "Cộng tác viên, báo cáo viên",
    SearchKind.DELIVERY: "Sản phẩm của cộng tác viên",
    SearchKind.COMMENDATION: "Biểu dương, sáng kiến",
    SearchKind.BUDGET_LINE: "Dự toán",
    SearchKind.SPENDING: "Khoản chi",
    SearchKind.TEXT_BLOCK: "Đoạn mẫu",
}
"""How groups of finds are called."""

# What may stand behind "loại:", folded; a word can mean several nouns.
_KIND_WORDS: dict[str, tuple[SearchKind, ...]] = {
    **{fold(name): (kind,) for kind, name in KIND_NAMES.items()},
    **{str(kind).replace("_", " "): (kind,) for kind in SearchKind},
    "muc": (SearchKind.SECTION,),
    "noi dung": (SearchKind.SECTION,),
    "hoat dong": (SearchKind.ACTIVITY,),
    "tep": (SearchKind.FILE,),
    "minh chung": (SearchKind.FILE,),
    "phan anh": (SearchKind.PETITION,),
    "kien nghi": (SearchKind.PETITION,),
    "can cu": (SearchKind.LEGAL_BASIS,),
    "van ban": (SearchKind.LEGAL_BASIS,),
    "cap tren": (SearchKind.SUPERIOR_PLAN, SearchKind.DEMAND),
    "yeu cau": (SearchKind.DEMAND,),
    "kenh": (SearchKind.CHANNEL, SearchKind.BROADCAST),
    "phat": (SearchKind.BROADCAST,),
    "cong tac vien": (SearchKind.COLLABORATOR, SearchKind.DELIVERY),
    "bao cao vien": (SearchKind.COLLABORATOR, SearchKind.DELIVERY),
    "san pham": (SearchKind.DELIVERY,),
    "bieu duong": (SearchKind.COMMENDATION,),
    "khen thuong": (SearchKind.COMMENDATION,),
    "sang kien": (SearchKind.COMMENDATION,),
    "kinh phi": (SearchKind.BUDGET_LINE, SearchKind.SPENDING),
    "chi": (SearchKind.SPENDING,),
}

_FORM, _FROM, _TO, _KIND = "form", "from", "to", "kind"
_FILTERS = {
    **dict.fromkeys(("form", "hinh thuc", "hinh-thuc", "hinhthuc", "ht"), _FORM),
    **dict.fromkeys(("from", "tu", "tu ngay", "tu-ngay", "tungay"), _FROM),
    **dict.fromkeys(("to", "den", "den ngay", "den-ngay", "denngay"), _TO),
    **dict.fromkeys(("kind", "type", "loai", "so"), _KIND),
}
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_FILTER = re.compile(r'([^\s":]+(?:[^\S\n]+[^\s":]+)?)\s*:\s*("[^"]*"?|[^\s"]+)')
_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is looked for. `terms` are folded and must all occur; empty `kinds` or `forms` mean any.

    `problems` are Vietnamese sentences on filters that were not understood and are left out.
    """

    terms: tuple[str, ...] = ()
    kinds: tuple[SearchKind, ...] = ()
    forms: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    problems: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The terms as a list's own search box takes them, each a phrase."""
        return " ".join(f'"{term}"' if " " in term else term for term in self.terms)

    @property
    def is_blank(self) -> bool:
        """Whether nothing narrows the search."""
        return not (self.terms or self.kinds or self.forms or self.start or self.end)

    def wants(self, kind: SearchKind) -> bool:
        """Tell whether finds of a noun are wanted; only entries that have a form pass a filter by form."""
        if self.kinds and kind not in self.kinds:
            return False
        return not self.forms or kind in (SearchKind.ACTIVITY, SearchKind.TASK)


def terms(text: str) -> tuple[str, ...]:
    """Return what must occur, folded: words, and phrases in quotes as they stand.

    A quote that is not closed yet reaches to the end, so that a phrase is found while it is typed.
    """
    found = (fold(phrase or word) for phrase, word in _TERM.findall(clean(text).translate(_QUOTES)))
    return tuple(dict.fromkeys(filter(None, found)))


def parse(text: str, forms: Iterable[Form], today: date) -> SearchQuery:
    """Read the search box: words, "phrases", and the filters form:, from:, to:, kind:, also by Vietnamese names.

    "tuyên truyền hình thức:"tờ rơi" từ:1/3 đến:2026 loại:nhiệm-vụ". A day lacks its year when it is this year's; a
    year or a month ("3/2026") stands for its first day behind "từ" and its last behind "đến".
    """
    reading = _Reading(tuple(forms), today)
    rest = _FILTER.sub(reading.take, clean(text).translate(_QUOTES))
    return replace(reading.query, terms=terms(rest))


class _Reading:
    """Takes the filters out of a text, one after the other."""

    def __init__(self, forms: Sequence[Form], today: date) -> None:
        self._forms = forms
        self._today = today
        self.query = SearchQuery()

    def take(self, match: re.Match[str]) -> str:
        """Return what stays of a text that looks like a filter: nothing, or the words that are none."""
        name, value = match[1], match[2].strip('"').strip()
        before = ""
        if fold(name) not in _FILTERS:
            before, _, name = name.rpartition(" ")
        found = _FILTERS.get(fold(name))
        if found is None:
            return match[0]
        if value:
            self._apply(found, match[0][len(before) :].strip(), value)
        return f"{before} "

    def _apply(self, name: str, written: str, value: str) -> None:
        query = self.query
        if name == _KIND:
            kinds = _kinds(value)
            self.query = replace(query, kinds=(*query.kinds, *kinds)) if kinds else self._refused(written, "loại")
        elif name == _FORM:
            forms = _form_codes(value, self._forms)
            self.query = replace(query, forms=(*query.forms, *forms)) if forms else self._refused(written, "hình thức")
        else:
            try:
                day = _day(value, self._today, last=name == _TO)
            except NotADate:
                self.query = self._refused(written, "ngày")
            else:
                self.query = replace(query, start=day) if name == _FROM else replace(query, end=day)

    def _refused(self, written: str, noun: str) -> SearchQuery:
        problem = f"Chưa hiểu “{written}”: không có {noun} này."
        return replace(self.query, problems=(*self.query.problems, problem))


def _kinds(value: str) -> tuple[SearchKind, ...]:
    word = fold(value).replace("-", " ").replace("_", " ").strip()
    if not word:
        return ()
    if word in _KIND_WORDS:
        return _KIND_WORDS[word]
    near = [kind for name, kinds in _KIND_WORDS.items() if name.startswith(word) for kind in kinds]
    return tuple(dict.fromkeys(near))


def _form_codes(value: str, forms: Sequence[Form]) -> tuple[str, ...]:
    word = fold(value)
    spaced = word.replace("-", " ").replace("_", " ")
    names = {form.code: [fold(name) for name in (form.name, *form.aliases)] for form in forms}
    same = tuple(code for code, folded in names.items() if word == fold(code) or spaced in folded)
    return same or tuple(code for code, folded in names.items() if any(spaced in name for name in folded))


_YEAR = re.compile(r"20\d{2}")
_MONTH = re.compile(r"(\d{1,2})[/.-](20\d{2})")


def _day(value: str, today: date, last: bool) -> date:
    if _YEAR.fullmatch(value):
        return date(int(value), 12, 31) if last else date(int(value), 1, 1)
    month = _MONTH.fullmatch(value)
    if month is None:
        return parse_spoken_date(value, today)
    number, year = int(month[1]), int(month[2])
    if not 1 <= number <= 12:
        raise NotADate(value)
    if not last:
        return date(year, number, 1)
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


# -- finds


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A find. `text` is what else of it was searched; `date` may lack; `detail` says in Vietnamese where it stands.

    `owner_id` is the record it belongs to (a section's plan, a file's activity), `owner` what that is.
    """

    kind: SearchKind
    id: str
    title: str
    text: str = ""
    date: date | None = None
    owner_id: str = ""
    form: str = ""
    detail: str = ""
    owner: SearchKind | None = None


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """The finds of one noun, the best first. There are at least `total`, more when `more`."""

    kind: SearchKind
    hits: tuple[SearchHit, ...]
    total: int
    more: bool = False


def rank(query: SearchQuery, hits: Iterable[SearchHit]) -> tuple[SearchHit, ...]:
    """Return finds by relevance, then the newest first.

    In the title before elsewhere; whole words before parts of words; the words as typed before the words scattered.
    """
    whole = " ".join(query.terms)
    patterns = [re.compile(rf"\b{re.escape(term)}\b") for term in query.terms]
    joined = re.compile(rf"\b{re.escape(whole)}\b") if len(query.terms) > 1 else None

    def key(hit: SearchHit) -> tuple[int, int, str]:
        title = fold(hit.title)
        score = sum(4 if pattern.search(title) else 2 * (term in title) for pattern, term in _pairs(patterns, query))
        if joined is not None and joined.search(title):
            score += 4
        return -score, -(hit.date.toordinal() if hit.date else 0), hit.id

    return tuple(sorted(hits, key=key))


def _pairs(patterns: Sequence[re.Pattern[str]], query: SearchQuery) -> Iterable[tuple[re.Pattern[str], str]]:
    return zip(patterns, query.terms, strict=True)


def matches(query_terms: Iterable[str], folded: str) -> bool:
    """Tell whether a folded text has every term."""
    return all(term in folded for term in query_terms)


# -- marks


def marks(text: str, query_terms: Iterable[str]) -> tuple[Span, ...]:
    """Return which letters of a clean text to mark: whole letters with their accents, in order, not overlapping."""
    folded, places = fold_places(text)
    covered: list[Span] = []
    for term in query_terms:
        at = folded.find(term) if term else -1
        while at >= 0:
            end = places[at + len(term) - 1] + 1
            while end < len(text) and not text[end].isspace() and not fold(text[end]):
                end += 1  # accents that stand apart belong to the letter before them
            covered.append((places[at], end))
            at = folded.find(term, at + 1)
    return _merged(covered)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def snippet(text: str, query_terms: Sequence[str], room: int = 140) -> str:
    """Return the part of a text around its first find, on one line; "" when nothing of it is found there."""
    line = " ".join(text.split())
    found = marks(line, query_terms)
    if not found:
        return ""
    start = max(0, min(found[0][0] - room // 4, len(line) - room))
    if start:
        start = line.find(" ", start, found[0][0]) + 1 or start
    part = line[start : start + room].strip()
    return f"{'…' if start else ''}{part}{'…' if start + room < len(line) else ''}"


Finder = Callable[[str], tuple[Span, ...]]
"""Returns which letters of a text to mark."""
