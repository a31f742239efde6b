"""Catalogues: what offices differ in, as data. The files are read by the `catalogues` room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.body import Body
from cchc_desktop.domain.catalogue_time import as_of, in_force, version_on
from cchc_desktop.domain.plan import Section


class MeasureKind(StrEnum):
    """What kind of thing a measure counts. Events and people always stay apart."""

    EVENTS = "events"
    PEOPLE = "people"
    REACH = "reach"
    DURATION = "duration"
    PRODUCTS = "products"


MEASURE_KIND_NAMES = {
    MeasureKind.EVENTS: "Số cuộc, buổi, lượt",
    MeasureKind.PEOPLE: "Lượt người",
    MeasureKind.REACH: "Lượt xem, tiếp cận",
    MeasureKind.DURATION: "Thời lượng",
    MeasureKind.PRODUCTS: "Sản phẩm, tài liệu",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted for a form of communication: code "luot_phat", name "Số lượt phát", unit "lượt"."""

    code: str
    name: str
    unit: str
    decimals: int = 0
    kind: MeasureKind = MeasureKind.EVENTS


@dataclass(frozen=True, slots=True)
class Form:
    """A form of communication with its measures; the first measure is the main one.

    `scoring_group` is the group of channels that criteria on diversity score; `topics` and `audiences` say what and
    whom the form usually serves. The form holds from `valid_from` to `valid_to`, both inside.
    """

    code: str
    name: str
    group: str
    measures: tuple[Measure, ...]
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    scoring_group: str = ""
    topics: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()

    def measure(self, code: str) -> Measure | None:
        """Return the measure of that code."""
        return next((measure for measure in self.measures if measure.code == code), None)


class IndicatorKind(StrEnum):
    """How an indicator behaves over time and units. Only sums are ever added."""

    SUM = "sum"
    SEPARATE = "separate"  # a figure of its own period: a rank, a score, an average
    LATEST = "latest"
    RATIO = "ratio"
    DISTINCT = "distinct"  # different things: counted anew over every span


class IndicatorSource(StrEnum):
    """Where an indicator's figure comes from."""

    LOG_MEASURE = "log_measure"  # the sum of one measure over some forms
    LOG_COUNT = "log_count"  # the number of activities of some forms
    LOG_DISTINCT = "log_distinct"  # the number of different days, forms or tasks
    TASKS = "tasks"  # the plan of the year
    BUDGET = "budget"
    PETITIONS = "petitions"
    TYPED = "typed"  # a person enters it
    FORMULA = "formula"  # a ratio of two others, or arithmetic of others


class Relation(StrEnum):
    """What a rule says of a figure and a formula."""

    EQUAL = "equal"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class FigureRule:
    """Something that must hold: the indicator is equal to, or not greater than, a formula of other codes."""

    relation: Relation
    formula: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of the reports.

    For `LOG_MEASURE` the figure is the sum of `measures` over activities of `forms`; for `LOG_COUNT` and
    `LOG_DISTINCT` what `forms` (empty: all) have. `item` says what of a source is meant (`figure_kind.ITEMS`). For
    a `RATIO`, `numerator` and `denominator` are indicator codes and the value is a percentage; another `FORMULA`
    has `formula`, arithmetic of codes and numbers. `codes` maps a form of the superior ("tinh") to its code there.
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
    item: str = ""
    formula: str = ""
    rules: tuple[FigureRule, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()


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

    The report is due `deadline_working_days` working days after the end, or `deadline_days` calendar days after
    it, or on `deadline`, whichever is given. `cumulative` tells that its figures begin with the data year.
    `valid_from` and `valid_to` are report years. `special` marks a thematic report: free days of one year, asked
    for once, which no other report counts on.
    """

    code: str
    name: str
    start: DayOfYear
    end: DayOfYear
    deadline_working_days: int = 2
    deadline: DayOfYear | None = None
    valid_from: int = 0
    valid_to: int = 9999
    deadline_days: int | None = None
    cumulative: bool = False
    special: bool = False


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
    """All catalogues together.

    `forms` and `indicators` hold every code once, in the version of a day (`at`); a code that was not yet or is no
    longer in use that day is there too, so that its name can still be told. `form_versions` and
    `indicator_versions` hold all versions; empty, each code has one.
    """

    forms: tuple[Form, ...]
    indicators: tuple[Indicator, ...]
    periods: tuple[PeriodRule, ...]
    provinces: tuple[Province, ...]
    swaps: tuple[WorkdaySwap, ...]
    skeleton: PlanSkeleton
    dated_terms: tuple[DatedTerm, ...] = ()
    bodies: tuple[Body, ...] = ()
    form_versions: tuple[Form, ...] = ()
    indicator_versions: tuple[Indicator, ...] = ()

    def form(self, code: str) -> Form | None:
        """Return the form of that code."""
        return next((form for form in self.forms if form.code == code), None)

    def indicator(self, code: str) -> Indicator | None:
        """Return the indicator of that code."""
        return next((indicator for indicator in self.indicators if indicator.code == code), None)

    def at(self, day: date) -> Catalogues:
        """Return the catalogues as they are to be read of a day."""
        if not self.form_versions and not self.indicator_versions:
            return self
        return replace(
            self,
            forms=as_of(self.form_versions or self.forms, day),
            indicators=as_of(self.indicator_versions or self.indicators, day),
        )

    def form_on(self, code: str, day: date) -> Form | None:
        """Return the form of that code as it is used on a day; None when it is not in use then."""
        return version_on(self.form_versions or self.forms, code, day)

    def forms_on(self, day: date) -> tuple[Form, ...]:
        """Return the forms in use on a day, to choose from."""
        return tuple(form for form in self.at(day).forms if in_force(form, day))

    def indicators_in(self, start: date, end: date) -> tuple[Indicator, ...]:
        """Return the indicators of a report on the days from `start` to `end`, as they are at its end."""
        return tuple(
            one
            for one in self.at(end).indicators
            if (one.valid_from is None or one.valid_from <= end) and (one.valid_to is None or start <= one.valid_to)
        )

    def forms_between(self, start: date, end: date) -> tuple[Form, ...]:
        """Return the forms as they are on `end`, with the measures that entries since `start` may have besides."""
        found = []
        for form in self.at(end).forms:
            measures = {measure.code: measure for measure in form.measures}
            for other in self.form_versions:
                if other.code == form.code and (other.valid_to is None or start <= other.valid_to):
                    measures |= {one.code: one for one in other.measures if one.code not in measures}
            found.append(replace(form, measures=tuple(measures.values())))
        return tuple(found)
