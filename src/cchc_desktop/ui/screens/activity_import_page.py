"""What an Excel log would bring in and what not, before anything is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.log_import import AcceptedRow, LogPreview, RefusedRow
from cchc_desktop.domain.wording import counts_text
from cchc_desktop.ui.models.rows import Align, Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable

if TYPE_CHECKING:
    from cchc_desktop.domain.change import Change
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context

_REFUSED: tuple[Column[RefusedRow], ...] = (
    Column("sheet", "Trang tính", lambda row: row.sheet),
    Column("cell", "Ô", lambda row: row.cell, align=Align.CENTER),
    Column("reason", "Lý do", lambda row: row.reason, tip=lambda row: row.reason),
    Column("text", "Nội dung trong tệp", lambda row: row.text, tip=lambda row: row.text),
)


class ActivityImportPage(QWidget):
    """`finished` carries how many entries came in, None when the person gave up."""

    finished = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._preview: LogPreview | None = None
        self._forms = {form.code: form for form in context.services.catalogues.forms}
        self._heading = QLabel(self)
        self._heading.setProperty("role", "heading")
        self._summary = QLabel(self)
        self._summary.setObjectName("import_summary")
        self._summary.setWordWrap(True)
        self._accepted = RowsModel(self._accepted_columns(), self)
        self._refused = RowsModel(_REFUSED, self)
        self._skipped = RowsModel(_REFUSED, self)
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        for key, model, widths in (
            ("import_accepted", self._accepted, (84, 56, 100, 200, 270, 150)),
            ("import_refused", self._refused, (160, 80, 420)),
            ("import_skipped", self._skipped, (160, 80, 420)),
        ):
            table = DataTable(key, context.settings, self)
            table.set_model(model, widths)
            self._tabs.addTab(table, "")
        self.apply_button = QPushButton(self)
        self.apply_button.setObjectName("import_apply")
        self.apply_button.setProperty("role", "main")
        self.drop_button = QPushButton(self.tr("Không nhập"), self)
        self.drop_button.setObjectName("import_drop")
        self._arrange()
        self.apply_button.clicked.connect(self._apply)
        self.drop_button.clicked.connect(self._drop)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self.drop_button)
        top.addWidget(self.apply_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 20, 12)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self._summary)
        layout.addWidget(self._tabs, 1)

    def _accepted_columns(self) -> tuple[Column[AcceptedRow], ...]:
        def form_name(row: AcceptedRow) -> str:
            form = self._forms.get(row.activity.form)
            return form.name if form else row.activity.form

        def counts(row: AcceptedRow) -> str:
            return counts_text(row.activity, self._forms.get(row.activity.form))

        def remarks(row: AcceptedRow) -> str:
            return "; ".join(row.remarks)

        return (
            Column("sheet", "Trang tính", lambda row: row.sheet),
            Column("row", "Dòng", lambda row: str(row.row), lambda row: row.row, Align.RIGHT),
            Column(
                "date", "Ngày", lambda row: short_date(row.activity.date), lambda row: row.activity.date, Align.CENTER
            ),
            Column("form", "Hình thức", form_name),
            Column("title", "Nội dung", lambda row: row.activity.title, tip=lambda row: row.activity.title),
            Column("counts", "Số lượng", counts),
            Column("remarks", "Lưu ý", remarks, tip=remarks),
        )

    def show_preview(self, preview: LogPreview) -> None:
        """Show what a file holds; nothing is stored yet."""
        self._preview = preview
        accepted, refused, skipped = len(preview.accepted), len(preview.refused), len(preview.skipped)
        self._heading.setText(self.tr("Nhập nhật ký từ “{}”").format(preview.file_name))
        self._accepted.set_rows(preview.accepted)
        self._refused.set_rows(preview.refused)
        self._skipped.set_rows(preview.skipped)
        self._tabs.setTabText(0, self.tr("Sẽ nhập ({})").format(accepted))
        self._tabs.setTabText(1, self.tr("Không nhập ({})").format(refused))
        self._tabs.setTabText(2, self.tr("Bỏ qua ({})").format(skipped))
        self._tabs.setCurrentIndex(1 if refused and not accepted else 0)
        lines = [self.tr("Chưa ghi gì vào nhật ký. Xem lại rồi bấm “Nhập {} hoạt động”.").format(accepted)]
        if not accepted:
            lines = [self.tr("Không có dòng nào nhập được; lý do của từng dòng ở bảng dưới.")]
        elif refused:
            lines.append(
                self.tr("{} dòng không nhập được: sửa trong tệp rồi nhập lại, dòng đã nhập sẽ không bị trùng.").format(
                    refused
                )
            )
        self._summary.setText(" ".join(lines))
        self.apply_button.setText(self.tr("Nhập {} hoạt động").format(accepted))
        self.apply_button.setEnabled(bool(accepted))
        self.apply_button.setFocus()

    def _apply(self) -> None:
        preview, services = self._preview, self._context.services
        if preview is None:
            return
        self.apply_button.setEnabled(False)

        def work(progress: Progress) -> Change:
            progress.step(0, 0, "Đang sao lưu và ghi vào nhật ký")
            return services.activities.apply_import(preview)

        self._context.runner.run(work, self._applied, self._failed, label=self.tr("Đang nhập nhật ký"))

    def _applied(self, change: Change) -> None:
        self._context.saved()
        self._context.bus.announce(change)
        self._preview = None
        self.finished.emit(len(change.ids))

    def _failed(self, error: Exception) -> None:
        self.apply_button.setEnabled(True)
        self._context.ask.error(self, error)  # type: ignore[arg-type]

    def _drop(self) -> None:
        self._preview = None
        self.finished.emit(None)
