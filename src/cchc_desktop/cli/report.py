"""`cchc report …`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from cchc_desktop.cli.output import Answer, iso, number
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure import STATE_NAMES, Amount, Figure, FigureState
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.services.container import Services


def show(services: Services, options: Namespace) -> Answer:
    """Print the figures of a period."""
    report = services.reports.report(options.period)
    period = report.period
    data = {
        "period": period.code,
        "start": iso(period.start),
        "end": iso(period.end),
        "deadline": iso(period.deadline),
        "activities": len(report.activities),
        "indicators": [_indicator(figure) for figure in report.figures],
        "tasks": [
            {
                "id": line.task.id,
                "number": line.number,
                "content": line.task.content,
                "done": number(line.done),
                "target": number(line.task.target),
                "percent": _percent(line.percent),
                "activities": line.activities,
            }
            for line in report.progress
        ],
    }
    lines = [
        f"{period.name}: từ {short_date(period.start)} đến {short_date(period.end)}, "
        f"hạn gửi {short_date(period.deadline)}; {len(report.activities)} hoạt động",
        *(
            f"{figure.indicator.code}  {figure.indicator.name} ({figure.indicator.unit}): {_text(figure.current)}"
            f"; lũy kế {_text(figure.cumulative)}"
            for figure in report.figures
        ),
    ]
    return Answer(data, tuple(lines))


def export(services: Services, options: Namespace) -> Answer:
    """Write the workbook of a period into a folder."""
    folder = Path(options.out).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    path = services.reports.export(options.period, folder)
    return Answer({"files": [str(path)]}, (f"Đã xuất báo cáo ra {path}",))


def _indicator(figure: Figure) -> dict[str, Any]:
    indicator = figure.indicator
    return {
        "code": indicator.code,
        "name": indicator.name,
        "unit": indicator.unit,
        "value": number(figure.current.value),
        "state": figure.current.state.value,
        "cumulative": number(figure.cumulative.value),
        "cumulative_state": figure.cumulative.state.value,
        "previous": number(figure.previous.value),
        "previous_state": figure.previous.state.value,
        "target": number(figure.target),
        "percent": _percent(figure.percent),
        "activities": figure.activities,
    }


def _percent(value: Any) -> float | None:
    return None if value is None else round(float(value), 2)


def _text(amount: Amount) -> str:
    if amount.state is FigureState.COUNTED and amount.value is not None:
        return format_number(amount.value)
    return STATE_NAMES[amount.state]
