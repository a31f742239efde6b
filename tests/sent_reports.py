"""Reports of units as receiving leaves them, without the files they came in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import pytest

from cchc_desktop.domain.received import FileKind, FileState, ReceivedFile, ReceivedReport
from cchc_desktop.domain.received_reading import figures_digest
from cchc_desktop.storage import received
from cchc_desktop.storage.received import Arrived


@pytest.fixture
def send(services, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Let a report arrive: send(unit code, unit name, period, {indicator: number}) → its id.

    `ordinal` is its version, `on` the day it arrives, `package` whether it came as a package.
    """
    came = 0

    def arrive(
        code: str,
        name: str,
        period: str,
        figures: Mapping[str, int | str],
        ordinal: int = 1,
        on: str = "2026-03-14",
        package: bool = True,
    ) -> str:
        nonlocal came
        came += 1
        sha256 = hashlib.sha256(f"{came}".encode()).hexdigest()
        rows = tuple(_row(indicator, number) for indicator, number in figures.items())
        report = ReceivedReport(
            code,
            name,
            period,
            ordinal,
            sha256,
            package_id=sha256[:32] if package else "",
            made_at=f"{on}T08:00:00",
            digest=figures_digest(rows),
            id=sha256[:32],
        )
        kind = FileKind.PACKAGE if package else FileKind.FOREIGN
        file = ReceivedFile(sha256, f"{name}.zip", 1000, "lo-1", "", "", kind, FileState.ACCEPTED)
        with monkeypatch.context() as patch:
            patch.setattr(received, "utc_now", lambda: f"{on}T02:00:00+00:00")
            with services.directory._database.write("Người nhận") as uow:
                uow.received.add([Arrived(file, report, rows)], "Người nhận")
                uow.commit()
        return report.id

    return arrive


def _row(indicator: str, number: int | str) -> tuple[str, str, int | None, str, int | None, str, str, str]:
    if isinstance(number, str):
        return indicator, "unknown", None, "unknown", None, number, "Số liệu", "D9"
    scaled = number * 10**6
    return indicator, "counted", scaled, "counted", scaled, "", "Số liệu", "D9"
