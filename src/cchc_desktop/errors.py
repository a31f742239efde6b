"""The tree of expected trouble. Anything that is not an `AppError` is a bug of ours.

    AppError
    ├── InvalidInput        a value a person typed or a file holds breaks a rule (field → reason)
    ├── NotFound            the record asked for is not there (any more)
    ├── Conflict            the record changed, or the name or number is taken
    ├── UndoRefused         an act cannot be taken back, because something in it was changed since
    ├── FileUnreadable      a file given to us is not what it says, is locked, broken or too large
    ├── FileInUse           the file to write is open in another program
    ├── FileNotWritten      the place to write refuses (missing, read-only, disk full)
    ├── TemplateProblem     a Word template cannot be filled
    ├── WorkbookProblem     a workbook can be opened but its content cannot be used
    │   └── FormProblem     a cell of a superior's form must not be filled
    ├── CatalogueProblem    a catalogue file in resources/ breaks its schema (file and line)
    ├── DatabaseBusy        another process holds the database
    ├── DatabaseDamaged     the database fails its checks
    ├── DatabaseAway        the server of a shared database does not answer, or refuses
    ├── NotAllowed          the member of a shared database may not do this
    ├── DatabaseTooNew      a later version of the program made the database
    ├── UnsafeLocation      the data folder is on a network, removable or synchronised drive
    ├── BackupProblem       a backup cannot be made, or fails verification
    ├── PackageProblem      a report package or receipt is not whole, was altered, or is not what it says
    ├── DeliveryProblem     what was written to a stick or folder did not arrive whole
    ├── ToolMissing         a helper program (LibreOffice, Word) is needed and not installed
    └── Cancelled           a person stopped the work

Errors carry data, never sentences: `cchc_desktop.messages` holds the only table of Vietnamese texts.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path


class AppError(Exception):
    """Root of all expected trouble."""


class InvalidInput(AppError):
    """Values that break a rule.

    Args:
        problems: field name → short Vietnamese reason, in the order of the form.

    """

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(problems)
        self.problems = dict(problems)


class NotFound(AppError):
    """A record that does not exist.

    Args:
        what: Vietnamese noun of the record ("kế hoạch", "hoạt động").
        key: what it was looked up by.

    """

    def __init__(self, what: str, key: str) -> None:
        super().__init__(what, key)
        self.what = what
        self.key = key


class Conflict(AppError):
    """A record that changed meanwhile or a value that is already taken.

    Args:
        what: Vietnamese noun of the record.
        reason: short Vietnamese reason.

    """

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(what, reason)
        self.what = what
        self.reason = reason


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


class UndoRefused(AppError):
    """An act that cannot be taken back; nothing of it was.

    Args:
        act: what it was called ("Ghi 12 hoạt động").
        reasons: what stands in the way, each a Vietnamese clause.

    """

    def __init__(self, act: str, reasons: tuple[str, ...]) -> None:
        super().__init__(act, reasons)
        self.act = act
        self.reasons = reasons


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


class DatabaseBusy(AppError):
    """Another process holds the database. `holder` names it when known."""

    def __init__(self, path: Path, holder: str = "") -> None:
        super().__init__(str(path), holder)
        self.path = path
        self.holder = holder


class DatabaseDamaged(AppError):
    """The database fails a start-up check; it is left as it is.

    Args:
        path: the database file.
        detail: which check failed.
        newest_backup: the newest verified backup, if there is one.

    """

    def __init__(self, path: Path, detail: str, newest_backup: Path | None = None) -> None:
        super().__init__(str(path), detail)
        self.path = path
        self.detail = detail
        self.newest_backup = newest_backup


class ServerFault(StrEnum):
    """Why a shared database cannot be worked with."""

    AWAY = "away"
    LOGIN = "login"
    NO_DATABASE = "no_database"
    RIGHTS = "rights"
    FULL = "full"
    OLD_SERVER = "old_server"
    ENCODING = "encoding"
    EMPTY = "empty"
    OLD_SCHEMA = "old_schema"
    FOREIGN = "foreign"
    DRIVER = "driver"


class DatabaseAway(AppError):
    """The server of a shared database does not answer, or refuses; nothing half was kept there.

    Args:
        server: what the database is called to people ("cchc trên may-chu").
        fault: which of the known faults.
        detail: a technical detail for the log.

    """

    def __init__(self, server: str, fault: ServerFault, detail: str = "") -> None:
        super().__init__(server, fault.value, detail)
        self.server = server
        self.fault = fault
        self.detail = detail


class NotAllowed(AppError):
    """What the member of a shared database may not do; nothing was changed.

    Args:
        role: Vietnamese name of the role they have.
        needed: Vietnamese name of the role that may.

    """

    def __init__(self, role: str, needed: str) -> None:
        super().__init__(role, needed)
        self.role = role
        self.needed = needed


class DatabaseTooNew(AppError):
    """A later version of the program made this database."""

    def __init__(self, path: Path, revision: str) -> None:
        super().__init__(str(path), revision)
        self.path = path
        self.revision = revision


class UnsafePlace(StrEnum):
    """Kinds of place where a database would not survive."""

    NETWORK = "network"
    REMOVABLE = "removable"
    SYNCED = "synced"


class UnsafeLocation(AppError):
    """The data folder lies where SQLite files get damaged."""

    def __init__(self, path: Path, place: UnsafePlace) -> None:
        super().__init__(str(path), place.value)
        self.path = path
        self.place = place


class BackupProblem(AppError):
    """A backup that cannot be made or does not pass verification."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(str(path), reason)
        self.path = path
        self.reason = reason


