"""Asks how the units that have not sent are reminded: until when, one letter or one each, and their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.board import BoardRow, mail_list
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.field import Field

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_DAYS = 3  # until the new date, at first
_NAMED = 6


class ReminderDialog(QDialog):
    """`until` is the day the report is to be here, `each` tells that each unit gets its own letter."""

    def __init__(self, rows: Sequence[BoardRow], context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reminder_dialog")
        self.setWindowTitle(self.tr("Đôn đốc gửi báo cáo"))
        self.day = DateEdit(context.today, self)
        self.day.setObjectName("reminder_until")
        self.day.set_date(context.today() + timedelta(days=_DAYS))
        self.one = QRadioButton(self.tr("Một công văn chung, có danh sách đơn vị"), self)
        self.one.setObjectName("reminder_one")
        self.each_box = QRadioButton(self.tr("Mỗi đơn vị một công văn ({0} tệp Word)").format(len(rows)), self)
        self.each_box.setObjectName("reminder_each")
        self.one.setChecked(True)
        self.addresses, without = mail_list(rows)
        self.mails = QPlainTextEdit(self.addresses, self)
        self.mails.setObjectName("reminder_mails")
        self.mails.setReadOnly(True)
        self.mails.setTabChangesFocus(True)
        self.mails.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 16)
        self.copy = QPushButton(icon("mdi6.content-copy"), self.tr("Chép địa chỉ"), self)
        self.copy.setObjectName("reminder_copy")
        self.copy.setEnabled(bool(self.addresses))
        self.copy.clicked.connect(self._copy)
        self.problem = QLabel(self)
        self.problem.setObjectName("reminder_problem")
        self.problem.setProperty("role", "problem")
        self.problem.hide()
        self._arrange(rows, without)

    def _arrange(self, rows: Sequence[BoardRow], without: Sequence[str]) -> None:
        lead = QLabel(self.tr("{0} đơn vị chưa nộp hoặc bị trả lại: {1}").format(len(rows), _names(rows)), self)
        lead.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        self.go = buttons.addButton(self.tr("Lập công văn…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setObjectName("reminder_go")
        buttons.addButton(self.tr("Thôi"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        hint = self.tr("Dán vào ô người nhận của hộp thư.")
        if without:
            hint += " " + self.tr("{0} đơn vị chưa có địa chỉ: {1}").format(len(without), _shortened(without))
        copy = QHBoxLayout()
        copy.addWidget(self.copy)
        copy.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(lead)
        column.addWidget(Field(self.tr("Đề nghị gửi trước ngày"), self.day, parent=self))
        column.addWidget(self.one)
        column.addWidget(self.each_box)
        column.addWidget(Field(self.tr("Địa chỉ thư điện tử của các đơn vị này"), self.mails, hint, self))
        column.addLayout(copy)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        self.setMinimumWidth(560)

    @property
    def until(self) -> date | None:
        """The day typed."""
        return self.day.date()

    @property
    def each(self) -> bool:
        """Whether each unit gets a letter of its own."""
        return self.each_box.isChecked()

    def accept(self) -> None:
        """Go on when there is a day."""
        if self.until is None:
            self.problem.setText(self.tr("Chưa nhập ngày."))
            self.problem.show()
            self.day.setFocus()
            return
        super().accept()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.addresses)
        self.copy.setText(self.tr("Đã chép"))


def _names(rows: Sequence[BoardRow]) -> str:
    return _shortened([row.unit.full_name for row in rows])


def _shortened(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return f"{shown} và {len(names) - _NAMED} đơn vị khác" if len(names) > _NAMED else shown
