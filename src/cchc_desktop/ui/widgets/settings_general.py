"""Cài đặt → Chung: the clerk's name, the colours, where the data lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop import __version__
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.text import clean_line
from cchc_desktop.settings import Theme
from cchc_desktop.ui.widgets.field import Field

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_THEMES = ((Theme.LIGHT, "Sáng"), (Theme.DARK, "Tối"), (Theme.SYSTEM, "Theo máy tính"))
_SAVE_AFTER = 1500  # ms after the last key


class GeneralPage(QWidget):
    """What belongs to this PC and this clerk."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("settings_general")
        self._context = context
        self.clerk = QLineEdit(context.settings.value.clerk, self)
        self.clerk.setObjectName("clerk")
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self.save)
        self.clerk.textEdited.connect(self._typed)
        self.clerk.editingFinished.connect(self.save)
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addWidget(
            Field(
                self.tr("Họ và tên cán bộ sử dụng máy này"),
                self.clerk,
                self.tr("Mỗi thay đổi số liệu được ghi lại cùng tên này, để biết ai đã nhập."),
            )
        )
        column.addWidget(Field(self.tr("Màu cửa sổ"), self._theme_row()))
        self.gathering = QCheckBox(self.tr("Đơn vị tổng hợp: nhận báo cáo của nhiều đơn vị khác"), self)
        self.gathering.setObjectName("gathering_box")
        self.gathering.setChecked(context.settings.value.gathering)
        self.gathering.clicked.connect(self._choose_gathering)
        hint = self.tr("Hiện thêm mục “Tổng hợp” ở thanh bên trái. Xã, phường chỉ gửi báo cáo thì không cần.")
        column.addWidget(Field(self.tr("Nhận báo cáo"), self.gathering, hint))
        column.addLayout(self._folder_row())
        version = QLabel(self.tr("Phiên bản {}").format(__version__), self)
        version.setObjectName("version")
        version.setProperty("role", "quiet")
        column.addWidget(version)
        column.addStretch(1)
        holder = QWidget(self)
        holder.setLayout(column)
        holder.setMaximumWidth(640)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 14, 0, 0)
        row.addWidget(holder, 3)
        row.addStretch(1)

    def _theme_row(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(24)
        self._themes = QButtonGroup(self)
        for number, (theme, words) in enumerate(_THEMES):
            button = QRadioButton(self.tr(words), box)
            button.setObjectName(f"theme_{theme.value}")
            button.setChecked(theme is self._context.settings.value.theme)
            self._themes.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self._themes.idClicked.connect(self._choose_theme)
        return box

    def _folder_row(self) -> QVBoxLayout:
        paths = self._context.paths
        folder = QLabel(str(paths.data) if paths else "", self)
        folder.setObjectName("data_folder")
        folder.setWordWrap(True)
        folder.setTextFormat(Qt.TextFormat.PlainText)
        folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        heading = QLabel(self.tr("Thư mục dữ liệu trên máy này"), self)
        hint = QLabel(
            self.tr("Muốn chép số liệu sang máy khác hay ra USB, hãy dùng Sao lưu, đừng chép thư mục này."), self
        )
        hint.setProperty("role", "quiet")
        hint.setWordWrap(True)
        button = QPushButton(self.tr("Mở thư mục dữ liệu"), self)
        button.setObjectName("open_data_folder")
        button.clicked.connect(self._open_folder)
        column = QVBoxLayout()
        column.setSpacing(4)
        for widget in (heading, folder, hint):
            column.addWidget(widget)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def save(self) -> None:
        """Write the clerk's name when it changed."""
        self._timer.stop()
        QGuiApplication.inputMethod().commit()
        name = clean_line(self.clerk.text())
        if name != self._context.settings.value.clerk:
            self._context.settings.update(clerk=name)
            self._context.saved()

    def _typed(self) -> None:
        self._timer.start()

    def _choose_theme(self, number: int) -> None:
        self._context.settings.update(theme=_THEMES[number][0])
        self._context.bus.announce(Change(Topic.SETTINGS))

    def _choose_gathering(self, on: bool) -> None:
        self._context.settings.update(gathering=on)
        self._context.bus.announce(Change(Topic.SETTINGS))

    def _open_folder(self) -> None:
        if self._context.paths is not None:
            self._context.ask.open_path(self._context.paths.data)
