"""Two versions of a plan side by side in one text: what came, what went, what moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.plan_version import PlanVersion
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.plan_html import diff_html
from cchc_desktop.ui.widgets.plan_fields import Choice

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


class PlanComparePage(QWidget):
    """Two lists choose what is compared; the newer one may be the plan being edited."""

    back_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan_compare_page")
        self._context = context
        self._plan: Plan | None = None
        self.old = Choice("compare_old", self)
        self.new = Choice("compare_new", self)
        self.count = QLabel(self)
        self.count.setObjectName("compare_count")
        self.count.setProperty("role", "heading")
        self.text = QTextBrowser(self)
        self.text.setObjectName("compare_text")
        self.text.setAccessibleName(self.tr("Những chỗ khác nhau"))
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(14)
        self.toolbar = QWidget()
        back = QPushButton(icon("mdi6.arrow-left"), self.tr("Quay lại"), self.toolbar)
        back.setObjectName("compare_back")
        back.clicked.connect(self.back_wanted)
        row = QHBoxLayout(self.toolbar)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(back)
        self._lay_out()
        self.old.activated.connect(self._compare)
        self.new.activated.connect(self._compare)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for words, box in ((self.tr("Từ:"), self.old), (self.tr("Đến:"), self.new)):
            label = QLabel(words, self)
            label.setBuddy(box)
            box.setAccessibleName(words)
            box.setMinimumContentsLength(20)
            row.addWidget(label)
            row.addWidget(box)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(row)
        layout.addWidget(self.count)
        layout.addWidget(self.text, 1)

    def show_versions(self, versions: Sequence[PlanVersion], edited: Plan | None, old_id: str, new_id: str) -> None:
        """Compare two versions; `edited` is the plan being amended (its id in the list is ""), None when none is."""
        self._plan = edited
        self.old.clear()
        self.new.clear()
        for version in versions:
            if version.issued:
                name = self._name(version)
                self.old.addItem(name, version.id)
                self.new.addItem(name, version.id)
        if edited is not None:
            self.new.addItem(self.tr("Bản đang soạn"), "")
        self.old.show_value(old_id)
        self.new.show_value(new_id)
        self._compare()

    def _name(self, version: PlanVersion) -> str:
        day = short_date(version.date) if version.date else "…"
        return self.tr("Bản {0} (số {1} ngày {2})").format(version.ordinal, version.number_text, day)

    def _compare(self) -> None:
        new = self.new.currentData() or self._plan
        if new is None or not self.old.currentData():
            return
        changes = self._context.services.plan_life.differences(self.old.currentData(), new)
        self.count.setText(
            self.tr("{0} chỗ khác nhau. Chữ gạch dưới là thêm vào, chữ gạch ngang là bỏ đi.").format(len(changes))
            if changes
            else self.tr("Hai bản giống hệt nhau.")
        )
        self.text.setHtml(diff_html(changes))
