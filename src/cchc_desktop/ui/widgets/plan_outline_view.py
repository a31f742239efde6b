"""The outline as a tree with the keys of Word's outline."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from cchc_desktop.ui.models.plan_outline import Node, NodeKind, OutlineModel


class OutlineView(QTreeView):
    """Says what a person wants done; the editor does it.

    Enter adds behind, Tab and Shift+Tab shift, Alt or Ctrl with Up and Down move, Delete removes, F2 goes to the
    title. On a fixed part Tab leaves the tree as everywhere else.
    """

    chosen = Signal()
    sibling_wanted = Signal()
    indent_wanted = Signal()
    outdent_wanted = Signal()
    up_wanted = Signal()
    down_wanted = Signal()
    remove_wanted = Signal()
    edit_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, model: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outline = model
        self.setObjectName("plan_outline")
        self.setAccessibleName(self.tr("Dàn ý kế hoạch"))
        self.setHeaderHidden(True)
        self.setModel(model)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.doubleClicked.connect(self._edit)

    def _edit(self) -> None:
        self.edit_wanted.emit()

    @property
    def node(self) -> Node | None:
        """The line that is chosen."""
        return self._outline.node(self.currentIndex())

    @property
    def section_id(self) -> str:
        """The id of the section that is chosen, "" on a fixed part."""
        node = self.node
        return node.section.id if node is not None and node.section is not None else ""

    def go_to_section(self, section_id: str) -> None:
        """Choose a section and show it."""
        self._go(self._outline.section_index(section_id))

    def go_to_part(self, kind: NodeKind) -> None:
        """Choose a fixed part and show it."""
        self._go(self._outline.part_index(kind))

    def _go(self, index: QModelIndex) -> None:
        if index.isValid():
            # Said outright: Qt's own choice would take the selection away while Ctrl is held down for Ctrl+Up.
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell that another line is chosen."""
        super().currentChanged(current, previous)
        self.chosen.emit()

    def event(self, event: QEvent) -> bool:
        """Catch Tab before Qt moves the focus with it, on sections only."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self.section_id
            and not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        ):
            if event.key() == Qt.Key.Key_Backtab:
                self.outdent_wanted.emit()
                return True
            if event.key() == Qt.Key.Key_Tab:
                self.indent_wanted.emit()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn keys into wishes; all others move through the tree as usual."""
        wish = self._wish(event)
        if wish is None:
            super().keyPressEvent(event)
        else:
            wish.emit()  # type: ignore[attr-defined]

    def _wish(self, event: QKeyEvent) -> object | None:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Undo):
            return self.undo_wanted
        ctrl = modifiers == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Redo) or (ctrl and key == Qt.Key.Key_Y):
            return self.redo_wanted
        if ctrl or modifiers == Qt.KeyboardModifier.AltModifier:
            return {Qt.Key.Key_Up: self.up_wanted, Qt.Key.Key_Down: self.down_wanted}.get(Qt.Key(key))
        if modifiers == Qt.KeyboardModifier.NoModifier:
            return {
                Qt.Key.Key_Return: self.sibling_wanted,
                Qt.Key.Key_Enter: self.sibling_wanted,
                Qt.Key.Key_Delete: self.remove_wanted,
                Qt.Key.Key_F2: self.edit_wanted,
            }.get(Qt.Key(key))
        return None
