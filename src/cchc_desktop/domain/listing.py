"""A list as it leaves the program: a title, columns, and rows of plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.numbers import format_number

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


@dataclass(frozen=True, slots=True)
class ListSource:
    """A list as a screen shows it, to be written later: `rows` is called on the thread that writes.

    `count` is how many rows there will be; `note` tells what was left out by filters, "" when nothing was.
    """

    title: str
    columns: tuple[ListColumn, ...]
    count: int
    rows: Callable[[], Iterable[tuple[Cell, ...]]]
    note: str = ""


def typed_cell(text: str, value: object) -> Cell:
    """Return what stands behind a shown text as a day or number, when the text says nothing else; else the text."""
    if isinstance(value, date) and text == short_date(value):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        bare = text.removesuffix("đồng").removesuffix("đ").strip()
        if bare == format_number(value) or bare == str(value):
            return value
    return text


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
