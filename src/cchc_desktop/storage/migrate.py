"""Bringing a database file to the newest schema: the whole way in one transaction, or not at all.

The only module that imports Alembic, and only when something is due.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from cchc_desktop.errors import DatabaseDamaged
from cchc_desktop.storage import checks, schema
from cchc_desktop.storage.trouble import translated

SCRIPTS = "cchc_desktop.storage:migrations"


def upgrade(path: Path) -> None:
    """Run the due migrations on a database file that nobody else has open.

    Foreign keys are off: a table that is made anew would take its ON DELETE CASCADE children with it. In return
    the rows of every table are counted before and after, and every foreign key is followed before the commit.

    Raises:
        DatabaseDamaged: a migration would lose rows or break a link; nothing was changed.
        DatabaseBusy: another process holds the database.
        FileNotWritten: disk full, read-only.

    """

    def connect() -> sqlite3.Connection:
        connection = checks.connect(path)
        connection.execute("PRAGMA foreign_keys=OFF")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", _begin_exclusive)
    with translated(path), engine.connect() as connection, connection.begin():
        before = _counts(connection)
        run_migrations(connection)
        _compare(path, connection, before)
    engine.dispose()


def run_migrations(connection: Connection) -> None:
    """Run the due migrations in the transaction of a connection, on either engine."""
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, schema.HEAD)


def _begin_exclusive(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN EXCLUSIVE")


def _counts(connection: Connection) -> dict[str, int]:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
        f" AND substr(name, 1, {len(schema.SEARCH_TABLES)}) <> '{schema.SEARCH_TABLES}'"
    ).scalars()
    return {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in names.all()}


def _compare(path: Path, connection: Connection, before: dict[str, int]) -> None:
    after = _counts(connection)
    for name, rows in before.items():
        if name in after and after[name] != rows:
            raise DatabaseDamaged(path, f"nâng cấp làm đổi số dòng của bảng {name}: {rows} thành {after[name]}")
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise DatabaseDamaged(path, f"nâng cấp làm hỏng liên kết của bảng {broken[0]}")
