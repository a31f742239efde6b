"""The log: entries, searches and sums. The hot paths are Core statements over covering indexes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, delete, exists, func, insert, literal_column, select, update
from sqlalchemy.orm import Session

from cchc_desktop.domain.activity import Activity, ActivityFilter, ActivityPage
from cchc_desktop.domain.tally import Distinct, Tally
from cchc_desktop.domain.undo import State
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage import activity_rows as rows
from cchc_desktop.storage.activity_query import LIVE, counting, searched
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.both_engines import chosen_rows, json_numbers, unindexed
from cchc_desktop.storage.lookup import resolve_prefix
from cchc_desktop.storage.search_index import LOG, search_index
from cchc_desktop.storage.tables import ActivityRecord, CountRecord, table
from cchc_desktop.storage.values import cleaned, from_thousandths, utc_now

_NOUN = "hoạt động"
_CHUNK = 500
_A = table(ActivityRecord)
_C = table(CountRecord)


class ActivityRepo:
    """Keeps the log."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit
        self._index = search_index(session)

    def get(self, activity_id: str) -> Activity:
        """Return an activity, also one from the bin.

        Raises:
            NotFound: there is none.

        """
        found = self._stored([activity_id])
        if activity_id not in found:
            raise NotFound(_NOUN, activity_id)
        return found[activity_id][1]

    def resolve(self, prefix: str) -> str:
        """Return the id of the one activity whose id begins so; at least 6 characters.

        Raises:
            NotFound: there is none, or the prefix is too short.
            Conflict: there are several.

        """
        return resolve_prefix(self._session, ActivityRecord.id, prefix, _NOUN)

    def save(self, activity: Activity, form_names: Mapping[str, str] | None = None) -> Activity:
        """Add an activity, or change the stored one of that id; return it with its new version.

        `form_names` (code → name) lets searches find it by the name its form has today.

        Raises:
            Conflict: it was changed since it was read, or lies in the bin.
            NotFound: it has been stored before (version > 0) but is not here.
            InvalidInput: an amount has more than three decimals.

        """
        return self.save_many([activity], form_names)[0]

    def save_many(
        self, activities: Iterable[Activity], form_names: Mapping[str, str] | None = None
    ) -> tuple[Activity, ...]:
        """Save activities in few statements; each leaves its own row in the trail.

        Raises:
            Conflict: one of them was changed since it was read, lies in the bin, or comes twice.
            NotFound: one has been stored before (version > 0) but is not here.
            InvalidInput: an amount has more than three decimals.

        """
        wanted = [cleaned(activity) for activity in activities]
        if len({activity.id for activity in wanted}) != len(wanted):
            raise Conflict(_NOUN, "có hai hoạt động trùng mã")
        stored = self._stored([activity.id for activity in wanted])
        self._index.forget(LOG, [seq for seq, _ in stored.values()])
        names = form_names or {}
        next_seq = self._session.scalar(select(func.coalesce(func.max(_A.c.seq), 0) + 1)) or 1
        new: list[dict[str, Any]] = []
        counts: list[dict[str, Any]] = []
        for activity in wanted:
            seq, old = stored.get(activity.id, (next_seq + len(new), None))
            _check(activity, old)
            columns = rows.columns(activity, names.get(activity.form, ""))
            counts += rows.count_columns(seq, activity)
            if old is None:
                new.append({"seq": seq, "id": activity.id, "version": 1, "deleted_at": "", **columns})
            else:
                self._session.execute(delete(_C).where(_C.c.activity == seq))
                self._session.execute(update(_A).where(_A.c.seq == seq).values(version=old.version + 1, **columns))
            self._audit.record(
                "update" if old else "create", "activity", activity.id, rows.facts(old), rows.facts(activity)
            )
        if new:
            self._session.execute(insert(_A), new)
        if counts:
            self._session.execute(insert(_C), counts)
        self._index.learn(LOG, [*(seq for seq, _ in stored.values()), *(row["seq"] for row in new)])
        self._audit.flush()
        return tuple(replace(activity, version=activity.version + 1, deleted_at="") for activity in wanted)

    def bin(self, ids: Sequence[str]) -> None:
        """Put activities into the bin; those that lie there already stay.

        Raises:
            NotFound: one does not exist; none is moved.

        """
        self._set_deleted(ids, utc_now(), "bin")

    def restore(self, ids: Sequence[str]) -> None:
        """Take activities out of the bin.

        Raises:
            NotFound: one does not exist; none is moved.

        """
        self._set_deleted(ids, "", "restore")

    def states(self, ids: Sequence[str]) -> dict[str, State]:
        """Return how activities stand, as the trail names their fields; those that do not exist are left out."""
        return {
            key: State(rows.facts(activity), not activity.deleted_at)
            for key, (_, activity) in self._stored(ids).items()
        }

    def put(self, wanted: Mapping[str, Mapping[str, Any]], form_names: Mapping[str, str]) -> None:
        """Give stored activities the fields that the trail names (id → facts).

        Raises:
            Conflict: one of them lies in the bin.

        """
        stored = self._stored(list(wanted))
        changed = [rows.with_facts(stored[key][1], facts) for key, facts in wanted.items()]
        self.save_many(changed, form_names)

    def page(self, wanted: ActivityFilter, form_names: Mapping[str, str]) -> ActivityPage:
        """Return a part of the list, newest first (of one day: the last entered first), and the whole number.

        Words are found in title, note, people and form name, whatever accents either side has.
        """
        conditions, total, more = searched(wanted, form_names, self._session, self._index)
        listed = rows.SELECT.where(*conditions).order_by(_A.c.date.desc(), _A.c.seq.desc())
        if wanted.limit:
            listed = listed.limit(wanted.limit)
        if wanted.offset:
            listed = listed.offset(wanted.offset)
        found = tuple(rows.to_activity(row) for row in self._session.execute(listed))
        short = not wanted.limit or len(found) < wanted.limit
        if short and (found or not wanted.offset):
            return ActivityPage(found, wanted.offset + len(found))
        if total is None:
            counted = counting(conditions, wanted)
            total = self._session.scalar(select(func.count()).select_from(_A).where(*counted)) or 0
        return ActivityPage(found, total, more)

    def first(self, wanted: ActivityFilter, form_names: Mapping[str, str]) -> tuple[Activity, ...]:
        """Return the first part of a list, as `page` does, without counting the rest of it."""
        known = replace(wanted, enough=wanted.limit)
        conditions, _, _ = searched(known, form_names, self._session, self._index)
        listed = rows.SELECT.where(*conditions).order_by(_A.c.date.desc(), _A.c.seq.desc()).limit(wanted.limit)
        return tuple(rows.to_activity(row) for row in self._session.execute(listed))

    def keys(self, wanted: ActivityFilter, form_names: Mapping[str, str]) -> tuple[int, ...]:
        """Return the keys of all that a filter lets through, whatever its limit, in the order of `page`.

        A key is good for `by_keys`; it names the same entry as long as the database lives.
        """
        every = replace(wanted, limit=0, offset=0, enough=0)
        conditions, _, _ = searched(every, form_names, self._session, self._index)
        listed = select(_A.c.seq).where(*conditions).order_by(_A.c.date.desc(), _A.c.seq.desc()).subquery()
        # One row with all numbers: 100,000 rows of one number each take five times as long, and hold up other threads.
        return tuple(json.loads(self._session.scalar(select(json_numbers(listed.c.seq))) or "[]"))

    def by_keys(self, keys: Sequence[int]) -> dict[int, Activity]:
        """Return activities by their keys, also those from the bin; what is gone is left out."""
        found = self._session.execute(rows.SELECT.where(chosen_rows(_A.c.seq, keys)))
        return {row.seq: rows.to_activity(row) for row in found}

    def tallies(self, start: date, end: date) -> dict[tuple[str, str], Tally]:
        """Count and sum the log from `start` to `end`, both inside, as `domain.figure.tally` does."""
        found: dict[tuple[str, str], Tally] = {}
        forms = self._session.execute(
            select(_A.c.form, func.count()).where(LIVE, *_within(_A.c.date, start, end)).group_by(_A.c.form)
        )
        for form, number in forms:
            found[form, ""] = Tally(number, number, Decimal(number))
        # Whole and rest are summed apart: the sum of thousandths could pass 64 bits, and SQLite would refuse.
        sums = self._session.execute(
            select(
                _C.c.form,
                _C.c.measure,
                func.count(),
                func.sum(_C.c.amount.op("/")(literal_column("1000"))).label("whole"),
                func.sum(_C.c.amount.op("%")(literal_column("1000"))).label("rest"),
            )
            .where(_C.c.live == literal_column("1"), *_within(_C.c.date, start, end))
            .group_by(_C.c.form, _C.c.measure)
        )
        for form, measure, number, whole, rest in sums:
            found[form, measure] = Tally(number, number, Decimal(whole) + from_thousandths(rest))
        return found

    def distinct(self, what: Distinct, forms: Sequence[str], start: date, end: date) -> int:
        """Count different days, forms or tasks from `start` to `end`, both inside, as `domain.tally.distinct` does."""
        column = {Distinct.DAYS: _A.c.date, Distinct.FORMS: _A.c.form, Distinct.TASKS: _A.c.task_id}[what]
        statement = select(func.count(column.distinct())).where(LIVE, *_within(_A.c.date, start, end))
        if what is Distinct.TASKS:
            statement = statement.where(_A.c.task_id != literal_column("''"))
        if forms:
            statement = statement.where(_A.c.form.in_(forms))
        return self._session.scalar(statement) or 0

    def in_span(self, start: date, end: date) -> tuple[Activity, ...]:
        """Return the activities from `start` to `end`, both inside, oldest first."""
        return self._select(LIVE, *_within(_A.c.date, start, end))

    def behind(
        self, forms: Sequence[str], measures: Sequence[str], start: date, end: date, limit: int
    ) -> tuple[tuple[Activity, ...], int]:
        """Return the newest activities of some forms (none: of all) that have one of some measures, and how many.

        Without measures every activity of the forms counts.
        """
        conditions = [LIVE, *_within(_A.c.date, start, end)]
        if forms:
            conditions.append(_A.c.form.in_(forms))
        if measures:
            conditions.append(exists().where(_C.c.activity == _A.c.seq, _C.c.measure.in_(measures)))
        total = self._session.scalar(select(func.count()).select_from(_A).where(*conditions)) or 0
        listed = rows.SELECT.where(*conditions).order_by(_A.c.date.desc(), _A.c.seq.desc()).limit(limit)
        return tuple(rows.to_activity(row) for row in self._session.execute(listed)), total

    def doubles(self, start: date, end: date) -> tuple[Activity, ...]:
        """Return the activities of a span that repeat day, form and title of an earlier one, oldest first."""
        within = LIVE, *_within(_A.c.date, start, end)
        same = (
            select(_A.c.date, _A.c.form, _A.c.title, func.min(_A.c.seq).label("first"))
            .where(*within)
            .group_by(_A.c.date, _A.c.form, _A.c.title)
            .having(func.count() > 1)
            .subquery()
        )
        again = select(_A.c.seq).join_from(
            _A,
            same,
            and_(
                _A.c.date == same.c.date,
                _A.c.form == same.c.form,
                _A.c.title == same.c.title,
                _A.c.seq > same.c.first,
            ),
        )
        return self._select(LIVE, _A.c.seq.in_(again))

    def by_month(self, start: date, end: date) -> tuple[tuple[str, int], ...]:
        """Return ("2025-03", number of activities) for every month that has any, in order."""
        month = func.substr(_A.c.date, literal_column("1"), literal_column("7"))
        found = self._session.execute(
            select(month, func.count()).where(LIVE, *_within(_A.c.date, start, end)).group_by(month).order_by(month)
        )
        return tuple((text, number) for text, number in found)

    def linked(self, task_ids: Iterable[str]) -> tuple[Activity, ...]:
        """Return the activities of some tasks, oldest first."""
        found: list[Activity] = []
        # The plus sign keeps SQLite from walking all that is not in the bin instead of the few rows of the tasks.
        live = unindexed(_A.c.deleted_at) == literal_column("''")
        for chunk in _chunks(sorted(set(task_ids) - {""})):
            found += self._select(live, _A.c.task_id != literal_column("''"), _A.c.task_id.in_(chunk))
        return tuple(sorted(found, key=lambda activity: activity.date))

    def same_day(self, date: date, form: str) -> tuple[Activity, ...]:
        """Return the activities of a form on a day, in the order of entry."""
        return self._select(LIVE, _A.c.date == date.isoformat(), _A.c.form == form)

    def recent(self, limit: int) -> tuple[Activity, ...]:
        """Return the activities entered last, whatever their day, the last one first."""
        listed = rows.SELECT.where(unindexed(_A.c.deleted_at) == literal_column("''"))
        listed = listed.order_by(_A.c.seq.desc()).limit(limit)
        return tuple(rows.to_activity(row) for row in self._session.execute(listed))

    def _select(self, *conditions: Any) -> tuple[Activity, ...]:
        statement = rows.SELECT.where(*conditions).order_by(_A.c.date, _A.c.seq)
        return tuple(rows.to_activity(row) for row in self._session.execute(statement))

    def _stored(self, ids: Sequence[str]) -> dict[str, tuple[int, Activity]]:
        found: dict[str, tuple[int, Activity]] = {}
        for chunk in _chunks(ids):
            for row in self._session.execute(rows.SELECT.where(_A.c.id.in_(chunk))):
                found[row.id] = row.seq, rows.to_activity(row)
        return found

    def _set_deleted(self, ids: Sequence[str], deleted_at: str, action: str) -> None:
        stored = self._stored(ids)
        for activity_id in ids:
            if activity_id not in stored:
                raise NotFound(_NOUN, activity_id)
        moved = []
        for activity_id in dict.fromkeys(ids):
            seq, old = stored[activity_id]
            if bool(old.deleted_at) == bool(deleted_at):
                continue
            moved.append(seq)
            self._audit.record(
                action, "activity", activity_id, {"deleted_at": old.deleted_at}, {"deleted_at": deleted_at}
            )
        for start in range(0, len(moved), _CHUNK):
            chunk = moved[start : start + _CHUNK]
            self._session.execute(update(_A).where(_A.c.seq.in_(chunk)).values(deleted_at=deleted_at))
            self._session.execute(update(_C).where(_C.c.activity.in_(chunk)).values(live=0 if deleted_at else 1))
        self._audit.flush()


def _check(activity: Activity, old: Activity | None) -> None:
    if old is None:
        if activity.version:
            raise NotFound(_NOUN, activity.id)
    elif old.version != activity.version:
        raise Conflict(_NOUN, "đã được sửa ở nơi khác sau khi mở")
    elif old.deleted_at:
        raise Conflict(_NOUN, "đang nằm trong thùng rác")


def _within(column: Any, start: date, end: date) -> tuple[Any, Any]:
    return column >= start.isoformat(), column <= end.isoformat()


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
