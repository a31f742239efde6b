from __future__ import annotations

import json
import os
import random
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cchc_desktop.domain.activity import Activity
from cchc_desktop.errors import AppError, BackupProblem, DatabaseTooNew, FileInUse
from cchc_desktop.storage import archive, backup, backup_names
from cchc_desktop.storage.backup import BackupKind
from cchc_desktop.storage.database import Database, open_database

Make = Callable[..., Activity]


@pytest.fixture
def made(database: Database, make_activity: Make, plan: Any, evidence: Path, backups: Path) -> backup.BackupInfo:
    """A backup of a database with two activities, one of them in the bin, a plan and two evidence files."""
    with database.write("Đào") as uow:
        _, gone = uow.activities.save_many([make_activity(), make_activity()])
        uow.activities.bin([gone.id])
        uow.plans.save(plan)
        uow.commit()
    return backup.create_backup(database.path, evidence, backup.next_name(backups, BackupKind.DAILY))


def rewritten(path: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Path:
    """A copy of a backup whose members and manifest went through `change`."""
    with zipfile.ZipFile(path) as source:
        members = {name: source.read(name) for name in source.namelist() if name != archive.MANIFEST}
        manifest = json.loads(source.read(archive.MANIFEST))
    change(members, manifest)
    target = path.with_name("altered.cchc-backup")
    with zipfile.ZipFile(target, "w") as made:
        for name, data in members.items():
            made.writestr(name, data)
        made.writestr(archive.MANIFEST, json.dumps(manifest))
    return target


def test_a_backup_says_what_is_in_it(made: backup.BackupInfo, backups: Path) -> None:
    assert backup.verify_backup(made.path) == made
    assert backup.list_backups(backups) == (made,)
    assert (made.kind, made.activities, made.plans) == (BackupKind.DAILY, 1, 1)
    assert made.size == made.path.stat().st_size
    assert [path.name for path in backups.iterdir()] == [made.path.name]
    with zipfile.ZipFile(made.path) as found:
        assert found.namelist() == [
            "database.db",
            "evidence/2025/ảnh chụp.jpg",
            "evidence/bien-ban.pdf",
            "manifest.json",
        ]


def test_a_backup_is_taken_between_two_commits(database: Database, make_activity: Make, backups: Path) -> None:
    with database.write("Đào") as uow:
        uow.activities.save(make_activity())
        inside = backup.create_backup(database.path, None, backups / "trong lúc ghi.cchc-backup")
        uow.commit()
    assert (inside.activities, inside.kind) == (0, BackupKind.MANUAL)
    assert backup.create_backup(database.path, None, inside.path).activities == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda members, manifest: members.update({"evidence/bien-ban.pdf": b"%PDF-1.6"}),
        lambda members, manifest: members.update({"evidence/them.pdf": b""}),
        lambda members, manifest: members.pop("evidence/bien-ban.pdf"),
        lambda members, manifest: members.pop("database.db"),
        lambda members, manifest: members.update({"database.db": members["database.db"][:-4096]}),
        lambda members, manifest: manifest.update(activities=7),
        lambda members, manifest: manifest.update(format=2),
        lambda members, manifest: manifest.update(members=3),
        lambda members, manifest: manifest.update(kind="khác"),
        lambda members, manifest: manifest.clear(),
        lambda members, manifest: manifest["members"].reverse(),
    ],
)
def test_an_altered_backup_is_refused(
    made: backup.BackupInfo, change: Callable[[dict[str, bytes], dict[str, Any]], None]
) -> None:
    with pytest.raises(BackupProblem):
        backup.verify_backup(rewritten(made.path, change))


