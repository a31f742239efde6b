"""The indicators that received tables are held against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cchc_desktop.domain.table_import import ImportField


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """An indicator: its code, name, unit, digits after the comma, and whether it is kept in percent."""

    code: str
    name: str
    unit: str = ""
    decimals: int = 0
    percent: bool = False


class KnownIndicators:
    """Indicators by code and name."""

    def __init__(self, indicators: Iterable[KnownIndicator]) -> None:
        self.all = tuple(indicators)
        self._codes = {one.code.casefold(): one for one in self.all}
        self._guesses: dict[str, KnownIndicator | None] = {}

    @cached_property
    def _names(self) -> dict[str, KnownIndicator]:
        from cchc_desktop.documents.foreign_workbook.headings import heading_key

        names: dict[str, list[KnownIndicator]] = {}
        for one in self.all:
            names.setdefault(heading_key(one.name)[0], []).append(one)
        return {name: ones[0] for name, ones in names.items() if len(ones) == 1}

    @cached_property
    def fields(self) -> tuple[ImportField, ...]:
        """The indicators as fields that columns may hold."""
        from cchc_desktop.domain.table_import import ImportField

        return tuple(ImportField(one.code, one.name, words=(one.code, f"{one.code} {one.name}")) for one in self.all)

    def of_code(self, text: str) -> KnownIndicator | None:
        """Return the indicator of a code as it stands in a cell."""
        return self._codes.get(text.strip().casefold())

    def of_name(self, text: str) -> KnownIndicator | None:
        """Return the indicator of that very name; case, accents and marks do not matter."""
        from cchc_desktop.documents.foreign_workbook.headings import heading_key

        return self._names.get(heading_key(text)[0])

    def near(self, text: str, least: float) -> KnownIndicator | None:
        """Return the indicator whose name is most like a text, None when none is like it enough."""
        if text not in self._guesses:
            from rapidfuzz import fuzz, process

            from cchc_desktop.documents.foreign_workbook.headings import heading_key

            found = process.extractOne(heading_key(text)[0], list(self._names), scorer=fuzz.ratio, score_cutoff=least)
            self._guesses[text] = self._names[found[0]] if found else None
        return self._guesses[text]


def from_plain(plain: Iterable[Any]) -> KnownIndicators:
    """Return indicators from what `to_plain` gave."""
    return KnownIndicators(KnownIndicator(*one) for one in plain)


def to_plain(indicators: Iterable[KnownIndicator]) -> list[list[Any]]:
    """Return indicators as JSON values."""
    return [[one.code, one.name, one.unit, one.decimals, one.percent] for one in indicators]
