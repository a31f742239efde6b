"""Cài đặt → Dữ liệu dùng chung: a server in the place of the local file, and back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.member import ROLE_NAMES
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import AppError, InvalidInput, ServerFault
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.scrolled import scrolled
from cchc_desktop.ui.widgets.settings_members import MembersPanel

if TYPE_CHECKING:
    from cchc_desktop.domain.member import Member
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.shared_data import ServerState
    from cchc_desktop.ui.place import Context


class SharedPage(QWidget):
    """On a local file: try a server, prepare it, copy there, use it. On a server: who may do what, and the way back.

    Every exchange of the data is announced on the bus as `Topic.BACKUP`; the window then reopens.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("settings_shared")
        self._context = context
        self._in_use = bool(context.settings.value.database_url)
        self._tried: tuple[str, str] | None = None
        self.bar = NoticeBar(self)
        column = QVBoxLayout()
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.bar)
        self.members = MembersPanel(context, self.bar) if self._in_use else None
        (self._arrange_use if self._in_use else self._arrange_choice)(column)
        holder = QWidget(self)
        holder.setLayout(column)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(scrolled(holder, self))
        context.runner.busy_changed.connect(self._enable)
        self._enable()

    def _words(self, text: str, role: str = "quiet", name: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setProperty("role", role)
        return label

    def _button(self, text: str, name: str, slot: object, role: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        if role:
            button.setProperty("role", role)
        button.clicked.connect(slot)
        return button

    @staticmethod
    def _row(*buttons: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row

    # ------------------------------------------------------------------ on a local file

    def _arrange_choice(self, column: QVBoxLayout) -> None:
        column.addWidget(
            self._words(
                self.tr(
                    "Khi nhiều người hoặc nhiều máy cùng làm, số liệu đặt trên một máy chủ PostgreSQL (từ phiên bản "
                    "15) thay cho tệp trên máy này. Mỗi người đăng nhập bằng tên riêng; ai sửa gì, mọi máy thấy ngay."
                )
            )
        )
        self.address = QLineEdit(self)
        self.address.setObjectName("shared_address")
        self.address.setPlaceholderText("postgresql://ten-dang-nhap@may-chu/cchc")
        self.password = QLineEdit(self)
        self.password.setObjectName("shared_password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        hint = self.tr("Xin người quản trị máy chủ địa chỉ này.")
        self.address_field = Field(self.tr("Địa chỉ"), self.address, hint, self)
        kept = self.tr("Được cất trong kho mật khẩu của hệ điều hành, không ghi vào tệp nào của chương trình.")
        self.fields = QWidget(self)
        lines = QVBoxLayout(self.fields)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(12)
        lines.addWidget(self.address_field)
        lines.addWidget(Field(self.tr("Mật khẩu"), self.password, kept, self))
        lines.addWidget(Field(self.tr("Tệp minh chứng để ở đâu"), self._evidence_row(), parent=self))
        self.fields.setMaximumWidth(720)
        column.addWidget(self.fields)
        self.state = self._words("", "", "shared_state")
        self.state.hide()
        self.try_it = self._button(self.tr("Kiểm tra kết nối"), "shared_try", self._try, "main")
        self.prepare = self._button(self.tr("Chuẩn bị máy chủ"), "shared_prepare", self._prepare)
        self.send = self._button(self.tr("Chép số liệu máy này lên máy chủ"), "shared_send", self._send)
        self.use = self._button(self.tr("Dùng dữ liệu chung này"), "shared_use", self._use)
        column.addLayout(self._row(self.try_it, self.prepare, self.send, self.use))
        column.addWidget(self.state)
        column.addStretch(1)
        self.prepare.hide()
        self.send.hide()
        self.use.hide()
        for edit in (self.address, self.password):
            edit.textEdited.connect(self._forget)

    def _evidence_row(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(14)
        self._places = QButtonGroup(self)
        self.inside = QRadioButton(self.tr("Trong cơ sở dữ liệu"), box)
        self.outside = QRadioButton(self.tr("Trong thư mục dùng chung:"), box)
        self.inside.setChecked(True)
        self.folder = QLineEdit(box)
        self.folder.setObjectName("shared_folder")
        self.folder.setAccessibleName(self.tr("Thư mục minh chứng dùng chung"))
        choose = self._button(self.tr("Chọn…"), "shared_choose", self._choose_folder)
        for number, button in enumerate((self.inside, self.outside)):
            self._places.addButton(button, number)
            row.addWidget(button)
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        return box

    def _choose_folder(self) -> None:
        found = self._context.ask.folder(self, self.tr("Chọn thư mục minh chứng mà mọi máy đều mở được"))
        if found is not None:
            self.folder.setText(str(found))
            self.outside.setChecked(True)

    @property
    def _evidence(self) -> str:
        return clean_line(self.folder.text()) if self.outside.isChecked() else ""

    def _forget(self) -> None:
        """Another address was typed: what was tried does not hold for it."""
        self._tried = None
        self.address_field.set_problem("")
        for widget in (self.state, self.prepare, self.send, self.use):
            widget.hide()

    def _try(self) -> None:
        wanted = clean_line(self.address.text()), self.password.text()

        def work(progress: Progress) -> ServerState:
            return self._context.services.shared_data.try_out(*wanted)

        self._context.runner.run(
            work, partial(self._found, wanted), self._failed, label=self.tr("Đang kết nối tới máy chủ")
        )

    def _failed(self, error: AppError) -> None:
        if isinstance(error, InvalidInput):
            self.address_field.set_problem(next(iter(error.problems.values())))
            self.address.setFocus()
        else:
            self._context.ask.error(self, error)

    def _found(self, wanted: tuple[str, str], state: ServerState) -> None:
        self._tried = wanted
        words = {
            None: self.tr("Kết nối được tới {}."),
            ServerFault.EMPTY: self.tr("Kết nối được tới {}. Cơ sở dữ liệu còn trống: bấm “Chuẩn bị máy chủ”."),
            ServerFault.OLD_SCHEMA: self.tr(
                "Kết nối được tới {}. Dữ liệu ở đó do phiên bản cũ tạo ra: sao lưu rồi bấm “Chuẩn bị máy chủ”."
            ),
        }[state.fault].format(state.label)
        if state.member is not None:
            words += " " + self.tr("Quyền của anh chị ở đó: {}.").format(ROLE_NAMES[state.member.role])
        self.state.setText(words)
        self.state.show()
        self.prepare.setVisible(state.fault is not None)
        self.send.setVisible(state.fault is None)
        self.use.setVisible(state.fault is None)

    def _prepare(self) -> None:
        if self._tried is None:
            return
        address, password = self._tried

        def work(progress: Progress) -> ServerState:
            self._context.services.shared_data.prepare(address, password)
            return self._context.services.shared_data.try_out(address, password)

        found = partial(self._found, self._tried)
        self._context.runner.run(work, found, self._failed, label=self.tr("Đang chuẩn bị máy chủ"))

    def _send(self) -> None:
        if self._tried is None:
            return
        address, password = self._tried
        evidence = self._evidence

        def work(progress: Progress) -> int:
            service = self._context.services.shared_data
            return service.bring_there(address, password, evidence, progress)["activities"]

        self._context.runner.run(
            work, self._sent, self._failed, label=self.tr("Đang chép số liệu và minh chứng lên máy chủ")
        )

    def _sent(self, activities: int) -> None:
        text = self.tr("Đã chép lên máy chủ và đối chiếu đủ: {} hoạt động. Bấm “Dùng dữ liệu chung này” để bắt đầu.")
        self.bar.tell(text.format(format_number(activities)))

    def _use(self) -> None:
        if self._tried is None:
            return
        address, password = self._tried
        question = self.tr(
            "Từ bây giờ máy này dùng dữ liệu chung trên máy chủ?\n\nTệp số liệu đang có trên máy này được giữ nguyên, "
            "nhưng không được dùng cho tới khi anh chị trở về."
        )
        if not self._context.ask.confirm(self, question, self.tr("Dùng dữ liệu chung")):
            return
        if not self._context.services.shared_data.keep(address, password):
            self._context.hint(self.tr("Kho mật khẩu của máy không nhận: mật khẩu được hỏi lại mỗi lần mở."))
        self._context.settings.update(database_url=address, shared_evidence=self._evidence)
        self._context.bus.announce(Change(Topic.BACKUP))

    # ------------------------------------------------------------------ on a server

    def _arrange_use(self, column: QVBoxLayout) -> None:
        self.state = self._words(self.tr("Đang dùng dữ liệu chung."), "heading", "shared_state")
        column.addWidget(self.state)
        self.fetch = self._button(self.tr("Chép số liệu về máy này rồi thôi dùng chung"), "shared_fetch", self._fetch)
        self.leave_it = self._button(self.tr("Thôi dùng chung"), "shared_leave", self._leave, "danger")
        column.addLayout(self._row(self.fetch, self.leave_it))
        column.addWidget(
            self._words(
                self.tr(
                    "“Chép về” thay tệp trên máy này bằng số liệu và minh chứng của máy chủ (tệp cũ được sao lưu "
                    "trước). “Thôi dùng chung” trở về tệp trên máy này như lúc trước khi dùng chung. Máy chủ không đổi "
                    "gì."
                )
            )
        )
        assert self.members is not None
        column.addWidget(self.members, 1)

    def refresh(self) -> None:
        """Ask who is logged in, and read the members."""
        if self.members is not None:
            self._context.runner.read(self._ask_who, self._show_who)
            self.members.refresh()

    def _ask_who(self) -> Member | None:
        return self._context.services.shared_data.who()

    def _show_who(self, member: Member | None) -> None:
        if member is not None:
            text = self.tr("Đang dùng dữ liệu chung. Anh chị là {}, quyền {}.")
            self.state.setText(text.format(member.name or member.login, ROLE_NAMES[member.role]))

    def _fetch(self) -> None:
        question = self.tr(
            "Chép toàn bộ số liệu và minh chứng của máy chủ về máy này, rồi thôi dùng chung?\n\nTệp số liệu cũ trên "
            "máy này được sao lưu trước. Những gì người khác ghi lên máy chủ sau đó không về máy này nữa."
        )
        if self._context.ask.confirm(self, question, self.tr("Chép về và thôi dùng chung")):

            def work(progress: Progress) -> Path:
                return self._context.services.shared_data.bring_back()

            self._context.runner.run(work, self._left, label=self.tr("Đang chép số liệu về máy này"))

    def _leave(self) -> None:
        question = self.tr("Thôi dùng chung và trở về tệp số liệu trên máy này, như lúc trước khi dùng chung?")
        if self._context.ask.confirm(self, question, self.tr("Thôi dùng chung")):
            self._left(None)

    def _left(self, made: Path | None) -> None:
        self._context.settings.update(database_url="", shared_evidence="")
        self._context.bus.announce(Change(Topic.BACKUP))

    def _enable(self) -> None:
        for button in self.findChildren(QPushButton):
            if button.objectName().startswith("shared_"):
                button.setEnabled(not self._context.runner.busy)
