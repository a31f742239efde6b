"""Tổng quan: what is due, how far the plan is, what happened by month, what was logged last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.change import Topic
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.overview import Month, Overview, read_overview
from cchc_desktop.ui.place import Place
from cchc_desktop.ui.screens.overview_view import OverviewView

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context


class OverviewPlace(Place):
    """The first place. Clicks on it open the lists behind its pictures. `filled` fires when fresh data are on show."""

    filled = Signal()

    title = "Tổng quan"
    icon = "mdi6.view-dashboard-outline"
    topics = frozenset({Topic.UNIT, Topic.PLAN, Topic.ACTIVITY, Topic.FIGURE})
    help_text = (
        "Nơi này trả lời bốn câu hỏi: báo cáo nào sắp đến hạn và còn thiếu số liệu gì; mỗi nhiệm vụ của kế hoạch đã "
        "làm đến đâu; từng tháng có bao nhiêu hoạt động; và vừa ghi những gì. Bấm vào một cột tháng hay một nhiệm "
        "vụ để mở các hoạt động tương ứng trong Nhật ký."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        button = QPushButton(self.tr("Ghi hoạt động"), self)
        button.setObjectName("overview_new")
        button.setProperty("role", "main")
        button.setToolTip(self.tr("Ghi một hoạt động vào nhật ký (Ctrl+N)"))
        button.clicked.connect(self.new)
        button.hide()
        self.corner = self._button = button
        self._has_icon = False
        self.view = OverviewView(context.settings, self)
        self.view.report_wanted.connect(self._go_report)
        self.view.plan_wanted.connect(self._go_plan)
        self.view.log_wanted.connect(self.find)
        self.view.new_wanted.connect(self.new)
        self.view.month_wanted.connect(self._go_month)
        self.view.task_wanted.connect(self._go_task)
        self.view.activity_wanted.connect(self._go_activity)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    @property
    def shown(self) -> Overview | None:
        """What is on show."""
        return self.view.shown

    def refresh(self) -> None:
        """Read everything anew on the worker thread."""
        self.context.runner.run(self._read, self._show)

    def show_early(self, overview: Overview) -> None:
        """Show what stood here at the last close, until `refresh` has read."""
        self.view.show_overview(overview, self.context.today())

    def _read(self, progress: Progress) -> Overview:
        return read_overview(self.context.services, self.context.today())

    def _show(self, overview: Overview) -> None:
        self.view.show_overview(overview, self.context.today())
        if not self._has_icon:
            self._has_icon = True
            QTimer.singleShot(0, self, self._set_icon)
        self.filled.emit()

    def _set_icon(self) -> None:
        """Load the icon font after the first data: it would hold them up."""
        self._button.setIcon(icon("mdi6.plus", "on_accent"))

    # ------------------------------------------------------------------ going elsewhere

    def new(self) -> None:
        """Log an activity."""
        self.wanted.emit("activity", "new")

    def find(self) -> None:  # type: ignore[override]
        """Search the log: nothing is searched here."""
        self.wanted.emit("activity", ActivityFilter())

    def _go_report(self) -> None:
        if self.shown is not None:
            self.wanted.emit("report", self.shown.due_code)

    def _go_month(self, month: Month) -> None:
        self.wanted.emit("activity", ActivityFilter(start=month.start, end=month.end))

    def _go_task(self, task_id: str) -> None:
        self.wanted.emit("activity", ActivityFilter(task_id=task_id))

    def _go_plan(self) -> None:
        self.wanted.emit("plan", None)

    def _go_activity(self, activity_id: str) -> None:
        self.wanted.emit("activity", activity_id)
