"""The superior's plan: what it demands of the commune, and which part of our plan answers each demand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.plan import Plan


class DemandSource(StrEnum):
    """How a demand came here."""

    TYPED = "typed"
    IMPORTED = "imported"  # proposed from a Word file
    MACHINE = "machine"  # read from a picture by a machine: any letter may be wrong


SOURCE_NAMES = {
    DemandSource.TYPED: "nhập tay",
    DemandSource.IMPORTED: "từ tệp Word",
    DemandSource.MACHINE: "máy đọc",
}
"""How sources are called."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Something the superior's plan asks of the commune.

    `deadline` is as written there ("trước ngày 15/12"). What was not typed is a proposal until a person has
    confirmed it, and what a machine read stays marked so.
    """

    text: str
    deadline: str = ""
    source: DemandSource = DemandSource.TYPED
    confirmed: bool = True
    id: str = field(default_factory=new_id)

    @property
    def state_name(self) -> str:
        """What a list says of it: "máy đọc, chưa xác nhận"."""
        name = SOURCE_NAMES[self.source]
        if self.source is DemandSource.TYPED and self.confirmed:
            return name
        return f"{name}, {'đã' if self.confirmed else 'chưa'} xác nhận"


@dataclass(frozen=True, slots=True)
class SuperiorPlan:
    """A plan of the superior with its demands; `number` is with its symbol ("12/KH-UBND")."""

    year: int
    title: str
    number: str = ""
    date: date | None = None
    issuer: str = ""
    note: str = ""
    demands: tuple[Demand, ...] = ()
    id: str = field(default_factory=new_id)
    version: int = 0

    @property
    def reference(self) -> str:
        """The plan in short: "Kế hoạch số 12/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh Hưng Yên"."""
        parts = ["Kế hoạch"]
        if self.number:
            parts.append(f"số {self.number}")
        if self.date:
            parts.append(f"ngày {self.date:%d/%m/%Y}")
        if self.issuer:
            parts.append(f"của {self.issuer}")
        return " ".join(parts) if len(parts) > 1 else self.title


@dataclass(frozen=True, slots=True)
class SuperiorPlanRow:
    """A superior's plan as a list shows it; `unconfirmed` counts the proposals among its demands."""

    id: str
    year: int
    title: str
    number: str
    date: date | None
    issuer: str
    demands: int
    unconfirmed: int
    updated_at: str


class TargetKind(StrEnum):
    """What answers a demand; `NONE` says that it does not apply here."""

    SECTION = "section"
    TASK = "task"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Answer:
    """A part of our plan that answers a demand, or (kind `NONE`) the reason why none has to."""

    demand_id: str
    kind: TargetKind
    target_id: str = ""
    reason: str = ""


class CoverState(StrEnum):
    """Whether a demand is answered. Uncovered ones stand first everywhere."""

    UNCOVERED = "uncovered"
    COVERED = "covered"
    NOT_APPLICABLE = "not_applicable"


STATE_NAMES = {
    CoverState.UNCOVERED: "Chưa có trong kế hoạch",
    CoverState.COVERED: "Đã cụ thể hóa",
    CoverState.NOT_APPLICABLE: "Không áp dụng",
}
"""How the states are called."""


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A demand with what answers it; `answers` name only sections and tasks that the plan still has."""

    superior: SuperiorPlan
    demand: Demand
    state: CoverState
    answers: tuple[Answer, ...] = ()
    reason: str = ""


def cover_lines(plan: Plan, superiors: Iterable[SuperiorPlan], answers: Iterable[Answer]) -> tuple[CoverLine, ...]:
    """Return the confirmed demands with what answers them, the uncovered ones first.

    An answer whose section or task has been taken out of the plan does not count.
    """
    present = {section.id for section in plan.walk()} | {task.id for task in plan.tasks}
    by_demand: dict[str, list[Answer]] = {}
    for answer in answers:
        by_demand.setdefault(answer.demand_id, []).append(answer)
    lines = [
        _line(superior, demand, by_demand.get(demand.id, []), present)
        for superior in superiors
        for demand in superior.demands
        if demand.confirmed
    ]
    order = list(CoverState)
    return tuple(sorted(lines, key=lambda line: order.index(line.state)))


def _line(superior: SuperiorPlan, demand: Demand, answers: list[Answer], present: set[str]) -> CoverLine:
    live = tuple(answer for answer in answers if answer.kind is not TargetKind.NONE and answer.target_id in present)
    if live:
        return CoverLine(superior, demand, CoverState.COVERED, live)
    excused = next((answer for answer in answers if answer.kind is TargetKind.NONE), None)
    if excused is not None:
        return CoverLine(superior, demand, CoverState.NOT_APPLICABLE, (), excused.reason)
    return CoverLine(superior, demand, CoverState.UNCOVERED)
