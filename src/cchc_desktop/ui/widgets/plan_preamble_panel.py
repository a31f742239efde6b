"""The lines between the title and the first section: bases (căn cứ) and opening paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.plan import LineKind, PreambleLine
from cchc_desktop.errors import AppError
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.legal_basis_rows import name_text, said
from cchc_desktop.ui.models.plan_draft import Part, PlanDraft
from cchc_desktop.ui.models.plan_tidy import tidy_preamble
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.plan_fields import Choice, TextBox
from cchc_desktop.ui.widgets.plan_panel import PlanPanel, button_row, quiet

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


_LOOK_AFTER = 400  # ms after the last key


class PreamblePanel(PlanPanel):
    """The list of lines above, the chosen line below. `pick_wanted` asks for the register of legal bases."""

    part = Part.PREAMBLE
    pick_wanted = Signal()

    def __init__(self, context: Context, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(context, draft, self.tr("Căn cứ và mở đầu"), parent)
        hint = self.tr("Căn cứ in nghiêng, mỗi căn cứ một dòng; dấu “;” và dấu “.” cuối cùng được đặt khi in.")
        self.column.addWidget(quiet(hint, self))
        self.list = QListWidget(self)
        self.list.setObjectName("preamble_list")
        self.list.setAccessibleName(self.tr("Các dòng căn cứ và mở đầu"))
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setSpacing(3)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.column.addWidget(self.list, 3)
        buttons = QVBoxLayout()
        buttons.setSpacing(0)
        buttons.addLayout(self._buttons())
        buttons.addLayout(self._register_buttons())
        self.column.addLayout(buttons)
        self.warning = QLabel(self)
        self.warning.setObjectName("preamble_warning")
        self.warning.setProperty("role", "warning")
        self.warning.setWordWrap(True)
        self.warning.setMargin(5)
        self.warning.setTextFormat(Qt.TextFormat.PlainText)
        self.column.addWidget(self.warning)
        self.kind = Choice("preamble_kind", self)
        self.kind.addItem(self.tr("Căn cứ (in nghiêng)"), LineKind.BASIS)
        self.kind.addItem(self.tr("Đoạn mở đầu"), LineKind.OPENING)
        self.text = TextBox("preamble_text", self)
        self.text.setMinimumHeight(self.fontMetrics().height() * 4)
        self.column.addWidget(Field(self.tr("Loại dòng"), self.kind, parent=self))
        label = QLabel(self.tr("Nội dung dòng đang chọn"), self)
        label.setBuddy(self.text)
        self.text.setAccessibleName(label.text())
        self.column.addWidget(label)
        self.column.addWidget(self.text, 2)
        self.watch(self.text)
        self._warnings: dict[int, str] = {}
        blank = QPixmap(64, 64)
        blank.fill(Qt.GlobalColor.transparent)
        self._no_icon = QIcon(blank)  # lines without a sign begin where the others begin
        self._look = QTimer(self, singleShot=True, interval=_LOOK_AFTER)
        self._look.timeout.connect(self._look_up)
        self.list.currentRowChanged.connect(self._show_line)
        self.kind.activated.connect(self._change_kind)
        self.text.typed.connect(self._take)
        self.text.left.connect(self.tidy)

    def _buttons(self) -> QHBoxLayout:
        return button_row(
            self,
            ("preamble_add", self.tr("Thêm"), "mdi6.plus", self.add),
            ("preamble_remove", self.tr("Xóa"), "mdi6.trash-can-outline", self.remove),
            ("preamble_up", self.tr("Lên"), "mdi6.arrow-up", self.up),
            ("preamble_down", self.tr("Xuống"), "mdi6.arrow-down", self.down),
        )

    def _register_buttons(self) -> QHBoxLayout:
        return button_row(
            self,
            ("preamble_pick", self.tr("Chọn từ danh mục căn cứ…"), "mdi6.book-open-variant", self.pick_wanted.emit),
            ("preamble_sort", self.tr("Xếp đúng thứ tự"), "mdi6.sort-variant", self.sort),
        )

    @property
    def row(self) -> int:
        """The chosen line, -1 when there is none."""
        return self.list.currentRow()

    def reload(self) -> None:
        """Show the lines; the chosen row stays chosen."""
        row = max(self.row, 0)
        self.list.blockSignals(True)
        self.list.clear()
        for line in self.plan.preamble:
            self.list.addItem(self._item(line))
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.blockSignals(False)
        self._show_line()
        self._look_up()

    def _item(self, line: PreambleLine) -> QListWidgetItem:
        item = QListWidgetItem(line.text or self.tr("(dòng trống)"))
        font = self.list.font()
        font.setItalic(line.kind is LineKind.BASIS)
        item.setFont(font)
        return item

    def _show_line(self) -> None:
        chosen = 0 <= self.row < len(self.plan.preamble)
        self.text.setEnabled(chosen)
        self.kind.setEnabled(chosen)
        if chosen:
            line = self.plan.preamble[self.row]
            self.kind.show_value(line.kind)
            self.text.show_text(line.text)
        else:
            self.text.show_text("")
        self._show_warning()

    def _set(self, lines: tuple[PreambleLine, ...], merge: str = "") -> None:
        self.apply(replace(self.plan, preamble=lines), merge)

    def _replace_line(self, line: PreambleLine, merge: str = "") -> None:
        lines = self.plan.preamble
        self._set((*lines[: self.row], line, *lines[self.row + 1 :]), merge)
        item = self._item(line)
        self.list.item(self.row).setText(item.text())
        self.list.item(self.row).setFont(item.font())

    def _take(self) -> None:
        if 0 <= self.row < len(self.plan.preamble):
            line = replace(self.plan.preamble[self.row], text=self.text.toPlainText())
            self._replace_line(line, f"preamble {self.row}")
            self._look.start()

    def _change_kind(self) -> None:
        if 0 <= self.row < len(self.plan.preamble):
            self.draft.seal()
            self._replace_line(replace(self.plan.preamble[self.row], kind=LineKind(self.kind.currentData())))

    def add(self) -> None:
        """Put an empty line of the same kind behind the chosen one and go to it."""
        lines = self.plan.preamble
        at = self.row + 1 if self.row >= 0 else len(lines)
        kind = lines[self.row].kind if 0 <= self.row < len(lines) else LineKind.BASIS
        self._set((*lines[:at], PreambleLine(kind, ""), *lines[at:]))
        self.reload()
        self.list.setCurrentRow(at)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove(self) -> None:
        """Take the chosen line out."""
        lines = self.plan.preamble
        if 0 <= self.row < len(lines):
            self._set((*lines[: self.row], *lines[self.row + 1 :]))
            self.reload()

    def up(self) -> None:
        """Move the chosen line up."""
        self._move(-1)

    def down(self) -> None:
        """Move the chosen line down."""
        self._move(1)

    def _move(self, step: int) -> None:
        lines = list(self.plan.preamble)
        target = self.row + step
        if self.row >= 0 and 0 <= target < len(lines):
            lines.insert(target, lines.pop(self.row))
            self._set(tuple(lines))
            self.reload()
            self.list.setCurrentRow(target)

    def sort(self) -> None:
        """Bring the bases that the register knows into the order of the hierarchy."""
        self._try(self._sort)

    def _sort(self) -> None:
        self.draft.seal()
        self.apply(self.context.services.legal_bases.sort(self.plan))
        self.reload()

    def _look_up(self) -> None:
        """Look the bases up in the register and mark the lines about which there is something to know."""
        self._look.stop()
        self._try(self._mark)

    def _mark(self) -> None:
        found = self.context.services.legal_bases.preamble_warnings(self.plan)
        self._warnings = {row: f"{name_text(basis)}: {said(warnings)}" for row, (basis, warnings) in found.items()}
        for row in range(self.list.count()):
            item, text = self.list.item(row), self._warnings.get(row, "")
            serious = row in found and any(warning.serious for warning in found[row][1])
            picture = icon("mdi6.alert-circle-outline", "red") if serious else icon("mdi6.information-outline", "amber")
            item.setIcon(picture if text else self._no_icon if found else QIcon())
            item.setToolTip(text)
        self._show_warning()

    def _show_warning(self) -> None:
        text = self._warnings.get(self.row, "")
        self.warning.setText(text)
        self.warning.setVisible(bool(text))

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except (
            AppError
        ):  # the register cannot be read: the place Danh mục says why, the plan can be written all the same
            self._warnings = {}
            self.warning.hide()

    def first_field(self) -> QWidget:
        """Return the field that F2 goes to."""
        return self.text if self.plan.preamble else self.list

    def tidy(self) -> None:
        """Keep the lines clean. An empty line stays on the screen until the editor is left; it is never stored."""
        lines = tidy_preamble(self.plan.preamble)
        if lines != self.plan.preamble:
            self.amend(replace(self.plan, preamble=lines))
            self.reload()
        self.draft.seal()
