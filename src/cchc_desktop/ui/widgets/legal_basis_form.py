"""A document of the register of legal bases as a form, with its citation as it will be printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cchc_desktop.domain.legal_basis import KINDS, SOURCE_NAMES, LegalBasis, basis_problems, basis_warnings, cite_full
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.ui.models.legal_basis_rows import said
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.field import Field

_DAYS = ("date", "valid_from", "valid_to", "checked_on")
_LINES = ("number", "issuer", "amends", "amended_by", "replaced_by")
_LISTS = ("amends", "amended_by")


class LegalBasisForm(QWidget):
    """`edited` fires on every change."""

    edited = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.kind = QComboBox(self)
        self.kind.setObjectName("basis_kind")
        self.kind.setEditable(True)
        self.kind.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.kind.addItems(KINDS)
        self.kind.setCompleter(None)  # type: ignore[arg-type]  # Qt takes it; completing inside the line fights with Vietnamese typing
        self.lines = {name: self._line(name) for name in _LINES}
        self.days = {name: self._day(name) for name in _DAYS}
        self.subject = self._box("basis_subject", 3)
        self.note = self._box("basis_note", 2)
        self.preview = QLabel(self)
        self.preview.setObjectName("basis_preview")
        self.preview.setWordWrap(True)
        self.preview.setProperty("role", "card")
        self.preview.setMargin(8)
        self.remark = QLabel(self)
        self.remark.setObjectName("basis_remark")
        self.remark.setWordWrap(True)
        self.remark.setProperty("role", "warning")
        self.remark.setMargin(5)
        self.source = QLabel(self)
        self.source.setObjectName("basis_source")
        self.source.setProperty("role", "quiet")
        self.fields = self._make_fields()
        self._lay_out()
        self.kind.editTextChanged.connect(self._changed)
        for line in (*self.lines.values(), *self.days.values()):
            line.textChanged.connect(self._changed)
        for box in (self.subject, self.note):
            box.textChanged.connect(self._changed)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(f"basis_{name}")
        return line

    def _day(self, name: str) -> DateEdit:
        edit = DateEdit(self._today, self)
        edit.setObjectName(f"basis_{name}")
        return edit

    def _box(self, name: str, lines: int) -> QPlainTextEdit:
        box = QPlainTextEdit(self)
        box.setObjectName(name)
        box.setTabChangesFocus(True)
        box.setFixedHeight(box.fontMetrics().lineSpacing() * lines + 16)
        return box

    def _make_fields(self) -> dict[str, Field]:
        several = self.tr("Nhiều văn bản thì cách nhau bằng dấu “;”.")
        return {
            "kind": Field(self.tr("Loại văn bản"), self.kind),
            "number": Field(self.tr("Số, ký hiệu"), self.lines["number"]),
            "date": Field(self.tr("Ngày ban hành"), self.days["date"]),
            "issuer": Field(self.tr("Cơ quan ban hành"), self.lines["issuer"]),
            "subject": Field(
                self.tr("Trích yếu (luật, pháp lệnh: tên)"), self.subject, self.tr("Viết như sau tên cơ quan: “về …”.")
            ),
            "valid_from": Field(self.tr("Có hiệu lực từ"), self.days["valid_from"]),
            "valid_to": Field(self.tr("Ngày cuối còn hiệu lực"), self.days["valid_to"]),
            "replaced_by": Field(self.tr("Được thay thế bởi"), self.lines["replaced_by"]),
            "amended_by": Field(self.tr("Được sửa đổi bởi"), self.lines["amended_by"], several),
            "amends": Field(self.tr("Sửa đổi văn bản"), self.lines["amends"]),
            "checked_on": Field(self.tr("Kiểm tra hiệu lực ngày"), self.days["checked_on"]),
            "note": Field(self.tr("Ghi chú"), self.note),
        }

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.remark)
        for names in (
            ("kind", "number"),
            ("date", "issuer"),
            ("subject",),
            ("valid_from", "valid_to"),
            ("replaced_by", "checked_on"),
            ("amended_by",),
            ("amends",),
            ("note",),
        ):
            row = QHBoxLayout()
            row.setSpacing(12)
            for name in names:
                row.addWidget(self.fields[name], 1)
            column.addLayout(row)
        caption = QLabel(self.tr("Sẽ viện dẫn lần đầu như sau:"), self)
        caption.setProperty("role", "quiet")
        column.addWidget(caption)
        column.addWidget(self.preview)
        column.addWidget(self.source)

    def show_value(self, basis: LegalBasis) -> None:
        """Show an entry. What is typed and differs in blanks only stays as it is: the person may go on typing."""
        _put(self.kind.currentText(), basis.kind, self.kind.setEditText)
        for name, line in self.lines.items():
            value = getattr(basis, name)
            _put(line.text(), "; ".join(value) if name in _LISTS else value, line.setText)
        for name, edit in self.days.items():
            if edit.date() != getattr(basis, name) or edit.problem():
                edit.set_date(getattr(basis, name))
        _put(self.subject.toPlainText(), basis.subject, self.subject.setPlainText)
        _put(self.note.toPlainText(), basis.note, self.note.setPlainText)
        for line in self.lines.values():
            line.setCursorPosition(0 if not line.hasFocus() else line.cursorPosition())
        self.source.setText(self.tr("Nguồn: {}").format(SOURCE_NAMES[basis.source]))
        self._changed()

    def value(self, basis: LegalBasis) -> LegalBasis:
        """Return the entry as the form says."""
        QGuiApplication.inputMethod().commit()
        return replace(
            basis,
            kind=clean_line(self.kind.currentText()),
            number=self._words("number"),
            issuer=self._words("issuer"),
            subject=clean_line(self.subject.toPlainText()).rstrip(" ;."),
            date=self.days["date"].date(),
            valid_from=self.days["valid_from"].date(),
            valid_to=self.days["valid_to"].date(),
            amends=self._numbers("amends"),
            amended_by=self._numbers("amended_by"),
            replaced_by=self._words("replaced_by"),
            checked_on=self.days["checked_on"].date(),
            note=clean(self.note.toPlainText()).strip(),
        )

    def _words(self, name: str) -> str:
        return clean_line(self.lines[name].text())

    def _numbers(self, name: str) -> tuple[str, ...]:
        return tuple(filter(None, map(clean_line, self.lines[name].text().split(";"))))

    def problems(self) -> dict[str, str]:
        """Return field → reason for what is wrong."""
        wrong_days = {name: edit.problem() for name, edit in self.days.items() if edit.problem()}
        return {**basis_problems(self.value(LegalBasis("", "", "", ""))), **wrong_days}

    def _changed(self) -> None:
        basis = self.value(LegalBasis("", "", "", ""))
        self.preview.setText(cite_full(basis) if basis.kind and basis.subject else "")
        text = said(basis_warnings(basis, self._today(), self._today())) if basis.number else ""
        self.remark.setText(text)
        self.remark.setVisible(bool(text))
        self.edited.emit()


def _put(shown: str, value: str, show: Callable[[str], None]) -> None:
    if clean_line(shown) != clean_line(value):
        show(value)
