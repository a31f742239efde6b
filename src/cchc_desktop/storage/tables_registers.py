"""The tables of the registers: channels, people, petitions, commendations, money; see `tables` for how values lie."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from cchc_desktop.storage.tables import STRICT, Base


class RegisterRecord(Base):
    """What every entry of a register has. `folded` is the text to search in; `deleted_at` "" while not in the bin."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)
    folded: Mapped[str]
    deleted_at: Mapped[str]
    version: Mapped[int]


class ChannelRecord(RegisterRecord):
    """A channel of communication."""

    __tablename__ = "channels"
    __table_args__ = STRICT

    kind: Mapped[str]
    name: Mapped[str]
    address: Mapped[str]
    person: Mapped[str]
    active_from: Mapped[str]
    active_to: Mapped[str]
    note: Mapped[str]


class BroadcastRecord(RegisterRecord):
    """What went over a channel. `activity_id` is no foreign key: the log may lose its entry."""

    __tablename__ = "broadcasts"
    __table_args__ = (Index("ix_broadcasts_channel", "channel_id", "date"), STRICT)

    channel_id: Mapped[str] = mapped_column(ForeignKey("channels.id"))
    date: Mapped[str]
    programme: Mapped[str]
    time: Mapped[str]
    minutes: Mapped[int]
    plays: Mapped[int]
    note: Mapped[str]
    activity_id: Mapped[str]


class CollaboratorRecord(RegisterRecord):
    """A collaborator or speaker."""

    __tablename__ = "collaborators"
    __table_args__ = STRICT

    name: Mapped[str]
    role: Mapped[str]
    workplace: Mapped[str]
    area: Mapped[str]
    phone: Mapped[str]
    active_from: Mapped[str]
    active_to: Mapped[str]
    note: Mapped[str]


class DeliveryRecord(RegisterRecord):
    """What a collaborator delivered."""

    __tablename__ = "deliveries"
    __table_args__ = (Index("ix_deliveries_collaborator", "collaborator_id", "date"), STRICT)

    collaborator_id: Mapped[str] = mapped_column(ForeignKey("collaborators.id"))
    date: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    quantity: Mapped[int]
    note: Mapped[str]


class PetitionRecord(RegisterRecord):
    """Feedback or a proposal; `person`, `address` and `contact` are personal data."""

    __tablename__ = "petitions"
    __table_args__ = (Index("ix_petitions_received", "received"), STRICT)

    received: Mapped[str]
    number: Mapped[int]
    content: Mapped[str]
    channel: Mapped[str]
    person: Mapped[str]
    address: Mapped[str]
    contact: Mapped[str]
    kind: Mapped[str]
    about: Mapped[str]
    topic: Mapped[str]
    competence: Mapped[str]
    transferred_to: Mapped[str]
    transferred_on: Mapped[str]
    answered_on: Mapped[str]
    answer_number: Mapped[str]
    result: Mapped[str]
    published: Mapped[str]
    note: Mapped[str]


class CommendationRecord(RegisterRecord):
    """A commendation or initiative."""

    __tablename__ = "commendations"
    __table_args__ = STRICT

    kind: Mapped[str]
    date: Mapped[str]
    honoured: Mapped[str]
    title: Mapped[str]
    form: Mapped[str]
    issuer: Mapped[str]
    decision: Mapped[str]
    effect: Mapped[str]
    note: Mapped[str]


class BudgetLineRecord(RegisterRecord):
    """A line of the estimate; `quantity` in thousandths, `price` in đồng; `task_id` outlives the task."""

    __tablename__ = "budget_lines"
    __table_args__ = (Index("ix_budget_lines_year", "year"), STRICT)

    year: Mapped[int]
    content: Mapped[str]
    unit: Mapped[str]
    quantity: Mapped[int]
    price: Mapped[int]
    source: Mapped[str]
    task_id: Mapped[str]
    basis: Mapped[str]
    note: Mapped[str]
    position: Mapped[int]


class SpendingRecord(RegisterRecord):
    """Money spent of a line, in đồng."""

    __tablename__ = "spendings"
    __table_args__ = (Index("ix_spendings_line", "line_id", "date"), STRICT)

    line_id: Mapped[str] = mapped_column(ForeignKey("budget_lines.id"))
    date: Mapped[str]
    content: Mapped[str]
    amount: Mapped[int]
    voucher: Mapped[str]
    note: Mapped[str]
