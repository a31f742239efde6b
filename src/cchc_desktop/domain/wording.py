"""How values are said in lists, on the screen and on paper alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.dates import short_date
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


def filter_text(wanted: ActivityFilter, forms: Mapping[str, Form]) -> str:
    """Return what a list of the log is narrowed to: "từ 01/01/2026; hình thức: Tin, bài; tìm: một cửa"; "" for all."""
    names = ", ".join(forms[code].name if code in forms else code for code in wanted.forms)
    parts = (
        "trong thùng rác" if wanted.binned else "",
        f"từ {short_date(wanted.start)}" if wanted.start else "",
        f"đến {short_date(wanted.end)}" if wanted.end else "",
        f"hình thức: {names}" if names else "",
        "của một nhiệm vụ" if wanted.task_id else "",
        "chưa có minh chứng" if wanted.unproven else "",
        f"tìm: {wanted.words}" if wanted.words.strip() else "",
    )
    return "; ".join(filter(None, parts))


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
