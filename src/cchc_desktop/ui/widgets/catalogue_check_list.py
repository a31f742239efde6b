"""A list of things to tick, in a box of its own."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

_CODE = int(Qt.ItemDataRole.UserRole)


class CheckList(QListWidget):
    """`ticked` fires when a person ticks or unticks something."""

    ticked = Signal()

    def __init__(self, name: str, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.setFixedHeight((self.fontMetrics().lineSpacing() + 8) * lines + 6)
        self._filling = False
        self.itemChanged.connect(self._changed)

    def offer(self, entries: Iterable[tuple[str, str]], chosen: Iterable[str]) -> None:
        """Show entries (code, words), some of them ticked; ticked ones that are not offered stay, by their code."""
        wanted = list(chosen)
        entries = list(entries)
        known = {code for code, _ in entries}
        self._filling = True
        self.clear()
        for code, words in [*entries, *((code, code) for code in wanted if code not in known)]:
            item = QListWidgetItem(words)
            item.setData(_CODE, code)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if code in wanted else Qt.CheckState.Unchecked)
            self.addItem(item)
        self._filling = False

    def chosen(self) -> tuple[str, ...]:
        """Return the codes that are ticked, in the order of the list."""
        items = (self.item(row) for row in range(self.count()))
        return tuple(item.data(_CODE) for item in items if item.checkState() is Qt.CheckState.Checked)

    def tick(self, code: str, on: bool = True) -> None:
        """Tick an entry, as a person does."""
        for row in range(self.count()):
            if self.item(row).data(_CODE) == code:
                self.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _changed(self) -> None:
        if not self._filling:
            self.ticked.emit()
