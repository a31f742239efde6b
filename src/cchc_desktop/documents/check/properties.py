"""What one level of formatting says: a `w:rPr` or `w:pPr` read into a small dictionary of the properties it sets.

Values that are no numbers are passed over, as Word passes them over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_desktop.documents.word.package import W, toggle, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Bag = dict[str, object]
"""Property name → value; a property that is not set is not there."""

TOGGLES = ("b", "i", "bCs", "iCs", "caps", "vanish")
"""Run properties that a style of the next level turns over instead of repeating (ECMA-376 part 1, 17.7.3)."""

_FONT_SLOTS = (("ascii", "asciiTheme"), ("hAnsi", "hAnsiTheme"), ("eastAsia", "eastAsiaTheme"), ("cs", "cstheme"))
_ALIGN = {
    "left": "left", "start": "left", "both": "justify", "distribute": "justify", "center": "centre",
    "right": "right", "end": "right", "lowKashida": "justify", "mediumKashida": "justify", "highKashida": "justify",
    "thaiDistribute": "justify",
}  # fmt: skip
TWIPS_PER_MM = 1440 / 25.4


def number(text: str | None) -> float | None:
    """Return a number of WordprocessingML, also one with a unit ("1.27cm", "12pt" in twips); None when it is none."""
    if text is None:
        return None
    raw = text.strip()
    for unit, twips in (("pt", 20.0), ("cm", 567.0), ("mm", 56.7), ("in", 1440.0), ("pc", 240.0)):
        if raw.endswith(unit):
            raw, scale = raw[: -len(unit)], twips
            break
    else:
        scale = 1.0
    try:
        found = float(raw) * scale
    except ValueError:
        return None
    return found if abs(found) < 1e7 else None  # also refuses "inf" and "nan"


def attribute(node: Element | None, *names: str) -> str | None:
    """Return the first of some attributes in the w: namespace that a node has."""
    for name in names:
        if node is not None and (found := node.get(W + name)) is not None:
            return found
    return None


def run_bag(node: Element | None) -> Bag:
    """Return what a `w:rPr` sets."""
    bag: Bag = {}
    if node is None:
        return bag
    fonts = node.find(W + "rFonts")
    if fonts is not None:
        for slot, theme in _FONT_SLOTS:
            if name := fonts.get(W + theme):
                bag[slot] = "+" + name
            elif name := fonts.get(W + slot):
                bag[slot] = name
        if hint := fonts.get(W + "hint"):
            bag["hint"] = hint
    for name in ("sz", "szCs"):
        size = number(value(node, name))
        if size is not None and size > 0:
            bag[name] = size / 2
    for name in (*TOGGLES, "rtl", "cs"):
        state = toggle(node, name)
        if state is not None:
            bag[name + "Text" if name == "cs" else name] = state
    if (underline := value(node, "u")) is not None:
        bag["u"] = underline not in ("none", "")
    colour = node.find(W + "color")
    if colour is not None:
        bag["color"] = (colour.get(W + "val", "auto"), colour.get(W + "themeColor", ""))
    if style := value(node, "rStyle"):
        bag["style"] = style
    return bag


def paragraph_bag(node: Element | None) -> Bag:
    """Return what a `w:pPr` sets."""
    bag: Bag = {}
    if node is None:
        return bag
    if (align := _ALIGN.get(value(node, "jc") or "")) is not None:
        bag["align"] = align
    bag |= indent_bag(node.find(W + "ind"))
    bag |= _spacing_bag(node.find(W + "spacing"))
    if (contextual := toggle(node, "contextualSpacing")) is not None:
        bag["contextual"] = contextual
    borders = node.find(W + "pBdr")
    if borders is not None:
        sides = [borders.find(W + side) for side in ("bottom", "top", "between")]
        bag["bordered"] = any(side is not None and side.get(W + "val") not in ("nil", "none", None) for side in sides)
    frame = node.find(W + "framePr")
    if frame is not None:
        bag["framed"] = frame.get(W + "xAlign") or "left"
    for name in ("numId", "ilvl"):
        if (found := value(node, "numPr", name)) is not None:
            bag[name] = found
    stops = [number(stop.get(W + "pos")) for stop in node.iterfind(f"{W}tabs/{W}tab") if stop.get(W + "val") != "clear"]
    if stops:
        bag["tabs"] = tuple(stop for stop in stops if stop is not None)
    return bag


def indent_bag(node: Element | None) -> Bag:
    """Return what a `w:ind` sets, in mm; a hanging indent is a negative first line."""
    bag: Bag = {}
    for name, names in (("left", ("start", "left")), ("right", ("end", "right"))):
        if (length := number(attribute(node, *names))) is not None:
            bag[name] = length / TWIPS_PER_MM
    hanging, first = number(attribute(node, "hanging")), number(attribute(node, "firstLine"))
    if hanging is not None:
        bag["first"] = -hanging / TWIPS_PER_MM
    elif first is not None:
        bag["first"] = first / TWIPS_PER_MM
    characters = number(attribute(node, "firstLineChars"))
    if characters is not None:
        bag["first_chars"] = characters / 100
    elif "first" in bag:
        bag["first_chars"] = 0.0
    return bag


def _spacing_bag(node: Element | None) -> Bag:
    bag: Bag = {}
    for name in ("before", "after"):
        length = number(attribute(node, name))
        if length is not None:
            bag[name] = length / 20
        automatic = attribute(node, name + "Autospacing")
        if automatic is not None:
            bag[name + "_auto"] = automatic in ("1", "true", "on")
        elif length is not None and attribute(node, name) is not None:
            bag.setdefault(name + "_auto", False)
    line = number(attribute(node, "line"))
    if line is not None:
        rule = attribute(node, "lineRule") or "auto"
        bag["line"] = (line / 240, "auto") if rule == "auto" else (line / 20, rule)
    return bag
