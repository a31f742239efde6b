"""What an update file would do to the register of legal bases, to look at before it is taken over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QWidget

from cchc_desktop.domain.legal_update import UPDATE_NAMES, UpdateKind, UpdatePreview, UpdateRow
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.legal_basis_rows import name_text
from cchc_desktop.ui.widgets.page_frame import PageFrame

_ROW = int(Qt.ItemDataRole.UserRole)
_PICTURES = {
    UpdateKind.NEW: ("mdi6.plus-circle-outline", "green"),
    UpdateKind.CHANGED: ("mdi6.pencil-circle-outline", "accent"),
    UpdateKind.OWN: ("mdi6.account-circle-outline", "amber"),
}


class LegalUpdatePanel(PageFrame):
    """`apply_wanted` carries the ids of the office's own entries that may be written over."""

    apply_wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Tệp cập nhật căn cứ"), parent)
        self.setObjectName("legal_update_panel")
        self.preview: UpdatePreview | None = None
        self.about = QLabel(self)
        self.about.setObjectName("update_about")
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget(self)
        self.list.setObjectName("update_list")
        self.list.setAccessibleName(self.tr("Các thay đổi"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.drop = QPushButton(self.tr("Thôi"), self)
        self.drop.setObjectName("update_drop")
        self.apply = QPushButton(self.tr("Cập nhật danh mục"), self)
        self.apply.setObjectName("update_apply")
        self.apply.setProperty("role", "main")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.drop)
        row.addWidget(self.apply)
        self.column.addWidget(self.about)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(row)
        self.drop.clicked.connect(self.closed)
        self.apply.clicked.connect(self._apply)

    def show_preview(self, name: str, preview: UpdatePreview) -> None:
        """Show what the file `name` would change."""
        self.preview = preview
        counts = [
            self.tr("{0}: {1}").format(UPDATE_NAMES[kind], preview.count(kind))
            for kind in UpdateKind
            if preview.count(kind)
        ]
        by = self.tr(", {0} lập").format(preview.update.publisher) if preview.update.publisher else ""
        lines = [
            self.tr("Tệp {0}, bản {1}{2}; {3}.").format(name, preview.update.version, by, "; ".join(counts)),
        ]
        if preview.count(UpdateKind.OWN):
            lines.append(self.tr("Đánh dấu văn bản đơn vị đã sửa mà muốn lấy theo tệp; không đánh dấu thì giữ nguyên."))
        self.about.setText("\n".join(lines))
        self.list.clear()
        for row in preview.rows:
            if row.kind is not UpdateKind.SAME:
                self.list.addItem(_item(row))
        self.apply.setEnabled(self.list.count() > 0)
        if not self.list.count():
            self.list.addItem(self.tr("Danh mục đã đúng như trong tệp, không có gì phải cập nhật."))

    def _apply(self) -> None:
        items = [self.list.item(number) for number in range(self.list.count())]
        ticked = [item.data(_ROW).after.id for item in items if item.checkState() is Qt.CheckState.Checked]
        self.apply_wanted.emit(ticked)


def _item(row: UpdateRow) -> QListWidgetItem:
    words = UPDATE_NAMES[row.kind]
    lines = [f"{name_text(row.after)} ({words})"]
    if row.before is None:
        lines.append(row.after.subject)
    lines += row.changes
    item = QListWidgetItem("\n".join(lines))
    item.setData(_ROW, row)
    item.setIcon(icon(*_PICTURES[row.kind]))
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    if row.kind is UpdateKind.OWN:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
    return item
