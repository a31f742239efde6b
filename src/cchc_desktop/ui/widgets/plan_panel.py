"""What all panels of the plan editor have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from cchc_desktop.domain.plan import Plan
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.plan_draft import Edit, Part, PlanDraft
from cchc_desktop.ui.widgets.plan_fields import TextBox, TextLine

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


class PlanPanel(QWidget):
    """Edits one part of the draft. Subclasses fill `column` and write `reload`.

    Edits go to the draft at once, as typed; `tidy` brings a field into its kept form when it is left.
    """

    undo_wanted = Signal()
    redo_wanted = Signal()
    part = Part.HEADER

    def __init__(self, context: Context, draft: PlanDraft, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.draft = draft
        self._own = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 10, 16, 12)
        self.column.setSpacing(8)
        if title:
            heading = QLabel(title, self)
            heading.setProperty("role", "heading")
            self.column.addWidget(heading)

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.draft.plan

    def watch(self, *fields: TextLine | TextBox) -> None:
        """Pass the undo keys of text fields on."""
        for field in fields:
            field.undo_wanted.connect(self.undo_wanted)
            field.redo_wanted.connect(self.redo_wanted)

    def apply(self, plan: Plan, merge: str = "", section_id: str = "", part: Part | None = None) -> None:
        """Make `plan` the draft's state as an edit of this panel."""
        self._own = True
        try:
            self.draft.apply(plan, Edit(part or self.part, section_id), merge)
        finally:
            self._own = False

    def amend(self, plan: Plan, section_id: str = "") -> None:
        """Make `plan` the draft's state without an undo step of its own."""
        self._own = True
        try:
            self.draft.amend(plan, Edit(self.part, section_id))
        finally:
            self._own = False

    def renew(self) -> None:
        """Show the draft's state, unless the change comes from this panel itself."""
        if not self._own:
            self.reload()

    def reload(self) -> None:
        """Show the draft's state."""
        raise NotImplementedError

    def first_field(self) -> QWidget:
        """Return the field that F2 goes to."""
        raise NotImplementedError

    def tidy(self) -> None:
        """Bring what was typed into its kept form. Called when the panel or the editor is left."""


def button_row(parent: QWidget, *buttons: tuple[str, str, str, Callable[[], object]]) -> QHBoxLayout:
    """Return a row of buttons (name, words, picture, what to do) that stays narrow on small screens."""
    row = QHBoxLayout()
    row.setSpacing(2)
    for name, words, picture, slot in buttons:
        row.addWidget(tool_button(parent, name, words, picture, slot))
    row.addStretch(1)
    return row


def tool_button(parent: QWidget, name: str, words: str, picture: str, slot: Callable[[], object]) -> QToolButton:
    """Return a button with an icon beside its word, which takes no focus from the field being edited."""
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setText(words)
    button.setIcon(icon(picture))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(slot)
    return button


def quiet(text: str, parent: QWidget) -> QLabel:
    """Return a quiet line that explains something."""
    label = QLabel(text, parent)
    label.setProperty("role", "quiet")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
