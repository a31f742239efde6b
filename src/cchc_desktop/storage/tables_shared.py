"""The tables of a database that several people share: who may do what, and the contents of evidence.

In a local file they are there too, and empty: both engines have one schema.
"""

from __future__ import annotations

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from cchc_desktop.storage.tables import STRICT, Base


class MemberRecord(Base):
    """Somebody who works on a shared database, by the name they log in to the server with."""

    __tablename__ = "members"
    __table_args__ = STRICT

    login: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]


class EvidenceContentRecord(Base):
    """A piece of a content of the evidence store, from part 0 on; `ending` is that of its file (".pdf")."""

    __tablename__ = "evidence_contents"
    __table_args__ = STRICT

    sha256: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ending: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
