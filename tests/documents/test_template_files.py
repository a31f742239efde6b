"""Template files that are broken, disguised or made to harm: refused by name, in no time, without a crash."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from cchc_desktop.documents.letters.fields import sample_context
from cchc_desktop.documents.word.template import fill
from cchc_desktop.documents.word.template_check import check_template
from cchc_desktop.errors import FileUnreadable, TemplateProblem

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "templates_docx" / "bao_cao.docx"
SAMPLE = sample_context("bao_cao.docx")
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY a%d "&a%d;&a%d;">' % (n, n - 1, n - 1) if n else b'<!ENTITY a0 "ha">' for n in range(30)
)


def parts(path: Path = TEMPLATE) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(path: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    return path


def refused(path: Path) -> TemplateProblem:
    """Both doors refuse; the check names the file or finds an error."""
    with pytest.raises(TemplateProblem) as caught:
        fill(path, SAMPLE)
    assert caught.value.template == path.name
    try:
        usable = check_template(path, SAMPLE).usable
    except FileUnreadable:
        usable = False
    assert not usable
    return caught.value


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("part", sorted(parts()))
def test_a_part_that_is_missing_is_a_refusal_or_no_loss(part, tmp_path):
    content = parts()
    del content[part]
    path = packed(tmp_path / "mau.docx", content)
    try:
        made = fill(path, SAMPLE)
    except TemplateProblem:
        return
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert "BÁO CÁO" in texts


@pytest.mark.parametrize(
    "name", ["a.rtf", "a.html", "a.pdf", "a.xlsx", "a.zip", "~$a.docx", "empty.docx", "thu_muc.docx"]
)
def test_a_file_of_another_kind(name, tmp_path):
    path = tmp_path / name
    if name == "a.xlsx":
        Workbook().save(path)
    elif name == "a.zip":
        packed(path, {"x.txt": b"x"})
    elif name == "thu_muc.docx":
        path.mkdir()
    else:
        content = {"a.rtf": rb"{\rtf1 x}", "a.html": b"<html>x</html>", "a.pdf": b"%PDF-1.7", "~$a.docx": b"\x04Lan"}
        path.write_bytes(content.get(name, b""))
    refused(path)


@pytest.mark.parametrize(
    "main", ["application/vnd.ms-word.document.macroEnabled.main+xml", "wordprocessingml.template.main"]
)
def test_a_macro_file_or_word_template_under_another_name(main, tmp_path):
    content = parts()
    usual = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    kind = main.encode() if main.startswith("application") else usual.replace(b"document.main", b"template.main")
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(usual, kind)
    refused(packed(tmp_path / "mau.docx", content))


def test_a_flipped_bit_never_makes_the_program_stumble(tmp_path):
    whole = bytearray(TEMPLATE.read_bytes())
    chance = random.Random(7)
    for _ in range(60):
        broken = bytearray(whole)
        broken[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path = tmp_path / "mau.docx"
        path.write_bytes(bytes(broken))
        try:
            made = fill(path, SAMPLE)
        except TemplateProblem:
            continue
        assert made.paragraphs  # a bit of no meaning (a date in the directory)


@pytest.mark.parametrize("size", range(0, TEMPLATE.stat().st_size, 700))
def test_a_file_cut_short(size, tmp_path):
    path = tmp_path / "mau.docx"
    path.write_bytes(TEMPLATE.read_bytes()[:size])
    refused(path)


@pytest.mark.parametrize(
    "document",
    [
        LAUGHS + b"]><w:document/>",
        b'<!DOCTYPE d SYSTEM "http://example.invalid/d.dtd"><w:document/>',
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
        b"<w:document" * 10,
        b"<a>" * 200_000,
        b"",
    ],
    ids=["laughs", "external dtd", "file entity", "no xml", "deep", "empty"],
)
def test_xml_made_to_harm(document, tmp_path):
    refused(packed(tmp_path / "mau.docx", parts() | {"word/document.xml": document}))


def test_a_gigabyte_in_a_small_file_is_refused_by_its_directory(tmp_path):
    content = parts()
    start, end = content["word/document.xml"].split(b"<w:body>", 1)
    content["word/document.xml"] = start + b"<w:body>" + b"<w:p/>" * 12_000_000 + end
    path = packed(tmp_path / "mau.docx", content)
    assert path.stat().st_size < 1_000_000
    refused(path)


@pytest.mark.parametrize(
    ("value", "printed"),
    [(None, "[]"), (0, "[0]"), ("", "[]"), (1234567, "[1234567]"), ("None", "[None]"), ("a\nb", "[a\nb]")],
)
def test_how_values_are_printed(value, printed, tmp_path):
    document = Document()
    document.add_paragraph("[{{ v }}]")
    document.save(tmp_path / "mau.docx")
    assert fill(tmp_path / "mau.docx", {"v": value}).paragraphs[0].text == printed


def test_pictures_in_a_loop_keep_ids_of_their_own(tmp_path):
    document = Document()
    document.add_paragraph("{%p for d in noi_nhan %}")
    document.add_paragraph("{{ d }}").add_run().add_picture(io.BytesIO(png()))
    document.add_paragraph("{%p endfor %}")
    document.save(tmp_path / "mau.docx")
    made = fill(tmp_path / "mau.docx", {"noi_nhan": [str(number) for number in range(5)]})
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    ids = [node.get("id") for node in made.element.body.iter(drawing)]
    assert len(ids) == len(set(ids)) == 5


def test_a_template_filled_twice_gives_the_same(tmp_path):
    first, second = fill(TEMPLATE, SAMPLE), fill(TEMPLATE, SAMPLE)
    assert [p.text for p in first.paragraphs] == [p.text for p in second.paragraphs]
    assert first.part is not second.part
