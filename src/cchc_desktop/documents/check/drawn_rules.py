"""The horizontal rules below the Tiêu ngữ, the issuer and the trích yếu, however they were made."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cchc_desktop.documents.check.document import Line, Paragraph
from cchc_desktop.documents.check.roles import Subject
from cchc_desktop.documents.word.text_width import Face, width_mm

_TYPED = re.compile(r"[_\-–—=*]{3,}")
_NEAR = 3


@dataclass(frozen=True, slots=True)
class RuleBelow:
    """What was found below some lines; lengths in mm. `reason` tells why nothing can be said."""

    present: bool = False
    length: float = 0.0
    room: float = 0.0
    underlined: bool = False
    reason: str = ""


def rule_below(subject: Subject, lines: list[Line]) -> RuleBelow:
    """Return the rule below the last of `lines`: a border, a drawn line, typed dashes, or an underline."""
    paragraph = lines[-1].paragraph
    room = _room(subject, paragraph)
    for near in _near(subject, paragraph):
        if near.lines:
            return RuleBelow(True, near.lines[0].length, room)
        if near.look.bordered:
            return RuleBelow(True, max(0.0, room - near.look.left - near.look.right) if room else 0.0, room)
        typed = _TYPED.search(near.text) if near is not paragraph else None
        if typed:
            size = near.runs[0].look.size if near.runs else 14.0
            return RuleBelow(True, width_mm(typed[0], size, Face.REGULAR), room)
    if lines[-1].visible and all(run.look.underline for run in lines[-1].visible):
        return RuleBelow(True, underlined=True)
    if _loose_lines(subject, paragraph):
        return RuleBelow(reason="có đường kẻ vẽ tay trong phần đầu, không rõ thuộc dòng nào")
    return RuleBelow()


def _near(subject: Subject, paragraph: Paragraph) -> list[Paragraph]:
    """Return the paragraph itself, and the ones below it that print nothing of their own."""
    found = [paragraph]
    position = next(index for index, p in enumerate(subject.document.paragraphs) if p is paragraph)
    for below in subject.document.paragraphs[position + 1 : position + 1 + _NEAR]:
        other_cell = (below.cell is None) != (paragraph.cell is None) or (
            below.cell is not None
            and paragraph.cell is not None
            and (below.cell.table, below.cell.row, below.cell.column)
            != (paragraph.cell.table, paragraph.cell.row, paragraph.cell.column)
        )
        if other_cell or not (below.blank or _TYPED.fullmatch(below.text.strip())):
            break
        found.append(below)
    return found


def _room(subject: Subject, paragraph: Paragraph) -> float:
    if paragraph.cell is not None:
        return paragraph.cell.width
    section = next((s for s in subject.document.sections if s.index == paragraph.section), None)
    return section.text_width if section else 0.0


def _loose_lines(subject: Subject, paragraph: Paragraph) -> bool:
    """Tell whether a line floats anywhere near the head that belongs to none of its elements."""
    roles = [subject.roles.lines(role) for role in ("motto", "issuer", "title")]
    owned = {id(near) for lines in roles if lines for near in _near(subject, lines[-1].paragraph)}
    head = [p for p in subject.document.paragraphs if p.number <= paragraph.number + 12]
    return any(p.lines and id(p) not in owned for p in head)
