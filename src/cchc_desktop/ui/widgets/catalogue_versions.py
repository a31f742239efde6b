"""The versions of an entry of a catalogue: when each holds, whose it is, why it was made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.catalogue import PeriodRule
from cchc_desktop.services.catalogue_versions import EntryVersion
from cchc_desktop.ui.models.catalogue_words import span_words

_VERSION = int(Qt.ItemDataRole.UserRole)


class CatalogueVersions(QWidget):
    """`reuse` and `drop` carry the chosen `EntryVersion`."""

    reuse = Signal(object)
    drop = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: tuple[EntryVersion, ...] = ()
        self.heading = QLabel(self.tr("Các bản đã có"), self)
        self.heading.setProperty("role", "heading")
        self.list = QListWidget(self)
        self.list.setObjectName("catalogue_versions")
        self.list.setAccessibleName(self.tr("Các bản đã có"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._chosen)
        self.reuse_button = QPushButton(self.tr("Dùng lại bản này"), self)
        self.reuse_button.setObjectName("catalogue_reuse")
        self.reuse_button.setToolTip(self.tr("Đưa nội dung của bản đang chọn vào các ô, để lưu thành bản mới"))
        self.reuse_button.clicked.connect(self._reuse)
        self.drop_button = QPushButton(self.tr("Xóa bản này"), self)
        self.drop_button.setObjectName("catalogue_drop")
        self.drop_button.clicked.connect(self._drop)
        buttons = QHBoxLayout()
        buttons.addWidget(self.reuse_button)
        buttons.addWidget(self.drop_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(self.list)
        column.addLayout(buttons)

    def show_versions(self, versions: Sequence[EntryVersion]) -> None:
        """Show versions, the newest first."""
        self._versions = tuple(versions)
        self.list.clear()
        for one in versions:
            item = QListWidgetItem(_words(one))
            item.setData(_VERSION, one.entry.id if one.entry else "")
            self.list.addItem(item)
        lines = sum(2 + _words(one).count("\n") for one in versions)
        self.list.setFixedHeight(min(self.fontMetrics().lineSpacing() * max(lines, 2) + 12, 190))
        self.list.setCurrentRow(0)
        self._chosen()

    def current(self) -> EntryVersion | None:
        """Return the version chosen."""
        row = self.list.currentRow()
        return self._versions[row] if 0 <= row < len(self._versions) else None

    def _chosen(self, _: int = 0) -> None:
        one = self.current()
        self.reuse_button.setEnabled(one is not None)
        self.drop_button.setEnabled(one is not None and one.entry is not None and not one.locked)
        locked = one is not None and one.locked
        self.drop_button.setToolTip(self.tr("Báo cáo đã chốt dùng bản này nên không xóa được") if locked else "")

    def _reuse(self) -> None:
        if (one := self.current()) is not None:
            self.reuse.emit(one)

    def _drop(self) -> None:
        if (one := self.current()) is not None:
            self.drop.emit(one)


def _words(one: EntryVersion) -> str:
    years = isinstance(one.value, PeriodRule)
    parts = [span_words(one.valid_from, one.valid_to, years=years)]
    parts.append("của đơn vị" if one.entry else "theo tệp danh mục")
    if one.locked:
        parts.append("báo cáo đã chốt dùng bản này")
    text = f"{parts[0]} ({', '.join(parts[1:])})\n{one.value.name}"
    return f"{text}\nLý do: {one.entry.note}" if one.entry and one.entry.note else text
