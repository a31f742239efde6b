"""Who works on the shared database, and what each may do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.member import ROLE_NAMES, Member, Role
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.ui.models.rows import Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.field import Field, show_problems

if TYPE_CHECKING:
    from cchc_desktop.domain.change import Change
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.widgets.notice_bar import NoticeBar

ROLE_WORDS = {
    Role.VIEW: "xem: không ghi gì",
    Role.WRITE: "soạn: ghi nhật ký, soạn kế hoạch, báo cáo",
    Role.APPROVE: "duyệt: thêm chốt, gửi báo cáo, ban hành kế hoạch",
    Role.MANAGE: "quản trị: thêm người dùng, đơn vị, xóa hẳn",
}


class MembersPanel(QWidget):
    """The members, and the fields to add or change one."""

    def __init__(self, context: Context, bar: NoticeBar) -> None:
        super().__init__()
        self._context = context
        self._bar = bar
        self.model = RowsModel["Member"](
            (
                Column("login", self.tr("Tên đăng nhập"), lambda member: member.login),
                Column("name", self.tr("Họ và tên"), lambda member: member.name),
                Column("role", self.tr("Quyền"), lambda member: ROLE_WORDS[member.role]),
            ),
            self,
        )
        self.table = DataTable("members_table", context.settings, self)
        self.table.set_model(self.model, (200, 240, 380))
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.setMinimumHeight(150)
        self.table.selected_changed.connect(self._chosen)
        self.login = QLineEdit(self)
        self.login.setObjectName("member_login")
        self.name = QLineEdit(self)
        self.name.setObjectName("member_name")
        self.role = QComboBox(self)
        self.role.setObjectName("member_role")
        for role, words in ROLE_WORDS.items():
            self.role.addItem(self.tr(words), role)
        self.role.setCurrentIndex(1)
        self.keep = QPushButton(self.tr("Ghi người dùng"), self)
        self.keep.setObjectName("member_keep")
        self.keep.setProperty("role", "main")
        self.keep.clicked.connect(self._keep)
        self.remove = QPushButton(self.tr("Bỏ người đang chọn"), self)
        self.remove.setObjectName("member_remove")
        self.remove.clicked.connect(self._remove)
        self.remove.setEnabled(False)
        self._arrange()

    def _arrange(self) -> None:
        heading = QLabel(self.tr("Người dùng chung"), self)
        heading.setProperty("role", "heading")
        words = QLabel(
            self.tr("Tên đăng nhập do người quản trị máy chủ cấp. Ai chưa có trong bảng này chỉ được xem."), self
        )
        words.setProperty("role", "quiet")
        words.setWordWrap(True)
        self.login_field = Field(self.tr("Tên đăng nhập"), self.login, parent=self)
        self.name_field = Field(self.tr("Họ và tên (ghi vào lịch sử)"), self.name, parent=self)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addWidget(self.login_field, 2)
        fields.addWidget(self.name_field, 3)
        fields.addWidget(Field(self.tr("Quyền"), self.role, parent=self), 4)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(words)
        column.addWidget(self.table, 1)
        column.addLayout(fields)
        column.addLayout(buttons)

    def refresh(self) -> None:
        """Read the members."""
        self._context.runner.read(self._context.services.shared_data.members, self.model.set_rows)

    def _chosen(self) -> None:
        chosen = self.table.selected_rows()
        self.remove.setEnabled(bool(chosen))
        if chosen:
            member: Member = chosen[0]
            self.login.setText(member.login)
            self.name.setText(member.name)
            self.role.setCurrentIndex(list(ROLE_NAMES).index(member.role))

    def _keep(self) -> None:
        self.login_field.set_problem("")
        self.name_field.set_problem("")
        member = Member(self.login.text(), self.name.text(), Role(self.role.currentData()))

        def work(progress: Progress) -> Change:
            return self._context.services.shared_data.save_member(member)

        text = self.tr("Đã ghi quyền của {}.").format(member.name)
        self._context.runner.run(work, partial(self._done, text), self._failed)

    def _remove(self) -> None:
        chosen = self.table.selected_rows()
        if not chosen:
            return
        login = chosen[0].login

        def work(progress: Progress) -> Change:
            return self._context.services.shared_data.remove_member(login)

        text = self.tr("Đã bỏ “{}” khỏi người dùng chung.").format(login)
        self._context.runner.run(work, partial(self._done, text), self._failed)

    def _done(self, text: str, change: Change) -> None:
        self._bar.tell(text)
        self.refresh()

    def _failed(self, error: AppError) -> None:
        if isinstance(error, InvalidInput):
            show_problems({"login": self.login_field, "name": self.name_field}, error.problems)
        else:
            self._context.ask.error(self, error)
