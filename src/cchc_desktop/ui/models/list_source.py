"""What a list on the screen holds, ready to be written: its columns as they stand, its rows in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import QTableView

from cchc_desktop.domain.listing import Cell, ListColumn, ListSource, typed_cell
from cchc_desktop.ui.models.rows import SORT_ROLE, Column, RowsModel

_PIXELS_PER_DIGIT = 7.0
_NARROWEST, _WIDEST = 8.0, 60.0
_PAGE = 140.0  # digits of an A4 page across that can still be read when it is made to fit
_ORDER = ("STT", "TT")


@runtime_checkable
class ListOwner(Protocol):
    """A widget that is no table but shows a list."""

    def list_source(self) -> ListSource:
        """Return the list as it is shown."""


@runtime_checkable
class ListExporter(Protocol):
    """A widget whose list leaves in its own way: personal data asked about first, sums below."""

    def export_list(self) -> None:
        """Ask where to and write."""


@runtime_checkable
class PagedModel(Protocol):
    """A model that holds only a part of its rows; it gives all of them to the thread that writes."""

    def list_rows(self) -> tuple[int, Sequence[Column[Any]], Callable[[], Iterable[Any]]]:
        """Return how many rows there are, the columns, and what reads the rows while they are asked for."""

    def list_note(self) -> str:
        """Return in words what was left out by filters, "" when nothing was."""


def table_source(view: QTableView, title: str) -> ListSource:
    """Return a table as it is shown: hidden columns left out, moved ones where they were moved to."""
    header = view.horizontalHeader()
    shown = [header.logicalIndex(place) for place in range(header.count())]
    shown = [column for column in shown if not view.isColumnHidden(column)]
    model = view.model()
    widths = _widths([header.sectionSize(column) for column in shown])
    titles = (" ".join(str(_heading(model, column)).split()) or " " for column in shown)
    columns = [ListColumn(words, width) for words, width in zip(titles, widths, strict=True)]
    numbered = bool(columns) and columns[0].title.upper() in _ORDER
    heads = tuple(columns) if numbered else (ListColumn("STT", 6), *columns)
    if isinstance(model, PagedModel):
        count, all_columns, rows = model.list_rows()
        kept_columns = [all_columns[column] for column in shown]
        return ListSource(title, heads, count, lambda: _written(rows(), kept_columns, numbered), model.list_note())
    if isinstance(model, RowsModel) and type(model).data is RowsModel.data:
        held, kept = model.rows, [model.columns[column] for column in shown]
        return ListSource(title, heads, len(held), lambda: _written(held, kept, numbered))
    table = [tuple(_cell(model.index(row, column)) for column in shown) for row in range(model.rowCount())]
    if not numbered:
        table = [(number, *cells) for number, cells in enumerate(table, 1)]
    return ListSource(title, heads, len(table), lambda: table)


def _heading(model: QAbstractItemModel, column: int) -> Any:
    return model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) or ""


def _widths(pixels: Sequence[int]) -> list[float]:
    """Return widths in digits that fit one A4 page across, in the proportions of the screen."""
    digits = [min(max(size / _PIXELS_PER_DIGIT, _NARROWEST), _WIDEST) for size in pixels]
    shrink = min(1.0, _PAGE / max(sum(digits), 1.0))
    return [max(size * shrink, _NARROWEST) for size in digits]


def _written(rows: Iterable[Any], columns: Sequence[Column[Any]], numbered: bool) -> Iterable[tuple[Cell, ...]]:
    for number, row in enumerate(rows, 1):
        cells = tuple(typed_cell(one.text(row), one.sort(row) if one.sort else None) for one in columns)
        yield cells if numbered else (number, *cells)


def _cell(index: QModelIndex) -> Cell:
    text = index.data(Qt.ItemDataRole.DisplayRole)
    return typed_cell("" if text is None else str(text), index.data(SORT_ROLE))
