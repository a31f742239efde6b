"""The runs of a paragraph: text, field results, pictures, drawn lines and text boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_desktop.documents.check.document import DrawnLine, Paragraph, Run
from cchc_desktop.documents.check.properties import Bag, run_bag
from cchc_desktop.documents.check.styles import StyleBags, Styles
from cchc_desktop.documents.word.package import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LOST = frozenset({W + "del", W + "moveFrom", W + "pPr", W + "rPr", W + "sdtPr", W + "rt"})
_GLYPHS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_PICTURES = frozenset({"blip", "imagedata", "OLEObject", "chart", "relIds"})
_EMU_PER_MM = 36000.0
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|cm|mm|px)?")
_MM = {"pt": 25.4 / 72, "in": 25.4, "cm": 10.0, "mm": 1.0, "px": 25.4 / 96, "": 25.4 / 72}


@dataclass(slots=True)
class FieldState:
    """The fields that are open; a field may begin in one paragraph and end in another."""

    open: list[_Field] = field(default_factory=list)

    @property
    def instruction(self) -> str:
        """The innermost field's name, "" outside fields."""
        return self.open[-1].name if self.open else ""

    @property
    def in_code(self) -> bool:
        """Tell whether we stand between a field's beginning and its result."""
        return bool(self.open) and not self.open[-1].result


@dataclass(slots=True)
class _Field:
    code: str = ""
    result: bool = False

    @property
    def name(self) -> str:
        words = self.code.split()
        return words[0].upper() if words else ""


class RunCollector:
    """Collects what a paragraph holds, into the paragraph; `boxes` are the text boxes that hang on it."""

    def __init__(
        self, styles: Styles, style: str, table: StyleBags | None, paragraph: Paragraph, fields: FieldState
    ) -> None:
        self._styles = styles
        self._style = style
        self._table = table
        self._paragraph = paragraph
        self._fields = fields
        self.boxes: list[Element] = []

    def collect(self, parent: Element) -> None:
        """Collect the runs below `parent`."""
        for node in parent:
            tag = node.tag
            if tag == W + "r":
                self._run(node)
            elif tag == W + "fldSimple":
                code = _Field(node.get(W + "instr", ""), True)
                self._paragraph.fields.add(code.name)
                self._fields.open.append(code)
                self.collect(node)
                self._fields.open.pop()
            elif tag in (W + "del", W + "moveFrom"):
                self._paragraph.deleted = True
            elif tag == _MC + "AlternateContent":
                if len(node):
                    self.collect(node[0])
            elif isinstance(tag, str) and tag not in _LOST:
                self.collect(node)  # w:hyperlink, w:ins, w:sdt, w:smartTag, …

    def _run(self, node: Element) -> None:
        bag = run_bag(node.find(W + "rPr"))
        self._children(node, node, bag)

    def _children(self, parent: Element, run: Element, bag: Bag) -> None:
        text = ""
        for child in parent:
            tag = child.tag
            if tag == W + "t":
                text += child.text or ""
            elif tag in _GLYPHS:
                text += _GLYPHS[tag]
            elif tag == W + "fldChar":
                self._add(text, run, bag)
                text = ""
                self._field_mark(child.get(W + "fldCharType", ""))
            elif tag == W + "instrText":
                if self._fields.in_code:
                    self._fields.open[-1].code += child.text or ""
            elif tag == W + "pgNum":
                self._paragraph.fields.add("PAGE")
            elif tag == _MC + "AlternateContent":
                if len(child):
                    self._children(child[0], run, bag)
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawing(child)
        self._add(text, run, bag)

    def _add(self, text: str, run: Element, bag: Bag) -> None:
        if text and not self._fields.in_code:
            look = self._styles.run(self._style, bag, self._table, text)
            self._paragraph.runs.append(Run(text, look, run, self._fields.instruction))

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self._fields.open.append(_Field())
        elif self._fields.open:
            self._paragraph.fields.add(self._fields.open[-1].name)
            if kind == "separate":
                self._fields.open[-1].result = True
            elif kind == "end":
                self._fields.open.pop()

    def _drawing(self, node: Element) -> None:
        boxes = [inner for inner in node.iter(W + "txbxContent") if not _within(inner, node)]
        self.boxes += boxes
        for inner in node.iter():
            name = str(inner.tag).rpartition("}")[2]
            if name in _PICTURES and not _within(inner, node):
                self._paragraph.pictures += 1
        line = drawn_line(node)
        if line is not None:
            self._paragraph.lines.append(line)


def _within(node: Element, top: Element) -> bool:
    parent = node.getparent()
    while parent is not None and parent is not top:
        if parent.tag in (W + "txbxContent", _MC + "Fallback"):
            return True
        parent = parent.getparent()
    return False


def drawn_line(node: Element) -> DrawnLine | None:
    """Return the horizontal line that a drawing consists of, None for any other drawing."""
    for inner in node.iter():
        name = str(inner.tag).rpartition("}")[2]
        if name == "prstGeom" and inner.get("prst") in ("line", "straightConnector1"):
            extent = next((found for found in node.iter() if str(found.tag).endswith("}extent")), None)
            width = _integer(extent.get("cx") if extent is not None else None)
            height = _integer(extent.get("cy") if extent is not None else None)
            return DrawnLine(width / _EMU_PER_MM) if height <= width else None
        if name == "line" and inner.get("from") is not None:
            start, end = _point(inner.get("from", "")), _point(inner.get("to", ""))
            return DrawnLine(abs(end - start))
        if name in ("shape", "rect") and inner.get("style"):
            kind = inner.get("type", "") + str(inner.get("{urn:schemas-microsoft-com:office:office}spt", ""))
            if "t32" in kind or "t20" in kind or inner.get("{urn:schemas-microsoft-com:office:office}connectortype"):
                styled = re.search(r"(?:^|;)\s*width:([^;]{1,20})", inner.get("style", ""))
                return DrawnLine(_point(styled[1]) if styled else 0.0)
    return None


def _integer(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 12 else 0


def _point(text: str) -> float:
    match = _LENGTH.match(text.strip().partition(",")[0])
    return float(match[1]) * _MM[match[2] or ""] if match else 0.0
