"""Automatic numbering of Word, counted as Word counts it (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_desktop.documents.word.package import W, toggle, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class AutoLabel:
    """A label Word draws before a paragraph: its text, its number format and where it stands.

    `number` is the counter of its own level, `level` the depth in the list (0…8).
    """

    text: str
    format: str
    number: int
    level: int


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    style: str = ""
    legal: bool = False
    restart: bool = True


@dataclass(slots=True)
class _List:
    """An abstract numbering with its running counters."""

    levels: dict[int, _Level]
    style_link: str = ""
    counters: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Instance:
    """A numbering instance (`w:num`): a list with overrides."""

    abstract: str
    starts: dict[int, int]
    levels: dict[int, _Level]
    used: set[int] = field(default_factory=set)


class WordNumbering:
    """The numbering part, and the counters while a document is read from top to bottom."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, _Instance] = {}
        if root is None:
            return
        links: dict[str, str] = {}
        for node in root.findall(W + "abstractNum"):
            key = node.get(W + "abstractNumId", "")
            self._lists[key] = _List(_read_levels(node), value(node, "numStyleLink") or "")
            if name := value(node, "styleLink"):
                links[name] = key
        for node in root.findall(W + "num"):
            abstract = value(node, "abstractNumId") or ""
            linked = self._lists[abstract].style_link if abstract in self._lists else ""
            self._instances[node.get(W + "numId", "")] = _read_instance(node, links.get(linked, abstract))

    def next_label(self, num_id: str, level: str, style: str) -> AutoLabel | None:
        """Count one paragraph on and return its label; None when the list does not exist or draws nothing."""
        instance = self._instances.get(num_id)
        numbering = self._lists.get(instance.abstract) if instance else None
        if instance is None or numbering is None:
            return None
        depth = int(level) if level.isdigit() else _level_of_style(numbering, style)
        definition = instance.levels.get(depth) or numbering.levels.get(depth)
        if definition is None or depth >= _LEVELS:
            return None
        number = self._count(instance, numbering, depth, definition)
        text = self._draw(instance, numbering, definition)
        return AutoLabel(text, definition.format, number, depth) if text else None

    @staticmethod
    def _count(instance: _Instance, numbering: _List, depth: int, definition: _Level) -> int:
        counters = numbering.counters
        override = instance.starts.get(depth)
        if depth not in instance.used and (override is not None or depth in instance.levels):
            counters.pop(depth, None)  # the first paragraph of an instance with an override begins anew
        instance.used.add(depth)
        start = definition.start if override is None else override
        counters[depth] = counters[depth] + 1 if depth in counters else start
        for deeper in [key for key in counters if key > depth]:
            below = instance.levels.get(deeper) or numbering.levels.get(deeper)
            if below is None or below.restart:
                del counters[deeper]
        return counters[depth]

    @staticmethod
    def _draw(instance: _Instance, numbering: _List, definition: _Level) -> str:
        if definition.format == "bullet":
            return definition.text

        def number(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            source = instance.levels.get(depth) or numbering.levels.get(depth) or _Level()
            counter = numbering.counters.get(depth, source.start)
            return format_counter(counter, "decimal" if definition.legal else source.format)

        return re.sub(r"%([1-9])", number, definition.text)


def _read_levels(parent: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for node in parent.findall(W + "lvl"):
        depth = node.get(W + "ilvl", "0")
        start = value(node, "start") or "1"
        found[int(depth) if depth.isdigit() else 0] = _Level(
            format=value(node, "numFmt") or "decimal",
            text=value(node, "lvlText") or "",
            start=int(start) if start.isdigit() else 1,
            style=value(node, "pStyle") or "",
            legal=bool(toggle(node, "isLgl")),
            restart=value(node, "lvlRestart") != "0",
        )
    return found


def _read_instance(node: Element, abstract: str) -> _Instance:
    instance = _Instance(abstract, {}, {})
    for override in node.findall(W + "lvlOverride"):
        depth = int(override.get(W + "ilvl", "0") or 0)
        start = value(override, "startOverride")
        if start and start.isdigit():
            instance.starts[depth] = int(start)
        instance.levels |= _read_levels(override)
    return instance


def _level_of_style(numbering: _List, style: str) -> int:
    return next((depth for depth, level in numbering.levels.items() if style and level.style == style), 0)


def format_counter(number: int, form: str) -> str:
    """Write a counter in one of Word's number formats; unknown formats are written as digits."""
    match form:
        case "none":
            return ""
        case "decimalZero":
            return f"{number:02d}"
        case "upperRoman" | "lowerRoman":
            text = _roman(number)
            return text if form == "upperRoman" else text.lower()
        case "upperLetter" | "lowerLetter":
            index, repeat = (number - 1) % 26, (number - 1) // 26 + 1
            text = chr(ord("A") + index) * repeat
            return text if form == "upperLetter" else text.lower()
        case _:
            return str(number)


def _roman(number: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        while number >= worth:
            text += letters
            number -= worth
    return text
