"""Things to do below each other: what, until when, and how far that is, with a dot and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cchc_desktop.ui import style
from cchc_desktop.ui.widgets.task_dot import DOT, draw_dot

_GAP = 12
_DAY_FROM = 600
"""Width of a line from which the day stands in it besides the words; below, the tool tip has it."""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A line: `day` and `words` stand right, `value` is what `opened` carries. `action` is a small button's text."""

    title: str
    day: str
    words: str
    colour: str
    value: Any
    action: str = ""


class AgendaRow(QWidget):
    """One line. `opened` and `acted` carry the line; `moved` carries -1 or 1 for the keys up and down."""

    opened = Signal(object)
    acted = Signal(object)
    moved = Signal(int)

    def __init__(self, line: AgendaLine, stacked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self._stacked = stacked
        self._hover = False
        self.setObjectName("agenda_row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = "; ".join(filter(None, (line.day, line.words)))
        self.setToolTip(f"{line.title}\n{said}")
        self.setAccessibleName(f"{line.title}: {said}")
        self.button: QPushButton | None = None
        self.action_room = 0
        if line.action:
            self._add_button(line.action)

    def _add_button(self, text: str) -> None:
        self.button = QPushButton(text, self)
        self.button.setObjectName("agenda_action")
        self.button.setProperty("role", "link")
        self.button.setAccessibleName(f"{text} {self.line.title}")
        self.button.clicked.connect(self._act)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.addStretch(1)
        row.addWidget(self.button)

    def sizeHint(self) -> QSize:
        """One line, or two in a narrow place."""
        lines = 2 if self._stacked else 1
        button = self.button.sizeHint().height() if self.button else 0
        return QSize(220, max(lines * self.fontMetrics().height() + 12, button + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what it is left, until when and the state right (or below, in a narrow place)."""
        painter = QPainter(self)
        if self._hover or self.hasFocus():
            painter.fillRect(self.rect(), QColor(style.colour("hover")))
        metrics = self.fontMetrics()
        inside = self.rect().adjusted(8, 4, -8 - self.action_room, -4)
        words = inside
        if self._stacked:
            words = QRect(inside.left(), inside.center().y() + 1, inside.width(), inside.height() // 2)
            inside = QRect(inside.left(), inside.top(), inside.width(), inside.height() // 2)
        state = metrics.horizontalAdvance(self.line.words)
        left = words.left() if self._stacked else words.right() - max(state, self._state_room()) - DOT - 6
        self._draw_state(painter, QRect(left, words.top(), words.right() - left + 1, words.height()))
        end = inside.right() if self._stacked else left - _GAP
        if self.line.day and not self._stacked and self.width() >= _DAY_FROM:
            day = metrics.horizontalAdvance("00/00/0000")
            painter.setPen(QColor(style.colour("quiet")))
            painter.drawText(QRect(end - day, inside.top(), day, inside.height()), _MIDDLE, self.line.day)
            end -= day + _GAP
        painter.setPen(QColor(style.colour("text")))
        shown = metrics.elidedText(self.line.title, Qt.TextElideMode.ElideRight, end - inside.left())
        painter.drawText(QRect(inside.left(), inside.top(), end - inside.left(), inside.height()), _MIDDLE, shown)

    def _state_room(self) -> int:
        """Return the width kept for the words, so that they begin below each other."""
        return self.fontMetrics().horizontalAdvance("Chậm so với chỉ tiêu")

    def _draw_state(self, painter: QPainter, room: QRect) -> None:
        left = room.left()
        if self.line.colour:
            draw_dot(painter, left, room.center().y() + 1, self.line.colour)
            left += DOT + 6
        painter.setPen(QColor(style.colour("quiet" if self._stacked else "text")))
        text = QRect(left, room.top(), room.right() - left + 1, room.height())
        shown = self.fontMetrics().elidedText(self.line.words, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, _MIDDLE, shown)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up under the mouse."""
        self._hover = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Go dark again."""
        self._hover = False
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what the line is about."""
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, walk with the arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.line)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _act(self) -> None:
        self.acted.emit(self.line)


_MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class AgendaRows(QWidget):
    """Lines below each other. `opened` and `acted` carry the `value` of a line."""

    opened = Signal(object)
    acted = Signal(object)

    def __init__(self, stacked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[AgendaRow] = []
        self._stacked = stacked
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_lines(self, lines: Sequence[AgendaLine]) -> None:
        """Show other lines."""
        for row in self.rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [AgendaRow(line, self._stacked, self) for line in lines]
        for row in self.rows:
            row.opened.connect(self._open)
            row.acted.connect(self._act)
            row.moved.connect(self._move)
            self._layout.addWidget(row)
        self.reserve(max((row.button.sizeHint().width() for row in self.rows if row.button), default=0))

    def reserve(self, room: int) -> None:
        """Keep so much room for the buttons at the right, in device-independent pixels."""
        for row in self.rows:
            row.action_room = room

    def _open(self, line: AgendaLine) -> None:
        self.opened.emit(line.value)

    def _act(self, line: AgendaLine) -> None:
        self.acted.emit(line.value)

    def _move(self, step: int) -> None:
        here = self.rows.index(self.sender())  # type: ignore[arg-type]
        if 0 <= here + step < len(self.rows):
            self.rows[here + step].setFocus(Qt.FocusReason.TabFocusReason)
