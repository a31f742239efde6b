"""What the styles of a Word file say about a paragraph: bold, italic, alignment, numbering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_desktop.documents.plan_import.styles import IDS_BY_NAME
from cchc_desktop.documents.word.package import W, toggle, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAX_CHAIN = 20  # a style based on itself must not hang us


@dataclass(frozen=True, slots=True)
class StyleLook:
    """The effective properties of a style, its ancestors and the document's defaults included.

    `numbering` is (numId, ilvl) as far as the style sets them; `font` the hAnsi font's name.
    """

    bold: bool | None = None
    italic: bool | None = None
    align: str = ""
    numbering: tuple[str, str] = ("", "")
    font: str = ""
    vanish: bool = False


class WordStyles:
    """The styles part; a file without one is like a file whose styles say nothing."""

    def __init__(self, root: Element | None) -> None:
        self._nodes: dict[str, Element] = {}
        self._looks: dict[str, StyleLook] = {}
        self.default_paragraph = ""
        self._default_run: Element | None = None
        if root is None:
            return
        self._default_run = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        for node in root.iter(W + "style"):
            self._nodes[node.get(W + "styleId", "")] = node
            if node.get(W + "type") == "paragraph" and node.get(W + "default") in ("1", "true"):
                self.default_paragraph = node.get(W + "styleId", "")

    def look(self, style: str) -> StyleLook:
        """Return the look of a style by its id."""
        if style not in self._looks:
            self._looks[style] = self._look(style)
        return self._looks[style]

    def own_id(self, style: str) -> str:
        """Return the id one of our exported styles had before another program renamed it, else `style` itself."""
        node = self._nodes.get(style)
        return IDS_BY_NAME.get(value(node, "name") or "", style)

    def _chain(self, style: str) -> list[Element]:
        chain: list[Element] = []
        while style in self._nodes and len(chain) < _MAX_CHAIN:
            chain.append(self._nodes[style])
            style = value(self._nodes[style], "basedOn") or ""
        return chain

    def _look(self, style: str) -> StyleLook:
        bold = italic = None
        align = num = level = font = ""
        vanish = False
        for node in self._chain(style):
            run, paragraph = node.find(W + "rPr"), node.find(W + "pPr")
            bold = toggle(run, "b") if bold is None else bold
            italic = toggle(run, "i") if italic is None else italic
            vanish = vanish or bool(toggle(run, "vanish"))
            font = font or font_of(run)
            align = align or value(paragraph, "jc") or ""
            num = num or value(paragraph, "numPr", "numId") or ""
            level = level or value(paragraph, "numPr", "ilvl") or ""
        if bold is None:
            bold = toggle(self._default_run, "b")
        return StyleLook(bold, italic, align, (num, level), font or font_of(self._default_run), vanish)


def font_of(run: Element | None) -> str:
    """Return the font a run property names for Latin letters with marks; "" when it names none.

    Word sets letters beyond ASCII, those of the old Vietnamese alphabets among them, in the hAnsi font.
    """
    fonts = None if run is None else run.find(W + "rFonts")
    return "" if fonts is None else fonts.get(W + "hAnsi") or fonts.get(W + "ascii") or ""
