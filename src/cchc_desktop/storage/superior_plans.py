"""The superior's plans with their demands, and which parts of our plans answer them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.superior_plan import (
    Answer,
    Demand,
    DemandSource,
    SuperiorPlan,
    SuperiorPlanRow,
    TargetKind,
)
from cchc_desktop.domain.undo import State
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables import CoverageRecord, DemandRecord, SuperiorPlanRecord
from cchc_desktop.storage.values import cleaned, local_time, to_optional_day, utc_now

_NOUN = "kế hoạch cấp trên"
_FIELDS = ("year", "number", "date", "issuer", "title", "note")

Facts = dict[str, Any]


class SuperiorPlanRepo:
    """Keeps the superior's plans; demands belong to their plan, answers to ours."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def rows(self, binned: bool = False) -> tuple[SuperiorPlanRow, ...]:
        """Return all plans, newest year first, then by number; or those in the bin."""
        own = select(func.count()).where(DemandRecord.superior_plan_id == SuperiorPlanRecord.id)
        found = self._session.execute(
            select(
                SuperiorPlanRecord,
                own.correlate(SuperiorPlanRecord).scalar_subquery(),
                own.where(DemandRecord.confirmed == 0).correlate(SuperiorPlanRecord).scalar_subquery(),
            )
            .where(SuperiorPlanRecord.deleted_at != "" if binned else SuperiorPlanRecord.deleted_at == "")
            .order_by(SuperiorPlanRecord.year.desc(), SuperiorPlanRecord.number, SuperiorPlanRecord.id)
        )
        return tuple(_row(*values) for values in found)

    def get(self, plan_id: str) -> SuperiorPlan:
        """Return a plan with its demands, also one from the bin.

        Raises:
            NotFound: there is none.

        """
        return _plan(self._record(plan_id), self._demands(plan_id))

    def for_year(self, year: int) -> tuple[SuperiorPlan, ...]:
        """Return the plans of a year with their demands, without those in the bin."""
        records = self._session.scalars(
            select(SuperiorPlanRecord)
            .where(SuperiorPlanRecord.year == year, SuperiorPlanRecord.deleted_at == "")
            .order_by(SuperiorPlanRecord.number, SuperiorPlanRecord.id)
        ).all()
        return tuple(_plan(record, self._demands(record.id)) for record in records)

    def save(self, plan: SuperiorPlan) -> SuperiorPlan:
        """Add a plan, or change the stored one of that id; return it with its new version.

        A demand that is no longer among its demands is taken out, with what answered it.

        Raises:
            Conflict: it was changed since it was read, lies in the bin, or a demand belongs to another plan.
            NotFound: it has been stored before (version > 0) but is not here.

        """
        plan = cleaned(plan)
        record = self._session.get(SuperiorPlanRecord, plan.id)
        before: Facts = {}
        if record is None:
            if plan.version:
                raise NotFound(_NOUN, plan.id)
            record = SuperiorPlanRecord(id=plan.id, **_columns(plan), version=1, updated_at=utc_now(), deleted_at="")
            self._session.add(record)
            self._session.flush()
        else:
            self._check(record, plan)
            before = _facts(record, self._demands(plan.id))
            for name, value in _columns(plan).items():
                setattr(record, name, value)
            record.version += 1
            record.updated_at = utc_now()
        self._write_demands(plan)
        after = _facts(record, self._demands(plan.id))
        self._audit.record("create" if not plan.version else "update", "superior_plan", plan.id, before, after)
        return replace(plan, version=record.version)

    def state(self, plan_id: str) -> State | None:
        """Return how a plan stands, as the trail names its fields; None when there is none."""
        record = self._session.get(SuperiorPlanRecord, plan_id)
        return None if record is None else State(_facts(record, self._demands(plan_id)), not record.deleted_at)

    def put(self, plan_id: str, facts: Mapping[str, Any]) -> None:
        """Give a stored plan and its demands the fields that the trail names.

        Raises:
            Conflict: it lies in the bin.
            NotFound: there is none.

        """
        own = {name: facts[name] for name in _FIELDS}
        demands = [
            DemandRecord(id=name.removeprefix("demands."), **values)
            for name, values in facts.items()
            if name.startswith("demands.")
        ]
        record = SuperiorPlanRecord(id=plan_id, version=self._record(plan_id).version, **own)
        self.save(_plan(record, sorted(demands, key=lambda demand: demand.position)))

    def bin(self, plan_id: str) -> None:
        """Put a plan into the bin; what answers its demands stays noted.

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

    # -- what answers the demands

    def answers(self, plan_id: str) -> tuple[Answer, ...]:
        """Return what parts of one of our plans answer which demands."""
        records = self._session.scalars(
            select(CoverageRecord)
            .where(CoverageRecord.plan_id == plan_id)
            .order_by(CoverageRecord.demand_id, CoverageRecord.target_kind, CoverageRecord.target_id)
        )
        return tuple(
            Answer(record.demand_id, TargetKind(record.target_kind), record.target_id, record.reason)
            for record in records
        )

    def answer_facts(self, plan_id: str, demand_id: str) -> Facts:
        """Return what the trail says of the answers of one of our plans to a demand."""
        return {
            f"{answer.kind}:{answer.target_id}": answer.reason
            for answer in self.answers(plan_id)
            if answer.demand_id == demand_id
        }

    def put_answers(self, plan_id: str, demand_id: str, facts: Mapping[str, Any]) -> None:
        """Keep the answers that the trail names.

        Raises:
            NotFound: there is no such demand (any more).

        """
        named = [(key.partition(":"), reason) for key, reason in facts.items()]
        answers = [Answer(demand_id, TargetKind(kind), target, reason) for (kind, _, target), reason in named]
        self.set_answers(plan_id, demand_id, answers)

    def set_answers(self, plan_id: str, demand_id: str, answers: Iterable[Answer]) -> None:
        """Keep `answers` in the place of all that one of our plans had for a demand.

        Raises:
            NotFound: there is no such demand (any more).

        """
        if self._session.get(DemandRecord, demand_id) is None:
            raise NotFound("yêu cầu của cấp trên", demand_id)
        old = self._session.scalars(
            select(CoverageRecord).where(CoverageRecord.plan_id == plan_id, CoverageRecord.demand_id == demand_id)
        ).all()
        before = {f"{record.target_kind}:{record.target_id}": record.reason for record in old}
        for record in old:
            self._session.delete(record)
        self._session.flush()
        new = {(str(answer.kind), answer.target_id): answer.reason for answer in cleaned(tuple(answers))}
        for (kind, target), reason in new.items():
            self._session.add(
                CoverageRecord(plan_id=plan_id, demand_id=demand_id, target_kind=kind, target_id=target, reason=reason)
            )
        after = {f"{kind}:{target}": reason for (kind, target), reason in new.items()}
        self._audit.record("update" if before else "create", "coverage", f"{plan_id}/{demand_id}", before, after)
        self._session.flush()

    # -- rows

    def _record(self, plan_id: str) -> SuperiorPlanRecord:
        record = self._session.get(SuperiorPlanRecord, plan_id)
        if record is None:
            raise NotFound(_NOUN, plan_id)
        return record

    def _demands(self, plan_id: str) -> list[DemandRecord]:
        return list(
            self._session.scalars(
                select(DemandRecord).where(DemandRecord.superior_plan_id == plan_id).order_by(DemandRecord.position)
            )
        )

    @staticmethod
    def _check(record: SuperiorPlanRecord, plan: SuperiorPlan) -> None:
        if record.version != plan.version:
            raise Conflict(_NOUN, "đã được sửa ở nơi khác sau khi mở")
        if record.deleted_at:
            raise Conflict(_NOUN, "đang nằm trong thùng rác")

    def _write_demands(self, plan: SuperiorPlan) -> None:
        stored = {record.id: record for record in self._demands(plan.id)}
        for position, demand in enumerate(plan.demands):
            record = stored.pop(demand.id, None)
            columns = _demand_columns(demand, position)
            if record is not None:
                for name, value in columns.items():
                    setattr(record, name, value)
            elif self._session.get(DemandRecord, demand.id) is not None:
                raise Conflict("yêu cầu", "mã yêu cầu đã thuộc kế hoạch khác")
            else:
                self._session.add(DemandRecord(id=demand.id, superior_plan_id=plan.id, **columns))
        self._session.flush()
        gone = list(stored)
        for start in range(0, len(gone), 500):
            chunk = gone[start : start + 500]
            self._note_lost(chunk)
            self._session.execute(delete(CoverageRecord).where(CoverageRecord.demand_id.in_(chunk)))
            self._session.execute(delete(DemandRecord).where(DemandRecord.id.in_(chunk)))

    def _note_lost(self, demand_ids: list[str]) -> None:
        """Leave a trace of the answers that go with their demands, so that undo can put them back."""
        lost: dict[str, Facts] = {}
        for record in self._session.scalars(select(CoverageRecord).where(CoverageRecord.demand_id.in_(demand_ids))):
            facts = lost.setdefault(f"{record.plan_id}/{record.demand_id}", {})
            facts[f"{record.target_kind}:{record.target_id}"] = record.reason
            self._session.expunge(record)
        for key, facts in lost.items():
            self._audit.record("update", "coverage", key, facts, {})

    def _set_deleted(self, plan_id: str, deleted_at: str, action: str) -> None:
        record = self._record(plan_id)
        if bool(record.deleted_at) == bool(deleted_at):
            return
        before, after = {"deleted_at": record.deleted_at}, {"deleted_at": deleted_at}
        self._audit.record(action, "superior_plan", plan_id, before, after)
        record.deleted_at = deleted_at
        self._session.flush()


def _columns(plan: SuperiorPlan) -> Facts:
    values = {name: getattr(plan, name) for name in _FIELDS}
    return {**values, "date": plan.date.isoformat() if plan.date else ""}


def _demand_columns(demand: Demand, position: int) -> Facts:
    return {
        "position": position,
        "confirmed": int(demand.confirmed),
        "text": demand.text,
        "deadline": demand.deadline,
        "source": str(demand.source),
    }


def _facts(record: SuperiorPlanRecord, demands: Iterable[DemandRecord]) -> Facts:
    facts = {name: getattr(record, name) for name in _FIELDS}
    for demand in demands:
        facts[f"demands.{demand.id}"] = {
            name: getattr(demand, name) for name in ("position", "confirmed", "text", "deadline", "source")
        }
    return facts


def _row(record: SuperiorPlanRecord, demands: int, unconfirmed: int) -> SuperiorPlanRow:
    return SuperiorPlanRow(
        id=record.id,
        year=record.year,
        title=record.title,
        number=record.number,
        date=to_optional_day(record.date),
        issuer=record.issuer,
        demands=demands,
        unconfirmed=unconfirmed,
        updated_at=local_time(record.updated_at),
    )


def _plan(record: SuperiorPlanRecord, demands: Iterable[DemandRecord]) -> SuperiorPlan:
    return SuperiorPlan(
        year=record.year,
        title=record.title,
        number=record.number,
        date=to_optional_day(record.date),
        issuer=record.issuer,
        note=record.note,
        demands=tuple(
            Demand(demand.text, demand.deadline, DemandSource(demand.source), bool(demand.confirmed), demand.id)
            for demand in demands
        ),
        id=record.id,
        version=record.version,
    )
