"""Versions of entries of the catalogues, as they are kept and as they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cchc_desktop.catalogues import entries
from cchc_desktop.domain.catalogue import Form, Indicator, PeriodRule
from cchc_desktop.domain.catalogue_entry import CatalogueEntry, CatalogueKind
from cchc_desktop.domain.catalogue_time import in_force
from cchc_desktop.domain.period import Period

Value = Form | Indicator | PeriodRule

LAST_YEAR = 9999
"""The last report year of a rule without an end."""


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """A version of an entry with the days it really holds (report years for periods).

    `entry` is the office's own, None for what the files say. `locked` tells that a frozen report was made with it.
    """

    value: Value
    code: str
    valid_from: date | None
    valid_to: date | None
    entry: CatalogueEntry | None = None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """A change that is wanted: the whole entry, from when on, why, and whether the code must be a new one."""

    value: Value
    start: date
    note: str = ""
    new: bool = False


def kind_of(value: Value) -> CatalogueKind:
    """Return the catalogue a value belongs to."""
    if isinstance(value, Form):
        return CatalogueKind.FORMS
    return CatalogueKind.INDICATORS if isinstance(value, Indicator) else CatalogueKind.PERIODS


def code_of(value: Value) -> str:
    """Return the code of the entry: a thematic report has its year in it."""
    if isinstance(value, PeriodRule) and value.special:
        return f"{value.valid_from}-{value.code}"
    return value.code


def days_of(wish: Wish) -> tuple[date, date | None]:
    """Return the first and last day of an entry as it is kept; rules of periods go by report years."""
    if not isinstance(wish.value, PeriodRule):
        return wish.start, None
    year = wish.start.year
    return date(year, 1, 1), date(year, 12, 31) if wish.value.special else None


def version_of(value: Value) -> EntryVersion:
    """Return what the files say as a version."""
    if isinstance(value, PeriodRule):
        start = date(value.valid_from, 1, 1) if value.valid_from else None
        end = None if value.valid_to == LAST_YEAR else date(value.valid_to, 12, 31)
        return EntryVersion(value, code_of(value), start, end)
    return EntryVersion(value, value.code, value.valid_from, value.valid_to)


def own_version(entry: CatalogueEntry) -> EntryVersion | None:
    """Return an entry of the office's own as a version; None when it cannot be read."""
    try:
        return EntryVersion(value_of(entry), entry.code, entry.valid_from, entry.valid_to, entry)
    except ValueError:
        return None


def value_of(entry: CatalogueEntry) -> Value:
    """Return the form, indicator or rule of an entry.

    Raises:
        ValueError: its content is not sound.

    """
    if entry.catalogue is CatalogueKind.FORMS:
        return entries.read_form(entry.content, entry.valid_from, entry.valid_to)
    if entry.catalogue is CatalogueKind.INDICATORS:
        return entries.read_indicator(entry.content, entry.valid_from, entry.valid_to)
    return entries.read_period(entry.content, entry.valid_from, entry.valid_to)


def holds(value: Value, day: date) -> bool:
    """Tell whether an entry of the files is in force on a day (rules: in its report year)."""
    if isinstance(value, PeriodRule):
        return value.valid_from <= day.year <= value.valid_to
    return in_force(value, day)


def used(version: EntryVersion, frozen: Iterable[Period]) -> bool:
    """Tell whether a frozen report was made with a version."""
    start, end = version.valid_from or date.min, version.valid_to or date.max
    if isinstance(version.value, PeriodRule):
        code = version.value.code
        return any(start.year <= p.year <= end.year and p.code[5:] == code for p in frozen)
    return any(start <= period.end and period.start <= end for period in frozen)
