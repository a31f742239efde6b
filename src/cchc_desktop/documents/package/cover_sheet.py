"""The paper that goes to be filed and signed beside a package: what is in it, its short code, the code as QR.

A list that goes with a package, laid out as Decree 30/2020/NĐ-CP has its pages; no official document: no number, no
signature of the head. Who hands over and who receives sign it, so it is a receipt on paper as well.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from docx import Document
from docx.document import Document as DocumentObject
from docx.shared import Mm, Pt
from docx.table import Table

from cchc_desktop.documents.package.write import MadePackage
from cchc_desktop.documents.plan_export.finish import set_properties
from cchc_desktop.documents.word import xml as word
from cchc_desktop.documents.word.plain_page import (
    CENTRE,
    LEFT,
    RIGHT,
    add_head,
    paragraph_of,
    set_page,
    set_widths,
    write_line,
)
from cchc_desktop.domain.attachment import size_text
from cchc_desktop.domain.dates import official_date, short_date
from cchc_desktop.domain.package import Manifest, PackageFacts, package_name
from cchc_desktop.domain.trusted_key import shown_fingerprint

TITLE = "PHIẾU GỬI KÈM"
SUBTITLE = "gói báo cáo điện tử"

_FACT_WIDTHS_MM = (44.0, 121.0)
_CODE_WIDTHS_MM = (120.0, 45.0)
_FILE_HEADS = ("STT", "Tên tệp trong gói", "Nội dung", "Dung lượng")
_FILE_WIDTHS_MM = (13.0, 64.0, 60.0, 28.0)
_QR_MM = 34


def qr_text(manifest: Manifest, code: str) -> str:
    """Return what the QR says: plain ASCII, readable by any phone, enough to find package and paper."""
    facts = manifest.facts
    unit = facts.unit_code if facts.unit_code.isascii() else ""
    return f"CCHC;{unit};{facts.period};v{facts.ordinal};{code};{manifest.id}"


def write_cover_sheet(package: MadePackage, issuer: Sequence[str], place: str, day: date) -> bytes:
    """Return the cover sheet of a package as a .docx in memory.

    Args:
        package: what was packed.
        issuer: lines of the sending office in the head.
        place: địa danh before the date.
        day: on the sheet.

    """
    document = Document()
    set_page(document)
    add_head(document, issuer)
    where = f"{place}, {official_date(day)}".removeprefix(", ")
    write_line(document.add_paragraph(), where, RIGHT, 13, italic=True, before=6)
    write_line(document.add_paragraph(), TITLE, CENTRE, 14, bold=True, before=12)
    write_line(document.add_paragraph(), SUBTITLE, CENTRE, 13, bold=True)
    _add_facts(document, package)
    _add_code(document, package)
    _add_files(document, package)
    _add_end(document)
    facts = package.manifest.facts
    set_properties(document, f"{TITLE} {package_name(facts)}", tuple(issuer))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_facts(document: DocumentObject, package: MadePackage) -> None:
    manifest = package.manifest
    facts = manifest.facts
    signed = f"dấu khóa {shown_fingerprint(manifest.signed_by)}" if manifest.signed_by else "không"
    lines = [
        ("Nơi nhận", facts.superior),
        ("Báo cáo", f"{facts.period_name} ({short_date(facts.start)} đến {short_date(facts.end)})"),
        ("Lần báo cáo", _version_words(facts)),
        ("Văn bản số", _document_words(manifest)),
        ("Tệp gói", f"{package_name(facts)} ({size_text(package.size)})"),
        ("Đóng gói lúc", _time_words(manifest.created_at)),
        ("Ký điện tử", signed),
    ]
    space = document.add_paragraph()
    space.paragraph_format.line_spacing = Pt(8)
    shown = [(name, text) for name, text in lines if text]
    table = document.add_table(len(shown), 2)
    for row, (name, text) in zip(table.rows, shown, strict=True):
        write_line(paragraph_of(row.cells[0], 0), f"{name}:", LEFT, 13)
        write_line(paragraph_of(row.cells[1], 0), text, LEFT, 13, bold=name in ("Báo cáo", "Lần báo cáo"))
    set_widths(table, _FACT_WIDTHS_MM)


def _version_words(facts: PackageFacts) -> str:
    words = facts.version_words[:1].upper() + facts.version_words[1:]
    return f"{words}: {facts.reason}" if facts.reason else words


def _document_words(manifest: Manifest) -> str:
    facts = manifest.facts
    if not facts.document:
        return ""
    return f"{facts.document}{f' ngày {short_date(facts.document_date)}' if facts.document_date else ''}"


def _time_words(created_at: str) -> str:
    """Return "08:05 ngày 16/03/2026" of an ISO time."""
    day = date.fromisoformat(created_at[:10])
    return f"{created_at[11:16]} ngày {short_date(day)}"


def _add_code(document: DocumentObject, package: MadePackage) -> None:
    space = document.add_paragraph()
    space.paragraph_format.line_spacing = Pt(6)
    table = document.add_table(1, 2)
    table.style = document.styles["Table Grid"]
    left, right = table.rows[0].cells
    write_line(paragraph_of(left, 0), "MÃ ĐỐI CHIẾU", CENTRE, 13, before=14)
    write_line(paragraph_of(left, 1), package.code, CENTRE, 26, bold=True, before=4)
    hint = "Mở gói bằng chương trình, mã hiện ra phải trùng với mã này; khác một chữ là tệp khác."
    write_line(paragraph_of(left, 2), hint, CENTRE, 11, italic=True, before=4)
    picture = paragraph_of(right, 0)
    picture.alignment = CENTRE
    picture.paragraph_format.space_before = picture.paragraph_format.space_after = Pt(4)
    picture.add_run().add_picture(io.BytesIO(_qr(package)), width=Mm(_QR_MM))
    set_widths(table, _CODE_WIDTHS_MM)
    _keep_whole(table)


def _qr(package: MadePackage) -> bytes:
    import segno

    stream = io.BytesIO()
    code = segno.make(qr_text(package.manifest, package.code), error="m", micro=False, boost_error=True)
    code.save(stream, kind="png", scale=8, border=4)
    return stream.getvalue()


def _add_files(document: DocumentObject, package: MadePackage) -> None:
    space = document.add_paragraph()
    space.paragraph_format.line_spacing = Pt(6)
    table = document.add_table(1, len(_FILE_HEADS))
    table.style = document.styles["Table Grid"]
    for cell, text in zip(table.rows[0].cells, _FILE_HEADS, strict=True):
        write_line(paragraph_of(cell, 0), text, CENTRE, 12, bold=True)
    for number, file in enumerate(package.manifest.files, 1):
        cells = table.add_row().cells
        texts = ((str(number), CENTRE), (file.name, LEFT), (file.title, LEFT), (size_text(file.size), RIGHT))
        for cell, (text, align) in zip(cells, texts, strict=True):
            write_line(paragraph_of(cell, 0), text, align, 12)
    set_widths(table, _FILE_WIDTHS_MM)
    word.add(table.rows[0]._tr.get_or_add_trPr(), "tblHeader")
    _keep_whole(table)


def _keep_whole(table: Table) -> None:
    for row in table.rows:
        word.add(row._tr.get_or_add_trPr(), "cantSplit")


def _add_end(document: DocumentObject) -> None:
    space = document.add_paragraph()
    space.paragraph_format.line_spacing = Pt(10)
    space.paragraph_format.keep_with_next = True
    table = document.add_table(2, 2)
    for cell, title in zip(table.rows[0].cells, ("NGƯỜI GIAO", "NGƯỜI NHẬN"), strict=True):
        write_line(paragraph_of(cell, 0), title, CENTRE, 13, bold=True)
    for cell in table.rows[1].cells:
        write_line(paragraph_of(cell, 0), "(Ký, ghi rõ họ tên, ngày giờ)", CENTRE, 12, italic=True)
    set_widths(table, (82.5, 82.5))
    _keep_whole(table)
