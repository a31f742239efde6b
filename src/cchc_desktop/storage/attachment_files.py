"""The evidence folder: every file once, under its SHA-256 ("ab/abcd….pdf").

The ending is that of the name the content first came with, so that a person who has nothing but the folder can
still open the files.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain.attachment import SIZE_LIMIT, ending_of
from cchc_desktop.errors import FileNotWritten, FileUnreadable, NotFound, UnreadableReason, WriteRefusal

_CHUNK = 1 << 20
_DIGITS = 64
_NOUN = "tệp đính kèm"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What is in the folder: the digest and bytes of a content."""

    sha256: str
    size: int


class AttachmentFiles:
    """Keeps contents and gives them back, checked against their digest.

    Args:
        folder: the evidence folder.
        limit: largest file taken in, bytes.

    """

    def __init__(self, folder: Path, limit: int = SIZE_LIMIT) -> None:
        self._folder = folder
        self._limit = limit

    def keep(self, path: Path) -> KeptFile:
        """Copy a file into the folder, read the copy back, and return its digest.

        Raises:
            FileUnreadable: it is missing, empty, a folder, larger than the limit, locked, or changed while copied.
            FileNotWritten: the folder refuses (disk full, read-only).

        """
        kept = self._measure(path)
        if not self._is_sound(kept):
            self._write(kept, path.name, _same(kept, _read(path), path))
        return kept

    def keep_bytes(self, data: bytes, name: str) -> KeptFile:
        """Keep a content that is in memory; `name` gives the ending.

        Raises:
            FileUnreadable: there is nothing in it, or more than the limit.
            FileNotWritten: the folder refuses.

        """
        path = Path(name)
        if not data:
            raise FileUnreadable(path, UnreadableReason.EMPTY)
        if len(data) > self._limit:
            raise FileUnreadable(path, UnreadableReason.TOO_LARGE)
        kept = KeptFile(hashlib.sha256(data).hexdigest(), len(data))
        if not self._is_sound(kept):
            self._write(kept, name, (data,))
        return kept

    def read_outside(self, path: Path) -> bytes:
        """Return a file that a person gave, whole; nothing is kept yet.

        Raises:
            FileUnreadable: it is missing, empty, a folder, larger than the limit, or locked.

        """
        self._check(path)
        data = b"".join(_read(path))
        if not data:
            raise FileUnreadable(path, UnreadableReason.EMPTY)
        return data

    def head(self, path: Path) -> bytes:
        """Return the first 16 bytes of a file that a person gave, to tell its kind.

        Raises:
            FileUnreadable: as `read_outside`.

        """
        self._check(path)
        try:
            with path.open("rb") as stream:
                return stream.read(16)
        except OSError as error:
            raise _unreadable(path, error) from error

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """Return a content piece by piece, after it was read once and held against its digest.

        Raises:
            NotFound: it is not in the folder.
            FileUnreadable: what lies there is not what was kept.

        """
        path = self.find(sha256)
        if _digest(_read(path)) != sha256:
            raise FileUnreadable(path, UnreadableReason.BROKEN, detail="digest differs")
        return _read(path)

    def find(self, sha256: str) -> Path:
        """Return where a content lies.

        Raises:
            NotFound: it is not in the folder.

        """
        found = self._find(sha256)
        if found is None:
            raise NotFound(_NOUN, sha256[:12])
        return found

    def read(self, sha256: str) -> bytes:
        """Return a content whole and checked.

        Raises:
            NotFound: it is not in the folder.
            FileUnreadable: what lies there is not what was kept.

        """
        path = self.find(sha256)
        data = b"".join(_read(path))
        if hashlib.sha256(data).hexdigest() != sha256:
            raise FileUnreadable(path, UnreadableReason.BROKEN, detail="digest differs")
        return data

    def copy_out(self, sha256: str, target: Path) -> None:
        """Write a checked copy of a content to `target`.

        Raises:
            NotFound: it is not in the folder.
            FileUnreadable: what lies there is not what was kept.
            FileInUse: the target is open elsewhere.
            FileNotWritten: the place refuses.

        """
        path = self.find(sha256)
        kept = KeptFile(sha256, path.stat().st_size)
        files.write_chunks_atomically(target, _same(kept, _read(path), path))

    def everything(self) -> tuple[str, ...]:
        """Return the digests of all contents that are kept."""
        names = (path.name.split(".")[0] for path in self._folder.glob("[0-9a-f][0-9a-f]/*") if path.is_file())
        return tuple(sorted(name for name in names if len(name) == _DIGITS))

    def _find(self, sha256: str) -> Path | None:
        shelf = self._folder / sha256[:2]
        return next((path for path in sorted(shelf.glob(f"{sha256}*")) if path.is_file()), None)

    def _is_sound(self, kept: KeptFile) -> bool:
        """Tell whether the content is there already, byte for byte."""
        found = self._find(kept.sha256)
        if found is None or found.stat().st_size != kept.size:
            return False
        return _digest(_read(found)) == kept.sha256

    def _measure(self, path: Path) -> KeptFile:
        size = self._check(path)
        return KeptFile(_digest(_read(path)), size)

    def _check(self, path: Path) -> int:
        try:
            if path.is_dir():
                raise FileUnreadable(path, UnreadableReason.WRONG_KIND, "thư mục")
            size = path.stat().st_size
        except OSError as error:
            raise _unreadable(path, error) from error
        if size > self._limit:
            raise FileUnreadable(path, UnreadableReason.TOO_LARGE)
        if size == 0:
            raise FileUnreadable(path, UnreadableReason.EMPTY)
        return size

    def _write(self, kept: KeptFile, name: str, chunks: Iterable[bytes]) -> None:
        old = self._find(kept.sha256)
        target = old or self._folder / kept.sha256[:2] / f"{kept.sha256}{ending_of(name)}"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileNotWritten(target, WriteRefusal.READ_ONLY, str(error)) from error
        files.write_chunks_atomically(target, chunks)
        if not self._is_sound(kept):
            raise FileNotWritten(target, WriteRefusal.OTHER, "the copy differs from the file")


def _read(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise _unreadable(path, error) from error


def _digest(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _same(kept: KeptFile, chunks: Iterable[bytes], path: Path) -> Iterator[bytes]:
    """Pass chunks on, and raise at the end when they were not what was measured before."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != kept.sha256:
        raise FileUnreadable(path, UnreadableReason.BROKEN, detail="the file changed while it was copied")


_GONE = {errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ENOTDIR}
_GONE_ON_WINDOWS = {3, 15, 21, 55, 433, 1006, 1117, 1167}
"""No such path, drive not ready, device gone, volume changed, device error: a stick that was pulled out."""


def _unreadable(path: Path, error: OSError) -> FileUnreadable:
    gone = error.errno in _GONE or getattr(error, "winerror", 0) in _GONE_ON_WINDOWS
    reason = UnreadableReason.MISSING if gone else UnreadableReason.PERMISSION
    return FileUnreadable(path, reason, detail=str(error))
