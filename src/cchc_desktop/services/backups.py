"""Use cases of safety: verified backups, and going back to one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.storage import backup, restore
from cchc_desktop.storage.backup import BackupInfo, BackupKind


class BackupService:
    """Makes, checks and restores backups of database and evidence together."""

    def __init__(self, database_file: Path, evidence: Path, folder: Path, today: Callable[[], date]) -> None:
        self._database_file = database_file
        self._evidence = evidence
        self._folder = folder
        self._today = today

    def create(self, target: Path | None = None) -> BackupInfo:
        """Make a verified backup: in the backup folder, or at `target`.

        Raises:
            BackupProblem: it could not be made or does not verify; what stood at `target` is untouched.

        """
        return self._make(target or backup.next_name(self._folder, BackupKind.MANUAL))

    def before_import(self) -> BackupInfo:
        """Make the backup that precedes an import."""
        return self._kept(BackupKind.BEFORE_IMPORT)

    def before_purge(self) -> BackupInfo:
        """Make the backup that precedes deleting for good."""
        return self._kept(BackupKind.BEFORE_PURGE)

    def daily(self) -> BackupInfo | None:
        """Make the day's backup when there is none yet; None when there is."""
        newest = [info for info in self.all() if info.kind is BackupKind.DAILY]
        if newest and newest[0].created_at[:10] == self._today().isoformat():
            return None
        return self._kept(BackupKind.DAILY)

    def _kept(self, kind: BackupKind) -> BackupInfo:
        made = self._make(backup.next_name(self._folder, kind))
        backup.thin(self._folder)
        return made

    def _make(self, path: Path) -> BackupInfo:
        return backup.create_backup(self._database_file, self._evidence, path)

    def all(self) -> tuple[BackupInfo, ...]:
        """Return the backups of the backup folder, newest first."""
        return backup.list_backups(self._folder)

    def verify(self, path: Path) -> BackupInfo:
        """Check every byte of a backup.

        Raises:
            BackupProblem: it is not a backup, or it is damaged.

        """
        return backup.verify_backup(path)

    def restore(self, path: Path) -> Change:
        """Put a backup in the place of today's data, which is backed up first.

        Raises:
            BackupProblem: the backup does not verify; today's data is untouched.

        """
        restore.restore_backup(path, self._database_file, self._evidence, self._folder)
        return Change(Topic.BACKUP)
