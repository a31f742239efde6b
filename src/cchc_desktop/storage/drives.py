"""Which sticks and cards are plugged in."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from cchc_desktop.domain.handover import Drive
from cchc_desktop.storage.delivery import file_system

_MOUNTS = ("/media/", "/run/media/")
_DRIVE_REMOVABLE = 2
_ESCAPES = (("\\040", " "), ("\\011", "\t"), ("\\134", "\\"))


def removable_drives() -> tuple[Drive, ...]:
    """Return the drives that can be pulled out and answer now, in the order of their names.

    A hard disk in a USB case counts as fixed under Windows; it is reached as a folder.
    """
    found = []
    for root in _roots():
        with suppress(OSError):  # a card reader without a card, a stick on its way out
            usage = shutil.disk_usage(root)
            found.append(Drive(str(root), _label(root), usage.free, usage.total, file_system(root)))
    return tuple(found)


def _roots() -> tuple[Path, ...]:
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        mask = kernel.GetLogicalDrives()
        letters = [chr(ord("A") + place) for place in range(2, 26) if mask >> place & 1]  # A: and B: are floppies
        return tuple(
            Path(f"{letter}:\\") for letter in letters if kernel.GetDriveTypeW(f"{letter}:\\") == _DRIVE_REMOVABLE
        )
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    return mounted(lines)


def mounted(lines: Iterable[str]) -> tuple[Path, ...]:
    """Return where desktops mount sticks, from the lines of /proc/mounts."""
    points = set()
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1]
        for escape, letter in _ESCAPES:
            point = point.replace(escape, letter)
        if point.startswith(_MOUNTS):
            points.add(Path(point))
    return tuple(sorted(points))


def _label(root: Path) -> str:
    if sys.platform == "win32":
        import ctypes

        name = ctypes.create_unicode_buffer(261)
        found = ctypes.windll.kernel32.GetVolumeInformationW(str(root), name, 261, None, None, None, None, 0)
        return name.value if found else ""
    return root.name
