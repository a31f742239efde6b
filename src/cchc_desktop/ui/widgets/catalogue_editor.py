"""What the editors of all catalogues have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.text import clean_line
from cchc_desktop.ui.models.catalogue_words import Unread
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.plan_fields import Choice

T = TypeVar("T")


class EntryEditor(QWidget, Generic[T]):
    """The fields of an entry. `edited` fires on every change by a person.

    Subclasses fill `fields` and say how an entry is shown and read; `name` begins the names of the editors.
    """

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.fields: dict[str, Field] = {}
        self.filling = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    # ------------------------------------------------------------------ what subclasses say

    def show_value(self, value: T, catalogues: Catalogues, *, new: bool) -> None:
        """Show an entry; the code can be typed only for a new one."""
        raise NotImplementedError

    def value(self, base: T) -> T:
        """Return the entry as the fields say; what cannot be read is left as it was."""
        raise NotImplementedError

    def problems(self) -> dict[str, str]:
        """Return field → reason for what cannot be read."""
        return {}

    def named(self, problems: dict[str, str]) -> dict[str, str]:
        """Return problems of an entry by the names of the fields they belong to."""
        return problems

    # ------------------------------------------------------------------ making fields

    def add(self, *names: str) -> None:
        """Put fields below each other, or side by side when several are given."""
        if len(names) == 1:
            self.column.addWidget(self.fields[names[0]])
            return
        row = QHBoxLayout()
        for name in names:
            row.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    def line(self, name: str) -> QLineEdit:
        """Return a line."""
        line = QLineEdit(self)
        line.setObjectName(f"{self._name}_{name}")
        line.textEdited.connect(self._changed)
        return line

    def box(self, name: str, lines: int) -> QPlainTextEdit:
        """Return a field of several lines."""
        box = QPlainTextEdit(self)
        box.setObjectName(f"{self._name}_{name}")
        box.setTabChangesFocus(True)
        box.setFixedHeight(box.fontMetrics().lineSpacing() * lines + 16)
        box.textChanged.connect(self._changed)
        return box

    def choice(self, name: str, names: Mapping[Any, str] | None = None) -> Choice:
        """Return a list to choose from."""
        choice = Choice(f"{self._name}_{name}", self)
        for value, words in (names or {}).items():
            choice.addItem(words, value)
        choice.activated.connect(self._changed)
        return choice

    def words(self, name: str) -> QComboBox:
        """Return a line that offers what others have."""
        box = QComboBox(self)
        box.setObjectName(f"{self._name}_{name}")
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setCompleter(None)  # type: ignore[arg-type]  # Qt takes it; completing inside the line fights with Vietnamese typing
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.editTextChanged.connect(self._changed)
        return box

    def _changed(self, *_: object) -> None:
        if not self.filling:
            self.edited.emit()


def spin(name: str, most: int, parent: QWidget) -> QSpinBox:
    """Return a field for a whole number from 0 on."""
    box = QSpinBox(parent)
    box.setObjectName(name)
    box.setRange(0, most)
    box.lineEdit().setTextMargins(5, 0, 0, 0)
    return box


def offer(box: QComboBox, words: Iterable[str], chosen: str) -> None:
    """Offer words in a line and show one."""
    box.clear()
    box.addItems(list(dict.fromkeys(filter(None, words))))
    box.setEditText(chosen)
    edit = box.lineEdit()
    if edit is not None:
        edit.setCursorPosition(0)


def put_line(line: QLineEdit, text: str) -> None:
    """Show a text from its beginning."""
    line.setText(text)
    line.setCursorPosition(0)


def typed(line: QLineEdit) -> str:
    """Return the text of a line, clean."""
    return clean_line(line.text())


def unread(fields: Sequence[tuple[str, Callable[[], object]]]) -> dict[str, str]:
    """Return field → reason for the fields whose reading fails."""
    found = {}
    for name, read in fields:
        try:
            read()
        except Unread as error:
            found[name] = str(error)
    return found
