"""The database, its place and its backups."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from cchc_desktop.errors.base import AppError


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
