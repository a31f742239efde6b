"""What a unit reported in like periods of earlier years, also before it was formed of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cchc_desktop.domain.board_check import Received, added, by_code
from cchc_desktop.domain.catalogue import Indicator
from cchc_desktop.domain.directory_succession import sources
from cchc_desktop.domain.directory_unit import DirectoryUnit, on_day
from cchc_desktop.domain.period import Period, year_before
from cchc_desktop.domain.received import ReportStanding
from cchc_desktop.storage.database import UnitOfWork

YEARS_BACK = 2
"""Earlier years whose like periods are looked at; more would be read for thousands of units."""

_FEW = 20
"""Units that are asked for one by one."""

COUNTING = (ReportStanding.CURRENT, ReportStanding.ACCEPTED)
"""Standings of the reports that count."""


@dataclass(frozen=True, slots=True)
class Like:
    """Figures of one like period; `codes` are the units they were added up of, one when it was the unit itself."""

    codes: tuple[str, ...]
    figures: Received


class History:
    """Like periods by unit. A unit that took others in has their figures added, when all of them had reported.

    Args:
        uow: open for as long as the history is asked.
        units: the directory, over all times.
        period: the period to look back from.
        codes: of the units that will be asked about.

    """

    def __init__(self, uow: UnitOfWork, units: Sequence[DirectoryUnit], period: Period, codes: Iterable[str]) -> None:
        self._uow = uow
        self._sources = sources(units, codes)
        self._years: list[tuple[dict[str, str], frozenset[str]]] = []
        then = period
        for back in range(1, YEARS_BACK + 1):
            then = year_before(then)
            code = f"{period.year - back}{period.code[4:]}"
            reports = self._reports(code)
            if reports:
                self._years.append((reports, frozenset(on_day(units, then.end))))

    def _reports(self, period: str) -> dict[str, str]:
        """Return unit code → report of a period: of the units that count, or of all when these are many."""
        received = self._uow.received
        wanted = {one for found in self._sources.values() for one in found.codes}
        if len(wanted) > _FEW:
            return {one.unit_code: one.id for one in received.reports(period=period, standing=COUNTING)}
        of_each = (received.reports(period=period, unit_code=code, standing=COUNTING) for code in wanted)
        return {one.unit_code: one.id for reports in of_each for one in reports}

    def of(self, codes: Sequence[str], indicators: Sequence[Indicator]) -> dict[str, list[Like]]:
        """Return unit code → its like periods, the newest first."""
        wanted = {code: [found for year in self._years if (found := self._then(code, *year))] for code in codes}
        ids = [report for years in wanted.values() for _, reports in years for report in reports]
        figures = {key: by_code(found) for key, found in self._uow.received.figures(ids).items()}
        return {
            code: [Like(of, added([figures.get(one, {}) for one in reports], indicators)) for of, reports in years]
            for code, years in wanted.items()
        }

    def _then(
        self, code: str, reports: dict[str, str], existing: frozenset[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Return which units stood for one in a year, and their reports; None when one of them is missing."""
        found = self._sources[code]
        codes = tuple(one for one in found.codes if one in existing) or (code,)
        if found.divided and code not in existing:
            return None
        if any(one not in reports for one in codes):
            return None
        return codes, tuple(reports[one] for one in codes)
