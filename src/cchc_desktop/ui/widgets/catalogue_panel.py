"""The panel beside a catalogue: the entry that is open, from when a change holds, and the versions there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cchc_desktop.domain.dates import short_date
from cchc_desktop.ui.widgets.catalogue_editor import EntryEditor, spin
from cchc_desktop.ui.widgets.catalogue_versions import CatalogueVersions
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.field import Field, show_problems
from cchc_desktop.ui.widgets.page_frame import PageFrame


class CataloguePanel(PageFrame):
    """`save_wanted` and `end_wanted` fire when a person presses the buttons; what is meant stands in the fields.

    Rules of periods hold from a report year (`years`), other entries from a day.
    """

    save_wanted = Signal()
    end_wanted = Signal()

    def __init__(
        self, editor: EntryEditor[Any], today: Callable[[], date], *, years: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setObjectName("catalogue_panel")
        self.heading.setWordWrap(True)
        self._years = years
        self.editor = editor
        self.since = DateEdit(today, self)
        self.since.setObjectName("catalogue_since")
        self.year = spin("catalogue_since_year", 2100, self)
        self.year.setMinimum(2000)
        start = self.year if years else self.since
        label = self.tr("Áp dụng từ năm báo cáo") if years else self.tr("Áp dụng từ ngày")
        (self.since if years else self.year).hide()
        self.since_field = Field(label, start, parent=self)
        self.since_field.setToolTip(self.tr("Trước đó vẫn theo bản cũ; báo cáo đã chốt không đổi."))
        self.note = QLineEdit(self)
        self.note.setObjectName("catalogue_note")
        self.note_field = Field(self.tr("Lý do, căn cứ"), self.note, parent=self)
        self.save = QPushButton(self.tr("Lưu"), self)
        self.save.setObjectName("catalogue_save")
        self.save.setProperty("role", "main")
        self.stop = QPushButton(self.tr("Thôi"), self)
        self.stop.setObjectName("catalogue_stop")
        self.end = QPushButton(self.tr("Ngừng dùng từ lúc này"), self)
        self.end.setObjectName("catalogue_end")
        self.trouble = QLabel(self)
        self.trouble.setObjectName("catalogue_trouble")
        self.trouble.setProperty("role", "problem")
        self.trouble.setWordWrap(True)
        self.versions = CatalogueVersions(self)
        self._arrange()
        self.save.clicked.connect(self.save_wanted)
        self.end.clicked.connect(self.end_wanted)
        self.stop.clicked.connect(self.closed)

    def _arrange(self) -> None:
        inside = QWidget(self)
        inside.setProperty("role", "page")
        page = QVBoxLayout(inside)
        page.setContentsMargins(0, 0, 10, 0)
        page.setSpacing(8)
        page.addWidget(self.editor)
        buttons = QHBoxLayout()
        for button in (self.save, self.stop):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.end)
        page.addWidget(self.versions)
        page.addStretch(1)
        self.scroll_area = QScrollArea(self)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setWidget(inside)
        self.column.setContentsMargins(14, 0, 0, 0)
        self.column.addWidget(self.scroll_area, 1)
        when = QHBoxLayout()
        when.addWidget(self.since_field, 2, Qt.AlignmentFlag.AlignTop)
        when.addWidget(self.note_field, 3, Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self.trouble)
        self.column.addLayout(when)
        self.column.addLayout(buttons)

    def begin(self, title: str, since: date, note: str, *, new: bool, ends: bool) -> None:
        """Show an entry's title and from when a change would hold; the editor is filled by the page."""
        self.heading.setText(title)
        self.since.set_date(since)
        self.year.setValue(since.year)
        self.note.setText(note)
        self.end.setVisible(ends)
        self.versions.setVisible(not new)
        self.say({})
        self.scroll_area.verticalScrollBar().setValue(0)

    def start(self) -> date | None:
        """Return from when the change is to hold, None when that is no day."""
        return date(self.year.value(), 1, 1) if self._years else self.since.date()

    def say(self, problems: dict[str, str]) -> None:
        """Put problems at their fields, the others below."""
        fields = {**self.editor.fields, "since": self.since_field}
        left = show_problems(fields, problems)
        self.trouble.setText("; ".join(reason[:1].upper() + reason[1:] for reason in left))
        self.trouble.setVisible(bool(left))

    def problem(self) -> bool:
        """Tell whether something is said to be wrong."""
        fields = (*self.editor.fields.values(), self.since_field)
        return bool(self.trouble.text()) or any(field.problem for field in fields)

    def start_text(self) -> str:
        """Return from when the change holds, in words."""
        day = self.start()
        if self._years:
            return f"năm báo cáo {self.year.value()}"
        return short_date(day) if day else ""
