"""The office and its signers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.unit import Signer, SigningMode, Unit, UnitKind
from cchc_desktop.errors import NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables import SignerRecord, UnitRecord, table
from cchc_desktop.storage.values import cleaned, to_day, to_optional_day

_R = TypeVar("_R", UnitRecord, SignerRecord)


class UnitRepo:
    """Keeps the office as it was from each day on, and the people who sign."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def at(self, day: date) -> Unit | None:
        """Return the office as it was on a day; before its first day, as it was then; None when none is kept."""
        units = self.all()
        valid = [unit for unit in units if unit.valid_from <= day]
        return valid[-1] if valid else next(iter(units), None)

    def all(self) -> tuple[Unit, ...]:
        """Return every state of the office, oldest first."""
        records = self._session.scalars(select(UnitRecord).order_by(UnitRecord.valid_from, UnitRecord.id))
        return tuple(_unit(record) for record in records)

    def save(self, unit: Unit) -> None:
        """Add a state of the office, or change the one with that id."""
        unit = cleaned(unit)
        _save(self._session, self._audit, "unit", UnitRecord, _plain(unit))

    def remove(self, unit_id: str) -> None:
        """Take a state of the office out; the trail keeps it.

        Raises:
            NotFound: there is none of that id.

        """
        _remove(self._session, self._audit, ("unit", "thông tin đơn vị"), UnitRecord, unit_id)

    def signers(self) -> tuple[Signer, ...]:
        """Return all signers in the order of their first day, then by id."""
        records = self._session.scalars(select(SignerRecord).order_by(SignerRecord.valid_from, SignerRecord.id))
        return tuple(_signer(record) for record in records)

    def save_signer(self, signer: Signer) -> None:
        """Add a signer, or change the one with that id."""
        signer = cleaned(signer)
        _save(self._session, self._audit, "signer", SignerRecord, _plain(signer))

    def facts(self, unit_id: str) -> dict[str, Any] | None:
        """Return what the trail says of a state of the office, None when there is none."""
        record = self._session.get(UnitRecord, unit_id)
        return None if record is None else _facts(record)

    def put(self, facts: Mapping[str, Any]) -> None:
        """Keep the state of the office that the trail names."""
        self.save(_unit(UnitRecord(**facts)))

    def signer_facts(self, signer_id: str) -> dict[str, Any] | None:
        """Return what the trail says of a signer, None when there is none."""
        record = self._session.get(SignerRecord, signer_id)
        return None if record is None else _facts(record)

    def put_signer(self, facts: Mapping[str, Any]) -> None:
        """Keep the signer that the trail names."""
        self.save_signer(_signer(SignerRecord(**facts)))

    def remove_signer(self, signer_id: str) -> None:
        """Take a signer out; the trail keeps it.

        Raises:
            NotFound: there is none of that id.

        """
        _remove(self._session, self._audit, ("signer", "người ký"), SignerRecord, signer_id)


def _plain(value: Unit | Signer) -> dict[str, Any]:
    return {
        field.name: found.isoformat() if isinstance(found, date) else None if found is None else str(found)
        for field in dataclasses.fields(value)
        for found in (getattr(value, field.name),)
    }


def _facts(record: UnitRecord | SignerRecord) -> dict[str, Any]:
    return {column.key: getattr(record, column.key) for column in table(type(record)).columns}


def _save(session: Session, audit: AuditRepo, entity: str, kind: type[_R], facts: dict[str, Any]) -> None:
    record = session.get(kind, facts["id"])
    audit.record("update" if record else "create", entity, facts["id"], _facts(record) if record else {}, facts)
    session.merge(kind(**facts))
    session.flush()


def _remove(session: Session, audit: AuditRepo, names: tuple[str, str], kind: type[_R], key: str) -> None:
    record = session.get(kind, key)
    if record is None:
        raise NotFound(names[1], key)
    audit.record("remove", names[0], key, _facts(record), {})
    session.expunge(record)
    session.execute(delete(kind).where(kind.id == key))


def _unit(record: UnitRecord) -> Unit:
    return Unit(
        id=record.id,
        valid_from=to_day(record.valid_from),
        kind=UnitKind(record.kind),
        name=record.name,
        province=record.province,
        superior=record.superior,
        code=record.code,
        place=record.place,
        drafting_body=record.drafting_body,
        upper_line=record.upper_line,
    )


def _signer(record: SignerRecord) -> Signer:
    return Signer(
        id=record.id,
        name=record.name,
        mode=SigningMode(record.mode),
        title=record.title,
        valid_from=to_day(record.valid_from),
        valid_to=to_optional_day(record.valid_to),
        head=record.head,
    )
