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
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append((Mark.SAME, "".join(before[i1:i2])))
        else:
            found += [(Mark.REMOVED, "".join(before[i1:i2])), (Mark.ADDED, "".join(after[j1:j2]))]
    return _joined(found)


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
