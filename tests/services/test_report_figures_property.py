"""The figures of all periods through real storage equal the figures made of plain Python lists."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cchc_desktop.domain import figure_making
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Form, IndicatorSource
from cchc_desktop.domain.figure import UNKNOWN, Amount, FigureState, Statement
from cchc_desktop.domain.figure_making import Reading
from cchc_desktop.domain.log_import import AcceptedRow, LogPreview
from cchc_desktop.domain.tally import FROM_LOG, Distinct, distinct, tally
from cchc_desktop.services.container import Services

COMPARED = (*FROM_LOG, IndicatorSource.LOG_DISTINCT, IndicatorSource.TYPED)
EDGES = [date(year, 12, day) for year in (2024, 2025, 2026) for day in (13, 14, 15, 16)]


def made_up(chance: random.Random, forms: tuple[Form, ...], tasks: list[str]) -> Activity:
    """Return an entry near the edge of a year as often as not, with any part of its form's measures."""
    form = chance.choice(forms)
    day = chance.choice(EDGES) if chance.random() < 0.5 else date(2024, 11, 1) + timedelta(chance.randrange(800))
    counts = {
        measure.code: Decimal(chance.choice((0, 1, chance.randrange(10**6)))).scaleb(-measure.decimals)
        for measure in form.measures
        if chance.random() < 0.7
    }
    title = f"Việc “{chance.randrange(10**9)}” — đã làm"
    return Activity(day, form.code, title, counts, chance.choice(["", *tasks]))


def act(services: Services, chance: random.Random, live: dict[str, Activity], binned: dict[str, Activity]) -> None:
    """Do one thing that a person does, on both sides."""
    tasks = [task.id for task in services.plans.tasks(2026)]
    forms = services.catalogues.forms
    some = chance.sample(sorted(live), min(len(live), chance.randint(1, 4)))
    match chance.choice(("save", "import", "edit", "edit", "bin", "restore")):
        case "save":
            saved = services.activities.save(made_up(chance, forms, tasks)).activity
            live[saved.id] = saved
        case "import":
            rows = [AcceptedRow("Sổ", n, made_up(chance, forms, tasks)) for n in range(chance.randint(1, 20))]
            services.activities.apply_import(LogPreview("sổ.xlsx", tuple(rows), ()))
            live |= {row.activity.id: services.activities.get(row.activity.id) for row in rows}
        case "edit":
            for key in some:
                new = made_up(chance, forms, tasks)
                edited = replace(live[key], date=new.date, form=new.form, counts=new.counts, task_id=new.task_id)
                live[key] = services.activities.save(edited).activity
        case "bin":
            services.activities.bin(some)
            binned |= {key: live.pop(key) for key in some}
        case "restore":
            back = chance.sample(sorted(binned), min(len(binned), 3))
            services.activities.restore(back)
            live |= {key: binned.pop(key) for key in back}


def state(services: Services, chance: random.Random) -> None:
    """Type a value, or say that nothing happened."""
    indicators = [one for one in services.catalogues.indicators if one.source in COMPARED]
    period = chance.choice([*services.reports.periods(2025), *services.reports.periods(2026)])
    indicator = chance.choice(indicators).code
    if chance.random() < 0.5:
        services.reports.state(Statement(period.code, indicator, FigureState.NIL, None, "không có"))
    else:
        said = Decimal(chance.randrange(1000))
        services.reports.state(Statement(period.code, indicator, FigureState.COUNTED, said, "đếm lại"))


def compare(services: Services, live: dict[str, Activity]) -> int:
    """Compare all periods of two years; return how many figures of the log were counted."""
    counted = 0
    with services._desk.database.read() as uow:
        statements = uow.statements.all()
    for period in (*services.reports.periods(2025), *services.reports.periods(2026)):
        indicators = services.catalogues.indicators_in(period.start, period.end)

        def read(start: date, end: date, indicators: object = indicators) -> Reading:
            inside = [one for one in live.values() if start <= one.date <= end]
            others = {}
            for one in indicators:  # type: ignore[attr-defined]
                if one.source is IndicatorSource.LOG_DISTINCT:
                    number = distinct(Distinct(one.item), one.forms, inside)
                    others[one.code] = Amount.of(number) if number else UNKNOWN
            return Reading(tally(inside), others)

        report = services.reports.report(period.code)
        assert report.cumulative_from is not None
        scope = services.reports._scope(period, report.cumulative_from)
        tasks = services.plans.tasks(period.year)
        plain = figure_making.figures(indicators, scope, read, statements, tasks)
        for found, wanted in zip(report.figures, plain, strict=True):
            if found.indicator.source in COMPARED:
                assert found == wanted, (period.code, found.indicator.code)
                counted += found.found.state is FigureState.COUNTED
        inside = sorted((one for one in live.values() if period.start <= one.date <= period.end), key=lambda a: a.date)
        assert [one.date for one in report.activities] == [one.date for one in inside]
        assert {one.id for one in report.activities} == {one.id for one in inside}
        assert sum(number for _, number in report.by_month) == len(inside)
        assert sum(number for _, number in report.by_form) == len(inside)
    return counted


@pytest.mark.parametrize("seed", range(3))
def test_figures_of_all_periods_equal_those_of_plain_python(services: Services, seed: int) -> None:
    chance = random.Random(seed)
    services.plans.create(2026)
    live: dict[str, Activity] = {}
    binned: dict[str, Activity] = {}
    counted = 0
    for number in range(45):
        act(services, chance, live, binned)
        if number % 5 == 4:
            state(services, chance)
        if number % 15 == 14:
            counted += compare(services, live)
    assert len(live) > 30
    assert counted > 100, "the comparison is not of empty figures"
