"""A chart of horizontal bars with names and numbers beside them, so that it reads in black and white.

Each bar opens the list behind it by click or Enter.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cchc_desktop.domain.numbers import format_number
from cchc_desktop.ui import style
from cchc_desktop.ui.models.report_bars import Bar

_GAP = 10
_LABEL_SHARE = 0.55  # of the width, at most, for the names


class ReportBarChart(QWidget):
    """`opened` carries the `ActivityFilter` of the bar that was clicked."""

    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._bars: tuple[Bar, ...] = ()
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars shown."""
        return self._bars

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars."""
        self._bars = tuple(bars)
        self._current = min(self._current, len(self._bars) - 1)
        self.setAccessibleDescription("; ".join(f"{bar.label}: {format_number(bar.value)}" for bar in bars))
        self.updateGeometry()
        self.update()

    def row_height(self) -> int:
        """Return the height of a bar with its gap, in device independent pixels."""
        return self.fontMetrics().height() + 12

    def bar_at(self, position: QPoint) -> int:
        """Return the number of the bar at a point, -1 for none."""
        number = position.y() // self.row_height()
        return number if 0 <= number < len(self._bars) else -1

    def sizeHint(self) -> QSize:
        """Ask for room for all bars."""
        return QSize(420, self.row_height() * max(1, len(self._bars)))

    def minimumSizeHint(self) -> QSize:
        """Ask for room for all bars."""
        return QSize(260, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars."""
        painter = QPainter(self)
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(bar.label) for bar in self._bars), default=0) + 2
        names = min(widest, round(self.width() * _LABEL_SHARE))
        numbers = max((metrics.horizontalAdvance(format_number(bar.value)) for bar in self._bars), default=0)
        most = max((bar.value for bar in self._bars), default=0)
        room = self.width() - names - numbers - 3 * _GAP
        for row, bar in enumerate(self._bars):
            line = QRect(0, row * self.row_height(), self.width(), self.row_height())
            if row == self._current and self.hasFocus():
                painter.fillRect(line, QColor(style.colour("picked")))
            painter.setPen(QColor(style.colour("text")))
            label = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, names)
            painter.drawText(line.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, label)
            length = round(room * bar.value / most) if most else 0
            start = names + _GAP + 4
            if length:
                painter.setPen(QPen(QColor(style.colour("accent_dark")), 1))
                painter.setBrush(QColor(style.colour("accent")))
                painter.drawRect(QRect(start, line.top() + 5, length, line.height() - 11))
                painter.setPen(QColor(style.colour("text")))
            painter.drawText(
                line.adjusted(start + length + 8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, format_number(bar.value)
            )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the whole name of a bar, and that it can be clicked."""
        number = self.bar_at(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
        if number >= 0:
            bar = self._bars[number]
            text = self.tr("{}: {} hoạt động. Bấm để xem trong Nhật ký.").format(bar.label, format_number(bar.value))
            QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the list behind a bar."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._open(self.bar_at(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between bars with the arrow keys, open one with Enter."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps and self._bars:
            self._current = max(0, min(len(self._bars) - 1, self._current + steps[Qt.Key(event.key())]))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self._current)
        else:
            super().keyPressEvent(event)

    def _open(self, number: int) -> None:
        if 0 <= number < len(self._bars):
            self._current = number
            self.update()
            self.opened.emit(self._bars[number].wanted)
