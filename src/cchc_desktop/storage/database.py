"""Opening the database of the program, and the units of work on it."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from cchc_desktop.errors import DatabaseBusy, DatabaseDamaged, FileNotWritten
from cchc_desktop.storage import checks, sessions
from cchc_desktop.storage.creation import create_database, database_exists
from cchc_desktop.storage.startup import prepare
from cchc_desktop.storage.trouble import translated
from cchc_desktop.storage.uow import UnitOfWork

__all__ = ["Database", "LocalDatabase", "UnitOfWork", "create_database", "database_exists", "open_database"]

_log = logging.getLogger(__name__)
_KIND = "cchc_begin"


class Database(ABC):
    """An open database. Units of work may be used from any thread, one at a time in each.

    Make it with `open_database`, or with `shared.database.open_shared`.
    """

    is_shared = False
    """Whether several people work on it, each from a computer of their own."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        """The steps committed here since it was opened, oldest first."""

    @contextlib.contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """Open a unit of work that sees one state of the data and changes nothing.

        Raises:
            DatabaseBusy: another process holds the database for more than 5 seconds.
            DatabaseDamaged: the file vanished or is malformed.
            FileNotWritten: its drive does not answer.
            DatabaseAway: the server does not answer.

        """
        with self._unit(None) as uow:
            yield uow

    @contextlib.contextmanager
    def write(self, actor: str) -> Iterator[UnitOfWork]:
        """Open a unit of work for changes by `actor`. What is not committed is taken back.

        One at a time on a database: whoever reads a value here to change it is the only one who does.

        Raises:
            DatabaseBusy: another process holds the database for more than 5 seconds.
            DatabaseDamaged: the file vanished or is malformed.
            FileNotWritten: disk full, read-only, or the drive does not answer.
            DatabaseAway: the server does not answer.
            NotAllowed: the member of a shared database may not do this.

        """
        with self._unit(actor) as uow:
            yield uow

    @abstractmethod
    def release(self) -> None:
        """Let go of the connections; the next unit of work opens new ones."""

    @abstractmethod
    def close(self) -> None:
        """Close the database for good."""

    @abstractmethod
    def _unit(self, actor: str | None) -> contextlib.AbstractContextManager[UnitOfWork]:
        """Open a unit of work; without an actor it only reads."""


class LocalDatabase(Database):
    """The one file of this computer."""

    def __init__(self, path: Path, mark: sessions.Mark) -> None:
        super().__init__()
        self.path = path
        self._mark: sessions.Mark | None = mark
        self._engine = _engine(path)
        self._identity = _identity(path)
        sessions.register(self)

    def release(self) -> None:
        """Let go of the file, so that it can be replaced; the next unit of work opens it again."""
        self._engine.dispose()

    def close(self) -> None:
        """Close the database for good: the exit is clean."""
        self.release()
        if self._mark is not None:
            self._mark.clear()
            self._mark = None

    @contextlib.contextmanager
    def _unit(self, actor: str | None) -> Iterator[UnitOfWork]:
        if self._mark is None:
            raise RuntimeError("the database is closed")
        self._follow_file()
        with translated(self.path), self._engine.connect() as plain:
            pool = self._engine.pool
            connection = plain.execution_options(**{_KIND: "BEGIN" if actor is None else "BEGIN IMMEDIATE"})
            try:
                with Session(connection, autoflush=False, expire_on_commit=False) as session:
                    uow = UnitOfWork(session, actor, lambda: self._committed(uow))
                    yield uow
            finally:
                if self._engine.pool is not pool:
                    # Released meanwhile: into the old pool it would go unclosed, and keep the file open.
                    plain.detach()

    def _follow_file(self) -> None:
        """Take note of a restore that put another file in the place of ours."""
        found = _identity(self.path)
        if found is None:
            self.release()
            raise DatabaseDamaged(self.path, "không thấy tệp dữ liệu")
        if found != self._identity:
            self.release()
            self._identity = found

    def _committed(self, uow: UnitOfWork) -> None:
        self._require_file()
        self.steps += uow.audit.take_steps()

    def _require_file(self) -> None:
        """Make sure that what was just committed went into the file that lies under our name."""
        if _identity(self.path) != self._identity:
            self.release()
            raise DatabaseDamaged(self.path, "tệp dữ liệu bị xóa hoặc thay thế trong khi đang ghi")


def open_database(path: Path, backups: Path, *, evidence: Path | None = None) -> LocalDatabase:
    """Open the database after every check that can be made, migrating it when it is of an earlier schema.

    Args:
        path: the database file.
        backups: folder of the backups; the one before a migration goes there.
        evidence: folder of evidence files, which go into that backup.

    Raises:
        UnsafeLocation: the folder is on a network, removable or synchronised drive.
        FileUnreadable: there is no database, and there never was one (see `create_database`).
        DatabaseDamaged: the file is missing, empty, foreign or fails a check; it is left as it is.
        DatabaseTooNew: a later version of the program made it; it is left as it is.
        DatabaseBusy: another process migrates or restores.
        BackupProblem: the backup before a migration failed; nothing was migrated.

    """
    mark = prepare(path, backups, evidence)
    try:
        database = LocalDatabase(path, mark)
        renew_search_index(database)
        return database
    except BaseException:
        mark.clear()
        raise


def renew_search_index(database: Database) -> None:
    """Make the search index when it lacks; without one every search works too, only more slowly."""
    with database.read() as uow:
        if not uow.search_index.is_due:
            return
    try:
        with database.write("") as uow:
            uow.search_index.rebuild()
            uow.commit()
    except (DatabaseBusy, FileNotWritten) as error:
        _log.warning("the search index was not made: %s", error)


def _engine(path: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        return checks.connect(path)

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=2, max_overflow=4, pool_timeout=10
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_KIND, "BEGIN"))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
