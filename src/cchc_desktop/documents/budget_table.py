"""The estimate as a Word appendix: fonts, sizes, margins and page numbers of Decree 30/2020 (annex I)."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from cchc_desktop.domain.budget import BudgetLine
from cchc_desktop.domain.number_words import LARGEST, money_words
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.text import clean

FONT = "Times New Roman"
BODY_SIZE = 14
"""pt of titles and text (annex I: 13 or 14)."""
CELL_SIZE = 13
"""pt of the table."""

HEADS = ("TT", "Nội dung chi", "ĐVT", "Số lượng", "Đơn giá (đồng)", "Thành tiền (đồng)", "Nguồn kinh phí", "Ghi chú")
WIDTHS = (12, 72, 20, 22, 30, 34, 34, 28)
"""mm; together the 252 mm between the margins of A4 across."""

_LEFT, _CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_ALIGNS = (_CENTRE, _LEFT, _CENTRE, _RIGHT, _RIGHT, _RIGHT, _LEFT, _LEFT)
_NUMBER_COLUMN, _TOTAL_COLUMN = 0, 5


def budget_appendix(year: int, lines: Sequence[BudgetLine], committee: str) -> bytes:
    """Return the estimate of a year as .docx bytes.

    The reference to the plan is left for the pen or the keyboard: the plan has its number only once it is issued.

    Args:
        year: of the estimate.
        lines: in printing order.
        committee: the issuing body in full, "" when not known.

    """
    document = Document()
    _set_page(document)
    _set_font(document)
    document.core_properties.title = f"Dự toán kinh phí tuyên truyền cải cách hành chính năm {year}"
    document.core_properties.author = clean(committee)
    _line(document, "Phụ lục", bold=True)
    _line(document, f"DỰ TOÁN KINH PHÍ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH NĂM {year}", bold=True)
    of_whom = f" của {clean(committee)}" if committee else ""
    reference = f"(Kèm theo Kế hoạch số      /KH-UBND ngày     tháng     năm {year}{of_whom})"
    _line(document, reference, italic=True).paragraph_format.space_after = Pt(8)
    total = sum(line.amount for line in lines)
    _fill(document.add_table(rows=1, cols=len(HEADS)), lines, total)
    if 0 <= total <= LARGEST:
        words = _line(document, f"Bằng chữ: {money_words(total)}./.", italic=True, align=_LEFT)
        words.paragraph_format.space_before = Pt(6)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_page(document: WordDocument) -> None:
    """A4 across; margins 20 mm, left 30, right 15; the page number in the top margin, not on page 1."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = _CENTRE
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
    run.font.size = Pt(BODY_SIZE)


def _set_font(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    normal.font.name = FONT
    normal.font.size = Pt(BODY_SIZE)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)


def _line(
    document: WordDocument,
    text: str,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER,
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    return paragraph


def _fill(table: Table, lines: Sequence[BudgetLine], total: int) -> None:
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)  # LibreOffice goes by the columns, Word by the cells
    _row(table.rows[0], HEADS, [_CENTRE] * len(HEADS), bold=True)
    _mark(table.rows[0], "w:tblHeader")
    for number, line in enumerate(lines, 1):
        cells = (
            str(number),
            line.content,
            line.unit,
            format_number(line.quantity),
            format_number(line.price),
            format_number(line.amount),
            line.source,
            line.note,
        )
        _row(_new_row(table), cells, _ALIGNS)
    last = _new_row(table)
    _row(last, ("", "Tổng cộng", "", "", "", format_number(total), "", ""), _ALIGNS, bold=True)
    last.cells[_NUMBER_COLUMN].merge(last.cells[_TOTAL_COLUMN - 1])
    _write(last.cells[_NUMBER_COLUMN], "Tổng cộng", _CENTRE, True)


def _new_row(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row


def _row(row: _Row, texts: Sequence[str], aligns: Sequence[WD_ALIGN_PARAGRAPH], bold: bool = False) -> None:
    _mark(row, "w:cantSplit")
    for cell, text, align, width in zip(row.cells, texts, aligns, WIDTHS, strict=True):
        cell.width = Mm(width)
        _write(cell, text, align, bold)


def _write(cell: _Cell, text: str, align: WD_ALIGN_PARAGRAPH, bold: bool) -> None:
    """Put a text into a cell as its only paragraph; the lines of the text stay lines."""
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    paragraph = cell.paragraphs[0]
    paragraph.clear()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(clean(text))
    run.bold = bold
    run.font.size = Pt(CELL_SIZE)


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
