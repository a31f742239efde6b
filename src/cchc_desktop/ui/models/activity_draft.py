"""An entry while it is being typed: raw texts, turned into an `Activity` with the problems named by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from cchc_desktop.domain import activity as rules
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.dates import NotADate, parse_spoken_date, short_date
from cchc_desktop.domain.numbers import NotANumber, format_number, parse_number
from cchc_desktop.domain.text import clean, clean_line


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """What stands in the fields. `base` is the stored entry being edited, None for a new one.

    `id` is the id a new entry gets because evidence waits for it, "" when there is none.
    """

    day: str = ""
    form: str = ""
    title: str = ""
    counts: Mapping[str, str] = field(default_factory=dict)
    task_id: str = ""
    people: str = ""
    note: str = ""
    base: Activity | None = None
    id: str = ""

    @classmethod
    def of(cls, activity: Activity) -> ActivityDraft:
        """Return the draft that shows a stored entry."""
        return cls(
            short_date(activity.date),
            activity.form,
            activity.title,
            {code: format_number(amount) for code, amount in activity.counts.items()},
            activity.task_id,
            activity.people,
            activity.note,
            activity,
        )

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> ActivityDraft:
        """Return a new entry's draft from what `as_json` wrote; odd values are left out."""
        texts: dict[str, Any] = {name: value for name in _TEXTS if isinstance(value := raw.get(name), str)}
        counts = raw.get("counts")
        kept = {str(k): str(v) for k, v in counts.items()} if isinstance(counts, dict) else {}
        return cls(counts=kept, **texts)

    def as_json(self) -> dict[str, Any]:
        """Return a new entry's draft for the drafts folder."""
        return {name: getattr(self, name) for name in _TEXTS} | {"counts": dict(self.counts)}

    def is_blank(self) -> bool:
        """Tell whether nothing worth keeping was typed (date and form alone are offered by the program)."""
        return not (
            self.id or self.title.strip() or self.note.strip() or any(text.strip() for text in self.counts.values())
        )

    def read(self, catalogues: Catalogues, today: date) -> tuple[Activity | None, dict[str, str]]:
        """Return the entry and field → Vietnamese reason; the entry is None while date or a number is unreadable."""
        problems: dict[str, str] = {}
        day = self._date(today, problems)
        counts = self._counts(catalogues.at(day or today), problems)
        if day is None:
            if not self.title.strip():
                problems["title"] = "chưa nhập nội dung hoạt động"
            if not self.form:
                problems["form"] = "chưa chọn hình thức tuyên truyền"
            return None, problems
        values: dict[str, Any] = {
            "date": day,
            "form": self.form,
            "title": clean_line(self.title),
            "counts": counts,
            "task_id": self.task_id,
            "people": clean_line(self.people),
            "note": clean(self.note).strip(),
        }
        if self.id and not self.base:
            values["id"] = self.id
        activity = replace(self.base, **values) if self.base else Activity(**values)
        found = rules.problems(activity, catalogues)
        if not self.form:
            found["form"] = "chưa chọn hình thức tuyên truyền"
        return activity, found | problems

    def _date(self, today: date, problems: dict[str, str]) -> date | None:
        if not self.day.strip():
            problems["date"] = "chưa nhập ngày thực hiện"
            return None
        try:
            return parse_spoken_date(self.day, today)
        except NotADate:
            problems["date"] = f"“{self.day.strip()}” không phải là ngày có trong lịch"
            return None

    def _counts(self, catalogues: Catalogues, problems: dict[str, str]) -> dict[str, Decimal]:
        form = catalogues.form(self.form)
        found: dict[str, Decimal] = {}
        for measure in form.measures if form else ():
            text = self.counts.get(measure.code, "").strip()
            if not text:
                continue
            try:
                found[measure.code] = parse_number(text)
            except NotANumber:
                problems[f"counts.{measure.code}"] = "số lượng chưa đúng; viết 1.200 hoặc 12,5"
        return found


_TEXTS = ("day", "form", "title", "task_id", "people", "note", "id")
