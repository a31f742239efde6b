"""Writing files so that the old one survives until the new one is whole, under names every Windows accepts."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from cchc_desktop.errors import FileInUse, FileNotWritten, WriteRefusal

TEMPORARY_PREFIX = "~tmp-cchc-"
"""How our half-written files are named, so that leftovers of a power cut can be swept."""

_RETRY_SECONDS = (0.1, 0.2, 0.4, 0.8, 1.0)
_SHARING_ERRORS = {5, 32, 33}  # Windows: access denied, sharing violation, lock violation
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`: a temporary file beside it, flushed to disk, then put in its place.

    Raises:
        FileInUse: the target stays open in another program; nothing changed.
        FileNotWritten: the place refuses (missing folder, read-only, disk full); nothing changed.

    """
    write_chunks_atomically(path, (data,))


def write_chunks_atomically(path: Path, chunks: Iterable[bytes]) -> None:
    """Write what `chunks` gives, piece by piece, as `write_atomically` does; an error in `chunks` changes nothing.

    Raises:
        FileInUse: the target stays open in another program; nothing changed.
        FileNotWritten: the place refuses (missing folder, read-only, disk full); nothing changed.

    """
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, suffix=path.suffix, dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        if sys.platform != "win32":
            mask = os.umask(0)
            os.umask(mask)
            Path(temporary).chmod(0o666 & ~mask)
        replace_file(Path(temporary), path)
        temporary = None
    except OSError as error:
        raise not_written(path, error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def replace_file(source: Path, target: Path, sync: bool = True) -> None:
    """Put `source` in the place of `target`, trying again while a virus scanner holds it.

    Without `sync` the caller sees to it that the folder reaches the disk.

    Raises:
        FileInUse: the target stays open elsewhere.
        OSError: anything else.

    """
    for pause in (*_RETRY_SECONDS, None):
        try:
            os.replace(source, target)  # noqa: PTH105 - os.replace is what the tests patch and Windows documents
        except PermissionError as error:
            if getattr(error, "winerror", 0) not in _SHARING_ERRORS:
                raise
            if pause is None:
                raise FileInUse(target) from error
            time.sleep(pause)
        else:
            if sync:
                _sync_folder(target.parent)
            return


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def not_written(path: Path, error: OSError) -> FileNotWritten:
    """Return our error for what the system said when `path` was to be written."""
    if error.errno in (errno.ENOSPC, errno.EFBIG):
        reason = WriteRefusal.DISK_FULL
    elif error.errno in (errno.ENOENT, errno.ENOTDIR):
        reason = WriteRefusal.NO_FOLDER
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        reason = WriteRefusal.READ_ONLY
    elif error.errno in (errno.ENAMETOOLONG, errno.EINVAL, errno.EISDIR):
        reason = WriteRefusal.NAME
    else:
        reason = WriteRefusal.OTHER
    return FileNotWritten(path, reason, str(error))


def sweep_temporary(folder: Path) -> int:
    """Delete half-written files that a power cut left in `folder`; return how many."""
    swept = 0
    for leftover in folder.glob(TEMPORARY_PREFIX + "*"):
        with contextlib.suppress(OSError):
            leftover.unlink()
            swept += 1
    return swept


def safe_file_name(text: str, limit: int = 120) -> str:
    """Return a file name (with its ending) that Windows, zip and USB sticks accept; idempotent.

    "/", ":" and their like become "-", names of devices get a leading "_", the stem is cut to `limit` UTF-16
    units and 200 UTF-8 bytes. Empty input gives "tep".
    """
    name = _FORBIDDEN.sub("-", _INVISIBLE.sub("", text))
    name = re.sub(r"\s+", " ", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8 or " " in ending:
        stem, dot, ending = name, "", ""
    while stem and (len(stem.encode("utf-16-le")) // 2 > limit or len(stem.encode()) > 200):
        stem = stem[:-1]
    name = (stem.rstrip(" .") or "tep") + dot + ending
    return f"_{name}" if _RESERVED.match(name) else name
