"""The log as a table that is read page by page, so that a long log opens at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from cchc_desktop.domain.activity import Activity, ActivityFilter, ActivityPage
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.wording import counts_text
from cchc_desktop.errors import Conflict
from cchc_desktop.ui.models.rows import Align, Column, Index, RowsModel

PAGE = 200
"""Rows read at a time: about eight screens."""
COUNTED = 300
"""So far finds of words are counted: to count on takes longer than to find the newest."""
_PART = 2000  # entries read at a time to be written


class ActivityPages(RowsModel[Activity]):
    """The entries a filter lets through, newest first; more are read as the person scrolls.

    `load` returns a page for a filter with limit and offset. Sorting is the filter's, not the header's.
    `count_files` returns how many files of evidence entries have, by id; those without may be left out.
    """

    def __init__(
        self,
        load: Callable[[ActivityFilter], ActivityPage],
        forms: Mapping[str, Form],
        count_files: Callable[[Sequence[str]], Mapping[str, int]],
        parent: QObject | None = None,
    ) -> None:
        self._forms = forms
        super().__init__(_columns(forms, self._task_number, self._file_number), parent)
        self._count_files = count_files
        self._files: dict[str, int] = {}
        self._load = load
        self._filter = ActivityFilter(limit=PAGE)
        self._tasks: dict[str, int] = {}
        self.total = 0
        self.more = False

    def set_tasks(self, numbers: Mapping[str, int]) -> None:
        """Tell the numbers of the tasks by id."""
        self._tasks = dict(numbers)

    def _task_number(self, activity: Activity) -> str:
        number = self._tasks.get(activity.task_id)
        return str(number) if number else ("có" if activity.task_id else "")

    def _file_number(self, activity: Activity) -> str:
        return str(self._files.get(activity.id) or "–")

    def show(self, wanted: ActivityFilter) -> None:
        """Show what a filter lets through, from the top."""
        self._filter = replace(wanted, limit=PAGE, offset=0, enough=COUNTED)
        page = self._load(self._filter)
        self.total, self.more = page.total, page.more
        self._files = dict(self._count_files([activity.id for activity in page.activities]))
        self.set_rows(page.activities)

    def canFetchMore(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's signature
        """Tell whether there are entries that were not read yet."""
        return not parent.isValid() and len(self._rows) < self.total

    def fetchMore(self, parent: Index = QModelIndex()) -> None:  # noqa: B008 - Qt's signature
        """Read the next page."""
        start = len(self._rows)
        page = self._load(replace(self._filter, offset=start))
        self.total = page.total
        if not page.activities:
            self.total = start
            return
        self._files |= self._count_files([activity.id for activity in page.activities])
        self.beginInsertRows(QModelIndex(), start, start + len(page.activities) - 1)
        self._given.extend(page.activities)
        self._rows.extend(page.activities)
        self.endInsertRows()

    def number_of(self, activity_id: str) -> int:
        """Return the row of an entry among those read so far, -1 when it is not there."""
        return next((number for number, row in enumerate(self._rows) if row.id == activity_id), -1)

    def list_rows(self) -> tuple[int, Sequence[Column[Activity]], Callable[[], Iterator[Activity]]]:
        """Return how many entries the filter lets through, the columns, and what reads all of them, part by part.

        Reading raises `Conflict` when the log changes meanwhile: entries would come twice or not at all.
        """
        wanted, load, count_files, total = self._filter, self._load, self._count_files, self.total
        files: dict[str, int] = {}

        def file_number(activity: Activity) -> str:
            return str(files.get(activity.id) or "–")

        def rows() -> Iterator[Activity]:
            for offset in range(0, total, _PART):
                page = load(replace(wanted, limit=_PART, offset=offset))
                if page.total != total:
                    raise Conflict("nhật ký", "đã thay đổi trong lúc đang xuất")
                files.clear()
                files.update(count_files([activity.id for activity in page.activities]))
                yield from page.activities

        return total, _columns(self._forms, self._task_number, file_number), rows

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Keep the order of the log."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows; the whole title as a tool tip."""
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid():
            row = self._rows[index.row()]
            return "\n".join(part for part in (row.title, row.note) if part)
        return super().data(index, role)


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
