"""Plans as rows and back."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from typing import Any

from cchc_desktop.domain.plan import (
    LineKind,
    Plan,
    PlanStatus,
    PreambleLine,
    ReviewNote,
    Section,
    SectionKind,
    Task,
)
from cchc_desktop.domain.unit import Signature, SigningMode
from cchc_desktop.storage.tables import PlanRecord, SectionRecord, TaskRecord
from cchc_desktop.storage.values import from_thousandths, to_optional_day, to_thousandths


def plan_columns(plan: Plan) -> dict[str, Any]:
    """Return the values of a plan's own row, without its state (version, times)."""
    return {
        "id": plan.id,
        "year": plan.year,
        "title": plan.title,
        "issuer": to_json(plan.issuer),
        "place": plan.place,
        "preamble": to_json([[str(line.kind), line.text] for line in plan.preamble]),
        "closing": to_json(plan.closing),
        "recipients": to_json(plan.recipients),
        "signature": to_json(dataclasses.asdict(plan.signature)),
        "appendix_title": plan.appendix_title,
        "kind": plan.kind,
        "upper_line": plan.upper_line,
        "number": plan.number,
        "symbol": plan.symbol,
        "date": plan.date.isoformat() if plan.date else None,
        "status": str(plan.status),
        "notes": to_json([[note.reason, note.quote, note.section_id] for note in plan.notes]),
        "cloned_from": plan.cloned_from,
    }


def section_columns(sections: Iterable[Section], parent_id: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the values of the rows of a section tree, without the plan's id."""
    for position, section in enumerate(sections):
        yield {
            "id": section.id,
            "parent_id": parent_id,
            "position": position,
            "kind": str(section.kind),
            "title": section.title,
            "text": section.text,
            "origin": section.origin,
        }
        yield from section_columns(section.children, section.id)


def task_columns(tasks: Iterable[Task]) -> Iterator[dict[str, Any]]:
    """Yield the values of the rows of the task appendix, without the plan's id.

    Raises:
        InvalidInput: a target has more than three decimals.

    """
    for position, task in enumerate(tasks):
        columns = {field.name: getattr(task, field.name) for field in dataclasses.fields(task)}
        if task.target is not None:
            columns["target"] = to_thousandths(task.target, f"tasks.{position + 1}.target")
        yield {**columns, "position": position}


def to_plan(record: PlanRecord, sections: Iterable[SectionRecord], tasks: Iterable[TaskRecord]) -> Plan:
    """Return the plan of its rows; `sections` and `tasks` are in the order of their positions."""
    return Plan(
        year=record.year,
        title=record.title,
        issuer=tuple(json.loads(record.issuer)),
        place=record.place,
        preamble=tuple(PreambleLine(LineKind(kind), text) for kind, text in json.loads(record.preamble)),
        sections=_tree(sections),
        closing=tuple(json.loads(record.closing)),
        recipients=tuple(json.loads(record.recipients)),
        signature=_signature(json.loads(record.signature)),
        tasks=tuple(to_task(task) for task in tasks),
        appendix_title=record.appendix_title,
        kind=record.kind,
        upper_line=record.upper_line,
        number=record.number,
        symbol=record.symbol,
        date=to_optional_day(record.date),
        status=PlanStatus(record.status),
        notes=tuple(ReviewNote(*note) for note in json.loads(record.notes)),
        cloned_from=record.cloned_from,
        id=record.id,
        version=record.version,
    )


def to_task(record: TaskRecord) -> Task:
    """Return the task of its row."""
    values = {field.name: getattr(record, field.name) for field in dataclasses.fields(Task)}
    if record.target is not None:
        values["target"] = from_thousandths(record.target)
    return Task(**values)


def _tree(records: Iterable[SectionRecord]) -> tuple[Section, ...]:
    children: dict[str | None, list[SectionRecord]] = {}
    for record in records:
        children.setdefault(record.parent_id, []).append(record)

    def below(parent: str | None) -> tuple[Section, ...]:
        return tuple(
            Section(SectionKind(record.kind), record.title, record.text, below(record.id), record.id, record.origin)
            for record in children.get(parent, ())
        )

    return below(None)


def _signature(values: dict[str, Any]) -> Signature:
    return Signature(**{**values, "mode": SigningMode(values["mode"]), "written": tuple(values["written"])})


def to_json(value: object) -> str:
    """Return compact JSON with Vietnamese letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
