"""Whose reports a consolidation adds: one of each unit, none twice, and a reason for each that is not added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cchc_desktop.domain.consolidation import ABSENCE_NAMES, Absence, LeftOut, MissingUnit, Source
from cchc_desktop.domain.directory_succession import sources as counting_codes
from cchc_desktop.domain.directory_unit import DirectoryUnit, on_day
from cchc_desktop.domain.received import ReportStanding


@dataclass(frozen=True, slots=True)
class Candidate:
    """A received report of the period, without its figures. `made_at` and `received_at` are ISO times."""

    report_id: str
    unit_code: str
    unit_name: str
    ordinal: int
    sha256: str
    file_name: str
    standing: ReportStanding
    digest: str = ""
    received_at: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose reports count, who is missing, what is left out; in the order of codes, a unit of before below its heir."""

    sources: tuple[Source, ...] = ()
    missing: tuple[MissingUnit, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


_SETTLED = (ReportStanding.ACCEPTED, ReportStanding.CURRENT)


def select(
    candidates: Iterable[Candidate],
    units: Iterable[DirectoryUnit],
    expected: Iterable[str],
    day: date,
    with_predecessors: bool = False,
) -> Selection:
    """Choose what is added; the order in which reports are given does not matter.

    Args:
        candidates: all received reports of the period.
        units: the directory over time.
        expected: codes of the units a report is expected of.
        day: the last day of the period.
        with_predecessors: whether reports of units that today's were made of are added.

    """
    units = tuple(units)
    return _Choice(tuple(candidates), units, on_day(units, day), day, with_predecessors).made(frozenset(expected))


class _Choice:
    """One choosing, in steps that share what they found."""

    def __init__(
        self,
        candidates: tuple[Candidate, ...],
        units: tuple[DirectoryUnit, ...],
        present: Mapping[str, DirectoryUnit],
        day: date,
        with_predecessors: bool,
    ) -> None:
        self._present = present
        self._day = day
        self._with = with_predecessors
        self._of: dict[str, list[Candidate]] = {}
        for one in candidates:
            self._of.setdefault(one.unit_code, []).append(one)
        self._usable = {code: best for code, given in self._of.items() if (best := _best(given)) is not None}
        self._heirs: dict[str, str] = {}
        self._divided: set[str] = set()
        if set(self._of) - set(present):
            for code, counting in sorted(counting_codes(units, sorted(present)).items()):
                self._heirs |= dict.fromkeys(counting.codes[1:], code)
                self._divided |= set(counting.divided)

    def made(self, expected: frozenset[str]) -> Selection:
        """Return whose reports count."""
        sources, left_out = [], []
        for code in sorted(self._of):
            best = self._usable.get(code)
            if best is None:
                if code not in expected:
                    left_out.append(self._left_out(self._of[code][0], ABSENCE_NAMES[_absence(self._of[code])]))
                continue
            reason = self._refusal(code)
            if reason:
                left_out.append(self._left_out(best, reason))
            else:
                sources.append(self._source(best))
        sources.sort(key=lambda one: (one.successor or one.unit_code, bool(one.successor), one.unit_code))
        counted = {one.unit_code for one in sources}
        missing = [
            self._missing(code) for code in sorted(expected) if code not in counted and not self._contained_in(code)
        ]
        return Selection(tuple(sources), tuple(missing), tuple(left_out))

    def _refusal(self, code: str) -> str:
        """Return why the report of a unit is not added, "" when it is."""
        own = code if code in self._present else self._heirs.get(code, "")
        above = self._contained_in(own)
        if above:
            return f"đã nằm trong báo cáo của {self._name(above)}"
        if code in self._present:
            return ""
        if code in self._divided:
            return "đơn vị cũ đã tách thành nhiều đơn vị, không cộng được cho riêng đơn vị nào"
        if not own:
            return f"không có trong danh bạ đơn vị ngày {self._day:%d/%m/%Y}"
        return "" if self._with else f"đơn vị cũ của {self._name(own)}, không chọn cộng số liệu đơn vị cũ"

    def _contained_in(self, code: str) -> str:
        """Return the nearest unit above whose own report counts: its figures hold those of the units below it."""
        seen = {code}
        unit = self._present.get(code)
        while unit is not None and unit.parent and unit.parent not in seen:
            if unit.parent in self._usable and unit.parent in self._present:
                return unit.parent
            seen.add(unit.parent)
            unit = self._present.get(unit.parent)
        return ""

    def _name(self, code: str) -> str:
        return self._present[code].full_name

    def _source(self, one: Candidate) -> Source:
        heir = "" if one.unit_code in self._present else self._heirs[one.unit_code]
        place = one.report_id, one.unit_code, one.unit_name, one.ordinal, one.sha256, one.file_name, one.digest
        return Source(*place, heir)

    def _missing(self, code: str) -> MissingUnit:
        unit, given = self._present.get(code), self._of.get(code, [])
        absence = _absence(given) if given else Absence.NOT_SENT
        if unit is None:
            return MissingUnit(code, code, absence)
        return MissingUnit(code, unit.full_name, absence, unit.contact, unit.phone)

    @staticmethod
    def _left_out(one: Candidate, reason: str) -> LeftOut:
        return LeftOut(one.unit_code, one.unit_name, one.file_name, reason)


def _best(given: Iterable[Candidate]) -> Candidate | None:
    """Return the report of a unit that counts; of two files that say the same always the same one."""
    settled = [one for one in given if one.standing in _SETTLED]
    settled.sort(key=lambda one: (-one.ordinal, _SETTLED.index(one.standing), one.sha256, one.report_id))
    return settled[0] if settled else None


def _absence(given: Iterable[Candidate]) -> Absence:
    standings = {one.standing for one in given}
    if ReportStanding.CONFLICT in standings:
        return Absence.CONFLICT
    return Absence.RETURNED if ReportStanding.RETURNED in standings else Absence.NOT_SENT
