"""The widgets of Tổng hợp → Số liệu tổng hợp: choices above, totals at the left, what is behind them at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models import consolidation as models
from cchc_desktop.ui.models.report_versions import differences_model
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.reason_row import ReasonRow

if TYPE_CHECKING:
    from cchc_desktop.ui.settings_store import SettingsStore

BEHIND, MISSING, LEFT_OUT, CHANGED = range(4)
"""The tabs at the right."""


class ConsolidationView(QWidget):
    """Builds and arranges; what they do is the page's."""

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._build()
        self._arrange()

    def _build(self) -> None:
        self.period = QComboBox(self)
        self.period.setObjectName("consolidation_period")
        self.period.setAccessibleName(self.tr("Kỳ tổng hợp"))
        self.version = QComboBox(self)
        self.version.setObjectName("consolidation_version")
        self.version.setAccessibleName(self.tr("Bản tổng hợp"))
        self.old = QCheckBox(self.tr("Cộng cả số liệu của đơn vị cũ"), self)
        self.old.setObjectName("consolidation_old")
        self.old.setToolTip(self.tr("Báo cáo của đơn vị trước khi sáp nhập, đổi tên được cộng vào đơn vị hiện nay"))
        self.summary = QLabel(self)
        self.summary.setObjectName("consolidation_summary")
        self.summary.setWordWrap(True)
        self.bar = NoticeBar(self)
        words = self.tr("Lý do lập bản bổ sung (bản trước đã gửi)")
        self.reason = ReasonRow("consolidation_reason", words, self.tr("Chốt bản bổ sung"), self)
        self.export = self._button("export", self.tr("Xuất ra tệp"), "mdi6.file-export-outline")
        menu = QMenu(self.export)
        self.workbook = menu.addAction(icon("mdi6.file-excel-outline"), self.tr("Biểu tổng hợp (Excel)…"))
        self.word = menu.addAction(icon("mdi6.file-word-outline"), self.tr("Báo cáo (Word)…"))
        self.form = menu.addAction(icon("mdi6.table-edit"), self.tr("Điền biểu của cấp trên…"))
        menu.setToolTipsVisible(True)
        self.export.setMenu(menu)
        self.send = self._button("send", self.tr("Gửi…"), "mdi6.send-outline")
        self.open_file = self._button("open_file", self.tr("Mở tệp nguồn"), "mdi6.open-in-app")
        self._build_tables()

    def _build_tables(self) -> None:
        width = self.fontMetrics().horizontalAdvance
        number = width("không phát sinh") + 20
        self.totals_model = models.totals_model(self)
        self.totals = self._table("consolidation_totals", self.tr("Số liệu tổng hợp theo chỉ tiêu"))
        few = width("Không phát sinh") + 28
        self.totals.set_model(
            self.totals_model,
            (
                width("TT00") + 28,
                width("m") * 14,
                width("lượt người") + 20,
                number,
                number,
                width("Có số") + 36,
                few,
                few,
            ),
        )
        self.behind_model = models.behind_model(self)
        self.behind = self._table("consolidation_behind", self.tr("Số liệu của từng đơn vị"))
        self.behind.set_model(self.behind_model, (width("m") * 9, number, number, width("Chỉ tiêu, AA00") + 20))
        self.missing_model = models.missing_model(self)
        self.missing = self._table("consolidation_missing", self.tr("Đơn vị chưa có báo cáo"))
        self.missing.set_model(self.missing_model, (90, width("m") * 11, width("chưa nộp lại") + 40, width("m") * 10))
        self.left_out_model = models.left_out_model(self)
        self.left_out = self._table("consolidation_left_out", self.tr("Báo cáo không cộng"))
        self.left_out.set_model(self.left_out_model, (width("m") * 10, width("m") * 18))
        self.change_model = differences_model(self)
        self.change = self._table("consolidation_change", self.tr("Khác bản trước"))
        self.change.set_model(self.change_model, (70, width("m") * 14, number, number, 90, number))

    def _table(self, key: str, words: str) -> DataTable:
        table = DataTable(key, self._settings, self)
        table.setAccessibleName(words)
        return table

    def _button(self, name: str, words: str, picture: str) -> QPushButton:
        button = QPushButton(icon(picture), words, self)
        button.setObjectName(f"consolidation_{name}")
        return button

    def _arrange(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(8)
        for box in (self.period, self.version):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for choice in (self.period, self.version, self.old):
            choices.addWidget(choice)
        choices.addStretch(1)
        for button in (self.export, self.send):
            choices.addWidget(button)
        self.of = QLabel(self)
        self.of.setObjectName("consolidation_of")
        self.of.setWordWrap(True)
        self.of.setProperty("role", "quiet")
        behind = QWidget(self)
        inside = QVBoxLayout(behind)
        inside.setContentsMargins(6, 6, 0, 0)
        inside.addWidget(self.of)
        inside.addWidget(self.behind, 1)
        inside.addWidget(self.open_file, 0, Qt.AlignmentFlag.AlignLeft)
        self.details = QTabWidget(self)
        self.details.setObjectName("consolidation_details")
        self.details.setDocumentMode(True)
        for page in (behind, self.missing, self.left_out, self.change):
            self.details.addTab(page, "")
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.totals)
        self.split.addWidget(self.details)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setSizes([740, 560])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(choices)
        for line in (self.summary, self.bar, self.reason):
            column.addWidget(line)
        column.addWidget(self.split, 1)
