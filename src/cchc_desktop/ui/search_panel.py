"""Opens and closes the one search box, whatever place is on show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from cchc_desktop.ui.main_window import MainWindow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.screens.search_page import SearchPage


class SearchPanel(QObject):
    """Keeps the page of the search, which is made when it is first opened. `go` shows a place with a request."""

    def __init__(self, window: MainWindow, go: Callable[[str, object], None]) -> None:
        super().__init__(window)
        self._window = window
        self._go = go
        self._context: Context | None = None
        self._before: QWidget | None = None
        self.page: SearchPage | None = None

    def begin(self, context: Context) -> None:
        """Let things be searched from now on."""
        self._context = context
        self._window.left_bar.search.setEnabled(True)

    def end(self) -> None:
        """Other data are to be opened: let go of everything that shows the old ones."""
        self._context = None
        if self.page is not None:
            page, self.page = self.page, None
            page.hide()
            page.deleteLater()

    def open(self) -> None:
        """Show the box; when it is open already, go back to it."""
        if self._context is None:
            return
        if self.page is None:
            from cchc_desktop.ui.screens.search_page import SearchPage

            self.page = SearchPage(self._context, self._window.ground)
            self.page.wanted.connect(self._go)
            self.page.closed.connect(self.close)
            self.page.hide()
        if self.page.isHidden():
            self._before = QApplication.focusWidget()
        self.page.begin()

    def key(self, action: str) -> bool:
        """Open on "search" (and go back to the box on "find"), close on "escape"; False when it is not for us."""
        shown = self.page is not None and not self.page.isHidden()
        if action == "search" or (shown and action == "find"):
            self.open()
            return True
        if shown:
            self.close()
        return shown and action == "escape"

    def close(self) -> None:
        """Close the box, and go back to where the cursor was."""
        if self.page is None or self.page.isHidden():
            return
        self.page.hide()
        before, self._before = self._before, None
        if before is not None and _alive(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_icon(self) -> None:
        """Draw the icon in the colours of now."""
        from cchc_desktop.ui.icons import icon

        self._window.left_bar.search.setIcon(icon("mdi6.magnify"))


def _alive(widget: QWidget) -> bool:
    import shiboken6

    return shiboken6.isValid(widget) and widget.isVisible()
