"""Use cases of the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop import files
from cchc_desktop.domain import activity as rules
from cchc_desktop.domain.activity import Activity, ActivityFilter, ActivityPage
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.log_import import AcceptedRow, LogPreview, RefusedRow
from cchc_desktop.domain.period import data_year
from cchc_desktop.domain.table_import import TableFile, TableHead
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.backups import BackupService
from cchc_desktop.storage.database import Database, UnitOfWork

if TYPE_CHECKING:  # rapidfuzz comes with the first title that is typed
    from cchc_desktop.services.activity_hints import TitleHint


KNOWN = "đã có trong nhật ký"
"""Why a row of a foreign log is no new entry."""


@dataclass(frozen=True, slots=True)
class SavedActivity:
    """An entry as stored and what changed."""

    activity: Activity
    change: Change


class ActivityService:
    """Keeps, finds and imports log entries."""

    def __init__(
        self,
        database: Database,
        catalogues: Callable[[], Catalogues],
        backups: BackupService,
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._read_catalogues = catalogues
        self._backups = backups
        self._actor = actor
        self._today = today

    @property
    def _catalogues(self) -> Catalogues:
        return self._read_catalogues()

    @property
    def _form_names(self) -> dict[str, str]:
        return {form.code: form.name for form in self._catalogues.forms}

    def page(self, wanted: ActivityFilter) -> ActivityPage:
        """Return the entries that a filter lets through, newest first."""
        with self._database.read() as uow:
            return uow.activities.page(wanted, self._form_names)

    def first(self, wanted: ActivityFilter) -> tuple[Activity, ...]:
        """Return the first entries that a filter lets through, newest first, at most its limit; none are counted."""
        with self._database.read() as uow:
            return uow.activities.first(wanted, self._form_names)

    def keys(self, wanted: ActivityFilter) -> tuple[int, ...]:
        """Return keys of all entries that a filter lets through, in the order of `page`; see `by_keys`."""
        with self._database.read() as uow:
            return uow.activities.keys(wanted, self._form_names)

    def by_keys(self, keys: Sequence[int]) -> dict[int, Activity]:
        """Return entries by their keys, whatever became of them since; what is gone is left out."""
        with self._database.read() as uow:
            return uow.activities.by_keys(keys)

    def get(self, activity_id: str) -> Activity:
        """Return an entry by its id or the beginning of it.

        Raises:
            NotFound: there is none.

        """
        with self._database.read() as uow:
            return uow.activities.get(uow.activities.resolve(activity_id))

    def save(self, activity: Activity) -> SavedActivity:
        """Keep a new or changed entry.

        Raises:
            InvalidInput: field → reason.
            Conflict: it was changed elsewhere since it was read.

        """
        activity = self._sound(activity)
        with self._database.write(self._actor()) as uow:
            _require_tasks(uow, [activity])
            saved = uow.activities.save(activity, self._form_names)
            uow.commit()
        return SavedActivity(saved, Change(Topic.ACTIVITY, (saved.id,)))

    def save_many(self, activities: Sequence[Activity]) -> Change:
        """Keep several entries (a series, a grid) in one transaction: all of them or none.

        Raises:
            InvalidInput: one breaks a rule (field → reason).
            Conflict: one was changed elsewhere since it was read.

        """
        sound = [self._sound(activity) for activity in activities]
        if not sound:
            return Change(Topic.ACTIVITY)
        with self._database.write(self._actor()) as uow:
            _require_tasks(uow, sound)
            uow.activities.save_many(sound, self._form_names)
            uow.commit()
        return Change(Topic.ACTIVITY, tuple(activity.id for activity in sound))

    def _sound(self, activity: Activity) -> Activity:
        activity = _cleaned(activity)
        problems = rules.problems(activity, self._catalogues)
        if problems:
            raise InvalidInput(problems)
        return activity

    def bin(self, ids: Sequence[str]) -> Change:
        """Put entries into the bin."""
        with self._database.write(self._actor()) as uow:
            uow.activities.bin(ids)
            uow.commit()
        return Change(Topic.ACTIVITY, tuple(ids))

    def restore(self, ids: Sequence[str]) -> Change:
        """Take entries out of the bin."""
        with self._database.write(self._actor()) as uow:
            uow.activities.restore(ids)
            uow.commit()
        return Change(Topic.ACTIVITY, tuple(ids))

    def similar(self, activity: Activity) -> tuple[Activity, ...]:
        """Return other entries of the same day and form: perhaps the same thing logged twice."""
        with self._database.read() as uow:
            found = uow.activities.same_day(activity.date, activity.form)
        return tuple(other for other in found if other.id != activity.id)

    def near_same(self, activity: Activity) -> tuple[Activity, ...]:
        """Return other entries of the same day and form with nearly the same title: perhaps logged already."""
        from cchc_desktop.services.activity_hints import near_same

        return tuple(other for other in self.similar(activity) if near_same(activity.title, other.title))

    def doubles(self, activities: Sequence[Activity]) -> frozenset[str]:
        """Return the ids of those that are nearly the same as an entry of the log or an earlier one among them."""
        from cchc_desktop.services.activity_hints import near_same

        found: set[str] = set()
        seen: dict[tuple[date, str], list[Activity]] = {}
        with self._database.read() as uow:
            for activity in activities:
                key = activity.date, activity.form
                if key not in seen:
                    seen[key] = list(uow.activities.same_day(*key))
                others = [other for other in seen[key] if other.id != activity.id]
                if any(near_same(activity.title, other.title) for other in others):
                    found.add(activity.id)
                seen[key].append(activity)
        return frozenset(found)

    def title_hints(self, day: date) -> tuple[TitleHint, ...]:
        """Return titles to take over on a day: of the entries made last, and of the tasks of that year's plan."""
        from cchc_desktop.services.activity_hints import RECENT, title_hints

        with self._database.read() as uow:
            tasks = uow.plans.tasks(data_year(day, self._catalogues.periods))
            return title_hints(tasks, uow.activities.recent(RECENT))

    def last_entered(self) -> Activity | None:
        """Return the entry that was made last, whatever its day; None when there is none."""
        with self._database.read() as uow:
            return next(iter(uow.activities.recent(1)), None)

    def preview_import(self, path: Path, year: int | None = None) -> LogPreview:
        """Read an Excel log and tell what would come in and what would not; nothing is stored.

        Rows that are already in the log (same day, form and title) are refused as such.

        Raises:
            FileUnreadable: not an Excel file that can be read.
            WorkbookProblem: readable, but no table of a log in it.

        """
        from cchc_desktop.documents.log_import import read_log

        with self._database.read() as uow:
            tasks = uow.plans.tasks(year or data_year(self._today(), self._catalogues.periods))
        preview = self._checked(read_log(path, self._catalogues.forms, tasks, self._today(), year))
        known = [RefusedRow(row.sheet, row.row, f"A{row.row}", KNOWN, row.activity.title) for row in preview.known]
        refused = sorted([*preview.refused, *known], key=lambda row: (row.sheet, row.row))
        return replace(preview, refused=tuple(refused), known=())

    def preview_table(self, file: TableFile, heads: Sequence[TableHead]) -> LogPreview:
        """Tell what would come in of a file whose columns a person has matched; nothing is stored."""
        from cchc_desktop.documents.log_import import read_log_table

        with self._database.read() as uow:
            tasks = uow.plans.tasks(data_year(self._today(), self._catalogues.periods))
        return self._checked(read_log_table(file, heads, self._catalogues.forms, tasks, self._today()))

    def _checked(self, preview: LogPreview) -> LogPreview:
        """Part what is accepted into new entries, entries that are known already, and unsound ones."""
        accepted: list[AcceptedRow] = []
        known: list[AcceptedRow] = []
        refused = list(preview.refused)
        with self._database.read() as uow:
            for row in preview.accepted:
                activity = _cleaned(row.activity)
                problems = rules.problems(activity, self._catalogues)
                if problems:
                    reason = "; ".join(problems.values())
                    refused.append(RefusedRow(row.sheet, row.row, f"A{row.row}", reason, activity.title))
                    continue
                same = any(
                    other.title.casefold() == activity.title.casefold()
                    for other in uow.activities.same_day(activity.date, activity.form)
                )
                (known if same else accepted).append(replace(row, activity=activity))
        refused.sort(key=lambda row: (row.sheet, row.row))
        return replace(preview, accepted=tuple(accepted), known=tuple(known), refused=tuple(refused))

    def template(self, year: int) -> bytes:
        """Return a blank Excel log (.xlsx) with drop-downs, for people who keep theirs in Excel."""
        from cchc_desktop.documents.log_template import write_log_template

        return write_log_template(self._catalogues.forms, year)

    def export_template(self, target: Path, year: int) -> Path:
        """Write a blank Excel log; return the file.

        Raises:
            FileInUse: it is open in Excel.
            FileNotWritten: the place refuses.

        """
        files.write_atomically(target, self.template(year))
        return target

    def apply_import(self, preview: LogPreview) -> Change:
        """Store the accepted rows of a preview in one transaction, after a backup."""
        if not preview.accepted:
            return Change(Topic.ACTIVITY)
        self._backups.before_import()
        activities = [row.activity for row in preview.accepted]
        with self._database.write(self._actor()) as uow:
            uow.activities.save_many(activities, self._form_names)
            uow.commit()
        return Change(Topic.ACTIVITY, tuple(activity.id for activity in activities))


def _require_tasks(uow: UnitOfWork, activities: Sequence[Activity]) -> None:
    for task_id in {activity.task_id for activity in activities} - {""}:
        if uow.plans.task_owner(task_id) is None:
            raise InvalidInput({"task_id": "nhiệm vụ đã chọn không còn trong kế hoạch"})


def _cleaned(activity: Activity) -> Activity:
    return replace(
        activity,
        title=clean_line(activity.title),
        people=clean_line(activity.people),
        note=clean(activity.note).strip(),
    )
