"""The register of legal bases: what a document is, how it is cited, where it ranks, and what is wrong with it on a day.

Citing follows Decree 30/2020/NĐ-CP, annex I, part II.6: the first time type, number, date, issuer and subject (of a
law or ordinance only type and name), later type and number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import timedelta
from enum import StrEnum

from cchc_desktop.domain.dates import official_date, short_date
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.text import clean_line, fold


class BasisSource(StrEnum):
    """Where an entry of the register comes from."""

    SEED = "seed"  # the list that ships with the program
    OFFICE = "office"  # typed or changed by the office
    UPDATE = "update"  # an update file


SOURCE_NAMES = {
    BasisSource.SEED: "kèm theo chương trình",
    BasisSource.OFFICE: "đơn vị nhập",
    BasisSource.UPDATE: "tệp cập nhật",
}
"""How the sources are called."""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A document that plans are based on.

    `number` is number and symbol ("150/2025/NĐ-CP"). `subject` is the trích yếu as it stands behind the issuer ("quy
    định …", "về …"); of a law or ordinance its bare name ("Ngân sách nhà nước"). `valid_to` is the last day in
    force. `amends`, `amended_by` and `replaced_by` are numbers of other documents; they need not be in the register.
    `checked_on` is the day somebody last made sure that all this is still so. `version` counts the stored states; 0
    is an entry that stands in the catalogue only.
    """

    kind: str
    number: str
    issuer: str
    subject: str
    date: Day | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    replaced_by: str = ""
    checked_on: Day | None = None
    source: BasisSource = BasisSource.OFFICE
    note: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0

    @property
    def key(self) -> str:
        """What tells documents apart: see `basis_key`."""
        return basis_key(self.number, self.date, self.issuer)

    @property
    def is_law(self) -> bool:
        """Whether it is cited by its name: codes, laws and ordinances."""
        return fold(self.kind) in _NAMED


KINDS = (
    "Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Nghị quyết", "Lệnh", "Nghị định", "Quyết định", "Chỉ thị",
    "Thông tư", "Thông tư liên tịch", "Nghị quyết liên tịch", "Kế hoạch", "Chương trình", "Đề án", "Quy chế",
    "Quy định", "Hướng dẫn", "Kết luận", "Công văn", "Thông báo", "Công điện",
)  # fmt: skip
"""Kinds to offer; any other may be typed."""

_NAMED = frozenset({"hien phap", "bo luat", "luat", "phap lenh"})
_BLANKS = re.compile(r"\s+")
_DASHES = re.compile("[‐-―−]")  # hyphens and dashes that Word and web pages put in the place of "-"
_YEAR = re.compile(r"/((?:19|20)\d{2})/")
_LOCAL = re.compile(r"-(?:UBND|HĐND|TU|ĐU|TTHĐND|TTHU)$|/(?:UBND|HĐND|TU|ĐU)(?:-|$)")


def number_key(number: str) -> str:
    """Return a number and symbol as it is compared: no blanks, plain dashes, capitals, no zeros in front."""
    text = _BLANKS.sub("", _DASHES.sub("-", clean_line(number))).upper().replace("Ð", "Đ")
    return text.lstrip("0") or text


