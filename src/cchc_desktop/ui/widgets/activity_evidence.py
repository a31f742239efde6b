"""The evidence of the activity in the form: by button, drop and paste; opened, removed, and taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.attachment import Attachment
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.evidence import ENDINGS, EvidenceFacts, Intake, is_link, taken_day
from cchc_desktop.domain.ids import new_id
from cchc_desktop.errors import AppError, Cancelled, FileUnreadable, InvalidInput
from cchc_desktop.messages import describe
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models import evidence_work as work
from cchc_desktop.ui.models.evidence_input import Given, meant_as_file, read_given
from cchc_desktop.ui.widgets.evidence_strip import EvidenceStrip
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context


class ActivityEvidence(QFrame):
    """Shows and changes the evidence of one activity.

    An activity that is being typed gets its id with its first file, so that nothing waits to be copied:
    `draft_id` is that id. `changed` fires when files came or went, `grown` when there is more to see;
    `day_wanted` carries the day of a photo that a person takes as the activity's date.
    """

    changed = Signal()
    grown = Signal()
    day_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("activity_evidence")
        self._context = context
        self._owner = ""
        self._stored = False
        self._day: date | None = None
        self._offered: date | None = None
        self._fresh = False
        self._waiting = 0
        self._build()
        self._arrange()
        self._connect()

    def _build(self) -> None:
        self.strip = EvidenceStrip(self)
        self.bar = NoticeBar(self)
        self.bar.setObjectName("evidence_bar")
        self._hint = QLabel(self.tr("Kéo ảnh, bản quét, PDF, Word, ghi âm vào đây; hoặc dán ảnh bằng Ctrl+V."), self)
        self._hint.setObjectName("evidence_hint")
        self._hint.setProperty("role", "quiet")
        self._hint.setWordWrap(True)
        self.add_button = self._tool("mdi6.paperclip", self.tr("Thêm tệp…"), "evidence_add")
        self.paste_button = self._tool("", self.tr("Dán"), "evidence_paste")
        self.link_button = self._tool("", self.tr("Liên kết"), "evidence_link")
        self.link_button.setCheckable(True)
        self.open_button = self._tool("mdi6.open-in-new", self.tr("Mở"), "evidence_open")
        self.remove_button = self._tool("mdi6.trash-can-outline", self.tr("Bỏ"), "evidence_remove")
        self.link_edit = QLineEdit(self)
        self.link_edit.setObjectName("evidence_link_edit")
        self.link_edit.setAccessibleName(self.tr("Địa chỉ trang web"))
        self.link_edit.setPlaceholderText(self.tr("https://… rồi bấm Enter"))
        self.link_edit.hide()
        self._offer = QFrame(self)
        self._offer.setObjectName("evidence_offer")
        self._offer.setProperty("role", "bar")
        self._offer_text = QLabel(self._offer)
        self._offer_text.setObjectName("evidence_offer_text")
        self._offer_text.setWordWrap(True)
        self.offer_button = QPushButton(self.tr("Lấy làm ngày thực hiện"), self._offer)
        self.offer_button.setObjectName("evidence_offer_take")
        self._offer.hide()

    def _tool(self, symbol: str, text: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        if symbol:
            button.setIcon(icon(symbol))
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(QLabel(self.tr("Minh chứng"), self), 1)
        for button in (self.add_button, self.paste_button, self.link_button):
            head.addWidget(button)
        tools = QHBoxLayout()
        tools.setSpacing(2)
        tools.addStretch(1)
        tools.addWidget(self.open_button)
        tools.addWidget(self.remove_button)
        offer = QHBoxLayout(self._offer)
        offer.setContentsMargins(10, 6, 6, 6)
        offer.addWidget(self._offer_text, 1)
        offer.addWidget(self.offer_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        for widget in (self.link_edit, self._hint, self.strip):
            column.addWidget(widget)
        column.addLayout(tools)
        column.addWidget(self._offer)
        column.addWidget(self.bar)
        self._dress()

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._choose)
        self.paste_button.clicked.connect(self._paste)
        self.link_button.toggled.connect(self._show_link)
        self.link_edit.returnPressed.connect(self._take_link)
        self.strip.opened.connect(self._open)
        self.strip.removal_wanted.connect(self._remove)
        self.strip.itemSelectionChanged.connect(self._dress)
        self.open_button.clicked.connect(self._open_chosen)
        self.remove_button.clicked.connect(self._remove)
        self.offer_button.clicked.connect(self._take_day)

    # ------------------------------------------------------------------ whose evidence

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell when there is more to see: what a drop became must not hide below the edge."""
        super().resizeEvent(event)
        if self.isVisible() and event.size().height() > event.oldSize().height() > 0:
            self.grown.emit()

    def show_owner(self, owner_id: str, stored: bool) -> None:
        """Show the evidence of an activity; `stored` is False while it is only being typed."""
        self._owner, self._stored, self._fresh = owner_id, stored, not stored
        self.bar.hide()
        self.link_button.setChecked(False)
        self._reload()

    @property
    def draft_id(self) -> str:
        """The id that an activity being typed must get because files wait for it, "" when there are none."""
        return self._owner if not self._stored and (self.strip.count() or self._waiting) else ""

    def set_day(self, day: date | None) -> None:
        """Tell the day that stands in the form, so that a photo of another day is noticed."""
        self._day = day
        self._offer_day()

    def watch(self, form: QWidget) -> None:
        """Take drops anywhere on a form, and Ctrl+V of a picture or files in its text fields."""
        form.setAcceptDrops(True)
        form.installEventFilter(self)
        for line in form.findChildren(QLineEdit):
            if line is not self.link_edit:
                line.installEventFilter(self)
        for editor in form.findChildren(QPlainTextEdit):
            editor.installEventFilter(self)
            editor.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch drops and pastes that are evidence; everything else goes its way."""
        if isinstance(event, QDropEvent):  # also what enters and moves
            in_text = isinstance(watched, QLineEdit) or isinstance(watched.parent(), QPlainTextEdit)
            mime = event.mimeData()
            if not (meant_as_file(mime) if in_text else read_given(mime)):
                return False
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if event.type() == QEvent.Type.Drop:
                self._take(read_given(mime))
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            clipboard = QGuiApplication.clipboard().mimeData()
            if event.matches(QKeySequence.StandardKey.Paste) and meant_as_file(clipboard):
                self._take(read_given(clipboard))
                return True
        return False

    # ------------------------------------------------------------------ taking in

    def _choose(self) -> None:
        endings = " ".join(f"*{ending}" for ending in sorted(ENDINGS))
        patterns = self.tr("Minh chứng ({})").format(endings) + ";;" + self.tr("Mọi tệp (*)")
        files = self._context.ask.open_files(self, self.tr("Chọn tệp minh chứng (có thể chọn nhiều)"), patterns)
        self._take(Given(files=tuple(files)))

    def _paste(self) -> None:
        given = read_given(QGuiApplication.clipboard().mimeData())
        if given:
            self._take(given)
        else:
            self.bar.tell(self.tr("Bộ nhớ tạm không có ảnh, tệp hay liên kết nào để dán."))

    def _show_link(self, shown: bool) -> None:
        self.link_edit.setVisible(shown)
        if shown:
            self.link_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_link(self) -> None:
        text = self.link_edit.text()
        if not text.strip():
            return
        try:
            intake = self._context.services.evidence.add_link(self._own(), text)
        except AppError as error:
            self._refused(error)
            return
        self.link_edit.clear()
        self.link_button.setChecked(False)
        self._received(self._owner, intake)

    def _own(self) -> str:
        self._owner = self._owner or new_id()
        return self._owner

    def _take(self, given: Given) -> None:
        """Take in what was dropped, pasted or chosen; copying and decoding happen on the worker thread."""
        evidence = self._context.services.evidence
        if given.files:
            self._run(work.adding_files(evidence, self._own(), given.files))
        elif given.image is not None:
            self._run(work.adding_image(evidence, self._own(), given.image))
        elif given.link:
            self.link_edit.setText(given.link)
            self._take_link()

    def _run(self, adding: Callable[[Progress], work.Arrival]) -> None:
        self._waiting += 1
        self._context.runner.run(adding, self._arrived, self._failed, self.tr("Đang chép minh chứng"))
        self.bar.tell(self.tr("Đang chép…"))
        self.changed.emit()

    def _arrived(self, arrival: work.Arrival) -> None:
        self._waiting -= 1
        self._received(arrival.owner, arrival.intake)

    def _failed(self, error: AppError) -> None:
        self._waiting -= 1
        self._refused(error)

    def _received(self, owner: str, intake: Intake) -> None:
        if intake.added:
            self._context.saved()
            self._context.bus.announce(Change(Topic.ACTIVITY, (owner,)))
        if owner != self._owner:
            if intake.refused:  # the form shows another activity by now: what was refused must not go unseen
                self._context.ask.error(self, intake.refused[0].error)
            return
        self._fresh = self._fresh or bool(intake.added)
        self._reload()
        text = work.outcome(intake)
        if text:
            self.bar.tell(text)
        else:
            self.bar.hide()
        self.changed.emit()

    def _refused(self, error: AppError) -> None:
        if isinstance(error, Cancelled):
            self.bar.hide()
        elif isinstance(error, FileUnreadable | InvalidInput):
            message = describe(error)
            self.bar.tell(f"{message.happened} {message.todo}")
        else:
            self.bar.hide()
            self._context.ask.error(self, error)
        self.changed.emit()

    # ------------------------------------------------------------------ what is there

    def _reload(self) -> None:
        self.strip.show_files(self._context.services.evidence.of(self._owner))
        self._dress()
        self._offer_day()
        pictures = self.strip.wanting_pictures()
        if pictures:
            making = work.making_thumbnails(self._context.services.evidence, pictures)
            self._context.runner.run(making, self.strip.show_pictures, self._ignore, self.tr("Đang mở ảnh"))

    def _ignore(self, error: AppError) -> None:
        """A picture without thumbnail keeps its icon; opening it says what is wrong."""

    def _dress(self) -> None:
        chosen = self.strip.chosen()
        self._hint.setVisible(not self.strip.count())
        for button in (self.open_button, self.remove_button):
            button.setVisible(bool(chosen))
        self.open_button.setEnabled(len(chosen) == 1)

    def _open_chosen(self) -> None:
        for file in self.strip.chosen()[:1]:
            self._open(file)

    def _open(self, file: Attachment) -> None:
        try:
            if is_link(file):
                self._context.ask.open_link(EvidenceFacts.of(file).link)
                return
            path: Path = self._context.services.evidence.viewing_copy(file)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        if not self._context.ask.open_path(path):
            self.bar.tell(self.tr("Máy này chưa có chương trình mở tệp “{}”.").format(file.name))

    def _remove(self) -> None:
        chosen = self.strip.chosen()
        if not chosen:
            return
        self._context.bus.announce(self._context.services.evidence.remove(*chosen))
        self._context.saved()
        self._reload()
        words = self.tr("Đã bỏ “{}”.").format(chosen[0].name)
        if len(chosen) > 1:
            words = self.tr("Đã bỏ {} tệp minh chứng.").format(len(chosen))
        self.bar.tell(words, (self.tr("Hoàn tác"), partial(self._put_back, chosen)))
        self.changed.emit()

    def _put_back(self, files: Sequence[Attachment], *_: object) -> None:
        self._context.bus.announce(self._context.services.evidence.put_back(*files))
        self._context.saved()
        self._reload()
        self.changed.emit()

    # ------------------------------------------------------------------ the day of a photo

    def _offer_day(self) -> None:
        """Offer the day most photos were taken on, unless one of them was taken on the day in the form."""
        today = self._context.today()
        facts = [EvidenceFacts.of(file) for file in self.strip.files()]
        days = Counter(day for fact in facts if (day := taken_day(fact, today)) is not None)
        self._offered = None
        if self._fresh and days and self._day not in days:
            self._offered = max(days, key=lambda day: (days[day], -day.toordinal()))
        self._offer.setVisible(self._offered is not None)
        if self._offered is None:
            return
        text = self.tr("Ảnh chụp ngày {}, khác ngày thực hiện đang ghi.")
        if self._day is None:
            text = self.tr("Ảnh chụp ngày {}.")
        self._offer_text.setText(text.format(short_date(self._offered)))

    def _take_day(self) -> None:
        if self._offered is not None:
            self.day_wanted.emit(self._offered)
