"""Received files are read whole or refused by name."""

from __future__ import annotations

import io
import os
import struct
import sys
import warnings
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from cchc_desktop.documents import office_file
from cchc_desktop.documents.office_file import OfficeKind, read_office_file
from cchc_desktop.errors import FileUnreadable, UnreadableReason

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BODY = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body/></w:document>"


def types(main: str = WORD_TYPE, part: str = "/word/document.xml") -> str:
    return (
        "<?xml version='1.0'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='{part}' ContentType='{main}'/></Types>"
    )


def package(*parts: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    memory = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(memory, "w", method) as target:
        warnings.simplefilter("ignore")  # zipfile warns of the second part of one name, which is what we want
        for name, content in parts:
            target.writestr(name, content)
    return memory.getvalue()


def word(*extra: tuple[str, str | bytes], body: str | bytes = BODY, main: str = WORD_TYPE) -> bytes:
    return package(("[Content_Types].xml", types(main)), ("word/document.xml", body), *extra)


def real_word() -> bytes:
    memory = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Kế hoạch tuyên truyền")
    document.save(memory)
    return memory.getvalue()


def real_excel() -> bytes:
    memory = io.BytesIO()
    openpyxl.Workbook().save(memory)
    return memory.getvalue()


def ole(*names: str) -> bytes:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    for name in ("Root Entry", *names):
        raw = (name + "\x00").encode("utf-16-le")
        data += raw.ljust(64, b"\x00") + struct.pack("<H", len(raw)) + b"\x02" + b"\x00" * 61
    return data.ljust(4096, b"\x00")


def refusal(folder: Path, data: bytes, kind: OfficeKind = OfficeKind.WORD, name: str = "") -> FileUnreadable:
    path = folder / (name or ("thử.docx" if kind is OfficeKind.WORD else "thử.xlsx"))
    path.write_bytes(data)
    with pytest.raises(FileUnreadable) as caught:
        read_office_file(path, kind)
    assert caught.value.path == path
    assert path.read_bytes() == data
    return caught.value


@pytest.mark.parametrize(("data", "kind"), [(real_word(), OfficeKind.WORD), (real_excel(), OfficeKind.EXCEL)])
def test_good_files_come_back_byte_by_byte(tmp_path: Path, data: bytes, kind: OfficeKind) -> None:
    path = tmp_path / "Kế hoạch năm 2025 (bản cuối)"
    path.write_bytes(data)
    assert read_office_file(path, kind) == data


@pytest.mark.parametrize(
    "main",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_macro_files_and_templates_are_read(tmp_path: Path, main: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word(main=main))
    assert read_office_file(path, OfficeKind.WORD)


def test_backslashes_in_part_names_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(package(("[Content_Types].xml", types()), ("word\\document.xml", BODY)))
    assert read_office_file(path, OfficeKind.WORD)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "tệp PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "ảnh PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "ảnh JPEG"),
        (b"BM\x46\x00\x00\x00\x00\x00", "ảnh BMP"),
        (b"{\\rtf1\\ansi}", "tệp RTF"),
        ("﻿<!DOCTYPE html>\n<html><body>Kế hoạch</body></html>".encode(), "trang web (HTML)"),
        (b"<table><tr><td>1</td></tr></table>", "trang web (HTML)"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "trang web (MHT)"),
        ("STT;Nội dung\n1;Phát thanh\n".encode(), "tệp CSV"),
        ("Kế hoạch tuyên truyền\n".encode(), "tệp văn bản thuần"),
        (b"BMW la mot chu viet tat\n", "tệp văn bản thuần"),
        (b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?><w/>", "tệp Word XML 2003"),
        (b"\x07\x00\x01\x02random", ""),
        (package(("mimetype", "application/vnd.oasis.opendocument.text")), "tệp OpenDocument văn bản (ODT)"),
        (package(("ảnh.txt", "x")), "tệp nén ZIP"),
        (real_excel(), "tệp Excel"),
        (ole("Workbook"), "tệp Excel cũ (.xls)"),
        (ole("PowerPoint Document"), "tệp PowerPoint cũ (.ppt)"),
    ],
)
def test_other_kinds_are_named(tmp_path: Path, data: bytes, found: str) -> None:
    error = refusal(tmp_path, data)
    assert (error.reason, error.found) == (UnreadableReason.WRONG_KIND, found)


def test_word_file_given_as_workbook_is_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, real_word(), OfficeKind.EXCEL)
    assert (error.reason, error.found) == (UnreadableReason.WRONG_KIND, "tệp Word")
    error = refusal(tmp_path, ole("WordDocument"), OfficeKind.EXCEL)
    assert (error.reason, error.found) == (UnreadableReason.WRONG_KIND, "tệp Word cũ (.doc)")


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"", OfficeKind.WORD, UnreadableReason.EMPTY),
        (b"\x00" * 5000, OfficeKind.WORD, UnreadableReason.BROKEN),
        (ole("EncryptedPackage", "WordDocument"), OfficeKind.WORD, UnreadableReason.ENCRYPTED),
        (ole("WordDocument"), OfficeKind.WORD, UnreadableReason.OLD_WORD),
        (ole("WordDocument", "Workbook"), OfficeKind.WORD, UnreadableReason.OLD_WORD),
        (ole("Book"), OfficeKind.EXCEL, UnreadableReason.OLD_EXCEL),
        (real_word()[:-300], OfficeKind.WORD, UnreadableReason.TRUNCATED),
        (real_word()[:1000], OfficeKind.WORD, UnreadableReason.TRUNCATED),
        (package(("word/document.xml", BODY)), OfficeKind.WORD, UnreadableReason.BROKEN),
        (package(("[Content_Types].xml", types())), OfficeKind.WORD, UnreadableReason.BROKEN),
        (
            package(("[Content_Types].xml", "<Types>"), ("word/document.xml", BODY)),
            OfficeKind.WORD,
            UnreadableReason.BROKEN,
        ),
    ],
)
def test_broken_files_have_their_reason(
    tmp_path: Path, data: bytes, kind: OfficeKind, reason: UnreadableReason
) -> None:
    assert refusal(tmp_path, data, kind).reason is reason


