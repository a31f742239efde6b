"""First drafts of the letters an office writes to the units below it: reminders and returns of reports.

The wording is ours and meant to be edited; the layout is that of a công văn (Decree 30/2020, annex III).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cchc_desktop.domain.board import BoardRow, BoardState
from cchc_desktop.domain.dates import official_date, short_date
from cchc_desktop.domain.directory_unit import DirectoryKind, DirectoryUnit
from cchc_desktop.domain.letter_drafts import drafter_symbol
from cchc_desktop.domain.official_document import DocumentKind, OfficialDocument, symbol
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.plan import Section, SectionKind
from cchc_desktop.domain.plan_skeleton import DEFAULT_DRAFTING_BODY
from cchc_desktop.domain.unit import Signature, Unit


@dataclass(frozen=True, slots=True)
class LetterSender:
    """Who writes: the office, who signs, on which day."""

    unit: Unit
    signature: Signature
    day: date

    @property
    def drafter(self) -> str:
        """The department that deals with it."""
        return self.unit.drafting_body or DEFAULT_DRAFTING_BODY


def addressee(unit: DirectoryUnit) -> str:
    """Return whom a letter to a unit is addressed to: "Ủy ban nhân dân xã Lệ Xá", "Sở Y tế"."""
    return unit.full_name if unit.kind is DirectoryKind.AGENCY else f"Ủy ban nhân dân {unit.full_name}"


def reminder_to(row: BoardRow, sender: LetterSender, period: Period, until: date) -> OfficialDocument:
    """Return the letter that reminds one unit.

    Args:
        row: where the unit stands.
        sender: who writes.
        period: the period that is reported on.
        until: the day by which the report is to be here.

    """
    name = addressee(row.unit)
    report = _report_of(period)
    if row.state is BoardState.RETURNED:
        lack = (
            f"{sender.unit.committee} đã trả lại {report} của {name} để hoàn thiện; đến ngày {short_date(sender.day)} "
            "chưa nhận được báo cáo đã sửa."
        )
    else:
        lack = (
            f"Theo quy định, {report} phải gửi trước hoặc trong ngày {short_date(row.deadline)}. Đến ngày "
            f"{short_date(sender.day)}, {sender.unit.committee} chưa nhận được báo cáo của {name}."
        )
    sections = (
        Section(SectionKind.TEXT, text=lack),
        Section(SectionKind.TEXT, text=_please("đơn vị", sender, until)),
    )
    return _document(sender, (name,), sections, _report_of(period))


def reminder_to_all(rows: Sequence[BoardRow], sender: LetterSender, period: Period, until: date) -> OfficialDocument:
    """Return one letter that reminds all units, with their names."""
    report = _report_of(period)
    lead = (
        f"Đến ngày {short_date(sender.day)}, {sender.unit.committee} chưa nhận được {report} của {len(rows)} đơn vị "
        "sau đây:"
    )
    names = []
    for row in rows:
        tail = " (báo cáo đã trả lại để sửa)" if row.state is BoardState.RETURNED else ""
        names.append(f"{addressee(row.unit)}, hạn gửi {short_date(row.deadline)}{tail}")
    sections = (
        Section(SectionKind.TEXT, text=lead),
        *(Section(SectionKind.DASH, text=f"{name};") for name in names[:-1]),
        *(Section(SectionKind.DASH, text=f"{name}.") for name in names[-1:]),
        Section(SectionKind.TEXT, text=_please("các đơn vị", sender, until)),
    )
    return _document(sender, ("Các đơn vị có tên trong Công văn này",), sections, report)


def return_letter(
    unit_name: str, sender: LetterSender, period: Period, note: str, remarks: Sequence[tuple[str, str]]
) -> OfficialDocument:
    """Return the letter that gives a report back to a unit that does not work with this program.

    Args:
        unit_name: whom it goes to, as its file names it.
        sender: who writes.
        period: the period that was reported on.
        note: on the whole report.
        remarks: (name of the indicator, what is to be mended).

    """
    name = unit_name if unit_name.casefold().startswith(("ubnd", "ủy ban")) else f"Ủy ban nhân dân {unit_name}"
    sections = [
        Section(
            SectionKind.TEXT,
            text=f"{sender.unit.committee} đã nhận {_report_of(period)} của {name} và đề nghị hoàn thiện các nội dung "
            "sau:",
        )
    ]
    if note.strip():
        sections.append(Section(SectionKind.DASH, text=note.strip()))
    sections += [Section(SectionKind.DASH, text=f"{head}: {text}") for head, text in remarks]
    sections.append(Section(SectionKind.TEXT, text=f"Đề nghị {name} sửa và gửi lại báo cáo về {sender.drafter}."))
    return _document(sender, (name,), tuple(sections), f"hoàn thiện {_report_of(period)}", remind=False)


def _report_of(period: Period) -> str:
    name = period.name[:1].lower() + period.name[1:]
    return f"báo cáo kết quả tuyên truyền cải cách hành chính {name}"


def _please(whom: str, sender: LetterSender, until: date) -> str:
    return (
        f"Đề nghị {whom} khẩn trương gửi báo cáo kèm biểu số liệu về {sender.drafter} trước {official_date(until)} để "
        "tổng hợp. Trường hợp đã gửi, đề nghị liên hệ ngay để đối chiếu."
    )


def _document(
    sender: LetterSender,
    addressees: tuple[str, ...],
    sections: tuple[Section, ...],
    subject: str,
    remind: bool = True,
) -> OfficialDocument:
    unit = sender.unit
    drafter = drafter_symbol(sender.drafter)
    return OfficialDocument(
        kind=DocumentKind.LETTER,
        title=f"đôn đốc gửi {subject}" if remind else subject,
        issuer=unit.issuer_lines,
        upper_line=unit.upper_line,
        place=unit.place,
        year=sender.day.year,
        symbol=symbol(DocumentKind.LETTER, drafter=drafter),
        addressees=addressees,
        sections=sections,
        closing=(f"{unit.committee} thông báo để đơn vị biết, thực hiện.",),
        recipients=("Như trên", f"Lưu: VT, {drafter}"),
        signature=sender.signature,
    )
