"""An `ActivityFilter` as SQL conditions."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import ColumnElement, exists, literal_column, or_, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.attachment import OwnerKind
from cchc_desktop.domain.search import terms
from cchc_desktop.domain.text import fold
from cchc_desktop.storage.both_engines import Rows, chosen_rows, gathered, unindexed
from cchc_desktop.storage.search_index import LOG, SearchIndex
from cchc_desktop.storage.tables import ActivityRecord, AttachmentRecord, CountRecord, table
from cchc_desktop.storage.values import escape_like

_A = table(ActivityRecord)
_C = table(CountRecord)
_F = table(AttachmentRecord)
_FEW = 3000
"""So many rows are all looked at; of more, only as many as are counted."""
_MOST = 12_000
"""Rows that the index may leave; more of them are met soon enough by reading from one end to the other."""
_EMPTY: ColumnElement[str] = literal_column("''")

# Literals, not parameters, so that SQLite knows how selective they are.
LIVE: ColumnElement[bool] = _A.c.deleted_at == _EMPTY
# Greater, not unequal: of that SQLite makes a search in the index.
BINNED: ColumnElement[bool] = _A.c.deleted_at > _EMPTY

# Looked up row by row: the first page of a long log comes at once.
_PROVEN = exists().where(
    _F.c.owner_kind == literal_column(f"'{OwnerKind.ACTIVITY}'"), _F.c.owner_id == _A.c.id, _F.c.deleted_at == _EMPTY
)


def searched(
    wanted: ActivityFilter, form_names: Mapping[str, str], session: Session, index: SearchIndex
) -> tuple[list[ColumnElement[bool]], int | None, bool]:
    """Return the conditions that all hold for the activities a filter lets through, how many these are, if more.

    Few finds of words are picked out here, so that all that comes after looks at them alone. Of many (then there are
    more than are counted) the newest stand near the end of the log and are met soon; None: not counted.
    """
    names = {code: fold(name) for code, name in form_names.items()}
    conditions = matching(wanted, names)
    if not wanted.words:
        return conditions, None, False
    rows = _narrowed(wanted, names, session, index)
    if rows is not None:
        state = unindexed(_A.c.deleted_at)
        own = state != _EMPTY if wanted.binned else state == _EMPTY
        picked = select(_A.c.seq).where(chosen_rows(_A.c.seq, rows), own, *conditions[1:])
    elif wanted.enough:
        picked = select(_A.c.seq).where(*counting(conditions, wanted))
    else:
        return conditions, None, False
    enough = 0
    if wanted.enough and (rows is None or rows.number > _FEW):
        enough = max(wanted.enough, wanted.offset + wanted.limit)
        picked = picked.limit(enough + 1)
    found = gathered(session, picked.subquery())
    if enough and found.number > enough:
        return conditions, found.number, True
    return [chosen_rows(_A.c.seq, found)], found.number, False


def matching(wanted: ActivityFilter, names: Mapping[str, str]) -> list[ColumnElement[bool]]:
    """Return the conditions that all hold for the activities a filter lets through; `names` of forms are folded."""
    conditions = [BINNED if wanted.binned else LIVE]
    if wanted.task_id:
        # The plus keeps SQLite from walking all that is not in the bin instead of the few rows of the task.
        state = unindexed(_A.c.deleted_at)
        conditions = [state != _EMPTY if wanted.binned else state == _EMPTY]
    if wanted.start:
        conditions.append(_A.c.date >= wanted.start.isoformat())
    if wanted.end:
        conditions.append(_A.c.date <= wanted.end.isoformat())
    if wanted.forms:
        conditions.append(_A.c.form.in_(wanted.forms))
    if wanted.task_id:
        conditions += [_A.c.task_id != _EMPTY, _A.c.task_id == wanted.task_id]  # the first is that of the index
    if wanted.measure:
        conditions.append(exists().where(_C.c.activity == _A.c.seq, _C.c.measure == wanted.measure))
    if wanted.unproven:
        conditions.append(~_PROVEN)
    # The longest first: where it fails, the others need no look.
    conditions += [_word(term, names) for term in sorted(terms(wanted.words), key=len, reverse=True)]
    return conditions


def counting(conditions: list[ColumnElement[bool]], wanted: ActivityFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of `matching` in the form to count with.

    Words must be looked for in every row: in the order of the table that is far quicker than by way of an index,
    which the plus sign keeps SQLite from taking.
    """
    if not wanted.words or wanted.start or wanted.end or wanted.forms or wanted.task_id or wanted.binned:
        return conditions
    return [unindexed(_A.c.deleted_at) == _EMPTY, *conditions[1:]]


def _narrowed(wanted: ActivityFilter, names: Mapping[str, str], session: Session, index: SearchIndex) -> Rows | None:
    """Return few rows among which all are that have the terms, None when there are none such or many."""
    words = terms(wanted.words)
    codes = [code for code, name in names.items() if any(term in name for term in words)]
    if not codes:
        return index.narrow(LOG, words, _MOST)
    # The name of a form may have changed since: its entries do not have the term in their own text.
    plain = [term for term in words if not any(term in name for name in names.values())]
    rows = index.narrow(LOG, plain, _FEW)
    if rows is not None:
        return rows
    state = BINNED if wanted.binned else LIVE
    of_forms = session.scalars(select(_A.c.seq).where(state, _A.c.form.in_(codes)).limit(_FEW + 1)).all()
    found = index.narrow(LOG, words, _MOST) if len(of_forms) <= _FEW else None
    if found is None:
        return None
    seqs = {*json.loads(found.listed), *of_forms}
    return Rows(len(seqs), json.dumps(list(seqs)))


def _word(word: str, names: Mapping[str, str]) -> ColumnElement[bool]:
    found = _A.c.folded.like(f"%{escape_like(word)}%", escape="\\")
    forms = [code for code, name in names.items() if word in name]
    return or_(found, _A.c.form.in_(forms)) if forms else found
