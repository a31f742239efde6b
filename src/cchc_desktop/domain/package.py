"""A report package: what leaves the house for one period of one unit, and what a whole one looks like.

The manifest lists every file with its digest; its *seal* is the digest of the manifest itself. The seal's first 50
bits make the short code that is printed on the cover sheet, so that paper and file can be held against each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePath

from cchc_desktop.domain.attachment import ending_of
from cchc_desktop.domain.evidence import ascii_name
from cchc_desktop.domain.report_life import VersionKind, version_name

SCHEMA = 1
"""Version of the manifest. A reader takes every version up to its own and refuses later ones by name."""

MANIFEST_NAME = "manifest.json"
SIGNATURE_NAME = "signature.json"
README_NAME = "DOC-TRUOC.txt"
ENDING = ".cchc.zip"

NAME_LIMIT = 64
"""Letters of a package's name with its ending: old zip programs and long folders stay below 260 together."""

MAX_FILES = 500
MAX_TOTAL_BYTES = 190 << 20
"""Most bytes in the files of a package: with 5 to 30 MB for a report with its signed scan, what is larger is a mistake
(and the evidence store, which keeps every package, takes 200 MB)."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U, which are misread on paper
_CODE_LETTERS = 10
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_MEMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PERIOD = re.compile(r"[0-9]{4}-[A-Z0-9-]{1,16}")
_ID = re.compile(r"[0-9a-f]{32}")


class Role(StrEnum):
    """What a file of a package is for. The names are part of the format."""

    README = "readme"
    DATA = "data"
    WORKBOOK = "workbook"
    FORM = "form"
    WORD = "word"
    PDF = "pdf"
    SIGNED = "signed"
    EVIDENCE_LIST = "evidence_list"
    OTHER = "other"


ROLE_NAMES = {
    Role.README: "Hướng dẫn mở gói",
    Role.DATA: "Số liệu để chương trình đọc",
    Role.WORKBOOK: "Biểu số liệu (Excel)",
    Role.FORM: "Biểu mẫu của cấp trên (Excel)",
    Role.WORD: "Báo cáo (Word)",
    Role.PDF: "Báo cáo (PDF)",
    Role.SIGNED: "Bản đã ký",
    Role.EVIDENCE_LIST: "Mục lục minh chứng",
    Role.OTHER: "Tệp khác",
}
"""What people read for each role."""


class Scope(StrEnum):
    """Whose figures a package holds: a unit's own, or those a superior gathered from its units."""

    REPORT = "report"
    GATHERED = "gathered"


@dataclass(frozen=True, slots=True)
class Part:
    """A file to be packed.

    Args:
        role: what it is for.
        name: the name people know it by.
        content: its bytes, where it lies, or what yields its pieces (each time it is called).
        title: what people call it, "" for the name of its role.
        size: bytes as far as known before it is read, for people only; 0 when it is made on the way.
        chosen: whether it goes along unless a person says otherwise.

    """

    role: Role
    name: str
    content: bytes | Path | Callable[[], Iterable[bytes]]
    title: str = ""
    size: int = 0
    chosen: bool = True

    @property
    def words(self) -> str:
        """What people call it."""
        return self.title or ROLE_NAMES[self.role]


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """Which report a package is.

    Args:
        unit_code: of the sending unit ("H29.12"), "" when it has none.
        unit_name: "xã Lệ Xá".
        period: code of the period ("2026-Q1").
        period_name: "Quý I năm 2026".
        start: first day of the period.
        end: last day of the period.
        ordinal: 1 for the first report of the period, 2 for the first supplement, and so on.
        kind: first or supplement.
        document: number and symbol of the signed report ("12/BC-UBND"), "" when it has none yet.
        document_date: its day.
        reason: why a supplement is sent.
        figures_digest: SHA-256 of the frozen figures, hexadecimal.
        previous: package id of the version before, "" for a first one.
        superior: who it is for.
        scope: own figures or gathered ones.

    """

    unit_code: str
    unit_name: str
    period: str
    period_name: str
    start: date
    end: date
    ordinal: int = 1
    kind: VersionKind = VersionKind.FIRST
    document: str = ""
    document_date: date | None = None
    reason: str = ""
    figures_digest: str = ""
    previous: str = ""
    superior: str = ""
    scope: Scope = Scope.REPORT

    @property
    def version_words(self) -> str:
        """What people call the version: "lần đầu", "bổ sung lần 1"."""
        return version_name(self.ordinal)


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file as the manifest lists it; `sha256` is hexadecimal, `size` in bytes."""

    name: str
    role: Role
    size: int
    sha256: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says of itself.

    `created_at` is ISO local time with its offset; `signed_by` the fingerprint of the key that must have signed it,
    "" for an unsigned one.
    """

    facts: PackageFacts
    id: str
    created_at: str
    program: str
    files: tuple[PackageFile, ...]
    signed_by: str = ""
    schema: int = SCHEMA

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def package_stem(facts: PackageFacts) -> str:
    """Return the name of a package without its ending: "CCHC_H29-12_2026-Q1_v2". ASCII only."""
    code = re.sub(r"[^A-Za-z0-9]+", "-", facts.unit_code).strip("-")
    tail = f"_{re.sub(r'[^A-Z0-9-]', '-', facts.period.upper())}_v{facts.ordinal}"
    room = NAME_LIMIT - len("CCHC_") - len(tail) - len("_TIEP-NHAN.cchc.json")
    return f"CCHC_{(code or ascii_name(facts.unit_name, room) or 'don-vi')[:room].rstrip('-')}{tail}"


