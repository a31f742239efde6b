"""Pasted text as sections: labels that were typed or counted become levels, all else stays plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cchc_desktop.domain.paste_html import PastedLine, lines_of_html
from cchc_desktop.domain.plan import Section, SectionKind
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.errors import InvalidInput

MAX_LINES = 5000
"""More paragraphs than this are refused: a whole book on the clipboard is a mistake."""

_TITLE_LETTERS = 160
_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_CAPITALS = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
# (depth, kind, pattern): a label is followed by a blank, or by a capital letter when the blank was forgotten.
_BEHIND = rf"(?=\s|[{_CAPITALS}\"“(]|$)\s*"
_LABELS: tuple[tuple[int, SectionKind, re.Pattern[str]], ...] = (
    (0, SectionKind.PART, re.compile(rf"(?:Phần|PHẦN|phần)\s+(?:{_ROMAN}|\d{{1,2}})\s*[.:)/–—-]?{_BEHIND}")),
    (1, SectionKind.PART, re.compile(rf"{_ROMAN}\s*[./)]{_BEHIND}")),
    (1, SectionKind.PART, re.compile(rf"{_ROMAN}\s*[–—-]\s+")),
    (1, SectionKind.PART, re.compile(r"[A-EĐGH]\.(?=\s)\s*(?=[^a-zđ]*$)")),
    (5, SectionKind.DASH, re.compile(rf"\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}}[.)]?{_BEHIND}")),
    (3, SectionKind.POINT, re.compile(rf"\d{{1,2}}\.\d{{1,2}}(?:[.)]{_BEHIND}|\s+(?=[{_CAPITALS}]))")),
    (2, SectionKind.ITEM, re.compile(rf"\d{{1,2}}\s*[.)/]{_BEHIND}")),
    (4, SectionKind.POINT, re.compile(rf"\(?[a-zđ]\){_BEHIND}")),
    (4, SectionKind.POINT, re.compile(r"[a-zđ]\.(?=\s)\s*")),
    (6, SectionKind.DASH, re.compile(r"[-–—−•●▪■◦○❖➢►✓✔·§*](?![-–—−*])\s*(?=\S)")),
    (7, SectionKind.PLUS, re.compile(r"\+\s*(?=\S)")),
)
# Bullets of Word in Symbol and Wingdings arrive as letters; as typed text they are letters.
_BULLET_LETTERS = re.compile(r"[-–—·•●▪■◦○§üvØqoð\uf0a7\uf0b7\uf02d\uf0d8\uf0fc\uf076*]")
_DASH_DEPTH, _PLUS_DEPTH = 6, 7


@dataclass(frozen=True, slots=True)
class _Found:
    depth: int
    kind: SectionKind
    text: str
    bold: bool


def typed_label(text: str) -> tuple[int, SectionKind, str] | None:
    """Return depth, kind and the text behind a label that was typed ("1.", "a)", "-"); None without a label."""
    for depth, kind, pattern in _LABELS:
        match = pattern.match(text)
        if match and (match.end() < len(text) or depth < _DASH_DEPTH):
            return depth, kind, text[match.end() :]
    return None


def from_html(html: str) -> tuple[Section, ...]:
    """Return the sections of a clipboard's HTML.

    Raises:
        InvalidInput: see `sections_of`.

    """
    return sections_of(lines_of_html(html))


def from_text(text: str) -> tuple[Section, ...]:
    """Return the sections of plain text with typed labels; each line is a paragraph.

    Raises:
        InvalidInput: see `sections_of`.

    """
    lines = filter(None, map(clean_line, clean(text).split("\n")))
    return sections_of([PastedLine(line) for line in lines])


def sections_of(lines: Sequence[PastedLine]) -> tuple[Section, ...]:
    """Return sections for paragraphs: a deeper label comes to lie below the one before it.

    A paragraph without a label stands below the heading before it, else beside what is before it.

    Raises:
        InvalidInput: there are more than `MAX_LINES`.

    """
    if len(lines) > MAX_LINES:
        raise InvalidInput({"paste": f"có {len(lines)} đoạn, mỗi lần chỉ dán được {MAX_LINES} đoạn"})
    found = [_understood(line) for line in lines]
    top: list[_Node] = []
    path: list[_Node] = []
    for place, line in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        node = _Node(line.depth, _section(line, following))
        if line.kind is SectionKind.TEXT:
            # What stands deeper is closed: nothing that follows may come to lie before this paragraph.
            while path and not path[-1].section.title:
                path.pop()
            holder = path[-1] if path else None
        else:
            while path and path[-1].depth >= line.depth:
                path.pop()
            holder = path[-1] if path else None
            path.append(node)
        (holder.below if holder else top).append(node)
    return tuple(_build(top))


@dataclass(slots=True)
class _Node:
    depth: int
    section: Section
    below: list[_Node]

    def __init__(self, depth: int, section: Section) -> None:
        self.depth, self.section, self.below = depth, section, []


def _build(nodes: Iterable[_Node]) -> list[Section]:
    return [replace(node.section, children=tuple(_build(node.below))) if node.below else node.section for node in nodes]


def _understood(line: PastedLine) -> _Found:
    if line.label:
        counted = _counted(line)
        if counted is not None:
            return _Found(*counted, line.text, line.bold)
    typed = typed_label(line.text)
    if typed is not None:
        return _Found(*typed, line.bold)
    return _Found(99, SectionKind.TEXT, line.text, line.bold)


def _counted(line: PastedLine) -> tuple[int, SectionKind] | None:
    """Return depth and kind of a label that the writing program counted."""
    label = line.label.strip()
    if label == "+":
        return _PLUS_DEPTH, SectionKind.PLUS
    if _BULLET_LETTERS.fullmatch(label):
        # A bullet within a list of bullets is printed as "+".
        inner = label == "o" or line.level > 1
        return (_PLUS_DEPTH, SectionKind.PLUS) if inner else (_DASH_DEPTH, SectionKind.DASH)
    if re.fullmatch(r"[ivx]{2,}[.)]", label):
        return _DASH_DEPTH, SectionKind.DASH
    known = typed_label(f"{label} X") or typed_label(f"{label}. X")
    return (known[0], known[1]) if known else None


def _section(line: _Found, following: _Found | None) -> Section:
    head, _, rest = line.text.partition("\n")
    if _is_title(line, head, following):
        return Section(line.kind, head, rest)
    return Section(line.kind, text=line.text)


def _is_title(line: _Found, head: str, following: _Found | None) -> bool:
    """Tell whether a paragraph is a heading: a part is; an item is when it is bold, or short and leads on to more."""
    if line.kind is SectionKind.TEXT or len(head) > _TITLE_LETTERS:
        return False
    if line.kind is SectionKind.PART or line.bold:
        return True
    leads_on = following is not None and line.depth < following.depth
    return line.kind is SectionKind.ITEM and leads_on and not head.endswith((".", ";", ",", ":"))
