"""One line that asks for a reason, in the place where it is needed instead of a pop-up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.ui.widgets.field import Field


class ReasonRow(QWidget):
    """Hidden until `ask` shows it. `given` carries the reason; Enter gives it, Esc puts the row away."""

    given = Signal(str)

    def __init__(self, name: str, label: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setObjectName(name)
        self.line.setMaxLength(500)
        self.field = Field(label, self.line, parent=self)
        self.give = QPushButton(action, self)
        self.give.setObjectName(f"{name}_give")
        self.give.setProperty("role", "main")
        self.stop = QPushButton(self.tr("Thôi"), self)
        self.stop.setObjectName(f"{name}_stop")
        buttons = QHBoxLayout()
        buttons.addWidget(self.stop)
        buttons.addWidget(self.give)
        side = QVBoxLayout()
        side.addSpacing(self.fontMetrics().height() + 3)
        side.addLayout(buttons)
        side.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        row.addLayout(side)
        self.line.returnPressed.connect(self._give)
        self.give.clicked.connect(self._give)
        self.stop.clicked.connect(self.hide)
        self.hide()

    def ask(self) -> None:
        """Show the row, empty, with the cursor in it."""
        self.line.clear()
        self.field.set_problem("")
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        reason = " ".join(self.line.text().split())
        if not reason:
            self.field.set_problem(self.tr("hãy ghi lý do"))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.hide()
        self.given.emit(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the row away on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
