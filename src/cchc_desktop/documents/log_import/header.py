"""Finding the heading of a log's table and what each column means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from cchc_desktop.documents.foreign_workbook.headings import MARKS, heading_key
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.sheet import EMPTY, Area, Cell, CellKind, Grid
from cchc_desktop.domain.table_import import TableHead
from cchc_desktop.domain.text import fold

SEARCHED_ROWS = 60
"""How many filled rows from the top may come before the heading."""


class Role(StrEnum):
    """What a column holds."""

    DATE = "ngày"
    FORM = "hình thức"
    TITLE = "nội dung"
    QUANTITY = "số lượng"
    UNIT = "đơn vị tính"
    TASK = "nhiệm vụ"
    PEOPLE = "người thực hiện"
    NOTE = "ghi chú"
    ORDER = "số thứ tự"
    MEASURE = "số lượng theo đơn vị"
    EXTRA = "đưa vào ghi chú"


# The nearer the front, the more certain: of two columns that could be the title the earlier word wins.
_WORDS: dict[Role, tuple[str, ...]] = {
    Role.DATE: (
        "ngay",
        "ngay thang",
        "ngay thang nam",
        "ngay thuc hien",
        "ngay to chuc",
        "ngay thang thuc hien",
        "thoi gian thuc hien",
        "thoi gian to chuc",
        "thoi gian",
        "thoi diem",
    ),
    Role.FORM: (
        "hinh thuc tuyen truyen",
        "hinh thuc",
        "hinh thuc thuc hien",
        "loai hinh tuyen truyen",
        "loai hinh",
        "loai hoat dong",
        "loai",
        "kenh tuyen truyen",
        "kenh",
    ),
    Role.TITLE: (
        "ten hoat dong",
        "noi dung tuyen truyen",
        "noi dung hoat dong",
        "noi dung",
        "noi dung thuc hien",
        "noi dung cong viec",
        "hoat dong",
        "tieu de",
        "chu de",
    ),
    Role.QUANTITY: ("so luong", "sl", "khoi luong", "ket qua", "ket qua thuc hien", "so luong ket qua"),
    Role.UNIT: ("don vi tinh", "dvt"),
    Role.TASK: ("nhiem vu", "nhiem vu so", "so nhiem vu", "nhiem vu trong ke hoach", "nhiem vu ke hoach", "nv"),
    Role.PEOPLE: (
        "nguoi thuc hien",
        "can bo thuc hien",
        "nguoi phu trach",
        "can bo phu trach",
        "bo phan thuc hien",
        "don vi thuc hien",
        "co quan thuc hien",
        "thuc hien",
        "chu tri",
        "nguoi chu tri",
        "don vi chu tri",
    ),
    Role.NOTE: ("ghi chu", "luu y", "ghi chu day du"),
    Role.ORDER: ("stt", "tt", "so tt", "so thu tu", "tep"),
}
_ROLE_OF = {word: (role, rank) for role, words in _WORDS.items() for rank, word in enumerate(words)}
_SINGLE = (Role.DATE, Role.FORM, Role.TITLE, Role.QUANTITY, Role.UNIT, Role.TASK)
_COUNTING = ("so ", "tong so ", "luot ")


class DoubleColumn(Exception):
    """Two columns have the same heading where only one can be meant."""

    def __init__(self, heading: str, column: int) -> None:
        super().__init__(heading)
        self.heading = heading
        self.column = column


@dataclass(frozen=True, slots=True)
class Column:
    """A column (from 1) of the table. `measures` are codes it may count, `unit_words` what its brackets say."""

    number: int
    heading: str
    role: Role
    rank: int = 0
    measures: frozenset[str] = frozenset()
    unit_words: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of a table: its first and last row, and the columns."""

    top: int
    bottom: int
    columns: tuple[Column, ...]
    keys: tuple[str, ...] = field(default=())

    def one(self, role: Role) -> Column | None:
        """Return the column of a role that occurs at most once."""
        for column in self.columns:
            if column.role is role:
                return column
        return None

    def all(self, role: Role) -> tuple[Column, ...]:
        """Return all columns of a role."""
        return tuple(column for column in self.columns if column.role is role)


