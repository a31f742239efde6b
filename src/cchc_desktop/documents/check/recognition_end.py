"""The end of a document: recipients, signature, and the appendices behind them."""

from __future__ import annotations

import re

from cchc_desktop.documents.check.document import Line, Paragraph, lines_of
from cchc_desktop.documents.check.roles import Appendix, Roles
from cchc_desktop.domain.check import CheckWords
from cchc_desktop.domain.text import fold

_RECIPIENTS = re.compile(r"noi\s?nhan\b\s?[:;.]?$")
_MODE = re.compile(r"(?:tm|kt|tl|tuq|q|t/m|k/t|t/l|t\.m|k\.t)[. ]")
_APPENDIX = re.compile(r"phu luc(?: (?:so )?(?:[ivxlc]+|\d{1,2}|[a-z]))?\s?[.:]?$")
_REFERENCE = re.compile(r"\(?\s?(?:ban hanh )?kem theo\b")
_TITLE_LINES = 6
_AFTER_RECIPIENTS = 60


def find_end(paragraphs: list[Paragraph], words: CheckWords) -> int:
    """Return the index of the first paragraph of the closing block; the number of paragraphs when there is none."""
    positions = {fold(position) for position in words.positions}
    for index, paragraph in enumerate(paragraphs):
        for line in lines_of(paragraph):
            if _RECIPIENTS.match(fold(line.text)):
                return _block_start(paragraphs, index)
    for index, paragraph in enumerate(paragraphs):
        folded = fold(paragraph.text)
        if paragraph.text.isupper() and index > len(paragraphs) // 3 and (_MODE.match(folded) or folded in positions):
            return _block_start(paragraphs, index)
    return len(paragraphs)


def _block_start(paragraphs: list[Paragraph], index: int) -> int:
    """Return where the row of a table begins that the paragraph stands in, or the paragraph itself."""
    cell = paragraphs[index].cell
    while (
        index and cell and (above := paragraphs[index - 1].cell) and (above.table, above.row) == (cell.table, cell.row)
    ):
        index -= 1
    return index


def read_end(paragraphs: list[Paragraph], roles: Roles, end: int, words: CheckWords) -> None:
    """Fill in recipients and signature."""
    block = _block(paragraphs, end)
    head = next((line for p in block for line in lines_of(p) if _RECIPIENTS.match(fold(line.text))), None)
    if head is None:
        roles.signature, roles.signer = _signing(block, words)
        return
    roles.recipients_head = [head]
    if head.paragraph.cell is not None:
        own = [p for p in block if _same_column(p, head.paragraph)]
        other = [p for p in block if p.cell is not None and not _same_column(p, head.paragraph)]
        lines = [line for p in own for line in lines_of(p, at_tabs=False)]
        first = next(index for index, line in enumerate(lines) if _RECIPIENTS.match(fold(line.text)))
        roles.recipients = lines[first + 1 :]
        roles.signature, roles.signer = _signing(other, words)
    else:
        _read_open_end(block, roles, words)


def _block(paragraphs: list[Paragraph], end: int) -> list[Paragraph]:
    if end >= len(paragraphs):
        return []
    cell = paragraphs[end].cell
    found: list[Paragraph] = []
    for paragraph in paragraphs[end : end + _AFTER_RECIPIENTS]:
        other_table = cell is not None and (paragraph.cell is None or paragraph.cell.table != cell.table)
        if other_table or _APPENDIX.match(fold(paragraph.text)):
            break
        found.append(paragraph)
    return found


def _same_column(one: Paragraph, other: Paragraph) -> bool:
    return one.cell is not None and other.cell is not None and one.cell.column == other.cell.column


def _read_open_end(block: list[Paragraph], roles: Roles, words: CheckWords) -> None:
    """Read an end without a table: left and right stand in one paragraph, parted by tabs."""
    left: list[Line] = []
    right: list[Line | None] = []
    for paragraph in block:
        for line in lines_of(paragraph):
            listed = not any(right) and line.text.endswith((";", "."))
            if line.text.startswith(("-", "–", "+")) or listed:
                left.append(line)
            elif not _RECIPIENTS.match(fold(line.text)):
                right.append(line)
        if paragraph.blank and any(right):
            right.append(None)
    roles.recipients = left
    roles.signature, roles.signer = _signing_lines(right, words)


def _signing(paragraphs: list[Paragraph], words: CheckWords) -> tuple[list[Line], list[Line]]:
    """Return the lines of authority and position, and the signer's name when there is one."""
    found: list[Line | None] = []
    for paragraph in paragraphs:
        found += lines_of(paragraph) or [None]
    return _signing_lines(found, words)


def _signing_lines(found: list[Line | None], words: CheckWords) -> tuple[list[Line], list[Line]]:
    """Part the lines of a signing block; None stands for a blank line, the room for the hand."""
    positions = tuple(fold(position) for position in words.positions)
    lines: list[Line] = []
    gaps: list[bool] = []
    gap = False
    for line in found:
        if line is None:
            gap = True
        elif re.fullmatch(r"\(.{0,80}\)", line.text) is None:  # "(Đã ký)"
            lines.append(line)
            gaps.append(gap)
            gap = False
    first_gap = next((index for index in range(1, len(lines)) if gaps[index]), None)
    if first_gap is not None:
        return lines[:first_gap], lines[first_gap : first_gap + 1]
    for index, line in enumerate(lines):
        folded = fold(line.text)
        known = _MODE.match(folded) or any(folded.startswith(position) for position in positions)
        if index and not known and not line.text.isupper():
            return lines[:index], [line]
    return lines, []


def read_appendices(paragraphs: list[Paragraph], roles: Roles, end: int) -> int:
    """Fill in the appendices; return the index of the first one, or the number of paragraphs."""
    first = len(paragraphs)
    for index in range(end, len(paragraphs)):
        paragraph = paragraphs[index]
        lines = [] if paragraph.cell else lines_of(paragraph)
        if lines and _APPENDIX.match(fold(lines[0].text)):
            first = min(first, index)
            roles.appendices.append(Appendix(lines[0]))
            _read_appendix_head(roles.appendices[-1], lines[1:], paragraphs[index + 1 :])
        if roles.appendices:
            roles.appendices[-1].paragraphs.append(paragraph)
    return first


def _read_appendix_head(appendix: Appendix, own: list[Line], below: list[Paragraph]) -> None:
    lines = list(own)
    for paragraph in below[: _TITLE_LINES + 2]:
        if paragraph.cell is not None or (paragraph.blank and appendix.title):
            break
        lines += lines_of(paragraph)
    for line in lines[:_TITLE_LINES]:
        folded = fold(line.text)
        if appendix.reference:
            if appendix.reference[-1].text.endswith(")"):
                break
            appendix.reference.append(line)
        elif _REFERENCE.match(folded):
            appendix.reference.append(line)
        elif re.match(r"(?:[ivx]+|\d+)\. ", folded) or len(folded) > 200:
            break
        elif re.fullmatch(r"[-_–—*\s]+", line.text) is None:
            appendix.title.append(line)
