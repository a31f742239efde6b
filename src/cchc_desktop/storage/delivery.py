"""Bringing a file to a stick or folder: it stands there whole under its name, or not at all.

Written under another name, flushed to the device, read back past the cache, compared, and only then given its name.
A stick that is pulled out leaves at most a file whose name begins with `files.TEMPORARY_PREFIX`; the next delivery of
the package to that place clears it away, any other one after a day.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain.handover import HandoverFile
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.errors import DeliveryFault, DeliveryProblem, FileInUse
from cchc_desktop.storage.location import mount_of

CHUNK = 1 << 20
SPARE_BYTES = 1 << 20
"""What must stay free beside the file: the directory of a stick grows too."""

_LEFT_SECONDS = 24 * 3600
_FAT_LIMIT = (4 << 30) - 1
_FAT = ("vfat", "msdos", "fat32", "fat")
_GONE = (errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ENOTDIR, errno.ESTALE)
_GONE_ON_WINDOWS = (3, 15, 21, 55, 433, 1006, 1117, 1167)
_FULL_ON_WINDOWS = (39, 112)


def deliver(chunks: Iterable[bytes], target: Path, expected: HandoverFile, progress: Progress | None = None) -> None:
    """Write a file to `target` and prove that it arrived; what stood there before stays until then.

    Args:
        chunks: the content.
        target: where to; its folder must exist.
        expected: size and digest of the content.
        progress: told in bytes; the reading back counts as a second time.

    Raises:
        DeliveryProblem: it did not arrive.
        FileInUse: a file of this name is open at the target.
        Cancelled: a person stopped it; nothing new is at the target.
        AppError: what `chunks` raises.

    """
    steps = progress or NoProgress()
    check_room(target, expected.size)
    working = target.with_name(f"{files.TEMPORARY_PREFIX}{target.name}")
    _sweep(working)
    try:
        try:
            _write(chunks, working, expected.size, steps)
            _prove(working, expected, steps, target)
            files.replace_file(working, target)
        except FileInUse:
            raise
        except OSError as error:
            raise _problem(target, error, expected.size) from error
    except BaseException:
        with suppress(OSError):
            working.unlink(missing_ok=True)
        raise
    steps.step(2 * expected.size, 2 * expected.size, f"Đã ghi và kiểm tra {target.name}")


def check_room(target: Path, size: int) -> None:
    """Refuse a target that cannot hold `size` bytes more.

    Raises:
        DeliveryProblem: its folder is not there, too full, or of a kind that holds no file of that size.

    """
    try:
        if not target.parent.is_dir():
            raise DeliveryProblem(target, DeliveryFault.GONE)
        free = shutil.disk_usage(target.parent).free
    except OSError as error:
        raise _problem(target, error, size) from error
    if size > _FAT_LIMIT and file_system(target.parent).casefold() in _FAT:
        raise DeliveryProblem(target, DeliveryFault.FAT_LIMIT, size)
    if free < size + SPARE_BYTES:
        raise DeliveryProblem(target, DeliveryFault.FULL, size + SPARE_BYTES, free)


def file_system(folder: Path) -> str:
    """Return the kind of file system a folder is on ("vfat", "FAT32", "NTFS"), "" where that is not known."""
    if sys.platform == "win32":
        import ctypes

        name = ctypes.create_unicode_buffer(64)
        root = folder.absolute().anchor
        found = ctypes.windll.kernel32.GetVolumeInformationW(root, None, 0, None, None, None, name, 64)
        return name.value if found else ""
    return mount_of(folder)[1]


def _sweep(working: Path) -> None:
    """Clear away what was left half-written: under this name, or by anybody a day ago (others may be writing now)."""
    for leftover in working.parent.glob(f"{files.TEMPORARY_PREFIX}*"):
        with suppress(OSError):
            if leftover == working or time.time() - leftover.stat().st_mtime > _LEFT_SECONDS:
                leftover.unlink()


def _write(chunks: Iterable[bytes], working: Path, size: int, steps: Progress) -> None:
    with working.open("xb", buffering=0) as stream:
        done = 0
        steps.step(done, 2 * size, "Đang ghi")
        for chunk in chunks:
            view = memoryview(chunk)
            while view:
                written = stream.write(view[:CHUNK])
                done += written
                view = view[written:]
                steps.step(done, 2 * size, "Đang ghi")
        os.fsync(stream.fileno())
        _forget(stream.fileno())
    _forget_on_windows(working)


def _prove(working: Path, expected: HandoverFile, steps: Progress, target: Path) -> None:
    """Read back what was written and hold it against what it should be."""
    digest = hashlib.sha256()
    done = 0
    with working.open("rb", buffering=0) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            steps.step(expected.size + min(done, expected.size), 2 * expected.size, "Đang đọc lại để kiểm tra")
    if done != expected.size or digest.hexdigest() != expected.sha256:
        raise DeliveryProblem(target, DeliveryFault.DIFFERS, detail=f"{done} of {expected.size} bytes")


def _forget(descriptor: int) -> None:
    """Tell Linux to drop what it holds of the file, so that reading back asks the device."""
    if sys.platform.startswith("linux"):
        with suppress(OSError):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _forget_on_windows(path: Path) -> None:
    """Open the file once without buffering: Windows then drops what its cache holds of it."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        read, share_read, open_existing, no_buffering = 0x80000000, 1, 3, 0x20000000
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = wintypes.HANDLE
        handle = kernel.CreateFileW(str(path), read, share_read, None, open_existing, no_buffering, None)
        if handle not in (None, wintypes.HANDLE(-1).value):
            kernel.CloseHandle(wintypes.HANDLE(handle))


def _problem(target: Path, error: OSError, size: int) -> DeliveryProblem:
    """Return our error for what the system said while a file was brought to `target`."""
    windows = getattr(error, "winerror", 0) or 0
    detail = str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or windows in _FULL_ON_WINDOWS:
        free = 0
        with suppress(OSError):
            free = shutil.disk_usage(target.parent).free
        return DeliveryProblem(target, DeliveryFault.FULL, size, free, detail)
    if error.errno == errno.EFBIG:
        return DeliveryProblem(target, DeliveryFault.FAT_LIMIT, size, detail=detail)
    if not _answers(target.parent) or error.errno in _GONE or windows in _GONE_ON_WINDOWS:
        return DeliveryProblem(target, DeliveryFault.GONE, detail=detail)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) or windows == 19:
        return DeliveryProblem(target, DeliveryFault.READ_ONLY, detail=detail)
    return DeliveryProblem(target, DeliveryFault.OTHER, detail=detail)


def _answers(folder: Path) -> bool:
    """Tell whether a folder is still there; a stick that is gone gives an error or an empty mount point."""
    try:
        return folder.is_dir()
    except OSError:
        return False
