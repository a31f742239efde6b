"""Handing a report version over: how, where to, what goes along, write and prove, the paper and the mail."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.handover import Way
from cchc_desktop.errors import AppError, Cancelled, InvalidInput
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.screens.handover_paper import HandoverPaper
from cchc_desktop.ui.screens.report_export import documents_folder
from cchc_desktop.ui.widgets.handover_contents import HandoverContents
from cchc_desktop.ui.widgets.handover_result import HandoverResult
from cchc_desktop.ui.widgets.handover_target import HandoverTarget, room_text
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.page_frame import PageFrame
from cchc_desktop.ui.widgets.scrolled import scrolled

if TYPE_CHECKING:
    from cchc_desktop.documents.package.write import MadePackage
    from cchc_desktop.domain.change import Change
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.handovers import HandedOver, MailsMade
    from cchc_desktop.services.sending import SendingServices
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.work import Job

SIGNED_FILES = "Bản ký (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"
_LOOK_MS = 3000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Packed:
    """A package, and whether a file of its name with another content is at the target."""

    package: MadePackage
    taken: bool


class HandoverPage(PageFrame):
    """`sent` carries the id of the version that left; `closed` when the person is done; `sending` None: own reports."""

    sent = Signal(str)

    def __init__(
        self, context: Context, version_id: str, parent: QWidget | None = None, sending: SendingServices | None = None
    ) -> None:
        super().__init__("", parent)
        self.setObjectName("handover_page")
        self.version_id = version_id
        self._context = context
        self._sending: SendingServices = sending or context.services.sending
        self._job: Job | None = None
        self._going: tuple[Path, Way] | None = None
        self._build()
        self._arrange()
        self._connect()
        self.refresh()

    # -- building

    def _build(self) -> None:
        settings = self._context.settings
        self.warning = QLabel(self)
        self.warning.setObjectName("handover_warning")
        self.warning.setProperty("role", "warning")
        self.warning.setWordWrap(True)
        self.warning.setMargin(8)
        self.bar = NoticeBar(self)
        self.paper = HandoverPaper(self._context, self._sending, self.bar, self)
        self.target = HandoverTarget(self._sending.handovers.drives, self)
        self.target.to.setText(settings.value.mail_to)
        self.target.limit.setValue(settings.value.mail_limit_mb)
        self.contents = HandoverContents(self)
        self.result = HandoverResult(settings, self)
        self.room = QLabel(self)
        self.room.setObjectName("handover_room")
        self.room.setWordWrap(True)
        self.go = QPushButton(self)
        self.go.setObjectName("handover_go")
        self.go.setProperty("role", "main")
        self.stop = QPushButton(self.tr("Dừng"), self)
        self.stop.setObjectName("handover_stop")
        self.progress = QProgressBar(self)
        self.progress.setObjectName("handover_progress")
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(10)
        self.note = QLabel(self)
        self.note.setProperty("role", "quiet")
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)

    def _arrange(self) -> None:
        choices = QWidget(self)
        inside = QVBoxLayout(choices)
        inside.setContentsMargins(0, 0, 6, 0)
        inside.setSpacing(8)
        inside.addWidget(self._title(self.tr("1. Gửi bằng cách nào, tới đâu")))
        inside.addWidget(self.target)
        inside.addSpacing(6)
        inside.addWidget(self._title(self.tr("2. Trong gói có gì")))
        inside.addWidget(self.contents)
        inside.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.go)
        row.addWidget(self.stop)
        row.addWidget(self.note, 1)
        row.addWidget(self.room, 1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(scrolled(choices, self), 1)
        left.addWidget(self._title(self.tr("3. Ghi và kiểm tra")))
        left.addLayout(row)
        left.addWidget(self.progress)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._title(self.tr("4. Kết quả")))
        right.addWidget(scrolled(self.result, self), 1)
        both = QHBoxLayout()
        both.setSpacing(24)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        self.column.addWidget(self.warning)
        self.column.addWidget(self.bar)
        self.column.addLayout(both, 1)

    def _title(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("role", "heading")
        return label

    def _connect(self) -> None:
        self.target.changed.connect(self._follow)
        self.target.folder_wanted.connect(self._choose_folder)
        self.contents.changed.connect(self._follow)
        self.contents.signed_wanted.connect(self._add_signed)
        self.go.clicked.connect(self._start)
        self.stop.clicked.connect(self._cancel)
        self.result.print_wanted.connect(self.paper.print_sheet)
        self.result.save_wanted.connect(self.paper.save_sheet)
        self.result.folder_wanted.connect(self.paper.open_folder)
        self.result.mail_wanted.connect(self.paper.open_mail)
        self.result.mail_sent.connect(self.paper.say_sent)
        self.paper.left.connect(self._mail_left)
        self.result.copied.connect(partial(self._context.hint, self.tr("Đã sao chép nội dung thư")))
        self._context.runner.progressed.connect(self._progressed)
        self._timer.timeout.connect(self._look)

    # -- showing

    def refresh(self) -> None:
        """Reload what can be handed over and what went where."""
        try:
            offer = self._sending.handovers.offer(self.version_id)
        except AppError as error:
            self._context.ask.error(self, error)
            self.go.setEnabled(False)
            return
        facts = offer.facts
        self.heading.setText(self.tr("Gửi báo cáo {0}, {1}").format(facts.period_name, facts.version_words))
        self.warning.setText(offer.clock_warning)
        self.warning.setVisible(bool(offer.clock_warning))
        self.contents.show_parts(offer.parts)
        self.result.show_log(self._sending.handovers.log(self.version_id))
        if self.paper.package is None:
            self.result.clear(self.tr("Chọn nơi gửi và nội dung ở bên trái, rồi bấm nút ghi."))
            self._recall()
        last = self._context.settings.value.last_export_folder
        if not self.target.folders[0].text():
            self.target.set_folder(Path(last) if last and Path(last).is_dir() else documents_folder())
        self._show_busy(self._job is not None)

    def _recall(self) -> None:
        packages, version = self._sending.packages, self.version_id
        if self._sending.handovers.log(version):
            self._context.runner.run(lambda progress: packages.latest(version), self._recalled)
        self.paper.ask_of_mail(version)

    def _recalled(self, package: MadePackage | None) -> None:
        if package is not None and self.paper.package is None:
            self.paper.package = package
            told = self.tr("Gửi thêm nơi khác với cùng nội dung thì vẫn là gói này, cùng mã.")
            self.result.show_kept(told, package.code)

    def showEvent(self, event: QShowEvent) -> None:
        """Look for sticks while the page is on show."""
        super().showEvent(event)
        self._look()
        self._timer.start()
        self.target.ways[self.target.way].setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        self._timer.stop()
        super().hideEvent(event)

    def _look(self) -> None:
        if self.target.way is Way.USB and self._job is None:
            self.target.refresh_drives()

    def _follow(self) -> None:
        way, size = self.target.way, self.contents.weight
        mail = way is Way.EMAIL
        self.go.setText(self.tr("Soạn thư") if mail else self.tr("Ghi và kiểm tra"))
        self.go.setIcon(icon("mdi6.email-outline" if mail else "mdi6.content-save-check-outline", "on_accent"))
        drive = self.target.current_drive
        text, full = "", False
        if way is Way.USB and drive is not None:
            full = drive.free < size
            words = self.tr("Cần {0}, thiết bị còn {1}.") if not full else self.tr("Không đủ chỗ: cần {0}, còn {1}.")
            text = words.format(room_text(size + (1 << 20)), room_text(drive.free))
        elif mail:
            text = self.tr("Thư chỉ được soạn sẵn; anh chị xem lại rồi tự bấm gửi.")
        self.room.setText(text)
        self.room.setVisible(bool(text) and self._job is None)
        self.room.setProperty("role", "problem" if full else "quiet")
        self.room.style().unpolish(self.room)
        self.room.style().polish(self.room)
        ready = self.target.folder is not None and bool(self.contents.chosen()) and not full
        self.go.setEnabled(ready and self._job is None)

    def _show_busy(self, busy: bool) -> None:
        for part in (self.target, self.contents):
            part.setEnabled(not busy)
        self.stop.setVisible(busy)
        self.stop.setEnabled(busy)
        self.progress.setVisible(busy)
        self.progress.setRange(0, 0)
        self.note.setText("")
        self.note.setVisible(busy)
        self._follow()

    def _progressed(self, job: Job, done: int, total: int, note: str) -> None:
        if job is self._job:
            # Qt counts in 32 bits
            self.progress.setRange(0, 1000 if total else 0)
            self.progress.setValue(done * 1000 // total if total else 0)
            self.note.setText(note)

    # -- choosing

    def _choose_folder(self) -> None:
        chosen = self._context.ask.folder(self, self.tr("Chọn nơi ghi gói báo cáo"), self.target.folder)
        if chosen is not None:
            self.target.set_folder(chosen)

    def _add_signed(self) -> None:
        path = self._context.ask.open_file(self, self.tr("Chọn bản đã ký của báo cáo"), SIGNED_FILES)
        if path is None:
            return
        source, version = self._sending.source, self.version_id

        def work(progress: Progress) -> Change:
            progress.step(0, 0, path.name)
            return source.add_signed(version, path)

        self._run(work, self._signed_added, self.tr("Đang lưu bản ký"))

    def _signed_added(self, change: Change) -> None:
        self._done()
        self._context.bus.announce(change)
        self._context.saved()
        self.refresh()

    # -- writing

    def _start(self) -> None:
        folder = self.target.folder
        if folder is None or self._job is not None:
            return
        self.target.to_field.set_problem("")
        self.target.limit_field.set_problem("")
        parts, sign, way = self.contents.chosen(), self.contents.sign.isChecked(), self.target.way
        sending, version = self._sending, self.version_id

        def work(progress: Progress) -> _Packed:
            package = sending.packages.pack(version, parts, sign, progress)
            taken = way is not Way.EMAIL and sending.handovers.stands_there(package, folder)
            return _Packed(package, taken)

        self._going = folder, way
        self._run(work, self._packed, self.tr("Đang đóng gói báo cáo"))

    def _packed(self, packed: _Packed) -> None:
        self._done()
        assert self._going is not None
        folder, way = self._going
        self.paper.package = packed.package
        if way is Way.EMAIL:
            self._make_mails(packed.package, folder)
            return
        question = self.tr(
            "Ở nơi đến đã có gói cùng tên nhưng nội dung khác (lần gửi trước của chính kỳ này). Thay bằng gói mới?"
        )
        if packed.taken and not self._context.ask.confirm(self, question, self.tr("Thay")):
            return
        handovers, version, package = self._sending.handovers, self.version_id, packed.package

        def work(progress: Progress) -> HandedOver:
            return handovers.deliver(version, package, folder, way, progress)

        self._run(work, self._delivered, self.tr("Đang ghi gói báo cáo"))

    def _delivered(self, done: HandedOver) -> None:
        self._done()
        assert self._going is not None
        assert self.paper.package is not None
        folder = self.paper.folder = self._going[0]
        self.paper.mails = None
        usb = done.handover.way is Way.USB
        state = self.tr("Rút thiết bị an toàn được rồi") if usb else self.tr("Đã ghi xong, đọc lại khớp")
        told = self.tr("Đã ghi “{0}” vào {1}, đọc lại và so từng byte: khớp.").format(
            done.handover.files[0].name, folder
        )
        self.result.show_written(state, told, self.paper.package.code)
        self._remember(folder if not usb else None)
        self._announce(done)

    def _make_mails(self, package: MadePackage, folder: Path) -> None:
        to, limit = self.target.to.text(), self.target.limit.value()
        handovers, version = self._sending.handovers, self.version_id

        def work(progress: Progress) -> MailsMade:
            return handovers.make_mails(version, package, to, limit << 20, folder, progress)

        self._run(work, self._mails_made, self.tr("Đang soạn thư"))

    def _mails_made(self, mails: MailsMade) -> None:
        self._done()
        assert self._going is not None
        assert self.paper.package is not None
        folder = self._going[0]
        self.paper.mails, self.paper.folder = mails, folder
        count = len(mails.paths)
        told = self.tr("Đã lưu {0} thư nháp vào {1}. Mở thư bằng nút dưới đây, hoặc đính kèm bằng tay và dán nội dung.")
        self.result.show_mails(mails, told.format(count, folder), self.paper.package.code)
        self._remember(folder, mail_to=self.target.to.text().strip(), mail_limit_mb=self.target.limit.value())
        self.result.show_log(self._sending.handovers.log(self.version_id))

    def _mail_left(self, done: HandedOver) -> None:
        if self.paper.mails is not None and self.paper.mails.handover.id == done.handover.id:
            self.result.state.setText(self.tr("Đã gửi thư"))
            self.result.sent.setEnabled(False)
        self._announce(done)

    def _announce(self, done: HandedOver) -> None:
        self.result.show_log(self._sending.handovers.log(self.version_id))
        self._context.saved()
        self._context.bus.announce(done.change)
        self.sent.emit(self.version_id)

    def _remember(self, folder: Path | None, **fields: object) -> None:
        if folder is not None:
            fields["last_export_folder"] = str(folder)
        with contextlib.suppress(AppError):  # the package is written; a setting not remembered is no reason to alarm
            self._context.settings.update(**fields)

    # -- work

    def _run(self, work: Callable[[Progress], T], done: Callable[[T], None], label: str) -> None:
        self._job = self._context.runner.run(work, done, self._refused, label)
        self._show_busy(True)

    def _done(self) -> None:
        self._job = None
        self._show_busy(False)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.stop.setEnabled(False)

    def _refused(self, error: AppError) -> None:
        self._done()
        self.result.show_log(self._sending.handovers.log(self.version_id))
        if isinstance(error, Cancelled):
            self.result.clear(self.tr("Đã dừng. Ở nơi đến không có gì dở dang."))
            return
        self.result.clear(self.tr("Chưa gửi được."))
        if isinstance(error, InvalidInput) and {"to", "limit"} & set(error.problems):
            self.target.to_field.set_problem(error.problems.get("to", ""))
            self.target.limit_field.set_problem(error.problems.get("limit", ""))
            self.target.to.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._context.ask.error(self, error)
        self._look()
