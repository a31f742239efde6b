"""Files that are read, filled and written."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from cchc_desktop.errors.base import AppError


class UnreadableReason(StrEnum):
    """Why a file given to us was refused. Each has its own remedy in `messages`."""

    MISSING = "missing"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    OLD_WORD = "old_word"
    OLD_EXCEL = "old_excel"
    WRONG_KIND = "wrong_kind"
    LOCK_FILE = "lock_file"
    TRUNCATED = "truncated"
    BROKEN = "broken"
    HOSTILE = "hostile"
    PERMISSION = "permission"
    HEIC_PICTURE = "heic_picture"
    HUGE_PICTURE = "huge_picture"
    BROKEN_PICTURE = "broken_picture"
    HUGE_EVIDENCE = "huge_evidence"
    NOT_EVIDENCE = "not_evidence"


class FileUnreadable(AppError):
    """A file that cannot be read as what it is said to be.

    Args:
        path: the file.
        reason: which of the known reasons.
        found: Vietnamese name of what the file really is, when known ("tệp PDF", "ảnh PNG").
        detail: a technical detail for the log.

    """

    def __init__(self, path: Path, reason: UnreadableReason, found: str = "", detail: str = "") -> None:
        super().__init__(str(path), reason.value, found, detail)
        self.path = path
        self.reason = reason
        self.found = found
        self.detail = detail


class FileInUse(AppError):
    """A file that another program holds open."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class WriteRefusal(StrEnum):
    """Why a place refuses to be written."""

    NO_FOLDER = "no_folder"
    READ_ONLY = "read_only"
    DISK_FULL = "disk_full"
    NAME = "name"
    OTHER = "other"


class FileNotWritten(AppError):
    """A file that could not be written; what stood there before is untouched."""

    def __init__(self, path: Path, reason: WriteRefusal, detail: str = "") -> None:
        super().__init__(str(path), reason.value, detail)
        self.path = path
        self.reason = reason
        self.detail = detail


class TemplateProblem(AppError):
    """A Word template that cannot be filled.

    Args:
        template: file name of the template.
        reason: short Vietnamese reason.
        where: the sentence or tag, when known.

    """

    def __init__(self, template: str, reason: str, where: str = "") -> None:
        super().__init__(template, reason, where)
        self.template = template
        self.reason = reason
        self.where = where


class WorkbookProblem(AppError):
    """A workbook whose content cannot be used.

    Args:
        path: the workbook.
        reason: short Vietnamese reason.
        sheet: sheet name, when known.
        cell: cell address such as "B7", when known.

    """

    def __init__(self, path: Path, reason: str, sheet: str = "", cell: str = "") -> None:
        super().__init__(str(path), reason, sheet, cell)
        self.path = path
        self.reason = reason
        self.sheet = sheet
        self.cell = cell


class FormProblem(WorkbookProblem):
    """A form of the superior that cannot be filled as it was asked; nothing was written."""


class CatalogueProblem(AppError):
    """A catalogue file that breaks its schema.

    Args:
        path: the TOML file.
        line: 1-based line, 0 when unknown.
        reason: short Vietnamese reason.

    """

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(str(path), line, reason)
        self.path = path
        self.line = line
        self.reason = reason


class ToolMissing(AppError):
    """A helper program is needed and not installed."""

    def __init__(self, tool: str) -> None:
        super().__init__(tool)
        self.tool = tool
