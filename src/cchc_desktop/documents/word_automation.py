"""Microsoft Word as a converter on Windows, driven through PowerShell: no library is needed for that.

Word is started anew and hidden, with macros forbidden, and ended with its process number when it hangs; a Word
that a person has open is not touched. Written after Microsoft's documentation; see docs/templates.md for what
was tried.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from pathlib import Path

from cchc_desktop.documents.outside_program import run
from cchc_desktop.domain.progress import Progress
from cchc_desktop.errors import FileNotWritten, WriteRefusal

TOOL = "Microsoft Word"
"""What the program is called in messages."""

PDF, DOCX = 17, 16
"""Word's numbers of file formats: wdFormatPDF and wdFormatDocumentDefault."""

# Paths come in variables, never in the text of the script: a name may hold quotes and "$".
_SCRIPT = """
$ErrorActionPreference = 'Stop'
$before = @(Get-Process WINWORD -ErrorAction SilentlyContinue | ForEach-Object { $_.Id })
$word = New-Object -ComObject Word.Application
$mine = @(Get-Process WINWORD -ErrorAction SilentlyContinue | Where-Object { $before -notcontains $_.Id })
if ($mine.Count -eq 1) { Set-Content -LiteralPath $env:CCHC_PID -Value $mine[0].Id }
try {
    $word.Visible = $false
    $word.DisplayAlerts = 0
    $word.AutomationSecurity = 3
    $document = $word.Documents.Open($env:CCHC_SOURCE, $false, $true, $false)
    try {
        if ($env:CCHC_FORMAT -eq '17') { $document.ExportAsFixedFormat($env:CCHC_TARGET, 17) }
        else { $document.SaveAs2($env:CCHC_TARGET, 16) }
    } finally { $document.Close(0) }
} finally { $word.Quit(0) }
"""


def word_installed() -> bool:
    """Tell whether Word can be started as a server (Windows only)."""
    found = False
    if sys.platform == "win32":
        import winreg

        with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, r"Word.Application\CLSID"):
            found = shutil.which("powershell") is not None
    return found


def convert_in_word(
    source: Path, target: Path, file_format: int, timeout_s: float, progress: Progress | None = None, note: str = ""
) -> None:
    """Let Word open `source` read-only and write `target` as `PDF` or `DOCX`.

    Raises:
        FileNotWritten: Word failed or took longer than `timeout_s` seconds.
        Cancelled: a person stopped it.

    """
    number = target.with_suffix(".pid")
    command = ["powershell", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-Command", _SCRIPT]
    variables = {
        "CCHC_SOURCE": str(source),
        "CCHC_TARGET": str(target),
        "CCHC_FORMAT": str(file_format),
        "CCHC_PID": str(number),
    }
    done = False
    try:
        code, output = run(command, target, timeout_s, progress, note, variables)
        done = code == 0
    finally:
        if not done:
            _end_word(number)
    if not done or not target.is_file() or target.stat().st_size == 0:
        raise FileNotWritten(target, WriteRefusal.OTHER, f"{TOOL}: {output.strip()[-500:]}")


def _end_word(number: Path) -> None:
    """End the Word this call started, and only that one: it is not a child of PowerShell."""
    with contextlib.suppress(OSError, ValueError, subprocess.SubprocessError):
        process = int(number.read_text(encoding="utf-8-sig").strip())
        subprocess.run(["taskkill", "/PID", str(process), "/F"], check=False, capture_output=True, timeout=20)
