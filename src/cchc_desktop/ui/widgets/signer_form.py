"""Who signs, as a form with the signing block as it will be printed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from cchc_desktop.domain.text import clean_line
from cchc_desktop.domain.unit import Signature, Signer, SigningMode
from cchc_desktop.ui.widgets.field import Field

MODES = (
    (SigningMode.COLLECTIVE, "TM. – Chủ tịch ký thay mặt Ủy ban nhân dân", "CHỦ TỊCH"),
    (SigningMode.DEPUTY, "KT. – Phó Chủ tịch ký thay Chủ tịch", "PHÓ CHỦ TỊCH"),
    (SigningMode.BY_ORDER, "TL. – ký thừa lệnh Chủ tịch", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"),
    (SigningMode.BY_AUTHORITY, "TUQ. – ký thừa ủy quyền Chủ tịch", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"),
    (SigningMode.ACTING, "Q. – Quyền Chủ tịch ký", "CHỦ TỊCH"),
)
"""Mode, its words, and the title to offer (Decree 30/2020, article 13)."""


class SignaturePreview(QFrame):
    """A signing block on white, as the document will carry it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName("signature_preview")
        self.lines = QLabel(self)
        self.lines.setObjectName("signature_lines")
        self.lines.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.lines.setTextFormat(Qt.TextFormat.PlainText)
        self.name = QLabel(self)
        self.name.setObjectName("signature_name")
        self.name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        font = self.font()
        font.setBold(True)
        self.lines.setFont(font)
        self.name.setFont(font)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(self.lines)
        layout.addSpacing(44)
        layout.addWidget(self.name)

    def show_signature(self, signature: Signature) -> None:
        """Show a signing block."""
        self.lines.setText("\n".join(signature.lines))
        self.name.setText(signature.name or self.tr("(họ và tên)"))


class SignerForm(QWidget):
    """Name, in whose name, and title. `edited` fires on every change."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit(self)
        self.name.setObjectName("signer_name")
        self.name.setPlaceholderText(self.tr("ví dụ: Trần Thị Minh Nguyệt"))
        self.mode = QComboBox(self)
        self.mode.setObjectName("signer_mode")
        for _, words, _ in MODES:
            self.mode.addItem(self.tr(words))
        self.title = QLineEdit(MODES[0][2], self)
        self.title.setObjectName("signer_title")
        self.preview = SignaturePreview(self)
        self.fields = {
            "name": Field(self.tr("Họ và tên người ký"), self.name),
            "mode": Field(self.tr("Ký với tư cách"), self.mode),
            "title": Field(self.tr("Chức vụ"), self.title),
        }
        preview = QLabel(self.tr("Sẽ in trong văn bản như sau:"), self)
        preview.setProperty("role", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for field in self.fields.values():
            layout.addWidget(field)
        layout.addWidget(preview)
        layout.addWidget(self.preview)
        self.mode.currentIndexChanged.connect(self._mode_chosen)
        self.name.textChanged.connect(self._changed)
        self.title.textChanged.connect(self._changed)
        self._changed()

    def value(self, signer: Signer) -> Signer:
        """Return a signer with what stands in the form."""
        QGuiApplication.inputMethod().commit()
        return Signer(
            signer.id,
            clean_line(self.name.text()),
            MODES[self.mode.currentIndex()][0],
            clean_line(self.title.text()).upper(),
            signer.valid_from,
            signer.valid_to,
            signer.head,
        )

    def problems(self) -> dict[str, str]:
        """Return field → reason for what is missing."""
        found = {}
        if not clean_line(self.name.text()):
            found["name"] = self.tr("chưa nhập họ tên người ký")
        if not clean_line(self.title.text()):
            found["title"] = self.tr("chưa nhập chức vụ")
        return found

    def show_value(self, signer: Signer | None) -> None:
        """Show a signer, or an empty form."""
        modes = [mode for mode, _, _ in MODES]
        known = signer is not None and signer.mode in modes
        self.mode.setCurrentIndex(modes.index(signer.mode) if signer is not None and known else 0)
        self.name.setText(signer.name if signer else "")
        self.title.setText(signer.title if signer else MODES[0][2])

    def _mode_chosen(self, number: int) -> None:
        """Offer the usual title of the mode, unless the person wrote one of their own."""
        if clean_line(self.title.text()).upper() in {"", *(title for _, _, title in MODES)}:
            self.title.setText(MODES[number][2])
        self._changed()

    def _changed(self) -> None:
        mode = MODES[max(self.mode.currentIndex(), 0)][0]
        body = "" if mode in (SigningMode.BY_ORDER, SigningMode.BY_AUTHORITY) else "ỦY BAN NHÂN DÂN"
        self.preview.show_signature(
            Signature(mode, body, "CHỦ TỊCH", clean_line(self.title.text()).upper(), clean_line(self.name.text()))
        )
        self.edited.emit()
