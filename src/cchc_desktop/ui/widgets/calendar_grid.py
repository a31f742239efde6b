"""One month of a calendar in three sizes: with the titles, with dots and numbers, or at a glance.

Colour is never alone: the tool tip, the panel of the day and what a screen reader says have the words.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cchc_desktop.domain.agenda_calendar import CalendarDay, CalendarSpan
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.schedule import day_in, month_end
from cchc_desktop.ui import style
from cchc_desktop.ui.widgets.task_dot import DOT, draw_dot

_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
WEEKDAY_NAMES = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_TITLES_FROM = 96
"""Width of a cell from which titles are written in it; a narrower one counts."""
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class GridSize(Enum):
    """How much a month shows."""

    FULL = "full"
    SMALL = "small"
    TINY = "tiny"


def day_words(day: CalendarDay) -> str:
    """Return a day in words: its name, what is due, how many activities."""
    parts = [f"{WEEKDAY_NAMES[day.date.weekday()]}, {short_date(day.date)}", day.holiday]
    parts += [f"{item.title}: {item.words}" for item in day.items]
    parts.append(f"{day.activities} hoạt động" if day.activities else "")
    return "\n".join(filter(None, parts))


class CalendarGrid(QWidget):
    """A month. `picked` carries the day clicked or walked to, `opened` the one chosen with Enter or a double click."""

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, size: GridSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendar_grid")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.size_kind = size
        self.first = date(2000, 1, 1)
        self.selected = self.first
        self._span: CalendarSpan | None = None
        rows = {GridSize.FULL: 14, GridSize.SMALL: 14, GridSize.TINY: 8}[size]
        columns = {GridSize.FULL: 7 * 6, GridSize.SMALL: 7 * 4, GridSize.TINY: 7 * 2.4}[size]
        self.setMinimumSize(
            int(columns * self.fontMetrics().averageCharWidth() * 1.2), rows * self.fontMetrics().height()
        )

    def show_month(self, first: date, span: CalendarSpan, selected: date) -> None:
        """Show the month that begins on `first`, with one day selected (it may lie in another month)."""
        self.first, self._span = first, span
        self.select(selected)

    def select(self, day: date) -> None:
        """Select a day."""
        self.selected = day
        self.setAccessibleName(f"Tháng {self.first.month} năm {self.first.year}")
        self.setAccessibleDescription(day_words(self._day(day)))
        self.update()

    def holds(self, day: date) -> bool:
        """Tell whether a day is of this month."""
        return (day.year, day.month) == (self.first.year, self.first.month)

    # ------------------------------------------------------------------ places

    @property
    def _monday(self) -> date:
        return self.first - timedelta(days=self.first.weekday())

    @property
    def _weeks(self) -> int:
        if self.size_kind is not GridSize.FULL:
            return 6
        return (self.first.weekday() + month_end(self.first.year, self.first.month).day + 6) // 7

    def _head(self) -> float:
        lines = 1 if self.size_kind is GridSize.FULL else 2
        return lines * (self.fontMetrics().height() + 6)

    def cell(self, day: date) -> QRectF:
        """Return the place of a day."""
        week, column = divmod((day - self._monday).days, 7)
        width, height = self.width() / 7, (self.height() - self._head() - 1) / self._weeks
        return QRectF(column * width, self._head() + week * height, width, height)

    def day_at(self, point: QPoint) -> date | None:
        """Return the day at a point, None where there is none."""
        height = (self.height() - self._head() - 1) / self._weeks
        week, column = int((point.y() - self._head()) // height), int(point.x() * 7 // max(self.width(), 1))
        if not (0 <= week < self._weeks and 0 <= column < 7):
            return None
        day = self._monday + timedelta(days=7 * week + column)
        return day if self._shown(day) else None

    def _shown(self, day: date) -> bool:
        return self.size_kind is GridSize.FULL or self.holds(day)

    def _day(self, day: date) -> CalendarDay:
        return self._span.day(day) if self._span else CalendarDay(day)

    # ------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the head and all days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_head(painter)
        for number in range(7 * self._weeks):
            day = self._monday + timedelta(days=number)
            if self._shown(day):
                self._draw_cell(painter, self._day(day), self.cell(day))

    def _draw_head(self, painter: QPainter) -> None:
        line = self.fontMetrics().height() + 6
        top = 0.0
        if self.size_kind is not GridSize.FULL:
            painter.setFont(self._font(bold=True))
            painter.setPen(QColor(style.colour("text")))
            painter.drawText(QRectF(0, 0, self.width(), line), _CENTRE, f"Tháng {self.first.month}")
            top = line
        painter.setFont(self._font(0.9))
        painter.setPen(QColor(style.colour("quiet")))
        for column, name in enumerate(_WEEKDAYS):
            painter.drawText(QRectF(column * self.width() / 7, top, self.width() / 7, line), _CENTRE, name)

    def _font(self, share: float = 1.0, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * share)
        font.setBold(bold)
        return font

    def _draw_cell(self, painter: QPainter, day: CalendarDay, room: QRectF) -> None:
        self._draw_ground(painter, day, room)
        if self.size_kind is GridSize.TINY:
            self._draw_number(painter, day, room, _CENTRE)
            if day.items:
                middle = room.center().x()
                painter.fillRect(QRectF(middle - 7, room.bottom() - 4, 14, 3), QColor(style.colour(day.colour)))
            return
        line = self.fontMetrics().height()
        top = QRectF(room.left() + 5, room.top() + 2, room.width() - 10, line)
        self._draw_number(painter, day, top, _LEFT)
        if self.size_kind is GridSize.SMALL:
            self._draw_dots(painter, day, room)
        else:
            self._draw_titles(painter, day, room)

    def _draw_ground(self, painter: QPainter, day: CalendarDay, room: QRectF) -> None:
        tiny = self.size_kind is GridSize.TINY
        if day.date == self.selected:
            painter.fillRect(room, QColor(style.colour("picked")))
        elif tiny and day.activities:
            painter.fillRect(room.adjusted(1, 1, -1, -1), QColor(style.colour("hover")))
        elif not tiny:
            painter.fillRect(room, QColor(style.colour("base" if day.working else "window")))
        if not tiny:
            painter.setPen(QPen(QColor(style.colour("line")), 1))
            painter.drawRect(room)
        if day.date == self.selected and self.hasFocus():
            painter.setPen(QPen(QColor(style.colour("accent")), 2))
            painter.drawRect(room.adjusted(1, 1, -1, -1))

    def _draw_number(self, painter: QPainter, day: CalendarDay, room: QRectF, flags: int) -> None:
        today = self._span is not None and day.date == self._span.today
        text = str(day.date.day)
        painter.setFont(self._font(bold=today or bool(day.holiday)))
        colour = "faint" if not self.holds(day.date) else "red" if day.holiday else "text"
        if today:
            width = painter.fontMetrics().horizontalAdvance(text) + 10
            height = self.fontMetrics().height()
            left = room.center().x() - width / 2 if flags == _CENTRE else room.left() - 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(style.colour("accent")))
            painter.drawRoundedRect(QRectF(left, room.center().y() - height / 2, width, height), 4, 4)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(style.colour("on_accent")))
            painter.drawText(QRectF(left, room.top(), width, room.height()), _CENTRE, text)
            return
        painter.setPen(QColor(style.colour(colour)))
        painter.drawText(room, flags, text)

    def _draw_dots(self, painter: QPainter, day: CalendarDay, room: QRectF) -> None:
        """Draw a dot for each colour with the number of items, and how many activities there are."""
        painter.setFont(self._font(0.85))
        metrics = painter.fontMetrics()
        line = QRectF(room.left() + 5, room.bottom() - metrics.height() - 3, room.width() - 9, metrics.height())
        if day.items:
            draw_dot(painter, line.left(), line.center().y() + 1, day.colour)
            painter.setPen(QColor(style.colour("text")))
            painter.drawText(line.adjusted(DOT + 3, 0, 0, 0), _LEFT, str(len(day.items)))
        if day.activities:
            painter.setPen(QColor(style.colour("quiet")))
            top = QRectF(line.left(), room.top() + 2, line.width(), self.fontMetrics().height())
            painter.drawText(top, _RIGHT, f"+{day.activities}")

    def _draw_titles(self, painter: QPainter, day: CalendarDay, room: QRectF) -> None:
        line = self.fontMetrics().height()
        painter.setFont(self._font(0.85))
        metrics = painter.fontMetrics()
        inside = room.adjusted(5, line + 3, -5, -2)
        if day.holiday:
            number = self.fontMetrics().horizontalAdvance("30") + 12
            top = QRectF(room.left() + number, room.top() + 2, room.width() - number - 4, line)
            painter.setPen(QColor(style.colour("red")))
            painter.drawText(
                top, _RIGHT, metrics.elidedText(day.holiday, Qt.TextElideMode.ElideRight, int(top.width()))
            )
        lines = int(inside.height() // metrics.height())
        if day.activities and lines:
            lines -= 1
            foot = QRectF(inside.left(), inside.bottom() - metrics.height(), inside.width(), metrics.height())
            words = f"{day.activities} hoạt động"
            if metrics.horizontalAdvance(words) > foot.width():
                words = f"+{day.activities}"
            painter.setPen(QColor(style.colour("quiet")))
            painter.drawText(foot, _LEFT, words)
        for number, (colour, words) in enumerate(self._titles(day, lines, room.width())):
            row = QRectF(inside.left(), inside.top() + number * metrics.height(), inside.width(), metrics.height())
            draw_dot(painter, row.left(), row.center().y() + 1, colour)
            painter.setPen(QColor(style.colour("text")))
            text = row.adjusted(DOT + 4, 0, 0, 0)
            painter.drawText(text, _LEFT, metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(text.width())))

    @staticmethod
    def _titles(day: CalendarDay, lines: int, width: float) -> list[tuple[str, str]]:
        """Return what fits into a cell: (colour, words) of each line."""
        if not day.items or lines < 1:
            return []
        if width < _TITLES_FROM or (lines == 1 and len(day.items) > 1):
            return [(day.colour, f"{len(day.items)} việc")]
        shown = len(day.items) if len(day.items) <= lines else lines - 1
        found = [(item.colour, item.title) for item in day.items[:shown]]
        if shown < len(day.items):
            found.append((day.colour, f"và {len(day.items) - shown} việc khác"))
        return found

    # ------------------------------------------------------------------ mouse and keys

    def event(self, event: QEvent) -> bool:
        """Show a day in words under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            day = self.day_at(event.pos())
            QToolTip.showText(event.globalPos(), day_words(self._day(day)) if day else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a day."""
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self.picked.emit(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a day."""
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self.opened.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by days, weeks and months; open with Enter."""
        day = self.selected
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        key = Qt.Key(event.key())
        if key in steps:
            self.picked.emit(day + timedelta(days=steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            months = 12 * day.year + day.month - 1 + (1 if key == Qt.Key.Key_PageDown else -1)
            self.picked.emit(day_in(months // 12, months % 12 + 1, day.day))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.picked.emit(day.replace(day=1) if key == Qt.Key.Key_Home else month_end(day.year, day.month))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(day)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame around the day."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.update()
