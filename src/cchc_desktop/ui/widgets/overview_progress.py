"""How far each task of the plan is: a bar against the target, with the numbers in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cchc_desktop.ui import style
from cchc_desktop.ui.models.overview import TaskLine

_BAR = 8  # px


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
        self.setToolTip(f"{line.content}\n{line.numbers}")
        self.setAccessibleName(f"{line.content}: {line.numbers}")
        self._hover = False

    def sizeHint(self) -> QSize:
        """One line of text, the bar, and air."""
        return QSize(260, self.fontMetrics().height() + _BAR + 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw task and numbers on a line, the bar below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hover or self.hasFocus():
            painter.fillRect(self.rect(), QColor(style.colour("hover")))
        metrics, inside = self.fontMetrics(), self.rect().adjusted(8, 4, -8, -4)
        numbers = self.line.numbers
        width = metrics.horizontalAdvance(numbers) + 12
        room = inside.adjusted(0, 0, 0, -_BAR - 6)
        painter.setPen(QColor(style.colour("text")))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, numbers)
        words = f"{self.line.number}. {self.line.content}"
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inside.width() - width)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        bar = QRectF(inside.left() + 0.5, inside.bottom() - _BAR + 0.5, inside.width() - 1, _BAR - 1)
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
