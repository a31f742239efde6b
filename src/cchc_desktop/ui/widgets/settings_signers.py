"""Cài đặt → Người ký: who signs, in whose name, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.change import Change
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.unit import Signer, SigningMode
from cchc_desktop.ui.models.rows import Align, Column
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.settings_records import RecordsPage
from cchc_desktop.ui.widgets.signer_form import MODES, SignerForm

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


def _until(signer: Signer) -> str:
    return short_date(signer.valid_to) if signer.valid_to else ""


def _mode(signer: Signer) -> str:
    return f"{signer.mode.value}." if signer.mode.value and signer.mode is not SigningMode.AS_WRITTEN else ""


_COLUMNS: tuple[Column[Signer], ...] = (
    Column("name", "Họ và tên", lambda signer: signer.name),
    Column("mode", "Ký", _mode, align=Align.CENTER),
    Column("title", "Chức vụ", lambda signer: signer.title),
    Column("from", "Từ ngày", lambda signer: short_date(signer.valid_from),
           lambda signer: signer.valid_from, Align.CENTER),
    Column("to", "Đến ngày", _until, lambda signer: signer.valid_to or date.max, Align.CENTER),
)  # fmt: skip


class SignersPage(RecordsPage[Signer]):
    """The signers. The one who signs "TM." on a day is offered first in new documents."""

    entity = "signer"
    lead = (
        "Người ký hiện hành được điền sẵn vào kế hoạch và báo cáo mới. Khi người ký thôi giữ chức vụ, bấm “Thôi ký từ "
        "hôm nay”; văn bản cũ vẫn giữ tên người đã ký."
    )
    add_text = "Thêm người ký"

    def __init__(self, context: Context) -> None:
        super().__init__(context, "settings_signers", _COLUMNS, (190, 56, 170, 100))
        self.form = SignerForm(self)
        self.valid_from = DateEdit(context.today, self)
        self.valid_from.setObjectName("signer_valid_from")
        self.valid_to = DateEdit(context.today, self)
        self.valid_to.setObjectName("signer_valid_to")
        self._days = {
            "valid_from": Field(self.tr("Ký từ ngày"), self.valid_from),
            "valid_to": Field(self.tr("Đến hết ngày"), self.valid_to, self.tr("Để trống nếu đang ký.")),
        }
        self.end = QPushButton(self.tr("Thôi ký từ hôm nay"), self)
        self.end.setObjectName("signer_end")
        self.end.clicked.connect(self._end_today)
        days = QHBoxLayout()
        days.setSpacing(12)
        for field in self._days.values():
            days.addWidget(field, 1)
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(days)
        column.addWidget(self.form)
        self.lay_out(holder, (self.end,))
        self.form.edited.connect(self.edited)
        self.valid_from.textChanged.connect(self.edited)
        self.valid_to.textChanged.connect(self.edited)

    def read(self) -> Sequence[Signer]:
        """Return the signers, the latest first."""
        return self.context.services.units.signers()

    def key(self, record: Signer) -> str:
        """Return the id."""
        return record.id

    def blank(self) -> Signer:
        """Return an empty signer from today on."""
        return Signer(new_id(), "", SigningMode.COLLECTIVE, MODES[0][2], self.context.today())

    def show_form(self, record: Signer) -> None:
        """Fill the form."""
        self.form.show_value(record)
        self.valid_from.set_date(record.valid_from)
        self.valid_to.set_date(record.valid_to)
        self.end.setEnabled(record.valid_to is None)

    def fields(self) -> dict[str, Field]:
        """Return the fields."""
        return {**self._days, **self.form.fields}

    def problems(self) -> dict[str, str]:
        """Return what is wrong."""
        found = self.form.problems()
        if self.valid_from.date() is None:
            found["valid_from"] = self.valid_from.problem() or self.tr("chưa nhập ngày")
        if self.valid_to.problem():
            found["valid_to"] = self.valid_to.problem()
        return found

    def from_form(self, record: Signer) -> Signer:
        """Return the signer as the form says."""
        return replace(
            self.form.value(record),
            valid_from=self.valid_from.date() or record.valid_from,
            valid_to=self.valid_to.date(),
        )

    def keep(self, record: Signer) -> Change:
        """Write the signer."""
        return self.context.services.units.save_signer(record)

    def forget(self, record: Signer) -> Change:
        """Take the signer out."""
        return self.context.services.units.remove_signer(record.id)

    def removal_question(self, record: Signer) -> str:
        """Return the question, with the name."""
        return self.tr("Xóa người ký “{}”? Văn bản đã mang tên này vẫn giữ nguyên.").format(record.name)

    def first_editor(self) -> QWidget:
        """Return the name."""
        return self.form.name

    def _end_today(self) -> None:
        if self.record is not None:
            self.valid_to.set_date(self.context.today())
            if self.save():
                self.end.setEnabled(False)
