"""The right side of the plan editor: the chosen part, with finding above and the laid-out pages beside it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.plan import Plan, PlanStatus
from cchc_desktop.domain.plan_search import Field, Hit, Place, line_of
from cchc_desktop.errors import AppError
from cchc_desktop.ui.models.plan_draft import Edit, Part, PlanDraft
from cchc_desktop.ui.models.plan_older import DraftKeeper, first_change
from cchc_desktop.ui.models.plan_outline import NodeKind
from cchc_desktop.ui.models.plan_tidy import tidy_plan, with_new_ids
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.plan_find_bar import PlanFindBar
from cchc_desktop.ui.widgets.plan_header_panel import HeaderPanel
from cchc_desktop.ui.widgets.plan_lines_panel import LinesPanel
from cchc_desktop.ui.widgets.plan_outline_pane import OutlinePane
from cchc_desktop.ui.widgets.plan_page_preview import PlanPagePreview
from cchc_desktop.ui.widgets.plan_panel import PlanPanel
from cchc_desktop.ui.widgets.plan_preamble_panel import PreamblePanel
from cchc_desktop.ui.widgets.plan_tasks_panel import TasksPanel
from cchc_desktop.ui.widgets.plan_text_panel import PlanTextPanel

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_NODES = {
    Field.TITLE: NodeKind.HEADER,
    Field.PREAMBLE: NodeKind.PREAMBLE,
    Field.CLOSING: NodeKind.CLOSING,
    Field.RECIPIENT: NodeKind.RECIPIENTS,
    Field.TASK: NodeKind.TASKS,
    Field.APPENDIX_TITLE: NodeKind.TASKS,
}


class PlanDesk(QWidget):
    """Holds the editor's pages. `search` looks for words in the whole plan."""

    def __init__(
        self,
        context: Context,
        draft: PlanDraft,
        stack: QStackedWidget,
        pane: OutlinePane,
        panels: Mapping[NodeKind, PlanPanel],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._draft = draft
        self._pane = pane
        self._panels = panels
        text = panels[NodeKind.SECTION]
        assert isinstance(text, PlanTextPanel)
        self._text = text
        self._keeper = DraftKeeper(context.services.plan_history, draft, self)
        self.bar = PlanFindBar(draft, self._from_here, self)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        # The window is painted before the pages are begun.
        self._begin_preview = QTimer(self, singleShot=True, interval=50)
        self._begin_preview.timeout.connect(self._begin)
        self.split.addWidget(stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.bar)
        layout.addWidget(self.split, 1)
        self.bar.shown.connect(self._show_hit)
        self.bar.found.connect(text.view.show_finds)
        self.bar.closed.connect(self._focus_text)
        text.find_wanted.connect(self.search)
        self.preview: PlanPagePreview | None = None
        self._shared_out = False
        text.preview_wanted.connect(self._show_preview)
        text.preview.setChecked(context.settings.value.page_preview)
        self._add_keys(parent)

    def _add_keys(self, editor: QWidget) -> None:
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+H", self.replace),
            ("F3", self.bar.go_on),
            ("Shift+F3", self.bar.go_back),
        )
        for sequence, slot in keys:
            shortcut = QShortcut(QKeySequence(sequence), editor)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # -- the pages

    def _show_preview(self, on: bool) -> None:
        if on and self.preview is None:
            self.preview = PlanPagePreview(self.context, self._draft, self)
            self.split.addWidget(self.preview)
            self._text.entered.connect(self.preview.follow)
            self._pane.tree.chosen.connect(self._follow_outline)
        if self.preview is not None:
            self.preview.setVisible(on)
            self._shorten(on)
            self._begin_preview.start()
        with contextlib.suppress(AppError):  # remembering it is a comfort, not worth a message
            self.context.settings.update(page_preview=on)

    def _begin(self) -> None:
        if self.preview is None:
            return
        # By now the buttons have shrunk, and the outline may become narrower.
        self._share_out(not self.preview.isHidden())
        if not self.preview.isHidden():
            self.preview.begin()
            self._follow_outline()

    def _shorten(self, on: bool) -> None:
        """Show the buttons' signs without their words while the pages need the room."""
        for button in self._pane.findChildren(QToolButton):
            if button.text():
                button.setToolTip(button.toolTip() or button.text())
                button.setAccessibleName(button.text())
                words = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly if on else words)

    def _share_out(self, on: bool) -> None:
        """Give the pages room at the outline's cost, and give it back."""
        outer = self.parentWidget()
        if isinstance(outer, QSplitter) and outer.count() > 1:
            whole = sum(outer.sizes())
            first = min(250 if on else 400, whole // 3)
            outer.setSizes([first, whole - first])
        if on and not self._shared_out:
            self._shared_out = True
            self.split.setSizes([500, 450])

    def _follow_outline(self) -> None:
        if self.preview is not None and self._pane.tree.section_id:
            self.preview.follow(self._pane.tree.section_id)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the pages when they were on show the last time."""
        super().showEvent(event)
        if self.preview is not None and not self.preview.isHidden():
            self._shorten(True)
            self._begin_preview.start()

    # -- what was typed when the program ended

    def take_kept(self, bar: NoticeBar, undo: Callable[[], None]) -> None:
        """Take what was typed and not saved when the program last ended into the plan, and say so in `bar`."""
        history, plan = self.context.services.plan_history, self._draft.plan
        kept = history.kept_draft(plan)
        if kept is None:
            return
        if not kept.conflicting:
            self._draft.apply(kept.plan, Edit(Part.OUTLINE, first_change(plan, kept.plan)))
            self._keeper.adopt()
            words = self.tr("Đã lấy lại phần đang gõ dở khi chương trình bị tắt ngang.")
            bar.tell(words, (self.tr("Bỏ phần này"), undo))
            return
        words = self.tr(
            "Lần trước có phần soạn chưa lưu được vì kế hoạch đã được sửa ở nơi khác. Phần đó vẫn còn nguyên."
        )
        copy = (self.tr("Giữ thành bản sao"), partial(self._keep_copy, kept.plan, bar))
        bar.tell(words, copy, (self.tr("Bỏ"), partial(history.drop_draft, plan.id, True)))

    def _keep_copy(self, plan: Plan, bar: NoticeBar) -> None:
        mine = with_new_ids(tidy_plan(plan))
        title = self.tr("{0} (bản sao)").format(mine.title)
        copy = replace(mine, id=new_id(), version=0, number=None, date=None, status=PlanStatus.DRAFT, title=title)
        try:
            saved = self.context.services.plans.save(copy)
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self.context.services.plan_history.drop_draft(plan.id, conflicting=True)
        self.context.bus.announce(saved.change)
        bar.tell(self.tr("Đã lưu thành “{0}” trong danh sách kế hoạch.").format(title))

    # -- finding

    def search(self) -> None:
        """Open the bar, with the words selected in the text."""
        self._open(replacing=False)

    def replace(self) -> None:
        """Open the bar to replace words."""
        self._open(replacing=True)

    def _open(self, replacing: bool) -> None:
        selected = self._text.view.textCursor().selectedText() if self._text.isVisible() else ""
        self.bar.open("" if "\u2029" in selected else selected, replacing)

    def _from_here(self) -> frozenset[str]:
        """Return the ids of the sections from the one the cursor is in."""
        order = [section.id for section in self._draft.plan.walk()]
        here = self._text.section_id
        return frozenset(order[order.index(here) :]) if here in order else frozenset()

    def escape(self) -> bool:
        """Close the bar; False when it is not open."""
        if not self.bar.isVisible():
            return False
        self.bar.close_bar()
        return True

    def _focus_text(self) -> None:
        if self._text.isVisible():
            self._text.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_task(self, task_id: str) -> None:
        """Show a task in its table, when it is there."""
        ids = [task.id for task in self._draft.plan.tasks]
        if task_id in ids:
            self._show_hit(Hit(Place(Field.TASK, task_id), 0, 0, ""))

    def _show_hit(self, hit: Hit) -> None:
        node = _NODES.get(hit.place.field)
        if node is None:
            section = self._draft.plan.section(hit.place.key)
            if section is not None:
                self._pane.go_to(section.id)
                line, start, length = line_of(hit)
                self._text.go_to(section.id, line, start, length)
            return
        self._pane.tree.go_to_part(node)
        panel = self._panels[node]
        if isinstance(panel, HeaderPanel):
            panel.title.select(hit.start, hit.end)
        elif isinstance(panel, PreamblePanel):
            panel.list.setCurrentRow(hit.place.row)
            panel.text.select(hit.start, hit.end)
        elif isinstance(panel, LinesPanel):
            before = sum(len(line) + 1 for line in panel.lines(self._draft.plan)[: hit.place.row])
            panel.box.select(before + hit.start, before + hit.end)
        elif isinstance(panel, TasksPanel) and hit.place.key:
            ids = [task.id for task in self._draft.plan.tasks]
            panel.table.selectRow(ids.index(hit.place.key))
