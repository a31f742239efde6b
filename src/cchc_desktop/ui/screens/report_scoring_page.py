"""Báo cáo, tab "Tự chấm điểm": this office's points of the year, with their reasons and what is still missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.scoring import Side
from cchc_desktop.errors import AppError, Cancelled
from cchc_desktop.ui.ask import WORD_FILES
from cchc_desktop.ui.models.score_rows import totals_text
from cchc_desktop.ui.screens.register_export import RegisterExport
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.score_bar import ScoreBar
from cchc_desktop.ui.widgets.score_sheet_view import ScoreSheetView

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.domain.score_sheet import ScoreSheet
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.work import Job


class ReportScoringPage(QWidget):
    """`wanted` asks for another place: (its key, request)."""

    wanted = Signal(str, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report_scoring")
        self._context = context
        self._year = 0
        self._set = ""
        self._sheet: ScoreSheet | None = None
        self._job: Job | None = None
        self.notice = NoticeBar(self)
        self.bar = ScoreBar("score", self)
        self.take_all = self.bar.add_button(
            self.tr("Lấy mọi đề xuất"), "score_take_all", self.tr("Ghi điểm đề xuất cho các tiêu chí chưa có điểm")
        )
        self.export_button = self.bar.add_button(
            self.tr("Xuất Word…"), "score_export", self.tr("Bảng tự chấm điểm để in, kèm lý do và tên tệp minh chứng")
        )
        self.view = ScoreSheetView(context, "score", self)
        self.exporter = RegisterExport(context, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.bar)
        column.addWidget(self.notice)
        column.addWidget(self.view, 1)
        self.bar.set_chosen.connect(self._choose_set)
        self.bar.lists.idClicked.connect(self.view.show_list)
        self.take_all.clicked.connect(self._take_all)
        self.export_button.clicked.connect(self._export)
        self.exporter.written.connect(self._written)
        self.view.changed.connect(context.bus.announce)
        self.view.wanted.connect(self.wanted)
        context.bus.changed.connect(self._note)

    def show_year(self, year: int) -> None:
        """Read the points of a report year."""
        if year != self._year and not self.view.put_away():
            return
        if year != self._year:
            self._year, self._set = year, ""
        self.refresh()

    def refresh(self) -> None:
        """Read the points again; the old ones stay on show meanwhile."""
        if not self._year:
            return
        scoring = self._context.services.scoring
        try:
            chosen = scoring.criteria(self._set) if self._set else scoring.usual(self._year, "")
            self.bar.show_sets(scoring.sets(self._year), chosen)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._set = chosen.code
        if self._job is not None:
            self._job.cancel()
        year, code = self._year, chosen.code

        def work(progress: Progress) -> ScoreSheet:
            return scoring.own(year, code)

        self._job = self._context.runner.run(work, self._show, self._failed, self.tr("Đang tính điểm"))

    def _show(self, sheet: ScoreSheet) -> None:
        if (sheet.year, sheet.criteria.code) != (self._year, self._set):
            return  # another year or set was chosen meanwhile
        self._sheet = sheet
        self.view.show_sheet(sheet, Side.SELF)
        self.bar.show_gaps(len(sheet.gaps))
        self.bar.show_total(self.tr("Tự chấm: {0}").format(totals_text(sheet, Side.SELF)))

    def _failed(self, error: AppError) -> None:
        if not isinstance(error, Cancelled):
            self._context.ask.error(self, error)

    def put_away(self) -> bool:
        """Keep what is typed; False when it cannot be kept."""
        return self.view.put_away()

    def escape(self) -> bool:
        """Drop what is typed, then the message."""
        if self.view.escape():
            return True
        if self.notice.isHidden():
            return False
        self.notice.hide()
        return True

    # ------------------------------------------------------------------ commands

    def _note(self, change: Change) -> None:
        if change.topic is Topic.SCORE and self.isVisible():
            self.refresh()

    def _choose_set(self, code: str) -> None:
        if self.view.put_away():
            self._set = code
        self.refresh()

    def _take_all(self) -> None:
        if self._sheet is None or not self.view.put_away():
            return
        try:
            change = self._context.services.scoring.take_proposals(self._sheet, Side.SELF)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        if not change.ids:
            self._context.hint(self.tr("Không còn tiêu chí nào có đề xuất mà chưa ghi điểm."))
            return
        self._context.saved()
        self._context.bus.announce(change)

    def _export(self) -> None:
        if self._sheet is None or not self.view.put_away():
            return
        scoring, year, code = self._context.services.scoring, self._year, self._set

        def write(target: Path) -> Path:
            return scoring.export_sheet(scoring.own(year, code), target)

        name = f"Tu-cham-diem_{year}.docx"
        self.exporter.start(self.tr("Ghi bảng tự chấm điểm"), name, WORD_FILES, write)

    def _written(self, path: Path) -> None:
        opened = (self.tr("Mở tệp"), partial(self._open, path))
        self.notice.tell(self.tr("Đã ghi bảng tự chấm điểm ra tệp {0}.").format(path.name), opened)

    def _open(self, path: Path) -> None:
        if not self._context.ask.open_path(path):
            self._context.hint(self.tr("Máy này chưa có chương trình mở tệp Word."))
