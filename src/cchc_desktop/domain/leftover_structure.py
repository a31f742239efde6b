"""Leftovers in the make-up: titles of other plans, two closings, appendix, labels, empty parts, the signer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from cchc_desktop.domain.check import Severity
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.leftover_texts import Text, texts
from cchc_desktop.domain.leftovers import Finding, Rule, Spot, Surroundings
from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.domain.text import clean_line, fold
from cchc_desktop.domain.unit import Signer

_CLOSING = re.compile(r"^\s*Trên đây là\b", re.IGNORECASE)
_NAMED = re.compile(
    r"Trên đây là\s+(?:nội dung\s+|toàn bộ\s+)?(?P<kind>Kế hoạch|Chương trình|Phương án|Đề án|Hướng dẫn|Báo cáo)\s+"
    r"(?P<title>(?:(?!,\s*(?:yêu cầu|đề nghị|các|giao|trong quá trình|Ủy ban|UBND)\b)[^.;]){3,300})",
    re.IGNORECASE,
)
_END_MARK = re.compile(r"\./\.")
# Words that any closing has beside the name of the plan.
_COMMON = frozenset(
    fold(
        "của về việc năm công tác thực hiện trên địa bàn này ủy ban nhân dân UBND xã phường đặc khu tỉnh thành phố "
        "huyện và tại cho đối với giai đoạn"
    ).split()
)
_ABBREVIATIONS = (("cchc", "cai cach hanh chinh"), ("tthc", "thu tuc hanh chinh"), ("cds", "chuyen doi so"))


def other_titles(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find the title of another plan, quoted whole, and a closing that names another plan than this one."""
    own = _plain_title(plan.title)
    others = {_plain_title(title): title for title in around.titles}
    for text in texts(plan):
        folded = _plain_title(text.text) if text.spot not in (Spot.HEADER, Spot.TASKS) else ""
        for key, title in others.items():
            if len(key.split()) >= 4 and key != own and key not in own and key in folded and own not in folded:
                yield text.finding(
                    "ten_ke_hoach_khac", Severity.ERROR, f"Nhắc tên kế hoạch khác: “{title}”", 0, len(text.text)
                )
                break
        else:
            named = _NAMED.search(text.text)
            if named is not None and _names_another(named["title"], plan):
                reason = "Đoạn kết nhắc tên khác với trích yếu của kế hoạch này"
                yield text.finding("ten_ke_hoach_khac", Severity.ERROR, reason, *named.span("title"))


def _plain_title(text: str) -> str:
    folded = fold(text)
    for short, full in _ABBREVIATIONS:
        folded = re.sub(rf"\b{short}\b", full, folded)
    return " ".join(re.sub(r"\b(?:nam )?20\d{2}\b|[^\w\s]", " ", folded).split())


def _names_another(title: str, plan: Plan) -> bool:
    if not clean_line(plan.title):
        return False
    own = set(_plain_title(f"{plan.title} {plan.kind} {' '.join(plan.issuer)} {plan.place}").split())
    words = [word for word in _plain_title(title).split() if word not in _COMMON and not word.isdigit()]
    if len(words) < 2:
        return False
    return sum(word in own for word in words) / len(words) < 0.5


