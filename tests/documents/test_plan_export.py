"""A plan as WordprocessingML: a golden file, wording and punctuation, and values that would break a template."""

from __future__ import annotations

import difflib
import importlib.util
import io
import os
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from cchc_desktop.documents.plan_export import export_plan, styles
from cchc_desktop.documents.plan_export.context import issuer_in_text, plan_context
from cchc_desktop.documents.plan_export.end import with_end_mark, without_end_mark
from cchc_desktop.documents.plan_export.rules import rule_length_mm
from cchc_desktop.documents.word.text_width import Face, balanced_measure, width_mm, wrapped
from cchc_desktop.domain.plan import LineKind, PreambleLine, Section, SectionKind, Task
from cchc_desktop.domain.unit import Signature

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden" / "plan_small.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paragraphs(docx: bytes) -> list[tuple[str, str]]:
    """(style id, text) of all paragraphs, tables included, in order."""
    body = Document(io.BytesIO(docx)).element.body
    found = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        pieces = paragraph.iter(f"{W}t", f"{W}br", f"{W}tab")
        marks = {f"{W}br": "\n", f"{W}tab": "\t"}
        found.append((style, "".join(marks.get(piece.tag, piece.text or "") for piece in pieces)))
    return found


def texts(docx: bytes, style: str) -> list[str]:
    return [text for found, text in paragraphs(docx) if found == style]


@pytest.fixture
def small_plan(one_page_plan):
    return one_page_plan(
        1,
        number=7,
        sections=(
            Section(
                SectionKind.PART,
                title="Mục đích",
                children=(
                    Section(
                        SectionKind.ITEM,
                        title="Yêu cầu",
                        text="Đoạn dưới tiêu đề.",
                        children=(Section(SectionKind.POINT, text="Dòng đầu.\nDòng sau."),),
                    ),
                    Section(SectionKind.TEXT, text="Đoạn không đánh số, ngang cấp với khoản."),
                ),
            ),
        ),
        tasks=(Task("Phát thanh", target=Decimal(1200), target_unit="lượt", cost=1_500_000, group="Truyền thanh"),),
        appendix_title="Nhiệm vụ",
    )


def test_the_document_is_the_golden_one(small_plan, plan_template):
    package = zipfile.ZipFile(io.BytesIO(export_plan(small_plan, plan_template)))
    tree = etree.fromstring(package.read("word/document.xml"))
    etree.indent(tree)
    made = etree.tostring(tree, encoding="unicode") + "\n"
    if os.environ.get("CCHC_UPDATE_GOLDEN"):
        GOLDEN.write_text(made, "utf-8", newline="\n")
    wanted = GOLDEN.read_text("utf-8")
    assert made == wanted, "\n" + "".join(difflib.unified_diff(wanted.splitlines(True), made.splitlines(True)))


