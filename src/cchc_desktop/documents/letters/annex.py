"""The annex of a report: the fields of its tables, and its charts drawn into the filled document."""

from __future__ import annotations

from docx.document import Document
from docx.oxml.ns import qn

from cchc_desktop.documents.letters import styles
from cchc_desktop.documents.plan_export.context import issuer_of_lines
from cchc_desktop.documents.plan_export.paragraphs import text_lines
from cchc_desktop.documents.plan_export.rules import Paragraphs
from cchc_desktop.documents.word.chart import add_chart
from cchc_desktop.documents.word.template import Value
from cchc_desktop.documents.word.xml import find, text_of, text_width_mm
from cchc_desktop.domain.dates import official_date
from cchc_desktop.domain.official_document import DOCUMENT_NAMES, OfficialDocument
from cchc_desktop.domain.report_annex import AnnexRow, ReportAnnex
from cchc_desktop.domain.text import clean, clean_line

_LYING_FROM = 12
"""Letters of the longest label from which bars lie."""


def annex_context(document: OfficialDocument) -> dict[str, Value]:
    """Return the fields of the annex; empty lists where there is none."""
    annex = document.annex or ReportAnnex("", ())
    changes: list[Value] = [
        {
            "stt": row.number,
            "ten": clean_line(row.name),
            "don_vi": clean_line(row.unit),
            "truoc": row.before,
            "sau": row.after,
            "chenh_lech": row.change,
            "ly_do": clean(row.reason).strip(),
        }
        for row in annex.differences
    ]
    return {
        "tieu_de": clean_line(annex.title),
        "kem_theo": _reference(document),
        "dong": [_row(row) for row in annex.rows],
        "co_dieu_chinh": bool(changes),
        "dieu_chinh": changes,
        "bieu_do": [clean_line(chart.title) for chart in annex.charts],
    }


def _row(row: AnnexRow) -> dict[str, Value]:
    if row.group:
        return {"nhom": True, "ten": clean_line(row.group)}
    return {
        "nhom": False,
        "stt": row.number,
        "ten": clean_line(row.name),
        "don_vi": clean_line(row.unit),
        "trong_ky": row.current,
        "luy_ke": row.cumulative,
        "cung_ky": row.previous,
        "ke_hoach": row.target,
        "ty_le": row.percent,
        "ghi_chu": clean(row.note).strip(),
    }


def _reference(document: OfficialDocument) -> str:
    """Return "(Kèm theo Báo cáo số … của …)"; number and date are dots until both are known (annex I, III.1)."""
    number = "…" if document.number is None else f"{document.number:02d}"
    day = official_date(document.date) if document.date else f"ngày … tháng … năm {document.year}"
    issuer = issuer_of_lines(text_lines(document.issuer))
    return f"(Kèm theo {DOCUMENT_NAMES[document.kind]} số {number}/{document.symbol} {day} của {issuer})"


def finish_annex(document: Document, paragraphs: Paragraphs, annex: ReportAnnex | None) -> None:
    """Draw the charts, or take out the annex of a document that has none; in place."""
    if annex is None or not annex.rows:
        _drop(document)
        return
    places = paragraphs.get(styles.CHART, [])
    for place, chart in zip(places, annex.charts, strict=False):
        if text_of(place) != clean_line(chart.title):  # the office's template prints something else there
            continue
        for run in place.findall(qn("w:r")):
            place.remove(run)
        lying = max(len(label) for label, _ in chart.rows) >= _LYING_FROM
        add_chart(document, place, chart.title, chart.rows, text_width_mm(place), lying)


def _drop(document: Document) -> None:
    """Take out all behind the first section break; its page becomes that of the document."""
    body = document.element.body
    for paragraph in body.iterchildren(qn("w:p")):
        section = find(paragraph, "pPr", "sectPr")
        if section is not None:
            for item in list(paragraph.itersiblings()):
                body.remove(item)
            body.append(section)
            return
