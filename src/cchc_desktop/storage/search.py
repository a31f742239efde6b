"""What can be found outside of the log: entries that have the words, with what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.search import SearchHit, SearchKind, SearchQuery
from cchc_desktop.storage.both_engines import chosen_rows, unindexed
from cchc_desktop.storage.search_index import ENTRIES, SearchIndex
from cchc_desktop.storage.tables import ActivityRecord, PlanRecord, SuperiorPlanRecord, table
from cchc_desktop.storage.tables_work import SearchEntryRecord
from cchc_desktop.storage.values import escape_like, to_optional_day

_E = table(SearchEntryRecord)
_FEW = 2000
"""Up to so many rows are read whole and put into groups; above, each noun is read newest first."""


@dataclass(frozen=True, slots=True)
class Found:
    """The newest finds of a noun and how many there are; `more`: at least so many."""

    hits: tuple[SearchHit, ...]
    total: int
    more: bool = False


class SearchRepo:
    """Finds entries by a query."""

    def __init__(self, session: Session, index: SearchIndex) -> None:
        self._session = session
        self._index = index

    def find(self, query: SearchQuery, kinds: Iterable[SearchKind], most: int) -> dict[SearchKind, Found]:
        """Return the finds of some nouns, of each at most `most`, the newest; nouns without any are left out."""
        wanted = [kind for kind in kinds if query.wants(kind)]
        if not wanted:
            return {}
        conditions = _conditions(query)
        rows = self._index.narrow(ENTRIES, query.terms, _FEW)
        if rows is not None:
            return self._among(wanted, [chosen_rows(_E.c.seq, rows), *conditions], most)
        found: dict[SearchKind, Found] = {}
        for kind in wanted:
            statement = _SELECT.where(_E.c.kind == str(kind), *conditions).order_by(_E.c.date.desc(), _E.c.seq.desc())
            if kind is SearchKind.FILE:
                # Of files there are more than of all else: reading back in the order of the table is far quicker.
                noun = unindexed(_E.c.kind) == str(kind)
                statement = _SELECT.where(noun, *conditions).order_by(_E.c.seq.desc())
            hits = [_hit(row) for row in self._session.execute(statement.limit(most + 1))]
            if hits:
                found[kind] = Found(tuple(hits[:most]), min(len(hits), most), len(hits) > most)
        return found

    def _among(
        self, kinds: Sequence[SearchKind], conditions: Sequence[ColumnElement[bool]], most: int
    ) -> dict[SearchKind, Found]:
        # The plus keeps SQLite from walking the whole index of nouns instead of the few rows.
        noun = unindexed(_E.c.kind).in_([str(kind) for kind in kinds])
        groups: dict[SearchKind, list[SearchHit]] = {}
        for row in self._session.execute(_SELECT.where(noun, *conditions)):
            groups.setdefault(SearchKind(row.kind), []).append(_hit(row))
        for hits in groups.values():
            hits.sort(key=lambda hit: hit.date or date.min, reverse=True)
        return {kind: Found(tuple(hits[:most]), len(hits)) for kind, hits in groups.items()}

    def with_details(self, hits: Iterable[SearchHit]) -> tuple[SearchHit, ...]:
        """Return finds with a line in Vietnamese on where they stand; for a file also whose it is."""
        hits = tuple(hits)
        owners = [hit.owner_id for hit in hits if hit.owner_id]
        plans = self._titles(PlanRecord, owners)
        superiors = self._titles(SuperiorPlanRecord, owners)
        activities = self._activities([hit.owner_id for hit in hits if hit.kind is SearchKind.FILE])
        found = []
        for hit in hits:
            if hit.kind in (SearchKind.SECTION, SearchKind.TASK, SearchKind.FILE) and hit.owner_id in plans:
                hit = replace(hit, detail=plans[hit.owner_id], owner=SearchKind.PLAN)
            elif hit.kind in (SearchKind.DEMAND, SearchKind.FILE) and hit.owner_id in superiors:
                hit = replace(hit, detail=superiors[hit.owner_id], owner=SearchKind.SUPERIOR_PLAN)
            elif hit.owner_id in activities:
                hit = replace(hit, detail=activities[hit.owner_id], owner=SearchKind.ACTIVITY)
            found.append(hit)
        return tuple(found)

    def _titles(self, record: Any, ids: Sequence[str]) -> dict[str, str]:
        rows = table(record)
        found = self._session.execute(select(rows.c.id, rows.c.title, rows.c.year).where(chosen_rows(rows.c.id, ids)))
        return {key: title or f"Kế hoạch năm {year}" for key, title, year in found}

    def _activities(self, ids: Sequence[str]) -> dict[str, str]:
        rows = table(ActivityRecord)
        found = self._session.execute(select(rows.c.id, rows.c.title, rows.c.date).where(chosen_rows(rows.c.id, ids)))
        return {key: f"{title} ({short_date(date.fromisoformat(day))})" for key, title, day in found}


_SELECT = select(_E.c.kind, _E.c.entity_id, _E.c.owner_id, _E.c.date, _E.c.form, _E.c.title, _E.c.text)


def _conditions(query: SearchQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        _E.c.folded.like(f"%{escape_like(term)}%", escape="\\") for term in query.terms
    ]
    if query.forms:
        conditions.append(_E.c.form.in_(query.forms))
    if query.start:
        conditions.append(_E.c.date >= query.start.isoformat())
    if query.end:
        conditions += [_E.c.date <= query.end.isoformat(), _E.c.date != ""]
    return conditions


def _hit(row: Any) -> SearchHit:
    return SearchHit(
        SearchKind(row.kind),
        row.entity_id,
        row.title,
        row.text,
        to_optional_day(row.date),
        owner_id="" if row.owner_id == row.entity_id else row.owner_id,
        form=row.form,
    )
