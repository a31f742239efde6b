"""Papers that go with something and are no official documents: an index of evidence, a cover sheet.

A4 upright, margins, typeface and page numbers as Decree 30/2020/NĐ-CP, annex I, section I has them (20/20/30/15 mm,
Times New Roman, number in the middle of the top from the second page), the head of the issuing office, tables with
fixed columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from cchc_desktop.documents.word import xml as word
from cchc_desktop.documents.word.text_width import Face, width_mm
from cchc_desktop.domain.text import clean_line

FONT = "Times New Roman"
CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT

_HEAD_MM = (65.0, 100.0)
_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def set_page(document: DocumentObject) -> None:
    """Give a new document its page, its typeface and the page number of later pages."""
    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(13)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    word.set_attributes(fonts, ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    field = word.add(number._p, "fldSimple", instr="PAGE")
    word.add(word.add(field, "r"), "t").text = "2"


def add_head(document: DocumentObject, issuer: Sequence[str]) -> None:
    """Add the head: the lines of the issuing office at the left, nation and motto at the right."""
    table = document.add_table(1, 2)
    set_widths(table, _HEAD_MM)
    left, right = table.rows[0].cells
    lines = issuer or ("",)
    for position, line in enumerate(lines):
        write_line(paragraph_of(left, position), line, CENTRE, 13, bold=True)
    _rule(left.add_paragraph(), width_mm(lines[-1], 13, Face.BOLD) / 3)
    write_line(paragraph_of(right, 0), _NATION, CENTRE, 13, bold=True)
    write_line(paragraph_of(right, 1), _MOTTO, CENTRE, 14, bold=True)
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


def paragraph_of(cell: _Cell, position: int) -> Paragraph:
    """Return a paragraph of a cell, a new one when the cell has fewer."""
    paragraphs: list[Paragraph] = cell.paragraphs
    return paragraphs[position] if position < len(paragraphs) else cell.add_paragraph()


def write_line(
    paragraph: Paragraph,
    text: str,
    align: WD_ALIGN_PARAGRAPH,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    before: int = 0,
) -> None:
    """Write a text on one line into an empty paragraph; `size` and `before` in points."""
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(clean_line(text))
    run.font.size = Pt(size)
    run.bold, run.italic = bold or None, italic or None


def set_widths(table: Table, widths: Sequence[float]) -> None:
    """Fix the columns: Word and LibreOffice would each guess in their own way."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
