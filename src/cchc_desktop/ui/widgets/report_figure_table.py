"""The table of figures: names take what room the numbers leave, the lines of the groups go across.

Columns that do not fit step back until there is room again; the panel beside the table shows them then.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from cchc_desktop.domain.figure import STATE_NAMES, Figure
from cchc_desktop.ui.models.report_figures import FiguresModel, Group, figures_of
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.report_wrap_delegate import wrap_cells

if TYPE_CHECKING:
    from cchc_desktop.ui.settings_store import SettingsStore

_NAME = 1
_FIRST_TO_GO = ("previous", "target", "unit", "cumulative")
_NAME_ROOM = 22  # letters of the name that must be seen before a column of numbers steps back


class ReportFigureTable(DataTable):
    """Shows a `FiguresModel`. `chosen` are the figures selected, `choose` selects by codes."""

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__("report_figures", settings, parent)
        wrap_cells(self)
        self._codes: list[str] = []
        self._widths: dict[int, int] = {}

    def set_figures_model(self, model: FiguresModel) -> None:
        """Show a model."""
        self.set_model(model)
        metrics = self.fontMetrics()
        state = max(metrics.horizontalAdvance(words) for words in STATE_NAMES.values()) + 18
        number = metrics.horizontalAdvance("1.234.567") + 18
        wide = {"code": "TT00", "unit": "chuyên mục", "percent": "1.234,5"}
        for column, shown in enumerate(model.columns):
            fixed = state if shown.key in ("current", "cumulative", "previous") else number
            if shown.key in wide:
                fixed = metrics.horizontalAdvance(wide[shown.key]) + 20
            self._widths[column] = fixed
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in self._widths.items():
            if column != _NAME:
                self.setColumnWidth(column, width)
        model.modelReset.connect(self._restore)
        self._restore()

    def chosen(self) -> list[Figure]:
        """Return the figures selected, from top to bottom."""
        return figures_of(self.selected_rows())

    def choose(self, codes: Iterable[str]) -> None:
        """Select figures by their codes, the first one being current; codes not on show are left out."""
        model, selection = self.model(), self.selectionModel()
        if not isinstance(model, FiguresModel) or selection is None:
            return
        wanted = set(codes)
        rows = [n for n, row in enumerate(model.rows) if isinstance(row, Figure) and row.indicator.code in wanted]
        picked = QItemSelection()
        for row in rows:
            picked.select(model.index(row, 0), model.index(row, model.columnCount() - 1))
        if rows and self.currentIndex().row() not in rows:
            selection.setCurrentIndex(model.index(rows[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def choose_near(self, number: int) -> None:
        """Select the first figure from a row on, or else the last one."""
        model = self.model()
        if not isinstance(model, FiguresModel) or not model.figures:
            return
        after = [row for row in model.rows[number:] if isinstance(row, Figure)]
        self.choose([(after or model.figures[-1:])[0].indicator.code])

    def show_current(self) -> None:
        """Scroll to the current row when it is selected."""
        if self._codes:
            self.resizeRowsToContents()
            self.scrollTo(self.currentIndex())

    def copy(self) -> None:
        """Put the selected rows on the clipboard with all columns, those that stepped back too."""
        model = self.model()
        if not isinstance(model, FiguresModel):
            return
        lines = [[column.text(figure) for column in model.columns] for figure in self.chosen()]
        if lines:
            QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let columns step back or return, and keep the row chosen in sight: the names are wrapped anew."""
        super().resizeEvent(event)
        self._fit()
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self.show_current)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Keep in mind what is selected: a refresh selects it again."""
        self._codes = [figure.indicator.code for figure in self.chosen()]
        super().selectionChanged(selected, deselected)

    def _restore(self) -> None:
        model = self.model()
        if not isinstance(model, FiguresModel):
            return
        self.clearSpans()
        for number, row in enumerate(model.rows):
            if isinstance(row, Group):
                self.setSpan(number, 0, 1, model.columnCount())
        if self._codes:
            self.choose(self._codes)

    def _fit(self) -> None:
        model = self.model()
        if not isinstance(model, FiguresModel):
            return
        keys = {column.key: number for number, column in enumerate(model.columns)}
        room = self.viewport().width() - self.fontMetrics().averageCharWidth() * _NAME_ROOM
        room -= sum(width for number, width in self._widths.items() if number != _NAME)
        for key in _FIRST_TO_GO:
            number = keys[key]
            self.setColumnHidden(number, room < 0)
            if room < 0:
                room += self._widths[number]

    def _note_resize(self, *sizes: Any) -> None:
        """Remember nothing: the widths follow the room."""
