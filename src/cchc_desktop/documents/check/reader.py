"""Reads a package into a `Document`: every paragraph in reading order, with its look already worked out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cchc_desktop.documents.check.document import Cell, Document, Header, Paragraph, Section
from cchc_desktop.documents.check.numbering import ListIndents
from cchc_desktop.documents.check.paragraphs import FieldState, RunCollector
from cchc_desktop.documents.check.properties import TWIPS_PER_MM, number, paragraph_bag
from cchc_desktop.documents.check.sections import read_section
from cchc_desktop.documents.check.styles import StyleBags, Styles
from cchc_desktop.documents.check.theme import Theme
from cchc_desktop.documents.word.numbering import WordNumbering
from cchc_desktop.documents.word.package import W, WordPackage, toggle, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LOST = frozenset({W + "del", W + "moveFrom"})
_CELL_PADDING = 108  # twips, Word's own when a table says nothing


class Reader:
    """Reads one package from top to bottom; make a new one for each file."""

    def __init__(self, package: WordPackage) -> None:
        self._package = package
        settings = package.part("settings")
        self.styles = Styles(package.part("styles"), Theme(package.part("theme"), settings))
        numbering = package.part("numbering")
        self._labels = WordNumbering(numbering)
        self._indents = ListIndents(numbering)
        self._even_differs = bool(toggle(settings, "evenAndOddHeaders"))
        self._document = Document()
        stop = number(value(settings, "defaultTabStop"))
        if stop:
            self._document.tab_stop = stop / TWIPS_PER_MM
        self._tables = 0
        self._fields = FieldState()

    def read(self) -> Document:
        """Return the document."""
        body = self._package.main.find(W + "body")
        if body is not None:
            self._blocks(body, None, None)
            if body.find(W + "sectPr") is None:
                self._end_section(None)
        return self._document

    def _blocks(self, parent: Element, cell: Cell | None, table: StyleBags | None) -> None:
        for node in parent:
            tag = node.tag
            if tag == W + "p":
                self._paragraph(node, cell, table)
            elif tag == W + "tbl":
                self._table(node)
            elif tag == W + "sectPr":
                self._end_section(node)
            elif tag in (W + "altChunk", W + "subDoc"):
                self._document.unread.append("văn bản nhúng từ tệp khác")
            elif tag == _MC + "AlternateContent":
                if len(node):
                    self._blocks(node[0], cell, table)
            elif isinstance(tag, str) and tag not in _LOST and len(node):
                self._blocks(node, cell, table)  # w:sdt, w:sdtContent, w:customXml, w:ins, …

    def _end_section(self, node: Element | None) -> None:
        sections = self._document.sections
        first = 1
        if sections:
            last = sections[-1].index
            first = next((p.number for p in self._document.paragraphs if p.section > last), 1)
        section = read_section(node, len(sections), sections[-1] if sections else None, self._even_differs, first)
        for kind, holder in (("header", section.headers), ("footer", section.footers)):
            for reference in [] if node is None else node.findall(f"{W}{kind}Reference"):
                pages = reference.get(W + "type", "default")
                holder[pages] = Header(pages, tuple(self._margin_paragraphs(reference, section)))
        sections.append(section)

    def _margin_paragraphs(self, reference: Element, section: Section) -> Iterator[Paragraph]:
        relation = next((str(val) for key, val in reference.attrib.items() if str(key).endswith("}id")), "")
        root = self._package.related(relation)
        fields, self._fields = self._fields, FieldState()
        for node in [] if root is None else root.iter(W + "p"):
            if not any(outer.tag == _MC + "Fallback" for outer in node.iterancestors()):
                yield self._made(node, 0, section.index, None, None)
        self._fields = fields

    def _table(self, node: Element) -> None:
        self._tables += 1
        table = self._tables
        look = node.find(W + "tblPr")
        style = value(look, "tblStyle") or ""
        grid = [number(column.get(W + "w")) or 0.0 for column in node.iterfind(f"{W}tblGrid/{W}gridCol")]
        padding = _padding(look)
        bordered = _bordered(look)
        for row_index, row in enumerate(_descend(node, "tr")):
            column = int(number(value(row.find(W + "trPr"), "gridBefore")) or 0)
            cells = list(_descend(row, "tc"))
            for cell in cells:
                own = cell.find(W + "tcPr")
                span = max(1, int(number(value(own, "gridSpan")) or 1))
                width = _cell_width(own, grid[column : column + span], padding)
                bags = self.styles.table_bags(style, _conditions(look, row_index, column))
                # A row of one cell in a table without lines only frames the text, as some forms frame a whole page.
                frame = len(cells) == 1 and not bordered
                self._blocks(cell, None if frame else Cell(table, row_index, column, width, bordered), bags)
                column += span

    def _paragraph(self, node: Element, cell: Cell | None, table: StyleBags | None, host: int = 0) -> None:
        document = self._document
        count = host or (document.paragraphs[-1].number + 1 if document.paragraphs else 1)
        paragraph = self._made(node, count, len(document.sections), cell, table)
        paragraph.in_box = bool(host)
        document.paragraphs.append(paragraph)
        document.pictures += paragraph.pictures
        look = node.find(W + "pPr")
        for box in self._boxes:
            for inner in box.iterchildren(W + "p", W + "tbl", W + "sdt"):
                for child in [inner] if inner.tag == W + "p" else inner.iter(W + "p"):
                    self._paragraph(child, None, None, count)
        section = None if look is None else look.find(W + "sectPr")
        if section is not None and not host:
            self._end_section(section)

    def _made(self, node: Element, count: int, section: int, cell: Cell | None, table: StyleBags | None) -> Paragraph:
        look = node.find(W + "pPr")
        style = value(look, "pStyle") or ""
        if not self.styles.known(style):
            style = self.styles.default_paragraph
        direct = paragraph_bag(look)
        own = self.styles.bags(style).paragraph
        num_id, level = str(direct.get("numId", own.get("numId", ""))), str(direct.get("ilvl", own.get("ilvl", "")))
        indent = self._indents.indent(num_id, level) if num_id not in ("", "0") else None
        paragraph = Paragraph(
            count, node, self.styles.paragraph(style, direct, table, indent), section, style, cell=cell
        )
        collector = RunCollector(self.styles, style, table, paragraph, self._fields)
        collector.collect(node)
        self._boxes = collector.boxes
        if num_id not in ("", "0") and not paragraph.blank:
            label = self._labels.next_label(num_id, level, style)
            paragraph.label = label.text if label else ""
        return paragraph


def _descend(node: Element, name: str) -> Iterator[Element]:
    """Yield rows or cells, looking into content controls and the like but not into nested tables."""
    for child in node:
        if child.tag == W + name:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins"):
            yield from _descend(child, name)


def _conditions(look: Element | None, row: int, column: int) -> tuple[str, ...]:
    node = None if look is None else look.find(W + "tblLook")
    if node is None:
        return ()
    mask = node.get(W + "val", "0")
    bits = int(mask, 16) if all(letter in "0123456789abcdefABCDEF" for letter in mask[:8]) and mask else 0
    found = []
    for name, bit, holds in (("firstCol", 0x80, column == 0), ("firstRow", 0x20, row == 0)):
        attribute = node.get(W + {"firstCol": "firstColumn", "firstRow": "firstRow"}[name])
        if holds and (attribute in ("1", "true", "on") if attribute is not None else bool(bits & bit)):
            found.append(name)
    return tuple(found)


def _padding(look: Element | None) -> float:
    margins = None if look is None else look.find(W + "tblCellMar")
    total = 0.0
    for names in (("left", "start"), ("right", "end")):
        node = next(
            (found for name in names if margins is not None and (found := margins.find(W + name)) is not None), None
        )
        width = None if node is None else number(node.get(W + "w"))
        total += _CELL_PADDING if width is None else width
    return total


def _cell_width(look: Element | None, columns: list[float], padding: float) -> float:
    node = None if look is None else look.find(W + "tcW")
    own = number(node.get(W + "w")) if node is not None and node.get(W + "type", "dxa") == "dxa" else None
    width = own or sum(columns)
    return max(0.0, width - padding) / TWIPS_PER_MM if width else 0.0


def _bordered(look: Element | None) -> bool:
    borders = None if look is None else look.find(W + "tblBorders")
    inside = None if borders is None else borders.find(W + "insideH")
    return (inside is not None and inside.get(W + "val") not in ("nil", "none", None)) or bool(
        (value(look, "tblStyle") or "").casefold().startswith("tablegrid")
    )
