"""Small readings and changes of WordprocessingML that python-docx has no words for. Lengths are in mm."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from lxml import etree

Element = etree._Element

TWIPS_PER_MM = 1440 / 25.4
_DEFAULT_CELL_PADDING = 108  # twips, Word's own when a table says nothing


def find(element: Element, *names: str) -> Element | None:
    """Return the element at a path of tag names without prefix: `find(cell, "tcPr", "tcW")`."""
    return element.find("/".join(qn(f"w:{name}") for name in names))


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute of the w: namespace, "" when there is none."""
    return "" if element is None else str(element.get(qn(f"w:{name}"), ""))


def set_attributes(element: Element, **values: str | int) -> None:
    """Set attributes of the w: namespace."""
    for name, value in values.items():
        element.set(qn(f"w:{name}"), str(value))


def add(parent: Element, name: str, **values: str | int) -> Element:
    """Append a new element of the w: namespace."""
    element = etree.SubElement(parent, qn(f"w:{name}"))
    set_attributes(element, **values)
    return element


def style_of(paragraph: Element) -> str:
    """Return the id of a paragraph's style, "" for the default one."""
    return attribute(find(paragraph, "pPr", "pStyle"), "val")


def text_of(paragraph: Element) -> str:
    """Return a paragraph's text; a line break is a newline."""
    line_break = qn("w:br")
    nodes = paragraph.iter(qn("w:t"), line_break)
    return "".join("\n" if node.tag == line_break else node.text or "" for node in nodes)


def properties_of(paragraph: Element) -> Any:
    """Return a paragraph's python-docx properties, made when lacking: they know the order Word wants."""
    holder: Any = paragraph
    return holder.get_or_add_pPr()


def set_side_indents(paragraph: Element, length_mm: float) -> None:
    """Indent a paragraph on both sides alike, so that `length_mm` is left in the middle."""
    side = max(0, round((room_mm(paragraph) - length_mm) / 2 * TWIPS_PER_MM))
    set_attributes(properties_of(paragraph).get_or_add_ind(), left=side, right=side, firstLine=0)


def room_mm(paragraph: Element) -> float:
    """Return the width a paragraph without indents has, in its cell or on its page."""
    cell = next(paragraph.iterancestors(qn("w:tc")), None)
    if cell is None:
        return text_width_mm(paragraph)
    width = float(attribute(find(cell, "tcPr", "tcW"), "w") or 0)
    table = next(cell.iterancestors(qn("w:tbl")))
    for side in ("left", "right"):
        width -= float(attribute(find(table, "tblPr", "tblCellMar", side), "w") or _DEFAULT_CELL_PADDING)
    return width / TWIPS_PER_MM


def text_width_mm(node: Element) -> float:
    """Return the page's width between the margins of the section that `node` stands in."""
    body = next(node.iterancestors(qn("w:body")))
    top = node
    while (parent := top.getparent()) is not None and parent is not body:
        top = parent
    section = next(found for item in (top, *top.itersiblings()) for found in item.iter(qn("w:sectPr")))
    margins = find(section, "pgMar")
    page = float(attribute(find(section, "pgSz"), "w") or 0)
    sides = float(attribute(margins, "left") or 0) + float(attribute(margins, "right") or 0)
    return (page - sides) / TWIPS_PER_MM
