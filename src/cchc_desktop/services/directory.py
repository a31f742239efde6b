"""Use cases of the directory: units over time, who reports to whom, and which reports are expected of whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from cchc_desktop.domain import directory_succession as succession
from cchc_desktop.domain import directory_unit as rules
from cchc_desktop.domain.catalogue import Province
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.directory_succession import Reshaping, Sources
from cchc_desktop.domain.directory_unit import (
    DIRECTORY_KIND_NAMES,
    DirectoryKind,
    DirectoryUnit,
    DueUnit,
    Expectation,
    deadline_of,
    expectation_problems,
    unit_problems,
)
from cchc_desktop.domain.listing import ListField, ListTable, list_table
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.registers.shelf import Shelf, ShelfRules, in_order, tidied
from cchc_desktop.services.reports import ReportService
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.register_repos import RegisterRepos

_NOTES = frozenset({"note"})


class DirectoryService:
    """The units that report to this office, as they were on any day.

    Args:
        database: the open database.
        units: this office.
        reports: makes periods of codes.
        actor: returns who is working.
        today: returns today.

    """

    def __init__(
        self,
        database: Database,
        units: UnitService,
        reports: ReportService,
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._office = units
        self._reports = reports
        self._actor = actor
        self._today = today
        shelf = ShelfRules[DirectoryUnit](
            lambda repos: repos.directory_units, unit_problems, _NOTES, _alone, Topic.DIRECTORY
        )
        self.units = Shelf(database, actor, shelf)
        expectations = ShelfRules[Expectation](
            lambda repos: repos.expectations, expectation_problems, _NOTES, None, Topic.DIRECTORY
        )
        self.expectations = Shelf(database, actor, expectations)

    def count(self) -> int:
        """Return how many rows the directory has, over all times."""
        with self._database.read() as uow:
            return uow.directory_units.count()

    # ------------------------------------------------------------------ units over time

    def on_day(self, day: date | None = None) -> dict[str, DirectoryUnit]:
        """Return code → unit of all that exist on a day, today when none is given."""
        return rules.on_day(self.units.all(), day or self._today())

    def reporting(self, day: date | None = None, to: str = "") -> tuple[DirectoryUnit, ...]:
        """Return the units that report to a unit on a day; without `to` those that report to this office.

        A unit reports to this office when it names it, names nobody, or names somebody who is not in the directory.
        """
        day = day or self._today()
        known = self.on_day(day)
        office = self._office.current(day)
        own = office.code if office else ""
        if to and to != own:
            return tuple(unit for unit in known.values() if unit.parent == to)
        return tuple(
            unit
            for code, unit in known.items()
            if code != own and (unit.parent in ("", own) or unit.parent not in known)
        )

    def sources(self, codes: Iterable[str]) -> dict[str, Sources]:
        """Return code → whose figures of earlier periods count for it when those of predecessors are added."""
        return succession.sources(self.units.all(), codes)

    def add_many(self, units: Sequence[DirectoryUnit]) -> Change:
        """Keep new units, all of them or none, as one step.

        Raises:
            InvalidInput: one is not sound, or two of one code hold on the same day; none is kept.

        """
        return self._keep([_tidied(unit) for unit in units], {})

    def take_many(self, units: Sequence[DirectoryUnit]) -> Change:
        """Keep units of a table as one step: a unit that is known takes what the table says of it, the others are new.

        A row without a first day is about the unit of that code as it is today, or was last; what the row leaves open
        stays.

        Raises:
            InvalidInput: as for `add_many`.

        """
        day, known = self._today(), self._by_code()
        found, replaced = [], dict[str, DirectoryUnit]()
        for unit in map(_tidied, units):
            same = known.get(unit.code, [])
            if unit.valid_from is None:
                own = [one for one in same if one.holds_on(day)] or same[-1:]
            else:
                own = [one for one in same if one.valid_from == unit.valid_from]
            if own:
                before = replaced.get(own[0].id, own[0])
                unit = _filled_from(before, unit)
                replaced[unit.id] = unit
            else:
                found.append(unit)
        return self._keep(found, replaced)

    def add_provinces(self, provinces: Iterable[Province]) -> Change:
        """Add the provinces of the catalogue that are not in the directory yet: a ministry's units.

        Raises:
            InvalidInput: as for `add_many`.

        """
        known = self._by_code()
        units = []
        for province in provinces:
            if province.code not in known:
                kind, name = rules.read_kind(province.name, DirectoryKind.PROVINCE)
                before = ", ".join(province.predecessors)
                units.append(DirectoryUnit(province.code, name, kind, note=f"Hình thành từ {before}" if before else ""))
        return self.add_many(units)

    def _by_code(self) -> dict[str, list[DirectoryUnit]]:
        found: dict[str, list[DirectoryUnit]] = {}
        for unit in self.units.all():
            found.setdefault(unit.code, []).append(unit)
        return found

    def _keep(self, units: Sequence[DirectoryUnit], replaced: Mapping[str, DirectoryUnit]) -> Change:
        """Keep new units and known ones as they are now, when all are sound."""
        by_code = self._by_code()
        for code, known in by_code.items():
            by_code[code] = [replaced.get(one.id, one) for one in known]
        for unit in (*replaced.values(), *units):
            problems = unit_problems(unit)
            if other := rules.overlaps(unit, by_code.get(unit.code, ())):
                problems["code"] = _taken(other)
            if problems:
                raise InvalidInput(problems)
            if unit.id not in replaced:
                by_code.setdefault(unit.code, []).append(unit)
        kept = (*replaced.values(), *units)
        with self._database.write(self._actor()) as uow:
            for unit in kept:
                uow.directory_units.save(unit)
            uow.commit()
        return Change(Topic.DIRECTORY, tuple(unit.id for unit in kept))

    def merge(self, ids: Sequence[str], into: DirectoryUnit, day: date) -> Change:
        """Let units become one on a day: their rows end the day before, `into` begins.

        Raises:
            InvalidInput: fewer than two, or one that does not exist the day before.

        """
        merged = self.units.some(ids)
        if len(merged) < 2:
            raise InvalidInput({"units": "chọn ít nhất hai đơn vị để sáp nhập"})
        return self._reshape(succession.merge(merged, _tidied(into), day), day)

    def split(self, unit_id: str, parts: Sequence[DirectoryUnit], day: date) -> Change:
        """Let a unit become several on a day.

        Raises:
            InvalidInput: fewer than two parts, or it does not exist the day before.

        """
        if len(parts) < 2:
            raise InvalidInput({"units": "nhập ít nhất hai đơn vị mới"})
        (unit,) = self.units.some([unit_id])
        return self._reshape(succession.split(unit, [_tidied(part) for part in parts], day), day)

    def rename(self, unit_id: str, renamed: DirectoryUnit, day: date) -> Change:
        """Give a unit another name, kind or code from a day on.

        Raises:
            InvalidInput: it does not exist the day before.

        """
        (unit,) = self.units.some([unit_id])
        return self._reshape(succession.rename(unit, _tidied(renamed), day), day)

    def _reshape(self, shape: Reshaping, day: date) -> Change:
        problems: dict[str, str] = {}
        for unit in shape.ended:
            before = next(one for one in self.units.some([unit.id]))
            if not before.holds_on(day - timedelta(days=1)):
                problems["day"] = f"{before.full_name} không tồn tại đến ngày {short_date(day)}"
        for unit in shape.begun:
            problems |= unit_problems(unit)
        codes = [unit.code for unit in shape.begun]
        if len(set(codes)) < len(codes):
            problems["code"] = "hai đơn vị mới có cùng mã"
        if problems:
            raise InvalidInput(problems)
        with self._database.write(self._actor()) as uow:
            for unit in shape.ended:
                uow.directory_units.save(unit)
            for unit in shape.begun:
                uow.directory_units.save(_alone(uow.registers, unit))
            uow.commit()
        return Change(Topic.DIRECTORY, tuple(unit.id for unit in (*shape.ended, *shape.begun)))

    # ------------------------------------------------------------------ what is expected

    def due(self, period: Period) -> tuple[DueUnit, ...]:
        """Return the units that a report of a period is expected of, with their deadlines, in the order of codes.

        While nothing is said of all units, every unit that reports to this office sends every regular report; a
        thematic one only when it was said so.
        """
        said = self.expectations.all()
        units = {unit.code: unit for unit in self.reporting(period.end)}
        bare = period.code[5:]
        wanted = rules.expected(said, bare, period.year, units, default=not period.special)
        return tuple(
            DueUnit(unit, deadline_of(said, bare, period.end, period.deadline, code))
            for code, unit in units.items()
            if code in wanted
        )

    # ------------------------------------------------------------------ out of the house

    def table(self, ids: Sequence[str], personal: bool = False) -> ListTable:
        """Return units, in this order, as a list to write; who to call only with `personal`."""
        fields = (
            ListField[DirectoryUnit]("Mã đơn vị", 14, lambda unit: unit.code),
            ListField[DirectoryUnit]("Tên đơn vị", 30, lambda unit: unit.name),
            ListField[DirectoryUnit]("Loại", 18, lambda unit: DIRECTORY_KIND_NAMES[unit.kind]),
            ListField[DirectoryUnit]("Báo cáo cho", 14, lambda unit: unit.parent),
            ListField[DirectoryUnit]("Người liên hệ", 24, lambda unit: unit.contact, personal=True),
            ListField[DirectoryUnit]("Điện thoại", 16, lambda unit: unit.phone, personal=True),
            ListField[DirectoryUnit]("Thư điện tử", 28, lambda unit: unit.email, personal=True),
            ListField[DirectoryUnit]("Địa chỉ", 30, lambda unit: unit.address),
            ListField[DirectoryUnit]("Từ ngày", 12, lambda unit: unit.valid_from),
            ListField[DirectoryUnit]("Đến ngày", 12, lambda unit: unit.valid_to),
            ListField[DirectoryUnit]("Hình thành từ", 20, lambda unit: "; ".join(unit.predecessors)),
            ListField[DirectoryUnit]("Tên gọi khác", 24, lambda unit: "; ".join(unit.aliases)),
            ListField[DirectoryUnit]("Ghi chú", 24, lambda unit: unit.note),
        )
        rows = {unit.id: unit for unit in self.units.all()}
        subtitle = f"(Tính đến ngày {short_date(self._today())})"
        return list_table("DANH SÁCH ĐƠN VỊ GỬI BÁO CÁO", subtitle, fields, in_order(rows, ids), personal)


def _tidied(unit: DirectoryUnit) -> DirectoryUnit:
    """Return a unit with clean texts, its lists as well."""
    unit = tidied(unit, _NOTES)
    return replace(unit, predecessors=_lines(unit.predecessors), aliases=_lines(unit.aliases))


def _filled_from(before: DirectoryUnit, row: DirectoryUnit) -> DirectoryUnit:
    """Return a known unit with what a row of a table says of it; its kind only where the name is another one."""
    names = ("parent", "contact", "phone", "email", "address", "valid_to", "predecessors", "aliases", "note")
    said = {name: value for name in names if (value := getattr(row, name))}
    if row.name != before.name:
        said |= {"name": row.name, "kind": row.kind}
    return replace(before, **said)


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(clean_line, texts))))


def _alone(repos: RegisterRepos, unit: DirectoryUnit) -> DirectoryUnit:
    """Return the unit when no other row of its code holds on the same days.

    Raises:
        InvalidInput: one does.

    """
    if other := rules.overlaps(unit, repos.directory_units.all(code=unit.code)):
        raise InvalidInput({"code": _taken(other)})
    return unit


def _taken(other: DirectoryUnit) -> str:
    first = f" từ ngày {short_date(other.valid_from)}" if other.valid_from else ""
    last = f" đến ngày {short_date(other.valid_to)}" if other.valid_to else ""
    return f"mã này đã có: {other.full_name}{first}{last}; hãy ghi ngày kết thúc của dòng đó trước"
