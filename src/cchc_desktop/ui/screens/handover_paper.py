"""What follows a hand-over: the cover sheet printed or saved, the folder or a mail opened."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cchc_desktop.errors import AppError
from cchc_desktop.ui.ask import PDF_FILES, WORD_FILES
from cchc_desktop.ui.screens.report_export import documents_folder
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cchc_desktop.documents.package.write import MadePackage
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.handovers import MailsMade
    from cchc_desktop.services.sending import SendingServices
    from cchc_desktop.ui.place import Context


class HandoverPaper(QObject):
    """Works on the package, folder and mails that the page puts here; `bar` takes what is to be told.

    `left` carries the `HandedOver` of mails that a person said to have sent.
    """

    left = Signal(object)

    def __init__(self, context: Context, sending: SendingServices, bar: NoticeBar, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._sending = sending
        self._bar = bar
        self._window = window
        self.package: MadePackage | None = None
        self.folder: Path | None = None
        self.mails: MailsMade | None = None

    def print_sheet(self) -> None:
        """Print the cover sheet."""
        package = self.package
        if package is None:
            return
        packages, printing = self._sending.packages, self._context.services.printing

        def work(progress: Progress) -> None:
            printing.print_docx(packages.cover_sheet(package), packages.cover_name(package), progress)

        self._context.runner.run(work, self._printed, label=self.tr("Đang in phiếu gửi kèm"))

    def _printed(self, nothing: None) -> None:
        self._context.hint(self.tr("Đã gửi phiếu tới máy in"))

    def save_sheet(self) -> None:
        """Ask where to, and write the cover sheet for Word or as PDF."""
        package = self.package
        if package is None:
            return
        packages = self._sending.packages
        suggested = (self.folder or documents_folder()) / f"{packages.cover_name(package)}.docx"
        patterns = f"{WORD_FILES};;{PDF_FILES}"
        chosen = self._context.ask.save_file(self._window, self.tr("Lưu phiếu gửi kèm"), suggested, patterns)
        if chosen is None:
            return
        target = chosen if chosen.suffix.lower() in (".docx", ".pdf") else chosen.with_name(chosen.name + ".docx")

        def work(progress: Progress) -> Path:
            return packages.write_cover_sheet(package, target, progress)

        self._context.runner.run(work, self._saved, label=self.tr("Đang ghi phiếu gửi kèm"))

    def _saved(self, path: Path) -> None:
        opens = (self.tr("Mở phiếu"), partial(self._open, path))
        self._bar.tell(self.tr("Đã lưu phiếu “{0}”.").format(path.name), opens)

    def _open(self, path: Path) -> None:
        self._context.ask.open_path(path)

    def open_folder(self) -> None:
        """Show where the package or the mails were written."""
        if self.folder is not None:
            self._open(self.folder)

    def open_mail(self, number: int) -> None:
        """Open a mail in the mail program."""
        if self.mails is not None and not self._context.ask.open_path(self.mails.paths[number]):
            words = self.tr("Máy này chưa có chương trình thư. Đính kèm tệp bằng tay trên trang thư rồi dán nội dung.")
            self._bar.tell(words, (self.tr("Mở thư mục"), self.open_folder))

    def say_sent(self) -> None:
        """Write down that the mails on show were sent."""
        if self.mails is not None:
            self._say_sent(self.mails.handover.id)

    def ask_of_mail(self, version_id: str) -> None:
        """Ask about a mail of an earlier day that nobody has said to be sent."""
        mail = self._sending.handovers.waiting_mail(version_id)
        if mail is not None:
            words = self.tr("Thư gửi {} đã soạn nhưng chưa ghi là đã gửi.").format(mail.target)
            self._bar.tell(words, (self.tr("Tôi đã gửi thư"), partial(self._say_sent, mail.id)))

    def _say_sent(self, handover_id: str) -> None:
        try:
            done = self._sending.handovers.mail_sent(handover_id)
        except AppError as error:
            self._context.ask.error(self._window, error)
            return
        self.left.emit(done)
