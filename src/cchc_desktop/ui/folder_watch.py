"""Watches a folder for files that come in, also on sticks and shares whose systems tell nothing."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

PAUSE = 10_000
"""Milliseconds between two looks."""

_MOST = 20_000


class FolderWatch(QObject):
    """`arrived` tells that files came or changed and lie still since the last look."""

    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        self._seen: dict[str, tuple[int, int]] = {}
        self._told: dict[str, tuple[int, int]] = {}
        self._timer = QTimer(self, interval=PAUSE)
        self._timer.timeout.connect(self.look)

    def start(self, folder: Path) -> None:
        """Watch a folder from now on; what lies in it already counts as having come."""
        self.folder, self._seen, self._told = folder, {}, {}
        self.look()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        self.folder = None
        self._timer.stop()

    def look(self) -> None:
        """Compare with the last look: what is new and grew no more is told, once."""
        if self.folder is None:
            return
        now = _listed(self.folder)
        ready = [path for path, facts in now.items() if self._seen.get(path) == facts and self._told.get(path) != facts]
        self._seen = now
        if ready:
            self._told.update((path, now[path]) for path in ready)
            self.arrived.emit(sorted(map(Path, ready)))


def _listed(folder: Path) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)  # noqa: PTH118 - a Path for each of thousands of files is slow
            with suppress(OSError):
                facts = os.stat(path)  # noqa: PTH116
                found[path] = facts.st_size, facts.st_mtime_ns
        if len(found) > _MOST:
            break
    return found
