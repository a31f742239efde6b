"""Turning the rows of a recognised table into activities, or into the reason why not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from cchc_desktop.documents.log_import.counts import RowRefused, read_counts
from cchc_desktop.documents.log_import.header import Header, Role, value_of
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.dates import NotADate, parse_date, short_date
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.sheet import Area, Cell, CellKind, Grid, address, is_old_encoding
from cchc_desktop.domain.table_import import OLD_ENCODING
from cchc_desktop.domain.text import clean_line, fold, same_words

_NUMERIC_DATE = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?|\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2}")
_NO_YEAR = re.compile(r"(?:ngay )?(\d{1,2})(?:\s*[/.-]\s*| thang )(\d{1,2})")
_TASK_NUMBER = re.compile(r"(?:nhiem vu|nv)?(?: so)?\s*0*(\d{1,3})\.?")
_LEAD = re.compile(r"^(?:\d{1,3}[.)]|[-+•*])\s*|[.;:,]+$")

_folded = lru_cache(maxsize=4096)(fold)


@dataclass(slots=True)
class Forms:
    """The forms by every name they go by, without accents."""

    forms: Sequence[Form]
    _names: dict[str, list[Form]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for form in self.forms:
            for name in dict.fromkeys(fold(name) for name in (form.name, *form.aliases, form.code)):
                self._names.setdefault(name, []).append(form)

    def find(self, text: str) -> list[Form]:
        """Return the forms of that name or alias."""
        line = clean_line(text)
        return self._names.get(_folded(line)) or self._names.get(fold(_LEAD.sub("", line).strip()), [])

    def nearest(self, text: str) -> str:
        """Return the name that looks most like `text`, to be offered and never taken; "" when none does."""
        near = difflib.get_close_matches(fold(text)[:80], self._names, 1, 0.75)
        return self._names[near[0]][0].name if near else ""


@dataclass(frozen=True, slots=True)
class Context:
    """What the rows of a sheet are read against. `year` is known from title or period, 0 when it is not."""

    grid: Grid
    header: Header
    forms: Forms
    tasks: Sequence[Task]
    today: date
    year: int
    merged: Mapping[tuple[int, int], Area]
    sheet_form: Form | None = None


def read_row(context: Context, number: int, cells: Sequence[Cell]) -> tuple[Activity, list[str]]:
    """Return the activity of a row and the remarks on how it was understood.

    Raises:
        RowRefused: something in it must be decided by a person.

    """
    header = context.header
    _check_cells(context, number, cells)
    remarks: list[str] = []
    day = _day(context, cells, remarks)
    form = _form(context, cells, day, remarks)
    title_column = header.one(Role.TITLE)
    title = clean_line(value_of(cells, title_column).text)
    counts = read_counts(cells, header, form)
    remarks += counts.remarks
    notes = _notes(header, cells)
    task_id = _task(context, cells, remarks, notes)
    notes += [
        f"{column.heading}: {value_of(cells, column).text}"
        for column in header.all(Role.EXTRA)
        if value_of(cells, column).text
    ]
    people = [clean_line(value_of(cells, column).text) for column in header.all(Role.PEOPLE)]
    if not counts.amounts:
        remarks.append("chưa có số lượng")
    if number in context.grid.hidden_rows:
        remarks.append("dòng đang ẩn trong Excel")
    return Activity(
        date=day,
        form=form.code,
        title=title,
        counts=counts.amounts,
        task_id=task_id,
        people=", ".join(filter(None, people)),
        note="\n".join(filter(None, notes)),
    ), remarks


def _notes(header: Header, cells: Sequence[Cell]) -> list[str]:
    """Return the texts of the note columns; one that only begins another, cut with "…", is left out."""
    notes = [text for column in header.all(Role.NOTE) if (text := value_of(cells, column).text)]
    starts = [(note, note.partition(" … (xem cột")[0]) for note in notes]
    return [
        note
        for note, start in starts
        if start == note or not any(other != note and other.startswith(start) for other in notes)
    ]


def _check_cells(context: Context, number: int, cells: Sequence[Cell]) -> None:
    """Refuse cells that have no value of their own, or text of an old encoding."""
    for column in context.header.columns:
        if column.role is Role.ORDER:
            continue
        cell = value_of(cells, column)
        if cell.kind is CellKind.ERROR:
            raise RowRefused(column.number, f"ô báo lỗi {cell.text}")
        if cell.kind is CellKind.UNCALCULATED:
            raise RowRefused(column.number, "công thức chưa có kết quả; hãy mở tệp bằng Excel, lưu lại rồi nhập")
        if is_old_encoding(cell.text):
            raise RowRefused(column.number, OLD_ENCODING)
        area = context.merged.get((number, column.number))
        if area is not None and area.bottom > area.top:
            span = f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"
            raise RowRefused(column.number, f"ô gộp {span}; hãy bỏ gộp và ghi vào từng dòng")


def _day(context: Context, cells: Sequence[Cell], remarks: list[str]) -> date:
    column = context.header.one(Role.DATE)
    assert column is not None
    cell = value_of(cells, column)
    if cell.kind is CellKind.DAY and cell.day is not None:
        day = cell.day
    elif cell.kind is CellKind.TEXT:
        try:
            day = _written_day(context, cell.text, remarks)
        except NotADate:
            raise RowRefused(column.number, _no_date(cell.text)) from None
    elif cell.kind is CellKind.EMPTY:
        raise RowRefused(column.number, "thiếu ngày")
    elif cell.kind is CellKind.NUMBER:
        raise RowRefused(column.number, f"ô ngày chứa số {cell.text} mà không có định dạng ngày")
    else:
        raise RowRefused(column.number, f"không đọc được ngày “{cell.text}”")
    if day > context.today:
        remarks.append(f"ngày {short_date(day)} ở sau hôm nay")
    return day


def _written_day(context: Context, text: str, remarks: list[str]) -> date:
    line = clean_line(text)
    folded = fold(line)
    without_year = _NO_YEAR.fullmatch(folded)
    if without_year is None:
        day = parse_date(line, context.today)
        if _SHORT_YEAR.fullmatch(folded):
            if day > context.today:
                raise NotADate(text)
            remarks.append(f"“{line}” hiểu là {short_date(day)}")
        return day
    column = context.header.one(Role.DATE)
    assert column is not None
    if not context.year:
        raise RowRefused(column.number, f"ngày “{line}” không ghi năm")
    day = parse_date(f"{without_year[1]}/{without_year[2]}/{context.year}", context.today)
    if (day.month, day.day) >= (12, 15):
        # The data year runs from 15/12 to 14/12: "năm 2025" does not tell which December is meant.
        raise RowRefused(column.number, f"ngày “{line}” không ghi năm: không rõ {context.year - 1} hay {context.year}")
    remarks.append(f"“{line}” hiểu là {short_date(day)} (năm lấy theo tiêu đề hoặc kỳ báo cáo)")
    return day


def _no_date(text: str) -> str:
    line = clean_line(text)
    if _NUMERIC_DATE.fullmatch(fold(line)):
        return f"ngày “{line}” không có trong lịch hoặc không rõ là ngày nào"
    return f"không đọc được ngày “{line[:60]}”"


def _form(context: Context, cells: Sequence[Cell], day: date, remarks: list[str]) -> Form:
    column = context.header.one(Role.FORM)
    date_column = context.header.one(Role.DATE)
    place = column.number if column else (date_column.number if date_column else 1)
    text = clean_line(value_of(cells, column).text)
    if column is None and context.sheet_form is not None:
        form = context.sheet_form
        remarks.append(f"hình thức “{form.name}” lấy theo tên trang tính")
    else:
        if not text:
            raise RowRefused(place, "thiếu hình thức")
        found = context.forms.find(text)
        if len(found) != 1:
            raise RowRefused(place, _unknown_form(context.forms, text, found))
        form = found[0]
        if not same_words(text, form.name):
            remarks.append(f"“{text}” hiểu là hình thức “{form.name}”")
    if (form.valid_from and day < form.valid_from) or (form.valid_to and day > form.valid_to):
        raise RowRefused(place, f"hình thức “{form.name}” không áp dụng vào ngày {short_date(day)}")
    return form


def _unknown_form(forms: Forms, text: str, found: Sequence[Form]) -> str:
    if found:
        return f"“{text}” có thể là nhiều hình thức: " + ", ".join(f"“{form.name}”" for form in found)
    near = forms.nearest(text)
    hint = f"; có phải “{near}”?" if near else ""
    return f"không có hình thức “{text[:80]}” trong danh mục{hint}"


def _task(context: Context, cells: Sequence[Cell], remarks: list[str], notes: list[str]) -> str:
    """Return the id of the task a row names by number or content; what names none goes to the note."""
    cell = value_of(cells, context.header.one(Role.TASK))
    text = clean_line(cell.text)
    if not text or text in "-–":
        return ""
    folded = fold(text)
    match = _TASK_NUMBER.fullmatch(folded)
    found = [task for task in context.tasks if _folded(task.content) == folded]
    if match and 1 <= int(match[1]) <= len(context.tasks):
        found = [context.tasks[int(match[1]) - 1]]
    if len(found) == 1:
        content = found[0].content
        if not same_words(text, content):
            remarks.append(f"nhiệm vụ “{text}”: {content[:80]}")
        return found[0].id
    remarks.append(f"không tìm thấy nhiệm vụ “{text[:80]}” trong kế hoạch; đưa vào ghi chú")
    notes.append(f"Nhiệm vụ: {text}")
    return ""
