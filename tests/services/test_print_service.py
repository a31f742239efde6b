"""“In ngay”: laid out, handed over, cleaned up; and what happens without the tools."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from cchc_desktop.documents import libreoffice, pdf, printer, word_automation
from cchc_desktop.domain.progress import NoProgress
from cchc_desktop.errors import Cancelled, NotFound, ToolMissing


@pytest.fixture
def printed(monkeypatch, tmp_path) -> list[tuple[str, bytes]]:
    """What reached the printer: (file name, first bytes)."""
    found: list[tuple[str, bytes]] = []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(printer, "print_pdf", lambda path, *_: found.append((path.name, path.read_bytes()[:5])))
    return found


def without_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_soffice", lambda: None)
    monkeypatch.setattr(word_automation, "word_installed", lambda: False)


def test_without_word_and_libreoffice_the_tool_is_named(services, printed, monkeypatch):
    without_tools(monkeypatch)
    plan = services.plans.create(2026).plan
    assert not services.printing.available()
    with pytest.raises(ToolMissing):
        services.printing.print_plan(plan.id)
    with pytest.raises(ToolMissing):
        services.printing.print_docx(services.plans.render(plan), "a.docx")
    assert printed == []


def test_a_plan_reaches_the_printer_as_pdf(services, printed):
    if libreoffice.find_soffice() is None:
        reason = "cần LibreOffice: apt-get install libreoffice-writer"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    plan = services.plans.create(2026).plan
    services.printing.print_plan(plan.id)
    assert printed == [("KH tuyên truyền CCHC 2026.pdf", b"%PDF-")]


def test_leftovers_of_earlier_days_go(services, printed, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "pdf_of", lambda *_args, **_kw: b"%PDF-1.7")
    old, fresh = tmp_path / "cchc-in-old", tmp_path / "cchc-in-fresh"
    for folder in (old, fresh):
        folder.mkdir()
    os.utime(old, (1, 1))
    services.printing.print_docx(b"x", "Công văn: số 1/2026.docx")
    assert not old.exists()
    assert fresh.exists()
    assert printed == [("Công văn- số 1-2026.pdf", b"%PDF-")]


def test_a_person_can_stop_and_a_missing_plan_is_told(services, printed):
    class Stopped(NoProgress):
        def step(self, done: int, total: int, note: str) -> None:
            raise Cancelled

    plan = services.plans.create(2026).plan
    with pytest.raises(Cancelled):
        services.printing.print_plan(plan.id, Stopped())
    with pytest.raises(NotFound):
        services.printing.print_plan("f" * 32)
    assert printed == []
    assert not list(Path(tempfile.gettempdir()).glob("cchc-in-*/*"))