def test_the_packaged_template_is_the_one_its_script_makes(plan_template):
    spec = importlib.util.spec_from_file_location("make_templates", ROOT / "packaging" / "make_templates.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    with zipfile.ZipFile(plan_template) as kept, zipfile.ZipFile(io.BytesIO(script.package())) as made:
        assert kept.namelist() == made.namelist()
        for name in made.namelist():
            assert kept.read(name) == made.read(name), f"{name}: run python packaging/make_templates.py"


def test_no_command_of_the_template_is_left(sample_plan, plan_template):
    with zipfile.ZipFile(io.BytesIO(export_plan(sample_plan, plan_template))) as package:
        for name in package.namelist():
            assert b"{%" not in package.read(name)
            assert b"{{" not in package.read(name)


def test_sections_carry_labels_styles_and_depths(small_plan, plan_template):
    docx = export_plan(small_plan, plan_template)
    body = [
        (s, t)
        for s, t in paragraphs(docx)
        if s in {*styles.TITLED.values(), *styles.PLAIN.values(), styles.CONTINUATION}
    ]
    assert body == [
        (styles.PART, "I. Mục đích"),
        (styles.ITEM_TITLE, "1. Yêu cầu"),
        (styles.CONTINUATION, "Đoạn dưới tiêu đề."),
        (styles.POINT, "a) Dòng đầu."),
        (styles.CONTINUATION, "Dòng sau."),
        (styles.TEXT, "Đoạn không đánh số, ngang cấp với khoản."),
    ]
    marks = Document(io.BytesIO(docx)).element.body.iter(f"{W}bookmarkStart")
    assert [styles.bookmark_depth(mark.get(f"{W}name")) for mark in marks] == [0, 1, 2, 1]


def test_every_kind_of_section_has_a_place_in_the_template(one_page_plan, plan_template):
    sections = tuple(
        Section(kind, title=title, text=f"chữ {kind.value}")
        for kind in SectionKind
        for title in ("", f"đề {kind.value}")
    )
    shown = " ".join(text for _, text in paragraphs(export_plan(one_page_plan(sections=sections), plan_template)))
    for kind in SectionKind:
        assert f"chữ {kind.value}" in shown
        assert f"đề {kind.value}" in shown


HOSTILE = [
    "Công ty A & B <abc> C",
    "</w:t></w:r></w:p><w:p>",
    "{{ so_ky_hieu }} {% for x in y %} {# chú thích #}",
    "{_{ x }_} {_% y %_}",
    "“ngoặc” \"kép\" 'đơn' ‘cong’",
    "]]> &amp; &#0; <!-- x -->",
    "=1+1",
    "100% {r x} {%p x",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_printed_as_they_are(value, one_page_plan, plan_template):
    plan = one_page_plan(
        title=value,
        issuer=("ỦY BAN", value),
        upper_line=value,
        place=value,
        symbol=value,
        preamble=(PreambleLine(LineKind.OPENING, value),),
        sections=(Section(SectionKind.PART, title=value), Section(SectionKind.POINT, text=value)),
        closing=(f"{value} hết",),
        recipients=(f"{value} nhận", "Lưu: VT"),
        signature=Signature(title=value, name=value),
        tasks=(Task(value, value, value, value, value, Decimal(1), value, note=value, group=value),),
        appendix_title=value,
    )
    docx = export_plan(plan, plan_template)
    shown = paragraphs(docx)
    printed = [text for _, text in shown]
    assert printed.count(value) == 14
    for wanted in (f"I. {value}", f"a) {value}", f"{value} hết./.", f"- {value} nhận;", f"1 {value}"):
        assert wanted in printed
    assert any(text.startswith(f"{value}, ngày") for text in printed)
    assert f"Số: 12/{value}" in printed
    assert shown[-1] == (styles.APPENDIX_END, "./.")
    properties = Document(io.BytesIO(docx)).core_properties
    assert properties.title == f"KẾ HOẠCH {value}"


def test_what_xml_cannot_hold_is_cleaned_and_nothing_else_is_lost(one_page_plan, plan_template):
    plan = one_page_plan(sections=(Section(SectionKind.POINT, text="A\ud800B\x00C\u200bD\uffffE\tG"),))
    assert texts(export_plan(plan, plan_template), styles.POINT) == ["a) ABCDE\tG"]


def test_line_breaks_in_a_title_and_a_cell_are_kept(one_page_plan, plan_template):
    docx = export_plan(one_page_plan(title="Dòng một\nDòng hai", tasks=(Task("Việc\nGhi thêm"),)), plan_template)
    assert texts(docx, styles.TITLE) == ["Dòng một\nDòng hai"]
    assert "Việc\nGhi thêm" in texts(docx, styles.CELL_LEFT)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Hết", "Hết./."),
        ("Hết.", "Hết./."),
        ("Hết ./.", "Hết./."),
        ("Hết./.", "Hết./."),
        ("Hết;", "Hết./."),
        ("v.v…", "v.v…./."),
        ("v.v...", "v.v..../."),
        ("Được không?", "Được không?./."),
        ("(Kèm theo)", "(Kèm theo)./."),
    ],
)
def test_the_end_mark_never_doubles_a_stop(typed, printed):
    assert with_end_mark(typed) == printed
    assert with_end_mark(printed) == printed
    assert with_end_mark(without_end_mark(printed)) == printed


