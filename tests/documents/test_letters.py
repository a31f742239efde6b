"""Report, letter, proposal and letter of transmittal: what is printed, in which style, from the packaged templates."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from cchc_desktop.documents.letters import export_document
from cchc_desktop.documents.letters.context import document_context
from cchc_desktop.documents.letters.fields import (
    DESCRIPTIONS,
    ITEM_DESCRIPTIONS,
    needed_fields,
    sample_context,
    template_fields,
)
from cchc_desktop.documents.plan_export import export_plan
from cchc_desktop.documents.word.template_check import check_template
from cchc_desktop.domain.letter_drafts import DraftName, department_plan, draft, drafter_symbol, is_department
from cchc_desktop.domain.official_document import DocumentKind, Enclosure, OfficialDocument, problems, symbol
from cchc_desktop.domain.template import TEMPLATE_TITLES
from cchc_desktop.domain.unit import Signature, SigningMode, Unit, UnitKind

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates_docx"
UNIT = Unit(
    "0" * 32,
    date(2025, 7, 1),
    UnitKind.COMMUNE,
    "Đồng Tâm",
    "Tỉnh Hưng Yên",
    "Sở Nội vụ tỉnh Hưng Yên",
    place="Đồng Tâm",
    drafting_body="Phòng Văn hóa - Xã hội",
)
SIGNATURE = Signature(SigningMode.DEPUTY, title="PHÓ CHỦ TỊCH", name="Nguyễn Văn Ưng")


def made(document: OfficialDocument):
    return Document(io.BytesIO(export_document(document, FOLDER / f"{document.kind}.docx")))


def paragraphs(document) -> list[tuple[str, str]]:
    """(style id, text) of all paragraphs in reading order, those in tables included."""
    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = []
    for node in document.element.body.iter(namespace + "p"):
        style = node.find(f"{namespace}pPr/{namespace}pStyle")
        text = "".join(part.text or "" for part in node.iter(namespace + "t"))
        found.append(("" if style is None else style.get(namespace + "val"), text))
    return found


def texts(document, style: str) -> list[str]:
    return [text for found, text in paragraphs(document) if found == style]


@pytest.fixture(params=DraftName, ids=str)
def drafted(request) -> OfficialDocument:
    return replace(draft(request.param, UNIT, 2026, SIGNATURE), number=7, date=date(2026, 3, 5))


def test_every_draft_prints_all_it_holds(drafted):
    assert problems(drafted) == {}
    found = made(drafted)
    whole = " ".join(text for _, text in paragraphs(found))
    assert "{{" not in whole
    assert "{%" not in whole
    for section in (section for top in drafted.sections for section in top.walk()):
        assert section.title in whole
        assert section.text in whole
    for name in drafted.addressees:
        assert name in whole
    assert f"Số: {drafted.number_text}" in whole
    assert "Đồng Tâm, ngày 05 tháng 3 năm 2026" in whole
    assert texts(found, "CCHC-SignatureLine") == list(drafted.signature.lines)
    assert whole.count("./.") == 1
    assert found.core_properties.language == "vi-VN"
    assert "{{" not in (found.core_properties.title or "")


def test_a_report_is_addressed_and_titled():
    found = made(draft(DraftName.REPORT, UNIT, 2026, SIGNATURE))
    order = [style for style, text in paragraphs(found) if text]
    assert order[:7] == [
        *("CCHC-Issuer", "CCHC-Issuer", "CCHC-Nation", "CCHC-Motto", "CCHC-Number", "CCHC-PlaceDate", "CCHC-Kind")
    ]
    assert texts(found, "CCHC-Kind") == ["BÁO CÁO"]
    assert texts(found, "CCHC-Addressee") == ["Kính gửi: Sở Nội vụ tỉnh Hưng Yên."]
    assert texts(found, "CCHC-AddresseesHead") == []
    assert order.index("CCHC-Addressee") == order.index("CCHC-Title") + 1


def test_a_letter_has_its_subject_below_the_number_and_no_kind():
    document = replace(draft(DraftName.REMINDER, UNIT, 2026, SIGNATURE), title="V/v đôn đốc <A & B>")
    found = made(document)
    assert texts(found, "CCHC-Subject") == ["V/v đôn đốc <A & B>"]
    assert texts(found, "CCHC-Kind") == []
    assert texts(found, "CCHC-Number") == ["Số:       /UBND-VHXH"]
    assert texts(found, "CCHC-AddresseesHead") == ["Kính gửi:"]
    assert texts(found, "CCHC-AddresseeLine") == [
        "- Các phòng, đơn vị thuộc xã Đồng Tâm;",
        "- Các thôn, tổ dân phố.",
    ]
    styles = [style for style, _ in paragraphs(found)]
    assert styles.index("CCHC-Subject") == styles.index("CCHC-Number") + 1


def test_a_department_writes_under_the_name_of_its_committee():
    proposal = made(draft(DraftName.PROPOSAL, UNIT, 2026, SIGNATURE))
    assert texts(proposal, "CCHC-UpperLine") == ["UBND XÃ ĐỒNG TÂM"]
    assert texts(proposal, "CCHC-Issuer") == ["PHÒNG VĂN HÓA - XÃ HỘI"]
    plan = department_plan(UNIT, 2026)
    assert is_department(plan)
    assert not is_department(replace(plan, upper_line="TỈNH HƯNG YÊN"))
    written = Document(io.BytesIO(export_plan(plan, FOLDER / "ke_hoach_phong.docx")))
    assert texts(written, "CCHC-UpperLine") == ["UBND XÃ ĐỒNG TÂM"]
    assert texts(written, "CCHC-SignatureLine") == ["TRƯỞNG PHÒNG"]


def test_a_slip_lists_what_it_goes_with():
    document = replace(
        draft(DraftName.TRANSMITTAL, UNIT, 2026, SIGNATURE),
        enclosures=tuple(Enclosure(f"Văn bản {number} & <phụ lục>", number) for number in range(1, 31)),
    )
    found = made(document)
    rows = [[cell.text for cell in row.cells] for row in found.tables[1].rows]
    assert rows[0] == ["STT", "Tên văn bản", "Số bản", "Ghi chú"]
    assert rows[12] == ["12", "Văn bản 12 & <phụ lục>", "12", ""]
    assert len(rows) == 31
    opening = "Ủy ban nhân dân xã Đồng Tâm gửi kèm theo Phiếu này đến Sở Nội vụ tỉnh Hưng Yên các văn bản sau:"
    assert texts(found, "CCHC-Opening") == [opening]
    assert texts(found, "CCHC-Recipient") == ["- Sở Nội vụ tỉnh Hưng Yên;", "- Lưu: VT, VHXH."]


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        (DraftName.REPORT, {"title": "  "}, "title"),
        (DraftName.REMINDER, {"addressees": ("",)}, "addressees"),
        (DraftName.TRANSMITTAL, {"enclosures": ()}, "enclosures"),
        (DraftName.TRANSMITTAL, {"enclosures": (Enclosure("x", 0),)}, "enclosures"),
        (DraftName.PROPOSAL, {"issuer": ()}, "issuer"),
        (DraftName.REPORT, {"place": ""}, "place"),
    ],
)
def test_what_is_missing_is_named(kind, changes, field):
    assert list(problems(replace(draft(kind, UNIT, 2026, SIGNATURE), **changes))) == [field]


def test_symbols_follow_the_abbreviations_of_the_decree():
    assert symbol(DocumentKind.REPORT) == "BC-UBND"
    assert symbol(DocumentKind.PROPOSAL, "VHXH") == "TTr-VHXH"
    assert symbol(DocumentKind.LETTER, drafter="VHXH") == "UBND-VHXH"
    names = ["Phòng Văn hóa - Xã hội", "Phòng Kinh tế, Hạ tầng và Đô thị", "Văn phòng HĐND và UBND", ""]
    assert [drafter_symbol(name) for name in names] == ["VHXH", "KTHTĐT", "VP", ""]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (("Như trên", "Lưu: VT"), ["- Như trên;", "- Lưu: VT."]),
        (("Sở Nội vụ;",), ["- Như trên;", "- Sở Nội vụ;", "- Lưu: VT."]),
        ((), ["- Như trên;", "- Lưu: VT."]),
    ],
)
def test_as_above_leads_the_recipients_of_an_addressed_document(typed, printed):
    document = replace(draft(DraftName.COVER, UNIT, 2026, SIGNATURE), recipients=typed)
    assert document_context(document)["noi_nhan"] == printed


@pytest.mark.parametrize("file", TEMPLATE_TITLES)
def test_the_packaged_templates_pass_their_check_and_print_every_field(file):
    report = check_template(FOLDER / file, sample_context(file), needed_fields(file))
    assert report.findings == ()
    for item in template_fields(file):
        assert item.description.strip(), item
        assert not item.description.startswith(" ("), item
        assert item.tag, item


def test_every_field_of_every_document_is_described():
    for file in TEMPLATE_TITLES:
        context = sample_context(file)
        names = {name for name in context if name != "phu_luc"}
        names |= {f"phu_luc.{key}" for key in context.get("phu_luc", {})}
        assert names <= set(DESCRIPTIONS), names - set(DESCRIPTIONS)
        for value in [*context.values(), context.get("phu_luc", {}).get("dong", [])]:
            for row in value if isinstance(value, list) else []:
                assert not isinstance(row, dict) or set(row) <= set(ITEM_DESCRIPTIONS)
    assert sample_context("la.docx") == {}


def test_the_packaged_letters_are_those_their_script_makes(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "packaging")
    spec = importlib.util.spec_from_file_location("make_letters", ROOT / "packaging" / "make_letters.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.delitem(sys.modules, "make_templates")
    assert {*script.bodies(), "ke_hoach.docx"} == {path.name for path in FOLDER.glob("*.docx")} == set(TEMPLATE_TITLES)
    for name, (title, body) in script.bodies().items():
        with (
            zipfile.ZipFile(FOLDER / name) as kept,
            zipfile.ZipFile(io.BytesIO(script.make.package(body, title))) as fresh,
        ):
            for part in fresh.namelist():
                assert kept.read(part) == fresh.read(part), f"{name}: run python packaging/make_templates.py"
