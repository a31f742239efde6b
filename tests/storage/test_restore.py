from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cchc_desktop.domain.activity import Activity
from cchc_desktop.errors import AppError, BackupProblem, DatabaseBusy, FileInUse
from cchc_desktop.storage import backup, creation, instance, restore
from cchc_desktop.storage.backup import BackupKind
from cchc_desktop.storage.database import Database, open_database
from cchc_desktop.storage.instance import read_marker

Make = Callable[..., Activity]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def titles(database: Database) -> list[str]:
    with database.read() as uow:
        return [row.title for row in uow.plans.rows()]


@pytest.fixture
def old(database: Database, plan: Any, evidence: Path, backups: Path) -> backup.BackupInfo:
    """A backup of "cũ"; since then the plan was renamed "mới" and the evidence changed."""
    with database.write("Đào") as uow:
        saved = uow.plans.save(replace(plan, title="cũ"))
        uow.commit()
    made = backup.create_backup(database.path, evidence, backup.next_name(backups, BackupKind.MANUAL))
    with database.write("Đào") as uow:
        uow.plans.save(replace(saved, title="mới"))
        uow.commit()
    (evidence / "bien-ban.pdf").unlink()
    (evidence / "them.txt").write_text("thêm")
    return made


@pytest.fixture
def old_tree(evidence: Path) -> dict[str, bytes]:
    return tree(evidence)


def test_restoring_brings_back_database_and_evidence(
    database: Database, old_tree: dict[str, bytes], old: backup.BackupInfo, evidence: Path, backups: Path
) -> None:
    new_tree = tree(evidence)
    safety = restore.restore_backup(old.path, database.path, evidence, backups)
    assert titles(database) == ["cũ"], "the open window goes on with what was restored"
    assert tree(evidence) == old_tree
    assert safety.kind is BackupKind.BEFORE_RESTORE
    restore.restore_backup(safety.path, database.path, evidence, backups)
    assert titles(database) == ["mới"]
    assert tree(evidence) == new_tree
    assert not [path.name for path in database.path.parent.iterdir() if "restor" in path.name or "repl" in path.name]


