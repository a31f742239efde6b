"""The body of a plan as the paragraphs of one continuous text, and back.

A paragraph ("block") is the title of a section or one line of its text. It never contains the label.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import Plan, Section, SectionKind

TITLE = -1
"""The `line` of a block that is a section's title."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the text: a block and the letters before the cursor. A block that is not there means the first."""

    section_id: str
    line: int = TITLE
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as shown. `label` is as printed, and empty on all but the first block of a section."""

    section_id: str
    line: int
    text: str
    kind: SectionKind
    depth: int
    label: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """What the block is, whatever its text."""
        return self.section_id, self.line

    @property
    def bold(self) -> bool:
        """Whether it is printed bold: titles are."""
        return self.line == TITLE

    @property
    def look(self) -> tuple[SectionKind, int, bool]:
        """All that its indentation and weight depend on."""
        return self.kind, self.depth, self.bold


def lines_of(section: Section) -> list[str]:
    """Return the lines of a section's text. A section that has neither title nor text has one empty line."""
    if not section.text and section.title:
        return []
    return section.text.split("\n")


def blocks_of(plan: Plan, opened: str = "") -> list[Block]:
    """Return the blocks of all sections in reading order.

    `opened` is the id of a section whose still empty line below the title is shown. A plan without sections has
    one empty title, which becomes its first section when something is typed into it.
    """
    if not plan.sections:
        return [Block("", TITLE, "", SectionKind.PART, 0, "I.")]
    labels = outline.labels(plan.sections)
    found: list[Block] = []
    _add_blocks(found, plan.sections, 0, labels, opened)
    return found


def _add_blocks(
    found: list[Block], sections: tuple[Section, ...], depth: int, labels: dict[str, str], opened: str
) -> None:
    for place, section in enumerate(sections):
        label = outline.printed_label(section.kind, labels[section.id])
        if section.title or (not section.text and _begins_with_title(sections, place)):
            found.append(Block(section.id, TITLE, _one_line(section.title), section.kind, depth, label))
            label = ""
            lines = section.text.split("\n") if section.text or section.id == opened else []
        else:
            lines = section.text.split("\n")
        for line, text in enumerate(lines):
            found.append(Block(section.id, line, _one_line(text), section.kind, depth, label))
            label = ""
        _add_blocks(found, section.children, depth + 1, labels, opened)


def _begins_with_title(sections: tuple[Section, ...], place: int) -> bool:
    """Tell whether an empty section waits for a title: a part does, an item does as the items beside it do."""
    kind = sections[place].kind
    if kind is SectionKind.PART:
        return True
    if kind is not SectionKind.ITEM:
        return False
    beside = [*reversed(sections[:place]), *sections[place + 1 :]]
    like = next((other for other in beside if other.kind is kind and (other.title or other.text)), None)
    return like is None or bool(like.title)


def _one_line(text: str) -> str:
    parts = text.splitlines()
    return " ".join(parts) if len(parts) > 1 or (parts and parts[0] != text) else text


def with_block(section: Section, line: int, text: str) -> Section:
    """Return a section (not those below it) with the text of one of its blocks replaced."""
    if line == TITLE:
        return replace(section, title=text)
    lines = section.text.split("\n")
    lines += [""] * (line + 1 - len(lines))
    lines[line] = text
    return replace(section, text="\n".join(lines))


def block_text(section: Section, line: int) -> str:
    """Return the text of a block, "" for a line that is not there."""
    if line == TITLE:
        return section.title
    lines = section.text.split("\n")
    return lines[line] if line < len(lines) else ""
