"""Fixtures for all rooms: one empty office made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from cchc_desktop.paths import Paths

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
def office(empty_office: Path, tmp_path: Path) -> Paths:
    """A fresh copy of the empty office."""
    folder = tmp_path / "data"
    shutil.copytree(empty_office, folder)
    return Paths.under(folder)


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
