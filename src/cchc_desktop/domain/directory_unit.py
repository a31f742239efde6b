"""The directory of units that report to an office: who they are, since when, what they were made of.

Old documents keep old names: a unit is looked up as of a day, and what was before it is followed through predecessors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.register import day_problems, order_problems, text_problems
from cchc_desktop.domain.text import clean_line, fold


class DirectoryKind(StrEnum):
    """Kinds of unit a directory holds: those of today (Law 72/2025/QH15) and those that old documents name."""

    COMMUNE = "xa"
    WARD = "phuong"
    SPECIAL_ZONE = "dac_khu"
    TOWN = "thi_tran"
    DISTRICT = "huyen"
    PROVINCE = "tinh"
    CITY = "thanh_pho"
    AGENCY = "co_quan"


DIRECTORY_KIND_NAMES = {
    DirectoryKind.COMMUNE: "xã",
    DirectoryKind.WARD: "phường",
    DirectoryKind.SPECIAL_ZONE: "đặc khu",
    DirectoryKind.TOWN: "thị trấn",
    DirectoryKind.DISTRICT: "huyện, quận, thị xã",
    DirectoryKind.PROVINCE: "tỉnh",
    DirectoryKind.CITY: "thành phố",
    DirectoryKind.AGENCY: "cơ quan, đơn vị",
}
"""Common noun of each kind, in lower case."""

NAMED_WHOLE = frozenset({DirectoryKind.DISTRICT, DirectoryKind.AGENCY})
"""Kinds whose names are written out with their noun ("huyện Xuân Lộc", "Sở Nội vụ")."""


@dataclass(frozen=True, slots=True)
class DirectoryUnit:
    """A unit from a day to a day, both inside. `code` is what packages carry; `parent` the code it reports to.

    `predecessors` are codes of units it was merged, split or renamed from; `aliases` further names by which files of
    others call it.
    """

    code: str
    name: str
    kind: DirectoryKind = DirectoryKind.COMMUNE
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

    @property
    def full_name(self) -> str:
        """The name in running text: "xã Lệ Xá", "Phường 1" (Decree 30/2020, annex II), "Sở Nội vụ"."""
        if self.kind in NAMED_WHOLE:
            return self.name
        noun = DIRECTORY_KIND_NAMES[self.kind]
        if fold(self.name).startswith(fold(noun) + " "):
            return self.name
        return f"{noun[0].upper() + noun[1:] if self.name[:1].isdigit() else noun} {self.name}"

    def holds_on(self, day: date) -> bool:
        """Tell whether the unit exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def unit_problems(unit: DirectoryUnit) -> dict[str, str]:
    """Return field → what is wrong with a unit by itself."""
    lines = {name: getattr(unit, name) for name in ("code", "name", "parent", "contact", "phone", "email", "address")}
    needed = {"code": "chưa nhập mã đơn vị", "name": "chưa nhập tên đơn vị"}
    found = text_problems(lines, {"note": unit.note}, needed)
    found |= day_problems({"valid_from": unit.valid_from, "valid_to": unit.valid_to})
    found |= order_problems(unit.valid_from, unit.valid_to, "valid_to")
    if unit.parent and unit.parent == unit.code:
        found["parent"] = "một đơn vị không báo cáo cho chính mình"
    if unit.code in unit.predecessors:
        found["predecessors"] = "một đơn vị không hình thành từ chính mã của mình"
    return found


def read_kind(name: str, default: DirectoryKind = DirectoryKind.COMMUNE) -> tuple[DirectoryKind, str]:
    """Read "UBND xã Lệ Xá" into kind and bare name; a name that tells no kind keeps `default`.

    "huyện", "quận", "thị xã" and agencies keep their noun in the name, for it is part of how they are called.
    """
    line = clean_line(name)
    for prefix in ("ủy ban nhân dân ", "uỷ ban nhân dân ", "ubnd "):
        if line.casefold().startswith(prefix):
            line = clean_line(line[len(prefix) :])
    folded = fold(line)
    for kind, noun in DIRECTORY_KIND_NAMES.items():
        if kind not in NAMED_WHOLE and folded.startswith(fold(noun) + " "):
            rest = line[len(noun) + 1 :].strip()
            # "Thành phố" alone may begin the name of a district-level city: kind only where nothing else is said.
            return kind, rest
    if folded.startswith(("huyen ", "quan ", "thi xa ")):
        return DirectoryKind.DISTRICT, line
    if folded.startswith(("so ", "phong ", "ban ", "van phong ", "trung tam ", "chi cuc ")):
        return DirectoryKind.AGENCY, line
    return default, line


def overlaps(unit: DirectoryUnit, others: Iterable[DirectoryUnit]) -> DirectoryUnit | None:
    """Return another row of the same code that holds on some of the same days, None without one."""
    first, last = unit.valid_from or date.min, unit.valid_to or date.max
    for other in others:
        if other.id != unit.id and other.code == unit.code:
            begins, ends = other.valid_from or date.min, other.valid_to or date.max
            if begins <= last and first <= ends:
                return other
    return None


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


def expected(
    expectations: Iterable[Expectation], period: str, year: int, codes: Iterable[str], default: bool = False
) -> frozenset[str]:
    """Return the codes of the units a report is expected of; what is said of one unit wins over what is said of all.

    `default` is what holds while nothing is said of all units.
    """
    of_all, of_one = default, dict[str, bool]()
    for one in expectations:
        if one.period != period or not one.first_year <= year <= one.last_year:
            continue
        if one.unit_code:
            of_one[one.unit_code] = one.wanted
        else:
            of_all = one.wanted
    return frozenset(code for code in codes if of_one.get(code, of_all))


@dataclass(frozen=True, slots=True)
class DueUnit:
    """A unit that a report is expected of, and until when."""

    unit: DirectoryUnit
    deadline: date


def deadline_of(expectations: Iterable[Expectation], period: str, end: date, rule: date, code: str) -> date:
    """Return until when a unit reports: its own day, else that of all units, else `rule`, the period's own.

    A day before the period's `end` is one of the next year.
    """
    of_all: tuple[int, int] | None = None
    of_one: tuple[int, int] | None = None
    for one in expectations:
        if one.period == period and one.deadline and one.first_year <= end.year <= one.last_year:
            if one.unit_code == code:
                of_one = one.deadline
            elif not one.unit_code:
                of_all = one.deadline
    own = of_one or of_all
    if own is None:
        return rule
    month, day = own
    # 29/02 of a year without one is the last day of February.
    day = min(day, 28) if month == 2 else day
    found = date(end.year, month, day)
    return found if found >= end else date(end.year + 1, month, day)


def expectation_problems(expectation: Expectation) -> dict[str, str]:
    """Return field → what is wrong with what is expected."""
    found = {}
    if not expectation.period:
        found["period"] = "chưa chọn kỳ báo cáo"
    if expectation.last_year < expectation.first_year:
        found["last_year"] = "năm cuối đứng trước năm đầu"
    if expectation.deadline:
        try:
            date(2024, *expectation.deadline)
        except ValueError:
            found["deadline"] = "ngày không có trong lịch"
    return found
