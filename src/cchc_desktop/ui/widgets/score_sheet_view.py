"""A sheet of points: its criteria, what is missing for more, and the panel of the criterion that is chosen."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.attachment import Attachment
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.score_sheet import ScoreLine, ScoreSheet
from cchc_desktop.domain.scoring import Gap, GapPlace, Score, Side
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.ui.models.activity_draft import ActivityDraft
from cchc_desktop.ui.models.score_rows import gap_model, sheet_model
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.report_wrap_delegate import wrap_cells
from cchc_desktop.ui.widgets.score_panel import ScorePanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_desktop.domain.change import Change
    from cchc_desktop.ui.place import Context

_NAME, _APPRAISAL, _NUMBER = 0, 4, 5
_FILES = "Minh chứng (*.pdf *.jpg *.jpeg *.png *.docx *.doc *.xlsx *.xls *.mp3 *.mp4 *.zip);;Mọi tệp (*)"


class ScoreSheetView(QWidget):
    """`changed` fires after points or files were kept; `wanted` asks for another place: (its key, request)."""

    changed = Signal(object)
    wanted = Signal(str, object)

    def __init__(self, context: Context, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._sheet: ScoreSheet | None = None
        self._side = Side.SELF
        self._moving = False
        self.model = sheet_model(self)
        self.table = DataTable(f"{key}_criteria", context.settings, self, sortable=False)
        self.table.setAccessibleName(self.tr("Các tiêu chí"))
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.gaps = gap_model(self)
        self.gap_table = DataTable(f"{key}_gaps", context.settings, self)
        self.gap_table.setAccessibleName(self.tr("Còn thiếu gì để đủ điểm"))
        self.panel = ScorePanel(self)
        self._dress()
        self.lists = QStackedWidget(self)
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.gap_table)
        whole = QSplitter(Qt.Orientation.Horizontal, self)
        whole.addWidget(self.lists)
        whole.addWidget(self.panel)
        whole.setStretchFactor(0, 1)
        whole.setSizes([760, 340])
        whole.setChildrenCollapsible(False)
        self.panel.setMinimumWidth(270)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(whole)
        self.table.selected_changed.connect(self._choose)
        self.table.activated_row.connect(self._edit)
        self.gap_table.activated_row.connect(self._close_gap)
        self.panel.given.connect(self._give)
        self.panel.taken_back.connect(self._take_back)
        self.panel.add_wanted.connect(self._add_file)
        self.panel.opened.connect(self._open_file)
        self.panel.dropped.connect(self._drop_file)

    def _dress(self) -> None:
        width = self.fontMetrics().horizontalAdvance
        wrap_cells(self.table)
        heads = (width(words) + 22 for words in ("Tối đa", "Đề xuất", "Tự chấm", "Thẩm định"))
        self.table.set_model(self.model, (300, *heads))
        wrap_cells(self.gap_table)
        self.gap_table.set_model(self.gaps, (420, width("00/00/0000") + 28, width("+0,25") + 28))
        for table, stretched in ((self.table, _NAME), (self.gap_table, 0)):
            header = table.horizontalHeader()
            header.setStretchLastSection(False)
            header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(_NUMBER, width("Tệp") + 20)
        self.gap_table.setColumnWidth(2, width("+0,25") + 32)

    # ------------------------------------------------------------------ what is shown

    def show_sheet(self, sheet: ScoreSheet | None, side: Side) -> None:
        """Show a sheet, to give the points of a side; the criterion that was chosen stays so, and what is typed."""
        kept = self.panel.line.criterion.code if self.panel.line else ""
        typed = self.panel.typed() if self.panel.changed and self._same(sheet, side) else None
        self._sheet, self._side = sheet, side
        lines = sheet.lines if sheet else ()
        self._moving = True
        self.table.setColumnHidden(_APPRAISAL, sheet is None or not sheet.unit_code)
        self.model.set_rows(lines)
        self.gaps.set_rows(sheet.gaps if sheet else ())
        row = next((number for number, line in enumerate(lines) if line.criterion.code == kept), 0)
        self.table.select_number(row)
        self._moving = False
        self.panel.show_line(lines[row] if lines else None, side)
        if typed is not None:
            self.panel.type_again(typed)

    def _same(self, sheet: ScoreSheet | None, side: Side) -> bool:
        """Tell whether a sheet is the one on show, read anew."""

        def place(one: ScoreSheet | None) -> tuple[object, ...] | None:
            return (one.year, one.criteria.code, one.unit_code) if one else None

        return place(sheet) == place(self._sheet) and side is self._side

    def _choose(self) -> None:
        if self._moving:
            return
        rows: list[ScoreLine] = self.table.selected_rows()
        line = rows[0] if rows else None
        shown = self.panel.line
        if line is None or (shown is not None and line.criterion.code == shown.criterion.code):
            return
        if not self.panel.give_typed():
            self._select(shown.criterion.code if shown else "")
            return
        # Keeping what was typed may have shown the sheet anew: the line is looked up again.
        self._select(line.criterion.code)
        fresh = next((one for one in self.model.rows if one.criterion.code == line.criterion.code), line)
        self.panel.show_line(fresh, self._side)

    def _select(self, code: str) -> None:
        self._moving = True
        numbers = (number for number, one in enumerate(self.model.rows) if one.criterion.code == code)
        self.table.select_number(next(numbers, -1))
        self._moving = False

    def show_list(self, number: int) -> None:
        """Show the criteria (0), or what is missing for points (1)."""
        self.lists.setCurrentIndex(number)
        (self.gap_table if number else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit(self) -> None:
        self.panel.points.setFocus(Qt.FocusReason.OtherFocusReason)
        self.panel.points.selectAll()

    def put_away(self) -> bool:
        """Keep what is typed; False when it cannot be kept."""
        return self.panel.give_typed()

    def escape(self) -> bool:
        """Drop what is typed; True when something was."""
        if not self.panel.changed:
            return False
        self.panel.revert()
        return True

    # ------------------------------------------------------------------ commands

    def _give(self, points: Decimal, reason: str) -> None:
        line = self.panel.line
        if self._sheet is None or line is None:
            return
        sheet, side, code = self._sheet, self._side, line.criterion.code
        try:
            change = self._context.services.scoring.give(sheet, code, side, points, reason)
        except InvalidInput as error:
            left = self.panel.show_problems(error.problems)
            if left:
                self._context.ask.error(self, error)
            return
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self.panel.show_line(line, side)  # nothing typed is left over
        self._done(change)

    def _take_back(self, score: Score) -> None:
        self._try(lambda: self._context.services.scoring.take_back(score))

    def _add_file(self) -> None:
        line, sheet = self.panel.line, self._sheet
        if line is None or sheet is None:
            return
        path: Path | None = self._context.ask.open_file(self, self.tr("Chọn tệp minh chứng"), self.tr(_FILES))
        if path is not None:
            self._try(lambda: self._context.services.scoring.add_file(sheet, line.criterion.code, path))

    def _drop_file(self, file: Attachment) -> None:
        self._try(lambda: self._context.services.scoring.drop_file(file))

    def _open_file(self, file: Attachment) -> None:
        try:
            path = self._context.services.attachments.viewing_copy(file.id)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        if not self._context.ask.open_path(path):
            self._context.hint(self.tr("Máy này chưa có chương trình mở tệp này."))

    def _try(self, command: Callable[[], Change]) -> None:
        try:
            change = command()
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._done(change)

    def _done(self, change: Change) -> None:
        self._context.saved()
        self.changed.emit(change)

    # ------------------------------------------------------------------ gaps

    def _close_gap(self, gap: Gap) -> None:
        """Go where a gap is closed."""
        if gap.place is GapPlace.HAND:
            self._select(gap.criterion)
            self._choose()
            self._edit()
        elif gap.place is GapPlace.PLAN:
            self.wanted.emit("plan", None)
        elif gap.place is GapPlace.TASK:
            self.wanted.emit("activity", ActivityFilter(task_id=gap.subject))
        elif gap.place is GapPlace.REPORT:
            self.wanted.emit("report", gap.subject)
        elif gap.place is GapPlace.LOG:
            first = gap.subject.partition(",")[0]
            self.wanted.emit("activity", ActivityDraft(short_date(self._context.today()), first))
        elif self._sheet is not None:
            start, end = self._context.services.scoring.days(self._sheet.year)
            forms = tuple(gap.subject.split(","))
            self.wanted.emit("activity", ActivityFilter(start=start, end=end, forms=forms, unproven=True))
