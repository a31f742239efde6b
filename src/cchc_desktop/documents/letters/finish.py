"""What the template of a letter cannot say by itself: where "Kính gửi" stands, the break of the subject."""

from __future__ import annotations

from docx.document import Document

from cchc_desktop.documents.letters import styles
from cchc_desktop.documents.letters.annex import finish_annex
from cchc_desktop.documents.plan_export.finish import finish_common, set_properties
from cchc_desktop.documents.plan_export.rules import Paragraphs
from cchc_desktop.documents.word.text_width import Face, balanced_measure, width_mm, wrapped
from cchc_desktop.documents.word.xml import (
    TWIPS_PER_MM,
    Element,
    properties_of,
    room_mm,
    set_attributes,
    set_side_indents,
    text_of,
)
from cchc_desktop.domain.official_document import DOCUMENT_NAMES, DocumentKind, OfficialDocument
from cchc_desktop.domain.text import clean_line

_SUBJECT_PT, _ADDRESSEE_PT = 12, 14
_SLACK_MM = 2.0
_HEAD = "Kính gửi"
_LEAST_MM = 12.7


def finish(document: Document, source: OfficialDocument) -> None:
    """Complete a filled document in place."""
    paragraphs = finish_common(document, source.sections)
    for subject in paragraphs.get(styles.SUBJECT, []):
        _balance(subject)
    _place_addressees(paragraphs)
    if source.kind is DocumentKind.REPORT:
        finish_annex(document, paragraphs, source.annex)
    title = f"{DOCUMENT_NAMES[source.kind]} {clean_line(source.title)}"
    set_properties(document, title, source.issuer)


def _balance(paragraph: Element) -> None:
    """Narrow "V/v …" so that its last line is not a lone word."""
    text, room = text_of(paragraph), room_mm(paragraph)
    if len(wrapped(text, room, _SUBJECT_PT, Face.REGULAR)) > 1:
        measure = min(room, balanced_measure(text, room, _SUBJECT_PT, Face.REGULAR) + _SLACK_MM)
        set_side_indents(paragraph, measure)


def _place_addressees(paragraphs: Paragraphs) -> None:
    """Put the block "Kính gửi:" in the middle of the page, the dashes below its colon (annex I, II.9.a)."""
    heads, lines = paragraphs.get(styles.ADDRESSEES_HEAD, []), paragraphs.get(styles.ADDRESSEE_LINE, [])
    if not heads or not lines:
        return
    head = width_mm(_HEAD, _ADDRESSEE_PT, Face.REGULAR)
    longest = max(width_mm(text_of(line), _ADDRESSEE_PT, Face.REGULAR) for line in lines)
    dash = width_mm("- ", _ADDRESSEE_PT, Face.REGULAR)
    left = max(_LEAST_MM, (room_mm(heads[0]) - head - longest) / 2)
    for paragraph in heads:
        _indent(paragraph, left, 0.0)
    for paragraph in lines:
        _indent(paragraph, left + head + dash, dash)


def _indent(paragraph: Element, left_mm: float, hanging_mm: float) -> None:
    indent = properties_of(paragraph).get_or_add_ind()
    set_attributes(indent, left=round(left_mm * TWIPS_PER_MM), hanging=round(hanging_mm * TWIPS_PER_MM))
