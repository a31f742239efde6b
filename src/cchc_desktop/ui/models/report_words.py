"""How periods and indicators are explained in words, for the report and the catalogue alike."""

from __future__ import annotations

from datetime import date, datetime

from cchc_desktop.domain.catalogue import Catalogues, Indicator, IndicatorKind, IndicatorSource
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure import Figure, FigureState
from cchc_desktop.domain.figure_kind import ITEMS, KIND_NAMES, needs
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.wording import deadline_text

_LONG_AGO = 31  # days after a deadline from which nobody counts them any more


def span_text(period: Period) -> str:
    """Return the days of a period: "15/12/2025 – 14/03/2026"."""
    return f"{short_date(period.start)} – {short_date(period.end)}"


def due_text(period: Period, today: date) -> str:
    """Return when a report is due: "17/03/2026, còn 5 ngày"; a deadline long gone is "đã qua"."""
    far = (today - period.deadline).days > _LONG_AGO
    return f"{short_date(period.deadline)}, {'đã qua' if far else deadline_text(period.deadline, today)}"


def period_text(period: Period, today: date) -> str:
    """Return the days of a period, its deadline, and whether it is over yet."""
    text = f"Số liệu {span_text(period)}. Hạn gửi {due_text(period, today)}."
    if today < period.start:
        return f"{text} Kỳ chưa bắt đầu."
    if today <= period.end:
        return f"{text} Kỳ chưa kết thúc, số liệu mới đến hôm nay."
    return text


def kind_text(indicator: Indicator) -> str:
    """Return how an indicator behaves over the year."""
    return KIND_NAMES[indicator.kind]


def source_text(indicator: Indicator, catalogues: Catalogues) -> str:
    """Return how an indicator's figure comes about."""
    match indicator.source:
        case IndicatorSource.TYPED:
            return "Nhập tay từng kỳ, không lấy từ nhật ký."
        case IndicatorSource.FORMULA if indicator.kind is IndicatorKind.RATIO:
            parts = [_named(code, catalogues) for code in (indicator.numerator, indicator.denominator)]
            return f"Tỷ lệ %: {parts[0]} chia cho {parts[1]}."
        case IndicatorSource.FORMULA:
            names = "; ".join(_named(code, catalogues) for code in needs(indicator))
            return f"Tính: {indicator.formula} ({names})."
        case IndicatorSource.LOG_COUNT:
            return f"Đếm số hoạt động trong nhật ký, {_forms_text(indicator, catalogues)}."
        case IndicatorSource.LOG_MEASURE:
            measures = " và ".join(f"“{name}”" for name in _measure_names(indicator, catalogues))
            return f"Cộng {measures} ghi trong nhật ký, {_forms_text(indicator, catalogues)}."
    item = ITEMS[indicator.source][indicator.item][0]
    if indicator.source is IndicatorSource.LOG_DISTINCT:
        return f"{item} trong nhật ký, {_forms_text(indicator, catalogues)}."
    where = {
        IndicatorSource.TASKS: "kế hoạch của năm báo cáo, tính đến hết kỳ",
        IndicatorSource.BUDGET: "sổ kinh phí",
        IndicatorSource.PETITIONS: "sổ phản ánh, kiến nghị",
    }[indicator.source]
    return f"{item}, lấy từ {where}."


def _named(code: str, catalogues: Catalogues) -> str:
    indicator = catalogues.indicator(code)
    return f"{code} “{indicator.name}”" if indicator else code


def _forms_text(indicator: Indicator, catalogues: Catalogues) -> str:
    if not indicator.forms:
        return "mọi hình thức"
    names = [form.name if (form := catalogues.form(code)) else code for code in indicator.forms]
    return f"hình thức: {names[0]}" if len(names) == 1 else f"các hình thức: {'; '.join(names)}"


def _measure_names(indicator: Indicator, catalogues: Catalogues) -> list[str]:
    forms = [form for code in indicator.forms if (form := catalogues.form(code))] or list(catalogues.forms)
    names: dict[str, None] = {}
    for code in indicator.measures:
        found = next((measure.name for form in forms if (measure := form.measure(code))), code)
        names.setdefault(found)
    return list(names)


def statement_text(figure: Figure) -> str:
    """Return what a person stated of a figure in its period, "" when nothing was."""
    stated = figure.statement
    if stated is None:
        return ""
    reason = f" Lý do: {stated.reason}" if stated.reason else ""
    if stated.state is FigureState.COUNTED:
        if figure.overridden and figure.found.value is not None:
            found = format_number(figure.found.value, figure.indicator.decimals)
            where = "từ nhật ký" if figure.activities else "chương trình tính được"
            return f"Số nhập tay, thay cho số {where} ({found}).{reason}"
        return f"Số nhập tay, thay cho số từ nhật ký.{reason}" if figure.activities else f"Số nhập tay.{reason}"
    if figure.activities:
        return "Đã ghi “không phát sinh”, nhưng nhật ký có hoạt động nên lấy theo nhật ký."
    return f"Đã ghi “không phát sinh”.{reason}"


def when(moment: str) -> str:
    """Return an ISO local time as people read it: "10:42 ngày 17/03/2026"; "" stays ""."""
    if not moment:
        return ""
    read = datetime.fromisoformat(moment)
    return f"{read:%H:%M} ngày {read:%d/%m/%Y}"
