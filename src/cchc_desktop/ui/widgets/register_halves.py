"""A list with its sums on the left, the form of the chosen row on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from cchc_desktop.ui.widgets.empty_state import EmptyState


class RegisterHalves(QSplitter):
    """Shows `empty` in the place of a list without rows; `foot` are the sums below it."""

    def __init__(self, name: str, table: QWidget, form: Sequence[QWidget], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.foot = QLabel(self)
        self.foot.setObjectName(f"{name}_foot")
        self.foot.setProperty("role", "quiet")
        self.foot.setWordWrap(True)
        self.empty = EmptyState("", "", self)
        left = QWidget(self)
        self._stack = QStackedLayout()
        self._stack.addWidget(table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._stack, 1)
        column.addWidget(self.foot)
        inside = QWidget(self)
        inside.setProperty("role", "page")
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(14, 2, 12, 2)
        for widget in form:
            fields.addWidget(widget)
        fields.addStretch(1)
        self.form_area = QScrollArea(self)
        self.form_area.setObjectName(f"{name}_form")
        self.form_area.setWidgetResizable(True)
        self.form_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form_area.setWidget(inside)
        self.form_area.setMinimumWidth(350)
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(self.form_area)
        self.setStretchFactor(0, 1)
        self.setSizes([780, 390])

    def show_list(self, filled: bool, sums: str) -> None:
        """Show the list with its sums, or that there is nothing in it."""
        self._stack.setCurrentIndex(0 if filled else 1)
        self.foot.setText(sums)
        self.foot.setVisible(filled)
