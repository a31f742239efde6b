"""Laying Word documents out as PDF with LibreOffice, when the office has it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cchc_desktop.errors import FileNotWritten, ToolMissing, WriteRefusal
from cchc_desktop.files import write_atomically

TOOL = "LibreOffice"
_NAMES = ("soffice", "libreoffice")
_WINDOWS_FOLDERS = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")


def find_soffice() -> Path | None:
    """Return LibreOffice's program: on the search path, or where its Windows installer puts it; None without."""
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    for variable in _WINDOWS_FOLDERS:
        if folder := os.environ.get(variable):
            # soffice.com waits for the work to end; soffice.exe returns at once.
            program = Path(folder) / "LibreOffice" / "program" / "soffice.com"
            if program.is_file():
                return program
    return None


def to_pdf(docx: Path, out: Path, timeout_s: float) -> None:
    """Lay `docx` out and write it to `out` atomically.

    Raises:
        ToolMissing: LibreOffice is not installed.
        FileNotWritten: LibreOffice failed or took longer than `timeout_s` seconds, or `out` cannot be written.
        FileInUse: `out` is open in another program.

    """
    with tempfile.TemporaryDirectory(prefix="cchc-pdf-") as folder:
        made = to_pdfs([docx], Path(folder), timeout_s)[0].read_bytes()
    write_atomically(out, made)


def pdf_of(docx: bytes, timeout_s: float = 120) -> bytes:
    """Return the PDF of a .docx held in memory.

    Raises:
        ToolMissing: LibreOffice is not installed.
        FileNotWritten: LibreOffice failed or took longer than `timeout_s` seconds.

    """
    with tempfile.TemporaryDirectory(prefix="cchc-pdf-") as name:
        source = Path(name) / "document.docx"
        source.write_bytes(docx)
        return to_pdfs([source], Path(name), timeout_s)[0].read_bytes()


def to_pdfs(documents: Sequence[Path], folder: Path, timeout_s: float) -> list[Path]:
    """Lay several documents out in one call (four times as fast as one by one); `folder` takes the PDF files.

    Raises:
        ToolMissing: LibreOffice is not installed.
        FileNotWritten: LibreOffice failed or took longer than `timeout_s` seconds.

    """
    program = find_soffice()
    if program is None:
        raise ToolMissing(TOOL)
    with tempfile.TemporaryDirectory(prefix="cchc-lo-", ignore_cleanup_errors=True) as profile:
        # A profile of our own: a LibreOffice that a person has open would otherwise take the call and refuse it.
        command = [
            str(program),
            f"-env:UserInstallation={Path(profile).as_uri()}",
            *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder)),
            *(str(document) for document in documents),
        ]
        output = _run(command, folder, timeout_s)
    made = [folder / f"{document.stem}.pdf" for document in documents]
    for path in made:
        if not path.is_file() or path.stat().st_size == 0:
            raise FileNotWritten(path, WriteRefusal.OTHER, f"{TOOL}: {output.strip()[-500:]}")
    return made


def _run(command: list[str], folder: Path, timeout_s: float) -> str:
    new_group = sys.platform != "win32"
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=new_group,
        creationflags=0 if new_group else getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        try:
            output, _ = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired as error:
            _stop(process)
            raise FileNotWritten(folder, WriteRefusal.OTHER, f"{TOOL}: {timeout_s:g} s") from error
    return output.decode(errors="replace")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with its children: the program on the path is only a starter script."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
