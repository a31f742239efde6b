"""What an update file would change in the register of legal bases, before anything is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.legal_basis import BasisSource, LegalBasis


@dataclass(frozen=True, slots=True)
class BasisUpdate:
    """The content of an update file: `version` names it ("2026-12-01"), `publisher` who made it."""

    version: str
    publisher: str
    bases: tuple[LegalBasis, ...]


class UpdateKind(StrEnum):
    """What becomes of an entry of an update file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OWN = "own"  # differs from what the office itself wrote: kept, unless a person says otherwise


UPDATE_NAMES = {
    UpdateKind.NEW: "thêm mới",
    UpdateKind.CHANGED: "cập nhật",
    UpdateKind.SAME: "không đổi",
    UpdateKind.OWN: "đơn vị đã sửa, giữ nguyên",
}
"""How the kinds are called in the preview."""


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """One entry of the file: `before` is what the register has (None: nothing), `after` what it would have."""

    kind: UpdateKind
    before: LegalBasis | None
    after: LegalBasis

    @property
    def changes(self) -> tuple[str, ...]:
        """The fields that differ, in words: "hết hiệu lực: (trống) → 30/06/2026"."""
        if self.before is None:
            return ()
        return tuple(
            f"{_NAMES[name]}: {_said(getattr(self.before, name))} → {_said(getattr(self.after, name))}"
            for name in _different(self.before, self.after)
        )


@dataclass(frozen=True, slots=True)
class UpdatePreview:
    """What an update file would do, in the order of the file."""

    update: BasisUpdate
    rows: tuple[UpdateRow, ...]

    def count(self, kind: UpdateKind) -> int:
        """Return how many entries become this."""
        return sum(row.kind is kind for row in self.rows)


_NAMES = {
    "kind": "loại",
    "number": "số, ký hiệu",
    "issuer": "cơ quan ban hành",
    "subject": "trích yếu",
    "date": "ngày ban hành",
    "valid_from": "có hiệu lực từ",
    "valid_to": "ngày cuối còn hiệu lực",
    "amends": "sửa đổi",
    "amended_by": "được sửa đổi bởi",
    "replaced_by": "được thay thế bởi",
    "checked_on": "ngày kiểm tra",
    "note": "ghi chú",
}


def preview(update: BasisUpdate, register: Sequence[LegalBasis]) -> UpdatePreview:
    """Compare an update with the register. An older check never takes the place of a newer one."""
    known = {basis.key: basis for basis in register}
    return UpdatePreview(update, tuple(_row(new, known.get(new.key)) for new in update.bases))


def _row(new: LegalBasis, old: LegalBasis | None) -> UpdateRow:
    new = replace(new, source=BasisSource.UPDATE)
    if old is None:
        return UpdateRow(UpdateKind.NEW, None, new)
    checked = max(filter(None, (old.checked_on, new.checked_on)), default=None)
    new = replace(new, id=old.id, version=old.version, checked_on=checked)
    if not _different(old, new):
        return UpdateRow(UpdateKind.SAME, old, old)
    own = old.source is BasisSource.OFFICE
    # A later check of the same facts takes nothing from the office.
    if own and _different(old, new) == ("checked_on",):
        return UpdateRow(UpdateKind.CHANGED, old, replace(old, checked_on=checked))
    return UpdateRow(UpdateKind.OWN if own else UpdateKind.CHANGED, old, new)


def to_write(shown: UpdatePreview, overwrite: Iterable[str] = ()) -> tuple[LegalBasis, ...]:
    """Return the entries to write: the new and changed ones, and of the office's own those whose ids are given."""
    wanted = frozenset(overwrite)
    return tuple(
        row.after
        for row in shown.rows
        if row.kind in (UpdateKind.NEW, UpdateKind.CHANGED) or (row.kind is UpdateKind.OWN and row.after.id in wanted)
    )


def _different(old: LegalBasis, new: LegalBasis) -> tuple[str, ...]:
    names = [field.name for field in fields(LegalBasis) if field.name in _NAMES]
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def _said(value: object) -> str:
    match value:
        case date():
            return short_date(value)
        case tuple():
            return ", ".join(value) or "(trống)"
        case _:
            return str(value) if value else "(trống)"
