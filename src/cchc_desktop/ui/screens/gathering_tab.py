"""What every page of "Tổng hợp" is to the place that holds it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cchc_desktop.domain.change import Topic


class GatheringTab(QWidget):
    """A page behind a tab.

    `action` names the main button in the title row while the tab is on show, "" for none; `action_changed` tells that
    it is another one now. `wanted` asks the main window to go to another place, or another tab of this one: (key of
    the place, request).
    """

    wanted = Signal(str, object)
    action_changed = Signal()

    topics: frozenset[Topic] = frozenset()

    @property
    def action(self) -> str:
        """The words of the main button."""
        return ""

    def refresh(self) -> None:
        """Read everything again."""

    def new(self) -> None:
        """Do the main action."""

    def find(self) -> None:  # type: ignore[override]  # hides a static QWidget.find that nobody needs
        """Focus the search box."""

    def accept(self, request: object) -> None:
        """Show what was asked for."""

    def leave(self) -> bool:
        """Write what is being typed; False keeps the person here."""
        return True

    def escape(self) -> bool:
        """Close what was opened last; True when something was closed."""
        return False
