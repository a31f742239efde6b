"""One or two lists of a register with a switch between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from cchc_desktop.ui.screens.register_page import RegisterPage


class RegisterTab(QWidget):
    """One or two lists of a register; a switch above chooses between two."""

    def __init__(self, name: str, lists: Sequence[tuple[RegisterPage[Any], str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.pages = [page for page, _ in lists]
        self.switches: list[QToolButton] = []
        self.stack = QStackedWidget(self)
        self.group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._switch = QWidget(self)
        if len(lists) > 1:
            row = QHBoxLayout(self._switch)
            row.setContentsMargins(0, 0, 12, 0)
            row.setSpacing(4)
            for number, (_, words) in enumerate(lists):
                button = QToolButton(self)
                button.setObjectName(f"{name}_switch_{number}")
                button.setText(words)
                button.setCheckable(True)
                self.group.addButton(button, number)
                self.switches.append(button)
                row.addWidget(button)
        for page, words in lists:
            page.table.setAccessibleName(words)
            self.stack.addWidget(page)
        column.addWidget(self.stack, 1)
        self.show_list(0)

    @property
    def page(self) -> RegisterPage[Any]:
        """The list on show."""
        return self.pages[self.stack.currentIndex()]

    def show_list(self, number: int) -> None:
        """Show one of the lists."""
        self.stack.setCurrentIndex(number)
        if self.switches:
            # One switch for both lists, in the row of the buttons of the one on show: a row of its own wastes height.
            self.pages[number].tools.insertWidget(0, self._switch)
            self.switches[number].setChecked(True)
