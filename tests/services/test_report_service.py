"""Figures of a period through real storage; the workbook read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from cchc_desktop.domain import figure, tally
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Indicator, IndicatorSource
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.errors import InvalidInput, NotFound
from cchc_desktop.services import sample
from cchc_desktop.services.container import Services

TODAY = date(2026, 6, 20)


def _indicator(services: Services) -> Indicator:
    return next(i for i in services.catalogues.indicators if i.source is IndicatorSource.LOG_MEASURE)


def _log(services: Services, day: date, indicator: Indicator, amount: str | None) -> Activity:
    form = services.catalogues.form(indicator.forms[0])
    assert form is not None
    counts = {} if amount is None else {indicator.measures[0]: Decimal(amount)}
    return services.activities.save(Activity(day, form.code, f"Việc ngày {day}", counts)).activity


def _figure(services: Services, code: str, indicator: Indicator) -> figure.Figure:
    return next(f for f in services.reports.report(code).figures if f.indicator.code == indicator.code)


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2026-Q1", date(2025, 12, 15), date(2026, 3, 14)),
        ("2026-6M", date(2025, 12, 15), date(2026, 6, 14)),
        ("2026-Q3", date(2026, 6, 15), date(2026, 9, 14)),
        ("2026-9M", date(2025, 12, 15), date(2026, 9, 14)),
        ("2026-Y", date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_the_boundary_days_fall_where_the_rule_says(services: Services, code: str, start: date, end: date) -> None:
    indicator = _indicator(services)
    for day, amount in ((start - timedelta(1), "1"), (start, "10"), (end, "100"), (end + timedelta(1), "1000")):
        _log(services, day, indicator, amount)
    report = services.reports.report(code)
    assert (report.period.start, report.period.end) == (start, end)
    assert _figure(services, code, indicator).current == figure.Amount.of(110)
    assert len(report.activities) == 2


def test_the_three_zeros_are_kept_apart(services: Services) -> None:
    indicator = _indicator(services)
    assert _figure(services, "2026-Q1", indicator).current.state is FigureState.UNKNOWN
    services.reports.state(Statement("2026-Q1", indicator.code, FigureState.NIL))
    assert _figure(services, "2026-Q1", indicator).current.state is FigureState.NIL
    _log(services, date(2026, 1, 5), indicator, None)
    assert _figure(services, "2026-Q1", indicator).current.state is FigureState.UNKNOWN
    _log(services, date(2026, 1, 5), indicator, "0")
    assert _figure(services, "2026-Q1", indicator).current == figure.Amount.of(0)
    services.reports.state(Statement("2026-Q1", indicator.code, FigureState.COUNTED, Decimal(7), "đếm lại"))
    assert _figure(services, "2026-Q1", indicator).current == figure.Amount.of(7)
    services.reports.withdraw("2026-Q1", indicator.code)
    assert _figure(services, "2026-Q1", indicator).current == figure.Amount.of(0)


def test_cumulative_and_last_year(services: Services) -> None:
    indicator = _indicator(services)
    _log(services, date(2025, 12, 20), indicator, "3")
    _log(services, date(2026, 7, 1), indicator, "5")
    _log(services, date(2025, 8, 1), indicator, "2")
    line = _figure(services, "2026-Q3", indicator)
    assert (line.current.value, line.cumulative.value, line.previous.value) == (5, 8, 2)
    assert len(services.reports.behind(services.reports.report("2026-Q3"), indicator)) == 1


def test_figures_from_storage_equal_figures_from_plain_python(services: Services) -> None:
    sample.fill(services, TODAY, activities=300)
    report = services.reports.report("2026-6M")
    counted = tally.tally(report.activities)
    for line in report.figures:
        if line.indicator.source in (IndicatorSource.LOG_COUNT, IndicatorSource.LOG_MEASURE):
            assert line.current == tally.from_log(line.indicator, counted)[0], line.indicator.code
    assert len(report.activities) > 50
    assert any(progress.done for progress in report.progress)
    work = services.reports.report("2026-6M", log=False, figures=False)
    assert work == replace(report, activities=(), figures=())


def test_the_workbook_holds_the_figures_as_values(services: Services, tmp_path) -> None:
    sample.fill(services, TODAY, activities=150)
    form = services.catalogues.forms[0].code
    services.activities.save(Activity(date(2026, 6, 1), form, '=HYPERLINK("http://x") & <b>'))
    path = services.reports.export("2026-6M", tmp_path)
    assert path.name.isascii()
    book = load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "HYPERLINK" in cell.value:
                    assert cell.data_type == "s"
    values = load_workbook(path, data_only=True)
    assert not [c.coordinate for s in values for r in s.iter_rows() for c in r if c.data_type == "f"]


def test_refusals(services: Services) -> None:
    indicator = _indicator(services)
    for code in ("2026-Q2", "2026", "", "abcd-Q1", "9999-Q1"):
        with pytest.raises(NotFound):
            services.reports.period(code)
    with pytest.raises(InvalidInput):
        services.reports.state(Statement("2026-Q1", "KHONGCO", FigureState.NIL))
    with pytest.raises(InvalidInput):
        services.reports.state(Statement("2026-Q1", indicator.code, FigureState.COUNTED, None))


def test_deadline_counts_working_days(services: Services) -> None:
    # 14/3/2026 is a Saturday: two working days later is Tuesday 17/3.
    assert services.reports.period("2026-Q1").deadline == date(2026, 3, 17)
    assert services.reports.next_due().code == "2026-Q3"
