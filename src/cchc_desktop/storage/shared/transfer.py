"""All tables of one database into another, of either engine: ids and numbers kept, everything or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, create_engine, func, inspect, select, text
from sqlalchemy.pool import NullPool

from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.errors import Conflict, DatabaseDamaged
from cchc_desktop.storage import (
    checks,
    schema,
    tables_gathering,  # noqa: F401 - its tables belong to the metadata
    tables_registers,  # noqa: F401 - as above
    tables_reports,  # noqa: F401 - as above
    tables_shared,  # noqa: F401 - as above
    tables_work,  # noqa: F401 - as above
)
from cchc_desktop.storage.creation import create_database
from cchc_desktop.storage.shared.database import WRITERS, SharedDatabase
from cchc_desktop.storage.tables import Base
from cchc_desktop.storage.trouble import translated

LEFT_OUT: Final = frozenset({"meta", "members", "evidence_contents", "search_entries"})
"""What belongs to a database itself, goes as files, or is made anew from the rest."""

_BATCH = 1000


def copied_tables() -> tuple[Table, ...]:
    """Return the tables that go along, parents before children."""
    return tuple(table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT)


def send_to_server(local: Path, server: SharedDatabase, progress: Progress | None = None) -> dict[str, int]:
    """Copy a local database into a prepared server that holds nothing yet, in one transaction; return the counts.

    Raises:
        Conflict: the server holds records already.
        DatabaseAway: the server went away; nothing was kept there.
        DatabaseDamaged: the counts differ afterwards; nothing was kept.
        Cancelled: a person stopped it; nothing was kept.

    """
    source = create_engine("sqlite://", creator=lambda: checks.connect(local), poolclass=NullPool)
    with translated(local), source.connect() as here, server.connect() as there, there.begin():
        here.exec_driver_sql("BEGIN")
        there.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITERS})
        for table in copied_tables():
            if there.execute(select(func.count()).select_from(table)).scalar_one():
                raise Conflict("dữ liệu dùng chung", "trên máy chủ đã có số liệu")
        counts = _copy(here, there, Path(server.label), progress or NoProgress())
        _go_on_counting(there)
        there.execute(text("DELETE FROM meta WHERE key = :key"), {"key": schema.SEARCH_KEY})
    with server.write("") as uow:
        uow.search_index.rebuild()
        uow.commit()
    return counts


def fetch_from_server(server: SharedDatabase, local: Path, progress: Progress | None = None) -> dict[str, int]:
    """Copy what a server holds at one moment into a new local database; return the counts.

    Raises:
        Conflict: there is a file already.
        DatabaseAway: the server went away; no file is left.
        DatabaseDamaged: the counts differ; no file is left.
        Cancelled: a person stopped it; no file is left.
        FileNotWritten: the folder refuses.

    """
    create_database(local)
    target = create_engine("sqlite://", creator=lambda: checks.connect(local), poolclass=NullPool)
    try:
        with translated(local), target.connect() as here, server.connect() as there:
            snapshot = there.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with here.begin():
                here.exec_driver_sql("BEGIN IMMEDIATE")
                return _copy(snapshot, here, local, progress or NoProgress())
    except BaseException:
        local.unlink(missing_ok=True)
        raise


def _copy(source: Connection, target: Connection, where: Path, progress: Progress) -> dict[str, int]:
    tables = copied_tables()
    counts = {table.name: source.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}
    total, done = sum(counts.values()), 0
    for table in tables:
        with source.execution_options(yield_per=_BATCH).execute(select(table)) as rows:
            for batch in rows.mappings().partitions(_BATCH):
                target.execute(table.insert(), [dict(row) for row in batch])
                done += len(batch)
                progress.step(done, total, f"Đang chép số liệu: {done}/{total} dòng")
        found = target.execute(select(func.count()).select_from(table)).scalar_one()
        if found != counts[table.name]:
            raise DatabaseDamaged(where, f"bảng {table.name}: {counts[table.name]} dòng thành {found}")
    return counts


def _go_on_counting(server: Connection) -> None:
    """Let the server number new rows after those that came with their numbers."""
    inspector = inspect(server)
    for table in Base.metadata.sorted_tables:
        for column in inspector.get_columns(table.name):
            if "nextval" in str(column.get("default") or ""):
                name = column["name"]
                server.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', '{name}'), "
                        f"coalesce((SELECT max({name}) FROM {table.name}), 0) + 1, false)"
                    )
                )
