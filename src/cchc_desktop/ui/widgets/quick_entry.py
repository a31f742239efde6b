"""The panel at the foot of the window in which an activity is logged without leaving the place one is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.period import data_year
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.activity_draft import ActivityDraft
from cchc_desktop.ui.quick_panel import DRAFT
from cchc_desktop.ui.undoing import take_back
from cchc_desktop.ui.widgets.activity_evidence import ActivityEvidence
from cchc_desktop.ui.widgets.notice_bar import Action, NoticeBar
from cchc_desktop.ui.widgets.quick_fields import QuickFields

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_TYPING_PAUSE = 700  # ms after the last key before the draft is written and the double is looked for
_TITLE_SHOWN = 70


class QuickEntry(QFrame):
    """`wanted` asks for another place with a request, as `Place.wanted`; `closed` fires when it is put away."""

    wanted = Signal(str, object)
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quick_entry")
        self.setProperty("role", "card")
        self._context = context
        self._year = 0
        self._stale = True
        self._shown = ActivityDraft()
        self._timer = QTimer(self, singleShot=True, interval=_TYPING_PAUSE)
        self._build()
        self._arrange()
        self._connect()

    def _build(self) -> None:
        self.bar = NoticeBar(self)
        self.bar.setObjectName("quick_bar")
        self.twin_bar = NoticeBar(self)
        self.twin_bar.setObjectName("quick_twin")
        self.fields = QuickFields(self._context.services.catalogues, self._context.today, self)
        self.evidence = ActivityEvidence(self._context, self)
        self.evidence.setFixedWidth(250)
        for button in (self.evidence.add_button, self.evidence.paste_button):
            button.hide()  # the panel has its own
        self.evidence.hide()
        self.again_button = self._tool("mdi6.content-duplicate", self.tr("Như lần trước"), "quick_again")
        self.again_button.setToolTip(self.tr("Chép nội dung, số lượng của hoạt động ghi gần nhất (Ctrl+D)"))
        self.file_button = self._tool("mdi6.paperclip", self.tr("Ảnh, tệp…"), "quick_file")
        self.file_button.setToolTip(self.tr("Chọn ảnh, tệp; hoặc kéo thả vào khung này, dán ảnh bằng Ctrl+V"))
        self.paste_button = self._tool("", self.tr("Dán"), "quick_paste")
        self.paste_button.setToolTip(self.tr("Dán ảnh, tệp vừa sao chép (Ctrl+V)"))
        self.more_button = self._tool("", self.tr("Đầy đủ…"), "quick_more")
        self.more_button.setToolTip(self.tr("Mang những gì đã gõ sang Nhật ký để ghi thêm ghi chú, minh chứng"))
        self.next_button = QPushButton(self.tr("Ghi và nhập tiếp"), self)
        self.next_button.setObjectName("quick_next")
        self.next_button.setToolTip(self.tr("Ctrl+Enter: ghi, giữ ngày và hình thức cho hoạt động tiếp theo"))
        self.save_button = QPushButton(self.tr("Ghi"), self)
        self.save_button.setObjectName("quick_save")
        self.save_button.setProperty("role", "main")
        self.close_button = self._tool("mdi6.chevron-down", "", "quick_close")
        self.close_button.setToolTip(self.tr("Thu gọn (Esc); phần đang gõ được giữ lại"))
        self.close_button.setAccessibleName(self.tr("Thu gọn"))

    def _tool(self, symbol: str, text: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        if symbol:
            button.setIcon(icon(symbol))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _arrange(self) -> None:
        heading = QLabel(self.tr("Ghi nhanh hoạt động"), self)
        heading.setProperty("role", "heading")
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(heading, 1)
        for tool in (self.again_button, self.file_button, self.paste_button, self.more_button):
            head.addWidget(tool)
        head.addSpacing(6)
        for button in (self.save_button, self.next_button, self.close_button):
            head.addWidget(button)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.fields, 1, Qt.AlignmentFlag.AlignTop)
        middle.addWidget(self.evidence, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 10, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.twin_bar)
        column.addLayout(middle)
        QWidget.setTabOrder(self.fields.people_edit, self.save_button)
        QWidget.setTabOrder(self.save_button, self.next_button)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._pause)
        self.fields.touched.connect(self._touch)
        self.fields.date_changed.connect(self._follow_date)
        self.fields.date_changed.connect(self.evidence.set_day)
        self.evidence.watch(self)
        self.fields.line_made.connect(self._watch_line)
        self.evidence.changed.connect(self._evidence_changed)
        self.evidence.day_wanted.connect(self.fields.date_edit.set_date)
        self.file_button.clicked.connect(self.evidence.add_button.click)
        self.paste_button.clicked.connect(self._paste)
        self.again_button.clicked.connect(self.repeat_last)
        self.more_button.clicked.connect(self._more)
        self.save_button.clicked.connect(self._save_and_close)
        self.next_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self.put_away)
        self._context.bus.changed.connect(self._changed)

    # ------------------------------------------------------------------ opening and putting away

    def open_on(self, day: date | None = None) -> None:
        """Show the panel, with what was left behind or on a day (today), the cursor at the date."""
        self.fields.set_catalogues(self._context.services.catalogues)
        draft = self.fields.draft()
        if self.isHidden() or draft.is_blank():
            kept = self._context.services.drafts.read(DRAFT)
            fresh = ActivityDraft(day=short_date(day or self._context.today()), form=draft.form, people=draft.people)
            self._show_draft(ActivityDraft.from_json(kept) if kept else fresh)
        self.show()
        self._follow_date(self.fields.date_edit.date())
        self.fields.focus_first()

    def put_away(self) -> None:
        """Keep what was typed and hide."""
        self.keep()
        self.bar.hide()
        self.closed.emit()

    def keep(self) -> None:
        """Write what stands in the fields as a draft; nothing is asked."""
        self._timer.stop()
        if self.isHidden():
            return
        draft = self._draft()
        if draft.is_blank():
            self._context.services.drafts.drop(DRAFT)
        elif draft != self._shown:
            self._context.services.drafts.keep(DRAFT, draft.as_json())

    def _draft(self) -> ActivityDraft:
        return replace(self.fields.draft(), id=self.evidence.draft_id)

    def _show_draft(self, draft: ActivityDraft) -> None:
        self.fields.show_draft(draft)
        self.evidence.show_owner(draft.id, stored=False)
        self.evidence.set_day(self.fields.date_edit.date())
        self._evidence_changed()
        self.twin_bar.hide()
        self._timer.stop()
        self._shown = ActivityDraft()

    # ------------------------------------------------------------------ what is offered

    def _changed(self, change: Change) -> None:
        self._stale = self._stale or change.topic in (Topic.PLAN, Topic.ACTIVITY)
        if self.isVisible() and change.topic is Topic.PLAN:
            self._follow_date(self.fields.date_edit.date())

    def _follow_date(self, day: date | None) -> None:
        """Offer the tasks of the plan that holds on the day typed, and the titles of plan and log."""
        if self.isHidden():
            return
        services = self._context.services
        day = day or self._context.today()
        year = data_year(day, services.catalogues.periods)
        if year != self._year or self._stale:
            self._year, self._stale = year, False
            self.fields.set_tasks(services.plans.tasks(year))
            self.fields.set_hints(services.activities.title_hints(day))

    def repeat_last(self) -> None:
        """Take form, title, quantities, task and people of the entry made last; the day stays as it is."""
        last = self._context.services.activities.last_entered()
        if last is None:
            self.bar.tell(self.tr("Nhật ký chưa có hoạt động nào để chép lại."))
            return
        day, now = self.fields.date_edit.text(), self._draft()
        self._show_draft(replace(ActivityDraft.of(last), day=day, base=None, id=now.id))
        self.fields.title_line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._touch()

    def _evidence_changed(self) -> None:
        self.evidence.setVisible(bool(self.evidence.draft_id or self.evidence.bar.text))
        self._touch()

    def _watch_line(self, line: QWidget) -> None:
        line.installEventFilter(self.evidence)

    def _paste(self) -> None:
        self.evidence.show()
        self.evidence.paste_button.click()
        self._evidence_changed()

    # ------------------------------------------------------------------ saving

    def _read(self) -> Activity | None:
        """Return the entry when it is sound, else show what is wrong."""
        draft = self._draft()
        activity, problems = draft.read(self._context.services.catalogues, self._context.today())
        if self.fields.form_line.unmatched():
            problems["form"] = self.tr("danh mục không có hình thức này; bấm ↓ để chọn")
        if self.fields.task_line.unmatched():
            problems["task_id"] = self.tr("kế hoạch không có nhiệm vụ này; bấm ↓ để chọn, hoặc xóa trống")
        self.fields.show_problems(problems)
        return None if problems else activity

    def save(self) -> bool:
        """Log the entry; date, form and people stay for the next one. False when something is wrong (and shown)."""
        self._timer.stop()
        self.fields.form_line.settle()
        self.fields.task_line.settle()
        activity = self._read()
        if activity is None:
            return False
        try:
            saved = self._context.services.activities.save(activity)
        except InvalidInput as error:
            for reason in self.fields.show_problems(error.problems):
                self.bar.tell(reason[:1].upper() + reason[1:])
            return False
        except AppError as error:
            self._context.ask.error(self, error)
            return False
        step = self._context.services.undo.last
        typed, following = self._draft(), self.fields.next_draft()
        self._context.services.drafts.drop(DRAFT)
        self._context.saved()
        self._show_draft(following)
        self._context.bus.announce(saved.change)
        self._follow_date(self.fields.date_edit.date())
        self._tell_saved(saved.activity, step, typed)
        self.fields.first_editor_after_form().setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _save_and_close(self) -> None:
        if self.save():
            text = self.bar.text
            self.closed.emit()
            self._context.hint(text)

    def _tell_saved(self, activity: Activity, step: str, typed: ActivityDraft) -> None:
        twins = self._context.services.activities.near_same(activity)
        text = self.tr("Đã ghi “{}” ngày {}.").format(_short(activity.title), short_date(activity.date))
        if twins:
            text += " " + self.tr("Cùng ngày, cùng hình thức đã có “{}”.").format(_short(twins[0].title))
        undo = partial(take_back, self._context, step, partial(self._undone, typed))
        actions: list[Action] = [(self.tr("Hoàn tác"), undo)]
        if not activity.task_id:
            actions.append((self.tr("Đưa vào kế hoạch"), partial(self._into_plan, activity.id)))
        self.bar.tell(text, *actions)

    def _undone(self, typed: ActivityDraft) -> None:
        """Say so, and give the words back to be put right; evidence stays with the entry that went."""
        self.bar.tell(self.tr("Đã bỏ hoạt động vừa ghi. Ctrl+Shift+Z để lấy lại."))
        if not typed.id and self._draft().is_blank():
            self._show_draft(typed)

    def _into_plan(self, activity_id: str, *_: object) -> None:
        from cchc_desktop.ui.screens.activity_into_plan import into_plan

        said = into_plan(self._context, self, activity_id)
        if said:
            self.bar.tell(said)

    # ------------------------------------------------------------------ while typing

    def _touch(self) -> None:
        self._timer.start()

    def _pause(self) -> None:
        """Write the draft, and look whether the same thing is logged already."""
        if self.isHidden():
            return
        draft = self._draft()
        if not draft.is_blank():
            self._context.services.drafts.keep(DRAFT, draft.as_json())
            self._shown = draft
        activity, problems = draft.read(self._context.services.catalogues, self._context.today())
        twins: Sequence[Activity] = ()
        if activity is not None and not {"date", "form", "title"} & problems.keys():
            twins = self._context.services.activities.near_same(activity)
        if not twins:
            self.twin_bar.hide()
            return
        text = self.tr("Có thể đã ghi rồi: cùng ngày, cùng hình thức đã có “{}”.").format(_short(twins[0].title))
        look = partial(self._look, twins[0].id)
        self.twin_bar.tell(text, (self.tr("Xem"), look), (self.tr("Vẫn ghi"), self._save_anyway))

    def _save_anyway(self) -> None:
        self.save()

    def _look(self, activity_id: str, *_: object) -> None:
        self.keep()
        self.wanted.emit("activity", activity_id)

    def _more(self) -> None:
        """Carry what was typed to the form of the log."""
        draft = self._draft()
        self._context.services.drafts.drop(DRAFT)
        self._show_draft(ActivityDraft(day=draft.day, form=draft.form, people=draft.people))
        self.closed.emit()
        self.wanted.emit("activity", draft)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on, or presses the button it is on; Ctrl+Enter saves and goes on; Ctrl+D repeats the last."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            if control:
                self.save()
            elif isinstance(focused, QPushButton | QToolButton):
                focused.click()
            else:
                self.focusNextChild()
        elif control and event.key() == Qt.Key.Key_D:
            self.repeat_last()
        else:
            super().keyPressEvent(event)


def _short(title: str) -> str:
    return title if len(title) <= _TITLE_SHOWN else title[: _TITLE_SHOWN - 1].rstrip() + "…"