def package_name(facts: PackageFacts) -> str:
    """Return the file name of a package, at most `NAME_LIMIT` ASCII letters."""
    return package_stem(facts) + ENDING


def short_code(seal: str) -> str:
    """Return the code people compare, "7QDM2-XP9AH", of a manifest's seal (64 hexadecimal digits)."""
    bits = int(seal, 16) >> (256 - 5 * _CODE_LETTERS)
    letters = "".join(_ALPHABET[bits >> (5 * place) & 31] for place in reversed(range(_CODE_LETTERS)))
    return f"{letters[:5]}-{letters[5:]}"


def same_code(typed: str, code: str) -> bool:
    """Tell whether a code typed from paper is the given one; case, blanks and O/0, I/L/1 do not matter."""

    def bare(text: str) -> str:
        return re.sub(r"[^0-9A-Z]", "", text.upper()).translate(_MISREAD)

    return bare(typed) == bare(code) != ""


def is_member_name(name: str) -> bool:
    """Tell whether a name may stand inside a package: one level, plain ASCII, no device of Windows."""
    return bool(_MEMBER.fullmatch(name)) and not name.endswith(".") and not _DEVICE.match(name)


def member_names(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the names of parts inside a package: ASCII, at most 80 letters, no two alike."""
    taken = {MANIFEST_NAME, SIGNATURE_NAME, README_NAME.casefold()}
    names = []
    for part in parts:
        ending = ending_of(part.name)
        stem = _ascii_stem(PurePath(part.name).stem)
        name, number = f"{stem}{ending}", 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}{ending}"
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _ascii_stem(stem: str) -> str:
    plain = stem if stem.isascii() else ascii_name(stem, 64)
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", plain)[:64].strip("-._") or "tep"
    return f"tep-{plain}" if _DEVICE.match(plain) else plain


def manifest_problems(manifest: Manifest) -> tuple[tuple[str, str], ...]:
    """Return what is wrong with a manifest: (name of the file or "", short Vietnamese reason)."""
    facts = manifest.facts
    found: list[tuple[str, str]] = []
    if not _ID.fullmatch(manifest.id):
        found.append(("", "mã gói không đúng dạng"))
    if not facts.unit_name.strip():
        found.append(("", "không có tên đơn vị"))
    if not _PERIOD.fullmatch(facts.period):
        found.append(("", f"mã kỳ “{facts.period}” không đúng dạng"))
    if facts.start > facts.end:
        found.append(("", "kỳ báo cáo bắt đầu sau khi kết thúc"))
    if not 1 <= facts.ordinal <= 999:
        found.append(("", "số lần báo cáo không đúng"))
    elif (facts.ordinal == 1) != (facts.kind is VersionKind.FIRST):
        found.append(("", "số lần báo cáo và loại báo cáo trái nhau"))
    if facts.previous and not _ID.fullmatch(facts.previous):
        found.append(("", "mã gói trước không đúng dạng"))
    return (*found, *_file_problems(manifest.files))


def _file_problems(files: Sequence[PackageFile]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if not files:
        found.append(("", "gói không có tệp nào"))
    if len(files) > MAX_FILES:
        found.append(("", f"gói có quá {MAX_FILES} tệp"))
    if sum(file.size for file in files) > MAX_TOTAL_BYTES:
        found.append(("", f"gói lớn hơn {MAX_TOTAL_BYTES >> 20} MB"))
    counts = Counter(file.name.casefold() for file in files)
    for file in files:
        if not is_member_name(file.name) or file.name.casefold() in (MANIFEST_NAME, SIGNATURE_NAME):
            found.append((file.name, "tên tệp không được phép"))
        elif counts[file.name.casefold()] > 1:
            found.append((file.name, "có hai tệp trùng tên"))
        if file.size < 0 or not _DIGEST.fullmatch(file.sha256):
            found.append((file.name, "dung lượng hoặc mã kiểm tra không đúng dạng"))
    return tuple(found)
