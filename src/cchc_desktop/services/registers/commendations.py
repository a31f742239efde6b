"""Use cases of commendations and initiatives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from cchc_desktop.domain.commendation import COMMENDATION_KIND_NAMES, Commendation, commendation_problems
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.listing import ListField, ListTable, list_table
from cchc_desktop.services.registers.shelf import Shelf, ShelfRules, in_order
from cchc_desktop.storage.database import Database

_TEXTS = frozenset({"title", "effect", "note"})

_FIELDS: tuple[ListField[Commendation], ...] = (
    ListField("Ngày", 12, lambda entry: entry.date),
    ListField("Loại", 22, lambda entry: COMMENDATION_KIND_NAMES[entry.kind]),
    ListField("Tập thể, cá nhân", 28, lambda entry: entry.honoured),
    ListField("Thành tích, tên sáng kiến", 44, lambda entry: entry.title),
    ListField("Hình thức", 18, lambda entry: entry.form),
    ListField("Cấp khen, công nhận", 22, lambda entry: entry.issuer),
    ListField("Số quyết định", 16, lambda entry: entry.decision),
    ListField("Hiệu quả", 34, lambda entry: entry.effect),
    ListField("Ghi chú", 20, lambda entry: entry.note),
)


class CommendationService:
    """The register of commendations and initiatives."""

    def __init__(self, database: Database, actor: Callable[[], str], today: Callable[[], date]) -> None:
        self._today = today
        rules = ShelfRules[Commendation](lambda repos: repos.commendations, commendation_problems, _TEXTS)
        self.entries = Shelf(database, actor, rules)

    def table(self, ids: Sequence[str], personal: bool = False) -> ListTable:
        """Return entries, in this order, as a list to write."""
        rows = {entry.id: entry for entry in self.entries.all()}
        subtitle = f"(Tính đến ngày {short_date(self._today())})"
        return list_table("SỔ BIỂU DƯƠNG, SÁNG KIẾN", subtitle, _FIELDS, in_order(rows, ids))
