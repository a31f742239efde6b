"""Taking back from the window: the keys, the notices, and the panel with the history of a record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from cchc_desktop.errors import AppError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.undo import Undone
    from cchc_desktop.ui.main_window import MainWindow
    from cchc_desktop.ui.place import Context, Place
    from cchc_desktop.ui.widgets.history_panel import HistoryPanel
    from cchc_desktop.ui.widgets.notice_bar import NoticeBar


_AT_ONCE = 100  # records: more go back on the worker thread


def tell_undoable(bar: NoticeBar, context: Context, text: str, done: Callable[[], None] | None = None) -> None:
    """Say what was just done, with a button that takes it back; to be called right after the command.

    The button takes back exactly this act, whatever is done in between; `done` is called after it was.
    """
    step = context.services.undo.last
    if not step:
        bar.tell(text)
        return
    bar.tell(text, (_tr("Hoàn tác"), partial(take_back, context, step, done)))


def take_back(context: Context, step: str, done: Callable[[], None] | None = None, *_: object) -> None:
    """Take one act back, a large one on the worker thread, and announce what changed; refusals are told."""
    work = context.services.undo
    if work.size(step) <= _AT_ONCE:
        try:
            told(context, done, work.undo(step))
        except AppError as error:
            context.ask.error(None, error)
        return
    context.runner.run(lambda progress: work.undo(step), partial(told, context, done), label=_tr("Đang hoàn tác"))


def told(context: Context, done: Callable[[], None] | None, undone: Undone | None, again: bool = False) -> None:
    """Announce what was taken back (or done again)."""
    if undone is None:
        context.hint(_tr("Không còn việc nào để làm lại.") if again else _tr("Việc này đã được hoàn tác rồi."))
        return
    context.saved()
    for change in undone.changes:
        context.bus.announce(change)
    name = undone.name if undone.steps == 1 else _tr("{0} việc, đến “{1}”").format(undone.steps, undone.name)
    words = _tr("Đã làm lại: {}") if again else _tr("Đã hoàn tác: {}. Ctrl+Shift+Z để làm lại.")
    context.hint(words.format(name))
    if done is not None:
        done()


class Undoing(QObject):
    """The keys Ctrl+Z and Ctrl+Shift+Z of the window, and the panel "Lịch sử" at its right.

    Args:
        window: the frame.
        place: returns the place on show, None while there is none.

    """

    def __init__(self, window: MainWindow, place: Callable[[], Place | None]) -> None:
        super().__init__(window)
        self._window = window
        self._place = place
        self._context: Context | None = None
        self.panel: HistoryPanel | None = None

    def begin(self, context: Context | None) -> None:
        """Work with other data from now on; None: there are none."""
        self._context = context
        if self.panel is not None:
            self.panel.hide()

    def key(self, action: str) -> bool:
        """Do what a key asks for; False when it is none of ours."""
        if action == "escape" and self.panel is not None and not self.panel.isHidden():
            self.panel.hide()
            return True
        if action not in ("undo", "redo"):
            return False
        if self._context is not None:
            self._go(self._context, again=action == "redo")
        return True

    def show_history(self, entity: str, entity_id: str) -> None:
        """Show the history of a record beside the place."""
        if self._context is None:
            return
        if self.panel is None:
            from cchc_desktop.ui.widgets.history_panel import HistoryPanel

            self.panel = HistoryPanel(self._window)
            self._page.installEventFilter(self)
        if self.panel.isHidden():
            self._dock(self.panel)
        self.panel.show_record(self._context, entity, entity_id)

    @property
    def _page(self) -> QWidget:
        page = self._window.centralWidget()
        assert page is not None
        return page

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the panel at the right edge while it lies over the place."""
        if event.type() == QEvent.Type.Resize and self.panel is not None:
            self._fit(self.panel)
        return False

    def _dock(self, panel: HistoryPanel) -> None:
        """Put the panel beside the place, or over its right side where the window has no room for both."""
        page = self._page
        room = page.width() - page.minimumSizeHint().width()
        self._window.aside.removeWidget(panel)
        if room >= panel.width():
            self._window.aside.addWidget(panel)
        else:
            panel.setParent(page)
            self._fit(panel)
            panel.raise_()

    def _fit(self, panel: HistoryPanel) -> None:
        page = self._page
        if self._window.aside.indexOf(panel) < 0:
            panel.setGeometry(page.width() - panel.width(), 0, panel.width(), page.height())

    def _go(self, context: Context, again: bool) -> None:
        place = self._place()
        if context.runner.busy:
            context.hint(self.tr("Chương trình đang làm việc khác, xin chờ một chút."))
            return
        if place is not None and not place.leave():
            return
        work = context.services.undo

        def run(progress: Progress) -> Undone | None:
            return work.redo_next() if again else work.undo_next()

        def done(undone: Undone | None) -> None:
            if undone is None and not again:
                context.hint(self.tr("Không còn việc nào của lần mở này để hoàn tác. Xem “Việc vừa làm”."))
            else:
                told(context, None, undone, again)

        context.runner.run(run, done, label=self.tr("Đang làm lại") if again else self.tr("Đang hoàn tác"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Undoing", text)
