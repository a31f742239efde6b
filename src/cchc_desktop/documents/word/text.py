"""The text of a Word file as a stream of paragraphs and tables, with nothing of it left behind.

Insertions are kept and deletions are reported; content controls, hyperlinks and fields give the text they show;
text boxes follow the paragraph they hang on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_desktop.documents.plan_export.styles import bookmark_depth
from cchc_desktop.documents.word.legacy_text import convert_runs, font_charset
from cchc_desktop.documents.word.numbering import AutoLabel, WordNumbering
from cchc_desktop.documents.word.package import W, WordPackage, toggle, value
from cchc_desktop.documents.word.styles import StyleLook, WordStyles, font_of
from cchc_desktop.domain.text import clean, clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SYMBOLS = {"f0b7": "•", "f02d": "-", "f02b": "+", "f0a7": "•", "f0d8": "•", "f0fc": "•", "f0e0": "→"}
_PICTURES = frozenset({"blip", "imagedata", "OLEObject", "chart", "relIds"})
_SKIPPED = frozenset({W + "del", W + "moveFrom", W + "pPr", W + "rPr", W + "sdtPr", W + "instrText", W + "rt"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one look; it may hold line breaks and tabs. `font` is told of old fonts only."""

    text: str
    bold: bool
    italic: bool
    font: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph as it reads, with what hangs on it.

    `depth` is what our own hidden bookmark tells; `comments` and `footnotes` are the ids referred to.
    """

    pieces: list[Piece] = field(default_factory=list)
    style: str = ""
    align: str = ""
    auto: AutoLabel | None = None
    depth: int | None = None
    boxes: list[Paragraph | Table] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    in_box: bool = False

    @property
    def text(self) -> str:
        """The whole text, cleaned, with its line breaks."""
        return clean("".join(piece.text for piece in self.pieces))


@dataclass(slots=True)
class Cell:
    """A table cell; `merged` tells that it only continues the cell above it."""

    blocks: list[Paragraph | Table]
    span: int = 1
    merged: bool = False

    @property
    def paragraphs(self) -> list[Paragraph]:
        """All paragraphs of the cell, those of nested tables included."""
        return list(walk_paragraphs(self.blocks))

    @property
    def text(self) -> str:
        """The cell's lines, each on one line, blank ones left out."""
        lines = (clean_line(line) for paragraph in self.paragraphs for line in _shown(paragraph).split("\n"))
        return "\n".join(line for line in lines if line)


@dataclass(slots=True)
class Table:
    """A table as rows of cells."""

    rows: list[list[Cell]]


Block = Paragraph | Table


def _shown(paragraph: Paragraph) -> str:
    label = paragraph.auto.text if paragraph.auto and paragraph.auto.format != "bullet" else ""
    return f"{label} {paragraph.text}" if label and paragraph.text.strip() else paragraph.text


