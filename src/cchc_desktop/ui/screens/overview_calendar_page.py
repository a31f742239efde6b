"""Tổng quan, the calendar: a month, a quarter or a year at a glance, with the day that is picked beside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.agenda import AgendaItem
from cchc_desktop.domain.agenda_calendar import CalendarSpan
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.schedule import day_in
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.agenda_rows import AgendaLine, AgendaRows
from cchc_desktop.ui.widgets.calendar_grid import WEEKDAY_NAMES, CalendarGrid, GridSize
from cchc_desktop.ui.widgets.page_frame import PageFrame

if TYPE_CHECKING:
    from cchc_desktop.domain.activity import Activity
    from cchc_desktop.ui.place import Context

_MONTHS = {GridSize.FULL: 1, GridSize.SMALL: 3, GridSize.TINY: 12}
_COLUMNS = {GridSize.FULL: 1, GridSize.SMALL: 3, GridSize.TINY: 4}
_ROMAN = ("I", "II", "III", "IV")
_FIRST, _LAST = date(2000, 2, 1), date(2100, 11, 30)
_SHOWN = 12
"""Activities of a day that are listed by name."""


class CalendarPage(PageFrame):
    """The calendar.

    `item_wanted` carries an `AgendaItem`, `activity_wanted` an id, `log_wanted` a day whose activities are to be
    shown, `new_wanted` the day of a new one.
    """

    item_wanted = Signal(object)
    activity_wanted = Signal(str)
    log_wanted = Signal(object)
    new_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._context = context
        self.setObjectName("calendar_page")
        self.selected = context.today()
        self.size_kind = GridSize.FULL
        self._spans: dict[int, CalendarSpan] = {}
        self._sets: dict[GridSize, QWidget] = {}
        self._grids: dict[GridSize, list[CalendarGrid]] = {}
        dots = self.tr("Chấm đỏ: quá hạn · vàng: trong 7 ngày · xám: sắp tới · xanh: đã làm.")
        numbers = self.tr("+2: hai hoạt động đã ghi. Số đỏ: ngày lễ, Tết.")
        self._legend = QLabel(f"{dots} {numbers}", self)
        self._room = QVBoxLayout()
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addLayout(self._room, 1)
        row.addWidget(self._day_panel())
        self.column.setContentsMargins(20, 4, 20, 10)
        self.column.addLayout(self._tools())
        self.column.addLayout(row, 1)
        self._legend.setProperty("role", "quiet")
        self._legend.setWordWrap(True)
        self.column.addWidget(self._legend)

    # ------------------------------------------------------------------ building

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back = self._tool("mdi6.chevron-left", self.tr("Lùi lại"), "calendar_back")
        self.back.clicked.connect(self._go_back)
        self.ahead = self._tool("mdi6.chevron-right", self.tr("Tới sau"), "calendar_ahead")
        self.ahead.clicked.connect(self._go_ahead)
        self.today_button = QPushButton(self.tr("Hôm nay"), self)
        self.today_button.setObjectName("calendar_today")
        self.today_button.clicked.connect(self._go_today)
        for button in (self.back, self.today_button, self.ahead):
            row.addWidget(button)
        row.addStretch(1)
        self._modes = QButtonGroup(self)
        for number, (size, word) in enumerate(
            ((GridSize.FULL, self.tr("Tháng")), (GridSize.SMALL, self.tr("Quý")), (GridSize.TINY, self.tr("Năm")))
        ):
            mode = QToolButton(self)
            mode.setObjectName(f"calendar_{size.value}")
            mode.setText(word)
            mode.setCheckable(True)
            mode.setChecked(size is self.size_kind)
            self._modes.addButton(mode, number)
            row.addWidget(mode)
        self._modes.idClicked.connect(self._choose_size)
        return row

    def _tool(self, name: str, words: str, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(key)
        button.setIcon(icon(name))
        button.setToolTip(words)
        button.setAccessibleName(words)
        return button

    def _day_panel(self) -> QFrame:
        card = QFrame(self)
        card.setProperty("role", "card")
        card.setFixedWidth(32 * self.fontMetrics().averageCharWidth() + 40)
        self._day_name = self._label("calendar_day", "heading")
        self._day_note = self._label("calendar_note", "quiet")
        self.items = AgendaRows(True, card)
        self.items.opened.connect(self._open_item)
        self._log_name = self._label("calendar_log", "quiet")
        self.entries = AgendaRows(True, card)
        self.entries.opened.connect(self._open_entry)
        inside = QWidget(card)
        inside.setProperty("role", "page")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        for widget in (self._day_name, self._day_note, self.items, self._log_name, self.entries):
            lines.addWidget(widget)
        lines.addStretch(1)
        area = QScrollArea(card)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.new_button = QPushButton(icon("mdi6.plus"), self.tr("Ghi hoạt động ngày này"), card)
        self.new_button.setObjectName("calendar_new")
        self.new_button.clicked.connect(self.new)
        self.log_button = QPushButton(self.tr("Mở trong Nhật ký"), card)
        self.log_button.setObjectName("calendar_open_log")
        self.log_button.clicked.connect(self._open_log)
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(area, 1)
        column.addWidget(self.new_button)
        column.addWidget(self.log_button)
        return card

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _grids_of(self, size: GridSize) -> list[CalendarGrid]:
        """Return the months of a size, made when first shown."""
        if size not in self._grids:
            holder = QWidget(self)
            grid = QGridLayout(holder)
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setSpacing(14 if size is GridSize.SMALL else 10)
            self._grids[size] = []
            for number in range(_MONTHS[size]):
                month = CalendarGrid(size, holder)
                month.picked.connect(self.pick)
                month.opened.connect(self._open_day)
                grid.addWidget(month, *divmod(number, _COLUMNS[size]))
                self._grids[size].append(month)
            self._sets[size] = holder
            self._room.addWidget(holder, 1)
        for other, holder in self._sets.items():
            holder.setVisible(other is size)
        return self._grids[size]

    # ------------------------------------------------------------------ showing

    def refresh(self) -> None:
        """Read everything anew."""
        self._spans.clear()
        self.show_day(self.selected)

    def show_day(self, day: date) -> None:
        """Show the month, quarter or year of a day, and the day in the panel."""
        self.selected = min(max(day, _FIRST), _LAST)
        count = _MONTHS[self.size_kind]
        start = (self.selected.month - 1) // count * count + 1
        span = self._span(self.selected.year)
        for number, grid in enumerate(self._grids_of(self.size_kind)):
            grid.show_month(date(self.selected.year, start + number, 1), span, self.selected)
        self.heading.setText(self._title())
        self._show_panel()

    def _span(self, year: int) -> CalendarSpan:
        if year not in self._spans:
            edges = date(year, 1, 1) - timedelta(days=7), date(year, 12, 31) + timedelta(days=7)
            self._spans[year] = self._context.services.agenda.calendar(*edges, self._context.today())
        return self._spans[year]

    def _title(self) -> str:
        day = self.selected
        if self.size_kind is GridSize.FULL:
            return self.tr("Lịch tháng {} năm {}").format(day.month, day.year)
        if self.size_kind is GridSize.SMALL:
            return self.tr("Lịch quý {} năm {}").format(_ROMAN[(day.month - 1) // 3], day.year)
        return self.tr("Lịch năm {}").format(day.year)

    def _show_panel(self) -> None:
        day = self._span(self.selected.year).day(self.selected)
        self._day_name.setText(f"{WEEKDAY_NAMES[day.date.weekday()]}, {short_date(day.date)}")
        free = "" if day.working else self.tr("Ngày nghỉ")
        self._day_note.setText(day.holiday or free or self.tr("Ngày làm việc"))
        self.items.show_lines([self._item_line(item) for item in day.items])
        page = self._context.services.activities.page(ActivityFilter(start=day.date, end=day.date, limit=_SHOWN))
        self._log_name.setText(
            self.tr("{} hoạt động đã ghi:").format(page.total) if page.total else self.tr("Chưa ghi hoạt động nào.")
        )
        names = {form.code: form.name for form in self._context.services.catalogues.forms}
        self.entries.show_lines(
            [AgendaLine(one.title, "", names.get(one.form, one.form), "", one) for one in page.activities]
        )

    @staticmethod
    def _item_line(item: AgendaItem) -> AgendaLine:
        title = f"{item.number}. {item.title}" if item.number else item.title
        return AgendaLine(title, "", item.words, item.colour, item)

    # ------------------------------------------------------------------ walking

    def pick(self, day: date) -> None:
        """Go to a day and keep the keys there."""
        focused = any(grid.hasFocus() for grid in self._grids_of(self.size_kind))
        self.show_day(day)
        if focused:
            self.focus_day()

    def focus_day(self) -> None:
        """Put the keyboard on the day that is picked."""
        for grid in self._grids_of(self.size_kind):
            if grid.holds(self.selected):
                grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_size(self, number: int) -> None:
        self.size_kind = tuple(GridSize)[number]
        self.show_day(self.selected)
        self.focus_day()

    def _turn(self, pages: int) -> None:
        months = 12 * self.selected.year + self.selected.month - 1 + pages * _MONTHS[self.size_kind]
        self.show_day(day_in(months // 12, months % 12 + 1, self.selected.day))

    def _go_back(self) -> None:
        self._turn(-1)

    def _go_ahead(self) -> None:
        self._turn(1)

    def _go_today(self) -> None:
        self.show_day(self._context.today())

    # ------------------------------------------------------------------ going elsewhere

    def new(self) -> None:
        """Log an activity of the day that is picked."""
        self.new_wanted.emit(self.selected)

    def _open_log(self) -> None:
        self.log_wanted.emit(self.selected)

    def _open_day(self, day: date) -> None:
        self.log_wanted.emit(day)

    def _open_item(self, item: AgendaItem) -> None:
        self.item_wanted.emit(item)

    def _open_entry(self, activity: Activity) -> None:
        self.activity_wanted.emit(activity.id)
