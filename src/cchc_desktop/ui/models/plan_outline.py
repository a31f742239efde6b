"""The outline of a plan as a tree: its sections between the fixed parts of the document."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.ui.models.plan_tidy import summary

MIME = "application/x-cchc-section"
NODE_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex

# Joined once: a view asks for the flags of every line whenever its rows change.
_FIXED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_MOVABLE = _FIXED | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled


class NodeKind(StrEnum):
    """What a line of the outline stands for."""

    HEADER = "header"
    PREAMBLE = "preamble"
    SECTION = "section"
    CLOSING = "closing"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    TASKS = "tasks"
    NOTES = "notes"
    ASSIGNMENT = "assignment"
    COVERAGE = "coverage"


_BEFORE = (NodeKind.HEADER, NodeKind.PREAMBLE)
_AFTER = (
    NodeKind.CLOSING,
    NodeKind.RECIPIENTS,
    NodeKind.SIGNATURE,
    NodeKind.TASKS,
    NodeKind.ASSIGNMENT,
    NodeKind.COVERAGE,
    NodeKind.NOTES,
)


class Node:
    """A line of the outline. The model keeps every node alive as long as an index may point to it."""

    __slots__ = ("children", "key", "kind", "label", "parent", "section")

    def __init__(self, kind: NodeKind, key: int, parent: Node | None, section: Section | None = None) -> None:
        self.kind = kind
        self.key = key
        self.parent = parent
        self.section = section
        self.children: list[Node] = []
        self.label = ""


class OutlineModel(QAbstractItemModel):
    """Shows a plan's outline. Set `mover` to allow dragging: it moves a section and tells whether it did.

    Indexes carry a number, never a Python object: an index that outlives its line then finds nothing instead of
    freed memory.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mover: Callable[[str, str | None, int], bool] | None = None
        self._keys = 0
        self._nodes: dict[int, Node] = {}
        self._by_section: dict[str, Node] = {}
        self._root = self._make(NodeKind.SECTION, None)
        for kind in (*_BEFORE, *_AFTER):
            self._root.children.append(self._make(kind, self._root))
        self._counts: dict[NodeKind, int] = {}
        self._height = QFontMetrics(QApplication.font()).height() + 10

    def _make(self, kind: NodeKind, parent: Node | None, section: Section | None = None) -> Node:
        self._keys += 1
        node = Node(kind, self._keys, parent, section)
        self._nodes[node.key] = node
        if section is not None:
            self._by_section[section.id] = node
        return node

    # -- filling

    def set_plan(self, plan: Plan) -> None:
        """Bring the tree to the plan's state, touching only the lines that differ."""
        self._sync(self._root, plan.sections)
        wanted = {section.id for section in plan.walk()}
        self._prune(self._root, wanted)
        labels = outline.labels(plan.sections)
        for section in plan.walk():
            node = self._by_section[section.id]
            if node.section is not section or node.label != labels[section.id]:
                node.section, node.label = section, labels[section.id]
                self._touch(node)
        self.set_counts(plan)

    def set_section(self, section: Section) -> None:
        """Renew the line of one section whose title or text changed (not its kind or place)."""
        node = self._by_section.get(section.id)
        if node is not None:
            node.section = section
            self._touch(node)

    def set_counts(self, plan: Plan) -> None:
        """Renew the numbers behind the fixed parts."""
        counts = {
            NodeKind.PREAMBLE: len(plan.preamble),
            NodeKind.RECIPIENTS: len(plan.recipients),
            NodeKind.TASKS: len(plan.tasks),
            NodeKind.NOTES: len(plan.notes),
        }
        if counts != self._counts:
            self._counts = counts
            for node in self._root.children:
                if node.kind in counts:
                    self._touch(node)

    def _touch(self, node: Node) -> None:
        index = self._index_of(node)
        self.dataChanged.emit(index, index)

    def _sync(self, parent: Node, sections: tuple[Section, ...]) -> None:
        """Put the nodes of `sections` below `parent` in order; surplus ones wait at the end for `_prune`."""
        offset = len(_BEFORE) if parent is self._root else 0
        for position, section in enumerate(sections, offset):
            node = self._by_section.get(section.id)
            if node is None:
                self.beginInsertRows(self._index_of(parent), position, position)
                parent.children.insert(position, self._make(NodeKind.SECTION, parent, section))
                self.endInsertRows()
                node = parent.children[position]
            elif node.parent is not parent or parent.children[position] is not node:
                self._move(node, parent, position)
            self._sync(node, section.children)

    def _move(self, node: Node, parent: Node, position: int) -> None:
        old = node.parent
        assert old is not None
        row = old.children.index(node)
        self.beginMoveRows(self._index_of(old), row, row, self._index_of(parent), position)
        old.children.pop(row)
        parent.children.insert(position, node)
        node.parent = parent
        self.endMoveRows()

    def _prune(self, parent: Node, wanted: set[str]) -> None:
        for row in range(len(parent.children) - 1, -1, -1):
            node = parent.children[row]
            if node.section is None:
                continue
            if node.section.id in wanted:
                self._prune(node, wanted)
                continue
            self.beginRemoveRows(self._index_of(parent), row, row)
            self._forget(parent.children.pop(row))
            self.endRemoveRows()

    def _forget(self, node: Node) -> None:
        del self._nodes[node.key]
        if node.section is not None:
            del self._by_section[node.section.id]
        for child in node.children:
            self._forget(child)

    # -- finding

    def node(self, index: Index) -> Node | None:
        """Return the line an index points to."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def section_index(self, section_id: str) -> QModelIndex:
        """Return the index of a section, invalid when it is not there."""
        node = self._by_section.get(section_id)
        return QModelIndex() if node is None else self._index_of(node)

    def part_index(self, kind: NodeKind) -> QModelIndex:
        """Return the index of a fixed part."""
        return next(self._index_of(node) for node in self._root.children if node.kind is kind)

    def _index_of(self, node: Node) -> QModelIndex:
        if node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.children.index(node), 0, node.key)

    # -- the model interface of Qt

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a child."""
        holder = self.node(parent) if parent.isValid() else self._root
        if holder is None or column != 0 or not 0 <= row < len(holder.children):
            return QModelIndex()
        return self.createIndex(row, 0, holder.children[row].key)

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008
        """Return the index of the line above."""
        node = self.node(index)
        return QModelIndex() if node is None or node.parent is None else self._index_of(node.parent)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of lines below one."""
        node = self.node(parent) if parent.isValid() else self._root
        return 0 if node is None else len(node.children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """There is one column."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, weight, height and the node itself."""
        node = self.node(index)
        if node is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(node)
            case Qt.ItemDataRole.FontRole:
                return self._font(node)
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(0, self._height)
            case Qt.ItemDataRole.ToolTipRole:
                return summary(node.section) if node.section else None
            case _:
                return node if role == NODE_ROLE else None

    def _text(self, node: Node) -> str:
        if node.section is None:
            return self._part_name(node.kind)
        label = outline.printed_label(node.section.kind, node.label)
        words = summary(node.section) or self.tr("(chưa có nội dung)")
        return f"{label} {words}".strip()

    def _part_name(self, kind: NodeKind) -> str:
        names = {
            NodeKind.HEADER: self.tr("Phần đầu"),
            NodeKind.PREAMBLE: self.tr("Căn cứ và mở đầu"),
            NodeKind.CLOSING: self.tr("Kết thúc"),
            NodeKind.RECIPIENTS: self.tr("Nơi nhận"),
            NodeKind.SIGNATURE: self.tr("Chữ ký"),
            NodeKind.TASKS: self.tr("Phụ lục nhiệm vụ"),
            NodeKind.ASSIGNMENT: self.tr("Bảng phân công"),
            NodeKind.COVERAGE: self.tr("Đối chiếu cấp trên"),
            NodeKind.NOTES: self.tr("Cần xem lại"),
        }
        count = self._counts.get(kind)
        return names[kind] if count is None else f"{names[kind]} ({count})"

    def _font(self, node: Node) -> QFont | None:
        section = node.section
        font = QFont(QApplication.font())
        if section is None:
            font.setItalic(True)
        elif section.kind is SectionKind.PART or (section.kind is SectionKind.ITEM and section.title):
            font.setBold(True)
        return font

    # -- dragging

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Sections are dragged; they are dropped on and between sections."""
        node = self.node(index)
        if node is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        return _FIXED if node.section is None or self.mover is None else _MOVABLE

    def supportedDropActions(self) -> Qt.DropAction:
        """Sections are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return our own type only: a section is no text for other programs."""
        return [MIME]

    def mimeData(self, indexes: Any) -> QMimeData:
        """Return the id of the section that is dragged."""
        data = QMimeData()
        for index in indexes:
            node = self.node(index)
            if node is not None and node.section is not None:
                data.setData(MIME, node.section.id.encode())
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Tell whether a section may be put here: not into itself, not outside of the body."""
        if self.mover is None or not data.hasFormat(MIME):
            return False
        holder = self.node(parent) if parent.isValid() else self._root
        if holder is None or (holder is not self._root and holder.section is None):
            return False
        dragged = self._by_section.get(_dragged_id(data))
        if dragged is None:
            return False
        if holder is self._root:
            last = len(self._root.children) - len(_AFTER)
            return len(_BEFORE) <= row <= last
        while holder is not None:
            if holder is dragged:
                return False
            holder = holder.parent
        return True

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Hand the move to `mover`."""
        if self.mover is None or not self.canDropMimeData(data, action, row, column, parent):
            return False
        holder = self.node(parent) if parent.isValid() else self._root
        assert holder is not None
        section_id = _dragged_id(data)
        if holder is self._root:
            return self.mover(section_id, None, row - len(_BEFORE))
        assert holder.section is not None
        return self.mover(section_id, holder.section.id, row if row >= 0 else len(holder.children))


def _dragged_id(data: QMimeData) -> str:
    return bytes(data.data(MIME).data()).decode()
