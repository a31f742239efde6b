"""Leads a report through its life on the screen: freezing, opening again, sending, supplements."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cchc_desktop.domain.change import Change
from cchc_desktop.errors import AppError, InvalidInput

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.report_desk import ReportDesk
    from cchc_desktop.services.report_life import FrozenVersion
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.widgets.notice_bar import NoticeBar
    from cchc_desktop.ui.widgets.report_life_bar import ReportLifeBar


class ReportLifeFlow(QObject):
    """Serves the buttons of the life bar.

    `issues_wanted` fires when something keeps the period from being frozen; `send_wanted` carries the id of the version
    to hand over. `ready` is asked before a step and tells whether all that was typed is written.
    """

    issues_wanted = Signal()
    send_wanted = Signal(str)

    def __init__(
        self, context: Context, life_bar: ReportLifeBar, bar: NoticeBar, ready: Callable[[], bool], owner: QWidget
    ) -> None:
        super().__init__(owner)
        self._context = context
        self._life = context.services.report_life
        self._bar = bar
        self._ready = ready
        self._owner = owner
        self._desk: ReportDesk | None = None
        life_bar.freeze_wanted.connect(self.freeze)
        life_bar.unfreeze_wanted.connect(self._unfreeze)
        life_bar.send_wanted.connect(self._send)
        life_bar.supplement_wanted.connect(self._supplement)
        life_bar.drop_wanted.connect(self._drop)

    def show_desk(self, desk: ReportDesk) -> None:
        """Work on another report."""
        self._desk = desk

    def _code(self) -> str:
        return self._desk.report.period.code if self._desk else ""

    def freeze(self) -> None:
        """Freeze the period on show, or show what keeps it from that."""
        if self._desk is None or not self._ready():
            return
        if self._desk.open_issues:
            self._bar.tell(
                self.tr("Chưa chốt được: còn {} chỗ cần xem ở tab “Cần xem”.").format(len(self._desk.open_issues))
            )
            self.issues_wanted.emit()
            return
        code, life = self._code(), self._life

        def work(progress: Progress) -> FrozenVersion:
            return life.freeze(code)

        self._context.runner.run(work, self._frozen, self._refused, self.tr("Đang chốt kỳ và ghi tệp"))

    def _frozen(self, frozen: FrozenVersion) -> None:
        name = frozen.version.name
        words = self.tr("Đã chốt {}: số liệu, sổ Excel và lời báo cáo được giữ nguyên vẹn. Giờ có thể gửi.").format(
            name
        )
        self._done(frozen.change, words)

    def _refused(self, error: AppError) -> None:
        if isinstance(error, InvalidInput):
            self._bar.tell(self.tr("Chưa chốt được: {}").format(next(iter(error.problems.values()))))
            self.issues_wanted.emit()
            return
        self._context.ask.error(self._owner, error)

    def _done(self, change: Change, words: str) -> None:
        self._bar.tell(words)
        self._context.saved()
        self._context.bus.announce(change)

    def _try(self, command: Callable[[], Change], words: str) -> None:
        try:
            change = command()
        except AppError as error:
            self._context.ask.error(self._owner, error)
            return
        self._done(change, words)

    def _unfreeze(self) -> None:
        words = self.tr("Đã mở lại. Bản vừa chốt bị bỏ; sửa xong thì chốt lại.")
        self._try(lambda: self._life.unfreeze(self._code()), words)

    def _supplement(self, reason: str) -> None:
        words = self.tr("Đang lập báo cáo bổ sung. Bản đã gửi giữ nguyên.")
        self._try(lambda: self._life.supplement(self._code(), reason), words)

    def _drop(self) -> None:
        question = self.tr("Bỏ báo cáo bổ sung đang lập và trở về bản đã gửi?")
        if self._context.ask.confirm(self._owner, question, self.tr("Bỏ bổ sung")):
            words = self.tr("Đã bỏ báo cáo bổ sung; bản đã gửi vẫn giữ nguyên.")
            self._try(lambda: self._life.drop_supplement(self._code()), words)

    def _send(self) -> None:
        if self._desk is not None and self._desk.versions:
            self.send_wanted.emit(self._desk.versions[-1].id)
