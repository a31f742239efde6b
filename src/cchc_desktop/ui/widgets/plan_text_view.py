"""The body of a plan as one continuous text, with the keys of Word. Labels are painted beside it, never part of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QTextEdit, QWidget

from cchc_desktop.domain.plan import SectionKind
from cchc_desktop.domain.plan_search import Field, Hit, line_of
from cchc_desktop.ui import style
from cchc_desktop.ui.models.plan_text_blocks import Block, Spot
from cchc_desktop.ui.models.plan_text_document import TextDocument
from cchc_desktop.ui.widgets.plan_fields import STAYING

KINDS_BY_KEY = {
    Qt.Key.Key_1: SectionKind.PART,
    Qt.Key.Key_2: SectionKind.ITEM,
    Qt.Key.Key_3: SectionKind.POINT,
    Qt.Key.Key_4: SectionKind.DASH,
    Qt.Key.Key_5: SectionKind.PLUS,
    Qt.Key.Key_0: SectionKind.TEXT,
}
"""Alt and one of these keys sets the kind of a paragraph."""

MOST_MARKS = 1000
"""More finds than this are not marked all at once."""

_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier


class PlanTextView(QTextEdit):
    """Shows blocks and says what a key wants done; whoever owns it changes the plan and shows the blocks again.

    `typed` carries the number of a block and its new text. `key_wanted` carries what a key is to do: "split", "line",
    "behind", "back", "forward", "indent", "outdent", "up", "down", "heading". Text pasted is handed over as it is.
    """

    typed = Signal(int, str)
    key_wanted = Signal(str)
    kind_wanted = Signal(object)
    range_removed = Signal(object, object)  # Spot, Spot: what lies between was deleted
    pasted = Signal(object)  # QMimeData
    entered = Signal(str)  # id of the section the cursor came to
    scrambled = Signal()  # the document changed in a way that is not one block's typing
    left = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan_text")
        self.setAccessibleName(self.tr("Nội dung kế hoạch"))
        self.setAcceptRichText(False)
        # Text dragged within the view would bypass the plan; sections are dragged in the outline.
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setLineWrapMode(QTextEdit.LineWrapMode.WidgetWidth)
        self.text = TextDocument(self.document(), self.font())
        self.marked: frozenset[str] = frozenset()
        self._section = ""
        self._quiet = False
        self.document().contentsChange.connect(self._take)
        self.cursorPositionChanged.connect(self._follow_cursor)

    # -- what is shown

    def show_blocks(self, blocks: list[Block], spot: Spot | None = None) -> None:
        """Show blocks, and the cursor at `spot`; without one it stays where it is, as well as that can be."""
        old = self.text.blocks
        same = len(old) == len(blocks) and all(a.text == b.text for a, b in zip(old, blocks, strict=True))
        # Where no letter changes, the selection stays as well.
        keep = self.spot if spot is None and old and not same else None
        self._quiet = True
        try:
            self.text.show(blocks)
            if keep is not None and self.text.place(keep.section_id, keep.line) >= 0:
                spot = keep
            if spot is not None:
                self.set_spot(spot)
            cursor = self.textCursor()
            if cursor.block().length() == 1:
                # A cursor that did not move goes on in the look that the block had before.
                cursor.setCharFormat(cursor.blockCharFormat())
                self.setTextCursor(cursor)
        finally:
            self._quiet = False
        self.viewport().update()

    def announce(self) -> None:
        """Tell which section the cursor is in, when it is another one than was told last."""
        self._follow_cursor()

    @property
    def spot(self) -> Spot:
        """Where the cursor is."""
        return self.text.spot(self.textCursor().position())

    def set_spot(self, spot: Spot) -> None:
        """Put the cursor somewhere and show it."""
        cursor = self.textCursor()
        cursor.setPosition(self.text.position(spot))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def select(self, start: Spot, length: int) -> None:
        """Select letters of a block."""
        cursor = self.textCursor()
        cursor.setPosition(self.text.position(start))
        end = Spot(start.section_id, start.line, start.offset + length)
        cursor.setPosition(self.text.position(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def show_finds(self, hits: Sequence[Hit]) -> None:
        """Mark what was found in titles and texts; an empty sequence takes the marks away."""
        shade = QTextCharFormat()
        shade.setBackground(QColor(style.colour("find")))
        marks = []
        for hit in hits[:MOST_MARKS]:
            if hit.place.field not in (Field.SECTION_TITLE, Field.SECTION_TEXT):
                continue
            line, start, length = line_of(hit)
            mark = QTextEdit.ExtraSelection()
            mark.format = shade
            mark.cursor = QTextCursor(self.document())
            mark.cursor.setPosition(self.text.position(Spot(hit.place.key, line, start)))
            end = self.text.position(Spot(hit.place.key, line, start + length))
            mark.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            marks.append(mark)
        self.setExtraSelections(marks)

    def range(self) -> tuple[Spot, Spot]:
        """Return where the selection begins and ends."""
        cursor = self.textCursor()
        return self.text.spot(cursor.selectionStart()), self.text.spot(cursor.selectionEnd())

    def chosen_sections(self) -> tuple[str, ...]:
        """Return the ids of the sections the selection touches."""
        start, end = self.range()
        first, last = self.text.place(*_key(start)), self.text.place(*_key(end))
        return tuple(dict.fromkeys(block.section_id for block in self.text.blocks[first : last + 1]))

    # -- what is typed

    def _take(self, position: int, removed: int, added: int) -> None:
        if self.text.busy:
            return
        if self.document().blockCount() != len(self.text.blocks):
            self.scrambled.emit()
            return
        block = self.document().findBlock(position)
        last = self.document().findBlock(position + added).blockNumber()
        while block.isValid() and block.blockNumber() <= last:
            number, text = block.blockNumber(), block.text()
            if text != self.text.blocks[number].text:
                self.typed.emit(number, text)
            block = block.next()

    def _follow_cursor(self) -> None:
        if self._quiet or self.text.busy or not self.text.blocks:
            return
        section = self.spot.section_id
        if section != self._section:
            self._section = section
            self.viewport().update()
            self.entered.emit(section)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the keys that change the outline into wishes; all others are ordinary typing."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) or (event.key() == Qt.Key.Key_Y and _only(event, _CTRL)):
            self.redo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_out()
        elif self.isReadOnly():
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut_out()
        elif self._is_outline_key(event):
            event.accept()
        else:
            if event.text() and event.text().isprintable() and not _only(event, _ALT):
                self.remove_range()
            super().keyPressEvent(event)

    def _is_outline_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            return self.remove_range() or self._joins(key)
        # Alt and the number pad types letters by their code on Windows.
        if event.modifiers() == _ALT and key in KINDS_BY_KEY:
            self._want_kind(KINDS_BY_KEY[key])
            return True
        wish = self._wish(event, key)
        if wish:
            self._want(wish)
        return bool(wish)

    def _wish(self, event: QKeyEvent, key: Qt.Key) -> str:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if _only(event, _NONE):
                return "split"
            return "behind" if _only(event, _CTRL) else "line" if _only(event, _SHIFT) else ""
        if key == Qt.Key.Key_Tab and _only(event, _NONE):
            return "indent"
        if key == Qt.Key.Key_Backtab:
            return "outdent"
        if _only(event, _CTRL):
            return {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_B: "heading"}.get(key, "")
        if _only(event, _ALT):
            return {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}.get(key, "")
        return ""

    def _joins(self, key: Qt.Key) -> bool:
        """Wish for a join when the cursor stands at the edge of a block; within it the key deletes a letter."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            return False
        if key == Qt.Key.Key_Backspace and cursor.atBlockStart():
            self._want("back")
            return True
        if key == Qt.Key.Key_Delete and cursor.atBlockEnd():
            self._want("forward")
            return True
        return False

    def _want(self, wish: str) -> None:
        # The last word may still be composing: the plan must have it before the paragraph changes its place.
        QGuiApplication.inputMethod().commit()
        if wish in ("split", "line"):
            self._remove_selection()
        self.key_wanted.emit(wish)

    def _want_kind(self, kind: SectionKind) -> None:
        QGuiApplication.inputMethod().commit()
        self.kind_wanted.emit(kind)

    def _remove_selection(self) -> None:
        if not self.remove_range():
            self.textCursor().removeSelectedText()

    def remove_range(self) -> bool:
        """Take out a selection over several blocks; False when there is none such."""
        start, end = self.range()
        if self.isReadOnly() or _key(start) == _key(end):
            return False
        QGuiApplication.inputMethod().commit()
        self.range_removed.emit(start, end)
        return True

    def cut_out(self) -> None:
        """Copy the selection and take it out."""
        if self.textCursor().hasSelection():
            self.copy_out()
            self._remove_selection()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take a selection over several blocks out before the input method puts its word in its place."""
        if event.preeditString() or event.commitString():
            start, end = self.range()
            if not self.isReadOnly() and _key(start) != _key(end):
                self.range_removed.emit(start, end)
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let a composing input method finish, then tell that the text is left."""
        QGuiApplication.inputMethod().commit()
        super().focusOutEvent(event)
        if event.reason() not in STAYING:
            self.left.emit()

    # -- the clipboard

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text of any kind."""
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Hand what is pasted over: it may become sections."""
        if not self.isReadOnly():
            self.pasted.emit(source)

    def copy_out(self) -> None:
        """Copy with the labels when whole paragraphs are copied, so that they can be pasted with their outline."""
        start, end = self.range()
        first, last = self.text.place(*_key(start)), self.text.place(*_key(end))
        if first == last:
            words = self.textCursor().selectedText()
        else:
            words = "\n".join(self._copied(start, end, place) for place in range(first, last + 1))
        if words:
            # Set as text: a QMimeData made in Python and handed to Qt is freed twice.
            QGuiApplication.clipboard().setText(words)

    def _copied(self, start: Spot, end: Spot, place: int) -> str:
        block = self.text.blocks[place]
        begun = start.offset if block.key == _key(start) else 0
        text = block.text[: end.offset] if block.key == _key(end) else block.text
        return f"{'' if begun else block.label} {text[begun:]}".strip()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the selection."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        some = self.textCursor().hasSelection()
        for words, slot, possible in (
            (self.tr("Cắt"), self.cut_out, some and not self.isReadOnly()),
            (self.tr("Sao chép"), self.copy_out, some),
            (self.tr("Dán"), self.paste, self.canPaste()),
            (self.tr("Chọn tất cả"), self.selectAll, True),
        ):
            action = menu.addAction(words)
            action.setEnabled(possible)
            action.triggered.connect(slot)
        menu.popup(event.globalPos())

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, then the labels of the paragraphs in sight."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        offset = self.verticalScrollBar().value()
        layout = self.document().documentLayout()
        qt_block = self.cursorForPosition(event.rect().topLeft()).block()
        if qt_block.previous().isValid():
            qt_block = qt_block.previous()
        while qt_block.isValid() and qt_block.blockNumber() < len(self.text.blocks):
            top = layout.blockBoundingRect(qt_block).top() - offset
            if top > event.rect().bottom():
                break
            self._paint_label(painter, self.text.blocks[qt_block.blockNumber()], qt_block, top)
            qt_block = qt_block.next()
        painter.end()

    def _paint_label(self, painter: QPainter, block: Block, qt_block: QTextBlock, top: float) -> None:
        layout = qt_block.layout()
        if layout.lineCount() == 0:
            return
        line = layout.lineAt(0)
        baseline = top + line.y() + line.ascent()
        left = self.document().documentMargin() + self.text.margin(block)
        font = QFont(self.font())
        font.setBold(block.bold)
        painter.setFont(font)
        current = block.section_id == self._section
        if block.label:
            painter.setPen(QColor(style.colour("accent" if current else "quiet")))
            painter.drawText(QPointF(left - self.text.hanging[block.kind], baseline), block.label)
            if block.section_id in self.marked:
                painter.fillRect(QRectF(2, top + line.y(), 3, layout.boundingRect().height()), style.colour("amber"))
        if not block.text and not layout.preeditAreaText():
            painter.setPen(QColor(style.colour("faint")))
            hint = self.tr("Tiêu đề") if block.bold else self.tr("Nội dung")
            painter.drawText(QPointF(left + 2, baseline), hint)


def _key(spot: Spot) -> tuple[str, int]:
    return spot.section_id, spot.line


def _only(event: QKeyEvent, modifier: Qt.KeyboardModifier) -> bool:
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == modifier
