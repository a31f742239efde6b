from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import Plan, PlanStatus, Section, SectionKind, Task
from cchc_desktop.errors import Conflict, InvalidInput, NotFound
from cchc_desktop.storage.database import Database


def save(database: Database, plan: Plan) -> Plan:
    with database.write("Đào") as uow:
        saved = uow.plans.save(plan)
        uow.commit()
    return saved


def get(database: Database, plan_id: str) -> Plan:
    with database.read() as uow:
        return uow.plans.get(plan_id)


def test_a_plan_comes_back_whole(database: Database, plan: Plan) -> None:
    saved = save(database, plan)
    assert saved == replace(plan, version=1)
    assert get(database, plan.id) == saved


def test_a_changed_tree_keeps_the_ids_of_what_stayed(database: Database, plan: Plan) -> None:
    saved = save(database, plan)
    first, second = saved.sections
    sections = outline.move(saved.sections, second.id, None, 0)
    sections = outline.remove(sections, first.children[1].id)
    sections = outline.insert_child(sections, second.id, Section(SectionKind.DASH, "", "mới"))
    tasks = (replace(saved.tasks[1], content="Đã đổi"), Task("Thêm"))
    changed = save(database, replace(saved, sections=sections, tasks=tasks, title="Khác"))
    assert changed.version == 2
    found = get(database, plan.id)
    assert found == changed
    assert {s.id for s in found.walk()} > {s.id for s in saved.walk()} - {first.children[1].id}


def test_the_second_of_two_editors_is_told(database: Database, plan: Plan) -> None:
    saved = save(database, plan)
    save(database, replace(saved, title="Người thứ nhất"))
    with pytest.raises(Conflict):
        save(database, replace(saved, title="Người thứ hai"))
    assert get(database, plan.id).title == "Người thứ nhất"


def test_a_plan_of_another_database_is_not_taken_for_new(database: Database, plan: Plan) -> None:
    with pytest.raises(NotFound):
        save(database, replace(plan, version=3))


def test_a_task_cannot_belong_to_two_plans(database: Database, plan: Plan) -> None:
    save(database, plan)
    with pytest.raises(Conflict):
        save(database, Plan(2027, "Khác", ("a", "b"), "Lệ Xá", tasks=plan.tasks))
    with database.read() as uow:
        assert uow.plans.task_owner(plan.tasks[0].id) == plan.id
        assert uow.plans.task_owner("không có") is None


def test_a_target_is_kept_to_the_thousandth_or_refused(database: Database, plan: Plan) -> None:
    save(database, replace(plan, tasks=(Task("a", target=Decimal("0.001")), Task("b", target=Decimal(10) ** 15))))
    assert [task.target for task in get(database, plan.id).tasks] == [Decimal("0.001"), Decimal(10) ** 15]
    for wrong in ("0.0001", "NaN", "1e17"):
        with pytest.raises(InvalidInput):
            save(database, Plan(2026, "x", (), "", tasks=(Task("a", target=Decimal(wrong)),)))


def test_text_is_stored_clean(database: Database, plan: Plan) -> None:
    dirty = unicodedata.normalize("NFD", "Tuyên truyền\u00a0\u200bđẹp")
    section = Section(SectionKind.PART, dirty)
    saved = save(database, replace(plan, title=dirty, recipients=(dirty,), sections=(section,)))
    found = get(database, plan.id)
    assert found == saved
    assert {found.title, found.recipients[0], found.sections[0].title} == {"Tuyên truyền đẹp"}


def test_the_list_shows_newest_year_first_and_the_bin_apart(database: Database, plan: Plan) -> None:
    save(database, plan)
    later = save(database, Plan(2027, "Sau", (), "", number=12))
    gone = save(database, Plan(2028, "Bỏ", (), ""))
    with database.write("Đào") as uow:
        uow.plans.bin(gone.id)
        uow.commit()
    with database.read() as uow:
        rows = uow.plans.rows()
        assert [row.id for row in rows] == [later.id, plan.id]
        assert (rows[1].sections, rows[1].tasks, rows[1].notes) == (6, 2, 1)
        assert rows[1].number_text == "07/KH-UBND"
        assert rows[1].date == plan.date
        assert [row.id for row in uow.plans.rows(binned=True)] == [gone.id]
        assert uow.plans.for_year(2028) is None
    with pytest.raises(Conflict):
        save(database, gone)
    with database.write("Đào") as uow:
        uow.plans.restore(gone.id)
        uow.commit()
    assert save(database, gone).version == 2


def test_the_plan_of_a_year_is_the_issued_one(database: Database) -> None:
    issued = save(database, Plan(2026, "Ban hành", (), "", status=PlanStatus.ISSUED, tasks=(Task("t"),)))
    save(database, Plan(2026, "Nháp", (), ""))
    with database.read() as uow:
        found = uow.plans.for_year(2026)
        assert found is not None
        assert found.id == issued.id
        assert uow.plans.tasks(2026) == issued.tasks
        assert uow.plans.tasks(2025) == ()


def test_an_id_may_be_given_by_its_beginning(database: Database) -> None:
    for key in ("abcdef01", "abcdef02", "1234567890"):
        save(database, Plan(2026, "x", (), "", id=key))
    with database.read() as uow:
        assert uow.plans.resolve("123456") == "1234567890"
        assert uow.plans.resolve("abcdef01") == "abcdef01"
        for unknown in ("12345", "999999", "", "%%%%%%", "______"):
            with pytest.raises(NotFound):
                uow.plans.resolve(unknown)
        with pytest.raises(Conflict):
            uow.plans.resolve("abcdef")
        with pytest.raises(NotFound):
            uow.plans.get("123456")


def test_the_trail_names_only_what_changed(database: Database, plan: Plan) -> None:
    saved = save(database, plan)
    section = saved.sections[1]
    save(database, replace(saved, place="Tân Lập", sections=outline.update(saved.sections, section.id, title="MỚI")))
    with database.read() as uow:
        newest, first = uow.audit.history("plan", plan.id)
    assert (newest.actor, newest.action, first.action) == ("Đào", "update", "create")
    assert set(newest.before) == set(newest.after) == {"place", f"sections.{section.id}"}
    assert (newest.before["place"], newest.after["place"]) == ("Lệ Xá", "Tân Lập")
    assert not first.before
    assert first.after["title"] == plan.title
