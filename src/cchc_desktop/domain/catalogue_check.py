"""What forbids keeping a form, an indicator or a period rule: field → Vietnamese reason.

What concerns one entry and its neighbours of the same days. The files are held to the same rules, with their lines.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Sequence
from datetime import date

from cchc_desktop.domain.catalogue import DayOfYear, Form, Indicator, IndicatorSource, PeriodRule
from cchc_desktop.domain.figure_kind import kind_problems, needs
from cchc_desktop.domain.formula import BadFormula, codes_of
from cchc_desktop.domain.text import fold

_FORM_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_INDICATOR_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,19}")
_PERIOD_CODE = re.compile(r"[A-Z0-9]{1,8}")
_LONGEST = 300
_MOST_MEASURES = 12
_COMMON_YEAR = 2023
"""A day of a rule must exist in every year: 29/02 does not."""
_LOG = (IndicatorSource.LOG_MEASURE, IndicatorSource.LOG_COUNT, IndicatorSource.LOG_DISTINCT)


def form_code(name: str, taken: Iterable[str]) -> str:
    """Return a free code for a new form: "Loa kéo tay" → "loa_keo_tay"."""
    stem = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:36].rstrip("_") or "hinh_thuc"
    stem = stem if stem[0].isalpha() else f"ht_{stem}"
    known = set(taken)
    return next(code for n in range(1, len(known) + 2) if (code := stem if n == 1 else f"{stem}_{n}") not in known)


def form_problems(form: Form, others: Sequence[Form]) -> dict[str, str]:
    """Check a form against the others of its days: a name or another spelling means one form only."""
    found = _texts({"name": form.name}, {"group": form.group})
    if not _FORM_CODE.fullmatch(form.code):
        found["code"] = "mã chỉ gồm chữ thường không dấu, chữ số và dấu _, bắt đầu bằng chữ"
    if not form.measures:
        found["measures"] = "phải có ít nhất một số lượng được đếm"
    elif len(form.measures) > _MOST_MEASURES:
        found["measures"] = f"tối đa {_MOST_MEASURES} số lượng"
    codes = [measure.code for measure in form.measures]
    names = [fold(measure.name) for measure in form.measures]
    for measure in form.measures:
        if not measure.name.strip() or not measure.unit.strip():
            found["measures"] = "mỗi số lượng phải có tên và đơn vị tính"
        elif not _FORM_CODE.fullmatch(measure.code):
            found["measures"] = f"mã “{measure.code}” chỉ gồm chữ thường không dấu, chữ số và dấu _"
        elif codes.count(measure.code) > 1 or names.count(fold(measure.name)) > 1:
            found["measures"] = f"số lượng “{measure.name}” có hai lần"
    meaning = {
        fold(text): other for other in others if other.code != form.code for text in (other.name, *other.aliases)
    }
    for key, texts in (("name", (form.name,)), ("aliases", form.aliases)):
        for text in texts:
            if fold(text) in meaning:
                found[key] = f"“{text}” đã chỉ hình thức “{meaning[fold(text)].name}”"
    return found


def indicator_problems(indicator: Indicator, others: Sequence[Indicator], forms: Sequence[Form]) -> dict[str, str]:
    """Check an indicator against the others and the forms of its days."""
    found = _texts({"name": indicator.name, "unit": indicator.unit}, {"group": indicator.group})
    if not _INDICATOR_CODE.fullmatch(indicator.code):
        found["code"] = "mã gồm tối đa 20 chữ không dấu, chữ số và các dấu _ . -"
    twin = next((one for one in others if one.code != indicator.code and fold(one.name) == fold(indicator.name)), None)
    if twin is not None and "name" not in found:
        found["name"] = f"tên này đã là của chỉ tiêu {twin.code}"
    if indicator.source in _LOG:
        found |= form_reference_problems(indicator, forms)
    return found | kind_problems(indicator, others)


def form_reference_problems(indicator: Indicator, forms: Sequence[Form]) -> dict[str, str]:
    """Return what is wrong with the forms and measures that an indicator of the log names."""
    by_code = {form.code: form for form in forms}
    unknown = next((code for code in indicator.forms if code not in by_code), "")
    if unknown:
        return {"forms": f"không có hình thức “{unknown}”"}
    if indicator.source is not IndicatorSource.LOG_MEASURE:
        return {}
    if not indicator.measures:
        return {"measures": "chưa chọn số lượng"}
    chosen = [by_code[code] for code in indicator.forms] or list(forms)
    for code in indicator.measures:
        if not any(form.measure(code) for form in chosen):
            return {"measures": f"không có số lượng “{code}” ở các hình thức của chỉ tiêu"}
    for form in chosen if indicator.forms else ():
        if not any(form.measure(code) for code in indicator.measures):
            return {"forms": f"hình thức “{form.name}” không có số lượng nào của chỉ tiêu"}
    measures = [measure for form in chosen for code in indicator.measures if (measure := form.measure(code))]
    units = sorted({measure.unit for measure in measures})
    if len(units) > 1:
        return {"measures": f"không cộng các đơn vị tính khác nhau: {', '.join(units)}"}
    return {}


def codes_in(indicator: Indicator) -> frozenset[str]:
    """Return the codes that an indicator is computed from or held against."""
    found = set(needs(indicator))
    for rule in indicator.rules:
        with contextlib.suppress(BadFormula):
            found |= set(codes_of(rule.formula))
    return frozenset(found)


def users_of(indicator: Indicator, others: Iterable[Indicator]) -> tuple[str, ...]:
    """Return the codes that are computed from an indicator: it cannot end while they go on."""
    return tuple(one.code for one in others if one.code != indicator.code and indicator.code in codes_in(one))


def period_problems(rule: PeriodRule) -> dict[str, str]:
    """Check a rule by itself."""
    found = _texts({"name": rule.name}, {})
    if not _PERIOD_CODE.fullmatch(rule.code):
        found["code"] = "mã gồm tối đa 8 chữ in hoa không dấu hoặc chữ số"
    if not 2000 <= max(rule.valid_from, 2000) <= 2100 or rule.valid_to < rule.valid_from:
        found["valid_from"] = "năm báo cáo phải từ 2000 đến 2100"
    days: dict[str, date] = {}
    year = rule.valid_from if rule.special else _COMMON_YEAR
    for key, day in (("start", rule.start), ("end", rule.end), ("deadline", rule.deadline)):
        if day is None:
            continue
        try:
            days[key] = day.of(year)
        except ValueError:
            found[key] = f"không có ngày {day.day:02d}/{day.month:02d} trong mọi năm"
    if {"start", "end"} <= set(days) and days["end"] <= days["start"]:
        found["end"] = "kỳ kết thúc trước khi bắt đầu"
    if {"end", "deadline"} <= set(days) and days["deadline"] < days["end"]:
        found["deadline"] = "hạn gửi trước ngày chốt số liệu"
    if not 0 <= rule.deadline_working_days <= 60 or not 0 <= (rule.deadline_days or 0) <= 90:
        found["deadline"] = "tối đa 60 ngày làm việc hoặc 90 ngày"
    return found


def day_of_year(day: date, year: int) -> DayOfYear:
    """Return a date as a day relative to a report year."""
    return DayOfYear(day.month, day.day, day.year - year)


def _texts(required: dict[str, str], free: dict[str, str]) -> dict[str, str]:
    found = {key: "chưa nhập" for key, text in required.items() if not text.strip()}
    return found | {key: "dài quá 300 ký tự" for key, text in {**required, **free}.items() if len(text) > _LONGEST}
