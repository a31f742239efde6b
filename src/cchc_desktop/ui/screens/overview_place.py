"""Tổng quan: what is due, how far the plan is, what happened by month, what was logged last."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.agenda import AgendaItem, AgendaKind
from cchc_desktop.domain.change import Topic
from cchc_desktop.errors import AppError
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.overview import Month, Overview, read_overview
from cchc_desktop.ui.place import Place
from cchc_desktop.ui.screens.overview_view import OverviewView
from cchc_desktop.ui.widgets.page_stack import PageStack

if TYPE_CHECKING:
    from cchc_desktop.domain.agenda import SinceSheet
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.screens.overview_calendar_page import CalendarPage
    from cchc_desktop.ui.screens.overview_since_page import SincePage


class OverviewPlace(Place):
    """The first place. Clicks on it open the lists behind its pictures. `filled` fires when fresh data are on show."""

    filled = Signal()

    title = "Tổng quan"
    icon = "mdi6.view-dashboard-outline"
    topics = frozenset({Topic.UNIT, Topic.PLAN, Topic.ACTIVITY, Topic.FIGURE, Topic.REGISTER, Topic.CATALOGUE})
    help_text = (
        "Nơi này trả lời bốn câu hỏi: báo cáo nào sắp đến hạn và còn thiếu số liệu gì; mỗi nhiệm vụ của kế hoạch đã "
        "làm đến đâu; từng tháng có bao nhiêu hoạt động; và vừa ghi những gì. Bấm vào một cột tháng hay một nhiệm "
        "vụ để mở các hoạt động tương ứng trong Nhật ký. “Việc cần làm” liệt kê việc quá hạn, sắp đến hạn và việc đã "
        "làm từ lần mở trước, in được một trang để ghim. “Lịch” cho xem tháng, quý, năm: phím mũi tên đổi ngày, "
        "PageUp, PageDown đổi tháng, Enter mở các hoạt động của ngày, Ctrl+N ghi hoạt động vào ngày ấy."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._button = self._corner_button(self.tr("Ghi hoạt động"), "overview_new", self.new)
        self._button.setProperty("role", "main")
        self._button.setToolTip(self.tr("Mở Nhật ký để ghi một hoạt động (Ctrl+Shift+N)"))
        self._agenda_button = self._corner_button(self.tr("Việc cần làm"), "overview_agenda", self.show_since)
        self._calendar_button = self._corner_button(self.tr("Lịch"), "overview_calendar", self.show_calendar)
        self.corner = QWidget(self)
        row = QHBoxLayout(self.corner)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self._agenda_button, self._calendar_button, self._button):
            row.addWidget(button)
        self.corner.hide()
        self._days: tuple[date, date] | None = None
        self._greeted = False
        self._since: SincePage | None = None
        self._calendar: CalendarPage | None = None
        self._sheet: SinceSheet | None = None
        self._has_icon = False
        self.view = OverviewView(context.settings, self)
        self.view.report_wanted.connect(self._go_report)
        self.view.plan_wanted.connect(self._go_plan)
        self.view.log_wanted.connect(self.find)
        self.view.new_wanted.connect(self.new)
        self.view.month_wanted.connect(self._go_month)
        self.view.task_wanted.connect(self._go_task)
        self.view.activity_wanted.connect(self._go_activity)
        self.view.agenda_wanted.connect(self.show_since)
        self._pages = PageStack(self)
        self._pages.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def _corner_button(self, words: str, name: str, action: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.clicked.connect(action)
        return button

    @property
    def shown(self) -> Overview | None:
        """What is on show."""
        return self.view.shown

    def refresh(self) -> None:
        """Read everything anew on the worker thread."""
        if self._calendar is not None and self._pages.currentWidget() is self._calendar:
            self._calendar.refresh()
        self.context.runner.run(partial(self._read, self._last_open()), self._show)

    def _last_open(self) -> date:
        """Return the last other day the program was opened, today when there is none."""
        today, kept = self.context.today(), self.context.settings.value
        before = kept.opened_before if kept.last_open == today else kept.last_open
        return min(before or today, today)

    def show_early(self, overview: Overview) -> None:
        """Show what stood here at the last close, until `refresh` has read."""
        self.view.show_overview(overview, self.context.today())

    def _read(self, since: date, progress: Progress) -> tuple[Overview, SinceSheet]:
        today = self.context.today()
        return read_overview(self.context.services, today), self.context.services.agenda.since(since, today)

    def _show(self, found: tuple[Overview, SinceSheet]) -> None:
        overview, self._sheet = found
        self.view.show_overview(overview, self.context.today())
        if self._since is not None:
            self._since.show_sheet(self._sheet)
        if not self._greeted:
            self._greeted = True
            self._greet(self._sheet)
        if not self._has_icon:
            self._has_icon = True
            QTimer.singleShot(0, self, self._set_icon)
        self.filled.emit()

    def _set_icon(self) -> None:
        """Load the icon font after the first data: it would hold them up."""
        self._button.setIcon(icon("mdi6.plus", "on_accent"))
        self._agenda_button.setIcon(icon("mdi6.format-list-checks"))
        self._calendar_button.setIcon(icon("mdi6.calendar-month-outline"))

    # ------------------------------------------------------------------ sheet and calendar

    def _greet(self, sheet: SinceSheet) -> None:
        """Show the sheet at the first start of a day, and remember the day."""
        today, kept = self.context.today(), self.context.settings.value
        if kept.last_open == today:
            return
        if kept.last_open is not None and sheet.anything:
            self.show_since()
        with contextlib.suppress(AppError):  # asked again at the next start, no more
            self.context.settings.update(last_open=today, opened_before=kept.last_open)

    def show_since(self) -> None:
        """Show the sheet of what is to do."""
        if self._sheet is None:
            return
        if self._since is None:
            from cchc_desktop.ui.screens.overview_since_page import SincePage

            self._since = SincePage(self.context, self)
            self._since.closed.connect(self._close_page)
            self._since.item_wanted.connect(self._go_item)
            self._since.activity_wanted.connect(self._go_activity)
            self._since.calendar_wanted.connect(self.show_calendar)
            self._pages.addWidget(self._since)
        self._since.show_sheet(self._sheet)
        self._pages.setCurrentWidget(self._since)
        self._since.done_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_calendar(self) -> None:
        """Show the calendar at today."""
        if self._calendar is None:
            from cchc_desktop.ui.screens.overview_calendar_page import CalendarPage

            self._calendar = CalendarPage(self.context, self)
            self._calendar.closed.connect(self._close_page)
            self._calendar.item_wanted.connect(self._go_item)
            self._calendar.activity_wanted.connect(self._go_activity)
            self._calendar.log_wanted.connect(self._go_day)
            self._calendar.new_wanted.connect(self._new_on)
            self._pages.addWidget(self._calendar)
        self._calendar.refresh()
        self._pages.setCurrentWidget(self._calendar)
        self._calendar.focus_day()

    def _close_page(self) -> None:
        self._pages.setCurrentWidget(self.view)

    def escape(self) -> bool:
        """Close what lies over the cards."""
        page = self._pages.currentWidget()
        if page is self.view:
            return False
        if not (self._since is not None and page is self._since and self._since.escape()):
            self._close_page()
        return True

    # ------------------------------------------------------------------ going elsewhere

    def new(self) -> None:
        """Log an activity; from the calendar, on the day that is picked."""
        if self._calendar is not None and self._pages.currentWidget() is self._calendar:
            self._calendar.new()
        else:
            self.wanted.emit("activity", "new")

    def day(self) -> date | None:
        """Return the day that is picked in the calendar, while it is on show."""
        shown = self._calendar is not None and self._pages.currentWidget() is self._calendar
        return self._calendar.selected if shown and self._calendar is not None else None

    def _new_on(self, day: date) -> None:
        self.wanted.emit("activity", day)

    def _go_day(self, day: date) -> None:
        self.wanted.emit("activity", ActivityFilter(start=day, end=day))

    def _go_item(self, item: AgendaItem) -> None:
        if item.kind is AgendaKind.REPORT:
            self.wanted.emit("report", item.id)
        else:
            self._go_task(item.id)

    def find(self) -> None:  # type: ignore[override]
        """Search the log: nothing is searched here."""
        self.wanted.emit("activity", ActivityFilter())

    def _go_report(self) -> None:
        if self.shown is not None:
            self.wanted.emit("report", self.shown.due_code)

    def _go_month(self, month: Month) -> None:
        self.wanted.emit("activity", ActivityFilter(start=month.start, end=month.end))

    def _go_task(self, task_id: str) -> None:
        self.wanted.emit("activity", ActivityFilter(task_id=task_id))

    def _go_plan(self) -> None:
        self.wanted.emit("plan", None)

    def _go_activity(self, activity_id: str) -> None:
        self.wanted.emit("activity", activity_id)
