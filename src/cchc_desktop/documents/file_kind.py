"""What a file that is no OOXML package really is, told by its bytes and never by its ending."""

from __future__ import annotations

import re

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file: Office before 2007, and every password-protected Office file since."""

ZIP_MAGIC = b"PK\x03\x04"
"""First bytes of a zip with at least one entry."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "tệp PDF"),
    (b"\x89PNG\r\n\x1a\n", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"GIF8", "ảnh GIF"),
    (b"BM", "ảnh BMP"),
    (b"II*\x00", "ảnh TIFF"),
    (b"MM\x00*", "ảnh TIFF"),
    (b"{\\rtf", "tệp RTF"),
    (b"Rar!\x1a\x07", "tệp nén RAR"),
    (b"7z\xbc\xaf\x27\x1c", "tệp nén 7-Zip"),
    (b"\x1f\x8b", "tệp nén GZ"),
    (b"MZ", "tệp chương trình"),
    (b"SQLite format 3\x00", "tệp cơ sở dữ liệu"),
)
_OPEN_DOCUMENT = {
    "text": "tệp OpenDocument văn bản (ODT)",
    "spreadsheet": "tệp OpenDocument bảng tính (ODS)",
    "presentation": "tệp OpenDocument trình chiếu (ODP)",
}
_OLE_ENTRY_BYTES = 128


def foreign_kind(data: bytes) -> str:
    """Return the Vietnamese name of what `data` is ("tệp PDF", "ảnh PNG", …); "" when nobody could tell."""
    for magic, name in _SIGNATURES:
        if data.startswith(magic) and not (len(magic) == 2 and _is_text(data)):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "ảnh WebP"
    if data[4:8] == b"ftyp":
        return "ảnh HEIC" if data[8:12] in (b"heic", b"heix", b"mif1") else "tệp video"
    return _text_kind(data) if _is_text(data) else ""


def _is_text(data: bytes) -> bool:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in head and sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head) == 0


def _text_kind(data: bytes) -> str:
    head = data[:65536]
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = head.decode(encoding, "replace")
    start = text.lstrip()[:4096].lower()
    if start.startswith("mime-version:") or "\nmime-version:" in start:
        return "trang web (MHT)"
    if re.search(r"<(?:!doctype html|html|head|body|table)\b", start):
        return "trang web (HTML)"
    if start.startswith("<?xml") or start.startswith("<"):
        if "word.document" in start:
            return "tệp Word XML 2003"
        return "tệp Excel XML 2003" if "excel.sheet" in start else "tệp XML"
    return "tệp CSV" if _looks_like_csv(text) else "tệp văn bản thuần"


def _looks_like_csv(text: str) -> bool:
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if len(lines) < 2:
        return False
    return any(
        lines[0].count(mark) and all(line.count(mark) == lines[0].count(mark) for line in lines[:5]) for mark in ",;\t"
    )


def ole_names(data: bytes) -> set[str]:
    """Return the stream and storage names of a compound file, found by the shape of its directory entries.

    Entries are 128 bytes long and aligned, so they are found even when the allocation tables are damaged.
    """
    names: set[str] = set()
    for wanted in ("EncryptedPackage", "WordDocument", "Workbook", "Book", "PowerPoint Document"):
        key = wanted.encode("utf-16-le") + b"\x00\x00"
        position = data.find(key)
        while position >= 0:
            length = int.from_bytes(data[position + 64 : position + 66], "little")
            if position % _OLE_ENTRY_BYTES == 0 and length == len(key):
                names.add(wanted)
                break
            position = data.find(key, position + 1)
    return names


def open_document_kind(mimetype: bytes) -> str:
    """Return the Vietnamese name of an OpenDocument package by its `mimetype` entry; "" for anything else."""
    match = re.match(rb"application/vnd\.oasis\.opendocument\.([a-z]+)", mimetype)
    if match is None:
        return ""
    return _OPEN_DOCUMENT.get(match[1].decode(), "tệp OpenDocument")
