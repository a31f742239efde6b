"""Values at the border of the room: clean text, exact thousandths, ISO times."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, cast

from cchc_desktop.domain.text import clean
from cchc_desktop.errors import InvalidInput

T = TypeVar("T")

_LARGEST = 2**63 - 1


def cleaned(value: T) -> T:
    """Return a domain value with every text in it cleaned (NFC, nothing invisible), nested values included.

    The very same object comes back when there was nothing to clean.
    """
    return cast("T", _cleaned(value))


def _cleaned(value: Any) -> Any:
    match value:
        case Enum():
            return value
        case str():
            return value if value.isascii() and value.isprintable() else clean(value)
        case tuple():
            parts = tuple(_cleaned(part) for part in value)
            return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
        case Mapping():
            return {_cleaned(key): part for key, part in value.items()}
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes = {}
    for field in dataclasses.fields(value):
        old = getattr(value, field.name)
        new = _cleaned(old)
        if new is not old:
            changes[field.name] = new
    return dataclasses.replace(value, **changes) if changes else value


def to_thousandths(amount: Decimal, field: str) -> int:
    """Return an amount as a whole number of thousandths.

    Raises:
        InvalidInput: more than three decimals, or too large to be kept exactly.

    """
    if not amount.is_finite():
        raise InvalidInput({field: "không phải là số"})
    scaled = amount.scaleb(3)
    if scaled != scaled.to_integral_value():
        raise InvalidInput({field: "tối đa 3 số lẻ"})
    if abs(scaled) > _LARGEST:
        raise InvalidInput({field: "số quá lớn"})
    return int(scaled)


def from_thousandths(stored: int) -> Decimal:
    """Return the amount that `to_thousandths` stored: 1500 → 1.5, 5000 → 5."""
    return Decimal(stored) / 1000


def to_day(stored: str) -> date:
    """Return the date of a stored ISO day."""
    return date.fromisoformat(stored)


def to_optional_day(stored: str | None) -> date | None:
    """Return the date of a stored ISO day that may lack."""
    return date.fromisoformat(stored) if stored else None


def utc_now() -> str:
    """Return the present time as stored: ISO, UTC, so that text order is time order."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def local_time(stored: str) -> str:
    """Return a stored time as ISO local time with its offset; "" stays ""."""
    return datetime.fromisoformat(stored).astimezone().isoformat(timespec="seconds") if stored else ""


def escape_like(text: str) -> str:
    r"""Return text that stands for itself in a `LIKE … ESCAPE '\'` pattern."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
