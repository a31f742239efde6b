"""The leftover scan below the editor: each finding with “Đi tới” and “Chấp nhận…”."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.check import Severity
from cchc_desktop.domain.leftovers import SPOT_NAMES, Finding, JudgedFinding
from cchc_desktop.errors import AppError
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.reason_row import ReasonRow

if TYPE_CHECKING:
    from cchc_desktop.domain.change import Change
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.container import Services
    from cchc_desktop.ui.place import Context


class ReviewPanel(QFrame):
    """Lists what a scan finds. `goto_wanted` carries the finding, `changed` the change of an acceptance.

    `scan` gives the findings anew; `names` the names of sections by id.
    """

    goto_wanted = Signal(object)
    changed = Signal(object)
    counted = Signal(int)
    scan_wanted = Signal()

    def __init__(
        self,
        context: Context,
        plan_id: str,
        names: Callable[[], Mapping[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plan_review")
        self.setProperty("role", "card")
        self._context = context
        self._plan_id = plan_id
        self._names = names
        self.heading = QLabel(self)
        self.heading.setObjectName("review_heading")
        self.heading.setProperty("role", "heading")
        self.list = QListWidget(self)
        self.list.setObjectName("review_list")
        self.list.setAccessibleName(self.tr("Những chỗ cần rà soát"))
        self.list.setWordWrap(True)
        self.list.setSpacing(1)
        self.list.setMinimumHeight(self.fontMetrics().height() * 2 + 16)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reason = ReasonRow("review_reason", self.tr("Lý do chấp nhận"), self.tr("Chấp nhận"), self)
        self._lay_out()
        self.list.itemActivated.connect(self._go)
        self.list.currentRowChanged.connect(self._enable)
        self.reason.given.connect(self._accept)
        self.hide()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        self.go = self._button("review_go", self.tr("Đi tới"), "mdi6.arrow-right", self._go)
        self.accept = self._button("review_accept", self.tr("Chấp nhận…"), "mdi6.check", self.reason.ask)
        self.reopen = self._button("review_reopen", self.tr("Bỏ chấp nhận"), "mdi6.undo", self._reopen)
        self.again = self._button("review_again", self.tr("Rà soát lại"), "mdi6.refresh", self.scan_wanted.emit)
        for button in (self.go, self.accept, self.reopen, self.again):
            top.addWidget(button)
        close = QToolButton(self)
        close.setObjectName("review_close")
        close.setIcon(icon("mdi6.close"))
        close.setAutoRaise(True)
        close.setToolTip(self.tr("Đóng phần rà soát"))
        close.setAccessibleName(self.tr("Đóng phần rà soát"))
        close.clicked.connect(self.hide)
        top.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 8)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.reason)
        column.addWidget(self.list, 1)

    def _button(self, name: str, words: str, picture: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(icon(picture), words, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    def open(self) -> None:
        """Show the panel with a fresh scan."""
        self.show()
        self.scan()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def scan(self) -> None:
        """Scan the stored plan and show what is found; the row stays where it was."""
        self._show_found(self._context.services.plans.leftovers(self._plan_id))

    def follow(self) -> None:
        """Scan again beside the typing, where the panel is open: the plan was written."""
        if self.isVisible():
            work = partial(_scan, self._context.services, self._plan_id)
            self._context.runner.run(work, self._show_followed)

    def _show_followed(self, found: tuple[JudgedFinding, ...]) -> None:
        # While a reason is being typed the list stays: the row it is about must not change.
        if self.isVisible() and not self.reason.isVisible():
            self._show_found(found)

    def _show_found(self, found: tuple[JudgedFinding, ...]) -> None:
        row = max(self.list.currentRow(), 0)
        names = self._names()
        self.list.clear()
        for judged in sorted(found, key=_accepted_last):
            self.list.addItem(self._item(judged, names))
        unsolved = sum(judged.open for judged in found)
        self.heading.setText(
            self.tr("Rà soát trước khi in: còn {0} chỗ").format(unsolved)
            if unsolved
            else self.tr("Rà soát trước khi in: không còn chỗ nào cần xử lý")
        )
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self._enable()
        self.counted.emit(unsolved)

    def _item(self, judged: JudgedFinding, names: Mapping[str, str]) -> QListWidgetItem:
        finding = judged.finding
        place = names.get(finding.section_id, "") or SPOT_NAMES[finding.spot]
        text = f"{place}: {finding.reason}"
        if finding.quote:
            text += f"\n“{finding.quote}”"
        if judged.acceptance is not None:
            text += "\n" + self.tr("Đã chấp nhận: {0}").format(judged.acceptance.reason)
        item = QListWidgetItem(text)
        picture, role = _PICTURES[finding.severity] if judged.open else ("mdi6.check-circle-outline", "green")
        item.setIcon(icon(picture, role))
        item.setData(Qt.ItemDataRole.UserRole, judged)
        return item

    def _judged(self) -> JudgedFinding | None:
        item = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def _enable(self) -> None:
        judged = self._judged()
        self.reason.hide()
        self.go.setEnabled(judged is not None)
        self.accept.setVisible(judged is None or judged.open)
        self.accept.setEnabled(judged is not None)
        self.reopen.setVisible(judged is not None and not judged.open)

    def _go(self) -> None:
        judged = self._judged()
        if judged is not None:
            self.goto_wanted.emit(judged.finding)

    def _accept(self, reason: str) -> None:
        judged = self._judged()
        if judged is not None:
            self._command(lambda finding: self._context.services.plans.accept_finding(self._plan_id, finding, reason))

    def _reopen(self) -> None:
        self._command(lambda finding: self._context.services.plans.reopen_finding(self._plan_id, finding))

    def _command(self, command: Callable[[Finding], Change]) -> None:
        judged = self._judged()
        if judged is None:
            return
        try:
            change = command(judged.finding)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self.changed.emit(change)
        self.scan()


def _scan(services: Services, plan_id: str, progress: Progress) -> tuple[JudgedFinding, ...]:
    return services.plans.leftovers(plan_id)


_PICTURES = {
    Severity.ERROR: ("mdi6.alert-circle-outline", "red"),
    Severity.WARNING: ("mdi6.alert-outline", "amber"),
    Severity.NOTE: ("mdi6.information-outline", "quiet"),
}


def _accepted_last(judged: JudgedFinding) -> bool:
    return not judged.open
