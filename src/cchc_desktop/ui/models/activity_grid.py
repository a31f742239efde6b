"""The grid of activities: raw texts by cell, what each row means, and the steps that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.activity_grid import GridReading, Tasks, columns, find_form, heading_columns, placed, read_row
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.text import clean
from cchc_desktop.ui.style import colour

Index = QModelIndex | QPersistentModelIndex
Row = tuple[str, ...]

SPARE_ROWS = 12
"""Empty rows that always follow the last one written in."""

MOST_ROWS = 2000
_STEPS = 100


class ActivityGridModel(QAbstractTableModel):
    """`changed` fires when a text changed. The last column says in words what a row lacks."""

    changed = Signal()

    def __init__(
        self, catalogues: Catalogues, tasks: Tasks, today: Callable[[], date], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = columns(catalogues)
        self._catalogues = catalogues
        self._tasks = tasks
        self._today = today
        self._rows: list[Row] = []
        self._readings: list[GridReading] = []
        self._doubles: frozenset[int] = frozenset()
        self._past: list[tuple[Row, ...]] = []
        self.set_rows(())

    # ------------------------------------------------------------------ the rows

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows down to the last one written in."""
        last = max((number for number, row in enumerate(self._rows) if any(row)), default=-1)
        return tuple(self._rows[: last + 1])

    def set_rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Show other rows; there is no way back."""
        self._past = []
        self._show([self._row_of(row) for row in rows])

    def _row_of(self, row: Sequence[str]) -> Row:
        texts = [str(text) for text in row][: len(self.columns)]
        return tuple(texts + [""] * (len(self.columns) - len(texts)))

    def _show(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self._rows = rows[:MOST_ROWS]
        self._spare()
        self._readings = [self._read(row) for row in self._rows]
        self._doubles = frozenset()
        self.endResetModel()
        self.changed.emit()

    def _spare(self) -> None:
        missing = len(self.rows) + SPARE_ROWS - len(self._rows)
        self._rows += [("",) * len(self.columns)] * max(missing, 0)

    def _read(self, row: Row) -> GridReading:
        return read_row(dict(zip(self.columns, row, strict=True)), self._catalogues, self._tasks, self._today())

    def good(self) -> list[tuple[int, Activity]]:
        """Return row numbers and activities of the rows that can be saved."""
        return [(n, reading.activity) for n, reading in enumerate(self._readings) if reading.activity is not None]

    def bad(self) -> list[int]:
        """Return the numbers of the rows that cannot."""
        return [number for number, reading in enumerate(self._readings) if reading.problems]

    def set_doubles(self, ids: Collection[str]) -> None:
        """Mark the rows whose activities are probably in the log already."""
        self._doubles = frozenset(number for number, activity in self.good() if activity.id in ids)
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, self.columnCount() - 1), last)

    def counts_used(self) -> int:
        """Return how many quantities the forms in the sheet have at most, or stand in it; two without any."""
        forms = [find_form(text, self._catalogues.forms) for text in {row[1] for row in self._rows}]
        named = max((len(form.measures) for form in forms if form is not None), default=2)
        first = self.columns.index("count1")
        last = self.columns.index("task")
        written = max((n + 1 for n in range(last - first) if any(row[first + n] for row in self._rows)), default=0)
        return max(named, written)

    def problem(self, row: int) -> str:
        """Return what a row lacks in a sentence, "" when it is sound."""
        reasons = list(self._readings[row].problems.values())
        if reasons:
            text = "; ".join(reasons)
            return text[:1].upper() + text[1:]
        return self.tr("Có thể đã ghi rồi") if row in self._doubles else ""

    # ------------------------------------------------------------------ changing

    def change(self, cells: Mapping[tuple[int, int], str]) -> None:
        """Put texts into cells as one step that can be undone; rows are added as needed."""
        cells = {place: text for place, text in cells.items() if place[0] < MOST_ROWS and place[1] < len(self.columns)}
        before = self.rows
        rows = list(self._rows)
        for (row, column), text in sorted(cells.items()):
            while row >= len(rows):
                rows.append(("",) * len(self.columns))
            rows[row] = (*rows[row][:column], clean(text).strip(), *rows[row][column + 1 :])
        if tuple(rows) == tuple(self._rows):
            return
        self._past = [*self._past[1 - _STEPS :], before]
        touched = {row for row, _ in cells}
        if len(rows) == len(self._rows):
            self._rows = rows
            for row in touched:
                self._readings[row] = self._read(rows[row])
            self._doubles -= touched
            self._tidy(touched)
            self.dataChanged.emit(self.index(min(touched), 0), self.index(max(touched), self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, min(touched), max(touched))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            self._grow()
            self.changed.emit()
        else:
            self._show(rows)
            self._tidy(touched)

    def _grow(self) -> None:
        missing = len(self.rows) + SPARE_ROWS - len(self._rows)
        if missing > 0:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + missing - 1)
            self._spare()
            self._readings += [GridReading()] * missing
            self.endInsertRows()

    def _tidy(self, rows: Iterable[int]) -> None:
        """Write what was understood out in full."""
        for row in rows:
            tidy = self._readings[row].tidy if row < len(self._readings) else {}
            if tidy:
                self._rows[row] = tuple(
                    tidy.get(name, text) for name, text in zip(self.columns, self._rows[row], strict=True)
                )

    def undo(self) -> bool:
        """Take the last step back; False when there is none."""
        if not self._past:
            return False
        rows, past = self._past[-1], self._past[:-1]
        self._show(list(rows))
        self._past = past
        return True

    def paste(self, row: int, column: int, block: Sequence[Sequence[str]], shown: Sequence[int] | None = None) -> int:
        """Put a copied range at a cell, by its headings when it has them; return how many rows were taken.

        `shown` are the columns in sight (None: all): without headings the range goes into those.
        """
        order = heading_columns(block[0], self._catalogues) if block else None
        if order is None:
            targets = [place for place in (range(len(self.columns)) if shown is None else shown) if place >= column]
            cells = {
                (row + n, place): text
                for n, line in enumerate(block)
                for place, text in zip(targets, line, strict=False)
            }
            self.change(cells)
            return len(block)
        places = {name: number for number, name in enumerate(self.columns)}
        cells = {
            (row + n, places[name]): text
            for n, line in enumerate(block[1:])
            for name, text in placed(line, order, self._catalogues).items()
            if name in places
        }
        self.change(cells)
        return len(block) - 1

    def fill_down(self, cells: Collection[tuple[int, int]]) -> None:
        """Copy the topmost cell of each column down through the others; a single one gets the text above it."""
        tops: dict[int, int] = {}
        for row, column in sorted(cells, reverse=True):
            tops[column] = row
        alone = len({row for row, _ in cells}) == 1
        wanted = {}
        for row, column in cells:
            source = tops[column] - 1 if alone else tops[column]
            if source >= 0:
                wanted[row, column] = self._rows[source][column]
        self.change(wanted)

    def remove(self, numbers: Collection[int]) -> None:
        """Take rows out."""
        before = self.rows
        rows = [row for number, row in enumerate(self._rows) if number not in numbers]
        past = [*self._past[1 - _STEPS :], before]
        self._show(rows)
        self._past = past

    # ------------------------------------------------------------------ the model interface of Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows, spare ones among them."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns, that of the reasons among them."""
        return 0 if parent.isValid() else len(self.columns) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell but the reason can be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() < len(self.columns) else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the titles; quantities are named when all rows are of one form."""
        if orientation is Qt.Orientation.Vertical:
            return self._row_head(section, role)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section >= len(self.columns):
            return self.tr("Cần sửa")
        name = self.columns[section]
        if name.startswith("count"):
            return self._count_title(int(name.removeprefix("count")))
        return {
            "day": self.tr("Ngày"),
            "form": self.tr("Hình thức"),
            "title": self.tr("Nội dung"),
            "task": self.tr("Nhiệm vụ"),
            "people": self.tr("Người thực hiện"),
            "note": self.tr("Ghi chú"),
        }[name]

    def _row_head(self, row: int, role: int) -> Any:
        """Return the number of a row, with a mark in sight when it lacks something."""
        wrong = row < len(self._readings) and bool(self._readings[row].problems)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row + 1} !" if wrong else str(row + 1)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (self.problem(row) or None) if wrong else None
        return None

    def _count_title(self, number: int) -> str:
        codes = {reading.activity.form for reading in self._readings if reading.activity is not None}
        form = self._catalogues.form(codes.pop()) if len(codes) == 1 else None
        if form is not None and number <= len(form.measures):
            return form.measures[number - 1].name
        return self.tr("Số lượng {}").format(number)

    def hint(self, row: int, column: int) -> str:
        """Return what an empty cell waits for: the quantity of the row's form."""
        name = self.columns[column] if column < len(self.columns) else ""
        if not name.startswith("count"):
            return ""
        form = find_form(self._rows[row][self.columns.index("form")], self._catalogues.forms)
        place = int(name.removeprefix("count")) - 1
        return form.measures[place].name if form and place < len(form.measures) else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows; one with a problem has a ground of its own and says why."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = index.row(), index.column()
        if column >= len(self.columns):
            return self._reason(row, role)
        text = self._rows[row][column]
        problem = self._readings[row].problems.get(self.columns[column], "")
        match role:
            case Qt.ItemDataRole.EditRole:
                return text
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(text.split()) or self.hint(row, column)
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(colour("faint")) if not text else None
            case Qt.ItemDataRole.BackgroundRole:
                return QColor(colour("amber_ground")) if problem else None
            case Qt.ItemDataRole.ToolTipRole:
                return problem[:1].upper() + problem[1:] or text or None
            case Qt.ItemDataRole.TextAlignmentRole if self.columns[column].startswith("count"):
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _reason(self, row: int, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.problem(row) or None
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(colour("red" if self._readings[row].problems else "amber"))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a typed cell."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() >= len(self.columns):
            return False
        self.change({(index.row(), index.column()): str(value)})
        return True
