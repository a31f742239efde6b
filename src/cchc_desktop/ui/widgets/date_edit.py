"""A date typed as people do ("15/3", "hôm qua", "t2"), or picked from a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Day

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QGuiApplication, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from cchc_desktop.domain.dates import NotADate, parse_spoken_date, short_date
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.style import colour


class DateEdit(QLineEdit):
    """Reads what `parse_spoken_date` reads and shows dd/MM/yyyy once it is left; Down opens the calendar.

    Text that is no date stays as it was typed. `date_changed` carries the date, or None while there is none.
    """

    date_changed = Signal(object)

    def __init__(self, today: Callable[[], Day], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._last: Day | None = None
        self._popup: QFrame | None = None
        self.setPlaceholderText(self.tr("ngày/tháng/năm"))
        self.setToolTip(self.tr("Gõ 15/3, 15.3.25, hôm qua, t2… hoặc bấm phím ↓ để mở lịch"))
        self._button = QAction(icon("mdi6.calendar-month-outline"), self.tr("Mở lịch"), self)
        self._button.triggered.connect(self.open_calendar)
        self.addAction(self._button, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._check)

    def date(self) -> Day | None:
        """Return the date typed, None when there is none or it is no date."""
        text = self.text().strip()
        if not text:
            return None
        try:
            return parse_spoken_date(text, self._today())
        except NotADate:
            return None

    def problem(self) -> str:
        """Return why the text is no date, "" when it is one or empty."""
        if self.text().strip() and self.date() is None:
            return self.tr("“{}” không phải là ngày có trong lịch").format(self.text().strip())
        return ""

    def set_date(self, day: Day | None) -> None:
        """Show a date, or nothing."""
        self.setText(short_date(day) if day else "")

    def open_calendar(self) -> None:
        """Show the calendar below the field."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setFrameShape(QFrame.Shape.StyledPanel)
        calendar = QCalendarWidget(popup)
        calendar.setLocale(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        weekend = QTextCharFormat()
        weekend.setForeground(QColor(colour("red")))
        for free in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(free, weekend)
        metrics = self.fontMetrics()
        calendar.setMinimumSize(7 * (metrics.horizontalAdvance("Thứ 2") + 22), 13 * metrics.height())
        day = self.date() or self._today()
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.clicked.connect(self._pick)
        calendar.activated.connect(self._pick)
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(calendar)
        popup.adjustSize()
        popup.move(self.mapToGlobal(self.rect().bottomLeft()))
        popup.show()
        calendar.setFocus()
        self._popup = popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar on Down."""
        if event.key() == Qt.Key.Key_Down and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the date out in full; a composing input method finishes first."""
        QGuiApplication.inputMethod().commit()
        day = self.date()
        if day is not None and self.text() != short_date(day):
            self.setText(short_date(day))
        super().focusOutEvent(event)

    def _pick(self, day: QDate) -> None:
        if self._popup is not None:
            self._popup.close()
            self._popup = None
        self.set_date(Day(day.year(), day.month(), day.day()))
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _check(self) -> None:
        day = self.date()
        if day != self._last:
            self._last = day
            self.date_changed.emit(day)
