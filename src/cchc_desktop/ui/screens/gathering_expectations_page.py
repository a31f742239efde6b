"""Tổng hợp → Đơn vị → Chế độ báo cáo: which report is expected of whom, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.directory_unit import Expectation, expectation_problems
from cchc_desktop.domain.listing import ListField, ListTable, list_table
from cchc_desktop.ui.models.rows import Column
from cchc_desktop.ui.screens.register_page import RegisterPage
from cchc_desktop.ui.widgets.register_form import FieldKind, FieldSpec

if TYPE_CHECKING:
    from cchc_desktop.services.directory import DirectoryService
    from cchc_desktop.services.registers.shelf import Shelf
    from cchc_desktop.ui.place import Context


def _years(row: Expectation) -> str:
    first = f"từ {row.first_year}" if row.first_year else ""
    last = f"đến {row.last_year}" if row.last_year < 9999 else ""
    return f"{first} {last}".strip() or "mọi năm"


def _deadline(row: Expectation) -> str:
    return f"{row.deadline[1]:02d}/{row.deadline[0]:02d}" if row.deadline else "theo quy định của kỳ"


class ExpectationsPage(RegisterPage[Expectation]):
    """What is expected; while nothing is said, every unit sends every regular report."""

    entity = "report_expectation"
    add_text = "Thêm chế độ báo cáo"
    noun = "dòng"
    empty_text = (
        "Chưa khai báo gì: mọi đơn vị gửi báo cáo cho cơ quan mình đều phải gửi mọi kỳ thường xuyên, theo hạn của kỳ. "
        "Thêm dòng ở đây khi có kỳ không cần gửi, báo cáo chuyên đề, hoặc hạn riêng."
    )
    file_name = "Chế độ báo cáo của các đơn vị"
    spare = ("note",)
    first = "period"

    def __init__(self, context: Context) -> None:
        self._names: dict[str, str] = {}
        self._periods: dict[str, str] = {}
        columns: tuple[Column[Expectation], ...] = (
            Column("period", "Kỳ báo cáo", lambda row: self._periods.get(row.period, row.period)),
            Column("unit", "Đơn vị", self._unit),
            Column("wanted", "Phải gửi", lambda row: "phải gửi" if row.wanted else "không phải gửi"),
            Column("deadline", "Hạn gửi", _deadline),
            Column("years", "Năm", _years, lambda row: row.first_year),
            Column("note", "Ghi chú", lambda row: row.note),
        )
        specs = (
            (FieldSpec("period", "Kỳ báo cáo", FieldKind.KEY),),
            (
                FieldSpec(
                    "unit_code", "Đơn vị", FieldKind.KEY, "Để trống là mọi đơn vị; nêu một đơn vị thì thay cho đó"
                ),
            ),
            (FieldSpec("wanted", "Phải gửi báo cáo này", FieldKind.FLAG),),
            (FieldSpec("deadline", "Hạn gửi (ngày/tháng)", FieldKind.DAY_OF_YEAR, "Để trống là hạn của kỳ"),),
            (FieldSpec("first_year", "Từ năm", FieldKind.YEAR), FieldSpec("last_year", "Đến năm", FieldKind.OPEN_YEAR)),
            (FieldSpec("note", "Ghi chú, văn bản quy định", FieldKind.TEXT),),
        )
        super().__init__(context, "expectations", columns, (130, 0, 105, 130, 110, 120), specs)
        self.come_in.hide()

    @property
    def directory(self) -> DirectoryService:
        """The service."""
        return self.context.services.directory

    @property
    def shelf(self) -> Shelf[Any]:
        """The entries."""
        return self.directory.expectations

    def _unit(self, row: Expectation) -> str:
        return self._names.get(row.unit_code, row.unit_code) if row.unit_code else "mọi đơn vị"

    def rows(self, binned: bool) -> Sequence[Expectation]:
        """Return the entries, what holds for all units first."""
        self._names = {unit.code: unit.full_name for unit in self.directory.units.all()}
        self._periods = {rule.code: rule.name for rule in self.context.services.catalogues.periods}
        return self.directory.expectations.all(binned)

    def entry(self, row: Expectation) -> Expectation:
        """Return the entry: a row is nothing more."""
        return row

    def row_of(self, entry: Expectation) -> Expectation:
        """Return the entry."""
        return entry

    def new_entry(self) -> Expectation:
        """Return one of all units."""
        return Expectation("")

    def entry_problems(self, entry: Expectation) -> dict[str, str]:
        """Return what is wrong."""
        return expectation_problems(entry)

    def offer(self) -> None:
        """Offer periods and units."""
        self.form.set_options("period", [("", ""), *self._periods.items()])
        units = [(code, f"{code} – {name}") for code, name in self._names.items()]
        self.form.set_options("unit_code", [("", self.tr("(mọi đơn vị)")), *units])

    def list_table(self, ids: Sequence[str], personal: bool) -> ListTable:
        """Return the list to write."""
        fields = (
            ListField[Expectation]("Kỳ báo cáo", 24, lambda row: self._periods.get(row.period, row.period)),
            ListField[Expectation]("Đơn vị", 34, self._unit),
            ListField[Expectation]("Phải gửi", 14, lambda row: "có" if row.wanted else "không"),
            ListField[Expectation]("Hạn gửi", 20, _deadline),
            ListField[Expectation]("Năm", 16, _years),
            ListField[Expectation]("Ghi chú", 34, lambda row: row.note),
        )
        rows = {row.id: row for row in self.model.rows}
        subtitle = f"(Tính đến ngày {short_date(self.context.today())})"
        return list_table("CHẾ ĐỘ BÁO CÁO CỦA CÁC ĐƠN VỊ", subtitle, fields, [rows[one] for one in ids if one in rows])
