"""The menu of a list's saved views: show one, keep what is shown, rename, remove."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.saved_view import NAME_LIMIT, SavedView
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.ui.icons import icon

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

Query = Mapping[str, str]


class NameDialog(QDialog):
    """Asks for the name of a view; `keep` returns why a name is refused, "" when it was kept."""

    def __init__(self, title: str, name: str, keep: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._keep = keep
        self.name = QLineEdit(name, self)
        self.name.setObjectName("view_name")
        self.name.setAccessibleName(self.tr("Tên bộ lọc"))
        self.name.setMaxLength(NAME_LIMIT)
        self.name.selectAll()
        self.problem = QLabel(self)
        self.problem.setObjectName("view_problem")
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        buttons = QDialogButtonBox(self)
        self.save = buttons.addButton(self.tr("Lưu"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Bỏ qua"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._try)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        label = QLabel(self.tr("Tên bộ lọc:"), self)
        label.setBuddy(self.name)
        for widget in (label, self.name, self.problem, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(360)

    def _try(self) -> None:
        reason = self._keep(self.name.text())
        if not reason:
            self.accept()
            return
        self.problem.setText(reason[:1].upper() + reason[1:] + ".")
        self.problem.show()
        self.name.setFocus()


class SavedViewsMenu(QMenu):
    """Keeps and shows the views of one list.

    Args:
        context: services and questions.
        place: what the list is called in the store.
        read: returns what the list shows now.
        show: makes the list show a view.
        parent: the widget it belongs to.

    """

    def __init__(
        self,
        context: Context,
        place: str,
        read: Callable[[], Query],
        show: Callable[[Query], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._place = place
        self._read = read
        self._show_view = show
        self.setObjectName(f"{place}_views_menu")
        self.aboutToShow.connect(self.fill)

    def button(self, parent: QWidget) -> QPushButton:
        """Return a button that opens the menu."""
        button = QPushButton(icon("mdi6.bookmark-outline"), self.tr("Bộ lọc đã lưu"), parent)
        button.setObjectName(f"{self._place}_views")
        button.setToolTip(self.tr("Mở lại bộ lọc đã lưu, hoặc lưu bộ lọc đang dùng để lần sau mở lại"))
        button.setMenu(self)
        return button

    def join(self, line: QLineEdit) -> None:
        """Stand as a mark at the right end of a search line that has no room beside it; Alt+Down opens it too."""
        action = line.addAction(icon("mdi6.bookmark-outline"), QLineEdit.ActionPosition.TrailingPosition)
        action.setObjectName(f"{self._place}_views")
        action.setToolTip(self.tr("Bộ lọc đã lưu: mở lại, hoặc lưu bộ lọc đang dùng (Alt+↓)"))
        action.triggered.connect(partial(self._open_below, line))
        keys = QShortcut(QKeySequence("Alt+Down"), line)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(partial(self._open_below, line))

    def _open_below(self, line: QLineEdit) -> None:
        self.popup(line.mapToGlobal(line.rect().bottomLeft()))

    def fill(self) -> None:
        """Bring the menu up to date."""
        menu, tr, shown = self, self.tr, dict(self._read())
        menu.clear()
        views = self._context.services.saved_views.of(self._place)
        current = next((view for view in views if dict(view.query) == shown), None)
        for view in views:
            action = menu.addAction(view.name.replace("&", "&&"), partial(self._show_view, view.query))
            action.setCheckable(True)
            action.setChecked(view is current)
        if not views:
            menu.addAction(tr("Chưa lưu bộ lọc nào")).setEnabled(False)
        menu.addSeparator()
        if current is None:
            save = menu.addAction(icon("mdi6.content-save-outline"), tr("Lưu bộ lọc đang dùng…"), self._save)
            save.setEnabled(any(shown.values()))
        else:
            menu.addAction(tr("Đổi tên “{0}”…").format(current.name), partial(self._rename, current))
            menu.addAction(tr("Xóa “{0}”").format(current.name), partial(self._remove, current))

    def _save(self) -> None:
        query = dict(self._read())
        save = self._context.services.saved_views.save
        self._ask(self.tr("Lưu bộ lọc"), "", lambda name: save(self._place, name, query))

    def _rename(self, view: SavedView) -> None:
        rename = self._context.services.saved_views.rename
        self._ask(self.tr("Đổi tên bộ lọc"), view.name, lambda name: rename(view, name))

    def _ask(self, title: str, name: str, work: Callable[[str], SavedView]) -> None:
        def keep(text: str) -> str:
            try:
                saved = work(text)
            except InvalidInput as error:
                return next(iter(error.problems.values()))
            self._context.saved()
            self._context.hint(self.tr("Đã lưu bộ lọc “{0}”.").format(saved.name))
            return ""

        self._context.ask.run(NameDialog(title, name, keep, self))

    def _remove(self, view: SavedView) -> None:
        try:
            self._context.services.saved_views.bin(view.id)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._context.saved()
        self._context.hint(self.tr("Đã xóa bộ lọc “{0}”. Ctrl+Z để lấy lại.").format(view.name))
