"""How values are said in lists, on the screen and on paper alike."""

from __future__ import annotations

from datetime import date

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.figure import STATE_NAMES, Amount, TaskProgress
from cchc_desktop.domain.numbers import format_number


def counts_text(activity: Activity, form: Form | None) -> str:
    """Return the quantities of an entry in words: "3 cuộc; 120 lượt người"; measures in the form's order."""
    measures = form.measures if form else ()
    parts = [
        f"{format_number(activity.counts[measure.code])} {measure.unit}"
        for measure in measures
        if measure.code in activity.counts
    ]
    known = {measure.code for measure in measures}
    parts += [f"{format_number(amount)} {code}" for code, amount in activity.counts.items() if code not in known]
    return "; ".join(parts)


def amount_text(amount: Amount, decimals: int | None = None) -> str:
    """Return a figure as printed: a number, "không phát sinh" or "chưa có số liệu"."""
    return STATE_NAMES[amount.state] if amount.value is None else format_number(amount.value, decimals)


def deadline_text(deadline: date, today: date) -> str:
    """Return how far a deadline is: "còn 5 ngày", "hôm nay là hạn cuối", "quá hạn 3 ngày"."""
    days = (deadline - today).days
    if days > 0:
        return f"còn {days} ngày"
    return "hôm nay là hạn cuối" if days == 0 else f"quá hạn {-days} ngày"


def progress_text(progress: TaskProgress) -> str:
    """Return in words how far a task is; a colour or a bar alone is lost on paper."""
    if progress.percent is None:
        return "Đã thực hiện" if progress.activities else "Chưa thực hiện"
    if progress.percent > 100:
        return "Vượt chỉ tiêu"
    if progress.percent == 100:
        return "Hoàn thành"
    return "Đang thực hiện" if progress.done else "Chưa thực hiện"
