"""The form doctor: finds the cells of a mapping again in next year's form, and says why it thinks so.

A cell is known by the words left of it and above it; where it stands counts little, because forms grow rows. Nothing
is taken over by itself: every proposal is for a person to accept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cchc_desktop.domain.report_form import FormMapping, MappedCell, cell_name, cell_place
from cchc_desktop.domain.report_form_grid import (
    Area,
    CellKind,
    FormBook,
    FormSheet,
    cell_text,
    column_label,
    row_label,
    says_something,
)
from cchc_desktop.domain.text import fold

Similar = Callable[[str, str], float]
"""How alike two folded texts are: 0 to 1."""

_ROW_SHARE, _COLUMN_SHARE, _AROUND_SHARE, _PLACE_SHARE = 0.5, 0.3, 0.12, 0.08
_LEAST_ROW = 0.72
_LEAST = 0.68
_SURE = 0.9
_CLEAR_LEAD = 0.04
_OTHER_SHEET = 0.06


class Move(StrEnum):
    """What became of a cell."""

    STAYED = "stayed"
    MOVED = "moved"
    REWORDED = "reworded"  # the same place, but other words beside it
    GONE = "gone"


MOVE_NAMES = {
    Move.STAYED: "Giữ nguyên chỗ",
    Move.MOVED: "Chuyển chỗ",
    Move.REWORDED: "Đổi lời, cần xem",
    Move.GONE: "Không tìm thấy",
}
"""What became of a cell, in words."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a mapped cell is in the new form; `new` is None when it was not found.

    `sure` proposals match in words and have no rival; `reasons` are Vietnamese phrases.
    """

    old: MappedCell
    new: MappedCell | None
    move: Move
    reasons: tuple[str, ...] = ()
    score: float = 0.0
    sure: bool = False


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row of the new form that the old one did not have."""

    sheet: str
    row: int
    label: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the doctor found: a proposal for each mapped cell, and rows nobody has mapped yet."""

    proposals: tuple[Proposal, ...]
    new_rows: tuple[NewRow, ...] = ()

    def count(self, move: Move) -> int:
        """Return how many cells had that happen to them."""
        return sum(proposal.move is move for proposal in self.proposals)


@dataclass(slots=True)
class _Candidate:
    """A cell of the new form that a mapped cell may have become."""

    score: float
    number: int
    cell: MappedCell
    row_score: float
    column_score: float


def diagnose(mapping: FormMapping, old: FormBook | None, new: FormBook, similar: Similar) -> Diagnosis:
    """Find the cells of a mapping in another form.

    Args:
        mapping: cells with the words that stood beside them.
        old: the form they were mapped in, when it is at hand; it tells which rows stood above and below.
        new: the other form.
        similar: how alike two texts are.

    """
    doctor = _Doctor(old, new, similar)
    candidates = [found for number, cell in enumerate(mapping.cells) for found in doctor.candidates(number, cell)]
    chosen = _assign(candidates)
    taken = {one.cell.place for one in chosen.values()}
    by_number: dict[int, list[_Candidate]] = {}
    for one in candidates:
        by_number.setdefault(one.number, []).append(one)
    proposals = []
    for number, cell in enumerate(mapping.cells):
        best = chosen.get(number)
        rivals = [one.score for one in by_number.get(number, []) if one is not best]
        if best is None:
            proposals.append(doctor.at_its_place(cell, taken))
        else:
            proposals.append(_proposal(cell, best, max(rivals, default=0.0)))
    return Diagnosis(tuple(proposals), tuple(doctor.new_rows(mapping)))


def accepted(mapping: FormMapping, proposals: Iterable[Proposal], new: FormBook) -> FormMapping:
    """Return the mapping for the new form, with the proposals a person accepted."""
    cells = tuple(proposal.new for proposal in proposals if proposal.new is not None)
    return replace(mapping, cells=cells, file_name=new.name, sha256=new.sha256)


def _assign(candidates: Sequence[_Candidate]) -> dict[int, _Candidate]:
    """Give each mapped cell its best candidate; no cell of the form is given twice."""
    chosen: dict[int, _Candidate] = {}
    taken: set[tuple[str, str]] = set()
    for one in sorted(candidates, key=lambda one: (-one.score, one.number)):
        if one.number not in chosen and one.cell.place not in taken:
            chosen[one.number] = one
            taken.add(one.cell.place)
    return chosen


def _proposal(old: MappedCell, found: _Candidate, rival: float) -> Proposal:
    same = found.cell.place == old.place
    reasons = []
    if old.row_label:
        reasons.append(_alike("nhãn dòng", found.row_score, old.row_label, found.cell.row_label))
    if old.column_label:
        reasons.append(_alike("tiêu đề cột", found.column_score, old.column_label, found.cell.column_label))
    if same:
        reasons.append("cùng vị trí")
    elif found.cell.sheet.casefold() != old.sheet.casefold():
        reasons.append(f"ở trang “{found.cell.sheet}”")
    sure = found.score >= _SURE and (found.score - rival >= _CLEAR_LEAD or (same and rival <= found.score))
    if rival and not sure and found.score - rival < _CLEAR_LEAD:
        reasons.append("có ô khác giống gần bằng")
    return Proposal(old, found.cell, Move.STAYED if same else Move.MOVED, tuple(reasons), found.score, sure)


def _alike(what: str, score: float, old: str, new: str) -> str:
    if score >= 0.995:
        return f"cùng {what} “{new.rpartition(' › ')[2]}”"
    return f"{what} giống {round(score * 100)}%: “{old}” → “{new}”"


@dataclass(slots=True)
class _Words:
    """The words of a sheet's rows, and the labels found so far."""

    sheet: FormSheet
    by_row: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    by_column: dict[int, list[int]] = field(default_factory=dict)
    headings: dict[tuple[int, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: FormSheet) -> _Words:
        """Index a sheet: only cells that hold words, and merged areas as far as they reach."""
        texts: dict[tuple[int, int], str] = {}
        for place, cell in sheet.cells.items():
            text = cell_text(sheet, *place) if cell.kind is CellKind.TEXT else ""
            if says_something(text):
                area = sheet.area_of(*place) or Area(*place, *place)
                for row in range(area.top, min(area.bottom, sheet.rows) + 1):
                    for column in range(area.left, min(area.right, sheet.columns) + 1):
                        texts[row, column] = text
        made = cls(sheet)
        for row, column in sorted(texts):
            text = texts[row, column]
            spoken = made.by_row.setdefault(row, [])
            if not spoken or spoken[-1][1] != text:
                spoken.append((column, text))
            made.by_column.setdefault(column, []).append(row)
        return made

    def heading(self, row: int, column: int) -> str:
        """Return the words above a cell; all cells below one heading share it."""
        rows = self.by_column.get(column, [])
        place = bisect_left(rows, row)
        if not place:
            return ""
        key = rows[place - 1], column
        if key not in self.headings:
            self.headings[key] = column_label(self.sheet, key[0] + 1, column)
        return self.headings[key]

    def neighbours(self, row: int) -> str:
        """Return the first words of the rows above and below, folded: they tell twins in two sections apart."""
        rows = [near for near in (row - 2, row - 1, row + 1) if near in self.by_row]
        return fold(" | ".join(self.by_row[near][0][1] for near in rows))


class _Doctor:
    """Two forms side by side."""

    def __init__(self, old: FormBook | None, new: FormBook, similar: Similar) -> None:
        self._old = {sheet.name.casefold(): _Words.of(sheet) for sheet in old.sheets} if old else {}
        self._new = [_Words.of(sheet) for sheet in new.sheets if not sheet.chart]
        self._book = new
        self._similar = similar
        self._known: dict[tuple[str, str], float] = {}
        self._folded: dict[str, str] = {}

    def _alike(self, left: str, right: str) -> float:
        """Return how alike two texts are, accents and case aside; 1 when both are empty."""
        key = left, right
        if key not in self._known:
            one, other = self._fold(left), self._fold(right)
            # Texts of very different length are never alike enough; most pairs end here.
            far = 3 * min(len(one), len(other)) < max(len(one), len(other))
            self._known[key] = 1.0 if one == other else 0.0 if far else self._similar(one, other)
        return self._known[key]

    def _fold(self, text: str) -> str:
        if text not in self._folded:
            self._folded[text] = fold(text)
        return self._folded[text]

    def candidates(self, number: int, cell: MappedCell) -> Iterator[_Candidate]:
        """Give the cells of the new form whose words are like those of a mapped cell."""
        if not cell.row_label and not cell.column_label:
            return
        here = self._old.get(cell.sheet.casefold())
        place = cell_place(cell.cell)
        around = here.neighbours(place[0]) if here and place else ""
        same_sheet = any(words.sheet.name.casefold() == cell.sheet.casefold() for words in self._new)
        for words in self._new:
            foreign = same_sheet and words.sheet.name.casefold() != cell.sheet.casefold()
            for row, start, row_score in self._rows(words, cell):
                for column in range(start + 1, words.sheet.columns + 1):
                    found = self._candidate(number, cell, words, (row, column), row_score, around)
                    if found is not None:
                        found.score -= _OTHER_SHEET if foreign else 0.0
                        if found.score >= _LEAST:
                            yield found

    def _rows(self, words: _Words, cell: MappedCell) -> Iterator[tuple[int, int, float]]:
        """Give the rows whose words are like the label: row, column of the words, how alike."""
        if not cell.row_label:
            place = cell_place(cell.cell)
            rows = range(max(1, place[0] - 30), min(words.sheet.rows, place[0] + 30) + 1) if place else range(0)
            yield from ((row, 0, 1.0) for row in rows if row not in words.by_row)
            return
        for row, spoken in words.by_row.items():
            for column, text in spoken:
                score = self._alike(cell.row_label, text)
                if score >= _LEAST_ROW:
                    yield row, column, score

    def _candidate(
        self,
        number: int,
        cell: MappedCell,
        words: _Words,
        place: tuple[int, int],
        row_score: float,
        around: str,
    ) -> _Candidate | None:
        sheet = words.sheet
        name = cell_name(*place)
        label = row_label(sheet, *place)
        if (cell.row_label and self._alike(cell.row_label, label) < row_score) or sheet.trouble(name):
            return None
        heading = words.heading(*place)
        column_score = self._alike(cell.column_label, heading)
        near = self._alike(around, words.neighbours(place[0])) if around else row_score
        old = cell_place(cell.cell) or (0, 0)
        position = (place[0] == old[0]) * 0.5 + (place[1] == old[1]) * 0.5
        score = _ROW_SHARE * row_score + _COLUMN_SHARE * column_score + _AROUND_SHARE * near + _PLACE_SHARE * position
        new = replace(cell, sheet=sheet.name, cell=name, row_label=label, column_label=heading)
        return _Candidate(score, number, new, row_score, column_score)

    def at_its_place(self, cell: MappedCell, taken: set[tuple[str, str]]) -> Proposal:
        """Return what stands where a cell was that nothing else is like."""
        sheet = self._book.sheet(cell.sheet)
        trouble = self._book.trouble(cell.sheet, cell.cell)
        place = cell_place(cell.cell)
        if sheet is None or trouble or place is None or (sheet.name, cell.cell) in taken:
            reason = trouble or "không còn ô nào có nhãn giống"
            return Proposal(cell, None, Move.GONE, (reason,))
        label, heading = row_label(sheet, *place), column_label(sheet, *place)
        if (cell.row_label and not label) or (cell.column_label and not label and not heading):
            return Proposal(cell, None, Move.GONE, ("chỗ cũ nay không có nhãn nào",))
        new = replace(cell, sheet=sheet.name, row_label=label, column_label=heading)
        if (label, heading) == (cell.row_label, cell.column_label):
            return Proposal(cell, new, Move.STAYED, ("cùng vị trí",), 1.0, True)
        words = f"chỗ cũ nay ghi “{label or heading}”, trước là “{cell.row_label or cell.column_label}”"
        return Proposal(cell, new, Move.REWORDED, (words,), 0.5)

    def new_rows(self, mapping: FormMapping) -> Iterator[NewRow]:
        """Give rows of mapped sheets that have words of their own and room for a figure, and are new."""
        sheets = {cell.sheet.casefold() for cell in mapping.cells}
        columns = {place[1] for cell in mapping.cells if (place := cell_place(cell.cell))}
        for words in self._new:
            before = self._old.get(words.sheet.name.casefold())
            if words.sheet.name.casefold() not in sheets or before is None:
                continue
            known = {text for spoken in before.by_row.values() for _, text in spoken}
            for row, spoken in words.by_row.items():
                label = spoken[0][1]
                room = any(
                    column > spoken[0][0] and not cell_text(words.sheet, row, column)
                    and not words.sheet.trouble(cell_name(row, column))
                    for column in columns
                )  # fmt: skip
                if room and all(self._alike(old, label) < _LEAST_ROW for old in known):
                    yield NewRow(words.sheet.name, row, label)
