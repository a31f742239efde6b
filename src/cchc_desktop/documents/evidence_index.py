"""The printed index of an evidence binder: a Word table of activities and their files.

A4 upright, margins, typeface and page numbers as Decree 30/2020/NĐ-CP, annex I, section I has them (20/20/30/15 mm,
Times New Roman, number in the middle of the top from the second page). The index is a list that goes with a folder,
not an official document: it has no number and no signature of the head.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from cchc_desktop.documents.plan_export.finish import set_properties
from cchc_desktop.documents.word import xml as word
from cchc_desktop.documents.word.text_width import Face, width_mm
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.evidence import Binder, BinderItem, EvidenceFacts, is_link
from cchc_desktop.domain.text import clean_line

TITLE = "MỤC LỤC TẬP MINH CHỨNG"
NO_EVIDENCE = "(chưa có minh chứng)"
LOST = "(tệp bị mất hoặc hỏng, không có trong tập)"

_FONT = "Times New Roman"
_HEADS = ("STT", "Ngày", "Hoạt động", "Nhiệm vụ", "Tệp minh chứng")
_WIDTHS_MM = (12.0, 23.0, 46.0, 32.0, 52.0)  # 165 mm between the margins
_HEAD_MM = (65.0, 100.0)
_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_CENTRE, _LEFT, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


def write_index(binder: Binder, lost: Sequence[str] = ()) -> bytes:
    """Return the index as a .docx in memory.

    Args:
        binder: what the folder holds.
        lost: names inside the binder of files that could not be put into it.

    """
    document = Document()
    _set_page(document)
    _add_head(document, binder)
    _write(document.add_paragraph(), TITLE, _CENTRE, 14, bold=True, before=18)
    for line in binder.scope:
        _write(document.add_paragraph(), line, _CENTRE, 13, bold=True)
    _add_table(document, binder, frozenset(lost))
    _add_end(document, binder, len(lost))
    set_properties(document, " ".join((TITLE, *binder.scope)), binder.issuer)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_page(document: DocumentObject) -> None:
    style = document.styles["Normal"]
    style.font.name = _FONT
    style.font.size = Pt(13)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    word.set_attributes(fonts, ascii=_FONT, hAnsi=_FONT, eastAsia=_FONT, cs=_FONT)
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = _CENTRE
    field = word.add(number._p, "fldSimple", instr="PAGE")
    word.add(word.add(field, "r"), "t").text = "2"


def _add_head(document: DocumentObject, binder: Binder) -> None:
    table = document.add_table(1, 2)
    _set_widths(table, _HEAD_MM)
    left, right = table.rows[0].cells
    lines = binder.issuer or ("",)
    for position, line in enumerate(lines):
        _write(_paragraph(left, position), line, _CENTRE, 13, bold=True)
    _rule(left.add_paragraph(), width_mm(lines[-1], 13, Face.BOLD) / 3)
    _write(_paragraph(right, 0), _NATION, _CENTRE, 13, bold=True)
    _write(_paragraph(right, 1), _MOTTO, _CENTRE, 14, bold=True)
    _rule(right.add_paragraph(), width_mm(_MOTTO, 14, Face.BOLD))


def _rule(paragraph: Paragraph, length_mm: float) -> None:
    """Make an empty paragraph a thin line of a length in the middle of its cell."""
    paragraph.paragraph_format.line_spacing = Pt(3)
    word.set_side_indents(paragraph._p, length_mm)
    properties = word.properties_of(paragraph._p)
    borders = word.add(properties, "pBdr")
    word.add(borders, "top", val="single", sz=4, space=1, color="000000")
    # The schema has borders before spacing and indents.
    properties.find(qn("w:spacing")).addprevious(borders)


def _add_table(document: DocumentObject, binder: Binder, lost: frozenset[str]) -> None:
    space = document.add_paragraph()
    space.paragraph_format.line_spacing = Pt(8)
    table = document.add_table(1, len(_HEADS))
    table.style = document.styles["Table Grid"]
    for cell, text in zip(table.rows[0].cells, _HEADS, strict=True):
        _write(_paragraph(cell, 0), text, _CENTRE, 12, bold=True)
    for item in binder.items:
        _fill(table.add_row().cells, item, lost)
    _set_widths(table, _WIDTHS_MM)
    properties = table.rows[0]._tr.get_or_add_trPr()
    word.add(properties, "tblHeader")
    for row in table.rows:
        word.add(row._tr.get_or_add_trPr(), "cantSplit")


def _fill(cells: Sequence[_Cell], item: BinderItem, lost: frozenset[str]) -> None:
    number, day, title, task, files = cells
    _write(_paragraph(number, 0), str(item.number), _CENTRE, 12)
    _write(_paragraph(day, 0), short_date(item.date), _CENTRE, 12)
    _write(_paragraph(title, 0), item.title, _LEFT, 12)
    _write(_paragraph(task, 0), item.task, _LEFT, 12)
    if not item.files:
        _write(_paragraph(files, 0), NO_EVIDENCE, _LEFT, 12, italic=True)
    for position, (file, name) in enumerate(item.files):
        text = EvidenceFacts.of(file).link if is_link(file) else name
        if name in lost:
            text = f"{file.name} {LOST}"
        _write(_paragraph(files, position), text, _LEFT, 11)


def _add_end(document: DocumentObject, binder: Binder, lost: int) -> None:
    text = f"Tổng số: {len(binder.items)} hoạt động; {binder.files - lost} tệp, liên kết minh chứng"
    if binder.without_evidence:
        text += f"; {binder.without_evidence} hoạt động chưa có minh chứng"
    if lost:
        text += f"; {lost} tệp bị mất hoặc hỏng"
    _write(document.add_paragraph(), f"{text}.", _LEFT, 13, before=6)
    if binder.made_on is None:
        return
    day = binder.made_on
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    where = f"{binder.place}, ngày {day.day:02d} tháng {month} năm {day.year}".removeprefix(", ")
    for line, italic in ((where, True), ("NGƯỜI LẬP", False)):
        paragraph = document.add_paragraph()
        _write(paragraph, line, _CENTRE, 13, bold=not italic, italic=italic, before=6 if italic else 0)
        paragraph.paragraph_format.left_indent = Mm(82)
        paragraph.paragraph_format.keep_with_next = italic


def _paragraph(cell: _Cell, position: int) -> Paragraph:
    paragraphs: list[Paragraph] = cell.paragraphs
    return paragraphs[position] if position < len(paragraphs) else cell.add_paragraph()


def _write(
    paragraph: Paragraph,
    text: str,
    align: WD_ALIGN_PARAGRAPH,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    before: int = 0,
) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(clean_line(text))
    run.font.size = Pt(size)
    run.bold, run.italic = bold or None, italic or None


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """Fix the columns: Word and LibreOffice would each guess in their own way."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
