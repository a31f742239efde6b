"""Plans: whole trees in, whole trees out; on disk only what changed is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.plan import Plan, PlanRow, PlanStatus, Task
from cchc_desktop.domain.undo import State
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage import plan_rows
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.both_engines import json_length
from cchc_desktop.storage.lookup import resolve_prefix
from cchc_desktop.storage.tables import PlanRecord, PlanVersionRecord, SectionRecord, TaskRecord
from cchc_desktop.storage.values import cleaned, local_time, to_optional_day, utc_now

_NOUN = "kế hoạch"

Facts = dict[str, Any]


class PlanRepo:
    """Keeps plans with their sections and tasks."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def rows(self, binned: bool = False) -> tuple[PlanRow, ...]:
        """Return all plans, newest year first, then the latest changed; or those in the bin."""
        sections = (
            select(func.count()).where(SectionRecord.plan_id == PlanRecord.id).correlate(PlanRecord).scalar_subquery()
        )
        tasks = select(func.count()).where(TaskRecord.plan_id == PlanRecord.id).correlate(PlanRecord).scalar_subquery()
        found = self._session.execute(
            select(PlanRecord, sections, tasks, json_length(PlanRecord.notes))
            .where(PlanRecord.deleted_at != "" if binned else PlanRecord.deleted_at == "")
            .order_by(PlanRecord.year.desc(), PlanRecord.updated_at.desc(), PlanRecord.id)
        )
        return tuple(_row(*values) for values in found)

    def get(self, plan_id: str) -> Plan:
        """Return a plan, also one from the bin.

        Raises:
            NotFound: there is none.

        """
        record = self._record(plan_id)
        sections = self._session.scalars(
            select(SectionRecord).where(SectionRecord.plan_id == plan_id).order_by(SectionRecord.position)
        )
        return plan_rows.to_plan(record, sections, self._tasks(plan_id))

    def resolve(self, prefix: str) -> str:
        """Return the id of the one plan whose id begins so; at least 6 characters.

        Raises:
            NotFound: there is none, or the prefix is too short.
            Conflict: there are several.

        """
        return resolve_prefix(self._session, PlanRecord.id, prefix, _NOUN)

    def for_year(self, year: int) -> Plan | None:
        """Return the plan of a year: the issued one first, else the draft changed last; None when there is none."""
        plan_id = self._id_for_year(year)
        return None if plan_id is None else self.get(plan_id)

    def tasks(self, year: int) -> tuple[Task, ...]:
        """Return the tasks of the plan of a year, see `for_year`."""
        plan_id = self._id_for_year(year)
        return () if plan_id is None else tuple(plan_rows.to_task(task) for task in self._tasks(plan_id))

    def status(self, plan_id: str) -> PlanStatus | None:
        """Return the state of a plan, None when it is not stored."""
        found = self._session.scalar(select(PlanRecord.status).where(PlanRecord.id == plan_id))
        return None if found is None else PlanStatus(found)

    def task_content(self, task_id: str) -> str:
        """Return the text of a task of any plan, "" when there is none of that id."""
        return self._session.scalar(select(TaskRecord.content).where(TaskRecord.id == task_id)) or ""

    def task_ids(self, plan_id: str) -> tuple[str, ...]:
        """Return the ids of the tasks of a plan."""
        return tuple(self._session.scalars(select(TaskRecord.id).where(TaskRecord.plan_id == plan_id)))

    def task_owner(self, task_id: str) -> str | None:
        """Return the id of the plan a task belongs to."""
        return self._session.scalar(select(TaskRecord.plan_id).where(TaskRecord.id == task_id))

    def save(self, plan: Plan) -> Plan:
        """Add a plan, or change the stored one of that id; return it as stored, with its new version.

        Raises:
            Conflict: it was changed since it was read, lies in the bin, or one of its ids is taken.
            NotFound: it has been stored before (version > 0) but is not here.
            InvalidInput: a target has more than three decimals.

        """
        plan = cleaned(plan)
        record = self._session.get(PlanRecord, plan.id)
        if record is None:
            if plan.version:
                raise NotFound(_NOUN, plan.id)
            record = PlanRecord(**plan_rows.plan_columns(plan), version=1, updated_at=utc_now(), deleted_at="")
            self._session.add(record)
            before: Facts = {}
        else:
            self._check(record, plan)
            before = _facts(record)
            for name, value in plan_rows.plan_columns(plan).items():
                setattr(record, name, value)
            record.version += 1
            record.updated_at = utc_now()
        after = _facts(record)
        self._write_sections(plan, before, after)
        self._write_tasks(plan, before, after)
        self._audit.record("create" if not plan.version else "update", "plan", plan.id, before, after)
        self._session.flush()
        return replace(plan, version=record.version)

    def state(self, plan_id: str) -> State | None:
        """Return how a plan stands, as the trail names its fields; None when there is none."""
        record = self._session.get(PlanRecord, plan_id)
        if record is None:
            return None
        facts = _facts(record)
        sections = self._session.scalars(select(SectionRecord).where(SectionRecord.plan_id == plan_id))
        facts |= {f"sections.{section.id}": _section_facts(section) for section in sections}
        facts |= {f"tasks.{task.id}": _task_facts(task) for task in self._tasks(plan_id)}
        return State(facts, not record.deleted_at)

    def bin(self, plan_id: str) -> None:
        """Put a plan into the bin.

        Raises:
            NotFound: there is none.

        """
        self._set_deleted(plan_id, utc_now(), "bin")

    def restore(self, plan_id: str) -> None:
        """Take a plan out of the bin.

        Raises:
            NotFound: there is none.

        """
        self._set_deleted(plan_id, "", "restore")

    def _record(self, plan_id: str) -> PlanRecord:
        record = self._session.get(PlanRecord, plan_id)
        if record is None:
            raise NotFound(_NOUN, plan_id)
        return record

    def _tasks(self, plan_id: str) -> Iterable[TaskRecord]:
        return self._session.scalars(
            select(TaskRecord).where(TaskRecord.plan_id == plan_id).order_by(TaskRecord.position)
        )

    def _id_for_year(self, year: int) -> str | None:
        return self._session.scalar(
            select(PlanRecord.id)
            .where(PlanRecord.year == year, PlanRecord.deleted_at == "")
            .order_by(_in_force().desc(), PlanRecord.updated_at.desc())
            .limit(1)
        )

    @staticmethod
    def _check(record: PlanRecord, plan: Plan) -> None:
        if record.version != plan.version:
            raise Conflict(_NOUN, "đã được sửa ở nơi khác sau khi mở")
        if record.deleted_at:
            raise Conflict(_NOUN, "đang nằm trong thùng rác")

    def _set_deleted(self, plan_id: str, deleted_at: str, action: str) -> None:
        record = self._record(plan_id)
        if bool(record.deleted_at) == bool(deleted_at):
            return
        self._audit.record(action, "plan", plan_id, {"deleted_at": record.deleted_at}, {"deleted_at": deleted_at})
        record.deleted_at = deleted_at
        self._session.flush()

    def _write_sections(self, plan: Plan, before: Facts, after: Facts) -> None:
        wanted = _by_id(plan_rows.section_columns(plan.sections), "đề mục")
        stored = {
            record.id: record
            for record in self._session.scalars(select(SectionRecord).where(SectionRecord.plan_id == plan.id))
        }
        for key, record in stored.items():
            before[f"sections.{key}"] = _section_facts(record)
        gone = [key for key in stored if key not in wanted]
        for key, columns in wanted.items():
            after[f"sections.{key}"] = {name: value for name, value in columns.items() if name != "id"}
            if key in stored:
                _assign(stored[key], columns)
            else:
                self._session.add(SectionRecord(plan_id=plan.id, **columns))
        self._session.flush()
        for start in range(0, len(gone), 500):
            chunk = gone[start : start + 500]
            self._session.execute(
                delete(SectionRecord).where(SectionRecord.plan_id == plan.id, SectionRecord.id.in_(chunk))
            )

    def _write_tasks(self, plan: Plan, before: Facts, after: Facts) -> None:
        wanted = _by_id(plan_rows.task_columns(plan.tasks), "nhiệm vụ")
        stored = {record.id: record for record in self._tasks(plan.id)}
        for key, record in stored.items():
            before[f"tasks.{key}"] = _task_facts(record)
        for key, columns in wanted.items():
            if key in stored:
                _assign(stored[key], columns)
            elif self.task_owner(key) is not None:
                raise Conflict("nhiệm vụ", "mã nhiệm vụ đã thuộc kế hoạch khác")
            else:
                stored[key] = TaskRecord(plan_id=plan.id, **columns)
                self._session.add(stored[key])
            after[f"tasks.{key}"] = _task_facts(stored[key])
        self._session.flush()
        gone = [key for key in stored if key not in wanted]
        for start in range(0, len(gone), 500):
            self._session.execute(delete(TaskRecord).where(TaskRecord.id.in_(gone[start : start + 500])))


