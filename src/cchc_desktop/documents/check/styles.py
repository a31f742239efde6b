"""The chain that formatting comes down: document defaults, table style, paragraph style, character style, the text.

ECMA-376 part 1, 17.7.2. A style stands for itself and all it is based on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_desktop.documents.check.letters import slots_of
from cchc_desktop.documents.check.looks import ParagraphLook, RunLook
from cchc_desktop.documents.check.properties import TOGGLES, TWIPS_PER_MM, Bag, paragraph_bag, run_bag
from cchc_desktop.documents.check.theme import Theme
from cchc_desktop.documents.word.package import W, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAX_CHAIN = 30  # a style based on itself must not hang us
_WORD_SIZE = 10.0  # what Word takes when nothing says a size
_WORD_FONT = "Times New Roman"
_AUTO_SPACING = 14.0  # what Word makes of "auto" space around a paragraph


@dataclass(frozen=True, slots=True)
class StyleBags:
    """What a style with all its ancestors sets; `numbered_by_style` tells that the numbering comes from it."""

    run: Bag
    paragraph: Bag


_NOTHING = StyleBags({}, {})


class Styles:
    """The styles part of a file; without one only direct formatting counts."""

    def __init__(self, root: Element | None, theme: Theme) -> None:
        self._theme = theme
        self._nodes: dict[str, Element] = {}
        self._bags: dict[str, StyleBags] = {}
        self.defaults = _NOTHING
        self.default_paragraph = self.default_table = ""
        if root is None:
            return
        self.defaults = StyleBags(
            run_bag(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")),
            paragraph_bag(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")),
        )
        for node in root.iter(W + "style"):
            style = node.get(W + "styleId", "")
            self._nodes[style] = node
            if node.get(W + "default") in ("1", "true", "on"):
                if node.get(W + "type") == "paragraph":
                    self.default_paragraph = style
                elif node.get(W + "type") == "table":
                    self.default_table = style

    def known(self, style: str) -> bool:
        """Tell whether the file has a style of that id."""
        return style in self._nodes

    def bags(self, style: str) -> StyleBags:
        """Return what a style and its ancestors set."""
        if style not in self._bags:
            self._bags[style] = self._merged(self._chain(style))
        return self._bags[style]

    def _chain(self, style: str) -> list[Element]:
        chain: list[Element] = []
        while style in self._nodes and len(chain) < _MAX_CHAIN:
            chain.append(self._nodes[style])
            style = value(self._nodes[style], "basedOn") or ""
        return chain[::-1]

    @staticmethod
    def _merged(chain: list[Element]) -> StyleBags:
        run: Bag = {}
        paragraph: Bag = {}
        for node in chain:
            run |= run_bag(node.find(W + "rPr"))
            paragraph |= paragraph_bag(node.find(W + "pPr"))
        return StyleBags(run, paragraph)

    def table_bags(self, style: str, conditions: tuple[str, ...]) -> StyleBags:
        """Return what a table style sets for a cell; `conditions` are those that hold ("firstRow", "firstCol")."""
        whole = self.bags(style or self.default_table)
        run, paragraph = dict(whole.run), dict(whole.paragraph)
        for node in self._chain(style or self.default_table) if conditions else []:
            for part in node.findall(W + "tblStylePr"):
                if part.get(W + "type") in conditions:
                    run |= run_bag(part.find(W + "rPr"))
                    paragraph |= paragraph_bag(part.find(W + "pPr"))
        return StyleBags(run, paragraph)

    def paragraph(self, style: str, direct: Bag, table: StyleBags | None, numbering: Bag | None) -> ParagraphLook:
        """Return a paragraph's look.

        Args:
            style: the id of its style.
            direct: what its own properties set.
            table: what the table style sets for its cell.
            numbering: the indent of its list level, for a paragraph in a list.

        """
        own = self.bags(style).paragraph
        bag = self.defaults.paragraph | (table or _NOTHING).paragraph
        # A list joined by the paragraph overrides the style's indent; a list joined by the style does not.
        if numbering and "numId" in direct:
            bag |= own | numbering | direct
        else:
            bag |= (numbering or {}) | own | direct
        return _paragraph_look(bag)

    def run(self, style: str, direct: Bag, table: StyleBags | None, text: str) -> RunLook:
        """Return the look of `text` in a run of a paragraph of that style."""
        character = self.bags(str(direct.get("style", ""))).run if "style" in direct else {}
        levels = ((table or _NOTHING).run, self.bags(style).run, character)
        bag = self.defaults.run | levels[0] | levels[1] | levels[2] | direct
        for name in TOGGLES:
            bag[name] = _toggled(name, self.defaults.run, levels, direct)
        return self._run_look(bag, text)

    def _run_look(self, bag: Bag, text: str) -> RunLook:
        complex_script = bool(bag.get("rtl") or bag.get("csText"))
        slots = slots_of(text, str(bag.get("hint", "")), complex_script)
        only_complex = slots == ("cs",)
        size = bag.get("szCs" if only_complex else "sz", _WORD_SIZE)
        return RunLook(
            fonts=tuple(dict.fromkeys(self._font(bag, slot) for slot in slots)),
            size=size if isinstance(size, float) else _WORD_SIZE,
            bold=bool(bag["bCs" if only_complex else "b"]),
            italic=bool(bag["iCs" if only_complex else "i"]),
            caps=bool(bag["caps"]),
            underline=bool(bag.get("u")),
            hidden=bool(bag["vanish"]),
            colour=self._colour(bag.get("color")),
        )

    def _font(self, bag: Bag, slot: str) -> str:
        name = str(bag.get(slot, _WORD_FONT))
        return self._theme.font(name[1:]) if name.startswith("+") else name

    def _colour(self, colour: object) -> str:
        if not isinstance(colour, tuple):
            return ""
        text, theme = colour
        if text in ("auto", "") and theme:
            text = self._theme.colour(theme)
        return "" if text in ("auto", "") else str(text).upper()


def _toggled(name: str, defaults: Bag, levels: tuple[Bag, ...], direct: Bag) -> bool:
    """Return a toggle: the text's own word counts; else the styles turn each other over; else the defaults."""
    if name in direct:
        return bool(direct[name])
    said = [bool(level[name]) for level in levels if name in level]
    if not said:
        return bool(defaults.get(name))
    # True in the defaults and in a style is true, not turned over.
    return any(said) if defaults.get(name) else sum(said) % 2 == 1


def _paragraph_look(bag: Bag) -> ParagraphLook:
    def length(name: str) -> float:
        found = bag.get(name, 0.0)
        return float(found) if isinstance(found, int | float) else 0.0

    def space(name: str) -> float:
        return _AUTO_SPACING if bag.get(name + "_auto") else length(name)

    line = bag.get("line", (1.0, "auto"))
    lines, rule = line if isinstance(line, tuple) else (1.0, "auto")
    stops = bag.get("tabs", ())
    first = length("first")
    if length("first_chars"):  # in widths of a letter; 14 pt is what the decree's texts are set in
        first = length("first_chars") * 14 * 25.4 / 72
    return ParagraphLook(
        align=str(bag.get("align", "left")),
        left=length("left"),
        right=length("right"),
        first=first,
        before=space("before"),
        after=space("after"),
        line=float(lines),
        line_rule=str(rule),
        contextual=bool(bag.get("contextual")),
        bordered=bool(bag.get("bordered")),
        framed=str(bag.get("framed", "")),
        tabs=tuple(float(stop) / TWIPS_PER_MM for stop in stops) if isinstance(stops, tuple) else (),
    )
