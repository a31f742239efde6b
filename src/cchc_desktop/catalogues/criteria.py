"""Criteria sets: `criteria.toml`."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from cchc_desktop.catalogues.checks import check_unique
from cchc_desktop.catalogues.positions import Where
from cchc_desktop.catalogues.schema import Code, DayEntry, Entry, Name, Year, decode
from cchc_desktop.catalogues.toml_file import TomlFile
from cchc_desktop.domain.catalogue import DayOfYear
from cchc_desktop.domain.criteria import Channel, CriteriaSet, Criterion, CriterionKind, Deduction, Fault

FILE = "criteria.toml"

Points = Annotated[float, Meta(ge=-1000, le=1000)]
Given = Annotated[float, Meta(ge=0, le=1000)]
PeriodCode = Annotated[str, Meta(pattern="^[A-Z0-9]{1,8}$")]


class ChannelEntry(Entry):
    """A group of channels."""

    name: Name
    points: Given
    groups: list[Name] = []  # noqa: RUF012 - msgspec copies it
    forms: list[Code] = []  # noqa: RUF012


class DeductionEntry(Entry):
    """Points taken off for each report."""

    fault: Fault
    points: Given
    periods: list[PeriodCode] = []  # noqa: RUF012


class CriterionEntry(Entry):
    """A criterion."""

    code: Code
    name: Name
    kind: CriterionKind
    points: Given
    number: str = ""
    lowest: Points = 0
    floor: Annotated[float, Meta(ge=0, le=100)] = 0
    channels: list[ChannelEntry] = []  # noqa: RUF012
    proven: bool = False
    deductions: list[DeductionEntry] = []  # noqa: RUF012
    periods: list[PeriodCode] = []  # noqa: RUF012
    deadline: DayEntry | None = None
    late_points: Points = 0
    none_points: Points = 0
    guide: str = ""
    evidence: str = ""


class SetEntry(Entry):
    """A criteria set."""

    code: Code
    name: Name
    criteria: Annotated[list[CriterionEntry], Meta(min_length=1)]
    source: str = ""
    note: str = ""
    first_year: Year = 0
    last_year: Year = 9999
    decimals: Annotated[int, Meta(ge=0, le=3)] = 2
    lowest: Points = 0


class CriteriaFile(Entry):
    """`criteria.toml`."""

    schema: int
    sets: Annotated[list[SetEntry], Meta(min_length=1)]


def read_criteria(path: Path) -> tuple[CriteriaSet, ...]:
    """Read the criteria sets.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    file = TomlFile.read(path)
    content = decode(file, CriteriaFile)
    check_unique(file, ("sets",), (entry.code for entry in content.sets))
    for number, entry in enumerate(content.sets):
        where: Where = ("sets", number)
        if entry.last_year < entry.first_year:
            raise file.problem((*where, "last_year"), "năm cuối đứng trước năm đầu")
        check_unique(file, (*where, "criteria"), (one.code for one in entry.criteria))
        for position, criterion in enumerate(entry.criteria):
            _check(file, (*where, "criteria", position), criterion)
        if exact(entry.lowest) > sum(exact(one.points) for one in entry.criteria):
            raise file.problem((*where, "lowest"), "điểm thấp nhất lớn hơn tổng điểm các tiêu chí")
    return tuple(_set(entry) for entry in content.sets)


def exact(number: float) -> Decimal:
    """Return a number of the file as it is written there: 0.35, not its nearest binary fraction."""
    return Decimal(repr(number)) if number % 1 else Decimal(int(number))


def _check(file: TomlFile, where: Where, entry: CriterionEntry) -> None:
    most, lowest = exact(entry.points), exact(entry.lowest)
    if lowest > most:
        raise file.problem((*where, "lowest"), "điểm thấp nhất lớn hơn điểm tối đa")
    for key in ("late_points", "none_points"):
        if not lowest <= exact(getattr(entry, key)) <= most:
            raise file.problem((*where, key), "điểm nằm ngoài khoảng từ điểm thấp nhất đến điểm tối đa")
    if entry.kind is CriterionKind.DIVERSITY:
        if not entry.channels:
            raise file.problem(where, "tiêu chí đa dạng phải có ít nhất một nhóm kênh (channels)")
        if sum(exact(one.points) for one in entry.channels) != most:
            raise file.problem((*where, "channels"), "tổng điểm các nhóm kênh phải bằng điểm tối đa")
        for number, channel in enumerate(entry.channels):
            if not channel.groups and not channel.forms:
                raise file.problem((*where, "channels", number), "nhóm kênh phải có “groups” hoặc “forms”")
    elif entry.channels:
        raise file.problem((*where, "channels"), "chỉ tiêu chí loại “diversity” mới có nhóm kênh")
    if entry.kind is CriterionKind.DEDUCTION and not entry.deductions:
        raise file.problem(where, "tiêu chí trừ điểm phải có ít nhất một mức trừ (deductions)")
    if entry.kind is not CriterionKind.DEDUCTION and entry.deductions:
        raise file.problem((*where, "deductions"), "chỉ tiêu chí loại “deduction” mới có mức trừ")
    _check_deadline(file, where, entry)


def _check_deadline(file: TomlFile, where: Where, entry: CriterionEntry) -> None:
    if entry.kind is not CriterionKind.DEADLINE:
        if entry.deadline is not None:
            raise file.problem((*where, "deadline"), "chỉ tiêu chí loại “deadline” mới có thời hạn")
        return
    if entry.deadline is None:
        raise file.problem(where, "tiêu chí thời hạn phải có “deadline”")
    try:
        _day(entry.deadline).of(2023)  # 29/02 is not in every year
    except ValueError:
        raise file.problem((*where, "deadline"), "ngày này không có trong mọi năm") from None


def _day(entry: DayEntry) -> DayOfYear:
    return DayOfYear(entry.month, entry.day, entry.year_offset)


def _set(entry: SetEntry) -> CriteriaSet:
    return CriteriaSet(
        entry.code,
        entry.name,
        tuple(_criterion(one) for one in entry.criteria),
        entry.source,
        entry.note,
        entry.first_year,
        entry.last_year,
        entry.decimals,
        exact(entry.lowest),
    )


def _criterion(entry: CriterionEntry) -> Criterion:
    return Criterion(
        code=entry.code,
        number=entry.number,
        name=entry.name,
        kind=entry.kind,
        points=exact(entry.points),
        lowest=exact(entry.lowest),
        floor=exact(entry.floor),
        channels=tuple(
            Channel(one.name, exact(one.points), tuple(one.groups), tuple(one.forms)) for one in entry.channels
        ),
        proven=entry.proven,
        deductions=tuple(Deduction(one.fault, exact(one.points), tuple(one.periods)) for one in entry.deductions),
        periods=tuple(entry.periods),
        deadline=_day(entry.deadline) if entry.deadline else None,
        late_points=exact(entry.late_points),
        none_points=exact(entry.none_points),
        guide=entry.guide,
        evidence=entry.evidence,
    )
