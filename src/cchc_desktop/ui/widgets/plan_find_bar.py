"""Finding and replacing words in the plan being edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from cchc_desktop.domain.plan_search import Field, Hit, Place, replace_hits, search
from cchc_desktop.ui.models.plan_draft import Edit, Part, PlanDraft
from cchc_desktop.ui.widgets.plan_panel import tool_button

SEARCH_AFTER_MS = 250
"""Rest after the last key before the plan is searched."""

_PARTS = {
    Field.TITLE: Part.HEADER,
    Field.PREAMBLE: Part.PREAMBLE,
    Field.SECTION_TITLE: Part.OUTLINE,
    Field.SECTION_TEXT: Part.OUTLINE,
    Field.CLOSING: Part.CLOSING,
    Field.RECIPIENT: Part.RECIPIENTS,
    Field.TASK: Part.TASKS,
    Field.APPENDIX_TITLE: Part.TASKS,
}


class _Words(QLineEdit):
    """A line that says which way Enter asks to go."""

    next_wanted = Signal()
    previous_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn Enter and Shift+Enter into wishes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QGuiApplication.inputMethod().commit()
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.previous_wanted if back else self.next_wanted).emit()
        else:
            super().keyPressEvent(event)


class PlanFindBar(QFrame):
    """Looks through the whole plan. `shown` carries the `Hit` to go to, `found` all of them (to be highlighted).

    `from_here` returns the ids of the sections from where the cursor is: there the first search begins.
    """

    shown = Signal(object)
    found = Signal(object)
    closed = Signal()

    def __init__(
        self, draft: PlanDraft, from_here: Callable[[], frozenset[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plan_find_bar")
        self.setProperty("role", "card")
        self._draft = draft
        self._from_here = from_here
        self.hits: tuple[Hit, ...] = ()
        self.current = -1
        self.words = _Words(self)
        self.new = _Words(self)
        self.exact = QCheckBox(self.tr("Đúng dấu và chữ hoa"), self)
        self.exact.setObjectName("find_exact")
        self.count = QLabel(self)
        self.count.setObjectName("find_count")
        self.excerpt = QLabel(self)
        self.excerpt.setObjectName("find_excerpt")
        self._rest = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._rest.timeout.connect(self.search)
        self._lay_out()
        self._connect()
        self.hide()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 6, 6)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        for row, (name, words, field) in enumerate(
            (("find_words", self.tr("Tìm"), self.words), ("find_new", self.tr("Thay bằng"), self.new))
        ):
            label = QLabel(words, self)
            label.setBuddy(field)
            field.setObjectName(name)
            field.setAccessibleName(words)
            field.setMinimumWidth(140)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        self.previous = tool_button(self, "find_previous", "", "mdi6.chevron-up", self.go_back)
        self.next = tool_button(self, "find_next", "", "mdi6.chevron-down", self.go_on)
        close = tool_button(self, "find_close", "", "mdi6.close", self.close_bar)
        for button, words in (
            (self.previous, self.tr("Chỗ trước (Shift+F3)")),
            (self.next, self.tr("Chỗ sau (F3)")),
            (close, self.tr("Đóng (Esc)")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        ways = QHBoxLayout()
        ways.setSpacing(2)
        for widget in (self.previous, self.next, self.count):
            ways.addWidget(widget)
        ways.addSpacing(12)
        ways.addWidget(self.exact)
        ways.addStretch(1)
        ways.addWidget(close)
        grid.addLayout(ways, 0, 2)
        self.replace_one = QPushButton(self.tr("Thay"), self)
        self.replace_one.setObjectName("find_replace")
        self.replace_all = QPushButton(self.tr("Thay tất cả"), self)
        self.replace_all.setObjectName("find_replace_all")
        acts = QHBoxLayout()
        acts.setSpacing(6)
        acts.addWidget(self.replace_one)
        acts.addWidget(self.replace_all)
        acts.addStretch(1)
        grid.addLayout(acts, 1, 2)
        self.excerpt.setProperty("role", "quiet")
        self.excerpt.setTextFormat(Qt.TextFormat.RichText)
        self.excerpt.setWordWrap(True)
        grid.addWidget(self.excerpt, 2, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._rest.start)
        self.exact.toggled.connect(self.search)
        for field in (self.words, self.new):
            field.previous_wanted.connect(self.go_back)
        self.words.next_wanted.connect(self.go_on)
        self.new.next_wanted.connect(self._replace_one)
        self.replace_one.clicked.connect(self._replace_one)
        self.replace_all.clicked.connect(self._replace_all)
        self._draft.changed.connect(self._renew)

    # -- opening and closing

    def open(self, selected: str = "", replacing: bool = False) -> None:
        """Show the bar; what was selected in the text is looked for."""
        if selected:
            self.words.setText(selected)
        self.show()
        (self.new if replacing and self.words.text() else self.words).setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self.search()

    def close_bar(self) -> None:
        """Hide the bar and take the highlighting away."""
        self._rest.stop()
        self.hide()
        self.found.emit(())
        self.closed.emit()

    # -- searching

    def search(self) -> None:
        """Look through the plan; the find that was on show stays, as far as it is still there."""
        self._rest.stop()
        before = self.hits[self.current] if 0 <= self.current < len(self.hits) else None
        self.hits = search(self._draft.plan, self.words.text(), self.exact.isChecked())
        self.current = _nearest(self.hits, before)
        self.found.emit(self.hits)
        self._tell()

    def _renew(self, edit: object) -> None:
        if self.isVisible() and self.words.text():
            self._rest.start()

    def go_on(self) -> None:
        """Go to the next find, behind the last to the first."""
        self._go(1)

    def go_back(self) -> None:
        """Go to the find before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        if self._rest.isActive() or not self.hits:
            self.search()
        if not self.hits:
            return
        if self.current < 0:
            self.current = self._first() if step > 0 else len(self.hits) - 1
        else:
            self.current = (self.current + step) % len(self.hits)
        self._tell()
        self.shown.emit(self.hits[self.current])

    def _first(self) -> int:
        """Return the find to begin with: the first from where the cursor is."""
        later = self._from_here()
        return next((place for place, hit in enumerate(self.hits) if hit.place.key in later), 0)

    def _tell(self) -> None:
        some = bool(self.hits)
        for button in (self.previous, self.next, self.replace_one, self.replace_all):
            button.setEnabled(some)
        if not self.words.text().strip():
            self.count.setText("")
        elif not some:
            self.count.setText(self.tr("Không thấy"))
        elif self.current < 0:
            self.count.setText(self.tr("{0} chỗ").format(len(self.hits)))
        else:
            self.count.setText(self.tr("{0}/{1}").format(self.current + 1, len(self.hits)))
        hit = self.hits[self.current] if 0 <= self.current < len(self.hits) else None
        self.excerpt.setVisible(hit is not None)
        if hit is not None:
            before, words, after = map(escape, hit.around())
            self.excerpt.setText(f"{escape(self._name(hit.place))}: {before}<b>{words}</b>{after}")

    def _name(self, place: Place) -> str:
        return {
            Field.TITLE: self.tr("Trích yếu"),
            Field.PREAMBLE: self.tr("Căn cứ và mở đầu"),
            Field.SECTION_TITLE: self.tr("Tiêu đề mục"),
            Field.SECTION_TEXT: self.tr("Nội dung"),
            Field.CLOSING: self.tr("Kết thúc"),
            Field.RECIPIENT: self.tr("Nơi nhận"),
            Field.TASK: self.tr("Phụ lục nhiệm vụ"),
            Field.APPENDIX_TITLE: self.tr("Tên phụ lục"),
        }[place.field]

    # -- replacing

    def _replace_one(self) -> None:
        if self._rest.isActive():
            self.search()
        if self.current < 0:
            self._go(1)
            return
        if not self.hits:
            return
        hit, at = self.hits[self.current], self.current
        self._replace([hit])
        self.search()
        if self.hits:
            # Finds within the new words themselves are not offered again.
            within = sum(_is_within(other, hit, self.new.text()) for other in self.hits)
            self.current = (at + within) % len(self.hits)
            self._tell()
            self.shown.emit(self.hits[self.current])

    def _replace_all(self) -> None:
        self.search()
        count = len(self.hits)
        if count:
            self._replace(self.hits)
            self.search()
            self.count.setText(self.tr("Đã thay {0} chỗ").format(count))

    def _replace(self, hits: Sequence[Hit]) -> None:
        places = [hit.place for hit in hits]
        section = next((place.key for place in places if _PARTS[place.field] is Part.OUTLINE), "")
        part = _PARTS[places[0].field] if len({_PARTS[place.field] for place in places}) == 1 else Part.OUTLINE
        self._draft.seal()
        self._draft.apply(replace_hits(self._draft.plan, hits, self.new.text()), Edit(part, section))
        self._draft.seal()


def _nearest(hits: Sequence[Hit], before: Hit | None) -> int:
    if before is None:
        return -1
    same = [place for place, hit in enumerate(hits) if hit.place == before.place]
    return min(same, key=lambda place: abs(hits[place].start - before.start), default=-1)


def _is_within(hit: Hit, old: Hit, new: str) -> bool:
    return hit.place == old.place and old.start <= hit.start < old.start + len(new)
