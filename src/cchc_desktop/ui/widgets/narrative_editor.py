"""The parts of a narrative to be edited: a heading and a text each, with the figures as live marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QResizeEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from cchc_desktop.domain.figure import Figure
from cchc_desktop.domain.narrative import TOKEN, NarrativePart, unknown_tokens
from cchc_desktop.domain.numbers import roman
from cchc_desktop.ui.style import colour

_LEAST_LINES = 3


class _TokenMarks(QSyntaxHighlighter):
    """Colours the figures in a text: known ones as links, unknown ones red and underlined."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.figures: Mapping[str, Figure] = {}

    def highlightBlock(self, text: str) -> None:
        """Mark the figures of a paragraph."""
        for match in TOKEN.finditer(text):
            look = QTextCharFormat()
            wrong = unknown_tokens([NarrativePart("", match[0])], self.figures)
            look.setForeground(QColor(colour("red" if wrong else "accent")))
            look.setFontUnderline(bool(wrong))
            self.setFormat(_utf16(text[: match.start()]), _utf16(match[0]), look)


def _utf16(text: str) -> int:
    """Return the length Qt counts: letters outside the basic plane are two."""
    return len(text.encode("utf-16-le")) // 2


class _PartText(QPlainTextEdit):
    """A text that is as high as what stands in it; the area around it scrolls."""

    focused = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.marks = _TokenMarks(self.document())
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        # The layout of plain texts counts its height in lines.
        lines = max(_LEAST_LINES, int(self.document().documentLayout().documentSize().height()))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 22)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the text is in the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._fit)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell who is being written in."""
        super().focusInEvent(event)
        self.focused.emit()


class NarrativeEditor(QScrollArea):
    """`edited` fires when a person changed a text."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("narrative_editor")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._titles: list[str] = []
        self._texts: list[_PartText] = []
        self._last = 0
        self._page = QWidget(self)
        self._page.setProperty("role", "page")
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(0, 0, 8, 0)
        self.setWidget(self._page)

    @property
    def texts(self) -> tuple[QPlainTextEdit, ...]:
        """The editors of the parts, from the top."""
        return tuple(self._texts)

    def parts(self) -> tuple[NarrativePart, ...]:
        """Return the narrative as it stands."""
        pairs = zip(self._titles, self._texts, strict=True)
        return tuple(NarrativePart(title, edit.toPlainText()) for title, edit in pairs)

    def show_parts(self, parts: Sequence[NarrativePart], figures: Mapping[str, Figure], locked: bool) -> None:
        """Show a narrative; a text that is the same already is left alone, with its cursor and undo."""
        if [part.title for part in parts] != self._titles:
            self._rebuild(parts)
        for part, edit in zip(parts, self._texts, strict=True):
            edit.blockSignals(True)
            if edit.toPlainText() != part.text:
                edit.setPlainText(part.text)
            edit.marks.figures = figures
            edit.marks.rehighlight()
            edit.blockSignals(False)
            edit.setReadOnly(locked)

    def _rebuild(self, parts: Sequence[NarrativePart]) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._titles = [part.title for part in parts]
        self._texts, self._last = [], 0
        for number, part in enumerate(parts):
            label = QLabel(f"{roman(number + 1)}. {part.title.upper()}", self._page)
            label.setProperty("role", "heading")
            edit = _PartText(self._page)
            edit.setObjectName(f"narrative_text_{number}")
            edit.setAccessibleName(part.title)
            label.setBuddy(edit)
            edit.textChanged.connect(self.edited)
            edit.focused.connect(self._note_focus)
            self._column.addWidget(label)
            self._column.addWidget(edit)
            self._texts.append(edit)
        self._column.addStretch(1)

    def _note_focus(self) -> None:
        sender = self.sender()
        self._last = next((number for number, edit in enumerate(self._texts) if edit is sender), 0)

    def insert(self, text: str) -> None:
        """Put a figure where the cursor was last."""
        if self._texts:
            edit = self._texts[min(self._last, len(self._texts) - 1)]
            edit.insertPlainText(text)
            edit.setFocus(Qt.FocusReason.OtherFocusReason)
