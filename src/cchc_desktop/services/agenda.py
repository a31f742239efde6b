"""Use cases of what there is to do: agenda, calendar, the sheet of a day, and what is left out with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.agenda import Agenda, SinceSheet, since_sheet
from cchc_desktop.domain.agenda_calendar import CalendarSpan, calendar_span
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.period import WorkCalendar, data_year
from cchc_desktop.domain.task_due import TaskDue, task_dues
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.reports import ReportService
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.uow import UnitOfWork

DONE_SHOWN = 12
"""Activities that the sheet of a day lists by name; the others are only counted."""


class AgendaService:
    """Joins the tasks of the plan, the log and the reports by the day they are due."""

    def __init__(
        self,
        database: Database,
        units: UnitService,
        reports: ReportService,
        catalogues: Callable[[], Catalogues],
        calendar: Callable[[int], WorkCalendar],
        actor: Callable[[], str],
    ) -> None:
        self._database = database
        self._units = units
        self._reports = reports
        self._read_catalogues = catalogues
        self._calendar = calendar
        self._actor = actor

    @property
    def _catalogues(self) -> Catalogues:
        return self._read_catalogues()

    def agenda(self, day: date) -> Agenda:
        """Return what there is to do as of a day.

        In the last days of December two plans hold: that of the calendar year, and that of the report year begun.
        """
        years = {day.year, data_year(day, self._catalogues.periods)}
        with self._database.read() as uow:
            tasks = self._dues(uow, years, day)
        periods = tuple(period for year in (day.year, day.year + 1) for period in self._reports.periods(year))
        return Agenda(day, tasks, periods)

    def since(self, last_open: date, today: date) -> SinceSheet:
        """Return the sheet "từ lần mở trước": what was done from that day on, and what is to do today."""
        names = {form.code: form.name for form in self._catalogues.forms}
        wanted = ActivityFilter(start=last_open, end=today, limit=DONE_SHOWN)
        with self._database.read() as uow:
            page = uow.activities.page(wanted, names)
        return since_sheet(self.agenda(today), last_open, page.activities, page.total)

    def calendar(self, first: date, last: date, today: date) -> CalendarSpan:
        """Return the days from `first` to `last`, both inside, with all that is on them; about a year at most.

        States are as seen on `today`.
        """
        years = range(first.year, last.year + 1)
        with self._database.read() as uow:
            tasks = self._dues(uow, set(years), today)
            log = uow.task_days.by_day(first, last)
        periods = [period for year in range(first.year, last.year + 2) for period in self._reports.periods(year)]
        return calendar_span((first, last), today, tasks, periods, log, self._calendar((first.year + last.year) // 2))

    def _dues(self, uow: UnitOfWork, years: set[int], day: date) -> tuple[TaskDue, ...]:
        skips = uow.skips.all()
        found: list[TaskDue] = []
        for year in sorted(years):
            tasks = uow.plans.tasks(year)
            found += task_dues(tasks, year, uow.task_days.of(tasks), day, skips)
        return tuple(found)

    def skip(self, task_id: str, due: date, reason: str) -> Change:
        """Leave an expectation out with a reason; it is no longer late, and the sheet names it.

        Raises:
            InvalidInput: no reason is given.

        """
        if not clean_line(reason):
            raise InvalidInput({"reason": "chưa ghi lý do bỏ qua"})
        with self._database.write(self._actor()) as uow:
            uow.skips.save(task_id, due, clean_line(reason))
            uow.commit()
        return Change(Topic.PLAN)

    def take_up(self, task_id: str, due: date) -> Change:
        """Expect again what was left out."""
        with self._database.write(self._actor()) as uow:
            uow.skips.remove(task_id, due)
            uow.commit()
        return Change(Topic.PLAN)

    def export_sheet(self, sheet: SinceSheet, target: Path) -> Path:
        """Write the sheet of a day as one page of Word; return the file.

        Raises:
            FileInUse: the target is open in Word.
            FileNotWritten: the place refuses.

        """
        from cchc_desktop.documents.todo_sheet import write_todo_sheet

        unit = self._units.current(sheet.agenda.day)
        names = {form.code: form.name for form in self._catalogues.forms}
        files.write_atomically(target, write_todo_sheet(sheet, unit.full_name if unit else "", names))
        return target

    def sheet_name(self, sheet: SinceSheet) -> str:
        """Return the file name of a day's sheet."""
        return files.safe_file_name(f"Việc cần làm {sheet.agenda.day:%d-%m-%Y}.docx")
