"""The way back from a backup.

Everything is made ready beside the data first: the database unpacked, checked and brought to the newest schema, the
evidence unpacked. Then a note is written, and from there on the restore only goes forward: each step can be done
again, so that a restore cut off by a power failure is finished at the next start.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path

from cchc_desktop.errors import AppError, BackupProblem, DatabaseBusy, FileInUse
from cchc_desktop.files import replace_file, write_atomically
from cchc_desktop.storage import archive, backup, checks, instance, schema, sessions
from cchc_desktop.storage.location import refuse_unsafe


def restore_backup(path: Path, database_file: Path, evidence: Path, backups: Path) -> backup.BackupInfo:
    """Put a backup in the place of database and evidence; return the safety backup of what was replaced.

    When today's database is too damaged for a backup its file is kept beside, with the ending ".damaged-…", and
    the backup that was restored is returned.

    Raises:
        BackupProblem: the backup does not verify, or the disk refuses; today's data is untouched.
        DatabaseTooNew: a later version of the program made the backup; today's data is untouched.
        DatabaseBusy: the program is open in another window or command.
        FileInUse: database or evidence is open in another program; today's data is untouched.

    """
    refuse_unsafe(database_file)
    info = backup.verify_backup(path)
    database_file.parent.mkdir(parents=True, exist_ok=True)
    with sessions.guard(database_file):
        finish_restore(database_file, evidence)
        others, _ = sessions.look_around(database_file)
        if others:
            raise DatabaseBusy(database_file)
        sessions.release_own(database_file)
        safety = _secure_present(database_file, evidence, backups)
        key = _make_ready(path, database_file, evidence)
        _put_in_place(database_file, evidence, key)
    return safety or info


def finish_restore(database_file: Path, evidence: Path | None) -> None:
    """Finish a restore that was cut off after everything was ready; throw away one that was not.

    Raises:
        FileInUse: a file is open in another program.
        OSError: the disk refuses.

    """
    note = _note(database_file)
    if note.exists():
        try:
            facts = json.loads(note.read_text(encoding="utf-8"))
            folder, key = evidence or Path(facts["evidence"]), str(facts["instance"])
        except (ValueError, KeyError, TypeError):
            note.unlink()
            return
        _go_forward(database_file, folder, key)
    else:
        _staged(database_file).unlink(missing_ok=True)
        if evidence is not None:
            shutil.rmtree(_staged(evidence), ignore_errors=True)


def _secure_present(database_file: Path, evidence: Path, backups: Path) -> backup.BackupInfo | None:
    if not database_file.exists():
        return None
    target = backup.next_name(backups, backup.BackupKind.BEFORE_RESTORE)
    try:
        made = backup.create_backup(database_file, evidence, target)
    except DatabaseBusy:
        raise
    except AppError:
        _keep_damaged(database_file)
        return None
    backup.thin(backups)
    return made


def _keep_damaged(database_file: Path) -> None:
    for number in range(1, 1000):
        kept = database_file.with_name(f"{database_file.name}.damaged-{number}")
        if not kept.exists():
            break
    try:
        shutil.copy2(database_file, kept)
        journal = _journal(database_file)
        if journal.exists():
            shutil.copy2(journal, kept.with_name(f"{kept.name}-journal"))
    except OSError as error:
        raise BackupProblem(kept, "không giữ lại được dữ liệu hiện tại nên chưa khôi phục") from error


def _make_ready(path: Path, database_file: Path, evidence: Path) -> str:
    """Unpack and check everything beside the data; return the instance id of the database to come."""
    staged, folder = _staged(database_file), _staged(evidence)
    try:
        manifest = archive.read_manifest(path)
        free = shutil.disk_usage(database_file.parent).free
        if free < archive.unpacked_size(manifest) + (16 << 20):
            raise BackupProblem(path, "ổ đĩa không đủ chỗ trống")
        archive.unpack_database(path, staged)
        backup.check_database(staged, manifest, path)
        if manifest.revision != schema.HEAD:
            from cchc_desktop.storage.migrate import upgrade

            upgrade(staged)
        with checks.connected(staged) as connection:
            key = checks.check_inside(connection, thorough=True).instance
        archive.unpack_evidence(path, folder)
        facts = {"evidence": str(evidence), "instance": key}
        write_atomically(_note(database_file), json.dumps(facts, ensure_ascii=False).encode())
    except BaseException:
        _note(database_file).unlink(missing_ok=True)
        staged.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return key


def _put_in_place(database_file: Path, evidence: Path, key: str) -> None:
    """Go forward; when the very first step is refused, go back to where nothing has happened."""
    try:
        _go_forward(database_file, evidence, key)
    except (OSError, FileInUse) as error:
        if _staged(database_file).exists():
            _go_back(database_file, evidence)
        if isinstance(error, FileInUse):
            raise
        if isinstance(error, PermissionError):
            raise FileInUse(database_file) from error
        raise BackupProblem(database_file, "không đặt được dữ liệu khôi phục vào chỗ") from error


def _go_forward(database_file: Path, evidence: Path, key: str) -> None:
    staged, folder, old = _staged(database_file), _staged(evidence), _replaced(evidence)
    if folder.exists():
        if evidence.exists():
            shutil.rmtree(old, ignore_errors=True)
            evidence.rename(old)
        folder.rename(evidence)
    if staged.exists():
        # A journal of the old database would be played back into the new one and wreck it.
        _journal(database_file).unlink(missing_ok=True)
        replace_file(staged, database_file)
    instance.write_marker(database_file, key)
    _note(database_file).unlink(missing_ok=True)
    shutil.rmtree(old, ignore_errors=True)


def _go_back(database_file: Path, evidence: Path) -> None:
    folder, old = _staged(evidence), _replaced(evidence)
    with contextlib.suppress(OSError):
        if evidence.exists() and not folder.exists():
            evidence.rename(folder)
        if old.exists() and not evidence.exists():
            old.rename(evidence)
    _note(database_file).unlink(missing_ok=True)
    _staged(database_file).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _staged(path: Path) -> Path:
    return path.with_name(f"{path.name}.restoring")


def _replaced(path: Path) -> Path:
    return path.with_name(f"{path.name}.replaced")


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.restore.json")
