"""Fields of the plan editor. They hold the text as typed; undo belongs to the plan, not to the field."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

# Changing the window or opening a menu is no leaving: the person comes back to the half-typed word.
STAYING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
"""Reasons for losing the focus that do not mean that a field is left."""


class TextLine(QLineEdit):
    """One line. `typed` after every change by the person, `left` when the focus goes elsewhere in the window."""

    typed = Signal()
    left = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    sibling_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.textEdited.connect(self._pass_on)

    def _pass_on(self) -> None:
        self.typed.emit()

    def show_text(self, text: str) -> None:
        """Show `text`; the cursor stays where it is when that is possible."""
        if text != self.text():
            position = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(position, len(text)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand undo and redo to the plan."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) or _is_ctrl_y(event):
            self.redo_wanted.emit()
        elif _is_ctrl_enter(event):
            self.sibling_wanted.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let a composing input method finish, then tell that the field is left."""
        QGuiApplication.inputMethod().commit()
        super().focusOutEvent(event)
        if event.reason() not in STAYING:
            self.left.emit()


class TextBox(QPlainTextEdit):
    """Several lines; each is a paragraph. Signals as in `TextLine`. Tab goes to the next field."""

    typed = Signal()
    left = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    sibling_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self._showing = False
        self.textChanged.connect(self._pass_on)

    def _pass_on(self) -> None:
        if not self._showing:
            self.typed.emit()

    def show_text(self, text: str) -> None:
        """Show `text`, replacing only what differs: cursor and scroll position stay near the change."""
        old = self.toPlainText()
        if text == old:
            return
        start = 0
        while start < min(len(old), len(text)) and old[start] == text[start]:
            start += 1
        tail = 0
        while tail < min(len(old), len(text)) - start and old[-1 - tail] == text[-1 - tail]:
            tail += 1
        cursor = QTextCursor(self.document())
        # Qt counts in UTF-16 units; letters beyond the first plane count twice.
        cursor.setPosition(_units(old[:start]))
        cursor.setPosition(_units(old[: len(old) - tail]), QTextCursor.MoveMode.KeepAnchor)
        self._showing = True
        try:
            cursor.insertText(text[start : len(text) - tail])
        finally:
            self._showing = False

    def select(self, start: int, end: int) -> None:
        """Select letters and show them."""
        text = self.toPlainText()
        cursor = self.textCursor()
        cursor.setPosition(_units(text[:start]))
        cursor.setPosition(_units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand undo and redo to the plan."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) or _is_ctrl_y(event):
            self.redo_wanted.emit()
        elif _is_ctrl_enter(event):
            self.sibling_wanted.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let a composing input method finish, then tell that the field is left."""
        QGuiApplication.inputMethod().commit()
        super().focusOutEvent(event)
        if event.reason() not in STAYING:
            self.left.emit()


class Choice(QComboBox):
    """A list of choices that the wheel does not change while a form is scrolled.

    Qt hands an entry's value back as a plain `str` when it was a `StrEnum`: make the enum of it again.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Long entries are cut in the closed list on a small screen; the open list shows them whole.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass the wheel on to what scrolls."""
        event.ignore()

    def show_value(self, value: object) -> None:
        """Choose the entry that carries `value`."""
        for position in range(self.count()):
            if self.itemData(position) == value:
                self.setCurrentIndex(position)
                return


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_ctrl_y(event: QKeyEvent) -> bool:
    # Ctrl+Y is redo in Word, on every system; Qt knows it on Windows only.
    return event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def _is_ctrl_enter(event: QKeyEvent) -> bool:
    return (
        event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        and event.modifiers() & Qt.KeyboardModifier.ControlModifier == Qt.KeyboardModifier.ControlModifier
    )
