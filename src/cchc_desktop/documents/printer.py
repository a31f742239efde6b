"""Handing a PDF to the system's printer: the print verb of Windows, `lp` of CUPS elsewhere."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path

from cchc_desktop.documents.outside_program import run
from cchc_desktop.domain.progress import Progress
from cchc_desktop.errors import FileNotWritten, ToolMissing, WriteRefusal

NO_PRINTER = "máy in (hoặc chưa chọn máy in mặc định)"
"""What is missing when the system knows no printer."""

NO_VIEWER = "chương trình xem PDF biết in (ví dụ Adobe Acrobat Reader)"
"""What is missing when Windows has no program with a print verb for PDF files."""

_NO_ASSOCIATION = 1155  # ERROR_NO_ASSOCIATION
_NO_PRINTER_SIGNS = (
    *("no default destination", "no destinations", "scheduler is not running", "connection refused"),
    *("bad file descriptor", "unable to connect"),
)
_NOTE = "Đang gửi tới máy in"
_DEVICE = r"Software\Microsoft\Windows NT\CurrentVersion\Windows"


def print_pdf(pdf: Path, timeout_s: float, progress: Progress | None = None) -> None:
    """Send a PDF file to the default printer.

    On Windows the call returns when the viewer took the file, so the file must stay for a while.

    Raises:
        ToolMissing: there is no printer, or nothing that can print a PDF.
        FileNotWritten: the printer refuses, or took longer than `timeout_s` seconds.
        Cancelled: a person stopped it.

    """
    if sys.platform == "win32":
        _print_on_windows(pdf)
    else:
        _print_with_cups(pdf, timeout_s, progress)


def _print_with_cups(pdf: Path, timeout_s: float, progress: Progress | None) -> None:
    program = shutil.which("lp")
    if program is None:
        raise ToolMissing(NO_PRINTER)
    code, output = run([program, "--", str(pdf)], pdf, timeout_s, progress, _NOTE, {"LC_ALL": "C"})
    if code:
        if any(sign in output.casefold() for sign in _NO_PRINTER_SIGNS):
            raise ToolMissing(NO_PRINTER)
        raise FileNotWritten(pdf, WriteRefusal.OTHER, f"lp: {output.strip()[-300:]}")


def _print_on_windows(pdf: Path) -> None:
    if sys.platform == "win32":
        import winreg

        device = ""
        with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, _DEVICE) as key:
            device = str(winreg.QueryValueEx(key, "Device")[0])
        if not device.strip():
            raise ToolMissing(NO_PRINTER)
        try:
            os.startfile(pdf, "print")
        except OSError as error:
            if error.winerror == _NO_ASSOCIATION:
                raise ToolMissing(NO_VIEWER) from error
            raise FileNotWritten(pdf, WriteRefusal.OTHER, str(error)) from error
