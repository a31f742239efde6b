"""A list as it leaves the program: a title, columns, and rows of plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

T = TypeVar("T")

Cell = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its heading and its width in digits of the printed type."""

    title: str
    width: float


@dataclass(frozen=True, slots=True)
class ListTable:
    """A list to write into a workbook. `foot` is a row of totals below, empty without one."""

    title: str
    subtitle: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = ()


@dataclass(frozen=True)  # slots would refuse the type parameter of a call: python/cpython#90562
class ListField(Generic[T]):
    """A column of a register with the way to its value. `personal` ones are left out unless asked for."""

    title: str
    width: float
    value: Callable[[T], Cell]
    personal: bool = False


def list_table(
    title: str, subtitle: str, fields: Sequence[ListField[T]], entries: Iterable[T], personal: bool = False
) -> ListTable:
    """Return entries as a list with a running number in front; `personal` keeps the personal columns."""
    kept = [field for field in fields if personal or not field.personal]
    rows = tuple((number, *(field.value(entry) for field in kept)) for number, entry in enumerate(entries, 1))
    columns = (ListColumn("STT", 6), *(ListColumn(field.title, field.width) for field in kept))
    return ListTable(title, subtitle, columns, rows)
