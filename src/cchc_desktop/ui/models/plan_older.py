"""Undo beyond this session, and a file of what is being typed."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from cchc_desktop.domain.plan import Plan
from cchc_desktop.errors import AppError

if TYPE_CHECKING:
    from cchc_desktop.services.plan_history import PlanHistoryService
    from cchc_desktop.ui.models.plan_draft import PlanDraft

_log = logging.getLogger(__name__)

KEEP_AFTER_MS = 1000
"""So long after the first key that is not written yet, what was typed goes into a file."""


class OlderPlans:
    """The states of a plan from before it was opened, one after the other."""

    def __init__(self, history: PlanHistoryService, plan_id: str) -> None:
        self._history = history
        self._numbers = list(history.older(plan_id))

    def __bool__(self) -> bool:
        return bool(self._numbers)

    def take(self, present: Plan) -> Plan | None:
        """Return the latest state left that differs from the present one; None when there is none left.

        State, number and date belong to the plan's life, not to its text: they stay as they are.
        """
        while self._numbers:
            try:
                found = self._history.at(self._numbers.pop(0))
            except (AppError, ValueError) as error:
                _log.warning("an earlier state of a plan is not readable: %s", error)
                continue
            kept = {"version": present.version, "status": present.status}
            older = replace(found, **kept, number=present.number, date=present.date)  # type: ignore[arg-type]
            if older != present:
                return older
        return None


def first_change(old: Plan, new: Plan) -> str:
    """Return the id of the first section of `new` that is not the same in `old`, "" when all are."""
    before = {section.id: section for section in old.walk()}
    for section in new.walk():
        other = before.get(section.id)
        if other is None or (other.kind, other.title, other.text) != (section.kind, section.title, section.text):
            return section.id
    return ""


class DraftKeeper(QObject):
    """Writes what is typed into a file until it is saved. Files are written on a thread of their own."""

    def __init__(self, history: PlanHistoryService, draft: PlanDraft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._draft = draft
        self._kept: set[bool] = set()
        self._pool: ThreadPoolExecutor | None = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cchc-draft")
        self._timer = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._timer.timeout.connect(self._keep)
        draft.changed.connect(self._begin)
        draft.stored.connect(self._drop)
        draft.store_failed.connect(self._keep)
        draft.stopped.connect(self.close)

    def _begin(self) -> None:
        # Not begun anew by each key: someone who types without a rest is kept every second all the same.
        if not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        if self._draft.dirty and self._pool is not None:
            conflicting = self._draft.conflict is not None
            self._kept.add(conflicting)
            self._pool.submit(self._write, self._draft.plan, conflicting)

    def _write(self, plan: Plan, conflicting: bool) -> None:
        try:
            self._history.keep_draft(plan, conflicting)
        except (AppError, OSError) as error:
            _log.warning("what is being typed was not kept: %s", error)

    def _drop(self) -> None:
        self._timer.stop()
        if self._pool is not None:
            for conflicting in self._kept:
                self._pool.submit(self._history.drop_draft, self._draft.plan.id, conflicting)
        self._kept.clear()

    def adopt(self) -> None:
        """Take over the file of an earlier session: what it held is in the draft now."""
        self._kept.add(False)

    def close(self) -> None:
        """Forget the file and end the thread: the plan is closed, saved or thrown away on purpose."""
        self._drop()
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None
