"""Finding where a table begins and which column fills which field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from cchc_desktop.documents.foreign_workbook.headings import fingerprint, heading_key
from cchc_desktop.domain.sheet import CellKind, Grid
from cchc_desktop.domain.table_import import HeadColumn, ImportField, Matched, TableFile, TableHead

SEARCHED_ROWS = 60
"""How many filled rows from the top may come before the heading."""

_NEAR = 86.0  # likeness in percent from which a heading is taken for a word of a field
_SHORTEST = 4  # letters of a heading that may be compared by likeness

Remembered = Callable[[str], Mapping[int, str] | None]
"""Returns column → field of a heading seen before, by its fingerprint."""


def find_heads(file: TableFile, fields: Sequence[ImportField], remembered: Remembered) -> tuple[TableHead, ...]:
    """Return the tables of a file that fill these fields, one a sheet at most.

    Where no heading is recognised the longest sheet is offered as it is, for a person to match.
    """
    found = [head for grid in file.grids if (head := _best(grid, fields, remembered))]
    needed = {one.name for one in fields if one.required}
    whole = [head for head in found if needed <= set(head.matches.values())] or found
    if whole:
        # A sheet of explanations or choices names a field or two as well; it is no table beside the real one.
        most = max(len(head.matches) for head in whole)
        return tuple(head for head in whole if 2 * len(head.matches) >= most)
    longest = max((grid for grid in file.grids if grid.rows), key=lambda grid: len(grid.rows), default=None)
    if longest is None:
        return ()
    rows = sorted(longest.rows)[:SEARCHED_ROWS]
    top = max(rows, key=lambda row: (len(_texts(longest, row)), -row))
    return (head_at(longest, top, fields, remembered),)


def head_at(grid: Grid, top: int, fields: Sequence[ImportField], remembered: Remembered) -> TableHead:
    """Return the table whose heading a person says stands in a row; 0: the sheet has rows only."""
    if not top:
        width = max((len(cells) for cells in grid.rows.values()), default=0)
        print_ = fingerprint([f"#{width}"])
        columns = tuple(HeadColumn(number, "") for number in range(1, width + 1))
        return TableHead(grid.name, 0, 0, _known(columns, remembered(print_)), print_)
    bottom = _bottom(grid, top)
    rows = [_texts(grid, row) for row in range(top, bottom + 1)]
    parts = {
        number: list(dict.fromkeys(row[number] for row in rows if number in row))
        for number in sorted({column for row in rows for column in row})
    }
    matched = _match(parts, fields)
    columns = tuple(
        HeadColumn(number, " – ".join(" ".join(part.split()) for part in words), *matched.get(number, ()))
        for number, words in parts.items()
    )
    print_ = fingerprint([column.heading for column in columns])
    return TableHead(grid.name, top, bottom, _known(columns, remembered(print_)), print_)


def _best(grid: Grid, fields: Sequence[ImportField], remembered: Remembered) -> TableHead | None:
    needed = {one.name for one in fields if one.required}
    best: TableHead | None = None
    best_score = 0
    for row in sorted(grid.rows)[:SEARCHED_ROWS]:
        if not _texts(grid, row):
            continue
        head = head_at(grid, row, fields, remembered)
        filled = set(head.matches.values())
        score = len(filled) + 2 * len(filled & needed)
        enough = len(filled) >= 2 or (len(head.columns) <= 2 and bool(filled & needed))
        if enough and score > best_score:
            best, best_score = head, score
    return best


def _texts(grid: Grid, row: int) -> dict[int, str]:
    """Return the texts of a row by column, with merged headings repeated over the cells they cover."""
    found = {column: cell.text for column, cell in enumerate(grid.rows.get(row, ()), 1) if cell.kind is CellKind.TEXT}
    for area in grid.merges:
        if area.top <= row <= area.bottom:
            source = grid.cell(area.top, area.left)
            if source.kind is CellKind.TEXT:
                found |= dict.fromkeys(range(area.left, min(area.right, 200) + 1), source.text)
    return found


def _bottom(grid: Grid, top: int) -> int:
    """Return the last row of a heading: merged cells that begin in its first row say how tall it is."""
    merged = [area for area in grid.merges if area.top == top]
    tall = max((area.bottom for area in merged), default=top)
    if top < tall <= top + 2:
        return tall
    wide = any(area.right > area.left for area in merged) and len({area.left for area in merged}) < len(
        _texts(grid, top)
    )
    below = grid.rows.get(top + 1, ())
    only_texts = bool(below) and all(cell.kind in (CellKind.EMPTY, CellKind.TEXT) for cell in below)
    return top + 1 if wide and only_texts and len(grid.rows) > 2 else top


def _match(parts: Mapping[int, Sequence[str]], fields: Sequence[ImportField]) -> dict[int, tuple[str, Matched]]:
    """Return the field of each column, the surest first. Two columns that fit one field alike get none: a person
    decides.
    """
    scores: list[tuple[float, str, int]] = []
    words = _words(tuple(fields))
    for number, heading in parts.items():
        keys = {heading_key(text)[0] for text in (*heading, " ".join(heading))} - {""}
        best: dict[str, float] = {}
        for key in keys:
            for word, score in _like(key, tuple(words)):
                for name in words[word]:
                    best[name] = max(score, best.get(name, 0))
        scores += [(score, name, number) for name, score in best.items()]
    matched: dict[int, tuple[str, Matched]] = {}
    taken: set[str] = set()
    for score in sorted({score for score, _, _ in scores}, reverse=True):
        level = [(name, number) for found, name, number in scores if found == score]
        free = [(name, number) for name, number in level if name not in taken and number not in matched]
        for name, number in free:
            rivals = [other for other, column in free if column == number and other != name]
            twins = [column for other, column in free if other == name and column != number]
            if not rivals and not twins:
                matched[number] = (name, Matched.EXACT if score == 100 else Matched.NEAR)
        taken |= {name for name, _ in level}
    return matched


@lru_cache(maxsize=64)
def _words(fields: tuple[ImportField, ...]) -> dict[str, tuple[str, ...]]:
    """Return the words fields are known by, each with the names of its fields."""
    found: dict[str, dict[str, None]] = {}
    for one in fields:
        for text in (one.title, *one.words):
            found.setdefault(heading_key(text)[0], {})[one.name] = None
    return {word: tuple(names) for word, names in found.items()}


@lru_cache(maxsize=16384)
def _like(key: str, words: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Return the words a heading is, or is near to, with the likeness in percent."""
    near = [(key, 100.0)] if key in words else []
    if len(key) >= _SHORTEST:
        found = process.extract(key, words, scorer=fuzz.ratio, processor=None, score_cutoff=_NEAR, limit=None)
        near += [(word, score) for word, score, _ in found if len(word) >= _SHORTEST and word != key]
    return tuple(near)


def _known(columns: tuple[HeadColumn, ...], remembered: Mapping[int, str] | None) -> tuple[HeadColumn, ...]:
    if remembered is None:
        return columns
    return tuple(
        HeadColumn(one.number, one.heading, remembered.get(one.number, ""), Matched.REMEMBERED) for one in columns
    )
