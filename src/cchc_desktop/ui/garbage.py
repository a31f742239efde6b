"""Collects garbage in the GUI thread only.

Python runs its collector in whatever thread happens to make the next object. A closed page is nearly always part of a
cycle, so a worker that counts figures would sooner or later delete widgets, which Qt answers with a crash: a widget may
be deleted in its own thread alone.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_PAUSE = 1000  # ms between two looks
_THRESHOLDS = (2_000, 10, 25)
"""Objects of the youngest generation, and collections of a generation before the next one is looked through."""


class GarbageCollector(QObject):
    """Takes the place of Python's own timing for as long as it lives; `stop` gives it back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what has grown past its threshold, the oldest such generation with all younger ones."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > _THRESHOLDS[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.enable()
