"""The body of a plan as one text beside the outline; the two follow each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from cchc_desktop.domain import outline, plan_paste
from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.errors import InvalidInput
from cchc_desktop.ui.models import plan_text_edits, plan_text_levels
from cchc_desktop.ui.models.plan_draft import Edit, Part, PlanDraft
from cchc_desktop.ui.models.plan_text_blocks import TITLE, Block, Spot, blocks_of, with_block
from cchc_desktop.ui.models.plan_text_rows import TextEdit
from cchc_desktop.ui.models.plan_tidy import KIND_NAMES, tidy_section
from cchc_desktop.ui.widgets.plan_fields import Choice
from cchc_desktop.ui.widgets.plan_panel import PlanPanel, tool_button
from cchc_desktop.ui.widgets.plan_text_view import KINDS_BY_KEY, PlanTextView

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_EDITS: dict[str, Callable[[Plan, Spot], TextEdit]] = {
    "split": plan_text_edits.split,
    "line": plan_text_edits.soft_break,
    "behind": plan_text_edits.new_behind,
    "back": plan_text_edits.join_back,
    "forward": plan_text_edits.join_forward,
    "indent": plan_text_levels.indent,
    "outdent": plan_text_levels.outdent,
    "heading": plan_text_levels.toggle_heading,
    "up": partial(plan_text_levels.move_by, step=-1),
    "down": partial(plan_text_levels.move_by, step=1),
}
_FOR_SEVERAL = ("indent", "outdent")


class PlanTextPanel(PlanPanel):
    """Edits titles and texts of all sections. `entered` carries the id of the section the cursor came to."""

    entered = Signal(str)
    hinted = Signal(str)
    find_wanted = Signal()
    preview_wanted = Signal(bool)
    part = Part.SECTION

    def __init__(self, context: Context, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(context, draft, "", parent)
        self.view = PlanTextView(self)
        self.kind = Choice("text_kind", self)
        self._opened = ""
        self._shown: tuple[Section, ...] | None = None
        self._lay_out()
        view = self.view
        view.undo_wanted.connect(self.undo_wanted)
        view.redo_wanted.connect(self.redo_wanted)
        view.typed.connect(self._type)
        view.key_wanted.connect(self.do)
        view.kind_wanted.connect(self.set_kind)
        view.range_removed.connect(self._remove_range)
        view.pasted.connect(self._paste)
        view.scrambled.connect(self._reread)
        view.entered.connect(self._enter)
        view.left.connect(self.tidy)
        self.kind.activated.connect(self._choose_kind)

    def _lay_out(self) -> None:
        self.column.setContentsMargins(8, 0, 0, 0)
        keys = {kind: chr(key.value) for key, kind in KINDS_BY_KEY.items()}
        for kind, name in KIND_NAMES.items():
            self.kind.addItem(name, kind)
            self.kind.setItemData(self.kind.count() - 1, f"Alt+{keys[kind]}", Qt.ItemDataRole.ToolTipRole)
        self.kind.setMinimumContentsLength(10)  # outline, text and pages must find room on a small screen
        self.kind.setAccessibleName(self.tr("Loại của đoạn đang soạn"))
        self.kind.setToolTip(self.tr("Loại của đoạn đang soạn (Alt+1 … Alt+5; Alt+0: không đánh số)"))
        heading = tool_button(self, "text_heading", self.tr("Tiêu đề"), "mdi6.format-bold", partial(self.do, "heading"))
        heading.setToolTip(self.tr("Đổi đoạn đang soạn thành tiêu đề in đậm, hoặc ngược lại (Ctrl+B)"))
        self.tools = QHBoxLayout()
        self.tools.setSpacing(4)
        self.tools.addWidget(self.kind)
        self.tools.addWidget(heading)
        self.tools.addStretch(1)
        search = tool_button(self, "text_find", self.tr("Tìm"), "mdi6.magnify", self.find_wanted.emit)
        search.setToolTip(self.tr("Tìm và thay trong kế hoạch (Ctrl+F, Ctrl+H)"))
        self.tools.addWidget(search)
        for button in (heading, search):  # their signs are Word's; words would not fit at 125 %
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setAccessibleName(button.text())
        self.preview = tool_button(
            self, "text_preview", self.tr("Xem trang in"), "mdi6.book-open-page-variant", _nothing
        )
        self.preview.setToolTip(self.tr("Xem các trang in bên cạnh phần soạn thảo"))
        self.preview.setCheckable(True)
        self.preview.toggled.connect(self.preview_wanted)
        self.tools.addWidget(self.preview)
        self.column.addLayout(self.tools)
        self._note_row = QFrame(self)
        self._note_row.setProperty("role", "warning")
        row = QHBoxLayout(self._note_row)
        row.setContentsMargins(10, 4, 6, 4)
        self.note = QLabel(self._note_row)
        self.note.setObjectName("section_note")
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.seen = QPushButton(self.tr("Đã xem"), self._note_row)
        self.seen.setObjectName("section_seen")
        self.seen.clicked.connect(self._mark_seen)
        row.addWidget(self.note, 1)
        row.addWidget(self.seen)
        self.column.addWidget(self._note_row)
        self._note_row.hide()
        self.column.addWidget(self.view, 1)

    @property
    def editing(self) -> bool:
        """Whether the plan is just being changed from here."""
        return self._own

    @property
    def section_id(self) -> str:
        """The id of the section the cursor is in, "" in an empty plan."""
        return self.view.spot.section_id if self.view.text.blocks else ""

    def show_section(self, section_id: str) -> None:
        """Put the cursor into a section, unless it is there already."""
        begun = bool(self.view.text.blocks)
        if self._shown is not self.plan.sections:
            self.reload()
        if self.section_id != section_id or not begun:
            self.view.set_spot(Spot(section_id))
        self._show_place()

    def reload(self) -> None:
        """Show the draft's state."""
        self._show(None)
        self._show_place()

    def _show(self, spot: Spot | None) -> None:
        self.view.marked = frozenset(note.section_id for note in self.plan.notes if note.section_id)
        self.view.show_blocks(blocks_of(self.plan, self._opened), spot)
        self._shown = self.plan.sections

    def first_field(self) -> QWidget:
        """Return the text."""
        return self.view

    # -- typing

    def _type(self, place: int, text: str) -> None:
        block: Block = self.view.text.blocks[place]
        section = self.plan.section(block.section_id)
        if section is None and self.plan.sections:
            self._show(None)  # it has gone meanwhile
            return
        if section is None:
            section = Section(block.kind, text)
            sections: tuple[Section, ...] = (section,)
        else:
            changed = with_block(section, block.line, text)
            sections = outline.update(self.plan.sections, section.id, title=changed.title, text=changed.text)
        self.view.text.rename(place, replace(block, section_id=section.id, text=text))
        known = bool(block.section_id)
        self._shown = sections
        merge = f"text {section.id} {block.line}"
        self.apply(replace(self.plan, sections=sections), merge, section.id, None if known else Part.OUTLINE)
        self._shown = self.plan.sections
        if not known:
            self.view.announce()

    def _reread(self) -> None:
        """Take in a change that is not the typing of one block, such as text dragged out to another program."""
        old, document = self.view.text.blocks, self.view.document()
        lines = [document.findBlockByNumber(number).text() for number in range(document.blockCount())]
        start, tail, shorter = 0, 0, min(len(old), len(lines))
        while start < shorter and old[start].text == lines[start]:
            start += 1
        while tail < shorter - start and old[-1 - tail].text == lines[-1 - tail]:
            tail += 1
        plan, last = self.plan, max(start, len(old) - tail - 1)
        first = old[min(start, len(old) - 1)]
        spot = Spot(first.section_id, first.line)
        if last > start:
            end = Spot(old[last].section_id, old[last].line, len(old[last].text))
            plan = plan_text_edits.remove_range(plan, old, spot, end).plan
        words = lines[start : len(lines) - tail]
        section = plan.section(spot.section_id)
        if section is not None and words:
            changed = with_block(section, spot.line, words[0])
            values = {"title": changed.title, "text": changed.text}
            plan = replace(plan, sections=outline.update(plan.sections, section.id, **values))
        edit = TextEdit(plan, replace(spot, offset=len(words[0]) if words else 0))
        for word in words[1:]:
            edit = plan_text_levels.paste(edit.plan, edit.spot, (Section(first.kind, text=word),))
        # What Qt shows is no longer what the blocks say: show all anew.
        self.view.text.blocks = []
        self._finish(edit)

    # -- the outline

    def do(self, wish: str) -> None:
        """Do what a key or a button of the text stands for, see `PlanTextView.key_wanted`."""
        QGuiApplication.inputMethod().commit()
        spot, edit = self.view.spot, _EDITS[wish]
        if not self.plan.sections:
            return
        chosen = self.view.chosen_sections()
        if wish in _FOR_SEVERAL and len(chosen) > 1:
            done = plan_text_levels.for_each(self.plan, chosen, edit, spot)
        else:
            done = edit(self.plan, spot)
        if not self._finish(done) and wish == "indent":
            self.hinted.emit(self.tr("Phía trên chưa có mục cùng cấp để đưa mục này vào trong."))
        elif done.plan is self.plan and wish == "outdent":
            self.hinted.emit(self.tr("Mục này đã ở ngoài cùng."))

    def set_kind(self, kind: SectionKind) -> None:
        """Give the paragraph at the cursor another kind."""
        self._finish(plan_text_levels.set_kind(self.plan, self.view.spot, kind))
        self._show_place()

    def _choose_kind(self) -> None:
        self.set_kind(SectionKind(self.kind.currentData()))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove_range(self, start: Spot, end: Spot) -> None:
        self._finish(plan_text_edits.remove_range(self.plan, self.view.text.blocks, start, end))

    def _finish(self, edit: TextEdit) -> bool:
        """Make an edit the draft's state and show it; tell whether it changed anything."""
        changed = edit.plan is not self.plan and edit.plan != self.plan
        self._opened = edit.opened
        if changed:
            self.draft.seal()
            self.apply(edit.plan, "", edit.spot.section_id, Part.OUTLINE)
            self.draft.seal()
        self._show(edit.spot)
        self.view.announce()
        self._show_place()
        return changed

    # -- pasting

    def _paste(self, data: QMimeData) -> None:
        """Put what is pasted in: one line into the paragraph, several as sections."""
        QGuiApplication.inputMethod().commit()
        found: tuple[Section, ...] = ()
        try:
            if data.hasHtml():
                found = plan_paste.from_html(data.html())
            if not found and data.hasText():
                found = plan_paste.from_text(data.text())
        except InvalidInput as error:
            self.hinted.emit(self.tr("Chưa dán: phần chép quá dài, {0}.").format(error.problems["paste"]))
            return
        if found:
            self.insert(found)

    def insert(self, sections: tuple[Section, ...]) -> None:
        """Put sections in at the cursor, in place of the selection. A single plain line joins the paragraph."""
        view = self.view
        if not view.remove_range():
            view.textCursor().removeSelectedText()
        one = sections[0]
        line = one.title or one.text
        single = len(sections) == 1 and not one.children and not (one.title and one.text) and "\n" not in line
        place = view.text.place(view.spot.section_id, view.spot.line)
        if single and (one.kind is SectionKind.TEXT or view.text.blocks[place].text):
            view.textCursor().insertText(line)
        else:
            self._finish(plan_text_levels.paste(self.plan, view.spot, sections))

    # -- what stands around the text

    def _enter(self, section_id: str) -> None:
        self._show_place()
        self.entered.emit(section_id)

    def _show_place(self) -> None:
        section = self.plan.section(self.section_id)
        if section is not None:
            self.kind.show_value(section.kind)
        notes = [note for note in self.plan.notes if section is not None and note.section_id == section.id]
        self._note_row.setVisible(bool(notes))
        self.note.setText("\n".join(self.tr("Cần xem lại: {0}").format(note.reason) for note in notes))

    def _mark_seen(self) -> None:
        notes = tuple(note for note in self.plan.notes if note.section_id != self.section_id)
        self.apply(replace(self.plan, notes=notes), "", self.section_id, Part.NOTES)
        self.reload()

    def tidy(self) -> None:
        """Keep titles and texts in their clean form."""
        self._opened = ""
        sections = _tidied(self.plan.sections)
        if sections is not self.plan.sections:
            self._own = True
            try:
                self.draft.amend(replace(self.plan, sections=sections), Edit(Part.OUTLINE, self.section_id))
            finally:
                self._own = False
        if self._shown is not self.plan.sections or self._has_empty_lines():
            self._show(None)
        self.draft.seal()

    def _has_empty_lines(self) -> bool:
        """Tell whether a block is shown that the plan does not have: a line or title left empty."""
        return any(not block.text for block in self.view.text.blocks)

    def go_to(self, section_id: str, line: int = TITLE, offset: int = 0, length: int = 0) -> None:
        """Show a place in the text and select letters there."""
        if self._shown is not self.plan.sections:
            self.reload()
        self.view.select(Spot(section_id, line, offset), length)


def _nothing() -> None:
    """Do nothing: a button that stays down says so by itself."""


def _tidied(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return sections with clean texts; the very same tuple when nothing changes."""
    changed = []
    for section in sections:
        clean, children = tidy_section(section), _tidied(section.children)
        changed.append(clean if children is section.children else replace(clean, children=children))
    same = all(new is old for new, old in zip(changed, sections, strict=True))
    return sections if same else tuple(changed)
