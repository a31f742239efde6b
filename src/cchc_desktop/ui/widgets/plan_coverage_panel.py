"""What the superior's plans demand, and which parts of the plan answer it; what nothing answers stands first."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.superior_plan import CoverLine, CoverState, TargetKind
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.cover_rows import CoverModel, target_key, target_of, targets
from cchc_desktop.ui.models.plan_draft import Part, PlanDraft
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.plan_fields import TextLine
from cchc_desktop.ui.widgets.plan_outline_view import OutlineView
from cchc_desktop.ui.widgets.plan_panel import PlanPanel
from cchc_desktop.ui.widgets.search_combo import SearchCombo

if TYPE_CHECKING:
    from cchc_desktop.services.cover_suggestions import Suggestion
    from cchc_desktop.services.superior_plans import SuperiorPlanService
    from cchc_desktop.ui.place import Context

_WIDTHS = (206, 260, 200, 110, 110)
_SUGGESTIONS = 2


class CoveragePanel(PlanPanel):
    """`superior_wanted` asks for the register of the superior's plans, `goto_wanted` carries the id of a section.

    The answers are no part of the plan: they are written at once, and undone by "Gỡ".
    """

    superior_wanted = Signal()
    goto_wanted = Signal(str)
    told = Signal(str)
    part = Part.TASKS

    def __init__(self, context: Context, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(context, draft, self.tr("Đối chiếu cấp trên"), parent)
        self._outline: OutlineView | None = None
        self._last_section = ""
        self.state = QLabel(self)
        self.state.setObjectName("coverage_state")
        self.state.setWordWrap(True)
        self.model = CoverModel(self)
        self.table = DataTable("coverage_table", context.settings, self)
        self.table.setAccessibleName(self.tr("Yêu cầu của cấp trên"))
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.set_model(self.model, _WIDTHS)
        self.empty = EmptyState("", self.tr("Mở Kế hoạch cấp trên"), self)
        self.work = QWidget(self)
        self._lay_out()
        self.empty.clicked.connect(self.superior_wanted)
        self.table.selected_changed.connect(self._show_line)
        context.bus.changed.connect(self._hear)

    # -- building

    def _lay_out(self) -> None:
        self.go = self._button("coverage_go", self.tr("Đi tới"), "mdi6.arrow-right")
        self.clear = self._button("coverage_clear", self.tr("Gỡ"), "mdi6.link-variant-off")
        self.go.clicked.connect(self._go)
        self.clear.clicked.connect(self._clear)
        self.column.addLayout(_row(self.state, self.go, self.clear))
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.work)
        self.column.addWidget(self.empty, 1)
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.demand = QLabel(self.work)
        self.demand.setObjectName("coverage_demand")
        self.demand.setWordWrap(True)
        column.addWidget(self.demand)
        self.hints: list[QPushButton] = []
        for number in range(_SUGGESTIONS):
            hint = QPushButton(self.work)
            hint.setObjectName(f"coverage_hint_{number}")
            hint.setProperty("role", "link")
            hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a long text widens nothing
            hint.clicked.connect(partial(self._take_hint, number))
            self.hints.append(hint)
            column.addWidget(hint)
        column.addLayout(self._target_row())
        column.addLayout(self._reason_row())

    def _target_row(self) -> QHBoxLayout:
        self.target = SearchCombo(self.work)
        self.target.setObjectName("coverage_target")
        self.target.setMinimumContentsLength(6)
        self.target.setAccessibleName(self.tr("Mục hoặc nhiệm vụ trả lời"))
        self.attach = self._button("coverage_attach", self.tr("Gắn với mục đang chọn"), "mdi6.link-variant")
        self.attach.clicked.connect(self._attach)
        self.target.key_changed.connect(self._enable)
        return _row(self.target, self.attach)

    def _reason_row(self) -> QHBoxLayout:
        self.reason = TextLine("coverage_reason", self.work)
        self.reason.setPlaceholderText(self.tr("Lý do không áp dụng, ví dụ: xã không có khu công nghiệp"))
        self.reason.setAccessibleName(self.tr("Lý do không áp dụng"))
        self.excuse = self._button("coverage_excuse", self.tr("Không áp dụng"), "mdi6.cancel")
        self.excuse.clicked.connect(self._excuse)
        return _row(self.reason, self.excuse)

    def _button(self, name: str, words: str, picture: str) -> QPushButton:
        button = QPushButton(icon(picture), words, self)
        button.setObjectName(name)
        return button

    def watch_outline(self, tree: OutlineView) -> None:
        """Remember the section chosen last in the outline: that is the one to attach to."""
        self._outline = tree
        tree.chosen.connect(self._note_section)

    def _note_section(self) -> None:
        if self._outline is not None and self._outline.section_id:
            self._last_section = self._outline.section_id

    # -- showing

    def reload(self) -> None:
        """Show the demands with what answers them now."""
        lines = self.context.services.superior_plans.coverage(self.plan)
        chosen = self.line
        found = targets(self.plan)
        with QSignalBlocker(self.table):
            self.model.show_lines(lines, {key: text for key, text, _ in found})
            self.target.set_items(found)
            ids = [line.demand.id for line in self.model.rows]
            self.table.select_number(ids.index(chosen.demand.id) if chosen and chosen.demand.id in ids else 0)
        for widget in (self.table, self.work, self.go, self.clear):
            widget.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._say_state(lines)
        self._show_line()

    def _say_state(self, lines: tuple[CoverLine, ...]) -> None:
        counts = Counter(line.state for line in lines)
        waiting = self.context.services.superior_plans.unconfirmed(self.plan.year)
        more = self.tr(" Còn {0} đề xuất chưa xác nhận trong “Kế hoạch cấp trên”.").format(waiting) if waiting else ""
        self.empty.set_sentence(
            self.tr("Chưa có yêu cầu nào của cấp trên cho năm {0}.").format(self.plan.year) + more,
            self.tr("Mở Kế hoạch cấp trên"),
        )
        left = counts[CoverState.UNCOVERED]
        begin = (
            self.tr("{0}/{1} yêu cầu chưa có trong kế hoạch.").format(left, len(lines))
            if left
            else self.tr("Cả {0} yêu cầu đều đã có trong kế hoạch hoặc không áp dụng.").format(len(lines))
        )
        self.state.setText(begin + more)
        self.state.setVisible(bool(lines))
        self.state.setProperty("role", "problem" if left else "quiet")
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)

    @property
    def line(self) -> CoverLine | None:
        """The demand that is chosen."""
        found: CoverLine | None = self.table.current_row()
        return found

    def _show_line(self) -> None:
        line = self.line
        offered: tuple[Suggestion, ...] = ()
        if line is not None and line.state is CoverState.UNCOVERED:
            offered = self._service.suggestions(self.plan, line.demand)
        self._offered = [target_key(one.kind, one.target_id) for one in offered[:_SUGGESTIONS]]
        for number, hint in enumerate(self.hints):
            hint.setVisible(number < len(self._offered))
            if number < len(self._offered):
                words = offered[number].words
                short = words if len(words) <= 90 else words[:89] + "…"
                hint.setText(self.tr("Gợi ý: {0}").format(short))
                hint.setToolTip(words)
        self.demand.setText(f"{line.demand.text}\n{line.superior.reference}" if line else "")
        if line is not None:
            self._choose_target(line)
            self.reason.show_text(line.reason)
        self._enable()

    def _choose_target(self, line: CoverLine) -> None:
        """Offer what answers the demand, else the section chosen last, else the nearest words."""
        keys = [target_key(answer.kind, answer.target_id) for answer in line.answers]
        if self._last_section and self.plan.section(self._last_section):
            keys.append(target_key(TargetKind.SECTION, self._last_section))
        self.target.set_key(next(iter([*keys, *self._offered]), ""))

    def _enable(self) -> None:
        line = self.line
        self.attach.setEnabled(line is not None and bool(self.target.key()))
        self.go.setEnabled(self.target.key().startswith(TargetKind.SECTION))
        self.excuse.setEnabled(line is not None)
        self.clear.setEnabled(line is not None and line.state is not CoverState.UNCOVERED)

    def _take_hint(self, number: int) -> None:
        self.target.set_key(self._offered[number])

    # -- answering

    def _attach(self) -> None:
        line, key = self.line, self.target.key()
        if line is not None and key:
            self._do(partial(self._service.cover, self.plan.id, line.demand.id, *target_of(key)))

    def _excuse(self) -> None:
        line = self.line
        if line is not None:
            self._do(partial(self._service.not_applicable, self.plan.id, line.demand.id, self.reason.text()))

    def _clear(self) -> None:
        line = self.line
        if line is not None:
            self._do(partial(self._service.uncover, self.plan.id, line.demand.id))

    def _do(self, command: partial[Change]) -> None:
        if not self.draft.write():  # what answers must be stored before it can be named
            return
        line = self.line
        try:
            change = command()
        except InvalidInput as error:
            reason = next(iter(error.problems.values()))
            self.told.emit(reason[:1].upper() + reason[1:] + ".")
            self.reason.setFocus()
            return
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self.context.saved()
        self.reload()
        if line is not None and line.state is CoverState.UNCOVERED:
            self.table.select_number(0)  # on to the next one that nothing answers
        self.context.bus.announce(change)

    @property
    def _service(self) -> SuperiorPlanService:
        return self.context.services.superior_plans

    def _go(self) -> None:
        kind, target_id = target_of(self.target.key())
        if kind is TargetKind.SECTION:
            self.goto_wanted.emit(target_id)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was changed on other pages meanwhile."""
        super().showEvent(event)
        self.reload()

    def _hear(self, change: object) -> None:
        if isinstance(change, Change) and change.topic is Topic.SUPERIOR_PLAN and self.isVisible():
            self.reload()

    def first_field(self) -> QWidget:
        """Return the field that F2 goes to."""
        return self.table


def _row(wide: QWidget, *buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(wide, 1)
    for button in buttons:
        row.addWidget(button)
    return row
