"""Colours, fonts and the style sheet: light by default, dark when chosen or when the system is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from cchc_desktop.paths import resources_dir

POINT_SIZE = 11

# Contrast of text on its ground is 4.5:1 or better; a test computes it.
LIGHT = {
    "window": "#f4f5f7",
    "base": "#ffffff",
    "stripe": "#f7f8fa",
    "bar": "#eceef2",
    "text": "#1d2430",
    "quiet": "#525b69",
    "faint": "#656c7a",
    "line": "#d4d8df",
    "edge": "#8b94a3",
    "accent": "#0b5cad",
    "accent_dark": "#084a8c",
    "on_accent": "#ffffff",
    "picked": "#d7e7f8",
    "hover": "#e4e9f0",
    "red": "#b3261e",
    "amber": "#8a5a00",
    "amber_ground": "#fff4d9",
    "green": "#1e6b3a",
    "find": "#ffe08a",
}
DARK = {
    "window": "#1e2127",
    "base": "#262a31",
    "stripe": "#2a2f37",
    "bar": "#191c21",
    "text": "#e8eaee",
    "quiet": "#b3bac5",
    "faint": "#9aa2ae",
    "line": "#3c424d",
    "edge": "#7b8594",
    "accent": "#7ab8f5",
    "accent_dark": "#a3cffa",
    "on_accent": "#10202f",
    "picked": "#2d4a68",
    "hover": "#333944",
    "red": "#ff9c94",
    "amber": "#f2c262",
    "amber_ground": "#3d3423",
    "green": "#86d19d",
    "find": "#6b5a1e",
}

# Families that hold every Vietnamese letter, best first; the Liberation fonts lack 35 of 41 tested ones.
_FAMILIES = ("Segoe UI", "Noto Sans", "DejaVu Sans", "Arial", "Tahoma")

_now = LIGHT


def colour(role: str) -> str:
    """Return a colour of the present theme as "#rrggbb".

    Raises:
        KeyError: no such role.

    """
    return _now[role]


def is_dark() -> bool:
    """Tell whether the dark colours are in use."""
    return _now is DARK


def base_font() -> QFont:
    """Return the font of the window: 11 pt, of a family with all Vietnamese letters."""
    for family in _FAMILIES:
        font = QFont(family, POINT_SIZE)
        if QFontInfo(font).family() == family:
            return font
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSize(POINT_SIZE)
    return font


def wants_dark(app: QApplication, theme: str) -> bool:
    """Tell whether a theme of the settings ("light", "dark", "system") means dark now."""
    if theme == "system":
        return app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return theme == "dark"


def apply(app: QApplication, theme: str) -> None:
    """Colour the whole program."""
    global _now
    _now = DARK if wants_dark(app, theme) else LIGHT
    app.setPalette(_palette())
    text = (resources_dir() / "style.qss").read_text(encoding="utf-8")
    text = text.replace("@icons", (resources_dir() / "icons").as_posix())
    text = text.replace("@theme", "dark" if is_dark() else "light")
    # Longest names first: @accent is the beginning of @accent_dark.
    for name in sorted(_now, key=len, reverse=True):
        text = text.replace("@" + name, _now[name])
    app.setStyleSheet(text)


def _palette() -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, name in (
        (roles.Window, "window"),
        (roles.WindowText, "text"),
        (roles.Base, "base"),
        (roles.AlternateBase, "stripe"),
        (roles.Text, "text"),
        (roles.Button, "base"),
        (roles.ButtonText, "text"),
        (roles.ToolTipBase, "base"),
        (roles.ToolTipText, "text"),
        (roles.PlaceholderText, "faint"),
        (roles.Highlight, "accent"),
        (roles.HighlightedText, "on_accent"),
        (roles.Link, "accent"),
        (roles.Accent, "accent"),
    ):
        palette.setColor(role, QColor(_now[name]))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_now["faint"]))
    return palette
