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

from cchc_desktop.errors.base import AppError, Cancelled
from cchc_desktop.errors.data import (
    BackupProblem,
    DatabaseAway,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseTooNew,
    ServerFault,
    UnsafeLocation,
    UnsafePlace,
)
from cchc_desktop.errors.files import (
    CatalogueProblem,
    FileInUse,
    FileNotWritten,
    FileUnreadable,
    FormProblem,
    TemplateProblem,
    ToolMissing,
    UnreadableReason,
    WorkbookProblem,
    WriteRefusal,
)
from cchc_desktop.errors.packages import DeliveryFault, DeliveryProblem, PackageFault, PackageProblem
from cchc_desktop.errors.records import Conflict, InvalidInput, NotAllowed, NotFound, UndoRefused

__all__ = [
    "AppError",
    "BackupProblem",
    "Cancelled",
    "CatalogueProblem",
    "Conflict",
    "DatabaseAway",
    "DatabaseBusy",
    "DatabaseDamaged",
    "DatabaseTooNew",
    "DeliveryFault",
    "DeliveryProblem",
    "FileInUse",
    "FileNotWritten",
    "FileUnreadable",
    "FormProblem",
    "InvalidInput",
    "NotAllowed",
    "NotFound",
    "PackageFault",
    "PackageProblem",
    "ServerFault",
    "TemplateProblem",
    "ToolMissing",
    "UndoRefused",
    "UnreadableReason",
    "UnsafeLocation",
    "UnsafePlace",
    "WorkbookProblem",
    "WriteRefusal",
]
