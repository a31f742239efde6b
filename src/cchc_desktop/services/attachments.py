"""Use cases of files that are kept with records: signed scans, evidence."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain.attachment import SIZE_LIMIT, Attachment, OwnerKind, media_type_of
from cchc_desktop.domain.text import clean_line
from cchc_desktop.storage.attachment_files import AttachmentFiles, KeptFile
from cchc_desktop.storage.database import Database


class AttachmentService:
    """Takes files in, lists them, and gives copies out. A content is kept once, whoever has it.

    Args:
        database: the open database.
        folder: the evidence folder.
        actor: returns who is working.
        limit: largest file taken in, bytes.
        kept: where contents lie when that is not the evidence folder.

    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        actor: Callable[[], str],
        limit: int = SIZE_LIMIT,
        kept: AttachmentFiles | None = None,
    ) -> None:
        self._database = database
        self._files = kept or AttachmentFiles(folder, limit)
        self._actor = actor
        self._views: tempfile.TemporaryDirectory[str] | None = None
        self._count = 0

    def keep_bytes(self, data: bytes, name: str) -> KeptFile:
        """Put a content into the evidence folder without a record yet, so that a transaction can name its digest.

        Raises:
            FileUnreadable: it is empty or too large.
            FileNotWritten: the folder refuses.

        """
        return self._files.keep_bytes(data, name)

    def keep_file(self, path: Path) -> KeptFile:
        """Copy a file into the evidence folder without a record yet.

        Raises:
            FileUnreadable: it is missing, empty, a folder, too large, or locked.
            FileNotWritten: the folder refuses.

        """
        return self._files.keep(path)

    def head(self, path: Path) -> bytes:
        """Return the first 16 bytes of a file, to tell its kind.

        Raises:
            FileUnreadable: as `keep_file`.

        """
        return self._files.head(path)

    def read_outside(self, path: Path) -> bytes:
        """Return a file whole before anything of it is kept.

        Raises:
            FileUnreadable: as `keep_file`.

        """
        return self._files.read_outside(path)

    def add(self, owner_kind: OwnerKind, owner_id: str, path: Path, note: str = "") -> Attachment:
        """Copy a file into the evidence folder and keep it with a record.

        The copy is read back and compared before anything is said to be kept. The file itself is not touched.

        Raises:
            FileUnreadable: it is missing, empty, a folder, too large, or locked.
            FileNotWritten: the evidence folder refuses (disk full, read-only).

        """
        return self._record(owner_kind, owner_id, path.name, self._files.keep(path), note)

    def add_bytes(self, owner_kind: OwnerKind, owner_id: str, name: str, data: bytes, note: str = "") -> Attachment:
        """Keep a content that is in memory with a record.

        Raises:
            FileUnreadable: it is empty or too large.
            FileNotWritten: the evidence folder refuses.

        """
        return self._record(owner_kind, owner_id, name, self._files.keep_bytes(data, name), note)

    def _record(self, kind: OwnerKind, owner_id: str, name: str, kept: KeptFile, note: str) -> Attachment:
        name = clean_line(name)
        attachment = Attachment(kind, owner_id, name, kept.sha256, kept.size, media_type_of(name), note)
        with self._database.write(self._actor()) as uow:
            stored = uow.attachments.add(attachment)
            uow.commit()
        return stored

    def of(self, owner_kind: OwnerKind, owner_id: str) -> tuple[Attachment, ...]:
        """Return the files of a record in the order they came."""
        with self._database.read() as uow:
            return uow.attachments.of(owner_kind, owner_id)

    def of_many(self, owner_kind: OwnerKind, owner_ids: Iterable[str]) -> dict[str, tuple[Attachment, ...]]:
        """Return the files of several records by the record's id; a record without files has no entry."""
        with self._database.read() as uow:
            return uow.attachments.of_many(owner_kind, owner_ids)

    def get(self, attachment_id: str) -> Attachment:
        """Return a file's particulars.

        Raises:
            NotFound: there is none of that id.

        """
        with self._database.read() as uow:
            return uow.attachments.get(attachment_id)

    def read(self, sha256: str) -> bytes:
        """Return a content whole, checked against its digest.

        Raises:
            NotFound: it is not in the evidence folder.
            FileUnreadable: it is not what was kept.

        """
        return self._files.read(sha256)

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """Return a content piece by piece, after it was held against its digest.

        Raises:
            NotFound: it is not in the evidence folder.
            FileUnreadable: it is not what was kept.

        """
        return self._files.chunks(sha256)

    def path_of(self, sha256: str) -> Path:
        """Return where a content lies, for readers that prove it themselves; nobody writes there.

        Raises:
            NotFound: it is not in the evidence folder.

        """
        return self._files.find(sha256)

    def viewing_copy(self, attachment_id: str) -> Path:
        """Return a copy under the file's own name in a temporary folder, to be opened in its program.

        What a person changes in it never reaches what is kept.

        Raises:
            NotFound: there is no such file, or its content is gone.
            FileUnreadable: the content is not what was kept.

        """
        found = self.get(attachment_id)
        return self.viewing_copy_of(found.sha256, found.name)

    def viewing_copy_of(self, sha256: str, name: str) -> Path:
        """Return a copy of a content under a readable name; see `viewing_copy`."""
        if self._views is None:
            self._views = tempfile.TemporaryDirectory(prefix="cchc-xem-", ignore_cleanup_errors=True)
        self._count += 1
        # A folder of its own each time: the last copy may still be open in a viewer that locks it.
        folder = Path(self._views.name) / str(self._count)
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / files.safe_file_name(name)
        self._files.copy_out(sha256, target)
        return target

    def export(self, attachment_id: str, target: Path) -> Path:
        """Write a copy of a file to a place a person chose; return it.

        Raises:
            NotFound: there is no such file, or its content is gone.
            FileInUse: the target is open elsewhere.
            FileNotWritten: the place refuses.

        """
        self._files.copy_out(self.get(attachment_id).sha256, target)
        return target

    def bin(self, attachment_id: str) -> None:
        """Put a file into the bin; the content stays in the evidence folder."""
        with self._database.write(self._actor()) as uow:
            uow.attachments.bin(attachment_id)
            uow.commit()

    def restore(self, attachment_id: str) -> None:
        """Take a file out of the bin."""
        with self._database.write(self._actor()) as uow:
            uow.attachments.restore(attachment_id)
            uow.commit()

    def close(self) -> None:
        """Clear the viewing copies away; one that is still open elsewhere stays until the system clears it."""
        if self._views is not None:
            self._views.cleanup()
            self._views = None
