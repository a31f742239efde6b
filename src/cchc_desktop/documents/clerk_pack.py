"""The minutes of a clerk's hand-over as Word: paper and letters of Decree 30/2020, room for both signatures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from cchc_desktop.domain.clerk_pack import ClerkPackFacts, ClerkPackPart
from cchc_desktop.domain.dates import official_date
from cchc_desktop.domain.numbers import roman
from cchc_desktop.domain.text import clean

_FONT = "Times New Roman"
_TEXT_PT = 14
_MARGINS_MM = (20.0, 15.0, 20.0, 30.0)  # top, right, bottom, left: annex I, part I


def write_minutes(facts: ClerkPackFacts, parts: Sequence[ClerkPackPart], place: str, day: date) -> bytes:
    """Return the minutes as a .docx in memory."""
    document: Any = Document()
    _set_page(document)
    _head(document, facts, place, day)
    for number, part in enumerate(parts, 1):
        _paragraph(document, f"{roman(number)}. {part.heading.upper()}", bold=True, keep=True)
        for line in part.lines:
            _paragraph(document, f"- {clean(line)}")
    _paragraph(
        document,
        "Biên bản được lập thành 02 bản, mỗi bên giữ 01 bản. Số liệu nằm trong tệp bàn giao kèm theo; người nhận mở "
        "chương trình, chọn Cài đặt, Sao lưu, “Nhận bàn giao…” để lấy lại đầy đủ.",
    )
    _signatures(document, facts)
    document.core_properties.title = f"Biên bản bàn giao, {facts.unit_name}"
    document.core_properties.author = facts.clerk
    document.core_properties.language = "vi-VN"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, _MARGINS_MM)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_TEXT_PT)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), _FONT)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.space_before = Pt(6)
    style.paragraph_format.line_spacing = 1.1


def _head(document: Any, facts: ClerkPackFacts, place: str, day: date) -> None:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, (66.0, 99.0), strict=True):
        cell.width = Mm(width)
    left, right = table.rows[0].cells
    _cell(left, ("ỦY BAN NHÂN DÂN", facts.unit_name.upper()), 13, bold=True)
    _cell(right, ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"), 13, bold=True)
    paragraph = right.add_paragraph()
    _write(paragraph, f"{place or '…'}, {official_date(day)}", 14, italic=True)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _paragraph(document, "BIÊN BẢN", bold=True, centre=True, before=18)
    _paragraph(document, "Bàn giao công tác tuyên truyền cải cách hành chính", bold=True, centre=True)
    _paragraph(document, f"Người bàn giao: {facts.clerk or '…'}. Người nhận bàn giao: …", before=12)


def _cell(cell: Any, lines: Sequence[str], points: float, *, bold: bool) -> None:
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(0)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(paragraph, line, points, bold=bold)


def _signatures(document: Any, facts: ClerkPackFacts) -> None:
    table = document.add_table(rows=1, cols=2)
    names = (("NGƯỜI NHẬN BÀN GIAO", ""), ("NGƯỜI BÀN GIAO", facts.clerk))
    for cell, (title, name) in zip(table.rows[0].cells, names, strict=True):
        _cell(cell, (title, "", "", "", name), _TEXT_PT, bold=True)
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _paragraph(
    document: Any, text: str, *, bold: bool = False, centre: bool = False, keep: bool = False, before: float = 6
) -> None:
    paragraph = document.add_paragraph()
    _write(paragraph, text, _TEXT_PT, bold=bold)
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.keep_with_next = keep
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.JUSTIFY


def _write(paragraph: Any, text: str, points: float, *, bold: bool = False, italic: bool = False) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(points)
