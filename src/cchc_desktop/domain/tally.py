"""The log counted: how many activities, what they add up to, how many different days, forms and tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Indicator, IndicatorSource
from cchc_desktop.domain.figure import UNKNOWN, Amount


@dataclass(frozen=True, slots=True)
class Tally:
    """What the log holds for one form and measure in a span: activities, of them with the measure, and the sum."""

    activities: int = 0
    counted: int = 0
    total: Decimal = Decimal(0)


FROM_LOG = (IndicatorSource.LOG_MEASURE, IndicatorSource.LOG_COUNT)
"""Sources whose figures a tally holds."""

Tallies = Mapping[tuple[str, str], Tally]
"""(form code, measure code; "" for the activities themselves) → tally."""


def tally(activities: Iterable[Activity]) -> dict[tuple[str, str], Tally]:
    """Count activities in plain Python; storage does the same in SQL and a test holds one against the other."""
    found: dict[tuple[str, str], Tally] = {}
    for activity in activities:
        key = (activity.form, "")
        before = found.get(key, Tally())
        found[key] = Tally(before.activities + 1, before.counted + 1, before.total + 1)
        for code, amount in activity.counts.items():
            key = (activity.form, code)
            before = found.get(key, Tally())
            found[key] = Tally(before.activities + 1, before.counted + 1, before.total + amount)
    return found


def from_log(indicator: Indicator, tallies: Tallies) -> tuple[Amount, int]:
    """Return an indicator's amount from the log, and the number of activities behind it.

    Activities that do not say the measure leave it unknown: silence is not zero.
    """
    forms = indicator.forms or tuple(form for form, measure in tallies if not measure)
    activities = sum(tallies.get((form, ""), Tally()).activities for form in forms)
    if indicator.source is IndicatorSource.LOG_COUNT:
        return (Amount.of(activities) if activities else UNKNOWN), activities
    parts = [tallies.get((form, measure), Tally()) for form in forms for measure in indicator.measures]
    counted = sum(part.counted for part in parts)
    if not counted:
        return UNKNOWN, activities
    return Amount.of(sum((part.total for part in parts), Decimal(0))), activities


class Distinct(StrEnum):
    """What can be counted as different in the log.

    People and places are not among them: the log has them as free text, and two spellings would count as two.
    """

    DAYS = "days"
    FORMS = "forms"
    TASKS = "tasks"


def distinct(what: Distinct, forms: Iterable[str], activities: Iterable[Activity]) -> int:
    """Count different things in plain Python; storage does the same in SQL. Without forms all count."""
    wanted = frozenset(forms)
    found = [activity for activity in activities if not wanted or activity.form in wanted]
    if what is Distinct.DAYS:
        return len({activity.date for activity in found})
    if what is Distinct.FORMS:
        return len({activity.form for activity in found})
    return len({activity.task_id for activity in found} - {""})
