"""What an import must know of a list: its fields, how an entry is made of values, and where entries go."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, get_type_hints

from cchc_desktop.domain.change import Change
from cchc_desktop.domain.table_import import ImportTarget

T = TypeVar("T")

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ImportRules:
    """The rules of one list, with the choices it offers at this moment.

    Args:
        target: the list and its fields.
        build: makes an entry of the values of a row; field → reason instead where they contradict each other.
        problems: field → reason for all that forbids keeping an entry.
        twin: what two entries have in common that are the same thing.
        existing: the entries that are in the list.
        keep: stores new entries, all of them or none, as one step.

    """

    target: ImportTarget
    build: Callable[[Values], Any]
    problems: Callable[[Any], dict[str, str]]
    twin: Callable[[Any], Hashable]
    existing: Callable[[], Iterable[Any]]
    keep: Callable[[Sequence[Any]], Change]


def made(kind: type[T], values: Values, **more: Any) -> T:
    """Return a domain value of the values of a row; what a row leaves open takes its default."""
    hints = get_type_hints(kind)
    given = {name: value for name, value in values.items() if name in hints and value not in (None, "", ())} | more
    needed = [one for one in dataclasses.fields(kind) if one.default is dataclasses.MISSING]  # type: ignore[arg-type]
    for one in needed:
        if one.default_factory is dataclasses.MISSING and one.name not in given:
            given[one.name] = ""
    for name, value in given.items():
        hint = hints[name]
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            given[name] = hint(value)
    return kind(**given)
