"""What of each record can be searched: its entries in `search_entries`, read from the tables as they stand.

The log is not among them: its own table has the folded text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, get_type_hints

from sqlalchemy import Row, delete, func, insert, select, true
from sqlalchemy.orm import Session

from cchc_desktop.domain.attachment import OwnerKind
from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.search import SearchKind
from cchc_desktop.domain.text import fold
from cchc_desktop.storage import register_repos
from cchc_desktop.storage.both_engines import chosen_rows
from cchc_desktop.storage.registers import Register
from cchc_desktop.storage.search_index import ENTRIES
from cchc_desktop.storage.tables import (
    ActivityRecord,
    AttachmentRecord,
    DemandRecord,
    PlanRecord,
    PlanVersionRecord,
    SectionRecord,
    SuperiorPlanRecord,
    TaskRecord,
    table,
)
from cchc_desktop.storage.tables_work import SearchEntryRecord

if TYPE_CHECKING:
    from cchc_desktop.storage.search_index import SearchIndex

_E = table(SearchEntryRecord)
_F = table(AttachmentRecord)
_BATCH = 1000


class Entry(NamedTuple):
    """Something that can be found. `owner_id` is the record whose change may change it; `date` an ISO day or ""."""

    kind: str
    entity_id: str
    owner_id: str
    date: str
    form: str
    title: str
    text: str


Ids = Sequence[str] | None
"""Owners whose entries are wanted; None for all."""
Source = Callable[[Session, Ids], Iterator[Entry]]


def rewrite_entries(session: Session) -> None:
    """Write all entries anew, without a word to the index."""
    session.execute(delete(_E))
    for source in SOURCES.values():
        entries = source(session, None)
        while rows := [_columns(entry) for entry in islice(entries, _BATCH)]:
            session.execute(insert(_E), rows)


def refresh_entries(session: Session, index: SearchIndex, touched: Iterable[tuple[str, str]]) -> None:
    """Bring the entries of records in step with their tables: pairs of entity and id, as the audit calls them."""
    owners: dict[str, dict[str, None]] = {}
    for entity, entity_id in _owned(session, touched):
        if entity in SOURCES:
            owners.setdefault(entity, {})[entity_id] = None
    for entity, ids in owners.items():
        _refresh(session, index, list(ids), SOURCES[entity])


def _refresh(session: Session, index: SearchIndex, ids: list[str], source: Source) -> None:
    wanted = {(entry.kind, entry.entity_id): entry for entry in source(session, ids)}
    gone: list[int] = []
    stored = session.execute(
        select(_E.c.kind, _E.c.entity_id, _E.c.owner_id, _E.c.date, _E.c.form, _E.c.title, _E.c.text, _E.c.seq).where(
            _among(_E.c.owner_id, ids)
        )
    )
    for *values, seq in stored:
        entry = Entry(*values)
        if wanted.get((entry.kind, entry.entity_id)) == entry:
            del wanted[entry.kind, entry.entity_id]
        else:
            gone.append(seq)
    if gone:
        index.forget(ENTRIES, gone)
        session.execute(delete(_E).where(chosen_rows(_E.c.seq, gone)))
    if wanted:
        first = (session.scalar(select(func.max(_E.c.seq))) or 0) + 1
        rows = [{"seq": first + number, **_columns(entry)} for number, entry in enumerate(wanted.values())]
        session.execute(insert(_E), rows)
        index.learn(ENTRIES, range(first, first + len(rows)))


def _columns(entry: Entry) -> dict[str, Any]:
    return {**entry._asdict(), "folded": fold(f"{entry.title}\n{entry.text}")}


def _among(column: Any, ids: Ids) -> Any:
    """Return the condition that a column is one of some ids, in one parameter however many they are."""
    return true() if ids is None else chosen_rows(column, ids)


def _owned(session: Session, touched: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the records whose entries may have changed: for a file the record that has it."""
    files: list[str] = []
    for entity, entity_id in touched:
        if entity == "attachment":
            files.append(entity_id)
        else:
            yield entity, entity_id
    if files:
        versions = table(PlanVersionRecord)
        found = session.execute(
            select(_F.c.owner_kind, _F.c.owner_id, versions.c.plan_id)
            .outerjoin_from(_F, versions, versions.c.id == _F.c.owner_id)
            .where(_among(_F.c.id, files))
        )
        for kind, owner_id, plan_id in found:
            yield ("plan", plan_id) if plan_id else (kind, owner_id)


# -- sources


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def _list(stored: str) -> list[str]:
    return [item[-1] if isinstance(item, list) else str(item) for item in json.loads(stored)]


def _plans(session: Session, ids: Ids) -> Iterator[Entry]:
    plans = table(PlanRecord)
    days: dict[str, str] = {}
    for row in session.execute(select(plans).where(plans.c.deleted_at == "", _among(plans.c.id, ids))):
        number = Plan(row.year, row.title, (), "", number=row.number, symbol=row.symbol).number_text
        lines = [*_list(row.preamble), *_list(row.closing), *_list(row.recipients), row.appendix_title]
        days[row.id] = row.date or f"{row.year}-01-01"
        yield Entry(SearchKind.PLAN, row.id, row.id, days[row.id], "", row.title, _lines(number, *lines))
    if days:
        yield from _sections(session, days)
        yield from _tasks(session, days)
        versions = table(PlanVersionRecord)
        joined = _F.join(versions, versions.c.id == _F.c.owner_id)
        yield from _files(session, joined, versions.c.plan_id, days, OwnerKind.PLAN_VERSION)


