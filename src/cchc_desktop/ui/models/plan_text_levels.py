"""What Tab, Alt+1 … and pasting do to a plan in the continuous text.

A section that moves out takes those that follow it below it, as a heading in Word does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.ui.models.plan_text_blocks import TITLE, Spot, block_text, lines_of
from cchc_desktop.ui.models.plan_text_edits import split
from cchc_desktop.ui.models.plan_text_rows import Rows, TextEdit, flatten, lift, outdent_row, same, updated

_RANKS = {
    kind: rank
    for rank, kind in enumerate(
        (SectionKind.PART, SectionKind.ITEM, SectionKind.POINT, SectionKind.DASH, SectionKind.PLUS)
    )
}


# -- levels and kinds


def indent(plan: Plan, spot: Spot) -> TextEdit:
    """Shift in (Tab): below the section above it, one kind deeper. A line under a title becomes a child."""
    flat = Rows(plan)
    place = flat.find(spot.section_id)
    if place < 0:
        return same(plan, spot)
    row = flat.rows[place]
    if _is_further_line(row.section, spot.line):
        lines = row.section.text.split("\n")[spot.line :]
        kind = flat.child_kind(place) or outline.deeper(row.section.kind)
        return _at_offset(lift(flat, place, spot.line, lines, kind, inward=True), spot)
    if place == 0 or flat.rows[place - 1].depth < row.depth:
        return same(plan, spot)
    flat.shift(place, 1)
    row.section = replace(row.section, kind=outline.deeper(row.section.kind))
    return TextEdit(flat.done(), spot)


def outdent(plan: Plan, spot: Spot) -> TextEdit:
    """Shift out (Shift+Tab): behind what it lay below, as its kind. A line under a title becomes a section."""
    flat = Rows(plan)
    place = flat.find(spot.section_id)
    if place < 0:
        return same(plan, spot)
    section = flat.rows[place].section
    if _is_further_line(section, spot.line):
        lines = section.text.split("\n")[spot.line :]
        return _at_offset(lift(flat, place, spot.line, lines, section.kind, inward=False), spot)
    if flat.rows[place].depth == 0:
        return same(plan, spot)
    outdent_row(flat, place)
    return TextEdit(flat.done(), spot)


def _is_further_line(section: Section, line: int) -> bool:
    return line > 0 or (line == 0 and bool(section.title))


def _at_offset(edit: TextEdit, spot: Spot) -> TextEdit:
    return replace(edit, spot=replace(edit.spot, offset=spot.offset))


def set_kind(plan: Plan, spot: Spot, kind: SectionKind) -> TextEdit:
    """Give a paragraph another kind; it goes to the level where such a kind lies (Alt+1 … Alt+5, Alt+0)."""
    flat = Rows(plan)
    place = flat.find(spot.section_id)
    if place < 0:
        return same(plan, spot)
    section = flat.rows[place].section
    if _is_further_line(section, spot.line):
        lines = section.text.split("\n")[spot.line :]
        inward = _RANKS.get(kind, len(_RANKS)) > _RANKS.get(section.kind, -1)
        lifted = lift(flat, place, spot.line, lines, kind, inward)
        return _at_offset(lifted, spot)
    if section.kind is kind:
        return same(plan, spot)
    row = flat.rows[place]
    row.section = section = _in_kind(section, kind)
    if kind in _RANKS:
        flat.shift(place, _natural_depth(flat, place, kind) - row.depth)
    line = spot.line
    if section.title and not spot.line > 0:
        line = TITLE
    elif not section.title and spot.line == TITLE:
        line = 0
    return TextEdit(flat.done(), replace(spot, line=line))


def _in_kind(section: Section, kind: SectionKind) -> Section:
    """Return a section in another kind: a part begins with a title, plain text has none."""
    if kind is SectionKind.PART and not section.title:
        head, _, rest = section.text.partition("\n")
        return replace(section, kind=kind, title=head, text=rest)
    if kind is SectionKind.TEXT and section.title:
        return replace(section, kind=kind, title="", text="\n".join([section.title, *lines_of(section)]))
    return replace(section, kind=kind)


def _natural_depth(flat: Rows, place: int, kind: SectionKind) -> int:
    """Return how deep a section of a kind lies behind the rows before it."""
    depth = len(flat.rows)
    for row in reversed(flat.rows[:place]):
        if row.depth >= depth or row.section.kind not in _RANKS:
            continue
        depth = row.depth
        if _RANKS[row.section.kind] == _RANKS[kind]:
            return row.depth
        if _RANKS[row.section.kind] < _RANKS[kind]:
            return row.depth + 1
    return 0


def toggle_heading(plan: Plan, spot: Spot) -> TextEdit:
    """Make the first line of a section its bold title, or the title ordinary text (Ctrl+B)."""
    section = plan.section(spot.section_id)
    if section is None or section.kind is SectionKind.TEXT or _is_further_line(section, spot.line):
        return same(plan, spot)
    if section.title:
        changed = replace(section, title="", text="\n".join([section.title, *lines_of(section)]))
        return TextEdit(updated(plan, changed), replace(spot, line=0))
    head, _, rest = section.text.partition("\n")
    return TextEdit(updated(plan, replace(section, title=head, text=rest)), replace(spot, line=TITLE))


def move_by(plan: Plan, spot: Spot, step: int) -> TextEdit:
    """Move a section with all below it up (-1) or down (+1) among its siblings."""
    return TextEdit(replace(plan, sections=outline.move_by(plan.sections, spot.section_id, step)), spot)


def for_each(plan: Plan, section_ids: Sequence[str], edit: Callable[[Plan, Spot], TextEdit], spot: Spot) -> TextEdit:
    """Do an edit to several sections; those that lie below another of them go with it."""
    flat = flatten(plan.sections)
    chosen: list[str] = []
    depth = -1
    for row in flat:
        if depth >= 0 and row.depth > depth:
            continue
        depth = -1
        if row.section.id in section_ids:
            chosen.append(row.section.id)
            depth = row.depth
    for section_id in chosen:
        section = plan.section(section_id)
        line = TITLE if section is not None and section.title else 0
        plan = edit(plan, Spot(section_id, line)).plan
    return TextEdit(plan, spot)


# -- pasting


def paste(plan: Plan, spot: Spot, sections: Sequence[Section]) -> TextEdit:
    """Put sections at the cursor: in place of an empty paragraph, else behind the text before the cursor.

    They come to lie where their kind lies among what is before them.
    """
    if not sections:
        return same(plan, spot)
    target = plan.section(spot.section_id)
    if target is not None and 0 < spot.offset < len(block_text(target, spot.line)):
        parted = split(plan, spot)
        plan = parted.plan
    flat = Rows(plan)
    place = flat.find(spot.section_id)
    empty = target is not None and not target.title and not target.text.strip()
    depth = flat.rows[place].depth if place >= 0 else 0
    at = place + 1 if place >= 0 else len(flat.rows)
    if empty and (at == len(flat.rows) or flat.rows[at].depth <= depth):
        at -= 1
        del flat.rows[at]
    for section in sections:
        if section.kind in _RANKS:
            depth = _natural_depth(flat, at, section.kind)
        new = flatten((section,), depth)
        flat.rows[at:at] = new
        at += len(new)
    last = new[-1].section
    end = TITLE if last.title and not last.text else len(lines_of(last)) - 1
    return TextEdit(flat.done(), Spot(last.id, end, len(block_text(last, end))))