def test_bases_end_with_semicolons_and_the_last_with_a_stop(one_page_plan):
    lines = (
        PreambleLine(LineKind.BASIS, "Căn cứ một;"),
        PreambleLine(LineKind.OPENING, "Thực hiện Kế hoạch;"),
        PreambleLine(LineKind.BASIS, "Căn cứ hai."),
        PreambleLine(LineKind.OPENING, "như sau:"),
    )
    shown = plan_context(one_page_plan(preamble=lines))["mo_dau"]
    assert [line["chu"] for line in shown] == ["Căn cứ một;", "Thực hiện Kế hoạch;", "Căn cứ hai.", "như sau:"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (("Sở Nội vụ", "Lưu: VT, VHXH"), ["- Sở Nội vụ;", "- Lưu: VT, VHXH."]),
        (("- Sở Nội vụ;", "- Lưu: VT."), ["- Sở Nội vụ;", "- Lưu: VT."]),
        (("Lưu: VT", "Sở Nội vụ"), ["- Sở Nội vụ;", "- Lưu: VT."]),
        (("Sở Nội vụ", ""), ["- Sở Nội vụ;", "- Lưu: VT."]),
        ((), ["- Lưu: VT."]),
    ],
)
def test_recipients_always_end_with_the_archive(typed, printed, one_page_plan):
    assert plan_context(one_page_plan(recipients=typed))["noi_nhan"] == printed


def test_without_a_closing_the_last_section_ends_the_text(one_page_plan, plan_template):
    assert texts(export_plan(one_page_plan(2, closing=()), plan_template), styles.POINT)[-1] == "b) Việc thứ 2./."


def test_only_the_last_closing_has_the_mark(one_page_plan, plan_template):
    docx = export_plan(one_page_plan(closing=("Một.", "Hai.")), plan_template)
    assert texts(docx, styles.CLOSING) == ["Một.", "Hai./."]


def test_a_plan_without_tasks_has_one_portrait_section(one_page_plan, plan_template):
    docx = export_plan(one_page_plan(), plan_template)
    document = Document(io.BytesIO(docx))
    assert len(document.sections) == 1
    assert document.sections[0].page_width < document.sections[0].page_height
    assert document.sections[0].different_first_page_header_footer
    assert texts(docx, styles.APPENDIX_LABEL) == []
    assert paragraphs(docx)[-1] == (styles.BREAK, "")


def test_no_empty_paragraph_but_rules_room_and_break(one_page_plan, plan_template):
    plan = one_page_plan(preamble=(), sections=(), closing=(), recipients=(), signature=Signature(name=""))
    empty = [style for style, text in paragraphs(export_plan(plan, plan_template)) if not text.strip()]
    assert sorted(empty) == sorted(
        [styles.RULE_ISSUER, styles.RULE_MOTTO, styles.RULE_TITLE, styles.SIGNATURE_ROOM, styles.BREAK]
    )


def test_groups_head_their_tasks_and_numbers_run_on(one_page_plan, plan_template):
    tasks = (Task("không nhóm"), Task("a1", group="A"), Task("a2", group="A"), Task("lẻ"), Task("b1", group="B"))
    docx = export_plan(one_page_plan(tasks=tasks), plan_template)
    assert texts(docx, styles.CELL_GROUP) == ["A", "Nhiệm vụ khác", "B"]
    numbers = [text for text in texts(docx, styles.CELL_CENTRE) if text.isdigit()]
    assert numbers == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(("cost", "note", "columns"), [(None, "", 7), (0, "", 8), (None, "x", 8), (5, "x", 9)])
def test_columns_follow_the_tasks_and_widths_add_up(cost, note, columns, one_page_plan, plan_template):
    docx = export_plan(one_page_plan(tasks=(Task("Việc", cost=cost, note=note, group="A"),)), plan_template)
    table = Document(io.BytesIO(docx)).tables[-1]._tbl
    grid = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
    assert len(grid) == columns
    assert 16838 - 1701 - 850 - columns <= sum(grid) <= 16838 - 1701 - 850
    for row in table.iter(f"{W}tr"):
        widths = [int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for cell in row.iter(f"{W}tc")]
        assert widths in (grid, [sum(grid)])
    span = next(table.iter(f"{W}gridSpan"))
    assert span.get(f"{W}val") == str(columns)


