"""One way of keeping the entries of all registers: a domain value in a table whose columns have its fields' names."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast, get_type_hints

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.domain.register import RegisterEntry
from cchc_desktop.domain.text import fold
from cchc_desktop.domain.undo import State
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables_registers import RegisterRecord
from cchc_desktop.storage.values import cleaned, from_thousandths, to_optional_day, to_thousandths, utc_now

T = TypeVar("T", bound=RegisterEntry)


@dataclasses.dataclass(frozen=True, slots=True)
class Register(Generic[T]):
    """A register: its domain type, its table, how the audit calls it, and how it is called in messages.

    `order` names the columns a list is ordered by; a leading "-" turns a column round.
    """

    value: type[T]
    record: type[RegisterRecord]
    entity: str
    noun: str
    order: tuple[str, ...]


class RegisterRepo(Generic[T]):
    """Keeps the entries of one register."""

    def __init__(self, session: Session, audit: AuditRepo, register: Register[T]) -> None:
        self._session = session
        self._audit = audit
        self._register = register
        hints = get_type_hints(register.value)
        names = [field.name for field in dataclasses.fields(cast("Any", register.value))]
        self._fields = {name: hints[name] for name in names if name not in ("id", "version")}

    def all(self, binned: bool = False, **equal: object) -> tuple[T, ...]:
        """Return the entries in the register's order; with `binned` those in the bin.

        `equal` are fields and the stored values they must have.
        """
        record: Any = self._register.record
        statement = select(record).where(record.deleted_at != "" if binned else record.deleted_at == "")
        for name, value in equal.items():
            statement = statement.where(getattr(record, name) == value)
        for name in self._register.order:
            column = getattr(record, name.removeprefix("-"))
            statement = statement.order_by(column.desc() if name.startswith("-") else column)
        return tuple(self._value(one) for one in self._session.scalars(statement.order_by(record.id)))

    def get(self, entry_id: str) -> T:
        """Return an entry, also one from the bin.

        Raises:
            NotFound: there is none.

        """
        return self._value(self._record(entry_id))

    def some(self, ids: Iterable[str]) -> tuple[T, ...]:
        """Return the entries of these ids that are not in the bin, in the order given."""
        records = (self._session.get(self._register.record, entry_id) for entry_id in ids)
        return tuple(self._value(record) for record in records if record is not None and not record.deleted_at)

    def largest(self, name: str, start: str = "", end: str = "~", by: str = "") -> int:
        """Return the largest number in a column, 0 without one; with `by` of entries from `start` to `end`."""
        record: Any = self._register.record
        statement = select(getattr(record, name)).where(record.deleted_at == "")
        if by:
            statement = statement.where(getattr(record, by) >= start, getattr(record, by) <= end)
        return self._session.scalar(statement.order_by(getattr(record, name).desc()).limit(1)) or 0

    def save(self, entry: T) -> T:
        """Add an entry, or change the stored one of that id; return it with its new version.

        Raises:
            Conflict: it was changed since it was read, or lies in the bin.
            NotFound: it has been stored before (version > 0) but is not here.
            InvalidInput: an amount has more than three decimals.

        """
        entry = cleaned(entry)
        noun = self._register.noun
        record = self._session.get(self._register.record, entry.id)
        before: dict[str, Any] = {}
        if record is None:
            if entry.version:
                raise NotFound(noun, entry.id)
            record = self._register.record(id=entry.id, version=0, deleted_at="", folded="")
            self._session.add(record)
        else:
            if record.version != entry.version:
                raise Conflict(noun, "đã được sửa ở nơi khác sau khi mở")
            if record.deleted_at:
                raise Conflict(noun, "đang nằm trong thùng rác")
            before = self._facts(record)
        for name in self._fields:
            setattr(record, name, _stored(name, getattr(entry, name)))
        record.folded = self._folded(entry)
        record.version += 1
        after = self._facts(record)
        self._audit.record("update" if before else "create", self._register.entity, entry.id, before, after)
        self._session.flush()
        return cast("T", dataclasses.replace(cast("Any", entry), version=record.version))

    def state(self, entry_id: str) -> State | None:
        """Return how an entry stands, as the trail names its fields; None when there is none."""
        record = self._session.get(self._register.record, entry_id)
        return None if record is None else State(self._facts(record), not record.deleted_at)

    def put(self, entry_id: str, facts: Mapping[str, Any]) -> None:
        """Give a stored entry the fields that the trail names.

        Raises:
            Conflict: it lies in the bin.
            NotFound: there is none.

        """
        record = self._record(entry_id)
        values = {name: _read(kind, facts[name]) for name, kind in self._fields.items()}
        self.save(cast("Callable[..., T]", self._register.value)(**values, id=record.id, version=record.version))

    def bin(self, ids: Iterable[str]) -> None:
        """Put entries into the bin; those that lie there already stay.

        Raises:
            NotFound: one does not exist.

        """
        self._set_deleted(ids, utc_now(), "bin")

    def restore(self, ids: Iterable[str]) -> None:
        """Take entries out of the bin.

        Raises:
            NotFound: one does not exist.

        """
        self._set_deleted(ids, "", "restore")

    def _set_deleted(self, ids: Iterable[str], deleted_at: str, action: str) -> None:
        for entry_id in dict.fromkeys(ids):
            record = self._record(entry_id)
            if bool(record.deleted_at) == bool(deleted_at):
                continue
            before, after = {"deleted_at": record.deleted_at}, {"deleted_at": deleted_at}
            self._audit.record(action, self._register.entity, entry_id, before, after)
            record.deleted_at = deleted_at
        self._session.flush()

    def _record(self, entry_id: str) -> RegisterRecord:
        record = self._session.get(self._register.record, entry_id)
        if record is None:
            raise NotFound(self._register.noun, entry_id)
        return record

    def _facts(self, record: RegisterRecord) -> dict[str, Any]:
        return {name: getattr(record, name) for name in self._fields}

    def _folded(self, entry: T) -> str:
        texts = [getattr(entry, name) for name, kind in self._fields.items() if kind is str and name[-3:] != "_id"]
        for name, kind in self._fields.items():
            texts += getattr(entry, name) if kind == _TEXTS else ()
        return fold(" ".join(filter(None, texts)))

    def _value(self, record: RegisterRecord) -> T:
        values = {name: _read(kind, getattr(record, name)) for name, kind in self._fields.items()}
        make = cast("Callable[..., T]", self._register.value)
        return make(**values, id=record.id, version=record.version)


_TEXTS = tuple[str, ...]
_DAY_OF_YEAR = tuple[int, int] | None


def _stored(name: str, value: Any) -> str | int:
    """Return a field's value as its column keeps it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple) and all(isinstance(part, int) for part in value) and len(value) == 2:
        return "{:02d}-{:02d}".format(*value)
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return to_thousandths(value, name)
    return str(value) if isinstance(value, StrEnum) else cast("str | int", value)


def _read(kind: Any, stored: Any) -> Any:
    """Return what `_stored` kept of a field of this type."""
    if kind is Decimal:
        return from_thousandths(stored)
    if kind in (str, int):
        return stored
    if kind is bool:
        return bool(stored)
    if kind == _DAY_OF_YEAR:
        month, _, day = stored.partition("-")
        return (int(month), int(day)) if day else None
    if kind == _TEXTS:
        return tuple(json.loads(stored))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(stored)
    return to_optional_day(stored)
