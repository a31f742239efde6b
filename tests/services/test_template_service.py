"""Which template is used, the office's own copy, and what becomes of it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from cchc_desktop.domain.check import CheckState
from cchc_desktop.domain.letter_drafts import DraftName, department_plan
from cchc_desktop.errors import InvalidInput, NotFound, TemplateProblem


def test_the_packaged_templates_are_used_until_the_office_has_its_own(services, office):
    rows = services.templates.rows()
    assert [row.file for row in rows][:2] == ["ke_hoach.docx", "ke_hoach_phong.docx"]
    assert not any(row.own for row in rows)
    assert not office.templates.exists()
    copy = services.templates.edit_copy("bao_cao.docx")
    assert copy == office.templates / "bao_cao.docx"
    changed = services.templates.in_use("bao_cao.docx")
    assert changed.own
    assert changed.digest == next(row.digest for row in rows if row.file == "bao_cao.docx")


def test_an_own_copy_is_edited_used_and_given_up_without_loss(services, office):
    copy = services.templates.edit_copy("bao_cao.docx")
    document = Document(copy)
    document.paragraphs[0].insert_paragraph_before("In tại {{ dia_danh_ngay }}")
    document.save(copy)
    assert services.templates.edit_copy("bao_cao.docx") == copy
    assert services.templates.check("bao_cao.docx").usable
    report = replace(services.letters.draft(DraftName.REPORT, 2026), number=1)
    (office.data / "a.docx").write_bytes(services.letters.render(report))
    assert Document(office.data / "a.docx").paragraphs[0].text.startswith("In tại Đồng Tâm, ngày")
    kept = services.templates.back_to_packaged("bao_cao.docx")
    assert kept is not None
    assert kept.is_file()
    assert not services.templates.in_use("bao_cao.docx").own
    assert services.templates.back_to_packaged("bao_cao.docx") is None


def test_a_broken_own_copy_is_named_and_nothing_is_made(services):
    copy = services.templates.edit_copy("ke_hoach.docx")
    document = Document(copy)
    document.add_paragraph("Cuối: {{ ho_tenn }}")
    document.save(copy)
    report = services.templates.check("ke_hoach.docx")
    assert [(finding.sentence, finding.hint) for finding in report.findings] == [
        ("Cuối: {{ ho_tenn }}", "có lẽ là ho_ten")
    ]
    plan = services.plans.create(2026).plan
    with pytest.raises(TemplateProblem):
        services.plans.render(plan)
    services.templates.back_to_packaged("ke_hoach.docx")
    assert services.plans.render(plan)


def test_a_template_without_a_needed_field_is_told(services, tmp_path):
    document = Document()
    document.add_paragraph("{{ trich_yeu }}")
    document.save(tmp_path / "cua-nguoi-khac.docx")
    report = services.templates.check("ke_hoach.docx", tmp_path / "cua-nguoi-khac.docx")
    assert report.usable
    assert any("noi_dung" in finding.reason for finding in report.findings)


@pytest.mark.parametrize("name", DraftName, ids=str)
def test_every_draft_passes_the_layout_check(services, name):
    """What the program prints holds all rules the program checks."""
    document = replace(services.letters.draft(name, 2026), number=7, date=date(2026, 3, 5))
    result = services.checks.check_data(services.letters.render(document))
    assert [(found.rule, found.measured) for found in result.findings if found.state is CheckState.FAILED] == []


def test_a_departments_plan_passes_the_layout_check(services):
    unit = services.units.current(services.plans._today())
    plan = replace(department_plan(unit, 2026), number=3, date=date(2026, 3, 5))
    result = services.checks.check_data(services.plans.render(plan))
    assert [(found.rule, found.measured) for found in result.findings if found.state is CheckState.FAILED] == []


def test_unknown_templates_and_incomplete_documents_are_refused(services):
    with pytest.raises(NotFound):
        services.templates.in_use("../secret.docx")
    with pytest.raises(NotFound):
        services.templates.edit_copy("la.docx")
    letter = services.letters.draft(DraftName.COVER, 2026)
    with pytest.raises(InvalidInput):
        services.letters.render(replace(letter, addressees=()))
    assert services.letters.file_name(replace(letter, number=3, title='a/b: "c"')) == "03-Công văn a-b- -c-.docx"


def test_a_departments_plan_has_a_template_of_its_own(services, office):
    unit = services.units.current(services.plans._today())
    plan = department_plan(unit, 2026)
    assert services.plans.template(plan).name == "ke_hoach_phong.docx"
    assert services.plans.template(replace(plan, upper_line="")).name == "ke_hoach.docx"
    office.templates.mkdir()
    shutil.copy(services.plans.template(plan), office.templates / "ke_hoach_phong.docx")
    assert services.plans.template(plan).parent == office.templates
