"""Use cases of collaborators and speakers, and of what they deliver."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from cchc_desktop.domain.collaborator import (
    COLLABORATOR_ROLE_NAMES,
    DELIVERY_KIND_NAMES,
    Collaborator,
    CollaboratorRole,
    Delivery,
    collaborator_problems,
    delivery_problems,
)
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.listing import ListField, ListTable, list_table
from cchc_desktop.services.registers.shelf import Shelf, ShelfRules, in_order
from cchc_desktop.storage.database import Database


@dataclass(frozen=True, slots=True)
class CollaboratorRow:
    """A person with what was delivered in a year."""

    person: Collaborator
    delivered: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery with the name of who delivered it."""

    delivery: Delivery
    name: str


class CollaboratorService:
    """The register of people and of what they deliver."""

    def __init__(self, database: Database, actor: Callable[[], str], today: Callable[[], date]) -> None:
        self._database = database
        self._today = today
        self.people = Shelf(
            database, actor, ShelfRules[Collaborator](lambda repos: repos.collaborators, collaborator_problems)
        )
        self.deliveries = Shelf(
            database, actor, ShelfRules[Delivery](lambda repos: repos.deliveries, delivery_problems)
        )

    def rows(self, binned: bool = False) -> tuple[CollaboratorRow, ...]:
        """Return the people with what they delivered this calendar year."""
        year = self._today().year
        with self._database.read() as uow:
            people = uow.registers.collaborators.all(binned)
            deliveries = [one for one in uow.registers.deliveries.all() if one.date.year == year]
        rows = {person.id: CollaboratorRow(person) for person in people}
        for one in deliveries:
            if row := rows.get(one.collaborator_id):
                last = one.date if row.last is None else max(row.last, one.date)
                rows[one.collaborator_id] = CollaboratorRow(row.person, row.delivered + one.quantity, last)
        roles = list(CollaboratorRole)
        return tuple(sorted(rows.values(), key=lambda row: roles.index(row.person.role)))

    def delivery_rows(self, binned: bool = False) -> tuple[DeliveryRow, ...]:
        """Return the deliveries, newest first."""
        with self._database.read() as uow:
            repo = uow.registers.collaborators
            names = {person.id: person.name for person in (*repo.all(binned=True), *repo.all())}
            found = uow.registers.deliveries.all(binned)
        return tuple(DeliveryRow(one, names.get(one.collaborator_id, "")) for one in found)

    def table(self, ids: Sequence[str], personal: bool = False) -> ListTable:
        """Return people, in this order, as a list to write; phones only with `personal`."""
        year = self._today().year
        fields = (
            ListField[CollaboratorRow]("Họ và tên", 26, lambda row: row.person.name),
            ListField[CollaboratorRow]("Vai trò", 26, lambda row: COLLABORATOR_ROLE_NAMES[row.person.role]),
            ListField[CollaboratorRow]("Chức vụ, nơi công tác", 30, lambda row: row.person.workplace),
            ListField[CollaboratorRow]("Địa bàn phụ trách", 22, lambda row: row.person.area),
            ListField[CollaboratorRow]("Điện thoại", 16, lambda row: row.person.phone, personal=True),
            ListField[CollaboratorRow]("Từ ngày", 12, lambda row: row.person.active_from),
            ListField[CollaboratorRow]("Đến ngày", 12, lambda row: row.person.active_to),
            ListField[CollaboratorRow](f"Sản phẩm, buổi năm {year}", 12, lambda row: row.delivered),
            ListField[CollaboratorRow]("Ghi chú", 24, lambda row: row.person.note),
        )
        rows = {row.person.id: row for row in self.rows()}
        title = "DANH SÁCH CỘNG TÁC VIÊN, BÁO CÁO VIÊN"
        return list_table(title, self._as_of(), fields, in_order(rows, ids), personal)

    def delivery_table(self, ids: Sequence[str], personal: bool = False) -> ListTable:
        """Return deliveries, in this order, as a list to write."""
        fields = (
            ListField[DeliveryRow]("Ngày", 12, lambda row: row.delivery.date),
            ListField[DeliveryRow]("Người thực hiện", 26, lambda row: row.name),
            ListField[DeliveryRow]("Loại", 24, lambda row: DELIVERY_KIND_NAMES[row.delivery.kind]),
            ListField[DeliveryRow]("Tên sản phẩm, nội dung", 50, lambda row: row.delivery.title),
            ListField[DeliveryRow]("Số lượng", 10, lambda row: row.delivery.quantity),
            ListField[DeliveryRow]("Ghi chú", 26, lambda row: row.delivery.note),
        )
        rows = {row.delivery.id: row for row in self.delivery_rows()}
        title = "SẢN PHẨM, BUỔI TUYÊN TRUYỀN CỦA CỘNG TÁC VIÊN, BÁO CÁO VIÊN"
        return list_table(title, self._as_of(), fields, in_order(rows, ids))

    def _as_of(self) -> str:
        return f"(Tính đến ngày {short_date(self._today())})"
