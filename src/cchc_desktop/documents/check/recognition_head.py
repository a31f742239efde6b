"""The head of a document: the two columns of the first lines, and the tên loại below them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from cchc_desktop.documents.check.document import Document, Line, Paragraph, lines_of, split_line
from cchc_desktop.documents.check.roles import Roles
from cchc_desktop.domain.check import CheckWords
from cchc_desktop.domain.text import fold

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

_HEAD_LINES = 60
_ALIKE = 0.75
_NUMBER = re.compile(r"so\s?[:.;]?\s?[\d….\s_]*\s?[/-]\s?[a-z0-9]|so\s?[:.;]\s?[\d….\s_]*/")
_DATE = re.compile(r".{0,60}\bngay\b.{0,30}\bthang\b.{0,30}\bnam\b.{0,12}$|.{2,40}, ngay \d{1,2}[/.]\d{1,2}[/.]\d{4}$")
_SUBJECT = re.compile(r"(?:v/v|ve viec|v\.v)\b")
_STAMP = re.compile(r"(?:hoa toc|thuong khan|khan|mat|toi mat|tuyet mat|du thao.*|luu hanh noi bo|xem xong tra lai)$")
_RULE = re.compile(r"[-_–—*=\s]+$")
_COMMITTEE = re.compile(r"(?:uy ban nhan dan|hoi dong nhan dan|ubnd|hdnd)$")
OFFICIAL_LETTER = "CÔNG VĂN"


def read_head(document: Document, roles: Roles, words: CheckWords, end: int) -> int:
    """Fill in the roles of the head; return the index of the first paragraph behind it."""
    paragraphs = document.paragraphs[: min(end, _HEAD_LINES)]
    kinds = {fold(kind.name): kind for kind in words.kinds}
    start = 0
    rest: list[Line] = []
    above = None
    for index, paragraph in enumerate(paragraphs):
        if fold(paragraph.labelled).startswith("kinh gui"):
            start = index
            break
        lines = [part for line in lines_of(paragraph) for part in _columns(line)]
        if lines and fold(lines[0].text) in kinds and not paragraph.cell:
            roles.kind = kinds[fold(lines[0].text)]
            roles.kind_line, roles.title = [lines[0]], lines[1:]
            start = index + 1
            break
        if re.match(r"can cu |(?:i|1)\. |dieu 1\.", fold(paragraph.labelled)):
            start = index
            break
        taken = False
        for line in lines:
            taken = _take(line, roles, rest) or taken
            above = len(rest) if roles.number and above is None else above
        start = index + 1 if taken else start
    _read_left_column(roles, rest, len(rest) if above is None else above, words)
    if roles.kind is None and (roles.subject or _has_letter_symbol(roles)):
        roles.kind = kinds.get(fold(OFFICIAL_LETTER))
    return start


def _columns(line: Line) -> list[Line]:
    """Part a line in which blanks stand in for the space between two columns: "Số: 07/…          Lệ Xá, ngày …"."""
    text = "".join(run.text for run in line.runs)
    for gap in re.finditer(r"(?<=\S)[ \u00a0]{5,}(?=\S)", text):
        if _NUMBER.match(fold(text[: gap.start()])) and _DATE.match(fold(text[gap.end() :])):
            return list(split_line(line, gap.start()))
    return [line]


def _take(line: Line, roles: Roles, rest: list[Line]) -> bool:
    """Put a line where its words say and return True; what they do not say goes to `rest`."""
    folded = fold(line.text)
    if not roles.nation and _alike(folded, fold(NATION)):
        roles.nation.append(line)
    elif not roles.motto and _is_motto(folded):
        roles.motto.append(line)
    elif not roles.number and _NUMBER.match(folded):
        roles.number.append(line)
    elif not roles.date and _DATE.match(folded) and len(folded) < 90:
        roles.date.append(line)
    elif not _RULE.match(line.text) and not _STAMP.match(folded):
        rest.append(line)
        return False
    return True


def _alike(text: str, wanted: str) -> bool:
    if text == wanted:
        return True
    return abs(len(text) - len(wanted)) < 8 and SequenceMatcher(None, text, wanted).ratio() > _ALIKE


def _is_motto(folded: str) -> bool:
    return sum(part in folded for part in ("doc lap", "tu do", "hanh phuc")) >= 2 and len(folded) < 50


def _has_letter_symbol(roles: Roles) -> bool:
    return bool(roles.nation and roles.number)


def _read_left_column(roles: Roles, rest: list[Line], above: int, words: CheckWords) -> None:
    """Tell the issuer, the body above it and the subject of a công văn from each other.

    `above` is how many lines of `rest` stand before the number.
    """
    if not roles.nation and not roles.number:
        return  # no head at all: these are lines of some text
    before: list[Line] = []
    for index, line in enumerate(rest):
        if _beside(line, roles.nation):
            continue
        if roles.subject:
            if _same_cell(line.paragraph, roles.subject[0].paragraph):
                roles.subject.append(line)
        elif _SUBJECT.match(fold(line.text)):
            roles.subject.append(line)
        elif index < above and len(line.text) < 90:
            before.append(line)
    split = _split(before[:8], words)
    roles.upper, roles.issuer = before[:split], before[split:8]


def _beside(line: Line, nation: list[Line]) -> bool:
    """Tell whether a line stands in the right column, below the Quốc hiệu."""
    if not nation:
        return False
    own, other = line.paragraph.cell, nation[0].paragraph.cell
    return own is not None and other is not None and own.table == other.table and own.column >= other.column


def _same_cell(one: Paragraph, other: Paragraph) -> bool:
    if one.cell is None or other.cell is None:
        return one.number == other.number
    return (one.cell.table, one.cell.row, one.cell.column) == (other.cell.table, other.cell.row, other.cell.column)


def _split(lines: list[Line], words: CheckWords) -> int:
    """Return how many lines name the body above: those before the first further line that begins another name."""
    bodies = tuple(fold(body) for body in words.bodies)
    for index in range(1, len(lines)):
        above, folded = fold(lines[index - 1].text), fold(lines[index].text)
        begins = any(re.match(rf"{re.escape(body)}\b", folded) for body in bodies)
        goes_on = above.endswith((" va", ",", "-", " thuoc", " cua")) or lines[index].text.startswith(("-", ","))
        if begins and not goes_on:
            return index
    if (
        len(lines) > 1
        and fold(lines[0].text).startswith(("tinh ", "thanh pho "))
        and _COMMITTEE.match(fold(lines[1].text))
    ):
        return 1
    return 0
