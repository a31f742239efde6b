"""Editing one section of a plan, with its neighbours around it."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import Section, SectionKind
from cchc_desktop.ui.models.plan_draft import Part, PlanDraft
from cchc_desktop.ui.models.plan_tidy import KIND_NAMES, summary, tidy_section
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.plan_fields import Choice, TextBox, TextLine
from cchc_desktop.ui.widgets.plan_panel import PlanPanel

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_NEIGHBOUR_LETTERS = 60


class SectionPanel(PlanPanel):
    """Kind, title and text of a section. `goto_wanted` carries the id of a neighbour that was clicked."""

    goto_wanted = Signal(str)
    sibling_wanted = Signal()
    part = Part.SECTION

    def __init__(self, context: Context, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(context, draft, "", parent)
        self.section_id = ""
        self.path = QLabel(self)
        self.path.setObjectName("section_path")
        self.note = QLabel(self)
        self.note.setObjectName("section_note")
        self.kind = Choice("section_kind", self)
        for kind, name in KIND_NAMES.items():
            self.kind.addItem(name, kind)
        self.label = QLabel(self)
        self.label.setObjectName("section_label")
        self.title = TextLine("section_title", self)
        self.text = TextBox("section_text", self)
        self.around = QLabel(self)
        self.around.setObjectName("section_around")
        self._lay_out()
        self.watch(self.title, self.text)
        self.kind.activated.connect(self._change_kind)
        for field in (self.title, self.text):
            field.typed.connect(self._take)
            field.left.connect(self.tidy)
            field.sibling_wanted.connect(self.sibling_wanted)
        self.title.returnPressed.connect(self.text.setFocus)

    def _lay_out(self) -> None:
        for label in (self.path, self.around):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
            label.linkActivated.connect(self.goto_wanted)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.path.setProperty("role", "quiet")
        self.column.addWidget(self.path)
        self._note_row = QFrame(self)
        self._note_row.setProperty("role", "warning")
        note_row = QHBoxLayout(self._note_row)
        note_row.setContentsMargins(10, 4, 6, 4)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.seen = QPushButton(self.tr("Đã xem"), self._note_row)
        self.seen.setObjectName("section_seen")
        self.seen.clicked.connect(self._mark_seen)
        note_row.addWidget(self.note, 1)
        note_row.addWidget(self.seen)
        self.column.addWidget(self._note_row)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Field(self.tr("Loại"), self.kind, parent=self))
        self._title_field = Field(self.tr("Tiêu đề (có thể bỏ trống)"), self.title, parent=self)
        row.addWidget(self._title_field, 1)
        self.column.addLayout(row)
        text_row = QHBoxLayout()
        text_label = QLabel(self.tr("Nội dung (mỗi dòng là một đoạn)"), self)
        text_label.setBuddy(self.text)
        self.text.setAccessibleName(text_label.text())
        self.label.setProperty("role", "quiet")
        text_row.addWidget(text_label, 1)
        text_row.addWidget(self.label)
        self.column.addLayout(text_row)
        self.text.setMinimumHeight(self.fontMetrics().height() * 5)
        self.column.addWidget(self.text, 1)
        self.around.setMargin(6)
        self.column.addWidget(self.around)

    def show_section(self, section_id: str) -> None:
        """Edit another section."""
        if section_id != self.section_id:
            self.section_id = section_id
            self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
        self.reload()

    def reload(self) -> None:
        """Show the section as the draft has it."""
        section = self.plan.section(self.section_id)
        if section is None:
            return
        self.kind.show_value(section.kind)
        self.title.show_text(section.title)
        self.text.show_text(section.text)
        self._show_place(section)

    def _show_place(self, section: Section) -> None:
        labels = outline.labels(self.plan.sections)
        path = outline.find_path(self.plan.sections, section.id) or ()
        parents = [outline.at(self.plan.sections, path[:depth]) for depth in range(1, len(path))]
        crumbs = [_link(parent, labels) for parent in parents] or [escape(self.tr("Phần chính của kế hoạch"))]
        self.path.setText(" › ".join(crumbs))
        printed = outline.printed_label(section.kind, labels[section.id])
        self.label.setText(self.tr("Đánh số khi in: {0}").format(printed) if printed else self.tr("Không đánh số"))
        siblings = parents[-1].children if parents else self.plan.sections
        self.around.setText(self._neighbours(section, siblings, path[-1] if path else 0, labels))
        # A paragraph without a number carries no heading of its own.
        self._title_field.setVisible(section.kind is not SectionKind.TEXT or bool(section.title))
        notes = [note for note in self.plan.notes if note.section_id == section.id]
        self._note_row.setVisible(bool(notes))
        self.note.setText("\n".join(self.tr("Cần xem lại: {0}").format(note.reason) for note in notes))

    def _neighbours(self, section: Section, siblings: tuple[Section, ...], row: int, labels: dict[str, str]) -> str:
        lines = []
        if row > 0:
            lines.append(self.tr("Mục trước: {0}").format(_link(siblings[row - 1], labels)))
        lines += [self.tr("Mục con: {0}").format(_link(child, labels)) for child in section.children[:3]]
        if len(section.children) > 3:
            lines.append(self.tr("… và {0} mục con nữa").format(len(section.children) - 3))
        if row + 1 < len(siblings):
            lines.append(self.tr("Mục sau: {0}").format(_link(siblings[row + 1], labels)))
        return "<br>".join(lines)

    def _take(self) -> None:
        section = self.plan.section(self.section_id)
        if section is None:
            return
        sections = outline.update(self.plan.sections, section.id, title=self.title.text(), text=self.text.toPlainText())
        field = "title" if self.title.text() != section.title else "text"
        self.apply(replace(self.plan, sections=sections), f"{field} {section.id}", section.id)

    def _change_kind(self) -> None:
        kind = SectionKind(self.kind.currentData())
        self.draft.seal()
        sections = outline.update(self.plan.sections, self.section_id, kind=kind)
        self.apply(replace(self.plan, sections=sections), "", self.section_id, Part.OUTLINE)
        self.reload()

    def tidy(self) -> None:
        """Keep title and text in their clean form."""
        section = self.plan.section(self.section_id)
        if section is None:
            return
        clean = tidy_section(section)
        if clean is not section:
            sections = outline.update(self.plan.sections, section.id, title=clean.title, text=clean.text)
            self.amend(replace(self.plan, sections=sections), section.id)
            self.title.show_text(clean.title)
            self.text.show_text(clean.text)
        self.draft.seal()

    def first_field(self) -> QWidget:
        """Return the field that F2 goes to."""
        section = self.plan.section(self.section_id)
        if section is None or self._title_field.isHidden():
            return self.text
        # Parts and items begin with a heading, points and dashes with their text, unless they say otherwise.
        headed = section.kind in (SectionKind.PART, SectionKind.ITEM) and not section.text
        return self.title if section.title or headed else self.text

    def _mark_seen(self) -> None:
        notes = tuple(note for note in self.plan.notes if note.section_id != self.section_id)
        self.apply(replace(self.plan, notes=notes), "", self.section_id, Part.NOTES)
        self.reload()


def _link(section: Section, labels: dict[str, str]) -> str:
    words = f"{outline.printed_label(section.kind, labels[section.id])} {summary(section)}".strip()
    if len(words) > _NEIGHBOUR_LETTERS:
        words = words[: _NEIGHBOUR_LETTERS - 1] + "…"
    return f'<a href="{section.id}">{escape(words)}</a>'