@pytest.mark.parametrize(
    ("issuer", "text"),
    [
        (("ỦY BAN NHÂN DÂN", "XÃ LỆ XÁ"), "Ủy ban nhân dân xã Lệ Xá"),
        (("ỦY BAN NHÂN DÂN", "PHƯỜNG 1"), "Ủy ban nhân dân Phường 1"),
        (("ỦY BAN NHÂN DÂN", "ĐẶC KHU PHÚ QUỐC"), "Ủy ban nhân dân đặc khu Phú Quốc"),
        (("ỦY BAN NHÂN DÂN", "PHƯỜNG", "LONG ANH"), "Ủy ban nhân dân phường Long Anh"),
        (("PHÒNG VĂN HÓA - XÃ HỘI",), "Phòng Văn hóa - Xã hội"),
        (("PHÒNG KINH TẾ, HẠ TẦNG", "VÀ ĐÔ THỊ"), "Phòng Kinh tế, Hạ tầng và Đô thị"),
        (("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",), "Trung tâm Phục vụ hành chính công"),
        ((), ""),
    ],
)
def test_the_issuer_in_running_text(issuer, text, one_page_plan):
    assert issuer_in_text(one_page_plan(issuer=issuer)) == text


def test_properties_tell_what_the_file_is(sample_plan, plan_template):
    properties = Document(io.BytesIO(export_plan(sample_plan, plan_template))).core_properties
    assert properties.title.startswith("KẾ HOẠCH Tuyên truyền")
    assert properties.author == "ỦY BAN NHÂN DÂN XÃ TÂN HÒA"
    assert properties.language == "vi-VN"


def test_export_is_the_same_twice_but_for_the_clock(sample_plan, plan_template):
    first, second = (
        zipfile.ZipFile(io.BytesIO(export_plan(sample_plan, plan_template))).read("word/document.xml") for _ in range(2)
    )
    assert first == second


def test_a_hand_made_template_without_our_styles_still_fills(sample_plan, tmp_path):
    template = tmp_path / "rieng.docx"
    document = Document()
    document.add_paragraph("{{ ten_loai }} {{ trich_yeu }}")
    document.add_paragraph("{%p for d in noi_dung %}")
    document.add_paragraph("{{ d.chu }}")
    document.add_paragraph("{%p endfor %}")
    document.save(template)
    made = Document(io.BytesIO(export_plan(sample_plan, template)))
    assert made.paragraphs[0].text == f"KẾ HOẠCH {sample_plan.title}"
    assert made.paragraphs[1].text.startswith("I. ")


@pytest.mark.parametrize(
    ("text", "size", "face", "wanted"),
    [
        # measured on a page laid out in Tinos
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, Face.BOLD, 95.67),
        ("Độc lập - Tự do - Hạnh phúc", 14, Face.BOLD, 60.46),
        ("XÃ NAM CÁT TIÊN THƯỢNG", 13, Face.BOLD, 63.78),
        ("Nam Cát Tiên Thượng, ngày 30 tháng 12 năm 2026", 14, Face.ITALIC, 102.19),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, Face.REGULAR, 91.33),
    ],
)
def test_widths_are_those_of_the_font(text, size, face, wanted):
    assert width_mm(text, size, face) == pytest.approx(wanted, abs=0.05)


def test_a_long_title_breaks_at_a_phrase_and_leaves_no_lone_word():
    title = "Tuyên truyền công tác cải cách hành chính năm 2026 trên địa bàn xã Tân Hòa"
    lines = wrapped(title, balanced_measure(title, 165, 14, Face.BOLD), 14, Face.BOLD)
    assert lines == ["Tuyên truyền công tác cải cách hành chính", "năm 2026 trên địa bàn xã Tân Hòa"]
    assert len(wrapped(title, 165, 14, Face.BOLD)) == 2


@pytest.mark.parametrize("lines", [["ỦY BAN NHÂN DÂN", "XÃ LỆ XÁ"], ["Ngắn"], ["DÀI HƠN NHIỀU LẮM", "A"], [""], []])
def test_a_rule_is_a_third_to_a_half_of_the_line_above_it(lines):
    last = width_mm(lines[-1], 13, Face.BOLD) if lines else 0
    assert last / 3 <= rule_length_mm(lines, 13) <= last / 2


def test_a_plan_is_not_changed_by_its_export(sample_plan, plan_template):
    before = replace(sample_plan)
    export_plan(sample_plan, plan_template)
    assert sample_plan == before


def test_every_field_is_explained_to_who_edits_the_template(sample_plan, plan_template):
    explained = (plan_template.parent / "README.md").read_text("utf-8")
    context = plan_context(sample_plan)
    names = {*context, *context["phu_luc"], *(name for row in context["phu_luc"]["dong"] for name in row)}
    assert [name for name in sorted(names) if f"`{name}`" not in explained] == []
