"""Danh mục → Căn cứ pháp lý: the register of legal bases, to look up, to keep and to bring up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from cchc_desktop.domain.change import Change
from cchc_desktop.domain.legal_basis import LegalBasis
from cchc_desktop.domain.text import fold
from cchc_desktop.errors import AppError
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.legal_basis_rows import basis_columns, matches, name_text
from cchc_desktop.ui.screens.table_import_button import import_button
from cchc_desktop.ui.undoing import tell_undoable
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.legal_basis_form import LegalBasisForm
from cchc_desktop.ui.widgets.legal_update_panel import LegalUpdatePanel
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.report_wrap_delegate import wrap_cells
from cchc_desktop.ui.widgets.settings_records import RecordsPage

if TYPE_CHECKING:
    from cchc_desktop.services.legal_bases import LegalBasisService
    from cchc_desktop.ui.place import Context

UPDATE_FILES = "Tệp cập nhật căn cứ (*.toml)"


class LegalBasisPage(RecordsPage[LegalBasis]):
    """The list on the left, the form of the chosen document on the right; an update file lies over both."""

    entity = "legal_basis"
    add_text = "Thêm văn bản"

    def __init__(self, context: Context) -> None:
        super().__init__(context, "legal_bases", basis_columns(context.today), (150, 300))
        self._words: list[str] = []
        self._binned = False
        self._gone: list[str] = []
        self._shown_path = Path()
        self.table.setSelectionMode(self.table.SelectionMode.ExtendedSelection)
        wrap_cells(self.table)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.form = LegalBasisForm(context.today, self)
        self.form.edited.connect(self.edited)
        self.checked = self._button("legal_checked", self.tr("Đã kiểm tra hôm nay"), "mdi6.calendar-check", self._check)
        self.checked.setToolTip(self.tr("Ghi ngày hôm nay là ngày kiểm tra hiệu lực của các văn bản đang chọn"))
        self.load = self._button(
            "legal_import", self.tr("Nhập tệp cập nhật…"), "mdi6.file-import-outline", self._import
        )
        self.bin = self._button("legal_bin", self.tr("Đã xóa"), "mdi6.trash-can-outline", self._toggle_bin)
        self.bin.setCheckable(True)
        self.bar = NoticeBar(self)
        self.update_panel = LegalUpdatePanel(self)
        self.update_panel.closed.connect(self._close_update)
        self.update_panel.apply_wanted.connect(self._apply_update)
        self._arrange()

    def _button(self, name: str, words: str, picture: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(icon(picture), words, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.add, self.checked, self.load, import_button("legal_bases", self)):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.history)
        buttons.addWidget(self.bin)
        buttons.addWidget(self.remove)
        inside = QWidget(self)
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 2, 12, 2)
        column.addWidget(self.form)
        column.addWidget(self.state)
        column.addStretch(1)
        self.form_area = QScrollArea(self)
        self.form_area.setWidgetResizable(True)
        self.form_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form_area.setWidget(inside)
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addWidget(self.table, 5)
        halves.addWidget(self.form_area, 4)
        register = QWidget(self)
        page = QVBoxLayout(register)
        page.setContentsMargins(0, 8, 0, 0)
        page.addLayout(buttons)
        page.addWidget(self.bar)
        page.addLayout(halves, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(register)
        self._stack.addWidget(self.update_panel)

    # -- what the records page asks for

    def read(self) -> Sequence[LegalBasis]:
        """Return the entries that have the words searched for, or those in the bin."""
        try:
            rows = self._service.binned() if self._binned else self._service.all()
        except AppError as error:
            self.context.ask.error(self, error)
            return ()
        return [basis for basis in rows if matches(basis, self._words)]

    def search(self, words: str) -> int:
        """Show the entries that have all the words; return how many."""
        self._words = fold(words).split()
        if not self._dirty and not self._is_new:
            self.reload()
        return len(self.model.rows)

    def show_entry(self, basis_id: str) -> None:
        """Choose an entry, whatever was searched for."""
        self._words = []
        if self._binned:
            self._toggle_bin()
        self.reload(basis_id)

    def key(self, record: LegalBasis) -> str:
        """Return the id."""
        return record.id

    def blank(self) -> LegalBasis:
        """Return an empty entry, checked today: who types it has the text at hand."""
        return LegalBasis("Nghị định", "", "", "", checked_on=self.context.today())

    def show_form(self, record: LegalBasis) -> None:
        """Fill the form."""
        self.form.show_value(record)
        self.form.setEnabled(not self._binned)

    def fields(self) -> dict[str, Field]:
        """Return the fields."""
        return self.form.fields

    def problems(self) -> dict[str, str]:
        """Return what is wrong."""
        return self.form.problems()

    def from_form(self, record: LegalBasis) -> LegalBasis:
        """Return the entry as the form says."""
        return self.form.value(record)

    def keep(self, record: LegalBasis) -> Change:
        """Write the entry."""
        return self._service.save(record).change

    def save(self) -> bool:
        """Write the entry in the form; what was changed elsewhere meanwhile is told and shown instead."""
        try:
            return super().save()
        except AppError as error:
            self.context.ask.error(self, error)
            self._dirty = False
            self.record = None
            self.reload()
            return False

    def forget(self, record: LegalBasis) -> Change:
        """Put the entry into the bin."""
        return self._service.bin(record.id)

    def removal_question(self, record: LegalBasis) -> str:
        """Never asked: what is thrown away can be taken back."""
        return ""

    def first_editor(self) -> QWidget:
        """Return the number."""
        return self.form.lines["number"]

    def begin_new(self) -> None:
        """Start a new entry, from the bin as well."""
        if self._binned:
            self.bin.setChecked(False)
            self._toggle_bin()
        super().begin_new()

    # -- more

    def _check(self) -> None:
        rows = self.table.selected_rows()
        ids = [row.id for row in rows]
        if rows and self.leave() and self._do(partial(self._service.mark_checked, ids)):
            words = self.tr("Đã ghi ngày kiểm tra hiệu lực cho {0} văn bản.").format(len(rows))
            tell_undoable(self.bar, self.context, words)

    def _remove_selected(self) -> None:
        rows = self.table.selected_rows()
        if not rows:
            return
        self._timer.stop()
        self._dirty = False
        if self._binned:
            if all(self._do(partial(self._service.restore, row.id)) for row in rows):
                self.bar.tell(self.tr("Đã lấy lại {0} văn bản.").format(len(rows)))
            return
        if all(self._do(partial(self._service.bin, row.id)) for row in rows):
            self._gone = [row.id for row in rows]
            words = name_text(rows[0]) if len(rows) == 1 else self.tr("{0} văn bản").format(len(rows))
            self.bar.tell(self.tr("Đã xóa {0} khỏi danh mục.").format(words), (self.tr("Hoàn tác"), self._undo_removal))

    def _undo_removal(self) -> None:
        for basis_id in self._gone:
            self._do(partial(self._service.restore, basis_id))

    def _toggle_bin(self) -> None:
        if not self.leave():
            self.bin.setChecked(self._binned)
            return
        self._binned = self.bin.isChecked()
        self.remove.setText(self.tr("Lấy lại") if self._binned else self.tr("Xóa"))
        self.checked.setEnabled(not self._binned)
        self.record = None
        self.reload()

    def _import(self) -> None:
        if not self.leave():
            return
        path = self.context.ask.open_file(self, self.tr("Chọn tệp cập nhật căn cứ"), UPDATE_FILES)
        if path is None:
            return
        try:
            preview = self._service.read_update(path)
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self._shown_path = path
        self.update_panel.show_preview(path.name, preview)
        self._stack.setCurrentWidget(self.update_panel)

    def _apply_update(self, overwrite: list[str]) -> None:
        preview = self.update_panel.preview
        if preview is not None and self._do(partial(self._service.apply_update, preview, overwrite)):
            self._close_update()
            self.bar.tell(self.tr("Đã cập nhật danh mục căn cứ từ tệp {0}.").format(self._shown_path.name))

    def _close_update(self) -> None:
        self._stack.setCurrentIndex(0)

    def escape(self) -> bool:
        """Close what was opened last: the update, a new entry, the message, the bin."""
        if self._stack.currentWidget() is self.update_panel:
            self._close_update()
            return True
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

    @property
    def _service(self) -> LegalBasisService:
        return self.context.services.legal_bases

    def _do(self, command: Callable[[], Change]) -> bool:
        """Run a command on the register, show the new state and announce it; False after expected trouble."""
        try:
            change = command()
        except AppError as error:
            self.context.ask.error(self, error)
            return False
        self.reload()
        self.context.saved()
        self.context.bus.announce(change)
        return True
