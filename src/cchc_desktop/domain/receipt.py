"""What comes back for a package: a receipt ("đã tiếp nhận") or a return with remarks ("trả lại")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cchc_desktop.domain.package import PackageFacts, package_stem
from cchc_desktop.domain.text import same_words

SCHEMA = 1
"""Version of the receipt file; a reader refuses later ones by name."""

ENDING = ".cchc.json"
MAX_REMARKS = 500
TEXT_LIMIT = 4000
"""Most letters of a remark or note."""

_ID = re.compile(r"[0-9a-f]{32}")


class ReceiptKind(StrEnum):
    """The answer."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


KIND_NAMES = {ReceiptKind.ACCEPTED: "Đã tiếp nhận", ReceiptKind.RETURNED: "Trả lại"}
_NAME_TAILS = {ReceiptKind.ACCEPTED: "TIEP-NHAN", ReceiptKind.RETURNED: "TRA-LAI"}


class RemarkKind(StrEnum):
    """What a remark asks for."""

    CORRECT = "correct"
    EXPLAIN = "explain"
    NOTE = "note"


REMARK_NAMES = {RemarkKind.CORRECT: "Cần sửa", RemarkKind.EXPLAIN: "Cần giải trình", RemarkKind.NOTE: "Lưu ý"}


@dataclass(frozen=True, slots=True)
class ReceiptRemark:
    """A remark on one figure; with an empty `indicator` on the whole report."""

    text: str
    indicator: str = ""
    kind: RemarkKind = RemarkKind.CORRECT


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer to one package.

    Args:
        kind: accepted or returned.
        id: of the answer, so that the same file read twice is known.
        package_id: of the package it answers.
        code: the package's short code, for people.
        unit_code: of the unit that sent the package.
        unit_name: of the unit that sent the package.
        period: code of the period.
        ordinal: which version was answered.
        issuer_name: the office that answers.
        issuer_code: its code, "" when it has none.
        person: who answers.
        at: ISO local time with its offset.
        number: under which number the package was entered there, "" when none.
        note: to the whole report.
        remarks: per figure.
        program: version of the program that made it.
        fingerprint: of the key it is signed with, "" for none.

    """

    kind: ReceiptKind
    id: str
    package_id: str
    code: str
    unit_code: str
    unit_name: str
    period: str
    ordinal: int
    issuer_name: str
    at: str
    issuer_code: str = ""
    person: str = ""
    number: str = ""
    note: str = ""
    remarks: tuple[ReceiptRemark, ...] = ()
    program: str = ""
    fingerprint: str = ""


def receipt_name(receipt: Receipt, facts: PackageFacts) -> str:
    """Return the file name of an answer: "CCHC_H29-12_2026-Q1_v1_TIEP-NHAN.cchc.json"."""
    return f"{package_stem(facts)}_{_NAME_TAILS[receipt.kind]}{ENDING}"


def receipt_problems(receipt: Receipt) -> tuple[str, ...]:
    """Return what is wrong with an answer, as short Vietnamese reasons."""
    found = []
    if not _ID.fullmatch(receipt.id):
        found.append("mã biên nhận không đúng dạng")
    if not _ID.fullmatch(receipt.package_id):
        found.append("mã gói được trả lời không đúng dạng")
    if not receipt.issuer_name.strip():
        found.append("không có tên cơ quan trả lời")
    if receipt.ordinal < 1:
        found.append("số lần báo cáo không đúng")
    if receipt.kind is ReceiptKind.RETURNED and not (receipt.remarks or receipt.note.strip()):
        found.append("trả lại mà không nêu lý do")
    if len(receipt.remarks) > MAX_REMARKS:
        found.append(f"quá {MAX_REMARKS} nhận xét")
    texts = (receipt.note, *(remark.text for remark in receipt.remarks))
    if any(len(text) > TEXT_LIMIT for text in texts):
        found.append(f"có nhận xét dài quá {TEXT_LIMIT} chữ")
    if any(not remark.text.strip() for remark in receipt.remarks):
        found.append("có nhận xét không có nội dung")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class SentPackage:
    """A package that this office sent, as an answer is held against it."""

    package_id: str
    version_id: str
    unit_code: str
    unit_name: str
    period: str
    ordinal: int
    code: str = ""


class Match(StrEnum):
    """How an answer fits to what was sent."""

    FITS = "fits"
    """It answers the newest version that was sent of its period."""
    OLDER = "older"
    """It answers a version after which another one was sent: kept, but it does not change the state of the newer."""
    OTHER_UNIT = "other_unit"
    """It is meant for another unit."""
    UNKNOWN = "unknown"
    """It is meant for this unit, but for a package that this office never sent (or from another computer)."""
    CONTRADICTS = "contradicts"
    """It names one of our packages, but its period, version or code is another."""


def match_receipt(
    receipt: Receipt, unit_code: str, unit_name: str, sent: Sequence[SentPackage]
) -> tuple[Match, SentPackage | None]:
    """Hold an answer against what was sent; return how it fits and which package it answers.

    Args:
        receipt: the answer.
        unit_code: of this office, "" when it has none.
        unit_name: of this office.
        sent: all packages that were sent.

    """
    found = next((package for package in sent if package.package_id == receipt.package_id), None)
    if found is None:
        own = same_words(receipt.unit_name, unit_name)
        if unit_code and receipt.unit_code:
            own = receipt.unit_code.casefold() == unit_code.casefold()
        return (Match.UNKNOWN if own else Match.OTHER_UNIT), None
    same_report = (found.period, found.ordinal) == (receipt.period, receipt.ordinal)
    if not same_report or (found.code and receipt.code and found.code != receipt.code):
        return Match.CONTRADICTS, found
    newer = any(package.period == found.period and package.ordinal > found.ordinal for package in sent)
    return (Match.OLDER if newer else Match.FITS), found
