"""The line above a form: which mapping, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from cchc_desktop.domain.report_form import FormMapping
from cchc_desktop.ui.icons import icon


class ReportFormTools(QWidget):
    """Buttons and menu; the page connects them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.saved_box = QComboBox(self)
        self.saved_box.setObjectName("report_form_saved")
        self.saved_box.setAccessibleName(self.tr("Bảng ghép đã lưu"))
        self.saved_box.setToolTip(self.tr("Bảng ghép đã lưu"))
        self.saved_box.setMinimumContentsLength(24)
        self.open_button = QPushButton(icon("mdi6.folder-open-outline"), self.tr("Mở biểu…"), self)
        self.open_button.setObjectName("report_form_open")
        self.open_button.setToolTip(self.tr("Chọn tệp biểu (.xlsx, .xlsm) cấp trên gửi"))
        self.doctor_button = QPushButton(icon("mdi6.stethoscope"), self.tr("Bác sĩ biểu…"), self)
        self.doctor_button.setObjectName("report_form_doctor")
        self.doctor_button.setToolTip(self.tr("Đưa biểu mới (năm sau) để tìm xem các ô đã chuyển đi đâu"))
        self.fill_button = QPushButton(icon("mdi6.microsoft-excel", "on_accent"), self.tr("Điền biểu…"), self)
        self.fill_button.setObjectName("report_form_fill")
        self.fill_button.setProperty("role", "main")
        self.fill_button.setToolTip(self.tr("Ghi số liệu của kỳ vào các ô đã ghép, ra một tệp mới"))
        self.more_button = QToolButton(self)
        self.more_button.setObjectName("report_form_more")
        self.more_button.setIcon(icon("mdi6.dots-horizontal"))
        self.more_button.setToolTip(self.tr("Việc khác"))
        self.more_button.setAccessibleName(self.tr("Việc khác"))
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more_button)
        self.share_action = menu.addAction(self.tr("Xuất bảng ghép ra tệp…"))
        self.take_action = menu.addAction(self.tr("Nhận bảng ghép từ tệp…"))
        self.bin_action = menu.addAction(self.tr("Xóa bảng ghép này"))
        self.more_button.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.saved_box)
        row.addWidget(self.open_button)
        row.addStretch(1)
        for button in (self.doctor_button, self.more_button, self.fill_button):
            row.addWidget(button)

    def offer(self, mappings: Sequence[FormMapping], chosen: str) -> None:
        """List the mappings; the one of the id `chosen` is on show."""
        self.saved_box.clear()
        for mapping in mappings:
            self.saved_box.addItem(mapping.name, mapping.id)
        self.saved_box.setVisible(bool(mappings))
        self.saved_box.setCurrentIndex(self.saved_box.findData(chosen) if chosen else 0)

    def enable(self, form: bool, cells: bool, kept: bool) -> None:
        """Offer what can be done: a form is open, cells of it are mapped, the mapping is kept."""
        self.open_button.setVisible(form)
        self.fill_button.setEnabled(cells)
        self.doctor_button.setEnabled(cells)
        self.share_action.setEnabled(cells)
        self.take_action.setEnabled(form)
        self.bin_action.setEnabled(kept)
