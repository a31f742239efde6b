"""Evidence inside a shared database: the folder of this computer is a copy of what was needed here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from cchc_desktop.domain.attachment import SIZE_LIMIT
from cchc_desktop.errors import FileUnreadable, NotFound
from cchc_desktop.files import write_chunks_atomically
from cchc_desktop.storage.attachment_files import AttachmentFiles, KeptFile
from cchc_desktop.storage.shared.database import SharedDatabase
from cchc_desktop.storage.tables import table
from cchc_desktop.storage.tables_shared import EvidenceContentRecord

_E = table(EvidenceContentRecord)
_PIECE = 1 << 20


class SharedEvidence(AttachmentFiles):
    """Keeps contents in a shared database, and gives them back through a folder of this computer.

    Args:
        folder: of this computer.
        database: the shared one.
        limit: largest file taken in, bytes.

    """

    def __init__(self, folder: Path, database: SharedDatabase, limit: int = SIZE_LIMIT) -> None:
        super().__init__(folder, limit)
        self._database = database

    def keep(self, path: Path) -> KeptFile:
        """Copy a file into the database; see `AttachmentFiles.keep`.

        Raises:
            FileUnreadable, FileNotWritten: as there.
            DatabaseAway: the server does not answer.

        """
        kept = super().keep(path)
        self._send(kept.sha256)
        return kept

    def keep_bytes(self, data: bytes, name: str) -> KeptFile:
        """Keep a content that is in memory; see `AttachmentFiles.keep_bytes`.

        Raises:
            FileUnreadable, FileNotWritten: as there.
            DatabaseAway: the server does not answer.

        """
        kept = super().keep_bytes(data, name)
        self._send(kept.sha256)
        return kept

    def read(self, sha256: str) -> bytes:
        """Return a content whole and checked; a copy here that was altered is fetched anew.

        Raises:
            NotFound, FileUnreadable: as there.
            DatabaseAway: the server does not answer.

        """
        try:
            return super().read(sha256)
        except FileUnreadable:
            self._fetch(sha256)
            return super().read(sha256)

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """Return a content piece by piece; see `read`."""
        try:
            return super().chunks(sha256)
        except FileUnreadable:
            self._fetch(sha256)
            return super().chunks(sha256)

    def copy_out(self, sha256: str, target: Path) -> None:
        """Write a checked copy of a content to `target`; see `read`."""
        try:
            super().copy_out(sha256, target)
        except FileUnreadable:
            self._fetch(sha256)
            super().copy_out(sha256, target)

    def everything(self) -> tuple[str, ...]:
        """Return the digests of all contents in the database."""
        with self._database.connect() as connection:
            return tuple(connection.execute(select(_E.c.sha256).where(_E.c.part == 0)).scalars())

    def _find(self, sha256: str) -> Path | None:
        return super()._find(sha256) or self._fetch(sha256)

    def _send(self, sha256: str) -> None:
        path = super()._find(sha256)
        if path is None:
            raise NotFound("tệp đính kèm", sha256[:12])
        with self._database.connect() as connection, connection.begin():
            if connection.execute(select(_E.c.part).where(_E.c.sha256 == sha256, _E.c.part == 0)).first():
                return
            with path.open("rb") as stream:
                for part, piece in enumerate(iter(lambda: stream.read(_PIECE), b"")):
                    row = {"sha256": sha256, "part": part, "ending": path.name[len(sha256) :], "content": piece}
                    connection.execute(insert(_E).values(row).on_conflict_do_nothing())

    def _fetch(self, sha256: str) -> Path | None:
        with self._database.connect() as connection:
            first = connection.execute(select(_E.c.ending).where(_E.c.sha256 == sha256, _E.c.part == 0)).first()
            if first is None:
                return None
            target = self._folder / sha256[:2] / f"{sha256}{first.ending}"
            target.parent.mkdir(parents=True, exist_ok=True)

            def pieces() -> Iterator[bytes]:
                part = 0
                while True:
                    query = select(_E.c.content).where(_E.c.sha256 == sha256, _E.c.part == part)
                    piece = connection.execute(query).scalar()
                    if piece is None:
                        return
                    yield bytes(piece)
                    part += 1

            write_chunks_atomically(target, pieces())
        return target
