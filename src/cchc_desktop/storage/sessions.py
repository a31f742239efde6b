"""Who has the database open: a held lock file for each process, and one guard for creating, migrating, restoring.

A lock file whose lock can be taken belongs to a process that died: its exit was unclean.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from glob import escape
from pathlib import Path
from typing import Protocol
from uuid import uuid4
from weakref import WeakSet

from filelock import FileLock, Timeout

from cchc_desktop.errors import DatabaseBusy

GUARD_SECONDS = 10.0
"""How long to wait for another process that opens, migrates or restores."""


class Holder(Protocol):
    """Something of this process that keeps a database file open."""

    path: Path

    def release(self) -> None:
        """Let go of the file; it is opened again when needed."""


_holders: WeakSet[Holder] = WeakSet()
_own_marks: set[Path] = set()


@contextlib.contextmanager
def guard(path: Path) -> Iterator[None]:
    """Hold the lock around creating, opening, migrating or restoring a database.

    Raises:
        DatabaseBusy: another process holds it longer than `GUARD_SECONDS`.

    """
    lock = FileLock(_lock_file(path, "guard"), timeout=GUARD_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise DatabaseBusy(path, "đang mở, nâng cấp hoặc khôi phục dữ liệu") from error
    try:
        yield
    finally:
        lock.release()


class Mark:
    """Tells other processes that this one has the database open, until `clear` or death."""

    def __init__(self, path: Path) -> None:
        self._file = _lock_file(path, f"open-{uuid4().hex[:12]}")
        self._lock = FileLock(self._file, timeout=0, thread_local=False)
        self._lock.acquire()
        _own_marks.add(self._file)

    def clear(self) -> None:
        """Take the mark away: the exit is clean."""
        _own_marks.discard(self._file)
        self._lock.release()
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)


def look_around(path: Path) -> tuple[int, bool]:
    """Return how many other processes have a database open, and whether one died without closing it.

    Marks of dead processes are cleared away. Marks of this process do not count.
    """
    living, died = 0, False
    for mark in path.absolute().parent.glob(f".{escape(path.name)}.open-*.lock"):
        if mark in _own_marks:
            continue
        lock = FileLock(mark, timeout=0)
        try:
            lock.acquire()
        except (Timeout, OSError):
            living += 1
            continue
        died = True
        lock.release()
        with contextlib.suppress(OSError):
            mark.unlink(missing_ok=True)
    return living, died


def register(holder: Holder) -> None:
    """Remember who of this process must let go before the file is replaced."""
    _holders.add(holder)


def release_own(path: Path) -> None:
    """Make every holder of this process let go of a database file."""
    for holder in list(_holders):
        if os.path.normcase(holder.path) == os.path.normcase(path):
            holder.release()


def _lock_file(path: Path, name: str) -> Path:
    return path.absolute().parent / f".{path.name}.{name}.lock"