def test_one_flipped_bit_is_noticed(tmp_path: Path) -> None:
    data = bytearray(word(("word/styles.xml", "<a>" + "x" * 5000 + "</a>"), body=BODY))
    entry = zipfile.ZipFile(io.BytesIO(data)).getinfo("word/document.xml")
    data[entry.header_offset + 30 + len(entry.filename) + 10] ^= 0x10
    assert refusal(tmp_path, bytes(data)).reason is UnreadableReason.BROKEN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("dtd", ["<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!doctype a SYSTEM 'file:///etc/passwd'>"])
def test_document_types_are_refused(tmp_path: Path, encoding: str, dtd: str) -> None:
    part = f"<?xml version='1.0'?>{dtd}<a/>".encode(encoding)
    for data in (word(body=part), word(("word/strange.bin", part)), word(("customXml/item1.xml", part))):
        assert refusal(tmp_path, data).reason is UnreadableReason.HOSTILE


def test_a_document_type_across_two_pieces_is_found(tmp_path: Path) -> None:
    part = b"<!--" + b" " * (1024 * 1024 - 8) + b"--><!DOCTYPE a><a/>"
    assert refusal(tmp_path, word(body=part)).reason is UnreadableReason.HOSTILE


def test_text_that_speaks_of_document_types_is_no_document_type(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    page = "<!DOCTYPE html><html></html>"
    path.write_bytes(word(("word/afchunk.htm", page), ("a.svg", page), body=BODY.replace("<w:body/>", "&lt;!DOCTYPE")))
    assert read_office_file(path, OfficeKind.WORD)


@pytest.mark.parametrize(
    "data",
    [
        word(("WORD/Document.xml", BODY)),
        word(("word/styles.xml", "<a/>"), ("word/styles.xml", "<b/>")),
        word(("../../evil.xml", "<a/>")),
        word(("/etc/evil.xml", "<a/>")),
        word(("C:\\evil.xml", "<a/>")),
        word(("word/media/a.xml", b" " * 11_000_000)),
        word(*((f"word/media/{number}.bin", b"") for number in range(5001))),
    ],
    ids=["same name other case", "same name", "dots", "absolute", "drive", "ratio", "count"],
)
def test_harmful_packages_are_refused(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path, data).reason is UnreadableReason.HOSTILE


def test_too_much_to_unpack_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_file, "MAX_UNPACKED_BYTES", 20_000)
    parts = ((f"word/media/{number}.bin", os.urandom(9000)) for number in range(3))
    assert refusal(tmp_path, word(*parts)).reason is UnreadableReason.HOSTILE


def test_a_lie_about_the_unpacked_size_is_noticed(tmp_path: Path) -> None:
    content = b"<a>" + b"x" * 100_000 + b"</a>"
    data = word(("word/big.xml", content))
    lied = data.replace(struct.pack("<I", len(content)), struct.pack("<I", 10))
    assert lied != data
    assert refusal(tmp_path, lied).reason is UnreadableReason.BROKEN


def test_zip_password_counts_as_encrypted(tmp_path: Path) -> None:
    data = bytearray(word())
    start = data.find(b"PK\x01\x02")
    data[start + 8] |= 1
    assert refusal(tmp_path, bytes(data)).reason is UnreadableReason.ENCRYPTED


def test_a_file_of_200_mb_is_refused_without_reading_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lớn.docx"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)

    def never(*_: object, **__: object) -> None:
        pytest.fail("the file was opened")

    monkeypatch.setattr(Path, "open", never)
    with pytest.raises(FileUnreadable) as caught:
        read_office_file(path, OfficeKind.WORD)
    assert caught.value.reason is UnreadableReason.TOO_LARGE


def test_owner_files_missing_files_and_folders(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"\x05Admin" + b" " * 156, name="~$ke hoach.docx").reason is UnreadableReason.LOCK_FILE
    for path, reason in (
        (tmp_path / "không có.docx", UnreadableReason.MISSING),
        (tmp_path / "~$ke hoach.docx" / "a.docx", UnreadableReason.MISSING),
        (tmp_path / "a\x00b.docx", UnreadableReason.MISSING),
        (tmp_path, UnreadableReason.WRONG_KIND),
    ):
        with pytest.raises(FileUnreadable) as caught:
            read_office_file(path, OfficeKind.WORD)
        assert caught.value.reason is reason


def test_no_right_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word())

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(FileUnreadable) as caught:
        read_office_file(path, OfficeKind.WORD)
    assert caught.value.reason is UnreadableReason.PERMISSION


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are no files there")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.docx")
    with pytest.raises(FileUnreadable) as caught:
        read_office_file(tmp_path / "a.docx", OfficeKind.WORD)
    assert caught.value.reason is UnreadableReason.WRONG_KIND


@pytest.mark.parametrize("step", range(0, 60))
def test_any_cut_is_refused(tmp_path: Path, step: int) -> None:
    data = word(("word/styles.xml", "<a/>"))
    cut = data[: len(data) * step // 60]
    assert refusal(tmp_path, cut).reason in {
        UnreadableReason.EMPTY,
        UnreadableReason.TRUNCATED,
        UnreadableReason.BROKEN,
        UnreadableReason.WRONG_KIND,
    }
