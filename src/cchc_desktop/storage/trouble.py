"""The border of the room: errors of SQLite become ours here."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from cchc_desktop.errors import AppError, DatabaseBusy, DatabaseDamaged, FileNotWritten, WriteRefusal


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the expected errors of SQLite about a database into `AppError`; others pass, they are bugs.

    Raises:
        DatabaseBusy: another process holds the database.
        DatabaseDamaged: SQLite finds the file malformed, and its drive still answers.
        FileNotWritten: disk full, read-only, or the drive is gone.

    """
    try:
        yield
    except DBAPIError as error:
        cause = error.orig
        found = translate(path, cause) if isinstance(cause, sqlite3.Error) else None
        if found is None:
            raise
        raise found from error
    except sqlite3.Error as error:
        found = translate(path, error)
        if found is None:
            raise
        raise found from error


def translate(path: Path, error: sqlite3.Error) -> AppError | None:
    """Return our error for one of SQLite's; None when it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseBusy(path)
        case sqlite3.SQLITE_FULL:
            return FileNotWritten(path, WriteRefusal.DISK_FULL, str(error))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return FileNotWritten(path, WriteRefusal.READ_ONLY, str(error))
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            # A stick that was pulled out also makes SQLite say "malformed": ask the drive first.
            if not path.exists():
                return FileNotWritten(path, WriteRefusal.NO_FOLDER, str(error))
            return DatabaseDamaged(path, str(error))
        case sqlite3.SQLITE_CANTOPEN:
            missing = not path.exists()
            return FileNotWritten(path, WriteRefusal.NO_FOLDER if missing else WriteRefusal.READ_ONLY, str(error))
        case sqlite3.SQLITE_IOERR:
            return FileNotWritten(path, WriteRefusal.OTHER, str(error))
    return None
