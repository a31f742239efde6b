"""Rows of a sheet as they are typed or pasted from Excel, and the activities they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from cchc_desktop.domain import activity as rules
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Catalogues, Form
from cchc_desktop.domain.dates import NotADate, parse_spoken_date, short_date
from cchc_desktop.domain.numbers import NotANumber, format_number, parse_number
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.text import clean, clean_line, fold

_EXCEL_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_TIME_BEHIND = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2})?(?: ?[APap][Mm])?$")
_TASK_NUMBER = re.compile(r"(?:nv|nhiem vu)? ?(\d{1,3})\.?")

Tasks = Callable[[date], Sequence[Task]]


@dataclass(frozen=True, slots=True)
class GridReading:
    """What a row means: its activity when it is sound, column → Vietnamese reason when it is not.

    `tidy` has the texts as the grid shows them once they are understood ("5/3" → "05/03/2026"). A row with nothing
    in it has neither activity nor problems.
    """

    activity: Activity | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    tidy: Mapping[str, str] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the row."""
        return self.activity is None and not self.problems


def count_columns(catalogues: Catalogues) -> tuple[str, ...]:
    """Return the columns for quantities: as many as the form with the most has."""
    most = max((len(form.measures) for form in catalogues.forms), default=1)
    return tuple(f"count{number}" for number in range(1, most + 1))


def columns(catalogues: Catalogues) -> tuple[str, ...]:
    """Return the columns of the grid from left to right."""
    return ("day", "form", "title", *count_columns(catalogues), "task", "people", "note")


def find_form(text: str, forms: Iterable[Form]) -> Form | None:
    """Return the form meant by a name, code or alias, or by a part of one name only; None when it is not certain."""
    wanted = fold(text)
    if not wanted:
        return None
    exact, names = _names(tuple(forms))
    if wanted in exact:
        return exact[wanted]
    found = [form for name, form in names if wanted in name]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4)
def _names(forms: tuple[Form, ...]) -> tuple[Mapping[str, Form], tuple[tuple[str, Form], ...]]:
    """Return the forms by all they are called, and their folded names; a sheet asks thousands of times."""
    exact: dict[str, Form] = {}
    for form in forms:
        for name in (form.code, form.name, *form.aliases):
            exact.setdefault(fold(name), form)
    return exact, tuple((fold(form.name), form) for form in forms)