class PackageFault(StrEnum):
    """What is wrong with a package, a receipt, or their signature."""

    NOT_OURS = "not_ours"
    TOO_NEW = "too_new"
    BROKEN = "broken"
    PART_MISSING = "part_missing"
    HOSTILE = "hostile"
    TOO_LARGE = "too_large"
    ALTERED = "altered"
    MISSING = "missing"
    EXTRA = "extra"
    MANIFEST_ALTERED = "manifest_altered"
    WRONG_FACTS = "wrong_facts"
    SIGNATURE_MISSING = "signature_missing"
    SIGNATURE_WRONG = "signature_wrong"
    KEY_CHANGED = "key_changed"
    KEY_FOREIGN = "key_foreign"
    SIGNATURE_DROPPED = "signature_dropped"


class PackageProblem(AppError):
    """A package or receipt that is refused; nothing of it was taken in.

    Args:
        path: the file.
        fault: which of the known faults.
        member: which file inside it is concerned, when one is.
        reason: more in Vietnamese: what the file says of itself that cannot be, the sender's name.

    """

    def __init__(self, path: Path, fault: PackageFault, member: str = "", reason: str = "") -> None:
        super().__init__(str(path), fault.value, member, reason)
        self.path = path
        self.fault = fault
        self.member = member
        self.reason = reason


class DeliveryFault(StrEnum):
    """Why a file did not reach a stick or folder."""

    GONE = "gone"
    FULL = "full"
    READ_ONLY = "read_only"
    DIFFERS = "differs"
    FAT_LIMIT = "fat_limit"
    OTHER = "other"


class DeliveryProblem(AppError):
    """A file that did not reach its target; under its own name nothing new stands there.

    Args:
        target: the file that was to be written.
        fault: which of the known faults.
        needed: bytes needed, 0 when that is not the matter.
        free: bytes free, 0 when that is not the matter.
        detail: a technical detail for the log.

    """

    def __init__(self, target: Path, fault: DeliveryFault, needed: int = 0, free: int = 0, detail: str = "") -> None:
        super().__init__(str(target), fault.value, needed, free, detail)
        self.target = target
        self.fault = fault
        self.needed = needed
        self.free = free
        self.detail = detail


class ToolMissing(AppError):
    """A helper program is needed and not installed."""

    def __init__(self, tool: str) -> None:
        super().__init__(tool)
        self.tool = tool


class Cancelled(AppError):
    """A person stopped the work; nothing was kept of it."""
