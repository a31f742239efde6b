"""Names of backup files, and which of them are kept.

A name carries a sequence number, because the clock of an office PC can be wrong or be set back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

ENDING = ".cchc-backup"
_NAME = re.compile(r"cchc-(\d{6,9})-(\d{8}-\d{6})-([a-z-]+)\.cchc-backup")
_KEPT_OTHERS = 10


class BackupKind(StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    MANUAL = "manual"
    BEFORE_MIGRATION = "before-migration"
    BEFORE_IMPORT = "before-import"
    BEFORE_RESTORE = "before-restore"
    BEFORE_PURGE = "before-purge"


_KINDS = frozenset(map(str, BackupKind))


@dataclass(frozen=True, slots=True)
class BackupName:
    """What the name of a backup says."""

    path: Path
    sequence: int
    made: str
    kind: BackupKind


def read_name(path: Path) -> BackupName | None:
    """Return what a file name says, None when it is none of ours."""
    match = _NAME.fullmatch(path.name)
    if match is None or match[3] not in _KINDS:
        return None
    return BackupName(path, int(match[1]), match[2], BackupKind(match[3]))


def kind_of(path: Path) -> BackupKind:
    """Return the kind that a file name says; a name that a person chose is a manual backup."""
    name = read_name(path)
    return name.kind if name else BackupKind.MANUAL


def next_name(folder: Path, kind: BackupKind, now: datetime | None = None) -> Path:
    """Return a free path for a new backup: cchc-000012-20250315-101500-daily.cchc-backup."""
    sequence = max((name.sequence for name in named(folder)), default=0) + 1
    return folder / f"cchc-{sequence:06d}-{now or datetime.now():%Y%m%d-%H%M%S}-{kind}{ENDING}"


def named(folder: Path) -> list[BackupName]:
    """Return the backups of a folder by name, newest first; files that a person named are not among them."""
    found = [name for path in folder.glob(f"*{ENDING}") if (name := read_name(path))]
    return sorted(found, key=lambda name: name.sequence, reverse=True)


def superfluous(names: Iterable[BackupName]) -> list[BackupName]:
    """Return the backups to delete, given all of a folder, newest first.

    Kept are the newest daily backup of each of 7 days, 4 weeks and 12 months, and 10 of every other kind.
    """
    daily = {"day": (7, set[str]()), "week": (4, set[str]()), "month": (12, set[str]())}
    others: dict[BackupKind, int] = {}
    found = []
    for name in names:
        if name.kind is not BackupKind.DAILY:
            others[name.kind] = others.get(name.kind, 0) + 1
            if others[name.kind] > _KEPT_OTHERS:
                found.append(name)
        elif not _takes_place(name, daily):
            found.append(name)
    return found


def _takes_place(name: BackupName, places: dict[str, tuple[int, set[str]]]) -> bool:
    try:
        day = datetime.strptime(name.made[:8], "%Y%m%d")
    except ValueError:
        return True
    taken = False
    for span, label in (("day", f"{day:%Y%m%d}"), ("week", f"{day:%G-%V}"), ("month", f"{day:%Y%m}")):
        number, used = places[span]
        if label not in used and len(used) < number:
            used.add(label)
            taken = True
    return taken
