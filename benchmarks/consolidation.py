"""How long a country takes to be consolidated: `python benchmarks/consolidation.py [units] [indicators]`.

3,321 communes with 60 indicators are inserted in bulk; then added up, frozen, and printed. Aims: added up and frozen
in 2 s, under 400 MB; the workbook as a stream. One run is killed half-way and made again: the bytes are the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from sqlalchemy import insert

from cchc_desktop import wiring
from cchc_desktop.domain.directory_unit import Expectation
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.unit import Unit, UnitKind
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services
from cchc_desktop.storage.tables_gathering import (
    DirectoryUnitRecord,
    ReceivedFigureRecord,
    ReceivedFileRecord,
    ReceivedReportRecord,
)

PERIOD = "2026-Q1"
UNITS, INDICATORS = 3321, 60
OFFICE = Unit(
    "0" * 32, date(2025, 7, 1), UnitKind.COMMUNE, "Đồng Tâm", "Tỉnh Hưng Yên", "Bộ Nội vụ", code="BNV", place="Hà Nội"
)


def fill(services: Services, units: int, count: int) -> None:
    """Insert units with a report each; every fiftieth sent nothing."""
    chance = random.Random(6)
    period = services.reports.period(PERIOD)
    codes = [one.code for one in services.catalogues.indicators_in(period.start, period.end)]
    codes = (codes + [f"LA{number:02}" for number in range(count)])[:count]
    empty = dict.fromkeys(("batch", "received_at", "actor", "reason", "details"), "")
    blank = dict.fromkeys(("package_id", "made_at", "received_at", "fingerprint", "note"), "")
    words = json.dumps({"narrative": [["IV. Kiến nghị", "Bố trí kinh phí tuyên truyền."]], "warnings": []})
    directory, files, reports, figures = [], [], [], []
    fields = dict.fromkeys((column.key for column in DirectoryUnitRecord.__table__.columns), "")
    for number in range(units):
        code, name = f"X{number:05}", f"Đơn vị {number}"
        lists = {"predecessors": "[]", "aliases": "[]", "kind": "xa"}
        directory.append({**fields, "id": new_id(), "code": code, "name": name, "version": 1, **lists})
        if number % 50 == 0:
            continue
        sha256, key = hashlib.sha256(code.encode()).hexdigest(), new_id()
        files.append(
            {"sha256": sha256, "name": f"{code}.xlsx", "size": 1, "kind": "workbook", "state": "accepted", **empty}
        )
        own = {
            "id": key,
            "unit_code": code,
            "unit_name": f"xã {name}",
            "period": PERIOD,
            "ordinal": 1,
            "sha256": sha256,
        }
        reports.append({**own, "state": "current", "digest": sha256, "content": words, "version": 1, **blank})
        for position, indicator in enumerate(codes):
            state = chance.choice(("counted", "counted", "counted", "nil", "unknown"))
            value = chance.randrange(10**9) if state == "counted" else None
            place = {"text": "", "sheet": "Chỉ tiêu", "cell": f"E{position + 6}"}
            row = {"report_id": key, "indicator": indicator, "position": position, "state": state, "value": value}
            figures.append({**row, "cumulative_state": state, "cumulative": value, **place})
    with services._desk.database.write("Người đo") as uow:
        uow._session.execute(insert(DirectoryUnitRecord), directory)
        uow.expectations.save(Expectation(PERIOD[5:]))
        uow._session.execute(insert(ReceivedFileRecord), files)
        uow._session.execute(insert(ReceivedReportRecord), reports)
        uow._session.execute(insert(ReceivedFigureRecord), figures)
        uow.commit()


def opened(folder: Path) -> Services:
    """Return the services on the data of the measurement."""
    return wiring.open_services(Paths.under(folder), lambda: "Người đo", lambda: date(2026, 3, 20))


def measure(folder: Path) -> None:
    """Print what adding, freezing and printing take in a process that has done nothing else."""
    services = opened(folder)
    services.consolidation.needs_reason(PERIOD)
    for label in ("added up", "added up again"):
        begun, busy = time.perf_counter(), time.process_time()
        made = services.consolidation.compute(PERIOD)
        took, busy = time.perf_counter() - begun, time.process_time() - busy
        counts = f"{len(made.sources)} reports, {len(made.missing)} missing"
        print(f"{label}: {took:.2f} s ({busy:.2f} s of the processor), {counts}")
    begun, busy = time.perf_counter(), time.process_time()
    version = services.consolidation.make(PERIOD).version
    took, busy = time.perf_counter() - begun, time.process_time() - busy
    print(f"added up and frozen: {took:.2f} s ({busy:.2f} s of the processor), peak {peak():.0f} MB")
    begun = time.perf_counter()
    behind = services.consolidation.behind(made, made.figures[0])
    print(f"behind a total: {time.perf_counter() - begun:.3f} s, {len(behind)} units")
    begun, busy = time.perf_counter(), time.process_time()
    kept = services.consolidation_papers.workbook(version.id)
    took, busy = time.perf_counter() - begun, time.process_time() - busy
    size = f"{kept.size / 1e6:.1f} MB, {kept.sha256[:12]}"
    print(f"workbook: {took:.1f} s ({busy:.1f} s of the processor), {size}, peak {peak():.0f} MB")
    begun = time.perf_counter()
    word = services.consolidation_papers.word(version.id)
    print(f"Word report: {time.perf_counter() - begun:.1f} s, {word.size / 1e6:.1f} MB, peak {peak():.0f} MB")
    services.close()


def killed(folder: Path) -> None:
    """Kill a process in the middle of the workbook."""
    child = os.fork()
    if child == 0:
        services = opened(folder)
        version = services.consolidation.make(PERIOD).version
        signal.setitimer(signal.ITIMER_REAL, 1.0)
        signal.signal(signal.SIGALRM, lambda number, frame: os.kill(os.getpid(), signal.SIGKILL))
        services.consolidation_papers.workbook(version.id)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(f"killed in the middle of the workbook: {os.WIFSIGNALED(status)}")


def peak() -> float:
    """Return the most memory the process has had, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_child(folder: Path) -> None:
    """Measure in a process of its own, whose memory is not that of the insertion."""
    child = os.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, __file__, "measure", str(folder)])
    os.waitpid(child, 0)


def main() -> None:
    """Fill, kill, measure."""
    if sys.argv[1:2] == ["measure"]:
        measure(Path(sys.argv[2]))
        return
    units = int(sys.argv[1]) if len(sys.argv) > 1 else UNITS
    count = int(sys.argv[2]) if len(sys.argv) > 2 else INDICATORS
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        services = opened(data)
        services.units.save(OFFICE)
        fill(services, units, count)
        services.close()
        print(f"{units} units, {count} indicators")
        sys.stdout.flush()
        in_child(data)
        again(data)
        killed(data)
        in_child(data)


def again(data: Path) -> None:
    """Take the papers back, so that they are made once more."""
    services = opened(data)
    for version in services.consolidation.versions(PERIOD):
        for file in services.consolidation_papers.files(version.id):
            services.attachments.bin(file.id)
    services.close()


if __name__ == "__main__":
    main()
