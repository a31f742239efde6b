"""The way of a table into a list: choose the file, look, match, store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from cchc_desktop import files
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.errors import AppError
from cchc_desktop.ui.ask import EXCEL_FILES
from cchc_desktop.ui.screens.register_export import RegisterExport
from cchc_desktop.ui.screens.table_import_page import TableImportPage
from cchc_desktop.ui.undoing import tell_undoable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.domain.table_import import ImportPreview, TableFile, TableHead
    from cchc_desktop.services.table_imports.rules import ImportRules
    from cchc_desktop.services.table_imports.service import ImportResult
    from cchc_desktop.ui.main_window import MainWindow
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.widgets.notice_bar import NoticeBar

TABLE_FILES = "Bảng Excel hoặc CSV (*.xlsx *.xlsm *.xltx *.csv *.tsv *.txt);;Tất cả các tệp (*)"

Sink = Callable[[Sequence[Any]], None]


class TableImportFlow(QObject):
    """One import at a time, on a page over the one that asked for it. `ended` fires when that page is gone.

    Args:
        context: what places work with.
        window: shows the page.
        bar: shows messages above the page, whichever it is.

    """

    ended = Signal()

    def __init__(self, context: Context, window: MainWindow, bar: NoticeBar) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._bar = bar
        self._key = ""
        self._rules: ImportRules | None = None
        self._sink: Sink | None = None
        self._before: tuple[QWidget | None, str, QWidget | None] = (None, "", None)
        self._look = 0
        self.page: TableImportPage | None = None
        self.exporter = RegisterExport(context, window)
        self.exporter.written.connect(self._written)

    # ------------------------------------------------------------------ in

    def start(self, key: str, rules: ImportRules | None = None, sink: Sink | None = None) -> None:
        """Ask for a file for a list and show what it holds.

        With `rules` and `sink` entries are not stored but handed to `sink` (the plan that is open).
        """
        path = self._context.ask.open_file(self._window, self._context_title(key, rules), TABLE_FILES)
        if path is not None:
            self.open(path, key, rules, sink)

    def open(self, path: Path, key: str, rules: ImportRules | None = None, sink: Sink | None = None) -> None:
        """Read a file for a list and show what it holds."""
        self._key, self._rules, self._sink = key, rules, sink
        imports = self._context.services.table_imports

        def work(progress: Progress) -> tuple[TableFile, ImportPreview]:
            progress.step(0, 0, f"Đang đọc {path.name}")
            file = imports.open(path)
            return file, imports.preview(key, file, imports.find_heads(key, file), rules=rules)

        self._context.runner.run(work, self._show, label=self.tr("Đang đọc tệp"))

    def _context_title(self, key: str, rules: ImportRules | None) -> str:
        target = rules.target if rules else self._context.services.table_imports.target(key)
        return self.tr("Chọn tệp để nhập vào “{0}”").format(target.title)

    def _show(self, found: tuple[TableFile, ImportPreview]) -> None:
        self._drop_page()
        target = self._rules.target if self._rules else self._context.services.table_imports.target(self._key)
        page = TableImportPage(self._context, target, self._window)
        page.match_wanted.connect(self._match)
        page.head_wanted.connect(self._head)
        page.changed.connect(self._look_again)
        page.applied.connect(self._apply)
        page.dropped.connect(self.close)
        page.refused_wanted.connect(self._save_refused)
        page.template_wanted.connect(self.save_template)
        self.page = page
        self._before = self._window.shown()
        self._window.show_page(page, self._title(page))
        page.show_preview(*found)
        page.tabs.currentWidget().setFocus()
        self._window.stack.currentChanged.connect(self._left)

    def _title(self, page: TableImportPage) -> str:
        return self.tr("Nhập Excel: {0}").format(page.target.title)

    # ------------------------------------------------------------------ matching

    def _match(self, head: TableHead, column: int, field: str) -> None:
        if self.page is not None:
            self.page.take_head(self._context.services.table_imports.match(self._key, head, column, field))

    def _head(self, sheet: str, row: int) -> None:
        if self.page is not None:
            imports = self._context.services.table_imports
            self.page.take_head(imports.head_at(self._key, self.page.file, sheet, row))

    def _look_again(self, heads: tuple[TableHead, ...], serials: bool) -> None:
        """Read the file in memory anew; what comes late for a look before the last is not shown."""
        if self.page is None:
            return
        self._look += 1
        look, file, key, rules = self._look, self.page.file, self._key, self._rules
        imports = self._context.services.table_imports

        def work(progress: Progress) -> tuple[int, TableFile, ImportPreview]:
            return look, file, imports.preview(key, file, heads, serials, rules)

        self._context.runner.run(work, self._seen, label=self.tr("Đang xem lại các dòng"))

    def _seen(self, found: tuple[int, TableFile, ImportPreview]) -> None:
        look, file, preview = found
        if self.page is not None and look == self._look and file is self.page.file:
            self.page.show_preview(file, preview)

    # ------------------------------------------------------------------ storing

    def _apply(self, with_twins: bool) -> None:
        page, imports, key = self.page, self._context.services.table_imports, self._key
        if page is None or page.preview is None:
            return
        preview = page.preview
        if self._sink is not None:
            rows = sorted(
                (*preview.accepted, *(preview.twins if with_twins else ())), key=lambda row: (row.sheet, row.row)
            )
            sink = self._sink
            imports.remember(key, preview)
            self.close()
            sink([row.entry for row in rows])
            return

        def work(progress: Progress) -> ImportResult:
            progress.step(0, 0, "Đang sao lưu và ghi")
            return imports.apply(key, preview, with_twins)

        self._context.runner.run(work, self._applied, self._failed, label=self.tr("Đang nhập"))

    def _applied(self, result: ImportResult) -> None:
        self._context.saved()
        noun, name = (self.page.target.noun, self.page.file.name) if self.page is not None else ("", "")
        self.close()
        self._context.bus.announce(result.change)
        text = self.tr("Đã nhập {0} {1} từ tệp “{2}”.").format(format_number(result.rows), noun, name)
        tell_undoable(self._bar, self._context, text)

    def _failed(self, error: AppError) -> None:
        if self.page is not None:
            self.page.show_busy(False)
        self._context.ask.error(self._window, error)

    # ------------------------------------------------------------------ files out

    def save_template(self, key: str = "", rules: ImportRules | None = None) -> None:
        """Ask where to and write the blank workbook of a list."""
        imports = self._context.services.table_imports
        key, rules = (key, rules) if key else (self._key, self._rules)
        target = rules.target if rules else imports.target(key)

        def write(path: Path) -> Path:
            return imports.export_template(key, path, rules)

        name = files.safe_file_name(f"Mẫu {target.title}")
        self.exporter.start(self.tr("Lưu mẫu Excel để ghi"), f"{name}.xlsx", EXCEL_FILES, write)

    def _save_refused(self) -> None:
        page, key, imports = self.page, self._key, self._context.services.table_imports
        if page is None or page.preview is None:
            return
        file, preview = page.file, page.preview

        def write(path: Path) -> Path:
            return imports.export_refused(key, file, preview, path)

        name = files.safe_file_name(f"Dòng lỗi - {Path(file.name).stem}")
        self.exporter.start(self.tr("Xuất các dòng chưa nhập được"), f"{name}.xlsx", EXCEL_FILES, write)

    def _written(self, path: Path) -> None:
        self._bar.tell(
            self.tr("Đã ghi tệp {0}.").format(path.name), (self.tr("Mở tệp"), partial(self._open_file, path))
        )

    def _open_file(self, path: Path) -> None:
        self._context.ask.open_path(path)

    # ------------------------------------------------------------------ the page

    def close(self) -> None:
        """Go back to the page that was on show before."""
        if self.page is None:
            return
        shown = self._window.stack.currentWidget() is self.page
        before, title, corner = self._before
        self._drop_page()
        if shown and before is not None and shiboken6.isValid(before):
            self._window.show_page(before, title, corner if corner and shiboken6.isValid(corner) else None)
        self.ended.emit()

    def _left(self) -> None:
        """The person went to another place: nothing was stored; the look at the file can be taken up again."""
        page = self.page
        if page is None or self._window.stack.currentWidget() is page:
            return
        text = self.tr("Chưa nhập gì từ tệp “{0}”.").format(page.file.name)
        self._bar.tell(text, (self.tr("Xem lại tệp"), self._come_back))

    def _come_back(self) -> None:
        if self.page is not None:
            self._before = self._window.shown()
            self._window.show_page(self.page, self._title(self.page))

    def _drop_page(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            self._window.stack.currentChanged.disconnect(self._left)
            self._window.drop_page(page)
