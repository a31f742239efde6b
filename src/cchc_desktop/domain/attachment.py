"""Files kept with a record: the signed scan of a plan, evidence of an activity."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

from cchc_desktop.domain.ids import new_id

SIZE_LIMIT = 200 << 20
"""Bytes. A scan of a hundred pages has some 30 MB; a video belongs on a drive, not in the evidence."""


class OwnerKind(StrEnum):
    """Kinds of record that files are kept with."""

    PLAN_VERSION = "plan_version"
    SUPERIOR_PLAN = "superior_plan"
    ACTIVITY = "activity"
    SCORE = "score"
    """What proves points; the owner is `scoring.evidence_place`."""
    REPORT_FORM = "report_form"
    REPORT_VERSION = "report_version"
    PACKAGE = "package"
    """Packages of a report version, by the version's id; the note is the package's id."""
    CONSOLIDATION = "consolidation"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a record. The content lies in the evidence folder under its SHA-256, however many records have it.

    `name` is the name the file came with. `added_at` is ISO local time. `size` is in bytes.
    """

    owner_kind: OwnerKind
    owner_id: str
    name: str
    sha256: str
    size: int
    media_type: str = ""
    note: str = ""
    added_at: str = ""
    id: str = field(default_factory=new_id)


_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".txt": "text/plain",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
    ".doc": "application/msword",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".eml": "message/rfc822",
    ".msg": "application/vnd.ms-outlook",
    ".wav": "audio/wav",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".amr": "audio/amr",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wma": "audio/x-ms-wma",
    ".mov": "video/quicktime",
    ".3gp": "video/3gpp",
    ".avi": "video/x-msvideo",
    ".mkv": "video/x-matroska",
    ".webm": "video/webm",
    ".zip": "application/zip",
    ".rar": "application/vnd.rar",
    ".7z": "application/x-7z-compressed",
}
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


def ending_of(name: str) -> str:
    """Return the ending of a file name (".pdf"), "" where it has none that is plain letters and digits."""
    ending = PurePath(name).suffix.lower()
    return ending if _ENDING.fullmatch(ending) else ""


def media_type_of(name: str) -> str:
    """Return the media type of a file name, "application/octet-stream" where it is not known."""
    return _MEDIA_TYPES.get(ending_of(name), "application/octet-stream")


def size_text(size: int) -> str:
    """Return a size as people read it: "350 KB", "2,4 MB"."""
    if size < 1 << 20:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / (1 << 20):.1f} MB".replace(".", ",")
