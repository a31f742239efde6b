"""Who works on a shared database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.domain.member import Member, Role
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables_shared import MemberRecord
from cchc_desktop.storage.values import cleaned

_NOUN = "người dùng"


class MemberRepo:
    """Keeps members by their login. Somebody always stays who manages."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def all(self) -> tuple[Member, ...]:
        """Return all members in the order of their logins."""
        return tuple(map(_member, self._session.scalars(select(MemberRecord).order_by(MemberRecord.login))))

    def save(self, member: Member) -> None:
        """Add a member, or change the one of that login.

        Raises:
            Conflict: nobody would be left who manages.

        """
        member = cleaned(member)
        old = self._session.get(MemberRecord, member.login)
        before = _facts(old) if old else {}
        record = old or MemberRecord(login=member.login)
        record.name, record.role = member.name, str(member.role)
        self._audit.record("update" if before else "create", "member", member.login, before, _facts(record))
        if before.get("role") == Role.MANAGE and member.role is not Role.MANAGE:
            self._require_another(member.login)
        self._session.add(record)
        self._session.flush()

    def remove(self, login: str) -> None:
        """Take a member away: whoever logs in by that name may only look on.

        Raises:
            NotFound: there is none.
            Conflict: nobody would be left who manages.

        """
        record = self._session.get(MemberRecord, login)
        if record is None:
            raise NotFound(_NOUN, login)
        self._audit.record("remove", "member", login, _facts(record), {})
        if record.role == Role.MANAGE:
            self._require_another(login)
        self._session.delete(record)
        self._session.flush()

    def _require_another(self, login: str) -> None:
        others = select(MemberRecord.login).where(MemberRecord.role == str(Role.MANAGE), MemberRecord.login != login)
        if self._session.scalars(others.limit(1)).first() is None:
            raise Conflict(_NOUN, "phải còn ít nhất một người quản trị")


def _member(record: MemberRecord) -> Member:
    return Member(record.login, record.name, Role(record.role))


def _facts(record: MemberRecord) -> dict[str, Any]:
    return {"login": record.login, "name": record.name, "role": record.role}
