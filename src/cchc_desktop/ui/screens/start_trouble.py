"""What stands in the window when the data cannot be opened: three calm sentences and the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.errors import AppError, DatabaseAway, DatabaseBusy, DatabaseDamaged, ServerFault
from cchc_desktop.messages import describe
from cchc_desktop.ui.widgets.field import Field


class StartTrouble(QWidget):
    """Tells why the data cannot be opened.

    `retry`, `restore`, `open_folder` and `leave` fire for the buttons; those that make no sense for the trouble
    are not there. Where a server refuses the login, the password is asked for: `password` is its field. `local` goes
    back to the file of this computer, `prepare` makes or renews the tables of the server.
    """

    retry = Signal()
    restore = Signal()
    open_folder = Signal()
    leave = Signal()
    local = Signal()
    prepare = Signal()

    def __init__(self, error: AppError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start_trouble")
        message = describe(error)
        happened = self._sentence(message.happened, "happened")
        happened.setProperty("role", "heading")
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(happened)
        column.addWidget(self._sentence(message.safe, "safe"))
        column.addWidget(self._sentence(message.todo, "todo"))
        self.password = QLineEdit(self)
        self.password.setObjectName("server_password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaximumWidth(320)
        self.password.returnPressed.connect(self.retry)
        ask = Field(self.tr("Mật khẩu trên máy chủ"), self.password, parent=self)
        ask.setVisible(isinstance(error, DatabaseAway) and error.fault is ServerFault.LOGIN)
        column.addWidget(ask)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        if isinstance(error, DatabaseDamaged):
            self._add(buttons, self.tr("Khôi phục bản sao lưu…"), "restore", self.restore, main=True)
        if isinstance(error, DatabaseAway) and error.fault in (ServerFault.EMPTY, ServerFault.OLD_SCHEMA):
            self._add(buttons, self.tr("Chuẩn bị máy chủ"), "prepare", self.prepare)
        if isinstance(error, DatabaseBusy | DatabaseAway):
            self._add(buttons, self.tr("Thử lại"), "retry", self.retry, main=True)
        self._add(buttons, self.tr("Mở thư mục dữ liệu"), "open_folder", self.open_folder)
        if not isinstance(error, DatabaseBusy | DatabaseAway):
            self._add(buttons, self.tr("Thử lại"), "retry", self.retry)
        if isinstance(error, DatabaseAway):
            self._add(buttons, self.tr("Dùng tệp trên máy này"), "local", self.local)
        self._add(buttons, self.tr("Đóng chương trình"), "leave", self.leave)
        buttons.addStretch(1)
        column.addSpacing(10)
        column.addLayout(buttons)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(column, 4)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(row)
        layout.addStretch(3)

    def _sentence(self, text: str, name: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _add(self, row: QHBoxLayout, text: str, name: str, signal: object, main: bool = False) -> None:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(True)
        if main:
            button.setProperty("role", "main")
        button.clicked.connect(signal)
        row.addWidget(button)
