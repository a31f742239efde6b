"""A plan's sections as rows with a depth: what the structural edits of the continuous text work on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cchc_desktop.domain import outline
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.ui.models.plan_text_blocks import TITLE, Spot


@dataclass(slots=True)
class Row:
    """A section without those below it, and how deep it lies: what structural edits work on."""

    depth: int
    section: Section


def flatten(sections: tuple[Section, ...], depth: int = 0) -> list[Row]:
    """Return a row for each section in reading order. A row's `section` keeps its children for `build`."""
    rows: list[Row] = []
    for section in sections:
        rows.append(Row(depth, section))
        if section.children:
            rows += flatten(section.children, depth + 1)
    return rows


def build(rows: list[Row]) -> tuple[Section, ...]:
    """Return the tree of rows. A row lies below the nearest one before it that is less deep.

    Sections that did not change stay the very same objects.
    """
    top: list[Section] = []
    # For each open level: its depth, its row's section, and what has been found below it.
    open_levels: list[tuple[int, Section, list[Section]]] = []

    def close(depth: int) -> None:
        while open_levels and open_levels[-1][0] >= depth:
            _, section, below = open_levels.pop()
            same = len(below) == len(section.children) and all(
                new is old for new, old in zip(below, section.children, strict=True)
            )
            done = section if same else replace(section, children=tuple(below))
            (open_levels[-1][2] if open_levels else top).append(done)

    for row in rows:
        close(row.depth)
        open_levels.append((row.depth, row.section, []))
    close(0)
    return tuple(top)


@dataclass(frozen=True, slots=True)
class TextEdit:
    """The plan after a key and where the cursor goes; `opened` is as in `blocks_of`."""

    plan: Plan
    spot: Spot
    opened: str = ""


class Rows:
    """The rows of a plan with what edits need to find in them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rows = flatten(plan.sections)

    def find(self, section_id: str) -> int:
        """Return the place of a section, -1 when it is not there."""
        return next((place for place, row in enumerate(self.rows) if row.section.id == section_id), -1)

    def end(self, place: int) -> int:
        """Return the place behind the last row below `place`."""
        depth = self.rows[place].depth
        end = place + 1
        while end < len(self.rows) and self.rows[end].depth > depth:
            end += 1
        return end

    def shift(self, place: int, step: int) -> None:
        """Move a row and those below it in or out."""
        for row in self.rows[place : self.end(place)]:
            row.depth += step

    def above(self, place: int) -> Row | None:
        """Return the row that `place` lies below."""
        depth = self.rows[place].depth
        return next((row for row in reversed(self.rows[:place]) if row.depth < depth), None)

    def child_kind(self, place: int) -> SectionKind | None:
        """Return the kind of the first child, None when there is none."""
        if self.end(place) == place + 1:
            return None
        return self.rows[place + 1].section.kind

    def done(self) -> Plan:
        """Return the plan of the rows, without notes on sections that are gone."""
        sections = build(self.rows)
        if not self.plan.notes:
            return replace(self.plan, sections=sections)
        left = {row.section.id for row in self.rows}
        notes = tuple(note for note in self.plan.notes if not note.section_id or note.section_id in left)
        return replace(self.plan, sections=sections, notes=notes)


def same(plan: Plan, spot: Spot) -> TextEdit:
    """Return the edit that changes nothing."""
    return TextEdit(plan, spot)


def made(section: Section, **values: object) -> Section:
    """Return a new section that takes `values` from an old one's place: own id, not made by the program."""
    return replace(section, id=new_id(), origin="", **values)  # type: ignore[arg-type]


def lift(flat: Rows, place: int, line: int, lines: list[str], kind: SectionKind, inward: bool) -> TextEdit:
    """Make a line of a row's section, with what is in `lines`, a section of its own: a child or a sibling."""
    row = flat.rows[place]
    section = row.section
    row.section = replace(section, text="\n".join(section.text.split("\n")[:line]))
    headed = not inward and bool(section.title) and kind is section.kind
    new = _from_lines(kind, lines, headed)
    flat.rows.insert(place + 1, Row(row.depth + inward, new))
    return TextEdit(flat.done(), Spot(new.id, TITLE if new.title else 0))


def _from_lines(kind: SectionKind, lines: list[str], headed: bool) -> Section:
    if kind is SectionKind.PART or headed:
        return Section(kind, "".join(lines[:1]), "\n".join(lines[1:]))
    return Section(kind, text="\n".join(lines))


def updated(plan: Plan, section: Section) -> Plan:
    """Return the plan with title, text and kind of one section replaced."""
    sections = outline.update(plan.sections, section.id, title=section.title, text=section.text, kind=section.kind)
    return replace(plan, sections=sections)


def outdent_row(flat: Rows, place: int) -> None:
    """Move a row with those below it one level out; what follows it there comes to lie below it."""
    row = flat.rows[place]
    parent = flat.above(place)
    assert parent is not None
    flat.shift(place, -1)
    followed = place + 1 < len(flat.rows) and flat.rows[place + 1].depth > row.depth
    # Plain text stays plain text, unless others come to lie below it.
    if row.section.kind is not SectionKind.TEXT or followed:
        row.section = replace(row.section, kind=parent.section.kind)
