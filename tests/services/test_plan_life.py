"""A plan's life through real storage, templates and files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cchc_desktop.domain.plan import Plan, PlanStatus, Section, SectionKind
from cchc_desktop.domain.plan_diff import Fate
from cchc_desktop.errors import Conflict, FileUnreadable, InvalidInput
from cchc_desktop.services.container import Services

DAY = date(2026, 1, 13)


@pytest.fixture
def plan(services: Services) -> Plan:
    return services.plans.create(2026).plan


@pytest.fixture
def issued(services: Services, plan: Plan) -> Plan:
    return services.plan_life.issue(plan.id, 7, DAY).plan


def test_issuing_keeps_number_file_template_and_content(services, plan, issued):
    assert (issued.status, issued.number, issued.date) == (PlanStatus.ISSUED, 7, DAY)
    (version,) = services.plan_life.versions(plan.id[:8])
    assert (version.ordinal, version.number_text, version.date, version.actor) == (1, "07/KH-UBND", DAY, "Người thử")
    assert services.plan_life.content(version.id) == issued
    data = services.plan_life.issued_file(version.id)
    assert data.startswith(b"PK")
    assert version.template_name == "ke_hoach.docx"
    assert services.attachments.read(version.template_sha256) == services.plans.template(issued).read_bytes()
    copy = services.plan_life.viewing_copy(version.id)
    assert copy.name == "07-KH tuyên truyền CCHC 2026.docx"
    copy.write_bytes(b"scribbled over")
    assert services.plan_life.issued_file(version.id) == data


def test_an_issued_plan_is_printed_byte_for_byte_even_when_the_template_changes(services, issued, office, tmp_path):
    first = services.plans.export(issued.id, tmp_path / "a.docx").read_bytes()
    office.templates.mkdir(exist_ok=True)
    (office.templates / "ke_hoach.docx").write_bytes(b"not a template any more")
    assert services.plans.export(issued.id, tmp_path / "b.docx").read_bytes() == first
    (version,) = services.plan_life.versions(issued.id)
    assert services.plan_life.export_issued(version.id, tmp_path / "c.docx").read_bytes() == first


@pytest.mark.parametrize("step", ["submit", "issue"])
def test_a_frozen_plan_cannot_be_saved(services, plan, step):
    frozen = services.plan_life.submit(plan.id) if step == "submit" else services.plan_life.issue(plan.id, 7, DAY)
    with pytest.raises(Conflict) as caught:
        services.plans.save(replace(frozen.plan, title="Sửa lén"))
    assert "khóa" in caught.value.reason
    with pytest.raises(Conflict):
        services.plans.save(replace(frozen.plan, title="Sửa lén", status=PlanStatus.DRAFT))
    assert services.plans.get(plan.id) == frozen.plan


def test_no_one_issues_by_saving(services, plan):
    with pytest.raises(Conflict):
        services.plans.save(replace(plan, status=PlanStatus.ISSUED))
    with pytest.raises(Conflict):
        services.plans.save(Plan(2026, "Mới", (), "", status=PlanStatus.ISSUED))


def test_submitting_and_taking_back(services, plan):
    assert services.plan_life.submit(plan.id).plan.status is PlanStatus.SUBMITTED
    with pytest.raises(Conflict):
        services.plan_life.submit(plan.id)
    back = services.plan_life.withdraw(plan.id).plan
    assert back.status is PlanStatus.DRAFT
    services.plans.save(replace(back, title="Sửa theo ý lãnh đạo"))
    services.plan_life.submit(plan.id)
    assert services.plan_life.issue(plan.id, 1, DAY).plan.title == "Sửa theo ý lãnh đạo"


def test_numbers_are_unique_in_their_calendar_year(services, plan, issued):
    other = services.plans.create(2026).plan
    assert services.plan_life.next_number(2026, "KH-UBND") == 8
    assert services.plan_life.next_number(2027, "KH-UBND") == 1
    with pytest.raises(InvalidInput) as caught:
        services.plan_life.issue(other.id, 7, date(2026, 2, 1))
    assert "07" in caught.value.problems["number"]
    assert issued.title in caught.value.problems["number"]
    assert services.plans.get(other.id).status is PlanStatus.DRAFT
    services.plans.bin(issued.id)
    with pytest.raises(InvalidInput):  # a number given stays given
        services.plan_life.issue(other.id, 7, date(2026, 2, 1))
    assert services.plan_life.issue(other.id, 7, date(2025, 12, 30)).plan.number == 7


@pytest.mark.parametrize(
    ("number", "day", "field"),
    [
        (0, DAY, "number"),
        (None, DAY, "number"),
        (100_000, DAY, "number"),
        (7, None, "date"),
        (7, date(2027, 1, 1), "date"),
    ],
)
def test_what_cannot_be_issued(services, plan, number, day, field):
    with pytest.raises(InvalidInput) as caught:
        services.plan_life.issue(plan.id, number, day)
    assert list(caught.value.problems) == [field]
    assert services.plan_life.versions(plan.id) == ()


def test_an_unusual_day_is_told_and_not_refused(services, plan):
    lived = services.plan_life.issue(plan.id, 7, date(2026, 7, 1))
    assert lived.warnings == ("Ngày ban hành 01/07/2026 ở sau hôm nay.",)


def test_a_plan_changed_by_another_meanwhile_is_not_issued(services, plan, monkeypatch):
    render = services.plans.render

    def render_while_another_saves(wanted):
        services.plans.save(replace(services.plans.get(plan.id), place="Nơi khác"))
        return render(wanted)

    monkeypatch.setattr(services.plans, "render", render_while_another_saves)
    with pytest.raises(Conflict):
        services.plan_life.issue(plan.id, 7, DAY)
    assert services.plans.get(plan.id).status is PlanStatus.DRAFT
    assert services.plan_life.versions(plan.id) == ()


def test_amending_makes_the_next_version_and_shows_what_changed(services, issued):
    with pytest.raises(InvalidInput):
        services.plan_life.amend(issued.id, "  ")
    amended = services.plan_life.amend(issued.id, "Bổ sung nhiệm vụ").plan
    assert (amended.status, amended.number, amended.date) == (PlanStatus.AMENDING, None, None)
    assert services.plans.for_year(2026).id == issued.id
    new = Section(SectionKind.PART, "KINH PHÍ", "Từ ngân sách xã.")
    edited = services.plans.save(replace(amended, sections=(*amended.sections, new))).plan
    first, second = services.plan_life.versions(issued.id)
    assert (second.reason, second.issued) == ("Bổ sung nhiệm vụ", False)
    (change,) = services.plan_life.differences(first.id, edited)
    assert (change.fate, change.pieces[0].text) == (Fate.ADDED, "KINH PHÍ\nTừ ngân sách xã.")
    services.plan_life.submit(issued.id)
    assert services.plan_life.withdraw(issued.id).plan.status is PlanStatus.AMENDING
    with pytest.raises(InvalidInput):  # the first issue keeps its number
        services.plan_life.issue(issued.id, 7, date(2026, 3, 2))
    services.plan_life.issue(issued.id, 15, date(2026, 3, 2))
    first, second = services.plan_life.versions(issued.id)
    assert [(v.ordinal, v.number, v.reason) for v in (first, second)] == [(1, 7, ""), (2, 15, "Bổ sung nhiệm vụ")]
    assert services.plan_life.content(first.id) == issued
    assert services.plan_life.issued_file(first.id) != services.plan_life.issued_file(second.id)
    assert len(services.plan_life.differences(first.id, second.id)) == 1


def test_dropping_an_amendment_brings_back_what_was_issued(services, issued):
    amended = services.plan_life.amend(issued.id, "Thử").plan
    services.plans.save(replace(amended, sections=(), title="Khác hẳn"))
    back = services.plan_life.drop_amendment(issued.id).plan
    assert replace(back, version=0) == replace(issued, version=0)
    assert len(services.plan_life.versions(issued.id)) == 1
    with pytest.raises(Conflict):
        services.plan_life.drop_amendment(issued.id)


def test_a_plan_issued_before_versions_were_kept_can_be_amended(services, plan):
    with services.plans._database.write("cũ") as uow:
        old = uow.plans.save(replace(plan, number=3, date=DAY, status=PlanStatus.ISSUED))
        uow.commit()
    services.plan_life.amend(old.id, "Điều chỉnh")
    first, _ = services.plan_life.versions(old.id)
    assert (first.number, first.file_sha256) == (3, "")
    assert services.plan_life.drop_amendment(old.id).plan.number == 3


def test_the_signed_paper_is_kept_with_its_version(services, issued, tmp_path):
    pdf, photo, wrong = tmp_path / "Bản ký.pdf", tmp_path / "trang 1.jpg", tmp_path / "bang.xlsx"
    pdf.write_bytes(b"%PDF-1.7 scan")
    photo.write_bytes(b"\xff\xd8\xff\xe0 photo")
    wrong.write_bytes(b"PK\x03\x04")
    (version,) = services.plan_life.versions(issued.id)
    with pytest.raises(FileUnreadable):
        services.plan_life.attach_scan(issued.id, [pdf, wrong])
    assert services.plan_life.scans(version.id) == ()  # all are looked at before the first is kept
    services.plan_life.attach_scan(issued.id, [pdf, photo])
    services.plan_life.attach_scan(issued.id, [pdf])
    scans = services.plan_life.scans(version.id)
    assert [scan.name for scan in scans] == ["Bản ký.pdf", "trang 1.jpg"]
    pdf.unlink()
    copy = services.plan_life.scan_copy(scans[0].id)
    assert (copy.name, copy.read_bytes()) == ("Bản ký.pdf", b"%PDF-1.7 scan")
    services.plan_life.remove_scan(scans[0].id)
    assert len(services.plan_life.scans(version.id)) == 1


def test_a_draft_has_no_signed_paper(services, plan, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(Conflict):
        services.plan_life.attach_scan(plan.id, [tmp_path / "a.pdf"])
