"""An `ActivityFilter` as SQL conditions."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, exists, literal_column, or_, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.attachment import OwnerKind
from cchc_desktop.domain.search import terms
from cchc_desktop.domain.text import fold
from cchc_desktop.storage.search_index import LOG, SearchIndex, chosen_rows
from cchc_desktop.storage.tables import ActivityRecord, AttachmentRecord, CountRecord, table
from cchc_desktop.storage.values import escape_like

_A = table(ActivityRecord)
_C = table(CountRecord)
_F = table(AttachmentRecord)
_MOST = 3000
"""Rows that the index may leave; among more of them the newest are found sooner by reading back from today."""
_EMPTY: ColumnElement[str] = literal_column("''")

# Literals, not parameters, so that SQLite knows how selective they are.
LIVE: ColumnElement[bool] = _A.c.deleted_at == _EMPTY
BINNED: ColumnElement[bool] = _A.c.deleted_at != _EMPTY

# Looked up row by row: the first page of a long log comes at once.
_PROVEN = exists().where(
    _F.c.owner_kind == literal_column(f"'{OwnerKind.ACTIVITY}'"), _F.c.owner_id == _A.c.id, _F.c.deleted_at == _EMPTY
)


def matching(
    wanted: ActivityFilter, form_names: Mapping[str, str], session: Session, index: SearchIndex
) -> tuple[list[ColumnElement[bool]], bool]:
    """Return the conditions that all hold for the activities a filter lets through, and whether they leave few rows."""
    names = {code: fold(name) for code, name in form_names.items()}
    rows = _narrowed(terms(wanted.words), names, session, index) if wanted.words else None
    conditions = [BINNED if wanted.binned else LIVE]
    if rows is not None:
        # The plus keeps SQLite from walking a whole index instead of the few rows.
        state: ColumnElement[str] = literal_column("+activities.deleted_at")
        conditions = [chosen_rows(_A.c.seq, rows), state != _EMPTY if wanted.binned else state == _EMPTY]
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
    conditions += [_word(term, names) for term in terms(wanted.words)]
    return conditions, rows is not None


def counting(conditions: list[ColumnElement[bool]], wanted: ActivityFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of `matching` in the form to count with.

    Words must be looked for in every row: in the order of the table that is far quicker than by way of an index,
    which the plus sign keeps SQLite from taking.
    """
    if not wanted.words or wanted.start or wanted.end or wanted.forms or wanted.task_id or wanted.binned:
        return conditions
    return [literal_column("+activities.deleted_at") == _EMPTY, *conditions[1:]]


def _narrowed(
    wanted: tuple[str, ...], names: Mapping[str, str], session: Session, index: SearchIndex
) -> tuple[int, ...] | None:
    """Return few rows among which all are that have the terms, None when there are none such or many."""
    plain = [term for term in wanted if not any(term in name for name in names.values())]
    rows = index.narrow(LOG, plain, _MOST) if plain else None
    if rows is not None:
        return rows
    for term in wanted:
        codes = [code for code, name in names.items() if term in name]
        found = index.narrow(LOG, [term], _MOST) if codes else None
        if found is None:
            continue
        # The name of a form may have changed since: its entries do not have the term in their own text.
        of_forms = session.scalars(select(_A.c.seq).where(LIVE, _A.c.form.in_(codes)).limit(_MOST + 1)).all()
        binned = session.scalars(select(_A.c.seq).where(BINNED, _A.c.form.in_(codes)).limit(_MOST + 1)).all()
        if len(of_forms) + len(binned) <= _MOST:
            return tuple({*found, *of_forms, *binned})
    return None


def _word(word: str, names: Mapping[str, str]) -> ColumnElement[bool]:
    found = _A.c.folded.like(f"%{escape_like(word)}%", escape="\\")
    forms = [code for code, name in names.items() if word in name]
    return or_(found, _A.c.form.in_(forms)) if forms else found
