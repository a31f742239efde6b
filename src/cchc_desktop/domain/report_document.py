"""The report as an official document: BC-UBND with "Kính gửi", from a narrative whose figures are filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from cchc_desktop.domain.dates import official_date
from cchc_desktop.domain.letter_drafts import drafter_symbol
from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.official_document import DocumentKind, OfficialDocument, symbol
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.plan import LineKind, PreambleLine, Section, SectionKind
from cchc_desktop.domain.plan_skeleton import DEFAULT_DRAFTING_BODY
from cchc_desktop.domain.report_life import ReportDraft, version_name
from cchc_desktop.domain.unit import Signature, Unit

SUBJECT = "tuyên truyền cải cách hành chính"

_ITEM = re.compile(r"\d{1,2}[.)]\s+")
_DASH = re.compile(r"[-–•]\s*")


def period_words(period: Period) -> str:
    """Return the name of a period inside a sentence: "quý I năm 2026"."""
    return period.name[:1].lower() + period.name[1:]


def report_document(
    draft: ReportDraft,
    period: Period,
    unit: Unit,
    superior: str,
    signature: Signature,
    narrative: Iterable[NarrativePart],
    ordinal: int = 1,
) -> OfficialDocument:
    """Return the report as it is printed.

    Args:
        draft: number, date, addressee ("" for the superior) and the reason of a supplement.
        period: of the report.
        unit: the office on the last day of the period.
        superior: whom it is addressed to when the draft does not say.
        signature: of the one who signs.
        narrative: with its figures filled in.
        ordinal: 1 for the first, 2 for "bổ sung lần 1".

    """
    words = period_words(period)
    version = "" if ordinal <= 1 else f" ({version_name(ordinal)})"
    opening = (
        f"Thực hiện chế độ báo cáo về công tác cải cách hành chính, {unit.committee} báo cáo kết quả {SUBJECT} {words}"
    )
    if ordinal > 1 and draft.reason:
        opening += f", {version_name(ordinal)}. Lý do bổ sung: {draft.reason.rstrip('.')}. Nội dung cụ thể như sau:"
    else:
        opening += " như sau:"
    drafter = unit.drafting_body or DEFAULT_DRAFTING_BODY
    return OfficialDocument(
        kind=DocumentKind.REPORT,
        title=f"Kết quả {SUBJECT} {words}{version}",
        issuer=unit.issuer_lines,
        upper_line=unit.upper_line,
        place=unit.place,
        year=(draft.date or period.end).year,
        symbol=symbol(DocumentKind.REPORT, unit.symbol),
        addressees=tuple(name for name in (draft.addressee or superior).split("\n") if name.strip()),
        preamble=(PreambleLine(LineKind.OPENING, opening),),
        sections=tuple(_section(part) for part in narrative if part.text.strip() or part.title.strip()),
        closing=(f"Trên đây là báo cáo kết quả {SUBJECT} {words} của {unit.committee}.",),
        recipients=("Như trên", f"Lưu: VT, {drafter_symbol(drafter)}"),
        signature=signature,
        number=draft.number,
        date=draft.date,
    )


def _section(part: NarrativePart) -> Section:
    """Return a part of the narrative: its lines are paragraphs, "1. …" numbered ones, "- …" dashes below them."""
    children: list[Section] = []
    for line in (line.strip() for line in part.text.splitlines()):
        if not line:
            continue
        if match := _ITEM.match(line):
            children.append(Section(SectionKind.ITEM, text=line[match.end() :]))
        elif match := _DASH.match(line):
            children.append(Section(SectionKind.DASH, text=line[match.end() :]))
        else:
            children.append(Section(SectionKind.TEXT, text=line))
    return Section(SectionKind.PART, title=part.title.upper(), children=tuple(children))


def plan_words(year: int, committee: str, number: str = "", day: date | None = None) -> str:
    """Return how a sentence names the plan of a year: with number and date when it was issued."""
    if not number or day is None:
        return f"kế hoạch {SUBJECT} năm {year}"
    return f"Kế hoạch số {number} {official_date(day)} của {committee}"
