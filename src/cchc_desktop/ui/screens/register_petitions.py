"""Sổ theo dõi → Phản ánh, kiến nghị: the register with its time limits in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.petition import (
    COMPETENCE_NAMES,
    PETITION_ABOUT_NAMES,
    PETITION_KIND_NAMES,
    PETITION_STATE_NAMES,
    Petition,
    PetitionRow,
    PetitionState,
    petition_counts,
    petition_problems,
)
from cchc_desktop.errors import AppError
from cchc_desktop.ui.models.rows import Align, Column
from cchc_desktop.ui.screens.register_page import RegisterPage
from cchc_desktop.ui.widgets.register_form import FieldKind, FieldSpec, choice

if TYPE_CHECKING:
    from cchc_desktop.domain.listing import ListTable
    from cchc_desktop.services.registers.shelf import Shelf
    from cchc_desktop.ui.place import Context

# Names and phones are not in the list: what stands on the screen is copied and photographed.
_COLUMNS: tuple[Column[PetitionRow], ...] = (
    Column("number", "Số", lambda row: str(row.petition.number), lambda row: row.petition.number, Align.RIGHT),
    Column("received", "Tiếp nhận", lambda row: short_date(row.petition.received), lambda row: row.petition.received),
    Column("content", "Nội dung", lambda row: row.petition.content),
    Column(
        "due", "Hạn", lambda row: short_date(row.standing.due) if row.standing.due else "", lambda r: r.standing.due
    ),
    Column("state", "Tình trạng", lambda row: row.standing.words),
)
_OPEN = "open"


def _specs() -> tuple[tuple[FieldSpec, ...], ...]:
    return (
        (FieldSpec("", "", FieldKind.DERIVED),),
        (
            FieldSpec("received", "Ngày tiếp nhận", FieldKind.NEEDED_DAY),
            FieldSpec("number", "Số tiếp nhận", FieldKind.YEAR, "Để trống thì tự đánh số."),
        ),
        (FieldSpec("content", "Nội dung", FieldKind.TEXT, lines=4),),
        (choice("kind", "Loại", PETITION_KIND_NAMES), choice("about", "Về", PETITION_ABOUT_NAMES, weight=2)),
        (
            FieldSpec("channel", "Kênh tiếp nhận", FieldKind.SUGGEST),
            FieldSpec("topic", "Lĩnh vực", FieldKind.SUGGEST),
        ),
        (FieldSpec("", "Người gửi (dữ liệu cá nhân: không vào tệp xuất, trừ khi chọn kèm)", FieldKind.HEADING),),
        (FieldSpec("person", "Họ tên, tổ chức"), FieldSpec("contact", "Điện thoại, thư điện tử")),
        (FieldSpec("address", "Địa chỉ"),),
        (FieldSpec("", "Xử lý", FieldKind.HEADING),),
        (choice("competence", "Thẩm quyền", COMPETENCE_NAMES),),
        (FieldSpec("transferred_to", "Chuyển đến"), FieldSpec("transferred_on", "Ngày chuyển", FieldKind.DAY)),
        (
            FieldSpec("answered_on", "Ngày trả lời", FieldKind.DAY),
            FieldSpec("answer_number", "Số văn bản trả lời"),
        ),
        (FieldSpec("result", "Kết quả xử lý", FieldKind.TEXT),),
        (FieldSpec("published", "Công khai kết quả ở đâu"),),
        (FieldSpec("note", "Ghi chú", FieldKind.TEXT),),
    )


class PetitionsPage(RegisterPage[PetitionRow]):
    """The register of petitions."""

    entity = "petition"
    add_text = "Ghi phản ánh, kiến nghị"
    noun = "phản ánh, kiến nghị"
    empty_text = "Sổ chưa có phản ánh, kiến nghị nào."
    file_name = "Sổ theo dõi phản ánh, kiến nghị"
    personal = "họ tên, địa chỉ, điện thoại người gửi"
    spare = ("received",)
    first = "content"

    def __init__(self, context: Context) -> None:
        super().__init__(context, "petitions", _COLUMNS, (48, 95, 0, 95, 150), _specs())
        self.state_box = QComboBox(self)
        self.state_box.setObjectName("petitions_state_filter")
        self.state_box.setAccessibleName(self.tr("Lọc theo tình trạng"))
        self.state_box.addItem(self.tr("Mọi tình trạng"), "")
        self.state_box.addItem(self.tr("Đang xử lý"), _OPEN)
        for state, name in PETITION_STATE_NAMES.items():
            self.state_box.addItem(name, str(state))
        self.state_box.activated.connect(self.refresh)
        self.tools.insertWidget(0, self.state_box)

    @property
    def shelf(self) -> Shelf[Any]:
        """The petitions."""
        return self.registers.petitions.petitions

    def rows(self, binned: bool) -> Sequence[PetitionRow]:
        """Return the petitions with where they stand today."""
        return self.registers.petitions.rows(binned)

    def entry(self, row: PetitionRow) -> Petition:
        """Return the petition."""
        return row.petition

    def row_of(self, entry: Petition) -> PetitionRow:
        """Return a row with where the petition stands."""
        return self.registers.petitions.row(entry)

    def new_entry(self) -> Petition:
        """Return a petition received today."""
        return Petition(self.context.today(), "")

    def entry_problems(self, entry: Petition) -> dict[str, str]:
        """Return what is wrong."""
        return petition_problems(entry)

    def list_table(self, ids: Sequence[str], personal: bool) -> ListTable:
        """Return the list to write."""
        return self.registers.petitions.table(ids, personal)

    def offer(self) -> None:
        """Offer channels and fields of the catalogue."""
        settings = self.registers.petitions.settings
        for name, texts in (("channel", settings.channels), ("topic", settings.topics)):
            self.form.set_options(name, [(text, text) for text in texts])

    def passes(self, row: PetitionRow) -> bool:
        """Let the state through that is filtered by."""
        wanted, state = self.state_box.currentData(), row.standing.state
        if wanted == _OPEN:
            return state in (PetitionState.NEW, PetitionState.SOON, PetitionState.LATE)
        return not wanted or state == wanted

    def clear_filters(self) -> None:
        """Show all states."""
        self.state_box.setCurrentIndex(0)

    def explain(self, entry: Petition) -> tuple[str, str]:
        """Tell where it stands, and what the decree asks for that lacks."""
        if not entry.content:
            return "", ""
        try:
            found = self.registers.petitions.row(entry).standing
        except AppError:  # told when the list was read
            return "", ""
        due = self.tr(" (hạn {0})").format(short_date(found.due)) if found.due else ""
        lacking = not (entry.person and (entry.address or entry.contact))
        words = found.words + due
        if lacking:
            words += "\n" + self.tr("Chưa đủ họ tên, địa chỉ, điện thoại người gửi (Điều 7 Nghị định 20/2008/NĐ-CP).")
        return (words, "") if found.state in (PetitionState.LATE, PetitionState.SOON) else ("", words)

    def sums(self, rows: Sequence[PetitionRow]) -> str:
        """Count what was received this year, of the rows shown."""
        year = self.context.today().year
        start, end = date(year, 1, 1), date(year, 12, 31)
        counts = petition_counts([row for row in rows if start <= row.petition.received <= end])
        return self.tr(
            "{0} dòng. Tiếp nhận năm {1}: {2}; đã trả lời {3} (đúng hạn {4}); đã chuyển {5}; "
            "đang xử lý {6} (quá hạn {7})."
        ).format(
            len(rows),
            year,
            counts.received,
            counts.answered,
            counts.answered_in_time,
            counts.transferred,
            counts.open,
            counts.late,
        )
