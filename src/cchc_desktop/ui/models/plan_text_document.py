"""The text document of a plan's body: one block of Qt for each block of the plan, kept in step with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from cchc_desktop.domain.plan import SectionKind
from cchc_desktop.ui.models.plan_text_blocks import Block, Spot

_WIDEST = {
    SectionKind.PART: "VIII. ",
    SectionKind.ITEM: "10. ",
    SectionKind.POINT: "m) ",
    SectionKind.DASH: "-  ",
    SectionKind.PLUS: "+ ",
    SectionKind.TEXT: "",
}
_STEP = 18
_LINE_HEIGHT = 118  # percent: stacked marks of capital letters need room

Typed = Callable[[int, str], None]


def units(text: str) -> int:
    """Return the length of a text as Qt counts it: letters beyond the first plane count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def letters(text: str, count: int) -> int:
    """Return how many letters the first `count` UTF-16 units of a text are."""
    if text.isascii():
        return min(count, len(text))
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * count].decode("utf-16-le", "ignore"))


class TextDocument:
    """Keeps a `QTextDocument` in step with blocks. It writes only what differs, so that nobody's typing is disturbed.

    `blocks` are those on show. `busy` is true while the document is being written by the program.
    """

    def __init__(self, document: QTextDocument, font: QFont) -> None:
        self.document = document
        self.blocks: list[Block] = []
        self.busy = False
        self._places: dict[tuple[str, int], int] = {}
        bold = QFont(font)
        bold.setBold(True)
        metrics = QFontMetricsF(bold)
        self.hanging = {kind: metrics.horizontalAdvance(text) for kind, text in _WIDEST.items()}
        self._gap = max(2.0, metrics.height() * 0.22)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(10)
        document.setDefaultFont(font)

    def margin(self, block: Block) -> float:
        """Return where the text of a block begins, in pixels from the document's margin."""
        return block.depth * _STEP + self.hanging[block.kind]

    # -- finding

    def place(self, section_id: str, line: int) -> int:
        """Return the number of a block, or of the section's first one; -1 when the section is not there."""
        found = self._places.get((section_id, line))
        if found is not None:
            return found
        return next((place for place, block in enumerate(self.blocks) if block.section_id == section_id), -1)

    def spot(self, position: int) -> Spot:
        """Return the spot of a position in the document."""
        qt_block = self.document.findBlock(position)
        block = self.blocks[min(qt_block.blockNumber(), len(self.blocks) - 1)]
        return Spot(block.section_id, block.line, letters(qt_block.text(), position - qt_block.position()))

    def position(self, spot: Spot) -> int:
        """Return the position of a spot in the document, 0 when its section is not there."""
        place = self.place(spot.section_id, spot.line)
        if place < 0:
            return 0
        qt_block = self.document.findBlockByNumber(place)
        return qt_block.position() + min(units(qt_block.text()[: spot.offset]), qt_block.length() - 1)

    def rename(self, place: int, block: Block) -> None:
        """Note what a block whose text was typed is now."""
        old = self.blocks[place]
        self.blocks[place] = block
        if old.key != block.key:
            del self._places[old.key]
            self._places[block.key] = place

    # -- writing

    def show(self, blocks: list[Block]) -> None:
        """Bring the document to these blocks."""
        self.busy = True
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        try:
            start, old_end, new_end = self._write_texts(cursor, blocks)
            self._write_looks(cursor, blocks, start, old_end, new_end)
        finally:
            cursor.endEditBlock()
            self.busy = False
        self.blocks = blocks
        self._places = {block.key: place for place, block in enumerate(blocks)}

    def _write_texts(self, cursor: QTextCursor, blocks: list[Block]) -> tuple[int, int, int]:
        """Write what differs; return where the difference begins, and ends among the old and the new blocks."""
        old, start, tail = self.blocks, 0, 0
        shorter = min(len(old), len(blocks))
        while start < shorter and old[start].text == blocks[start].text:
            start += 1
        while tail < shorter - start and old[-1 - tail].text == blocks[-1 - tail].text:
            tail += 1
        old_end, new_end = len(old) - tail, len(blocks) - tail
        texts = [block.text for block in blocks[start:new_end]]
        if not old:
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText("\n".join(texts))
        elif old_end - start == 1 and len(texts) == 1:
            self._write_within(cursor, start, old[start].text, texts[0])
        elif old_end > start and texts:
            cursor.setPosition(self._qt(start).position())
            self._select_to_end(cursor, old_end - 1)
            cursor.insertText("\n".join(texts))
        elif old_end > start:
            self._drop(cursor, start, old_end)
        elif texts:
            self._put(cursor, start, texts)
        return start, old_end, new_end

    def _qt(self, place: int) -> QTextBlock:
        return self.document.findBlockByNumber(place)

    def _select_to_end(self, cursor: QTextCursor, place: int) -> None:
        block = self._qt(place)
        cursor.setPosition(block.position() + block.length() - 1, QTextCursor.MoveMode.KeepAnchor)

    def _drop(self, cursor: QTextCursor, start: int, end: int) -> None:
        if start > 0:
            before = self._qt(start - 1)
            cursor.setPosition(before.position() + before.length() - 1)
            self._select_to_end(cursor, end - 1)
        else:
            cursor.setPosition(0)
            cursor.setPosition(self._qt(end).position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def _put(self, cursor: QTextCursor, start: int, texts: Sequence[str]) -> None:
        if start > 0:
            before = self._qt(start - 1)
            cursor.setPosition(before.position() + before.length() - 1)
            cursor.insertText("\n" + "\n".join(texts))
        else:
            cursor.setPosition(0)
            cursor.insertText("\n".join(texts) + "\n")

    def _write_within(self, cursor: QTextCursor, place: int, old: str, new: str) -> None:
        start, tail, shorter = 0, 0, min(len(old), len(new))
        while start < shorter and old[start] == new[start]:
            start += 1
        while tail < shorter - start and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        begin = self._qt(place).position()
        cursor.setPosition(begin + units(old[:start]))
        cursor.setPosition(begin + units(old[: len(old) - tail]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new[start : len(new) - tail])

    def _write_looks(self, cursor: QTextCursor, blocks: list[Block], start: int, old_end: int, new_end: int) -> None:
        shift = len(self.blocks) - len(blocks)
        within = old_end - start == new_end - start == 1
        for place, block in enumerate(blocks):
            if start <= place < new_end:
                # Text put in over several blocks has one look throughout.
                known = self.blocks[place] if within else None
            else:
                known = self.blocks[place if place < start else place + shift]
            if known is None or known.look != block.look:
                self._dress(cursor, place, block)

    def _dress(self, cursor: QTextCursor, place: int, block: Block) -> None:
        qt_block = self._qt(place)
        cursor.setPosition(qt_block.position())
        form = QTextBlockFormat()
        form.setLeftMargin(self.margin(block))
        form.setTopMargin(self._gap * (2.2 if block.bold and block.kind is SectionKind.PART else 1))
        form.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(form)
        weight = QTextCharFormat()
        weight.setFontWeight(QFont.Weight.Bold if block.bold else QFont.Weight.Normal)
        cursor.setBlockCharFormat(weight)
        self._select_to_end(cursor, place)
        cursor.setCharFormat(weight)
