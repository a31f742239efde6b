"""Sổ theo dõi → Biểu dương, sáng kiến."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cchc_desktop.domain.commendation import (
    COMMENDATION_KIND_NAMES,
    Commendation,
    CommendationKind,
    commendation_problems,
)
from cchc_desktop.domain.dates import short_date
from cchc_desktop.ui.models.rows import Column
from cchc_desktop.ui.screens.register_page import RegisterPage
from cchc_desktop.ui.widgets.register_form import FieldKind, FieldSpec, choice

if TYPE_CHECKING:
    from cchc_desktop.domain.listing import ListTable
    from cchc_desktop.services.registers.shelf import Shelf
    from cchc_desktop.ui.place import Context

_COLUMNS: tuple[Column[Commendation], ...] = (
    Column("date", "Ngày", lambda entry: short_date(entry.date), lambda entry: entry.date),
    Column("kind", "Loại", lambda entry: COMMENDATION_KIND_NAMES[entry.kind]),
    Column("honoured", "Tập thể, cá nhân", lambda entry: entry.honoured),
    Column("title", "Thành tích, sáng kiến", lambda entry: entry.title),
    Column("form", "Hình thức", lambda entry: entry.form),
)
_FORMS = ("Giấy khen", "Bằng khen", "Thư khen", "Biểu dương trước cuộc họp", "Quyết định công nhận sáng kiến")
_ISSUERS = ("Chủ tịch Ủy ban nhân dân xã", "Chủ tịch Ủy ban nhân dân tỉnh", "Sở Nội vụ")


class CommendationsPage(RegisterPage[Commendation]):
    """Commendations and initiatives."""

    entity = "commendation"
    add_text = "Thêm biểu dương, sáng kiến"
    noun = "mục"
    empty_text = "Chưa có biểu dương, sáng kiến nào về cải cách hành chính."
    file_name = "Biểu dương, sáng kiến"
    spare = ("form", "kind")
    first = "honoured"

    def __init__(self, context: Context) -> None:
        specs = (
            (FieldSpec("date", "Ngày", FieldKind.NEEDED_DAY), choice("kind", "Loại", COMMENDATION_KIND_NAMES)),
            (FieldSpec("honoured", "Tập thể, cá nhân"),),
            (FieldSpec("title", "Thành tích hoặc tên sáng kiến, mô hình", FieldKind.TEXT, lines=3),),
            (
                FieldSpec("form", "Hình thức", FieldKind.SUGGEST, options=_FORMS),
                FieldSpec("decision", "Số quyết định"),
            ),
            (FieldSpec("issuer", "Cấp khen, công nhận", FieldKind.SUGGEST, options=_ISSUERS),),
            (FieldSpec("effect", "Hiệu quả", FieldKind.TEXT, lines=3),),
            (FieldSpec("note", "Ghi chú", FieldKind.TEXT),),
        )
        super().__init__(context, "commendations", _COLUMNS, (95, 125, 140, 0, 110), specs)

    @property
    def shelf(self) -> Shelf[Any]:
        """The entries."""
        return self.registers.commendations.entries

    def rows(self, binned: bool) -> Sequence[Commendation]:
        """Return the entries, newest first."""
        return self.registers.commendations.entries.all(binned)

    def entry(self, row: Commendation) -> Commendation:
        """Return the entry: a row is nothing more."""
        return row

    def row_of(self, entry: Commendation) -> Commendation:
        """Return the entry."""
        return entry

    def new_entry(self) -> Commendation:
        """Return a commendation of today."""
        return Commendation(CommendationKind.COMMENDATION, self.context.today(), "", "")

    def entry_problems(self, entry: Commendation) -> dict[str, str]:
        """Return what is wrong."""
        return commendation_problems(entry)

    def list_table(self, ids: Sequence[str], personal: bool) -> ListTable:
        """Return the list to write."""
        return self.registers.commendations.table(ids, personal)

    def sums(self, rows: Sequence[Commendation]) -> str:
        """Count by kind."""
        counts = Counter(row.kind for row in rows)
        parts = [f"{COMMENDATION_KIND_NAMES[kind]}: {number}" for kind, number in counts.items()]
        return self.tr("{0} mục. {1}.").format(len(rows), "; ".join(sorted(parts)))
