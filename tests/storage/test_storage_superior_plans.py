"""The superior's plans, their demands and the answers, on a real file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cchc_desktop.domain.superior_plan import Answer, Demand, DemandSource, SuperiorPlan, TargetKind
from cchc_desktop.errors import Conflict, NotFound


@pytest.fixture
def superior():
    return SuperiorPlan(
        2026,
        "Tuyên truyền CCHC tỉnh",
        "12/KH-UBND",
        date(2026, 1, 5),
        "Ủy ban nhân dân tỉnh Hưng Yên",
        "Bản giấy ở văn thư",
        (Demand("Ban hành kế hoạch", "trước 15/02"), Demand("Mở chuyên mục", "", DemandSource.MACHINE, False)),
    )


def save(database, plan):
    with database.write("Đào") as uow:
        saved = uow.superior_plans.save(plan)
        uow.commit()
    return saved


def read(database, plan_id):
    with database.read() as uow:
        return uow.superior_plans.get(plan_id)


def history(database, entity, key):
    with database.read() as uow:
        return uow.audit.history(entity, key)


def test_a_plan_comes_back_whole(database, superior):
    saved = save(database, superior)
    assert saved == replace(superior, version=1)
    assert read(database, superior.id) == saved
    with database.read() as uow:
        (row,) = uow.superior_plans.rows()
        assert (row.demands, row.unconfirmed, row.number, row.date) == (2, 1, "12/KH-UBND", date(2026, 1, 5))
        assert uow.superior_plans.for_year(2026) == (saved,)
        assert uow.superior_plans.for_year(2025) == ()


def test_demands_are_changed_reordered_and_taken_out(database, superior):
    saved = save(database, superior)
    first, second = saved.demands
    again = save(database, replace(saved, demands=(replace(second, confirmed=True), Demand("Mới"), first)))
    assert [demand.text for demand in again.demands] == ["Mở chuyên mục", "Mới", "Ban hành kế hoạch"]
    fewer = save(database, replace(again, demands=again.demands[:1]))
    assert read(database, superior.id) == fewer
    trail = history(database, "superior_plan", superior.id)
    assert [row.action for row in trail] == ["update", "update", "create"]
    assert f"demands.{first.id}" in trail[0].before


def test_what_was_changed_elsewhere_is_not_overwritten(database, superior):
    saved = save(database, superior)
    save(database, replace(saved, title="Khác"))
    with pytest.raises(Conflict):
        save(database, replace(saved, title="Của tôi"))
    assert read(database, superior.id).title == "Khác"
    with pytest.raises(NotFound):
        save(database, replace(superior, id="0" * 32, version=3))
    with pytest.raises(Conflict, match="kế hoạch khác"):
        save(database, SuperiorPlan(2026, "Trùng", demands=(superior.demands[0],)))


def test_the_bin_hides_a_plan_and_gives_it_back(database, superior):
    saved = save(database, superior)
    with database.write("Đào") as uow:
        uow.superior_plans.bin(saved.id)
        uow.commit()
    with database.read() as uow:
        assert uow.superior_plans.rows() == ()
        assert uow.superior_plans.for_year(2026) == ()
        assert len(uow.superior_plans.rows(binned=True)) == 1
    with pytest.raises(Conflict, match="thùng rác"):
        save(database, saved)
    with database.write("Đào") as uow:
        uow.superior_plans.restore(saved.id)
        uow.commit()
    assert read(database, saved.id) == saved


def test_answers_replace_those_before_and_go_with_their_demand(database, superior, plan):
    saved = save(database, superior)
    demand = saved.demands[0]
    with database.write("Đào") as uow:
        ours = uow.plans.save(plan)
        uow.superior_plans.set_answers(
            ours.id,
            demand.id,
            (Answer(demand.id, TargetKind.TASK, ours.tasks[0].id), Answer(demand.id, TargetKind.SECTION, "a")),
        )
        uow.commit()
    with database.read() as uow:
        assert [answer.kind for answer in uow.superior_plans.answers(plan.id)] == [TargetKind.SECTION, TargetKind.TASK]
    excuse = Answer(demand.id, TargetKind.NONE, "", "Không có cảng")
    with database.write("Đào") as uow:
        uow.superior_plans.set_answers(plan.id, demand.id, (excuse,))
        uow.commit()
    with database.read() as uow:
        assert uow.superior_plans.answers(plan.id) == (excuse,)
    assert len(history(database, "coverage", f"{plan.id}/{demand.id}")) == 2
    save(database, replace(saved, demands=saved.demands[1:]))
    with database.read() as uow:
        assert uow.superior_plans.answers(plan.id) == ()


def test_an_answer_to_a_demand_that_is_gone_is_refused(database, plan):
    with database.write("Đào") as uow:
        uow.plans.save(plan)
        with pytest.raises(NotFound):
            uow.superior_plans.set_answers(plan.id, "0" * 32, ())
