"""The one signal by which screens learn that a record changed. No screen calls another screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from cchc_desktop.domain.change import Change


class Bus(QObject):
    """Passes the `Change` of each successful command on to the open screens.

    `changed` carries the `Change`; screens that show its topic reload.
    """

    changed = Signal(object)

    def announce(self, change: Change) -> None:
        """Tell everybody what a command changed. To be called in the GUI thread."""
        self.changed.emit(change)
