"""Tổng hợp → Tiếp nhận: files and folders come in; what was not certain is decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
)

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.progress import Progress
from cchc_desktop.domain.received import FILE_STATE_NAMES, FileState
from cchc_desktop.domain.received_reading import Reading
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.services.receiving import ReceivedRow
from cchc_desktop.ui.folder_watch import FolderWatch
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.received_choices import Item, ReceivedChoices
from cchc_desktop.ui.models.received_rows import SHOWN_WORDS, Shown, kind_of, record_of, rows_model, time_words
from cchc_desktop.ui.screens.gathering_tab import GatheringTab
from cchc_desktop.ui.screens.received_columns_dialog import ReceivedColumnsDialog
from cchc_desktop.ui.screens.received_compare_dialog import ReceivedCompareDialog
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.field import show_problems
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.received_panel import ReceivedPanel

if TYPE_CHECKING:
    from cchc_desktop.services.receiving_run import TakenBatch
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.work import Job

_FILES = "Báo cáo của đơn vị (*.zip *.xlsx *.xlsm *.001);;Mọi tệp (*)"
_MOST_ROWS = 20_000


class ReceivingPage(GatheringTab):
    """The list of what came, a panel for the file selected, and the ways in: button, drop, watched folder."""

    topics = frozenset({Topic.RECEIVED, Topic.DIRECTORY, Topic.CATALOGUE})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("gathering_receiving")
        self.setAcceptDrops(True)
        self._context = context
        self._receiving = context.services.receiving
        self._rows: tuple[ReceivedRow, ...] = ()
        self._job: Job | None = None
        self._waiting_paths: list[Path] = []
        self._choices = ReceivedChoices(context)
        self.bar = NoticeBar(self)
        self.batch = QComboBox(self)
        self.batch.setObjectName("received_batch")
        self.batch.setAccessibleName(self.tr("Lần nhận"))
        self.shown = QComboBox(self)
        self.shown.setObjectName("received_shown")
        self.shown.setAccessibleName(self.tr("Hiện những tệp"))
        self.folder = QPushButton(self.tr("Nhận cả thư mục…"), self)
        self.folder.setObjectName("received_folder")
        self.again = QPushButton(self.tr("Nhận dạng lại"), self)
        self.again.setObjectName("received_recheck")
        self.again.setToolTip(self.tr("Xem lại các tệp chờ xác nhận theo danh bạ và danh mục hiện nay"))
        self.again.hide()
        self.watch_button = QPushButton(self.tr("Theo dõi thư mục…"), self)
        self.watch_button.setObjectName("received_watch")
        self.watch_button.setCheckable(True)
        self.watch = FolderWatch(self)
        self.model = rows_model(self)
        self.table = DataTable("received_files", context.settings, self)
        self.table.set_model(self.model, (140, 115, 130, 70))
        self.panel = ReceivedPanel(self)
        self.empty = EmptyState(
            self.tr("Kéo tệp hoặc cả thư mục (USB) của các đơn vị thả vào đây, hoặc bấm nút dưới."),
            self.tr("Nhận tệp…"),
            self,
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.batch)
        top.addWidget(self.shown)
        top.addWidget(self.again)
        top.addStretch(1)
        top.addWidget(self.folder)
        top.addWidget(self.watch_button)
        self.folder.setIcon(icon("mdi6.folder-download-outline"))
        self.watch_button.setIcon(icon("mdi6.folder-eye-outline"))
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setMaximumWidth(260)
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.stop = QPushButton(self.tr("Dừng"), self)
        self.stop.setObjectName("received_stop")
        working = QHBoxLayout()
        working.addWidget(self.progress)
        working.addWidget(self.note, 1)
        working.addWidget(self.stop)
        self.hint = QLabel(self.tr("Kéo tệp hoặc cả thư mục thả vào đây cũng được."), self)
        self.hint.setProperty("role", "quiet")
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self.table)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([700, 330])
        splitter.setChildrenCollapsible(False)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(splitter)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(working)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        column.addWidget(self.hint)
        self._show_busy(False)

    def _connect(self) -> None:
        self.batch.activated.connect(self._reload)
        self.shown.activated.connect(self._filter)
        self.folder.clicked.connect(self._choose_folder)
        self.again.clicked.connect(self._recheck)
        self.watch_button.clicked.connect(self._toggle_watch)
        self.watch.arrived.connect(self.take)
        self.stop.clicked.connect(self._cancel)
        self.empty.clicked.connect(self.new)
        self.table.selected_changed.connect(self._show_selected)
        self.panel.take.connect(self._decide)
        self.panel.aside.connect(self._put_aside)
        self.panel.columns.connect(self._columns)
        self.panel.compare.connect(self._compare)
        self._context.runner.progressed.connect(self._progressed)
        self.table.offer_history(self._context, record_of)

    @property
    def action(self) -> str:
        """The words of the main button."""
        return self.tr("Nhận tệp…")

    # ------------------------------------------------------------------ showing

    def refresh(self) -> None:
        """Read batches and files again."""
        current = self.batch.currentData()
        self._choices.forget()
        self.batch.clear()
        self.batch.addItem(self.tr("Mọi lần nhận"), "")
        for one in self._receiving.batches()[:200]:
            words = self.tr("{0} – {1} tệp, {2}").format(time_words(one.received_at), one.total, one.actor)
            self.batch.addItem(words, one.id)
        self.batch.setCurrentIndex(max(self.batch.findData(current), 0))
        self._reload()

    def _reload(self) -> None:
        batch = str(self.batch.currentData() or "")
        self._context.runner.read(partial(self._receiving.rows, batch, None, _MOST_ROWS), self._show_rows)

    def _show_rows(self, rows: tuple[ReceivedRow, ...]) -> None:
        self._rows = rows
        kinds = Counter(map(kind_of, rows))
        current = self.shown.currentData()
        self.shown.clear()
        for kind, words in SHOWN_WORDS.items():
            self.shown.addItem(f"{words} ({len(rows) if kind is Shown.ALL else kinds[kind]})", kind.value)
        self.shown.setCurrentIndex(max(self.shown.findData(current), 0))
        self.again.setVisible(kinds[Shown.WAITING] > 0)
        self._filter()

    def _filter(self) -> None:
        selected = self.table.first_selected_row()
        wanted = Shown(self.shown.currentData() or Shown.ALL)
        rows = [row for row in self._rows if wanted is Shown.ALL or kind_of(row) is wanted]
        self.model.set_rows(rows)
        self.stack.setCurrentIndex(0 if self._rows or self._job else 1)
        for part in (self.hint, self.batch, self.shown):
            part.setVisible(bool(self._rows or self.batch.currentData()))
        if selected is not None:
            for number, row in enumerate(self.model.rows):
                if row.file.sha256 == selected.file.sha256:
                    self.table.select_number(number)
        self._show_selected()

    def _show_selected(self) -> None:
        row = self._selected()
        if row is None:
            self.panel.show_nothing()
            return
        waiting = self._receiving.waiting(row.file.sha256)
        units: list[Item] = []
        periods: list[Item] = []
        if waiting is not None and row.report is None:
            periods = self._choices.periods([one.key for one in waiting.verdict.periods])
            units = self._choices.units([one.key for one in waiting.verdict.units], waiting.verdict.period)
        report = self._receiving.report_of(row.file.sha256) if row.report else None
        self.panel.show_file(row, waiting, units, periods, report.warnings if report else ())

    # ------------------------------------------------------------------ taking in

    def new(self) -> None:
        """Ask for files and take them in."""
        paths = self._context.ask.open_files(self, self.tr("Chọn tệp của các đơn vị"), _FILES)
        if paths:
            self.take(paths)

    def _choose_folder(self) -> None:
        folder = self._context.ask.folder(self, self.tr("Chọn thư mục chứa tệp của các đơn vị"))
        if folder is not None:
            self.take([folder])

    def take(self, paths: Sequence[Path]) -> None:
        """Take files and folders in; what comes while others are taken in follows them."""
        if self._job is not None:
            self._waiting_paths += paths
            return
        receiving = self._receiving
        self.bar.hide()

        def work(progress: Progress) -> TakenBatch:
            return receiving.take(tuple(paths), progress)

        self._job = self._context.runner.run(work, self._taken, self._refused, self.tr("Đang nhận báo cáo"))
        self._show_busy(True)

    def _taken(self, taken: TakenBatch) -> None:
        self._end()
        words = [f"{number} {FILE_STATE_NAMES[state]}" for state in FileState if (number := taken.states.get(state, 0))]
        told = self.tr("Đã xem {0} tệp: {1}.").format(sum(taken.states.values()), ", ".join(words) or "không có gì")
        if taken.stopped:
            told = self.tr("Đã dừng. {0} Đưa lại thư mục này để nhận tiếp phần còn lại.").format(told)
        self._context.bus.announce(Change(Topic.RECEIVED))
        self.bar.tell(told)
        self._context.saved()

    def _end(self) -> None:
        self._job = None
        self._show_busy(False)
        if self._waiting_paths:
            paths, self._waiting_paths = self._waiting_paths, []
            self.take(paths)

    def _refused(self, error: AppError) -> None:
        self._end()
        self.refresh()
        self._context.ask.error(self, error)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.stop.setEnabled(False)

    def _progressed(self, job: Job, done: int, total: int, note: str) -> None:
        if job is self._job:
            self.progress.setRange(0, total)
            self.progress.setValue(done)
            self.note.setText(f"{note} ({done}/{total})" if total else note)

    def _show_busy(self, busy: bool) -> None:
        for part in (self.progress, self.note, self.stop):
            part.setVisible(busy)
        self.stop.setEnabled(busy)
        self.progress.setRange(0, 0)
        self.note.setText("")
        self.panel.setEnabled(not busy)
        self.folder.setEnabled(not busy)

    def _toggle_watch(self) -> None:
        if self.watch.folder is not None:
            self.watch.stop()
            self.watch_button.setText(self.tr("Theo dõi thư mục…"))
            self.watch_button.setToolTip("")
            self.watch_button.setChecked(False)
            return
        folder = self._context.ask.folder(self, self.tr("Chọn thư mục mà tệp của các đơn vị được đưa vào"))
        self.watch_button.setChecked(folder is not None)
        if folder is not None:
            self.watch.start(folder)
            self.watch_button.setText(self.tr("Thôi theo dõi"))
            self.watch_button.setToolTip(str(folder))
            self.bar.tell(self.tr("Đang theo dõi “{0}”: tệp mới được nhận trong vòng nửa phút.").format(folder))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files and folders be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take(paths)

    # ------------------------------------------------------------------ deciding

    def _selected(self) -> ReceivedRow | None:
        return cast("ReceivedRow | None", self.table.first_selected_row())

    def _decide(self, reading: Reading | None = None, labels: dict[str, str] | None = None) -> None:
        row = self._selected()
        if row is None:
            return
        report = row.report
        unit = report.unit_code if report else self.panel.unit.key()
        period = report.period if report else self.panel.period.key()
        note = self.panel.note.text()
        self._do(
            lambda: self._receiving.decide(row.file.sha256, unit, period, reading, labels, note),
            self.tr("Đã nhận “{0}”.").format(row.file.name),
        )

    def _recheck(self) -> None:
        receiving = self._receiving

        def work(progress: Progress) -> int:
            progress.step(0, 0, "Đang xem lại các tệp chờ")
            return receiving.recheck()

        self._context.runner.run(work, self._rechecked, label=self.tr("Đang xem lại các tệp chờ"))

    def _rechecked(self, taken: int) -> None:
        self._context.bus.announce(Change(Topic.RECEIVED))
        self.bar.tell(self.tr("Đã xem lại: {0} tệp nay được nhận.").format(taken))

    def _put_aside(self) -> None:
        row = self._selected()
        if row is not None:
            reason = self.panel.note.text().strip() or row.file.reason
            self._do(
                lambda: self._receiving.put_aside(row.file.sha256, reason),
                self.tr("Đã để riêng “{0}”.").format(row.file.name),
            )

    def _do(self, command: Callable[[], Change], told: str) -> None:
        show_problems(self.panel.fields, {})
        try:
            change = command()
        except InvalidInput as error:
            if rest := "; ".join(show_problems(self.panel.fields, error.problems)):
                self.bar.tell(f"{rest[:1].upper()}{rest[1:]}.")
            return
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._context.saved()
        self._context.bus.announce(change)
        self.bar.tell(told)

    def _columns(self) -> None:
        row = self._selected()
        waiting = self._receiving.waiting(row.file.sha256) if row else None
        if row is None or waiting is None:
            return
        indicators = [(one.code, f"{one.code} {one.name}", "") for one in self._context.services.catalogues.indicators]
        again = partial(self._read_again, row.file.sha256)
        dialog = ReceivedColumnsDialog(waiting.reading, indicators, again, self)
        self._dialog = dialog
        if self._context.ask.run(dialog):
            self._decide(dialog.reading, dialog.chosen_labels)

    def _read_again(
        self, sha256: str, columns: dict[int, str], labels: dict[str, str], sheet: str, heading: int
    ) -> None:
        receiving = self._receiving

        def work(progress: Progress) -> Reading:
            progress.step(0, 0, "Đang đọc lại tệp")
            return receiving.read_again(sha256, columns, labels, sheet, heading)

        self._context.runner.run(work, self._dialog.show_reading, label=self.tr("Đang đọc lại tệp"))

    def _compare(self) -> None:
        row = self._selected()
        if row is None or row.report is None:
            return
        reports = self._receiving.rivals(row.report.id)
        names = {one.report.id: one.file.name for one in self._rows if one.report}
        dialog = ReceivedCompareDialog(names, reports, self._receiving.compare(reports), self)
        if self._context.ask.run(dialog) and dialog.chosen:
            chosen, note = dialog.chosen, dialog.note.text().strip()
            self._do(lambda: self._receiving.choose(chosen, note), self.tr("Đã chọn bản dùng."))
