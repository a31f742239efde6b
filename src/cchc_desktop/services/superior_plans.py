"""Use cases of the superior's plans: keeping them, reading demands out of files, and answering the demands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from cchc_desktop.domain import demand_proposals
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.progress import Progress
from cchc_desktop.domain.superior_plan import (
    Answer,
    CoverLine,
    Demand,
    SuperiorPlan,
    SuperiorPlanRow,
    TargetKind,
    cover_lines,
)
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.cover_suggestions import Suggestion, suggestions
from cchc_desktop.storage.database import Database


@dataclass(frozen=True, slots=True)
class SavedSuperiorPlan:
    """A superior's plan as stored (its version moved on) and what changed."""

    plan: SuperiorPlan
    change: Change


@dataclass(frozen=True, slots=True)
class ScanReader:
    """Whether pictures can be read here: `installed` Tesseract, and its `vietnamese` letters."""

    installed: bool
    vietnamese: bool


class SuperiorPlanService:
    """Keeps the superior's plans and tells which of their demands our plans answer."""

    def __init__(self, database: Database, actor: Callable[[], str]) -> None:
        self._database = database
        self._actor = actor

    # -- the register

    def rows(self, binned: bool = False) -> tuple[SuperiorPlanRow, ...]:
        """Return the plans, newest year first; with `binned` those in the bin."""
        with self._database.read() as uow:
            return uow.superior_plans.rows(binned)

    def get(self, plan_id: str) -> SuperiorPlan:
        """Return a plan with its demands.

        Raises:
            NotFound: there is none.

        """
        with self._database.read() as uow:
            return uow.superior_plans.get(plan_id)

    def save(self, plan: SuperiorPlan) -> SavedSuperiorPlan:
        """Keep a plan; demands without words are left out.

        Raises:
            InvalidInput: it has neither title nor number, or the year is not plausible.
            Conflict: it was changed elsewhere since it was read.

        """
        plan = _cleaned(plan)
        problems = {}
        if not 2000 <= plan.year <= 2100:
            problems["year"] = "năm phải trong khoảng từ 2000 đến 2100"
        if not plan.title and not plan.number:
            problems["title"] = "chưa nhập tên hoặc số kế hoạch"
        if problems:
            raise InvalidInput(problems)
        with self._database.write(self._actor()) as uow:
            saved = uow.superior_plans.save(plan)
            uow.commit()
        return SavedSuperiorPlan(saved, Change(Topic.SUPERIOR_PLAN, (saved.id,)))

    def bin(self, plan_id: str) -> Change:
        """Put a plan into the bin."""
        with self._database.write(self._actor()) as uow:
            uow.superior_plans.bin(plan_id)
            uow.commit()
        return Change(Topic.SUPERIOR_PLAN, (plan_id,))

    def restore(self, plan_id: str) -> Change:
        """Take a plan out of the bin."""
        with self._database.write(self._actor()) as uow:
            uow.superior_plans.restore(plan_id)
            uow.commit()
        return Change(Topic.SUPERIOR_PLAN, (plan_id,))

    # -- out of files

    def read_word(self, path: Path) -> SuperiorPlan:
        """Read a superior's plan out of a Word file, with proposed demands, without keeping it.

        Raises:
            FileUnreadable: the file is not a Word document that can be read.

        """
        from cchc_desktop.documents.plan_import import import_plan

        read = import_plan(path)
        return SuperiorPlan(
            year=read.year,
            title=clean_line(read.title),
            number=read.number_text if read.number is not None else "",
            date=read.date,
            issuer=_issuer(read),
            demands=demand_proposals.from_plan(read),
        )

    def read_scan(self, path: Path, progress: Progress | None = None) -> tuple[Demand, ...]:
        """Read proposed demands out of a scan (PDF or picture), each marked as read by a machine.

        Raises:
            FileUnreadable: it is neither a PDF nor a picture, or broken.
            ToolMissing: only pictures are in it, and Tesseract with Vietnamese is not installed.

        """
        from cchc_desktop.documents.scan_text import read_scan

        return demand_proposals.from_lines(read_scan(path, progress))

    def scan_reader(self) -> ScanReader:
        """Tell whether pictures can be read on this computer."""
        from cchc_desktop.documents.scan_text import find_reader

        reader = find_reader()
        return ScanReader(reader.program is not None, reader.vietnamese)

    # -- what answers the demands

    def coverage(self, plan: Plan) -> tuple[CoverLine, ...]:
        """Return the confirmed demands of the plan's year with what answers them in `plan`, uncovered first."""
        with self._database.read() as uow:
            return cover_lines(plan, uow.superior_plans.for_year(plan.year), uow.superior_plans.answers(plan.id))

    def unconfirmed(self, year: int) -> int:
        """Return how many proposals of a year's plans nobody has confirmed yet."""
        return sum(row.unconfirmed for row in self.rows() if row.year == year)

    def cover(self, plan_id: str, demand_id: str, kind: TargetKind, target_id: str) -> Change:
        """Note that a section or task answers a demand, beside what answers it already.

        Raises:
            NotFound: there is no such demand.

        """
        kept = [answer for answer in self._answers(plan_id, demand_id) if answer.kind is not TargetKind.NONE]
        return self._set(plan_id, demand_id, (*kept, Answer(demand_id, kind, target_id)))

    def uncover(self, plan_id: str, demand_id: str) -> Change:
        """Take all that answers a demand back.

        Raises:
            NotFound: there is no such demand.

        """
        return self._set(plan_id, demand_id, ())

    def not_applicable(self, plan_id: str, demand_id: str, reason: str) -> Change:
        """Note why a demand does not apply to the commune.

        Raises:
            InvalidInput: no reason is given.
            NotFound: there is no such demand.

        """
        reason = clean_line(reason)
        if not reason:
            raise InvalidInput({"reason": "chưa ghi lý do không áp dụng"})
        return self._set(plan_id, demand_id, (Answer(demand_id, TargetKind.NONE, "", reason),))

    def suggestions(self, plan: Plan, demand: Demand) -> tuple[Suggestion, ...]:
        """Return the sections and tasks of `plan` whose words come nearest to a demand, best first."""
        return suggestions(plan, demand)

    def _answers(self, plan_id: str, demand_id: str) -> tuple[Answer, ...]:
        with self._database.read() as uow:
            return tuple(answer for answer in uow.superior_plans.answers(plan_id) if answer.demand_id == demand_id)

    def _set(self, plan_id: str, demand_id: str, answers: tuple[Answer, ...]) -> Change:
        with self._database.write(self._actor()) as uow:
            uow.superior_plans.set_answers(plan_id, demand_id, answers)
            uow.commit()
        return Change(Topic.SUPERIOR_PLAN, (demand_id,))


def _cleaned(plan: SuperiorPlan) -> SuperiorPlan:
    demands = (
        replace(demand, text=clean_line(demand.text), deadline=clean_line(demand.deadline)) for demand in plan.demands
    )
    return replace(
        plan,
        title=clean_line(plan.title),
        number=clean_line(plan.number),
        issuer=clean_line(plan.issuer),
        demands=tuple(demand for demand in demands if demand.text),
    )


def _issuer(plan: Plan) -> str:
    """Return "Ủy ban nhân dân tỉnh Hưng Yên" of the header's capitals."""
    line = clean_line(" ".join(plan.issuer))
    if not line.isupper():
        return line
    words = line.title().replace("Ủy Ban Nhân Dân", "Ủy ban nhân dân").replace("Uỷ Ban Nhân Dân", "Ủy ban nhân dân")
    for noun in ("Tỉnh", "Thành Phố", "Xã", "Phường"):
        words = words.replace(f"dân {noun} ", f"dân {noun.lower()} ")
    return words
