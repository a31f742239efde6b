"""Backups: one verified file of database and evidence. See `archive` for what is in it, `restore` for the way back."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cchc_desktop import __version__
from cchc_desktop.errors import AppError, BackupProblem, DatabaseTooNew
from cchc_desktop.files import TEMPORARY_PREFIX, replace_file
from cchc_desktop.storage import archive, backup_names, checks, schema
from cchc_desktop.storage.backup_names import BackupKind, next_name
from cchc_desktop.storage.trouble import translated

__all__ = [
    "BackupInfo",
    "BackupKind",
    "create_backup",
    "list_backups",
    "newest_sound",
    "next_name",
    "thin",
    "verify_backup",
]


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A backup: where it is, when (ISO local time) and why it was made, bytes, and what is in it."""

    path: Path
    created_at: str
    kind: BackupKind
    size: int
    activities: int
    plans: int
    revision: str


def create_backup(database_file: Path, evidence: Path | None, target: Path) -> BackupInfo:
    """Back up database and evidence into the one file `target`, which appears only when it is whole and verified.

    Works while the program is at work. The kind is read from the name (see `next_name`); any other name is manual.

    Raises:
        BackupProblem: it could not be made or does not verify; what stood at `target` is untouched.
        FileInUse: `target` is open in another program.
        DatabaseBusy: another process writes for more than 5 seconds.

    """
    with _reported(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _require_space(target.parent, database_file.stat().st_size // 4, target)
    with _scratch(database_file.parent, target) as copy:
        facts = _copy_database(database_file, copy, target)
        with _reported(target):
            return _pack(copy, evidence, target, facts)


def verify_backup(path: Path) -> BackupInfo:
    """Read every byte of a backup, open its database and check it; return what is in it.

    Raises:
        BackupProblem: it is not a backup, it is altered or damaged, or its database fails a check.
        DatabaseTooNew: a later version of the program made it.

    """
    manifest = archive.check_members(path)
    with _reported(path), tempfile.TemporaryDirectory(prefix=TEMPORARY_PREFIX) as folder:
        copy = Path(folder) / archive.DATABASE
        _require_space(Path(folder), manifest.members[0].size, path)
        archive.unpack_database(path, copy)
        check_database(copy, manifest, path)
    return _info(path, manifest)


def list_backups(folder: Path) -> tuple[BackupInfo, ...]:
    """Return the backups of a folder, newest first; files that are no backups are passed over.

    Only the manifests are read. Order is by sequence number where there is one, else by time.
    """
    found: list[tuple[tuple[str, int], BackupInfo]] = []
    for path in folder.glob(f"*{backup_names.ENDING}"):
        with contextlib.suppress(BackupProblem):
            info = _info(path, archive.read_manifest(path))
            name = backup_names.read_name(path)
            found.append(((info.created_at, name.sequence if name else 0), info))
    named = sorted((entry for entry in found if entry[0][1]), key=lambda entry: entry[0][1], reverse=True)
    others = sorted((entry for entry in found if not entry[0][1]), key=lambda entry: entry[0], reverse=True)
    merged: list[BackupInfo] = []
    for entry in named:
        while others and others[0][0][0] >= entry[0][0]:
            merged.append(others.pop(0)[1])
        merged.append(entry[1])
    return (*merged, *(info for _, info in others))


def newest_sound(folder: Path) -> Path | None:
    """Return the newest backup of a folder that verifies, of the last five; None when there is none."""
    for info in list_backups(folder)[:5]:
        with contextlib.suppress(AppError):
            return verify_backup(info.path).path
    return None


def thin(folder: Path) -> tuple[Path, ...]:
    """Delete the backups that are no longer needed (see `backup_names.superfluous`); return them.

    Only files with names of ours are ever deleted. One that cannot be deleted stays.
    """
    deleted = []
    for name in backup_names.superfluous(backup_names.named(folder)):
        with contextlib.suppress(OSError):
            name.path.unlink()
            deleted.append(name.path)
    return tuple(deleted)


def check_database(copy: Path, manifest: archive.Manifest, path: Path) -> None:
    """Check the database that came out of the backup `path`.

    Raises:
        BackupProblem: it fails a check or is not what the manifest says.
        DatabaseTooNew: a later version of the program made it.

    """
    if manifest.revision not in schema.REVISIONS:
        raise DatabaseTooNew(path, manifest.revision)
    try:
        checks.check_outside(copy)
        with checks.connected(copy) as connection:
            facts = checks.check_inside(connection, thorough=True)
    except (checks.Damage, sqlite3.Error) as error:
        raise BackupProblem(path, f"dữ liệu trong bản sao lưu bị hỏng: {error}") from error
    said = (manifest.revision, manifest.instance, manifest.activities, manifest.plans)
    if said != (facts.revision, facts.instance, facts.activities, facts.plans):
        raise BackupProblem(path, "dữ liệu trong bản sao lưu không khớp với bản kê")


def _copy_database(database_file: Path, copy: Path, target: Path) -> checks.DatabaseFacts:
    try:
        checks.check_outside(database_file)
        with translated(database_file), checks.connected(database_file) as source:
            copy.touch()
            with checks.connected(copy) as made:
                source.backup(made, pages=-1)
                made.execute("PRAGMA journal_mode=DELETE")
                return checks.check_inside(made, thorough=True)
    except checks.Damage as damage:
        raise BackupProblem(target, f"dữ liệu hiện tại bị hỏng: {damage}") from damage
    except OSError as error:
        raise BackupProblem(target, _why(error)) from error


def _pack(copy: Path, evidence: Path | None, target: Path, facts: checks.DatabaseFacts) -> BackupInfo:
    said = {
        "version": __version__,
        "created_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "kind": str(backup_names.kind_of(target)),
        "revision": facts.revision,
        "instance": facts.instance,
        "activities": facts.activities,
        "plans": facts.plans,
    }
    files = [(archive.DATABASE, copy), *archive.evidence_files(evidence)]
    handle, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, suffix=backup_names.ENDING, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            archive.pack(stream, files, said)
            stream.flush()
            os.fsync(stream.fileno())
        # The database was checked before it was packed; the digests tie it to what is on the disk now.
        manifest = archive.check_members(temporary)
        replace_file(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    return _info(target, manifest)


def _info(path: Path, manifest: archive.Manifest) -> BackupInfo:
    try:
        kind = BackupKind(manifest.kind)
        size = path.stat().st_size
    except (ValueError, OSError) as error:
        raise BackupProblem(path, "bản kê trong tệp sao lưu bị hỏng") from error
    return BackupInfo(path, manifest.created_at, kind, size, manifest.activities, manifest.plans, manifest.revision)


@contextlib.contextmanager
def _scratch(folder: Path, target: Path) -> Iterator[Path]:
    """A name for a throw-away database beside the real one, so that sweeping finds it after a power cut."""
    with _reported(target):
        handle, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, suffix=".db", dir=folder)
    os.close(handle)
    copy = Path(name)
    try:
        yield copy
    finally:
        for leftover in (copy, copy.with_name(f"{copy.name}-journal")):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


@contextlib.contextmanager
def _reported(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupProblem(target, _why(error)) from error


def _why(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "ổ đĩa đã đầy"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "không có quyền ghi hoặc ổ đĩa chỉ đọc"
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.EIO):
        return "không thấy thư mục hoặc ổ đĩa"
    return f"lỗi đọc ghi: {error.strerror or error}"


def _require_space(folder: Path, needed: int, target: Path) -> None:
    if shutil.disk_usage(folder).free < needed + (8 << 20):
        raise BackupProblem(target, "ổ đĩa không đủ chỗ trống")
