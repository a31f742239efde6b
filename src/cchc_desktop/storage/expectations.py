"""Which reports are expected of which units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.domain.directory_unit import Expectation
from cchc_desktop.domain.undo import State
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables_gathering import ExpectationRecord
from cchc_desktop.storage.values import cleaned, utc_now

ENTITY = "report_expectation"
_NOUN = "chế độ báo cáo"


class ExpectationRepo:
    """Keeps what is expected, of all units and of single ones."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def all(self, binned: bool = False) -> tuple[Expectation, ...]:
        """Return what is expected, what holds for all units first; with `binned` what lies in the bin."""
        table = ExpectationRecord
        found = self._session.scalars(
            select(table)
            .where(table.deleted_at != "" if binned else table.deleted_at == "")
            .order_by(table.unit_code, table.first_year, table.period, table.id)
        )
        return tuple(_value(record) for record in found)

    def save(self, expectation: Expectation) -> Expectation:
        """Add what is expected, or change the stored one of that id; return it with its new version.

        Raises:
            Conflict: it was changed since it was read, or lies in the bin.
            NotFound: it has been stored before but is not here.

        """
        wanted = cleaned(expectation)
        record = self._session.get(ExpectationRecord, wanted.id)
        before: dict[str, Any] = {}
        if record is None:
            if wanted.version:
                raise NotFound(_NOUN, wanted.id)
            record = ExpectationRecord(id=wanted.id, version=0, deleted_at="")
            self._session.add(record)
        else:
            if record.version != wanted.version:
                raise Conflict(_NOUN, "đã được sửa ở nơi khác sau khi mở")
            if record.deleted_at:
                raise Conflict(_NOUN, "đang nằm trong thùng rác")
            before = _facts(record)
        for name, value in _stored(wanted).items():
            setattr(record, name, value)
        record.version += 1
        self._audit.record("update" if before else "create", ENTITY, wanted.id, before, _facts(record))
        self._session.flush()
        return replace(wanted, version=record.version)

    def state(self, expectation_id: str) -> State | None:
        """Return how one stands, as the trail names its fields; None when there is none."""
        record = self._session.get(ExpectationRecord, expectation_id)
        return None if record is None else State(_facts(record), not record.deleted_at)

    def put(self, expectation_id: str, facts: Mapping[str, Any]) -> None:
        """Give a stored one the fields that the trail names."""
        record = self._record(expectation_id)
        self.save(_value(ExpectationRecord(**facts, id=record.id, version=record.version, deleted_at="")))

    def bin(self, ids: Iterable[str]) -> None:
        """Put some into the bin; those that lie there already stay."""
        self._set_deleted(ids, utc_now(), "bin")

    def restore(self, ids: Iterable[str]) -> None:
        """Take some out of the bin."""
        self._set_deleted(ids, "", "restore")

    def _set_deleted(self, ids: Iterable[str], deleted_at: str, action: str) -> None:
        for key in ids:
            record = self._record(key)
            if bool(record.deleted_at) != bool(deleted_at):
                before, after = {"deleted_at": record.deleted_at}, {"deleted_at": deleted_at}
                self._audit.record(action, ENTITY, key, before, after)
                record.deleted_at = deleted_at
        self._session.flush()

    def _record(self, key: str) -> ExpectationRecord:
        record = self._session.get(ExpectationRecord, key)
        if record is None:
            raise NotFound(_NOUN, key)
        return record


def _stored(value: Expectation) -> dict[str, Any]:
    return {
        "unit_code": value.unit_code,
        "period": value.period,
        "first_year": value.first_year,
        "last_year": value.last_year,
        "wanted": int(value.wanted),
        "deadline": "{:02d}-{:02d}".format(*value.deadline) if value.deadline else "",
        "note": value.note,
    }


def _facts(record: ExpectationRecord) -> dict[str, Any]:
    names = ("unit_code", "period", "first_year", "last_year", "wanted", "deadline", "note")
    return {name: getattr(record, name) for name in names}


def _value(record: ExpectationRecord) -> Expectation:
    month, _, day = record.deadline.partition("-")
    return Expectation(
        record.period,
        record.unit_code,
        record.first_year,
        record.last_year,
        bool(record.wanted),
        (int(month), int(day)) if day else None,
        record.note,
        record.id,
        record.version,
    )
