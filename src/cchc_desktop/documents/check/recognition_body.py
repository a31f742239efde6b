"""The body: every paragraph between the bases and the end, with its label."""

from __future__ import annotations

import re

from cchc_desktop.documents.check.document import Paragraph
from cchc_desktop.documents.check.roles import BodyParagraph, Roles
from cchc_desktop.domain.check_outline import Label, Level, read_label

_SENTENCE_END = (".", ";", ",", "!", "?", "…", "./.")
_LONGEST_TITLE = 220
_CENTRED_LINE = 160


def read_body(paragraphs: list[Paragraph], roles: Roles) -> None:
    """Fill in the body; paragraphs in tables, text boxes and blank ones are left out."""
    found = [
        BodyParagraph(paragraph, read_label(paragraph.labelled))
        for paragraph in (*roles.bases, *roles.companions, *paragraphs)
        if not paragraph.blank and paragraph.cell is None and not paragraph.in_box
    ]
    listed = {id(paragraph) for paragraph in (*roles.bases, *roles.companions)}
    for entry, after in zip(found, [*found[1:], None], strict=False):
        if id(entry.paragraph) in listed:
            entry.label = None
            continue
        entry.centred_line = _is_centred_line(entry.paragraph)
        if entry.label is not None:
            entry.titled = _titled(entry.label, after)
    roles.body = found


def _is_centred_line(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    if paragraph.look.align != "centre" or len(text) > _CENTRED_LINE:
        return False
    strong = all(run.look.bold or run.look.italic for run in paragraph.runs if run.shown.strip())
    return text.isupper() or strong or re.fullmatch(r"[-_–—*./\s]+", text) is not None


def _titled(label: Label, after: BodyParagraph | None) -> bool | None:
    """Tell whether a label carries a heading: no sentence, and something below it."""
    text = label.rest
    if not text:
        return None
    if label.level is Level.PART:
        return not text.endswith(_SENTENCE_END)
    if text.endswith(_SENTENCE_END) or len(text) > _LONGEST_TITLE:
        return False
    if after is None:
        return None
    # Of "1. …" and "2. …" one behind the other nobody can tell whether they are headings or a list.
    below = after.label is None or list(Level).index(after.label.level) > list(Level).index(label.level)
    return True if below and not text.endswith(":") else None
