"""What a superior makes of the reports of its units: whose reports count, and what they come to together.

Only sums are added over units. A latest value, a figure of its own period and a number of different things have no
total, and a percentage is divided anew from the totals of its two sides (see `figure_kind`). The three ways of having
no number are kept: a total tells of how many units it knows the figure, how many had nothing, how many did not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.catalogue import Indicator, IndicatorKind
from cchc_desktop.domain.figure import NIL, UNKNOWN, Amount, FigureState
from cchc_desktop.domain.figure_kind import adds_up
from cchc_desktop.domain.figure_making import ratio
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.received_reading import amount_of
from cchc_desktop.domain.report_life import version_name

Line = tuple[str, str, "int | None", str, "int | None"]
"""A received figure as it is added: indicator, state and value of the period, state and value since the data year
began. Values in millionths, for whole numbers come to the same in whatever order they are added."""

_COUNTED, _NIL = FigureState.COUNTED.value, FigureState.NIL.value


# ------------------------------------------------------------------ whose reports count


class Absence(StrEnum):
    """Why a unit of which a report is expected is not in the totals."""

    NOT_SENT = "not_sent"
    RETURNED = "returned"
    CONFLICT = "conflict"


ABSENCE_NAMES = {
    Absence.NOT_SENT: "chưa nộp",
    Absence.RETURNED: "bị trả lại, chưa nộp lại",
    Absence.CONFLICT: "có hai bản khác nhau, chưa chọn",
}
"""How people read it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A report that is added: `successor` is the code of the unit it counts for when its own is a unit of before."""

    report_id: str
    unit_code: str
    unit_name: str
    ordinal: int
    sha256: str
    file_name: str
    digest: str = ""
    successor: str = ""


@dataclass(frozen=True, slots=True)
class MissingUnit:
    """A unit of which a report is expected and that is not in the totals, with whom to call."""

    code: str
    name: str
    absence: Absence = Absence.NOT_SENT
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A received report that is not added, and the reason in Vietnamese."""

    unit_code: str
    unit_name: str
    file_name: str
    reason: str


# ------------------------------------------------------------------ what they come to


@dataclass(frozen=True, slots=True)
class Total:
    """What units come to in one indicator, and of how many reports the figure is a number, nothing, or not said."""

    amount: Amount = UNKNOWN
    counted: int = 0
    nil: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class TotalFigure:
    """A line of the consolidation: of the period, since the data year began, and of the same period a year ago."""

    code: str
    name: str
    unit: str
    kind: IndicatorKind
    group: str = ""
    decimals: int = 0
    current: Total = Total()
    cumulative: Total = Total()
    previous: Amount = UNKNOWN

    @property
    def has_total(self) -> bool:
        """Tell whether units have a figure together: sums are added, percentages divided anew, others stand alone."""
        return self.kind in (IndicatorKind.SUM, IndicatorKind.RATIO)


class Adder:
    """Adds reports, one at a time, so that no more than one need be in memory.

    Args:
        indicators: those of the period, in the order of the report.

    """

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self._indicators = tuple(indicators)
        # sum, numbers, nothings of the period; the same since the data year began
        self._rows: dict[str, list[int]] = {one.code: [0] * 6 for one in self._indicators}
        self.reports = 0
        self.strangers: dict[str, int] = {}
        """Codes that are no indicator of the period → in how many reports they are."""

    def add(self, lines: Iterable[Line]) -> None:
        """Add the figures of one report."""
        self.reports += 1
        rows = self._rows
        for code, state, value, whole_state, whole in lines:
            row = rows.get(code)
            if row is None:
                self.strangers[code] = self.strangers.get(code, 0) + 1
                continue
            if state == _COUNTED and value is not None:
                row[0] += value
                row[1] += 1
            elif state == _NIL:
                row[2] += 1
            if whole_state == _COUNTED and whole is not None:
                row[3] += whole
                row[4] += 1
            elif whole_state == _NIL:
                row[5] += 1

    def totals(self, missing: int, previous: Mapping[str, Amount] | None = None) -> tuple[TotalFigure, ...]:
        """Return the lines of the consolidation.

        Args:
            missing: how many units did not report; with one missing, "nothing happened" is not known of all.
            previous: code → amount of the same period a year ago.

        """
        current = {one.code: self._total(one, 0, missing) for one in self._indicators}
        cumulative = {one.code: self._total(one, 3, missing) for one in self._indicators}
        before = previous or {}
        return tuple(
            TotalFigure(
                *(one.code, one.name, one.unit, one.kind, one.group, one.decimals),
                *(self._divided(one, current), self._divided(one, cumulative), before.get(one.code, UNKNOWN)),
            )
            for one in self._indicators
        )

    def _total(self, indicator: Indicator, place: int, missing: int) -> Total:
        value, counted, nil = self._rows[indicator.code][place : place + 3]
        unknown = self.reports - counted - nil
        amount = UNKNOWN
        if adds_up(indicator):
            if counted:
                amount = amount_of(_COUNTED, value)
            elif nil and not unknown and not missing:
                amount = NIL
        return Total(amount, counted, nil, unknown)

    def _divided(self, indicator: Indicator, totals: Mapping[str, Total]) -> Total:
        own = totals[indicator.code]
        if indicator.kind is not IndicatorKind.RATIO:
            return own
        above, below = totals.get(indicator.numerator, Total()), totals.get(indicator.denominator, Total())
        return Total(ratio(above.amount, below.amount), own.counted, own.nil, own.unknown)


# ------------------------------------------------------------------ the whole


@dataclass(frozen=True, slots=True)
class Consolidation:
    """All that a consolidation of a period says. `unit_code` and `unit_name` are of the office that made it.

    `narrative` is what its report says, `strangers` codes of figures that no indicator of the period has, with the
    number of reports they are in; `with_predecessors` tells that units of before were added.
    """

    period: str
    period_name: str
    start: date
    end: date
    deadline: date
    unit_code: str
    unit_name: str
    figures: tuple[TotalFigure, ...] = ()
    sources: tuple[Source, ...] = ()
    missing: tuple[MissingUnit, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    strangers: tuple[tuple[str, int], ...] = ()
    narrative: tuple[NarrativePart, ...] = ()
    cumulative_from: date | None = None
    with_predecessors: bool = False

    @property
    def units_counted(self) -> int:
        """How many units of the present reported; units of before are not among them."""
        return sum(not source.successor for source in self.sources)

    def figure(self, code: str) -> TotalFigure | None:
        """Return the line of an indicator."""
        return next((one for one in self.figures if one.code == code), None)


@dataclass(frozen=True, slots=True)
class ConsolidationVersion:
    """A frozen consolidation: 1 is the first, 2 "bổ sung lần 1". `made_at` is ISO local time.

    `package_id` is "" until it left the house.
    """

    period: str
    ordinal: int
    made_at: str = ""
    actor: str = ""
    reason: str = ""
    package_id: str = ""
    id: str = field(default_factory=new_id)

    @property
    def name(self) -> str:
        """How the version is called: "lần đầu", "bổ sung lần 2"."""
        return version_name(self.ordinal)


def absent_words(total: Total, missing: int) -> str:
    """Return what a total does not hold: "3 không phát sinh, 2 chưa có số liệu, 1 chưa nộp", "" when all is there."""
    counts = ((total.nil, "không phát sinh"), (total.unknown, "chưa có số liệu"), (missing, "chưa có báo cáo"))
    return ", ".join(f"{count} {words}" for count, words in counts if count)
