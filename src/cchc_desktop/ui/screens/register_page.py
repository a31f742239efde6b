"""One list of a register: rows, the form of the one chosen, its bin, and its way into Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.change import Change
from cchc_desktop.errors import AppError
from cchc_desktop.ui.ask import EXCEL_FILES
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.rows import Column
from cchc_desktop.ui.screens.register_export import PersonalChoice, RegisterExport
from cchc_desktop.ui.screens.register_rows import RegisterRows
from cchc_desktop.ui.screens.table_import_button import import_button
from cchc_desktop.ui.undoing import tell_undoable
from cchc_desktop.ui.widgets.column_fit import ColumnFit
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.register_form import FieldSpec, RegisterForm
from cchc_desktop.ui.widgets.register_halves import RegisterHalves
from cchc_desktop.ui.widgets.report_wrap_delegate import wrap_cells

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

R = TypeVar("R")


class RegisterPage(RegisterRows[R]):
    """Base of the lists.

    `cleared` fires when a new entry is begun: what was searched for must not hide it.
    """

    cleared = Signal()

    def __init__(
        self,
        context: Context,
        name: str,
        columns: Sequence[Column[R]],
        widths: tuple[int, ...],
        specs: Sequence[Sequence[FieldSpec]],
    ) -> None:
        super().__init__(context, name, columns, tuple(width or 200 for width in widths))
        self.table.setSelectionMode(self.table.SelectionMode.ExtendedSelection)
        wrap_cells(self.table)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for number, width in enumerate(widths):
            if not width:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        if widths[-1]:
            header.resizeSection(len(widths) - 1, widths[-1])
        self._fit = ColumnFit(self.table, columns, widths, self.spare)
        self.form = RegisterForm(name, specs, context.today, self)
        self.form.edited.connect(self.edited)
        self.export = self.button("export", self.tr("Xuất Excel"), "mdi6.file-excel-outline", self._export)
        self.come_in = import_button(name, self)
        self.bin = self.button("bin", self.tr("Đã xóa"), "mdi6.trash-can-outline", self._toggle_bin)
        self.bin.setCheckable(True)
        self.add.hide()  # the place has the button of the list on show in its title row
        self.bar = NoticeBar(self)
        self.exporter = RegisterExport(context, self)
        self.exporter.written.connect(self._written)
        self._arrange()

    # ------------------------------------------------------------------ building

    def button(self, name: str, words: str, picture: str, slot: Callable[[], None]) -> QPushButton:
        """Return a new button of this page."""
        button = QPushButton(icon(picture), words, self)
        button.setObjectName(f"{self.objectName()}_{name}")
        button.clicked.connect(slot)
        return button

    def _arrange(self) -> None:
        self.tools = QHBoxLayout()
        self.tools.addStretch(1)
        for button in (self.come_in, self.export, self.history, self.bin, self.remove):
            self.tools.addWidget(button)
        self.halves = RegisterHalves(self.objectName(), self.table, (self.form, self.state), self)
        self.halves.empty.clicked.connect(self.begin_new)
        self.form_area = self.halves.form_area
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 8, 0, 0)
        page.addLayout(self.tools)
        page.addWidget(self.bar)
        page.addWidget(self.halves, 1)

    # ------------------------------------------------------------------ what the records page asks for

    def reload(self, select: str = "") -> None:
        """Read the rows again; say what an empty list means."""
        super().reload(select)
        rows = self.model.rows
        if not rows:
            self._say_empty()
        self.halves.show_list(bool(rows), self.sums(rows))
        self.export.setEnabled(bool(rows) and not self._binned)
        self.remove.setEnabled(bool(self.table.selected_rows()))
        self.form_area.setVisible(self.record is not None)

    def _say_empty(self) -> None:
        if self._binned:
            self.halves.empty.set_sentence(self.tr("Không có mục nào đã xóa."))
        elif self._words:
            self.halves.empty.set_sentence(self.tr("Không có dòng nào khớp với từ đang tìm."))
        elif any(not self.passes(row) for row in self._kept or ()):
            self.halves.empty.set_sentence(self.tr("Không có dòng nào khớp với bộ lọc."), self.add_text)
        else:
            self.halves.empty.set_sentence(self.empty_text, self.add_text)

    def key(self, record: R) -> str:
        """Return the id."""
        return str(self.entry(record).id)

    def blank(self) -> R:
        """Return a row of a new entry."""
        return self.row_of(self.new_entry())

    def show_form(self, record: R) -> None:
        """Fill the form."""
        self.form.show_entry(self.entry(record))
        self.form.setEnabled(not self._binned)
        self._explain(self.entry(record))
        self.form_area.setVisible(self.record is not None)

    def edited(self) -> None:
        """Note what was typed, and compute again what follows from it.

        A value that only looks otherwise now ("1/3" written out on leaving the field) is no change.
        """
        if self._filling or self.record is None:
            return
        entry = self.entry(self.record)
        typed = self.form.entry(entry)
        self._explain(typed)
        if self._is_new or typed != entry or self.form.problems():
            super().edited()
        else:
            self._dirty = False
            self._timer.stop()

    def _explain(self, entry: Any) -> None:
        self.form.explain(*self.explain(entry))

    def fields(self) -> dict[str, Field]:
        """Return the fields."""
        return self.form.fields

    def problems(self) -> dict[str, str]:
        """Return what is wrong."""
        if self.record is None:
            return {}
        return {**self.entry_problems(self.form.entry(self.entry(self.record))), **self.form.problems()}

    def from_form(self, record: R) -> R:
        """Return the row as the form says."""
        return self.row_of(self.form.entry(self.entry(record)))

    def keep(self, record: R) -> Change:
        """Write the entry."""
        return self.shelf.save(self.entry(record)).change

    def save(self) -> bool:
        """Write the entry in the form; what was changed elsewhere meanwhile is told and shown instead."""
        try:
            return super().save()
        except AppError as error:
            self.context.ask.error(self, error)
            self._dirty = self._is_new = False
            self.record = None
            self.reload()
            return False

    def first_editor(self) -> QWidget:
        """Return where the cursor goes in a new entry."""
        return self.form.editors[self.first].widget

    def begin_new(self) -> None:
        """Start a new entry, from the bin or a filtered list as well."""
        if self._is_new and not self._dirty:
            self.first_editor().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.leave():
            return
        if self._binned:
            self.bin.setChecked(False)
            self._binned = False
            self._show_bin()
        self.clear_filters()
        self.cleared.emit()
        super().begin_new()
        self.form_area.verticalScrollBar().setValue(0)

    def show_entry(self, entry_id: str) -> None:
        """Choose an entry, whatever was filtered by."""
        if self._binned:
            self._toggle_bin()
        self.clear_filters()
        self.reload(entry_id)

    def cancel_new(self) -> bool:
        """Drop a new entry that was not written; True when there was one."""
        dropped = super().cancel_new()
        self.form_area.setVisible(self.record is not None)
        return dropped

    # ------------------------------------------------------------------ the bin

    def do(self, command: Callable[[], Change]) -> bool:
        """Run a command, show the new state and announce it; False after expected trouble."""
        try:
            change = command()
        except AppError as error:
            self.context.ask.error(self, error)
            return False
        self.reload()
        self.context.saved()
        self.context.bus.announce(change)
        return True

    def _remove_selected(self) -> None:
        ids = [self.key(row) for row in self.table.selected_rows()]
        if not ids:
            return
        self._timer.stop()
        self._dirty = False
        if self._binned:
            if self.do(partial(self.shelf.restore, ids)):
                text = self.tr("Đã lấy lại {0} {1}.").format(len(ids), self.noun)
                tell_undoable(self.bar, self.context, text, self.reload)
            return
        self.record = None
        if self.do(partial(self.shelf.bin, ids)):
            text = self.tr("Đã xóa {0} {1}.").format(len(ids), self.noun)
            tell_undoable(self.bar, self.context, text, self.reload)

    def _toggle_bin(self) -> None:
        if not self.leave():
            self.bin.setChecked(self._binned)
            return
        self._binned = self.bin.isChecked()
        self._is_new = False
        self.record = None
        self._show_bin()
        self.reload()

    def _show_bin(self) -> None:
        self.remove.setText(self.tr("Lấy lại") if self._binned else self.tr("Xóa"))

    # ------------------------------------------------------------------ Excel

    def shown_ids(self) -> list[str]:
        """Return the ids of the rows as shown: filtered and in their order."""
        return [self.key(row) for row in self.model.rows]

    def export_list(self) -> None:
        """Write the list as it is shown, once what is being typed is kept."""
        if self.export.isEnabled():
            self._export()

    def _export(self) -> None:
        if not self.leave():
            return
        ids, personal = self.shown_ids(), False
        if self.personal:
            dialog = PersonalChoice(len(ids), self.personal, self)
            if not self.context.ask.run(dialog):
                return
            personal = dialog.box.isChecked()
        registers, table = self.registers, self.list_table(ids, personal)

        def write(target: Path) -> Path:
            return registers.export_list(table, target)

        self.exporter.start(self.tr("Xuất danh sách ra tệp Excel"), f"{self.file_name}.xlsx", EXCEL_FILES, write)

    def _written(self, path: Path) -> None:
        text = self.tr("Đã ghi tệp {0}.").format(path.name)
        self.bar.tell(text, (self.tr("Mở tệp"), partial(self._open_file, path)))

    def _open_file(self, path: Path) -> None:
        self.context.ask.open_path(path)

    def escape(self) -> bool:
        """Close what was opened last: a new entry, the message, the bin."""
        if self.cancel_new():
            return True
        if not self.bar.isHidden():
            self.bar.hide()
            return True
        if self._binned:
            self.bin.setChecked(False)
            self._toggle_bin()
            return True
        return False
