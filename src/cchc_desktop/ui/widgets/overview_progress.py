"""How far each task of the plan is: a bar against the target, with the numbers in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cchc_desktop.ui import style
from cchc_desktop.ui.models.overview import TaskLine
from cchc_desktop.ui.widgets.task_dot import DOT, draw_dot

_BAR = 8  # px
_LONGEST = "Chậm so với chỉ tiêu"
"""Room is kept for these words; the few longer states make their own bar shorter."""


class ProgressRow(QWidget):
    """One task. `opened` carries its id on a click or Enter."""

    opened = Signal(str)

    def __init__(self, line: TaskLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.setObjectName("task_progress")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = "; ".join(filter(None, (line.numbers, line.words)))
        self.setToolTip(f"{line.content}\n{said}")
        self.setAccessibleName(f"{line.content}: {said}")
        self._hover = False

    def sizeHint(self) -> QSize:
        """Two lines of text, the bar in the second one, and air."""
        return QSize(260, 2 * self.fontMetrics().height() + 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw task and numbers on a line; below, the bar and the state in words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hover or self.hasFocus():
            painter.fillRect(self.rect(), QColor(style.colour("hover")))
        metrics, inside = self.fontMetrics(), self.rect().adjusted(8, 5, -8, -5)
        first = QRect(inside.left(), inside.top(), inside.width(), metrics.height())
        second = QRect(inside.left(), inside.bottom() - metrics.height() + 1, inside.width(), metrics.height())
        numbers = self.line.numbers
        painter.setPen(QColor(style.colour("text")))
        painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, numbers)
        words = f"{self.line.number}. {self.line.content}"
        room = first.width() - metrics.horizontalAdvance(numbers) - 12
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        state = self.state_room()
        if self.line.words:
            left = second.right() - state + 12
            draw_dot(painter, left, second.center().y() + 1, self.line.colour)
            place = second.adjusted(left + DOT + 6 - second.left(), 0, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.line.words)
        self._draw_bar(
            painter, QRectF(second.left() + 0.5, second.center().y() - 3.5, second.width() - state, _BAR - 1)
        )

    def state_room(self) -> int:
        """Return the width kept for the state, the same in all rows so that their bars end alike."""
        longest = self.fontMetrics().horizontalAdvance(_LONGEST)
        own = self.fontMetrics().horizontalAdvance(self.line.words)
        return min(max(longest, own), self.width() * 2 // 3) + DOT + 18

    def _draw_bar(self, painter: QPainter, bar: QRectF) -> None:
        painter.setPen(QPen(QColor(style.colour("edge")), 1))
        painter.setBrush(QColor(style.colour("base")))
        painter.drawRoundedRect(bar, 3, 3)
        share = min(self.line.percent / 100, 1.0)
        if share > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(style.colour("green" if share >= 1 else "accent")))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(bar.width() * share, 4), bar.height()), 3, 3)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up under the mouse."""
        self._hover = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Go dark again."""
        self._hover = False
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the activities of the task."""
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.line.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.line.id)
        else:
            super().keyPressEvent(event)


class ProgressList(QWidget):
    """The tasks of the plan below each other. `opened` carries the id of the task a person opens."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.rows: list[ProgressRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 6, 0)
        self._layout.setSpacing(0)
        self._layout.addStretch(1)

    def show_lines(self, lines: Sequence[TaskLine]) -> None:
        """Show other tasks."""
        for row in self.rows:
            self._layout.removeWidget(row)
            row.deleteLater()
        self.rows = [ProgressRow(line, self) for line in lines]
        for number, row in enumerate(self.rows):
            row.opened.connect(self.opened)
            self._layout.insertWidget(number, row)
