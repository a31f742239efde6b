"""The log: what was done, when, in which form, and how much of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.ids import new_id

TITLE_LIMIT = 1000
NOTE_LIMIT = 20_000
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Activity:
    """One entry of the log.

    `counts` maps measure codes of the form to amounts; a measure that is absent is not known, one that is 0 was
    counted as none. `people` names who did it. `deleted_at` is an ISO time while the entry lies in the bin.
    """

    date: date
    form: str
    title: str
    counts: Mapping[str, Decimal] = field(default_factory=dict)
    task_id: str = ""
    people: str = ""
    note: str = ""
    deleted_at: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0


def problems(activity: Activity, catalogues: Catalogues) -> dict[str, str]:
    """Return field → Vietnamese reason for all that forbids keeping an activity; empty when it is sound.

    The same check serves the form on the screen, the import and the command line.
    """
    found: dict[str, str] = {}
    if activity.date < EARLIEST or activity.date.year > 2100:
        found["date"] = "ngày nằm ngoài khoảng từ năm 2000 đến năm 2100"
    form = catalogues.form_on(activity.form, activity.date)
    if form is None:
        found["form"] = _form_reason(activity, catalogues)
    if not activity.title.strip():
        found["title"] = "chưa nhập nội dung hoạt động"
    elif len(activity.title) > TITLE_LIMIT:
        found["title"] = f"nội dung dài quá {TITLE_LIMIT} ký tự"
    if len(activity.note) > NOTE_LIMIT:
        found["note"] = "ghi chú dài quá 20.000 ký tự"
    for code, amount in activity.counts.items():
        measure = form.measure(code) if form else None
        if form and measure is None:
            found[f"counts.{code}"] = f"hình thức này không có số lượng “{code}”"
        elif not amount.is_finite() or amount < 0:
            found[f"counts.{code}"] = "số lượng phải từ 0 trở lên"
        elif amount >= 10**12:
            found[f"counts.{code}"] = "số lượng quá lớn"
        elif measure and amount != round(amount, measure.decimals):
            found[f"counts.{code}"] = (
                "số lượng phải là số nguyên" if measure.decimals == 0 else f"tối đa {measure.decimals} số lẻ"
            )
    return found


def _form_reason(activity: Activity, catalogues: Catalogues) -> str:
    """Return why an activity cannot have its form: the catalogue does not have it, or not on that day."""
    known = catalogues.at(activity.date).form(activity.form)
    if known is None:
        return f"không có hình thức “{activity.form}” trong danh mục"
    if known.valid_from is not None and activity.date < known.valid_from:
        return f"hình thức “{known.name}” chỉ dùng từ {short_date(known.valid_from)}"
    return f"hình thức “{known.name}” đã ngừng dùng trước ngày này"


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """Which activities a list shows, newest first.

    `words` are searched without accents in title, note, people and form name; all of them must occur.
    `unproven` lets only those through that have no evidence. `words` may have "phrases" in quotes. Finds of words are
    counted as far as `enough` (0: all of them).
    """

    words: str = ""
    start: date | None = None
    end: date | None = None
    forms: tuple[str, ...] = ()
    measure: str = ""
    task_id: str = ""
    binned: bool = False
    limit: int = 0
    offset: int = 0
    unproven: bool = False
    enough: int = 0


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """A part of a list and how many there are in all, or at least that many when `more`."""

    activities: tuple[Activity, ...]
    total: int
    more: bool = False
