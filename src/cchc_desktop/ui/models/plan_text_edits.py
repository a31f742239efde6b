"""What Enter, Backspace and Delete do to a plan in the continuous text, as in Word. Reading order never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.ui.models.plan_text_blocks import TITLE, Block, Spot, block_text, blocks_of, lines_of, with_block
from cchc_desktop.ui.models.plan_text_rows import Row, Rows, TextEdit, lift, made, outdent_row, same, updated

# -- Enter


def split(plan: Plan, spot: Spot) -> TextEdit:
    """Begin a new paragraph at the cursor: a new section of the same kind.

    Behind a title comes its first child, or a line of text when there is none below it; within text under a title
    another line of it. In an empty paragraph the level is left.
    """
    flat = Rows(plan)
    place = flat.find(spot.section_id)
    if place < 0:
        return same(plan, spot)
    section = flat.rows[place].section
    if spot.line == TITLE:
        return _split_title(flat, place, spot)
    if section.title:
        if not block_text(section, spot.line).strip():
            return _leave_title(flat, place, spot.line)
        return soft_break(plan, spot)
    return _split_text(flat, place, spot)


def _split_title(flat: Rows, place: int, spot: Spot) -> TextEdit:
    row = flat.rows[place]
    section, title = row.section, row.section.title
    before, after = title[: spot.offset], title[spot.offset :].lstrip()
    if not title and not section.text:
        return _leave_empty(flat, place)
    if not before.strip():
        flat.rows.insert(place, Row(row.depth, Section(section.kind)))
        return TextEdit(flat.done(), Spot(section.id))
    if after:
        row.section = replace(section, title=before, text="")
        second = made(section, title=after)
        flat.rows.insert(place + 1, Row(row.depth, second))
        return TextEdit(flat.done(), Spot(second.id))
    child = flat.child_kind(place)
    if child is not None and not section.text:
        return _put_child(flat, place, Section(child))
    if section.text:
        row.section = replace(section, text="\n" + section.text)
    return TextEdit(flat.done(), Spot(section.id, 0), opened=section.id)


def _put_child(flat: Rows, place: int, child: Section) -> TextEdit:
    flat.rows.insert(place + 1, Row(flat.rows[place].depth + 1, child))
    return TextEdit(flat.done(), Spot(child.id))


def _leave_empty(flat: Rows, place: int) -> TextEdit:
    """Do what Enter does in a paragraph without text: one level out; outermost it becomes plain text."""
    row = flat.rows[place]
    kind = flat.child_kind(place)
    if kind is not None:
        return _put_child(flat, place, Section(kind))
    if row.depth > 0:
        outdent_row(flat, place)
        return TextEdit(flat.done(), Spot(row.section.id))
    if row.section.kind is not SectionKind.TEXT:
        row.section = replace(row.section, kind=SectionKind.TEXT)
        return TextEdit(flat.done(), Spot(row.section.id))
    new = Section(SectionKind.TEXT)
    flat.rows.insert(place + 1, Row(0, new))
    return TextEdit(flat.done(), Spot(new.id))


def _leave_title(flat: Rows, place: int, line: int) -> TextEdit:
    """Make an empty line under a title, with the lines behind it, a section: a child where there are some."""
    section = flat.rows[place].section
    kind = flat.child_kind(place)
    rest = section.text.split("\n")[line + 1 :]
    return lift(flat, place, line, rest, kind or section.kind, inward=kind is not None)


def _split_text(flat: Rows, place: int, spot: Spot) -> TextEdit:
    row = flat.rows[place]
    section = row.section
    lines = section.text.split("\n")
    before, after = lines[spot.line][: spot.offset], lines[spot.line][spot.offset :].lstrip()
    if not section.text.strip():
        return _leave_empty(flat, place)
    if spot.line == 0 and not before.strip():
        flat.rows.insert(place, Row(row.depth, Section(section.kind)))
        return TextEdit(flat.done(), Spot(section.id, 0))
    first = lines[: spot.line] + ([before] if before.strip() else [])
    rest = ([after] if after else []) + lines[spot.line + 1 :]
    row.section = replace(section, text="\n".join(first))
    child = flat.child_kind(place)
    if child is not None and not rest:
        return _put_child(flat, place, Section(child))
    new = made(section, text="\n".join(rest), children=())
    flat.rows.insert(place + 1, Row(row.depth, new))
    return TextEdit(flat.done(), Spot(new.id, 0))


def soft_break(plan: Plan, spot: Spot) -> TextEdit:
    """Begin a further line within the same section (Shift+Enter)."""
    section = plan.section(spot.section_id)
    if section is None:
        return same(plan, spot)
    text = block_text(section, spot.line)
    before, after = text[: spot.offset], text[spot.offset :].lstrip()
    if spot.line == TITLE:
        if not before.strip():
            return same(plan, spot)
        body = "\n".join([after, *lines_of(section)]) if after or section.text else ""
        changed = replace(section, title=before, text=body)
    else:
        lines = section.text.split("\n")
        lines[spot.line : spot.line + 1] = [before, after]
        changed = replace(section, text="\n".join(lines))
    return TextEdit(updated(plan, changed), Spot(section.id, spot.line + 1), opened=section.id)


def new_behind(plan: Plan, spot: Spot) -> TextEdit:
    """Put an empty section of the same kind behind this one and all below it (Ctrl+Enter)."""
    flat = Rows(plan)
    place = flat.find(spot.section_id)
    if place < 0:
        return same(plan, spot)
    row = flat.rows[place]
    new = Section(row.section.kind)
    flat.rows.insert(flat.end(place), Row(row.depth, new))
    return TextEdit(flat.done(), Spot(new.id))


# -- Backspace and Delete


def join_back(plan: Plan, spot: Spot) -> TextEdit:
    """Do what Backspace does at the beginning of a block.

    A first child, and an empty last one, goes one level out; any other is joined with the paragraph before it.
    """
    section = plan.section(spot.section_id)
    if section is None:
        return same(plan, spot)
    first = TITLE if section.title or spot.line == TITLE else 0
    if spot.line > first:
        return _join_lines(plan, section, spot.line)
    flat = Rows(plan)
    place = flat.find(section.id)
    row = flat.rows[place]
    is_first = place > 0 and flat.rows[place - 1].depth < row.depth
    end = flat.end(place)
    is_last = end == len(flat.rows) or flat.rows[end].depth < row.depth
    empty = not section.title and not section.text.strip()
    if row.depth > 0 and (is_first or (empty and is_last)):
        outdent_row(flat, place)
        return TextEdit(flat.done(), spot)
    return _merge(plan, flat, place) or same(plan, spot)


def join_forward(plan: Plan, spot: Spot) -> TextEdit:
    """Do what Delete does at the end of a block: join the next paragraph to it."""
    blocks = blocks_of(plan)
    at = next((place for place, block in enumerate(blocks) if block.key == (spot.section_id, spot.line)), len(blocks))
    if at + 1 >= len(blocks):
        return same(plan, spot)
    following = blocks[at + 1]
    section = plan.section(following.section_id)
    if section is not None and following.section_id == spot.section_id:
        return _join_lines(plan, section, following.line)
    flat = Rows(plan)
    return _merge(plan, flat, flat.find(following.section_id)) or same(plan, spot)


def _join_lines(plan: Plan, section: Section, line: int) -> TextEdit:
    lines = section.text.split("\n")
    text = lines.pop(line) if line < len(lines) else ""
    if line == 0:
        changed = replace(section, title=section.title + text, text="\n".join(lines))
        return TextEdit(updated(plan, changed), Spot(section.id, TITLE, len(section.title)))
    offset = len(lines[line - 1])
    lines[line - 1] += text
    changed = replace(section, text="\n".join(lines))
    return TextEdit(updated(plan, changed), Spot(section.id, line - 1, offset))


def _merge(plan: Plan, flat: Rows, place: int) -> TextEdit | None:
    """Join a section's first block to the block before it; what lies below it stays where it is."""
    if place < 1:
        return None
    row, before = flat.rows[place], flat.rows[place - 1]
    section, target = row.section, before.section
    if not target.title and not target.text.strip() and row.depth <= before.depth:
        del flat.rows[place - 1]
        return TextEdit(flat.done(), Spot(section.id))
    last = blocks_of(replace(plan, sections=(replace(target, children=()),)))[-1]
    own = [section.title, *lines_of(section)] if section.title else section.text.split("\n")
    joined = with_block(target, last.line, last.text + own[0])
    if own[1:]:
        joined = replace(joined, text="\n".join([*(lines_of(joined) if joined.text else []), *own[1:]]))
    before.section = joined
    del flat.rows[place]
    return TextEdit(flat.done(), Spot(target.id, last.line, len(last.text)))


