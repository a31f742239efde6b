"""Files of Word 97-2003 (.doc), read through Word or LibreOffice where one of them is installed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from cchc_desktop.documents import libreoffice, word_automation
from cchc_desktop.documents.office_file import OfficeKind, check_office_data, read_office_file
from cchc_desktop.domain.progress import Progress
from cchc_desktop.errors import FileNotWritten, FileUnreadable, UnreadableReason

TIMEOUT_S = 90.0
"""Seconds a conversion may take."""


def read_word_file(path: Path, progress: Progress | None = None) -> tuple[bytes, str]:
    """Return the bytes of a whole and harmless .docx, and what converted it to one ("" when it was one already).

    Raises:
        FileUnreadable: no Word file that can be read; `OLD_WORD` when it is a .doc and nothing here converts it.
        FileInUse: Windows keeps the file from being read.
        Cancelled: a person stopped the conversion.

    """
    try:
        return read_office_file(path, OfficeKind.WORD), ""
    except FileUnreadable as error:
        if error.reason is not UnreadableReason.OLD_WORD:
            raise
        return _converted(path, error, progress)


def _converted(path: Path, refusal: FileUnreadable, progress: Progress | None) -> tuple[bytes, str]:
    program = libreoffice.find_soffice()
    in_word = word_automation.word_installed()
    if program is None and not in_word:
        raise refusal
    with tempfile.TemporaryDirectory(prefix="cchc-doc-", ignore_cleanup_errors=True) as name:
        # A copy under a plain name: the original may lie on a stick, and its name may be what its ending is not.
        source = Path(name) / "van-ban.doc"
        shutil.copyfile(path, source)
        try:
            if program is None:
                tool, made = word_automation.TOOL, Path(name) / "van-ban.docx"
                note = f"Đang đọc tệp .doc bằng {tool}"
                word_automation.convert_in_word(source, made, word_automation.DOCX, TIMEOUT_S, progress, note)
            else:
                tool = libreoffice.TOOL
                note = f"Đang đọc tệp .doc bằng {tool}"
                made = libreoffice.convert(program, [source], "docx", Path(name), TIMEOUT_S, progress, note)[0]
        except FileNotWritten as error:
            raise FileUnreadable(path, UnreadableReason.BROKEN, detail=error.detail) from error
        data = made.read_bytes()
    check_office_data(data, OfficeKind.WORD, path)
    return data, tool
