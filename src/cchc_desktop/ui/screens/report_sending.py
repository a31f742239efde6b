"""Báo cáo: the way out and the way back. The hand-over lies over the report; answers of the superior are read in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from cchc_desktop.domain.receipt import KIND_NAMES, Match, ReceiptKind
from cchc_desktop.domain.report_life import version_name
from cchc_desktop.domain.trusted_key import TRUSTED_VERDICTS, KeyVerdict, shown_fingerprint
from cchc_desktop.errors import AppError
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.receipts import OpenedReceipt, TakenReceipt
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.screens.handover_page import HandoverPage
    from cchc_desktop.ui.screens.report_tools import ReportTools

ANSWER_FILES = "Tệp trả lời của cấp trên (*.cchc.json)"


class ReportSending(QObject):
    """Shows the hand-over in `pages` and hides the `tools` of the report meanwhile.

    `answered` carries the period whose remarks a person wants to see.
    """

    answered = Signal(str)

    def __init__(
        self, context: Context, pages: QStackedLayout, tools: ReportTools, bar: NoticeBar, place: QWidget
    ) -> None:
        super().__init__(place)
        self._context = context
        self._pages = pages
        self._tools = tools
        self._bar = bar
        self._place = place
        self.page: HandoverPage | None = None

    # -- out

    def open(self, version_id: str) -> None:
        """Hand a version over."""
        from cchc_desktop.ui.screens.handover_page import HandoverPage

        self.close()
        self.page = HandoverPage(self._context, version_id, self._place)
        self.page.closed.connect(self.close)
        self._pages.addWidget(self.page)
        self._pages.setCurrentWidget(self.page)
        self._tools.show_all(False)

    def close(self) -> bool:
        """Go back to the report; False when no hand-over was on show."""
        page, self.page = self.page, None
        if page is None:
            return False
        self._pages.setCurrentIndex(0)
        self._pages.removeWidget(page)
        page.hide()
        page.deleteLater()
        self._tools.show_all(True)
        return True

    # -- and back

    def read_answer(self) -> None:
        """Ask for the file of an answer and take it in."""
        path = self._context.ask.open_file(self._place, self.tr("Chọn tệp trả lời của cấp trên"), ANSWER_FILES)
        if path is None:
            return
        receipts = self._context.services.sending.receipts

        def work(progress: Progress) -> OpenedReceipt:
            progress.step(0, 0, path.name)
            return receipts.open(path)

        self._context.runner.run(work, self._opened, label=self.tr("Đang đọc trả lời của cấp trên"))

    def _opened(self, opened: OpenedReceipt) -> None:
        checked = ""
        if opened.match in (Match.FITS, Match.OLDER) and opened.verdict not in TRUSTED_VERDICTS:
            if not self._context.ask.confirm(self._place, self._question(opened), self.tr("Đã gọi hỏi, nhận")):
                return
            checked = self.tr("Người nhận xác nhận đã gọi hỏi {}").format(opened.receipt.issuer_name)
        try:
            taken = self._context.services.sending.receipts.take(opened, checked)
        except AppError as error:
            self._context.ask.error(self._place, error)
            return
        self._context.saved()
        self._context.bus.announce(taken.change)
        see = (self.tr("Xem ý kiến"), partial(self.answered.emit, taken.change.ids[0]))
        receipt = opened.receipt
        self._bar.tell(self._words(taken), *([see] if receipt.remarks or receipt.note else []))

    def _question(self, opened: OpenedReceipt) -> str:
        name, key = opened.receipt.issuer_name, shown_fingerprint(opened.receipt.fingerprint)
        if opened.verdict is KeyVerdict.DROPPED:
            words = self.tr("Tệp này không có chữ ký điện tử, trong khi {} trước đây vẫn ký. Hãy gọi điện hỏi lại họ.")
            return words.format(name)
        words = self.tr(
            "Tệp này ký bằng khóa khác với khóa đã ghi nhận của {0}. Hãy gọi điện cho họ, đọc dấu khóa để đối chiếu:"
            "\n{1}\nĐúng thì mới nhận; chương trình sẽ ghi nhận khóa mới."
        )
        return words.format(name, key)

    def _words(self, taken: TakenReceipt) -> str:
        receipt = taken.opened.receipt
        if taken.opened.known:
            return self.tr("Tệp trả lời này đã nhận trước đây, không có gì mới.")
        period = self._context.services.reports.period(receipt.period).name
        words = self.tr("{0}: {1} báo cáo {2}, {3}.").format(
            receipt.issuer_name, KIND_NAMES[receipt.kind].casefold(), period, version_name(receipt.ordinal)
        )
        if receipt.kind is ReceiptKind.RETURNED:
            words += self.tr(" Có {} ý kiến theo chỉ tiêu.").format(len(receipt.remarks))
        if receipt.number:
            words += self.tr(" Số tiếp nhận: {}.").format(receipt.number)
        if not taken.counts:
            words += self.tr(" Đã có trả lời mới hơn nên trạng thái không đổi.")
        elif taken.opened.match is Match.OLDER:
            words += self.tr(" Đây là trả lời cho bản cũ; bản mới hơn vẫn đang chờ.")
        if taken.opened.verdict is KeyVerdict.FIRST_SEEN:
            words += self.tr(" Đã ghi nhận khóa điện tử của cơ quan này.")
        return words
