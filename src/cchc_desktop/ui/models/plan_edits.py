"""What the outline's buttons and keys do to a plan. Each edit returns the new plan and the section to go to."""

from __future__ import annotations

from dataclasses import replace

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.ui.models.plan_outline import NodeKind

Edited = tuple[Plan, str]


def add_sibling(plan: Plan, section_id: str, fixed: NodeKind | None = None) -> Edited:
    """Put an empty section of the same kind behind one; from a fixed part at the beginning or end of the body."""
    section = plan.section(section_id) if section_id else None
    new = Section(section.kind if section else _top_kind(plan))
    if section is None and fixed in (NodeKind.HEADER, NodeKind.PREAMBLE):
        return replace(plan, sections=outline.insert_child(plan.sections, None, new, 0)), new.id
    return replace(plan, sections=outline.insert_after(plan.sections, section_id or None, new)), new.id


def add_child(plan: Plan, section_id: str) -> Edited:
    """Put an empty section below one, of the kind its last child has, else one deeper."""
    section = plan.section(section_id)
    if section is None:
        return add_sibling(plan, "")
    kind = section.children[-1].kind if section.children else outline.deeper(section.kind)
    new = Section(kind)
    return replace(plan, sections=outline.insert_child(plan.sections, section_id, new)), new.id


def remove(plan: Plan, section_id: str) -> Edited:
    """Take a section out, and its notes; go to the one that takes its place, else to the one before or above."""
    path = outline.find_path(plan.sections, section_id)
    if path is None:
        return plan, section_id
    gone = {section.id for section in outline.at(plan.sections, path).walk()}
    siblings = plan.sections if len(path) == 1 else outline.at(plan.sections, path[:-1]).children
    row = path[-1]
    if row + 1 < len(siblings):
        goal = siblings[row + 1].id
    elif row > 0:
        goal = siblings[row - 1].id
    else:
        goal = outline.at(plan.sections, path[:-1]).id if len(path) > 1 else ""
    notes = tuple(note for note in plan.notes if note.section_id not in gone)
    return replace(plan, sections=outline.remove(plan.sections, section_id), notes=notes), goal


def indent(plan: Plan, section_id: str) -> Edited:
    """Shift a section one level in."""
    return replace(plan, sections=outline.indent(plan.sections, section_id)), section_id


def outdent(plan: Plan, section_id: str) -> Edited:
    """Shift a section one level out."""
    return replace(plan, sections=outline.outdent(plan.sections, section_id)), section_id


def move_by(plan: Plan, section_id: str, step: int) -> Edited:
    """Move a section up (-1) or down (+1) among its siblings."""
    return replace(plan, sections=outline.move_by(plan.sections, section_id, step)), section_id


def move(plan: Plan, section_id: str, parent_id: str | None, position: int) -> Edited:
    """Move a section to where it was dropped."""
    return replace(plan, sections=outline.move(plan.sections, section_id, parent_id, position)), section_id


def _top_kind(plan: Plan) -> SectionKind:
    return plan.sections[-1].kind if plan.sections else SectionKind.PART
