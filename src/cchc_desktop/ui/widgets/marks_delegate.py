"""Paints texts with the letters marked that a search found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cchc_desktop.domain.search import Span, marks
from cchc_desktop.ui import style

_found = lru_cache(maxsize=4000)(marks)


def find_marks(text: str, terms: tuple[str, ...]) -> tuple[Span, ...]:
    """Return which letters of a text to mark; what was asked before is remembered, for a list paints often."""
    return _found(text, terms)


def draw_marked(painter: QPainter, room: QRect, text: str, spans: Iterable[Span], ink: str) -> None:
    """Draw one line of text, cut off where the room ends, with marks.

    Args:
        painter: with the font to use.
        room: where; the line stands in the middle of its height.
        text: one line.
        spans: the letters to mark, in code points.
        ink: the colour of the text, a role of `style`.

    """
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    kept = len(shown) if shown == text else len(shown) - 1
    layout = QTextLayout(shown, painter.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.setFormats([_format(shown, start, min(end, kept)) for start, end in spans if start < kept])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(room.width())
    layout.endLayout()
    painter.setPen(QColor(style.colour(ink)))
    layout.draw(painter, QPointF(room.left(), room.top() + (room.height() - line.height()) / 2), [], QRectF(room))


def _format(text: str, start: int, end: int) -> QTextLayout.FormatRange:
    """Return the look of a span; Qt counts in units of UTF-16."""
    found = QTextLayout.FormatRange()
    found.start = _units(text[:start])
    found.length = _units(text[start:end])
    look = QTextCharFormat()
    look.setBackground(QColor(style.colour("find")))
    look.setForeground(QColor(style.colour("text")))
    found.format = look
    return found


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


class MarksDelegate(QStyledItemDelegate):
    """Marks in the cells of some columns what a list's search box found; `set_terms` tells it what that is."""

    terms: tuple[str, ...] = ()

    def set_terms(self, terms: Sequence[str]) -> None:
        """Mark other words from now on."""
        self.terms = tuple(terms)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a cell as always, and what was found in it on its own ground."""
        text = index.data(Qt.ItemDataRole.DisplayRole) if self.terms else None
        spans = find_marks(text, self.terms) if isinstance(text, str) else ()
        if not spans or not isinstance(text, str) or "\n" in text:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        widget = option.widget
        app_style = widget.style() if widget is not None else QApplication.style()
        app_style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        room = app_style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, widget)
        margin = app_style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, widget) + 1
        painter.save()
        painter.setFont(option.font)
        draw_marked(painter, room.adjusted(margin, 0, -margin, 0), text, spans, "text")
        painter.restore()
