"""The way of an Excel log into the log: choosing the file, reading it, the preview; and the blank file to fill."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cchc_desktop.domain.period import data_year
from cchc_desktop.errors import AppError
from cchc_desktop.ui.ask import EXCEL_FILES
from cchc_desktop.ui.screens.activity_import_page import ActivityImportPage
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_desktop.domain.log_import import LogPreview
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context


class ActivityImportFlow(QObject):
    """Leads through an import. `show_page` puts the preview on show; `bar` says how it went."""

    def __init__(self, context: Context, parent: QWidget, bar: NoticeBar, show_page: Callable[[QWidget], None]) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self._bar = bar
        self._show_page = show_page
        self.page = ActivityImportPage(context, parent)

    def choose(self) -> None:
        """Ask for a file and read it; nothing is stored before the preview is confirmed."""
        path = self._context.ask.open_file(self._parent, self.tr("Chọn tệp Excel nhật ký"), EXCEL_FILES)
        if path is None:
            return
        services = self._context.services

        def work(progress: Progress) -> LogPreview:
            progress.step(0, 0, f"Đang đọc {path.name}")
            return services.activities.preview_import(path)

        self._context.runner.run(work, self._show, label=self.tr("Đang đọc tệp Excel"))

    def _show(self, preview: LogPreview) -> None:
        self.page.show_preview(preview)
        self._show_page(self.page)

    def save_template(self) -> None:
        """Write a blank Excel log where the person says."""
        context = self._context
        year = data_year(context.today(), context.services.catalogues.periods)
        suggested = Path(context.settings.value.last_export_folder) / f"Nhat ky tuyen truyen CCHC {year}.xlsx"
        path = context.ask.save_file(self._parent, self.tr("Lưu mẫu nhật ký Excel"), suggested, EXCEL_FILES)
        if path is None:
            return
        try:
            context.services.activities.export_template(path, year)
        except AppError as error:
            context.ask.error(self._parent, error)
            return
        self._bar.tell(self.tr("Đã lưu mẫu “{}”.").format(path.name), (self.tr("Mở tệp"), partial(self._open, path)))

    def _open(self, path: Path) -> None:
        self._context.ask.open_path(path)
