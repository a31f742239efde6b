"""Reading an activity log that somebody keeps in Excel: first a preview, every row accounted for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cchc_desktop.documents.foreign_workbook.cells import read_grids, row_text
from cchc_desktop.documents.foreign_workbook.headings import fingerprint
from cchc_desktop.documents.log_import.counts import RowRefused
from cchc_desktop.documents.log_import.header import (
    DoubleColumn,
    Header,
    MeasureWords,
    Role,
    find_header,
    matched_header,
    merged_areas,
)
from cchc_desktop.documents.log_import.rows import Context, Forms, read_row
from cchc_desktop.documents.log_import.skips import skip_reason
from cchc_desktop.domain.activity import Activity, problems
from cchc_desktop.domain.catalogue import Catalogues, Form, PlanSkeleton
from cchc_desktop.domain.log_import import AcceptedRow, LogPreview, RefusedRow
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.sheet import CellKind, Grid, address, is_old_encoding
from cchc_desktop.domain.table_import import OLD_ENCODING, HeadColumn, Matched, TableFile, TableHead
from cchc_desktop.domain.text import fold
from cchc_desktop.errors import WorkbookProblem

_YEAR = re.compile(r"\b(?:nam\s*)?(20\d\d)\b")
_NO_SKELETON = PlanSkeleton("", (), (), (), (), (), "", ())
_ROLE_OF_FIELD = {"date": Role.DATE, "form": Role.FORM, "title": Role.TITLE, "note": Role.NOTE}


class _Preview:
    """The lists of a preview while they grow."""

    def __init__(self) -> None:
        self.accepted: list[AcceptedRow] = []
        self.refused: list[RefusedRow] = []
        self.skipped: list[RefusedRow] = []
        self.columns: list[str] = []
        self.tables = 0
        self.old_encoding = False
        self.seen: dict[tuple[object, ...], str] = {}

    def result(self, name: str) -> LogPreview:
        return LogPreview(name, tuple(self.accepted), tuple(self.refused), tuple(self.skipped), tuple(self.columns))


def read_log(
    path: Path, forms: Sequence[Form], tasks: Sequence[Task], today: date, year_hint: int | None = None
) -> LogPreview:
    """Read an Excel log and tell row by row what would come in, what would not, and why.

    Args:
        path: the workbook (.xlsx, .xlsm, .xltx).
        forms: the catalogue's forms of communication; a form is known by name or alias, accents aside.
        tasks: the tasks of the year's plan in their order; a row names one by its number or content.
        today: later days get a remark.
        year_hint: the year of dates written without one ("15/3"), when the sheet's title does not say it.

    Raises:
        FileUnreadable: not a whole, harmless Excel file.
        FileInUse: Windows keeps it from being read.
        WorkbookProblem: too large, or no sheet holds a log.

    """
    preview = _read(read_grids(path), forms, (tasks, today, year_hint), None)
    if not preview.tables and preview.old_encoding:
        raise WorkbookProblem(path, OLD_ENCODING)
    if not preview.tables:
        raise WorkbookProblem(
            path, "không tìm thấy bảng nhật ký: cần một dòng tiêu đề có cột ngày, cột hình thức và cột nội dung"
        )
    return preview.result(path.name)


def read_log_table(
    file: TableFile,
    heads: Sequence[TableHead],
    forms: Sequence[Form],
    tasks: Sequence[Task],
    today: date,
) -> LogPreview:
    """Read a file whose columns a person has matched; see `read_log` for the rest. Fields are names of roles."""
    return _read(file.grids, forms, (tasks, today, None), {head.sheet: head for head in heads}).result(file.name)


def log_heads(grids: Sequence[Grid], forms: Sequence[Form]) -> tuple[TableHead, ...]:
    """Return the tables of a file that look like a log, with the fields their columns fill."""
    words = MeasureWords(forms)
    found = []
    for grid in grids:
        try:
            header = find_header(grid, words)
        except DoubleColumn:
            header = None  # a person tells the columns apart
        if header is not None:
            columns = tuple(
                HeadColumn(one.number, one.heading, one.role.name.lower() if one.role is not Role.ORDER else "", _SURE)
                for one in header.columns
            )
            print_ = fingerprint([one.heading for one in columns])
            found.append(TableHead(grid.name, header.top, header.bottom, columns, print_))
    return tuple(found)


_SURE = Matched.EXACT


def _read(
    grids: Sequence[Grid],
    forms: Sequence[Form],
    given: tuple[Sequence[Task], date, int | None],
    heads: Mapping[str, TableHead] | None,
) -> _Preview:
    preview = _Preview()
    words = MeasureWords(forms)
    known = Forms(forms)
    for grid in grids:
        if heads is None:
            _read_sheet(preview, grid, words, known, given)
        elif (head := heads.get(grid.name)) is not None:
            _read_table(preview, grid, matched_header(head, words), known, given)
        else:
            preview.skipped.append(RefusedRow(grid.name, 0, "A1", "không nhận ra bảng nhật ký; được bỏ qua"))
    return preview


def _read_sheet(
    preview: _Preview, grid: Grid, words: MeasureWords, forms: Forms, given: tuple[Sequence[Task], date, int | None]
) -> None:
    if not grid.rows:
        preview.skipped.append(RefusedRow(grid.name, 1, "A1", "trang tính trống"))
        return
    try:
        header = find_header(grid, words)
    except DoubleColumn as double:
        preview.tables += 1
        reason = f"có hai cột “{double.heading}”; cả trang tính không được đọc"
        preview.refused.append(RefusedRow(grid.name, 1, address(1, double.column), reason))
        return
    if header is None:
        first = min(grid.rows)
        reason = "không nhận ra dòng tiêu đề của bảng nhật ký; cả trang tính được bỏ qua"
        if any(is_old_encoding(cell.text) for cells in grid.rows.values() for cell in cells):
            preview.old_encoding = True
            reason = OLD_ENCODING
        preview.skipped.append(RefusedRow(grid.name, first, f"A{first}", reason, row_text(grid.rows[first])))
        return
    _read_table(preview, grid, header, forms, given)


def _read_table(
    preview: _Preview, grid: Grid, header: Header, forms: Forms, given: tuple[Sequence[Task], date, int | None]
) -> None:
    preview.tables += 1
    named = forms.find(grid.name)
    sheet_form = named[0] if len(named) == 1 else None
    missing = [role.value for role in (Role.DATE, Role.FORM, Role.TITLE) if header.one(role) is None]
    if missing and not (missing == [Role.FORM.value] and sheet_form):
        cell = address(header.top, 1)
        reason = f"bảng không có cột {' và cột '.join(missing)}; cả trang tính không được đọc"
        preview.refused.append(RefusedRow(grid.name, header.top, cell, reason))
        return
    tasks, today, year_hint = given
    year = _year(grid, header, year_hint)
    context = Context(grid, header, forms, tasks, today, year, merged_areas(grid, header), sheet_form)
    _describe(preview, context)
    _read_rows(preview, context)


def _year(grid: Grid, header: Header, hint: int | None) -> int:
    """Return the year of the sheet: its title's, else the given one; 0 when unknown or when they disagree."""
    texts = [grid.name]
    texts += [cell.text for row, cells in grid.rows.items() if row < header.top for cell in cells]
    found = {int(year) for text in texts for year in _YEAR.findall(fold(text))}
    if hint:
        found.add(hint)
    return found.pop() if len(found) == 1 else 0


