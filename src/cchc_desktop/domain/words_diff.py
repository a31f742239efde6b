"""The difference of two texts word by word, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")
_LIMIT = 6000
"""Pieces of both texts together beyond which they are shown whole: comparing them would take seconds."""


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one fate. The pieces that are not ADDED make the old text, those not REMOVED the new."""

    mark: Mark
    text: str


def words_diff(old: str, new: str) -> tuple[Piece, ...]:
    """Return how `old` became `new`, in whole words; neighbours of one fate are joined."""
    if old == new:
        return (Piece(Mark.SAME, old),) if old else ()
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if len(before) + len(after) > _LIMIT:
        return _joined([(Mark.REMOVED, old), (Mark.ADDED, new)])
    found: list[tuple[Mark, str]] = []
    removed = added = blank = ""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = "".join(before[i1:i2])
        if kind == "equal" and (same.strip() or not (removed or added)):
            found += [(Mark.REMOVED, removed), (Mark.ADDED, added), (Mark.SAME, blank + same)]
            removed = added = blank = ""
        elif kind == "equal":
            blank = same  # a blank between two changed words belongs to both, or the change falls to pieces
        else:
            removed += blank + same
            added += blank + "".join(after[j1:j2])
            blank = ""
    return _joined([*found, (Mark.REMOVED, removed), (Mark.ADDED, added), (Mark.SAME, blank)])


def likeness(old: str, new: str) -> float:
    """Return how alike two texts are by their words: 0 nothing in common, 1 the same words."""
    before, after = old.casefold().split(), new.casefold().split()
    if not before or not after:
        return 0.0
    counts: dict[str, int] = {}
    for word in before:
        counts[word] = counts.get(word, 0) + 1
    common = 0
    for word in after:
        if counts.get(word, 0):
            counts[word] -= 1
            common += 1
    return 2 * common / (len(before) + len(after))


def _joined(found: list[tuple[Mark, str]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for mark, text in found:
        if not text:
            continue
        if pieces and pieces[-1].mark is mark:
            pieces[-1] = Piece(mark, pieces[-1].text + text)
        else:
            pieces.append(Piece(mark, text))
    return tuple(pieces)
