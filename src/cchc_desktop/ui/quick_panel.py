"""Opens and closes the quick entry at the foot of the window, whatever place is on show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from cchc_desktop.ui.main_window import MainWindow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context, Place
    from cchc_desktop.ui.widgets.quick_entry import QuickEntry

DRAFT = "ghi-nhanh"
"""Name of the draft of what is being typed."""


class QuickPanel(QObject):
    """Keeps the line at the foot of the window and the panel that it opens; one of the two is on show.

    The panel is made when it is first opened. `place` returns the place on show, `go` shows another one.
    """

    def __init__(
        self, window: MainWindow, place: Callable[[], Place | None], go: Callable[[str, object], None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._place = place
        self._go = go
        self._context: Context | None = None
        self.entry: QuickEntry | None = None

    def begin(self, context: Context) -> None:
        """Let activities be logged from now on; say when one was left half typed."""
        self._context = context
        self._window.quick_strip.setEnabled(True)
        self._name_strip()

    def end(self) -> None:
        """Other data are to be opened: let go of everything that shows the old ones."""
        self._window.quick_strip.setEnabled(False)
        self._window.quick_strip.show()
        self._window.room.set_tight(False)
        self._context = None
        if self.entry is not None:
            entry, self.entry = self.entry, None
            entry.hide()
            entry.deleteLater()

    def open(self) -> None:
        """Show the panel, on the day that is picked in the place on show."""
        if self._context is None:
            return
        if self.entry is None:
            from cchc_desktop.ui.widgets.quick_entry import QuickEntry

            self.entry = QuickEntry(self._context, self._window)
            self.entry.hide()
            self.entry.wanted.connect(self._go)
            self.entry.closed.connect(self._close)
            self._window.foot.addWidget(self.entry)
        self._window.quick_strip.hide()
        self._window.room.set_tight(True)
        place = self._place()
        self.entry.open_on(place.day() if place is not None else None)

    def escape(self) -> bool:
        """Put the panel away when the cursor is in it; False when it is not."""
        if self.entry is None or not self._has_focus():
            return False
        self.entry.put_away()
        return True

    def keep(self) -> None:
        """Write what is being typed as a draft."""
        if self.entry is not None:
            self.entry.keep()

    def set_icon(self) -> None:
        """Draw the icon of the line in the colours of now."""
        from cchc_desktop.ui.icons import icon

        self._window.quick_strip.setIcon(icon("mdi6.plus"))

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return self.entry is not None and focused is not None and self.entry.isAncestorOf(focused)

    def _close(self) -> None:
        if self.entry is None:
            return
        had_focus, place = self._has_focus(), self._place()
        self.entry.hide()
        self._window.quick_strip.show()
        self._window.room.set_tight(False)
        self._name_strip()
        if had_focus and place is not None:
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_strip(self) -> None:
        kept = self._context is not None and self._context.services.drafts.read(DRAFT) is not None
        words = self.tr("Ghi tiếp hoạt động đang nhập dở (Ctrl+N)") if kept else self.tr("Ghi nhanh hoạt động (Ctrl+N)")
        self._window.quick_strip.setText(words)
