"""Handing documents to LibreOffice, and what happens when it is missing, slow or refuses."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from cchc_desktop.documents import pdf
from cchc_desktop.documents.plan_export import export_plan
from cchc_desktop.errors import FileNotWritten, ToolMissing

needs_scripts = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for LibreOffice")


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(pdf, "find_soffice", lambda: program)


def test_without_libreoffice_the_tool_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "find_soffice", lambda: None)
    with pytest.raises(ToolMissing) as caught:
        pdf.to_pdf(tmp_path / "a.docx", tmp_path / "a.pdf", 5)
    assert caught.value.tool == "LibreOffice"
    with pytest.raises(ToolMissing):
        pdf.pdf_of(b"")


def test_nothing_is_found_on_an_empty_path(monkeypatch):
    monkeypatch.setenv("PATH", "")
    for variable in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432"):
        monkeypatch.delenv(variable, raising=False)
    assert pdf.find_soffice() is None


def test_the_windows_folder_is_searched(monkeypatch, tmp_path):
    program = tmp_path / "LibreOffice" / "program" / "soffice.com"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    assert pdf.find_soffice() == program


@needs_scripts
def test_a_refusal_is_told_and_keeps_the_old_file(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, "echo hong; exit 1")
    out = tmp_path / "a.pdf"
    out.write_bytes(b"old")
    with pytest.raises(FileNotWritten) as caught:
        pdf.to_pdf(tmp_path / "a.docx", out, 5)
    assert "hong" in caught.value.detail
    assert out.read_bytes() == b"old"


@needs_scripts
def test_a_hanging_program_is_ended_with_its_children(monkeypatch, tmp_path):
    mark = tmp_path / "child"
    stand_in(monkeypatch, tmp_path, f"sleep 60 & echo $! > {mark}\nwait")
    with pytest.raises(FileNotWritten):
        pdf.to_pdf(tmp_path / "a.docx", tmp_path / "a.pdf", 0.5)
    state = Path(f"/proc/{mark.read_text().strip()}/stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.layout
def test_a_real_document_becomes_a_pdf(one_page_plan, plan_template, tmp_path):
    if pdf.find_soffice() is None:
        reason = "cần LibreOffice: apt-get install libreoffice-writer"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    source, out = tmp_path / "Kế hoạch số 7 (bản 1).docx", tmp_path / "Kế hoạch.pdf"
    source.write_bytes(export_plan(one_page_plan(), plan_template))
    pdf.to_pdf(source, out, 100)
    assert out.read_bytes().startswith(b"%PDF")
