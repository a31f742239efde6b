"""A line with suggestions below (or above) it that never take the keyboard away.

Enter takes what is marked and moves on in one key. The list is a plain tip of a window: a completer's pop-up would
grab the keys, and closing it would cost a key of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QGuiApplication, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from cchc_desktop.domain.text import fold
from cchc_desktop.ui.icons import icon

MOST_SHOWN = 40
_ROWS = 9
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to take: `detail` stands behind the text in the list, `words` are further words to find it by."""

    key: str
    text: str
    detail: str = ""
    words: str = ""


class SuggestLine(QLineEdit):
    """Types ahead over suggestions.

    With `free` any text may stand in the line, nothing is marked until the person goes down, and `taken` tells what
    was taken. Without, the line is one of the suggestions or nothing: the best match is marked while typing, `key`
    is what was chosen, `key_changed` tells when that changes.
    """

    taken = Signal(object)
    key_changed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, free: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._free = free
        self._all: list[tuple[Suggestion, str]] = []
        self._key = ""
        self.popup = _Popup(self)
        self.popup.clicked.connect(self._clicked)
        self._arrow = QAction(icon("mdi6.chevron-down"), self.tr("Mở danh sách"), self)
        self._arrow.triggered.connect(self._toggle)
        if not free:
            self.addAction(self._arrow, QLineEdit.ActionPosition.TrailingPosition)
        self.textEdited.connect(self._edited)

    # ------------------------------------------------------------------ what is offered and chosen

    def set_suggestions(self, items: Sequence[Suggestion]) -> None:
        """Offer other suggestions; the key chosen stays chosen when it is among them."""
        self._all = [(item, fold(f"{item.text} {item.words}")) for item in items]
        if not self._free and self._key and not any(item.key == self._key for item in items):
            self.set_key("")

    def key(self) -> str:
        """Return the key chosen, "" for none."""
        return self._key

    def set_key(self, key: str) -> None:
        """Choose a suggestion by its key; an unknown one empties the line."""
        item = next((item for item, _ in self._all if item.key == key), None) if key else None
        self.setText(item.text if item else "")
        self.setCursorPosition(0)
        self._choose_key(item.key if item else "")

    def unmatched(self) -> bool:
        """Tell whether something stands in the line that is none of the suggestions."""
        return not self._free and not self._key and bool(self.text().strip())

    def settle(self) -> None:
        """Take what was typed when it means one suggestion only."""
        if self._free or self._key or not self.text().strip():
            return
        wanted = fold(self.text())
        exact = [item for item, _ in self._all if fold(item.text) == wanted]
        exact = exact or [item for item, words in self._all if wanted in words]
        if len(exact) == 1:
            self._take(exact[0])

    def matches(self, text: str) -> list[Suggestion]:
        """Return what fits a text, best first: beginning with it, then having all its words."""
        wanted = fold(text)
        if not wanted:
            return [item for item, _ in self._all[:MOST_SHOWN]]
        words = wanted.split()
        found = [(item, folded) for item, folded in self._all if all(word in folded for word in words)]
        found.sort(key=lambda pair: _rank(pair[1], fold(pair[0].words), wanted))
        return [item for item, _ in found[:MOST_SHOWN]]

    # ------------------------------------------------------------------ the list

    def open_list(self, text: str) -> None:
        """Show what fits a text."""
        found = self.matches(text)
        if self._free:
            found = [item for item in found if fold(item.text) != fold(text)]
        if not found:
            self.popup.hide()
            return
        self.popup.show_items(found, marked=not self._free and bool(text.strip()))

    def _edited(self, text: str) -> None:
        if not self._free:
            self._choose_key("")
        if text.strip():
            self.open_list(text)
        else:
            self.popup.hide()

    def _toggle(self) -> None:
        if self.popup.isVisible():
            self.popup.hide()
        else:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.open_list("")

    def _clicked(self, index: QModelIndex) -> None:
        item = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(item, Suggestion):
            self._take(item)

    def _take(self, item: Suggestion) -> None:
        self.popup.hide()
        self.setText(item.text)
        if self.hasFocus():
            self.end(False)
        else:
            self.setCursorPosition(0)
        if not self._free:
            self._choose_key(item.key)
        self.taken.emit(item)

    def _choose_key(self, key: str) -> None:
        if key != self._key:
            self._key = key
            self.key_changed.emit(key)

    # ------------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        """Keep Esc for the open list; the window has a shortcut on it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.popup.isVisible()
        ):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            self.take_marked()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go through the list, Enter takes what is marked and goes on, Esc closes the list."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.popup.isVisible():
                self.popup.step(1 if key == Qt.Key.Key_Down else -1)
            elif key == Qt.Key.Key_Down:
                self.open_list("" if self._key else self.text())
            return
        if key == Qt.Key.Key_Escape and self.popup.isVisible():
            self.popup.hide()
            return
        if key in _ENTER:
            self.take_marked()
            event.ignore()  # whoever holds the line moves on
            return
        super().keyPressEvent(event)

    def take_marked(self) -> None:
        """Take what is marked in the open list, else what was typed when it means one suggestion only."""
        item = self.popup.marked() if self.popup.isVisible() else None
        self.popup.hide()
        if item is not None:
            self._take(item)
        else:
            self.settle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the text, so that typing replaces it."""
        super().focusInEvent(event)
        if not self._free:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list and take what was typed; a composing input method finishes first."""
        QGuiApplication.inputMethod().commit()
        self.popup.hide()
        self.settle()
        super().focusOutEvent(event)
        self.setCursorPosition(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list away too."""
        self.popup.hide()
        super().hideEvent(event)


def _rank(folded: str, words: str, wanted: str) -> int:
    """Return how well a text fits: it begins so, another name of it does, a word begins so, or it is inside."""
    if folded.startswith(wanted):
        return 0
    if f" {wanted} " in f" {words} ":
        return 1
    return 2 if f" {wanted}" in folded else 3


class _Popup(QListWidget):
    """The list. It is a window that takes neither focus nor keys."""

    def __init__(self, line: SuggestLine) -> None:
        super().__init__(line)
        self.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName(f"{line.objectName()}_list")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.hide()
        self._line = line

    def show_items(self, items: Sequence[Suggestion], marked: bool) -> None:
        """Show suggestions below the line, above it where there is no room below."""
        self.clear()
        height = self.fontMetrics().height() + 10
        for item in items:
            row = QListWidgetItem(f"{item.text}  ·  {item.detail}" if item.detail else item.text)
            row.setData(Qt.ItemDataRole.UserRole, item)
            row.setToolTip(item.text)
            row.setSizeHint(QSize(0, height))
            self.addItem(row)
        self.setCurrentRow(0 if marked else -1)
        rows = min(self.count(), _ROWS)
        self.resize(max(self._line.width(), 440), rows * height + 4)
        self._place()
        self.show()

    def _place(self) -> None:
        line = self._line
        corner = line.mapToGlobal(QPoint(0, line.height() + 1))
        room = line.screen().availableGeometry()
        if corner.y() + self.height() > room.bottom():
            corner = line.mapToGlobal(QPoint(0, -self.height() - 1))
        corner.setX(max(room.left(), min(corner.x(), room.right() - self.width())))
        self.move(corner)

    def step(self, step: int) -> None:
        """Mark the next row, or the one before."""
        self.setCurrentRow(max(min(self.currentRow() + step, self.count() - 1), 0))

    def marked(self) -> Suggestion | None:
        """Return what is marked."""
        item = self.currentItem()
        found = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found if isinstance(found, Suggestion) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a click without taking the focus from the line."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.clicked.emit(index)