def _describe(preview: _Preview, context: Context) -> None:
    """Tell how the columns were understood, and what lies in columns without a heading."""
    name, header = context.grid.name, context.header
    preview.columns += [
        f"{name}!{address(header.bottom, column.number)} “{column.heading}” → {column.role.value}"
        for column in header.columns
    ]
    if context.grid.hidden:
        preview.skipped.append(
            RefusedRow(name, header.top, f"A{header.top}", "lưu ý: trang tính đang ẩn, vẫn được đọc")
        )
    headed = {column.number for column in header.columns}
    reported: set[int] = set()
    for row, cells in context.grid.rows.items():
        for column, cell in enumerate(cells, 1):
            if row > header.bottom and column not in headed | reported and cell.kind is not CellKind.EMPTY:
                reported.add(column)
                reason = "cột không có tiêu đề, không được đọc"
                preview.skipped.append(RefusedRow(name, row, address(row, column), reason, cell.text[:200]))


def _read_rows(preview: _Preview, context: Context) -> None:
    grid = context.grid
    checks = Catalogues(tuple(context.forms.forms), (), (), (), (), _NO_SKELETON)
    for row, cells in grid.rows.items():
        if row <= context.header.bottom:
            continue
        if reason := skip_reason(grid, context.header, row, cells):
            preview.skipped.append(RefusedRow(grid.name, row, f"A{row}", reason, row_text(cells)))
            continue
        try:
            activity, remarks = read_row(context, row, cells)
        except RowRefused as refused:
            cell = address(row, refused.column)
            preview.refused.append(RefusedRow(grid.name, row, cell, refused.reason, row_text(cells)))
            continue
        if found := problems(activity, checks):
            cell = _cell_of(context.header, row, next(iter(found)))
            preview.refused.append(RefusedRow(grid.name, row, cell, "; ".join(found.values()), row_text(cells)))
            continue
        if twin := _twin(preview, activity, f"{grid.name}!A{row}"):
            remarks.append(f"giống hệt dòng ở {twin}")
        preview.accepted.append(AcceptedRow(grid.name, row, activity, tuple(dict.fromkeys(remarks))))


def _twin(preview: _Preview, activity: Activity, place: str) -> str:
    """Return where the same activity stood before in this file; "" when it did not."""
    counts = tuple(sorted(activity.counts.items()))
    key = (activity.date, activity.form, fold(activity.title), counts)
    before = preview.seen.setdefault(key, place)
    return "" if before == place else before


def _cell_of(header: Header, row: int, name: str) -> str:
    """Return the cell that a problem of a field is about."""
    if name.startswith("counts."):
        code = name.removeprefix("counts.")
        counted = next((column for column in header.all(Role.MEASURE) if code in column.measures), None)
        column = counted or header.one(Role.QUANTITY)
    else:
        column = header.one(_ROLE_OF_FIELD.get(name, Role.TITLE))
    return address(row, column.number) if column else f"A{row}"
