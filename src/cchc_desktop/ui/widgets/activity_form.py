"""The side panel in which an activity is logged or corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Catalogues, Form
from cchc_desktop.domain.plan import Task
from cchc_desktop.ui.models.activity_draft import ActivityDraft
from cchc_desktop.ui.widgets.activity_evidence import ActivityEvidence
from cchc_desktop.ui.widgets.count_field import CountField
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.field import Field, show_problems
from cchc_desktop.ui.widgets.search_combo import SearchCombo

_TYPING_PAUSE = 1000  # ms after the last key before a draft is written and duplicates are looked for


class ActivityForm(QFrame):
    """Edits one entry.

    `submitted` carries a sound `Activity` and whether the next one is to follow. `paused` fires a moment after
    the last key: the place writes the draft and looks for duplicates. `closed` asks to be hidden. `plan_wanted`
    carries a stored entry outside the plan that is to become a task of it, `look_wanted` the id of the double that
    the warning names.
    """

    submitted = Signal(object, bool)
    paused = Signal()
    closed = Signal()
    date_changed = Signal(object)
    plan_wanted = Signal(object)
    look_wanted = Signal(str)

    def __init__(self, catalogues: Catalogues, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("activity_form")
        self.setProperty("role", "card")
        self._catalogues = catalogues
        self._today = today
        self._base: Activity | None = None
        self._evidence: ActivityEvidence | None = None
        self._counts: dict[str, CountField] = {}
        self._typed: dict[str, str] = {}
        self._double = ""
        self._shown = ActivityDraft()
        self._timer = QTimer(self, singleShot=True, interval=_TYPING_PAUSE)
        self._timer.timeout.connect(self.paused)
        self._build()

    def _build(self) -> None:
        self._heading = QLabel(self)
        self._heading.setProperty("role", "heading")
        self.date_edit = DateEdit(self._today, self)
        self.date_edit.setObjectName("activity_date")
        self.form_box = SearchCombo(self)
        self.form_box.setObjectName("activity_form_box")
        self._offer_forms("")
        self.title_edit = QPlainTextEdit(self)
        self.title_edit.setObjectName("activity_title")
        self.title_edit.setTabChangesFocus(True)
        self.title_edit.setFixedHeight(3 * self.fontMetrics().lineSpacing() + 16)
        self.task_box = SearchCombo(self)
        self.task_box.setObjectName("activity_task")
        self.people_edit = QLineEdit(self)
        self.people_edit.setObjectName("activity_people")
        self.note_edit = QPlainTextEdit(self)
        self.note_edit.setObjectName("activity_note")
        self.note_edit.setTabChangesFocus(True)
        self.note_edit.setFixedHeight(3 * self.fontMetrics().lineSpacing() + 16)
        self._fields = {
            "date": Field(self.tr("Ngày thực hiện"), self.date_edit),
            "form": Field(self.tr("Hình thức"), self.form_box),
            "title": Field(self.tr("Nội dung"), self.title_edit),
            "task_id": Field(self.tr("Nhiệm vụ của kế hoạch"), self.task_box),
            "people": Field(self.tr("Người thực hiện"), self.people_edit),
            "note": Field(self.tr("Ghi chú"), self.note_edit),
        }
        self.plan_button = QPushButton(self.tr("Đưa vào kế hoạch"), self)
        self.plan_button.setObjectName("activity_into_plan")
        self.plan_button.setProperty("role", "link")
        self.plan_button.setToolTip(self.tr("Thêm hoạt động này thành một nhiệm vụ của kế hoạch năm"))
        self.plan_button.hide()
        self.look_button = QPushButton(self.tr("Xem"), self)
        self.look_button.setObjectName("activity_look")
        self.anyway_button = QPushButton(self.tr("Vẫn ghi"), self)
        self.anyway_button.setObjectName("activity_anyway")
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        page = QWidget(self)
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 4, 14, 4)
        column.setSpacing(9)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        first = QHBoxLayout()
        first.setSpacing(8)
        self.date_edit.setFixedWidth(self.fontMetrics().horizontalAdvance("00/00/0000") + 66)
        first.addWidget(self._fields["date"], 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._fields["form"], 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(first)
        column.addWidget(self._fields["title"])
        column.addLayout(self._rows)
        column.addWidget(self._fields["task_id"])
        column.addWidget(self.plan_button, 0, Qt.AlignmentFlag.AlignLeft)
        for name in ("people", "note"):
            column.addWidget(self._fields[name])
        column.addStretch(1)
        self._column = column
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        self._scroll = scroll
        self._warning = QLabel(self)
        self._warning.setObjectName("activity_warning")
        self._warning.setProperty("role", "warning")
        self._warning.setWordWrap(True)
        self._warning.hide()
        self.save_button = QPushButton(self.tr("Ghi"), self)
        self.save_button.setObjectName("activity_save")
        self.save_button.setProperty("role", "main")
        self.next_button = QPushButton(self.tr("Ghi và nhập tiếp"), self)
        self.next_button.setObjectName("activity_next")
        self.next_button.setToolTip(self.tr("Ctrl+Enter: ghi rồi mở hoạt động mới cùng ngày, cùng hình thức"))
        self.close_button = QPushButton(self.tr("Đóng"), self)
        self.close_button.setObjectName("activity_close")
        buttons = QHBoxLayout()
        buttons.setContentsMargins(14, 0, 14, 0)
        for button in (self.save_button, self.next_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 12)
        for widget in (self._heading, self._warning):
            widget.setContentsMargins(14, 0, 14, 0)
        self.head = QHBoxLayout()
        self.head.addWidget(self._heading, 1)
        layout.addLayout(self.head)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._warning)
        layout.addLayout(self._double_row())
        layout.addLayout(buttons)

    def _double_row(self) -> QHBoxLayout:
        """Return what can be done about the double that the warning names."""
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 0)
        for button in (self.look_button, self.anyway_button):
            button.hide()
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.date_edit.textChanged.connect(self._touch)
        self.date_edit.date_changed.connect(self.date_changed)
        self.date_edit.date_changed.connect(self._follow_day)
        self.form_box.key_changed.connect(self._form_changed)
        for editor in (self.title_edit, self.note_edit):
            editor.textChanged.connect(self._touch)
            editor.installEventFilter(self)
        self.task_box.key_changed.connect(self._touch)
        self.people_edit.textChanged.connect(self._touch)
        self.save_button.clicked.connect(self._save)
        self.next_button.clicked.connect(self._save_next)
        self.close_button.clicked.connect(self.closed)
        self.plan_button.clicked.connect(self._want_plan)
        self.look_button.clicked.connect(self._want_look)
        self.anyway_button.clicked.connect(self._save)

    def put_evidence(self, evidence: ActivityEvidence) -> None:
        """Show the evidence below the fields; drops anywhere on the form and pastes are its business."""
        self._evidence = evidence
        self._column.insertWidget(self._column.indexOf(self._rows) + 1, evidence)
        evidence.watch(self)
        evidence.changed.connect(self._touch)
        evidence.grown.connect(self._look_at_evidence)
        QWidget.setTabOrder(self.note_edit, evidence)
        QWidget.setTabOrder(evidence, self.save_button)
        evidence.day_wanted.connect(self.date_edit.set_date)
        self.date_edit.date_changed.connect(evidence.set_day)

    def _look_at_evidence(self) -> None:
        if self._evidence is not None:
            self._scroll.ensureWidgetVisible(self._evidence, 0, 8)

    def set_tasks(self, tasks: Sequence[Task]) -> None:
        """Offer the tasks of the year's plan."""
        items = [("", self.tr("(ngoài kế hoạch)"), "")]
        items += [(task.id, f"{number}. {task.content}", str(number)) for number, task in enumerate(tasks, 1)]
        kept = self.task_box.key()
        self.task_box.set_items(items)
        self.task_box.set_key(kept)

    def set_catalogues(self, catalogues: Catalogues) -> None:
        """Offer the forms of changed catalogues; what was typed stays."""
        self._catalogues = catalogues
        self._follow_day()

    def _follow_day(self, _: object = None) -> None:
        """Offer the forms and ask for the measures that are in use on the day of the entry."""
        self._offer_forms(self.form_box.key())
        form = self._form()
        if [measure.code for measure in (form.measures if form else ())] != list(self._counts):
            self._build_counts()

    def _offer_forms(self, chosen: str) -> None:
        day = self.date_edit.date() or self._today()
        used = {form.code for form in self._catalogues.forms_on(day)} | {chosen}
        forms = [form for form in self._catalogues.at(day).forms if form.code in used]
        self.form_box.set_items([(form.code, form.name, " ".join((form.code, *form.aliases))) for form in forms])

    def _form(self) -> Form | None:
        """Return the chosen form as it is on the day of the entry."""
        return self._catalogues.at(self.date_edit.date() or self._today()).form(self.form_box.key())

    def show_draft(self, draft: ActivityDraft) -> None:
        """Fill the fields."""
        self._base = draft.base
        self._heading.setText(self.tr("Sửa hoạt động") if draft.base else self.tr("Ghi hoạt động mới"))
        self._drop_counts()
        self._typed = dict(draft.counts)
        self.date_edit.setText(draft.day)
        self._offer_forms(draft.form)
        self.form_box.set_key(draft.form)
        self._build_counts()
        self.title_edit.setPlainText(draft.title)
        self.task_box.set_key(draft.task_id)
        self.people_edit.setText(draft.people)
        self.note_edit.setPlainText(draft.note)
        self.show_warning("")
        show_problems(self._all_fields(), {})
        if self._evidence is not None:
            self._evidence.show_owner(draft.base.id if draft.base else draft.id, stored=draft.base is not None)
            self._evidence.set_day(self.date_edit.date())
        self.plan_button.setVisible(draft.base is not None and not draft.base.task_id)
        self._timer.stop()
        self._shown = self.draft()

    def set_heading(self, text: str) -> None:
        """Say what is being done with the entry on show."""
        self._heading.setText(text)

    def draft(self) -> ActivityDraft:
        """Return what stands in the fields; a composing input method finishes first."""
        if self.isVisible():
            QGuiApplication.inputMethod().commit()
        typed = {code: field.line.text() for code, field in self._counts.items()}
        return ActivityDraft(
            self.date_edit.text(),
            self.form_box.key(),
            self.title_edit.toPlainText(),
            {code: text for code, text in typed.items() if text.strip()},
            self.task_box.key(),
            self.people_edit.text(),
            self.note_edit.toPlainText(),
            self._base,
            self._evidence.draft_id if self._evidence is not None else "",
        )

    def is_changed(self) -> bool:
        """Tell whether anything differs from what was shown."""
        return self.draft() != self._shown

    def show_warning(self, text: str, double: str = "") -> None:
        """Show a line that does not block ("Có thể đã ghi rồi…"), "" to take it away; `double` is the id it names."""
        self._double = double
        self._warning.setText(text)
        self._warning.setVisible(bool(text))
        for button in (self.look_button, self.anyway_button):
            button.setVisible(bool(double))

    def show_problems(self, problems: dict[str, str]) -> None:
        """Put problems at their fields."""
        rest = show_problems(self._all_fields(), problems)
        if rest:
            self.show_warning("; ".join(rest))

    def submit(self, then_next: bool = False) -> bool:
        """Check the fields and hand the entry over; False when something is wrong (and shown)."""
        self._timer.stop()
        activity, problems = self.draft().read(self._catalogues, self._today())
        self.show_problems(problems)
        if problems or activity is None:
            return False
        self.submitted.emit(activity, then_next)
        return True

    def focus_first(self) -> None:
        """Put the cursor where typing starts: the date of a new entry, the title of an old one."""
        first = self.title_edit if self._base else self.date_edit
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.title_edit.moveCursor(QTextCursor.MoveOperation.End)
        if not self._base:
            self.date_edit.selectAll()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever puts the form away has kept what stood in it."""
        if not event.spontaneous():
            self._timer.stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves and goes on; Enter moves to the next field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._save_next()
            else:
                self.focusNextChild()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the title Enter moves on and Ctrl+Enter saves; a note keeps its Enter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if enter and (control or watched is self.title_edit):
                self.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _all_fields(self) -> dict[str, Field]:
        return self._fields | {f"counts.{code}": field for code, field in self._counts.items()}

    def _form_changed(self) -> None:
        self._build_counts()
        self._touch()

    def _build_counts(self) -> None:
        """Make one number field per measure of the form; what was typed for a measure before comes back."""
        self._typed |= {code: field.line.text() for code, field in self._counts.items()}
        self._drop_counts()
        form = self._form()
        measures = form.measures if form else ()
        before: QWidget = self.title_edit
        for measure in measures:
            field = CountField(measure, self)
            field.line.setText(self._typed.get(measure.code, ""))
            field.line.textChanged.connect(self._touch)
            if self._evidence is not None:
                field.line.installEventFilter(self._evidence)
            self._counts[measure.code] = field
            self._rows.addWidget(field)
            field.show()  # a layout shows it one event later, and a quick Enter would pass it by
            QWidget.setTabOrder(before, field.line)
            before = field.line
        QWidget.setTabOrder(before, self.task_box)

    def _drop_counts(self) -> None:
        for field in self._counts.values():
            self._rows.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._counts = {}

    def _touch(self) -> None:
        self._timer.start()

    def _want_plan(self) -> None:
        if self._base is not None:
            self.plan_wanted.emit(self._base)

    def _want_look(self) -> None:
        self.look_wanted.emit(self._double)

    def _save(self) -> None:
        self.submit()

    def _save_next(self) -> None:
        self.submit(then_next=True)

    def next_draft(self) -> ActivityDraft:
        """Return the draft of the entry that follows: same day, form and task."""
        now = self.draft()
        return replace(ActivityDraft(), day=now.day, form=now.form, task_id=now.task_id, people=now.people)
