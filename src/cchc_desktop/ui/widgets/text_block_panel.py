"""Choosing a text block for a plan: search, parts and topics above, the list below, and how it will read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextEdit,
    QWidget,
)

from cchc_desktop.domain import outline
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.listing import Cell, ListColumn, ListSource
from cchc_desktop.domain.plan import Plan, Section
from cchc_desktop.domain.text_block import SECTION_NAMES, TOPIC_NAMES, BlockSection, BlockTopic, TextBlock
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.page_frame import PageFrame
from cchc_desktop.ui.widgets.plan_fields import Choice

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_SEARCH_PAUSE = 250  # ms: an input method sends Backspace and letters in bursts
_BLOCK = int(Qt.ItemDataRole.UserRole)


class _SearchLine(QLineEdit):
    """A search line whose arrow keys move in the list below it."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass Up and Down on."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class _BlockList(QListWidget):
    """A list in which Enter and a double click ask for the block."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class TextBlockPanel(PageFrame):
    """`insert_wanted` carries the block, `remove_wanted` one of the office's own; `import_wanted` asks for a file."""

    insert_wanted = Signal(object)
    remove_wanted = Signal(object)
    import_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Chèn đoạn mẫu"), parent)
        self.setObjectName("text_block_panel")
        self._context = context
        self._plan: Plan | None = None
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE)
        self.place = QLabel(self)
        self.place.setObjectName("block_place")
        self.place.setProperty("role", "quiet")
        self.place.setWordWrap(True)
        self.search = _SearchLine(self)
        self.search.setObjectName("block_search")
        self.search.setPlaceholderText(self.tr("Tìm trong đoạn mẫu, không cần gõ dấu"))
        self.search.setAccessibleName(self.tr("Tìm đoạn mẫu"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.part = Choice("block_part", self)
        self.part.setAccessibleName(self.tr("Phần của kế hoạch"))
        self.part.addItem(self.tr("Mọi phần"), None)
        for part, name in SECTION_NAMES.items():
            self.part.addItem(name, part)
        self.topic = Choice("block_topic", self)
        self.topic.setAccessibleName(self.tr("Chủ đề"))
        self.topic.addItem(self.tr("Mọi chủ đề"), None)
        for topic, name in TOPIC_NAMES.items():
            self.topic.addItem(name, topic)
        self.list = _BlockList(self)
        self.list.setObjectName("block_list")
        self.list.setAccessibleName(self.tr("Các đoạn mẫu"))
        self.list.setAlternatingRowColors(True)
        self.list.setSpacing(3)
        self.preview = QTextEdit(self)
        self.preview.setObjectName("block_preview")
        self.preview.setAccessibleName(self.tr("Đoạn mẫu khi đưa vào kế hoạch"))
        self.preview.setReadOnly(True)
        self.preview.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.insert = QPushButton(self.tr("Chèn (Enter)"), self)
        self.insert.setObjectName("block_insert")
        self.insert.setProperty("role", "main")
        self.remove = QPushButton(self.tr("Xóa mẫu của đơn vị"), self)
        self.remove.setObjectName("block_remove")
        self.come_in = QPushButton(icon("mdi6.file-import-outline"), self.tr("Nhập Excel"), self)
        self.come_in.setObjectName("block_import")
        self.come_in.clicked.connect(self.import_wanted)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.addWidget(self.part, 1)
        filters.addWidget(self.topic, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.preview)
        split.setSizes([260, 200])
        buttons = QHBoxLayout()
        buttons.addWidget(self.remove)
        buttons.addWidget(self.come_in)
        buttons.addStretch(1)
        buttons.addWidget(self.insert)
        self.column.addWidget(self.place)
        self.column.addWidget(self.search)
        self.column.addLayout(filters)
        self.column.addWidget(split, 1)
        self.column.addLayout(buttons)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._timer.start)
        self.search.returnPressed.connect(self._enter)
        self.search.moved.connect(self._move)
        self._timer.timeout.connect(self._filter)
        self.part.activated.connect(self._filter)
        self.topic.activated.connect(self._filter)
        self.list.currentItemChanged.connect(self._show_preview)
        self.list.itemDoubleClicked.connect(self._insert)
        self.list.entered.connect(self._insert)
        self.insert.clicked.connect(self._insert)
        self.remove.clicked.connect(self._remove)
        self._context.bus.changed.connect(self._changed)

    def show_plan(self, plan: Plan, place: str) -> None:
        """Offer blocks for a plan; `place` says where one will go.

        Raises:
            CatalogueProblem: the office's own file of blocks is wrong.

        """
        self._plan = plan
        self.place.setText(place)
        self._filter()

    def begin(self) -> None:
        """Go to the search line."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def block(self) -> TextBlock | None:
        """Return the chosen block."""
        item = self.list.currentItem()
        block = None if item is None else item.data(_BLOCK)
        return block if isinstance(block, TextBlock) else None

    def _filter(self) -> None:
        self._timer.stop()
        part, topic = self.part.currentData(), self.topic.currentData()
        found = self._context.services.text_blocks.search(
            self.search.text(), BlockSection(part) if part else None, BlockTopic(topic) if topic else None
        )
        chosen = self.block()
        self.list.blockSignals(True)
        self.list.clear()
        for block in found:
            own = self.tr(" (của đơn vị)") if block.own else ""
            item = QListWidgetItem(f"{SECTION_NAMES[block.section]}: {block.title}{own}")
            item.setData(_BLOCK, block)
            item.setToolTip(", ".join(TOPIC_NAMES[topic] for topic in block.topics))
            self.list.addItem(item)
        ids = [block.id for block in found]
        self.list.setCurrentRow(ids.index(chosen.id) if chosen is not None and chosen.id in ids else 0)
        self.list.blockSignals(False)
        self._show_preview()

    def list_source(self) -> ListSource:
        """Return the blocks as they are shown, with their texts."""
        blocks = [self.list.item(row).data(_BLOCK) for row in range(self.list.count())]
        rows: list[tuple[Cell, ...]] = [
            (
                number,
                block.title,
                SECTION_NAMES[block.section],
                "; ".join(TOPIC_NAMES[topic] for topic in block.topics),
                block.heading,
                block.text,
            )
            for number, block in enumerate(blocks, 1)
        ]
        titles = (("STT", 6), ("Tên đoạn mẫu", 28), ("Phần của kế hoạch", 18), ("Chủ đề", 24), ("Đề mục", 20))
        columns = tuple(ListColumn(title, width) for title, width in (*titles, ("Lời văn", 50)))
        return ListSource(self.tr("ĐOẠN MẪU"), columns, len(rows), lambda: rows)

    def _changed(self, change: Change) -> None:
        if change.topic is Topic.TEXT_BLOCK and self._plan is not None and self.isVisible():
            self._filter()

    def _show_preview(self) -> None:
        block = self.block()
        self.insert.setEnabled(block is not None)
        self.remove.setVisible(block is not None and block.own)
        if block is None or self._plan is None:
            self.preview.setPlainText(self.tr("Không có đoạn mẫu nào khớp."))
            return
        self.preview.setPlainText("\n".join(_lines(self._context.services.text_blocks.filled(self._plan, block))))

    def _move(self, step: int) -> None:
        row = self.list.currentRow() + step
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _enter(self) -> None:
        QGuiApplication.inputMethod().commit()
        if self._timer.isActive():
            self._filter()
        self._insert()

    def _insert(self) -> None:
        block = self.block()
        if block is not None:
            self.insert_wanted.emit(block)

    def _remove(self) -> None:
        block = self.block()
        if block is not None and block.own:
            self.remove_wanted.emit(block)


def _lines(section: Section, depth: int = 0) -> list[str]:
    """Return a section as lines of text with its labels, two blanks a level."""
    label = outline.printed_label(section.kind, outline.label(section.kind, 1))
    texts = [text for text in (section.title, *section.text.split("\n")) if text]
    lines = [f"{'    ' * depth}{label} {texts[0]}".rstrip() if label else "    " * depth + texts[0]] if texts else []
    lines += ["    " * depth + text for text in texts[1:]]
    labels = outline.labels(section.children)
    for child in section.children:
        below = _lines(child, depth + 1)
        printed = outline.printed_label(child.kind, labels[child.id])
        first = outline.printed_label(child.kind, outline.label(child.kind, 1))
        if below and first:
            below[0] = below[0].replace(first, printed, 1)
        lines += below
    return lines
