"""Báo cáo, tab "Các bản": what was frozen and sent, its files, what changed since, what the superior said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.attachment import Attachment, size_text
from cchc_desktop.domain.report_life import Remark, ReportVersion
from cchc_desktop.errors import AppError
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models import report_versions as models
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.reason_row import ReasonRow

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.report_desk import ReportDesk
    from cchc_desktop.services.report_life import SinceFrozen
    from cchc_desktop.ui.place import Context

SIGNED_FILES = "Bản ký (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"
_FILE_WORDS = {
    "so_lieu": "Sổ số liệu",
    "loi_bao_cao": "Lời báo cáo",
    "bieu_cap_tren": "Biểu của cấp trên",
    "ban_ky": "Bản ký",
    "loi_bao_cao_pdf": "Lời báo cáo (PDF)",
    "muc_luc_minh_chung": "Mục lục minh chứng",
}


class ReportVersionsPage(QWidget):
    """`activity_wanted` carries the id of an entry of the log, `figure_wanted` the code of an indicator."""

    activity_wanted = Signal(str)
    figure_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._desk: ReportDesk | None = None
        self._shown = ""
        self._build()
        self._arrange()
        self._connect()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        settings = self._context.settings
        width = self.fontMetrics().horizontalAdvance
        self.model = models.versions_model(self)
        self.table = DataTable("report_versions", settings, self)
        self.table.setAccessibleName(self.tr("Các bản báo cáo đã chốt"))
        stamp = width("00:00 ngày 00/00/0000") + 24
        self.table.set_model(
            self.model, (width("Bổ sung lần 10") + 24, stamp, stamp, width("M") * 14, width("Đã tiếp nhận") + 32, stamp)
        )
        self.files = QListWidget(self)
        self.files.setObjectName("report_files")
        self.files.setAccessibleName(self.tr("Tệp của bản đang chọn"))
        self.open_file = self._button("report_file_open", self.tr("Mở"), "mdi6.open-in-app")
        self.save_file = self._button("report_file_save", self.tr("Lưu ra…"), "mdi6.content-save-outline")
        self.add_signed = self._button("report_file_signed", self.tr("Thêm bản ký…"), "mdi6.file-sign")
        self.differences = models.differences_model(self)
        self.difference_table = self._table("report_differences")
        self.difference_table.set_model(self.differences, (70, 340, 130, 130, 100, 170))
        self.late = models.late_model(self)
        self.late_table = self._table("report_late")
        self.late_table.set_model(self.late, (stamp, 90, width("Ngày hoạt động") + 32, width("M") * 14))
        self.since_text = QLabel(self)
        self.since_text.setObjectName("report_since")
        self.since_text.setWordWrap(True)
        self.remarks = models.remarks_model(self)
        self.remark_table = self._table("report_remarks")
        self.remark_table.set_model(self.remarks, (width("Cả báo cáo") + 32, 460))
        self.resolve = self._button("report_remark_resolve", self.tr("Ghi đã xử lý…"), "mdi6.check")
        self.reason = ReasonRow("report_resolution", self.tr("Đã xử lý thế nào"), self.tr("Ghi"), self)
        self._empty = EmptyState(self.tr("Kỳ này chưa chốt bản nào. Chốt kỳ rồi bản đầu tiên nằm ở đây."), "", self)

    def _table(self, key: str) -> DataTable:
        return DataTable(key, self._context.settings, self)

    def _button(self, name: str, words: str, picture: str) -> QPushButton:
        button = QPushButton(icon(picture), words, self)
        button.setObjectName(name)
        return button

    def _arrange(self) -> None:
        self.details = QTabWidget(self)
        self.details.setObjectName("report_version_details")
        self.details.setDocumentMode(True)
        self.details.addTab(self._page((self.files, self.open_file, self.save_file, self.add_signed)), self.tr("Tệp"))
        self.details.addTab(self.difference_table, self.tr("Khác bản trước"))
        late = QWidget(self)
        column = QVBoxLayout(late)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(self.since_text)
        column.addWidget(self.late_table, 1)
        self.details.addTab(late, self.tr("Sau khi chốt"))
        remarks = QWidget(self)
        column = QVBoxLayout(remarks)
        column.setContentsMargins(0, 6, 0, 0)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.resolve)
        column.addLayout(row)
        column.addWidget(self.reason)
        column.addWidget(self.remark_table, 1)
        self.details.addTab(remarks, self.tr("Ý kiến cấp trên"))
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.details)
        splitter.setSizes([150, 350])
        full = QWidget(self)
        whole = QVBoxLayout(full)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.addWidget(splitter, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(self._empty)

    def _page(self, widgets: tuple[QWidget, ...]) -> QWidget:
        page = QWidget(self)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in widgets[1:]:
            row.addWidget(button)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 6, 0, 0)
        column.addLayout(row)
        column.addWidget(widgets[0], 1)
        return page

    def _connect(self) -> None:
        self.table.selected_changed.connect(self._show_version)
        self.files.itemActivated.connect(self._open_item)
        self.open_file.clicked.connect(self._open_chosen)
        self.save_file.clicked.connect(self._save_chosen)
        self.add_signed.clicked.connect(self._add_signed)
        self.late_table.activated_row.connect(self._open_late)
        self.difference_table.activated_row.connect(self._open_difference)
        self.remark_table.activated_row.connect(self._open_remark)
        self.resolve.clicked.connect(self._ask_resolution)
        self.reason.given.connect(self._resolve)

    # ------------------------------------------------------------------ showing

    def show_desk(self, desk: ReportDesk) -> None:
        """Show the versions of a report; the one chosen stays, at first the last one is."""
        other = self._desk is None or self._desk.report.period.code != desk.report.period.code
        chosen = "" if other else next((version.id for version in self.table.selected_rows()), "")
        self._desk, self._shown = desk, ""
        self.model.set_rows(desk.versions)
        self._stack.setCurrentIndex(0 if desk.versions else 1)
        numbers = [number for number, version in enumerate(self.model.rows) if version.id == chosen]
        if desk.versions:
            self.table.select_number(numbers[0] if numbers else len(desk.versions) - 1)
            self._show_version()

    def _version(self) -> ReportVersion | None:
        return next(iter(self.table.selected_rows()), None)

    def _show_version(self) -> None:
        version = self._version()
        if self._desk is None or version is None or version.id == self._shown:
            return
        self._shown = version.id
        life = self._context.services.report_life
        self._show_files(life.files(version.id))
        before = next((one for one in self._desk.versions if one.ordinal == version.ordinal - 1), None)
        self.differences.set_rows(life.differences(before.id, version.id) if before else ())
        self.remarks.set_rows(life.remarks(version.id))
        self.late.set_rows(())
        self.since_text.setText(self.tr("Đang so nhật ký với bản này…"))
        self._compare(version)

    def _show_files(self, files: tuple[Attachment, ...]) -> None:
        self.files.clear()
        for file in files:
            words = f"{_FILE_WORDS.get(file.note, self.tr('Tệp'))}: {file.name} ({size_text(file.size)})"
            item = QListWidgetItem(icon("mdi6.file-outline"), words, self.files)
            item.setData(Qt.ItemDataRole.UserRole, file)
        if files:
            self.files.setCurrentRow(0)

    def _compare(self, version: ReportVersion) -> None:
        """Look on the worker what changed since: on a long log that takes a moment."""
        life, wanted = self._context.services.report_life, version.id

        def work(progress: Progress) -> tuple[str, SinceFrozen]:
            return wanted, life.since(wanted)

        self._context.runner.run(work, self._show_since, label=self.tr("Đang so nhật ký với bản đã chốt"))

    def _show_since(self, found: tuple[str, SinceFrozen]) -> None:
        version_id, since = found
        if version_id != self._shown:
            return
        self.late.set_rows(since.changes)
        if not since.changes and not since.differences:
            text = self.tr("Từ khi chốt, nhật ký của kỳ không có gì thay đổi.")
        elif not since.differences:
            text = self.tr("{} hoạt động của kỳ đã thay đổi sau khi chốt; số liệu vẫn như bản này.")
            text = text.format(len(since.changes))
        else:
            names = ", ".join(difference.code for difference in since.differences[:8])
            more = "…" if len(since.differences) > 8 else ""
            text = self.tr(
                "Sau khi chốt: {0} hoạt động thay đổi, {1} chỉ tiêu nay khác bản này ({2}{3}). Bản đã chốt giữ nguyên; "
                "muốn báo số mới thì lập báo cáo bổ sung."
            ).format(len(since.changes), len(since.differences), names, more)
        self.since_text.setText(text)

    # ------------------------------------------------------------------ files

    def _chosen_file(self) -> Attachment | None:
        item = self.files.currentItem()
        found = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found if isinstance(found, Attachment) else None

    def _open_item(self, item: QListWidgetItem) -> None:
        self._open_chosen()

    def _open_chosen(self) -> None:
        file = self._chosen_file()
        if file is None:
            return
        try:
            path = self._context.services.report_life.viewing_copy(file)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        if not self._context.ask.open_path(path):
            self._context.hint(self.tr("Máy này chưa có chương trình mở tệp này."))

    def _save_chosen(self) -> None:
        file = self._chosen_file()
        if file is None:
            return
        last = self._context.settings.value.last_export_folder
        ending = Path(file.name).suffix
        patterns = self.tr("Tệp {0} (*{0})").format(ending)
        target = self._context.ask.save_file(self, self.tr("Lưu tệp của bản đã chốt"), Path(last) / file.name, patterns)
        if target is None:
            return
        try:
            self._context.services.report_life.export(file, target)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._context.hint(self.tr("Đã lưu {}.").format(target.name))

    def _add_signed(self) -> None:
        version = self._version()
        if version is None:
            return
        path = self._context.ask.open_file(self, self.tr("Chọn bản ký của báo cáo"), SIGNED_FILES)
        if path is None:
            return
        try:
            change = self._context.services.report_life.add_file(version.id, path, "ban_ky")
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._context.saved()
        self._context.bus.announce(change)

    # ------------------------------------------------------------------ remarks and ways on

    def show_remarks(self) -> None:
        """Turn to the superior's remarks."""
        self.details.setCurrentIndex(3)

    def _open_late(self, change: object) -> None:
        self.activity_wanted.emit(change.activity_id)  # type: ignore[attr-defined]

    def _open_difference(self, difference: object) -> None:
        self.figure_wanted.emit(difference.code)  # type: ignore[attr-defined]

    def _open_remark(self, remark: Remark) -> None:
        if remark.indicator:
            self.figure_wanted.emit(remark.indicator)

    def _ask_resolution(self) -> None:
        if self.remark_table.selected_rows():
            self.reason.ask()

    def _resolve(self, text: str) -> None:
        assert self._desk is not None
        period, life = self._desk.report.period.code, self._context.services.report_life
        try:
            for remark in self.remark_table.selected_rows():
                change = life.resolve(period, remark.id, text)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._context.saved()
        self._context.bus.announce(change)
