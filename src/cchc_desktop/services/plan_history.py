"""Earlier states of a plan, and what is being typed into it right now."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cchc_desktop.domain.plan import Plan
from cchc_desktop.errors import NotFound
from cchc_desktop.services.drafts import DraftService
from cchc_desktop.services.plans import PlanService, SavedPlan
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.plan_json import plan_from_json, plan_to_json

_log = logging.getLogger(__name__)

MERGE_SECONDS = 30
"""Changes saved within this time of a snapshot are one step back."""

KEPT = 200
"""Snapshots kept of each plan."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What had been typed when the program ended without saving.

    `conflicting` tells that it could not be saved because the plan was changed elsewhere.
    """

    plan: Plan
    conflicting: bool


class PlanHistoryService:
    """Saves plans so that each burst of changes can be taken back later, also after the program was closed."""

    def __init__(
        self,
        database: Database,
        plans: PlanService,
        drafts: DraftService,
        actor: Callable[[], str],
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._database = database
        self._plans = plans
        self._drafts = drafts
        self._actor = actor
        self._now = now or _utc_now

    def save(self, plan: Plan) -> SavedPlan:
        """Keep a plan as `PlanService.save` does, and before it how the plan stood at the beginning of the changes.

        Raises:
            InvalidInput, Conflict: see `PlanService.save`.

        """
        if plan.version:
            self._remember(plan)
        return self._plans.save(plan)

    def _remember(self, plan: Plan) -> None:
        now = self._now()
        with self._database.read() as uow:
            latest = uow.plan_snapshots.latest_at(plan.id)
            # A clock that was set back must not stop the history: a time to come counts as long ago.
            age = (now - datetime.fromisoformat(latest)).total_seconds() if latest else -1
            if 0 <= age < MERGE_SECONDS:
                return
            try:
                stored = uow.plans.get(plan.id)
            except NotFound:
                return
        if stored.version != plan.version or replace(plan, version=stored.version) == stored:
            return  # a conflict, which saving will tell of; or nothing to take back
        with self._database.write(self._actor()) as uow:
            uow.plan_snapshots.add(stored, now.isoformat(timespec="milliseconds"), self._actor(), KEPT)
            uow.commit()

    def older(self, plan_id: str) -> tuple[int, ...]:
        """Return the numbers of a plan's earlier states, the latest first."""
        with self._database.read() as uow:
            return uow.plan_snapshots.numbers(plan_id)

    def at(self, number: int) -> Plan:
        """Return an earlier state.

        Raises:
            NotFound: it has gone meanwhile.

        """
        with self._database.read() as uow:
            return uow.plan_snapshots.get(number)

    # -- what is being typed

    def keep_draft(self, plan: Plan, conflicting: bool = False) -> None:
        """Write what is being typed into a file, so that a power cut does not take it. May run on any thread.

        Raises:
            FileNotWritten: the place refuses.

        """
        self._drafts.keep(_name(plan.id, conflicting), {"plan": plan_to_json(plan)})

    def drop_draft(self, plan_id: str, conflicting: bool = False) -> None:
        """Forget what was being typed: it is saved, or was thrown away on purpose."""
        self._drafts.drop(_name(plan_id, conflicting))

    def kept_draft(self, stored: Plan) -> KeptDraft | None:
        """Return what was typed and not saved when the program last ended; None when nothing was.

        `stored` is the plan as it is kept. A draft of an older state that was no conflict has been saved since.
        """
        plan = self._read_draft(stored, conflicting=False)
        if plan is not None and plan.version == stored.version:
            return KeptDraft(plan, conflicting=False)
        plan = self._read_draft(stored, conflicting=True)
        return None if plan is None else KeptDraft(plan, conflicting=True)

    def _read_draft(self, stored: Plan, conflicting: bool) -> Plan | None:
        kept = self._drafts.read(_name(stored.id, conflicting))
        if kept is None:
            return None
        try:
            plan = plan_from_json(kept["plan"])
        except (KeyError, TypeError, ValueError) as error:
            _log.warning("the draft of plan %s is not readable: %s", stored.id, error)
            return None
        same = replace(plan, version=stored.version) == stored
        return None if same or plan.id != stored.id else plan


def _name(plan_id: str, conflicting: bool) -> str:
    return f"ke-hoach-{plan_id}{'-xung-dot' if conflicting else ''}"


def _utc_now() -> datetime:
    return datetime.now(UTC)
