"""Evidence of an activity: what may be kept, what is known of it, and how it is named for people.

A piece of evidence is an `Attachment` whose owner is an activity. What is known beyond its particulars stands in
its note, in lines that people can read too. A link is a text record: its address is the content that is kept, and
nothing is ever fetched or followed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from cchc_desktop.domain.activity import EARLIEST
from cchc_desktop.domain.attachment import Attachment, ending_of
from cchc_desktop.domain.text import clean, clean_line, fold
from cchc_desktop.errors import AppError, InvalidInput

LINK_TYPE = "text/uri-list"
LINK_LIMIT = 2000
NAME_LIMIT = 300
"""Letters of a name that are kept; the ending always stays."""

PICTURE_TYPES = ("image/jpeg", "image/png", "image/gif", "image/bmp", "image/webp", "image/tiff")

ENDINGS = frozenset(
    (
        *(".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff"),
        *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt", ".xls", ".xlsx", ".ods", ".csv"),
        *(".ppt", ".pptx", ".odp", ".eml", ".msg"),
        *(".mp3", ".wav", ".m4a", ".aac", ".amr", ".ogg", ".opus", ".wma"),
        *(".mp4", ".mov", ".3gp", ".avi", ".mkv", ".webm"),
        *(".zip", ".rar", ".7z"),
    )
)
"""What is taken in beside links. Nothing of it is a program: evidence is opened with a double click."""

_PROGRAM_HEADS = (b"MZ", b"\x7fELF", b"#!")
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_PICTURE_ENDINGS = {
    b"\xff\xd8\xff": ".jpg",
    b"\x89PNG\r\n\x1a\n": ".png",
    b"GIF87a": ".gif",
    b"GIF89a": ".gif",
    b"II*\x00": ".tif",
    b"MM\x00*": ".tif",
}


def picture_ending(head: bytes) -> str:
    """Return the ending of the kind of picture whose first bytes these are, "" for anything else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return ".webp"
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return ".bmp"
    return next((ending for magic, ending in _PICTURE_ENDINGS.items() if head.startswith(magic)), "")


