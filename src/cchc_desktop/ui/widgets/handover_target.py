"""Step 1 and 2 of handing a report over: how it leaves, and where to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.handover import Drive, Way
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.page_stack import PageStack

_MAIL_LIMITS_MB = (2, 100)


class HandoverTarget(QWidget):
    """`changed` fires when way or target is another; `folder_wanted` asks for a folder to be chosen."""

    changed = Signal()
    folder_wanted = Signal()

    def __init__(self, drives: Callable[[], Sequence[Drive]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drives = drives
        self._folder: Path | None = None
        self._build()
        self._arrange()
        self._show_way(Way.USB)

    def _build(self) -> None:
        self.ways: dict[Way, QRadioButton] = {}
        self._group = QButtonGroup(self)
        for way, words in (
            (Way.USB, self.tr("USB, thẻ nhớ")),
            (Way.FOLDER, self.tr("Thư mục, ổ mạng")),
            (Way.EMAIL, self.tr("Thư điện tử")),
        ):
            button = QRadioButton(words, self)
            button.setObjectName(f"handover_{way.value}")
            button.clicked.connect(partial(self._choose_way, way))
            self._group.addButton(button)
            self.ways[way] = button
        self.drive = QComboBox(self)
        self.drive.setObjectName("handover_drive")
        self.drive.setAccessibleName(self.tr("Thiết bị"))
        self.drive.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.drive.setMinimumContentsLength(20)
        self.drive.currentIndexChanged.connect(self.changed)
        self.look = QToolButton(self)
        self.look.setObjectName("handover_look")
        self.look.setIcon(icon("mdi6.refresh"))
        self.look.setToolTip(self.tr("Tìm lại thiết bị"))
        self.look.setAccessibleName(self.tr("Tìm lại thiết bị"))
        self.look.clicked.connect(self.refresh_drives)
        self.no_drive = QLabel(self.tr("Chưa thấy USB hay thẻ nhớ nào. Cắm thiết bị vào, chương trình tự nhận ra."))
        self.no_drive.setObjectName("handover_no_drive")
        self.no_drive.setProperty("role", "quiet")
        self.no_drive.setWordWrap(True)
        self.to = QLineEdit(self)
        self.to.setObjectName("handover_to")
        self.to.setMaxLength(1000)
        self.to.setPlaceholderText(self.tr("vanthu@sonoivu.tinh.gov.vn"))
        self.to_field = Field(self.tr("Gửi tới (để trống nếu điền sau)"), self.to, parent=self)
        self.limit = QSpinBox(self)
        self.limit.setObjectName("handover_limit")
        self.limit.setRange(*_MAIL_LIMITS_MB)
        self.limit.setValue(20)
        self.limit.setSuffix(self.tr(" MB"))
        self.limit_field = Field(self.tr("Mỗi thư không quá"), self.limit, parent=self)
        self.folders: list[QLineEdit] = []

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(18)
        for button in self.ways.values():
            row.addWidget(button)
        row.addStretch(1)
        self.pages = PageStack(self)
        for page in (self._usb_page(), self._folder_page("handover_folder"), self._mail_page()):
            self.pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.pages)

    def _usb_page(self) -> QWidget:
        page = QWidget(self)
        row = QHBoxLayout()
        row.addWidget(self.drive, 1)
        row.addWidget(self.look)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.no_drive)
        column.addStretch(1)
        return page

    def _folder_page(self, name: str) -> QWidget:
        page = QWidget(self)
        shown = QLineEdit(page)
        shown.setObjectName(name)
        shown.setReadOnly(True)
        shown.setAccessibleName(self.tr("Thư mục"))
        self.folders.append(shown)
        choose = QPushButton(icon("mdi6.folder-open-outline"), self.tr("Chọn thư mục…"), page)
        choose.setObjectName(f"{name}_choose")
        choose.clicked.connect(self.folder_wanted)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(shown, 1)
        row.addWidget(choose)
        return page

    def _mail_page(self) -> QWidget:
        page = QWidget(self)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.to_field, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.limit_field, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        place = QLabel(self.tr("Lưu thư nháp vào"), page)
        column.addWidget(place)
        column.addWidget(self._folder_page("handover_mail_folder"))
        return page

    # -- what is chosen

    @property
    def way(self) -> Way:
        """How the package leaves."""
        return next(way for way, button in self.ways.items() if button.isChecked())

    @property
    def folder(self) -> Path | None:
        """Where to write: the root of the stick, or the folder; None while nothing is chosen."""
        if self.way is Way.USB:
            drive = self.current_drive
            return Path(drive.root) if drive else None
        return self._folder

    @property
    def current_drive(self) -> Drive | None:
        """The chosen stick."""
        found = self.drive.currentData()
        return found if isinstance(found, Drive) else None

    def set_folder(self, folder: Path) -> None:
        """Choose a folder."""
        self._folder = folder
        for shown in self.folders:
            shown.setText(str(folder))
        self.changed.emit()

    def _choose_way(self, way: Way) -> None:
        self._show_way(way)
        self.changed.emit()

    def _show_way(self, way: Way) -> None:
        self.ways[way].setChecked(True)
        self.pages.setCurrentIndex(list(self.ways).index(way))
        if way is Way.USB:
            self.refresh_drives()

    def refresh_drives(self) -> None:
        """Look for sticks anew; the chosen one stays chosen while it is plugged in."""
        found = tuple(self._drives())
        known = tuple(self.drive.itemData(number) for number in range(self.drive.count()))
        if found != known:
            kept = self.current_drive
            self.drive.blockSignals(True)
            self.drive.clear()
            for drive in found:
                self.drive.addItem(self._drive_words(drive), drive)
            roots = [drive.root for drive in found]
            if kept is not None and kept.root in roots:
                self.drive.setCurrentIndex(roots.index(kept.root))
            self.drive.blockSignals(False)
            self.changed.emit()
        self.drive.setEnabled(bool(found))
        self.no_drive.setVisible(not found)

    def _drive_words(self, drive: Drive) -> str:
        name = f"{drive.label} ({drive.root})" if drive.label and drive.label != drive.root else drive.root
        return self.tr("{0}: còn {1} trong {2}").format(name, room_text(drive.free), room_text(drive.total))


def room_text(size: int) -> str:
    """Return room on a drive as people read it: "512 MB", "7,5 GB"."""
    if size < 1 << 30:
        return f"{size >> 20} MB"
    return f"{size / (1 << 30):.1f} GB".replace(".", ",")
