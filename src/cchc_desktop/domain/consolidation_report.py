"""The consolidation as a report of the office: its figures, its words, its annex; what goes further up the chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from cchc_desktop.domain.catalogue import Indicator, IndicatorKind, IndicatorSource
from cchc_desktop.domain.consolidation import (
    ABSENCE_NAMES,
    Absence,
    Consolidation,
    ConsolidationVersion,
    TotalFigure,
    absent_words,
)
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure import Figure, FigureState, Report, Statement
from cchc_desktop.domain.frozen_report import FigureDifference, FrozenFigure, FrozenReport
from cchc_desktop.domain.narrative import NarrativePart, value_text
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.official_document import OfficialDocument
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.report_annex import AnnexRow, ReportAnnex, ReportChart, report_annex
from cchc_desktop.domain.report_document import SUBJECT, period_words, report_document
from cchc_desktop.domain.report_life import ReportDraft
from cchc_desktop.domain.text import clean_line, fold
from cchc_desktop.domain.unit import Signature, Unit

NO_TOTAL = "Không cộng giữa các đơn vị"
"""What is said in place of a total of a figure that does not add up."""

NOT_ADDED, NOT_DIVIDED = "không cộng", "không tính được"
"""What stands in a table in place of a total that there is none of."""

CONCERNS = ("kien nghi", "de xuat", "kho khan", "ton tai", "han che", "vuong mac")
"""Folded words in the titles of parts that a superior passes on: what units ask for and struggle with."""

MOST_CONCERNS = 300
"""Paragraphs of units in the Word report; the workbook has all of them."""


def way_words(figure: TotalFigure) -> str:
    """Return how units come to a figure together, or why they do not."""
    if figure.kind is IndicatorKind.SUM:
        return "Cộng từ các báo cáo có số"
    if figure.kind is not IndicatorKind.RATIO:
        return NO_TOTAL
    known = figure.current.amount.value is not None
    return "Chia lại từ tổng của hai vế" if known else "Hai vế không có tổng để chia"


def remark(figure: TotalFigure, missing: int) -> str:
    """Return what is said beside a total: why there is none, or what it does not hold."""
    if figure.kind is IndicatorKind.SUM:
        return absent_words(figure.current, missing)
    return way_words(figure)


def as_figure(figure: TotalFigure, missing: int) -> Figure:
    """Return a total as a line of a report."""
    indicator = Indicator(
        *(figure.code, figure.name, figure.unit, figure.kind, IndicatorSource.TYPED, figure.group),
        decimals=figure.decimals,
    )
    words = remark(figure, missing)
    said = Statement("", figure.code, FigureState.UNKNOWN, reason=words) if words else None
    return Figure(indicator, figure.current.amount, figure.cumulative.amount, figure.previous, None, None, 0, said)


def as_report(made: Consolidation) -> Report:
    """Return a consolidation as a report, for whatever prints or fills in reports."""
    period = Period(made.period, made.period_name, int(made.period[:4]), made.start, made.end, made.deadline)
    lines = tuple(as_figure(figure, len(made.missing)) for figure in made.figures)
    return Report(period, lines, (), (), cumulative_from=made.cumulative_from)


def as_frozen(made: Consolidation) -> FrozenReport:
    """Return what a package carries up: the same form in which a single unit reports."""
    lines = tuple(
        FrozenFigure(
            *(one.code, one.name, one.unit, one.kind.value, one.group, one.decimals),
            *(one.current.amount, one.cumulative.amount, one.previous),
            reason=remark(one, len(made.missing)),
        )
        for one in made.figures
    )
    place = made.period, made.period_name, made.start, made.end, made.deadline, made.unit_code, made.unit_name
    return FrozenReport(*place, lines, made.narrative)


# ------------------------------------------------------------------ words


def join_texts(texts: Iterable[tuple[str, Iterable[NarrativePart]]]) -> tuple[tuple[str, str, str], ...]:
    """Return what units wrote as (title, unit, text), parts of one title together in the order they first came.

    Args:
        texts: name of the unit and its narrative.

    """
    parts: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for name, narrative in texts:
        for part in narrative:
            if part.text.strip():
                title = clean_line(part.title)
                parts.setdefault(fold(title), (title, []))[1].append((name, part.text.strip()))
    return tuple((title, name, text) for title, said in parts.values() for name, text in said)


def concern(title: str) -> bool:
    """Tell whether a part holds what units ask for or struggle with."""
    folded = fold(title)
    return any(words in folded for words in CONCERNS)


def narrative(made: Consolidation, texts: Iterable[tuple[str, str, str]] = ()) -> tuple[NarrativePart, ...]:
    """Return the words of the report: who reported, what it comes to, what units ask for.

    Args:
        made: the figures; its own narrative is not looked at.
        texts: (title, unit, text) of parts that are passed on, at most `MOST_CONCERNS` of them are printed.

    """
    parts = [NarrativePart("Tình hình gửi báo cáo", "\n".join(_standing(made)))]
    parts.append(NarrativePart("Kết quả tổng hợp", "\n".join(_results(made))))
    joined: dict[str, list[str]] = {}
    texts = tuple(texts)
    for title, name, text in texts[:MOST_CONCERNS]:
        joined.setdefault(_bare(title), []).append(f"- {name[:1].upper()}{name[1:]}: {_one_line(text)}")
    parts += [NarrativePart(title, "\n".join(lines)) for title, lines in joined.items()]
    if len(texts) > MOST_CONCERNS:
        last = parts[-1]
        rest = (
            f"Còn {format_number(len(texts) - MOST_CONCERNS)} ý kiến khác: xem trang “Lời báo cáo” của biểu tổng hợp."
        )
        parts[-1] = replace(last, text=f"{last.text}\n{rest}")
    return tuple(parts)


def _one_line(text: str) -> str:
    """Return paragraphs as one: "Cấp loa; Sửa loa."."""
    lines = [" ".join(line.split()).strip("-–• ;.") for line in text.splitlines()]
    return "; ".join(line for line in lines if line) + "."


def _bare(title: str) -> str:
    """Return a heading without the number a unit gave it: "IV. Kiến nghị" → "Kiến nghị"."""
    head, dot, rest = title.partition(".")
    return rest.strip() if dot and rest.strip() and len(head) <= 4 and head.isalnum() else title


def _standing(made: Consolidation) -> list[str]:
    counted, missing = made.units_counted, len(made.missing)
    whole = counted + missing
    share = f" (đạt {format_number(Decimal(100 * counted) / whole, 1)}%)" if whole else ""
    lines = [
        f"Số liệu lấy từ {short_date(made.start)} đến hết {short_date(made.end)}. Đã tổng hợp báo cáo của "
        f"{format_number(counted)}/{format_number(whole)} đơn vị{share}."
    ]
    for absence in Absence:
        names = [one.name for one in made.missing if one.absence is absence]
        if names:
            lines.append(f"Chưa tổng hợp {len(names)} đơn vị ({ABSENCE_NAMES[absence]}): {', '.join(names)}.")
    before = [one.unit_name for one in made.sources if one.successor]
    if before:
        lines.append(f"Đã cộng số liệu của {len(before)} đơn vị cũ trước khi sắp xếp: {', '.join(before)}.")
    if made.left_out:
        told = "; ".join(f"{one.unit_name} ({one.reason})" for one in made.left_out)
        lines.append(f"Không cộng {len(made.left_out)} báo cáo: {told}.")
    return lines


def _results(made: Consolidation) -> list[str]:
    lines, groups = [], dict[str, list[str]]()
    for one in made.figures:
        if one.has_total and one.current.amount.state is not FigureState.UNKNOWN:
            told = f"{one.name}: {value_text(one.current.amount, one.unit, one.decimals)}"
            silent = one.current.unknown if one.kind is IndicatorKind.SUM else 0
            told += f" ({silent} đơn vị chưa có số liệu)" if silent else ""
            groups.setdefault(one.group or "Chỉ tiêu khác", []).append(told)
    for number, (group, items) in enumerate(groups.items(), 1):
        lines.append(f"{number}. {group}")
        lines += [f"- {words};" for words in items[:-1]] + [f"- {items[-1]}."]
    return lines or ["Chưa có số liệu để tổng hợp."]


# ------------------------------------------------------------------ the paper


def annex(
    made: Consolidation, differences: tuple[FigureDifference, ...] = (), charts: tuple[ReportChart, ...] = ()
) -> ReportAnnex:
    """Return the annex of the Word report: totals, what a supplement changed, charts."""
    lines = tuple(as_figure(figure, 0) for figure in made.figures)  # who is missing stands once, in the title
    base = report_annex(replace(as_report(made), figures=lines), differences)
    counted = f"{format_number(made.units_counted)}/{format_number(made.units_counted + len(made.missing))} đơn vị"
    title = f"Số liệu tổng hợp {SUBJECT} {made.period_name[:1].lower()}{made.period_name[1:]} ({counted})"
    rows = tuple(row if row.group else _annex_row(row, made.figures[row.number - 1]) for row in base.rows)
    return replace(base, title=title, rows=rows, charts=charts)


def _annex_row(row: AnnexRow, figure: TotalFigure) -> AnnexRow:
    """Return a row that does not say "nobody has said" where there is merely no total, or no consolidation before."""
    if figure.previous.state is FigureState.UNKNOWN:
        row = replace(row, previous="")
    if not figure.has_total:
        return replace(row, current=NOT_ADDED, cumulative=NOT_ADDED)
    if figure.kind is IndicatorKind.RATIO:
        current = row.current if figure.current.amount.value is not None else NOT_DIVIDED
        return replace(
            row,
            current=current,
            cumulative=row.cumulative if figure.cumulative.amount.value is not None else NOT_DIVIDED,
        )
    return row


def charts(made: Consolidation, rows: Mapping[str, Iterable[tuple[str, Decimal]]]) -> tuple[ReportChart, ...]:
    """Return the charts: how many units reported, and of some indicators the units with the most.

    Args:
        made: the consolidation.
        rows: code → unit and value, the greatest first.

    """
    counts = [("Đã tổng hợp", Decimal(made.units_counted))]
    for absence in Absence:
        count = sum(one.absence is absence for one in made.missing)
        if count:
            counts.append((ABSENCE_NAMES[absence][:1].upper() + ABSENCE_NAMES[absence][1:], Decimal(count)))
    found = [ReportChart("Số đơn vị theo tình hình gửi báo cáo", tuple(counts))]
    for code, values in rows.items():
        figure, shown = made.figure(code), tuple(values)
        if figure is not None and shown:
            found.append(ReportChart(f"{figure.name} ({figure.unit})", shown))
    return tuple(found)


def charted_codes(made: Consolidation, most: int = 2) -> tuple[str, ...]:
    """Return the sums that the most units have a number of, greatest reach first, for charts."""
    sums = [one for one in made.figures if one.kind is IndicatorKind.SUM and one.current.amount.value]
    sums.sort(key=lambda one: (-one.current.counted, one.code))
    return tuple(one.code for one in sums[:most])


def document(
    made: Consolidation, version: ConsolidationVersion, unit: Unit, signature: Signature, attached: ReportAnnex
) -> OfficialDocument:
    """Return the consolidation as an official report with "Kính gửi" to the superior of the office."""
    period = as_report(made).period
    draft = ReportDraft(made.period, reason=version.reason)
    base = report_document(draft, period, unit, unit.superior, signature, made.narrative, version.ordinal)
    words = period_words(period)
    later = "" if version.ordinal <= 1 else f" ({version.name})"
    closing = f"Trên đây là báo cáo tổng hợp kết quả {SUBJECT} {words} của {unit.committee}."
    return replace(base, title=f"Tổng hợp kết quả {SUBJECT} {words}{later}", closing=(closing,), annex=attached)
