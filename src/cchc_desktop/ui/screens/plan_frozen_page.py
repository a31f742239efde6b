"""A plan that must not change: with the leader for signing, or issued. To read, to print, and to file its paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from cchc_desktop.domain.attachment import Attachment
from cchc_desktop.domain.plan import Plan, PlanStatus
from cchc_desktop.domain.plan_version import PlanVersion
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.plan_html import plan_html
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.plan_life_bar import PlanLifeBar
from cchc_desktop.ui.widgets.plan_panel import tool_button
from cchc_desktop.ui.widgets.plan_versions_panel import VersionsPanel


class PlanFrozenPage(QWidget):
    """Shows the text of the plan and its versions; `life` and `versions` say what a person wants."""

    back_wanted = Signal()
    word_wanted = Signal()
    pdf_wanted = Signal()
    print_view_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, has_pdf: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan_frozen_page")
        self.plan: Plan | None = None
        self.life = PlanLifeBar(self)
        self.bar = NoticeBar(self)
        self.text = QTextBrowser(self)
        self.text.setObjectName("plan_frozen_text")
        self.text.setAccessibleName(self.tr("Nội dung kế hoạch, chỉ đọc"))
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(18)
        self.versions = VersionsPanel(self)
        self.toolbar = self._make_toolbar(has_pdf)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.text)
        split.addWidget(self.versions)
        split.setSizes([760, 360])
        split.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.life)
        layout.addWidget(self.bar)
        layout.addWidget(split, 1)

    def _make_toolbar(self, has_pdf: bool) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(tool_button(bar, "frozen_back", self.tr("Danh sách"), "mdi6.arrow-left", self.back_wanted.emit))
        if has_pdf:
            for name, words, picture, signal in (
                ("frozen_print_view", self.tr("Mở bản PDF"), "mdi6.eye-outline", self.print_view_wanted),
                ("frozen_pdf", self.tr("Xuất PDF…"), "mdi6.file-pdf-box", self.pdf_wanted),
                ("frozen_print", self.tr("In ngay"), "mdi6.printer-outline", self.print_wanted),
            ):
                row.addWidget(tool_button(bar, name, words, picture, signal.emit))
        word = QPushButton(icon("mdi6.file-word-outline", "on_accent"), self.tr("Xuất Word…"), bar)
        word.setObjectName("frozen_word")
        word.setProperty("role", "main")
        word.clicked.connect(self.word_wanted)
        row.addWidget(word)
        return bar

    def show_plan(self, plan: Plan, versions: Sequence[PlanVersion], scans: Mapping[str, Sequence[Attachment]]) -> None:
        """Show a plan with its versions and their signed papers."""
        if self.plan is None or self.plan.id != plan.id:
            self.bar.hide()
        same = self.plan == plan
        self.plan = plan
        self.life.show_plan(plan, versions)
        self.versions.show_versions(versions, scans)
        self.versions.setVisible(plan.status is PlanStatus.ISSUED or any(version.issued for version in versions))
        if not same:
            self.text.setHtml(plan_html(plan))
