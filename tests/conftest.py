"""Fixtures for all rooms: one empty office made once, copied for each test."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cchc_desktop import settings
from cchc_desktop.paths import Paths

sys.path.insert(0, str(Path(__file__).parent))
pytest_plugins = ["postgres", "sent_reports"]
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"  # never the keyring of whoever runs the tests

TODAY = date(2026, 6, 20)


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a new database and the particulars of one commune, and nothing else."""
    from cchc_desktop import wiring
    from cchc_desktop.domain.unit import Signer, SigningMode, Unit, UnitKind

    folder = tmp_path_factory.mktemp("office") / "data"
    services = wiring.open_services(Paths.under(folder), lambda: "Người thử", lambda: TODAY)
    services.units.save(
        Unit(
            "0" * 32,
            date(2025, 7, 1),
            UnitKind.COMMUNE,
            "Đồng Tâm",
            "Tỉnh Hưng Yên",
            "Sở Nội vụ tỉnh Hưng Yên",
            code="HY-DT",
            place="Đồng Tâm",
            drafting_body="Phòng Văn hóa - Xã hội",
        )
    )
    services.units.save_signer(Signer("1" * 32, "Nguyễn Văn Ưng", SigningMode.COLLECTIVE, "Chủ tịch", date(2025, 7, 1)))
    services.close()
    return folder


@pytest.fixture
def engine() -> str:
    """Which engine keeps the data of `office`; the tests of the services run on both."""
    return "sqlite"


@pytest.fixture
def office(empty_office: Path, tmp_path: Path, engine: str, request: pytest.FixtureRequest) -> Paths:
    """A fresh copy of the empty office."""
    folder = tmp_path / "data"
    shutil.copytree(empty_office, folder)
    paths = Paths.under(folder)
    if engine == "postgresql":
        paths.database.unlink()  # whoever reads the local file by mistake is found out
        settings.save(settings.Settings(database_url=request.getfixturevalue("shared_address")), paths.settings)
    return paths


@pytest.fixture
def today() -> Callable[[], date]:
    """The day the tests take for today."""
    return lambda: TODAY


@pytest.fixture
def services(office: Paths) -> Iterator[object]:
    """The services of a fresh copy of the empty office."""
    from cchc_desktop import wiring

    opened = wiring.open_services(office, lambda: "Người thử", lambda: TODAY)
    yield opened
    opened.close()


@pytest.fixture
def gather() -> Callable[..., dict[str, str]]:
    """Put units into the directory with what they sent: `gather(services, "2026-Q1", {"HY-A": {"TT01": 3}})`.

    A report is indicator → number, None for "nothing happened", "" for "nobody has said"; the cumulative figure is
    twice that of the period. A report that is None was not sent, though one is expected of every unit. Returns
    code → id of the report. Each file is kept, as receiving keeps it.
    """
    return _gather


def _gather(
    services: Any,
    period: str,
    sent: dict[str, dict[str, Any] | None],
    *,
    ordinal: int = 1,
    standing: str = "current",
    texts: dict[str, str] | None = None,
    directory: bool = True,
    unit: dict[str, Any] | None = None,
) -> dict[str, str]:
    from cchc_desktop.domain.directory_unit import DirectoryUnit, Expectation

    with services._desk.database.write("Người thử") as uow:
        if directory:
            for code in sent:
                uow.directory_units.save(DirectoryUnit(code, code.rpartition("-")[2].title(), **(unit or {})))
            if not uow.expectations.all():
                uow.expectations.save(Expectation(period[5:]))
        reports = {}
        for code, figures in sent.items():
            if figures is not None:
                reports[code] = _receive(services, uow, code, (period, ordinal, standing), figures, texts or {})
        uow.commit()
    return reports


def _receive(
    services: Any, uow: Any, code: str, place: tuple[str, int, str], figures: dict[str, Any], texts: dict[str, str]
) -> str:
    """Insert rows as receiving does; return the id of the report."""
    import json
    from hashlib import sha256

    from sqlalchemy import insert

    from cchc_desktop.domain.ids import new_id
    from cchc_desktop.storage.tables_gathering import ReceivedFigureRecord, ReceivedFileRecord, ReceivedReportRecord

    period, ordinal, standing = place
    said = repr((code, place, sorted(figures.items(), key=str))).encode()
    kept = services.attachments.keep_bytes(said, f"{code}.xlsx")
    key, name = new_id(), code.rpartition("-")[2].title()
    file = {"sha256": kept.sha256, "name": f"Báo cáo {name}.xlsx", "size": kept.size, "kind": "workbook"}
    empty = dict.fromkeys(("batch", "received_at", "actor", "reason", "details"), "")
    uow._session.execute(insert(ReceivedFileRecord).values(**file, **empty, state="accepted"))
    empty = dict.fromkeys(("package_id", "made_at", "received_at", "fingerprint", "note"), "")
    content = json.dumps({"narrative": [[title, text] for title, text in texts.items()], "warnings": []})
    own = {"id": key, "unit_code": code, "unit_name": f"xã {name}", "period": period, "ordinal": ordinal}
    own |= {"sha256": kept.sha256, "state": standing, "digest": sha256(said).hexdigest(), "content": content}
    uow._session.execute(insert(ReceivedReportRecord).values(**own, **empty, version=1))
    rows = []
    for position, (indicator, value) in enumerate(figures.items()):
        state = {None: "nil", "": "unknown"}.get(value, "counted")
        number = round(value * 1_000_000) if state == "counted" else None
        row = {"report_id": key, "indicator": indicator, "position": position, "state": state, "value": number}
        whole = {"cumulative_state": state, "cumulative": None if number is None else 2 * number}
        rows.append(row | whole | {"text": "", "sheet": "Số liệu", "cell": f"D{position + 7}"})
    if rows:
        uow._session.execute(insert(ReceivedFigureRecord), rows)
    return key
