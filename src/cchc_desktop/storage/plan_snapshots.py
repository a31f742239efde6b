"""Earlier states of plans, so that undo reaches back over sessions. They are no record: the trail is the audit's."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.plan import Plan
from cchc_desktop.errors import NotFound
from cchc_desktop.storage.plan_json import plan_from_json, plan_to_json
from cchc_desktop.storage.tables import PlanSnapshotRecord


class PlanSnapshotRepo:
    """Keeps whole plans as they stood, the latest of each plan."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, plan: Plan, at: str, actor: str, keep: int) -> None:
        """Keep a plan as it stands; of its snapshots the latest `keep` stay. `at` is an ISO time in UTC."""
        self._session.add(PlanSnapshotRecord(plan_id=plan.id, at=at, actor=actor, content=plan_to_json(plan)))
        self._session.flush()
        surplus = self.numbers(plan.id)[keep:]
        if surplus:
            self._session.execute(delete(PlanSnapshotRecord).where(PlanSnapshotRecord.seq.in_(surplus)))

    def numbers(self, plan_id: str) -> tuple[int, ...]:
        """Return the numbers of a plan's snapshots, the latest first."""
        found = self._session.scalars(
            select(PlanSnapshotRecord.seq)
            .where(PlanSnapshotRecord.plan_id == plan_id)
            .order_by(PlanSnapshotRecord.seq.desc())
        )
        return tuple(found)

    def latest_at(self, plan_id: str) -> str:
        """Return when the latest snapshot of a plan was made, as an ISO time in UTC; "" when there is none."""
        numbers = self.numbers(plan_id)
        if not numbers:
            return ""
        return self._session.scalars(select(PlanSnapshotRecord.at).where(PlanSnapshotRecord.seq == numbers[0])).one()

    def get(self, number: int) -> Plan:
        """Return a plan as it stood.

        Raises:
            NotFound: that snapshot has gone meanwhile.

        """
        record = self._session.get(PlanSnapshotRecord, number)
        if record is None:
            raise NotFound("bản trước của kế hoạch", str(number))
        return plan_from_json(record.content)
