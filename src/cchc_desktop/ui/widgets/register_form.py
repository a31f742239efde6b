"""The form of a register's entry, laid out from a description of its fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import Enum, StrEnum, auto
from typing import Any, TypeVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cchc_desktop.ui.widgets import register_editors as editors
from cchc_desktop.ui.widgets.field import Field

T = TypeVar("T")


class FieldKind(Enum):
    """How a field is edited."""

    LINE = auto()
    TEXT = auto()
    DAY = auto()
    NEEDED_DAY = auto()
    CHOICE = auto()
    SUGGEST = auto()
    KEY = auto()
    WHOLE = auto()
    NUMBER = auto()
    CLOCK = auto()
    YEAR = auto()
    OPEN_YEAR = auto()
    TEXTS = auto()
    DAY_OF_YEAR = auto()
    FLAG = auto()
    HEADING = auto()
    DERIVED = auto()


@dataclasses.dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of the form: `name` is the field of the dataclass. `names` are those of an enumeration's values.

    A year of OPEN_YEAR that is empty is 9999. A FLAG has its label beside the box. TEXTS are divided by semicolons.
    A heading has only its label; DERIVED is where the computed line stands (without it: below all). `hint` stands below
    the editor in quiet type; `weight` is its share of the row.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.LINE
    hint: str = ""
    names: tuple[tuple[StrEnum, str], ...] = ()
    options: tuple[str, ...] = ()
    lines: int = 2
    weight: int = 1


def choice(name: str, label: str, names: dict[Any, str], hint: str = "", weight: int = 1) -> FieldSpec:
    """Return the field of an enumeration with the names of its values."""
    return FieldSpec(name, label, FieldKind.CHOICE, hint, tuple(names.items()), weight=weight)


class RegisterForm(QWidget):
    """`edited` fires on every change. `remark` stands above the fields, `derived` is what is computed of them."""

    edited = Signal()

    def __init__(
        self,
        name: str,
        rows: Sequence[Sequence[FieldSpec]],
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._calm = editors.CalmWheel(self)
        self.editors: dict[str, editors.Editor] = {}
        self.fields: dict[str, Field] = {}
        self.remark = self._label(f"{name}_remark", "warning")
        self.derived = self._label(f"{name}_derived", "card")
        self.remark.setMargin(5)
        self.derived.setMargin(8)
        self._placed = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.remark)
        for specs in rows:
            row = QHBoxLayout()
            row.setSpacing(12)
            for spec in specs:
                row.addWidget(self._make(name, spec), spec.weight, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        if not self._placed:
            column.addWidget(self.derived)

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setProperty("role", role)
        label.hide()
        return label

    def _make(self, name: str, spec: FieldSpec) -> QWidget:
        if spec.kind is FieldKind.DERIVED:
            self._placed = True
            return self.derived
        if spec.kind is FieldKind.HEADING:
            heading = QLabel(spec.label, self)
            heading.setProperty("role", "quiet")
            heading.setWordWrap(True)
            return heading
        editor = self._editor(spec)
        editor.widget.setObjectName(f"{name}_{spec.name}")
        if spec.names:
            editor.set_options((str(value), text) for value, text in spec.names)
        elif spec.options:
            editor.set_options((text, text) for text in spec.options)
        editor.edited.connect(self.edited)
        self.editors[spec.name] = editor
        label = "" if spec.kind is FieldKind.FLAG else spec.label
        self.fields[spec.name] = Field(label, editor.widget, spec.hint, self)
        self.fields[spec.name].label.setVisible(bool(label))
        return self.fields[spec.name]

    def _editor(self, spec: FieldSpec) -> editors.Editor:
        match spec.kind:
            case FieldKind.TEXT:
                return editors.TextEditor(self, spec.lines)
            case FieldKind.DAY | FieldKind.NEEDED_DAY:
                return editors.DayEditor(self, self._today, spec.kind is FieldKind.NEEDED_DAY)
            case FieldKind.CHOICE:
                return editors.ChoiceEditor(self, type(spec.names[0][0]), self._calm)
            case FieldKind.SUGGEST:
                return editors.SuggestEditor(self, self._calm)
            case FieldKind.KEY:
                return editors.KeyEditor(self, self._calm)
            case FieldKind.WHOLE | FieldKind.NUMBER:
                return editors.NumberEditor(self, spec.kind is FieldKind.WHOLE)
            case FieldKind.YEAR:
                return editors.NumberEditor(self, whole=True, grouped=False)
            case FieldKind.OPEN_YEAR:
                return editors.NumberEditor(self, whole=True, grouped=False, empty=9999)
            case FieldKind.TEXTS:
                return editors.TextsEditor(self)
            case FieldKind.DAY_OF_YEAR:
                return editors.DayOfYearEditor(self)
            case FieldKind.FLAG:
                return editors.FlagEditor(self, spec.label)
            case FieldKind.CLOCK:
                return editors.ClockEditor(self)
            case _:
                return editors.LineEditor(self)

    def show_entry(self, entry: object) -> None:
        """Show an entry."""
        for name, editor in self.editors.items():
            editor.show_value(getattr(entry, name))

    def entry(self, entry: T) -> T:
        """Return the entry as the form says."""
        QGuiApplication.inputMethod().commit()
        values = {name: editor.value() for name, editor in self.editors.items()}
        return cast("T", dataclasses.replace(cast("Any", entry), **values))

    def problems(self) -> dict[str, str]:
        """Return field → why what was typed is no value."""
        found = {name: editor.problem() for name, editor in self.editors.items()}
        return {name: reason for name, reason in found.items() if reason}

    def set_options(self, name: str, options: Iterable[tuple[str, str]]) -> None:
        """Offer other things to choose from in a field: (key, text)."""
        self.editors[name].set_options(options)

    def explain(self, remark: str, derived: str) -> None:
        """Say what to know about the entry, and what is computed from it; "" hides the line."""
        for label, text in ((self.remark, remark), (self.derived, derived)):
            label.setText(text)
            label.setVisible(bool(text))