class MeasureWords:
    """Which measures the words of a heading or a unit may mean."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._exact: dict[str, set[str]] = {}
        self._tokens: dict[str, set[frozenset[str]]] = {}
        for form in forms:
            for measure in form.measures:
                for words in (measure.name, measure.unit):
                    key = bare(words)
                    self._exact.setdefault(key, set()).add(measure.code)
                    self._tokens.setdefault(measure.code, set()).add(frozenset(key.split()))

    def codes(self, text: str) -> frozenset[str]:
        """Return the codes that `text` names: exactly, else those whose words it shortens or lengthens."""
        key = bare(text)
        if not key:
            return frozenset()
        if key in self._exact:
            # "lượt" is a unit of its own and the short form of "lượt phát": the form of the row decides.
            return frozenset(self._exact[key]) | self._near(key, longer=False)
        return self._near(key, longer=True)

    def heading_codes(self, text: str) -> frozenset[str]:
        """Return the codes that a column's heading names; "Tên bài viết" holds the word "bài" but counts nothing."""
        key = bare(text)
        if key in self._exact or fold(text).startswith(_COUNTING):
            return self.codes(text)
        return self._near(key, longer=False) if key else frozenset()

    def _near(self, key: str, longer: bool) -> frozenset[str]:
        words = set(key.split())
        return frozenset(
            code
            for code, sets in self._tokens.items()
            if any(words <= tokens or (longer and tokens <= words) for tokens in sets)
        )


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return words folded, without marks and a leading "số" or "tổng số"."""
    key = MARKS.sub(" ", fold(text).replace("(", " ").replace(")", " ")).strip()
    return re.sub(r"^(?:tong so|tong|so luong|so) (?=\S)", "", key)


def find_header(grid: Grid, measures: MeasureWords) -> Header | None:
    """Return the heading of a sheet's table; None when no row names a date and a title or form.

    Raises:
        DoubleColumn: two columns have the same heading.

    """
    for row in sorted(grid.rows)[:SEARCHED_ROWS]:
        texts = _texts(grid, row)
        roles = {_ROLE_OF[key][0] for text in texts.values() if (key := heading_key(text)[0]) in _ROLE_OF}
        if Role.DATE in roles and roles & {Role.TITLE, Role.FORM} and len(texts) >= 3:
            bottom = _bottom(grid, row, texts, measures)
            return _header(grid, row, bottom, measures)
    return None


def _texts(grid: Grid, row: int) -> dict[int, str]:
    """Return the texts of a row by column, with merged headings repeated over the cells they cover."""
    found = {column: cell.text for column, cell in enumerate(grid.rows.get(row, ()), 1) if cell.kind is CellKind.TEXT}
    for area in grid.merges:
        if area.top <= row <= area.bottom:
            source = grid.cell(area.top, area.left)
            if source.kind is CellKind.TEXT:
                found |= dict.fromkeys(range(area.left, min(area.right, 200) + 1), source.text)
    return found


def _bottom(grid: Grid, row: int, texts: Mapping[int, str], measures: MeasureWords) -> int:
    """Return the last row of a heading that begins at `row`: the next one belongs to it when it only names things."""
    merged = [area for area in grid.merges if area.top == row]
    tall = max((area.bottom for area in merged), default=row)
    if row < tall <= row + 2:
        return tall
    below = grid.rows.get(row + 1)
    if below is None or any(cell.kind not in (CellKind.EMPTY, CellKind.TEXT) for cell in below):
        return row
    date_column = next((c for c, text in texts.items() if _role(text) is Role.DATE), 0)
    if grid.cell(row + 1, date_column).kind is not CellKind.EMPTY:
        return row
    named = [cell.text for cell in below if cell.text]
    wide = any(area.right > area.left and area.bottom == row for area in merged)
    known = sum(bool(measures.heading_codes(text)) or _role(text) is not None for text in named)
    return row + 1 if named and (known == len(named) or (wide and known)) else row


def _role(text: str) -> Role | None:
    found = _ROLE_OF.get(heading_key(text)[0])
    return found[0] if found else None


def _header(grid: Grid, top: int, bottom: int, measures: MeasureWords) -> Header:
    rows = [_texts(grid, row) for row in range(top, bottom + 1)]
    columns = []
    for number in sorted({column for row in rows for column in row}):
        parts = list(dict.fromkeys(row[number] for row in rows if number in row))
        columns.append(_column(number, parts, measures))
    keys = tuple(heading_key(text)[0] for text in rows[-1].values())
    return Header(top, bottom, _settled(columns), keys)


def _column(number: int, parts: Sequence[str], measures: MeasureWords) -> Column:
    """Return what a column means, from the lowest part of its heading up."""
    heading = " – ".join(" ".join(part.split()) for part in parts)
    for part in reversed(parts):
        key, inside = heading_key(part)
        if key in _ROLE_OF:
            role, rank = _ROLE_OF[key]
            if role is Role.QUANTITY and inside and (codes := measures.codes(inside)):
                return Column(number, heading, Role.MEASURE, measures=codes, unit_words=inside)
            return Column(number, heading, role, rank, unit_words=inside)
        if codes := measures.heading_codes(key):
            return Column(number, heading, Role.MEASURE, measures=codes, unit_words=inside)
    return Column(number, heading, Role.EXTRA)


def matched_header(head: TableHead, measures: MeasureWords) -> Header:
    """Return the heading as a person has matched its columns; fields are the names of roles in small letters."""
    columns = []
    for one in head.columns:
        role = Role.__members__.get(one.field.upper())
        if role is None:
            continue
        last = one.heading.rpartition(" – ")[2]
        key, inside = heading_key(last)
        codes = measures.heading_codes(key) or measures.codes(inside) if role is Role.MEASURE else frozenset()
        columns.append(Column(one.number, one.heading, role, measures=codes, unit_words=inside))
    keys = tuple(heading_key(one.heading.rpartition(" – ")[2])[0] for one in head.columns)
    return Header(head.top, head.bottom, tuple(columns), keys)


def _settled(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Keep one column of each role that can only occur once; the others go to the note, under their heading."""
    settled = list(columns)
    for role in _SINGLE:
        own = sorted((column for column in columns if column.role is role), key=lambda column: column.rank)
        if len(own) > 1 and own[0].rank == own[1].rank:
            raise DoubleColumn(own[1].heading, own[1].number)
        for column in own[1:]:
            settled[settled.index(column)] = Column(column.number, column.heading, Role.EXTRA)
    return tuple(settled)


def merged_areas(grid: Grid, header: Header) -> dict[tuple[int, int], Area]:
    """Return the merged area over each covered cell below the heading, within the table's columns."""
    last = max(column.number for column in header.columns)
    found: dict[tuple[int, int], Area] = {}
    filled = set(grid.rows)
    for area in grid.merges:
        if area.bottom <= header.bottom:
            continue
        for row in range(max(area.top, header.bottom + 1), area.bottom + 1):
            if row not in filled and row != area.top:
                continue
            found |= {(row, column): area for column in range(area.left, min(area.right, last) + 1)}
    return found


def value_of(cells: Sequence[Cell], column: Column | None) -> Cell:
    """Return the cell of a row in a column; an empty one when the row is shorter or there is no such column."""
    return cells[column.number - 1] if column and column.number <= len(cells) else EMPTY