def is_heic(head: bytes) -> bool:
    """Tell whether a file that begins so is a HEIC picture (ISO 23008-12: the brand behind "ftyp")."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS


def is_program(head: bytes) -> bool:
    """Tell whether a file that begins so is a program, whatever its name says."""
    return head.startswith(_PROGRAM_HEADS)


def kept_name(name: str, ending: str = "") -> str:
    """Return the name a file is kept under: clean, at most `NAME_LIMIT` letters, with `ending` when given.

    Folders in it are left out. Reserved names of Windows stay: only what is written to a disk needs another.
    """
    line = clean_line(PurePath(clean_line(name).replace("\\", "/")).name)
    own = ending_of(line)
    stem, written = (line[: -len(own)], line[-len(own) :]) if own else (line, "")
    ending = written if not ending or _alike(own, ending) else ending
    return (stem[: NAME_LIMIT - len(ending)].strip() or "tep") + ending


def _alike(left: str, right: str) -> bool:
    same = {".jpeg": ".jpg", ".tiff": ".tif"}
    return same.get(left, left) == same.get(right, right)


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """What is known of a piece of evidence.

    `original` is the SHA-256 of the file as it came, where what is kept was made from it (a photo that was shrunk).
    `taken` is when a photo says it was taken: local time, without a zone. `link` is the address of a link.
    """

    original: str = ""
    taken: datetime | None = None
    link: str = ""

    def as_note(self) -> str:
        """Return the note of an attachment that says this."""
        lines = []
        if self.link:
            lines.append(_LINK + self.link)
        if self.taken:
            lines.append(_TAKEN + self.taken.isoformat(timespec="seconds"))
        if self.original:
            lines.append(_ORIGINAL + self.original)
        return "\n".join(lines)

    @classmethod
    def of(cls, attachment: Attachment) -> EvidenceFacts:
        """Return what the note of an attachment says; lines that are not ours say nothing."""
        original, taken, link = "", None, ""
        for line in attachment.note.splitlines():
            if line.startswith(_LINK):
                link = line.removeprefix(_LINK)
            elif line.startswith(_ORIGINAL):
                original = line.removeprefix(_ORIGINAL)
            elif line.startswith(_TAKEN):
                try:
                    taken = datetime.fromisoformat(line.removeprefix(_TAKEN))
                except ValueError:
                    continue
        return cls(original, taken, link)


_ORIGINAL = "SHA-256 của tệp gốc: "
_TAKEN = "Chụp lúc: "
_LINK = "Liên kết: "


def is_link(attachment: Attachment) -> bool:
    """Tell whether a piece of evidence is a link."""
    return attachment.media_type == LINK_TYPE


def is_picture(attachment: Attachment) -> bool:
    """Tell whether a piece of evidence can be shown as a picture."""
    return attachment.media_type in PICTURE_TYPES


def parse_link(text: str) -> str:
    """Return a web address as it is kept.

    Raises:
        InvalidInput: it is no http or https address, or one with a password in it.

    """
    address = clean(text).strip()
    if address.casefold().startswith("www."):
        address = "https://" + address
    try:
        parts = urlsplit(address)
        host, password = parts.hostname or "", parts.password
    except ValueError:
        host, password, parts = "", None, urlsplit("")
    if parts.scheme not in ("http", "https") or "." not in host or re.search(r'[\s<>"]', address):
        raise InvalidInput({"link": "liên kết phải là địa chỉ trang web, bắt đầu bằng https:// hoặc http://"})
    if len(address) > LINK_LIMIT:
        raise InvalidInput({"link": f"liên kết dài quá {LINK_LIMIT} ký tự"})
    if password is not None:
        raise InvalidInput({"link": "liên kết có mật khẩu bên trong nên không lưu"})
    return address


def link_name(address: str) -> str:
    """Return how a link is listed: the address without scheme."""
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")[:NAME_LIMIT]


def taken_day(facts: EvidenceFacts, today: date) -> date | None:
    """Return the day a photo was taken, None where a camera's clock was plainly wrong (2000 on, never ahead)."""
    day = facts.taken.date() if facts.taken else None
    return day if day is not None and EARLIEST <= day <= today else None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken in, and why."""

    name: str
    error: AppError


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of files that were given: new ones, those that were there already, those refused."""

    added: tuple[Attachment, ...] = ()
    known: tuple[Attachment, ...] = ()
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class BinderItem:
    """An activity in a binder. `files` are (attachment, name inside `folder`), in the order they came."""

    number: int
    date: date
    title: str
    task: str
    folder: str = ""
    files: tuple[tuple[Attachment, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Binder:
    """What goes into a binder, in its order. `name` is that of its folder, ASCII only; `scope` says of what it is.

    `issuer` are the lines of the office's name, `place` is printed before the date.
    """

    name: str
    scope: tuple[str, ...]
    items: tuple[BinderItem, ...]
    issuer: tuple[str, ...] = ()
    place: str = ""
    made_on: date | None = None

    @property
    def files(self) -> int:
        """How many files and links there are."""
        return sum(len(item.files) for item in self.items)

    @property
    def without_evidence(self) -> int:
        """How many activities have nothing to show."""
        return sum(not item.files for item in self.items)


@dataclass(frozen=True, slots=True)
class WrittenBinder:
    """A binder that was written, and where. `lost` are the names of files whose content is gone or damaged."""

    target: Path
    binder: Binder
    lost: tuple[str, ...] = ()


def ascii_name(text: str, limit: int) -> str:
    """Return a part of a file name that every system and every zip program writes alike: a-z, 0-9 and "-"."""
    bare = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return bare[:limit].rstrip("-") or "khong-ten"


def binder_file_name(number: int, day: date, title: str, position: int, attachment: Attachment) -> str:
    """Return the name of a file in a binder: "003_2026-03-11_phat-thanh-ve-dich-vu-cong_1.jpg".

    Number of the activity in the index, its day and title, and which of its files it is. Begins with a digit, so
    that it is never a name reserved by Windows; at most 80 letters.
    """
    ending = "_lien-ket.txt" if is_link(attachment) else ending_of(attachment.name)
    return f"{number:03d}_{day.isoformat()}_{ascii_name(title, 40)}_{position}{ending}"
