"""Demands of the superior with what answers them in a plan, as rows; and the parts of a plan to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.superior_plan import STATE_NAMES, CoverLine, CoverState, TargetKind
from cchc_desktop.domain.text import clean_line
from cchc_desktop.ui import style
from cchc_desktop.ui.models.plan_tidy import summary
from cchc_desktop.ui.models.rows import Align, Column, Index, RowsModel

Target = tuple[str, str, str]
"""Key ("section:<id>", "task:<id>"), what is shown, further words to find it by; as `SearchCombo` takes them."""


def targets(plan: Plan) -> list[Target]:
    """Return all sections and tasks of a plan in their order, with their labels."""
    labels = outline.labels(plan.sections)
    found = []
    for section in plan.walk():
        words = summary(section)
        if words:
            label = outline.printed_label(section.kind, labels[section.id])
            found.append((target_key(TargetKind.SECTION, section.id), f"{label} {words}".strip(), section.text))
    for number, task in enumerate(plan.tasks, 1):
        words = clean_line(task.content)
        if words:
            found.append((target_key(TargetKind.TASK, task.id), f"Nhiệm vụ {number}: {words}", task.product))
    return found


def target_key(kind: TargetKind, target_id: str) -> str:
    """Return the key of a part of the plan."""
    return f"{kind}:{target_id}"


def target_of(key: str) -> tuple[TargetKind, str]:
    """Return what a key stands for."""
    kind, _, target_id = key.partition(":")
    return TargetKind(kind), target_id


class CoverModel(RowsModel[CoverLine]):
    """The demands; those without an answer stand out in red and in words."""

    def __init__(self, parent: QObject) -> None:
        self._names: dict[str, str] = {}
        columns = (
            Column("state", parent.tr("Tình trạng"), _state, _state_order),
            Column("demand", parent.tr("Yêu cầu của cấp trên"), _text, tip=_text),
            Column("answer", parent.tr("Trả lời bằng"), self.answer, tip=self.answer),
            Column("deadline", parent.tr("Thời hạn"), _deadline, tip=_deadline),
            Column("plan", parent.tr("Văn bản"), _superior, align=Align.LEFT, tip=_reference),
        )
        super().__init__(columns, parent)

    def show_lines(self, lines: Sequence[CoverLine], names: dict[str, str]) -> None:
        """Show demands; `names` are the parts of the plan by their keys."""
        self._names = names
        self.set_rows(lines)

    def answer(self, line: CoverLine) -> str:
        """Return what answers a demand, or why nothing has to."""
        if line.state is CoverState.NOT_APPLICABLE:
            return line.reason
        found = (self._names.get(target_key(answer.kind, answer.target_id), "…") for answer in line.answers)
        return "; ".join(found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if index.isValid() and index.row() < self.rowCount() and index.column() == 0:
            uncovered = self.row(index.row()).state is CoverState.UNCOVERED
            if role == Qt.ItemDataRole.ForegroundRole and uncovered:
                return QColor(style.colour("red"))
            if role == Qt.ItemDataRole.FontRole and uncovered:
                font = QFont(QApplication.font())
                font.setBold(True)
                return font
        return super().data(index, role)


def _state(line: CoverLine) -> str:
    return STATE_NAMES[line.state]


def _state_order(line: CoverLine) -> int:
    return list(CoverState).index(line.state)


def _text(line: CoverLine) -> str:
    return line.demand.text


def _deadline(line: CoverLine) -> str:
    return line.demand.deadline


def _superior(line: CoverLine) -> str:
    return line.superior.number or line.superior.title


def _reference(line: CoverLine) -> str:
    return line.superior.reference
