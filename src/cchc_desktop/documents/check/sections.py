"""The page set-up of a section (ECMA-376 part 1, 17.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_desktop.documents.check.document import Section
from cchc_desktop.documents.check.properties import TWIPS_PER_MM, number
from cchc_desktop.documents.word.package import W, toggle

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SIDES = ("top", "bottom", "left", "right", "gutter", "header")


def read_section(node: Element | None, index: int, before: Section | None, even: bool, first: int) -> Section:
    """Return a section.

    Args:
        node: its `w:sectPr`; None for a file that says nothing of its pages.
        index: its number from 0.
        before: the section before it, whose headers it takes over where it has none of its own.
        even: the file has other headers on even pages.
        first: the number of its first paragraph.

    """
    if node is None:
        return Section(index, None, first_paragraph=first)
    size, margins, numbers = node.find(W + "pgSz"), node.find(W + "pgMar"), node.find(W + "pgNumType")
    lengths = {side: None if margins is None else number(margins.get(W + side)) for side in _SIDES}
    return Section(
        index=index,
        node=node,
        width=_mm(size, "w"),
        height=_mm(size, "h"),
        # A negative margin is one that a tall header may not push away.
        margins={side: abs(length) / TWIPS_PER_MM for side, length in lengths.items() if length is not None},
        headers=dict(before.headers) if before else {},
        footers=dict(before.footers) if before else {},
        first_differs=bool(toggle_of(node, "titlePg")),
        even_differs=even,
        start=None if numbers is None else numbers.get(W + "start"),
        number_format="decimal" if numbers is None else numbers.get(W + "fmt", "decimal"),
        first_paragraph=first,
    )


def toggle_of(node: Element, name: str) -> bool | None:
    """Return an on/off element, which stands for "on" when it has no value."""
    element = node.find(W + name)
    if element is None:
        return None
    return True if element.get(W + "val") is None else toggle(node, name)


def _mm(node: Element | None, name: str) -> float | None:
    length = None if node is None else number(node.get(W + name))
    return None if length is None else length / TWIPS_PER_MM
