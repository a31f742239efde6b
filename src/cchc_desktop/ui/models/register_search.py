"""Searching the entries of a register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from cchc_desktop.domain.text import fold


def search_text(entry: Any, shown: Iterable[str]) -> str:
    """Return an entry's own texts and what its row shows, folded, to search in."""
    own = [getattr(entry, field.name) for field in fields(entry) if field.name != "id"]
    texts = [value for value in own if type(value) is str]
    texts += [part for value in own if type(value) is tuple for part in value if type(part) is str]
    return fold(" ".join([*texts, *shown]))
