"""Icons of one family (Material Design), in the colour of the text beside them. Loaded after the first paint."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon


@cache
def icon(name: str, role: str = "text") -> QIcon:
    """Return the icon of a qtawesome name ("mdi6.plus"); `role` is a colour name of `ui.style` ("on_accent")."""
    os.environ.setdefault("QT_API", "pyside6")
    import qtawesome

    from cchc_desktop.ui.style import colour

    found: QIcon = qtawesome.icon(name, color=colour(role), color_disabled=colour("faint"))
    return found


def forget() -> None:
    """Forget all icons: the colours changed."""
    icon.cache_clear()
