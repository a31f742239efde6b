"""Activities as rows and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.text import fold
from cchc_desktop.storage.both_engines import json_pairs
from cchc_desktop.storage.tables import ActivityRecord, CountRecord, table
from cchc_desktop.storage.values import from_thousandths, local_time, to_day, to_thousandths

_A = table(ActivityRecord)
_C = table(CountRecord)

SELECT = select(
    _A.c.seq,
    _A.c.id,
    _A.c.date,
    _A.c.form,
    _A.c.title,
    _A.c.people,
    _A.c.note,
    _A.c.task_id,
    _A.c.deleted_at,
    _A.c.version,
    select(json_pairs(_C.c.measure, _C.c.amount))
    .where(_C.c.activity == _A.c.seq)
    .correlate(_A)
    .scalar_subquery()
    .label("counts"),
)
"""An activity and its amounts in one row."""


def to_activity(row: Sequence[Any]) -> Activity:
    """Return the activity of a row of `SELECT`."""
    # By position: attribute access by name costs twice as much, and lists of thousands pass through here.
    _, key, day, form, title, people, note, task_id, deleted_at, version, counts = row
    amounts = {} if counts == "{}" else {code: from_thousandths(n) for code, n in json.loads(counts).items()}
    return Activity(
        date=to_day(day),
        form=form,
        title=title,
        counts=amounts,
        task_id=task_id,
        people=people,
        note=note,
        deleted_at=local_time(deleted_at),
        id=key,
        version=version,
    )


def columns(activity: Activity, form_name: str) -> dict[str, Any]:
    """Return the values of an activity's row that a save sets."""
    words = "\n".join((activity.title, activity.note, activity.people, form_name))
    return {
        "date": activity.date.isoformat(),
        "form": activity.form,
        "task_id": activity.task_id,
        "title": activity.title,
        "people": activity.people,
        "note": activity.note,
        "folded": fold(words),
    }


def count_columns(seq: int, activity: Activity) -> Iterator[dict[str, Any]]:
    """Yield the rows of an activity's amounts.

    Raises:
        InvalidInput: an amount has more than three decimals.

    """
    for code, amount in activity.counts.items():
        yield {
            "activity": seq,
            "measure": code,
            "amount": to_thousandths(amount, f"counts.{code}"),
            "live": 1,
            "date": activity.date.isoformat(),
            "form": activity.form,
        }


def facts(activity: Activity | None) -> dict[str, Any]:
    """Return what the trail says of an activity; empty amounts, texts and links are left out."""
    if activity is None:
        return {}
    # 1.50 and 1.5 are one amount: undo compares what the trail says with what is stored.
    counts = {code: f"{amount.normalize():f}" for code, amount in activity.counts.items()}
    texts = {"task_id": activity.task_id, "people": activity.people, "note": activity.note, "counts": counts}
    return {
        "date": activity.date.isoformat(),
        "form": activity.form,
        "title": activity.title,
        **{name: value for name, value in texts.items() if value},
    }


def with_facts(activity: Activity, facts: Mapping[str, Any]) -> Activity:
    """Return an activity with the fields that the trail names; what `facts` leaves out is empty."""
    return replace(
        activity,
        date=to_day(facts["date"]),
        form=facts["form"],
        title=facts["title"],
        counts={code: Decimal(amount) for code, amount in facts.get("counts", {}).items()},
        task_id=facts.get("task_id", ""),
        people=facts.get("people", ""),
        note=facts.get("note", ""),
    )
