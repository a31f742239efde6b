"""A drop-down that is searched by typing any part of a word, without accents; the list opens below, nothing is
completed inside the line (that would fight with Vietnamese typing).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from cchc_desktop.domain.text import fold

_KEY_ROLE = int(Qt.ItemDataRole.UserRole)
_FOLDED_ROLE = _KEY_ROLE + 1


class _FoldedCompleter(QCompleter):
    """Matches what is typed against the folded text of the items."""

    def __init__(self, model: QStandardItemModel, parent: QObject) -> None:
        super().__init__(model, parent)
        self.setCompletionRole(_FOLDED_ROLE)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseSensitive)
        self.setMaxVisibleItems(12)

    def splitPath(self, path: str) -> list[str]:
        """Fold what is typed."""
        return [fold(path)]

    def pathFromIndex(self, index: object) -> str:
        """Return the text of a chosen item as shown."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))  # type: ignore[attr-defined]


class SearchCombo(QComboBox):
    """Holds (key, text, further words to find it by). `key_changed` carries the key chosen, "" for none."""

    key_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self._line = QLineEdit(self)
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.setMaxVisibleItems(16)
        self.setCompleter(_FoldedCompleter(self._items, self))
        self._last = ""
        self.currentIndexChanged.connect(self._changed)
        self._line.editingFinished.connect(self._settle)

    def set_items(self, items: Sequence[tuple[str, str, str]]) -> None:
        """Offer other items; the key chosen stays chosen when it is among them."""
        kept = self.key()
        self.blockSignals(True)
        self._items.clear()
        for key, text, words in items:
            item = QStandardItem(text)
            item.setData(key, _KEY_ROLE)
            item.setData(fold(f"{text} {words}"), _FOLDED_ROLE)
            item.setToolTip(text)
            self._items.appendRow(item)
        self.blockSignals(False)
        self._last = kept
        self.set_key(kept)

    def key(self) -> str:
        """Return the key chosen, "" when what stands in the line is no item."""
        index = self.currentIndex()
        if index < 0 or self.currentText() != self.itemText(index):
            return ""
        return str(self.itemData(index, _KEY_ROLE) or "")

    def set_key(self, key: str) -> None:
        """Choose the item of a key; an unknown key empties the line."""
        index = self.findData(key, _KEY_ROLE) if key or self.findData("", _KEY_ROLE) >= 0 else -1
        self.setCurrentIndex(index)
        if index < 0:
            self.clearEditText()
        self._changed()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the text, so that typing replaces it."""
        super().focusInEvent(event)
        self._line.selectAll()

    def _settle(self) -> None:
        """Take what was typed: the item of that text, or the only one that has it in it."""
        wanted = fold(self.currentText())
        texts = [self.itemData(row, _FOLDED_ROLE) for row in range(self.count())]
        exact = [row for row in range(self.count()) if fold(self.itemText(row)) == wanted]
        found = exact or [row for row, text in enumerate(texts) if wanted and wanted in text]
        if len(found) == 1 or exact:
            self.setCurrentIndex(found[0])
            self.setEditText(self.itemText(found[0]))
        self._changed()

    def _changed(self) -> None:
        if not self._line.hasFocus():
            self._line.setCursorPosition(0)  # show the beginning of a long text
        key = self.key()
        if key != self._last:
            self._last = key
            self.key_changed.emit(key)
