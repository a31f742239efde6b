"""The layout check of a file of twenty pages: checking, annotating, repairing.

    python benchmarks/check.py [--pages 20]

Prints median and 95th percentile in milliseconds. The file is an export of ours, broken on purpose all over.
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
from pathlib import Path

import docx
from docx.shared import Pt

from cchc_desktop import wiring
from cchc_desktop.documents.check import annotate, repair
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.unit import Unit, UnitKind
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services

TODAY = date(2026, 6, 20)
LETTERS_PER_PAGE = 2600


def timed(work: Callable[[], object], times: int = 15) -> list[float]:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - start))
    return sorted(found)


def say(name: str, found: list[float], aim: str) -> None:
    p95 = found[min(len(found) - 1, int(0.95 * len(found)))]
    print(f"{name:44}{statistics.median(found):8.1f} ms  p95 {p95:8.1f} ms   aim {aim}")


def document(services: Services, pages: int) -> bytes:
    plan = services.plans.create(2026).plan
    whole = services.plans.render(replace(plan, number=7, date=date(2026, 1, 13)))
    letters = sum(len(paragraph.text) for paragraph in docx.Document(io.BytesIO(whole)).paragraphs)
    times = max(1, round(pages * LETTERS_PER_PAGE / letters))
    sections = tuple(replace(section, id=new_id()) for _ in range(times) for section in plan.sections)
    return services.plans.render(replace(plan, sections=sections, number=7, date=date(2026, 1, 13)))


def broken(data: bytes) -> bytes:
    opened = docx.Document(io.BytesIO(data))
    for number, paragraph in enumerate(opened.paragraphs):
        for run in paragraph.runs if number % 3 == 0 else []:
            run.font.name, run.font.size = "Arial", Pt(12)
    memory = io.BytesIO()
    opened.save(memory)
    return memory.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as name:
        services = wiring.open_services(Paths.under(Path(name) / "data"), lambda: "đo", lambda: TODAY)
        services.units.save(Unit(new_id(), date(2025, 7, 1), UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên", ""))
        good = document(services, pages)
        bad = broken(good)
        start = time.perf_counter()
        services.checks.check_data(good)
        print(f"{'first check, with reading the rules':44}{1000 * (time.perf_counter() - start):8.1f} ms")
        say(f"check, about {pages} pages, sound", timed(lambda: services.checks.check_data(good)), "< 1000")
        say(f"check, about {pages} pages, broken all over", timed(lambda: services.checks.check_data(bad)), "< 1000")
        result = services.checks.check_data(bad)
        say("annotated copy", timed(lambda: annotate(bad, result)), "< 1000")
        say("repaired copy", timed(lambda: repair(bad, result)), "< 2000")
        services.close()


if __name__ == "__main__":
    main()
