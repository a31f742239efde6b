"""Pages of which one is shown; only that one says how much room is needed at least."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


class PageStack(QStackedWidget):
    """A stack that a wide or high page on a hidden layer does not keep from fitting a small screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._remeasure)

    def _remeasure(self) -> None:
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of the page on show."""
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint().expandedTo(page.minimumSize())

    def sizeHint(self) -> QSize:
        """Return the best size of the page on show."""
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()
