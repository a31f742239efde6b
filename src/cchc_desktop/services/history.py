"""Use cases of the history of a record: who changed what when, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cchc_desktop.domain.audit import AuditRow
from cchc_desktop.domain.record_words import VERBS, field_name, noun, shown_fields
from cchc_desktop.domain.undo import BIN_FIELD
from cchc_desktop.services.catalogues import CatalogueShelf
from cchc_desktop.services.history_words import ValueWords
from cchc_desktop.services.undo import titles
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.uow import UnitOfWork

SHOWN = 200
"""How many changes of a record are told; a plan under edit has thousands."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A field that changed; "" where there was or is nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act on a record. `at` is ISO local time; `done` says what was done ("Sửa", "Hoàn tác: Xóa")."""

    at: str
    actor: str
    done: str
    lines: tuple[HistoryLine, ...]
    step: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The acts on a record, newest first. `more` tells that there are older ones that are not told."""

    title: str
    entries: tuple[HistoryEntry, ...]
    more: bool = False


class HistoryService:
    """Reads the trail for people."""

    def __init__(self, database: Database, catalogues: CatalogueShelf) -> None:
        self._database = database
        self._catalogues = catalogues

    def of(self, entity: str, entity_id: str, limit: int = SHOWN) -> History:
        """Return the history of a record, with that of what hangs on it (files, answers, what was left out).

        Personal values are told as the register shows them; those that were deleted for good are gone.
        """
        with self._database.read() as uow:
            rows = [*uow.audit.history(entity, entity_id, limit + 1), *self._around(uow, entity, entity_id)]
            rows.sort(key=lambda row: row.seq, reverse=True)
            words = ValueWords(uow, self._catalogues)
            entries = tuple(_entry(row, (entity, entity_id), words) for row in rows[:limit])
            name = titles(uow, self._catalogues, entity, [entity_id]).get(entity_id, "")
        kind = noun(entity)
        title = kind[:1].upper() + kind[1:]
        return History(f"{title}: {name}" if name else title, entries, len(rows) > limit)

    @staticmethod
    def _around(uow: UnitOfWork, entity: str, entity_id: str) -> Iterable[AuditRow]:
        if entity == "activity":
            files = uow.attachments.ids_of(entity, entity_id)
            return [row for key in files for row in uow.audit.history("attachment", key)]
        if entity == "plan":
            return uow.audit.around_plan(entity_id, uow.plans.task_ids(entity_id))
        return ()


def _entry(row: AuditRow, record: tuple[str, str], words: ValueWords) -> HistoryEntry:
    done = VERBS.get(row.action, "Sửa")
    if (row.entity, row.entity_id) != record:
        done = f"{done} {noun(row.entity)}"
    if row.undoes:
        done = f"Hoàn tác ({done[:1].lower()}{done[1:]})"
    return HistoryEntry(row.at, row.actor, done, tuple(_lines(row, words)), row.step)


def _lines(row: AuditRow, words: ValueWords) -> Iterable[HistoryLine]:
    words.look_at(row)
    fields: Sequence[str] = shown_fields([field for field in {**row.before, **row.after} if field != BIN_FIELD])
    for field in fields:
        before, after = row.before.get(field), row.after.get(field)
        if isinstance(before, dict) and isinstance(after, dict) and field.partition(".")[1]:
            yield from _part_lines(row.entity, field, (before, after), words)
            continue
        old, new = words.text(row.entity, field, before), words.text(row.entity, field, after)
        if old or new:
            yield HistoryLine(field_name(row.entity, field), old, new)


def _part_lines(entity: str, field: str, sides: tuple[dict[str, object], dict[str, object]], words: ValueWords
                ) -> Iterable[HistoryLine]:  # fmt: skip
    """Tell what changed within a part of a plan: a section, a task, a demand."""
    before, after = sides
    kind = {"sections": "section", "tasks": "task", "demands": "demand"}[field.partition(".")[0]]
    for name in shown_fields(list(after)):
        old, new = words.text(kind, name, before.get(name)), words.text(kind, name, after.get(name))
        if old != new:
            yield HistoryLine(f"{field_name(entity, field)}: {field_name(kind, name)}", old, new)
