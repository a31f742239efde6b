"""Tổng hợp → Chấm điểm: the ranking of the units, and the appraisal of each beside its self-score."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.change import Topic
from cchc_desktop.domain.ranking import RankLine
from cchc_desktop.domain.scoring import Side, points_text
from cchc_desktop.errors import AppError, Cancelled
from cchc_desktop.ui.ask import WORD_FILES
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.score_rows import ranking_model, totals_text
from cchc_desktop.ui.screens.gathering_tab import GatheringTab
from cchc_desktop.ui.screens.register_export import RegisterExport
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.page_frame import PageFrame
from cchc_desktop.ui.widgets.score_bar import ScoreBar
from cchc_desktop.ui.widgets.score_sheet_view import ScoreSheetView

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.domain.score_sheet import ScoreSheet
    from cchc_desktop.services.scoring_packages import TakenScores
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.work import Job

_YEARS_BACK = 6
_RANKING, _SHEET, _EMPTY = range(3)


class ScoringPage(GatheringTab):
    """The ranking, and over it the sheet of a unit. It accepts the code of a unit."""

    topics = frozenset({Topic.SCORE, Topic.DIRECTORY, Topic.RECEIVED, Topic.CATALOGUE})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("gathering_scoring")
        self._context = context
        self._set = ""
        self._unit = ""
        self._sheet: ScoreSheet | None = None
        self._job: Job | None = None
        self.notice = NoticeBar(self)
        self._build_bar()
        self.model = ranking_model(self)
        self.table = DataTable("ranking", context.settings, self)
        self.table.setAccessibleName(self.tr("Xếp hạng các đơn vị"))
        self._dress()
        self._build_sheet()
        self.exporter = RegisterExport(context, self)
        self.empty = EmptyState(
            self.tr("Chưa có đơn vị nào gửi báo cáo về đây trong năm này."), self.tr("Mở danh sách đơn vị"), self
        )
        self.pages = QStackedWidget(self)
        for page in (self.table, self.frame, self.empty):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.bar)
        column.addWidget(self.notice)
        column.addWidget(self.pages, 1)
        self._connect()

    # ------------------------------------------------------------------ building

    def _build_bar(self) -> None:
        self.bar = ScoreBar("appraisal", self)
        self.year_box = QComboBox(self)
        self.year_box.setObjectName("appraisal_year")
        self.year_box.setAccessibleName(self.tr("Năm chấm điểm"))
        self.bar.put_before(self.year_box)
        self.bar.put_total_below()
        this = self._context.services.scoring.year()
        for year in range(this + 1, this - _YEARS_BACK - 1, -1):
            self.year_box.addItem(self.tr("Năm {}").format(year), year)
        self.year_box.setCurrentIndex(1)
        self.intake = self.bar.add_button(
            self.tr("Nhận điểm tự chấm"),
            "appraisal_intake",
            self.tr("Lấy điểm tự chấm trong các gói báo cáo đã nhận; điểm đã ghi bằng tay giữ nguyên"),
        )
        self.take_all = self.bar.add_button(
            self.tr("Lấy mọi đề xuất"), "appraisal_take_all", self.tr("Ghi điểm đề xuất cho các tiêu chí chưa có điểm")
        )
        self.export_button = self.bar.add_button(
            self.tr("Xuất Word…"), "appraisal_export", self.tr("Bảng đang xem để in hoặc kèm báo cáo")
        )
        for button in self.bar.lists.buttons():
            button.hide()

    def _dress(self) -> None:
        width = self.fontMetrics().horizontalAdvance
        points = width("Đề xuất") + 36
        self.table.set_model(
            self.model, (width("Hạng") + 30, 320, width("00.00.0000") + 30, points, points, points, points)
        )
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(6, width("Đã thẩm định") + 40)

    def _build_sheet(self) -> None:
        self.frame = PageFrame("", self)
        self.sides = QButtonGroup(self)
        top = self.frame.column.itemAt(0)
        row = top.layout() if top is not None else None
        assert isinstance(row, QHBoxLayout)
        row.setSpacing(4)
        row.setStretch(0, 0)
        self.frame.heading.setContentsMargins(0, 0, 16, 0)
        row.removeWidget(self.frame.close_button)
        for number, words in enumerate((self.tr("Thẩm định"), self.tr("Tự chấm"))):
            row.addWidget(self._switch(self.sides, number, words, f"appraisal_side_{number}"))
        row.addSpacing(16)
        self.lists = QButtonGroup(self)
        for number, words in enumerate((self.tr("Tiêu chí"), "")):
            row.addWidget(self._switch(self.lists, number, words, f"appraisal_list_{number}"))
        row.addStretch(1)
        self.steps: list[QToolButton] = []
        for step, sign, keys, words in (
            (-1, "mdi6.chevron-up", "Alt+Up", self.tr("Đơn vị trước")),
            (1, "mdi6.chevron-down", "Alt+Down", self.tr("Đơn vị sau")),
        ):
            button = QToolButton(self)
            button.setObjectName(f"appraisal_step_{step}")
            button.setIcon(icon(sign))
            button.setShortcut(QKeySequence(keys))
            button.setToolTip(f"{words} ({keys})")
            button.setAccessibleName(words)
            button.clicked.connect(partial(self._step, step))
            self.steps.append(button)
            row.addWidget(button)
        row.addWidget(self.frame.close_button)
        self.sides.button(1).setToolTip(self.tr("Ghi điểm đơn vị tự chấm, theo bản đơn vị gửi"))
        self.view = ScoreSheetView(self._context, "appraisal", self.frame)
        self.frame.column.setContentsMargins(0, 0, 0, 0)
        self.frame.column.addWidget(self.view, 1)

    def _switch(self, group: QButtonGroup, number: int, words: str, name: str) -> QWidget:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(words)
        button.setCheckable(True)
        button.setChecked(number == 0)
        group.addButton(button, number)
        return button

    def _connect(self) -> None:
        self.bar.set_chosen.connect(self._choose_set)
        self.year_box.activated.connect(self._choose_year)
        self.take_all.clicked.connect(self._take_all)
        self.intake.clicked.connect(self._take_in)
        self.export_button.clicked.connect(self._export)
        self.exporter.written.connect(self._written)
        self.table.activated_row.connect(self._open)
        self.frame.closed.connect(self._close)
        self.sides.idClicked.connect(self._choose_side)
        self.lists.idClicked.connect(self.view.show_list)
        self.view.changed.connect(self._context.bus.announce)
        self.view.wanted.connect(self.wanted)
        self.empty.clicked.connect(partial(self.wanted.emit, "gathering", "directory"))
        self._context.bus.changed.connect(self._note)

    # ------------------------------------------------------------------ what every tab does

    @property
    def year(self) -> int:
        """The report year on show."""
        return int(self.year_box.currentData())

    @property
    def side(self) -> Side:
        """Whose points are given."""
        return Side.SELF if self.sides.checkedId() == 1 else Side.APPRAISAL

    def refresh(self) -> None:
        """Read the ranking, or the sheet on show, again; the old one stays meanwhile."""
        scoring = self._context.services.scoring
        try:
            chosen = scoring.criteria(self._set) if self._set else scoring.usual(self.year)
            self.bar.show_sets(scoring.sets(self.year), chosen)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._set = chosen.code
        if self._job is not None:
            self._job.cancel()
        year, code, unit = self.year, self._set, self._unit

        def read(progress: Progress) -> tuple[int, str, ScoreSheet | tuple[RankLine, ...]]:
            return year, code, scoring.unit(year, code, unit) if unit else scoring.ranking(year, code)

        self._job = self._context.runner.run(read, self._show, self._failed, self.tr("Đang tính điểm"))

    def accept(self, request: object) -> None:
        """Show the sheet of a unit."""
        if isinstance(request, str) and self.leave():
            self._unit = request
            self.refresh()

    def leave(self) -> bool:
        """Keep what is typed."""
        return self.view.put_away()

    def escape(self) -> bool:
        """Drop what is typed, then close the sheet, then the message."""
        if self.pages.currentIndex() == _SHEET:
            if not self.view.escape():
                self._close()
            return True
        if self.notice.isHidden():
            return False
        self.notice.hide()
        return True

    # ------------------------------------------------------------------ showing

    def _show(self, found: tuple[int, str, ScoreSheet | tuple[RankLine, ...]]) -> None:
        year, code, what = found
        if (year, code) != (self.year, self._set):
            return
        if isinstance(what, tuple):
            if not self._unit:
                self._show_ranking(what)
        elif what.unit_code == self._unit:
            self._show_sheet(what)

    def _show_ranking(self, lines: tuple[RankLine, ...]) -> None:
        kept = self.table.first_selected_row()
        self._sheet = None
        self.view.show_sheet(None, self.side)
        self.model.set_rows(lines)
        self.pages.setCurrentIndex(_RANKING if lines else _EMPTY)
        row = next((number for number, line in enumerate(self.model.rows) if kept and line.code == kept.code), 0)
        self.table.select_number(row)
        most = self._context.services.scoring.criteria(self._set).most
        done = sum(line.appraised == line.criteria for line in lines)
        words = self.tr("{0} đơn vị, {1} đã thẩm định xong; điểm tối đa {2}")
        self.bar.show_total(words.format(len(lines), done, points_text(most)) if lines else "")
        self.take_all.hide()
        self.intake.setVisible(bool(lines))
        self.export_button.setEnabled(bool(lines))

    def _show_sheet(self, sheet: ScoreSheet) -> None:
        self._sheet = sheet
        self.view.show_sheet(sheet, self.side)
        self.frame.heading.setText(sheet.unit_name)
        self.lists.button(1).setText(self.tr("Còn thiếu gì để đủ điểm ({})").format(len(sheet.gaps)))
        self.pages.setCurrentIndex(_SHEET)
        words = self.tr("Thẩm định: {0}") if self.side is Side.APPRAISAL else self.tr("Tự chấm: {0}")
        self.bar.show_total(words.format(totals_text(sheet, self.side)))
        self.take_all.show()
        self.intake.hide()
        codes = [line.code for line in self.model.rows]
        place = codes.index(sheet.unit_code) if sheet.unit_code in codes else -1
        self.steps[0].setEnabled(place > 0)
        self.steps[1].setEnabled(0 <= place < len(codes) - 1)

    def _failed(self, error: AppError) -> None:
        if not isinstance(error, Cancelled):
            self._unit = ""
            self._context.ask.error(self, error)

    def _note(self, change: object) -> None:
        topic = getattr(change, "topic", None)
        if topic is Topic.SCORE and self.isVisible():
            self.refresh()

    # ------------------------------------------------------------------ choosing

    def _open(self, line: RankLine) -> None:
        self._unit = line.code
        self.refresh()

    def _close(self) -> None:
        if self.view.put_away():
            self._unit = ""
            self.pages.setCurrentIndex(_RANKING)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.refresh()

    def _step(self, step: int) -> None:
        codes = [line.code for line in self.model.rows]
        if self._unit in codes and self.view.put_away():
            place = codes.index(self._unit) + step
            if 0 <= place < len(codes):
                self._unit = codes[place]
                self.table.select_number(place)
                self.refresh()

    def _choose_side(self, number: int) -> None:
        if not self.view.put_away():
            self.sides.button(1 - number).setChecked(True)
        elif self._sheet is not None:
            self._show_sheet(self._sheet)

    def _choose_set(self, code: str) -> None:
        if self.view.put_away():
            self._set = code
        self.refresh()

    def _choose_year(self) -> None:
        if self._sheet is not None and not self.view.put_away():
            self.year_box.setCurrentIndex(self.year_box.findData(self._sheet.year))
            return
        self._set = ""
        self.refresh()

    # ------------------------------------------------------------------ commands

    def _take_all(self) -> None:
        if self._sheet is None or not self.view.put_away():
            return
        try:
            change = self._context.services.scoring.take_proposals(self._sheet, self.side)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        if not change.ids:
            self._context.hint(self.tr("Không còn tiêu chí nào lấy được theo đề xuất; hãy chấm từng tiêu chí."))
            return
        self._context.saved()
        self._context.bus.announce(change)

    def _take_in(self) -> None:
        intake, year = self._context.services.score_intake, self.year
        self.intake.setEnabled(False)

        def work(progress: Progress) -> TakenScores:
            return intake.take(year, progress)

        self._context.runner.run(work, self._taken_in, self._not_taken, self.tr("Đang đọc các gói báo cáo"))

    def _taken_in(self, taken: TakenScores) -> None:
        self.intake.setEnabled(True)
        words = self.tr("Đã đọc điểm tự chấm của {0} đơn vị: ghi mới {1} tiêu chí.").format(taken.units, taken.points)
        if taken.kept:
            words += self.tr(" {0} điểm đã ghi bằng tay giữ nguyên.").format(taken.kept)
        if taken.left:
            words += self.tr(" {0} gói hoặc điểm không đọc được.").format(taken.left)
        self.notice.tell(words)
        self._context.bus.announce(taken.change)

    def _not_taken(self, error: AppError) -> None:
        self.intake.setEnabled(True)
        if not isinstance(error, Cancelled):
            self._context.ask.error(self, error)

    def _export(self) -> None:
        if not self.view.put_away():
            return
        scoring, year, code, unit = self._context.services.scoring, self.year, self._set, self._unit

        def write(target: Path) -> Path:
            if unit:
                return scoring.export_sheet(scoring.unit(year, code, unit), target)
            return scoring.export_ranking(year, code, target)

        name = f"Cham-diem_{unit}_{year}.docx" if unit else f"Xep-hang_{year}.docx"
        self.exporter.start(self.tr("Ghi bảng điểm ra tệp Word"), name, WORD_FILES, write)

    def _written(self, path: Path) -> None:
        opened = (self.tr("Mở tệp"), partial(self._open_file, path))
        self.notice.tell(self.tr("Đã ghi bảng điểm ra tệp {0}.").format(path.name), opened)

    def _open_file(self, path: Path) -> None:
        if not self._context.ask.open_path(path):
            self._context.hint(self.tr("Máy này chưa có chương trình mở tệp Word."))
