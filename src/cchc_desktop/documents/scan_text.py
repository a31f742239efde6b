"""Text out of a scan: a PDF's own letters where it has them, else what Tesseract reads from the picture.

Nothing read here is certain. Whoever shows it marks it as read by a machine until a person has confirmed it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cchc_desktop.documents.file_kind import foreign_kind
from cchc_desktop.documents.pdf_pages import page_count, page_text, render_page
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.domain.text import clean
from cchc_desktop.errors import FileUnreadable, ToolMissing, UnreadableReason

TOOL = "Tesseract (có gói tiếng Việt)"
LANGUAGE = "vie"
SIZE_LIMIT = 100 << 20
"""Bytes of a scan."""

PAGE_LIMIT = 60
"""Pages that are read; a plan of the province has some twenty."""

DPI = 300
"""Dots per inch of the pictures Tesseract reads; below 250 Vietnamese marks are lost."""

_SECONDS = 120
_LEAST_LETTERS = 50  # on a page, for its own text layer to be worth anything
_PICTURES = ("ảnh PNG", "ảnh JPEG", "ảnh TIFF", "ảnh BMP", "ảnh WebP")
_WINDOWS_FOLDERS = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "LocalAppData")


@dataclass(frozen=True, slots=True)
class Reader:
    """The Tesseract of this computer; `vietnamese` tells whether it can read Vietnamese."""

    program: Path | None
    vietnamese: bool


def find_reader() -> Reader:
    """Return the Tesseract on the search path, or where its Windows installer puts it."""
    program = _find_program()
    return Reader(program, program is not None and LANGUAGE in _languages(program))


def read_scan(path: Path, progress: Progress | None = None) -> tuple[str, ...]:
    """Return the lines of a scan (PDF or picture), page by page.

    Raises:
        FileUnreadable: it is neither a PDF nor a picture, is broken, or too large.
        ToolMissing: there are only pictures to read and Tesseract with Vietnamese is not installed.
        Cancelled: a person stopped it.

    """
    progress = progress or NoProgress()
    data = _data(path)
    kind = foreign_kind(data[:65536])
    if kind == "tệp PDF":
        pages = _pdf_pages(path, data, progress)
    elif kind in _PICTURES:
        progress.step(0, 1, "Đang đọc ảnh")
        pages = iter((_recognised(_reader(), path, path),))
    else:
        raise FileUnreadable(path, UnreadableReason.WRONG_KIND, kind)
    return tuple(line for page in pages for line in clean(page).split("\n"))


def _data(path: Path) -> bytes:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise FileUnreadable(path, UnreadableReason.TOO_LARGE)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileUnreadable(path, UnreadableReason.MISSING) from error
    except OSError as error:
        raise FileUnreadable(path, UnreadableReason.PERMISSION, detail=str(error)) from error
    if not data:
        raise FileUnreadable(path, UnreadableReason.EMPTY)
    return data


def _pdf_pages(path: Path, data: bytes, progress: Progress) -> Iterator[str]:
    try:
        total = page_count(data)
    except FileUnreadable as error:
        raise FileUnreadable(path, error.reason, "tệp PDF", error.detail) from error
    if total > PAGE_LIMIT:
        raise FileUnreadable(path, UnreadableReason.TOO_LARGE, "tệp PDF", f"{total} > {PAGE_LIMIT} trang")
    reader: Path | None = None
    for number in range(total):
        progress.step(number, total, f"Đang đọc trang {number + 1}/{total}")
        text = page_text(data, number)
        if len("".join(text.split())) < _LEAST_LETTERS:
            reader = reader or _reader()
            text = _page_recognised(reader, path, data, number)
        yield text


def _page_recognised(program: Path, path: Path, data: bytes, number: int) -> str:
    with tempfile.TemporaryDirectory(prefix="cchc-ocr-", ignore_cleanup_errors=True) as folder:
        picture = Path(folder) / "trang.png"
        picture.write_bytes(render_page(data, number, DPI))
        return _recognised(program, picture, path)


def _reader() -> Path:
    reader = find_reader()
    if reader.program is None or not reader.vietnamese:
        raise ToolMissing(TOOL)
    return reader.program


def _find_program() -> Path | None:
    if found := shutil.which("tesseract"):
        return Path(found)
    for variable in _WINDOWS_FOLDERS:
        if folder := os.environ.get(variable):
            for program in (
                Path(folder) / "Tesseract-OCR" / "tesseract.exe",
                Path(folder) / "Programs" / "Tesseract-OCR" / "tesseract.exe",
            ):
                if program.is_file():
                    return program
    return None


def _languages(program: Path) -> frozenset[str]:
    try:
        result = _run([str(program), "--list-langs"], 20)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset((result.stdout + b"\n" + result.stderr).decode(errors="replace").split())


def _recognised(program: Path, picture: Path, source: Path) -> str:
    try:
        result = _run([str(program), str(picture), "stdout", "-l", LANGUAGE], _SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FileUnreadable(source, UnreadableReason.BROKEN, detail=str(error)) from error
    if result.returncode:
        detail = result.stderr.decode(errors="replace").strip()[-500:]
        raise FileUnreadable(source, UnreadableReason.BROKEN, detail=detail)
    return result.stdout.decode(errors="replace")


def _run(command: list[str], seconds: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=seconds,
        check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # with more threads it fights itself for the processor
        creationflags=0 if sys.platform != "win32" else getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
