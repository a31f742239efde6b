"""Official documents beside the plan: report, letter, proposal and letter of transmittal (Decree 30/2020)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.plan import PreambleLine, Section
from cchc_desktop.domain.report_annex import ReportAnnex
from cchc_desktop.domain.text import clean_line
from cchc_desktop.domain.unit import Signature


class DocumentKind(StrEnum):
    """Kinds of document; the value names the template file."""

    REPORT = "bao_cao"
    LETTER = "cong_van"
    PROPOSAL = "to_trinh"
    TRANSMITTAL = "phieu_gui"


DOCUMENT_NAMES = {
    DocumentKind.REPORT: "Báo cáo",
    DocumentKind.LETTER: "Công văn",
    DocumentKind.PROPOSAL: "Tờ trình",
    DocumentKind.TRANSMITTAL: "Phiếu gửi",
}
"""What a kind is called."""

ABBREVIATIONS = {DocumentKind.REPORT: "BC", DocumentKind.PROPOSAL: "TTr", DocumentKind.TRANSMITTAL: "PG"}
"""Abbreviation of each kind (Decree 30/2020, annex III, part I); a công văn has none."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A document that a phiếu gửi goes with: its name with number and date, how many copies, a note."""

    title: str
    copies: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A document to print.

    `title` is the trích yếu; of a công văn the words behind "V/v". `addressees` are printed behind "Kính gửi:"
    (annex I, II.9.a: công văn, tờ trình, báo cáo to a superior); a phiếu gửi names them in its text. `issuer`,
    `place`, `closing` and `recipients` are as in a plan. Only a report has an `annex`.
    """

    kind: DocumentKind
    title: str
    issuer: tuple[str, ...]
    place: str
    year: int
    symbol: str
    addressees: tuple[str, ...] = ()
    preamble: tuple[PreambleLine, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: Signature = field(default_factory=Signature)
    enclosures: tuple[Enclosure, ...] = ()
    upper_line: str = ""
    number: int | None = None
    date: date | None = None
    id: str = field(default_factory=new_id)
    annex: ReportAnnex | None = None

    @property
    def number_text(self) -> str:
        """Number and symbol, "07/BC-UBND"; a missing number leaves room for the pen."""
        number = "      " if self.number is None else f"{self.number:02d}"
        return f"{number}/{self.symbol}"


def symbol(kind: DocumentKind, body: str = "UBND", drafter: str = "") -> str:
    """Return the symbol behind the number: "BC-UBND", "TTr-VHXH"; of a công văn "UBND-VHXH" (issuer and drafter)."""
    abbreviation = ABBREVIATIONS.get(kind)
    if abbreviation:
        return f"{abbreviation}-{body}"
    return f"{body}-{drafter}" if drafter else body


def problems(document: OfficialDocument) -> dict[str, str]:
    """Return field → Vietnamese reason of all that keeps a document from being printed."""
    found: dict[str, str] = {}
    addressed = any(clean_line(name) for name in document.addressees)
    if not clean_line(document.title) and document.kind is not DocumentKind.TRANSMITTAL:
        found["title"] = "chưa ghi trích yếu nội dung"
    if not any(clean_line(line) for line in document.issuer):
        found["issuer"] = "chưa ghi cơ quan ban hành"
    if not clean_line(document.place):
        found["place"] = "chưa ghi địa danh"
    if document.kind is not DocumentKind.REPORT and not addressed:
        found["addressees"] = "chưa ghi nơi nhận văn bản (Kính gửi)"
    if document.kind is DocumentKind.TRANSMITTAL and not document.enclosures:
        found["enclosures"] = "phiếu gửi chưa có văn bản nào kèm theo"
    if any(enclosure.copies < 1 for enclosure in document.enclosures):
        found["enclosures"] = "số lượng bản phải từ 1 trở lên"
    return found
