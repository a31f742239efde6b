"""Operations on a plan's section tree. Labels are computed here and nowhere typed.

All functions take and return tuples of sections; nothing is changed in place. A section that cannot be
moved as asked stays where it is (the same tuple comes back).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cchc_desktop.domain.numbers import letter, roman
from cchc_desktop.domain.plan import Section, SectionKind

Sections = tuple[Section, ...]

_DEPTH_ORDER = (SectionKind.PART, SectionKind.ITEM, SectionKind.POINT, SectionKind.DASH, SectionKind.PLUS)


def labels(sections: Sections) -> dict[str, str]:
    """Return section id → label without punctuation: "I", "1", "a", "-", "+" or "".

    Siblings of one kind count on, also over siblings of another kind between them.
    """
    found: dict[str, str] = {}
    counters: dict[SectionKind, int] = {}
    for section in sections:
        counters[section.kind] = counters.get(section.kind, 0) + 1
        found[section.id] = label(section.kind, counters[section.kind])
        found |= labels(section.children)
    return found


def label(kind: SectionKind, position: int) -> str:
    """Return the label of the `position`-th (from 1) sibling of `kind`."""
    match kind:
        case SectionKind.PART:
            return roman(position) if position <= 39 else str(position)
        case SectionKind.ITEM:
            return str(position)
        case SectionKind.POINT:
            return letter(position)
        case SectionKind.DASH:
            return "-"
        case SectionKind.PLUS:
            return "+"
        case SectionKind.TEXT:
            return ""


def place_name(sections: Sections, section_id: str) -> str:
    """Return how people name where a section stands: "Mục II.1.a", "Mục II.1, - thứ 2"; "" when it is not there."""
    return place_names(sections).get(section_id, "")


def place_names(sections: Sections) -> dict[str, str]:
    """Return section id → how people name where it stands; see `place_name`."""
    numbers = labels(sections)
    found: dict[str, str] = {}

    def walk(siblings: Sections, path: str) -> None:
        for position, section in enumerate(siblings, 1):
            number = numbers[section.id]
            own = number if number.strip("-+") else f"{number or 'đoạn'} thứ {position}"
            joint = "." if number.strip("-+") else ", "
            name = f"{path}{joint}{own}" if path else own
            found[section.id] = f"Mục {name}"
            walk(section.children, name)

    walk(sections, "")
    return found


def printed_label(kind: SectionKind, text: str) -> str:
    """Return a label with its punctuation as printed: "I.", "1.", "a)", "-", "+", ""."""
    match kind:
        case SectionKind.PART | SectionKind.ITEM:
            return f"{text}."
        case SectionKind.POINT:
            return f"{text})"
        case _:
            return text


def deeper(kind: SectionKind) -> SectionKind:
    """Return the usual kind one level below `kind`."""
    if kind is SectionKind.TEXT:
        return kind
    return _DEPTH_ORDER[min(_DEPTH_ORDER.index(kind) + 1, len(_DEPTH_ORDER) - 1)]


def find_path(sections: Sections, section_id: str) -> tuple[int, ...] | None:
    """Return the indexes that lead to a section, None when it is not there."""
    for index, section in enumerate(sections):
        if section.id == section_id:
            return (index,)
        below = find_path(section.children, section_id)
        if below is not None:
            return (index, *below)
    return None


def at(sections: Sections, path: tuple[int, ...]) -> Section:
    """Return the section at `path`."""
    section = sections[path[0]]
    return section if len(path) == 1 else at(section.children, path[1:])


def _edit_siblings(sections: Sections, parent: tuple[int, ...], edit: Callable[[Sections], Sections]) -> Sections:
    if not parent:
        return edit(sections)
    index, rest = parent[0], parent[1:]
    section = sections[index]
    changed = replace(section, children=_edit_siblings(section.children, rest, edit))
    return (*sections[:index], changed, *sections[index + 1 :])


def update(sections: Sections, section_id: str, **values: object) -> Sections:
    """Replace fields of one section."""
    path = find_path(sections, section_id)
    if path is None:
        return sections
    index = path[-1]
    return _edit_siblings(
        sections,
        path[:-1],
        lambda row: (*row[:index], replace(row[index], **values), *row[index + 1 :]),  # type: ignore[arg-type]
    )


def remove(sections: Sections, section_id: str) -> Sections:
    """Take a section out, with all below it."""
    path = find_path(sections, section_id)
    if path is None:
        return sections
    index = path[-1]
    return _edit_siblings(sections, path[:-1], lambda row: row[:index] + row[index + 1 :])


def insert_after(sections: Sections, section_id: str | None, new: Section) -> Sections:
    """Put `new` behind a section on the same level; with None at the end of the top level."""
    path = find_path(sections, section_id) if section_id else None
    if path is None:
        return (*sections, new)
    index = path[-1] + 1
    return _edit_siblings(sections, path[:-1], lambda row: (*row[:index], new, *row[index:]))


def insert_child(sections: Sections, parent_id: str | None, new: Section, position: int | None = None) -> Sections:
    """Put `new` below a section (None: on the top level) at `position`, by default at the end."""
    parent = find_path(sections, parent_id) if parent_id else ()
    if parent is None:
        return sections
    return _edit_siblings(
        sections,
        parent,
        lambda row: (*row, new) if position is None else (*row[:position], new, *row[position:]),
    )


def move(sections: Sections, section_id: str, parent_id: str | None, position: int) -> Sections:
    """Move a section below another parent (None: top level), before the sibling now at `position`.

    Dropping a section into itself changes nothing. Kinds are kept: a dash stays a dash.
    """
    path = find_path(sections, section_id)
    if path is None:
        return sections
    section = at(sections, path)
    if parent_id is not None and any(inner.id == parent_id for inner in section.walk()):
        return sections
    parent = find_path(sections, parent_id) if parent_id else ()
    if parent is None:
        return sections
    if parent == path[:-1] and path[-1] < position:
        position -= 1
    return insert_child(remove(sections, section_id), parent_id, section, position)


def move_by(sections: Sections, section_id: str, step: int) -> Sections:
    """Move a section up (-1) or down (+1) among its siblings."""
    path = find_path(sections, section_id)
    if path is None:
        return sections
    siblings = sections if len(path) == 1 else at(sections, path[:-1]).children
    target = path[-1] + step
    if not 0 <= target < len(siblings):
        return sections
    order = list(siblings)
    order.insert(target, order.pop(path[-1]))
    return _edit_siblings(sections, path[:-1], lambda _: tuple(order))


def indent(sections: Sections, section_id: str) -> Sections:
    """Make a section the last child of the sibling above it, one kind deeper."""
    path = find_path(sections, section_id)
    if path is None or path[-1] == 0:
        return sections
    section = at(sections, path)
    above = at(sections, (*path[:-1], path[-1] - 1))
    shifted = replace(section, kind=deeper(section.kind))
    return insert_child(remove(sections, section_id), above.id, shifted)


def outdent(sections: Sections, section_id: str) -> Sections:
    """Move a section out, behind its parent, as the parent's kind. Siblings after it stay where they are."""
    path = find_path(sections, section_id)
    if path is None or len(path) == 1:
        return sections
    section = at(sections, path)
    parent = at(sections, path[:-1])
    kind = section.kind if section.kind is SectionKind.TEXT else parent.kind
    return insert_after(remove(sections, section_id), parent.id, replace(section, kind=kind))


def shape(sections: Sections) -> tuple[tuple[object, ...], ...]:
    """Return the tree without ids, to compare two plans."""
    return tuple((s.kind, s.title, s.text, shape(s.children)) for s in sections)
