"""`cchc package send` and `cchc package check`."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cchc_desktop import wiring
from cchc_desktop.cli.main import run
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.report_check import IssueRule
from cchc_desktop.paths import Paths

Q1 = "2026-Q1"


def cli(office: Paths, capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[Any, str]:
    given = run(["--data", str(office.data), "--json", *arguments])
    out, err = capsys.readouterr()
    assert given == code, err
    return (json.loads(out) if out.startswith("{") else None), err


def freeze(office: Paths) -> None:
    services = wiring.open_services(office, lambda: "Người thử", lambda: date(2026, 6, 20))
    services.activities.save(Activity(date(2026, 2, 3), "tin_bai", "Tin về hộ tịch", {"so_bai": Decimal(3)}))
    silent = [issue.subject for issue in services.report_desk.open(Q1).issues if issue.rule is IssueRule.MISSING]
    services.reports.state(*(Statement(Q1, subject, FigureState.NIL) for subject in silent))
    for issue in services.report_desk.open(Q1).open_issues:
        services.report_desk.answer(Q1, "Đã kiểm tra", issue)
    services.report_life.freeze(Q1)
    services.close()


def test_a_frozen_report_is_sent_and_checked(office: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    freeze(office)
    sent, _ = cli(office, capsys, "package", "send", Q1, "--to", str(tmp_path))
    assert sent["file"] == str(tmp_path / "CCHC_HY-DT_2026-Q1_v1.cchc.zip")
    found, _ = cli(office, capsys, "package", "check", sent["file"])
    assert (found["code"], found["files"], found["repacked"]) == (sent["code"], sent["files"], False)
    assert (found["key"], found["signed_by"]) == ("first_seen", sent["signed_by"])
    data = bytearray(Path(sent["file"]).read_bytes())
    data[-3000] ^= 1
    Path(sent["file"]).write_bytes(data)
    _, told = cli(office, capsys, "package", "check", sent["file"], code=1)
    assert "đã bị thay đổi" in told


def test_a_period_that_was_not_frozen_is_not_sent(
    office: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli(office, capsys, "package", "send", Q1, "--to", str(tmp_path), code=1)
    assert not list(tmp_path.glob("*.zip"))
