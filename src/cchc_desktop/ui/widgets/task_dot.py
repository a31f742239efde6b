"""The dot that goes with the state of a task, like a traffic light. Words always stand beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from cchc_desktop.ui import style

DOT = 10
"""Side of the dot in device-independent pixels."""


def draw_dot(painter: QPainter, left: float, middle: float, role: str) -> None:
    """Draw the dot of a colour role at a height; `left` is its left edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.colour(role)))
    painter.drawEllipse(int(left), int(middle - DOT / 2), DOT, DOT)
    painter.restore()


def dot_icon(role: str) -> QIcon:
    """Return the dot of a colour role as an icon."""
    picture = QPixmap(2 * DOT, 2 * DOT)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_dot(painter, 0, DOT / 2, role)
    painter.end()
    return QIcon(picture)
