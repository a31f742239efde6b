"""Cài đặt → Đơn vị: the office's names and receivers over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cchc_desktop.domain.change import Change
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.unit import Unit, UnitKind, place_of
from cchc_desktop.ui.models.rows import Align, Column
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.settings_records import RecordsPage
from cchc_desktop.ui.widgets.unit_form import DRAFTING_BODY, UnitNameForm, UnitReportingForm

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_COLUMNS: tuple[Column[Unit], ...] = (
    Column("from", "Từ ngày", lambda unit: short_date(unit.valid_from),
           lambda unit: unit.valid_from, Align.CENTER),
    Column("name", "Tên đơn vị", lambda unit: unit.full_name[:1].upper() + unit.full_name[1:]),
    Column("province", "Tỉnh, thành phố", lambda unit: unit.province),
    Column("superior", "Nơi nhận báo cáo", lambda unit: unit.superior),
)  # fmt: skip


class UnitPage(RecordsPage[Unit]):
    """The history of the office. A document carries the name that held on its day."""

    entity = "unit"
    lead = (
        "Văn bản và báo cáo in tên đơn vị của đúng thời điểm. Khi đổi tên, sáp nhập hoặc đổi nơi nhận báo cáo, hãy "
        "thêm một mục từ ngày có hiệu lực, đừng sửa mục cũ."
    )
    add_text = "Thêm tên mới từ ngày…"

    def __init__(self, context: Context) -> None:
        super().__init__(context, "settings_unit", _COLUMNS, (100, 150, 150))
        self.name_form = UnitNameForm(context.services.catalogues.provinces, context.today, self)
        self.reporting_form = UnitReportingForm(self)
        form = QWidget(self)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.name_form)
        column.addWidget(self.reporting_form)
        self.lay_out(form)
        self.name_form.edited.connect(self._name_edited)
        self.reporting_form.edited.connect(self.edited)

    def _name_edited(self) -> None:
        self.reporting_form.offer(self.name_form.province.key())
        self.edited()

    def read(self) -> Sequence[Unit]:
        """Return the history, the newest first."""
        return self.context.services.units.history()[::-1]

    def key(self, record: Unit) -> str:
        """Return the id."""
        return record.id

    def blank(self) -> Unit:
        """Return a copy of what holds today, from a day that is still to be typed (see `show_form`)."""
        today = self.context.today()
        now = self.context.services.units.current(today)
        if now is None:
            return Unit(new_id(), today, UnitKind.COMMUNE, "", "", "", drafting_body=DRAFTING_BODY)
        return replace(now, id=new_id(), valid_from=today)

    def show_form(self, record: Unit) -> None:
        """Fill both parts of the form."""
        self.name_form.show_value(record)
        self.reporting_form.show_value(record)

    def fields(self) -> dict[str, Field]:
        """Return the fields of both parts."""
        return {**self.name_form.fields, **self.reporting_form.fields}

    def problems(self) -> dict[str, str]:
        """Return what is wrong, and a day that another entry has already."""
        found = self.name_form.problems()
        day = self.name_form.value().valid_from
        others = [unit for unit in self.model.rows if self.record is None or unit.id != self.record.id]
        if any(unit.valid_from == day for unit in others):
            found["valid_from"] = self.tr("đã có một mục khác từ ngày này")
        return found

    def from_form(self, record: Unit) -> Unit:
        """Return the office as the form says; the địa danh follows the name unless it was set apart."""
        name = self.name_form.value()
        superior, drafting_body, code = self.reporting_form.value()
        follows = record.place in ("", place_of(record.kind, record.name))
        return replace(
            record,
            valid_from=name.valid_from or record.valid_from,
            kind=name.kind,
            name=name.name,
            province=name.province,
            superior=superior,
            drafting_body=drafting_body,
            code=code,
            place=place_of(name.kind, name.name) if follows else record.place,
        )

    def keep(self, record: Unit) -> Change:
        """Write the particulars."""
        return self.context.services.units.save(record)

    def forget(self, record: Unit) -> Change:
        """Take the particulars out."""
        return self.context.services.units.remove(record.id)

    def removal_question(self, record: Unit) -> str:
        """Return the question, with the name and the day."""
        return self.tr("Xóa thông tin “{}” từ ngày {}?").format(record.full_name, short_date(record.valid_from))

    def first_editor(self) -> QWidget:
        """Return the day: it is what is new."""
        self.name_form.valid_from.selectAll()
        return self.name_form.valid_from
