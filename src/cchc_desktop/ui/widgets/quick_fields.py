"""The fields of the quick entry, in two rows: date, form and title; quantities of the form, task and people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cchc_desktop.domain.catalogue import Catalogues, Measure
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.text import clean_line
from cchc_desktop.ui.models.activity_draft import ActivityDraft
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.field import Field, show_problems
from cchc_desktop.ui.widgets.suggest_line import Suggestion, SuggestLine

if TYPE_CHECKING:  # rapidfuzz comes with the first title that is looked for
    from cchc_desktop.services.activity_hints import TitleHint

_LABEL = 16  # letters that a number field has room for above it


class QuickFields(QWidget):
    """`touched` fires when anything is typed or chosen, `date_changed` carries the day or None.

    `line_made` carries each number field that comes with a form.
    """

    touched = Signal()
    line_made = Signal(object)
    date_changed = Signal(object)

    def __init__(self, catalogues: Catalogues, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogues = catalogues
        self._today = today
        self._counts: dict[str, Field] = {}
        self._typed: dict[str, str] = {}
        self._hints: tuple[TitleHint, ...] = ()
        self._id = ""
        self._build()
        self._arrange()
        self._connect()

    def _build(self) -> None:
        self.date_edit = DateEdit(self._today, self)
        self.date_edit.setObjectName("quick_date")
        self.form_line = SuggestLine("quick_form", self)
        self.form_line.setPlaceholderText(self.tr("gõ vài chữ, không cần dấu"))
        self.title_line = SuggestLine("quick_title", self, free=True)
        self.title_line.setMaxLength(1000)
        self.title_line.setPlaceholderText(self.tr("gõ, hoặc bấm ↓ để chọn việc của kế hoạch, việc đã ghi"))
        self.task_line = SuggestLine("quick_task", self)
        self.task_line.setPlaceholderText(self.tr("ngoài kế hoạch"))
        self.people_edit = QLineEdit(self)
        self.people_edit.setObjectName("quick_people")
        self._fields = {
            "date": Field(self.tr("Ngày"), self.date_edit),
            "form": Field(self.tr("Hình thức"), self.form_line),
            "title": Field(self.tr("Nội dung"), self.title_line),
            "task_id": Field(self.tr("Nhiệm vụ của kế hoạch"), self.task_line),
            "people": Field(self.tr("Người thực hiện"), self.people_edit),
        }
        self.set_catalogues(self._catalogues)

    def _arrange(self) -> None:
        self.date_edit.setFixedWidth(self.fontMetrics().horizontalAdvance("00/00/0000") + 60)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._fields["date"], 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._fields["form"], 4, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._fields["title"], 9, Qt.AlignmentFlag.AlignTop)
        self._second = QHBoxLayout()
        self._second.setSpacing(8)
        self._second.addWidget(self._fields["task_id"], 5, Qt.AlignmentFlag.AlignTop)
        self._second.addWidget(self._fields["people"], 3, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(self._second)
        self.set_tab_order(self.date_edit)

    def _connect(self) -> None:
        self.date_edit.textChanged.connect(self.touched)
        self.date_edit.date_changed.connect(self.date_changed)
        self.form_line.key_changed.connect(self._form_changed)
        self.title_line.textChanged.connect(self.touched)
        self.title_line.taken.connect(self._hint_taken)
        self.task_line.key_changed.connect(self.touched)
        self.people_edit.textChanged.connect(self.touched)

    # ------------------------------------------------------------------ what is offered

    def set_catalogues(self, catalogues: Catalogues) -> None:
        """Offer the forms of other catalogues."""
        self._catalogues = catalogues
        self.form_line.set_suggestions(
            [Suggestion(form.code, form.name, "", " ".join((form.code, *form.aliases))) for form in catalogues.forms]
        )

    def set_tasks(self, tasks: Sequence[Task]) -> None:
        """Offer the tasks of the year's plan, to be found by their number too."""
        self.task_line.set_suggestions(
            [
                Suggestion(task.id, f"{number}. {clean_line(task.content)}", "", str(number))
                for number, task in enumerate(tasks, 1)
            ]
        )

    def set_hints(self, hints: Sequence[TitleHint]) -> None:
        """Offer titles to take over."""
        self._hints = tuple(hints)
        self._sort_hints()

    def _sort_hints(self) -> None:
        """Put titles of the form chosen first."""
        form = self.form_line.key()
        order = sorted(range(len(self._hints)), key=lambda place: self._hints[place].form != form) if form else None
        names = {one.code: one.name for one in self._catalogues.forms}
        items = []
        for place in order if order is not None else range(len(self._hints)):
            hint = self._hints[place]
            detail = self.tr("nhiệm vụ {}").format(hint.number) if hint.number else names.get(hint.form, "")
            items.append(Suggestion(str(place), hint.title, detail))
        self.title_line.set_suggestions(items)

    def _hint_taken(self, item: Suggestion) -> None:
        """A title brings what is still empty along: form, task and people."""
        hint = self._hints[int(item.key)]
        if hint.task_id:
            self.task_line.set_key(hint.task_id)
        if hint.form and not self.form_line.key():
            self.form_line.set_key(hint.form)
        if hint.people and not self.people_edit.text().strip():
            self.people_edit.setText(hint.people)

    # ------------------------------------------------------------------ what stands there

    def show_draft(self, draft: ActivityDraft) -> None:
        """Fill the fields."""
        self._drop_counts()
        self._typed = dict(draft.counts)
        self._id = draft.id
        self.date_edit.setText(draft.day)
        self.form_line.set_key(draft.form)
        self._build_counts()
        self.title_line.setText(draft.title)
        self.task_line.set_key(draft.task_id)
        self.people_edit.setText(draft.people)
        self.show_problems({})

    def draft(self) -> ActivityDraft:
        """Return what stands in the fields; a composing input method finishes first."""
        if self.isVisible():
            QGuiApplication.inputMethod().commit()
        typed = {code: text for code, field in self._counts.items() if (text := _line(field).text()).strip()}
        return ActivityDraft(
            self.date_edit.text(),
            self.form_line.key(),
            self.title_line.text(),
            typed,
            self.task_line.key(),
            self.people_edit.text(),
            id=self._id,
        )

    def next_draft(self) -> ActivityDraft:
        """Return the draft of the entry that follows: same day, form and people."""
        now = self.draft()
        return replace(ActivityDraft(), day=now.day, form=now.form, people=now.people)

    def show_problems(self, problems: dict[str, str]) -> list[str]:
        """Put problems at their fields; return those that belong to none."""
        return show_problems(self._fields | {f"counts.{code}": field for code, field in self._counts.items()}, problems)

    def problem(self, name: str) -> str:
        """Return what is said to be wrong with a field."""
        return (self._fields | {f"counts.{code}": field for code, field in self._counts.items()})[name].problem

    def set_tab_order(self, first: QWidget) -> None:
        """Let form, title, task and people follow a widget; quantities come in between as they are made."""
        # What is put into a `Field` moves to the end of the chain, so every step is said.
        for before, after in pairwise((first, self.form_line, self.title_line, self.task_line, self.people_edit)):
            QWidget.setTabOrder(before, after)

    def leave_date_out(self, first: QWidget) -> None:
        """Hide the date: the days come from elsewhere, and the fields follow another widget."""
        self._fields["date"].hide()
        self.set_tab_order(first)

    def focus_first(self) -> None:
        """Put the cursor where typing starts."""
        self.date_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.date_edit.selectAll()

    def first_editor_after_form(self) -> QWidget:
        """Return where the next entry of the same day and form begins."""
        return self.title_line

    # ------------------------------------------------------------------ quantities

    def _form_changed(self) -> None:
        self._build_counts()
        self._sort_hints()
        self.touched.emit()

    def _build_counts(self) -> None:
        """Make a number field for each measure of the form; what was typed for one of that name comes back."""
        self._typed |= {code: _line(field).text() for code, field in self._counts.items()}
        self._drop_counts()
        form = self._catalogues.form(self.form_line.key())
        before: QWidget = self.title_line
        for place, measure in enumerate(form.measures if form else ()):
            field = self._count_field(measure)
            self._counts[measure.code] = field
            self._second.insertWidget(place, field, 2, Qt.AlignmentFlag.AlignTop)
            field.show()  # a layout shows it one event later, and a quick Enter would pass it by
            QWidget.setTabOrder(before, field.editor)
            before = field.editor
        QWidget.setTabOrder(before, self.task_line)
        QWidget.setTabOrder(self.task_line, self.people_edit)

    def _count_field(self, measure: Measure) -> Field:
        line = QLineEdit(self)
        line.setObjectName(f"quick_count_{measure.code}")
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setMinimumWidth(self.fontMetrics().horizontalAdvance("000.000") + 16)
        line.setText(self._typed.get(measure.code, ""))
        line.textChanged.connect(self.touched)
        line.setToolTip(f"{measure.name} ({measure.unit})")
        line.setAccessibleName(measure.name)
        # A long name would be cut by a field this narrow: its unit says as much.
        short = measure.name if len(measure.name) <= _LABEL else measure.unit[:1].upper() + measure.unit[1:]
        field = Field(short, line, parent=self)
        field.label.setToolTip(f"{measure.name} ({measure.unit})")
        self.line_made.emit(line)
        return field

    def _drop_counts(self) -> None:
        for field in self._counts.values():
            self._second.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._counts = {}


def _line(field: Field) -> QLineEdit:
    assert isinstance(field.editor, QLineEdit)
    return field.editor
