from __future__ import annotations

import contextlib
import sqlite3
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_desktop.domain.activity import Activity
from cchc_desktop.errors import AppError, DatabaseBusy, DatabaseDamaged, FileNotWritten, WriteRefusal
from cchc_desktop.storage import checks
from cchc_desktop.storage.database import Database, open_database
from cchc_desktop.storage.trouble import translate

Make = Callable[..., Activity]


def test_nothing_is_kept_without_commit(database: Database, make_activity: Make) -> None:
    with database.write("Đào") as uow:
        saved = uow.activities.save(make_activity())
    with contextlib.suppress(ZeroDivisionError), database.write("Đào") as uow:
        uow.activities.save(make_activity())
        raise ZeroDivisionError
    with database.read() as uow:
        assert uow.activities.tallies(saved.date, saved.date) == {}
        assert uow.audit.history("activity", saved.id) == ()


def test_reading_changes_nothing(database: Database, make_activity: Make) -> None:
    with database.read() as uow:
        with pytest.raises(RuntimeError):
            uow.activities.save(make_activity())
        with pytest.raises(RuntimeError):
            uow.commit()


def test_no_increment_of_three_threads_is_lost(database: Database, make_activity: Make) -> None:
    with database.write("Đào") as uow:
        saved = uow.activities.save(make_activity(counts={"luot": Decimal(0)}))
        uow.commit()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(30):
                with database.write("Đào") as uow:
                    now = uow.activities.get(saved.id)
                    uow.activities.save(replace(now, counts={"luot": now.counts["luot"] + 1}))
                    uow.commit()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.read() as uow:
        assert uow.activities.get(saved.id).counts["luot"] == 90
        assert len(uow.audit.history("activity", saved.id)) == 91


def test_a_second_writer_is_told_who_waits(
    database: Database, database_file: Path, make_activity: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hasty(connection: sqlite3.Connection) -> None:
        usual(connection)
        connection.execute("PRAGMA busy_timeout=0")

    usual = checks.configure
    monkeypatch.setattr(checks, "configure", hasty)
    with sqlite3.connect(database_file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with database.read() as uow:
            assert uow.units.all() == ()
        with pytest.raises(DatabaseBusy), database.write("Đào") as uow:
            uow.activities.save(make_activity())
    other.close()


def test_window_and_command_line_share_the_database(
    database: Database, database_file: Path, backups: Path, make_activity: Make
) -> None:
    second = open_database(database_file, backups)
    with second.write("Lan") as uow:
        saved = uow.activities.save(make_activity())
        uow.commit()
    with database.read() as uow:
        assert uow.activities.get(saved.id) == saved
    second.close()
    with pytest.raises(RuntimeError), second.read():
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows forbids deleting an open file")
def test_a_file_deleted_under_us_is_noticed(database: Database, database_file: Path, make_activity: Make) -> None:
    with database.write("Đào") as uow:
        uow.activities.save(make_activity())
        database_file.unlink()
        with pytest.raises(DatabaseDamaged):
            uow.commit()
    with pytest.raises(DatabaseDamaged), database.read():
        pass
    assert not database_file.exists()


def test_a_unit_of_work_under_way_closes_what_was_released(database: Database) -> None:
    with database.read() as uow:
        connection = uow._session.connection().connection.driver_connection
        assert connection is not None
        database.release()
        assert uow.units.all() == ()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_the_settings_hold_on_every_connection(database: Database) -> None:
    expected = {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "cache_size": -24576,
        "trusted_schema": 0,
    }
    with database.read() as uow, database.write("Đào") as other:
        for unit in (uow, other):
            connection = unit._session.connection()
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
            assert found == expected


@pytest.mark.parametrize(
    ("code", "kind", "reason"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, DatabaseBusy, None),
        (sqlite3.SQLITE_FULL, FileNotWritten, WriteRefusal.DISK_FULL),
        (sqlite3.SQLITE_READONLY_DIRECTORY, FileNotWritten, WriteRefusal.READ_ONLY),
        (sqlite3.SQLITE_IOERR_WRITE, FileNotWritten, WriteRefusal.OTHER),
        (sqlite3.SQLITE_CORRUPT, DatabaseDamaged, None),
        (sqlite3.SQLITE_NOTADB, DatabaseDamaged, None),
    ],
)
def test_trouble_of_sqlite_becomes_ours(
    database_file: Path, code: int, kind: type[AppError], reason: WriteRefusal | None
) -> None:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    found = translate(database_file, error)
    assert type(found) is kind
    assert getattr(found, "reason", None) == reason


def test_a_drive_that_went_away_is_no_damage(tmp_path: Path) -> None:
    error = sqlite3.DatabaseError("malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    assert isinstance(translate(tmp_path / "gone" / "cchc.db", error), FileNotWritten)
    error.sqlite_errorcode = sqlite3.SQLITE_CONSTRAINT
    assert translate(tmp_path, error) is None


def test_a_full_disk_keeps_what_was_there(database: Database, make_activity: Make) -> None:
    with database.write("Đào") as uow:
        kept = uow.activities.save(make_activity())
        uow.commit()

    def fill() -> None:
        with database.write("Đào") as uow:
            connection = uow._session.connection()
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
            uow.activities.save_many([make_activity(note="x" * 2000) for _ in range(100)])
            uow.commit()

    with pytest.raises(FileNotWritten) as caught:
        fill()
    assert caught.value.reason is WriteRefusal.DISK_FULL
    database.release()
    with database.write("Đào") as uow:
        assert [a.id for a in uow.activities.in_span(kept.date, kept.date)] == [kept.id]
        uow.activities.save(make_activity())
        uow.commit()
