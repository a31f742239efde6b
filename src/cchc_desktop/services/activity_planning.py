"""Use cases around planned activities: one from outside the plan becomes a task of it, and which days people work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.holiday_names import holiday_name
from cchc_desktop.domain.period import WorkCalendar, data_year
from cchc_desktop.domain.plan import Plan, PlanStatus, Task
from cchc_desktop.domain.text import fold
from cchc_desktop.errors import Conflict
from cchc_desktop.services.plan_life import PlanLifeService
from cchc_desktop.storage.database import Database

_NOUN = "nhiệm vụ"


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """An activity with its task in the plan. `added` is False when the plan had such a task already."""

    activity: Activity
    plan: Plan
    task: Task
    added: bool
    changes: tuple[Change, ...]


class ActivityPlanningService:
    """Takes activities into the plan of their year."""

    def __init__(
        self,
        database: Database,
        catalogues: Callable[[], Catalogues],
        life: PlanLifeService,
        calendar: Callable[[int], WorkCalendar],
        actor: Callable[[], str],
    ) -> None:
        self._database = database
        self._read_catalogues = catalogues
        self._life = life
        self._read_calendar = calendar
        self._actor = actor
        self._calendars: dict[int, WorkCalendar] = {}

    @property
    def _catalogues(self) -> Catalogues:
        return self._read_catalogues()

    @property
    def _form_names(self) -> dict[str, str]:
        return {form.code: form.name for form in self._catalogues.forms}

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on a day."""
        return self._calendar(day).is_working(day)

    def holiday(self, day: date) -> str:
        """Return what a public holiday is called, "" for any other day."""
        return holiday_name(day, self._calendar(day).holidays)

    def _calendar(self, day: date) -> WorkCalendar:
        if day.year not in self._calendars:
            self._calendars[day.year] = self._read_calendar(day.year)
        return self._calendars[day.year]

    def plan_for(self, day: date) -> Plan | None:
        """Return the plan that an activity of a day would go into, None when its year has none."""
        with self._database.read() as uow:
            return uow.plans.for_year(data_year(day, self._catalogues.periods))

    def into_plan(self, activity_id: str, amend_reason: str = "") -> PlannedActivity:
        """Make a task of an activity, or link it to the task that says the same; both in one transaction.

        An issued plan is amended first when `amend_reason` is given: what was issued stays as it is.

        Raises:
            NotFound: there is no such activity.
            Conflict: it has a task already or lies in the bin, its year has no plan, or the plan is frozen.

        """
        with self._database.read() as uow:
            activity = uow.activities.get(activity_id)
        plan = self.plan_for(activity.date)
        needs_task = plan is not None and _same_task(plan, activity) is None
        if plan is not None and needs_task and plan.status is PlanStatus.ISSUED and amend_reason:
            self._life.amend(plan.id, amend_reason)
        with self._database.write(self._actor()) as uow:
            activity = uow.activities.get(activity_id)
            plan = uow.plans.for_year(data_year(activity.date, self._catalogues.periods))
            _require(activity, plan)
            assert plan is not None
            task = _same_task(plan, activity)
            added = task is None
            if task is None:
                _require_open(plan)
                task = new_task(activity)
                plan = uow.plans.save(replace(plan, tasks=(*plan.tasks, task)))
            saved = uow.activities.save(replace(activity, task_id=task.id), self._form_names)
            uow.commit()
        changes = (Change(Topic.PLAN, (plan.id,)), Change(Topic.ACTIVITY, (saved.id,)))
        return PlannedActivity(saved, plan, task, added, changes if added else changes[1:])


def new_task(activity: Activity) -> Task:
    """Return the task an activity makes: its content and form, due in its month."""
    day = activity.date
    return Task(activity.title, time_text=f"Tháng {day.month}/{day.year}", form=activity.form)


def _same_task(plan: Plan, activity: Activity) -> Task | None:
    wanted = fold(activity.title)
    return next((task for task in plan.tasks if fold(task.content) == wanted), None)


def _require(activity: Activity, plan: Plan | None) -> None:
    if activity.deleted_at:
        raise Conflict(_NOUN, "hoạt động đang nằm trong thùng rác")
    if activity.task_id:
        raise Conflict(_NOUN, "hoạt động đã thuộc một nhiệm vụ của kế hoạch")
    if plan is None:
        raise Conflict(_NOUN, "năm của hoạt động chưa có kế hoạch; hãy tạo kế hoạch ở trang Kế hoạch trước")


def _require_open(plan: Plan) -> None:
    if plan.status is PlanStatus.SUBMITTED:
        raise Conflict(_NOUN, "kế hoạch đang trình ký; hãy bấm “Rút lại để sửa” ở trang Kế hoạch trước")
    if plan.status is PlanStatus.ISSUED:
        raise Conflict(_NOUN, "kế hoạch đã ban hành; hãy bấm “Điều chỉnh…” ở trang Kế hoạch trước")
