"""Ranges of cells on the clipboard, as Excel, LibreOffice and Word tables put them there."""

from __future__ import annotations

import re

_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r?\n|\r|$)')
_END = re.compile(r"\t|\r\n|\n|\r")

MAX_ROWS = 2000
"""More rows than any task list has; what is beyond is not taken."""


def read_tsv(text: str) -> list[list[str]]:
    """Return the rows of a copied range.

    Excel puts quotes around a cell only when it holds a line break or a tab; quotes in other cells are letters of
    their own ("Một cửa" xã) and stay.
    """
    rows: list[list[str]] = [[]]
    position = 0
    while True:
        cell, position = _cell(text, position)
        rows[-1].append(cell)
        end = _END.match(text, position)
        if end is None:
            break
        position = end.end()
        if end[0] != "\t":
            if position == len(text) or len(rows) == MAX_ROWS:
                break
            rows.append([])
    return [] if rows == [[""]] else rows


def _cell(text: str, position: int) -> tuple[str, int]:
    quoted = _QUOTED.match(text, position)
    if quoted and any(mark in quoted[1] for mark in "\n\r\t"):
        return quoted[1].replace('""', '"'), quoted.end()
    end = _END.search(text, position)
    stop = end.start() if end else len(text)
    return text[position:stop], stop


def write_tsv(rows: list[list[str]]) -> str:
    """Return rows as text that Excel pastes back into the same cells."""
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in "\n\r\t"):
        return '"' + cell.replace('"', '""') + '"'
    return cell
