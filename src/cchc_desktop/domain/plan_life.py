"""Rules of a plan's life: which step may follow, which number and day may be given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.plan import Plan, PlanStatus

LARGEST_NUMBER = 99_999
DAYS_AHEAD = 31
"""A plan may be prepared with the day it will be signed on, but not further ahead than this."""


class Step(StrEnum):
    """What can be done with a plan as a whole."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    ISSUE = "issue"
    AMEND = "amend"
    DROP_AMENDMENT = "drop_amendment"


_ALLOWED: Mapping[PlanStatus, frozenset[Step]] = {
    PlanStatus.DRAFT: frozenset({Step.SUBMIT, Step.ISSUE}),
    PlanStatus.SUBMITTED: frozenset({Step.WITHDRAW, Step.ISSUE}),
    PlanStatus.ISSUED: frozenset({Step.AMEND}),
    PlanStatus.AMENDING: frozenset({Step.SUBMIT, Step.ISSUE, Step.DROP_AMENDMENT}),
}
_REFUSALS = {
    Step.SUBMIT: "chỉ trình ký được dự thảo hoặc bản đang điều chỉnh",
    Step.WITHDRAW: "chỉ rút lại được kế hoạch đang trình ký",
    Step.ISSUE: "kế hoạch đã ban hành; muốn ban hành bản mới, hãy bấm “Điều chỉnh…” trước",
    Step.AMEND: "chỉ điều chỉnh được kế hoạch đã ban hành",
    Step.DROP_AMENDMENT: "kế hoạch không ở trạng thái đang điều chỉnh",
}


def allowed(status: PlanStatus) -> frozenset[Step]:
    """Return the steps that may follow a state."""
    return _ALLOWED[status]


def refusal(status: PlanStatus, step: Step) -> str:
    """Return why a step may not follow a state, "" when it may."""
    return "" if step in _ALLOWED[status] else _REFUSALS[step]


def next_number(taken: Collection[int]) -> int:
    """Return the number to offer: one above the highest given this year (numbers run from 01, article 15)."""
    return max(taken, default=0) + 1


def number_problem(number: int | None, taken: Mapping[int, str]) -> str:
    """Return why a number cannot be given, "" when it can. `taken` is number → title of the plan that has it."""
    if number is None:
        return "chưa nhập số văn bản"
    if not 1 <= number <= LARGEST_NUMBER:
        return f"số văn bản phải từ 1 đến {LARGEST_NUMBER}"
    if number in taken:
        return f"số {number:02d} đã cấp cho “{taken[number]}” trong năm này"
    return ""


def day_problem(day: date | None, today: date) -> str:
    """Return why a plan cannot bear a day, "" when it can."""
    if day is None:
        return "chưa nhập ngày ban hành"
    if day > today + timedelta(days=DAYS_AHEAD):
        return f"ngày ban hành {short_date(day)} còn quá xa"
    if day.year < 2000:
        return f"ngày ban hành {short_date(day)} đứng trước năm 2000"
    return ""


def day_warnings(plan: Plan, day: date, today: date) -> tuple[str, ...]:
    """Return what is unusual about a day: in the future, or far from the plan's year."""
    found = []
    if day > today:
        found.append(f"Ngày ban hành {short_date(day)} ở sau hôm nay.")
    if day.year not in (plan.year - 1, plan.year):
        found.append(f"Ngày ban hành {short_date(day)} khác năm của kế hoạch ({plan.year}).")
    return tuple(found)
