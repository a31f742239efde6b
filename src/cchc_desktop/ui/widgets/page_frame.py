"""A page that lies over another for a moment: a heading, a cross to close it, and a column to fill."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from cchc_desktop.ui.icons import icon


class PageFrame(QWidget):
    """Subclasses fill `column`. `closed` fires when the cross is pressed."""

    closed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(title, self)
        self.heading.setProperty("role", "heading")
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("page_close")
        self.close_button.setIcon(icon("mdi6.close"))
        self.close_button.setToolTip(self.tr("Đóng (Esc)"))
        self.close_button.setAccessibleName(self.tr("Đóng"))
        self.close_button.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.close_button)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 10, 16, 12)
        self.column.setSpacing(8)
        self.column.addLayout(top)
