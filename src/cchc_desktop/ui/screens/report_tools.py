"""The buttons at the right of the report's title: evidence binder, print, Excel."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.screens.evidence_binder_export import BinderButton, Part, written_text
from cchc_desktop.ui.screens.report_export import Export, ReportExport

if TYPE_CHECKING:
    from cchc_desktop.domain.evidence import WrittenBinder
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.widgets.notice_bar import NoticeBar


class ReportTools(QWidget):
    """`export_wanted` fires with whether the workbook is to be opened once it is written, `form_wanted` for the
    superior's own forms.
    """

    export_wanted = Signal(bool)
    form_wanted = Signal()

    def __init__(
        self, context: Context, bar: NoticeBar, parts: Callable[[], list[Part]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._bar = bar
        self._written: Export | None = None
        self.print_button = QPushButton(icon("mdi6.printer-outline"), self.tr("Mở để in"), self)
        self.print_button.setObjectName("report_print")
        self.print_button.setToolTip(
            self.tr("Ghi tệp Excel vào thư mục đã xuất lần trước rồi mở bằng Excel để xem trang và in")
        )
        self.export_button = QPushButton(icon("mdi6.microsoft-excel", "on_accent"), self.tr("Xuất Excel…"), self)
        self.export_button.setObjectName("report_export")
        self.export_button.setProperty("role", "main")
        self.binder_button = BinderButton(context, parts, self)
        self.form_button = QPushButton(icon("mdi6.table-edit"), self.tr("Biểu cấp trên…"), self)
        self.form_button.setObjectName("report_form")
        self.form_button.setToolTip(self.tr("Điền số liệu vào biểu Excel cấp trên gửi, giữ nguyên mọi thứ khác"))
        self.exporter = ReportExport(context, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.binder_button, self.form_button, self.print_button, self.export_button):
            row.addWidget(button)
        self.export_button.clicked.connect(partial(self.export_wanted.emit, False))
        self.form_button.clicked.connect(self.form_wanted)
        self.print_button.clicked.connect(partial(self.export_wanted.emit, True))
        self.binder_button.finished.connect(self._tell_binder)
        self.exporter.finished.connect(self._tell_written)
        self.exporter.busy_changed.connect(self.export_button.setDisabled)
        self.exporter.busy_changed.connect(self.print_button.setDisabled)

    def show_all(self, known: bool) -> None:
        """Show the buttons, or hide them while there is no office to report of."""
        for button in (self.export_button, self.print_button, self.form_button, self.binder_button):
            button.setVisible(known)

    def _tell_written(self, export: Export) -> None:
        self._written = export
        folder = (self.tr("Mở thư mục"), self._open_folder)
        name = export.target.name
        if not export.opens:
            text = self.tr("Đã xuất báo cáo {} ra tệp {}.").format(export.period.name, name)
            self._bar.tell(text, (self.tr("Mở tệp"), self._open_file), folder)
        elif self._context.ask.open_path(export.target):
            self._bar.tell(
                self.tr("Đã ghi tệp {} và đang mở. Khổ giấy, lề, đầu trang đã đặt sẵn: in bằng Ctrl+P.").format(name),
                folder,
            )
        else:
            self._bar.tell(self.tr("Đã ghi tệp {}, nhưng máy này chưa có chương trình mở Excel.").format(name), folder)

    def _open_file(self) -> None:
        if self._written is not None and not self._context.ask.open_path(self._written.target):
            self._context.hint(self.tr("Máy này chưa có chương trình mở tệp Excel."))

    def _open_folder(self) -> None:
        if self._written is not None:
            self._context.ask.open_path(self._written.target.parent)

    def _tell_binder(self, written: WrittenBinder) -> None:
        words = self.tr("Mở thư mục") if written.target.is_dir() else self.tr("Mở tệp")
        self._bar.tell(written_text(written), (words, partial(self._open_path, written.target)))

    def _open_path(self, path: Path) -> None:
        self._context.ask.open_path(path)
