"""Looking at a database file before it is used. Standard library only: backups and start-up share it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cchc_desktop.storage import schema

_HEADER = b"SQLite format 3\x00"


class Damage(Exception):
    """A database file does not pass a check; the message names it."""


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """What a sound database file says of itself."""

    revision: str
    instance: str
    activities: int
    plans: int
    search_sound: bool = True


@contextlib.contextmanager
def connected(path: Path, mode: str = "rw") -> Iterator[sqlite3.Connection]:
    """Open a database that exists, never create one; `mode` is "ro" or "rw"."""
    connection = connect(path, mode)
    try:
        yield connection
    finally:
        connection.close()


def connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """Return a connection to a database that exists, with the settings of reliability: nothing is ever created."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=5,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        configure(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def configure(connection: sqlite3.Connection) -> None:
    """Set what SQLite forgets between connections.

    A rollback journal, because clerks copy the one file; EXTRA, because a saved row must survive a power cut.
    """
    connection.execute("PRAGMA busy_timeout=5000")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cache_size=-24576")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=EXTRA")


def check_outside(path: Path) -> None:
    """Check size, header and application id, without letting SQLite touch the file.

    Raises:
        Damage: empty, cut off, or no database of ours.
        OSError: the file cannot be read.

    """
    with path.open("rb") as stream:
        head = stream.read(100)
    if not head:
        raise Damage("tệp rỗng")
    if not head.startswith(_HEADER) or len(head) < 100:
        raise Damage("không phải tệp SQLite")
    if int.from_bytes(head[68:72], "big") != schema.APPLICATION_ID:
        raise Damage("không phải dữ liệu của chương trình này")


def read_revision(connection: sqlite3.Connection) -> str:
    """Return the schema revision of a database.

    Raises:
        Damage: there is none.

    """
    try:
        rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR:
            raise
        raise Damage("thiếu bảng phiên bản") from error
    if len(rows) != 1 or not isinstance(rows[0][0], str):
        raise Damage("phiên bản không rõ")
    return rows[0][0]


def check_inside(connection: sqlite3.Connection, thorough: bool) -> DatabaseFacts:
    """Check pages, tables and planted programs; return what the database says of itself.

    Args:
        connection: to the database.
        thorough: also compare indexes with tables and follow every foreign key.

    Raises:
        Damage: a check fails.
        sqlite3.Error: the file is malformed, or an operational trouble.

    """
    check = "integrity_check" if thorough else "quick_check"
    verdicts = [str(verdict) for (verdict,) in connection.execute(f"PRAGMA {check}(100)") if verdict != "ok"]
    # SQLite 3.44 and later look into the search index too, which is made anew from the rest: no reason to stop.
    for verdict in verdicts:
        if schema.SEARCH_TABLES not in verdict:
            raise Damage(verdict)
    if thorough and (row := connection.execute("PRAGMA foreign_key_check").fetchone()):
        raise Damage(f"liên kết hỏng trong bảng {row[0]}")
    revision = read_revision(connection)
    _check_schema(connection, revision)
    return DatabaseFacts(
        revision,
        _instance(connection),
        _count(connection, "SELECT count(*) FROM activities WHERE deleted_at = ''"),
        _count(connection, "SELECT count(*) FROM plans WHERE deleted_at = ''"),
        search_sound=not verdicts,
    )


def _check_schema(connection: sqlite3.Connection, revision: str) -> None:
    objects = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
    # A trigger or view of a stranger runs inside our statements while every page looks sound; we make none.
    planted = [name for kind, name in objects if kind in ("trigger", "view")]
    if planted:
        raise Damage(f"có thành phần lạ: {planted[0]}")
    missing = schema.TABLES - {name for kind, name in objects if kind == "table"}
    if revision == schema.HEAD and missing:
        raise Damage(f"thiếu bảng {min(missing)}")


def _instance(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (schema.INSTANCE_KEY,)).fetchone()
    if row is None:
        raise Damage("thiếu mã nhận dạng")
    return str(row[0])


def _count(connection: sqlite3.Connection, statement: str) -> int:
    return int(connection.execute(statement).fetchone()[0])
