"""The office's particulars as a form: what it is, and where its reports go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from cchc_desktop.domain.catalogue import Province
from cchc_desktop.domain.text import clean_line
from cchc_desktop.domain.unit import UNIT_KIND_NAMES, Unit, UnitKind, split_unit_name
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.search_combo import SearchCombo

REFORM_DAY = date(2025, 7, 1)
"""The communes of today exist since this day (Law 72/2025/QH15)."""

DRAFTING_BODY = "Phòng Văn hóa - Xã hội"


@dataclass(frozen=True, slots=True)
class UnitName:
    """What the first part of the form says."""

    kind: UnitKind
    name: str
    province: str
    valid_from: date | None


class UnitNameForm(QWidget):
    """Kind, name, province and the day from which they hold. `edited` fires on every change."""

    edited = Signal()

    def __init__(self, provinces: Sequence[Province], today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = QButtonGroup(self)
        kinds = QWidget(self)
        grid = QGridLayout(kinds)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(24)
        for number, (kind, noun) in enumerate(UNIT_KIND_NAMES.items()):
            button = QRadioButton(noun.capitalize(), kinds)
            button.setObjectName(f"unit_kind_{kind.value}")
            self._kinds.addButton(button, number)
            grid.addWidget(button, number // 3, number % 3)
        grid.setColumnStretch(3, 1)
        self._kinds.button(0).setChecked(True)
        kinds.setFocusProxy(self._kinds.button(0))
        self.name = QLineEdit(self)
        self.name.setObjectName("unit_name")
        self.name.setPlaceholderText(self.tr("ví dụ: Lệ Xá"))
        self.province = SearchCombo(self)
        self.province.setObjectName("unit_province")
        self.province.set_items(
            [(province.name, province.name, " ".join(province.predecessors)) for province in provinces]
        )
        self.province.setPlaceholderText(self.tr("gõ vài chữ, không cần dấu"))
        line = self.province.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.province.placeholderText())
        self.valid_from = DateEdit(today, self)
        self.valid_from.setObjectName("unit_valid_from")
        self.valid_from.set_date(REFORM_DAY)
        self.fields = {
            "kind": Field(self.tr("Loại đơn vị"), kinds),
            "name": Field(self.tr("Tên đơn vị"), self.name),
            "province": Field(self.tr("Thuộc tỉnh, thành phố"), self.province),
            "valid_from": Field(
                self.tr("Mang tên này từ ngày"),
                self.valid_from,
                self.tr("Các xã, phường, đặc khu sau sắp xếp có từ 01/07/2025."),
            ),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for field in self.fields.values():
            layout.addWidget(field)
        self._kinds.idToggled.connect(self._changed)
        self.name.textChanged.connect(self._changed)
        self.province.currentTextChanged.connect(self._changed)
        self.valid_from.date_changed.connect(self._changed)

    def value(self) -> UnitName:
        """Return what stands in the form. "Xã Lệ Xá" typed as the name is read as kind and bare name."""
        QGuiApplication.inputMethod().commit()
        kind = list(UNIT_KIND_NAMES)[self._kinds.checkedId()]
        name = clean_line(self.name.text())
        split = split_unit_name(name)
        if split is not None and split[1]:
            kind, name = split
        return UnitName(kind, name, self.province.key() or clean_line(self.province.currentText()), self._day())

    def _day(self) -> date | None:
        return self.valid_from.date()

    def problems(self) -> dict[str, str]:
        """Return field → reason for what is missing."""
        value, found = self.value(), {}
        if not value.name:
            found["name"] = self.tr("chưa nhập tên đơn vị")
        if not value.province:
            found["province"] = self.tr("chưa chọn tỉnh, thành phố")
        elif not self.province.key():
            found["province"] = self.tr("không có tỉnh, thành phố nào tên như vậy trong danh sách 34 tỉnh, thành phố")
        if value.valid_from is None:
            found["valid_from"] = self.valid_from.problem() or self.tr("chưa nhập ngày")
        return found

    def show_value(self, unit: Unit) -> None:
        """Show the particulars of an office."""
        self._kinds.button(list(UNIT_KIND_NAMES).index(unit.kind)).setChecked(True)
        self.name.setText(unit.name)
        self.province.set_key(unit.province)
        if not self.province.key():
            self.province.setEditText(unit.province)
        self.valid_from.set_date(unit.valid_from)

    def _changed(self) -> None:
        self.edited.emit()


class UnitReportingForm(QWidget):
    """Who receives the reports, who drafts, and the code of the office. `edited` fires on every change."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: tuple[str, ...] = ()
        self.superior = QComboBox(self)
        self.superior.setObjectName("unit_superior")
        self.superior.setEditable(True)
        self.superior.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        # A completer would finish the word inside the line, which fights with Vietnamese typing.
        self.superior.setCompleter(None)  # type: ignore[arg-type]
        self.drafting_body = QLineEdit(DRAFTING_BODY, self)
        self.drafting_body.setObjectName("unit_drafting_body")
        self.code = QLineEdit(self)
        self.code.setObjectName("unit_code")
        self.code.setPlaceholderText(self.tr("ví dụ: H29.12"))
        self.fields = {
            "superior": Field(
                self.tr("Nơi nhận báo cáo (cơ quan cấp trên)"),
                self.superior,
                self.tr("In ở phần nơi nhận của kế hoạch và báo cáo."),
            ),
            "drafting_body": Field(self.tr("Bộ phận soạn thảo"), self.drafting_body),
            "code": Field(
                self.tr("Mã định danh của đơn vị (không bắt buộc)"),
                self.code,
                self.tr(
                    "Mã cơ quan dùng trên trục liên thông văn bản, đứng trong tên tệp báo cáo để cấp trên nhận ra. "
                    "Chưa biết thì để trống, bổ sung sau ở Cài đặt."
                ),
            ),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for field in self.fields.values():
            layout.addWidget(field)
        self.superior.editTextChanged.connect(self._changed)
        self.drafting_body.textChanged.connect(self._changed)
        self.code.textChanged.connect(self._changed)

    def _changed(self) -> None:
        self.edited.emit()

    def offer(self, province: str) -> None:
        """Offer the usual receivers of a province; what a person chose or typed stays."""
        offered = superiors_of(province)
        if offered == self._offered:
            return
        text = clean_line(self.superior.currentText())
        untouched = not text or text in self._offered
        place = self._offered.index(text) if text in self._offered else 0
        self._offered = offered
        self.superior.clear()
        self.superior.addItems(list(offered))
        self.superior.setEditText(offered[place] if untouched and offered else text)

    def value(self) -> tuple[str, str, str]:
        """Return superior, drafting body and code."""
        QGuiApplication.inputMethod().commit()
        return (
            clean_line(self.superior.currentText()),
            clean_line(self.drafting_body.text()),
            clean_line(self.code.text()),
        )

    def show_value(self, unit: Unit) -> None:
        """Show the particulars of an office."""
        self.offer(unit.province)
        self.superior.setEditText(unit.superior)
        self.drafting_body.setText(unit.drafting_body)
        self.code.setText(unit.code)


def superiors_of(province: str) -> tuple[str, ...]:
    """Return who usually receives a commune's reform reports, the usual one first."""
    if not province:
        return ()
    inside = province[:1].lower() + province[1:]
    return f"Sở Nội vụ {inside}", f"Ủy ban nhân dân {inside}", f"Sở Tư pháp {inside}"
