"""The signing block of a plan, with the lines it will print."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cchc_desktop.domain.text import clean_line
from cchc_desktop.domain.unit import Signature, SigningMode
from cchc_desktop.ui.models.plan_draft import Part, PlanDraft
from cchc_desktop.ui.models.plan_tidy import tidy_lines
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.plan_fields import Choice, TextBox, TextLine
from cchc_desktop.ui.widgets.plan_panel import PlanPanel, quiet

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

MODE_NAMES = {
    SigningMode.COLLECTIVE: "TM. – người đứng đầu ký thay mặt tập thể",
    SigningMode.DEPUTY: "KT. – cấp phó ký thay",
    SigningMode.BY_ORDER: "TL. – ký thừa lệnh",
    SigningMode.BY_AUTHORITY: "TUQ. – ký thừa ủy quyền",
    SigningMode.ACTING: "Q. – quyền cấp trưởng",
    SigningMode.OWN: "Ký trực tiếp, không ghi thẩm quyền",
    SigningMode.AS_WRITTEN: "Giữ nguyên các dòng đã ghi",
}
"""How ways of signing are called (Decree 30/2020, article 13)."""

_USED = {
    SigningMode.COLLECTIVE: {"body", "title"},
    SigningMode.DEPUTY: {"body", "head", "title"},
    SigningMode.BY_ORDER: {"head", "title"},
    SigningMode.BY_AUTHORITY: {"head", "title"},
    SigningMode.ACTING: {"body", "head"},
    SigningMode.OWN: {"title"},
    SigningMode.AS_WRITTEN: {"written"},
}


class SignaturePanel(PlanPanel):
    """In whose name, by whom, and how it will look."""

    part = Part.SIGNATURE

    def __init__(self, context: Context, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(context, draft, self.tr("Chữ ký"), parent)
        self.signer = Choice("signature_signer", self)
        self.mode = Choice("signature_mode", self)
        for mode, name in MODE_NAMES.items():
            self.mode.addItem(name, mode)
        self.body = TextLine("signature_body", self)
        self.head = TextLine("signature_head", self)
        self.title = TextLine("signature_title", self)
        self.name = TextLine("signature_name", self)
        self.written = TextBox("signature_written", self)
        self.fields = {
            "body": Field(self.tr("Thay mặt (TM.)"), self.body, parent=self),
            "head": Field(self.tr("Chức vụ người đứng đầu"), self.head, parent=self),
            "title": Field(self.tr("Chức vụ người ký"), self.title, parent=self),
            "written": Field(self.tr("Các dòng phía trên họ tên"), self.written, parent=self),
        }
        self.preview = QLabel(self)
        self.preview.setObjectName("signature_preview")
        self._lay_out()
        self._signers: list[Signature] = []
        lines = (self.body, self.head, self.title, self.name)
        self.watch(*lines, self.written)
        for field in (*lines, self.written):
            field.typed.connect(self._take)
            field.left.connect(self.tidy)
        self.mode.activated.connect(self._change_mode)
        self.signer.activated.connect(self._choose_signer)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.addWidget(Field(self.tr("Chọn từ danh sách người ký"), self.signer, parent=self), 0, 0)
        grid.addWidget(Field(self.tr("Quyền hạn ký"), self.mode, parent=self), 0, 1)
        grid.addWidget(self.fields["body"], 1, 0)
        grid.addWidget(self.fields["head"], 1, 1)
        grid.addWidget(self.fields["title"], 2, 0)
        grid.addWidget(Field(self.tr("Họ và tên người ký"), self.name, parent=self), 2, 1)
        grid.addWidget(self.fields["written"], 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.column.addWidget(quiet(self.tr("Khi in:"), self))
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setProperty("role", "card")
        font = self.preview.font()
        font.setBold(True)
        self.preview.setFont(font)
        self.preview.setMargin(12)
        self.column.addWidget(self.preview)
        self.column.addStretch(1)

    def reload(self) -> None:
        """Show the block of the draft and the signers of today."""
        signature = self.plan.signature
        self.mode.show_value(signature.mode)
        self.body.show_text(signature.body)
        self.head.show_text(signature.head)
        self.title.show_text(signature.title)
        self.name.show_text(signature.name)
        self.written.show_text("\n".join(signature.written))
        self._show_signers()
        self._show_lines()

    def _show_signers(self) -> None:
        signers = self.context.services.units.signers(self.context.today())
        self._signers = [signer.signature() for signer in signers]
        self.signer.clear()
        self.signer.addItem(self.tr("Chọn người ký…") if signers else self.tr("Chưa có người ký (xem Cài đặt)"))
        for signer in signers:
            self.signer.addItem(f"{signer.name} – {signer.title}")
        self.signer.setEnabled(bool(signers))

    def _show_lines(self) -> None:
        signature = self.plan.signature
        for name, field in self.fields.items():
            field.setVisible(name in _USED[signature.mode])
        name = clean_line(signature.name) or self.tr("(chưa có họ tên)")
        self.preview.setText("\n".join([*signature.lines, "", "", name]))

    def _set(self, signature: Signature, merge: str = "") -> None:
        self.apply(replace(self.plan, signature=signature), merge)
        self._show_lines()

    def _take(self) -> None:
        changed = replace(
            self.plan.signature,
            body=self.body.text(),
            head=self.head.text(),
            title=self.title.text(),
            name=self.name.text(),
            written=tuple(self.written.toPlainText().split("\n")) if self.written.toPlainText() else (),
        )
        focus = self.focusWidget()
        self._set(changed, focus.objectName() if focus else "")

    def _change_mode(self) -> None:
        mode, old = SigningMode(self.mode.currentData()), self.plan.signature
        if mode is old.mode:
            return
        self.draft.seal()
        self._set(_in_mode(old, mode))
        self.reload()

    def _choose_signer(self, row: int) -> None:
        if row > 0:
            self.draft.seal()
            self._set(self._signers[row - 1])
            self.reload()

    def first_field(self) -> QWidget:
        """Return the field that F2 goes to."""
        return self.name

    def tidy(self) -> None:
        """Keep the fields clean; authority and titles are printed in capitals."""
        old = self.plan.signature
        signature = replace(
            old,
            body=clean_line(old.body).upper(),
            head=clean_line(old.head).upper(),
            title=clean_line(old.title).upper(),
            name=clean_line(old.name),
            written=tidy_lines("\n".join(old.written)),
        )
        if signature != old:
            self.amend(replace(self.plan, signature=signature))
            self.reload()
        self.draft.seal()


def _in_mode(old: Signature, mode: SigningMode) -> Signature:
    """Return the block in another mode, with the usual titles where a field was empty or cannot stay."""
    if mode is SigningMode.AS_WRITTEN:
        return replace(old, mode=mode, written=old.lines)
    head = old.head or "CHỦ TỊCH"
    body = old.body or "ỦY BAN NHÂN DÂN"
    title = old.title
    if mode is SigningMode.COLLECTIVE:
        title = head
    elif mode is SigningMode.DEPUTY and title in ("", head):
        title = f"PHÓ {head}"
    elif mode in (SigningMode.BY_ORDER, SigningMode.BY_AUTHORITY):
        body = ""
        title = "" if title in (head, f"PHÓ {head}") else title
    return replace(old, mode=mode, body=body, head=head, title=title or ("" if body == "" else head), written=())
