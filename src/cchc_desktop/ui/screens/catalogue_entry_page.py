"""A catalogue that the office changes: its table, and beside it the entry that is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from cchc_desktop.domain.catalogue_entry import CatalogueKind
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.services.catalogue_versions import EntryVersion, Value, Wish
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.rows import Column
from cchc_desktop.ui.widgets.catalogue_editor import EntryEditor
from cchc_desktop.ui.widgets.catalogue_panel import CataloguePanel
from cchc_desktop.ui.widgets.catalogue_table import CatalogueTable
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from cchc_desktop.domain.change import Change
    from cchc_desktop.services.catalogue_entries import CatalogueEntryService
    from cchc_desktop.ui.place import Context

_PANEL_WIDTH = 470
_DRAFT_AFTER = 1500  # ms after the last key until what is typed lies in a file


class CatalogueEntryPage(CatalogueTable):
    """Base of the pages of forms, indicators and periods. `changed` fires after a change was kept.

    A change is kept on purpose, not while typing: each makes a version with a day of its own. What is typed and not
    yet kept lies in a draft and is offered again.
    """

    changed = Signal()
    kind: CatalogueKind
    add_text = ""
    new_title = ""
    spare_columns: tuple[int, ...] = ()
    """Columns that make room for the panel."""

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        widths: tuple[int, ...],
        editor: EntryEditor[Any],
        context: Context,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"catalogue_{self.kind}", columns, widths, context, parent)
        self._context = context
        self._open: Value | None = None
        self._code = ""
        self._new = False
        self._dirty = False
        self.bar = NoticeBar(self)
        self._column.insertWidget(1, self.bar)
        self.add_button = self.top_button("add", self.add_text, "mdi6.plus", self.begin_new)
        self.edit_button = self.top_button("edit", self.tr("Sửa…"), "mdi6.pencil-outline", self._open_selected)
        self.bin_button = self.top_button("bin", self.tr("Bản đã xóa…"), "mdi6.trash-can-outline", self._offer_bin)
        self.panel = CataloguePanel(editor, context.today, years=self.kind is CatalogueKind.PERIODS, parent=self)
        self.panel.setFixedWidth(_PANEL_WIDTH)
        self.add_side(self.panel)
        self.panel.hide()
        self._timer = QTimer(self, singleShot=True, interval=_DRAFT_AFTER)
        self._timer.timeout.connect(self.keep_draft)
        self._connect()

    def _connect(self) -> None:
        self.table.setSelectionMode(self.table.SelectionMode.SingleSelection)
        self.table.activated_row.connect(self._open_row)
        self.table.selected_changed.connect(self._selected)
        self.panel.closed.connect(self.close_panel)
        self.panel.save_wanted.connect(self.save)
        self.panel.end_wanted.connect(self._end)
        self.panel.editor.edited.connect(self._edited)
        self.panel.note.textEdited.connect(self._edited)
        self.panel.versions.reuse.connect(self._reuse)
        self.panel.versions.drop.connect(self._drop)

    def top_button(self, name: str, words: str, picture: str, slot: Callable[[], object]) -> QPushButton:
        """Return a button for the row above the table."""
        button = QPushButton(icon(picture), words, self)
        button.setObjectName(f"catalogue_{self.kind}_{name}")
        button.clicked.connect(lambda: slot())
        return button

    # ------------------------------------------------------------------ what subclasses say

    def blank(self) -> Value:
        """Return an empty entry."""
        raise NotImplementedError

    def entry_of(self, row: Any) -> tuple[str, Value] | None:
        """Return the code and the entry of a row of the table, None when it has none of its own."""
        return row.code, row

    def title_of(self, code: str, value: Value) -> str:
        """Return the heading of an entry."""
        return f"{code}. {value.name}"

    def may_end(self, code: str) -> bool:
        """Tell whether an entry can be taken out of use."""
        return bool(code)

    def first_field(self) -> QWidget:
        """Return where the cursor goes in a new entry."""
        return next(iter(self.panel.editor.fields.values())).editor

    # ------------------------------------------------------------------ opening and closing

    @property
    def _service(self) -> CatalogueEntryService:
        return self._context.services.catalogue_entries

    def is_open(self) -> bool:
        """Tell whether an entry is open."""
        return not self.panel.isHidden()

    def begin_new(self) -> None:
        """Open an empty entry."""
        self.open_value("", self.blank(), new=True)

    def _open_selected(self) -> None:
        rows = self.table.selected_rows()
        if rows:
            self._open_row(rows[0])

    def _open_row(self, row: Any) -> None:
        found = self.entry_of(row)
        if found is not None:
            self.open_value(*found)

    def _selected(self) -> None:
        rows = self.table.selected_rows()
        self.edit_button.setEnabled(bool(rows))
        if rows and self.is_open() and not self._dirty:
            self._open_row(rows[0])

    def open_value(self, code: str, value: Value, *, new: bool = False, since: date | None = None) -> None:
        """Open an entry. One that is being changed stays until it is kept or put away."""
        if self._dirty and not self._put_away():
            return
        self._open, self._code, self._new = value, code, new
        self._fill(value)
        title = (
            self.new_title if new else f"{code}. {value.name}" if self.kind is not CatalogueKind.FORMS else value.name
        )
        self.panel.begin(title, since or self.first_day(value, new=new), "", new=new, ends=self.may_end(code))
        if not new:
            self.panel.versions.show_versions(self._service.versions(self.kind, code))
        self._dirty = False
        self._show_panel(True)
        if new:
            self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def first_day(self, value: Value, *, new: bool) -> date:
        """Return from when a change is offered to hold: as early as no frozen report is touched."""
        return self._service.first_day()

    def _fill(self, value: Value) -> None:
        editor = self.panel.editor
        editor.filling = True
        editor.show_value(value, self._context.services.catalogues, new=self._new)
        editor.filling = False

    def _show_panel(self, on: bool) -> None:
        for column in self.spare_columns:
            self.table.setColumnHidden(column, on)
        self.panel.setVisible(on)

    def close_panel(self) -> bool:
        """Put the panel away, asking when something was typed; False when it stays."""
        if self._dirty and not self._put_away():
            return False
        self._show_panel(False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _put_away(self) -> bool:
        question = self.tr("Bỏ những gì vừa sửa ở mục này?")
        if not self._context.ask.confirm(self, question, self.tr("Bỏ thay đổi")):
            return False
        self._forget_draft()
        return True

    # ------------------------------------------------------------------ keeping

    def _edited(self) -> None:
        if not self._dirty or self.panel.problem():
            self.panel.say({})
        self._dirty = True
        self._timer.start()

    def _wish(self) -> Wish | None:
        start = self.panel.start()
        if self._open is None or start is None:
            return None
        value: Value = self.panel.editor.value(self._open)
        return Wish(value, start, self.panel.note.text(), self._new)

    def save(self) -> bool:
        """Keep the entry from the day on that is given."""
        wish = self._wish()
        problems = self.panel.editor.problems()
        if wish is None:
            problems["since"] = self.panel.since.problem() or self.tr("chưa nhập ngày")
        if problems or wish is None:
            self.panel.say(problems)
            return False
        words = self.tr("Đã lưu “{}”, áp dụng từ {}.").format(wish.value.name, self.panel.start_text())
        return self._do(lambda: self._service.save(wish), words)

    def _end(self) -> None:
        start = self.panel.start()
        if start is None or not self._code:
            self.panel.say({"since": self.panel.since.problem() or self.tr("chưa nhập ngày")})
            return
        question = self.tr("Ngừng dùng “{}” từ {}? Số liệu đã ghi vẫn giữ nguyên.")
        name = self._open.name if self._open is not None else ""
        if not self._context.ask.confirm(self, question.format(name, self.panel.start_text()), self.tr("Ngừng dùng")):
            return
        words = self.tr("“{}” ngừng dùng từ {}.").format(name, self.panel.start_text())
        last = start - timedelta(days=1)
        self._do(lambda: self._service.end(self.kind, self._code, last, self.panel.note.text()), words)

    def _reuse(self, version: EntryVersion) -> None:
        self._fill(version.value)
        self._open = version.value
        self._edited()
        self.bar.tell(self.tr("Đã đưa nội dung bản cũ vào các ô; chọn ngày áp dụng rồi bấm Lưu."))
        self.panel.scroll_area.verticalScrollBar().setValue(0)

    def _drop(self, version: EntryVersion) -> None:
        if version.entry is None:
            return
        entry_id = version.entry.id
        words = self.tr("Đã xóa bản “{}” {}.").format(version.value.name, self.tr("áp dụng từ lúc đã định"))
        if self._do(lambda: self._service.drop(entry_id), words):
            self.bar.tell(words, (self.tr("Hoàn tác"), lambda: self._restore(entry_id)))

    def _offer_bin(self) -> None:
        entries = self._service.binned(self.kind)
        if not entries:
            self.bar.tell(self.tr("Không có bản nào đã xóa."))
            return
        last = entries[-3:]
        actions = [
            (self.tr("Lấy lại “{}”").format(str(one.content["name"])[:40]), lambda one=one: self._restore(one.id))
            for one in last
        ]
        self.bar.tell(self.tr("Có {} bản đã xóa.").format(len(entries)), *actions)

    def _restore(self, entry_id: str) -> None:
        self._do(lambda: self._service.restore(entry_id), self.tr("Đã lấy lại bản đã xóa."))

    def _do(self, command: Callable[[], Change], words: str) -> bool:
        """Run a change, show the new state and announce it; False after expected trouble."""
        try:
            change = command()
        except InvalidInput as error:
            problems = self.panel.editor.named(error.problems)
            if self.is_open():
                self.panel.say(problems)
            else:
                self._context.ask.error(self, error)
            return False
        except AppError as error:
            self._context.ask.error(self, error)
            return False
        self._forget_draft()
        self._show_panel(False)
        self._context.saved()
        self.changed.emit()
        self.bar.tell(words)
        self._context.bus.announce(change)
        return True

    # ------------------------------------------------------------------ drafts

    @property
    def _draft(self) -> str:
        return f"catalogue-{self.kind}"

    def keep_draft(self) -> None:
        """Write what is being typed into a file."""
        self._timer.stop()
        wish = self._wish() if self._dirty else None
        if wish is not None:
            draft = {**self._service.draft(wish), "code": self._code}
            try:
                self._context.services.drafts.keep(self._draft, draft)
            except AppError as error:
                self._context.ask.error(self, error)

    def _forget_draft(self) -> None:
        self._timer.stop()
        self._dirty = False
        self._context.services.drafts.drop(self._draft)

    def offer_draft(self) -> None:
        """Open what was typed and not kept when the program last ended."""
        draft = self._context.services.drafts.read(self._draft)
        wish = self._service.from_draft(draft) if draft else None
        if draft is None or wish is None or self._dirty:
            return
        self.open_value(str(draft.get("code", "")), wish.value, new=wish.new, since=wish.start)
        self.panel.note.setText(wish.note)
        self._dirty = True
        self.bar.tell(self.tr("Đã mở lại mục đang sửa dở lần trước."))
