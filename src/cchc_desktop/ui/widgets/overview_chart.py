"""Activities by month as bars: readable in black and white, by keyboard, and by a screen reader."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cchc_desktop.domain.numbers import format_number
from cchc_desktop.ui import style
from cchc_desktop.ui.models.overview import Month

_GAP = 0.34  # of a month's room left blank between bars


class MonthChart(QWidget):
    """Bars of months. `picked` carries the `Month` clicked, or chosen with the arrow keys and Enter."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("month_chart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(7 * self.fontMetrics().height())
        self.months: tuple[Month, ...] = ()
        self.current = -1

    def show_months(self, months: tuple[Month, ...]) -> None:
        """Draw other months."""
        self.months = months
        self.current = -1
        spoken = ", ".join(f"{month.label}: {month.count}" for month in months if month.count)
        self.setAccessibleName(self.tr("Số hoạt động theo tháng"))
        self.setAccessibleDescription(spoken or self.tr("chưa có hoạt động nào"))
        self.update()

    def bar_at(self, point: QPoint) -> int:
        """Return the number of the month at a point, -1 outside."""
        if not self.months or not self.rect().contains(point):
            return -1
        return min(int(point.x() * len(self.months) / max(self.width(), 1)), len(self.months) - 1)

    def center_of(self, number: int) -> QPoint:
        """Return a point on the bar of a month."""
        room = self.width() / len(self.months)
        return QPoint(int((number + 0.5) * room), self.height() - 2 * self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars with the number above and the month below each."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        floor = self.height() - line - 8
        painter.setPen(QPen(QColor(style.colour("edge")), 1))
        painter.drawLine(0, floor, self.width(), floor)
        if not self.months:
            return
        room = self.width() / len(self.months)
        most = max(month.count for month in self.months) or 1
        for number, month in enumerate(self.months):
            left = number * room
            self._draw_bar(painter, QRectF(left, line + 4, room, floor - line - 4), month, month.count / most, number)
            painter.setPen(QColor(style.colour("quiet")))
            place = QRectF(left, floor + 4, room, line + 4)
            fits = self.fontMetrics().horizontalAdvance(month.label) < room
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, month.label if fits else month.label.split("/")[0])

    def _draw_bar(self, painter: QPainter, room: QRectF, month: Month, share: float, number: int) -> None:
        if month.count:
            height = max(room.height() * share, 3)
            bar = QRectF(
                room.left() + room.width() * _GAP / 2, room.bottom() - height, room.width() * (1 - _GAP), height
            )
            chosen = number == self.current
            painter.fillRect(bar, QColor(style.colour("accent_dark" if chosen else "accent")))
            painter.setPen(QColor(style.colour("text")))
            line = self.fontMetrics().height()
            above = QRectF(room.left(), bar.top() - line - 2, room.width(), line)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, format_number(month.count))
        if number == self.current:
            painter.setPen(QPen(QColor(style.colour("accent")), 1, Qt.PenStyle.DashLine))
            painter.drawRect(room.adjusted(1, -room.top() + 1, -1, 0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which bar would be clicked."""
        self._point_to(self.bar_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the bar under the mouse."""
        if not self.hasFocus():
            self._point_to(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the activities behind a bar."""
        self._pick(self.bar_at(event.position().toPoint()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the last month that has anything."""
        super().focusInEvent(event)
        if self.current < 0 and event.reason() is not Qt.FocusReason.MouseFocusReason:
            filled = [number for number, month in enumerate(self.months) if month.count]
            self._point_to(filled[-1] if filled else 0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget the chosen bar."""
        super().focusOutEvent(event)
        self._point_to(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, open with Enter."""
        if event.key() == Qt.Key.Key_Left and self.current > 0:
            self._point_to(self.current - 1)
        elif event.key() == Qt.Key.Key_Right and self.current < len(self.months) - 1:
            self._point_to(self.current + 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self.current)
        else:
            super().keyPressEvent(event)

    def _point_to(self, number: int) -> None:
        if number != self.current:
            self.current = number
            self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def _pick(self, number: int) -> None:
        if 0 <= number < len(self.months):
            self.picked.emit(self.months[number])


class ReadyRing(QWidget):
    """How many of a report's indicators have a figure: a ring with the numbers inside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ready_ring")
        side = 6 * self.fontMetrics().height()
        self.setFixedSize(side, side)
        self._known, self._all = 0, 0

    def show_share(self, known: int, of: int) -> None:
        """Draw another share."""
        self._known, self._all = known, of
        self.setAccessibleName(self.tr("{} trong {} chỉ tiêu đã có số liệu").format(known, of))
        self.setToolTip(self.accessibleName())
        self.setVisible(of > 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring from the top, clockwise."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = self.width() / 9
        ring = QRectF(self.rect()).adjusted(thick, thick, -thick, -thick)
        painter.setPen(QPen(QColor(style.colour("line")), thick))
        painter.drawEllipse(ring)
        if self._known:
            colour = style.colour("green" if self._known == self._all else "accent")
            painter.setPen(QPen(QColor(colour), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawArc(ring, 90 * 16, -int(360 * 16 * self._known / self._all))
        painter.setPen(QColor(style.colour("text")))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, f"{self._known}/{self._all}")
