"""What the entries of all registers have in common: words to search in, and checks of their texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 12, 31)
LINE_LIMIT = 1000
TEXT_LIMIT = 20_000


class RegisterEntry(Protocol):
    """An entry: it has an id and the version that storage counts up."""

    @property
    def id(self) -> str:
        """Return the id."""

    @property
    def version(self) -> int:
        """Return how often it was stored; 0 for a new one."""


def text_problems(
    lines: Mapping[str, str], texts: Mapping[str, str] | None = None, required: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return field → reason for texts that are too long or lack.

    Args:
        lines: field → text of one line.
        texts: field → text of several lines.
        required: field → what to say when the field is empty.

    """
    found = {name: f"dài quá {LINE_LIMIT} ký tự" for name, text in lines.items() if len(text) > LINE_LIMIT}
    found |= {name: "dài quá 20.000 ký tự" for name, text in (texts or {}).items() if len(text) > TEXT_LIMIT}
    values = {**lines, **(texts or {})}
    return found | {name: reason for name, reason in (required or {}).items() if not values[name].strip()}


def day_problems(days: Mapping[str, date | None]) -> dict[str, str]:
    """Return field → reason for days outside of the years that the program knows."""
    return {
        name: "ngày nằm ngoài khoảng từ năm 2000 đến năm 2100"
        for name, day in days.items()
        if day is not None and not EARLIEST <= day <= LATEST
    }


def order_problems(first: date | None, last: date | None, name: str) -> dict[str, str]:
    """Return the problem of a span that ends before it begins, at the field `name`."""
    if first is not None and last is not None and last < first:
        return {name: "ngày kết thúc trước ngày bắt đầu"}
    return {}
