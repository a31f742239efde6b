"""The log as a table of its full length, of which only what is in sight and near it is in memory.

The first rows are read at once. Which entries follow, as mere numbers, and the pages a person scrolls to are read on
another thread, some ahead: painting never waits for the disk. A row that is not there yet is painted as "…".
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QModelRoleDataSpan, QObject, Qt, Signal

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.wording import counts_text, filter_text
from cchc_desktop.errors import AppError, Conflict
from cchc_desktop.ui.models.rows import ROW_ROLE, Align, Column, Index, RowsModel

T = TypeVar("T")

PAGE = 100
"""Rows read at a time: about four screens."""
_AHEAD = (-1, 2, 1, 0)  # the page in sight and those read before they are, the most wanted last
_KEPT = 40  # pages that stay in memory
_WAITING = 8  # pages asked for and not yet read; of those a dragged scroll bar passed only the last are
_PART = 2000  # entries read at a time to be written
_DISPLAY, _ALIGNMENT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.TextAlignmentRole)


class LogReader(Protocol):
    """What the table reads from; `ActivityService` is one."""

    def first(self, wanted: ActivityFilter) -> tuple[Activity, ...]:
        """Return the first entries that a filter lets through, at most its limit."""

    def keys(self, wanted: ActivityFilter) -> tuple[int, ...]:
        """Return keys of all entries that a filter lets through, in their order."""

    def by_keys(self, keys: Sequence[int]) -> Mapping[int, Activity]:
        """Return entries by their keys; what is gone is left out."""


class Cancellable(Protocol):
    """Something that was asked for."""

    def cancel(self) -> object:
        """Do not begin with it, if that can still be helped."""


class Read(Protocol):
    """Calls `work` on another thread and `done` or `failed` with what comes of it in this one; `Runner.read` does."""

    def __call__(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[AppError], None] | None = None
    ) -> Cancellable:
        """Return at once."""


@dataclass(frozen=True, slots=True)
class _Page:
    """Rows that were read (None: the entry is gone) and how many files they have. `turn` tells of which `show`."""

    turn: int
    number: int
    rows: tuple[Activity | None, ...]
    files: Mapping[str, int]


class ActivityPages(RowsModel[Activity]):
    """The entries a filter lets through, newest first.

    `count_files` returns how many files of evidence entries have, by id; those without may be left out.
    `counted` fires when `total` is known for certain, at the latest some milliseconds after `show`.
    """

    counted = Signal()

    def __init__(
        self,
        log: LogReader,
        forms: Mapping[str, Form],
        count_files: Callable[[Sequence[str]], Mapping[str, int]],
        read: Read,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(_columns(forms, self._task_number, self._file_number), parent)
        self._alignments = [column.align.value for column in self.columns]
        self._log = log
        self._forms = forms
        self._count_files = count_files
        self._read = read
        self._wanted = ActivityFilter()
        self._tasks: dict[str, int] = {}
        self._files: dict[str, int] = {}
        self._pages: OrderedDict[int, tuple[Activity | None, ...]] = OrderedDict()
        self._keys: tuple[int, ...] | None = ()
        self._length = 0
        self._turn = 0
        self._near = 0
        self._queue: list[int] = []
        self._reading = -1  # the page under way
        self._counting: Cancellable | None = None

    @property
    def total(self) -> int:
        """How many entries there are; while they are not `is_counted`, as many as are known."""
        return self._length

    @property
    def is_counted(self) -> bool:
        """Whether `total` is all."""
        return self._keys is not None

    @property
    def rows(self) -> tuple[Activity, ...]:
        """The entries in memory, in their order."""
        return tuple(row for number in sorted(self._pages) for row in self._pages[number] if row is not None)

    def set_tasks(self, numbers: Mapping[str, int]) -> None:
        """Tell the numbers of the tasks by id."""
        self._tasks = dict(numbers)

    def _task_number(self, activity: Activity) -> str:
        number = self._tasks.get(activity.task_id)
        return str(number) if number else ("có" if activity.task_id else "")

    def _file_number(self, activity: Activity) -> str:
        return str(self._files.get(activity.id) or "–")

    # ------------------------------------------------------------------ what is shown

    def show(self, wanted: ActivityFilter) -> None:
        """Show what a filter lets through: from the top, or where the person is when the filter is the one on show."""
        again = wanted == self._wanted and self._length > PAGE
        self._wanted = wanted
        self._turn += 1
        self._queue.clear()
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        first = self._log.first(replace(wanted, limit=PAGE, offset=0))
        files = self._count_files([activity.id for activity in first])
        if again and len(first) == PAGE:
            self._pages.clear()
            self._keep(_Page(self._turn, 0, first, files))
            self.need(self._rows_near())
            self._repaint(0, self._length)
        else:
            self.beginResetModel()
            self._pages.clear()
            self._files.clear()
            self._keep(_Page(self._turn, 0, first, files))
            self._keys = None if len(first) == PAGE else ()
            self._length, self._near = len(first), 0
            self.endResetModel()
        if len(first) == PAGE:
            turn = self._turn
            self._counting = self._read(lambda: (turn, self._log.keys(wanted)), self._receive_keys)
        else:
            self.counted.emit()

    def _receive_keys(self, found: tuple[int, tuple[int, ...]]) -> None:
        turn, keys = found
        if turn != self._turn:
            return
        before, after = self._length, len(keys)
        moved = self._keys is not None and keys != self._keys
        if after > before:
            self.beginInsertRows(QModelIndex(), before, after - 1)
            self._take_keys(keys, moved)
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(QModelIndex(), after, before - 1)
            self._take_keys(keys, moved)
            self.endRemoveRows()
        else:
            self._take_keys(keys, moved)
        if moved:
            self.need(self._rows_near())
            self._repaint(0, after)
        self.counted.emit()

    def _take_keys(self, keys: tuple[int, ...], moved: bool) -> None:
        self._keys, self._length = keys, len(keys)
        if moved:
            self._turn += 1  # pages under way go by the old keys
            first = self._pages[0]
            self._pages.clear()
            self._pages[0] = first

    def _rows_near(self) -> list[int]:
        return [PAGE * page for page in range(self._near - 1, self._near + 2) if 0 <= PAGE * page < self._length]

    # ------------------------------------------------------------------ pages

    def _at(self, row: int) -> Activity | None:
        """Return an entry, or None and see to it that it comes."""
        page, place = divmod(row, PAGE)
        held = self._pages.get(page)
        if page != self._near or held is None:
            self._near = page
            for step in _AHEAD:
                self._want(page + step)
            self._pump()
        return held[place] if held is not None and place < len(held) else None

    def _want(self, page: int) -> None:
        if page in self._pages:
            self._pages.move_to_end(page)
        elif page != self._reading and 0 <= PAGE * page < self._length:
            if page in self._queue:
                self._queue.remove(page)
            self._queue.append(page)
            del self._queue[:-_WAITING]

    def _pump(self) -> None:
        if self._reading >= 0 or not self._queue or not self._keys:
            return
        self._reading = self._queue.pop()
        self._read(self._reader(self._reading), self._receive, self._give_up)

    def _give_up(self, error: AppError) -> None:
        """Let what is in sight ask again; the person is told why nothing came."""
        self._reading = -1
        self._queue.clear()

    def _reader(self, number: int) -> Callable[[], _Page]:
        keys = (self._keys or ())[PAGE * number : PAGE * (number + 1)]
        return partial(_read_page, self._log, self._count_files, keys, (self._turn, number))

    def _receive(self, page: _Page) -> None:
        self._reading = -1
        if page.turn == self._turn:
            self._keep(page)
            self._repaint(PAGE * page.number, len(page.rows))
        else:
            self._want(page.number)  # it may have been asked for again while it was under way
        self._pump()

    def _keep(self, page: _Page) -> None:
        self._pages[page.number] = page.rows
        self._pages.move_to_end(page.number)
        self._files |= page.files
        while len(self._pages) > _KEPT:
            _, gone = self._pages.popitem(last=False)
            for row in gone:
                if row is not None:
                    self._files.pop(row.id, None)

    def _repaint(self, start: int, count: int) -> None:
        if count:
            self.dataChanged.emit(self.index(start, 0), self.index(start + count - 1, len(self.columns) - 1))

    def need(self, rows: Iterable[int]) -> None:
        """Read rows at once where they lack: a command must not work on what is not there."""
        for number in sorted({row // PAGE for row in rows} - self._pages.keys()):
            self._keep(self._reader(number)())

    # ------------------------------------------------------------------ for the table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many entries there are, in memory or not."""
        return 0 if parent.isValid() else self._length

    def row(self, number: int) -> Activity:
        """Return an entry, read now when it must be.

        Raises:
            Conflict: it is gone from the log.

        """
        self.need([number])
        found = self._pages[number // PAGE][number % PAGE]
        if found is None:
            raise Conflict("hoạt động", "không còn trong nhật ký")
        return found

    def number_of(self, activity_id: str) -> int:
        """Return the row of an entry among those in memory, -1 when it is not there."""
        for page, rows in self._pages.items():
            for place, row in enumerate(rows):
                if row is not None and row.id == activity_id:
                    return PAGE * page + place
        return -1

    def list_note(self) -> str:
        """Return what the list is narrowed to, in words."""
        return filter_text(self._wanted, self._forms)

    def list_rows(self) -> tuple[int, Sequence[Column[Activity]], Callable[[], Iterator[Activity]]]:
        """Return how many entries the filter lets through, the columns, and what reads all of them, part by part.

        Reading raises `Conflict` when the log changes meanwhile: entries would come twice or not at all.
        """
        log, count_files = self._log, self._count_files
        keys = log.keys(self._wanted) if not self._keys else self._keys
        files: dict[str, int] = {}

        def file_number(activity: Activity) -> str:
            return str(files.get(activity.id) or "–")

        def rows() -> Iterator[Activity]:
            for offset in range(0, len(keys), _PART):
                part = keys[offset : offset + _PART]
                found = log.by_keys(part)
                if len(found) != len(part):
                    raise Conflict("nhật ký", "đã thay đổi trong lúc đang xuất")
                files.clear()
                files.update(count_files([activity.id for activity in found.values()]))
                yield from (found[key] for key in part)

        return len(keys), _columns(self._forms, self._task_number, file_number), rows

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Keep the order of the log."""

    def match(self, *arguments: Any) -> list[QModelIndex]:
        """Find nothing: letters typed into the table would have all of a long log read. The search box finds."""
        return []

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows; the whole title as a tool tip."""
        if not index.isValid() or index.row() >= self._length:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            shown = self._at(index.row())
            return column.text(shown) if shown is not None else ("…" if column.key == "title" else None)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align.value
        if role == Qt.ItemDataRole.ToolTipRole:
            row = self._at(index.row())
            return "\n".join(part for part in (row.title, row.note) if part) if row is not None else None
        if role == ROW_ROLE:
            self.need([index.row()])
            return self._pages[index.row() // PAGE][index.row() % PAGE]
        return None

    def multiData(self, index: Index, roles: QModelRoleDataSpan) -> None:  # type: ignore[override]
        """Give a cell all it is painted with in one call: one call for each role costs as much as the painting."""
        number = index.column()
        column = self.columns[number]
        shown = self._at(index.row())
        text = column.text(shown) if shown is not None else ("…" if column.key == "title" else None)
        alignment = self._alignments[number]
        for number in range(roles.size()):
            part = roles[number]  # type: ignore[index]
            role = part.role()
            if role == _DISPLAY:
                part.setData(text)
            elif role == _ALIGNMENT:
                part.setData(alignment)
            else:
                part.clearData()


def _read_page(
    log: LogReader,
    count_files: Callable[[Sequence[str]], Mapping[str, int]],
    keys: Sequence[int],
    place: tuple[int, int],
) -> _Page:
    found = log.by_keys(keys)
    files = count_files([activity.id for activity in found.values()])
    return _Page(*place, tuple(found.get(key) for key in keys), files)


def _columns(
    forms: Mapping[str, Form], task_number: Callable[[Activity], str], file_number: Callable[[Activity], str]
) -> tuple[Column[Activity], ...]:
    def form_name(activity: Activity) -> str:
        form = forms.get(activity.form)
        return form.name if form else activity.form

    def counts(activity: Activity) -> str:
        return counts_text(activity, forms.get(activity.form))

    return (
        Column("date", "Ngày", lambda row: short_date(row.date), lambda row: row.date, Align.CENTER),
        Column("form", "Hình thức", form_name),
        Column("title", "Nội dung", lambda row: row.title),
        Column("counts", "Số lượng", counts),
        Column("task", "Nhiệm vụ", task_number, align=Align.CENTER),
        Column("files", "Tệp", file_number, align=Align.CENTER),
        Column("people", "Người thực hiện", lambda row: row.people),
    )
