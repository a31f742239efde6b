from __future__ import annotations

import contextlib
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cchc_desktop.domain.activity import Activity
from cchc_desktop.errors import Conflict, DatabaseBusy, DatabaseDamaged, DatabaseTooNew, FileUnreadable
from cchc_desktop.files import TEMPORARY_PREFIX
from cchc_desktop.storage import backup, checks, sessions
from cchc_desktop.storage.database import create_database, database_exists, open_database
from cchc_desktop.storage.instance import marker_of, read_marker

Make = Callable[..., Activity]


@contextlib.contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def filled(path: Path, backups: Path, make_activity: Make, number: int = 300) -> None:
    database = open_database(path, backups)
    with database.write("Đào") as uow:
        uow.activities.save_many([make_activity(note="ghi chú " * 40) for _ in range(number)])
        uow.commit()
    database.close()


def refused(path: Path, backups: Path) -> DatabaseDamaged:
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(DatabaseDamaged) as caught:
        open_database(path, backups)
    assert (path.read_bytes() if path.exists() else None) == before, "a damaged file is left as it is"
    return caught.value


def test_making_a_database_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mới" / "cchc.db"
    assert not database_exists(path)
    create_database(path)
    assert database_exists(path)
    with pytest.raises(Conflict):
        create_database(path)
    assert [p.name for p in path.parent.glob(f"{TEMPORARY_PREFIX}*")] == []
    open_database(path, tmp_path).close()


def test_a_place_without_database_is_no_database(tmp_path: Path) -> None:
    for path in (tmp_path / "cchc.db", tmp_path / "không có" / "cchc.db"):
        with pytest.raises(FileUnreadable):
            open_database(path, tmp_path)
        assert not path.exists()


def test_a_lost_file_is_never_made_anew(database_file: Path, backups: Path, evidence: Path) -> None:
    kept = backup.create_backup(database_file, evidence, backup.next_name(backups, backup.BackupKind.DAILY))
    database_file.unlink()
    assert database_exists(database_file)
    assert refused(database_file, backups).newest_backup == kept.path
    with pytest.raises(DatabaseDamaged):
        create_database(database_file)
    assert not database_file.exists()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", b"PK\x03\x04" + b"x" * 5000])
def test_an_emptied_or_foreign_file_is_refused(database_file: Path, backups: Path, content: bytes) -> None:
    database_file.write_bytes(content)
    assert refused(database_file, backups).newest_backup is None


def test_a_database_of_another_program_is_refused(database_file: Path, backups: Path) -> None:
    database_file.unlink()
    with raw(database_file) as connection:
        connection.execute("CREATE TABLE x (y)")
    refused(database_file, backups)


def test_a_database_of_another_computer_is_refused(database_file: Path, backups: Path, tmp_path: Path) -> None:
    other = tmp_path / "khác" / "cchc.db"
    create_database(other)
    shutil.copy(other, database_file)
    refused(database_file, backups)


def test_a_lost_marker_is_written_again(database_file: Path, backups: Path) -> None:
    known = read_marker(database_file)
    for content in (None, "{", "[]", '{"instance": 3}'):
        marker_of(database_file).unlink()
        if content is not None:
            marker_of(database_file).write_text(content)
        open_database(database_file, backups).close()
        assert read_marker(database_file) == known


def test_a_newer_database_is_left_alone(database_file: Path, backups: Path) -> None:
    with raw(database_file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = database_file.read_bytes()
    with pytest.raises(DatabaseTooNew) as caught:
        open_database(database_file, backups)
    assert caught.value.revision == "9999"
    assert database_file.read_bytes() == before


@pytest.mark.parametrize("where", ["middle", "half", "last page"])
def test_a_hole_in_the_pages_is_found(database_file: Path, backups: Path, make_activity: Make, where: str) -> None:
    filled(database_file, backups, make_activity)
    content = bytearray(database_file.read_bytes())
    if where == "middle":
        page = len(content) // 4096 // 2 * 4096
        content[page : page + 4096] = bytes(4096)
    else:
        del content[len(content) // 2 if where == "half" else -4096 :]
    database_file.write_bytes(content)
    refused(database_file, backups)


def test_a_planted_trigger_is_found(database_file: Path, backups: Path) -> None:
    with raw(database_file) as connection:
        connection.execute(
            "CREATE TRIGGER x AFTER INSERT ON activities BEGIN DELETE FROM activities WHERE seq = new.seq; END"
        )
    assert "x" in refused(database_file, backups).detail


def test_a_missing_table_is_found(database_file: Path, backups: Path) -> None:
    with raw(database_file) as connection:
        connection.execute("DROP TABLE statements")
    assert "statements" in refused(database_file, backups).detail


def test_after_a_crash_the_check_is_thorough(database_file: Path, backups: Path) -> None:
    with raw(database_file) as connection:
        connection.execute("INSERT INTO activity_counts VALUES (99, 'm', 1, 1, '2025-01-01', 'f')")
    open_database(database_file, backups).close()  # the quick check does not follow links
    mark = database_file.with_name(f".{database_file.name}.open-dead.lock")
    mark.touch()
    assert "activity_counts" in refused(database_file, backups).detail
    assert not mark.exists()


def test_wal_is_switched_off_again(database_file: Path, backups: Path) -> None:
    with raw(database_file) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    database = open_database(database_file, backups)
    with raw(database_file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    database.close()


def test_leftovers_are_swept_when_nobody_else_is_at_work(database_file: Path, backups: Path) -> None:
    leftovers = [folder / f"{TEMPORARY_PREFIX}x.db" for folder in (database_file.parent, backups)]
    for leftover in leftovers:
        leftover.touch()
    open_database(database_file, backups).close()
    assert not any(leftover.exists() for leftover in leftovers)


def test_a_clean_exit_leaves_only_the_data(database_file: Path, backups: Path) -> None:
    open_database(database_file, backups).close()
    names = {path.name for path in database_file.parent.iterdir()}
    assert names - {".cchc.db.guard.lock"} == {"cchc.db", "cchc.instance.json"}


def test_opening_waits_for_the_guard_and_names_the_trouble(
    database_file: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "GUARD_SECONDS", 0.0)
    with sessions.guard(database_file), pytest.raises(DatabaseBusy) as caught:
        open_database(database_file, backups)
    assert caught.value.holder
    open_database(database_file, backups).close()


def test_connecting_never_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        checks.connect(tmp_path / "không có ? # %.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these in names")
def test_odd_letters_in_the_path(tmp_path: Path) -> None:
    path = tmp_path / "Nguyễn Đức [1] 100% ?#" / "dữ liệu.db"
    create_database(path)
    first = open_database(path, tmp_path)
    second = open_database(path, tmp_path)
    assert sessions.look_around(path) == (0, False)
    first.close()
    second.close()
