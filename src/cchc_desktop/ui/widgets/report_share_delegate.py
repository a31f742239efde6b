"""Paints how far a task is: a bar with its percentage beside it, readable in black and white."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cchc_desktop.ui import style
from cchc_desktop.ui.models.rows import SORT_ROLE

_BAR_HEIGHT = 12


class ReportShareDelegate(QStyledItemDelegate):
    """Takes the percentage (a Decimal, or None without a target) from the sort role and the words from display."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the cell's ground, the bar, and the words right of it."""
        self.initStyleOption(option, index)
        words, option.text = option.text, ""
        widget = option.widget
        app_style = widget.style() if widget is not None else QApplication.style()
        app_style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        room = option.rect.adjusted(8, 0, -8, 0)
        painter.save()
        painter.setPen(QColor(style.colour("text")))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        share = index.data(SORT_ROLE)
        width = room.width() - option.fontMetrics.horizontalAdvance("1.000,0 %") - 8
        if share is not None and width > 20:
            _draw_bar(painter, QRect(room.left(), room.center().y() - _BAR_HEIGHT // 2, width, _BAR_HEIGHT), share)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Ask for one line: the bar needs no more."""
        return QSize(180, option.fontMetrics.height() + 12)


def _draw_bar(painter: QPainter, frame: QRect, share: Decimal) -> None:
    painter.setPen(QPen(QColor(style.colour("edge")), 1))
    painter.setBrush(QColor(style.colour("base")))
    painter.drawRect(frame)
    done = round(frame.width() * float(min(share, Decimal(100))) / 100)
    if done > 0:
        painter.fillRect(QRect(frame.left(), frame.top(), done + 1, frame.height() + 1), QColor(style.colour("accent")))
