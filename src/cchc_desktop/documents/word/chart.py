"""Native bar charts in a Word file: drawn by Word itself, sharp in print, with their numbers inside to be edited."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

from cchc_desktop.documents.word.xml import Element

Rows = Sequence[tuple[str, Decimal]]

EMU_PER_MM = 36000
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BAR, _LINE, _FONT = "1F4E79", "000000", "Times New Roman"
_LONGEST = 60
"""Letters of a label; a bar's name that fills half the chart leaves no room for the bar."""


def add_chart(document: Document, paragraph: Element, title: str, rows: Rows, width_mm: float, lying: bool) -> None:
    """Put a bar chart into an empty paragraph.

    Args:
        document: that the paragraph belongs to.
        paragraph: to hold the drawing.
        title: of the chart, for screen readers too.
        rows: label and value of each bar, the first at the left, or at the top when `lying`.
        width_mm: of the chart.
        lying: bars lie, which long labels need.

    """
    package = document.part.package
    number = sum("/word/charts/" in str(part.partname) for part in package.iter_parts()) + 1
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, b"", package)
    book = Part(PackURI(f"/word/embeddings/so-lieu{number}.xlsx"), _BOOK_TYPE, _workbook(title, rows), package)
    book_id = chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    chart._blob = _chart_xml(title, rows, lying, book_id)
    relation = document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    height = 70.0 if not lying else min(200.0, 24.0 + 9.5 * len(rows))
    paragraph.append(_drawing(relation, number, title, round(width_mm * EMU_PER_MM), round(height * EMU_PER_MM)))


def _drawing(relation: str, number: int, title: str, width: int, height: int) -> Element:
    name = escape(title, {'"': "&quot;"})
    drawing = (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'xmlns:a="{_DRAWING}" xmlns:c="{_CHART}" xmlns:r="{_RELATIONS}"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{7000 + number}" name="Bieu do {number}" descr="{name}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
    element: Any = parse_xml(drawing)
    return element  # type: ignore[no-any-return]


def _chart_xml(title: str, rows: Rows, lying: bool, book_id: str) -> bytes:
    last = len(rows) + 1
    labels = "".join(
        f'<c:pt idx="{index}"><c:v>{escape(_label(label))}</c:v></c:pt>' for index, (label, _) in enumerate(rows)
    )
    values = "".join(f'<c:pt idx="{index}"><c:v>{value}</c:v></c:pt>' for index, (_, value) in enumerate(rows))
    count = f'<c:ptCount val="{len(rows)}"/>'
    order = '<c:scaling><c:orientation val="maxMin"/></c:scaling>' if lying else _UPWARD
    text = (
        '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1000">'
        f'<a:latin typeface="{_FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
    )
    xml = (
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_DRAWING}" xmlns:r="{_RELATIONS}"><c:roundedCorners val="0"/>'
        f'<c:chart>{_title(title)}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart>'
        f'<c:barDir val="{"bar" if lying else "col"}"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(title)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{_BAR}"/></a:solidFill><a:ln w="9525"><a:solidFill>'
        f'<a:srgbClr val="{_LINE}"/></a:solidFill></a:ln></c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls>{text}<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{count}{labels}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!$B$2:$B${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>{count}"
        f'{values}</c:numCache></c:numRef></c:val></c:ser><c:gapWidth val="60"/><c:axId val="111"/>'
        f'<c:axId val="222"/></c:barChart><c:catAx><c:axId val="111"/>{order}<c:delete val="0"/>'
        f'<c:axPos val="{"l" if lying else "b"}"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{text}<c:crossAx val="222"/></c:catAx><c:valAx><c:axId val="222"/>'
        f'<c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="1"/>'
        f'<c:axPos val="{"b" if lying else "l"}"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        '<c:tickLblPos val="nextTo"/><c:crossAx val="111"/></c:valAx></c:plotArea><c:plotVisOnly val="1"/></c:chart>'
        f'<c:externalData r:id="{book_id}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    # Parsed once, so that a slip here is an error now and not a damaged file in somebody's Word.
    root = etree.fromstring(xml.encode())
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


_UPWARD = '<c:scaling><c:orientation val="minMax"/></c:scaling>'


def _title(title: str) -> str:
    return (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="1300" b="1"><a:latin typeface="{_FONT}"/></a:defRPr></a:pPr>'
        f'<a:r><a:rPr lang="vi-VN" sz="1300" b="1"><a:latin typeface="{_FONT}"/></a:rPr>'
        f'<a:t>{escape(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def _label(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _workbook(title: str, rows: Rows) -> bytes:
    """Return the numbers as the workbook that Word opens for "Edit Data"."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.write_string(0, 1, title)
        for index, (label, value) in enumerate(rows, 1):
            sheet.write_string(index, 0, label)
            sheet.write_number(index, 1, float(value))
    return stream.getvalue()
