"""The end mark "./." of an official document (Decree 30/2020, annex III, all samples)."""

from __future__ import annotations

import re

END_MARK = "./."

_MARKED = re.compile(r"\s*\./\.$")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…)$")
_STOPS = re.compile(r"[\s;.,]+$")


def with_end_mark(text: str) -> str:
    """Return `text` ending with "./." and no other stop before it; an ellipsis stays ("v.v…./.")."""
    return without_end_mark(text) + END_MARK


def without_end_mark(text: str) -> str:
    """Return `text` without "./." and without the stop before it."""
    bare = _MARKED.sub("", text.rstrip())
    return bare if _ELLIPSIS.search(bare) else _STOPS.sub("", bare)
