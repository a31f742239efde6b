"""What Word and other programs do to a file: renamed style ids, footnotes, numbering that begins anew."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cchc_desktop.documents.plan_export import export_plan
from cchc_desktop.documents.plan_export import styles as plan_styles
from cchc_desktop.documents.plan_import import import_plan
from cchc_desktop.documents.plan_import.styles import IDS_BY_NAME
from cchc_desktop.documents.word.numbering import WordNumbering
from cchc_desktop.domain.outline import shape
from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.domain.text import clean_line

TEMPLATE = Path(__file__).parents[3] / "templates_docx" / "ke_hoach.docx"
W = nsdecls("w")


def rewritten(source: Path, target: Path, part: str, change: Callable[[str], str]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if re.fullmatch(part, entry.filename):
                data = change(data.decode()).encode()
            new.writestr(entry.filename, data)
    return target


def some_plan(sections: tuple[Section, ...]) -> Plan:
    return Plan(
        year=2026,
        title="Tuyên truyền năm 2026",
        issuer=("ỦY BAN NHÂN DÂN", "XÃ BÌNH AN"),
        place="Bình An",
        sections=sections,
        closing=("Trên đây là Kế hoạch năm 2026",),
        recipients=("Sở Nội vụ", "Lưu: VT"),
    )


def test_the_names_of_our_styles_are_those_of_the_template() -> None:
    names = {style.name: style.style_id for style in docx.Document(str(TEMPLATE)).styles}
    for name, style in IDS_BY_NAME.items():
        assert names.get(name) == style
    assert {*plan_styles.TITLED.values(), *plan_styles.PLAIN.values()} <= set(IDS_BY_NAME.values())


def test_styles_are_known_by_name_when_their_ids_were_rewritten(tmp_path: Path) -> None:
    item = Section(SectionKind.ITEM, "Khoản", "", (Section(SectionKind.TEXT, "", "a) không phải nhãn"),))
    plan = some_plan((Section(SectionKind.PART, "Phần một", "", (item,)), Section(SectionKind.ITEM, "", "Khoản rời")))
    source = tmp_path / "a.docx"
    source.write_bytes(export_plan(plan, TEMPLATE))

    def rename(xml: str) -> str:
        return re.sub(r'(w:(?:val|styleId)=")CCHC-(\w+)"', lambda match: f'{match[1]}x{len(match[2])}{match[2]}"', xml)

    again = import_plan(rewritten(source, tmp_path / "b.docx", r"word/(document|styles)\.xml", rename))
    assert shape(again.sections) == shape(plan.sections)
    assert (again.closing, again.recipients) == (plan.closing, plan.recipients)


words = st.lists(
    st.sampled_from(
        ["Tổ chức", "a)", "1.", "-", "II.", "Phụ lục", "Nơi nhận:", "TM. ỦY BAN", "xã;", "./.", "<&>", "đ"]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


def section(depth: int) -> st.SearchStrategy[Section]:
    return st.builds(
        lambda kind, title, lines, below: Section(kind, title, "\n".join(lines or ([] if title else ["x"])), below),
        st.sampled_from(SectionKind),
        st.just("") | words,
        st.lists(words, max_size=3),
        st.lists(section(depth - 1), max_size=3).map(tuple) if depth else st.just(()),
    )


trees = st.lists(section(3), max_size=3).map(tuple)


@settings(max_examples=25, deadline=None)
@given(trees)
def test_any_tree_comes_back_from_its_export(tmp_path_factory: Any, sections: tuple[Section, ...]) -> None:
    plan = some_plan(sections)
    path = tmp_path_factory.mktemp("tree") / "a.docx"
    path.write_bytes(export_plan(plan, TEMPLATE))
    again = import_plan(path)
    assert shape(again.sections) == shape(sections)
    assert (again.closing, again.recipients) == (plan.closing, plan.recipients)


HEADS = ["I. ", "II/ ", "Phần I ", "1. ", "1) ", "a) ", "đ. ", "- ", "+ ", "• ", "", "", "1.1. ", "(1) ", "A. ", "\t"]
BODIES = [
    "MỤC ĐÍCH",
    "Nội dung",
    "Trên đây là Kế hoạch./.",
    "Nơi nhận:",
    "Như trên;",
    "TM. ỦY BAN",
    "CHỦ TỊCH",
    "PHỤ LỤC",
]
BODIES += [
    "Nguyễn Văn Bốn",
    "KẾ HOẠCH",
    "Số: 07/KH-UBND",
    "Bình An, ngày 13 tháng 01 năm 2026",
    "Căn cứ Luật;",
    "Lưu: VT.",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(HEADS), st.sampled_from(BODIES), st.booleans(), st.booleans()), max_size=25))
def test_no_word_of_any_file_is_lost(tmp_path_factory: Any, lines: list[tuple[str, str, bool, bool]]) -> None:
    document = docx.Document()
    marks = [f"từ{number}x" for number in range(len(lines))]
    table = None
    for (head, text, bold, in_table), mark in zip(lines, marks, strict=True):
        if in_table:
            table = table or document.add_table(rows=0, cols=3)
            paragraph = table.add_row().cells[len(mark) % 3].paragraphs[0]
        else:
            paragraph, table = document.add_paragraph(), None
        paragraph.add_run(f"{head}{text} {mark}").bold = bold
    path = tmp_path_factory.mktemp("lines") / "a.docx"
    document.save(str(path))
    plan = import_plan(path, year=2026)
    kept = [part for found in plan.walk() for part in (found.title, found.text)]
    kept += [plan.title, plan.upper_line, *plan.issuer, plan.symbol, plan.place, plan.appendix_title, plan.kind]
    kept += [*(line.text for line in plan.preamble), *plan.closing, *plan.recipients, *plan.signature.lines]
    kept += [plan.signature.name, *(note.quote for note in plan.notes)]
    everything = "\n".join(kept).casefold()
    assert [mark for mark in marks if not re.search(rf"\b{mark}\b", everything)] == []


def test_footnotes_are_noted_with_their_section(tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("KẾ HOẠCH", "Tuyên truyền năm 2026", "I. MỤC ĐÍCH", "1. Có chú thích"):
        document.add_paragraph(line)
    reference = f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'
    document.paragraphs[-1]._p.append(parse_xml(reference))
    source = tmp_path / "a.docx"
    document.save(str(source))
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>kẻ</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Theo số liệu của Sở Nội vụ.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    target = tmp_path / "b.docx"
    relation = (
        '<Relationship Id="rId77" Type="http://x/relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    rewritten(source, target, r"word/_rels/document\.xml\.rels", lambda xml: xml.replace("</Relationships>", relation))
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("word/footnotes.xml", notes)
    plan = import_plan(target)
    [note] = [note for note in plan.notes if "Chú thích" in note.reason]
    assert note.quote == "Theo số liệu của Sở Nội vụ."
    assert note.section_id == plan.sections[0].children[0].id


NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="Phần %1"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/><w:isLgl/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Lien"/></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="Lien"/>
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="+"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def test_numbering_counts_as_word_does() -> None:
    numbering = WordNumbering(etree.fromstring(NUMBERING))

    def drawn(num: str, level: str) -> str:
        label = numbering.next_label(num, level, "")
        return "" if label is None else label.text

    assert [drawn("1", level) for level in "0112201"] == ["Phần I", "1.1.", "1.2.", "c)", "d)", "Phần II", "2.1."]
    assert [drawn("2", level) for level in "00"] == ["Phần VII", "Phần VIII"]
    assert drawn("1", "0") == "Phần IX"  # the same list goes on
    assert drawn("3", "0") == "+"
    assert drawn("9", "0") == ""
    assert clean_line(drawn("1", "8")) == ""
