"""The particulars of a superior's plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from cchc_desktop.ui.models.superior_draft import SuperiorDraft
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.field import Field, show_problems
from cchc_desktop.ui.widgets.plan_fields import TextLine


class SuperiorForm(QWidget):
    """Shows and edits the fields of a draft."""

    def __init__(self, draft: SuperiorDraft, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.year = QSpinBox(self)
        self.year.setObjectName("superior_year")
        self.year.setRange(2000, 2100)
        self.number = TextLine("superior_number", self)
        self.number.setPlaceholderText("12/KH-UBND")
        self.date = DateEdit(today, self)
        self.date.setObjectName("superior_date")
        self.issuer = TextLine("superior_issuer", self)
        self.issuer.setPlaceholderText(self.tr("Ủy ban nhân dân tỉnh …"))
        self.title = TextLine("superior_title", self)
        self.note = TextLine("superior_note", self)
        self.fields = {
            "year": Field(self.tr("Của năm"), self.year, parent=self),
            "number": Field(self.tr("Số, ký hiệu"), self.number, parent=self),
            "date": Field(self.tr("Ngày ban hành"), self.date, parent=self),
            "issuer": Field(self.tr("Cơ quan ban hành"), self.issuer, parent=self),
            "title": Field(self.tr("Trích yếu"), self.title, parent=self),
            "note": Field(self.tr("Ghi chú"), self.note, parent=self),
        }
        self._lay_out()
        for line in (self.number, self.issuer, self.title, self.note):
            line.typed.connect(self._take)
        self.year.valueChanged.connect(self._take)
        self.date.date_changed.connect(self._take)
        draft.refused.connect(self.show_problems)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        for name, row, column, span in (
            ("year", 0, 0, 2),
            ("number", 0, 2, 3),
            ("date", 0, 5, 3),
            ("issuer", 0, 8, 6),
            ("title", 1, 0, 9),
            ("note", 1, 9, 5),
        ):
            grid.addWidget(self.fields[name], row, column, 1, span)
        for column in range(14):
            grid.setColumnStretch(column, 1)

    def show_draft(self) -> None:
        """Show the draft's fields."""
        plan = self._draft.plan
        if plan is None:
            return
        with QSignalBlocker(self.year), QSignalBlocker(self.date):
            self.year.setValue(plan.year)
            self.date.set_date(plan.date)
        self.number.show_text(plan.number)
        self.issuer.show_text(plan.issuer)
        self.title.show_text(plan.title)
        self.note.show_text(plan.note)
        self.show_problems({})

    def _take(self) -> None:
        self._draft.edit(
            year=self.year.value(),
            number=self.number.text(),
            date=self.date.date(),
            issuer=self.issuer.text(),
            title=self.title.text(),
            note=self.note.text(),
        )

    def show_problems(self, problems: dict[str, str]) -> None:
        """Put each problem at its field."""
        show_problems(self.fields, problems)
