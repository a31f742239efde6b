"""Use cases of the periodic report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain import figure_making, report_life
from cchc_desktop.domain import period as periods
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Catalogues, Indicator, IndicatorSource
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.figure import Figure, FigureState, Report, Statement
from cchc_desktop.domain.figure_making import Scope
from cchc_desktop.domain.period import Period, WorkCalendar
from cchc_desktop.domain.report_life import ReportState, ReportStep
from cchc_desktop.domain.tally import FROM_LOG
from cchc_desktop.domain.task_due import progress_until, task_dues
from cchc_desktop.errors import Conflict, InvalidInput, NotFound
from cchc_desktop.services.report_sources import ReportSources
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database, UnitOfWork


class ReportService:
    """Computes figures of a period from the log and writes the workbook."""

    def __init__(
        self,
        database: Database,
        units: UnitService,
        catalogues: Callable[[], Catalogues],
        calendar: Callable[[int], WorkCalendar],
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._units = units
        self._read_catalogues = catalogues
        self._calendar = calendar
        self._actor = actor
        self._today = today

    @property
    def _catalogues(self) -> Catalogues:
        return self._read_catalogues()

    def periods(self, year: int) -> tuple[Period, ...]:
        """Return the periods of a report year in their order."""
        return periods.of_year(year, self._catalogues.periods, self._calendar(year))

    def period(self, code: str) -> Period:
        """Return the period of a code such as "2025-Q1".

        Raises:
            NotFound: no rule makes such a period.

        """
        digits = code.strip()[:4]
        calendar = self._calendar(int(digits) if digits.isascii() and digits.isdigit() else self._today().year)
        found = periods.resolve(code, self._catalogues.periods, calendar)
        if found is None:
            raise NotFound("kỳ báo cáo", code)
        return found

    def next_due(self) -> Period:
        """Return the period whose report is due next; of two due on one day the shorter (Q3, not nine months)."""
        today = self._today()
        year = periods.data_year(today, self._catalogues.periods)
        candidates = [p for y in (year - 1, year, year + 1) for p in self.periods(y) if p.deadline >= today]
        return min(candidates, key=lambda p: (p.deadline, p.end - p.start))

    def as_now(self, period: Period | None) -> Period:
        """Return a period as its rule makes it now; the one due next when there is none or it is gone."""
        known = self.periods(period.year) if period else ()
        return next((one for one in known if period and one.code == period.code), None) or self.next_due()

    def working_days(self, start: date, end: date) -> tuple[date, ...]:
        """Return the working days after `start` up to and with `end`; none when `end` is not later."""
        calendar = self._calendar(start.year)
        days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
        return tuple(day for day in days if calendar.is_working(day))

    def report(self, code: str, *, log: bool = True, figures: bool = True) -> Report:
        """Return all figures of a period with the log behind them; without `log` the entries are left out.

        A year of a large log takes most of the time: who needs figures only should not read it. Without `figures`
        too, what is left are the tasks and the number of entries by month and form.

        Raises:
            NotFound: no rule makes such a period.

        """
        period = self.period(code)
        since = self._data_year_start(period)
        catalogues = self._catalogues
        indicators = catalogues.indicators_in(period.start, period.end)
        with self._database.read() as uow:
            plan = uow.plans.for_year(period.year)
            sources = ReportSources(uow, indicators, self._year_of, self._today())
            tasks, days = sources.work(period.year)
            lines: tuple[Figure, ...] = ()
            if figures:
                scope = self._scope(period, since)
                lines = figure_making.figures(indicators, scope, sources.read, uow.statements.all(), tasks)
            activities = uow.activities.in_span(period.start, period.end) if log else ()
            span = period.start, period.end
            tallies = sources.read(*span).tallies if figures else uow.activities.tallies(*span)
            skips = sources.skips
            by_month = uow.activities.by_month(period.start, period.end)
        progress = progress_until(tasks, days, period.end)
        dues = task_dues(tasks, period.year, days, min(self._today(), period.end), skips)
        forms = catalogues.at(period.end).forms
        by_form = tuple((form.name, tallies[form.code, ""].activities) for form in forms if (form.code, "") in tallies)
        title = plan.title if plan else ""
        return Report(period, lines, progress, activities, title, by_month, by_form, since, dues)

    def _scope(self, period: Period, since: date) -> Scope:
        """Return the days of a report, and the periods that what people stated may be about."""
        known = [other for year in (period.year - 1, period.year) for other in self.periods(year)]
        if period.special:
            # A thematic report may begin in the year before its own; it is made once.
            return Scope(period, since, periods.year_before(period), tuple(known))
        code = periods.same_period_last_year(period)
        earlier = next((other for other in known if other.code == code), None)
        return Scope(period, since, earlier or periods.year_before(period), tuple(known))

    def _year_of(self, day: date) -> int:
        return periods.data_year(day, self._catalogues.periods)

    def _data_year_start(self, period: Period) -> date:
        """Return the day the cumulative figures of a period begin."""
        year = self._year_of(period.end)
        start = next((other.start for other in self.periods(year) if other.code.endswith("-Y")), period.start)
        return min(start, period.start)

    def newest_behind(self, period: Period, indicator: Indicator, limit: int = 200) -> tuple[tuple[Activity, ...], int]:
        """Return the newest entries of a period that an indicator counts, and how many there are."""
        if indicator.source not in (*FROM_LOG, IndicatorSource.LOG_DISTINCT):
            return (), 0
        measures = indicator.measures if indicator.source is IndicatorSource.LOG_MEASURE else ()
        with self._database.read() as uow:
            return uow.activities.behind(indicator.forms, measures, period.start, period.end, limit)

    def behind(self, report: Report, indicator: Indicator) -> tuple[Activity, ...]:
        """Return the entries of the period that an indicator counts."""
        if indicator.source not in (*FROM_LOG, IndicatorSource.LOG_DISTINCT):
            return ()
        return tuple(
            activity
            for activity in report.activities
            if (not indicator.forms or activity.form in indicator.forms)
            and (
                indicator.source is not IndicatorSource.LOG_MEASURE
                or any(measure in activity.counts for measure in indicator.measures)
            )
        )

    def state(self, *statements: Statement) -> Change:
        """Keep what a person says of indicators: typed values, or that nothing happened. All are kept, or none.

        Raises:
            InvalidInput: unknown indicator, a value that is missing or negative.
            NotFound: no such period.
            Conflict: the report of the period is frozen.

        """
        for statement in statements:
            self._check(statement)
        with self._database.write(self._actor()) as uow:
            for statement in statements:
                _require_open(uow, statement.period)
                uow.statements.save(statement)
            uow.commit()
        return Change(Topic.FIGURE, tuple(statement.indicator for statement in statements))

    def _check(self, statement: Statement) -> None:
        period = self.period(statement.period)
        problems = {}
        indicator = self._catalogues.at(period.end).indicator(statement.indicator)
        if indicator is None:
            problems["indicator"] = f"không có chỉ tiêu “{statement.indicator}”"
        elif indicator.source is IndicatorSource.FORMULA:
            problems["indicator"] = "chỉ tiêu này được tính từ chỉ tiêu khác, không nhập tay"
        if statement.state is FigureState.COUNTED and (statement.value is None or statement.value < 0):
            problems["value"] = "số liệu phải là số từ 0 trở lên"
        if statement.state is FigureState.UNKNOWN:
            problems["state"] = "hãy chọn “không phát sinh” hoặc nhập số liệu"
        if problems:
            raise InvalidInput(problems)

    def withdraw(self, period_code: str, *indicator_codes: str) -> Change:
        """Take back what was stated of indicators; the log speaks again.

        Raises:
            Conflict: the report of the period is frozen.

        """
        with self._database.write(self._actor()) as uow:
            _require_open(uow, period_code)
            for code in indicator_codes:
                uow.statements.remove(period_code, code)
            uow.commit()
        return Change(Topic.FIGURE, indicator_codes)

    def render(self, report: Report) -> bytes:
        """Return the workbook of a report as .xlsx.

        Raises:
            NotFound: the office's particulars are missing.

        """
        from cchc_desktop.documents.report_workbook import write_report

        unit = self._units.require(report.period.end)
        signature = self._units.signature(report.period.end)
        forms = self._catalogues.forms_between(report.period.start, report.period.end)
        return write_report(report, unit, forms, signature, self._today())

    def export(self, code: str, folder: Path) -> Path:
        """Write the workbook of a period into a folder under its usual name; return the file.

        Raises:
            FileInUse: it is open in Excel.
            FileNotWritten: the place refuses.

        """
        target = folder / self.file_name(self.period(code))
        return self.export_to(code, target)

    def export_to(self, code: str, target: Path) -> Path:
        """Write the workbook of a period to a file; return it."""
        data = self.render(self.report(code))
        files.write_atomically(target, data)
        return target

    def file_name(self, period: Period) -> str:
        """Return the file name to offer: unit code or name, period, ASCII only."""
        unit = self._units.require(period.end)
        from cchc_desktop.domain.text import fold

        stem = unit.code or fold(unit.full_name).replace(" ", "-")
        return files.safe_file_name(f"BC-CCHC_{stem}_{period.code}.xlsx")


def _require_open(uow: UnitOfWork, period: str) -> None:
    """Refuse to change figures of a period whose report is frozen ("chốt kỳ")."""
    draft = uow.reports.of(period)
    if draft is not None and draft.frozen:
        raise Conflict("báo cáo", report_life.refusal(ReportState.FROZEN, ReportStep.EDIT))
