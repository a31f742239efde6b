"""Agenda, the sheet "từ lần mở trước" and the calendar on a large log.

    python benchmarks/agenda.py [--activities 100000]

Prints median and 95th percentile in milliseconds. The log spreads over five years; the plan has 40 tasks.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

from cchc_desktop import wiring
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.log_import import AcceptedRow, LogPreview
from cchc_desktop.domain.unit import Unit, UnitKind
from cchc_desktop.paths import Paths
from cchc_desktop.services import sample
from cchc_desktop.services.container import Services

TODAY = date(2026, 6, 20)
START = date(2021, 12, 15)
TIMES = ("Hằng tháng", "Quý II, quý III", "Thường xuyên", "Trước 30/6", "Hằng tuần", "2 lần/tháng", "Hằng quý", "")
TASKS = 40


def timed(work: Callable[[], object], times: int = 25) -> list[float]:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - start))
    return sorted(found)


def say(name: str, found: list[float], aim: str) -> None:
    p95 = found[int(0.95 * len(found))]
    print(f"{name:44}{statistics.median(found):8.1f} ms  p95 {p95:8.1f} ms   aim {aim}")


def prepare(folder: Path, activities: int) -> Services:
    services = wiring.open_services(Paths.under(folder), lambda: "đo", lambda: TODAY)
    services.units.save(Unit(new_id(), date(2025, 7, 1), UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên", ""))
    plan = services.plans.create(TODAY.year).plan
    models = cycle(plan.tasks)
    tasks = tuple(
        replace(next(models), id=new_id(), time_text=time_text) for time_text, _ in zip(cycle(TIMES), range(TASKS))
    )
    plan = services.plans.save(replace(plan, tasks=tasks)).plan
    rows = sample.sample_activities(services.catalogues.forms, plan.tasks, START, TODAY, activities, 2026)
    accepted = tuple(AcceptedRow("Mẫu", index, row) for index, row in enumerate(rows, 1))
    services.activities.apply_import(LogPreview("do", accepted, ()))
    return services


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activities", type=int, default=100_000)
    activities = parser.parse_args().activities
    with tempfile.TemporaryDirectory() as name:
        services = prepare(Path(name) / "data", activities)
        agenda = services.agenda
        linked = sum(one.progress.activities for one in agenda.agenda(TODAY).tasks)
        print(f"{activities} activities, {linked} of them linked to {TASKS} tasks; warm, in one process")
        say("agenda", timed(lambda: agenda.agenda(TODAY)), "< 100")
        say("sheet since a week", timed(lambda: agenda.since(TODAY - timedelta(days=7), TODAY)), "< 100")
        month = (date(2026, 6, 1), date(2026, 7, 12))
        say("calendar of a month", timed(lambda: agenda.calendar(*month, TODAY)), "< 100")
        year = (date(2026, 1, 1), date(2026, 12, 31))
        say("calendar of a year", timed(lambda: agenda.calendar(*year, TODAY)), "< 100")
        services.close()


if __name__ == "__main__":
    main()
