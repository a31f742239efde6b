"""Entries of a catalogue in time: an entry may have several versions, each in force from a day to a day.

A change never alters what was in force before it: it begins a new version. Reports and entries of the log look a
code up at their own day, so that old ones keep their names, units and ways of counting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar, cast


class Dated(Protocol):
    """An entry that is in force from a day to a day, both inside; None leaves a side open."""

    @property
    def code(self) -> str:
        """Return the code, which all versions share."""

    @property
    def valid_from(self) -> date | None:
        """Return the first day."""

    @property
    def valid_to(self) -> date | None:
        """Return the last day."""


T = TypeVar("T", bound=Dated)


def in_force(entry: Dated, day: date) -> bool:
    """Tell whether an entry is in force on a day."""
    return (entry.valid_from is None or entry.valid_from <= day) and (entry.valid_to is None or day <= entry.valid_to)


def version_on(versions: Iterable[T], code: str, day: date) -> T | None:
    """Return the version of a code in force on a day."""
    return next((one for one in versions if one.code == code and in_force(one, day)), None)


def as_of(versions: Iterable[T], day: date) -> tuple[T, ...]:
    """Return each code once, in the order they come: as it is on a day, else as it last was, else as it will be.

    The versions of a code must come in the order of time.
    """
    found: dict[str, T] = {}
    for one in versions:
        if one.code not in found or one.valid_from is None or one.valid_from <= day:
            found[one.code] = one
    return tuple(found.values())


def timeline(base: Sequence[T], own: Iterable[T]) -> tuple[T, ...]:
    """Return all versions of all codes: the office's own hold from their first day on, `base` holds before.

    Each version ends the day before the next one begins. The codes of `base` come first, in its order; new codes
    follow in the order given.
    """
    versions: dict[str, list[T]] = {}
    for one in base:
        versions.setdefault(one.code, []).append(one)
    later: dict[str, list[T]] = {}
    for one in own:
        later.setdefault(one.code, []).append(one)
    for code, mine in later.items():
        first = min(map(_begin, mine))
        versions[code] = [*(one for one in versions.get(code, ()) if _begin(one) < first), *mine]
    return tuple(one for some in versions.values() for one in _cut(sorted(some, key=_begin)))


def _begin(entry: Dated) -> date:
    return entry.valid_from or date.min


def _cut(versions: Sequence[T]) -> list[T]:
    """End each version before the next; a version that would end before it begins never was."""
    found: list[T] = []
    for number, one in enumerate(versions):
        end = one.valid_to
        if number + 1 < len(versions):
            following = _begin(versions[number + 1])
            before = following - timedelta(days=1) if following > date.min else date.min
            end = before if end is None else min(end, before)
        if end is not None and end < _begin(one):
            continue
        found.append(one if end == one.valid_to else cast("T", replace(cast("Any", one), valid_to=end)))
    return found
