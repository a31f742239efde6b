"""Tổng hợp → Theo dõi: who has sent what for a period, what is odd in it, reminders and answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedLayout

from cchc_desktop import files
from cchc_desktop.domain.board import TO_REMIND, BoardState
from cchc_desktop.domain.board_check import OddKind
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.received import ReportStanding
from cchc_desktop.domain.text import fold
from cchc_desktop.errors import AppError, Cancelled
from cchc_desktop.ui.ask import EXCEL_FILES, WORD_FILES
from cchc_desktop.ui.models.board_rows import BoardLine
from cchc_desktop.ui.screens.gathering_reminder_dialog import ReminderDialog
from cchc_desktop.ui.screens.gathering_report_page import ReceivedReportPage
from cchc_desktop.ui.screens.gathering_tab import GatheringTab
from cchc_desktop.ui.screens.register_export import PersonalChoice, RegisterExport
from cchc_desktop.ui.widgets.board_view import FILTER_ALL, FILTER_LACKING, FILTER_ODD, BoardView

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.answers import Written
    from cchc_desktop.services.board import Board, Checked
    from cchc_desktop.storage.answers import KeptAnswer
    from cchc_desktop.ui.place import Context

_SEARCH_PAUSE = 250  # ms: an input method sends Backspace and letters in bursts
_QUICK = 300
"""Reports that are checked on the reading thread; more are work with progress that can be stopped."""


class BoardPage(GatheringTab):
    """The board, and over it the report that was opened."""

    topics = frozenset({Topic.DIRECTORY, Topic.RECEIVED, Topic.CATALOGUE, Topic.UNIT})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("gathering_board")
        self._context = context
        self.board: Board | None = None
        self.checked: Checked | None = None
        self._answers: dict[str, tuple[KeptAnswer, ...]] = {}
        self._lines: tuple[BoardLine, ...] = ()
        self._asked = 0
        self._basis: tuple[object, ...] = ()
        self.view = BoardView(context, self)
        self.report = ReceivedReportPage(context, self)
        self.exporter = RegisterExport(context, self)
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.report)
        view = self.view
        view.year.activated.connect(self._year_chosen)
        view.period.activated.connect(self._load)
        view.filter.activated.connect(self._filter)
        view.search.textChanged.connect(self._timer.start)
        view.search.returnPressed.connect(self._filter)
        self._timer.timeout.connect(self._filter)
        view.table.activated_row.connect(self.open_line)
        view.table.selected_changed.connect(self._enable)
        view.open.clicked.connect(self._open_selected)
        view.accept.clicked.connect(self._accept_selected)
        view.write.clicked.connect(self._write_answers)
        view.export.clicked.connect(self.export_list)
        view.empty.clicked.connect(self._to_directory)
        self.report.closed.connect(self._close_report)
        self.report.answered.connect(self._answered)
        self.report.choice_wanted.connect(self._to_receiving)
        self.exporter.written.connect(self._written)

    @property
    def action(self) -> str:
        """The main button: reminders."""
        return self.tr("Đôn đốc đơn vị chưa nộp") if self.board is not None and self.board.rows else ""

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read the board again."""
        board = self._context.services.board
        try:
            begin = board.begin()
            self.view.offer_years(board.years(), begin.year)
            self._offer_periods(begin.code)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._load()

    def _offer_periods(self, code: str) -> None:
        self.view.offer_periods(self._context.services.reports.periods(self.view.chosen_year()), code)

    def _year_chosen(self) -> None:
        self._offer_periods(self._context.services.board.begin().code)
        self._load()

    def _load(self) -> None:
        code = self.view.period.currentData()
        if not code:
            return
        services = self._context.services
        try:
            self.board = services.board.board(code)
            reports = [row.newest.id for row in self.board.rows if row.newest]
            self._answers = services.answers.answers(reports)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        # An answer changes no figure: what was found in these very reports, by these rules, still holds.
        basis = (code, frozenset(reports), services.catalogues)
        fresh = self.checked is None or basis != self._basis
        if fresh:
            self.checked, self._basis = None, basis
            self._asked += 1
        self._show_lines()
        self.action_changed.emit()
        if fresh and reports:
            self._check(self.board, self._asked, len(reports))

    def _check(self, board: Board, number: int, reports: int) -> None:
        service, runner = self._context.services.board, self._context.runner
        done = partial(self._take_checked, number)
        if reports <= _QUICK:
            runner.read(lambda: service.check(board), done)
        else:
            runner.run(partial(service.check, board), done, self._not_checked, self.tr("Kiểm tra số liệu đã nhận"))

    def _take_checked(self, number: int, checked: Checked) -> None:
        if number == self._asked:  # another period was chosen meanwhile
            self.checked = checked
            self._show_lines()

    def _not_checked(self, error: AppError) -> None:
        if not isinstance(error, Cancelled):
            self._context.ask.error(self, error)

    def _show_lines(self) -> None:
        if self.board is None:
            return
        checked = self.checked
        found = []
        for row in self.board.rows:
            answers = self._answers.get(row.newest.id, ()) if row.newest else ()
            odd = checked.of(row) if checked else ()
            found.append(BoardLine(row, odd, answers[0] if answers else None, checked is not None))
        self._lines = tuple(found)
        self.view.offer_filters(self._lines)
        self._filter()

    def _filter(self) -> None:
        self._timer.stop()
        words = fold(self.view.search.text()).split()
        wanted = self.view.filter.currentData()
        shown = [line for line in self._lines if _passes(line, wanted)]
        if words:
            shown = [line for line in shown if all(word in line.search_text for word in words)]
        self.view.show_lines(shown, self._lines)
        self._enable()

    def _enable(self) -> None:
        chosen = self.view.table.selected_rows()
        self.view.show_contact(chosen[0] if len(chosen) == 1 else None)
        self.view.open.setEnabled(any(line.row.newest for line in chosen))
        number = len(_acceptable(chosen))
        self.view.accept.setEnabled(number > 0)
        self.view.accept.setText(self.tr("Tiếp nhận ({0})").format(number) if number > 1 else self.tr("Tiếp nhận"))
        waiting = sum(line.answer is not None and not line.answer.handed_over for line in self._lines)
        self.view.write.setEnabled(waiting > 0)
        self.view.write.setText(self.tr("Ghi phản hồi ({0})…").format(waiting) if waiting else self.tr("Ghi phản hồi…"))
        self.view.export.setEnabled(bool(self.view.model.rows))

    # ------------------------------------------------------------------ one report

    def open_line(self, line: BoardLine) -> None:
        """Show the report of a row; of a unit that has sent none, the unit."""
        if line.row.newest is None:
            self.wanted.emit("gathering", ("directory", line.row.unit.code))
        elif self.report.show_report(line, self.checked):
            self._stack.setCurrentWidget(self.report)
            self.report.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_selected(self) -> None:
        line = next((one for one in self.view.table.selected_rows() if one.row.newest), None)
        if line is not None:
            self.open_line(line)

    def _close_report(self) -> None:
        self.report.keep_draft()
        self._stack.setCurrentWidget(self.view)
        self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answered(self, change: Change) -> None:
        self._stack.setCurrentWidget(self.view)
        self._load()
        self._context.bus.announce(change)
        self.view.bar.tell(
            self.tr("Đã ghi phản hồi; bấm “Ghi phản hồi…” để ghi các tệp gửi lại đơn vị."),
            (self.view.write.text(), self._write_answers),
        )

    # ------------------------------------------------------------------ answers

    def _accept_selected(self) -> None:
        lines = _acceptable(self.view.table.selected_rows())
        doubtful = [line for line in lines if line.grave]
        if doubtful and not self._context.ask.confirm(
            self,
            self.tr("{0} trong {1} báo cáo đang chọn còn điểm cần xem lại ({2}). Vẫn tiếp nhận?").format(
                len(doubtful), len(lines), ", ".join(line.row.unit.full_name for line in doubtful[:5])
            ),
            self.tr("Tiếp nhận"),
        ):
            return
        service = self._context.services.answers
        ids = [line.row.newest.id for line in lines if line.row.newest]
        self._context.runner.run(
            lambda progress: service.accept(ids, progress=progress),
            self._accepted,
            self._stopped,
            self.tr("Tiếp nhận báo cáo"),
        )

    def _accepted(self, change: Change) -> None:
        self._context.saved()
        self._answered(change)

    def _write_answers(self) -> None:
        board = self.board
        waiting = [line.answer for line in self._lines if line.answer is not None and not line.answer.handed_over]
        if board is None or not waiting:
            return
        folder = self._context.ask.folder(self, self.tr("Chọn thư mục hoặc USB để ghi phản hồi"))
        if folder is not None:
            service = self._context.services.answers

            def work(progress: Progress) -> Written:
                return service.write(board, waiting, folder, progress)

            done = partial(self._answers_written, folder)
            self._context.runner.run(work, done, self._stopped, self.tr("Ghi phản hồi"))

    def _answers_written(self, folder: Path, written: Written) -> None:
        self._load()
        self._context.saved()
        text = self.tr("Đã ghi {0} tệp vào {1}.").format(len(written.paths), folder)
        if written.without:
            text += " " + self.tr("Không cần tệp vì không gửi bằng gói: {0}.").format(", ".join(written.without))
        self.view.bar.tell(text, (self.tr("Mở thư mục"), partial(self._open, folder)))

    def _stopped(self, error: AppError) -> None:
        self._load()
        if not isinstance(error, Cancelled):
            self._context.ask.error(self, error)

    # ------------------------------------------------------------------ reminders

    def new(self) -> None:
        """Remind the units on show that have not sent, or were given their report back."""
        board = self.board
        if board is None:
            return
        rows = [line.row for line in self.view.model.rows if line.row.state in TO_REMIND]
        if not rows:
            self.view.bar.tell(self.tr("Không có đơn vị nào chưa nộp hoặc bị trả lại trong danh sách đang hiện."))
            return
        dialog = ReminderDialog(rows, self._context, self)
        if not self._context.ask.run(dialog) or dialog.until is None:
            return
        service, until = self._context.services.board, dialog.until
        if not dialog.each:
            title = self.tr("Ghi công văn đôn đốc")
            name = files.safe_file_name(f"Công văn đôn đốc báo cáo {board.period.name}.docx")
            self.exporter.start(title, name, WORD_FILES, lambda path: service.remind_all(board, rows, until, path))
            return
        folder = self._context.ask.folder(self, self.tr("Chọn thư mục để ghi các công văn"))
        if folder is not None:

            def work(progress: Progress) -> tuple[Path, ...]:
                return service.remind_each(board, rows, until, folder, progress)

            done = partial(self._letters_written, folder)
            self._context.runner.run(work, done, None, self.tr("Lập công văn đôn đốc"))

    def _letters_written(self, folder: Path, paths: Sequence[Path]) -> None:
        text = self.tr("Đã ghi {0} công văn vào {1}.").format(len(paths), folder)
        self.view.bar.tell(text, (self.tr("Mở thư mục"), partial(self._open, folder)))

    # ------------------------------------------------------------------ Excel

    def export_list(self) -> None:
        """Write the list as it is shown."""
        lines, board = self.view.model.rows, self.board
        if board is None or not lines:
            return
        dialog = PersonalChoice(len(lines), self.tr("người liên hệ, điện thoại"), self)
        if not self._context.ask.run(dialog):
            return
        from cchc_desktop.services.board import Checked

        services = self._context.services
        checked = self.checked or Checked({})
        note = self.view.filter.currentText().lower() if self.view.filter.currentData() != FILTER_ALL else ""
        table = services.board.table(board.period, [line.row for line in lines], checked, dialog.box.isChecked(), note)
        name = files.safe_file_name(f"Theo dõi gửi báo cáo {board.period.name}.xlsx")
        self.exporter.start(
            self.tr("Xuất danh sách ra tệp Excel"),
            name,
            EXCEL_FILES,
            lambda path: services.registers.export_list(table, path),
        )

    def _written(self, path: Path) -> None:
        self.view.bar.tell(self.tr("Đã ghi tệp {0}.").format(path.name), (self.tr("Mở tệp"), partial(self._open, path)))

    def _open(self, path: Path) -> None:
        self._context.ask.open_path(path)

    # ------------------------------------------------------------------ what every tab does

    def find(self) -> None:  # type: ignore[override]
        """Go to the search box."""
        self._close_report()
        self.view.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.view.search.selectAll()

    def accept(self, request: object) -> None:
        """Show a period."""
        if isinstance(request, str) and request[:4].isdigit():
            self.view.offer_years(self._context.services.board.years(), int(request[:4]))
            self.view.choose_year(int(request[:4]))
            self._offer_periods(request)
            self.view.period.setCurrentIndex(self.view.period.findData(request))
            self._load()

    def leave(self) -> bool:
        """Keep what is being typed."""
        self.report.keep_draft()
        return True

    def escape(self) -> bool:
        """Close the report, the message, then empty the search box."""
        if self._stack.currentWidget() is self.report:
            self._close_report()
            return True
        if not self.view.bar.isHidden():
            self.view.bar.hide()
            return True
        if self.view.search.text():
            self.view.search.clear()
            self._filter()
            return True
        return False

    def _to_receiving(self) -> None:
        self._close_report()
        self.wanted.emit("gathering", "receiving")

    def _to_directory(self) -> None:
        self.wanted.emit("gathering", "directory")


def _acceptable(lines: Sequence[BoardLine]) -> list[BoardLine]:
    return [line for line in lines if line.row.newest and line.row.newest.standing is ReportStanding.CURRENT]


def _passes(line: BoardLine, wanted: str) -> bool:
    if wanted == FILTER_LACKING:
        return line.row.state in TO_REMIND
    if wanted == FILTER_ODD:
        return any(one.kind is not OddKind.MISSING for one in line.odd)
    return wanted in (FILTER_ALL, None) or line.row.state is BoardState(wanted)
