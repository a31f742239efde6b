"""From a document to the fields of its Word template."""

from __future__ import annotations

from cchc_desktop.documents.letters.annex import annex_context
from cchc_desktop.documents.plan_export import styles
from cchc_desktop.documents.plan_export.context import issuer_of_lines
from cchc_desktop.documents.plan_export.paragraphs import (
    Paragraph,
    bare_name,
    body_and_closing,
    dashed,
    place_and_date,
    preamble_paragraphs,
    recipient_lines,
    text_lines,
)
from cchc_desktop.documents.word.template import Value
from cchc_desktop.domain.official_document import DOCUMENT_NAMES, DocumentKind, OfficialDocument
from cchc_desktop.domain.text import clean, clean_line

_SAME = "Như trên"
_SUBJECT = "V/v "


def document_context(document: OfficialDocument) -> dict[str, Value]:
    """Return the fields of a document for its template."""
    body, closing = body_and_closing(document.sections, document.closing)
    names = [name for text in document.addressees if (name := bare_name(text))]
    title = clean(document.title).strip()
    if document.kind is DocumentKind.LETTER:
        title = _SUBJECT + title.removeprefix(_SUBJECT.strip()).lstrip()
    context: dict[str, Value] = {
        "dong_tren": clean_line(document.upper_line),
        "co_quan": list(text_lines(document.issuer)),
        "so_ky_hieu": document.number_text,
        "dia_danh_ngay": place_and_date(document.place, document.date, document.year),
        "ten_loai": DOCUMENT_NAMES[document.kind].upper(),
        "trich_yeu": title,
        "kinh_gui_mot": f"{names[0]}." if len(names) == 1 else "",
        "kinh_gui": list(dashed(names)) if len(names) > 1 else [],
        "mo_dau": list(preamble_paragraphs(document.preamble)),
        "noi_dung": list(body),
        "ket_thuc": list(closing),
        "noi_nhan": list(recipient_lines(_recipients(document, names))),
        "chuc_vu": list(text_lines(document.signature.lines)),
        "ho_ten": clean_line(document.signature.name),
    }
    if document.kind is DocumentKind.TRANSMITTAL:
        context |= _transmittal(document, names)
    if document.kind is DocumentKind.REPORT:
        context["phu_luc"] = annex_context(document)
    return context


def _recipients(document: OfficialDocument, names: list[str]) -> list[str]:
    """Return the recipients; "Như trên" leads them where "Kính gửi" is printed (annex I, II.9.b)."""
    found = list(document.recipients)
    if document.kind is DocumentKind.TRANSMITTAL:
        return found
    if names and not any(clean_line(name).casefold().startswith(_SAME.casefold()) for name in found):
        found.insert(0, _SAME)
    return found


def _transmittal(document: OfficialDocument, names: list[str]) -> dict[str, Value]:
    rows: list[Value] = [
        {
            "stt": number,
            "ten": clean(enclosure.title).strip(),
            "so_luong": f"{enclosure.copies:02d}",
            "ghi_chu": clean_line(enclosure.note),
        }
        for number, enclosure in enumerate(document.enclosures, 1)
    ]
    opening: list[Paragraph] = preamble_paragraphs(document.preamble)
    if not opening:
        issuer = issuer_of_lines(text_lines(document.issuer))
        text = f"{issuer} gửi kèm theo Phiếu này đến {'; '.join(names)} các văn bản sau:"
        opening = [{"kieu": styles.OPENING, "chu": text}]
    return {"mo_dau": list(opening), "van_ban": rows}