def _in_force() -> ColumnElement[bool]:
    """Whether a plan has been issued; one that is being amended, or signed again, still holds."""
    issued = exists().where(PlanVersionRecord.plan_id == PlanRecord.id, PlanVersionRecord.issued_at != "")
    return or_(PlanRecord.status.in_([str(PlanStatus.ISSUED), str(PlanStatus.AMENDING)]), issued)


def _row(record: PlanRecord, sections: int, tasks: int, notes: int) -> PlanRow:
    day = to_optional_day(record.date)
    named = Plan(record.year, record.title, (), "", number=record.number, symbol=record.symbol)
    return PlanRow(
        id=record.id,
        year=record.year,
        title=record.title,
        number_text=named.number_text,
        date=day,
        status=PlanStatus(record.status),
        sections=sections,
        tasks=tasks,
        notes=notes,
        updated_at=local_time(record.updated_at),
    )


def _by_id(rows: Iterable[Mapping[str, Any]], noun: str) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        if row["id"] in found:
            raise Conflict(noun, "có hai mục trùng mã trong một kế hoạch")
        found[row["id"]] = row
    return found


def _assign(record: SectionRecord | TaskRecord, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        if getattr(record, name) != value:
            setattr(record, name, value)


_STATE = ("id", "version", "updated_at", "deleted_at")
_PLAN_FACTS = [column.key for column in PlanRecord.__mapper__.column_attrs if column.key not in _STATE]
_SECTION_FACTS = ("parent_id", "position", "kind", "title", "text", "origin")
_TASK_FACTS = [column.key for column in TaskRecord.__mapper__.column_attrs if column.key not in ("id", "plan_id")]


def _facts(record: PlanRecord) -> Facts:
    return {name: getattr(record, name) for name in _PLAN_FACTS}


def _section_facts(record: SectionRecord) -> Facts:
    return {name: getattr(record, name) for name in _SECTION_FACTS}


def _task_facts(record: TaskRecord) -> Facts:
    return {name: getattr(record, name) for name in _TASK_FACTS}
