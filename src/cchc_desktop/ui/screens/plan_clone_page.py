"""Making the plan of another year: which year, and what comes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.plan_clone import CloneOptions, SignerChoice, TaskChoice
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.plan_fields import Choice
from cchc_desktop.ui.widgets.plan_header_panel import YEARS
from cchc_desktop.ui.widgets.plan_panel import quiet

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


class PlanClonePage(QWidget):
    """`clone_wanted` carries (plan id, year, CloneOptions)."""

    clone_wanted = Signal(str, int, object)
    back_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan_clone_page")
        self._context = context
        self.plan: Plan | None = None
        self.heading = QLabel(self)
        self.heading.setProperty("role", "heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.year = QLineEdit(self)
        self.year.setObjectName("clone_year")
        self.year.setMaxLength(4)
        self.year_field = Field(self.tr("Sang năm"), self.year, parent=self)
        self.bases = self._box("clone_bases", self.tr("Căn cứ pháp lý"))
        self.sections = self._box("clone_sections", self.tr("Nội dung các phần, mục"))
        self.recipients = self._box("clone_recipients", self.tr("Nơi nhận"))
        self.tasks = Choice("clone_tasks", self)
        self.signer = Choice("clone_signer", self)
        for name, signer in (
            (self.tr("Người ký hiện nay của đơn vị"), SignerChoice.TODAY),
            (self.tr("Giữ người ký như cũ"), SignerChoice.SAME),
            (self.tr("Để trống họ tên"), SignerChoice.NONE),
        ):
            self.signer.addItem(name, signer)
        self.toolbar = self._make_toolbar()
        self._lay_out()
        self.year.returnPressed.connect(self._clone)

    def _box(self, name: str, words: str) -> QCheckBox:
        box = QCheckBox(words, self)
        box.setObjectName(name)
        return box

    def _make_toolbar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        stop = QPushButton(self.tr("Thôi"), bar)
        stop.setObjectName("clone_stop")
        stop.clicked.connect(self.back_wanted)
        clone = QPushButton(icon("mdi6.content-copy", "on_accent"), self.tr("Nhân bản"), bar)
        clone.setObjectName("clone_do")
        clone.setProperty("role", "main")
        clone.clicked.connect(self._clone)
        row.addWidget(stop)
        row.addWidget(clone)
        return bar

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self.year_field.setFixedWidth(140)
        carried = QLabel(self.tr("Mang sang"), self)
        layout.addWidget(self.heading)
        layout.addWidget(self.year_field)
        layout.addWidget(carried)
        for box in (self.bases, self.sections, self.recipients):
            layout.addWidget(box)
        for words, choice in ((self.tr("Nhiệm vụ"), self.tasks), (self.tr("Người ký"), self.signer)):
            field = Field(words, choice, parent=self)
            field.setMaximumWidth(480)
            layout.addWidget(field)
        layout.addWidget(
            quiet(
                self.tr(
                    "Số và ngày để trống. Năm trong lời văn và thời hạn nhiệm vụ được đổi sang năm mới; năm của văn "
                    "bản được viện dẫn giữ nguyên. Tên đơn vị, địa danh lấy theo đơn vị hiện nay. Nhật ký vẫn gắn với "
                    "kế hoạch cũ. Bấm “Rà soát” trong khi soạn để tìm chữ còn sót của năm cũ."
                ),
                self,
            )
        )
        layout.addStretch(1)

    def show_plan(self, plan: Plan) -> None:
        """Ask what to carry on of a plan; everything is offered."""
        self.plan = plan
        self.heading.setText(self.tr("Nhân bản “{0}”").format(plan.title))
        self.year.setText(str(plan.year + 1))
        self.year_field.set_problem("")
        for box in (self.bases, self.sections, self.recipients):
            box.setChecked(True)
        left = len(self._context.services.plans.unfinished_tasks(plan))
        self.tasks.clear()
        for name, choice in (
            (self.tr("Tất cả ({0})").format(len(plan.tasks)), TaskChoice.ALL),
            (self.tr("Chỉ nhiệm vụ chưa xong theo nhật ký ({0})").format(left), TaskChoice.UNFINISHED),
            (self.tr("Không mang nhiệm vụ"), TaskChoice.NONE),
        ):
            self.tasks.addItem(name, choice)
        self.signer.setCurrentIndex(0)
        self.year.setFocus(Qt.FocusReason.OtherFocusReason)
        self.year.selectAll()

    def _clone(self) -> None:
        text = self.year.text().strip()
        if not (text.isascii() and text.isdigit() and YEARS[0] <= int(text) <= YEARS[1]):
            self.year_field.set_problem(self.tr("năm phải là số từ {0} đến {1}").format(*YEARS))
            self.year.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.year_field.set_problem("")
        options = CloneOptions(
            bases=self.bases.isChecked(),
            sections=self.sections.isChecked(),
            tasks=TaskChoice(self.tasks.currentData()),
            recipients=self.recipients.isChecked(),
            signer=SignerChoice(self.signer.currentData()),
        )
        if self.plan is not None:
            self.clone_wanted.emit(self.plan.id, int(text), options)
