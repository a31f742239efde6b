"""The desk of a report on a large log, and the official workbook beside XlsxWriter writing the same cells.

    python benchmarks/report.py [--data FOLDER] [--activities 100000]

Without `--data` a log is made first (`_log_data.py`), which takes half a minute. Prints medians in milliseconds.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import _log_data as log_data
import xlsxwriter
from openpyxl import load_workbook

from cchc_desktop import wiring
from cchc_desktop.paths import Paths

PERIODS = ("2026-Q1", "2026-6M", "2025-Y")


def median(work: Callable[[], object], times: int) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - start))
    return statistics.median(found)


def plain_copy(cells: list[tuple[str, list[tuple[object, ...]]]]) -> bytes:
    """Write the same cells with XlsxWriter alone: values with a border and a number format, no heights, no charts."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        words = book.add_format({"border": 1, "text_wrap": True, "num_format": "@"})
        numbers = book.add_format({"border": 1, "num_format": "#,##0"})
        for name, rows in cells:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is None:
                        continue
                    if isinstance(value, int | float):
                        sheet.write_number(number, column, value, numbers)
                    else:
                        sheet.write_string(number, column, str(value), words)
    return stream.getvalue()


def measure(folder: Path) -> None:
    services = wiring.open_services(Paths.under(folder), lambda: "đo", lambda: log_data.TODAY)
    for code in PERIODS:
        services.report_desk.open(code)
        print(f"desk of {code:10}{median(lambda code=code: services.report_desk.open(code), 7):8.0f} ms   aim 300")
    report = services.reports.report("2026-Q1")
    ours = median(lambda: services.reports.render(report), 3)
    book = load_workbook(io.BytesIO(services.reports.render(report)), read_only=True)
    cells = [(sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in book]
    number = sum(value is not None for _, rows in cells for row in rows for value in row)
    bare = median(lambda: plain_copy(cells), 3)
    print(
        f"official workbook, {number} cells {ours:8.0f} ms   {ours / bare:.2f}x XlsxWriter alone ({bare:.0f} ms), "
        "aim 1.5"
    )
    services.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder that _log_data.py filled")
    parser.add_argument("--activities", type=int, default=100_000)
    options = parser.parse_args()
    if options.data:
        measure(options.data)
        return
    with tempfile.TemporaryDirectory() as folder:
        log_data.make(Path(folder), options.activities)
        measure(Path(folder))


if __name__ == "__main__":
    main()
