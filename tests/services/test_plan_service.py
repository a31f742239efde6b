"""The plan's use cases, through real storage and real documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import LineKind, PreambleLine, Section, SectionKind, Task
from cchc_desktop.errors import Conflict, FileUnreadable, InvalidInput, NotFound
from cchc_desktop.services.container import Services


def test_a_new_plan_speaks_of_this_office_and_year(services: Services) -> None:
    plan = services.plans.create(2027).plan
    assert plan.issuer == ("ỦY BAN NHÂN DÂN", "XÃ ĐỒNG TÂM")
    assert plan.place == "Đồng Tâm"
    assert "2027" in plan.title
    assert plan.signature.lines == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert plan.signature.name == "Nguyễn Văn Ưng"
    everything = repr(plan)
    assert "{nam}" not in everything
    assert "{ten_don_vi}" not in everything
    assert "huyện" not in everything.lower()


def test_saved_is_what_comes_back(services: Services) -> None:
    plan = services.plans.create(2026).plan
    edited = replace(
        plan,
        number=7,
        date=date(2026, 1, 13),
        preamble=(PreambleLine(LineKind.BASIS, "Căn cứ A"), PreambleLine(LineKind.OPENING, "Thực hiện B;")),
        sections=outline.insert_after(
            plan.sections, plan.sections[0].id, Section(SectionKind.PART, "PHẦN MỚI", "x\ny")
        ),
        recipients=("Lưu: VT",),
        tasks=(*plan.tasks, Task("Việc mới", time_text="Hằng tháng", cost=1_500_000)),
    )
    saved = services.plans.save(edited).plan
    assert services.plans.get(plan.id) == saved
    assert replace(saved, version=edited.version) == edited
    assert services.plans.get(plan.id[:8]) == saved


def test_a_second_clerk_does_not_overwrite_the_first(services: Services) -> None:
    plan = services.plans.create(2026).plan
    services.plans.save(replace(plan, title="Của người thứ nhất"))
    with pytest.raises(Conflict):
        services.plans.save(replace(plan, title="Của người thứ hai"))
    assert services.plans.get(plan.id).title == "Của người thứ nhất"


def test_clone_moves_the_year_on_and_leaves_citations(services: Services) -> None:
    plan = services.plans.create(2026).plan
    text = (
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 năm 2026, giai đoạn 2021 - 2030, "
        "Nghị định số 30/2020/NĐ-CP; so với năm 2025"
    )
    sections = outline.update(plan.sections, plan.sections[0].id, text=text)
    tasks = (replace(plan.tasks[0], time_text="Trước 30/6/2026"), *plan.tasks[1:])
    plan = services.plans.save(replace(plan, sections=sections, tasks=tasks, number=9, date=date(2026, 1, 9))).plan
    copy = services.plans.clone(plan.id, 2027).plan
    assert copy.year == 2027
    assert copy.number is None
    assert copy.date is None
    assert copy.title == plan.title.replace("2026", "2027")
    assert copy.sections[0].text == (
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 năm 2027, giai đoạn 2021 - 2030, "
        "Nghị định số 30/2020/NĐ-CP; so với năm 2026"
    )
    assert copy.tasks[0].time_text == "Trước 30/6/2027"
    assert copy.cloned_from == plan.id
    assert not {task.id for task in copy.tasks} & {task.id for task in plan.tasks}
    assert not {s.id for s in copy.walk()} & {s.id for s in plan.walk()}
    assert services.plans.get(plan.id) == plan


def test_export_writes_word_and_import_reads_it_back(services: Services, tmp_path) -> None:
    plan = services.plans.create(2026).plan
    plan = services.plans.save(replace(plan, number=7, date=date(2026, 1, 13))).plan
    path = services.plans.export(plan.id, tmp_path / "kế hoạch.docx")
    again = services.plans.import_word(path).plan
    assert outline.shape(again.sections) == outline.shape(plan.sections)
    assert again.preamble == plan.preamble
    assert again.recipients == plan.recipients
    assert again.closing == plan.closing
    assert again.signature == plan.signature
    assert (again.number, again.date, again.title, again.year) == (7, date(2026, 1, 13), plan.title, 2026)
    assert [task.content for task in again.tasks] == [task.content for task in plan.tasks]


def test_a_wrong_file_changes_nothing(services: Services, tmp_path) -> None:
    wrong = tmp_path / "kế hoạch.docx"
    wrong.write_bytes(b"%PDF-1.7 not a word file")
    with pytest.raises(FileUnreadable):
        services.plans.import_word(wrong)
    assert services.plans.rows() == ()


def test_bin_and_restore(services: Services) -> None:
    plan = services.plans.create(2026).plan
    services.plans.bin(plan.id)
    assert services.plans.rows() == ()
    assert [row.id for row in services.plans.rows(binned=True)] == [plan.id]
    assert services.plans.for_year(2026) is None
    services.plans.restore(plan.id)
    assert [row.id for row in services.plans.rows()] == [plan.id]


def test_the_issued_plan_holds_for_its_year(services: Services) -> None:
    issued = services.plans.create(2026).plan
    services.plan_life.issue(issued.id, 1, date(2026, 1, 5))
    services.plans.create(2026)
    found = services.plans.for_year(2026)
    assert found is not None
    assert found.id == issued.id


def test_refusals(services: Services) -> None:
    with pytest.raises(InvalidInput):
        services.plans.create(1999)
    with pytest.raises(NotFound):
        services.plans.get("khongco")
