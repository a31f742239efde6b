"""The evidence of an activity as small pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QWidget

from cchc_desktop.domain.attachment import Attachment, ending_of, size_text
from cchc_desktop.domain.evidence import EvidenceFacts, is_link, is_picture
from cchc_desktop.ui.icons import icon

_PICTURE = QSize(96, 72)
_ROLE = Qt.ItemDataRole.UserRole
_MOST_ROWS = 2

_ICONS = {
    ".pdf": "mdi6.file-pdf-box",
    ".doc": "mdi6.file-word-outline",
    ".docx": "mdi6.file-word-outline",
    ".odt": "mdi6.file-word-outline",
    ".rtf": "mdi6.file-word-outline",
    ".xls": "mdi6.file-excel-outline",
    ".xlsx": "mdi6.file-excel-outline",
    ".ods": "mdi6.file-excel-outline",
    ".csv": "mdi6.file-excel-outline",
    ".ppt": "mdi6.file-powerpoint-outline",
    ".pptx": "mdi6.file-powerpoint-outline",
    ".odp": "mdi6.file-powerpoint-outline",
    ".zip": "mdi6.folder-zip-outline",
    ".rar": "mdi6.folder-zip-outline",
    ".7z": "mdi6.folder-zip-outline",
}


def icon_name(attachment: Attachment) -> str:
    """Return the icon that says what kind of file it is."""
    if is_link(attachment):
        return "mdi6.link-variant"
    kind = attachment.media_type.partition("/")[0]
    by_kind = {"image": "mdi6.image-outline", "audio": "mdi6.file-music-outline", "video": "mdi6.file-video-outline"}
    return _ICONS.get(ending_of(attachment.name)) or by_kind.get(kind, "mdi6.file-outline")


class EvidenceStrip(QListWidget):
    """`opened` carries the piece that was double-clicked or Enter was pressed on; `removal_wanted` fires on Delete."""

    opened = Signal(object)
    removal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_strip")
        self.setAccessibleName(self.tr("Các tệp minh chứng"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        self.setUniformItemSizes(True)
        self.setIconSize(_PICTURE)
        # A line taller than the font, so that Ắ and Ự are whole.
        self._cell = QSize(_PICTURE.width() + 20, _PICTURE.height() + self.fontMetrics().height() + 16)
        self.setGridSize(self._cell)
        self.setSpacing(4)
        self.itemActivated.connect(self._open)

    def show_files(self, files: Sequence[Attachment]) -> None:
        """Show these; what is selected and still there stays selected."""
        kept = {file.id for file in self.chosen()}
        self.clear()
        for file in files:
            item = QListWidgetItem(icon(icon_name(file)), file.name)
            item.setData(_ROLE, file)
            item.setToolTip(_tip(file))
            item.setSizeHint(self._cell)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.addItem(item)
            item.setSelected(file.id in kept)
        self._fit()

    def show_pictures(self, pictures: Mapping[str, bytes]) -> None:
        """Put thumbnails (JPEG, by id) in their places."""
        for row in range(self.count()):
            item = self.item(row)
            data = pictures.get(item.data(_ROLE).id)
            pixmap = QPixmap()
            if data and pixmap.loadFromData(data):
                item.setIcon(QIcon(pixmap))

    def files(self) -> tuple[Attachment, ...]:
        """Return what is shown."""
        return tuple(self.item(row).data(_ROLE) for row in range(self.count()))

    def chosen(self) -> tuple[Attachment, ...]:
        """Return what is selected, in the order shown."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return tuple(self.item(row).data(_ROLE) for row in rows)

    def wanting_pictures(self) -> tuple[Attachment, ...]:
        """Return the pictures among what is shown."""
        return tuple(file for file in self.files() if is_picture(file))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes; Enter opens."""
        if event.key() == Qt.Key.Key_Delete and self.chosen():
            self.removal_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self._open(self.currentItem())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the rows there are now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        across = max(1, (self.viewport().width() or self.width()) // self._cell.width())
        rows = min(_MOST_ROWS, -(-self.count() // across))
        self.setFixedHeight(rows * self._cell.height() + 8)
        self.setVisible(self.count() > 0)

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(_ROLE))


def _tip(file: Attachment) -> str:
    facts = EvidenceFacts.of(file)
    if facts.link:
        return facts.link
    lines = [file.name, size_text(file.size)]
    if facts.taken:
        lines.append(f"Chụp lúc {facts.taken:%H:%M ngày %d/%m/%Y}")
    if facts.original:
        lines.append("Ảnh đã được thu nhỏ cho vừa lưu trữ")
    return "\n".join(lines)
