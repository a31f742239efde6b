"""Sổ theo dõi → Cộng tác viên, báo cáo viên: the people, and what they delivered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox

from cchc_desktop.domain.collaborator import (
    COLLABORATOR_ROLE_NAMES,
    DELIVERY_KIND_NAMES,
    Collaborator,
    Delivery,
    collaborator_problems,
    delivery_problems,
)
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.services.registers.collaborators import CollaboratorRow, DeliveryRow
from cchc_desktop.ui.models.rows import Align, Column
from cchc_desktop.ui.screens.register_page import RegisterPage
from cchc_desktop.ui.widgets.register_form import FieldKind, FieldSpec, choice

if TYPE_CHECKING:
    from cchc_desktop.domain.listing import ListTable
    from cchc_desktop.services.registers.shelf import Shelf
    from cchc_desktop.ui.place import Context

_PEOPLE_COLUMNS: tuple[Column[CollaboratorRow], ...] = (
    Column("name", "Họ và tên", lambda row: row.person.name, lambda row: _given_name_first(row.person.name)),
    Column("role", "Vai trò", lambda row: COLLABORATOR_ROLE_NAMES[row.person.role]),
    Column("area", "Địa bàn", lambda row: row.person.area),
    Column("delivered", "Năm nay", lambda row: format_number(row.delivered), lambda row: row.delivered, Align.RIGHT),
    Column("last", "Gần nhất", lambda row: short_date(row.last) if row.last else "", lambda row: row.last),
)

_DELIVERY_COLUMNS: tuple[Column[DeliveryRow], ...] = (
    Column("date", "Ngày", lambda row: short_date(row.delivery.date), lambda row: row.delivery.date),
    Column("name", "Người thực hiện", lambda row: row.name, lambda row: _given_name_first(row.name)),
    Column("kind", "Loại", lambda row: DELIVERY_KIND_NAMES[row.delivery.kind]),
    Column("title", "Sản phẩm, nội dung", lambda row: row.delivery.title),
    Column(
        "quantity", "Số lượng", lambda row: format_number(row.delivery.quantity), lambda row: row.delivery.quantity,
        Align.RIGHT,
    ),
)  # fmt: skip


def _given_name_first(name: str) -> str:
    """Return "Hoa Phạm Thị" for "Phạm Thị Hoa": Vietnamese lists of people go by the given name."""
    family, _, given = name.rpartition(" ")
    return f"{given} {family}"


class PeoplePage(RegisterPage[CollaboratorRow]):
    """The people."""

    entity = "collaborator"
    add_text = "Thêm người"
    noun = "người"
    empty_text = "Chưa có cộng tác viên, báo cáo viên nào trong sổ."
    file_name = "Cộng tác viên, báo cáo viên"
    personal = "số điện thoại"
    spare = ("last", "area")
    first = "name"

    def __init__(self, context: Context) -> None:
        specs = (
            (FieldSpec("name", "Họ và tên"),),
            (choice("role", "Vai trò", COLLABORATOR_ROLE_NAMES), FieldSpec("area", "Địa bàn phụ trách")),
            (FieldSpec("workplace", "Chức vụ, nơi công tác"),),
            (FieldSpec("phone", "Điện thoại", hint="Dữ liệu cá nhân: không vào tệp xuất, trừ khi chọn kèm."),),
            (FieldSpec("active_from", "Từ ngày", FieldKind.DAY), FieldSpec("active_to", "Đến ngày", FieldKind.DAY)),
            (FieldSpec("note", "Ghi chú", FieldKind.TEXT),),
        )
        super().__init__(context, "people", _PEOPLE_COLUMNS, (0, 190, 140, 95, 95), specs)

    @property
    def shelf(self) -> Shelf[Any]:
        """The people."""
        return self.registers.collaborators.people

    def rows(self, binned: bool) -> Sequence[CollaboratorRow]:
        """Return the people with what they delivered this year."""
        return self.registers.collaborators.rows(binned)

    def entry(self, row: CollaboratorRow) -> Collaborator:
        """Return the person."""
        return row.person

    def row_of(self, entry: Collaborator) -> CollaboratorRow:
        """Return a row without deliveries."""
        return CollaboratorRow(entry)

    def new_entry(self) -> Collaborator:
        """Return a collaborator without a name."""
        return Collaborator("")

    def entry_problems(self, entry: Collaborator) -> dict[str, str]:
        """Return what is wrong."""
        return collaborator_problems(entry)

    def list_table(self, ids: Sequence[str], personal: bool) -> ListTable:
        """Return the list to write."""
        return self.registers.collaborators.table(ids, personal)

    def sums(self, rows: Sequence[CollaboratorRow]) -> str:
        """Count people and what they delivered."""
        return self.tr("{0} người; {1} sản phẩm, buổi trong năm. Bấm đúp để xem sản phẩm của người đó.").format(
            len(rows), format_number(sum(row.delivered for row in rows))
        )


class DeliveriesPage(RegisterPage[DeliveryRow]):
    """What the people delivered."""

    entity = "delivery"
    add_text = "Ghi sản phẩm"
    noun = "sản phẩm"
    empty_text = "Chưa ghi sản phẩm, buổi tuyên truyền nào của cộng tác viên, báo cáo viên."
    file_name = "Sản phẩm của cộng tác viên, báo cáo viên"
    spare = ("kind",)
    first = "collaborator_id"

    def __init__(self, context: Context) -> None:
        specs = (
            (FieldSpec("collaborator_id", "Người thực hiện", FieldKind.KEY, "Gõ vài chữ của tên, không cần dấu."),),
            (FieldSpec("date", "Ngày", FieldKind.NEEDED_DAY), choice("kind", "Loại", DELIVERY_KIND_NAMES)),
            (FieldSpec("title", "Tên sản phẩm, nội dung", FieldKind.TEXT),),
            (FieldSpec("quantity", "Số lượng", FieldKind.WHOLE), FieldSpec("", "", FieldKind.HEADING)),
            (FieldSpec("note", "Ghi chú", FieldKind.TEXT),),
        )
        super().__init__(context, "deliveries", _DELIVERY_COLUMNS, (95, 140, 140, 0, 90), specs)
        self.person_box = QComboBox(self)
        self.person_box.setObjectName("deliveries_person_filter")
        self.person_box.setAccessibleName(self.tr("Lọc theo người"))
        self.person_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.person_box.setMinimumContentsLength(16)
        self.person_box.addItem(self.tr("Mọi người"), "")
        self.person_box.activated.connect(self.refresh)
        self.tools.insertWidget(0, self.person_box)

    @property
    def shelf(self) -> Shelf[Any]:
        """The deliveries."""
        return self.registers.collaborators.deliveries

    def rows(self, binned: bool) -> Sequence[DeliveryRow]:
        """Return the deliveries, newest first."""
        return self.registers.collaborators.delivery_rows(binned)

    def entry(self, row: DeliveryRow) -> Delivery:
        """Return the delivery."""
        return row.delivery

    def row_of(self, entry: Delivery) -> DeliveryRow:
        """Return a row."""
        return DeliveryRow(entry, "")

    def new_entry(self) -> Delivery:
        """Return a delivery of today by the person filtered by."""
        return Delivery(str(self.person_box.currentData() or ""), self.context.today(), "")

    def entry_problems(self, entry: Delivery) -> dict[str, str]:
        """Return what is wrong."""
        return delivery_problems(entry)

    def list_table(self, ids: Sequence[str], personal: bool) -> ListTable:
        """Return the list to write."""
        return self.registers.collaborators.delivery_table(ids, personal)

    def offer(self) -> None:
        """Offer the people, in the form and in the filter."""
        people = [(person.id, person.name) for person in self.registers.collaborators.people.all()]
        self.form.set_options("collaborator_id", people)
        chosen = self.person_box.currentData()
        self.person_box.clear()
        self.person_box.addItem(self.tr("Mọi người"), "")
        for key, name in people:
            self.person_box.addItem(name, key)
        self.person_box.setCurrentIndex(max(0, self.person_box.findData(chosen)))

    def show_person(self, person_id: str) -> None:
        """Show what one person delivered."""
        self.bring_choices()
        self.person_box.setCurrentIndex(max(0, self.person_box.findData(person_id)))
        self.refresh()

    def passes(self, row: DeliveryRow) -> bool:
        """Let the person through that is filtered by."""
        chosen = self.person_box.currentData()
        return not chosen or row.delivery.collaborator_id == chosen

    def sums(self, rows: Sequence[DeliveryRow]) -> str:
        """Sum the rows shown."""
        total = format_number(sum(row.delivery.quantity for row in rows))
        return self.tr("{0} dòng, {1} sản phẩm, buổi").format(len(rows), total)
