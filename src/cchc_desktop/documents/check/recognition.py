"""Finds the roles of a document from its top to its end."""

from __future__ import annotations

import re

from cchc_desktop.documents.check.document import Document, Paragraph, lines_of
from cchc_desktop.documents.check.recognition_body import read_body
from cchc_desktop.documents.check.recognition_end import find_end, read_appendices, read_end
from cchc_desktop.documents.check.recognition_head import read_head
from cchc_desktop.documents.check.roles import Roles
from cchc_desktop.domain.check import CheckWords
from cchc_desktop.domain.text import fold

_BASIS = re.compile(r"can cu (?!vao tinh hinh)")
_COMPANION = re.compile(r"(?:theo de nghi|xet de nghi|xet to trinh|thuc hien|theo)\b")
_LABEL = re.compile(r"(?:[ivx]+|\d+)\. |(?:phan|chuong|dieu) [ivx\d]+\b")
_TO = re.compile(r"kinh gui\b")
_LONGEST_TITLE = 8


def recognise(document: Document, words: CheckWords) -> Roles:
    """Return the roles of a document."""
    roles = Roles()
    end = find_end(document.paragraphs, words)
    start = read_head(document, roles, words, end)
    start = _read_title(document.paragraphs, roles, start, end)
    start = _read_addressees(document.paragraphs, roles, start, end)
    start = _read_bases(document.paragraphs, roles, start, end)
    read_end(document.paragraphs, roles, end, words)
    appendices = read_appendices(document.paragraphs, roles, end)
    read_body(document.paragraphs[start : min(end, appendices)], roles)
    return roles


def _read_title(paragraphs: list[Paragraph], roles: Roles, start: int, end: int) -> int:
    """Take the lines right below the tên loại, up to a blank, a sentence or the next element."""
    if not roles.kind_line:
        return start
    for index in range(start, min(end, start + _LONGEST_TITLE)):
        paragraph = paragraphs[index]
        folded = fold(paragraph.labelled)
        if paragraph.blank and not roles.title:
            continue
        begins = _BASIS.match(folded) or _TO.match(folded) or _LABEL.match(folded) or paragraph.cell
        if paragraph.blank or begins or (paragraph.text.rstrip()[-1:] in ".;:" and len(folded) > 60):
            return index
        if re.fullmatch(r"[-_–—*\s]+", paragraph.text):
            return index + 1
        roles.title += lines_of(paragraph)
        start = index + 1
    return start


def _read_addressees(paragraphs: list[Paragraph], roles: Roles, start: int, end: int) -> int:
    for index in range(start, min(end, start + 12)):
        lines = lines_of(paragraphs[index])
        if not lines or not _TO.match(fold(lines[0].text)):
            continue
        roles.to = lines
        start = index + 1
        first = paragraphs[index].cell
        table = first.table if first else 0
        for paragraph in paragraphs[index + 1 : end]:
            same_table = paragraph.cell is not None and paragraph.cell.table == table
            listed = re.match(r"[-–+]\s", paragraph.labelled.strip()) and paragraph.text.rstrip()[-1:] in ";."
            if not (same_table or listed):
                break
            roles.to += lines_of(paragraph)
            start += 1
        break
    return start


def _read_bases(paragraphs: list[Paragraph], roles: Roles, start: int, end: int) -> int:
    """Take the căn cứ, and what may close their list; the body begins right behind them."""
    for index in range(start, min(end, start + 60)):
        paragraph = paragraphs[index]
        if paragraph.blank:
            continue
        folded = fold(paragraph.labelled)
        if _BASIS.match(folded) and not paragraph.text.rstrip().endswith(":"):
            if roles.companions:
                break
            roles.bases.append(paragraph)
            start = index + 1
        elif roles.bases and _COMPANION.match(folded) and paragraph.text.rstrip()[-1:] in ";.,":
            # "Theo đề nghị của …;" belongs to the list; an ordinary sentence that opens the body does not.
            if roles.bases[-1].text.rstrip().endswith(".") and not roles.companions:
                break
            roles.companions.append(paragraph)
            start = index + 1
        elif roles.bases or _LABEL.match(folded) or index - start > 4:
            break
    return start