def test_our_own_window_lets_go_of_the_file_first(
    database: Database, old: backup.BackupInfo, evidence: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that anybody has open."""
    real = restore.replace_file

    def replace_file(source: Path, target: Path) -> None:
        assert database._engine.pool.status().startswith("Pool size: 2  Connections in pool: 0")
        real(source, target)

    assert titles(database) == ["mới"]
    monkeypatch.setattr(restore, "replace_file", replace_file)
    restore.restore_backup(old.path, database.path, evidence, backups)
    assert titles(database) == ["cũ"]


def test_a_damaged_backup_touches_nothing(
    database: Database, old: backup.BackupInfo, evidence: Path, backups: Path
) -> None:
    content = old.path.read_bytes()
    old.path.write_bytes(content[: len(content) // 2])
    before = tree(database.path.parent)
    with pytest.raises(BackupProblem):
        restore.restore_backup(old.path, database.path, evidence, backups)
    assert {**tree(database.path.parent), ".cchc.db.guard.lock": b""} == {**before, ".cchc.db.guard.lock": b""}
    assert titles(database) == ["mới"]


@pytest.mark.parametrize("content", [None, b"", b"junk" * 5000])
def test_a_lost_or_damaged_database_is_restored_and_its_remains_are_kept(
    database: Database, old: backup.BackupInfo, evidence: Path, backups: Path, content: bytes | None
) -> None:
    path = database.path
    database.close()
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    assert restore.restore_backup(old.path, path, evidence, backups) == old
    opened = open_database(path, backups)
    assert titles(opened) == ["cũ"]
    opened.close()
    assert [kept.read_bytes() for kept in path.parent.glob("*.damaged-*")] == ([] if content is None else [content])


def test_a_journal_of_the_old_database_is_not_played_into_the_new(
    database: Database, old: backup.BackupInfo, evidence: Path, backups: Path
) -> None:
    path = database.path
    database.close()
    path.write_bytes(b"")
    journal = path.with_name("cchc.db-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(5000))
    restore.restore_backup(old.path, path, evidence, backups)
    assert not journal.exists()
    opened = open_database(path, backups)
    assert titles(opened) == ["cũ"]
    opened.close()


def test_a_backup_of_another_computer_brings_its_identity(
    old: backup.BackupInfo, tmp_path: Path, backups: Path
) -> None:
    path = tmp_path / "máy mới" / "cchc.db"
    creation.create_database(path)
    before = read_marker(path)
    restore.restore_backup(old.path, path, path.parent / "evidence", backups)
    assert read_marker(path) != before
    opened = open_database(path, backups)
    assert titles(opened) == ["cũ"]
    opened.close()
    assert (path.parent / "evidence" / "bien-ban.pdf").exists()


def test_an_empty_place_can_be_restored_into(old: backup.BackupInfo, tmp_path: Path, backups: Path) -> None:
    path = tmp_path / "trống" / "cchc.db"
    restore.restore_backup(old.path, path, path.parent / "evidence", backups)
    opened = open_database(path, backups)
    assert titles(opened) == ["cũ"]
    opened.close()


def test_another_open_window_forbids_it(
    database: Database, old: backup.BackupInfo, evidence: Path, backups: Path
) -> None:
    code = f"""
from pathlib import Path
from cchc_desktop.storage.database import open_database
opened = open_database(Path({str(database.path)!r}), Path({str(backups)!r}))
print("open", flush=True)
input()
opened.close()
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"open"
        with pytest.raises(DatabaseBusy):
            restore.restore_backup(old.path, database.path, evidence, backups)
        other.communicate(b"\n")
    assert titles(database) == ["mới"]
    restore.restore_backup(old.path, database.path, evidence, backups)
    assert titles(database) == ["cũ"]


class PowerCut(BaseException):
    pass


def at_step(monkeypatch: pytest.MonkeyPatch, number: int, trouble: BaseException) -> list[str]:
    """Make the `number`-th step of putting things in place fail; the list names the steps that were begun."""
    steps: list[str] = []

    def guard(module: Any, name: str) -> None:
        real = getattr(module, name)

        def step(*arguments: Any, **named: Any) -> Any:
            if name == "rename" and "evidence" not in arguments[0].name:
                return real(*arguments, **named)
            steps.append(name)
            if len(steps) == number:
                raise trouble
            return real(*arguments, **named)

        monkeypatch.setattr(module, name, step)

    guard(Path, "rename")
    guard(restore, "replace_file")
    guard(instance, "write_marker")
    return steps


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_restore_cut_off_is_finished_at_the_next_start(
    database: Database,
    old_tree: dict[str, bytes],
    old: backup.BackupInfo,
    evidence: Path,
    backups: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    with monkeypatch.context() as patched:
        steps = at_step(patched, number, PowerCut())
        with pytest.raises(PowerCut):
            restore.restore_backup(old.path, database.path, evidence, backups)
    assert steps == ["rename", "rename", "replace_file", "write_marker"][:number]
    database.close()
    opened = open_database(database.path, backups, evidence=evidence)
    assert titles(opened) == ["cũ"]
    opened.close()
    assert tree(evidence) == old_tree
    assert not [path.name for path in evidence.parent.iterdir() if "restor" in path.name or "repl" in path.name]


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        (PermissionError(errno.EACCES, "open in Word"), FileInUse),
        (FileInUse(Path("x")), FileInUse),
        (OSError(errno.EIO, "disk"), BackupProblem),
    ],
)
def test_a_restore_refused_leaves_everything_as_it_was(
    database: Database,
    old: backup.BackupInfo,
    evidence: Path,
    backups: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    trouble: Exception,
    expected: type[AppError],
) -> None:
    before = tree(evidence)
    with monkeypatch.context() as patched:
        at_step(patched, number, trouble)
        with pytest.raises(expected):
            restore.restore_backup(old.path, database.path, evidence, backups)
    assert titles(database) == ["mới"]
    assert tree(evidence) == before
    assert not [path.name for path in evidence.parent.iterdir() if "restor" in path.name or "repl" in path.name]


def test_a_full_disk_while_unpacking_leaves_everything_as_it_was(
    database: Database, old: backup.BackupInfo, evidence: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise BackupProblem(old.path, "ổ đĩa đã đầy")

    before = tree(evidence)
    monkeypatch.setattr(restore.archive, "unpack_evidence", full)
    with pytest.raises(BackupProblem):
        restore.restore_backup(old.path, database.path, evidence, backups)
    assert titles(database) == ["mới"]
    assert tree(evidence) == before
    assert not list(database.path.parent.glob("*restor*"))
