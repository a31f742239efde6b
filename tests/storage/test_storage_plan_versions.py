"""What was issued stays as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from cchc_desktop.domain.leftovers import Acceptance
from cchc_desktop.domain.plan import PlanStatus
from cchc_desktop.domain.plan_version import PlanVersion
from cchc_desktop.errors import NotFound
from cchc_desktop.storage.plan_json import plan_from_json, plan_to_json


def test_a_plan_survives_the_way_through_json(plan):
    assert plan_from_json(plan_to_json(plan)) == plan
    bare = json.loads(plan_to_json(plan))
    bare["later_field"] = 1
    del bare["upper_line"]
    assert plan_from_json(json.dumps(bare)) == replace(plan, upper_line="")
    for wrong in ("[]", "{}", json.dumps({**bare, "format": 99})):
        with pytest.raises(ValueError, match="known format"):
            plan_from_json(wrong)


def test_versions_keep_their_content_whatever_becomes_of_the_plan(database, plan):
    with database.write("Đào") as uow:
        saved = uow.plans.save(replace(plan, status=PlanStatus.ISSUED))
        version = PlanVersion(saved.id, 1, saved.number, saved.symbol, saved.date, file_sha256="f" * 64)
        kept = uow.plan_versions.issue(version, saved, "Đào")
        uow.plans.save(replace(saved, title="Tên khác", status=PlanStatus.AMENDING))
        uow.commit()
    with database.read() as uow:
        assert uow.plan_versions.of(saved.id) == (kept,)
        assert uow.plan_versions.content(version.id) == saved
        assert kept.actor == "Đào"
        assert kept.issued


def test_an_amendment_under_way_can_be_dropped_and_an_issued_one_cannot(database, plan):
    with database.write("Đào") as uow:
        saved = uow.plans.save(plan)
        first = PlanVersion(saved.id, 1, 7, "KH-UBND", date(2026, 1, 13))
        second = PlanVersion(saved.id, 2, reason="Đổi kinh phí")
        uow.plan_versions.issue(first, saved, "Đào")
        uow.plan_versions.begin(second, "Đào")
        uow.commit()
    with database.write("Đào") as uow:
        assert [version.issued for version in uow.plan_versions.of(saved.id)] == [True, False]
        with pytest.raises(NotFound):
            uow.plan_versions.content(second.id)
        with pytest.raises(NotFound):
            uow.plan_versions.drop(first.id)
        uow.plan_versions.drop(second.id)
        uow.commit()
    with database.read() as uow:
        assert [version.ordinal for version in uow.plan_versions.of(saved.id)] == [1]


def test_numbers_are_those_of_the_year_and_symbol_whoever_has_them(database, plan):
    with database.write("Đào") as uow:
        old = uow.plans.save(replace(plan, number=3, date=date(2026, 2, 1), status=PlanStatus.ISSUED, title="Cũ"))
        draft = replace(plan, id="d", number=9, sections=(), tasks=(), notes=())
        uow.plans.save(draft)
        uow.plan_versions.issue(PlanVersion(old.id, 1, 7, "KH-UBND", date(2026, 1, 13)), old, "Đào")
        uow.plan_versions.issue(PlanVersion(old.id, 2, 8, "KH-UBND", date(2025, 12, 31)), old, "Đào")
        uow.plan_versions.begin(PlanVersion(old.id, 3, symbol="KH-UBND"), "Đào")
        uow.plans.bin(old.id)
        uow.commit()
    with database.read() as uow:
        assert uow.plan_versions.numbers(2026, "KH-UBND") == {3: "Cũ", 7: "Cũ"}
        assert uow.plan_versions.numbers(2025, "KH-UBND") == {8: "Cũ"}
        assert uow.plan_versions.numbers(2026, "KH-HĐND") == {}


def test_acceptances_are_kept_changed_and_taken_back(database, plan):
    with database.write("Đào") as uow:
        saved = uow.plans.save(plan)
        uow.accepted_findings.save(saved.id, Acceptance("nam_cu", "f1", "Đúng là năm trước"), "Đào")
        uow.accepted_findings.save(saved.id, Acceptance("nam_cu", "f1", "Số liệu so sánh"), "Hà")
        uow.commit()
    with database.write("Đào") as uow:
        (kept,) = uow.accepted_findings.of(saved.id)
        assert (kept.reason, kept.actor) == ("Số liệu so sánh", "Hà")
        uow.accepted_findings.remove(saved.id, "nam_cu", "f1")
        uow.accepted_findings.remove(saved.id, "nam_cu", "khong-co")
        uow.commit()
    with database.read() as uow:
        assert uow.accepted_findings.of(saved.id) == ()
