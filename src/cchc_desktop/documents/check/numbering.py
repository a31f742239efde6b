"""The indents of list levels, which Word lays between the style and the paragraph's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_desktop.documents.check.properties import Bag, indent_bag
from cchc_desktop.documents.word.package import W, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class ListIndents:
    """The numbering part, read for its indents only; the labels are counted by `word.numbering`."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, str], Bag] = {}
        if root is None:
            return
        for node in root.findall(W + "abstractNum"):
            for level in node.findall(W + "lvl"):
                key = (node.get(W + "abstractNumId", ""), level.get(W + "ilvl", "0"))
                self._levels[key] = indent_bag(level.find(f"{W}pPr/{W}ind"))
        for node in root.findall(W + "num"):
            self._lists[node.get(W + "numId", "")] = value(node, "abstractNumId") or ""

    def indent(self, num_id: str, level: str) -> Bag:
        """Return the indent of a level of a list; empty when there is no such list."""
        return self._levels.get((self._lists.get(num_id, ""), level or "0"), {})
