"""What F1 opens at the right side: where one is, and the keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

_KEYS = (
    ("Ctrl+1 … 7", "Chuyển sang nơi khác"),
    ("Ctrl+N", "Ghi nhanh một hoạt động, từ bất cứ nơi nào"),
    ("Ctrl+Shift+N", "Tạo mới ở nơi đang đứng"),
    ("Ctrl+F", "Tìm"),
    ("Enter", "Mở dòng đang chọn"),
    ("Ctrl+C", "Chép các dòng đã chọn để dán vào Excel"),
    ("Ctrl+Z", "Hoàn tác việc vừa làm (trong ô nhập: lùi chữ)"),
    ("Ctrl+Shift+Z", "Làm lại việc vừa hoàn tác"),
    ("F8", "Lịch sử của dòng đang chọn"),
    ("Esc", "Đóng cái vừa mở"),
    ("F1", "Mở hoặc đóng phần giải thích này"),
)


class HelpPanel(QFrame):
    """The explanation of a place. `closed` fires when the person closes it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help_panel")
        self.setProperty("role", "card")
        self.setFixedWidth(320)
        self._title = QLabel(self)
        self._title.setProperty("role", "heading")
        self.text = QLabel(self)
        self.text.setObjectName("help_text")
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QPushButton(self.tr("Đóng"), self)
        self._close.setObjectName("help_close")
        self._close.clicked.connect(self.closed)
        page = QWidget(self)
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addWidget(self.text)
        keys = QLabel(self.tr("Phím tắt"), page)
        keys.setProperty("role", "heading")
        column.addWidget(keys)
        for key, meaning in _KEYS:
            line = QLabel(f"<b>{key}</b><br>{self.tr(meaning)}", page)
            line.setWordWrap(True)
            column.addWidget(line)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(page)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 8, 12)
        layout.addLayout(head)
        layout.addWidget(area, 1)

    def explain(self, title: str, text: str) -> None:
        """Explain a place."""
        self._title.setText(title)
        self.text.setText(text or self.tr("Chọn một nơi ở thanh bên trái để bắt đầu."))
