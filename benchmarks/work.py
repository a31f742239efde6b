"""The daily jobs on a log of 5,000 activities: search as typed, period figures, plan export, workbook.

    python benchmarks/work.py [--activities 5000]

Prints median and 95th percentile in milliseconds; the workbook also as a ratio to XlsxWriter writing the log alone.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from cchc_desktop import wiring
from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.unit import Unit, UnitKind
from cchc_desktop.paths import Paths
from cchc_desktop.services import sample
from cchc_desktop.services.container import Services

TODAY = date(2026, 6, 20)
TYPED = ("tuyen truyen", "dich vu cong", "phat thanh ve", "Nguyễn Thị Hạnh", "khong co tu nay")


def timed(work: Callable[[], object], times: int) -> list[float]:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - start))
    return sorted(found)


def say(name: str, found: list[float], aim: str) -> None:
    p95 = found[min(len(found) - 1, int(0.95 * len(found)))]
    print(f"{name:44}{statistics.median(found):8.1f} ms  p95 {p95:8.1f} ms   aim {aim}")


def prepare(folder: Path, activities: int) -> Services:
    services = wiring.open_services(Paths.under(folder), lambda: "đo", lambda: TODAY)
    unit = Unit(new_id(), date(2025, 7, 1), UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên", "")
    services.units.save(unit)
    plan = sample.fill(services, TODAY, activities)
    draft = services.plans.clone(plan.id, plan.year + 1).plan  # what is issued cannot grow
    tasks = tuple(replace(draft.tasks[i % len(draft.tasks)], id=new_id()) for i in range(40))
    services.plans.save(replace(draft, tasks=draft.tasks + tasks[len(draft.tasks) :]))
    return services


def search_times(services: Services) -> list[float]:
    """One query per key typed, 50 rows each, as the log place asks."""
    found = []
    for words in TYPED:
        for end in range(1, len(words) + 1):
            wanted = ActivityFilter(words=words[:end], limit=200)
            found += timed(lambda wanted=wanted: services.activities.page(wanted), 3)
    return sorted(found)


def painted_search_times(services: Services, folder: Path) -> list[float]:
    """The same in the log place, with the table painted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from cchc_desktop.settings import Settings
    from cchc_desktop.ui.ask import Ask
    from cchc_desktop.ui.bus import Bus
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.screens.activity_place import ActivityPlace
    from cchc_desktop.ui.settings_store import SettingsStore
    from cchc_desktop.ui.work import Runner

    app = QApplication.instance() or QApplication([])
    runner = Runner(print)
    context = Context(
        services, runner, Bus(), Ask(), SettingsStore(folder / "settings.toml", Settings()),
        lambda: TODAY, lambda: None, lambda text: None,
    )  # fmt: skip
    place = ActivityPlace(context)
    place.resize(1200, 700)
    place.refresh()
    place.show()
    app.processEvents()
    found = []
    for words in TYPED:
        for end in range(1, len(words) + 1):
            start = time.perf_counter()
            place.filters.search.setText(words[:end])
            place.filters.changed.emit()
            place.table.viewport().repaint()
            found.append(1000 * (time.perf_counter() - start))
            app.processEvents()
    runner.close()
    return sorted(found)


def plain_workbook(rows: int, columns: int) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet()
    style = book.add_format({"border": 1, "text_wrap": True})
    for row in range(rows):
        for column in range(columns):
            sheet.write_string(row, column, f"Ô {row} {column} tuyên truyền", style)
    book.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activities", type=int, default=5000)
    activities = parser.parse_args().activities
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        services = prepare(folder, activities)
        print(f"{activities} activities, {len(services.plans.tasks(2027))} tasks; warm, in one process")
        say("search, per key typed (SQL and values)", search_times(services), "p95 < 50")
        say("search, per key typed, painted", painted_search_times(services, folder), "p95 < 50")
        services.reports.report("2026-6M")
        say("figures of six months", timed(lambda: services.reports.report("2026-6M"), 15), "< 100")
        plan_id = services.plans.rows()[0].id
        services.plans.render(services.plans.get(plan_id))
        export = timed(lambda: services.plans.render(services.plans.get(plan_id)), 15)
        say("plan export", export, "< 150")
        report = services.reports.report("2026-Y")
        services.reports.render(report)
        book = timed(lambda: services.reports.render(services.reports.report("2026-Y")), 5)
        say(f"workbook of the year ({len(report.activities)} log rows)", book, "< 1500")
        cells = timed(lambda: plain_workbook(len(report.activities), 12), 5)
        ratio = statistics.median(book) / statistics.median(cells)
        print(f"{'  against XlsxWriter writing the log alone':44}{ratio:8.2f} x")
        services.close()


if __name__ == "__main__":
    main()
