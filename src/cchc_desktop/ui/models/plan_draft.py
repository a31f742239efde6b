"""A plan under edit: immutable snapshots with undo, and saving by itself shortly after the last key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cchc_desktop.domain.change import Change
from cchc_desktop.domain.plan import Plan
from cchc_desktop.errors import AppError, Conflict
from cchc_desktop.ui.models.plan_older import OlderPlans, first_change
from cchc_desktop.ui.models.plan_tidy import tidy_plan

if TYPE_CHECKING:
    from cchc_desktop.services.plans import SavedPlan

SAVE_AFTER_MS = 1500
"""Rest after the last key before the plan is written."""

SAVE_AT_LATEST_MS = 8000
"""Someone who types without a rest is written this often all the same."""

UNDO_STEPS = 300
_KEYS_PER_STEP = 30


class Part(StrEnum):
    """Which part of the plan an edit touched, so that only its view is renewed."""

    OUTLINE = "outline"  # sections came, went or moved
    SECTION = "section"  # title, text or kind of one section
    HEADER = "header"
    PREAMBLE = "preamble"
    CLOSING = "closing"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    TASKS = "tasks"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit touched: the part, the section when it was one, and whether undo or redo brought it."""

    part: Part
    section_id: str = ""
    stepped: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    plan: Plan
    edit: Edit


class PlanDraft(QObject):
    """Holds the plan being edited. Every edit replaces `plan` and announces which part changed.

    `store` keeps a plan and returns it with its version moved on. Edits with the same `merge` key that follow
    each other are one undo step, until the draft is written or `seal` is called. `older` has the states from before.
    """

    changed = Signal(object)  # Edit
    stored = Signal(object)  # Change
    store_failed = Signal(object)  # AppError
    history_changed = Signal()
    stopped = Signal()

    def __init__(
        self,
        plan: Plan,
        store: Callable[[Plan], SavedPlan],
        parent: QObject | None = None,
        older: OlderPlans | None = None,
    ) -> None:
        super().__init__(parent)
        self.plan = plan
        self._store = store
        self._older = older
        self._kept = plan
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._merge = ""
        self._keys = 0
        self.conflict: Conflict | None = None
        self._rest = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._rest.timeout.connect(self.write)
        self._latest = QTimer(self, singleShot=True, interval=SAVE_AT_LATEST_MS)
        self._latest.timeout.connect(self.write)

    @property
    def dirty(self) -> bool:
        """Whether something is not written yet."""
        return self.plan is not self._kept

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return bool(self._undo or self._older)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step forward."""
        return bool(self._redo)

    def apply(self, plan: Plan, edit: Edit, merge: str = "") -> None:
        """Take `plan` as the new state and announce `edit`; nothing happens when it is the state already."""
        if plan is self.plan or plan == self.plan:
            return
        merged = bool(merge) and merge == self._merge and bool(self._undo) and self._keys < _KEYS_PER_STEP
        self._keys = self._keys + 1 if merged else 1
        self._merge = merge
        if not merged:
            self._undo.append(_Step(self.plan, edit))
            del self._undo[:-UNDO_STEPS]
        self._redo.clear()
        self._set(plan, edit)

    def amend(self, plan: Plan, edit: Edit) -> None:
        """Take `plan` as the new state within the last undo step: typed text comes into its kept form."""
        if plan != self.plan:
            self._set(plan, edit)

    def seal(self) -> None:
        """End the running undo step: the next key begins a new one."""
        self._merge = ""

    def undo(self) -> Edit | None:
        """Go one step back, also beyond where this session began; return what it touched, None when there is none."""
        if not self._undo and self._older:
            plan = self._older.take(self.plan)
            if plan is not None:
                self._undo.append(_Step(plan, Edit(Part.OUTLINE, first_change(self.plan, plan))))
            else:
                self.history_changed.emit()
        return self._step(self._undo, self._redo)

    def redo(self) -> Edit | None:
        """Go one step forward again; return what it touched, None when there is none."""
        return self._step(self._redo, self._undo)

    def _step(self, source: list[_Step], target: list[_Step]) -> Edit | None:
        if not source:
            return None
        step = source.pop()
        target.append(_Step(self.plan, step.edit))
        self.seal()
        edit = replace(step.edit, stepped=True)
        # Versions belong to the store, not to the history: an old snapshot carries on the present one.
        self._set(replace(step.plan, version=self.plan.version), edit)
        return edit

    def _set(self, plan: Plan, edit: Edit) -> None:
        self.plan = plan
        if self.conflict is None:
            self._rest.start()
            if not self._latest.isActive():
                self._latest.start()
        self.changed.emit(edit)
        self.history_changed.emit()

    def write(self) -> bool:
        """Write what is not written yet; tell whether everything is safe in the store.

        A failure is announced by `store_failed`. After a `Conflict` nothing more is written by itself.
        """
        self._rest.stop()
        self._latest.stop()
        self.seal()
        if not self.dirty:
            return True
        if self.conflict is not None:
            self.store_failed.emit(self.conflict)
            return False
        try:
            saved = self._store(tidy_plan(self.plan))
        except AppError as error:
            if isinstance(error, Conflict):
                self.conflict = error
            self.store_failed.emit(error)
            return False
        # The text on the screen stays as typed; only the version moves on.
        self.plan = replace(self.plan, version=saved.plan.version)
        self._kept = self.plan
        change: Change = saved.change
        self.stored.emit(change)
        return True

    def stop(self) -> None:
        """Let the timers rest: the draft is closed."""
        self._rest.stop()
        self._latest.stop()
        self.stopped.emit()
