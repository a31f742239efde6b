"""The history of one record at the right side of the window: who, when, before → after."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cchc_desktop.domain.record_title import written_day

if TYPE_CHECKING:
    from cchc_desktop.domain.change import Change
    from cchc_desktop.services.history import History, HistoryEntry, HistoryLine
    from cchc_desktop.ui.place import Context


def moment(at: str) -> str:
    """Return an ISO local time as "10:42 ngày 12/03/2026"."""
    return f"{at[11:16]} ngày {written_day(at[:10])}"


def short_moment(at: str) -> str:
    """Return an ISO local time as lists show it: "12/03/2026 10:42"."""
    return f"{written_day(at[:10])} {at[11:16]}"


class HistoryPanel(QFrame):
    """One record at a time; follows its changes while it is on show."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("history_panel")
        self.setProperty("role", "card")
        self.setFixedWidth(360)
        self._context: Context | None = None
        self._record = "", ""
        heading = QLabel(self.tr("Lịch sử"), self)
        heading.setProperty("role", "heading")
        self._close = QPushButton(self.tr("Đóng"), self)
        self._close.setObjectName("history_close")
        self._close.clicked.connect(self.hide)
        self.title = QLabel(self)
        self.title.setObjectName("history_title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 8, 12)
        layout.addLayout(head)
        layout.addWidget(self.title)
        layout.addWidget(self._area, 1)
        self.hide()

    @property
    def text(self) -> str:
        """All that is told, as plain text."""
        page = self._area.widget()
        return "\n".join(label.text() for label in page.findChildren(QLabel)) if page else ""

    def show_record(self, context: Context, entity: str, entity_id: str) -> None:
        """Tell the history of a record."""
        if self._context is None or self._context.bus is not context.bus:
            context.bus.changed.connect(self._changed)
        self._context = context
        self._record = entity, entity_id
        self._read()
        self.show()

    def _changed(self, change: Change) -> None:
        if not self.isHidden():
            self._read()

    def _read(self) -> None:
        if self._context is not None:
            self._tell(self._context.services.history.of(*self._record))

    def _tell(self, history: History) -> None:
        self.title.setText(history.title)
        page = QWidget(self)
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for entry in history.entries:
            column.addWidget(self._label(_entry(entry), page))
        if history.more:
            column.addWidget(self._label(self.tr("Những lần sửa cũ hơn không hiện ở đây."), page))
        if not history.entries:
            column.addWidget(self._label(self.tr("Mục này chưa có lần sửa nào được ghi lại."), page))
        column.addStretch(1)
        self._area.setWidget(page)

    @staticmethod
    def _label(words: str, page: QWidget) -> QLabel:
        label = QLabel(words, page)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label


def _entry(entry: HistoryEntry) -> str:
    head = f"<b>{escape(entry.done)}</b> · {escape(entry.actor)}<br>{moment(entry.at)}"
    return "<br>".join((head, *map(_line, entry.lines)))


def _line(line: HistoryLine) -> str:
    before, after = (escape(text).replace("\n", "<br>") for text in (line.before, line.after))
    if not before or not after:
        return f"{escape(line.field)}: {f'<s>{before}</s>' if before else after}"
    return f"{escape(line.field)}: <s>{before}</s> → {after}"