def two_closings(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find a second "Trên đây là …", and an end mark "./." before the end."""
    found = [text for text in texts(plan) if text.spot in (Spot.SECTION, Spot.CLOSING) and _CLOSING.match(text.text)]
    for text in found[:-1]:
        yield text.finding("hai_doan_ket", Severity.ERROR, "Có hai đoạn kết “Trên đây là …”", 0, 60)
    body = [text for text in texts(plan) if text.spot in (Spot.SECTION, Spot.CLOSING) and text.text.strip()]
    for text in body[:-1]:
        mark = _END_MARK.search(text.text)
        if mark is not None:
            reason = "Dấu kết thúc “./.” nằm giữa văn bản"
            yield text.finding("dau_ket_giua_chung", Severity.ERROR, reason, *mark.span())


_APPENDIX = re.compile(r"(?<!\w)phụ\s+lục(?!\w)(?P<rest>.{0,60})", re.IGNORECASE)
_FOREIGN_APPENDIX = re.compile(
    r"^\s*(?:số\s*)?[\dIVX]*\s*(?:,|ban hành|kèm theo|của)?\s*(?:kèm theo\s*|của\s*)?"
    r"(?:Nghị định|Thông tư|Quyết định|Công văn|Nghị quyết)",
    re.IGNORECASE,
)


def appendix(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find an appendix that is cited and absent, or present and not cited (annex I of Decree 30/2020, III.1)."""
    mentions: list[tuple[Text, re.Match[str]]] = []
    for text in texts(plan):
        if text.spot in (Spot.PREAMBLE, Spot.SECTION, Spot.CLOSING):
            for match in _APPENDIX.finditer(text.text):
                if not _FOREIGN_APPENDIX.match(match["rest"]):
                    mentions.append((text, match))
    if mentions and not plan.tasks:
        text, match = mentions[0]
        reason = "Nhắc đến phụ lục nhưng kế hoạch không có phụ lục"
        yield text.finding("thieu_phu_luc", Severity.ERROR, reason, match.start(), match.start() + 7)
    if plan.tasks and not mentions:
        reason = "Có phụ lục nhiệm vụ nhưng trong kế hoạch không nhắc đến"
        yield Finding("phu_luc_khong_dan", Severity.WARNING, reason, plan.appendix_title, Spot.TASKS)


def labels(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find labels that an import read as skipped or repeated: a part may be missing there."""
    for note in plan.notes:
        if note.reason.startswith("Nhãn") and "Nghị định 30" not in note.reason:
            spot = Spot.SECTION if note.section_id and plan.section(note.section_id) else Spot.NOTES
            yield Finding("nhan", Severity.WARNING, note.reason, note.quote, spot, note.section_id)


def empty_parts(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find headings with nothing below them, empty points, and tasks without content."""
    for section in plan.walk():
        if _is_empty(section):
            reason = "Mục chưa có nội dung" if clean_line(section.title) else "Mục trống"
            yield Finding("muc_trong", Severity.ERROR, reason, section.title, Spot.SECTION, section.id)
    for number, task in enumerate(plan.tasks, 1):
        if not clean_line(task.content):
            reason = f"Nhiệm vụ {number} chưa có nội dung"
            yield Finding("nhiem_vu_trong", Severity.ERROR, reason, "", Spot.TASKS, task_id=task.id)
    if not plan.sections:
        yield Finding("muc_trong", Severity.ERROR, "Kế hoạch chưa có nội dung", "", Spot.SECTION)
    if not clean_line(plan.title):
        yield Finding("thieu_trich_yeu", Severity.ERROR, "Chưa có trích yếu", "", Spot.HEADER)


def _is_empty(section: Section) -> bool:
    if clean_line(section.text) or section.children:
        return False
    # A titled point or dash is a whole sentence to itself; a part or item is a heading.
    return not clean_line(section.title) or section.kind is SectionKind.PART


def signer(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find a signer who is missing, unknown, or does not sign on the plan's day."""
    name = clean_line(plan.signature.name)
    if not name:
        yield Finding("nguoi_ky", Severity.WARNING, "Chưa có họ tên người ký", "", Spot.SIGNATURE)
        return
    own = [person for person in around.signers if fold(person.name) == fold(name)]
    if not around.signers:
        return
    if not own:
        reason = f"“{name}” không có trong danh sách người ký"
        yield Finding("nguoi_ky", Severity.WARNING, reason, name, Spot.SIGNATURE)
        return
    day = plan.date or around.today
    if not any(_signs(person, day) for person in own):
        reason = f"“{name}” không giữ thẩm quyền ký vào ngày {short_date(day)}"
        yield Finding("nguoi_ky", Severity.ERROR, reason, name, Spot.SIGNATURE)


def _signs(person: Signer, day: date) -> bool:
    return person.valid_from <= day and (person.valid_to is None or day <= person.valid_to)


RULES: tuple[Rule, ...] = (other_titles, two_closings, appendix, labels, empty_parts, signer)
"""The rules of make-up."""
