"""A list of records with the form of the one selected beside it; what is typed is written by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cchc_desktop.errors import InvalidInput
from cchc_desktop.ui.models.rows import Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.field import Field, show_problems
from cchc_desktop.ui.widgets.history_button import HistoryButton

if TYPE_CHECKING:
    from cchc_desktop.domain.change import Change
    from cchc_desktop.ui.place import Context

T = TypeVar("T")

SAVE_AFTER = 1500  # ms after the last key


class RecordsPage(QWidget, Generic[T]):
    """Base of the pages "Đơn vị" and "Người ký".

    Subclasses say how records are read, shown in the form, taken from it and kept. A record that is not sound is
    not written; its problems stand at the fields, and `leave` keeps the person there.
    """

    entity = ""
    """What the audit trail calls a record; it opens its history."""
    lead = ""
    add_text = ""

    def __init__(self, context: Context, name: str, columns: Sequence[Column[T]], widths: tuple[int, ...]) -> None:
        super().__init__()
        self.context = context
        self.setObjectName(name)
        self.record: T | None = None
        self._is_new = False
        self._dirty = False
        self._filling = False
        self.model = RowsModel[T](columns, self)
        self.table = DataTable(f"{name}_table", context.settings, self)
        self.table.set_model(self.model, widths)
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.selected_changed.connect(self._selected)
        self.add = QPushButton(self.add_text, self)
        self.add.setObjectName(f"{name}_add")
        self.add.clicked.connect(self.begin_new)
        self.remove = QPushButton(self.tr("Xóa"), self)
        self.remove.setObjectName(f"{name}_remove")
        self.remove.clicked.connect(self._remove_selected)
        self.history = HistoryButton(self.table, context, lambda row: (self.entity, self.key(row)))
        self.state = QLabel(self)
        self.state.setObjectName(f"{name}_state")
        self.state.setProperty("role", "quiet")
        self.state.setWordWrap(True)
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self._timer.timeout.connect(self._save_quietly)

    def lay_out(self, form: QWidget, extra: Sequence[QPushButton] = ()) -> None:
        """Put the list on the left and the form on the right."""
        lead = QLabel(self.lead, self)
        lead.setWordWrap(True)
        lead.setProperty("role", "quiet")
        buttons = QHBoxLayout()
        for button in (self.add, *extra, self.remove, self.history):
            buttons.addWidget(button)
        buttons.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(lead)
        left.addLayout(buttons)
        left.addWidget(self.table, 1)
        inside = QWidget(self)
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 2, 12, 2)
        column.addWidget(form)
        column.addWidget(self.state)
        column.addStretch(1)
        self.form_area = QScrollArea(self)
        self.form_area.setWidgetResizable(True)
        self.form_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form_area.setWidget(inside)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 14, 0, 0)
        row.setSpacing(24)
        row.addLayout(left, 5)
        row.addWidget(self.form_area, 4)

    # ------------------------------------------------------------------ what subclasses say

    def read(self) -> Sequence[T]:
        """Return all records."""
        raise NotImplementedError

    def key(self, record: T) -> str:
        """Return the id of a record."""
        raise NotImplementedError

    def blank(self) -> T:
        """Return a new record."""
        raise NotImplementedError

    def show_form(self, record: T) -> None:
        """Put a record into the form."""
        raise NotImplementedError

    def fields(self) -> dict[str, Field]:
        """Return the fields of the form by name."""
        raise NotImplementedError

    def problems(self) -> dict[str, str]:
        """Return what is wrong with the form."""
        raise NotImplementedError

    def from_form(self, record: T) -> T:
        """Return the record with what stands in the form."""
        raise NotImplementedError

    def keep(self, record: T) -> Change:
        """Write a record."""
        raise NotImplementedError

    def forget(self, record: T) -> Change:
        """Take a record out."""
        raise NotImplementedError

    def removal_question(self, record: T) -> str:
        """Return the question before a record is taken out."""
        raise NotImplementedError

    def first_editor(self) -> QWidget:
        """Return where the cursor goes in a new record."""
        raise NotImplementedError

    # ------------------------------------------------------------------ the work

    def reload(self, select: str = "") -> None:
        """Read the records again and select one (the first one when there is none of that id)."""
        rows = list(self.read())
        wanted = select or (self.key(self.record) if self.record is not None else "")
        self._filling = True
        self.model.set_rows(rows)
        keys = [self.key(row) for row in self.model.rows]
        self.table.select_number(keys.index(wanted) if wanted in keys else 0)
        self._filling = False
        if not self._dirty:
            self._selected()

    def begin_new(self) -> None:
        """Start a new record; it is written once it is sound."""
        if not self.leave():
            return
        self._filling = True
        self.table.clearSelection()
        self._filling = False
        self._open(self.blank(), is_new=True)
        self.state.setText(self.tr("Mục mới, chưa ghi. Nhập đủ các ô thì chương trình tự ghi; Esc để bỏ."))
        self.first_editor().setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel_new(self) -> bool:
        """Drop a new record that was not written; True when there was one."""
        if not self._is_new:
            return False
        self._dirty = self._is_new = False
        self._timer.stop()
        self.record = None
        self.reload()
        return True

    def leave(self) -> bool:
        """Write what was typed; False when it cannot be written and the person has to look."""
        return self.save() if self._dirty else True

    def save(self) -> bool:
        """Write the record in the form, when it is sound."""
        self._timer.stop()
        if self.record is None:
            return True
        problems = self.problems()
        changed = self.from_form(self.record) if not problems else self.record
        if not problems:
            try:
                change = self.keep(changed)
            except InvalidInput as error:
                problems = error.problems
        if problems:
            self.state.setText("; ".join(show_problems(self.fields(), problems)))
            return False
        show_problems(self.fields(), {})
        self.record, self._dirty, self._is_new = changed, False, False
        self.state.setText(self.tr("Đã lưu."))
        self.context.saved()
        self.reload(self.key(changed))
        self.context.bus.announce(change)
        return True

    def edited(self) -> None:
        """Note that something was typed; connect the form's signals here."""
        if self._filling or self.record is None:
            return
        self._dirty = True
        self.state.setText("" if not self._is_new else self.state.text())
        self._timer.start()

    def _save_quietly(self) -> None:
        """Write after a pause in typing. An unsound record waits: complaints in mid-word would only disturb."""
        if self._dirty and not self.problems():
            self.save()

    def _open(self, record: T, is_new: bool) -> None:
        self._filling = True
        self.record, self._is_new, self._dirty = record, is_new, False
        self.show_form(record)
        show_problems(self.fields(), {})
        self.state.setText("")
        self.form_area.setEnabled(True)
        self._filling = False

    def _selected(self) -> None:
        if self._filling:
            return
        rows = self.table.selected_rows()
        if self._dirty and not self.save():
            return
        self.remove.setEnabled(bool(rows))
        if rows:
            if self.record is None or self.key(rows[0]) != self.key(self.record) or rows[0] != self.record:
                self._open(rows[0], is_new=False)
        elif not self._is_new:
            self.record = None
            self.form_area.setEnabled(False)

    def _remove_selected(self) -> None:
        rows = self.table.selected_rows()
        if not rows or not self.context.ask.confirm(self, self.removal_question(rows[0]), self.tr("Xóa")):
            return
        try:
            change = self.forget(rows[0])
        except InvalidInput as error:
            self.state.setText("; ".join(reason[:1].upper() + reason[1:] for reason in error.problems.values()))
            return
        self._dirty = False
        self.record = None
        self.reload()
        self.context.saved()
        self.context.bus.announce(change)
