"""What was read out of a received file, as plain values that cross from the process that read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from hashlib import sha256
from typing import Any

from cchc_desktop.domain.figure import Amount, FigureState
from cchc_desktop.domain.received import FileKind

MILLION = 1_000_000
"""Figures are kept in millionths, so that ratios lose nothing that counts."""

LARGEST = 2**63 - 1
"""Most millionths that both databases keep: some nine thousand billion of whatever is counted."""

FigureRow = tuple[str, str, int | None, str, int | None, str, str, str]
"""Indicator, state and millionths of the period, the same since the data year began, text, sheet, cell."""

CURRENT, CUMULATIVE, CODE, NAME, UNIT = "current", "cumulative", "code", "name", "unit"
"""Fields that columns of a foreign table may hold; a table with indicators in columns has their codes as fields."""


def to_millionths(value: Decimal) -> int | None:
    """Return a number in millionths, rounded to even; None when it is too large to be kept."""
    if not value.is_finite() or value.adjusted() > 13:
        return None
    scaled = int((value * MILLION).to_integral_value(ROUND_HALF_EVEN))
    return scaled if abs(scaled) <= LARGEST else None


def from_millionths(stored: int | None) -> Decimal | None:
    """Return the number of stored millionths: 1500000 → 1.5, 5000000 → 5."""
    if stored is None:
        return None
    whole, rest = divmod(stored, MILLION)
    return Decimal(stored) / MILLION if rest else Decimal(whole)


def amount_of(state: str, stored: int | None) -> Amount:
    """Return the amount of a state and millionths."""
    return Amount(from_millionths(stored), FigureState(state))


def figures_digest(rows: Iterable[FigureRow]) -> str:
    """Return the SHA-256 of what figures say, in whatever order and file they stand."""
    said = sorted((row[0], row[1], row[2], row[3], row[4], row[5]) for row in rows)
    return sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column of a foreign table (from 1). `matched` is that of `table_import.Matched`."""

    number: int
    heading: str
    field: str = ""
    matched: str = ""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """The table figures were taken from; `heading` its row, `wide` when indicators stand in its columns.

    `fingerprint` is what its heading is remembered by. `labels` are rows whose indicator is not sure: (row, text of
    the label, code that is proposed or "").
    """

    sheet: str
    heading: int
    fingerprint: str
    columns: tuple[FoundColumn, ...] = ()
    labels: tuple[tuple[int, str, str], ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a received file says.

    Of a package and of our workbook the facts are its own; of a foreign workbook `texts` are lines in which a unit and
    a period may be named, and `doubts` what a person has to look at before it counts. `trouble` is why nothing could
    be read (Vietnamese, a sentence), `made_to_harm` whether it may have been made so. `public_key` is that of a valid
    signature, hexadecimal.
    """

    kind: FileKind = FileKind.UNKNOWN
    unit_code: str = ""
    unit_name: str = ""
    period: str = ""
    period_start: str = ""
    period_end: str = ""
    ordinal: int = 1
    package_id: str = ""
    made_at: str = ""
    reason: str = ""
    document: str = ""
    public_key: str = ""
    figures: tuple[FigureRow, ...] = ()
    narrative: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    table: FoundTable | None = None
    trouble: str = ""
    sha256: str = ""
    size: int = 0


def to_plain(reading: Reading) -> dict[str, Any]:
    """Return a reading as JSON values; what is empty is left out."""
    plain: dict[str, Any] = {}
    for name in Reading.__slots__:
        value = getattr(reading, name)
        if value and name != "table":
            plain[name] = str(value) if name == "kind" else value
    if reading.table is not None:
        table = reading.table
        columns = [[one.number, one.heading, one.field, one.matched] for one in table.columns]
        plain["table"] = [table.sheet, table.heading, table.fingerprint, columns, table.labels, table.wide]
    return plain


_LISTS = ("figures", "narrative", "warnings", "doubts", "texts")


def from_plain(plain: Mapping[str, Any]) -> Reading:
    """Return the reading that `to_plain` gave.

    Raises:
        KeyError, TypeError, ValueError: it is none.

    """
    values = dict(plain)
    values["kind"] = FileKind(values.get("kind", FileKind.UNKNOWN))
    for name in _LISTS:
        kept = values.get(name, ())
        values[name] = tuple(map(tuple, kept)) if name in ("figures", "narrative") else tuple(kept)
    if (table := values.get("table")) is not None:
        sheet, heading, fingerprint, columns, labels, wide = table
        found = tuple(FoundColumn(*column) for column in columns)
        values["table"] = FoundTable(sheet, heading, fingerprint, found, tuple(map(tuple, labels)), wide)
    return Reading(**values)


def without_figures(reading: Reading) -> Reading:
    """Return a reading as it is shown in lists."""
    return replace(reading, figures=(), narrative=())
