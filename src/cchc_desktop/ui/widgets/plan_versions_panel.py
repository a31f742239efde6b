"""What was issued of a plan: each version with its file, its signed paper and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from cchc_desktop.domain.attachment import Attachment, size_text
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.plan_version import PlanVersion
from cchc_desktop.ui.icons import icon


class VersionsPanel(QScrollArea):
    """Cards of versions, the newest first. Signals carry the version's or the scan's id.

    Files dropped on the panel are the signed paper of the newest issued version.
    """

    file_wanted = Signal(str)
    compare_wanted = Signal(str)
    add_scan_wanted = Signal(str)
    scan_wanted = Signal(str)
    remove_scan_wanted = Signal(str)
    dropped = Signal(object)  # list[Path]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan_versions")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(True)
        self.setMinimumWidth(300)

    def show_versions(self, versions: Sequence[PlanVersion], scans: Mapping[str, Sequence[Attachment]]) -> None:
        """Show the issued versions of a plan; `scans` are the signed papers by version id."""
        body = QWidget()
        body.setProperty("role", "page")
        column = QVBoxLayout(body)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(10)
        heading = QLabel(self.tr("Các bản đã ban hành"), body)
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        issued = [version for version in versions if version.issued]
        for version in reversed(issued):
            column.addWidget(self._card(version, scans.get(version.id, ()), body))
        if not issued:
            column.addWidget(_label(self.tr("Chưa ban hành bản nào."), body, "quiet"))
        column.addStretch(1)
        old = self.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()  # perhaps one of its buttons asked for this
        self.setWidget(body)

    def _card(self, version: PlanVersion, scans: Sequence[Attachment], parent: QWidget) -> QFrame:
        card = QFrame(parent)
        card.setObjectName(f"version_{version.ordinal}")
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(4)
        day = short_date(version.date) if version.date else "…"
        title = _label(self.tr("Bản {0}: số {1} ngày {2}").format(version.ordinal, version.number_text, day), card, "")
        title.setStyleSheet("font-weight: 600")
        column.addWidget(title)
        if version.reason:
            column.addWidget(_label(self.tr("Điều chỉnh: {0}").format(version.reason), card, ""))
        column.addWidget(_label(self.tr("Người ban hành: {0}").format(version.actor), card, "quiet"))
        row = QHBoxLayout()
        opened = self._button(card, "version_open", self.tr("Mở tệp đã ban hành"), "mdi6.file-word-outline")
        opened.clicked.connect(partial(self.file_wanted.emit, version.id))
        opened.setVisible(bool(version.file_sha256))
        row.addWidget(opened)
        if version.ordinal > 1:
            compare = self._button(card, "version_compare", self.tr("So sánh"), "mdi6.compare-horizontal")
            compare.setToolTip(self.tr("So sánh với bản trước"))
            compare.clicked.connect(partial(self.compare_wanted.emit, version.id))
            row.addWidget(compare)
        row.addStretch(1)
        column.addLayout(row)
        self._add_scans(column, card, version, scans)
        return card

    def _add_scans(self, column: QVBoxLayout, card: QWidget, version: PlanVersion, scans: Sequence[Attachment]) -> None:
        words = self.tr("Bản ký:") if scans else self.tr("Chưa lưu bản ký (tệp quét PDF hoặc ảnh chụp).")
        column.addWidget(_label(words, card, "" if scans else "quiet"))
        for scan in scans:
            row = QHBoxLayout()
            link = QPushButton(card)
            link.setObjectName("version_scan")
            link.setProperty("role", "link")
            room = 220
            link.setText(link.fontMetrics().elidedText(scan.name, Qt.TextElideMode.ElideMiddle, room))
            link.setToolTip(f"{scan.name} ({size_text(scan.size)})")
            link.clicked.connect(partial(self.scan_wanted.emit, scan.id))
            row.addWidget(link)
            row.addWidget(_label(size_text(scan.size), card, "quiet"))
            row.addStretch(1)
            remove = QToolButton(card)
            remove.setObjectName("version_scan_remove")
            remove.setIcon(icon("mdi6.trash-can-outline"))
            remove.setAutoRaise(True)
            remove.setToolTip(self.tr("Xóa tệp bản ký này"))
            remove.setAccessibleName(self.tr("Xóa {0}").format(scan.name))
            remove.clicked.connect(partial(self.remove_scan_wanted.emit, scan.id))
            row.addWidget(remove)
            column.addLayout(row)
        add = self._button(card, "version_add_scan", self.tr("Thêm bản ký…"), "mdi6.paperclip")
        add.clicked.connect(partial(self.add_scan_wanted.emit, version.id))
        row = QHBoxLayout()
        row.addWidget(add)
        row.addStretch(1)
        column.addLayout(row)

    @staticmethod
    def _button(parent: QWidget, name: str, words: str, picture: str) -> QPushButton:
        button = QPushButton(icon(picture), words, parent)
        button.setObjectName(name)
        return button

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Pass the files on."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


def _label(text: str, parent: QWidget, role: str) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(len(text) > 20)
    if role:
        label.setProperty("role", role)
    return label
