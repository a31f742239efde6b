"""A part of a page that scrolls up and down when the screen is too small for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def scrolled(inside: QWidget, parent: QWidget) -> QScrollArea:
    """Return a shelf around a widget; it takes no focus of its own and never scrolls sideways."""
    inside.setProperty("role", "page")
    shelf = QScrollArea(parent)
    shelf.setWidgetResizable(True)
    shelf.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    shelf.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    shelf.setWidget(inside)
    return shelf
