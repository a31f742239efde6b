"""Catalogues: what offices differ in, as data. The files are read by the `catalogues` room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.body import Body
from cchc_desktop.domain.plan import Section


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted for a form of communication: code "luot_phat", name "Số lượt phát", unit "lượt"."""

    code: str
    name: str
    unit: str
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """A form of communication with its measures; the first measure is the main one."""

    code: str
    name: str
    group: str
    measures: tuple[Measure, ...]
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def measure(self, code: str) -> Measure | None:
        """Return the measure of that code."""
        return next((measure for measure in self.measures if measure.code == code), None)


class IndicatorKind(StrEnum):
    """How an indicator behaves over time and units. Only sums are ever added."""

    SUM = "sum"
    LATEST = "latest"
    RATIO = "ratio"


class IndicatorSource(StrEnum):
    """Where an indicator's figure comes from."""

    LOG_MEASURE = "log_measure"  # the sum of one measure over some forms
    LOG_COUNT = "log_count"  # the number of activities of some forms
    TYPED = "typed"  # a person enters it
    FORMULA = "formula"  # a ratio of two others


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of the reports.

    For `LOG_MEASURE` the figure is the sum of `measures` over activities of `forms`; for `LOG_COUNT` the number
    of activities of `forms` (empty: all). For a `RATIO`, `numerator` and `denominator` are indicator codes and
    the value is a percentage.
    """

    code: str
    name: str
    unit: str
    kind: IndicatorKind
    source: IndicatorSource
    group: str = ""
    forms: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    numerator: str = ""
    denominator: str = ""
    decimals: int = 0
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day relative to the report year: month, day, and years to add (-1: the year before)."""

    month: int
    day: int
    year_offset: int = 0

    def of(self, year: int) -> date:
        """Return the date for a report year."""
        return date(year + self.year_offset, self.month, self.day)


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """When a report period begins, ends and is due.

    The report is due `deadline_working_days` working days after the end, or on `deadline` when that is given.
    """

    code: str
    name: str
    start: DayOfYear
    end: DayOfYear
    deadline_working_days: int = 2
    deadline: DayOfYear | None = None
    valid_from: int = 0
    valid_to: int = 9999


@dataclass(frozen=True, slots=True)
class Province:
    """A province or city: code, full name ("Tỉnh Hưng Yên"), and the earlier provinces it came from."""

    code: str
    name: str
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkdaySwap:
    """A year's official swap: `off` is a free day, made up for by working on `worked` (None: not made up)."""

    off: date
    worked: date | None


@dataclass(frozen=True, slots=True)
class PlanSkeleton:
    """The built-in plan to start from, with {variables} in its texts.

    Variables: {nam}, {nam_truoc}, {ten_don_vi} (xã Lệ Xá), {ten_tinh}, {cap_tren}, {co_quan_chu_tri}.
    """

    title: str
    opening: tuple[str, ...]
    bases: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    recipients: tuple[str, ...]
    appendix_title: str
    tasks: tuple[dict[str, str], ...]


class TermGroup(StrEnum):
    """Why a term is dated: the district level is gone, or another word has taken its place."""

    DISTRICT = "cap_huyen"
    REPLACED = "tu_cu"


@dataclass(frozen=True, slots=True)
class DatedTerm:
    """Words that plans no longer use from the day `since` on; `instead` is what to write, where there is one."""

    code: str
    group: TermGroup
    words: tuple[str, ...]
    since: date
    reason: str
    instead: str = ""
    match_case: bool = False


@dataclass(frozen=True, slots=True)
class Catalogues:
    """All catalogues together."""

    forms: tuple[Form, ...]
    indicators: tuple[Indicator, ...]
    periods: tuple[PeriodRule, ...]
    provinces: tuple[Province, ...]
    swaps: tuple[WorkdaySwap, ...]
    skeleton: PlanSkeleton
    dated_terms: tuple[DatedTerm, ...] = ()
    bodies: tuple[Body, ...] = ()

    def form(self, code: str) -> Form | None:
        """Return the form of that code."""
        return next((form for form in self.forms if form.code == code), None)

    def indicator(self, code: str) -> Indicator | None:
        """Return the indicator of that code."""
        return next((indicator for indicator in self.indicators if indicator.code == code), None)
