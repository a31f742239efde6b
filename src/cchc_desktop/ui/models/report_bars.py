"""The bars of the report's charts, each with the part of the log behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.figure import Report
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.period import Period


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, how long it is, and the list that opens behind it."""

    label: str
    value: int
    wanted: ActivityFilter


def month_bars(report: Report) -> list[Bar]:
    """Return a bar for every month of the period, those without activities too; the first and the last are cut."""
    known = dict(report.by_month)
    return [
        Bar(_month_label(start, end), known.get(f"{start:%Y-%m}", 0), ActivityFilter(start=start, end=end))
        for start, end in _months(report.period)
    ]


def form_bars(report: Report, forms: Sequence[Form]) -> list[Bar]:
    """Return a bar for every form that was used, the most used first."""
    codes = {form.name: form.code for form in forms}
    period = report.period
    return [
        Bar(name, number, ActivityFilter(start=period.start, end=period.end, forms=(codes[name],)))
        for name, number in sorted(report.by_form, key=lambda pair: -pair[1])
        if name in codes
    ]


def bars_text(bars: Sequence[Bar]) -> str:
    """Return in words what a chart shows: the sum, the most and what is empty."""
    total = sum(bar.value for bar in bars)
    if not total:
        return "Chưa có hoạt động nào."
    most = max(bars, key=lambda bar: bar.value)
    share = f"{format_number(round(100 * most.value / total))}\u00a0%"
    text = f"Tổng {format_number(total)} hoạt động. Nhiều nhất: {most.label}, {format_number(most.value)} ({share})."
    empty = [bar.label for bar in bars if not bar.value]
    return f"{text} Không có hoạt động: {', '.join(empty)}." if empty else text


def _months(period: Period) -> Iterator[tuple[date, date]]:
    start = period.start
    while start <= period.end:
        following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield start, min(following - timedelta(days=1), period.end)
        start = following


def _month_label(start: date, end: date) -> str:
    name = f"{start:%m/%Y}"
    if start.day > 1:
        return f"{name} (từ ngày {start.day})"
    whole = (end + timedelta(days=1)).day == 1
    return name if whole else f"{name} (đến ngày {end.day})"
