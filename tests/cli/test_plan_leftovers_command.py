"""`cchc plan leftovers` as a script calls it."""

from __future__ import annotations

import json

import pytest

from cchc_desktop.cli.main import run
from cchc_desktop.domain.leftovers import JudgedFinding
from cchc_desktop.services.container import Services


@pytest.fixture
def plan_id(services: Services) -> str:
    return services.plans.create(2026).plan.id


def test_open_findings_give_exit_code_1_and_accepted_ones_0(services, office, plan_id, capsys):
    arguments = ["--data", str(office.data), "--json", "plan", "leftovers", plan_id[:8]]
    assert run(arguments) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["open"] == 1
    (finding,) = answer["findings"]
    assert (finding["rule"], finding["severity"], finding["part"]) == ("cho_trong", "error", "preamble")
    assert (finding["accepted"], finding["section_id"]) == (False, "")
    assert "……/KH-UBND" in finding["quote"]

    judged: JudgedFinding = services.plans.leftovers(plan_id)[0]
    services.plans.accept_finding(plan_id, judged.finding, "Điền tay")
    assert run(arguments) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["open"], answer["findings"][0]["accepted_reason"]) == (0, "Điền tay")


def test_people_read_place_reason_and_words(services, office, plan_id, capsys):
    assert run(["--data", str(office.data), "plan", "leftovers", plan_id]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("Căn cứ, mở đầu: Còn chỗ trống chưa điền: “")
    assert out[-1] == "Còn 1 chỗ cần xử lý."
    assert run(["--data", str(office.data), "plan", "leftovers", "khongco"]) == 1
