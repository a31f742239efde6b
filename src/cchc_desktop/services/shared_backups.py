"""Backups of a shared database: what the server holds at one moment, in the same kind of file as a local one.

The server's own administrator saves it every day (docs/shared-database.md); a clerk's program makes a backup when it is
asked to, and before it imports or deletes for good.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop.domain.change import Change
from cchc_desktop.errors import BackupProblem, NotFound
from cchc_desktop.services.backups import BackupService
from cchc_desktop.storage import backup
from cchc_desktop.storage.backup import BackupInfo

if TYPE_CHECKING:
    from cchc_desktop.paths import Paths
    from cchc_desktop.storage.attachment_files import AttachmentFiles
    from cchc_desktop.storage.shared.database import SharedDatabase


class SharedBackupService(BackupService):
    """Backs a shared database up; going back to a backup is done on the local file alone."""

    def __init__(
        self, server: SharedDatabase, evidence: AttachmentFiles | None, paths: Paths, today: Callable[[], date]
    ) -> None:
        super().__init__(paths.database, paths.evidence, paths.backups, today)
        self._server = server
        self._contents = evidence

    def daily(self) -> BackupInfo | None:
        """Make none: a hundred computers must not each fetch everything every morning."""
        return None

    def restore(self, path: Path) -> Change:
        """Refuse.

        Raises:
            BackupProblem: always; others are at work on the server.

        """
        raise BackupProblem(
            path, "đang dùng dữ liệu chung nên không khôi phục đè lên được; hãy trở về dùng tệp trên máy này trước"
        )

    def _make(self, path: Path) -> BackupInfo:
        from cchc_desktop.storage.shared.transfer import fetch_from_server

        with tempfile.TemporaryDirectory(prefix="cchc-may-chu-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / "cchc.db"
            fetch_from_server(self._server, copy)
            evidence = Path(folder) / "evidence"
            self._bring_evidence(evidence)
            return backup.create_backup(copy, evidence, path)

    def _bring_evidence(self, folder: Path) -> None:
        """Put a checked copy of every content that a record names into a folder."""
        from cchc_desktop.storage.attachment_files import AttachmentFiles

        target = AttachmentFiles(folder)
        source = self._contents or AttachmentFiles(self._evidence)
        for sha256 in source.everything():
            try:
                target.keep(source.find(sha256))
            except NotFound:
                continue
