"""Criteria sets: what superiors give points for, as data with validity. The files are read by the `catalogues` room.

Five kinds of criterion cover the sets that were seen (CV 244/PNV of Xuân Lộc, 2022; the form of the health sector of
Tiền Giang, 2022): a rate with a floor, diversity of channels, full points less deductions for each report, a last day
for the plan, and points that only a person can give.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cchc_desktop.domain.catalogue import DayOfYear, Form


class CriterionKind(StrEnum):
    """How the points of a criterion come about."""

    RATE = "rate"
    DIVERSITY = "diversity"
    DEDUCTION = "deduction"
    DEADLINE = "deadline"
    TYPED = "typed"


CRITERION_KIND_NAMES = {
    CriterionKind.RATE: "Tỷ lệ hoàn thành",
    CriterionKind.DIVERSITY: "Mức độ đa dạng",
    CriterionKind.DEDUCTION: "Trừ điểm",
    CriterionKind.DEADLINE: "Thời hạn ban hành",
    CriterionKind.TYPED: "Chấm trực tiếp",
}
"""How kinds of criterion are called."""


class Fault(StrEnum):
    """What points are taken off for."""

    LATE = "late"
    MISSING = "missing"
    POOR = "poor"  # the superior returned it


FAULT_NAMES = {Fault.LATE: "gửi muộn", Fault.MISSING: "không gửi", Fault.POOR: "bị trả lại"}
"""How faults are called."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A group of channels that gives its points once something of it was done.

    `groups` are the scoring groups of forms (`Form.scoring_group`), `forms` codes of single forms; either is enough.
    """

    name: str
    points: Decimal
    groups: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    def codes(self, forms: Iterable[Form]) -> frozenset[str]:
        """Return the codes of the forms that belong to it."""
        return frozenset(self.forms) | {form.code for form in forms if form.scoring_group in self.groups}


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points, above 0, that each report with a fault takes off; `periods` are codes without year, empty: all."""

    fault: Fault
    points: Decimal
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something that gives points from `lowest` to `points`.

    `floor` is the rate in percent below which a `RATE` gives nothing. `proven` tells that only what has evidence
    counts (`DIVERSITY`). `periods` are the reports a `DEDUCTION` looks at, codes without year. A plan after
    `deadline` gives `late_points`, no plan `none_points`. `guide` and `evidence` are what people are told.
    """

    code: str
    number: str
    name: str
    kind: CriterionKind
    points: Decimal
    lowest: Decimal = Decimal(0)
    floor: Decimal = Decimal(0)
    channels: tuple[Channel, ...] = ()
    proven: bool = False
    deductions: tuple[Deduction, ...] = ()
    periods: tuple[str, ...] = ()
    deadline: DayOfYear | None = None
    late_points: Decimal = Decimal(0)
    none_points: Decimal = Decimal(0)
    guide: str = ""
    evidence: str = ""

    def within(self, points: Decimal) -> Decimal:
        """Return points brought into what the criterion can give."""
        return max(self.lowest, min(self.points, points))


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A set in force for report years, both inside. `source` names the document, `note` what of it was verified.

    Points are rounded to `decimals` (at most 3); the sum never goes below `lowest`.
    """

    code: str
    name: str
    criteria: tuple[Criterion, ...]
    source: str = ""
    note: str = ""
    first_year: int = 0
    last_year: int = 9999
    decimals: int = 2
    lowest: Decimal = Decimal(0)

    @property
    def most(self) -> Decimal:
        """The points of one who fulfils everything."""
        return sum((criterion.points for criterion in self.criteria), Decimal(0))

    def criterion(self, code: str) -> Criterion | None:
        """Return the criterion of that code."""
        return next((criterion for criterion in self.criteria if criterion.code == code), None)

    def holds_in(self, year: int) -> bool:
        """Tell whether the set is in force for a report year."""
        return self.first_year <= year <= self.last_year
