"""Fonts and colours that a Word file takes from its theme (ECMA-376 part 1, 17.18.96 and 20.1.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_desktop.documents.word.package import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLOTS = {"ascii": "latin", "hansi": "latin", "eastasia": "ea", "bidi": "cs"}
_SCRIPTS = {"vi": "Viet", "ja": "Jpan", "ko": "Hang", "zh": "Hans", "th": "Thai", "ar": "Arab", "he": "Hebr"}
_COLOURS = {
    "text1": "dk1", "dark1": "dk1", "background1": "lt1", "light1": "lt1",
    "text2": "dk2", "dark2": "dk2", "background2": "lt2", "light2": "lt2",
    "hyperlink": "hlink", "followedhyperlink": "folHlink",
}  # fmt: skip


class Theme:
    """The theme part; a file without one names no theme font.

    Args:
        root: the theme part's root.
        settings: the settings part's root, which names the language that chooses among a theme's fonts.

    """

    def __init__(self, root: Element | None, settings: Element | None) -> None:
        self._fonts = None if root is None else root.find(f"{_A}themeElements/{_A}fontScheme")
        self._colours = None if root is None else root.find(f"{_A}themeElements/{_A}clrScheme")
        languages = None if settings is None else settings.find(W + "themeFontLang")
        names = ("val", "eastAsia", "bidi")
        self._languages = {name: "" if languages is None else languages.get(W + name, "") for name in names}

    def font(self, reference: str) -> str:
        """Return the font that a reference such as "minorHAnsi" stands for; "" when the theme does not say."""
        if self._fonts is None:
            return ""
        name = reference.casefold()
        group = self._fonts.find(_A + ("majorFont" if name.startswith("major") else "minorFont"))
        slot = _SLOTS.get(name[5:])
        found = None if group is None or slot is None else group.find(_A + slot)
        face = "" if found is None else found.get("typeface", "")
        if not face and group is not None and slot in ("ea", "cs"):
            face = self._face_of_script(group, "eastAsia" if slot == "ea" else "bidi")
        return face

    def _face_of_script(self, group: Element, attribute: str) -> str:
        script = _SCRIPTS.get(self._languages.get(attribute, "").partition("-")[0].casefold())
        for font in group.findall(_A + "font"):
            if script and font.get("script") == script:
                return font.get("typeface", "")
        return ""

    def colour(self, name: str) -> str:
        """Return the RGB of a theme colour such as "text1"; "" when the theme does not say."""
        if self._colours is None:
            return ""
        holder = self._colours.find(_A + _COLOURS.get(name.casefold(), name))
        for value in [] if holder is None else holder:
            plain = value.get("val", "") if value.tag == _A + "srgbClr" else ""
            return value.get("lastClr", plain)
        return ""
