"""Where a database must not live: network shares, sticks and synchronised folders damage SQLite files."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

from cchc_desktop.errors import UnsafeLocation, UnsafePlace

_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "icloud drive",
    "iclouddrive",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "pcloud drive",
)
_NETWORK_SYSTEMS = frozenset(
    {
        "afs",
        "afpfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.davfs2",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.sshfs",
        "glusterfs",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
        "vboxsf",
    }
)
_REMOVABLE_MOUNTS = ("/media/", "/run/media/")
_DRIVE_REMOVABLE, _DRIVE_REMOTE, _DRIVE_CDROM = 2, 4, 5


def refuse_unsafe(path: Path) -> None:
    """Refuse a place for the database that is not a folder of a fixed disk of this computer.

    Raises:
        UnsafeLocation: it is on a network, removable or synchronised drive.

    """
    place = unsafe_place(path.absolute(), windows_drive_type(path), mount_of(path))
    if place is None:
        resolved = path.resolve()
        place = unsafe_place(resolved, windows_drive_type(resolved), mount_of(resolved))
    if place is not None:
        raise UnsafeLocation(path, place)


def unsafe_place(path: PurePath, drive_type: int = 0, mount: tuple[str, str] = ("", "")) -> UnsafePlace | None:
    """Decide about a place from facts alone.

    Args:
        path: absolute.
        drive_type: what Windows' `GetDriveTypeW` says of its root (2 removable, 3 fixed, 4 network), 0 unknown.
        mount: Linux mount point and file system type.

    """
    point, system = mount
    if str(path).startswith(("\\\\", "//")) and not str(path).startswith(("\\\\?\\", "\\\\.\\")):
        return UnsafePlace.NETWORK
    if drive_type == _DRIVE_REMOTE or system.casefold() in _NETWORK_SYSTEMS:
        return UnsafePlace.NETWORK
    if drive_type in (_DRIVE_REMOVABLE, _DRIVE_CDROM) or f"{point}/".startswith(_REMOVABLE_MOUNTS):
        return UnsafePlace.REMOVABLE
    if any(_is_synced(part) for part in path.parent.parts):
        return UnsafePlace.SYNCED
    return None


def _is_synced(part: str) -> bool:
    name = part.casefold()
    # "OneDrive - UBND xã Lệ Xá", "Dropbox (Personal)", but not "onedrives-list".
    return any(name == known or name.startswith((f"{known} ", f"{known}-", f"{known}(")) for known in _SYNCED)


def windows_drive_type(path: Path) -> int:
    """Return what Windows says of the drive of a path; 0 elsewhere."""
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(path.absolute().anchor))
    return 0


def mount_of(path: Path) -> tuple[str, str]:
    """Return mount point and file system type of a path on Linux; empty elsewhere."""
    if not sys.platform.startswith("linux"):
        return "", ""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "", ""
    return find_mount(path.absolute(), lines)


def find_mount(path: PurePath, lines: Iterable[str]) -> tuple[str, str]:
    """Return the deepest mount point above a path and its type, from the lines of /proc/mounts."""
    best = ("", "")
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        if path.is_relative_to(point) and len(point) >= len(best[0]):
            best = point, fields[2]
    return best
