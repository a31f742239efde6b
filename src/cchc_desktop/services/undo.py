"""Use cases of taking back: the last act, a named one, all acts back to one, and doing them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.record_title import record_title, written_day
from cchc_desktop.domain.record_words import field_name, noun, step_name
from cchc_desktop.domain.undo import GONE, Clash, Step, Trail
from cchc_desktop.errors import UndoRefused
from cchc_desktop.services.catalogues import CatalogueShelf
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.keepers import CAN
from cchc_desktop.storage.uow import UnitOfWork

REACH = 300
"""How many of the latest steps are looked at; what is older is taken back from the history of a record, by hand."""
SHOWN = 50
_CLASHES_TOLD = 5


@dataclass(frozen=True, slots=True)
class StepLine:
    """An act as the list shows it.

    `at` is ISO local time. `undone_at` and `undone_by` say when and by whom it was taken back, "" while it holds.
    `can_undo` tells whether it is of a kind that goes back here. `times` is how many acts of the same kind on the same
    record the line stands for.
    """

    id: str
    name: str
    at: str
    actor: str
    undone_at: str = ""
    undone_by: str = ""
    can_undo: bool = True
    times: int = 1


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back (or done again): its name (of several the earliest), how many acts, and what changed."""

    name: str
    steps: int
    changes: tuple[Change, ...]


class UndoService:
    """Takes acts back. An act that would overwrite what was done later is refused whole."""

    def __init__(self, database: Database, catalogues: CatalogueShelf, actor: Callable[[], str]) -> None:
        self._database = database
        self._catalogues = catalogues
        self._actor = actor

    @property
    def last(self) -> str:
        """The step committed last in this session, "" when there is none; for the notice of what was just done."""
        return self._database.steps[-1] if self._database.steps else ""

    def size(self, step_id: str) -> int:
        """Return how many records an act touched, 0 when there is no such act."""
        with self._database.read() as uow:
            step = uow.steps.get(step_id)
        return sum(touched.number for touched in step.touched) if step else 0

    def recent(self, limit: int = SHOWN) -> tuple[StepLine, ...]:
        """Return the latest acts of everybody, newest first; those older than steps are not among them."""
        with self._database.read() as uow:
            trail = Trail(uow.steps.latest(REACH))
            found: list[StepLine] = []
            previous: Step | None = None
            for step in trail.works:
                if previous is not None and _goes_on(step, previous):
                    found[-1] = replace(found[-1], times=found[-1].times + 1)
                elif len(found) == limit:
                    break
                else:
                    found.append(self._line(uow, step, trail))
                previous = step
        return tuple(found)

    def undo_next(self) -> Undone | None:
        """Take back the last act of this session that still holds; None when there is none.

        Raises:
            UndoRefused: something in it was changed since.

        """
        return self._next(Trail.next_undo)

    def redo_next(self) -> Undone | None:
        """Do again what was taken back last in this session; None when there is nothing.

        Raises:
            UndoRefused: something in it was changed since.

        """
        return self._next(Trail.next_redo)

    def undo(self, step_id: str) -> Undone | None:
        """Take back one act; None when that was done already.

        Raises:
            UndoRefused: something in it was changed since, or it is of a kind that does not go back here.

        """
        with self._database.write(self._actor()) as uow:
            step = uow.steps.get(step_id)
            if step is None or Trail(uow.steps.latest(REACH)).undone_by(step_id) is not None:
                return None
            undone = self._take_back(uow, [step])
            uow.commit()
        return self._told(undone)

    def undo_to(self, step_id: str) -> Undone | None:
        """Take back all acts that still hold, from the latest to this one: all of them or none.

        Acts that do not go back here (what was written in a plan, issued, sent) stay.

        Raises:
            UndoRefused: something in them was changed since.

        """
        with self._database.write(self._actor()) as uow:
            trail = Trail(uow.steps.latest(REACH))
            ids = [step.id for step in trail.works]
            if step_id not in ids:
                return None
            upto = trail.works[: ids.index(step_id) + 1]
            holding = [step for step in upto if trail.undone_by(step.id) is None and _can(step)]
            if not holding:
                return None
            undone = self._take_back(uow, holding)
            uow.commit()
        return self._told(undone)

    def _next(self, which: Callable[[Trail, frozenset[str], frozenset[str]], Step | None]) -> Undone | None:
        with self._database.write(self._actor()) as uow:
            steps = uow.steps.latest(REACH)
            fit = frozenset(step.id for step in steps if _can(step))
            step = which(Trail(steps), frozenset(self._database.steps), fit)
            if step is None:
                return None
            undone = self._take_back(uow, [step])
            uow.commit()
        return self._told(undone)

    def _take_back(self, uow: UnitOfWork, steps: Sequence[Step]) -> Undone:
        names = {form.code: form.name for form in self._catalogues().forms}
        of = uow.steps.get(steps[-1].undoes) if steps[-1].undoes else None
        name = self._name(uow, of or steps[-1])
        for step in steps:
            if not _can(step):
                raise UndoRefused(self._name(uow, step), (_elsewhere(step),))
            if clashes := uow.steps.take_back(step.id, names):
                raise UndoRefused(self._name(uow, step), tuple(self._told_clashes(uow, clashes)))
        changes = topics(touched.entity for step in steps for touched in step.touched)
        return Undone(name, len(steps), changes)

    def _told(self, undone: Undone) -> Undone:
        if any(change.topic is Topic.CATALOGUE for change in undone.changes):
            self._catalogues.forget()
        return undone

    # ------------------------------------------------------------------ words

    def _line(self, uow: UnitOfWork, step: Step, trail: Trail) -> StepLine:
        undo = trail.undone_by(step.id)
        return StepLine(
            step.id,
            self._name(uow, step),
            step.at,
            step.actor,
            undo.at if undo else "",
            undo.actor if undo else "",
            _can(step),
        )

    def _name(self, uow: UnitOfWork, step: Step) -> str:
        alone = len(step.touched) == 1 and step.touched[0].number == 1
        title = self._title(uow, step.touched[0].entity, step.touched[0].sample) if alone else ""
        return step_name(step.touched, title)

    def _title(self, uow: UnitOfWork, entity: str, key: str) -> str:
        return titles(uow, self._catalogues, entity, [key]).get(key, "")

    def _told_clashes(self, uow: UnitOfWork, clashes: Sequence[Clash]) -> Iterable[str]:
        for clash in clashes[:_CLASHES_TOLD]:
            title = self._title(uow, clash.entity, clash.entity_id)
            subject = f"{noun(clash.entity)} “{title}”" if title else noun(clash.entity)
            fields = dict.fromkeys(field_name(clash.entity, field) for field in clash.fields if field != GONE)
            what = ", ".join(fields) or field_name(clash.entity, GONE)
            who = f" (bởi {clash.actor}, lúc {clash.at[11:16]} ngày {written_day(clash.at[:10])})" if clash.at else ""
            yield f"{subject}: {what} đã sửa sau đó{who}"
        if len(clashes) > _CLASHES_TOLD:
            yield f"và {len(clashes) - _CLASHES_TOLD} mục khác đã sửa sau đó"


