"""Danh mục → Mẫu văn bản: which template each document is made from, the office's own copy, check and fields."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop import files
from cchc_desktop.domain.letter_drafts import DRAFT_TITLES, DraftName
from cchc_desktop.domain.progress import Progress
from cchc_desktop.domain.template import TemplateField, TemplateFile, TemplateFinding, TemplateReport
from cchc_desktop.domain.text import fold
from cchc_desktop.errors import AppError
from cchc_desktop.ui.ask import WORD_FILES
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.rows import Column, RowsModel
from cchc_desktop.ui.models.template_rows import field_columns, finding_columns, template_columns
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.report_wrap_delegate import wrap_cells

if TYPE_CHECKING:
    from cchc_desktop.services.container import Services
    from cchc_desktop.ui.place import Context

_DRAFTS = {
    "bao_cao.docx": (DraftName.REPORT,),
    "cong_van.docx": (DraftName.REMINDER, DraftName.COVER),
    "to_trinh.docx": (DraftName.PROPOSAL,),
    "phieu_gui.docx": (DraftName.TRANSMITTAL,),
}


class TemplatePage(QWidget):
    """The templates on the left; the fields of the chosen one, or what is wrong with it, on the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._words: list[str] = []
        self._fields: tuple[TemplateField, ...] = ()
        self.bar = NoticeBar(self)
        self.model, self.table = self._table("templates", template_columns(), (210, 0))
        self.fields_model, self.fields = self._table("template_fields", field_columns(), (190, 0, 0))
        self.findings_model, self.findings = self._table("template_findings", finding_columns(), (100, 0, 0, 0))
        self.table.setAccessibleName(self.tr("Mẫu văn bản"))
        self.fields.setAccessibleName(self.tr("Các trường của mẫu"))
        self.findings.setAccessibleName(self.tr("Kết quả kiểm tra mẫu"))
        self.heading = QLabel(self)
        self.heading.setObjectName("template_heading")
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        self._make_buttons()
        self._arrange()
        self.table.selected_changed.connect(self._show_chosen)
        self.table.activated_row.connect(self._edit)
        self.fields.selected_changed.connect(self._enable)
        self.fields.activated_row.connect(self._copy_tag)

    def _table(
        self, key: str, columns: tuple[Column[Any], ...], widths: tuple[int, ...]
    ) -> tuple[RowsModel[Any], DataTable]:
        model: RowsModel[Any] = RowsModel(columns, self)
        table = DataTable(key, self.context.settings, self)
        table.setObjectName(key)
        wrap_cells(table)
        table.set_model(model, tuple(width or 120 for width in widths))
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        for number, width in enumerate(widths):
            if not width:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        return model, table

    def _make_buttons(self) -> None:
        def button(name: str, words: str, picture: str, slot: Callable[[], None], tip: str = "") -> QPushButton:
            made = QPushButton(icon(picture), words, self)
            made.setObjectName(name)
            made.setToolTip(tip)
            made.clicked.connect(slot)
            return made

        self.edit_button = button(
            "template_edit",
            self.tr("Sửa bản của đơn vị"),
            "mdi6.file-word-outline",
            self._edit,
            self.tr("Chép mẫu vào thư mục của đơn vị (nếu chưa có) và mở bằng Word"),
        )
        self.check_button = button("template_check", self.tr("Kiểm tra mẫu"), "mdi6.check-circle-outline", self._check)
        self.other_button = button(
            "template_check_other", self.tr("Kiểm tra tệp khác…"), "mdi6.file-search-outline", self._check_other
        )
        self.back_button = button(
            "template_back",
            self.tr("Trở về mẫu gốc"),
            "mdi6.restore",
            self._back,
            self.tr("Dùng lại mẫu có sẵn; bản của đơn vị được giữ lại dưới tên khác"),
        )
        self.draft_button = button("template_draft", self.tr("Soạn văn bản"), "mdi6.file-plus-outline", self._draft)
        self.copy_button = button("template_copy", self.tr("Chép trường"), "mdi6.content-copy", self._copy_tag)
        self.fields_button = button(
            "template_show_fields", self.tr("Danh sách trường"), "mdi6.format-list-bulleted", self._show_fields
        )

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        for made in (self.edit_button, self.check_button, self.other_button, self.back_button, self.draft_button):
            buttons.addWidget(made)
        buttons.addStretch(1)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.fields_button)
        top.addWidget(self.copy_button)
        stacked = QWidget(self)
        self._stack = QStackedLayout(stacked)
        self._stack.addWidget(self.fields)
        self._stack.addWidget(self.findings)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(stacked, 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(right)
        split.setSizes([430, 700])
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 10, 0, 0)
        page.addLayout(buttons)
        page.addWidget(self.bar)
        page.addWidget(split, 1)

    # ------------------------------------------------------------------ what the place asks for

    def search(self, words: str) -> int:
        """Show the templates that have all the words in their name or fields; return how many."""
        self._words = fold(words).split()
        self.reload()
        return self.model.rowCount()

    def reload(self) -> None:
        """Read again which templates are in use; the chosen one stays chosen."""
        service = self.context.services.templates
        chosen = self._chosen()
        try:
            rows = [row for row in service.rows() if self._matches(row)]
        except AppError as error:
            self.context.ask.error(self, error)
            rows = []
        self.model.set_rows(rows)
        names = [row.file for row in self.model.rows]
        if names:
            self.table.select_number(names.index(chosen.file) if chosen and chosen.file in names else 0)
        self._show_chosen()

    def _matches(self, row: TemplateFile) -> bool:
        texts = [row.title, row.file]
        if self._words:
            texts += [f"{field.name} {field.description}" for field in self.context.services.templates.fields(row.file)]
        text = fold(" ".join(texts))
        return all(word in text for word in self._words)

    # ------------------------------------------------------------------ the chosen template

    def _chosen(self) -> TemplateFile | None:
        row = self.table.current_row()
        return row if isinstance(row, TemplateFile) else None

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the fields when the tab is first looked at: they bring the whole Word room with them."""
        super().showEvent(event)
        self._show_chosen()

    def _show_chosen(self) -> None:
        if not self.isVisible():
            return
        chosen = self._chosen()
        fields = self.context.services.templates.fields(chosen.file) if chosen else ()
        if fields != self._fields or self._stack.currentWidget() is self.fields:
            self._fields = fields
            self.fields_model.set_rows(fields)
            self._show_fields()
        self._enable()

    def _show_fields(self) -> None:
        self._stack.setCurrentWidget(self.fields)
        chosen = self._chosen()
        self.heading.setText(self.tr("Các trường của “{}”").format(chosen.title) if chosen else "")
        self._enable()

    def _enable(self) -> None:
        chosen = self._chosen()
        shows_fields = self._stack.currentWidget() is self.fields
        for button in (self.edit_button, self.check_button, self.other_button):
            button.setEnabled(chosen is not None)
        self.back_button.setEnabled(chosen is not None and chosen.own)
        self.draft_button.setEnabled(chosen is not None and chosen.file in _DRAFTS)
        self.copy_button.setVisible(shows_fields)
        self.fields_button.setVisible(not shows_fields)
        self.copy_button.setEnabled(shows_fields and self.fields.current_row() is not None)

    def _edit(self, _row: object = None) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        try:
            path = self.context.services.templates.edit_copy(chosen.file)
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self.reload()
        self.context.ask.open_path(path)
        words = self.tr("Đang mở {}. Sửa và lưu trong Word xong, bấm “Kiểm tra mẫu”; văn bản in sau đó dùng bản này.")
        self.bar.tell(words.format(path), (self.tr("Mở thư mục"), self._open_folder))

    def _open_folder(self) -> None:
        self.context.ask.open_path(self.context.services.templates.folder)

    def _back(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        try:
            kept = self.context.services.templates.back_to_packaged(chosen.file)
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self.reload()
        name = kept.name if kept else ""
        self.bar.tell(self.tr("Đã dùng lại mẫu gốc. Bản của đơn vị được giữ với tên “{}”.").format(name))

    # ------------------------------------------------------------------ checking

    def _check(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._run_check(chosen.file, None)

    def _check_other(self) -> None:
        chosen = self._chosen()
        path = self.context.ask.open_file(self, self.tr("Chọn tệp mẫu để kiểm tra"), WORD_FILES) if chosen else None
        if chosen is not None and path is not None:
            self._run_check(chosen.file, path)

    def _run_check(self, file: str, path: Path | None) -> None:
        work = partial(_checked, self.context.services, file, path)
        self.context.runner.run(work, self._show_report, label=self.tr("Đang kiểm tra mẫu"))

    def _show_report(self, report: TemplateReport) -> None:
        self.reload()
        self.findings_model.set_rows(report.findings)
        self._stack.setCurrentWidget(self.findings)
        self._enable()
        count = len(report.findings)
        if not count:
            words = self.tr("“{}” đúng: mọi trường đều có, không có câu lệnh lạ, không mang theo gì khác.")
        elif report.usable:
            words = self.tr("“{}” dùng được, có {} chỗ nên xem lại.")
        else:
            words = self.tr("“{}” chưa dùng được: {} chỗ cần xem.")
        self.heading.setText(words.format(report.file, count))

    def shown_findings(self) -> tuple[TemplateFinding, ...]:
        """Return the findings on show."""
        return tuple(self.findings_model.rows)

    # ------------------------------------------------------------------ fields and drafts

    def _copy_tag(self, _row: object = None) -> None:
        field = self.fields.current_row()
        if isinstance(field, TemplateField):
            QGuiApplication.clipboard().setText(field.tag)
            self.context.hint(self.tr("Đã chép {}, dán vào mẫu trong Word").format(field.tag.splitlines()[0]))

    def _draft(self) -> None:
        chosen = self._chosen()
        names = _DRAFTS.get(chosen.file, ()) if chosen else ()
        if len(names) == 1:
            self._write_draft(names[0])
        elif names:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for name in names:
                menu.addAction(DRAFT_TITLES[name], partial(self._write_draft, name))
            menu.popup(self.draft_button.mapToGlobal(self.draft_button.rect().bottomLeft()))

    def _write_draft(self, name: DraftName) -> None:
        """Save a first draft with the office's names where the person says, and open it in Word."""
        letters = self.context.services.letters
        try:
            document = letters.draft(name, self.context.today().year)
        except AppError as error:
            self.context.ask.error(self, error)
            return
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        suggested = folder / files.safe_file_name(f"{DRAFT_TITLES[name]}.docx")
        target = self.context.ask.save_file(self, self.tr("Lưu dự thảo văn bản"), suggested, WORD_FILES)
        if target is None:
            return
        if target.suffix.lower() != ".docx":
            target = target.with_name(target.name + ".docx")
        try:
            files.write_atomically(target, letters.render(document))
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self.context.ask.open_path(target)
        self.bar.tell(self.tr("Đã tạo dự thảo “{}”; chỗ có dấu … là chỗ cần điền.").format(target.name))


def _checked(services: Services, file: str, path: Path | None, progress: Progress) -> TemplateReport:
    progress.step(0, 0, "Đang kiểm tra mẫu")
    return services.templates.check(file, path)
