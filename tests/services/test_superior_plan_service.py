"""The superior's plans through real storage and real documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cchc_desktop.domain.change import Topic
from cchc_desktop.domain.plan import Section, SectionKind
from cchc_desktop.domain.superior_plan import CoverState, Demand, DemandSource, SuperiorPlan, TargetKind
from cchc_desktop.errors import InvalidInput, NotFound

TEXT = "Viết, đăng tin, bài về cải cách hành chính trên Trang thông tin điện tử"


@pytest.fixture
def kept(services):
    demands = (Demand(f"{TEXT} của xã  "), Demand("  "), Demand("Máy đọc", "", DemandSource.MACHINE, False))
    return services.superior_plans.save(SuperiorPlan(2026, "Tuyên truyền CCHC tỉnh ", demands=demands))


def test_a_plan_is_kept_clean_and_announced(services, kept):
    assert kept.change.topic is Topic.SUPERIOR_PLAN
    assert kept.plan.title == "Tuyên truyền CCHC tỉnh"
    assert [demand.text for demand in kept.plan.demands] == [f"{TEXT} của xã", "Máy đọc"]
    assert services.superior_plans.get(kept.plan.id) == kept.plan
    assert services.superior_plans.unconfirmed(2026) == 1


def test_a_plan_without_name_or_of_a_wrong_year_is_refused(services):
    with pytest.raises(InvalidInput) as caught:
        services.superior_plans.save(SuperiorPlan(26, " "))
    assert set(caught.value.problems) == {"year", "title"}


def test_coverage_from_uncovered_over_covered_to_not_applicable(services, kept):
    ours = services.plans.create(2026).plan
    demand = kept.plan.demands[0]

    def line():
        lines = services.superior_plans.coverage(ours)
        assert [line.demand for line in lines] == [demand]
        return lines[0]

    assert line().state is CoverState.UNCOVERED
    services.superior_plans.cover(ours.id, demand.id, TargetKind.TASK, ours.tasks[0].id)
    services.superior_plans.cover(ours.id, demand.id, TargetKind.SECTION, ours.sections[0].id)
    assert {answer.kind for answer in line().answers} == {TargetKind.TASK, TargetKind.SECTION}
    with pytest.raises(InvalidInput):
        services.superior_plans.not_applicable(ours.id, demand.id, "  ")
    services.superior_plans.not_applicable(ours.id, demand.id, " Xã không có\ncảng ")
    assert (line().state, line().reason) == (CoverState.NOT_APPLICABLE, "Xã không có cảng")
    services.superior_plans.cover(ours.id, demand.id, TargetKind.TASK, ours.tasks[0].id)
    assert (line().state, len(line().answers)) == (CoverState.COVERED, 1)
    services.superior_plans.uncover(ours.id, demand.id)
    assert line().state is CoverState.UNCOVERED
    services.superior_plans.bin(kept.plan.id)
    assert services.superior_plans.coverage(ours) == ()
    services.superior_plans.restore(kept.plan.id)
    assert len(services.superior_plans.coverage(ours)) == 1
    with pytest.raises(NotFound):
        services.superior_plans.uncover(ours.id, "0" * 32)


def test_the_nearest_words_are_suggested_first(services, kept):
    ours = services.plans.create(2026).plan
    found = services.superior_plans.suggestions(ours, kept.plan.demands[0])
    assert found[0].kind is TargetKind.TASK
    assert "Trang thông tin điện tử" in found[0].words
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len(found) <= 3
    assert services.superior_plans.suggestions(ours, Demand("Nạo vét luồng lạch cảng biển quốc tế")) == ()


def test_a_word_file_gives_particulars_and_proposals(services, tmp_path):
    plan = services.plans.create(2026).plan
    own = Section(
        SectionKind.PART,
        "TỔ CHỨC THỰC HIỆN",
        children=(
            Section(SectionKind.ITEM, "Sở Nội vụ", "Đôn đốc các đơn vị thực hiện."),
            Section(SectionKind.ITEM, "Ủy ban nhân dân các xã, phường", "Ban hành kế hoạch trước ngày 15/02/2026."),
        ),
    )
    theirs = replace(
        plan, issuer=("ỦY BAN NHÂN DÂN", "TỈNH HƯNG YÊN"), number=12, sections=(own,), tasks=(), symbol="KH-UBND"
    )
    path = tmp_path / "kh tinh.docx"
    path.write_bytes(services.plans.render(theirs))
    read = services.superior_plans.read_word(path)
    assert (read.year, read.number, read.issuer) == (2026, "12/KH-UBND", "Ủy ban nhân dân tỉnh Hưng Yên")
    assert [(demand.text, demand.deadline, demand.confirmed) for demand in read.demands] == [
        ("Ban hành kế hoạch trước ngày 15/02/2026.", "trước ngày 15/02/2026", False)
    ]
    assert services.superior_plans.rows() == ()
