"""Tổng hợp → Đơn vị: the units over time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QMenu

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.directory_succession import sources
from cchc_desktop.domain.directory_unit import DIRECTORY_KIND_NAMES, DirectoryUnit, unit_problems
from cchc_desktop.ui.models.rows import Column
from cchc_desktop.ui.screens.gathering_reshape_dialog import ReshapeDialog, Way
from cchc_desktop.ui.screens.register_page import RegisterPage
from cchc_desktop.ui.undoing import tell_undoable
from cchc_desktop.ui.widgets.register_form import FieldKind, FieldSpec, choice

if TYPE_CHECKING:
    from cchc_desktop.domain.listing import ListTable
    from cchc_desktop.services.directory import DirectoryService
    from cchc_desktop.services.registers.shelf import Shelf
    from cchc_desktop.ui.place import Context


def _span(unit: DirectoryUnit) -> str:
    first = f"từ {short_date(unit.valid_from)}" if unit.valid_from else ""
    last = f"đến {short_date(unit.valid_to)}" if unit.valid_to else ""
    return f"{first} {last}".strip()


_COLUMNS: tuple[Column[DirectoryUnit], ...] = (
    Column("code", "Mã", lambda unit: unit.code),
    Column("name", "Tên đơn vị", lambda unit: unit.full_name),
    Column("parent", "Báo cáo cho", lambda unit: unit.parent),
    Column("contact", "Người liên hệ", lambda unit: unit.contact),
    Column("phone", "Điện thoại", lambda unit: unit.phone),
    Column("span", "Thời gian", _span, lambda unit: unit.valid_from),
)


class UnitsPage(RegisterPage[DirectoryUnit]):
    """The units; those of today, or of all times."""

    entity = "directory_unit"
    add_text = "Thêm đơn vị"
    noun = "đơn vị"
    empty_text = "Chưa có đơn vị nào gửi báo cáo cho cơ quan mình. Có thể nhập cả danh sách từ tệp Excel."
    file_name = "Danh sách đơn vị gửi báo cáo"
    personal = "người liên hệ, điện thoại, thư điện tử"
    spare = ("parent", "span", "phone")
    first = "code"

    def __init__(self, context: Context) -> None:
        specs = (
            (FieldSpec("code", "Mã đơn vị"), choice("kind", "Loại", DIRECTORY_KIND_NAMES)),
            (FieldSpec("name", "Tên đơn vị", hint="Không cần ghi “xã”, “phường”: lấy theo loại"),),
            (FieldSpec("parent", "Báo cáo cho", FieldKind.KEY),),
            (FieldSpec("contact", "Người liên hệ"), FieldSpec("phone", "Điện thoại")),
            (FieldSpec("email", "Thư điện tử"),),
            (FieldSpec("address", "Địa chỉ"),),
            (FieldSpec("valid_from", "Từ ngày", FieldKind.DAY), FieldSpec("valid_to", "Đến ngày", FieldKind.DAY)),
            (
                FieldSpec(
                    "predecessors",
                    "Hình thành từ (mã đơn vị trước đó)",
                    FieldKind.TEXTS,
                    "Nhiều mã cách nhau bằng dấu chấm phẩy",
                ),
            ),
            (FieldSpec("aliases", "Tên gọi khác trong tệp của đơn vị", FieldKind.TEXTS),),
            (FieldSpec("note", "Ghi chú", FieldKind.TEXT),),
        )
        super().__init__(context, "directory_units", _COLUMNS, (80, 0, 110, 150, 125, 130), specs)
        self.times = QComboBox(self)
        self.times.setObjectName("directory_times")
        self.times.setAccessibleName(self.tr("Thời kỳ"))
        self.times.addItem(self.tr("Đang hoạt động"), "now")
        self.times.addItem(self.tr("Mọi thời kỳ"), "all")
        self.times.activated.connect(self.refresh)
        self.change = self.button("change", self.tr("Thay đổi"), "mdi6.call-merge", lambda: None)
        menu = QMenu(self.change)
        words = (
            (Way.RENAME, self.tr("Đổi tên, đổi mã từ một ngày…")),
            (Way.MERGE, self.tr("Sáp nhập các đơn vị đang chọn…")),
            (Way.SPLIT, self.tr("Chia tách đơn vị đang chọn…")),
        )
        for way, text in words:
            action = menu.addAction(text)
            action.setObjectName(f"directory_{way.value}")
            action.triggered.connect(partial(self.reshape, way))
        menu.addSeparator()
        provinces = menu.addAction(self.tr("Thêm các tỉnh, thành phố trong danh mục"))
        provinces.setObjectName("directory_provinces")
        provinces.triggered.connect(self.add_provinces)
        self.change.setMenu(menu)
        self.tools.insertWidget(self.tools.indexOf(self.export), self.change)
        self.tools.insertWidget(self.tools.indexOf(self.export), self.come_in)

    @property
    def directory(self) -> DirectoryService:
        """The service."""
        return self.context.services.directory

    @property
    def shelf(self) -> Shelf[Any]:
        """The units."""
        return self.directory.units

    def rows(self, binned: bool) -> Sequence[DirectoryUnit]:
        """Return the units by code and time."""
        return self.directory.units.all(binned)

    def entry(self, row: DirectoryUnit) -> DirectoryUnit:
        """Return the unit: a row is nothing more."""
        return row

    def row_of(self, entry: DirectoryUnit) -> DirectoryUnit:
        """Return the unit."""
        return entry

    def new_entry(self) -> DirectoryUnit:
        """Return a unit of the kind of the last one."""
        rows = self.model.rows
        return DirectoryUnit("", "", rows[-1].kind, rows[-1].parent) if rows else DirectoryUnit("", "")

    def entry_problems(self, entry: DirectoryUnit) -> dict[str, str]:
        """Return what is wrong."""
        return unit_problems(entry)

    def passes(self, row: DirectoryUnit) -> bool:
        """Let through what the choice of times says."""
        return self.times.currentData() == "all" or self._binned or row.holds_on(self.context.today())

    def clear_filters(self) -> None:
        """Show all times, so that an entry that is looked for is there."""
        self.times.setCurrentIndex(1)

    def offer(self) -> None:
        """Offer whom a unit can report to."""
        office = self.context.services.units.current(self.context.today())
        own = office.code if office else ""
        words = self.tr("(cơ quan mình)")
        offered = [("", words)]
        if own:
            offered.append((own, f"{own} {words}"))
        known = {unit.code: unit.full_name for unit in self._kept or ()}
        offered += [(code, f"{code} – {name}") for code, name in known.items() if code != own]
        kept = {unit.parent for unit in self._kept or ()} - {code for code, _ in offered}
        self.form.set_options("parent", [*offered, *((code, code) for code in sorted(kept))])

    def explain(self, entry: DirectoryUnit) -> tuple[str, str]:
        """Tell what the unit was made of and whether those figures count for it."""
        if not entry.predecessors:
            return "", ""
        # Of the rows that were read: asking the database at every key would be felt.
        others = [unit for unit in self._kept or () if unit.id != entry.id]
        found = sources([*others, entry], [entry.code])[entry.code]
        names = {unit.code: unit.full_name for unit in others}
        lines = []
        if len(found.codes) > 1:
            told = ", ".join(names.get(code, code) for code in found.codes[1:])
            lines.append(self.tr("Khi cộng cả số liệu trước đây thì cộng của: {0}.").format(told))
        if found.divided:
            told = ", ".join(names.get(code, code) for code in found.divided)
            lines.append(self.tr("Không cộng số liệu của {0} vì đã chia cho nhiều đơn vị.").format(told))
        return "", "\n".join(lines)

    def list_table(self, ids: Sequence[str], personal: bool) -> ListTable:
        """Return the list to write."""
        return self.directory.table(ids, personal)

    def sums(self, rows: Sequence[DirectoryUnit]) -> str:
        """Count the rows by kind."""
        counts: dict[str, int] = {}
        for row in rows:
            counts[DIRECTORY_KIND_NAMES[row.kind]] = counts.get(DIRECTORY_KIND_NAMES[row.kind], 0) + 1
        parts = "; ".join(f"{name}: {number}" for name, number in counts.items())
        return self.tr("{0} đơn vị. {1}.").format(len(rows), parts)

    def add_provinces(self) -> None:
        """Add the provinces that are not there yet."""
        if not self.leave():
            return
        provinces = self.context.services.catalogues.provinces
        before = self.directory.count()
        if self.do(lambda: self.directory.add_provinces(provinces)):
            number = self.directory.count() - before
            tell_undoable(self.bar, self.context, self.tr("Đã thêm {0} tỉnh, thành phố.").format(number), self.reload)

    # ------------------------------------------------------------------ merged, split, renamed

    def reshape(self, way: Way, *_: object) -> None:
        """Let the chosen units merge, split or take another name, from a day that a person says."""
        if not self.leave():
            return
        chosen = self.table.selected_rows()
        enough = len(chosen) > 1 if way is Way.MERGE else len(chosen) == 1
        if self._binned or not enough:
            self.bar.tell(
                self.tr("Chọn từ hai đơn vị trở lên (giữ Ctrl) để sáp nhập.")
                if way is Way.MERGE
                else self.tr("Chọn một đơn vị trong danh sách trước.")
            )
            return
        dialog = ReshapeDialog(way, chosen, self.context, self)
        if self.context.ask.run(dialog) and dialog.change is not None:
            self.times.setCurrentIndex(0 if dialog.begins_today else 1)
            self.reload()
            self.context.saved()
            self.context.bus.announce(dialog.change)
            tell_undoable(self.bar, self.context, dialog.told, self.reload)
