"""The plan in Word: export beside docxtpl alone on the same template, import, and the check of what came out.

    python benchmarks/plan_export.py [--tasks 40]

Prints median and 95th percentile in milliseconds, warm, and how many times the time of docxtpl an export takes.
docxtpl alone fills the same template with the same fields, escapes them and saves; it does not check the template,
size the columns of the appendix, keep the signature together or set the file's properties.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path

import docx
from docxtpl import DocxTemplate

from cchc_desktop import wiring
from cchc_desktop.documents.plan_export.context import plan_context
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.unit import Unit, UnitKind
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services

TODAY = date(2026, 6, 20)
PAGES = 8
LETTERS_PER_PAGE = 2600
AIM_MS, AIM_RATIO = 100, 1.3


def timed(works: list[Callable[[], object]], times: int) -> list[list[float]]:
    """Time the works in turn, so that whatever else the machine does falls on all of them alike."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for row, work in zip(found, works, strict=True):
            start = time.perf_counter()
            work()
            row.append(1000 * (time.perf_counter() - start))
    return [sorted(row) for row in found]


def say(name: str, found: list[float], aim: str) -> None:
    p95 = found[min(len(found) - 1, int(0.95 * len(found)))]
    print(f"{name:44}{statistics.median(found):8.1f} ms  p95 {p95:8.1f} ms   aim {aim}")


def large_plan(services: Services, tasks: int) -> Plan:
    """Return a plan whose body fills about eight pages, its appendix apart."""
    plan = replace(services.plans.create(2026).plan, number=7, date=date(2026, 1, 13))
    whole = docx.Document(io.BytesIO(services.plans.render(plan)))
    letters = sum(len(paragraph.text) for paragraph in whole.paragraphs)
    models = cycle(plan.tasks)
    return replace(
        plan,
        sections=tuple(
            replace(section, id=new_id())
            for _ in range(max(1, round(PAGES * LETTERS_PER_PAGE / letters)))
            for section in plan.sections
        ),
        tasks=tuple(replace(next(models), id=new_id()) for _ in range(tasks)),
    )


def docxtpl_alone(template: Path, plan: Plan) -> bytes:
    filled = DocxTemplate(template)
    filled.render(plan_context(plan), autoescape=True)
    memory = io.BytesIO()
    filled.save(memory)
    return memory.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=40)
    tasks = parser.parse_args().tasks
    with tempfile.TemporaryDirectory() as name:
        services = wiring.open_services(Paths.under(Path(name) / "data"), lambda: "đo", lambda: TODAY)
        services.units.save(Unit(new_id(), date(2025, 7, 1), UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên", ""))
        plan = large_plan(services, tasks)
        template = services.plans.template(plan)
        start = time.perf_counter()
        made = services.plans.render(plan)
        print(f"{len(made) // 1024} KB, {len(plan.tasks)} tasks")
        print(f"{'first export':44}{1000 * (time.perf_counter() - start):8.1f} ms")
        file = Path(name) / "kế hoạch.docx"
        file.write_bytes(made)
        ours, theirs = timed([lambda: services.plans.render(plan), lambda: docxtpl_alone(template, plan)], 41)
        say(f"export, about {PAGES} pages", ours, f"< {AIM_MS}")
        say("docxtpl alone, same template and fields", theirs, "-")
        ratio = statistics.median(ours) / statistics.median(theirs)
        print(f"{'export : docxtpl alone':44}{ratio:8.2f} x{'':22}aim <= {AIM_RATIO}")
        [read] = timed([lambda: services.plans.read_word(file)], 15)
        say("import of that file", read, "< 1000")
        [checked] = timed([lambda: services.checks.check_data(made)], 15)
        say("check of that file", checked, "< 1000")
        services.close()


if __name__ == "__main__":
    main()
