"""Scanning stored plans, accepting findings, and choosing what a clone carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cchc_desktop.domain import outline
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.leftovers import Finding, Spot
from cchc_desktop.domain.plan import LineKind, PreambleLine
from cchc_desktop.domain.plan_clone import CloneOptions, SignerChoice, TaskChoice
from cchc_desktop.domain.unit import Signature, Unit, UnitKind
from cchc_desktop.errors import InvalidInput, NotFound
from cchc_desktop.services.container import Services


def open_rules(services: Services, plan_id: str) -> list[str]:
    return [judged.finding.rule for judged in services.plans.leftovers(plan_id) if judged.open]


def test_a_new_plan_has_only_the_room_for_the_superiors_number(services):
    plan = services.plans.create(2026).plan
    assert open_rules(services, plan.id) == ["cho_trong"]


def test_a_clone_tells_what_was_not_moved_on(services):
    old = services.plans.create(2025).plan
    services.units.save(
        Unit("9" * 32, date(2026, 1, 1), UnitKind.WARD, "Tân Hưng", "Tỉnh Hưng Yên", "Sở Nội vụ tỉnh Hưng Yên")
    )
    clone = services.plans.clone(old.id, 2026).plan
    assert clone.issuer[1] == "PHƯỜNG TÂN HƯNG"
    assert "ten_don_vi_cu" in open_rules(services, clone.id)
    text = "Kinh phí năm 2025 chuyển sang."
    clone = services.plans.save(
        replace(clone, sections=outline.update(clone.sections, clone.sections[0].children[0].id, text=text))
    ).plan
    assert "nam_cu" in open_rules(services, clone.id[:8])


def test_an_accepted_finding_stays_accepted_until_its_words_change(services):
    plan = services.plans.create(2026).plan
    (judged,) = services.plans.leftovers(plan.id)
    with pytest.raises(InvalidInput):
        services.plans.accept_finding(plan.id, judged.finding, "  ")
    services.plans.accept_finding(plan.id, judged.finding, "Điền tay khi có số của tỉnh")
    (kept,) = services.plans.leftovers(plan.id)
    assert kept.acceptance is not None
    assert (kept.acceptance.reason, kept.acceptance.actor) == ("Điền tay khi có số của tỉnh", "Người thử")
    plan = services.plans.save(replace(plan, place="Đồng Tâm mới")).plan
    assert open_rules(services, plan.id) == []
    lines = tuple(replace(line, text=line.text.replace("……/KH-UBND", "……/KH-BCĐ")) for line in plan.preamble)
    services.plans.save(replace(plan, preamble=lines))
    assert open_rules(services, plan.id) == ["cho_trong"]
    services.plans.save(replace(services.plans.get(plan.id), preamble=plan.preamble))
    assert open_rules(services, plan.id) == []
    services.plans.reopen_finding(plan.id, judged.finding)
    assert open_rules(services, plan.id) == ["cho_trong"]


def test_accepting_for_a_plan_that_is_not_there(services):
    with pytest.raises(NotFound):
        services.plans.accept_finding("khongco", Finding("r", "error", "", "", Spot.HEADER), "x")
    with pytest.raises(NotFound):
        services.plans.leftovers("khongco")


def test_a_replaced_document_among_the_citations_is_found(services):
    plan = services.plans.create(2026).plan
    line = PreambleLine(LineKind.BASIS, "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ")
    services.plans.save(replace(plan, preamble=(line, *plan.preamble)))
    assert "basis-replaced" in open_rules(services, plan.id)


def test_another_noun_may_add_its_rule(services):
    plan = services.plans.create(2026).plan
    services.plans.add_leftover_rule(
        lambda p, around: [Finding("can_cu", "error", "Hết hiệu lực", p.title, Spot.HEADER)]
    )
    assert open_rules(services, plan.id) == ["can_cu", "cho_trong"]


# -- clone


def test_the_default_carries_everything(services):
    plan = services.plans.create(2026).plan
    first = services.plans.clone(plan.id, 2027).plan
    second = services.plans.clone(plan.id, 2027, CloneOptions()).plan
    assert outline.shape(first.sections) == outline.shape(second.sections)
    assert len(first.tasks) == len(plan.tasks)
    assert first.bases
    assert first.signature.name == "Nguyễn Văn Ưng"


def test_a_clone_carries_what_was_chosen(services):
    plan = services.plans.create(2026).plan
    nothing = CloneOptions(False, False, TaskChoice.NONE, False, SignerChoice.NONE)
    clone = services.plans.clone(plan.id, 2027, nothing).plan
    assert (clone.bases, clone.sections, clone.tasks, clone.recipients) == ((), (), (), ())
    assert [line.kind for line in clone.preamble] == [LineKind.OPENING]
    assert (clone.signature.name, clone.signature.title) == ("", plan.signature.title)
    assert "2027" in clone.title
    services.plans.save(replace(plan, signature=Signature(name="Người ký cũ")))
    same = services.plans.clone(plan.id, 2027, CloneOptions(signer=SignerChoice.SAME)).plan
    assert same.signature.name == "Người ký cũ"


def test_only_unfinished_tasks_come_along(services):
    plan = services.plans.create(2026).plan
    form = services.catalogues.forms[0]
    base = plan.tasks[0]
    tasks = tuple(
        replace(base, id=f"{number}" * 32, content=f"Việc {number}", form=form.code, measure="", target=target)
        for number, target in enumerate((Decimal(2), Decimal(2), None, None), 1)
    )
    plan = services.plans.save(replace(plan, tasks=tasks)).plan
    for number, count in ((1, 2), (2, 1), (3, 1)):
        for _ in range(count):
            services.activities.save(Activity(date(2026, 3, 1), form.code, "Đã làm", task_id=f"{number}" * 32))
    clone = services.plans.clone(plan.id, 2027, CloneOptions(tasks=TaskChoice.UNFINISHED)).plan
    assert [task.content for task in clone.tasks] == ["Việc 2", "Việc 4"]
