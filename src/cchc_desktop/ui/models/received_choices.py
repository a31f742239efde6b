"""What a person may choose for a file that waits: units of a period and periods, what is proposed first."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_desktop.ui.place import Context

Item = tuple[str, str, str]
"""Key, words, further words to find it by."""


class ReceivedChoices:
    """Reads units once for each period, until `forget`."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._units: dict[str, dict[str, Item]] = {}

    def forget(self) -> None:
        """Read units anew: the directory may have changed."""
        self._units.clear()

    def units(self, first: Sequence[str], period: str) -> list[Item]:
        """Return the units that exist at the end of a period, today without one."""
        services = self._context.services
        if period not in self._units:
            found = services.receiving.period(period) if period else None
            known = services.directory.on_day(found.end if found else None)
            self._units[period] = {code: (code, f"{unit.full_name} ({code})", "") for code, unit in known.items()}
        items = self._units[period]
        return [items[code] for code in dict.fromkeys((*first, *items)) if code in items]

    def periods(self, first: Sequence[str]) -> list[Item]:
        """Return the periods that have begun, of two years back at most."""
        reports, today = self._context.services.reports, self._context.today()
        known = [one for year in (today.year + 1, today.year, today.year - 1) for one in reports.periods(year)]
        begun = [one for one in known if one.start <= today]
        begun.sort(key=lambda one: (one.code not in first, -one.end.toordinal()))
        return [(one.code, f"{one.name} ({one.code})", "") for one in begun]
