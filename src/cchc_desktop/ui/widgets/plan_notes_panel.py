"""What an import could not place or found odd, one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from cchc_desktop.domain.plan import ReviewNote
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.plan_draft import Part, PlanDraft
from cchc_desktop.ui.widgets.plan_panel import PlanPanel, quiet

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


def fill_notes(box: QListWidget, notes: tuple[ReviewNote, ...]) -> None:
    """Show notes in a list: the reason, and below it the words it is about. Each item carries its note."""
    box.clear()
    for note in notes:
        quote = note.quote if len(note.quote) <= 200 else note.quote[:199] + "…"
        item = QListWidgetItem(f"{note.reason}\n“{quote}”" if quote else note.reason)
        item.setIcon(icon("mdi6.alert-circle-outline", "amber"))
        item.setData(Qt.ItemDataRole.UserRole, note)
        box.addItem(item)


def notes_list(name: str, parent: QWidget) -> QListWidget:
    """Return an empty list for notes."""
    box = QListWidget(parent)
    box.setObjectName(name)
    box.setAccessibleName(box.tr("Những chỗ cần xem lại"))
    box.setWordWrap(True)
    box.setAlternatingRowColors(True)
    box.setSpacing(2)
    box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return box


class NotesPanel(PlanPanel):
    """The list with "Đi tới" and "Đã xem". `goto_wanted` carries the id of a section."""

    goto_wanted = Signal(str)
    part = Part.NOTES

    def __init__(self, context: Context, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(context, draft, self.tr("Cần xem lại"), parent)
        self.hint = quiet("", self)
        self.column.addWidget(self.hint)
        self.list = notes_list("notes_list", self)
        self.column.addWidget(self.list, 1)
        row = QHBoxLayout()
        self.go = QPushButton(icon("mdi6.arrow-right"), self.tr("Đi tới"), self)
        self.go.setObjectName("notes_go")
        self.seen = QPushButton(icon("mdi6.check"), self.tr("Đã xem"), self)
        self.seen.setObjectName("notes_seen")
        row.addWidget(self.go)
        row.addWidget(self.seen)
        row.addStretch(1)
        self.column.addLayout(row)
        self.go.clicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self.seen.clicked.connect(self._mark_seen)
        self.list.currentRowChanged.connect(self._enable)

    def reload(self) -> None:
        """Show the notes; the row stays where it was."""
        row = max(self.list.currentRow(), 0)
        fill_notes(self.list, self.plan.notes)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.setVisible(bool(self.plan.notes))
        self.hint.setText(
            self.tr(
                "Những chỗ chương trình chưa chắc đã hiểu đúng. Không có chữ nào bị bỏ; xem từng chỗ rồi bấm “Đã xem”."
            )
            if self.plan.notes
            else self.tr("Không còn chỗ nào cần xem lại.")
        )
        self._enable()

    def _enable(self) -> None:
        note = self._note()
        self.seen.setEnabled(note is not None)
        self.go.setEnabled(note is not None and bool(note.section_id))

    def _note(self) -> ReviewNote | None:
        item = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def _go(self) -> None:
        note = self._note()
        if note is not None and note.section_id:
            self.goto_wanted.emit(note.section_id)

    def first_field(self) -> QWidget:
        """Return the field that F2 goes to."""
        return self.list

    def _mark_seen(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            notes = self.plan.notes
            self.apply(replace(self.plan, notes=(*notes[:row], *notes[row + 1 :])))
            self.reload()
