"""A .doc: converted where a program can do it, refused with a remedy where none can."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import docx
import pytest

from cchc_desktop.documents import libreoffice, word_automation
from cchc_desktop.documents.plan_import import import_plan
from cchc_desktop.documents.word import old_word
from cchc_desktop.documents.word.old_word import read_word_file
from cchc_desktop.domain.progress import NoProgress
from cchc_desktop.errors import Cancelled, FileUnreadable, UnreadableReason

needs_scripts = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for LibreOffice")


def ole_file(path: Path) -> Path:
    """A compound file with the stream of a Word document, as far as anybody looks before converting."""
    sector = 512
    head = bytearray(sector)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[24:32] = (0x3E).to_bytes(2, "little") + (3).to_bytes(2, "little") + b"\xfe\xff" + (9).to_bytes(2, "little")
    head[32:34] = (6).to_bytes(2, "little")
    head[44:48], head[48:52], head[56:60] = (
        (1).to_bytes(4, "little"),
        (1).to_bytes(4, "little"),
        (4096).to_bytes(4, "little"),
    )
    head[60:64] = head[68:72] = b"\xfe\xff\xff\xff"
    head[76:80] = bytes(4)
    head[80:] = b"\xff" * (sector - 80)
    fat = b"\xfd\xff\xff\xff" + b"\xfe\xff\xff\xff" + b"\xff" * (sector - 8)
    folder = b""
    for name, kind in (("Root Entry", 5), ("WordDocument", 2)):
        entry = bytearray(128)
        written = (name + "\0").encode("utf-16-le")
        entry[: len(written)] = written
        entry[64:66] = len(written).to_bytes(2, "little")
        entry[66] = kind
        entry[68:80] = b"\xff" * 12
        folder += bytes(entry)
    path.write_bytes(bytes(head) + fat + folder.ljust(sector, b"\0"))
    return path


def without_converters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: None)
    monkeypatch.setattr(word_automation, "word_installed", lambda: False)


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: program)


def test_without_a_converter_the_old_message_stays(monkeypatch, tmp_path):
    without_converters(monkeypatch)
    with pytest.raises(FileUnreadable) as caught:
        import_plan(ole_file(tmp_path / "cu.doc"))
    assert caught.value.reason is UnreadableReason.OLD_WORD


@needs_scripts
@pytest.mark.parametrize("script", ["exit 1", 'echo x > "$7/van-ban.docx"', "sleep 60"])
def test_a_converter_that_fails_leaves_a_clear_refusal(script, monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, script)
    monkeypatch.setattr(old_word, "TIMEOUT_S", 0.5)
    with pytest.raises(FileUnreadable) as caught:
        import_plan(ole_file(tmp_path / "cu.doc"))
    assert caught.value.path.name == "cu.doc"
    assert caught.value.reason in (UnreadableReason.BROKEN, UnreadableReason.WRONG_KIND)


@needs_scripts
def test_a_person_can_stop_the_conversion(monkeypatch, tmp_path):
    class Stopped(NoProgress):
        def step(self, done: int, total: int, note: str) -> None:
            assert ".doc" in note
            raise Cancelled

    stand_in(monkeypatch, tmp_path, "sleep 60")
    with pytest.raises(Cancelled):
        import_plan(ole_file(tmp_path / "cu.doc"), progress=Stopped())


def test_a_docx_needs_no_converter_whatever_its_ending(monkeypatch, tmp_path):
    without_converters(monkeypatch)
    docx.Document().save(tmp_path / "moi.doc")
    assert read_word_file(tmp_path / "moi.doc") == ((tmp_path / "moi.doc").read_bytes(), "")


@pytest.mark.layout
def test_a_real_doc_is_read_with_its_fonts(tmp_path):
    program = libreoffice.find_soffice()
    if program is None:
        reason = "cần LibreOffice: apt-get install libreoffice-writer"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Tuyên truyền cải cách hành chính năm 2009")
    document.add_paragraph("I. MỤC ĐÍCH")
    document.add_paragraph().add_run("1. N©ng cao nhËn thøc cña nh©n d©n trong n­íc").font.name = ".VnTime"
    document.save(tmp_path / "van-ban.docx")
    made = libreoffice.convert(program, [tmp_path / "van-ban.docx"], "doc", tmp_path, 100)[0]
    shutil.move(made, tmp_path / "Kế hoạch (cũ).doc")
    before = (tmp_path / "Kế hoạch (cũ).doc").read_bytes()
    assert before.startswith(b"\xd0\xcf\x11\xe0")
    plan = import_plan(tmp_path / "Kế hoạch (cũ).doc")
    assert plan.title == "Tuyên truyền cải cách hành chính năm 2009"
    assert plan.sections[0].children[0].text == "Nâng cao nhận thức của nhân dân trong nước"
    assert any("LibreOffice" in note.reason for note in plan.notes)
    assert (tmp_path / "Kế hoạch (cũ).doc").read_bytes() == before
