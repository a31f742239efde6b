"""An `ActivityFilter` as SQL conditions."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, exists, literal_column, or_

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.attachment import OwnerKind
from cchc_desktop.domain.text import fold
from cchc_desktop.storage.tables import ActivityRecord, AttachmentRecord, CountRecord, table
from cchc_desktop.storage.values import escape_like

_A = table(ActivityRecord)
_C = table(CountRecord)
_F = table(AttachmentRecord)
_EMPTY: ColumnElement[str] = literal_column("''")

# Literals, not parameters, so that SQLite knows how selective they are.
LIVE: ColumnElement[bool] = _A.c.deleted_at == _EMPTY
BINNED: ColumnElement[bool] = _A.c.deleted_at != _EMPTY

# Looked up row by row: the first page of a long log comes at once.
_PROVEN = exists().where(
    _F.c.owner_kind == literal_column(f"'{OwnerKind.ACTIVITY}'"), _F.c.owner_id == _A.c.id, _F.c.deleted_at == _EMPTY
)


def matching(wanted: ActivityFilter, form_names: Mapping[str, str]) -> list[ColumnElement[bool]]:
    """Return the conditions that all hold for the activities a filter lets through."""
    conditions = [BINNED if wanted.binned else LIVE]
    if wanted.start:
        conditions.append(_A.c.date >= wanted.start.isoformat())
    if wanted.end:
        conditions.append(_A.c.date <= wanted.end.isoformat())
    if wanted.forms:
        conditions.append(_A.c.form.in_(wanted.forms))
    if wanted.task_id:
        conditions.append(_A.c.task_id == wanted.task_id)
    if wanted.measure:
        conditions.append(exists().where(_C.c.activity == _A.c.seq, _C.c.measure == wanted.measure))
    if wanted.unproven:
        conditions.append(~_PROVEN)
    names = {code: fold(name) for code, name in form_names.items()}
    conditions += [_word(word, names) for word in fold(wanted.words).split()]
    return conditions


def counting(conditions: list[ColumnElement[bool]], wanted: ActivityFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of `matching` in the form to count with.

    Words must be looked for in every row: in the order of the table that is far quicker than by way of an index,
    which the plus sign keeps SQLite from taking.
    """
    if not wanted.words or wanted.start or wanted.end or wanted.forms or wanted.task_id or wanted.binned:
        return conditions
    return [literal_column("+activities.deleted_at") == _EMPTY, *conditions[1:]]


def _word(word: str, names: Mapping[str, str]) -> ColumnElement[bool]:
    found = _A.c.folded.like(f"%{escape_like(word)}%", escape="\\")
    forms = [code for code, name in names.items() if word in name]
    return or_(found, _A.c.form.in_(forms)) if forms else found
