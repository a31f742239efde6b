"""From labelled lines to the tree of sections. Labels place a section and are then computed anew."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cchc_desktop.documents.plan_export import styles
from cchc_desktop.documents.plan_import.label import Label, Rank
from cchc_desktop.documents.plan_import.ledger import Ledger
from cchc_desktop.documents.plan_import.line import KINDS_BY_STYLE, Line
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.plan import Section, SectionKind

_STOPPED = (".", ";", ",", "!", "?", "…")
_TITLE_LENGTH = 150
_PART_TITLE_LENGTH = 300
_TITLED_STYLES = frozenset(styles.TITLED.values())


@dataclass(eq=False, slots=True)
class Node:
    """A section while it grows."""

    kind: SectionKind
    label: Label | None = None
    title: str = ""
    lines: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    sources: list[Line] = field(default_factory=list)
    own: bool = False
    bold: bool = False
    id: str = field(default_factory=new_id)

    @property
    def rank(self) -> int:
        """Depth order of its label."""
        return self.label.rank if self.label else Rank.NONE

    def freeze(self) -> Section:
        """Return the section."""
        kind = self.kind
        if self.rank == Rank.MULTI and any(child.kind is SectionKind.POINT for child in self.children):
            kind = SectionKind.ITEM  # "1.1." above "a)": two levels of letters would read badly
        children = tuple(child.freeze() for child in self.children)
        return Section(kind, self.title, "\n".join(self.lines), children, self.id)

    def may_be_title(self) -> bool:
        """Tell whether a plain first line reads like a heading: short, and without the stop of a sentence."""
        return (
            self.kind in (SectionKind.PART, SectionKind.ITEM)
            and not self.own
            and not self.title
            and not self.children
            and len(self.lines) == 1
            and len(self.lines[0]) <= _TITLE_LENGTH
            and not self.lines[0].endswith(_STOPPED)
        )


class BodyBuilder:
    """Grows the tree line by line."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.top: list[Node] = []
        self.stack: list[Node] = []

    def sections(self) -> tuple[Section, ...]:
        """Return the finished tree."""
        return tuple(node.freeze() for node in self.top)

    def nodes(self) -> list[Node]:
        """Return all nodes in reading order."""
        found: list[Node] = []
        waiting = list(reversed(self.top))
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting += reversed(node.children)
        return found

    def add(self, line: Line) -> None:
        """Place one line."""
        if line.style == styles.CONTINUATION and self.stack:
            self._extend(self.stack[-1], line)
        elif line.style in KINDS_BY_STYLE and not line.continues:
            self._add_own(line)
        elif line.label is not None and not (line.continues and line.style):
            self._add_labelled(line, line.label)
        elif line.continues and self.stack:
            self._continue(line)
        elif line.text:
            self._add_unlabelled(line)

    def add_text(self, lines: list[str], source: Line | None = None) -> Node:
        """Add a TEXT section of several lines where the reading stands."""
        node = Node(SectionKind.TEXT, lines=lines, sources=[source] if source else [])
        self._hang(node, self._titled_parent())
        return node

    def _hang(self, node: Node, parent: Node | None) -> None:
        if parent is None:
            self.stack = [node]
            self.top.append(node)
        else:
            self.stack = [*self.stack[: self.stack.index(parent) + 1], node]
            parent.children.append(node)

    def _add_own(self, line: Line) -> None:
        kind = KINDS_BY_STYLE[line.style]
        node = Node(kind, line.label, sources=[line], own=True)
        self.ledger.computed.append(line.label.mark if line.label else "")
        if line.style in _TITLED_STYLES:
            node.title = line.text
        elif line.text:
            node.lines = [line.text]
        depth = line.paragraph.depth
        if depth is not None:
            self._hang(node, self.stack[min(depth, len(self.stack)) - 1] if depth and self.stack else None)
        elif kind is SectionKind.TEXT:
            self._hang(node, self._titled_parent())
        else:
            self._hang(node, self._parent_of(node))

    def _add_labelled(self, line: Line, label: Label) -> None:
        label = self._placed(label)
        node = Node(label.kind, label, sources=[line], bold=line.bold)
        self.ledger.computed.append(label.mark)
        parent = self._parent_of(node)
        if parent is not None and parent is self.stack[-1] and parent.may_be_title():
            _promote(parent)
        self._set_text(node, line)
        self._hang(node, parent)

    def _placed(self, label: Label) -> Label:
        """Return the label at the level its neighbours give it."""
        if label.rank == Rank.WORD_PART or not self.stack:
            return label
        open_labels = [node.label for node in self.stack if node.label]
        if label.rank == Rank.ROMAN and any(
            known.rank == Rank.WORD_PART and label.value == known.value + 1 for known in open_labels[-1:]
        ):
            return Label(Rank.WORD_PART, label.kind, label.mark, label.value, label.auto)
        if label.rank == Rank.ITEM and label.symbol == "1)":
            items = [known for known in open_labels if known.rank == Rank.ITEM]
            if items and items[-1].symbol == "1." and len(open_labels) > open_labels.index(items[-1]) + 1:
                return Label(Rank.SUB, SectionKind.DASH, label.mark, label.value, label.auto, label.symbol)
        if label.rank in (Rank.DASH, Rank.PLUS):
            same = next((known for known in open_labels if known.symbol == label.symbol), None)
            if same:
                return Label(same.rank, same.kind, label.mark, label.value, label.auto, label.symbol)
            if any(known.rank == Rank.DASH for known in open_labels):
                return Label(Rank.PLUS, SectionKind.PLUS, label.mark, label.value, label.auto, label.symbol)
        return label

    def _parent_of(self, node: Node) -> Node | None:
        depth = 0
        for known in self.stack:
            if known.rank >= node.rank:
                break
            depth += 1
        return self.stack[depth - 1] if depth else None

    @staticmethod
    def _set_text(node: Node, line: Line) -> None:
        lead, rest = line.bold_lead()
        if line.bold and line.text:
            node.title = line.text
        elif lead:
            node.title, node.lines = lead, [rest]
        elif node.kind is SectionKind.PART and (line.capital or len(line.text) <= _PART_TITLE_LENGTH):
            node.title = line.text
        elif line.text:
            node.lines = [line.text]

    def _continue(self, line: Line) -> None:
        """Place what stands behind a soft break: the same sentence goes on, or a new line of the same section."""
        node = self.stack[-1]
        if node.title and not node.lines and not node.children:
            if line.bold or (line.text[:1].islower() and not node.title.endswith((":", *_STOPPED))):
                node.title = f"{node.title} {line.text}"
                node.sources.append(line)
                return
        elif node.lines and line.text[:1].islower() and not node.lines[-1].endswith((":", *_STOPPED)):
            node.lines[-1] = f"{node.lines[-1]} {line.text}"
            node.sources.append(line)
            return
        self._extend(node, line)

    @staticmethod
    def _extend(node: Node, line: Line) -> None:
        node.lines.append(line.text)
        node.sources.append(line)

    def _add_unlabelled(self, line: Line) -> None:
        last = self.stack[-1] if self.stack else None
        if last is not None and last.kind is SectionKind.PART and not last.lines and not last.children:
            goes_on = line.capital and line.bold == last.bold and last.title.isupper()
            if not last.title or (goes_on and not last.title.endswith((".", ";", ":"))):
                last.title = f"{last.title} {line.text}".strip()
                last.bold = line.bold
                last.sources.append(line)
                return
        heading = line.bold and len(line.text) <= _TITLE_LENGTH and not line.text.endswith(_STOPPED)
        if last is not None and not heading:
            if last.may_be_title() and not _reads_on(last, line):
                _promote(last)
            if last.title and not last.children:
                self._extend(last, line)
                return
        node = Node(SectionKind.TEXT, sources=[line])
        if heading:
            node.title = line.text
            self.ledger.note("Dòng in đậm không có nhãn, giữ nguyên tại chỗ", line.text, node.id)
        else:
            node.lines = [line.text]
        self._hang(node, self._titled_parent())

    def _titled_parent(self) -> Node | None:
        """Return the innermost open section with a heading that can hold a paragraph of its own."""
        return next((n for n in reversed(self.stack) if n.title and n.kind is not SectionKind.TEXT), None)


def _promote(node: Node) -> None:
    node.title = node.lines.pop()


def _reads_on(node: Node, line: Line) -> bool:
    """Tell whether an unlabelled paragraph only goes on with the sentence above it."""
    return line.text[:1].islower() and not re.search(r"[:)]$", node.lines[0])
