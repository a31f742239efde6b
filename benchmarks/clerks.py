"""Twenty clerks, each a process of its own, on one PostgreSQL for two minutes: no lost update, figures as in a row.

    python benchmarks/clerks.py [--clerks 20] [--seconds 120]

Starts a server of its own (Debian: apt-get install postgresql). Each clerk logs, corrects entries that all share,
states figures and reads reports through the services, as the window does. Afterwards

 1. every update in the trail begins where the one before it ended (nothing was overwritten unseen), and what each clerk
    counted up adds up to what is stored;
 2. the trail, replayed one act after the other into an empty local file, gives the same log and the same report.

Prints how much was done, and how long an act took.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from cchc_desktop import settings, wiring
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.unit import Unit, UnitKind
from cchc_desktop.errors import Conflict, DatabaseBusy
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services

TODAY = date(2026, 6, 20)
PERIOD = "2026-Q1"
SHARED = 5


def open_as(folder: Path, address: str, name: str) -> Services:
    paths = Paths.under(folder)
    paths.create()
    settings.save(settings.Settings(clerk=name, database_url=address), paths.settings)
    return wiring.open_services(paths, lambda: name, lambda: TODAY)


def entry(services: Services, title: str, amount: int, day: int = 3) -> Activity:
    form = services.catalogues.forms[0]
    return Activity(date(2026, 3, day), form.code, title, {form.measures[0].code: Decimal(amount)})


def work(number: int, folder: str, address: str, shared: list[str], seconds: float) -> dict[str, Any]:
    services = open_as(Path(folder), address, f"Cán bộ {number}")
    measure = services.catalogues.forms[0].measures[0].code
    chance, until = random.Random(number), time.monotonic() + seconds
    added: dict[str, int] = dict.fromkeys(shared, 0)
    took: list[float] = []
    conflicts = busy = made = 0
    while time.monotonic() < until:
        start = time.perf_counter()
        act = chance.random()
        try:
            if act < 0.4:
                services.activities.save(entry(services, f"Của {number}", chance.randint(1, 9), chance.randint(1, 28)))
                made += 1
            elif act < 0.8:
                chosen, more = chance.choice(shared), chance.randint(1, 9)
                old = services.activities.get(chosen)
                services.activities.save(replace(old, counts={measure: old.counts[measure] + more}))
                added[chosen] += more
            else:
                services.reports.report(PERIOD)
        except Conflict:
            conflicts += 1
        except DatabaseBusy:
            busy += 1
        took.append(1000 * (time.perf_counter() - start))
        time.sleep(chance.random() * 0.05)  # a clerk looks at the screen
    services.close()
    return {"added": added, "took": took, "conflicts": conflicts, "busy": busy, "made": made}


def replay(services: Services, folder: Path) -> Services:
    """Do in an empty local file, one act after the other, what the trail tells; prove that no act skips another."""
    local = wiring.open_services(Paths.under(folder), lambda: "phát lại", lambda: TODAY)
    with services._desk.database.read() as uow:
        rows = uow.audit.rows()
        units = uow.units.all()
    for unit in units:
        local.units.save(unit)
    stands: dict[str, dict[str, Any]] = {}
    with local._desk.database.write("phát lại") as uow:
        for row in rows:
            if row.entity != "activity":
                continue
            facts = stands.setdefault(row.entity_id, {})
            for field, value in row.before.items():
                assert facts.get(field) == value, f"{row.entity_id}: an act was made over what another had stored"
            facts.update(row.after)
            counts = {code: Decimal(amount) for code, amount in facts["counts"].items()}
            new = Activity(date.fromisoformat(facts["date"]), facts["form"], facts["title"], counts, id=row.entity_id)
            if row.action != "create":
                new = replace(new, version=uow.activities.get(row.entity_id).version)
            uow.activities.save(new)
        uow.commit()
    return local


def figures(services: Services) -> str:
    return json.dumps([str(figure) for figure in services.reports.report(PERIOD).figures])


def main() -> None:
    from cchc_desktop.storage.shared.address import parse_address
    from cchc_desktop.storage.shared.database import prepare_shared
    from postgres import LOGIN, running

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clerks", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120)
    wanted = parser.parse_args()
    with running() as server, tempfile.TemporaryDirectory() as root:
        server.sql("CREATE DATABASE clerks", login=LOGIN)
        address = server.url("clerks")
        prepare_shared(parse_address(address))
        services = open_as(Path(root, "lead"), address, "Đào")
        services.units.save(Unit("0" * 32, date(2025, 7, 1), UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên", ""))
        shared = [services.activities.save(entry(services, f"Chung {n}", 0)).activity.id for n in range(SHARED)]
        with multiprocessing.get_context("spawn").Pool(wanted.clerks) as pool:
            done = pool.starmap(
                work, [(n, str(Path(root, str(n))), address, shared, wanted.seconds) for n in range(wanted.clerks)]
            )
        took = sorted(each for one in done for each in one["took"])
        changes = sum(one["made"] for one in done)
        measure = services.catalogues.forms[0].measures[0].code
        for key in shared:
            assert services.activities.get(key).counts[measure] == sum(one["added"][key] for one in done)
        local = replay(services, Path(root, "replay"))
        assert figures(local) == figures(services), "the figures differ from those of a replay in a row"
        conflicts, busy = (sum(one[name] for one in done) for name in ("conflicts", "busy"))
        middle, p95 = statistics.median(took), took[int(0.95 * len(took))]
        print(f"{wanted.clerks} clerks, {wanted.seconds:.0f} s: {len(took)} acts, {changes} entries,")
        print(f"{conflicts} conflicts shown, {busy} told to wait; an act p50 {middle:.0f} ms, p95 {p95:.0f} ms;")
        print("no lost update, figures as in a replay in a row")
        local.close()
        services.close()


if __name__ == "__main__":
    main()
