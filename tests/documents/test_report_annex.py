"""The annex of the Word report: its tables, its charts, and that other papers have none."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook

from cchc_desktop.documents.letters import export_document
from cchc_desktop.documents.libreoffice import find_soffice
from cchc_desktop.documents.pdf import pdf_of
from cchc_desktop.domain.letter_drafts import DraftName, draft
from cchc_desktop.domain.report_annex import AnnexRow, DifferenceRow, ReportAnnex, ReportChart
from cchc_desktop.domain.unit import Signature, SigningMode, Unit, UnitKind

TEMPLATE = Path(__file__).resolve().parents[2] / "templates_docx" / "bao_cao.docx"
UNIT = Unit(
    "0" * 32, date(2025, 7, 1), UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên", "Sở Nội vụ tỉnh Hưng Yên", place="Lệ Xá"
)
SIGNATURE = Signature(SigningMode.DEPUTY, title="PHÓ CHỦ TỊCH", name="Nguyễn Thị Lan")
ROWS = (
    AnnexRow("Báo chí & thông tin <điện tử>"),
    AnnexRow("", 1, "Tin, bài", "bài", "12", "12", "9", "40", "30,0", "Theo sổ của đài"),
    AnnexRow("", 2, "Lượt xem", "lượt", "không phát sinh", "1.250", "chưa có số liệu"),
)
CHANGES = (DifferenceRow(1, "Tin, bài", "bài", "10", "12", "+2", "Bổ sung bài của thôn"),)
CHARTS = (
    ReportChart("Số hoạt động theo tháng", (("12/2025", Decimal(3)), ("01/2026", Decimal("7.5")))),
    ReportChart("Số hoạt động theo hình thức", (("Tin, bài trên báo & đài", Decimal(5)), ("Hội nghị", Decimal(2)))),
)
ANNEX = ReportAnnex("Số liệu tuyên truyền quý I năm 2026", ROWS, CHANGES, CHARTS)


def made(annex: ReportAnnex | None) -> bytes:
    document = draft(DraftName.REPORT, UNIT, 2026, SIGNATURE)
    return export_document(replace(document, number=7, date=date(2026, 3, 16), annex=annex), TEMPLATE)


def tables(data: bytes) -> list[list[list[str]]]:
    found = []
    for table in Document(io.BytesIO(data)).tables:
        found.append([[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows])
    return found


def test_the_table_of_figures_prints_every_row_and_the_three_zeros() -> None:
    figures = tables(made(ANNEX))[2]
    assert figures[0][1:4] == ["Chỉ tiêu", "Đơn vị tính", "Trong kỳ"]
    assert figures[1] == ["Báo chí & thông tin <điện tử>"]
    assert figures[2] == ["1", "Tin, bài", "bài", "12", "12", "9", "40", "30,0", "Theo sổ của đài"]
    assert figures[3][:6] == ["2", "Lượt xem", "lượt", "không phát sinh", "1.250", "chưa có số liệu"]


def test_what_a_supplement_changed_is_a_table_of_its_own_and_missing_otherwise() -> None:
    assert tables(made(ANNEX))[3][1] == ["1", "Tin, bài", "bài", "10", "12", "+2", "Bổ sung bài của thôn"]
    first = made(replace(ANNEX, differences=()))
    assert len(tables(first)) == 3
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(first)).paragraphs)
    assert "Điều chỉnh so với báo cáo đã gửi" not in text


def test_a_report_without_figures_has_one_upright_section_and_no_annex() -> None:
    document = Document(io.BytesIO(made(None)))
    assert len(document.sections) == 1
    assert document.sections[0].page_width < document.sections[0].page_height
    assert "Phụ lục" not in "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_the_annex_lies_on_its_side_with_pages_counted_anew() -> None:
    first, second = Document(io.BytesIO(made(ANNEX))).sections
    assert first.page_width < first.page_height
    assert second.page_width > second.page_height
    for section in (first, second):
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_charts_are_native_with_their_numbers_inside() -> None:
    with zipfile.ZipFile(io.BytesIO(made(ANNEX))) as archive:
        names = archive.namelist()
        charts = sorted(name for name in names if name.startswith("word/charts/chart"))
        assert len(charts) == 2
        spaces = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
        for name, chart in zip(charts, CHARTS, strict=True):
            root = etree.fromstring(archive.read(name))
            labels = [node.text for node in root.findall(".//c:cat//c:v", spaces)]
            values = [Decimal(node.text) for node in root.findall(".//c:val//c:v", spaces)]
            assert list(zip(labels, values, strict=True)) == list(chart.rows)
        books = sorted(name for name in names if name.startswith("word/embeddings/"))
        sheet = load_workbook(io.BytesIO(archive.read(books[0]))).active
        assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
            ["12/2025", 3],
            ["01/2026", 7.5],
        ]
        types = archive.read("[Content_Types].xml").decode()
        assert types.count("drawingml.chart+xml") == 2


def test_a_chart_with_long_labels_lies() -> None:
    with zipfile.ZipFile(io.BytesIO(made(ANNEX))) as archive:
        directions = [
            "bar" if b'barDir val="bar"' in archive.read(f"word/charts/chart{number}.xml") else "col"
            for number in (1, 2)
        ]
    assert directions == ["col", "bar"]


@pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_lays_it_out_on_a_few_pages() -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf_of(made(ANNEX))) as document:
        sizes = [page.get_size() for page in document]
        texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    assert [width > height for width, height in sizes][:2] == [False, True]
    assert len(sizes) <= 4
    assert "Phụ lục" in texts[1]
    assert "Bổ sung bài của thôn" in texts[1]
