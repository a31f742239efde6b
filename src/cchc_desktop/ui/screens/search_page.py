"""The one search box, over whatever place is on show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from cchc_desktop.domain.listing import ListSource
from cchc_desktop.domain.search import SearchKind
from cchc_desktop.errors import AppError
from cchc_desktop.services.search import log_filter, more_of
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.search_hits import Line, target
from cchc_desktop.ui.widgets.saved_views_menu import SavedViewsMenu
from cchc_desktop.ui.widgets.search_results import SearchResults

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_PAUSE = 150  # ms: an input method sends Backspace and letters in bursts
_WIDEST = 980  # pixels of a line that the eye still follows
_PAGE = 8  # finds that Page Up and Page Down pass over


class SearchLine(QLineEdit):
    """A search line whose keys up and down choose in the list below it: `moved` carries how many lines."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass the keys of the list on."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_PAGE, Qt.Key.Key_PageDown: _PAGE}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)


class SearchPage(QFrame):
    """Covers the place on show. `wanted` carries (place, request) of what a person opens; `closed` asks to go back."""

    wanted = Signal(str, object)
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("search_page")
        self.setAutoFillBackground(True)
        self._context = context
        self._ground = parent
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.search)
        self.box = SearchLine(self)
        self.box.setObjectName("search_box")
        self.box.setPlaceholderText(self.tr("Tìm trong mọi nơi, không cần gõ dấu"))
        self.box.setAccessibleName(self.tr("Tìm kiếm"))
        self.box.setClearButtonEnabled(True)
        self.box.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.views = SavedViewsMenu(context, "search", self.query, self.show_query, self)
        self.note = QLabel(self)
        self.note.setObjectName("search_note")
        self.note.setWordWrap(True)
        self.note.setProperty("role", "quiet")
        self.results = SearchResults(self)
        self.keys = QLabel(self.tr("↑ ↓ chọn   ·   Enter mở   ·   Esc quay lại"), self)
        self.keys.setProperty("role", "quiet")
        self._arrange()
        self.box.textChanged.connect(self._timer.start)
        self.box.returnPressed.connect(self._enter)
        self.box.moved.connect(self._move)
        self.results.opened.connect(self._open)
        parent.installEventFilter(self)
        self._say()

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.box, 1)
        row.addWidget(self.views.button(self))
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.results, 1)
        column.addWidget(self.keys)
        inner = QWidget(self)
        inner.setMaximumWidth(_WIDEST)
        inner.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(20, 14, 20, 12)
        outer.addStretch(1)
        outer.addWidget(inner, 100)
        outer.addStretch(1)

    # -- what the window asks for

    def begin(self) -> None:
        """Show the box, with what was looked for last selected."""
        self._fit()
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()
        if self.box.text():
            self.search()

    def query(self) -> Mapping[str, str]:
        """Return what is looked for, to be kept under a name."""
        return {"text": " ".join(self.box.text().split())}

    def show_query(self, query: Mapping[str, str]) -> None:
        """Look for something that was kept."""
        self.box.setText(query.get("text", ""))
        self.search()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def list_source(self) -> ListSource:
        """Return the finds on show, to be written into Excel."""
        query = " ".join(self.box.text().split())
        return replace(self.results.hits.list_source(), note=self.tr("tìm: {0}").format(query) if query else "")

    # -- finding

    def search(self) -> None:
        """Find what stands in the box now."""
        self._timer.stop()
        service = self._context.services.search
        query = service.read(self.box.text())
        try:
            groups = service.find(query)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self.results.hits.show(groups, query.terms)
        self.results.choose_first()
        self._say("\n".join(query.problems), bool(groups), query.is_blank)

    def _say(self, problems: str = "", found: bool = False, blank: bool = True) -> None:
        help_text = self.tr(
            "Tìm trong kế hoạch, nhiệm vụ, nhật ký, căn cứ, các sổ, yêu cầu cấp trên, đoạn mẫu và tên tệp. Có thể "
            "thêm: “cụm từ” trong ngoặc kép, hình thức:loa, từ:1/3, đến:30/6/2026, loại:nhiệm-vụ."
        )
        nothing = self.tr("Không tìm thấy gì. Thử bớt từ, hoặc gõ một phần của từ.")
        sentence = "" if found else (help_text if blank else nothing)
        self.note.setText("\n".join(filter(None, (problems, sentence))))
        self.note.setVisible(bool(self.note.text()))
        self.results.setVisible(found)

    def _enter(self) -> None:
        if self._timer.isActive():
            self.search()
        self.results.open_chosen()

    def _move(self, step: int) -> None:
        if self._timer.isActive():
            self.search()
        self.results.move_choice(step)

    def _open(self, line: Line) -> None:
        if line.hit is not None:
            self.closed.emit()
            self.wanted.emit(*target(line.hit))
            return
        query = self._context.services.search.read(self.box.text())
        if line.noun is SearchKind.ACTIVITY and len(query.forms) < 2:  # the log filters by one form
            self.closed.emit()
            self.wanted.emit("activity", log_filter(query))
        elif line.noun not in query.kinds:
            self.box.setText(more_of(self.box.text(), line.noun))
            self.search()

    # -- where it stands

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what it covers."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return False

    def _fit(self) -> None:
        self.setGeometry(self._ground.rect())
