"""Odd things in plans: nothing of them is lost, and a person is told."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from cchc_desktop.documents.plan_import import import_plan
from cchc_desktop.domain.outline import labels
from cchc_desktop.domain.plan import LineKind, Plan, SectionKind
from cchc_desktop.errors import FileUnreadable, UnreadableReason

Save = Callable[[Any], Path]
PART, ITEM, POINT, DASH, PLUS, TEXT = SectionKind
HEAD = ("KẾ HOẠCH", "Tuyên truyền năm 2026", "Ủy ban nhân dân xã ban hành Kế hoạch như sau:")


def made(*lines: str, head: tuple[str, ...] = HEAD) -> Any:
    """Build a document; "**bold**" at the beginning of a line is set bold."""
    document = docx.Document()
    for line in (*head, *lines):
        paragraph = document.add_paragraph()
        if line.startswith("**"):
            _, bold, line = line.split("**", 2)
            paragraph.add_run(bold).bold = True
        if line:
            paragraph.add_run(line)
    return document


def tree(plan: Plan) -> list[str]:
    """Return "label kind|title|text" of all sections, indented by depth."""
    found: list[str] = []
    names = labels(plan.sections)

    def walk(sections: Any, depth: int) -> None:
        for section in sections:
            found.append("  " * depth + f"{names[section.id]}|{section.title}|{section.text}")
            walk(section.children, depth + 1)

    walk(plan.sections, 0)
    return found


def texts(plan: Plan) -> str:
    parts = [part for section in plan.walk() for part in (section.title, section.text)]
    return "\n".join([plan.title, *(line.text for line in plan.preamble), *parts, *plan.closing, *plan.recipients])


def quotes(plan: Plan, reason: str) -> list[str]:
    return [note.quote for note in plan.notes if reason in note.reason]


def test_levels_may_be_skipped_and_marks_may_change(saved: Save) -> None:
    lines = ("I. MỤC ĐÍCH", "- một", "+ hai", "- ba", "II. NỘI DUNG", "1. Việc thứ nhất", "• bốn", "- năm", "• sáu")
    assert tree(import_plan(saved(made(*lines)))) == [
        "I|MỤC ĐÍCH|",
        "  -||một",
        "    +||hai",
        "  -||ba",
        "II|NỘI DUNG|",
        "  1|Việc thứ nhất|",
        "    -||bốn",
        "      +||năm",
        "    -||sáu",
    ]


def test_run_in_headings_and_bold_words(saved: Save) -> None:
    lines = (
        "**I. MỤC ĐÍCH**",
        "**1. Mục đích:** nâng cao nhận thức.",
        "**2. Yêu cầu**: cụ thể.",
        "**a) Chủ tịch** chịu trách nhiệm.",
    )
    assert tree(import_plan(saved(made(*lines)))) == [
        "I|MỤC ĐÍCH|",
        "  1|Mục đích:|nâng cao nhận thức.",
        "  2|Yêu cầu:|cụ thể.",
        "    a||Chủ tịch chịu trách nhiệm.",
    ]


def test_a_short_item_is_a_heading_only_with_something_below_it(saved: Save) -> None:
    lines = (
        "I. TỔ CHỨC",
        "1. Công chức Tư pháp",
        "Phối hợp thực hiện.",
        "2. Trưởng thôn",
        "3. Đoàn thể",
        "a) Vận động.",
    )
    assert tree(import_plan(saved(made(*lines)))) == [
        "I|TỔ CHỨC|",
        "  1|Công chức Tư pháp|Phối hợp thực hiện.",
        "  2||Trưởng thôn",
        "  3|Đoàn thể|",
        "    a||Vận động.",
    ]


def test_multi_level_numbers_become_letters(saved: Save) -> None:
    lines = ("II. NỘI DUNG", "1. Chung", "1.1. Một.", "1.2. Hai.", "2. Riêng", "2.1. Ba:", "a) Bốn.")
    plan = import_plan(saved(made(*lines)))
    assert tree(plan)[1:] == ["  1|Chung|", "    a||Một.", "    b||Hai.", "  2|Riêng|", "    1||Ba:", "      a||Bốn."]
    assert len(quotes(plan, "“1.1.”")) == 1
    assert quotes(plan, "Nhãn bắt đầu từ “II.”") == ["II. NỘI DUNG"]


def test_word_parts_above_roman_ones_and_a_title_below_its_label(saved: Save) -> None:
    lines = (
        "**Phần I**",
        "**MỤC ĐÍCH**",
        "a) Một.",
        "**Phần II**",
        "**NỘI DUNG,**",
        "**HÌNH THỨC**",
        "I. CHUNG",
        "1. Hai.",
    )
    assert tree(import_plan(saved(made(*lines)))) == [
        "I|MỤC ĐÍCH|",
        "  a||Một.",
        "II|NỘI DUNG, HÌNH THỨC|",
        "  I|CHUNG|",
        "    1||Hai.",
    ]


def test_sentence_over_a_soft_break_goes_on(saved: Save) -> None:
    lines = ("I. MỤC ĐÍCH", "a) Nâng cao\nnhận thức của Nhân dân.\nĐoạn mới.\nb) Việc sau.")
    assert tree(import_plan(saved(made(*lines)))) == [
        "I|MỤC ĐÍCH|",
        "  a||Nâng cao nhận thức của Nhân dân.\nĐoạn mới.",
        "  b||Việc sau.",
    ]


@pytest.mark.parametrize(
    ("number", "place_date", "found"),
    [
        ("Số:      /KH-UBND", "Bình An, ngày     tháng 01 năm 2026", (None, "KH-UBND", None, "Bình An")),
        ("Số: …/KH - UBND", "Bình An, ngày … tháng … năm 2026", (None, "KH-UBND", None, "Bình An")),
        ("Số 132-KH/UBND", "Bình An, ngày 31 tháng 02 năm 2026", (132, "KH/UBND", None, "Bình An")),
        ("Số:12/KH-UBND", "Phường 1, ngày 05 tháng 6 năm 2026", (12, "KH-UBND", "2026-06-05", "Phường 1")),
    ],
)
def test_number_and_date(saved: Save, number: str, place_date: str, found: tuple[Any, ...]) -> None:
    plan = import_plan(saved(made("I. MỤC ĐÍCH", "1. Một.", head=(f"{number}\t{place_date}", *HEAD))))
    day = plan.date.isoformat() if plan.date else None
    assert (plan.number, plan.symbol, day, plan.place) == found


def test_upper_line_is_told_from_the_issuer_by_its_weight(saved: Save) -> None:
    head = ("ỦY BAN NHÂN DÂN XÃ BÌNH AN", "**PHÒNG VĂN HÓA - XÃ HỘI**", "Số: 3/KH-VHXH", *HEAD)
    plan = import_plan(saved(made("I. MỤC ĐÍCH", head=head)))
    assert plan.upper_line == "ỦY BAN NHÂN DÂN XÃ BÌNH AN"
    assert plan.issuer == ("PHÒNG VĂN HÓA - XÃ HỘI",)


def test_italic_lines_are_bases_and_upright_ones_opening(saved: Save) -> None:
    document = made(head=HEAD[:2])
    document.add_paragraph().add_run("Thực hiện Kế hoạch số 10/KH-UBND;").italic = True
    document.add_paragraph("Thực hiện Nghị quyết số 76/NQ-CP;")
    document.add_paragraph("Căn cứ Luật số 72/2025/QH15;")
    document.add_paragraph("I. MỤC ĐÍCH")
    plan = import_plan(saved(document))
    assert [(line.kind, line.text) for line in plan.preamble] == [
        (LineKind.BASIS, "Thực hiện Kế hoạch số 10/KH-UBND"),
        (LineKind.OPENING, "Thực hiện Nghị quyết số 76/NQ-CP;"),
        (LineKind.BASIS, "Căn cứ Luật số 72/2025/QH15"),
    ]


def test_recipients_on_one_line_and_without_marks(saved: Save) -> None:
    document = made(
        "I. MỤC ĐÍCH", "1. Một.", "Nơi nhận: - UBND tỉnh; - Sở Nội vụ; - Lưu: VT, VP.", "CHỦ TỊCH", "Lê Văn Bốn"
    )
    plan = import_plan(saved(document))
    assert plan.recipients == ("UBND tỉnh", "Sở Nội vụ", "Lưu: VT, VP")
    assert (plan.signature.lines, plan.signature.name) == (("CHỦ TỊCH",), "Lê Văn Bốn")


def test_signing_block_before_the_recipients_and_marks_of_signing(saved: Save) -> None:
    lines = (
        "I. MỤC ĐÍCH",
        "TL. CHỦ TỊCH",
        "CHÁNH VĂN PHÒNG",
        "(Đã ký)",
        "Lê Văn Bốn",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
    )
    plan = import_plan(saved(made(*lines)))
    assert (plan.signature.lines, plan.signature.name) == (("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "Lê Văn Bốn")
    assert plan.recipients == ("Như trên", "Lưu: VT")
    assert quotes(plan, "chữ ký") == ["(Đã ký)"]


def test_other_tables_are_kept_as_text_where_they_stood(saved: Save) -> None:
    document = made("I. MỤC ĐÍCH", "1. Số liệu:")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("Thôn", "Hộ", "Loa", "Đông", "120", "2"), strict=True
    ):
        cell.text = text
    document.add_paragraph("2. Việc sau.")
    plan = import_plan(saved(document))
    assert tree(plan) == ["I|MỤC ĐÍCH|", "  1||Số liệu:", "  ||Thôn | Hộ | Loa\nĐông | 120 | 2", "  2||Việc sau."]
    [note] = [note for note in plan.notes if "Bảng" in note.reason]
    assert note.section_id == plan.sections[0].children[1].id


def test_labels_in_a_column_of_their_own(saved: Save) -> None:
    document = made()
    table = document.add_table(rows=3, cols=2)
    for row, (label, text) in zip(table.rows, (("I.", "MỤC ĐÍCH"), ("1.", "Một."), ("2.", "Hai.")), strict=True):
        row.cells[0].text, row.cells[1].text = label, text
    assert tree(import_plan(saved(document))) == ["I|MỤC ĐÍCH|", "  1||Một.", "  2||Hai."]


W = nsdecls("w")
BOX = (
    f'<w:r {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>Chữ trong khung</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
INLINE = {
    "hyperlink": f"<w:hyperlink {W}><w:r><w:t>binhan.gov.vn</w:t></w:r></w:hyperlink>",
    "inserted": f'<w:ins {W} w:id="5" w:author="x"><w:r><w:t>chữ mới chèn</w:t></w:r></w:ins>',
    "control": f"<w:sdt {W}><w:sdtContent><w:r><w:t>chữ trong ô điền</w:t></w:r></w:sdtContent></w:sdt>",
    "field": f'<w:fldSimple {W} w:instr="DATE"><w:r><w:t>kết quả trường</w:t></w:r></w:fldSimple>',
    "moved": f'<w:moveTo {W} w:id="6" w:author="x"><w:r><w:t>chữ chuyển đến</w:t></w:r></w:moveTo>',
    "smart tag": f"<w:smartTag {W}><w:r><w:t>thẻ thông minh</w:t></w:r></w:smartTag>",
    "non-breaking hyphen": f"<w:r {W}><w:t>hai</w:t><w:noBreakHyphen/><w:t>ba</w:t></w:r>",
    "text box": BOX,
    "choice": (
        f'<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        '<mc:Choice Requires="wps"><w:t>chỉ một lần</w:t></mc:Choice>'
        "<mc:Fallback><w:t>chỉ một lần</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    ),
}


@pytest.mark.parametrize("name", list(INLINE))
def test_text_inside_other_things_is_kept_once(saved: Save, name: str) -> None:
    document = made("I. MỤC ĐÍCH", "1. Trước ")
    document.paragraphs[-1]._p.append(parse_xml(INLINE[name]))
    kept = texts(import_plan(saved(document)))
    first = next(parse_xml(INLINE[name]).iter(qn("w:t"))).text
    assert kept.count("hai-ba" if name == "non-breaking hyphen" else first) == 1


def test_deleted_text_is_reported_and_not_taken(saved: Save) -> None:
    document = made("I. MỤC ĐÍCH", "1. Giữ lại")
    deleted = f'<w:del {W} w:id="7" w:author="x"><w:r><w:delText>bỏ đi</w:delText></w:r></w:del>'
    document.paragraphs[-1]._p.append(parse_xml(deleted))
    plan = import_plan(saved(document))
    assert "bỏ đi" not in texts(plan)
    assert quotes(plan, "đã xóa") == ["bỏ đi"]


def test_comments_margins_hidden_text_and_old_fonts_are_told(saved: Save) -> None:
    document = made("I. MỤC ĐÍCH", "1. Một.")
    run = document.paragraphs[-1].runs[0]
    document.add_comment(run, text="Xem lại số liệu này", author="A", initials="A")
    document.sections[0].header.paragraphs[0].text = "DỰ THẢO LẦN 2"
    document.sections[0].footer.paragraphs[0].text = "2"
    hidden = document.add_paragraph().add_run("chữ ẩn")
    hidden.font.hidden, hidden.font.name = True, ".VnTime"
    plan = import_plan(saved(document))
    [note] = [note for note in plan.notes if note.quote == "Xem lại số liệu này"]
    assert note.section_id == plan.sections[0].children[0].id
    assert quotes(plan, "đầu trang") == ["DỰ THẢO LẦN 2"]
    assert quotes(plan, "chữ ẩn") == ["chữ ẩn"]
    assert "chữ ẩn" in texts(plan)
    assert quotes(plan, "phông chữ cũ") == [".VnTime"]


def test_two_thousand_paragraphs_and_a_huge_one(saved: Save) -> None:
    lines = [f"{n}. Khoản thứ {n % 99 + 1}" for n in range(1, 100)] * 20
    plan = import_plan(saved(made("I. MỤC ĐÍCH", *lines, "a) " + "từ " * 100_000)))
    assert sum(1 for _ in plan.walk()) == 1 + 1980 + 1
    assert len([*plan.walk()][-1].text) == 299_999


def test_a_file_that_is_no_plan_is_kept_paragraph_by_paragraph(saved: Save) -> None:
    document = docx.Document()
    lines = ("Kính gửi các thôn", "Ngày mai họp lúc 8 giờ.", "Mọi người đến đúng giờ.")
    for line in lines:
        document.add_paragraph(line)
    plan = import_plan(saved(document), year=2026)
    assert [(section.kind, section.text) for section in plan.sections] == [(TEXT, line) for line in lines]
    assert quotes(plan, "tên loại")
    assert quotes(plan, "mục nào có nhãn")


def test_an_empty_document_gives_an_empty_plan_with_notes(saved: Save) -> None:
    plan = import_plan(saved(docx.Document()), year=2026)
    assert plan.sections == ()
    assert len(plan.notes) >= 3


def test_a_dangling_relation_is_repaired(saved: Save, tmp_path: Path) -> None:
    source = saved(made("I. MỤC ĐÍCH", "1. Một."))
    target = tmp_path / "null.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/_rels/document.xml.rels":
                relation = b'<Relationship Id="rId99" Type="http://x/image" Target="NULL"/></Relationships>'
                data = data.replace(b"</Relationships>", relation)
            new.writestr(entry, data)
    plan = import_plan(target)
    assert tree(plan) == ["I|MỤC ĐÍCH|", "  1||Một."]
    assert quotes(plan, "liên kết hỏng") == ["NULL"]


def test_strict_open_xml_and_a_file_without_styles_are_read(saved: Save, tmp_path: Path) -> None:
    source = saved(made("I. MỤC ĐÍCH", "1. Một."))
    target = tmp_path / "strict.docx"
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            if entry.filename not in ("word/styles.xml", "word/numbering.xml"):
                data = old.read(entry).replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
                new.writestr(entry.filename, data)
    assert tree(import_plan(target)) == ["I|MỤC ĐÍCH|", "  1||Một."]


def test_a_main_part_that_is_no_xml_is_broken(saved: Save, tmp_path: Path) -> None:
    source = saved(made("I. MỤC ĐÍCH"))
    target = tmp_path / "a.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, data[:-20] if entry.filename == "word/document.xml" else data)
    with pytest.raises(FileUnreadable) as caught:
        import_plan(target)
    assert caught.value.reason is UnreadableReason.BROKEN


@pytest.mark.parametrize(
    ("data", "reason", "found"),
    [
        (b"", UnreadableReason.EMPTY, ""),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", UnreadableReason.WRONG_KIND, "ảnh PNG"),
        (b"%PDF-1.4\n", UnreadableReason.WRONG_KIND, "tệp PDF"),
        (b"PK\x03\x04broken", UnreadableReason.TRUNCATED, ""),
    ],
)
def test_bad_files_are_refused_by_name(tmp_path: Path, data: bytes, reason: UnreadableReason, found: str) -> None:
    path = tmp_path / "kế hoạch.docx"
    path.write_bytes(data)
    with pytest.raises(FileUnreadable) as caught:
        import_plan(path)
    assert (caught.value.reason, caught.value.found) == (reason, found)
    assert path.read_bytes() == data


def test_a_file_of_200_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    with pytest.raises(FileUnreadable) as caught:
        import_plan(path)
    assert caught.value.reason is UnreadableReason.TOO_LARGE
