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
from docx.shared import Mm, Pt
from docx.table import _Cell

from cchc_desktop.documents.plan_export.finish import set_properties
from cchc_desktop.documents.word import xml as word
from cchc_desktop.documents.word.plain_page import (
    CENTRE,
    LEFT,
    add_head,
    paragraph_of,
    set_page,
    set_widths,
    write_line,
)
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.evidence import Binder, BinderItem, EvidenceFacts, is_link

TITLE = "MỤC LỤC TẬP MINH CHỨNG"
NO_EVIDENCE = "(chưa có minh chứng)"
LOST = "(tệp bị mất hoặc hỏng, không có trong tập)"

_HEADS = ("STT", "Ngày", "Hoạt động", "Nhiệm vụ", "Tệp minh chứng")
_WIDTHS_MM = (12.0, 23.0, 46.0, 32.0, 52.0)  # 165 mm between the margins


def write_index(binder: Binder, lost: Sequence[str] = ()) -> bytes:
    """Return the index as a .docx in memory.

    Args:
        binder: what the folder holds.
        lost: names inside the binder of files that could not be put into it.

    """
    document = Document()
    set_page(document)
    add_head(document, binder.issuer)
    write_line(document.add_paragraph(), TITLE, CENTRE, 14, bold=True, before=18)
    for line in binder.scope:
        write_line(document.add_paragraph(), line, CENTRE, 13, bold=True)
    _add_table(document, binder, frozenset(lost))
    _add_end(document, binder, len(lost))
    set_properties(document, " ".join((TITLE, *binder.scope)), binder.issuer)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_table(document: DocumentObject, binder: Binder, lost: frozenset[str]) -> None:
    space = document.add_paragraph()
    space.paragraph_format.line_spacing = Pt(8)
    table = document.add_table(1, len(_HEADS))
    table.style = document.styles["Table Grid"]
    for cell, text in zip(table.rows[0].cells, _HEADS, strict=True):
        write_line(paragraph_of(cell, 0), text, CENTRE, 12, bold=True)
    for item in binder.items:
        _fill(table.add_row().cells, item, lost)
    set_widths(table, _WIDTHS_MM)
    properties = table.rows[0]._tr.get_or_add_trPr()
    word.add(properties, "tblHeader")
    for row in table.rows:
        word.add(row._tr.get_or_add_trPr(), "cantSplit")


def _fill(cells: Sequence[_Cell], item: BinderItem, lost: frozenset[str]) -> None:
    number, day, title, task, files = cells
    write_line(paragraph_of(number, 0), str(item.number), CENTRE, 12)
    write_line(paragraph_of(day, 0), short_date(item.date), CENTRE, 12)
    write_line(paragraph_of(title, 0), item.title, LEFT, 12)
    write_line(paragraph_of(task, 0), item.task, LEFT, 12)
    if not item.files:
        write_line(paragraph_of(files, 0), NO_EVIDENCE, LEFT, 12, italic=True)
    for position, (file, name) in enumerate(item.files):
        text = EvidenceFacts.of(file).link if is_link(file) else name
        if name in lost:
            text = f"{file.name} {LOST}"
        write_line(paragraph_of(files, position), text, LEFT, 11)


def _add_end(document: DocumentObject, binder: Binder, lost: int) -> None:
    text = f"Tổng số: {len(binder.items)} hoạt động; {binder.files - lost} tệp, liên kết minh chứng"
    if binder.without_evidence:
        text += f"; {binder.without_evidence} hoạt động chưa có minh chứng"
    if lost:
        text += f"; {lost} tệp bị mất hoặc hỏng"
    write_line(document.add_paragraph(), f"{text}.", LEFT, 13, before=6)
    if binder.made_on is None:
        return
    day = binder.made_on
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    where = f"{binder.place}, ngày {day.day:02d} tháng {month} năm {day.year}".removeprefix(", ")
    for line, italic in ((where, True), ("NGƯỜI LẬP", False)):
        paragraph = document.add_paragraph()
        write_line(paragraph, line, CENTRE, 13, bold=not italic, italic=italic, before=6 if italic else 0)
        paragraph.paragraph_format.left_indent = Mm(82)
        paragraph.paragraph_format.keep_with_next = italic
