"""What became of a hand-over: the code, what to do now, the words of the mail, and what went where before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.handover import WAY_NAMES, Handover, Way
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.rows import Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable

if TYPE_CHECKING:
    from cchc_desktop.services.handovers import MailsMade
    from cchc_desktop.ui.settings_store import SettingsStore

_WIDTHS = (138, 104, 140, 150)


class HandoverResult(QWidget):
    """Buttons ask by signal: print or save the cover sheet, open the folder or a mail, say that the mail was sent."""

    print_wanted = Signal()
    save_wanted = Signal()
    folder_wanted = Signal()
    mail_wanted = Signal(int)
    mail_sent = Signal()
    copied = Signal()

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mails: MailsMade | None = None
        self.card = QFrame(self)
        self.card.setProperty("role", "card")
        self._build_card()
        self._build_mail()
        self.log_title = QLabel(self.tr("Đã gửi những đâu"), self)
        self.log_title.setProperty("role", "heading")
        self.model: RowsModel[Handover] = RowsModel(self._columns(), self)
        self.log = DataTable("handover_log", settings, self)
        self.log.setAccessibleName(self.tr("Đã gửi những đâu"))
        self.log.setMinimumHeight(112)
        self.log.set_model(self.model, _WIDTHS)
        self._arrange()
        self.clear()

    # -- building

    def _label(self, name: str, role: str = "") -> QLabel:
        label = QLabel(self.card)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setWordWrap(True)
        if role:
            label.setProperty("role", role)
        return label

    def _button(self, name: str, words: str, picture: str) -> QPushButton:
        button = QPushButton(icon(picture), words, self.card)
        button.setObjectName(name)
        return button

    def _build_card(self) -> None:
        self.state = self._label("handover_state", "heading")
        self.told = self._label("handover_told")
        self.code_title = QLabel(self.tr("Mã đối chiếu"), self.card)
        self.code_title.setProperty("role", "quiet")
        self.code = self._label("handover_code", "number")
        self.print_sheet = self._button("handover_print", self.tr("In phiếu"), "mdi6.printer-outline")
        self.save_sheet = self._button("handover_save_sheet", self.tr("Lưu phiếu…"), "mdi6.content-save-outline")
        self.open_folder = self._button("handover_open_folder", self.tr("Mở thư mục"), "mdi6.folder-open-outline")
        self.print_sheet.setToolTip(self.tr("In phiếu gửi kèm có mã đối chiếu, để ký giao nhận"))
        self.save_sheet.setToolTip(self.tr("Lưu phiếu gửi kèm thành tệp Word hoặc PDF"))
        self.print_sheet.clicked.connect(self.print_wanted)
        self.save_sheet.clicked.connect(self.save_wanted)
        self.open_folder.clicked.connect(self.folder_wanted)

    def _build_mail(self) -> None:
        self.mail = QWidget(self.card)
        self.which = QComboBox(self.mail)
        self.which.setObjectName("handover_which_mail")
        self.which.setAccessibleName(self.tr("Thư"))
        self.which.currentIndexChanged.connect(self._show_mail)
        self.text = QPlainTextEdit(self.mail)
        self.text.setObjectName("handover_mail_text")
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Nội dung thư"))
        self.text.setFixedHeight(130)
        self.open_mail = self._button("handover_open_mail", self.tr("Mở thư"), "mdi6.email-edit-outline")
        self.copy = self._button("handover_copy", self.tr("Sao chép"), "mdi6.content-copy")
        self.sent = self._button("handover_mail_sent", self.tr("Tôi đã gửi thư"), "mdi6.email-check-outline")
        self.copy.setToolTip(self.tr("Sao chép tiêu đề và nội dung thư, để dán vào trang thư"))
        self.open_mail.clicked.connect(self._open_mail)
        self.copy.clicked.connect(self._copy)
        self.sent.clicked.connect(self.mail_sent)
        buttons = QHBoxLayout()
        for button in (self.open_mail, self.copy, self.sent):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self.mail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.which)
        column.addWidget(self.text, 1)
        column.addLayout(buttons)

    def _arrange(self) -> None:
        code = QHBoxLayout()
        code.setSpacing(12)
        code.addWidget(self.code_title)
        code.addWidget(self.code, 1)
        sheet = QHBoxLayout()
        for button in (self.print_sheet, self.save_sheet, self.open_folder):
            sheet.addWidget(button)
        sheet.addStretch(1)
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.setSpacing(8)
        inside.addWidget(self.state)
        inside.addWidget(self.told)
        inside.addLayout(code)
        inside.addWidget(self.mail, 1)
        inside.addLayout(sheet)
        for label in (self.state, self.told):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(10)
        self.card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout.addWidget(self.card)
        layout.addWidget(self.log_title)
        layout.addWidget(self.log, 1)
        layout.addStretch(0)

    def _columns(self) -> tuple[Column[Handover], ...]:
        return (
            Column("at", self.tr("Lúc"), _time_words, lambda line: line.at),
            Column("way", self.tr("Cách gửi"), lambda line: WAY_NAMES[line.way]),
            Column("target", self.tr("Nơi đến"), lambda line: line.target, tip=lambda line: line.target),
            Column("state", self.tr("Kết quả"), self._outcome, tip=self._outcome),
        )

    def _outcome(self, line: Handover) -> str:
        if line.way is Way.EMAIL and line.verified:
            return self.tr("Đã gửi thư")
        return self.tr("Đã ghi, đọc lại khớp") if line.verified else line.note

    # -- showing

    def clear(self, told: str = "") -> None:
        """Show that nothing was handed over yet."""
        self._fill(self.tr("Chưa gửi"), told, "")
        self._mails = None
        self.mail.hide()
        self._show_buttons(False, False)

    def show_kept(self, told: str, code: str) -> None:
        """Show the package that was made before: its paper can be printed again."""
        self._fill(self.tr("Gói đã lập trước đây"), told, code)
        self._show_buttons(True, False)

    def show_written(self, state: str, told: str, code: str) -> None:
        """Show that a package arrived."""
        self._mails = None
        self.mail.hide()
        self._fill(state, told, code)
        self._show_buttons(True, True)

    def show_mails(self, mails: MailsMade, told: str, code: str) -> None:
        """Show mails that wait to be sent."""
        self._mails = mails
        self._fill(self.tr("Thư đã soạn, chờ gửi"), told, code)
        self.which.blockSignals(True)
        self.which.clear()
        for draft in mails.drafts:
            self.which.addItem(draft.name)
        self.which.blockSignals(False)
        self.which.setVisible(len(mails.drafts) > 1)
        self.sent.setEnabled(True)
        self.mail.show()
        self._show_mail()
        self._show_buttons(True, True)

    def show_log(self, lines: Sequence[Handover]) -> None:
        """Show what went where."""
        self.model.set_rows(lines)
        self.log_title.setVisible(bool(lines))
        self.log.setVisible(bool(lines))

    def _fill(self, state: str, told: str, code: str) -> None:
        self.state.setText(state)
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.code.setText(code)
        self.code.setVisible(bool(code))
        self.code_title.setVisible(bool(code))

    def _show_buttons(self, sheet: bool, folder: bool) -> None:
        self.print_sheet.setVisible(sheet)
        self.save_sheet.setVisible(sheet)
        self.open_folder.setVisible(folder)

    def _show_mail(self) -> None:
        if self._mails is not None:
            draft = self._mails.drafts[max(0, self.which.currentIndex())]
            self.text.setPlainText(f"{draft.subject}\n\n{draft.body}")

    def _open_mail(self) -> None:
        self.mail_wanted.emit(max(0, self.which.currentIndex()))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copied.emit()


def _time_words(line: Handover) -> str:
    return f"{datetime.fromisoformat(line.at):%H:%M %d/%m/%Y}"
