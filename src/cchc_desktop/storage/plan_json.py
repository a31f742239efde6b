"""A whole plan as one JSON text: what a version or a snapshot keeps. Old texts stay readable."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from decimal import Decimal
from typing import Any

from cchc_desktop.domain.plan import LineKind, Plan, PlanStatus, PreambleLine, ReviewNote, Section, SectionKind, Task
from cchc_desktop.domain.unit import Signature, SigningMode

FORMAT = 1
"""Raised when a text of the old format would be misread; every older one must stay readable."""


def plan_to_json(plan: Plan) -> str:
    """Return a plan with all its sections and tasks as compact JSON."""
    values = dataclasses.asdict(plan)
    return json.dumps({"format": FORMAT, **values}, ensure_ascii=False, separators=(",", ":"), default=_plain)


def plan_from_json(text: str) -> Plan:
    """Return the plan of a JSON text. Fields that came later take their defaults, unknown ones are passed over.

    Raises:
        ValueError: it is not such a text, or of a later format.

    """
    values = json.loads(text)
    if not isinstance(values, dict) or values.pop("format", None) != FORMAT:
        raise ValueError("not a plan of a known format")
    plan = _known(Plan, values)
    return Plan(
        **{
            **plan,
            "issuer": tuple(plan["issuer"]),
            "preamble": tuple(PreambleLine(LineKind(line["kind"]), line["text"]) for line in plan["preamble"]),
            "sections": tuple(_section(section) for section in plan["sections"]),
            "closing": tuple(plan["closing"]),
            "recipients": tuple(plan["recipients"]),
            "signature": _signature(plan["signature"]),
            "tasks": tuple(_task(task) for task in plan["tasks"]),
            "date": date.fromisoformat(plan["date"]) if plan["date"] else None,
            "status": PlanStatus(plan["status"]),
            "notes": tuple(ReviewNote(**_known(ReviewNote, note)) for note in plan["notes"]),
        }
    )


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in a plan")


def _known(kind: type, values: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in dataclasses.fields(kind)}
    return {name: value for name, value in values.items() if name in names}


def _section(values: dict[str, Any]) -> Section:
    known = _known(Section, values)
    children = tuple(_section(child) for child in known.get("children", ()))
    return Section(**{**known, "kind": SectionKind(known["kind"]), "children": children})


def _task(values: dict[str, Any]) -> Task:
    known = _known(Task, values)
    target = known.get("target")
    return Task(**{**known, "target": None if target is None else Decimal(target)})


def _signature(values: dict[str, Any]) -> Signature:
    known = _known(Signature, values)
    return Signature(**{**known, "mode": SigningMode(known["mode"]), "written": tuple(known["written"])})