def titles(uow: UnitOfWork, catalogues: CatalogueShelf, entity: str, ids: Sequence[str]) -> Mapping[str, str]:
    """Return what records are called by id; those that are gone, or have no name, are left out."""
    found = {key: record_title(entity, parts) for key, parts in uow.record_names.of(entity, ids).items()}
    if entity == "statement":
        names = {one.code: one.name for one in catalogues().indicators}
        for key in ids:
            period, _, indicator = key.partition("/")
            found[key] = f"{names.get(indicator, indicator)}, kỳ {period}"
    elif entity == "expectation":
        for key in ids:
            task_id, _, day = key.rpartition(":")
            found[key] = f"{task_name(uow, task_id)}, đến ngày {written_day(day)}"
    elif entity in ("coverage", "accepted_finding"):
        plans = [key.partition("/")[0] for key in ids]
        named = uow.record_names.of("plan", plans)
        found |= {key: record_title("plan", named[plan]) for key, plan in zip(ids, plans, strict=True) if plan in named}
    return found


def task_name(uow: UnitOfWork, task_id: str) -> str:
    """Return the text of a task, whichever plan it is in; "nhiệm vụ đã bỏ" when it is gone."""
    return uow.plans.task_content(task_id) or "nhiệm vụ không còn trong kế hoạch"


def _can(step: Step) -> bool:
    return all(touched.action in CAN.get(touched.entity, ()) for touched in step.touched)


def _goes_on(step: Step, newer: Step) -> bool:
    """Tell whether a step is one more save of the same plan: an editor saves every few seconds."""
    return (
        not _can(step)
        and step.actor == newer.actor
        and step.touched == newer.touched
        and len(step.touched) == 1
        and step.touched[0].number == 1
        and step.touched[0].action == "update"
    )


def _elsewhere(step: Step) -> str:
    if any(touched.action == "purge" for touched in step.touched):
        return "đã xóa hẳn; chỉ lấy lại được từ bản sao lưu"
    if any(touched.entity == "plan" for touched in step.touched):
        return "chữ trong kế hoạch hoàn tác ngay trong trang soạn kế hoạch"
    return "việc này không hoàn tác được ở đây"


_TOPICS: Mapping[str, Topic] = {
    "activity": Topic.ACTIVITY,
    "attachment": Topic.ACTIVITY,
    "statement": Topic.FIGURE,
    "unit": Topic.UNIT,
    "signer": Topic.UNIT,
    "legal_basis": Topic.LEGAL_BASIS,
    "text_block": Topic.TEXT_BLOCK,
    "superior_plan": Topic.SUPERIOR_PLAN,
    "coverage": Topic.SUPERIOR_PLAN,
    "catalogue_entry": Topic.CATALOGUE,
    "saved_view": Topic.ACTIVITY,
    "report_form": Topic.REPORT,
    "directory_unit": Topic.DIRECTORY,
    "score": Topic.SCORE,
    "report_expectation": Topic.DIRECTORY,
    **dict.fromkeys(
        ("channel", "broadcast", "collaborator", "delivery", "petition", "commendation", "budget_line", "spending"),
        Topic.REGISTER,
    ),
}
"""Entity → the topic whose screens show it; what is not here belongs to the plans."""


def topics(entities: Iterable[str]) -> tuple[Change, ...]:
    """Return the changes to announce for records of some entities."""
    return tuple(Change(topic) for topic in dict.fromkeys(_TOPICS.get(entity, Topic.PLAN) for entity in entities))
