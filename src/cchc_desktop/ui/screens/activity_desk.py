"""What happens around the form of the log: its drafts, saving, what follows, and the double that may be there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.period import data_year
from cchc_desktop.errors import AppError, Conflict, InvalidInput
from cchc_desktop.ui.models.activity_draft import ActivityDraft
from cchc_desktop.ui.screens.activity_into_plan import into_plan
from cchc_desktop.ui.widgets.activity_evidence import ActivityEvidence
from cchc_desktop.ui.widgets.activity_form import ActivityForm
from cchc_desktop.ui.widgets.history_button import RecordHistoryButton
from cchc_desktop.ui.widgets.history_panel import moment

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

DRAFT = "hoat-dong-moi"


class ActivityDesk(QObject):
    """Works the form of the log.

    `saved` carries the entry that was stored; `left` fires when the form was put away; `told` carries a sentence.
    `look_wanted` carries the id of another entry to look at.
    """

    saved = Signal(object)
    left = Signal()
    told = Signal(str)
    look_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._year = 0
        self._kept = False
        self.form = ActivityForm(context.services.catalogues, context.today, parent)
        self.form.put_evidence(ActivityEvidence(context, self.form))
        self.form.hide()
        self._history = RecordHistoryButton(context, self._record, self.form)
        self.form.head.addWidget(self._history)
        self.form.submitted.connect(self._submit)
        self.form.paused.connect(self._pause)
        self.form.closed.connect(self.close)
        self.form.date_changed.connect(self.follow_date)
        self.form.plan_wanted.connect(self._into_plan)
        self.form.look_wanted.connect(self._look)

    # ------------------------------------------------------------------ opening

    def new(self, day: date) -> None:
        """Open the form for a new entry of a day; a draft that was left behind comes back."""
        draft = self.form.draft()
        if self.form.isVisible() and draft.base is None and (not draft.is_blank() or draft.day == short_date(day)):
            self.form.focus_first()
            return
        if not self.put_away():
            return
        kept = self._context.services.drafts.read(DRAFT)
        self._open(ActivityDraft.from_json(kept) if kept else ActivityDraft(day=short_date(day)))
        if kept:
            self._context.hint(self.tr("Đã mở lại hoạt động đang nhập dở."))

    def take(self, draft: ActivityDraft) -> None:
        """Open the form with what was typed elsewhere."""
        if self.put_away():
            self._open(draft)
            self._pause()

    def edit(self, activity: Activity) -> None:
        """Open the form on a stored entry."""
        if activity.deleted_at:
            self._context.hint(self.tr("Hoạt động đang ở thùng rác. Bấm “Lấy lại” trước khi sửa."))
        elif self.put_away():
            self._open(ActivityDraft.of(activity))

    def duplicate(self, activity: Activity | None) -> None:
        """Open the form with a copy of an entry, or of the one made last, on today; its evidence stays with it."""
        activity = activity or self._context.services.activities.last_entered()
        if activity is None:
            self._context.hint(self.tr("Nhật ký chưa có hoạt động nào để chép."))
            return
        if self.put_away():
            copy = replace(ActivityDraft.of(activity), base=None, day=short_date(self._context.today()))
            self._open(copy)
            self.form.set_heading(self.tr("Ghi hoạt động (bản chép)"))
            self._pause()

    def _open(self, draft: ActivityDraft) -> None:
        self.form.show()
        self.form.show_draft(draft)
        self._history.setVisible(draft.base is not None)
        self.follow_date(self.form.date_edit.date())
        self.form.task_box.set_key(draft.task_id)
        self.form.focus_first()

    def refresh(self) -> None:
        """Read the tasks again."""
        self._year = 0
        self.follow_date(self.form.date_edit.date())

    def follow_date(self, day: date | None) -> None:
        """Offer the tasks of the plan that holds on the day typed."""
        services = self._context.services
        year = data_year(day or self._context.today(), services.catalogues.periods)
        if year != self._year:
            self._year = year
            self.form.set_tasks(services.plans.tasks(year))

    # ------------------------------------------------------------------ saving and leaving

    def _submit(self, activity: Activity, then_next: bool) -> None:
        self._kept = False
        try:
            saved = self._context.services.activities.save(activity)
        except InvalidInput as error:
            self.form.show_problems(error.problems)
            return
        except Conflict as error:
            self._settle(activity, error, then_next)
            return
        except AppError as error:
            self._context.ask.error(self.form, error)
            return
        self._kept = True
        self._context.services.drafts.drop(DRAFT)
        self._context.saved()
        following = self.form.next_draft()
        self._context.bus.announce(saved.change)
        self.saved.emit(saved.activity)
        if then_next:
            self._open(following)
            self.form.title_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.hide()
            self.left.emit()
        self._context.hint(self.tr("Đã ghi: {}").format(saved.activity.title))

    def _settle(self, mine: Activity, error: Conflict, then_next: bool) -> None:
        """Let a person choose between what was typed and what another one stored meanwhile."""
        from cchc_desktop.ui.screens.activity_conflict import ActivityConflictDialog, Kept, differences

        services = self._context.services
        try:
            stored = services.activities.get(mine.id) if mine.version else None
            latest = services.history.of("activity", mine.id, 1).entries
        except AppError as away:
            self._context.ask.error(self.form, away)
            return
        if stored is None or stored.deleted_at:
            self._context.ask.error(self.form, error)
            return
        tasks = {task.id: task.content for task in services.plans.tasks(self._year)}
        lines = differences(mine, stored, services.catalogues, tasks)
        who = self.tr(" (bởi {}, lúc {})").format(latest[0].actor, moment(latest[0].at)) if latest else ""
        dialog = ActivityConflictDialog(lines, who, self.form.window())
        if not self._context.ask.run(dialog):
            return
        if dialog.kept is Kept.MINE:
            self._submit(replace(mine, version=stored.version), then_next)
        else:
            self._open(ActivityDraft.of(stored))

    def _pause(self) -> None:
        """Write the draft of a new entry and look whether the same thing is logged already."""
        draft = self.form.draft()
        if draft.base is None and not draft.is_blank():
            self._context.services.drafts.keep(DRAFT, draft.as_json())
            self._context.saved()
        activity, problems = draft.read(self._context.services.catalogues, self._context.today())
        same: tuple[Activity, ...] = ()
        if activity is not None and not problems:
            same = self._context.services.activities.near_same(activity)
        if same:
            text = self.tr("Có thể đã ghi rồi: cùng ngày, cùng hình thức đã có “{}”.")
            self.form.show_warning(text.format(same[0].title), same[0].id)
        else:
            self.form.show_warning("")

    def put_away(self) -> bool:
        """Keep what stands in the form before something else is shown; False when the person must look at it."""
        if not self.form.isVisible() or not self.form.is_changed():
            return True
        draft = self.form.draft()
        if draft.base is None:
            if not draft.is_blank():
                self._context.services.drafts.keep(DRAFT, draft.as_json())
            return True
        return self.form.submit() and self._kept

    def close(self) -> None:
        """Keep what stands in the form and hide it."""
        if self.put_away():
            self.form.hide()
            self.left.emit()

    # ------------------------------------------------------------------ the double, the plan

    def _look(self, activity_id: str) -> None:
        """Show the double; what is being typed comes back with "Ghi hoạt động"."""
        self.look_wanted.emit(activity_id)

    def _record(self) -> tuple[str, str] | None:
        base = self.form.draft().base
        return ("activity", base.id) if base else None

    def _into_plan(self, activity: Activity) -> None:
        """Make a task of the entry in the form, once what was changed in it is stored."""
        if not self.put_away():
            return
        self.form.hide()
        said = into_plan(self._context, self.form, activity.id)
        self.refresh()
        self.edit(self._context.services.activities.get(activity.id))
        if said:
            self.told.emit(said)
