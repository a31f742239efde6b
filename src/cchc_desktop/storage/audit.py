"""The audit trail: one row for every change, written in the same transaction as the change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, insert, literal_column, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.audit import ERASED, PRIVATE_FIELDS, AuditRow
from cchc_desktop.domain.ids import new_id
from cchc_desktop.storage.tables import AuditRecord, table
from cchc_desktop.storage.tables_work import PrivateRecord
from cchc_desktop.storage.values import local_time, utc_now

Facts = Mapping[str, Any]
"""Field → plain JSON value."""

_A = table(AuditRecord)
_P = table(PrivateRecord)
_ROW: Select[Any] = select(
    _A.c.at, _A.c.actor, _A.c.action, _A.c.entity, _A.c.entity_id, _A.c.before, _A.c.after, _A.c.seq, _A.c.step,
    _A.c.undoes,
)  # fmt: skip
_MARK = "private"
_CHUNK = 500


class AuditRepo:
    """Reads the trail; the other repositories write it through `record`.

    All rows of a unit of work carry one step, so that an act can be taken back whole.

    Args:
        session: of the unit of work.
        actor: who changes; None in a unit of work that only reads.
        allow: called with action and entity of each change before it is noted; raises what forbids it.

    """

    def __init__(self, session: Session, actor: str | None, allow: Callable[[str, str], None] | None = None) -> None:
        self._allow = allow
        self._session = session
        self._actor = actor
        self._step = new_id()
        self._undoes = ""
        self._written: list[str] = []
        self._waiting: list[dict[str, str]] = []
        self._private: list[dict[str, str]] = []
        self.touched: dict[tuple[str, str], None] = {}
        """Entity and id of what was changed, for the search index."""

    def begin_step(self, undoes: str) -> str:
        """Begin a new step within this unit of work, which takes back the step `undoes`; return its id."""
        self.flush()
        self._step, self._undoes = new_id(), undoes
        return self._step

    @property
    def wrote(self) -> bool:
        """Tell whether anything was noted in the present step."""
        return bool(self._waiting) or self._step in self._written

    @property
    def written(self) -> list[str]:
        """The steps that wrote since `take_steps`."""
        return list(self._written)

    def take_steps(self) -> list[str]:
        """Return the steps that wrote since this was last asked, in order."""
        written, self._written = self._written, []
        return written

    def record(self, action: str, entity: str, entity_id: str, before: Facts, after: Facts) -> None:
        """Note a change; only fields that differ are kept. Written by `flush`. An update of nothing is none.

        Raises:
            RuntimeError: the unit of work was opened for reading.

        """
        if self._actor is None:
            raise RuntimeError("a unit of work opened with read() cannot change anything")
        if self._allow is not None:
            self._allow(action, entity)
        self.touched[entity, entity_id] = None
        fields = [field for field in {**before, **after} if before.get(field) != after.get(field)]
        old = {field: before[field] for field in fields if field in before}
        new = {field: after[field] for field in fields if field in after}
        if action == "update" and not fields:
            return
        if entity in PRIVATE_FIELDS:
            old, new = self._put_apart(entity, entity_id, old), self._put_apart(entity, entity_id, new)
        self._waiting.append(
            {
                "at": utc_now(),
                "actor": self._actor,
                "action": action,
                "entity": entity,
                "entity_id": entity_id,
                "before": _json(old),
                "after": _json(new),
                "step": self._step,
                "undoes": self._undoes,
            }
        )

    def flush(self) -> None:
        """Write what was noted."""
        if self._waiting:
            self._session.execute(insert(_A), self._waiting)
            self._waiting = []
            if self._step not in self._written:
                self._written.append(self._step)
        if self._private:
            self._session.execute(insert(_P), self._private)
            self._private = []

    def history(self, entity: str, entity_id: str, limit: int = 0) -> tuple[AuditRow, ...]:
        """Return the changes of one record, newest first; with a `limit` only the latest.

        `entity` is "plan", "activity", "unit", "signer", "statement", "legal_basis", "text_block" or
        "expectation"; a statement's id is "2025-Q1/tin-bai" (period, indicator), an expectation's "<task>:2025-02-28".
        """
        own = _A.c.entity == entity, _A.c.entity_id == entity_id
        if limit:
            latest = select(_A.c.seq).where(*own).order_by(_A.c.seq.desc()).limit(limit)
            return self.rows(_A.c.seq.in_(latest.scalar_subquery()))[::-1]
        return self.rows(*own)[::-1]

    def around_plan(self, plan_id: str, task_ids: Iterable[str]) -> tuple[AuditRow, ...]:
        """Return the changes of what hangs on a plan: answers to demands, accepted findings, what was left out."""
        own = [_A.c.entity_id.between(f"{plan_id}/", f"{plan_id}0"), _A.c.entity.in_(("coverage", "accepted_finding"))]
        tasks = set(task_ids)
        skipped = self.rows(_A.c.entity == "expectation")
        return (*self.rows(*own), *(row for row in skipped if row.entity_id.rpartition(":")[0] in tasks))

    def of_step(self, step: str) -> tuple[AuditRow, ...]:
        """Return the rows of a step in the order they were written."""
        return self.rows(*in_step(step)) if step else ()

    def rows(self, *conditions: Any) -> tuple[AuditRow, ...]:
        """Return the rows that meet all conditions, oldest first."""
        self.flush()
        found = self._session.execute(_ROW.where(*conditions).order_by(_A.c.seq)).all()
        read = [(row, json.loads(row.before), json.loads(row.after)) for row in found]
        private = self._read_apart(side for _, before, after in read for side in (before, after))
        return tuple(
            AuditRow(
                local_time(row.at),
                row.actor,
                row.action,
                row.entity,
                row.entity_id,
                _whole(before, private),
                _whole(after, private),
                row.seq,
                row.step,
                row.undoes,
            )
            for row, before, after in read
        )

    def erase(self, entity: str, ids: Sequence[str]) -> None:
        """Delete the personal values of records for good; the trail still tells that they changed, when, by whom."""
        self.flush()
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            self._session.execute(delete(_P).where(_P.c.entity == entity, _P.c.entity_id.in_(chunk)))

    def _put_apart(self, entity: str, entity_id: str, facts: Facts) -> dict[str, Any]:
        private = {field: value for field, value in facts.items() if field in PRIVATE_FIELDS[entity]}
        if not private:
            return dict(facts)
        key = new_id()
        self._private.append({"id": key, "entity": entity, "entity_id": entity_id, "content": _json(private)})
        return {field: {_MARK: key} if field in private else value for field, value in facts.items()}

    def _read_apart(self, sides: Iterable[Facts]) -> dict[str, dict[str, Any]]:
        keys = sorted({key for side in sides for value in side.values() if (key := _key(value))})
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(keys), _CHUNK):
            rows = self._session.execute(select(_P.c.id, _P.c.content).where(_P.c.id.in_(keys[start : start + _CHUNK])))
            found |= {key: json.loads(content) for key, content in rows}
        return found


def in_step(step: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions of the rows of a step.

    The second, with its literal, lets SQLite see that the index of steps, which leaves "" out, holds them all.
    """
    return _A.c.step == step, _A.c.step != literal_column("''")


def _key(value: object) -> str:
    return value[_MARK] if isinstance(value, dict) and value.keys() == {_MARK} else ""


def _whole(facts: dict[str, Any], private: Mapping[str, Facts]) -> dict[str, Any]:
    """Return facts with the values that were put apart."""
    return {
        field: private.get(key, {}).get(field, ERASED) if (key := _key(value)) else value
        for field, value in facts.items()
    }


def _json(facts: Facts) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