def basis_key(number: str, day: Day | None, issuer: str = "") -> str:
    """Return what tells a document from all others.

    Numbers begin anew every year, so a number without a year of its own ("76/NQ-CP") takes that of the date; numbers
    of local bodies begin anew in every province, so theirs takes the issuer as well.
    """
    number = number_key(number)
    parts = [number]
    if not _YEAR.search(number):
        parts.append(str(day.year) if day else "")
    if _LOCAL.search(number):
        parts.append(fold(issuer).replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd"))
    return "|".join(parts)


# -- citing


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """What the decree leaves to practice.

    `spelled_dates`: "ngày 05 tháng 3 năm 2020" instead of "ngày 05/3/2020". `numbered_laws`: a law's number behind
    its name, which the decree does not ask for and many offices write.
    """

    spelled_dates: bool = True
    numbered_laws: bool = False


_SHORT_DATE = re.compile(r"ngày \d{1,2}/\d{1,2}/\d{4}")
_SPELLED_DATE = re.compile(r"ngày \d{1,2} tháng \d{1,2}")
_NUMBERED_LAW = re.compile(r"(?:Luật|Pháp lệnh) [^;]*? số \d+/\d{4}/(?:QH|UBTVQH)\d+")


def style_of(lines: Iterable[str]) -> CitationStyle:
    """Return the style in which lines are written already, so that one document has one style."""
    text = "\n".join(lines)
    return CitationStyle(
        spelled_dates=bool(_SPELLED_DATE.search(text)) or not _SHORT_DATE.search(text),
        numbered_laws=bool(_NUMBERED_LAW.search(text)),
    )


def cite_full(basis: LegalBasis, style: CitationStyle = CitationStyle()) -> str:
    """Return the citation of the first mention, without "Căn cứ" and without a closing mark.

    A date that is not known leaves room for the pen.
    """
    if basis.is_law:
        name = _law_name(basis)
        return f"{name} số {basis.number}{_dated(basis, style)}" if style.numbered_laws and basis.number else name
    parts = f"{basis.kind} số {basis.number}{_dated(basis, style)}"
    if basis.issuer:
        parts += f" của {basis.issuer}"
    return f"{parts} {basis.subject}".strip()


def cite_short(basis: LegalBasis) -> str:
    """Return the citation of later mentions: type and number; of a law its name."""
    return _law_name(basis) if basis.is_law else f"{basis.kind} số {basis.number}"


def basis_line(basis: LegalBasis, style: CitationStyle = CitationStyle()) -> str:
    """Return the line of the preamble: "Căn cứ …", without a closing mark."""
    return f"Căn cứ {cite_full(basis, style)}"


def _law_name(basis: LegalBasis) -> str:
    subject = basis.subject
    if fold(subject).startswith(fold(basis.kind) + " "):
        subject = subject[len(basis.kind) + 1 :]
    return f"{basis.kind} {subject}".strip()


def _dated(basis: LegalBasis, style: CitationStyle) -> str:
    if basis.date is None:
        return " ngày … tháng … năm …" if style.spelled_dates else " ngày …/…/…"
    if style.spelled_dates:
        return f" {official_date(basis.date)}"
    month = f"{basis.date.month:02d}" if basis.date.month <= 2 else str(basis.date.month)
    return f" ngày {basis.date.day:02d}/{month}/{basis.date.year}"


# -- order

_PARTY = 90
_OTHER = 80
_RANKS = (
    # kind, word in the issuer, rank; the first line that fits holds. The hierarchy of the law on legal documents,
    # then acts that are no legal documents of the same body, then those of the province and of the commune.
    ("hien phap", "", 0), ("bo luat", "", 1), ("luat", "", 1), ("phap lenh", "", 3),
    ("nghi quyet", "uy ban thuong vu quoc hoi", 3), ("nghi quyet lien tich", "", 4), ("nghi quyet", "quoc hoi", 2),
    ("", "chu tich nuoc", 5), ("nghi dinh", "", 6), ("nghi quyet", "chinh phu", 7),
    ("quyet dinh", "thu tuong", 8), ("", "thu tuong", 9), ("", "chinh phu", 9),
    ("thong tu lien tich", "", 11), ("thong tu", "", 10),
)  # fmt: skip
_LOCAL_RANKS = ("nghi quyet", "quyet dinh", "chi thi", "chuong trinh", "de an", "ke hoach")


def rank(basis: LegalBasis) -> int:
    """Return where a document stands among the bases of a plan; the lower, the earlier.

    Law → resolution of the National Assembly, of its Standing Committee → decree → resolution of the Government →
    the Prime Minister → circular → ministries → People's Council and Committee of the province → of the commune.
    Documents of the Party stand last: they are carried out rather than founded on.
    """
    kind, issuer = fold(basis.kind), fold(basis.issuer)
    if re.match(r"^\d+-", basis.number):
        return _PARTY
    if _LOCAL.search(number_key(basis.number)):
        council = 0 if "hdnd" in fold(basis.number) or "hoi dong nhan dan" in issuer else 1
        commune = any(word in issuer for word in (" xa ", " phuong ", " dac khu ", "cap xa"))
        order = _LOCAL_RANKS.index(kind) if kind in _LOCAL_RANKS else len(_LOCAL_RANKS)
        return (50 if commune else 20) + council * 10 + order
    for wanted, word, place in _RANKS:
        if (not wanted or wanted == kind) and (not word or word in issuer):
            return place
    return 12 if issuer.startswith(("bo ", "thanh tra", "ngan hang", "van phong")) else _OTHER


def in_order(bases: Iterable[LegalBasis]) -> tuple[LegalBasis, ...]:
    """Return bases as they stand in a plan: by rank, then by date, then by number."""
    return tuple(sorted(bases, key=lambda basis: (rank(basis), basis.date or Day.max, number_key(basis.number))))


# -- warnings


class BasisWarningKind(StrEnum):
    """What may be wrong with a basis."""

    REPLACED = "replaced"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    AMENDED = "amended"
    UNCHECKED = "unchecked"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class BasisWarning:
    """One thing to know about a basis, in Vietnamese. `serious`: it should not be cited so."""

    kind: BasisWarningKind
    text: str

    @property
    def serious(self) -> bool:
        """Whether the document is not in force on the day."""
        return self.kind in (BasisWarningKind.REPLACED, BasisWarningKind.EXPIRED, BasisWarningKind.NOT_YET)


CHECK_AFTER = timedelta(days=365)
"""How long a check holds."""


def basis_warnings(basis: LegalBasis, on: Day, today: Day) -> tuple[BasisWarning, ...]:
    """Return what to know before a basis is cited in a document of the day `on`; `today` is when the check counts."""
    found = list(_force_warnings(basis, on))
    if basis.amended_by:
        words = f"đã được sửa đổi, bổ sung bởi {', '.join(basis.amended_by)}"
        found.append(BasisWarning(BasisWarningKind.AMENDED, words))
    if basis.checked_on is None:
        found.append(BasisWarning(BasisWarningKind.UNCHECKED, "chưa kiểm tra hiệu lực"))
    elif today - basis.checked_on > CHECK_AFTER:
        words = f"chưa kiểm tra hiệu lực từ ngày {short_date(basis.checked_on)}"
        found.append(BasisWarning(BasisWarningKind.UNCHECKED, words))
    missing = _missing(basis)
    if missing:
        found.append(BasisWarning(BasisWarningKind.INCOMPLETE, f"thiếu {', '.join(missing)}"))
    return tuple(found)


def _force_warnings(basis: LegalBasis, on: Day) -> Iterable[BasisWarning]:
    over = basis.valid_to is not None and on > basis.valid_to
    if basis.replaced_by and (over or basis.valid_to is None):
        yield BasisWarning(BasisWarningKind.REPLACED, f"đã được thay thế bởi {basis.replaced_by}")
    if basis.valid_to is not None:
        end = short_date(basis.valid_to + timedelta(days=1)) if basis.valid_to < Day.max else "…"
        if over:
            yield BasisWarning(BasisWarningKind.EXPIRED, f"hết hiệu lực từ ngày {end}")
        elif basis.valid_to - on <= CHECK_AFTER:
            by = f", được thay thế bởi {basis.replaced_by}" if basis.replaced_by else ""
            yield BasisWarning(BasisWarningKind.AMENDED, f"sẽ hết hiệu lực từ ngày {end}{by}")
    if basis.valid_from is not None and on < basis.valid_from:
        words = f"chưa có hiệu lực (có hiệu lực từ ngày {short_date(basis.valid_from)})"
        yield BasisWarning(BasisWarningKind.NOT_YET, words)


def _missing(basis: LegalBasis) -> list[str]:
    """Return what a full citation needs and the entry lacks."""
    missing = [] if basis.subject else ["trích yếu"]
    if not basis.is_law:
        missing += [] if basis.date else ["ngày ban hành"]
        missing += [] if basis.issuer else ["cơ quan ban hành"]
    return missing


def basis_problems(basis: LegalBasis) -> dict[str, str]:
    """Return what is wrong with an entry (field → reason); the same rules for the form and for an update file."""
    problems = {}
    if not basis.kind:
        problems["kind"] = "chưa nhập loại văn bản"
    if not basis.number:
        problems["number"] = "chưa nhập số, ký hiệu"
    elif not re.match(r"^\d+[^\s]*[/-]\S+$", number_key(basis.number)):
        problems["number"] = "số, ký hiệu chưa đúng, ví dụ: 30/2020/NĐ-CP"
    if not basis.subject:
        problems["subject"] = "chưa nhập tên hoặc trích yếu"
    if basis.valid_from and basis.valid_to and basis.valid_to < basis.valid_from:
        problems["valid_to"] = "ngày hết hiệu lực đứng trước ngày có hiệu lực"
    if basis.date and basis.valid_to and basis.valid_to < basis.date:
        problems["valid_to"] = "ngày hết hiệu lực đứng trước ngày ban hành"
    if basis.replaced_by and number_key(basis.replaced_by) == number_key(basis.number):
        problems["replaced_by"] = "văn bản không tự thay thế chính nó"
    return problems
