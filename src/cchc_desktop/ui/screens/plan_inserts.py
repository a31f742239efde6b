"""Pages that bring something kept into the plan being edited: bases of the register, and text blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.text import fold
from cchc_desktop.domain.text_block import SECTION_NAMES, BlockSection, TextBlock
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.ui.models.plan_draft import Edit, Part, PlanDraft
from cchc_desktop.ui.models.plan_tidy import summary
from cchc_desktop.ui.screens.table_import_button import start_import
from cchc_desktop.ui.widgets.legal_basis_picker import LegalBasisPicker
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.text_block_form import TextBlockForm
from cchc_desktop.ui.widgets.text_block_panel import TextBlockPanel

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


@dataclass(frozen=True, slots=True)
class EditorParts:
    """What the pages need of the editor: the plan, where pages are shown, messages, and the chosen section."""

    draft: PlanDraft
    stack: QStackedWidget
    bar: NoticeBar
    section_id: Callable[[], str]
    go_to: Callable[[str], None]


class PlanInserts(QObject):
    """Opens the pages over the editor's right side. `closed` asks the editor to show its own page again."""

    closed = Signal()

    def __init__(self, context: Context, parts: EditorParts, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parts = parts
        self.bases = LegalBasisPicker(context, parent)
        self.blocks = TextBlockPanel(context, parent)
        self.blocks.import_wanted.connect(partial(start_import, self.blocks, "text_blocks"))
        self.form = TextBlockForm(context, parent)
        self._kept_id = ""
        self._restorable = ""
        for page in (self.bases, self.blocks, self.form):
            parts.stack.addWidget(page)
            page.closed.connect(self.close)
        self.bases.picked.connect(self._take_bases)
        self.blocks.insert_wanted.connect(self._insert_block)
        self.blocks.remove_wanted.connect(self._remove_block)
        self.form.keep_wanted.connect(self._keep_block)

    @property
    def is_open(self) -> bool:
        """Whether one of the pages is on show."""
        return self._parts.stack.currentWidget() in (self.bases, self.blocks, self.form)

    def close(self) -> None:
        """Go back to the editor's own page."""
        if self.is_open:
            self.closed.emit()

    def follow(self) -> bool:
        """Another line of the outline was chosen: the blocks stay open and go there; True when they did."""
        if self._parts.stack.currentWidget() is not self.blocks:
            return False
        self.blocks.show_plan(self._parts.draft.plan, self._place())
        return True

    # -- bases

    def pick_bases(self) -> None:
        """Offer the register of legal bases."""
        if self._fine(lambda: self.bases.show_plan(self._parts.draft.plan)):
            self._parts.stack.setCurrentWidget(self.bases)
            self.bases.search.setFocus()

    def _take_bases(self, ids: list[str]) -> None:
        draft = self._parts.draft
        made: list[Plan] = []
        if self._fine(lambda: made.append(self._context.services.legal_bases.pick(draft.plan, ids))):
            draft.seal()
            draft.apply(made[0], Edit(Part.PREAMBLE))
            self.closed.emit()
            self._parts.bar.tell(self.tr("Đã đưa {0} căn cứ vào kế hoạch.").format(len(ids)))

    # -- blocks

    def open_blocks(self) -> None:
        """Offer the text blocks; one goes behind the chosen section."""
        if self._fine(lambda: self.blocks.show_plan(self._parts.draft.plan, self._place())):
            self._parts.stack.setCurrentWidget(self.blocks)
            self.blocks.begin()

    def _place(self) -> str:
        plan, section_id = self._parts.draft.plan, self._parts.section_id()
        section = plan.section(section_id)
        if section is None:
            return self.tr("Sẽ chèn vào cuối kế hoạch. Chọn một mục ở dàn ý bên trái để chèn vào chỗ khác.")
        label = outline.printed_label(section.kind, outline.labels(plan.sections)[section_id])
        words = f"{label} {summary(section) or '…'}".strip()
        return self.tr("Sẽ chèn sau mục đang chọn, theo đúng bậc: {0}").format(
            words if len(words) <= 90 else f"{words[:89]}…"
        )

    def _insert_block(self, block: TextBlock) -> None:
        draft = self._parts.draft
        plan, section_id = self._context.services.text_blocks.insert(draft.plan, block, self._parts.section_id())
        draft.seal()
        draft.apply(plan, Edit(Part.OUTLINE if section_id else Part.CLOSING, section_id))
        if section_id:
            self._parts.go_to(section_id)
        self.follow()
        self._parts.bar.tell(self.tr("Đã chèn đoạn mẫu “{0}”.").format(block.title), (self.tr("Xong"), self.close))
        self.blocks.begin()

    def _remove_block(self, block: TextBlock) -> None:
        service = self._context.services.text_blocks
        if self._fine(lambda: self._context.bus.announce(service.bin(block.id))):
            self.follow()
            self._restorable = block.id
            self._parts.bar.tell(
                self.tr("Đã xóa đoạn mẫu “{0}”.").format(block.title), (self.tr("Hoàn tác"), self._restore_block)
            )

    def _restore_block(self) -> None:
        service = self._context.services.text_blocks
        if self._fine(lambda: self._context.bus.announce(service.restore(self._restorable))):
            self.follow()

    def keep_block(self) -> None:
        """Ask for the particulars of a block made from the chosen section."""
        plan = self._parts.draft.plan
        section = plan.section(self._parts.section_id())
        if section is None:
            self._parts.bar.tell(self.tr("Chọn một mục ở dàn ý bên trái để lưu thành đoạn mẫu."))
            return
        self._kept_id = section.id
        self._parts.stack.setCurrentWidget(self.form)
        self.form.show_section(section, _part_of(plan, section.id))

    def _keep_block(self, title: str, part: BlockSection, topics: tuple[object, ...]) -> None:
        service = self._context.services.text_blocks
        try:
            saved = service.from_section(self._parts.draft.plan, self._kept_id, title, part, topics)  # type: ignore[arg-type]
        except InvalidInput as error:
            self.form.show_problems(error.problems)
            return
        except AppError as error:
            self._context.ask.error(self.form, error)
            return
        self._context.bus.announce(saved.change)
        self._context.saved()
        self.closed.emit()
        self._parts.bar.tell(self.tr("Đã lưu đoạn mẫu “{0}”.").format(saved.block.title))

    def _fine(self, work: Callable[[], object]) -> bool:
        """Do something; False when it met expected trouble, which is then told."""
        try:
            work()
        except AppError as error:
            self._context.ask.error(self._parts.stack, error)
            return False
        return True


def _part_of(plan: Plan, section_id: str) -> BlockSection:
    """Guess the part a section belongs to from the headings above it, the nearest first."""
    path = outline.find_path(plan.sections, section_id) or ()
    for depth in range(len(path), 0, -1):
        words = fold(outline.at(plan.sections, path[:depth]).title)
        for part, name in SECTION_NAMES.items():
            if words and fold(name) in words:
                return part
    return BlockSection.CONTENT
