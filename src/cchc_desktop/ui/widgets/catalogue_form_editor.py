"""Editing a form of communication: name, groups, what is counted, other spellings, topics, audiences."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from cchc_desktop.domain.catalogue import Catalogues, Form
from cchc_desktop.domain.catalogue_check import form_code
from cchc_desktop.domain.text import clean_line
from cchc_desktop.ui.models.catalogue_words import list_words, read_list
from cchc_desktop.ui.widgets.catalogue_editor import EntryEditor, offer, put_line, typed
from cchc_desktop.ui.widgets.catalogue_measure_rows import MeasureRows
from cchc_desktop.ui.widgets.field import Field


class FormEditor(EntryEditor[Form]):
    """The code of a new form is made of its name: people never need it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("form", parent)
        self._codes: set[str] = set()
        self.name = self.line("name")
        self.group = self.words("group")
        self.scoring = self.words("scoring")
        self.measures = MeasureRows(self)
        self.measures.edited.connect(self._changed)
        self.aliases = self.box("aliases", 3)
        self.topics = self.line("topics")
        self.audiences = self.line("audiences")
        parted = self.tr("Cách nhau bằng dấu “;”.")
        self.fields = {
            "name": Field(self.tr("Tên hình thức"), self.name, parent=self),
            "group": Field(self.tr("Nhóm"), self.group, parent=self),
            "scoring_group": Field(self.tr("Nhóm kênh khi chấm điểm"), self.scoring, parent=self),
            "measures": Field(
                self.tr("Số lượng được đếm"),
                self.measures,
                self.tr("Dòng đầu là số lượng chính. Số cuộc và lượt người để thành hai dòng."),
                self,
            ),
            "aliases": Field(
                self.tr("Cách gọi khác trong sổ, tệp Excel"),
                self.aliases,
                self.tr("Mỗi dòng một cách gọi; không cần phân biệt dấu, chữ hoa."),
                self,
            ),
            "topics": Field(self.tr("Nội dung thường dùng"), self.topics, parted, self),
            "audiences": Field(self.tr("Đối tượng thường dùng"), self.audiences, parted, self),
        }
        self.add("name")
        self.add("group", "scoring_group")
        for name in ("measures", "aliases", "topics", "audiences"):
            self.add(name)

    def show_value(self, value: Form, catalogues: Catalogues, *, new: bool) -> None:
        """Show a form."""
        self._codes = {form.code for form in catalogues.forms}
        put_line(self.name, value.name)
        offer(self.group, (form.group for form in catalogues.forms), value.group)
        offer(self.scoring, (form.scoring_group for form in catalogues.forms), value.scoring_group)
        self.measures.show_measures(value.measures)
        self.aliases.setPlainText("\n".join(value.aliases))
        put_line(self.topics, list_words(value.topics))
        put_line(self.audiences, list_words(value.audiences))

    def value(self, base: Form) -> Form:
        """Return the form as the fields say."""
        name = typed(self.name)
        return replace(
            base,
            code=base.code or form_code(name, self._codes),
            name=name,
            group=clean_line(self.group.currentText()),
            scoring_group=clean_line(self.scoring.currentText()),
            measures=self.measures.measures(),
            aliases=tuple(dict.fromkeys(filter(None, map(clean_line, self.aliases.toPlainText().splitlines())))),
            topics=read_list(self.topics.text()),
            audiences=read_list(self.audiences.text()),
        )
