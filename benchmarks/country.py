"""A country of units: made, received, and held against the bare reading of its workbooks.

    python benchmarks/country.py make FOLDER [--units 3321] [--periods 4] [--clean]
    python benchmarks/country.py measure [--units 3321] [--periods 1] [--clean] [--foreign 3] [--rounds 3]
    python benchmarks/country.py curve

`make` writes the files a country sends, with the dirt of real folders (see `_country_data.write_period`). `measure`
prints, side by side in one run: the bare python-calamine read of all workbooks, openpyxl (read-only) on two cores, and
receiving them (hash, safe read, recognise, check, keep, store), with the most memory of all its processes together.
`curve` receives 250 to 13,284 files and prints files, seconds, memory and size of the database.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import _country_data as country

YEAR = 2025


def _bare(path: Path) -> int:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
    except (CalamineError, OSError):
        return 0


def _openpyxl(path: Path) -> int:
    import warnings
    import zipfile

    import openpyxl

    try:
        warnings.simplefilter("ignore")  # of the styles our generator leaves out
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, OSError, KeyError):
        return 0
    rows = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows += sum(1 for _ in sheet.iter_rows(values_only=True))
    book.close()
    return rows


def make(folder: Path, units: int, periods: int, dirt: bool, foreign: int = 3) -> int:
    """Write the files; return how many."""
    who = country.names(units)
    return sum(
        country.write_period(folder / f"{YEAR}-{period}", who, YEAR, period, dirt, foreign)
        for period in country.PERIODS[:periods]
    )


@contextmanager
def memory() -> Iterator[list[int]]:
    """Watch the memory of this process and its children; the list ends with the most, in MB (Linux only)."""
    most, done = [0], threading.Event()

    def look() -> None:
        page = os.sysconf("SC_PAGE_SIZE")
        while not done.wait(0.05):
            own, total = str(os.getpid()), 0
            for entry in Path("/proc").iterdir():
                if entry.name.isdigit():
                    try:
                        stat = (entry / "stat").read_text().rpartition(")")[2].split()
                        if own in (entry.name, stat[1]):
                            total += int((entry / "statm").read_text().split()[1]) * page
                    except OSError:
                        continue
            most[0] = max(most[0], total >> 20)

    thread = threading.Thread(target=look, daemon=True)
    if Path("/proc/self/statm").exists():
        thread.start()
    try:
        yield most
    finally:
        done.set()


def open_office(folder: Path, units: int) -> Any:
    """Return services whose directory has the units."""
    from datetime import date

    from cchc_desktop import wiring
    from cchc_desktop.domain.directory_unit import DirectoryKind, DirectoryUnit
    from cchc_desktop.paths import Paths

    services = wiring.open_services(Paths.under(folder), lambda: "đo", lambda: date(YEAR + 1, 1, 10))
    made = [DirectoryUnit(code, name, DirectoryKind(kind)) for code, kind, name in country.names(units)]
    services.directory.add_many(made)
    return services


def _processor_time() -> float:
    """Return seconds of processor time of this process and of its children that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def receive(files: Path, units: int) -> tuple[float, float, int, int, Any]:
    """Receive a folder into a new office.

    Returns seconds, seconds of processor time, MB of memory, bytes of the database, and what came.
    """
    with tempfile.TemporaryDirectory() as folder:
        services = open_office(Path(folder), units)
        with memory() as most:
            start, used = time.perf_counter(), _processor_time()
            taken = services.receiving.take([files])
            seconds, used = time.perf_counter() - start, _processor_time() - used
        services.close()
        size = max(path.stat().st_size for path in Path(folder).rglob("*.db"))
    return seconds, used, most[0], size, taken


def measure(units: int, periods: int, dirt: bool, foreign: int, rounds: int) -> None:
    """Print receiving beside the bare reads, medians of rounds that take turns."""
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        print(f"{make(files, units, periods, dirt, foreign)} files")
        paths = list(country.walk(files))
        bares, times, work, states = [], [], [], ""
        most = size = 0
        for _ in range(rounds):
            start, used = time.perf_counter(), time.process_time()
            for path in paths:
                _bare(path)
            bares.append(time.perf_counter() - start)
            bare_used = time.process_time() - used
            seconds, used, memory_used, size, taken = receive(files, units)
            times.append(seconds)
            work.append(used / bare_used)
            most = max(most, memory_used)
            states = ", ".join(f"{number} {state.value}" for state, number in taken.states.items())
        bare, seconds = statistics.median(bares), statistics.median(times)
        ratio = statistics.median(one / other for one, other in zip(times, bares, strict=True))
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            list(pool.map(_openpyxl, paths[:4]))
            start = time.perf_counter()
            list(pool.map(_openpyxl, paths, chunksize=16))
            slow = time.perf_counter() - start
        print(f"{'python-calamine, bare, one process':44}{bare:8.2f} s")
        print(f"{'openpyxl read-only, two processes':44}{slow:8.2f} s  {slow / bare:5.2f} x bare")
        print(f"{'received':44}{seconds:8.2f} s  {ratio:5.2f} x bare   aim 4 and below openpyxl")
        print(
            f"{'  of processor time, all processes':44}{'':10}  {statistics.median(work):5.2f} x bare   over two cores"
        )
        print(f"{'memory of all processes':44}{most:8} MB            aim 400")
        print(f"{'database':44}{size >> 20:8} MB   {states}")


def curve() -> None:
    """Print how receiving grows."""
    print("files   seconds   processor ms a file   memory MB   database MB")
    for units, periods in ((250, 1), (1000, 1), (3321, 1), (3321, 2), (3321, 4)):
        with tempfile.TemporaryDirectory() as folder:
            number = make(Path(folder), units, periods, dirt=True)
            seconds, used, most, size, _ = receive(Path(folder), units)
            print(f"{number:5}{seconds:10.1f}{1000 * used / number:18.2f}{most:16}{size / 1e6:14.1f}")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="measure", choices=("make", "measure", "curve"))
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--units", type=int, default=country.UNITS)
    parser.add_argument("--periods", type=int, default=0)
    parser.add_argument("--clean", action="store_true", help="no dirt")
    parser.add_argument("--foreign", type=int, default=3, help="of every hundred workbooks")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.what == "curve":
        curve()
    elif options.what == "measure":
        measure(options.units, options.periods or 1, not options.clean, options.foreign, options.rounds)
    elif options.folder is None:
        parser.error("make needs a folder")
    else:
        print(make(options.folder, options.units, options.periods or 4, not options.clean), "files")


if __name__ == "__main__":
    main()
