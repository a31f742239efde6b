"""A message across a page with what can be done about it ("Đã xóa … [Hoàn tác]"); it asks and blocks nothing."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from cchc_desktop.ui.icons import icon

Action = tuple[str, Callable[[], None]]


class NoticeBar(QFrame):
    """One message at a time; the next one takes its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice_bar")
        self.setProperty("role", "card")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.label = QLabel(self)
        self.label.setObjectName("notice_bar_text")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self._buttons = QHBoxLayout()
        self._shown: list[QPushButton] = []
        self._close = QToolButton(self)
        self._close.setObjectName("notice_bar_close")
        self._close.setIcon(icon("mdi6.close"))
        self._close.setAutoRaise(True)
        self._close.setToolTip(self.tr("Đóng dòng này"))
        self._close.setAccessibleName(self.tr("Đóng dòng này"))
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.addWidget(self.label, 1)
        layout.addLayout(self._buttons)
        layout.addWidget(self._close)
        self.hide()

    def tell(self, text: str, *actions: Action) -> None:
        """Show a message with buttons; a press does its action and closes the message first.

        When the page went while the work was under way, nobody is left to tell.
        """
        if not shiboken6.isValid(self.label):
            return
        for old in self._shown:
            self._buttons.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = []
        self.label.setText(text)
        for words, action in actions:
            button = QPushButton(words, self)
            button.setObjectName("notice_bar_action")
            button.clicked.connect(self.hide)
            button.clicked.connect(action)
            self._buttons.addWidget(button)
            self._shown.append(button)
        self.show()

    @property
    def text(self) -> str:
        """The message on show, "" when there is none."""
        return "" if self.isHidden() else self.label.text()

    def button(self, words: str) -> QPushButton:
        """Return the button with these words."""
        for button in self._shown:
            if button.text() == words:
                return button
        raise LookupError(words)