def walk_paragraphs(blocks: list[Block]) -> Iterator[Paragraph]:
    """Yield all paragraphs in reading order, those inside tables and text boxes included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            yield from walk_paragraphs(block.boxes)
        else:
            for row in block.rows:
                for cell in row:
                    yield from walk_paragraphs(cell.blocks)


@dataclass(slots=True)
class Findings:
    """What was met on the way and has no place in a paragraph."""

    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    pictures: int = 0
    embedded: int = 0
    legacy_fonts: set[str] = field(default_factory=set)
    converted: list[tuple[str, str, Paragraph]] = field(default_factory=list)
    """(before, after, it) of every paragraph that was typed in an old font and changed."""


class WordReader:
    """Reads a package from top to bottom; make a new one for each file."""

    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._styles = WordStyles(package.part("styles"))
        self._numbering = WordNumbering(package.part("numbering"))
        self.findings = Findings()
        self._pending_depth: int | None = None

    def body(self) -> list[Block]:
        """Return the main text."""
        body = self._package.main.find(W + "body")
        return [] if body is None else self._blocks(body)

    def side_texts(self, part: str, element: str) -> dict[str, str]:
        """Return id → text of the footnotes, endnotes or comments; separators are left out."""
        root = self._package.part(part)
        found: dict[str, str] = {}
        for node in [] if root is None else root.findall(W + element):
            text = "\n".join(clean_line(p.text) for p in walk_paragraphs(self._blocks(node)) if clean_line(p.text))
            if text and node.get(W + "type") in (None, "normal"):
                found[node.get(W + "id", "")] = text
        return found

    def margin_texts(self) -> list[str]:
        """Return the lines of all page headers and footers."""
        roots = [*self._package.parts("header"), *self._package.parts("footer")]
        lines = [clean_line(p.text) for root in roots for p in walk_paragraphs(self._blocks(root))]
        return [line for line in dict.fromkeys(lines) if line]

    def _blocks(self, parent: Element) -> list[Block]:
        blocks: list[Block] = []
        for node in parent:
            tag = node.tag
            if tag == W + "p":
                blocks.append(self._paragraph(node))
            elif tag == W + "tbl":
                blocks.append(self._table(node))
            elif tag == W + "bookmarkStart":
                self._note_bookmark(node)
            elif tag in (W + "altChunk", W + "subDoc"):
                self.findings.embedded += 1
            elif tag in (W + "del", W + "moveFrom"):
                self._note_deletion(node)
            elif tag == _MC + "AlternateContent":
                blocks += self._blocks(node[0]) if len(node) else []
            elif isinstance(tag, str) and tag not in _SKIPPED and len(node):
                blocks += self._blocks(node)  # w:sdt, w:sdtContent, w:customXml, w:ins, …
        return blocks

    def _table(self, node: Element) -> Table:
        rows: list[list[Cell]] = []
        for row in _descend(node, "tr"):
            skipped = value(row.find(W + "trPr"), "gridBefore")
            cells = [Cell([], int(skipped))] if skipped and skipped.isdigit() else []
            for cell in _descend(row, "tc"):
                look = cell.find(W + "tcPr")
                span = value(look, "gridSpan") or "1"
                merge = value(look, "vMerge")
                merged = merge is not None and merge != "restart"
                cells.append(Cell(self._blocks(cell), int(span) if span.isdigit() else 1, merged))
            rows.append(cells)
        return Table(rows)

    def _paragraph(self, node: Element) -> Paragraph:
        look = node.find(W + "pPr")
        style = value(look, "pStyle") or self._styles.default_paragraph
        base = self._styles.look(style)
        paragraph = Paragraph(
            style=self._styles.own_id(style), align=value(look, "jc") or base.align, depth=self._take_depth()
        )
        self._inline(node, paragraph, base)
        self._to_unicode(paragraph)
        inner = self._take_depth()
        paragraph.depth = paragraph.depth if inner is None else inner
        if any(
            piece.text.strip() for piece in paragraph.pieces
        ):  # Word numbers empty paragraphs too, but nobody sees those as sections
            num = value(look, "numPr", "numId") or base.numbering[0]
            level = value(look, "numPr", "ilvl") or base.numbering[1]
            paragraph.auto = self._numbering.next_label(num, level, style) if num not in ("", "0") else None
        return paragraph

    def _to_unicode(self, paragraph: Paragraph) -> None:
        """Read what was typed in fonts from before Unicode."""
        if not any(piece.font for piece in paragraph.pieces):
            return
        before = [piece.text for piece in paragraph.pieces]
        after = convert_runs([(piece.text, font_charset(piece.font)) for piece in paragraph.pieces])
        if before != after:
            self.findings.converted.append((clean_line("".join(before)), clean_line("".join(after)), paragraph))
            paragraph.pieces = [
                Piece(text, piece.bold, piece.italic) for text, piece in zip(after, paragraph.pieces, strict=True)
            ]

    def _inline(self, parent: Element, paragraph: Paragraph, base: StyleLook) -> None:
        for node in parent:
            tag = node.tag
            if tag == W + "r":
                self._run(node, paragraph, base)
            elif tag in (W + "del", W + "moveFrom"):
                self._note_deletion(node)
            elif tag == W + "bookmarkStart":
                self._note_bookmark(node)
            elif tag == _MATH_TEXT:
                paragraph.pieces.append(Piece(node.text or "", False, False))
            elif tag == _MC + "AlternateContent":
                if len(node):
                    self._inline(node[0], paragraph, base)
            elif isinstance(tag, str) and tag not in _SKIPPED:
                self._inline(node, paragraph, base)  # w:hyperlink, w:ins, w:sdt, w:fldSimple, w:smartTag, …

    def _run(self, node: Element, paragraph: Paragraph, base: StyleLook) -> None:
        look = node.find(W + "rPr")
        character = value(look, "rStyle")
        style = self._styles.look(character) if character else StyleLook()
        bold = _first(toggle(look, "b"), style.bold, base.bold)
        italic = _first(toggle(look, "i"), style.italic, base.italic)
        start = len(paragraph.pieces)
        text = self._run_text(node, paragraph)
        if not text:
            return
        font = font_of(look) or style.font or base.font
        old = font if font_charset(font) else ""
        paragraph.pieces.insert(start, Piece(text, bold, italic, old))
        if old and text.strip():
            self.findings.legacy_fonts.add(font)
        if _first(toggle(look, "vanish"), style.vanish or None, base.vanish) and text.strip():
            self.findings.hidden.append(clean_line(text))

    def _run_text(self, node: Element, paragraph: Paragraph) -> str:
        text = ""
        for child in node:
            match child.tag:
                case t if t == W + "t":
                    text += child.text or ""
                case t if t in (W + "tab", W + "ptab"):
                    text += "\t"
                case t if t in (W + "br", W + "cr"):
                    text += "\n"
                case t if t == W + "softHyphen":
                    text += "\u00ad"  # "ư" in TCVN3; dropped by `clean` elsewhere
                case t if t == W + "noBreakHyphen":
                    text += "-"
                case t if t == W + "sym":
                    text += _symbol(child)
                case t if t == W + "commentReference":
                    paragraph.comments.append(child.get(W + "id", ""))
                case t if t in (W + "footnoteReference", W + "endnoteReference"):
                    paragraph.footnotes.append(child.tag[len(W) : -len("Reference")] + child.get(W + "id", ""))
                case t if t == _MC + "AlternateContent":
                    text += self._run_text(child[0], paragraph) if len(child) else ""
                case t if t in (W + "drawing", W + "pict", W + "object"):
                    self._drawing(child, paragraph)
                case t if t == W + "ruby":
                    text += "".join(base.text or "" for base in child.iterfind(f"{W}rubyBase//{W}t"))
        return text

    def _drawing(self, node: Element, paragraph: Paragraph) -> None:
        for inner in node.iter():
            name = str(inner.tag).rpartition("}")[2]
            if name == "txbxContent" and not _inside_box(inner, node):
                boxes = self._blocks(inner)
                for box in walk_paragraphs(boxes):
                    box.in_box = True
                paragraph.boxes += boxes
            elif name in _PICTURES and not _inside_box(inner, node):
                self.findings.pictures += 1
            elif name == "textpath" and inner.get("string"):  # WordArt
                paragraph.boxes.append(Paragraph([Piece(inner.get("string", ""), False, False)], in_box=True))

    def _take_depth(self) -> int | None:
        depth, self._pending_depth = self._pending_depth, None
        return depth

    def _note_bookmark(self, node: Element) -> None:
        depth = bookmark_depth(node.get(W + "name", ""))
        if depth is not None:
            self._pending_depth = depth

    def _note_deletion(self, node: Element) -> None:
        if node.tag == W + "moveFrom":
            return  # the text stands where it was moved to
        text = clean_line("".join(part.text or "" for part in node.iter(W + "delText", W + "t")))
        if text:
            self.findings.deleted.append(text)


def _inside_box(node: Element, top: Element) -> bool:
    parent = node.getparent()
    while parent is not None and parent is not top:
        if str(parent.tag).endswith("}txbxContent") or parent.tag == _MC + "Fallback":
            return True
        parent = parent.getparent()
    return False


def _first(*values: bool | None) -> bool:
    return next((found for found in values if found is not None), False)


def _symbol(node: Element) -> str:
    code = node.get(W + "char", "").lower()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        return "•" if code.startswith("f0") else chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _descend(node: Element, name: str) -> Iterator[Element]:
    """Yield rows or cells, looking into content controls and the like but not into nested tables."""
    for child in node:
        if child.tag == W + name:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins"):
            yield from _descend(child, name)


def composed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with clean text; a combining mark at the start of one goes to the piece before it."""
    found: list[Piece] = []
    for piece in pieces:
        text = piece.text
        while found and text and unicodedata.combining(text[0]):
            last = found[-1]
            found[-1] = Piece(last.text + text[0], last.bold, last.italic)
            text = text[1:]
        if text:
            found.append(Piece(text, piece.bold, piece.italic))
    return [Piece(clean(piece.text), piece.bold, piece.italic) for piece in found]
