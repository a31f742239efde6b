"""What the office changed in the register of legal bases; the seed itself lies in the catalogue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cchc_desktop.domain.legal_basis import BasisSource, LegalBasis
from cchc_desktop.domain.text import fold
from cchc_desktop.domain.undo import State
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables import LegalBasisRecord
from cchc_desktop.storage.values import cleaned, to_optional_day, utc_now

_NOUN = "căn cứ pháp lý"
_STATE = ("id", "version", "folded", "deleted_at")
_FACTS = [column.key for column in LegalBasisRecord.__mapper__.column_attrs if column.key not in _STATE]


class LegalBasisRepo:
    """Keeps entries of the register. An entry with the id of a seed entry stands in its place."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def all(self, binned: bool = False) -> tuple[LegalBasis, ...]:
        """Return the stored entries, by id; with `binned` those in the bin."""
        record = LegalBasisRecord
        found = self._session.scalars(
            select(record).where(record.deleted_at != "" if binned else record.deleted_at == "").order_by(record.id)
        )
        return tuple(_basis(one) for one in found)

    def get(self, basis_id: str) -> LegalBasis:
        """Return a stored entry, also one from the bin.

        Raises:
            NotFound: there is none.

        """
        return _basis(self._record(basis_id))

    def save(self, basis: LegalBasis) -> LegalBasis:
        """Add an entry, or change the stored one of that id; return it with its new version.

        Raises:
            Conflict: it was changed since it was read, or lies in the bin.
            NotFound: it has been stored before (version > 0) but is not here.

        """
        basis = cleaned(basis)
        record = self._session.get(LegalBasisRecord, basis.id)
        before: dict[str, Any] = {}
        if record is None:
            if basis.version:
                raise NotFound(_NOUN, basis.id)
            record = LegalBasisRecord(id=basis.id, version=0, deleted_at="", folded="")
            self._session.add(record)
        else:
            if record.version != basis.version:
                raise Conflict(_NOUN, "đã được sửa ở nơi khác sau khi mở")
            if record.deleted_at:
                raise Conflict(_NOUN, "đang nằm trong thùng rác")
            before = _facts(record)
        for name, value in _columns(basis).items():
            setattr(record, name, value)
        record.version += 1
        self._audit.record("update" if before else "create", "legal_basis", basis.id, before, _facts(record))
        self._session.flush()
        return replace(basis, version=record.version)

    def state(self, basis_id: str) -> State | None:
        """Return how a stored entry stands, as the trail names its fields; None when there is none."""
        record = self._session.get(LegalBasisRecord, basis_id)
        return None if record is None else State(_facts(record), not record.deleted_at)

    def put(self, basis_id: str, facts: Mapping[str, Any]) -> None:
        """Give a stored entry the fields that the trail names.

        Raises:
            Conflict: it lies in the bin.
            NotFound: there is none.

        """
        self.save(_basis(LegalBasisRecord(id=basis_id, version=self._record(basis_id).version, **facts)))

    def bin(self, basis_id: str) -> None:
        """Put a stored entry into the bin; one that stands for a seed entry hides that as well.

        Raises:
            NotFound: there is none.

        """
        self._set_deleted(basis_id, utc_now(), "bin")

    def restore(self, basis_id: str) -> None:
        """Take an entry out of the bin.

        Raises:
            NotFound: there is none.

        """
        self._set_deleted(basis_id, "", "restore")

    def _record(self, basis_id: str) -> LegalBasisRecord:
        record = self._session.get(LegalBasisRecord, basis_id)
        if record is None:
            raise NotFound(_NOUN, basis_id)
        return record

    def _set_deleted(self, basis_id: str, deleted_at: str, action: str) -> None:
        record = self._record(basis_id)
        if bool(record.deleted_at) == bool(deleted_at):
            return
        before, after = {"deleted_at": record.deleted_at}, {"deleted_at": deleted_at}
        self._audit.record(action, "legal_basis", basis_id, before, after)
        record.deleted_at = deleted_at
        self._session.flush()


def _columns(basis: LegalBasis) -> dict[str, str]:
    days = {name: getattr(basis, name) for name in ("date", "valid_from", "valid_to", "checked_on")}
    return {
        "kind": basis.kind,
        "number": basis.number,
        "issuer": basis.issuer,
        "subject": basis.subject,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        "amends": json.dumps(basis.amends, ensure_ascii=False),
        "amended_by": json.dumps(basis.amended_by, ensure_ascii=False),
        "replaced_by": basis.replaced_by,
        "source": str(basis.source),
        "note": basis.note,
        "folded": fold(f"{basis.kind} {basis.number} {basis.issuer} {basis.subject} {basis.note}"),
    }


def _facts(record: LegalBasisRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _FACTS}


def _basis(record: LegalBasisRecord) -> LegalBasis:
    return LegalBasis(
        id=record.id,
        version=record.version,
        kind=record.kind,
        number=record.number,
        date=to_optional_day(record.date),
        issuer=record.issuer,
        subject=record.subject,
        valid_from=to_optional_day(record.valid_from),
        valid_to=to_optional_day(record.valid_to),
        amends=tuple(json.loads(record.amends)),
        amended_by=tuple(json.loads(record.amended_by)),
        replaced_by=record.replaced_by,
        checked_on=to_optional_day(record.checked_on),
        source=BasisSource(record.source),
        note=record.note,
    )
