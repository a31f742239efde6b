"""Making a database: an explicit act, never a side effect of opening one."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from cchc_desktop.domain.ids import new_id
from cchc_desktop.errors import Conflict, DatabaseDamaged, FileNotWritten, WriteRefusal
from cchc_desktop.files import TEMPORARY_PREFIX, replace_file
from cchc_desktop.storage import instance, schema, sessions
from cchc_desktop.storage.location import refuse_unsafe
from cchc_desktop.storage.trouble import translated


def database_exists(path: Path) -> bool:
    """Tell whether a database was made here, also when its file is lost by now."""
    return path.exists() or instance.marker_of(path).exists()


def create_database(path: Path) -> None:
    """Make an empty database by running every migration; its folder is made too.

    Raises:
        UnsafeLocation: the folder is on a network, removable or synchronised drive.
        Conflict: there is a file already.
        DatabaseDamaged: there was a database, and its file is lost.
        FileNotWritten: the folder refuses.

    """
    refuse_unsafe(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritten(path, WriteRefusal.NO_FOLDER, str(error)) from error
    with sessions.guard(path):
        if path.exists():
            raise Conflict("dữ liệu", "đã có tệp dữ liệu ở nơi này")
        if instance.marker_of(path).exists():
            raise DatabaseDamaged(path, "không thấy tệp dữ liệu")
        _create(path)


def _create(path: Path) -> None:
    from cchc_desktop.storage.migrate import upgrade

    key = new_id()
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{key}.db")
    try:
        with translated(path):
            _make_file(temporary)
            upgrade(temporary)
            with contextlib.closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
                connection.execute("INSERT INTO meta VALUES (?, ?)", (schema.INSTANCE_KEY, key))
        # A journal left of a lost database would be played back into the new one.
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        replace_file(temporary, path)
        instance.write_marker(path, key)
    except OSError as error:
        raise FileNotWritten(path, WriteRefusal.OTHER, str(error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _make_file(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
