"""Figures out of a workbook that no program of ours made: whose columns, which rows, and what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256

from cchc_desktop.documents.foreign_workbook.headings import heading_key
from cchc_desktop.documents.log_import.skips import FOOT, is_total
from cchc_desktop.documents.received.catalogue import KnownIndicator, KnownIndicators
from cchc_desktop.documents.received.told import Told
from cchc_desktop.documents.table_import.heads import find_heads, head_at
from cchc_desktop.domain.figure import UNKNOWN
from cchc_desktop.domain.received import FileKind
from cchc_desktop.domain.received_reading import (
    CODE,
    CUMULATIVE,
    CURRENT,
    NAME,
    UNIT,
    FigureRow,
    FoundColumn,
    FoundTable,
    Reading,
    to_millionths,
)
from cchc_desktop.domain.received_values import CellValue, read_value
from cchc_desktop.domain.sheet import Cell, CellKind, Grid, address
from cchc_desktop.domain.table_import import ImportField, Matched, TableFile, TableHead
from cchc_desktop.domain.text import fold

ROW_FIELDS = (
    ImportField(CODE, "Mã chỉ tiêu", words=("Mã", "Mã số", "Ký hiệu", "Mã CT", "Mã chỉ số")),
    ImportField(
        NAME,
        "Tên chỉ tiêu",
        words=("Chỉ tiêu", "Nội dung", "Nội dung công việc", "Nội dung chỉ tiêu", "Tiêu chí", "Tên nội dung", "Chỉ số"),
    ),
    ImportField(
        CURRENT,
        "Kỳ này",
        required=True,
        words=(
            "Số liệu",
            "Kết quả",
            "Kết quả thực hiện",
            "Thực hiện",
            "Số lượng",
            "Trong kỳ",
            "Thực hiện trong kỳ",
            "Số liệu kỳ này",
            "Kết quả trong kỳ",
            "Thực hiện kỳ này",
            "Kỳ báo cáo",
            "Giá trị",
        ),
    ),
    ImportField(
        CUMULATIVE, "Lũy kế", words=("Lũy kế từ đầu năm", "Luỹ kế năm", "Lũy kế đến nay", "Cộng dồn", "Lũy kế năm")
    ),
    ImportField(UNIT, "Đơn vị tính", words=("ĐVT", "Đơn vị")),
    ImportField("previous", "Cùng kỳ năm trước", words=("Cùng kỳ", "Kỳ trước", "Năm trước")),
    ImportField("target", "Kế hoạch năm", words=("Kế hoạch", "Chỉ tiêu năm", "Chỉ tiêu kế hoạch")),
    ImportField("note", "Ghi chú", words=("Ghi chú, giải trình", "Giải trình")),
)
"""What columns of a table with one indicator a row may hold."""

_FEWEST_WIDE = 3
_NEAR_NAME = 90.0
_MOST_TEXTS, _LONGEST_TEXT = 120, 200
_NO_DOUBT = frozenset({Matched.EXACT.value, Matched.REMEMBERED.value, Matched.PERSON.value})


def read_foreign(grids: Sequence[Grid], known: KnownIndicators, told: Told) -> Reading:
    """Return the figures of a foreign workbook, with what a person has to look at before they count."""
    file = TableFile("", tuple(grids))
    tables = _row_tables(file, known, told) or _wide_tables(file, known, told)
    if not tables:
        head = next(iter(find_heads(file, ROW_FIELDS, _remembered(told))), None)
        table = None if head is None else _table(head, False)
        doubt = "không nhận ra bảng số liệu nào; hãy chỉ cột chỉ tiêu và cột số liệu"
        return Reading(FileKind.FOREIGN, doubts=(doubt,), texts=_texts(file, None), table=table)
    best = max(tables, key=lambda one: len(one.figures))
    if len([one for one in tables if 2 * len(one.figures) >= len(best.figures)]) > 1:
        names = ", ".join(f"“{one.head.sheet}”" for one in tables)
        best.doubts.append(f"có nhiều bảng số liệu ({names}); đang lấy “{best.head.sheet}”")
    table = replace(_table(best.head, best.wide), labels=tuple(best.labels))
    return Reading(
        FileKind.FOREIGN,
        figures=tuple(best.figures.values()),
        warnings=tuple(best.warnings[:20]),
        doubts=tuple(best.doubts[:20]),
        texts=_texts(file, best.head),
        table=table,
    )


@dataclass(slots=True)
class _Table:
    """A table being read."""

    grid: Grid
    head: TableHead
    wide: bool
    figures: dict[str, FigureRow] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    labels: list[tuple[int, str, str]] = field(default_factory=list)

    def put(self, one: KnownIndicator, current: tuple[int, int], cumulative: tuple[int, int] | None) -> None:
        """Take the figure of an indicator; `current` and `cumulative` are row and column."""
        place = address(*current)
        if one.code in self.figures:
            self.doubts.append(f"{one.code} có ở hai nơi: {self.figures[one.code][7]} và {place}")
            return
        said = self._value(one, *current)
        total = CellValue(UNKNOWN)
        if cumulative is not None:
            total = self._value(one, *cumulative)
        values = [None if v.amount.value is None else to_millionths(v.amount.value) for v in (said, total)]
        if any(v.amount.value is not None and kept is None for v, kept in zip((said, total), values, strict=True)):
            self.doubts.append(f"ô {place}: số quá lớn")
            return
        states = said.amount.state.value, total.amount.state.value
        self.figures[one.code] = (
            one.code, states[0], values[0], states[1], values[1], said.text, self.grid.name, place,
        )  # fmt: skip

    def _value(self, one: KnownIndicator, row: int, column: int) -> CellValue:
        cell = self.grid.cell(row, column)
        covered = cell.kind is CellKind.EMPTY and any(
            area.top <= row <= area.bottom and area.left <= column <= area.right for area in self.grid.merges
        )
        if covered:
            self.doubts.append(f"ô {address(row, column)} nằm trong ô gộp")
        said = read_value(cell, one.percent)
        if said.doubt:
            self.doubts.append(f"ô {address(row, column)} “{said.text}”: {said.doubt}")
        elif cell.number is not None and not one.percent and not one.decimals and cell.number % 1:
            self.doubts.append(f"ô {address(row, column)}: {cell.text} có phần lẻ, có thể là dấu phân cách hàng nghìn")
        return said


# ------------------------------------------------------------------ one indicator a row


def _row_tables(file: TableFile, known: KnownIndicators, told: Told) -> list[_Table]:
    tables = []
    for head in _heads(file, ROW_FIELDS, told):
        grid = file.grid(head.sheet)
        column = {name: head.column_of(name) for name in (CODE, NAME, CURRENT, CUMULATIVE)}
        if grid is None or not column[CURRENT] or not (column[CODE] or column[NAME]):
            continue
        table = _Table(grid, head, wide=False)
        _doubt_columns(table, (CODE, NAME, CURRENT, CUMULATIVE))
        for row in grid.rows:
            if row > head.bottom:
                _read_row(table, row, column, known, told)
        if table.figures or table.labels:
            tables.append(table)
    return tables


def _heads(file: TableFile, fields: Sequence[ImportField], told: Told) -> tuple[TableHead, ...]:
    if told.heading and (grid := file.grid(told.sheet)) is not None:
        return (head_at(grid, told.heading, fields, _remembered(told)),)
    # Rows of figures are no headings, and looking at each of them takes longer than all else.
    words = TableFile(file.name, tuple(map(_words_only, file.grids)))
    found = find_heads(words, fields, _remembered(told)) if any(grid.rows for grid in words.grids) else ()
    if any(head.column_of(CURRENT) or len(head.matches) >= _FEWEST_WIDE for head in found):
        return found
    return find_heads(file, fields, _remembered(told))


def _words_only(grid: Grid) -> Grid:
    rows = {row: cells for row, cells in grid.rows.items() if not any(cell.kind is CellKind.NUMBER for cell in cells)}
    return replace(grid, rows=rows)


def _read_row(table: _Table, row: int, column: Mapping[str, int], known: KnownIndicators, told: Told) -> None:
    grid = table.grid
    code = grid.cell(row, column[CODE]).text if column[CODE] else ""
    label = grid.cell(row, column[NAME]).text if column[NAME] else ""
    text = f"{code} {label}".strip()[:_LONGEST_TEXT]
    one = known.of_code(code) or known.of_code(told.labels.get(label_print(text), "") if told.labels else "")
    if one is None and label:
        one = known.of_name(label)
    if one is not None:
        total = (row, column[CUMULATIVE]) if column[CUMULATIVE] else None
        table.put(one, (row, column[CURRENT]), total)
        return
    value = grid.cell(row, column[CURRENT])
    if not (label or code) or not _counts(value) or is_total(label) or FOOT.match(fold(label)):
        return
    near = known.near(label or code, _NEAR_NAME)
    table.labels.append((row, text, near.code if near else ""))
    if near is not None:
        table.doubts.append(f"dòng {row} “{text[:80]}” có lẽ là {near.code} – {near.name}")
    else:
        table.warnings.append(f"dòng {row} “{text[:80]}” không khớp chỉ tiêu nào, không lấy")


def _counts(cell: Cell) -> bool:
    return cell.kind is CellKind.NUMBER or (cell.kind is CellKind.TEXT and read_value(cell).amount.value is not None)


def _doubt_columns(table: _Table, names: Sequence[str]) -> None:
    for one in table.head.columns:
        if one.field in names and one.matched.value not in _NO_DOUBT:
            title = next((known.title for known in ROW_FIELDS if known.name == one.field), one.field)
            table.doubts.append(f"cột {one.number} “{one.heading}” có lẽ là “{title}”")


# ------------------------------------------------------------------ one indicator a column


def _wide_tables(file: TableFile, known: KnownIndicators, told: Told) -> list[_Table]:
    tables = []
    for head in _heads(file, known.fields, told):
        grid = file.grid(head.sheet)
        if grid is None or len(head.matches) < _FEWEST_WIDE:
            continue
        table = _Table(grid, head, wide=True)
        _doubt_columns(table, tuple(head.matches.values()))
        columns = {code: column for column, code in head.matches.items()}
        rows = [row for row in grid.rows if row > head.bottom and _is_data(grid, row, columns.values(), known)]
        if not rows:
            continue
        if len(rows) > 1:
            table.doubts.append(f"bảng có {len(rows)} dòng số liệu; đang lấy dòng {rows[0]}")
        for code, column in columns.items():
            if (one := known.of_code(code)) is not None:
                table.put(one, (rows[0], column), None)
        tables.append(table)
    return tables


def _is_data(grid: Grid, row: int, columns: Iterable[int], known: KnownIndicators) -> bool:
    cells = [grid.cell(row, column) for column in columns]
    if any(known.of_code(cell.text) for cell in cells if cell.kind is CellKind.TEXT):
        return False
    first = grid.rows[row][0]
    return any(map(_counts, cells)) and not (first.kind is CellKind.TEXT and is_total(first.text))


# ------------------------------------------------------------------ shared


def _remembered(told: Told) -> _Remembered:
    return _Remembered(told.columns)


class _Remembered:
    """Columns by fingerprint; those under "" hold for any heading."""

    def __init__(self, columns: Mapping[str, Mapping[int, str]]) -> None:
        self._columns = columns

    def __call__(self, fingerprint: str) -> Mapping[int, str] | None:
        return self._columns.get("") or self._columns.get(fingerprint)


@lru_cache(maxsize=4096)
def label_print(text: str) -> str:
    """Return what the label of a row is remembered by: the same words, however they are written."""
    return sha256(heading_key(text)[0].encode()).hexdigest()[:32]


def _table(head: TableHead, wide: bool) -> FoundTable:
    columns = tuple(FoundColumn(one.number, one.heading[:200], one.field, one.matched.value) for one in head.columns)
    return FoundTable(head.sheet, head.top, head.fingerprint, columns, (), wide)


def _texts(file: TableFile, head: TableHead | None) -> tuple[str, ...]:
    """Return lines that may name unit and period: above and below the table, and the tops of the other sheets."""
    found: dict[str, None] = {}
    for grid in file.grids:
        own = head is not None and grid.name == head.sheet
        top = head.top if own and head is not None else 12
        rows = sorted(grid.rows)
        near = [row for row in rows if row < top] + (rows[-6:] if own else [])
        for row in near[:40]:
            cells = [cell.text for cell in grid.rows[row] if cell.kind is CellKind.TEXT]
            found |= dict.fromkeys(text[:_LONGEST_TEXT] for text in cells)
            if len(cells) > 1:
                found[" ".join(cells)[:_LONGEST_TEXT]] = None
        found[grid.name] = None
    return tuple(found)[:_MOST_TEXTS]
