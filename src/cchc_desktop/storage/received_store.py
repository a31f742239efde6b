"""Keeps the contents of received files in the evidence folder, many at a time.

Each lies under its SHA-256 as any evidence does. Nothing is flushed to the disk file by file, which would take longer
than all else; `settle` does it once for many, before the database says that they are there.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cchc_desktop import files
from cchc_desktop.domain.attachment import SIZE_LIMIT, ending_of
from cchc_desktop.errors import FileNotWritten, WriteRefusal

_CHUNK = 1 << 20
_AT_ONCE = 8 << 20  # bytes of a file that is read but once

Opener = Callable[[Path], IO[bytes]]
"""Gives the content of a file as a stream."""


def open_file(path: Path) -> IO[bytes]:
    """Open a file that is whole."""
    return path.open("rb")


@dataclass(frozen=True, slots=True)
class Put:
    """A content as it was put in: digest, bytes, where the copy lies (None: too large to be kept, or empty).

    `data` is the content of a file that is not large, None of others.
    """

    sha256: str
    size: int
    path: Path | None
    data: bytes | None = None


class ReceivedStore:
    """Puts contents into the evidence folder; reading them is the business of `AttachmentFiles`.

    Args:
        folder: the evidence folder.

    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, sha256: str) -> Path | None:
        """Return where a content lies, None when it does not."""
        shelf = self._folder / sha256[:2]
        with suppress(OSError), os.scandir(shelf) as entries:
            for entry in entries:
                if entry.name.startswith(sha256) and entry.is_file():
                    return Path(entry.path)
        return None

    def put(self, path: Path, name: str, opened: Opener = open_file) -> Put:
        """Copy a file in and read it back into memory unless it is large.

        `opened` gives the stream of a file, for those that come in several parts.

        Raises:
            OSError: the file cannot be read.
            FileNotWritten: the folder refuses.

        """
        with opened(path) as stream:
            data = stream.read(_AT_ONCE + 1)
        if len(data) <= _AT_ONCE:
            sha256 = hashlib.sha256(data).hexdigest()
            return Put(sha256, len(data), self._keep(sha256, len(data), name, (data,)) if data else None, data)
        sha256, size = digest_of(path, opened)
        if size > SIZE_LIMIT:
            return Put(sha256, size, None)
        with opened(path) as stream:
            kept = self._keep(sha256, size, name, iter(lambda: stream.read(_CHUNK), b""))
        if digest_of(kept)[0] != sha256:
            raise FileNotWritten(kept, WriteRefusal.OTHER, "the file changed while it was copied")
        return Put(sha256, size, kept)

    def _keep(self, sha256: str, size: int, name: str, chunks: Iterable[bytes]) -> Path:
        found = self.find(sha256)
        if found is not None and found.stat().st_size == size and digest_of(found)[0] == sha256:
            return found
        target = found or self._folder / sha256[:2] / f"{sha256}{ending_of(name)}"
        temporary = target.with_name(f"{files.TEMPORARY_PREFIX}{os.getpid()}-{sha256[:32]}")
        try:
            if not target.parent.is_dir():
                target.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as stream:
                for chunk in chunks:
                    stream.write(chunk)
            files.replace_file(temporary, target, sync=False)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            raise files.not_written(target, error) from error
        return target


def settle(paths: Iterable[Path]) -> None:
    """Flush contents to the disk: all of them stand there when this returns.

    Raises:
        FileNotWritten: the disk refuses.

    """
    if sys.platform == "win32":
        for path in paths:
            try:
                with path.open("rb+") as stream:
                    os.fsync(stream.fileno())
            except OSError as error:
                raise files.not_written(path, error) from error
    else:
        os.sync()


def digest_of(path: Path, opened: Opener = open_file) -> tuple[str, int]:
    """Return the SHA-256 of a file and its size.

    Raises:
        OSError: it cannot be read.

    """
    digest, size = hashlib.sha256(), 0
    with opened(path) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