def _sections(session: Session, days: dict[str, str]) -> Iterator[Entry]:
    rows = table(SectionRecord)
    for row in session.execute(
        select(rows.c.id, rows.c.plan_id, rows.c.title, rows.c.text).where(_among(rows.c.plan_id, list(days)))
    ):
        first, _, rest = row.text.partition("\n")
        title, body = (row.title, row.text) if row.title else (first, rest)
        if title:
            yield Entry(SearchKind.SECTION, row.id, row.plan_id, days[row.plan_id], "", title, body)


def _tasks(session: Session, days: dict[str, str]) -> Iterator[Entry]:
    rows = table(TaskRecord)
    for row in session.execute(select(rows).where(_among(rows.c.plan_id, list(days)))):
        texts = (row.product, row.lead, row.support, row.time_text, row.note, row.task_group)
        yield Entry(
            SearchKind.TASK,
            row.id,
            row.plan_id,
            days[row.plan_id],
            row.form,
            row.content or row.product,
            _lines(*texts),
        )


def _superior_plans(session: Session, ids: Ids) -> Iterator[Entry]:
    plans, demands = table(SuperiorPlanRecord), table(DemandRecord)
    days: dict[str, str] = {}
    for row in session.execute(select(plans).where(plans.c.deleted_at == "", _among(plans.c.id, ids))):
        days[row.id] = row.date or f"{row.year}-01-01"
        title = row.title or row.number
        texts = _lines(row.number, row.issuer, row.note)
        yield Entry(SearchKind.SUPERIOR_PLAN, row.id, row.id, days[row.id], "", title, texts)
    for row in session.execute(select(demands).where(_among(demands.c.superior_plan_id, list(days)))):
        day = days[row.superior_plan_id]
        yield Entry(SearchKind.DEMAND, row.id, row.superior_plan_id, day, "", row.text, row.deadline)
    if days:
        yield from _files(session, _F, _F.c.owner_id, days, OwnerKind.SUPERIOR_PLAN)


def _evidence(session: Session, ids: Ids) -> Iterator[Entry]:
    activities = table(ActivityRecord)
    found = session.execute(
        select(_F.c.id, activities.c.id, activities.c.date, activities.c.form, _F.c.name)
        .join_from(_F, activities, activities.c.id == _F.c.owner_id)
        .where(
            _F.c.owner_kind == str(OwnerKind.ACTIVITY),
            _F.c.deleted_at == "",
            activities.c.deleted_at == "",
            _among(_F.c.owner_id, ids),
        )
        .order_by(activities.c.date)
    )
    for file_id, owner_id, day, form, name in found:
        yield Entry(SearchKind.FILE, file_id, owner_id, day, form, name, "")


def _files(session: Session, source: Any, owner: Any, days: dict[str, str], kind: OwnerKind) -> Iterator[Entry]:
    found = session.execute(
        select(_F.c.id, owner.label("owner"), _F.c.name)
        .select_from(source)
        .where(_F.c.owner_kind == str(kind), _F.c.deleted_at == "", _among(owner, list(days)))
    )
    for file_id, owner_id, name in found:
        yield Entry(SearchKind.FILE, file_id, owner_id, days[owner_id], "", name, "")


def _register(register: Register[Any], kind: SearchKind, title: str, day: str) -> Source:
    """Return the source of a register: the field that is its title, and the one that is its day."""
    hints = get_type_hints(register.value)
    texts = [name for name, kind in hints.items() if kind is str and name not in ("id", title) and name[-3:] != "_id"]

    def entries(session: Session, ids: Ids) -> Iterator[Entry]:
        rows = table(register.record)
        for row in session.execute(select(rows).where(rows.c.deleted_at == "", _among(rows.c.id, ids))):
            body = _lines(*(getattr(row, name) for name in texts))
            yield Entry(kind, row.id, row.id, _day(row, day), "", getattr(row, title), body)

    return entries


def _day(row: Row[Any], name: str) -> str:
    value = getattr(row, name)
    return f"{value}-01-01" if isinstance(value, int) else value


SOURCES: dict[str, Source] = {
    "plan": _plans,
    "superior_plan": _superior_plans,
    "activity": _evidence,
    "channel": _register(register_repos.CHANNELS, SearchKind.CHANNEL, "name", "active_from"),
    "broadcast": _register(register_repos.BROADCASTS, SearchKind.BROADCAST, "programme", "date"),
    "collaborator": _register(register_repos.COLLABORATORS, SearchKind.COLLABORATOR, "name", "active_from"),
    "delivery": _register(register_repos.DELIVERIES, SearchKind.DELIVERY, "title", "date"),
    "petition": _register(register_repos.PETITIONS, SearchKind.PETITION, "content", "received"),
    "commendation": _register(register_repos.COMMENDATIONS, SearchKind.COMMENDATION, "title", "date"),
    "budget_line": _register(register_repos.BUDGET_LINES, SearchKind.BUDGET_LINE, "content", "year"),
    "spending": _register(register_repos.SPENDINGS, SearchKind.SPENDING, "content", "date"),
}
"""Entity of the audit → what can be found of it."""

INDEXED = frozenset({*SOURCES, "attachment"})
"""Entities whose changes change entries."""
