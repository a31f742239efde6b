"""Reading Office files that come from outside: whole and harmless, or refused by name.

Nothing of the file is interpreted before it passed: size on disk, kind by its bytes, the zip directory, the
declared and the real unpacked sizes, every checksum, and the absence of a DTD.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path
from typing import IO, NoReturn

from lxml import etree

from cchc_desktop.documents.file_kind import OLE_MAGIC, ZIP_MAGIC, foreign_kind, ole_names, open_document_kind
from cchc_desktop.errors import FileInUse, FileUnreadable, UnreadableReason

MAX_FILE_BYTES = 60 * 1024 * 1024
"""Largest file accepted on disk. A plan with photographs has 20 MB, a log of ten years 5 MB."""

MAX_UNPACKED_BYTES = 300 * 1024 * 1024
"""Largest sum of all unpacked parts."""

MAX_WORD_PART_BYTES = 50 * 1024 * 1024
"""Largest unpacked XML part of a Word file: the tree of it takes ten times as much memory."""

MAX_ENTRIES = 5000
"""Most parts of a package."""

_RATIO_FROM_BYTES = 10 * 1024 * 1024
_MAX_RATIO = 400
_CHUNK = 1024 * 1024
_SHARING_ERRORS = (32, 33)  # Windows: sharing violation, lock violation
_TYPES = "[content_types].xml"
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NO_XML = (".svg", ".htm", ".html", ".mht", ".txt")  # these may hold a DOCTYPE and are never parsed by us


class OfficeKind(StrEnum):
    """Which kind of Office file is expected."""

    WORD = "word"
    EXCEL = "excel"


_MAIN_TYPES = {
    OfficeKind.WORD: re.compile(r"wordprocessingml\.(?:document|template)\.main|ms-word\.\w+\.macroEnabled\w*\.main"),
    OfficeKind.EXCEL: re.compile(
        r"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled\.main"
    ),
}
_USUAL_MAIN = {OfficeKind.WORD: "word/document.xml", OfficeKind.EXCEL: "xl/workbook.xml"}
_OTHER_TYPES = (
    (_MAIN_TYPES[OfficeKind.WORD], "tệp Word"),
    (_MAIN_TYPES[OfficeKind.EXCEL], "tệp Excel"),
    (re.compile(r"ms-excel\.sheet\.binary"), "tệp Excel nhị phân (XLSB)"),
    (re.compile(r"presentationml|ms-powerpoint"), "tệp PowerPoint"),
    (re.compile(r"ms-visio"), "tệp Visio"),
)


def read_office_file(path: Path, kind: OfficeKind) -> bytes:
    """Return the bytes of a Word or Excel file that is whole and safe to open.

    Files with macros and templates are accepted: they are only read, never run.

    Raises:
        FileUnreadable: missing, a folder, no right to read, empty, too large, an owner file of Word ("~$…"),
            encrypted, of another kind, truncated, broken, or made to harm.
        FileInUse: Windows keeps the file from being read while another program has it.

    """
    data = read_bytes(path)
    _Check(path, kind, data).run()
    return data


def check_office_data(data: bytes, kind: OfficeKind, path: Path) -> None:
    """Refuse bytes that are no whole and safe Office file, as `read_office_file` does; `path` is named in errors.

    Raises:
        FileUnreadable: see `read_office_file`.

    """
    if not data:
        raise FileUnreadable(path, UnreadableReason.EMPTY)
    if len(data) > MAX_FILE_BYTES:
        raise FileUnreadable(path, UnreadableReason.TOO_LARGE, detail=f"{len(data)} bytes")
    _Check(path, kind, data).run()


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file from outside, once; see `read_office_file` for what is refused."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileUnreadable(path, UnreadableReason.WRONG_KIND, "thư mục")
        if not stat.S_ISREG(status.st_mode):
            raise FileUnreadable(path, UnreadableReason.WRONG_KIND, "không phải một tệp thường")
        if path.name.startswith("~$"):
            raise FileUnreadable(path, UnreadableReason.LOCK_FILE)
        if status.st_size > MAX_FILE_BYTES:
            raise FileUnreadable(path, UnreadableReason.TOO_LARGE, detail=f"{status.st_size} bytes")
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except PermissionError as error:
        if getattr(error, "winerror", 0) in _SHARING_ERRORS:
            raise FileInUse(path) from error
        raise FileUnreadable(path, UnreadableReason.PERMISSION, detail=str(error)) from error
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise FileUnreadable(path, UnreadableReason.MISSING, detail=str(error)) from error
    except OSError as error:
        raise FileUnreadable(path, UnreadableReason.BROKEN, detail=str(error)) from error
    if not data:
        raise FileUnreadable(path, UnreadableReason.EMPTY)
    if len(data) > MAX_FILE_BYTES:
        raise FileUnreadable(path, UnreadableReason.TOO_LARGE, detail="grew while it was read")
    return data


class _Check:
    """The checks on the bytes of one file."""

    def __init__(self, path: Path, kind: OfficeKind, data: bytes) -> None:
        self.path = path
        self.kind = kind
        self.data = data

    def refuse(self, reason: UnreadableReason, found: str = "", detail: str = "") -> NoReturn:
        raise FileUnreadable(self.path, reason, found, detail)

    def run(self) -> None:
        """Refuse the file or return."""
        if self.data.startswith(OLE_MAGIC):
            self._refuse_ole()
        if not self.data.startswith(b"PK"):
            if not self.data.strip(b"\x00"):
                self.refuse(UnreadableReason.BROKEN, detail="only zero bytes")
            self.refuse(UnreadableReason.WRONG_KIND, foreign_kind(self.data))
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as package:
                self._check_directory(package)
                self._check_parts(package)
                self._check_kind(package)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            cut = self.data.startswith(ZIP_MAGIC) and b"PK\x05\x06" not in self.data[-66_000:]
            self.refuse(UnreadableReason.TRUNCATED if cut else UnreadableReason.BROKEN, detail=str(error))
        except (NotImplementedError, RuntimeError) as error:
            self.refuse(UnreadableReason.BROKEN, detail=str(error))

    def _refuse_ole(self) -> NoReturn:
        names = ole_names(self.data)
        if "EncryptedPackage" in names:
            self.refuse(UnreadableReason.ENCRYPTED)
        word, excel = "WordDocument" in names, bool({"Workbook", "Book"} & names)
        if word and excel:  # a document with an embedded workbook, or the other way round
            word = not self.path.suffix.lower().startswith(".xl")
        if word:
            if self.kind is OfficeKind.WORD:
                self.refuse(UnreadableReason.OLD_WORD)
            self.refuse(UnreadableReason.WRONG_KIND, "tệp Word cũ (.doc)")
        if excel:
            if self.kind is OfficeKind.EXCEL:
                self.refuse(UnreadableReason.OLD_EXCEL)
            self.refuse(UnreadableReason.WRONG_KIND, "tệp Excel cũ (.xls)")
        found = "tệp PowerPoint cũ (.ppt)" if "PowerPoint Document" in names else "tệp Office kiểu cũ"
        self.refuse(UnreadableReason.WRONG_KIND, found)

    def _check_directory(self, package: zipfile.ZipFile) -> None:
        entries = package.infolist()
        if len(entries) > MAX_ENTRIES:
            self.refuse(UnreadableReason.HOSTILE, detail=f"{len(entries)} parts")
        seen: set[str] = set()
        total = 0
        for entry in entries:
            name = part_name(entry.filename)
            if name.startswith("/") or ":" in name or ".." in name.split("/"):
                self.refuse(UnreadableReason.HOSTILE, detail=f"path {entry.filename!r}")
            if name.lower() in seen:
                self.refuse(UnreadableReason.HOSTILE, detail=f"two parts named {entry.filename!r}")
            seen.add(name.lower())
            if entry.flag_bits & 0x1:
                self.refuse(UnreadableReason.ENCRYPTED, detail="zip password")
            total += entry.file_size
            if entry.file_size > _RATIO_FROM_BYTES and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1):
                self.refuse(UnreadableReason.HOSTILE, detail=f"{entry.filename}: unpacks to {entry.file_size} bytes")
            if self.kind is OfficeKind.WORD and name.endswith(".xml") and entry.file_size > MAX_WORD_PART_BYTES:
                self.refuse(UnreadableReason.HOSTILE, detail=f"{entry.filename}: {entry.file_size} bytes of XML")
        if total > MAX_UNPACKED_BYTES:
            self.refuse(UnreadableReason.HOSTILE, detail=f"unpacks to {total} bytes")

    def _check_parts(self, package: zipfile.ZipFile) -> None:
        """Unpack every part in pieces, which verifies its size and checksum, and look for a DTD on the way."""
        for entry in package.infolist():
            with package.open(entry) as stream:
                if self._holds_dtd(stream, part_name(entry.filename).lower()):
                    self.refuse(UnreadableReason.HOSTILE, detail=f"DTD in {entry.filename}")

    @staticmethod
    def _holds_dtd(stream: IO[bytes], name: str) -> bool:
        is_xml: bool | None = False if name.endswith(_NO_XML) else None
        tail = b""
        found = False
        while chunk := stream.read(_CHUNK):
            if is_xml is None:
                is_xml = chunk.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1] == b"<"
            if is_xml and not found:
                plain = chunk.replace(b"\x00", b"") if b"\x00" in chunk else chunk  # UTF-16
                found = _DTD.search(tail + plain) is not None
                tail = plain[-16:]
        return found

    def _check_kind(self, package: zipfile.ZipFile) -> None:
        names = {part_name(entry.filename).lower(): entry for entry in package.infolist()}
        if "mimetype" in names and (found := open_document_kind(package.read(names["mimetype"])[:200])):
            self.refuse(UnreadableReason.WRONG_KIND, found)
        if _TYPES not in names:
            if "_rels/.rels" in names or any(name.startswith(("word/", "xl/")) for name in names):
                self.refuse(UnreadableReason.BROKEN, detail="no [Content_Types].xml")
            self.refuse(UnreadableReason.WRONG_KIND, "tệp nén ZIP")
        try:
            types = etree.fromstring(package.read(names[_TYPES]), safe_parser())
        except etree.XMLSyntaxError as error:
            self.refuse(UnreadableReason.BROKEN, detail=f"[Content_Types].xml: {error}")
        main: str | None = None
        for node in types.iter("{*}Override", "{*}Default"):
            if _MAIN_TYPES[self.kind].search(node.get("ContentType", "")):
                main = node.get("PartName") or _USUAL_MAIN[self.kind]
                break
        if main is None:
            self._refuse_other_type(types)
        elif part_name(main).lstrip("/").lower() not in names:
            self.refuse(UnreadableReason.BROKEN, detail=f"no main part {main}")

    def _refuse_other_type(self, types: etree._Element) -> NoReturn:
        for node in types.iter("{*}Override", "{*}Default"):
            for pattern, found in _OTHER_TYPES:
                if pattern.search(node.get("ContentType", "")):
                    self.refuse(UnreadableReason.WRONG_KIND, found)
        self.refuse(UnreadableReason.BROKEN, detail="no main part declared")


def part_name(name: str) -> str:
    """Return a zip entry's name with forward slashes: some programs write the backslash of Windows."""
    return name.replace("\\", "/")


def safe_parser() -> etree.XMLParser:
    """Return a parser that fetches nothing, expands nothing and stops at libxml2's own limits."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
