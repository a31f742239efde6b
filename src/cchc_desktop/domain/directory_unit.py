"""The directory of units that report to an office: who they are, since when, what they were made of.

Old documents keep old names: a unit is looked up as of a day, and what was before it is followed through predecessors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.unit import UnitKind


@dataclass(frozen=True, slots=True)
class DirectoryUnit:
    """A unit from a day to a day, both inside. `code` is what packages carry; `parent` the code it reports to.

    `predecessors` are codes of units it was merged, split or renamed from; `aliases` further names by which files of
    others call it.
    """

    code: str
    name: str
    kind: UnitKind = UnitKind.COMMUNE
    parent: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    predecessors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0

    def holds_on(self, day: date) -> bool:
        """Tell whether the unit exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def on_day(units: Iterable[DirectoryUnit], day: date) -> dict[str, DirectoryUnit]:
    """Return code → unit for those that exist on a day; of two of one code the later one."""
    found: dict[str, DirectoryUnit] = {}
    for unit in units:
        before = found.get(unit.code)
        if unit.holds_on(day) and (before is None or (before.valid_from or date.min) <= (unit.valid_from or date.min)):
            found[unit.code] = unit
    return found


def ancestry(code: str, units: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the codes a unit was made of, nearest first, each once; a circle ends where it closes.

    Args:
        code: of the unit.
        units: code → codes of its predecessors.

    """
    found: dict[str, None] = {}
    waiting = list(units.get(code, ()))
    while waiting:
        current = waiting.pop(0)
        if current != code and current not in found:
            found[current] = None
            waiting += units.get(current, ())
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Expectation:
    """Which report is expected of whom: `unit_code` "" means of every unit. `period` is the code without the year.

    `wanted` False takes one unit out again. `deadline` is (month, day) in the year of the period's end, None for the
    deadline of the period's rule.
    """

    period: str
    unit_code: str = ""
    first_year: int = 0
    last_year: int = 9999
    wanted: bool = True
    deadline: tuple[int, int] | None = None
    note: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0


def expected(expectations: Iterable[Expectation], period: str, year: int, codes: Iterable[str]) -> frozenset[str]:
    """Return the codes of the units a report is expected of; what is said of one unit wins over what is said of all."""
    of_all, of_one = False, dict[str, bool]()
    for one in expectations:
        if one.period != period or not one.first_year <= year <= one.last_year:
            continue
        if one.unit_code:
            of_one[one.unit_code] = one.wanted
        else:
            of_all = one.wanted
    return frozenset(code for code in codes if of_one.get(code, of_all))
