"""A form as it looks in Excel: sheets as tabs below, merged cells, sizes and fills; a click chooses a cell."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTabBar, QTableView, QVBoxLayout, QWidget

from cchc_desktop.domain.report_form import cell_name, cell_place
from cchc_desktop.domain.report_form_grid import FormBook, FormSheet
from cchc_desktop.ui.models.report_form_grid import INK, MAPPED_INK, PAPER, FormGridModel

_LINE = "#c9ced6"
_LEAST_HEIGHT = 26  # Excel's usual 20 would cut the stacked marks (Ắ Ễ Ự) of our fonts
_LINE_SHARE = 1.55  # height of a line in parts of its size, stacked marks included
_PIXELS_PER_POINT = 96 / 72


class ReportFormGrid(QWidget):
    """`picked` carries sheet and cell ("Biểu 01", "C6") when another cell is chosen by click or key."""

    picked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book: FormBook | None = None
        self._mapped: Mapping[tuple[str, str], tuple[str, str]] = {}
        self.model = FormGridModel(self)
        self.view = QTableView(self)
        self.view.setObjectName("report_form_grid")
        self.view.setAccessibleName(self.tr("Biểu của cấp trên"))
        self.view.setModel(self.model)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setTabKeyNavigation(False)
        self.view.setCornerButtonEnabled(False)
        for header in (self.view.horizontalHeader(), self.view.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
            header.setMinimumSectionSize(4)
            header.setHighlightSections(True)
        self.view.horizontalHeader().setStretchLastSection(False)
        self._colour()
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("report_form_sheets")
        self.tabs.setShape(QTabBar.Shape.RoundedSouth)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._turn)
        self.view.selectionModel().currentChanged.connect(self._pick)

    def _colour(self) -> None:
        """Keep the form white: its fills are made for paper."""
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(PAPER))
        palette.setColor(QPalette.ColorRole.Text, QColor(INK))
        palette.setColor(QPalette.ColorRole.Highlight, QColor(MAPPED_INK))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(PAPER))
        self.view.setPalette(palette)
        self.view.setStyleSheet(
            f"QTableView {{ background: {PAPER}; color: {INK}; gridline-color: {_LINE}; }}"
            f"QTableView::item {{ padding: 0px 4px; }}"
            f"QTableView::item:selected {{ background: {MAPPED_INK}; color: {PAPER}; }}"
            f"QHeaderView::section {{ padding: 0px 3px; }}"
        )

    # ------------------------------------------------------------------ what is shown

    def show_book(self, book: FormBook | None) -> None:
        """Show a form; the sheet that was on show stays on show when the new form has one of its name."""
        before = self.sheet_name()
        self._book = book
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for sheet in book.sheets if book else ():
            if not sheet.chart:
                number = self.tabs.addTab(sheet.name)
                self.tabs.setTabToolTip(number, self.tr("Trang đang ẩn") if sheet.hidden else sheet.name)
        names = [self.tabs.tabText(number) for number in range(self.tabs.count())]
        visible = [sheet.name for sheet in book.sheets if not sheet.chart and not sheet.hidden] if book else []
        first = before if before in names else (visible[0] if visible else (names[0] if names else ""))
        self.tabs.setCurrentIndex(names.index(first) if first else -1)
        self.tabs.blockSignals(False)
        self._turn()

    def show_mapped(self, mapped: Mapping[tuple[str, str], tuple[str, str]]) -> None:
        """Show words in cells of any sheet: (sheet, cell) → (words, tip)."""
        self._mapped = mapped
        name = self.sheet_name()
        self.model.show_mapped({cell: words for (sheet, cell), words in mapped.items() if sheet == name})

    def sheet_name(self) -> str:
        """Return the name of the sheet on show, "" without one."""
        return self.tabs.tabText(self.tabs.currentIndex()) if self.tabs.currentIndex() >= 0 else ""

    def cell(self) -> str:
        """Return the name of the chosen cell, "" without one; in a merged area its first cell."""
        index = self.view.currentIndex()
        return self._name(index) if index.isValid() else ""

    def go_to(self, sheet: str, cell: str) -> None:
        """Show and choose a cell."""
        names = [self.tabs.tabText(number) for number in range(self.tabs.count())]
        place = cell_place(cell)
        if sheet in names and place is not None:
            self.tabs.setCurrentIndex(names.index(sheet))
            index = self.model.index(place[0] - 1, place[1] - 1)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    # ------------------------------------------------------------------ one sheet

    def _turn(self) -> None:
        sheet = self._book.sheet(self.sheet_name()) if self._book and self.sheet_name() else None
        self.view.clearSpans()
        self.model.show_sheet(self._book, sheet)
        if sheet is not None:
            self._measure(sheet)
        self.show_mapped(self._mapped)

    def _measure(self, sheet: FormSheet) -> None:
        """Give rows, columns and merged cells the sizes of the form."""
        across, down = self.view.horizontalHeader(), self.view.verticalHeader()
        across.setDefaultSectionSize(sheet.default_width)
        down.setDefaultSectionSize(max(sheet.default_height, _LEAST_HEIGHT))
        for column in range(sheet.columns):
            across.resizeSection(column, sheet.widths.get(column + 1, sheet.default_width))
            self.view.setColumnHidden(column, column + 1 in sheet.hidden_columns)
        needed = self._needed_heights(sheet)
        for row in range(sheet.rows):
            height = max(sheet.heights.get(row + 1, sheet.default_height), needed.get(row + 1, _LEAST_HEIGHT))
            if height != down.defaultSectionSize():
                down.resizeSection(row, height)
            if row + 1 in sheet.hidden_rows or self.view.isRowHidden(row):
                self.view.setRowHidden(row, row + 1 in sheet.hidden_rows)
        for area in sheet.merges:
            bottom, right = min(area.bottom, sheet.rows), min(area.right, sheet.columns)
            if area.top <= bottom and area.left <= right and (area.top, area.left) != (bottom, right):
                self.view.setSpan(area.top - 1, area.left - 1, bottom - area.top + 1, right - area.left + 1)

    def _needed_heights(self, sheet: FormSheet) -> dict[int, int]:
        """Return the heights that large letters need."""
        assert self._book is not None
        needed: dict[int, int] = {}
        for (row, _), cell in sheet.cells.items():
            size = self._book.look(cell).size if cell.text else 0
            height = round(size * _PIXELS_PER_POINT * _LINE_SHARE) + 4
            if height > needed.get(row, _LEAST_HEIGHT):
                needed[row] = height
        return needed

    def _name(self, index: QModelIndex) -> str:
        row, column = index.row() + 1, index.column() + 1
        sheet = self.model.sheet
        area = sheet.area_of(row, column) if sheet else None
        return area.anchor if area else cell_name(row, column)

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(self.sheet_name(), self._name(index))

    def focus_grid(self) -> None:
        """Put the keys into the grid."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
