"""Step 3 of handing a report over: what goes along."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.attachment import size_text
from cchc_desktop.domain.package import Part, Role
from cchc_desktop.ui.icons import icon

_NAMED = (Role.SIGNED, Role.FORM, Role.OTHER)
"""Roles of which a package may have several: only the name tells them apart."""
_NAME_LIMIT = 34


class HandoverContents(QWidget):
    """`changed` fires when something is ticked; `signed_wanted` asks for the signed paper to be added."""

    changed = Signal()
    signed_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()
        self.boxes: list[QCheckBox] = []
        self._list = QWidget(self)
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(6)
        self.total = QLabel(self)
        self.total.setObjectName("handover_total")
        self.total.setProperty("role", "quiet")
        self.total.setWordWrap(True)
        self.add_signed = QPushButton(icon("mdi6.file-sign"), self.tr("Thêm bản ký…"), self)
        self.add_signed.setObjectName("handover_add_signed")
        self.add_signed.setToolTip(self.tr("Bản quét, ảnh chụp hoặc tệp PDF đã ký số của báo cáo"))
        self.add_signed.clicked.connect(self.signed_wanted)
        self.sign = QCheckBox(self.tr("Ký điện tử gói bằng khóa của máy này"), self)
        self.sign.setObjectName("handover_sign")
        self.sign.setChecked(True)
        self.sign.setToolTip(self.tr("Cấp trên nhận ra gói đúng là của đơn vị; không thay cho chữ ký số của người ký"))
        row = QHBoxLayout()
        row.addWidget(self.total, 1)
        row.addWidget(self.add_signed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._list)
        layout.addLayout(row)
        layout.addWidget(self.sign)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show what may go along; what a person ticked off before stays off."""
        off = {(part.role, part.name) for part in self._parts if part not in self.chosen()}
        known = {(part.role, part.name) for part in self._parts}
        self._parts = tuple(parts)
        for box in self.boxes:
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = []
        while self._column.count():
            self._column.takeAt(0)
        for number, part in enumerate(self._parts):
            box = QCheckBox(self._words(part), self._list)
            box.setObjectName(f"handover_part_{number}")
            key = part.role, part.name
            box.setToolTip(part.name)
            box.setChecked(key not in off if key in known else part.chosen)
            box.toggled.connect(self._follow)
            self._column.addWidget(box)
            self.boxes.append(box)
        self._follow()

    def _words(self, part: Part) -> str:
        words = part.words
        if part.role in _NAMED:
            words = f"{words}: {part.name if len(part.name) <= _NAME_LIMIT else part.name[: _NAME_LIMIT - 1] + '…'}"
        if part.size:
            words = f"{words} ({size_text(part.size)})"
        return words.replace("&", "&&")  # a single one would become the key of the box

    def chosen(self) -> tuple[Part, ...]:
        """Return the parts that go along."""
        return tuple(part for part, box in zip(self._parts, self.boxes, strict=True) if box.isChecked())

    @property
    def weight(self) -> int:
        """Bytes of the parts that go along, as far as they are known."""
        return sum(part.size for part in self.chosen())

    def _follow(self) -> None:
        chosen = self.chosen()
        text = (
            self.tr("{0} tệp, {1}").format(len(chosen), size_text(self.weight))
            if chosen
            else self.tr("Chưa chọn tệp nào")
        )
        if chosen and not any(part.role is Role.SIGNED for part in chosen):
            text += self.tr(". Chưa có bản ký")
        self.total.setText(text)
        self.changed.emit()
