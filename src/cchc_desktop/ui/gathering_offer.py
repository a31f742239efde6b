"""Shows "Tổng hợp" in the left bar of an office that others report to; a commune's clerk is not bothered with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cchc_desktop.domain.change import Change, Topic

if TYPE_CHECKING:
    from cchc_desktop.ui.main_window import MainWindow
    from cchc_desktop.ui.place import Context


class GatheringOffer(QObject):
    """Watches the directory and the settings, as long as the data it was made for are open."""

    def __init__(self, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("gathering_offer")
        self._context = context
        self._button = window.left_bar.buttons["gathering"]
        context.bus.changed.connect(self._changed)
        self.look()

    def look(self) -> None:
        """Show the place, or hide it."""
        gathers = self._context.settings.value.gathering or self._context.services.directory.count() > 0
        self._button.setVisible(gathers)

    def close(self) -> None:
        """Look no more: other data are opened."""
        self._context.bus.changed.disconnect(self._changed)
        self.setObjectName("")
        self.deleteLater()

    def _changed(self, change: Change) -> None:
        if change.topic in (Topic.SETTINGS, Topic.DIRECTORY):
            self.look()


def offer_gathering(context: Context, window: MainWindow) -> None:
    """Look now and after every change, in the place of an earlier watch."""
    for earlier in window.findChildren(GatheringOffer, "gathering_offer"):
        earlier.close()
    GatheringOffer(context, window)
