"""Points on paper: the sheet of a unit, and the ranking, each a Word table to go with a report.

Page, typeface and head as `documents.word.plain_page` has them (Decree 30/2020/NĐ-CP, annex I, section I). Neither is
an official document by itself: there is no number; the one who made it signs.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from docx import Document
from docx.document import Document as DocumentObject
from docx.shared import Mm, Pt

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
from cchc_desktop.domain.criteria import CriteriaSet
from cchc_desktop.domain.ranking import RankLine
from cchc_desktop.domain.scoring import points_text

SHEET_TITLE = "BẢNG CHẤM ĐIỂM"
RANKING_TITLE = "BẢNG XẾP HẠNG"
SUBJECT = "Công tác tuyên truyền cải cách hành chính năm {}"

_SHEET_HEADS = ("TT", "Tiêu chí", "Điểm tối đa", "Tự chấm", "Thẩm định", "Lý do, minh chứng")
_SHEET_MM = (13.0, 47.0, 16.0, 16.0, 19.0, 54.0)  # 165 mm between the margins
_RANKING_HEADS = ("Hạng", "Đơn vị", "Tự chấm", "Đề xuất", "Điểm", "Đã thẩm định")
_RANKING_MM = (16.0, 66.0, 20.0, 20.0, 20.0, 23.0)

Issuer = tuple[tuple[str, ...], str]
"""The lines of the office at the head, and the place of the closing date."""
SheetRow = tuple[str, str, Decimal, Decimal | None, Decimal | None, str]


def write_sheet(
    year: int, criteria: CriteriaSet, unit: str, rows: Sequence[SheetRow], issuer: Issuer, made_on: date
) -> bytes:
    """Return the sheet of a unit as .docx. Rows: number, name, most, self-score, appraisal, reasons."""
    cells = [
        (number, name, points_text(most), points_text(own), points_text(appraised), reasons)
        for number, name, most, own, appraised, reasons in rows
    ]
    totals = [_total([row[column] for row in rows], criteria) for column in (2, 3, 4)]
    lines = tuple(filter(None, (SUBJECT.format(year), unit and f"Đơn vị: {unit}", criteria.name)))
    foot = ("", "Tổng điểm", *totals, "")
    return _paper(SHEET_TITLE, lines, (_SHEET_HEADS, _SHEET_MM, (0, 2, 3, 4)), [*cells, foot], issuer, made_on)


def _total(points: Sequence[object], criteria: CriteriaSet) -> str:
    known = [one for one in points if isinstance(one, Decimal)]
    return points_text(max(sum(known, Decimal(0)), criteria.lowest)) if known else ""


def write_ranking(year: int, criteria: CriteriaSet, lines: Sequence[RankLine], issuer: Issuer, made_on: date) -> bytes:
    """Return the ranking as .docx; units without points stand last without a rank."""
    cells = [
        (
            "" if line.rank is None else str(line.rank),
            line.name,
            points_text(line.own),
            points_text(line.proposed),
            points_text(line.settled),
            f"{line.appraised}/{line.criteria}",
        )
        for line in lines
    ]
    heads = (SUBJECT.format(year), f"{criteria.name} (tối đa {points_text(criteria.most)} điểm)")
    return _paper(RANKING_TITLE, heads, (_RANKING_HEADS, _RANKING_MM, (0, 2, 3, 4, 5)), cells, issuer, made_on)


def _paper(
    title: str,
    lines: Sequence[str],
    columns: tuple[Sequence[str], Sequence[float], Sequence[int]],
    rows: Sequence[Sequence[str]],
    issuer: Issuer,
    made_on: date,
) -> bytes:
    document = Document()
    set_page(document)
    add_head(document, issuer[0])
    write_line(document.add_paragraph(), title, CENTRE, 14, bold=True, before=18)
    for line in lines:
        write_line(document.add_paragraph(), line, CENTRE, 13, bold=True)
    _table(document, columns, rows)
    _end(document, issuer[1], made_on)
    set_properties(document, " ".join((title, *lines)), issuer[0])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(
    document: DocumentObject,
    columns: tuple[Sequence[str], Sequence[float], Sequence[int]],
    rows: Sequence[Sequence[str]],
) -> None:
    heads, widths, centred = columns
    document.add_paragraph().paragraph_format.line_spacing = Pt(8)
    table = document.add_table(1, len(heads))
    table.style = document.styles["Table Grid"]
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        write_line(paragraph_of(cell, 0), text, CENTRE, 12, bold=True)
    for row in rows:
        bold = row[1] == "Tổng điểm"
        for column, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            for number, line in enumerate(text.split("\n")):
                write_line(paragraph_of(cell, number), line, CENTRE if column in centred else LEFT, 12, bold=bold)
    set_widths(table, widths)
    word.add(table.rows[0]._tr.get_or_add_trPr(), "tblHeader")
    for made in table.rows:
        word.add(made._tr.get_or_add_trPr(), "cantSplit")


def _end(document: DocumentObject, place: str, made_on: date) -> None:
    month = f"{made_on.month:02d}" if made_on.month <= 2 else str(made_on.month)
    where = f"{place}, ngày {made_on.day:02d} tháng {month} năm {made_on.year}".removeprefix(", ")
    for line, italic in ((where, True), ("NGƯỜI LẬP", False)):
        paragraph = document.add_paragraph()
        write_line(paragraph, line, CENTRE, 13, bold=not italic, italic=italic, before=6 if italic else 0)
        paragraph.paragraph_format.left_indent = Mm(82)
        paragraph.paragraph_format.keep_with_next = italic