def test_a_byte_flipped_anywhere_is_found(made: backup.BackupInfo) -> None:
    content = made.path.read_bytes()
    altered = made.path.with_name("altered.cchc-backup")
    with zipfile.ZipFile(made.path) as found:
        info = found.getinfo("database.db")
    chosen = random.Random(7)
    start = info.header_offset + 60
    for place in [chosen.randrange(start, start + info.compress_size - 60) for _ in range(12)]:
        altered.write_bytes(content[:place] + bytes([content[place] ^ 0x40]) + content[place + 1 :])
        with pytest.raises(BackupProblem):
            backup.verify_backup(altered)
    for size in (0, 10, len(content) // 2, len(content) - 5):
        altered.write_bytes(content[:size])
        with pytest.raises(BackupProblem):
            backup.verify_backup(altered)


def test_a_digest_that_fits_does_not_hide_a_planted_trigger(made: backup.BackupInfo, tmp_path: Path) -> None:
    def plant(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        file = tmp_path / "planted.db"
        file.write_bytes(members["database.db"])
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("CREATE TRIGGER x AFTER INSERT ON activities BEGIN DELETE FROM plans; END")
        members["database.db"] = file.read_bytes()
        _sign(members, manifest)

    with pytest.raises(BackupProblem):
        backup.verify_backup(rewritten(made.path, plant))


def _sign(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    import hashlib

    manifest["members"] = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in members.items()
    ]


@pytest.mark.parametrize(
    "name",
    [
        "evidence/../../evil",
        "evidence//etc/passwd",
        "/etc/passwd",
        "evidence/C:/x",
        "evidence/a\\b",
        "evidence/",
        "evidence/./x",
        "evidence/con ",
        "other/x",
        "x",
    ],
)
def test_a_hostile_name_is_refused(made: backup.BackupInfo, name: str) -> None:
    def add(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        members[name] = b"x"
        _sign(members, manifest)

    hostile = rewritten(made.path, add)
    with pytest.raises(BackupProblem):
        backup.verify_backup(hostile)


def test_names_that_differ_only_in_case_are_refused(made: backup.BackupInfo) -> None:
    def add(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        members["evidence/BIEN-ban.pdf"] = b"x"
        _sign(members, manifest)

    with pytest.raises(BackupProblem):
        backup.verify_backup(rewritten(made.path, add))


def test_a_link_in_a_zip_is_refused(made: backup.BackupInfo) -> None:
    target = made.path.with_name("link.cchc-backup")
    with zipfile.ZipFile(made.path) as source, zipfile.ZipFile(target, "w") as written:
        for info in source.infolist():
            data = source.read(info)
            if info.filename.endswith(".pdf"):
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            written.writestr(info, data)
    with pytest.raises(BackupProblem):
        backup.verify_backup(target)


def test_a_bomb_is_refused_before_it_is_unpacked(
    made: backup.BackupInfo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(archive, "_MEMBER_LIMIT", 1000)
    monkeypatch.setattr(archive, "_copy", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(BackupProblem):
        backup.verify_backup(made.path)


def test_what_is_no_backup_is_said_so(tmp_path: Path, made: backup.BackupInfo, backups: Path) -> None:
    other = backups / "x.cchc-backup"
    for content in (b"", b"PK\x05\x06" + bytes(18), b"hello"):
        other.write_bytes(content)
        with pytest.raises(BackupProblem):
            backup.verify_backup(other)
    with pytest.raises(BackupProblem):
        backup.verify_backup(tmp_path / "không có")
    assert backup.list_backups(backups) == (made,)


def test_a_backup_of_a_later_version_is_not_guessed_at(made: backup.BackupInfo) -> None:
    newer = rewritten(made.path, lambda members, manifest: manifest.update(revision="9999"))
    with pytest.raises(DatabaseTooNew):
        backup.verify_backup(newer)


def test_a_failure_leaves_the_older_backup(
    made: backup.BackupInfo, database: Database, evidence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for module, name, error in (
        (archive, "pack", BackupProblem),
        (os, "fsync", BackupProblem),
        (archive, "check_members", BackupProblem),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, full)
            with pytest.raises(error):
                backup.create_backup(database.path, evidence, made.path)
        assert made.path.read_bytes() == before
        assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]
        assert not list(database.path.parent.glob("~tmp-*"))


def test_a_damaged_database_is_not_backed_up(database_file: Path, backups: Path, evidence: Path) -> None:
    content = bytearray(database_file.read_bytes())
    content[4096 * 3 : 4096 * 4] = bytes(4096)
    database_file.write_bytes(content)
    with pytest.raises(AppError):
        backup.create_backup(database_file, evidence, backups / "x.cchc-backup")
    assert list(backups.iterdir()) == []


def test_a_target_in_use_is_named(
    database: Database, evidence: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(source: Path, target: Path) -> None:
        raise FileInUse(target)

    monkeypatch.setattr(backup, "replace_file", held)
    with pytest.raises(FileInUse):
        backup.create_backup(database.path, evidence, backups / "x.cchc-backup")
    assert list(backups.iterdir()) == []


def test_names_go_on_counting_whatever_the_clock_says(backups: Path) -> None:
    first = backup.next_name(backups, BackupKind.DAILY, datetime(2030, 1, 1, 8))
    first.touch()
    second = backup.next_name(backups, BackupKind.BEFORE_IMPORT, datetime(2020, 1, 1, 8))
    assert first.name == "cchc-000001-20300101-080000-daily.cchc-backup"
    assert second.name == "cchc-000002-20200101-080000-before-import.cchc-backup"
    second.touch()
    assert [name.path for name in backup_names.named(backups)] == [second, first]
    assert backup_names.kind_of(second) is BackupKind.BEFORE_IMPORT
    assert backup_names.kind_of(Path("cchc-000002-20200101-080000-else.cchc-backup")) is BackupKind.MANUAL


def test_a_list_goes_by_number_not_by_the_clock(
    database_file: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        day = 5

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2025, 1, cls.day, 8)

    monkeypatch.setattr(backup, "datetime", Clock)
    made = [backup.create_backup(database_file, None, backup.next_name(backups, BackupKind.DAILY))]
    Clock.day = 3  # set back
    made.append(backup.create_backup(database_file, None, backup.next_name(backups, BackupKind.DAILY)))
    Clock.day = 9
    own = backup.create_backup(database_file, None, backups / "của tôi.cchc-backup")
    assert backup.list_backups(backups) == (own, made[1], made[0])
    assert backup.newest_sound(backups) == own.path
    own.path.write_bytes(own.path.read_bytes()[:-1])
    assert backup.newest_sound(backups) == made[1].path


def test_thinning_keeps_days_weeks_and_months(backups: Path) -> None:
    start = datetime(2024, 1, 1, 8)
    for day in range(500):
        for kind in (BackupKind.DAILY, BackupKind.MANUAL) if day % 40 == 0 else (BackupKind.DAILY,):
            backup.next_name(backups, kind, start + timedelta(days=day)).touch()
            backup.thin(backups)
    chosen = backups / "của tôi.cchc-backup"
    chosen.touch()
    assert backup.thin(backups) == ()
    names = backup_names.named(backups)
    daily = [datetime.strptime(name.made, "%Y%m%d-%H%M%S") for name in names if name.kind is BackupKind.DAILY]
    last = start + timedelta(days=499)
    assert daily[:7] == [last - timedelta(days=n) for n in range(7)]
    assert len({f"{day:%G-%V}" for day in daily}) >= 4
    assert len({f"{day:%Y%m}" for day in daily}) == 12
    assert len(daily) <= 7 + 4 + 12
    assert len([name for name in names if name.kind is BackupKind.MANUAL]) == 10
    assert chosen.exists()


def test_the_window_goes_on_after_a_backup(database: Database, made: backup.BackupInfo, backups: Path) -> None:
    second = open_database(database.path, backups)
    with second.read() as uow:
        assert len(uow.plans.rows()) == 1
    second.close()
