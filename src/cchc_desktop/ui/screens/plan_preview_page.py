"""What was understood of a Word file, before it comes into the program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.plan import Plan, ReviewNote, SectionKind
from cchc_desktop.domain.text import clean_line
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.plan_outline import OutlineModel
from cchc_desktop.ui.widgets.plan_fields import TextLine
from cchc_desktop.ui.widgets.plan_header_panel import YEARS
from cchc_desktop.ui.widgets.plan_notes_panel import fill_notes, notes_list
from cchc_desktop.ui.widgets.plan_panel import quiet

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


class PlanPreviewPage(QWidget):
    """`keep_wanted` carries the plan to take in. Nothing is kept before."""

    keep_wanted = Signal(object)
    drop_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan_preview_page")
        self.plan: Plan | None = None
        self.heading = QLabel(self)
        self.heading.setProperty("role", "heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.toolbar = QWidget()
        self.keep = QPushButton(icon("mdi6.check", "on_accent"), self.tr("Nhập vào chương trình"), self.toolbar)
        self.keep.setObjectName("preview_keep")
        self.keep.setProperty("role", "main")
        self.drop = QPushButton(self.tr("Bỏ"), self.toolbar)
        self.drop.setObjectName("preview_drop")
        self.year = TextLine("preview_year", self)
        self.year.setMaximumWidth(90)
        self.model = OutlineModel(self)
        self.tree = QTreeView(self)
        self.notes = notes_list("preview_notes", self)
        self._lay_out()
        self.keep.clicked.connect(self._keep)
        self.drop.clicked.connect(self.drop_wanted)
        self.notes.currentItemChanged.connect(self._go)
        self.year.typed.connect(self._check_year)

    def _lay_out(self) -> None:
        top = QHBoxLayout(self.toolbar)
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.drop)
        top.addWidget(self.keep)
        self.tree.setObjectName("preview_tree")
        self.tree.setAccessibleName(self.tr("Dàn ý đọc được"))
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setModel(self.model)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.tree)
        split.addWidget(self._notes_side())
        split.setSizes([600, 440])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.heading)
        layout.addLayout(self._facts())
        layout.addWidget(split, 1)

    def _facts(self) -> QFormLayout:
        """Return what was read of the header, and how much of each kind."""
        self.title = QLabel(self)
        self.number = QLabel(self)
        self.counts = quiet("", self)
        self.counts.setObjectName("preview_counts")
        self.problem = QLabel(self)
        self.problem.setProperty("role", "problem")
        for label in (self.title, self.number):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        year_row = QHBoxLayout()
        year_row.addWidget(self.year)
        year_row.addWidget(self.problem, 1)
        facts = QFormLayout()
        facts.setHorizontalSpacing(16)
        facts.addRow(self.tr("Trích yếu:"), self.title)
        facts.addRow(self.tr("Số, ngày:"), self.number)
        facts.addRow(self.tr("Năm của kế hoạch:"), year_row)
        facts.addRow(self.tr("Đã nhận ra:"), self.counts)
        return facts

    def _notes_side(self) -> QWidget:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 0, 0, 0)
        self.notes_title = QLabel(self)
        self.notes_title.setProperty("role", "heading")
        self.notes_hint = quiet(
            self.tr("Bấm vào một dòng để thấy chỗ đó trong dàn ý. Sau khi nhập vẫn sửa được."), self
        )
        column.addWidget(self.notes_title)
        column.addWidget(self.notes_hint)
        column.addWidget(self.notes, 1)
        column.addStretch(0)
        return side

    def show_plan(self, plan: Plan, path: Path) -> None:
        """Show what was read out of a file."""
        self.plan = plan
        self.heading.setText(self.tr("Đọc được từ tệp {0}").format(path.name))
        self.title.setText(plan.title or self.tr("(không thấy trích yếu)"))
        day = short_date(plan.date) if plan.date else self.tr("không thấy ngày")
        number = plan.number_text if plan.number is not None else f"…/{plan.symbol}"
        self.number.setText(self.tr("{0}, {1}").format(number, day))
        self.year.show_text(str(plan.year))
        self.counts.setText(self._counted(plan))
        self.model.set_plan(plan)
        self.tree.expandAll()
        fill_notes(self.notes, plan.notes)
        self.notes.setVisible(bool(plan.notes))
        self.notes_hint.setVisible(bool(plan.notes))
        self.notes_title.setText(
            self.tr("Cần xem lại: {0} chỗ").format(len(plan.notes))
            if plan.notes
            else self.tr("Không có chỗ nào cần xem lại.")
        )
        self._check_year()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _counted(self, plan: Plan) -> str:
        kinds = [section.kind for section in plan.walk()]
        return self.tr(
            "{parts} phần, {items} mục, {points} điểm, {others} gạch đầu dòng và đoạn văn; {bases} căn cứ; "
            "{recipients} nơi nhận; {tasks} nhiệm vụ trong phụ lục"
        ).format(
            parts=kinds.count(SectionKind.PART),
            items=kinds.count(SectionKind.ITEM),
            points=kinds.count(SectionKind.POINT),
            others=len([kind for kind in kinds if kind in (SectionKind.DASH, SectionKind.PLUS, SectionKind.TEXT)]),
            bases=len(plan.bases),
            recipients=len(plan.recipients),
            tasks=len(plan.tasks),
        )

    def _year_typed(self) -> int | None:
        text = clean_line(self.year.text())
        year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
        return year if YEARS[0] <= year <= YEARS[1] else None

    def _check_year(self) -> None:
        fine = self._year_typed() is not None
        self.keep.setEnabled(fine)
        self.problem.setText("" if fine else self.tr("Năm phải là số từ {0} đến {1}.").format(*YEARS))

    def _go(self, item: QListWidgetItem | None) -> None:
        note = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(note, ReviewNote) and note.section_id:
            index = self.model.section_index(note.section_id)
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)

    def _keep(self) -> None:
        year = self._year_typed()
        if self.plan is not None and year is not None:
            self.keep_wanted.emit(replace(self.plan, year=year))
