"""A form field: its label above, the editor, and below it what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget


class Field(QWidget):
    """An editor with its label. `hint` is a quiet line below the editor that explains it.

    The problem stands in words below the editor (never by colour alone) and in its accessible description.
    """

    def __init__(self, label: str, editor: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.label = QLabel(label, self)
        self.label.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(label.replace("&", ""))
        self._hint = QLabel(hint, self)
        self._hint.setProperty("role", "quiet")
        self._hint.setWordWrap(True)
        self._hint.setVisible(bool(hint))
        self._problem = QLabel(self)
        self._problem.setObjectName("problem")
        self._problem.setProperty("role", "problem")
        self._problem.setWordWrap(True)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.label)
        layout.addWidget(editor)
        layout.addWidget(self._problem)
        layout.addWidget(self._hint)
        self.setFocusProxy(editor)

    @property
    def problem(self) -> str:
        """What is wrong, "" when nothing is."""
        return self._problem.text()

    def set_problem(self, reason: str) -> None:
        """Say what is wrong with the value; "" takes it back."""
        text = reason[:1].upper() + reason[1:]
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self.editor.setAccessibleDescription(text)
        if self.editor.property("wrong") != bool(text):
            self.editor.setProperty("wrong", bool(text))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)


def show_problems(fields: dict[str, Field], problems: dict[str, str]) -> list[str]:
    """Put each problem at its field, focus the first one; return the reasons that belong to no field."""
    for name, field in fields.items():
        field.set_problem(problems.get(name, ""))
    wrong = next((field for name, field in fields.items() if name in problems), None)
    if wrong is not None:
        wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)
    return [reason for name, reason in problems.items() if name not in fields]
