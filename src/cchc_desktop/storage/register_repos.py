"""The registers of the office, each with its table."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.domain.budget import BudgetLine, Spending
from cchc_desktop.domain.channel import Broadcast, Channel
from cchc_desktop.domain.collaborator import Collaborator, Delivery
from cchc_desktop.domain.commendation import Commendation
from cchc_desktop.domain.petition import Petition
from cchc_desktop.storage import tables_registers as tables
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.directory_units import EXPECTATIONS, DirectoryUnitRepo
from cchc_desktop.storage.registers import Register, RegisterRepo
from cchc_desktop.storage.tables import ActivityRecord, table

CHANNELS = Register(Channel, tables.ChannelRecord, "channel", "kênh tuyên truyền", ("kind", "name"))
BROADCASTS = Register(Broadcast, tables.BroadcastRecord, "broadcast", "lượt phát, đăng", ("-date", "-time"))
COLLABORATORS = Register(Collaborator, tables.CollaboratorRecord, "collaborator", "người trong sổ", ("role", "name"))
DELIVERIES = Register(Delivery, tables.DeliveryRecord, "delivery", "sản phẩm", ("-date",))
PETITIONS = Register(Petition, tables.PetitionRecord, "petition", "phản ánh, kiến nghị", ("-received", "-number"))
COMMENDATIONS = Register(Commendation, tables.CommendationRecord, "commendation", "biểu dương, sáng kiến", ("-date",))
BUDGET_LINES = Register(BudgetLine, tables.BudgetLineRecord, "budget_line", "dòng dự toán", ("year", "position"))
SPENDINGS = Register(Spending, tables.SpendingRecord, "spending", "khoản chi", ("-date",))


class RegisterRepos:
    """The repositories of all registers over one session."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self.channels = RegisterRepo(session, audit, CHANNELS)
        self.broadcasts = RegisterRepo(session, audit, BROADCASTS)
        self.collaborators = RegisterRepo(session, audit, COLLABORATORS)
        self.deliveries = RegisterRepo(session, audit, DELIVERIES)
        self.petitions = RegisterRepo(session, audit, PETITIONS)
        self.commendations = RegisterRepo(session, audit, COMMENDATIONS)
        self.budget_lines = RegisterRepo(session, audit, BUDGET_LINES)
        self.spendings = RegisterRepo(session, audit, SPENDINGS)
        self.directory_units = DirectoryUnitRepo(session, audit)
        self.expectations = RegisterRepo(session, audit, EXPECTATIONS)

    def live_activities(self) -> frozenset[str]:
        """Return the entries of the log that broadcasts were turned into, without those in the bin."""
        activities, broadcasts = table(ActivityRecord).c, table(tables.BroadcastRecord).c
        found = select(activities.id).where(
            activities.id.in_(select(broadcasts.activity_id).where(broadcasts.activity_id != "")),
            activities.deleted_at == "",
        )
        return frozenset(self._session.scalars(found))
