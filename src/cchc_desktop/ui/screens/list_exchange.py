"""Excel out of any list of the window and into it: right click, or Ctrl+Shift+E to write it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QTableView, QWidget

from cchc_desktop import files
from cchc_desktop.domain.listing import ListSource
from cchc_desktop.ui.ask import EXCEL_FILES
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.list_titles import LIST_TITLES
from cchc_desktop.ui.models.list_source import ListExporter, ListOwner, table_source
from cchc_desktop.ui.screens.register_export import RegisterExport
from cchc_desktop.ui.screens.table_import_flow import TableImportFlow
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.main_window import MainWindow
    from cchc_desktop.ui.place import Context


class ListExchange(QObject):
    """Belongs to the window and knows no list: it asks the one under the mouse or in use what it shows."""

    def __init__(self, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self.bar = NoticeBar(window)
        window.banners.addWidget(self.bar)
        self.exporter = RegisterExport(context, window)
        self.exporter.written.connect(self._written)
        self.flow = TableImportFlow(context, window, self.bar)
        self.menu: QMenu | None = None
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer the menu where no widget below had a use for the right click."""
        if isinstance(event, QContextMenuEvent):
            under = QApplication.widgetAt(event.globalPos()) or QApplication.focusWidget()
            found = self._list_around(under)
            if found is not None:
                self.menu = self._menu(found, _own_actions(under))
                self.menu.popup(event.globalPos())
                return True
        return False

    def _menu(self, found: QWidget, own: Sequence[QAction]) -> QMenu:
        menu = QMenu(self._window)
        menu.setObjectName("list_menu")
        if own:
            menu.addActions(own)
            menu.addSeparator()
        action = menu.addAction(icon("mdi6.file-excel-outline"), self.tr("Xuất danh sách ra Excel…\tCtrl+Shift+E"))
        action.setObjectName("list_export")
        action.triggered.connect(partial(self.export, found))
        key = found.objectName().removesuffix("_table")
        if key in self._context.services.table_imports.keys:
            come_in = menu.addAction(self.tr("Nhập từ Excel…"))
            come_in.setObjectName("list_import")
            come_in.triggered.connect(partial(self.import_into, key))
            blank = menu.addAction(self.tr("Lưu mẫu Excel để ghi…"))
            blank.setObjectName("list_template")
            blank.triggered.connect(partial(self.save_template, key))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def close(self) -> None:
        """Leave the window: other data are about to be opened."""
        self._window.removeEventFilter(self)
        self._window.banners.removeWidget(self.bar)
        self.bar.deleteLater()
        self.flow.close()
        self.exporter.deleteLater()
        self.flow.deleteLater()
        self.deleteLater()

    # ------------------------------------------------------------------ finding the list

    def export_current(self) -> None:
        """Write the list in use; without one the largest on show; say so when there is none."""
        found = self._list_around(QApplication.focusWidget()) or self._largest()
        if found is None:
            self._context.hint(self.tr("Trang này không có danh sách để xuất."))
        else:
            self.export(found)

    def _list_around(self, widget: QWidget | None) -> QWidget | None:
        table: QWidget | None = None
        while widget is not None and widget is not self._window:
            if isinstance(widget, ListExporter | ListOwner):
                return widget
            if isinstance(widget, QTableView):
                table = widget
            widget = widget.parentWidget()
        return table

    def _largest(self) -> QWidget | None:
        page = self._window.stack.currentWidget()
        if page is None:
            return None
        shown = [one for one in page.findChildren(QWidget) if one.isVisible()]
        lists = [one for one in shown if isinstance(one, QTableView | ListOwner)]
        largest = max(lists, key=lambda one: one.width() * one.height(), default=None)
        return self._list_around(largest)

    # ------------------------------------------------------------------ writing

    def export(self, found: QWidget) -> None:
        """Ask where to and write a list as it is shown; a list with its own way out takes that."""
        if isinstance(found, ListExporter):
            found.export_list()
            return
        source = self._source(found)
        if not source.count:
            self._context.hint(self.tr("Danh sách đang trống, không có gì để xuất."))
            return
        lists = self._context.services.lists

        def work(target: Path, progress: Progress) -> Path:
            return lists.export(source, target, progress)

        name = files.safe_file_name(source.title.capitalize())
        self.exporter.start_watched(self.tr("Xuất danh sách ra tệp Excel"), f"{name}.xlsx", EXCEL_FILES, work)

    def _source(self, found: QWidget) -> ListSource:
        if isinstance(found, ListOwner):
            return found.list_source()
        assert isinstance(found, QTableView)
        title = (
            LIST_TITLES.get(found.objectName()) or found.accessibleName().upper() or self._window.title.text().upper()
        )
        return table_source(found, title)

    def _written(self, path: Path) -> None:
        self.bar.tell(self.tr("Đã ghi tệp {0}.").format(path.name), (self.tr("Mở tệp"), partial(self._open, path)))

    def _open(self, path: Path) -> None:
        self._context.ask.open_path(path)

    # ------------------------------------------------------------------ reading

    def import_into(self, key: str, *_: object) -> None:
        """Ask for a file for a list and show what it would bring in."""
        self.flow.start(key)

    def save_template(self, key: str, *_: object) -> None:
        """Write the blank workbook of a list."""
        self.flow.save_template(key)

    def key(self, action: str) -> bool:
        """Do what a key of the window asks ("export", "escape"); True when it was for the lists."""
        if action == "export":
            self.export_current()
            return True
        if action == "escape" and not self.bar.isHidden():
            self.bar.hide()
            return True
        if action == "escape" and self.flow.page is not None and self.flow.page.isVisible():
            self.flow.close()
            return True
        return False


def _own_actions(widget: QWidget | None) -> Sequence[QAction]:
    """Return what the table under the mouse offers itself."""
    while widget is not None and not isinstance(widget, QTableView):
        widget = widget.parentWidget()
    return widget.actions() if widget is not None else ()


def exchange_of(widget: QWidget) -> ListExchange | None:
    """Return the exchange of the window that a widget stands in; None before there is one."""
    found = widget.window().findChild(ListExchange)
    return found if isinstance(found, ListExchange) else None