def form_in(text: str, forms: Iterable[Form]) -> Form | None:
    """Return the form whose name or alias stands in a text as whole words, the longest one; None without."""
    line = f" {fold(text)} "
    found = [
        (len(name), form)
        for form in forms
        for name in {fold(name) for name in (form.name, *form.aliases)}
        if len(name) > 2 and f" {name} " in line
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def find_task(text: str, tasks: Sequence[Task]) -> Task | None:
    """Return the task meant by its number or content, or by a part of one content only; None when not certain."""
    wanted = fold(text)
    number = _TASK_NUMBER.fullmatch(wanted)
    if number:
        place = int(number[1])
        return tasks[place - 1] if 1 <= place <= len(tasks) else None
    wanted = re.sub(r"^\d{1,3}\. ", "", wanted)
    exact = [task for task in tasks if fold(task.content) == wanted]
    found = exact or [task for task in tasks if wanted and wanted in fold(task.content)]
    return found[0] if len(found) == 1 or exact else None


def read_day(text: str, today: date) -> date:
    """Read a date as typed, or as Excel gives it (a serial number, a time behind it).

    Raises:
        NotADate: it is none.

    """
    line = clean_line(text)
    if _SERIAL.fullmatch(line):
        number = int(re.split(r"[.,]", line)[0])
        if 36526 <= number <= 73415:  # 2000 … 2100
            return _EXCEL_ZERO + timedelta(days=number)
    return parse_spoken_date(_TIME_BEHIND.sub("", line), today)


def read_row(cells: Mapping[str, str], catalogues: Catalogues, tasks: Tasks, today: date) -> GridReading:
    """Return what a row means; `cells` are texts by column, `tasks` returns those of the plan that holds on a day."""
    texts = {name: clean_line(text) if name != "note" else clean(text).strip() for name, text in cells.items()}
    if not any(texts.values()):
        return GridReading()
    problems: dict[str, str] = {}
    tidy = dict(texts)
    day = _day(texts.get("day", ""), today, problems, tidy)
    form = _form(texts.get("form", ""), catalogues, problems, tidy)
    counts = _counts(texts, catalogues, form, problems, tidy)
    task_id = _task(texts.get("task", ""), tasks(day or today), problems, tidy)
    title = texts.get("title", "")
    if not title:
        problems["title"] = "chưa nhập nội dung"
    if day is None or form is None:
        return GridReading(None, problems, tidy)
    activity = Activity(day, form.code, title, counts, task_id, texts.get("people", ""), texts.get("note", ""))
    slots = {f"counts.{measure.code}": f"count{place}" for place, measure in enumerate(form.measures, 1)}
    names = {"date": "day", "task_id": "task", **slots}
    for name, reason in rules.problems(activity, catalogues).items():
        problems.setdefault(names.get(name, name), reason)
    return GridReading(None if problems else activity, problems, tidy)


def _day(text: str, today: date, problems: dict[str, str], tidy: dict[str, str]) -> date | None:
    if not text:
        problems["day"] = "chưa nhập ngày"
        return None
    try:
        day = read_day(text, today)
    except NotADate:
        problems["day"] = f"“{text}” không phải là ngày có trong lịch"
        return None
    tidy["day"] = short_date(day)
    return day


def _form(text: str, catalogues: Catalogues, problems: dict[str, str], tidy: dict[str, str]) -> Form | None:
    form = find_form(text, catalogues.forms)
    if form is None:
        problems["form"] = f"danh mục không có hình thức “{text}”" if text else "chưa chọn hình thức"
    else:
        tidy["form"] = form.name
    return form


def _counts(
    texts: Mapping[str, str],
    catalogues: Catalogues,
    form: Form | None,
    problems: dict[str, str],
    tidy: dict[str, str],
) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for place, column in enumerate(count_columns(catalogues)):
        text = texts.get(column, "")
        if not text:
            continue
        try:
            amount = parse_number(text)
        except NotANumber:
            problems[column] = "số lượng chưa đúng; viết 1.200 hoặc 12,5"
            continue
        tidy[column] = format_number(amount)
        if form is not None and place >= len(form.measures):
            problems[column] = f"hình thức này chỉ có {len(form.measures)} số lượng"
        elif form is not None:
            found[form.measures[place].code] = amount
    return found


def _task(text: str, tasks: Sequence[Task], problems: dict[str, str], tidy: dict[str, str]) -> str:
    if not text:
        return ""
    task = find_task(text, tasks)
    if task is None:
        problems["task"] = "không rõ nhiệm vụ nào của kế hoạch; ghi số thứ tự, hoặc để trống"
        return ""
    tidy["task"] = f"{tasks.index(task) + 1}. {clean_line(task.content)}"
    return task.id


# -- headings of a pasted range

_HEADINGS = {
    "day": ("ngay", "ngay thuc hien", "thoi gian", "ngay thang", "thoi gian thuc hien"),
    "form": ("hinh thuc", "hinh thuc tuyen truyen", "loai hinh"),
    "title": ("noi dung", "noi dung hoat dong", "ten hoat dong", "noi dung tuyen truyen", "hoat dong"),
    "count1": ("so luong", "so luong 1", "so luot", "ket qua"),
    "task": ("nhiem vu", "nhiem vu ke hoach", "nhiem vu cua ke hoach", "nv"),
    "people": ("nguoi thuc hien", "nguoi", "don vi thuc hien", "can bo"),
    "note": ("ghi chu",),
    "": ("stt", "tt", "so tt"),
}
_BY_HEADING = {words: column for column, several in _HEADINGS.items() for words in several}


def heading_columns(cells: Sequence[str], catalogues: Catalogues) -> tuple[str, ...] | None:
    """Return the columns that a row of headings names; None when it is a row of data.

    A heading that is the name of a quantity ("Số lượt phát") stands as "=" and its folded name, since its place
    depends on the form of each row; "" is a column that is not taken.
    """
    measures = {fold(measure.name) for form in catalogues.forms for measure in form.measures}
    found = []
    for cell in cells:
        words = fold(cell)
        numbered = re.fullmatch(r"so luong (\d)", words)
        column = f"count{numbered[1]}" if numbered else _BY_HEADING.get(words, "")
        if not column and words in measures:
            column = f"={words}"
        found.append(column)
    known = {column for column in found if column and not column.startswith("=")}
    return tuple(found) if len(known) >= 2 and known & {"day", "title"} else None


def placed(cells: Sequence[str], order: Sequence[str], catalogues: Catalogues) -> dict[str, str]:
    """Return a pasted row by column, under the headings `order`."""
    row = {column: cell for column, cell in zip(order, cells, strict=False) if column and not column.startswith("=")}
    form = find_form(row.get("form", ""), catalogues.forms)
    slots = {fold(measure.name): f"count{place}" for place, measure in enumerate(form.measures if form else (), 1)}
    for column, cell in zip(order, cells, strict=False):
        if column.startswith("=") and cell.strip() and column[1:] in slots:
            row[slots[column[1:]]] = cell
    return row
