"""Finding the documents a text cites, and matching them with the register of legal bases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cchc_desktop.domain.legal_basis import (
    BasisWarning,
    LegalBasis,
    basis_warnings,
    cite_full,
    cite_short,
    number_key,
    style_of,
)
from cchc_desktop.domain.plan import LineKind, Plan
from cchc_desktop.domain.text import fold


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a text stands in a plan.

    `part` is "preamble", "section", "closing" or "task"; `id` that of the section or task, `index` the number of the
    line (from 0) in preamble and closing, `field` the field of a section ("title", "text") or task ("content", …).
    """

    part: str
    id: str = ""
    index: int = 0
    field: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of a document.

    `start` and `end` are offsets in the text of the spot; `text` is what stands there, from the type to the number or
    date. `full` tells that date and issuer follow (of a law: its name), `first` that the plan mentions the document
    here for the first time. `basis` is the entry of the register, None when it has none.
    """

    spot: Spot
    start: int
    end: int
    text: str
    kind: str
    number: str
    day: date | None
    full: bool
    first: bool
    basis: LegalBasis | None


@dataclass(frozen=True, slots=True)
class CitationFinding:
    """Something to mend about a citation. `rule` is a stable name, `reason` Vietnamese, `suggestion` may be empty."""

    rule: str
    citation: Citation
    reason: str
    suggestion: str = ""
    serious: bool = False


_KINDS = (
    "Nghị quyết liên tịch|Thông tư liên tịch|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư|Kế hoạch|Chương trình"
    "|Đề án|Hướng dẫn|Kết luận|Công văn|Thông báo|Công điện|Lệnh"
)
_SYMBOL = r"[A-ZĐ][A-ZĐa-z]{0,7}\d{0,3}(?:-[A-ZĐ][A-ZĐa-z&]{0,11})*"
_NUMBER = (
    rf"(?:\d{{1,5}}(?:/(?:19|20)\d{{2}})?/{_SYMBOL}"  # 30/2020/NĐ-CP, 76/NQ-CP, 72/2025/QH15, 07/KH-UBND
    r"|\d{1,4}-[A-ZĐ][A-ZĐa-z]{0,3}/[A-ZĐ]{2,8})"  # 57-NQ/TW, 28-CT/TU
)
# A law's name stands between its type and its number, and is no place for the type of another document.
_LAW = rf"(?P<law>Bộ luật|Luật|Pháp lệnh)(?:\s+(?!số\b)(?!{_KINDS}|Luật\b)[^\s,;.()]+){{0,24}}\s+số\s*:?\s*"
_CITED = re.compile(
    rf"(?:{_LAW}|(?P<kind>{_KINDS})\s+(?:số\s*:?\s*)?)?(?<![\w/-])(?P<number>{_NUMBER})(?![\w/])"
    r"(?P<day>,?\s+ngày\s+(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?"
    r"(?P<issuer>,?\s+của\s+\w)?"
)
_DAY = re.compile(r"(\d{1,2})(?:[/.-]|\s+tháng\s+)(\d{1,2})(?:[/.-]|\s+năm\s+)(\d{4})")
_NAMED_YEAR = re.compile(r"\s+(?:năm\s+|ngày\s+\d{1,2}(?:[/.-]\d{1,2}[/.-]|\s+tháng\s+\d{1,2}\s+năm\s+))(\d{4})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


def texts_of(plan: Plan) -> Iterator[tuple[Spot, str]]:
    """Yield every text of a plan that may cite a document, in reading order."""
    for index, line in enumerate(plan.preamble):
        yield Spot("preamble", index=index, field=line.kind), line.text
    for section in plan.walk():
        yield Spot("section", section.id, field="title"), section.title
        yield Spot("section", section.id, field="text"), section.text
    for index, text in enumerate(plan.closing):
        yield Spot("closing", index=index), text
    for task in plan.tasks:
        for name in ("content", "product", "note"):
            yield Spot("task", task.id, field=name), getattr(task, name)


def citations(plan: Plan, register: Sequence[LegalBasis]) -> tuple[Citation, ...]:
    """Return every mention of a document in a plan, in reading order, matched with the register."""
    numbers: dict[str, list[LegalBasis]] = {}
    for basis in register:
        numbers.setdefault(number_key(basis.number), []).append(basis)
    laws = _law_names(register)
    found: list[Citation] = []
    seen: set[str] = set()
    for spot, text in texts_of(plan):
        if not text:
            continue
        for citation in sorted(_in_text(spot, text, numbers, laws), key=lambda one: one.start):
            known = citation.basis.id if citation.basis else number_key(citation.number)
            found.append(replace(citation, first=known not in seen))
            seen.add(known)
    return tuple(found)


def _law_names(register: Iterable[LegalBasis]) -> dict[str, list[LegalBasis]]:
    laws: dict[str, list[LegalBasis]] = {}
    for basis in register:
        if basis.is_law:
            laws.setdefault(cite_short(basis), []).append(basis)
    return laws


def _in_text(
    spot: Spot, text: str, numbers: Mapping[str, list[LegalBasis]], laws: Mapping[str, list[LegalBasis]]
) -> list[Citation]:
    found = []
    for match in _CITED.finditer(text.translate(_DASHES)):
        day = _day(match["day"])
        basis = _match(numbers.get(number_key(match["number"]), ()), day, text[match.end("number") :][:120])
        end = match.end("day") if match["day"] else match.end("number")
        law = match["law"] is not None or (basis is not None and basis.is_law)
        full = law or (match["day"] is not None and match["issuer"] is not None)
        kind = match["law"] or match["kind"] or ""
        words = text[match.start() : end]
        found.append(Citation(spot, match.start(), end, words, kind, match["number"], day, full, False, basis))
    taken = [(one.start, one.end) for one in found]
    for name in sorted(laws, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            law_basis = _law_of(laws[name], text[match.end() : match.end() + 40])
            if law_basis is None or any(start < match.end() and match.start() < end for start, end in taken):
                continue
            number, kind = law_basis.number, law_basis.kind
            found.append(
                Citation(spot, match.start(), match.end(), match[0], kind, number, None, True, False, law_basis)
            )
            taken.append(match.span())
    return found


def _law_of(bases: Sequence[LegalBasis], behind: str) -> LegalBasis | None:
    """Return the law of a name: that of the year said behind it, else the latest."""
    year = _NAMED_YEAR.match(behind)
    fit = [one for one in bases if year is None or one.date is None or one.date.year == int(year[1])]
    return max(fit, key=lambda one: one.date or date.min, default=None)


def _day(text: str | None) -> date | None:
    match = _DAY.search(text or "")
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


def _match(candidates: Sequence[LegalBasis], day: date | None, behind: str) -> LegalBasis | None:
    """Choose among documents of one number: by the year of the date, then by the issuer named behind it."""
    if day is not None and len(candidates) > 1:
        candidates = [one for one in candidates if one.date is None or one.date.year == day.year] or candidates
    if len(candidates) > 1:
        words = fold(behind)
        named = [one for one in candidates if one.issuer and fold(one.issuer) in words]
        candidates = named or candidates
    chosen = candidates[0] if candidates else None
    # A number without a year of its own belongs to another document in another year.
    if chosen is not None and day is not None and chosen.date is not None and "/" in chosen.number:
        numbered_by_year = re.search(r"/(?:19|20)\d{2}/", chosen.number)
        if not numbered_by_year and chosen.date.year != day.year:
            return None
    return chosen


def citation_findings(plan: Plan, register: Sequence[LegalBasis], today: date) -> tuple[CitationFinding, ...]:
    """Return what to mend about the citations of a plan: not in force, wrong date, not full, unchecked.

    The plan's own date decides what is in force; a draft without one is taken as of today.
    """
    on = plan.date or today
    style = style_of(line.text for line in plan.preamble)
    found: list[CitationFinding] = []
    for citation in citations(plan, register):
        basis = citation.basis
        if basis is None:
            continue
        if citation.first:
            found += [_of_warning(citation, warning) for warning in basis_warnings(basis, on, today)]
        if citation.day and basis.date and citation.day != basis.date:
            words = f"ghi ngày {citation.day:%d/%m/%Y}, trong danh mục căn cứ là ngày {basis.date:%d/%m/%Y}"
            found.append(CitationFinding("basis-date", citation, words, serious=True))
        if citation.first and not citation.full:
            words = "viện dẫn lần đầu phải ghi đủ loại, số, ngày, cơ quan ban hành, trích yếu"
            found.append(CitationFinding("cite-first-full", citation, words, cite_full(basis, style)))
        elif not citation.first and citation.full and not basis.is_law and citation.spot.field != LineKind.BASIS:
            words = "đã viện dẫn ở trên, lần sau chỉ ghi loại và số, ký hiệu"
            found.append(CitationFinding("cite-later-short", citation, words, cite_short(basis)))
    return tuple(found)


def _of_warning(citation: Citation, warning: BasisWarning) -> CitationFinding:
    return CitationFinding(f"basis-{warning.kind.replace('_', '-')}", citation, warning.text, serious=warning.serious)


def preamble_warnings(
    plan: Plan, register: Sequence[LegalBasis], today: date
) -> dict[int, tuple[LegalBasis, tuple[BasisWarning, ...]]]:
    """Return, by line of the preamble (from 0), the basis of that line and what to know about it; quiet lines lack."""
    on = plan.date or today
    found: dict[int, tuple[LegalBasis, tuple[BasisWarning, ...]]] = {}
    only_preamble = replace(plan, sections=(), closing=(), tasks=())
    for citation in citations(only_preamble, register):
        if citation.basis is not None and citation.spot.index not in found:
            warnings = basis_warnings(citation.basis, on, today)
            if warnings:
                found[citation.spot.index] = (citation.basis, warnings)
    return found
