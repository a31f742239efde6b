"""Headings of columns as they are compared, and what a whole heading is remembered by."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

from cchc_desktop.domain.text import fold

_BRACKETS = re.compile(r"\(([^()]*)\)")
MARKS = re.compile(r"[\s_/\\:;.,*\-–]+")
"""What parts words without meaning anything."""


@lru_cache(maxsize=4096)
def heading_key(text: str) -> tuple[str, str]:
    """Return a heading without accents and marks, and what stood in brackets: "so luong", "nguoi"."""
    folded = fold(text)
    inside = " ".join(_BRACKETS.findall(folded))
    return MARKS.sub(" ", _BRACKETS.sub(" ", folded)).strip(), MARKS.sub(" ", inside).strip()


def fingerprint(headings: Sequence[str]) -> str:
    """Return what a heading is remembered by: the same columns in the same order, however they are written."""
    keys = (heading_key(heading)[0] for heading in headings)
    return hashlib.sha256("|".join(keys).encode()).hexdigest()[:32]
