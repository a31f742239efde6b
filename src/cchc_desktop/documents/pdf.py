"""Laying Word documents out as PDF, with Word where it is installed, else with LibreOffice."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from cchc_desktop.documents import libreoffice, word_automation
from cchc_desktop.documents.libreoffice import TOOL, find_soffice
from cchc_desktop.domain.progress import Progress
from cchc_desktop.errors import FileNotWritten, ToolMissing
from cchc_desktop.files import write_atomically

__all__ = ["TOOL", "can_make_pdf", "find_soffice", "pdf_of", "to_pdf", "to_pdfs"]

TIMEOUT_S = 120.0
"""Seconds a document may take; a plan takes 3 on an old machine, the first start of LibreOffice 20."""

_NOTE = "Đang dàn trang"


def can_make_pdf() -> bool:
    """Tell whether there is a program to lay pages out with."""
    return find_soffice() is not None or word_automation.word_installed()


def to_pdf(docx: Path, out: Path, timeout_s: float, progress: Progress | None = None) -> None:
    """Lay `docx` out and write it to `out` atomically.

    Raises:
        ToolMissing: neither Word nor LibreOffice is installed.
        FileNotWritten: it failed or took longer than `timeout_s` seconds, or `out` cannot be written.
        FileInUse: `out` is open in another program.
        Cancelled: a person stopped it.

    """
    with tempfile.TemporaryDirectory(prefix="cchc-pdf-") as folder:
        made = to_pdfs([docx], Path(folder), timeout_s, progress)[0].read_bytes()
    write_atomically(out, made)


def pdf_of(docx: bytes, timeout_s: float = TIMEOUT_S, progress: Progress | None = None) -> bytes:
    """Return the PDF of a .docx held in memory.

    Raises:
        ToolMissing: neither Word nor LibreOffice is installed.
        FileNotWritten: it failed or took longer than `timeout_s` seconds.
        Cancelled: a person stopped it.

    """
    with tempfile.TemporaryDirectory(prefix="cchc-pdf-", ignore_cleanup_errors=True) as name:
        source = Path(name) / "document.docx"
        source.write_bytes(docx)
        return to_pdfs([source], Path(name), timeout_s, progress)[0].read_bytes()


def to_pdfs(documents: Sequence[Path], folder: Path, timeout_s: float, progress: Progress | None = None) -> list[Path]:
    """Lay several documents out; `folder` takes the PDF files.

    Word shows the page as it will be printed, so it goes first; when it fails, LibreOffice is tried.

    Raises:
        ToolMissing: neither Word nor LibreOffice is installed.
        FileNotWritten: it failed or took longer than `timeout_s` seconds.
        Cancelled: a person stopped it.

    """
    program = find_soffice()
    if word_automation.word_installed():
        try:
            return [_in_word(document, folder, timeout_s, progress) for document in documents]
        except FileNotWritten:
            if program is None:
                raise
    if program is None:
        raise ToolMissing(TOOL)
    return libreoffice.convert(program, documents, "pdf", folder, timeout_s, progress, f"{_NOTE} bằng {TOOL}")


def _in_word(document: Path, folder: Path, timeout_s: float, progress: Progress | None) -> Path:
    made = folder / f"{document.stem}.pdf"
    note = f"{_NOTE} bằng {word_automation.TOOL}"
    word_automation.convert_in_word(document, made, word_automation.PDF, timeout_s, progress, note)
    return made
