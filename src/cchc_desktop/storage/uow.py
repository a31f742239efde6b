"""The unit of work: what is changed together is kept together, or not at all."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from cchc_desktop.storage.accepted_findings import AcceptedFindingRepo
from cchc_desktop.storage.activities import ActivityRepo
from cchc_desktop.storage.attachments import AttachmentRepo
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.legal_bases import LegalBasisRepo
from cchc_desktop.storage.plan_snapshots import PlanSnapshotRepo
from cchc_desktop.storage.plan_versions import PlanVersionRepo
from cchc_desktop.storage.plans import PlanRepo
from cchc_desktop.storage.register_repos import RegisterRepos
from cchc_desktop.storage.skips import SkipRepo
from cchc_desktop.storage.statements import StatementRepo
from cchc_desktop.storage.superior_plans import SuperiorPlanRepo
from cchc_desktop.storage.task_days import TaskDayRepo
from cchc_desktop.storage.text_blocks import TextBlockRepo
from cchc_desktop.storage.units import UnitRepo


class UnitOfWork:
    """The repositories over one transaction. Nothing is kept without `commit()`.

    Args:
        session: bound to one connection.
        actor: who changes; None when the unit of work only reads.
        committed: called after a commit.

    """

    def __init__(self, session: Session, actor: str | None, committed: Callable[[], None]) -> None:
        self._session = session
        self._reading = actor is None
        self._committed = committed
        self.audit = AuditRepo(session, actor)
        self.units = UnitRepo(session, self.audit)
        self.plans = PlanRepo(session, self.audit)
        self.activities = ActivityRepo(session, self.audit)
        self.plan_versions = PlanVersionRepo(session, self.audit)
        self.plan_snapshots = PlanSnapshotRepo(session)
        self.accepted_findings = AcceptedFindingRepo(session, self.audit)
        self.attachments = AttachmentRepo(session, self.audit)
        self.statements = StatementRepo(session, self.audit)
        self.superior_plans = SuperiorPlanRepo(session, self.audit)
        self.legal_bases = LegalBasisRepo(session, self.audit)
        self.text_blocks = TextBlockRepo(session, self.audit)
        self.task_days = TaskDayRepo(session)
        self.skips = SkipRepo(session, self.audit)
        self.registers = RegisterRepos(session, self.audit)

    def commit(self) -> None:
        """Keep everything done so far, with its audit rows.

        Raises:
            RuntimeError: the unit of work was opened for reading.

        """
        if self._reading:
            raise RuntimeError("a unit of work opened with read() has nothing to commit")
        self.audit.flush()
        self._session.commit()
        self._committed()
