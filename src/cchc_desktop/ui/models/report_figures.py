"""The table of a report's figures: under their groups in the order of the catalogue, or sorted without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from cchc_desktop.domain.catalogue import IndicatorSource
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure import Amount, Figure, FigureState, Report
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.text import fold
from cchc_desktop.domain.wording import amount_text
from cchc_desktop.ui import style
from cchc_desktop.ui.models.report_words import statement_text
from cchc_desktop.ui.models.rows import Align, Column, Index, RowsModel

NO_TARGET = "–"
"""Stands where the plan sets no target, as in the workbook."""


@dataclass(frozen=True, slots=True)
class Group:
    """A line that names the group of the figures below it."""

    name: str


class FiguresModel(RowsModel[Any]):
    """Figures with lines between their groups; the lines go while a column is sorted by."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_columns(), parent)
        self._figures: tuple[Figure, ...] = ()
        self._since = ""
        self._words = ""
        self._only_missing = False

    @property
    def missing(self) -> int:
        """How many figures of the report nobody has said anything of."""
        return sum(is_missing(figure) for figure in self._figures)

    @property
    def figures(self) -> list[Figure]:
        """The figures shown, without the lines of the groups."""
        return [row for row in self._rows if isinstance(row, Figure)]

    def set_report(self, report: Report) -> None:
        """Show the figures of a report."""
        self._figures = report.figures
        self._since = short_date(report.cumulative_from) if report.cumulative_from else ""
        self._filter()

    def set_filter(self, words: str, only_missing: bool) -> None:
        """Show only figures with all these words (no accents needed), or only those still missing."""
        self._words = fold(words)
        self._only_missing = only_missing
        self._filter()

    def _filter(self) -> None:
        wanted = self._words.split()
        self.set_rows(
            [
                figure
                for figure in self._figures
                if (not self._only_missing or is_missing(figure)) and all(word in _haystack(figure) for word in wanted)
            ]
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; rows come and go with it, so the whole table is read again."""
        self.beginResetModel()
        self._sorted_by = (column, order) if 0 <= column < len(self.columns) else None
        self._rows = self._in_order()
        self.endResetModel()

    def _in_order(self) -> list[Any]:
        rows = super()._in_order()
        if self._sorted_by is not None:
            return rows
        groups: dict[str, list[Figure]] = {}
        for figure in rows:
            groups.setdefault(figure.indicator.group, []).append(figure)
        found: list[Any] = []
        for name, figures in groups.items():
            if name:
                found.append(Group(name))
            found += figures
        return found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows; states of having no number are quiet and italic."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if isinstance(row, Group):
            return _group_data(row, index.column(), role)
        amount = _amount(row, self.columns[index.column()].key)
        if amount is not None and amount.state is not FigureState.COUNTED:
            if role == Qt.ItemDataRole.FontRole:
                return _font(italic=True)
            if role == Qt.ItemDataRole.ForegroundRole:
                return QBrush(QColor(style.colour("quiet")))
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the arrow keys pass over the lines of the groups."""
        if index.isValid() and index.row() < len(self._rows) and isinstance(self._rows[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title; the cumulative one says since when."""
        title = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        if title and self._since and self.columns[section].key == "cumulative":
            return f"Lũy kế từ\n{self._since}"
        return super().headerData(section, orientation, role)


def is_missing(figure: Figure) -> bool:
    """Tell whether nobody has said yet what a figure of the period is."""
    return figure.current.state is FigureState.UNKNOWN


def _haystack(figure: Figure) -> str:
    indicator = figure.indicator
    return fold(f"{indicator.code} {indicator.name} {indicator.unit} {indicator.group}")


def _amount(figure: Figure, key: str) -> Amount | None:
    return {"current": figure.current, "cumulative": figure.cumulative, "previous": figure.previous}.get(key)


def _group_data(group: Group, column: int, role: int) -> Any:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
        return group.name if column == 0 else ""
    if role == Qt.ItemDataRole.FontRole:
        return _font(bold=True)
    if role == Qt.ItemDataRole.ForegroundRole:
        return QBrush(QColor(style.colour("text")))
    if role == Qt.ItemDataRole.BackgroundRole:
        return QBrush(QColor(style.colour("bar")))
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return Align.LEFT.value
    return None


def _font(*, bold: bool = False, italic: bool = False) -> QFont:
    font = style.base_font()
    font.setBold(bold)
    font.setItalic(italic)
    return font


def _number(value: Decimal | None, decimals: int) -> str:
    return NO_TARGET if value is None else format_number(value, decimals)


def _columns() -> tuple[Column[Figure], ...]:
    return (
        Column("code", "Mã", lambda f: f.indicator.code),
        Column("name", "Chỉ tiêu", _name_text, tip=statement_text),
        Column("unit", "ĐVT", lambda f: f.indicator.unit),
        Column(
            "current",
            "Kỳ này",
            lambda f: amount_text(f.current, f.indicator.decimals),
            lambda f: f.current.value,
            Align.RIGHT,
            statement_text,
        ),
        Column(
            "cumulative",
            "Lũy kế\ntừ đầu năm",
            lambda f: amount_text(f.cumulative, f.indicator.decimals),
            lambda f: f.cumulative.value,
            Align.RIGHT,
        ),
        Column(
            "previous",
            "Cùng kỳ\nnăm trước",
            lambda f: amount_text(f.previous, f.indicator.decimals),
            lambda f: f.previous.value,
            Align.RIGHT,
        ),
        Column(
            "target",
            "Chỉ tiêu\nnăm",
            lambda f: _number(f.target, f.indicator.decimals),
            lambda f: f.target,
            Align.RIGHT,
        ),
        Column("percent", "Tỷ lệ\n(%)", lambda f: _number(f.percent, 1), lambda f: f.percent, Align.RIGHT),
    )


def _name_text(figure: Figure) -> str:
    """Return the name; a typed number that stands in for the log's is marked (not in its own cell: Excel pastes it)."""
    stated = figure.statement
    if stated is None or stated.state is not FigureState.COUNTED or figure.indicator.source is IndicatorSource.TYPED:
        return figure.indicator.name
    return f"{figure.indicator.name} (số nhập tay)"


def figures_of(rows: Sequence[Any]) -> list[Figure]:
    """Return the figures among rows of the table."""
    return [row for row in rows if isinstance(row, Figure)]