def remove_range(plan: Plan, blocks: Sequence[Block], start: Spot, end: Spot) -> TextEdit:
    """Take out what lies between two places in different blocks; the rest of the last joins the first."""
    keys = [block.key for block in blocks]
    first, last = keys.index((start.section_id, start.line)), keys.index((end.section_id, end.line))
    text = blocks[first].text[: start.offset] + blocks[last].text[end.offset :]
    flat = Rows(plan)
    gone: dict[str, set[int]] = {}
    for block in blocks[first + 1 : last + 1]:
        gone.setdefault(block.section_id, set()).add(block.line)
    tail: list[str] = []
    for row in flat.rows:
        section = row.section
        if section.id == start.section_id:
            row.section = _without(with_block(section, start.line, text), gone.pop(section.id, set()))
        elif section.id == end.section_id and end.section_id in gone:
            # Lines of the last section behind the removed ones go with the text that is joined.
            tail = [line for place, line in enumerate(lines_of(section)) if place not in gone[section.id]]
    if tail:
        here = flat.rows[flat.find(start.section_id)]
        here.section = replace(here.section, text="\n".join([*lines_of(here.section), *tail]))
    flat.rows = [row for row in flat.rows if row.section.id not in gone]
    return TextEdit(flat.done(), start, opened=start.section_id if start.line == 0 else "")


def _without(section: Section, lines: set[int]) -> Section:
    if not lines:
        return section
    kept = [text for place, text in enumerate(section.text.split("\n")) if place not in lines]
    return replace(section, text="\n".join(kept))
