"""Rules that hold between the values of the catalogues, beyond the type of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from cchc_desktop.catalogues.entries import indicator_of
from cchc_desktop.catalogues.positions import Where
from cchc_desktop.catalogues.schema import (
    DayEntry,
    FormsFile,
    HolidaysFile,
    IndicatorEntry,
    IndicatorsFile,
    PeriodsFile,
    ProvincesFile,
)
from cchc_desktop.catalogues.toml_file import TomlFile
from cchc_desktop.domain.catalogue import Form, IndicatorKind, IndicatorSource
from cchc_desktop.domain.figure_kind import ITEMS, kind_problems
from cchc_desktop.domain.text import fold

_COMMON_YEAR = 2023
"""A day of a rule must exist in every year: 29/02 does not."""


def check_unique(file: TomlFile, base: Where, codes: Iterable[str], key: str = "code") -> None:
    """Raise when a code stands twice in the list at `base`."""
    seen: dict[str, int] = {}
    for index, code in enumerate(codes):
        if code in seen:
            first = file.line((*base, seen[code], key))
            raise file.problem((*base, index, key), f"mã “{code}” đã có ở dòng {first}")
        seen[code] = index


def check_validity(file: TomlFile, where: Where, start: date | int | None, end: date | int | None) -> None:
    """Raise when an entry ends before it begins."""
    reversed_days = isinstance(start, date) and isinstance(end, date) and end < start
    reversed_years = isinstance(start, int) and isinstance(end, int) and end < start
    if reversed_days or reversed_years:
        raise file.problem((*where, "valid_to"), "hết hiệu lực trước khi có hiệu lực")


def check_forms(file: TomlFile, content: FormsFile) -> None:
    """Check codes, validity, and that a name or alias means one form only."""
    check_unique(file, ("forms",), (form.code for form in content.forms))
    meaning: dict[str, str] = {}
    for index, form in enumerate(content.forms):
        where: Where = ("forms", index)
        check_validity(file, where, form.valid_from, form.valid_to)
        check_unique(file, (*where, "measures"), (measure.code for measure in form.measures))
        places: list[tuple[str, Where]] = [(form.name, (*where, "name"))]
        places += [(alias, (*where, "aliases", number)) for number, alias in enumerate(form.aliases)]
        for text, place in places:
            other = meaning.setdefault(fold(text), form.code)
            if other != form.code:
                raise file.problem(place, f"“{text}” đã chỉ hình thức “{other}”")


def check_indicators(file: TomlFile, content: IndicatorsFile, forms: Sequence[Form]) -> None:
    """Check codes, references to forms, measures and indicators, units, and what each kind allows."""
    check_unique(file, ("indicators",), (indicator.code for indicator in content.indicators))
    by_code = {form.code: form for form in forms}
    indicators = [indicator_of(entry) for entry in content.indicators]
    for index, indicator in enumerate(content.indicators):
        where: Where = ("indicators", index)
        check_validity(file, where, indicator.valid_from, indicator.valid_to)
        _check_source(file, where, indicator)
        for number, code in enumerate(indicator.forms):
            if code not in by_code:
                raise file.problem((*where, "forms", number), f"không có hình thức “{code}” trong forms.toml")
        if indicator.source is IndicatorSource.LOG_MEASURE:
            _check_measures(file, where, indicator, [by_code[code] for code in indicator.forms] or forms)
        if indicator.kind is IndicatorKind.RATIO:
            for key in ("numerator", "denominator"):
                if not getattr(indicator, key):
                    raise file.problem(where, f"thiếu khóa “{key}”")
        for key, reason in kind_problems(indicators[index], indicators).items():
            raise file.problem((*where, key), reason)


def _check_source(file: TomlFile, where: Where, indicator: IndicatorEntry) -> None:
    """Refuse keys that the source of the figure does not use: they would be ignored silently."""
    is_ratio = indicator.kind is IndicatorKind.RATIO
    is_formula = indicator.source is IndicatorSource.FORMULA
    if is_ratio and not is_formula:
        raise file.problem((*where, "kind"), "kind “ratio” phải đi với source “formula”")
    used = {
        "forms": indicator.source
        in (IndicatorSource.LOG_MEASURE, IndicatorSource.LOG_COUNT, IndicatorSource.LOG_DISTINCT),
        "measures": indicator.source is IndicatorSource.LOG_MEASURE,
        "numerator": is_ratio,
        "denominator": is_ratio,
        "formula": is_formula and not is_ratio,
        "item": indicator.source in ITEMS,
    }
    for key, needed in used.items():
        if getattr(indicator, key) and not needed:
            raise file.problem((*where, key), f"source “{indicator.source}” không dùng khóa “{key}”")


def _check_measures(file: TomlFile, where: Where, indicator: IndicatorEntry, forms: Sequence[Form]) -> None:
    if not indicator.measures:
        raise file.problem(where, "thiếu khóa “measures”")
    for number, code in enumerate(indicator.measures):
        if not any(form.measure(code) for form in forms):
            reason = f"không có số lượng “{code}” ở các hình thức của chỉ tiêu"
            raise file.problem((*where, "measures", number), reason)
    for number, form in enumerate(forms if indicator.forms else ()):
        if not any(form.measure(code) for code in indicator.measures):
            reason = f"hình thức “{form.code}” không có số lượng nào của chỉ tiêu"
            raise file.problem((*where, "forms", number), reason)
    measures = [form.measure(code) for form in forms for code in indicator.measures]
    units = sorted({measure.unit for measure in measures if measure})
    if len(units) > 1:
        raise file.problem((*where, "measures"), f"không cộng các đơn vị tính khác nhau: {', '.join(units)}")


def check_periods(file: TomlFile, content: PeriodsFile) -> None:
    """Check that the days exist, that a period ends after it begins, and that no year has a code twice."""
    for index, period in enumerate(content.periods):
        where: Where = ("periods", index)
        check_validity(file, where, period.valid_from, period.valid_to)
        start = _day(file, (*where, "start"), period.start)
        end = _day(file, (*where, "end"), period.end)
        if end <= start:
            raise file.problem((*where, "end"), "kỳ kết thúc trước khi bắt đầu")
        if period.deadline and _day(file, (*where, "deadline"), period.deadline) < end:
            raise file.problem((*where, "deadline"), "hạn gửi trước ngày chốt số liệu")
        if period.deadline and period.deadline_days is not None:
            raise file.problem((*where, "deadline_days"), "đã có “deadline”, bỏ một trong hai")
        for earlier, other in enumerate(content.periods[:index]):
            overlap = period.valid_from <= other.valid_to and other.valid_from <= period.valid_to
            if period.code == other.code and overlap:
                first = file.line(("periods", earlier, "code"))
                raise file.problem((*where, "code"), f"mã “{period.code}” đã có ở dòng {first} cho cùng năm")


def _day(file: TomlFile, where: Where, entry: DayEntry) -> date:
    try:
        return date(_COMMON_YEAR + entry.year_offset, entry.month, entry.day)
    except ValueError as error:
        raise file.problem((*where, "day"), f"không có ngày {entry.day:02d}/{entry.month:02d}") from error


def check_provinces(file: TomlFile, content: ProvincesFile) -> None:
    """Check that codes and names are unique."""
    check_unique(file, ("provinces",), (province.code for province in content.provinces))
    check_unique(file, ("provinces",), (province.name for province in content.provinces), key="name")


def check_holidays(file: TomlFile, content: HolidaysFile) -> None:
    """Check that a swap frees a weekday and that work is made up on another day."""
    check_unique(file, ("swaps",), (str(swap.off) for swap in content.swaps), key="off")
    for index, swap in enumerate(content.swaps):
        if swap.off.weekday() >= 5:
            raise file.problem(("swaps", index, "off"), f"{swap.off:%d/%m/%Y} là ngày cuối tuần, không cần hoán đổi")
        if swap.worked is not None and swap.worked.weekday() < 5:
            raise file.problem(("swaps", index, "worked"), f"{swap.worked:%d/%m/%Y} vốn là ngày làm việc")
