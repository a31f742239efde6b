"""The annex of a Word report: the table of figures, what a supplement changed, and the charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cchc_desktop.domain.figure import Amount, Report
from cchc_desktop.domain.frozen_report import FigureDifference
from cchc_desktop.domain.narrative import value_text
from cchc_desktop.domain.numbers import format_number


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A row of the table of figures, as printed; a row with `group` is a heading and has nothing else."""

    group: str = ""
    number: int = 0
    name: str = ""
    unit: str = ""
    current: str = ""
    cumulative: str = ""
    previous: str = ""
    target: str = ""
    percent: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A row of the table of what a supplement changed, as printed."""

    number: int
    name: str
    unit: str
    before: str
    after: str
    change: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReportChart:
    """A bar chart: label and value of each bar."""

    title: str
    rows: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class ReportAnnex:
    """All of the annex."""

    title: str
    rows: tuple[AnnexRow, ...]
    differences: tuple[DifferenceRow, ...] = ()
    charts: tuple[ReportChart, ...] = ()


def report_annex(report: Report, differences: Sequence[FigureDifference] = ()) -> ReportAnnex:
    """Return the annex of a report; `differences` are those of a supplement against the version before it."""
    rows: list[AnnexRow] = []
    group = ""
    for number, figure in enumerate(report.figures, 1):
        indicator, said = figure.indicator, figure.statement
        if indicator.group != group:
            group = indicator.group
            rows.append(AnnexRow(group=group or "Chỉ tiêu khác"))
        rows.append(
            AnnexRow(
                "",
                number,
                indicator.name,
                indicator.unit,
                _written(figure.current, indicator.decimals),
                _written(figure.cumulative, indicator.decimals),
                _written(figure.previous, indicator.decimals),
                "" if figure.target is None else format_number(figure.target),
                "" if figure.percent is None else format_number(figure.percent, 1),
                said.reason if said else "",
            )
        )
    charts = [ReportChart("Số hoạt động theo tháng", tuple((name, Decimal(count)) for name, count in report.by_month))]
    forms = tuple((name, Decimal(count)) for name, count in report.by_form if count)
    charts.append(ReportChart("Số hoạt động theo hình thức", forms))
    kept = tuple(chart for chart in charts if any(value for _, value in chart.rows))
    title = f"Số liệu tuyên truyền cải cách hành chính {report.period.name[:1].lower()}{report.period.name[1:]}"
    return ReportAnnex(title, tuple(rows), _difference_rows(differences), kept)


def _difference_rows(differences: Sequence[FigureDifference]) -> tuple[DifferenceRow, ...]:
    found = []
    for number, one in enumerate(differences, 1):
        change = "" if one.change is None else ("+" if one.change > 0 else "") + format_number(one.change)
        before = "chưa có chỉ tiêu" if one.before is None else _written(one.before)
        after = "thôi dùng" if one.after is None else _written(one.after)
        found.append(DifferenceRow(number, one.name, one.unit, before, after, change, one.reason))
    return tuple(found)


def _written(amount: Amount, decimals: int = 0) -> str:
    return value_text(amount, "", decimals)
