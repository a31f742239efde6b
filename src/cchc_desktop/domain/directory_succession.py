"""How units follow one another: merged, split, renamed; and whose earlier figures count for a unit of today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cchc_desktop.domain.directory_unit import DirectoryUnit, ancestry
from cchc_desktop.domain.ids import new_id


@dataclass(frozen=True, slots=True)
class Reshaping:
    """What a merger, a split or a new name does to the directory: rows that end, rows that begin."""

    ended: tuple[DirectoryUnit, ...]
    begun: tuple[DirectoryUnit, ...]


def merge(units: Sequence[DirectoryUnit], into: DirectoryUnit, day: date) -> Reshaping:
    """Let several units become one on a day; one of them may give its code on ("xã Lệ Xá" takes two others in)."""
    names = tuple(unit.full_name for unit in units if unit.code != into.code)
    codes = tuple(unit.code for unit in units if unit.code != into.code)
    begun = replace(
        into,
        id=new_id(),
        version=0,
        valid_from=day,
        valid_to=None,
        predecessors=tuple(dict.fromkeys((*into.predecessors, *codes))),
        note=into.note or f"Hình thành từ {', '.join(names)}",
    )
    return Reshaping(tuple(_ended(unit, day) for unit in units), (begun,))


def split(unit: DirectoryUnit, parts: Sequence[DirectoryUnit], day: date) -> Reshaping:
    """Let one unit become several on a day; one of the parts may keep its code."""
    begun = tuple(
        replace(
            part,
            id=new_id(),
            version=0,
            valid_from=day,
            valid_to=None,
            predecessors=() if part.code == unit.code else (unit.code,),
            note=part.note or f"Tách từ {unit.full_name}",
        )
        for part in parts
    )
    return Reshaping((_ended(unit, day),), begun)


def rename(unit: DirectoryUnit, renamed: DirectoryUnit, day: date) -> Reshaping:
    """Give a unit another name, kind or code from a day on; its old name stays with what came before."""
    begun = replace(
        renamed,
        id=new_id(),
        version=0,
        valid_from=day,
        valid_to=None,
        predecessors=() if renamed.code == unit.code else (unit.code,),
        note=renamed.note if renamed.note != unit.note else f"Trước đây là {unit.full_name}",
    )
    return Reshaping((_ended(unit, day),), (begun,))


def _ended(unit: DirectoryUnit, day: date) -> DirectoryUnit:
    return replace(unit, valid_to=day - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Sources:
    """Whose figures count for a unit: its own code first, then those it was made of.

    `divided` are predecessors that became several units: their figures belong to none of them alone and are not
    added; whoever adds figures up names them.
    """

    codes: tuple[str, ...]
    divided: tuple[str, ...] = ()


def sources(units: Iterable[DirectoryUnit], codes: Iterable[str]) -> dict[str, Sources]:
    """Return code → whose figures of earlier periods count for it when figures of predecessors are added.

    A predecessor counts for the one unit that took it in whole. A unit that lives on under its code after giving a
    part away is divided as well: its figures are its own from then on, those of the part are nobody's.
    """
    units = tuple(units)
    made_of: dict[str, tuple[str, ...]] = {}
    successors: dict[str, set[str]] = {}
    last: dict[str, date] = {}
    for unit in units:
        made_of[unit.code] = tuple(dict.fromkeys((*made_of.get(unit.code, ()), *unit.predecessors)))
        last[unit.code] = max(last.get(unit.code, date.min), unit.valid_to or date.max)
        for predecessor in unit.predecessors:
            successors.setdefault(predecessor, set()).add(unit.code)
    found = {}
    for code in codes:
        whole: list[str] = [code]
        divided: list[str] = []
        for earlier in ancestry(code, made_of):
            lives_on = last.get(earlier) == date.max
            # Further back than a divided unit nothing can be told apart either, but naming the nearest is enough.
            (divided if len(successors[earlier]) > 1 or lives_on else whole).append(earlier)
        found[code] = Sources(tuple(whole), tuple(divided))
    return found
