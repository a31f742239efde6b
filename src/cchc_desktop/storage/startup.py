"""What happens before the first statement: each check has its own message, and nothing is repaired by guessing."""

from __future__ import annotations

import errno
from pathlib import Path

from cchc_desktop.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseTooNew,
    FileNotWritten,
    FileUnreadable,
    UnreadableReason,
    WriteRefusal,
)
from cchc_desktop.files import sweep_temporary
from cchc_desktop.storage import backup, checks, instance, schema, sessions
from cchc_desktop.storage.location import refuse_unsafe
from cchc_desktop.storage.restore import finish_restore
from cchc_desktop.storage.trouble import translated

_REFUSALS = {
    errno.EACCES: WriteRefusal.READ_ONLY,
    errno.EPERM: WriteRefusal.READ_ONLY,
    errno.EROFS: WriteRefusal.READ_ONLY,
    errno.ENOSPC: WriteRefusal.DISK_FULL,
}


def prepare(path: Path, backups: Path, evidence: Path | None) -> sessions.Mark:
    """Check the database and bring it to the newest schema; return the mark that says it is open.

    Raises:
        AppError: see `open_database`.

    """
    refuse_unsafe(path)
    if not path.parent.is_dir():
        raise FileUnreadable(path, UnreadableReason.MISSING)
    try:
        with sessions.guard(path):
            finish_restore(path, evidence)
            return _prepare(path, backups, evidence)
    except checks.Damage as damage:
        raise DatabaseDamaged(path, str(damage), backup.newest_sound(backups)) from damage
    except OSError as error:
        raise FileNotWritten(path, _REFUSALS.get(error.errno or 0, WriteRefusal.OTHER), str(error)) from error


def _prepare(path: Path, backups: Path, evidence: Path | None) -> sessions.Mark:
    known = instance.read_marker(path)
    if not path.exists():
        if known is None:
            raise FileUnreadable(path, UnreadableReason.MISSING)
        raise checks.Damage("không thấy tệp dữ liệu")
    others, died = sessions.look_around(path)
    checks.check_outside(path)
    facts = _look_inside(path, alone=not others, thorough=died or _journal(path).exists())
    if known and known != facts.instance:
        raise checks.Damage("tệp dữ liệu của máy khác; hãy dùng chức năng khôi phục")
    if not others:
        sweep_temporary(path.parent)
        sweep_temporary(backups)
    if facts.revision != schema.HEAD:
        if others:
            raise DatabaseBusy(path)
        _migrate(path, backups, evidence)
    if known != facts.instance:
        instance.write_marker(path, facts.instance)
    return sessions.Mark(path)


def _look_inside(path: Path, alone: bool, thorough: bool) -> checks.DatabaseFacts:
    try:
        with translated(path), checks.connected(path) as connection:
            if alone:
                # Some other program may have switched it to WAL, whose single file cannot be copied.
                connection.execute("PRAGMA journal_mode=DELETE")
            revision = checks.read_revision(connection)
            if revision not in schema.REVISIONS:
                raise DatabaseTooNew(path, revision)
            facts = checks.check_inside(connection, thorough)
            if not facts.search_sound:
                connection.execute("DELETE FROM meta WHERE key = ?", (schema.SEARCH_KEY,))
            return facts
    except DatabaseDamaged as error:
        raise checks.Damage(error.detail) from error


def _migrate(path: Path, backups: Path, evidence: Path | None) -> None:
    from cchc_desktop.storage.migrate import upgrade

    backups.mkdir(parents=True, exist_ok=True)
    backup.create_backup(path, evidence, backup.next_name(backups, backup.BackupKind.BEFORE_MIGRATION))
    backup.thin(backups)
    upgrade(path)


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")
