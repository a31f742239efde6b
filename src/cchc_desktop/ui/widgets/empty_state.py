"""What an empty place shows: one sentence and one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A sentence with the button that fills the emptiness; without a button text only the sentence."""

    clicked = Signal()

    def __init__(self, sentence: str, button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty_state")
        self._sentence = QLabel(sentence, self)
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setProperty("role", "quiet")
        self.button = QPushButton(button, self)
        self.button.setObjectName("empty_state_button")
        self.button.setProperty("role", "main")
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self._pressed)
        layout = QVBoxLayout(self)
        layout.setSpacing(16)
        layout.addStretch(2)
        layout.addWidget(self._sentence)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def set_sentence(self, sentence: str, button: str = "") -> None:
        """Say something else, with another button."""
        self._sentence.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))

    def _pressed(self) -> None:
        self.clicked.emit()
